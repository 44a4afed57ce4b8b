use proptest::prelude::*;

use super::*;

/// Each definition as `name first-last docs`, with what is private in brackets.
fn shown(language: Language, text: &str) -> Vec<String> {
    let definitions = read(language, text).unwrap();
    let docs = |definition: &Definition| -> String {
        let ranges = definition.docs.iter();
        let ranges: Vec<String> = ranges
            .map(|it| format!("{}-{}", it.first, it.last))
            .collect();
        ranges.join(",")
    };
    definitions
        .iter()
        .map(|it| {
            let name = it.name.as_deref().unwrap_or("*");
            let shown = format!("{name} {}-{} {}", it.lines.first, it.lines.last, docs(it));
            if it.public {
                shown
            } else {
                format!("({shown})")
            }
        })
        .collect()
}

#[test]
fn python_has_docstrings_and_help_texts() {
    let text = "\"\"\"Module.\"\"\"\n\nLIMIT = 3\n\"\"\"How many.\"\"\"\n\n@deco\ndef run(x):\n    \"\"\"Run.\n\n    Twice.\n    \"\"\"\n    def inner():\n        \"\"\"No.\"\"\"\n    return x\n\nclass Door:\n    '''A door.'''\n    def shut(self): pass\n    def _lock(self):\n        \"\"\"Lock.\"\"\"\n\n@click.option(\n    \"--color\",\n    help=\"When \"\n    \"to color\",\n)\ndef main(): ...\n\nOPTIONS = [\n    {\"name\": \"--tag\",\n     \"help\": \"The tag.\"},\n    {\"help\": \"No option.\"},\n]\n";
    assert_eq!(
        shown(Language::Python, text),
        [
            "* 1-33 1-1",
            "LIMIT 3-3 4-4",
            "run 6-14 8-11",
            "Door 16-20 17-17",
            "Door.shut 18-18 ",
            "(Door._lock 19-20 20-20)",
            "--color 22-26 24-25",
            "main 22-27 ",
            "* 30-31 31-31",
        ]
    );
    assert!(read(Language::Python, "def f(:\n").is_err());
}

#[test]
fn rust_has_comments_before_and_inside() {
    let text = "//! Crate.\nuse a::b;\n\n/// Opens, with `{`.\n/// Twice.\n#[must_use]\n#[inline]\npub fn open<A, B>(a: A) -> Map<A, B> {\n    // no\n    let c = '{'; let s = r#\"}\"#;\n}\n\n/// Private.\nfn hidden<'a>(x: &'a str) {}\n\n/// What.\n#[derive(Parser)]\nstruct Args {\n    /// Color.\n    #[arg(long, value_name = \"WHEN\")]\n    color: Option<Map<A, B>>,\n    //// no\n    plain: u8,\n    /** Size. */\n    size: u64,\n}\n\nimpl Run for Args {\n    /// Runs.\n    fn run(&self) {}\n}\n\n/// Inside.\npub(crate) fn inside() {}\n\n#[doc = \"Doc.\"]\npub const A: u8 = 1;\n\n#[cfg(test)]\nmod tests {\n    /// No.\n    pub fn no() {}\n}\n";
    assert_eq!(
        shown(Language::Rust, text),
        [
            "* 1-43 1-1",
            "open 6-11 4-4,5-5",
            "(hidden 14-14 13-13)",
            "Args 17-26 16-16",
            "color 20-21 19-19",
            "size 25-25 24-24",
            "run 30-30 29-29",
            "(inside 34-34 33-33)",
            "A 36-37 36-36",
        ]
    );
}

#[test]
fn javascript_has_jsdoc() {
    let text = "/** License. */\nimport x from 'y'\n\n/**\n * Opens.\n */\nexport async function open({ a, b }, c) {\n  const r = /[{/]}/; return `a ${b + `{`} }`\n}\n\n/** Shuts. */\nexport const shut = (x: number): Map<A, B> => {\n  return 1\n}\n\n/** Limit */\nexport const LIMIT = 3\nother()\n\nexport interface Door {\n  /** Its color. */\n  color: string\n  /** Its size. */\n  size?: number,\n  // no\n  plain: number\n}\n\nclass A {\n  /** Hidden. */\n  private b() {}\n  /** Shown. */\n  c(): { a: string } {\n    return x\n  }\n}\n";
    assert_eq!(
        shown(Language::JavaScript, text),
        [
            "open 7-9 4-6",
            "shut 12-14 11-11",
            "LIMIT 17-17 16-16",
            "color 22-22 21-21",
            "size 24-24 23-23",
            "(b 31-31 30-30)",
            "c 33-35 32-32",
        ]
    );
}

