use proptest::prelude::*;

use super::*;

fn value(text: &str, name: &str) -> Option<(u64, AttributeValue)> {
    read(text)
        .get(name)
        .map(|attribute| (attribute.line, attribute.value))
}

fn literal(line: u64, text: &str) -> Option<(u64, AttributeValue)> {
    Some((line, AttributeValue::Literal(text.to_owned())))
}

#[test]
fn literals_in_every_form_are_read() {
    for text in [
        "__version__ = '1.2.3'",
        "__version__: str = \"1.2.3\"  # bumped",
        "__version__: Final[str] = ('1.2.3')",
        "__version__ = version = '1.2.3'",
        "version = __version__ = u'1.2.3'",
        "__version__ = (1, 2, 3)",
        "__version__ = 1, 2, 3",
        "__version__ = (1, 2, 3, 'final', 0)",
        "__version__ = [\n 1,\n 2,\n 3,\n]",
        "if True:\n    pass\nx = 1; __version__ = '1.2.3'",
    ] {
        let found = value(text, "__version__").unwrap();
        assert_eq!(
            found.1,
            AttributeValue::Literal("1.2.3".to_owned()),
            "{text}"
        );
    }
    assert_eq!(
        value("VERSION = (1, 2, 0, 'rc', 1)", "VERSION"),
        literal(1, "1.2.0rc1")
    );
    assert_eq!(
        value(
            "'''\n__version__ = '0'\n'''\r\n\r\n__version__ = '1.0'",
            "__version__"
        ),
        literal(5, "1.0")
    );
}

#[test]
fn what_is_not_literal_says_what_it_is() {
    use AttributeValue::{Computed, Import, Metadata, Name, Tag};
    let owned = str::to_owned;
    for (text, expected) in [
        (
            "__version__ = importlib.metadata.version('demo')",
            Metadata(owned("demo")),
        ),
        (
            "try:\n    __version__ = version(__name__)\nexcept E:\n    __version__ = 'unknown'",
            Metadata(owned("__name__")),
        ),
        (
            "from ._version import __version__",
            Import(owned("._version"), owned("__version__")),
        ),
        (
            "try:\n    from ._v import __version__\nexcept E:\n    __version__ = 'unknown'",
            Import(owned("._v"), owned("__version__")),
        ),
        (
            "from a.b import (x,\n  version as __version__,)",
            Import(owned("a.b"), owned("version")),
        ),
        ("__version__ = about.version", Name(owned("about.version"))),
        (
            "VERSION = (1, 2)\n__version__ = '.'.join(map(str, VERSION))",
            Name(owned("VERSION")),
        ),
        (
            "__version__ = get_versions()['version']",
            Tag(owned("versioneer")),
        ),
        ("__version__ = f'{a}.{b}'", Computed),
        ("__version__ = '1.' + '2'", Computed),
        ("__version__ = '1.0'\n__version__ += '.dev'", Computed),
        (
            "if a:\n  __version__ = '1.0'\nelse:\n  __version__ = '2.0'",
            Computed,
        ),
    ] {
        assert_eq!(
            value(text, "__version__").map(|found| found.1),
            Some(expected),
            "{text}"
        );
    }
    for text in [
        "def f():\n    __version__ = '1'",
        "__version__ == '1'",
        "x.__version__ = '1'",
        "# __version__ = '1'",
    ] {
        assert_eq!(value(text, "__version__"), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "(__version__|=|\\(|\\)|'|\"|,|from|import|[ \\n.0-9a-z]){0,60}") {
        let _ = read(&text).get("__version__");
    }

    #[test]
    fn a_literal_reads_back(version in "[0-9]{1,3}(\\.[0-9]{1,3}){1,2}", before in 0_u64..20) {
        let text = format!("{}__version__ = \"{version}\"\n", "#\n".repeat(usize::try_from(before).unwrap()));
        prop_assert_eq!(value(&text, "__version__"), literal(before + 1, &version));
    }
}