#[test]
fn go_has_comments_directly_above() {
    let text = "// License.\n\n// Package doors opens them.\npackage doors\n\nimport \"fmt\"\n\n// Open opens.\n// Twice.\n//\n//go:noinline\nfunc Open(a int) (int, error) {\n\t// Inner speaks.\n\tInner()\n\treturn '{', nil\n}\n\n// not above\n\nfunc Far() {}\n\n// shut is private.\nfunc shut() {}\n\n// Door is one.\ntype Door struct {\n\t// Color of it.\n\tColor string `json:\"}\"`\n\t// size is private.\n\tsize int\n}\n\n// Lock locks.\nfunc (d *Door) Lock() {\n}\n\nconst (\n\t// A is one.\n\tA = 1\n)\n";
    assert_eq!(
        shown(Language::Go, text),
        [
            "* 1-40 3-3",
            "Open 12-16 8-10",
            "(shut 23-23 22-22)",
            "Door 26-31 25-25",
            "Color 28-28 27-27",
            "(size 30-30 29-29)",
            "Lock 34-35 33-33",
            "A 39-39 38-38",
        ]
    );
}

#[test]
fn java_and_its_like_have_javadoc() {
    let text = "/** License. */\npackage a;\n\n/** A door. */\n@Entity(name = \"{\")\npublic class Door implements A<B, C>, D {\n    /** Its color. */\n    private String color;\n\n    /**\n     * Opens.\n     */\n    @Override\n    public Map<String, Integer> open(int a) throws X, Y {\n        return 'x' + \"\"\"\n            }\n            \"\"\";\n    }\n\n    /** In it. */\n    public static final class In {}\n    enum E {\n        /** One. */\n        ONE(1),\n        TWO;\n    }\n}\n";
    assert_eq!(
        shown(Language::Java, text),
        [
            "Door 5-27 4-4",
            "(color 8-8 7-7)",
            "open 13-18 10-12",
            "In 21-21 20-20",
            "ONE 24-24 23-23",
        ]
    );
    let kotlin = "/** Opens. */\nsuspend fun open(a: Int): Int =\n    a + 1\n\nfun other() {}\n";
    assert_eq!(shown(Language::Kotlin, kotlin), ["open 2-3 1-1"]);
}

#[test]
fn c_has_doxygen() {
    let text = "/// Opens.\ntemplate <typename A, typename B>\nA open(B b) {\n#if X\n  if (b) {\n#else\n  if (!b) {\n#endif\n  }\n  return R\"x()\")x\" + 1'000;\n}\n\nstruct Door {\n  int color;  ///< Its color.\n  /*! Its size. */\n  int size;\n};\n\n/** Shuts. */\nint shut(int door);\n";
    assert_eq!(
        shown(Language::C, text),
        [
            "open 2-11 1-1",
            "* 14-14 14-14",
            "size 16-16 15-15",
            "shut 20-20 19-19",
        ]
    );
}

#[test]
fn what_does_not_match_is_refused() {
    for text in ["/** a */ function f( {\n}", "}", "/** a */ x = [", "(]"] {
        assert!(read(Language::JavaScript, text).is_err(), "{text}");
    }
    assert!(read(Language::Rust, &" ".repeat(MAX_SOURCE + 1)).is_err());
    let nested = "{".repeat(200_000) + &"}".repeat(200_000);
    assert_eq!(read(Language::Rust, &nested), Ok(Vec::new()));
}

#[test]
fn lines_declare_what_others_use() {
    for (language, line, name) in [
        (Language::Rust, "    pub async fn open(", Some("open")),
        (Language::Rust, "pub(crate) fn open(", None),
        (Language::JavaScript, "export const a = 1", Some("a")),
        (Language::JavaScript, "const a = 1", None),
        (Language::Go, "func (d *Door) Open() {", Some("Open")),
        (Language::Go, "func open() {", None),
        (
            Language::Java,
            "  public static Map<A, B> open(int a) {",
            Some("open"),
        ),
        (Language::Java, "  public final class Door {", Some("Door")),
        (Language::Java, "  int a;", None),
    ] {
        assert_eq!(declared(language, line), name, "{line}");
    }
}

#[test]
fn languages_are_known_by_their_endings() {
    assert_eq!(language("src/a.tsx"), Some(Language::JavaScript));
    assert_eq!(language("a.rb"), None);
    assert!(
        is_source("a.rb") && is_source("a.R") && !is_source("a.toml") && !is_source("Makefile")
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(///|//!|/\\*\\*|\\*/|#\\[doc =|#\\[cfg\\(test\\)\\]|fn |class |func |def |const |=|<|>|,|;|\\{|\\}|\\(|\\)|\\[|\\]|\"|'|`|\\$\\{|\\\\|r#|R\"|@|#if|#else|#endif|\\n|    |[a-zA-Z0-9]|\\PC){0,60}") {
        let lines = text.lines().count().max(1) as u64;
        for (language, _) in ENDINGS {
            for definition in read(*language, &text).unwrap_or_default() {
                prop_assert!(definition.lines.first >= 1 && definition.lines.first <= definition.lines.last);
                prop_assert!(definition.lines.last <= lines, "{definition:?}");
                for docs in &definition.docs {
                    prop_assert!(docs.first <= docs.last && docs.last <= lines);
                }
            }
        }
        for line in text.lines() {
            for (language, _) in ENDINGS {
                let _ = declared(*language, line);
            }
        }
    }
}
