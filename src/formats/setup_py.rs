//! `setup.py`: the keywords of its `setup(…)` call, read without running it.

use super::python_attribute::{self, AttributeValue, Module};
use super::python_source::{Statement, Token, statements};
use super::version_source::{VersionPlace, VersionSource};

/// What a `setup.py` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetupPy {
    /// The keyword `name`, if it is a literal.
    pub name: Option<String>,
    /// What the call says about the version; `None` if it says nothing, or if there is no call.
    pub version: Option<VersionPlace>,
}

/// Reads a `setup.py`.
#[must_use]
pub fn read(text: &str) -> SetupPy {
    let module = python_attribute::read(text);
    let statements = statements(text);
    statements
        .iter()
        .find_map(|statement| call(statement, &module))
        .unwrap_or_default()
}

type Tokens<'s, 't> = &'s [(u64, Token<'t>)];

/// The keywords of the `setup(…)` call in a statement.
fn call(statement: &Statement<'_>, module: &Module) -> Option<SetupPy> {
    let tokens = statement.tokens.as_slice();
    if matches!(
        tokens.first(),
        Some((_, Token::Name("def" | "from" | "import")))
    ) {
        return None;
    }
    let at = tokens
        .windows(2)
        .position(|pair| matches!(pair, [(_, Token::Name("setup")), (_, Token::Operator("("))]))?;
    let mut setup = SetupPy::default();
    let mut unpacked = None;
    for argument in arguments(tokens.get(at + 2..).unwrap_or_default()) {
        match argument {
            [
                (_, Token::Name("name")),
                (_, Token::Operator("=")),
                value @ ..,
            ] => setup.name = literal(value, module),
            [
                (line, Token::Name("version")),
                (_, Token::Operator("=")),
                value @ ..,
            ] => setup.version = Some(version(*line, value, module)),
            [
                (line, Token::Name(key @ ("use_scm_version" | "pbr"))),
                (_, Token::Operator("=")),
                value @ ..,
            ] if !is_false(value) => {
                let provider = if *key == "pbr" {
                    "pbr"
                } else {
                    "setuptools-scm"
                };
                setup.version = Some(place(key, *line, VersionSource::tag(provider)));
            }
            [(line, Token::Operator("**")), ..] => unpacked = Some(*line),
            _ => {}
        }
    }
    if let (None, Some(line)) = (&setup.version, unpacked) {
        let reason =
            "`setup()` is given keywords by `**`, among which the version may be".to_owned();
        setup.version = Some(place("**", line, VersionSource::Undetermined(reason)));
    }
    Some(setup)
}

/// The arguments of a call whose opening bracket has been read.
fn arguments<'s, 't>(tokens: Tokens<'s, 't>) -> Vec<Tokens<'s, 't>> {
    let mut depth = 0_usize;
    let mut start = 0;
    let mut found = Vec::new();
    for (index, (_, token)) in tokens.iter().enumerate() {
        match token {
            Token::Operator("(" | "[" | "{") => depth += 1,
            Token::Operator(")" | "]" | "}") if depth == 0 => {
                found.push(tokens.get(start..index).unwrap_or_default());
                return found;
            }
            Token::Operator(")" | "]" | "}") => depth -= 1,
            Token::Operator(",") if depth == 0 => {
                found.push(tokens.get(start..index).unwrap_or_default());
                start = index + 1;
            }
            _ => {}
        }
    }
    found.push(tokens.get(start..).unwrap_or_default());
    found
}

fn is_false(value: Tokens<'_, '_>) -> bool {
    matches!(value, [(_, Token::Name("False" | "None"))])
}

fn place(key: &str, line: u64, source: VersionSource) -> VersionPlace {
    VersionPlace {
        key: key.to_owned(),
        line,
        source,
    }
}

fn literal(value: Tokens<'_, '_>, module: &Module) -> Option<String> {
    match python_attribute::value_of(value) {
        AttributeValue::Literal(text) => Some(text),
        AttributeValue::Name(name) => match module.get(&name)?.value {
            AttributeValue::Literal(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The version, at the line that holds its text: that of the name, where it is one.
fn version(line: u64, value: Tokens<'_, '_>, module: &Module) -> VersionPlace {
    let undetermined = |what: &str| {
        VersionSource::Undetermined(format!(
            "`setup(version=…)` is {what}, and setup.py is not run to find out"
        ))
    };
    let (line, source) = match python_attribute::value_of(value) {
        AttributeValue::Literal(text) => (line, VersionSource::Literal(text)),
        AttributeValue::Tag(provider) => (line, VersionSource::tag(&provider)),
        AttributeValue::Name(name) => match module.get(&name) {
            Some(found) => match found.value {
                AttributeValue::Literal(text) => (found.line, VersionSource::Literal(text)),
                AttributeValue::Tag(provider) => (found.line, VersionSource::tag(&provider)),
                _ => (line, undetermined(&format!("`{name}`, which is computed"))),
            },
            None => (
                line,
                undetermined(&format!("`{name}`, which is not a literal here")),
            ),
        },
        _ => (line, undetermined("computed")),
    };
    place("version", line, source)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn source(text: &str) -> Option<(u64, VersionSource)> {
        read(text).version.map(|place| (place.line, place.source))
    }

    #[test]
    fn a_literal_is_read_where_it_stands() {
        let text = "from setuptools import setup\nsetup(\n    name='demo',\n    extras=dict(version='9'),\n    version=\"1.2.3\",\n)\n";
        assert_eq!(
            source(text),
            Some((5, VersionSource::Literal("1.2.3".to_owned())))
        );
        assert_eq!(read(text).name.as_deref(), Some("demo"));
        let named =
            "VERSION = '1.2.3'\nif __name__ == '__main__':\n    setuptools.setup(version=VERSION)";
        assert_eq!(
            source(named),
            Some((1, VersionSource::Literal("1.2.3".to_owned())))
        );
    }

    #[test]
    fn the_tag_may_supply_it() {
        for text in [
            "setup(use_scm_version=True)",
            "setup(use_scm_version={'root': '..', 'version': 1})",
            "setup(version=setuptools_scm.get_version())",
        ] {
            assert_eq!(
                source(text),
                Some((1, VersionSource::tag("setuptools-scm"))),
                "{text}"
            );
        }
        assert_eq!(
            source("setup(version=versioneer.get_version())"),
            Some((1, VersionSource::tag("versioneer")))
        );
        assert_eq!(
            source("setup(pbr=True)"),
            Some((1, VersionSource::tag("pbr")))
        );
    }

    #[test]
    fn what_only_running_would_tell_is_undetermined() {
        for text in [
            "setup(\nversion=read_version())",
            "setup(\nversion=about['__version__'])",
            "setup(\nversion='1.' + minor)",
            "setup(\nversion=__version__)",
            "setup(\n**settings)",
            "setup(\nversion=f'{x}')",
        ] {
            let found = source(text);
            assert!(
                matches!(found, Some((2, VersionSource::Undetermined(_)))),
                "{text}: {found:?}"
            );
        }
        for text in [
            "setup()",
            "",
            "def setup(version='1.0'):\n    pass",
            "# setup(version='1')",
        ] {
            assert_eq!(source(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "(setup|version|name|=|\\(|\\)|\\[|\\]|'|,|\\*\\*|[ \\n.0-9a-z]){0,60}") {
            let _ = read(&text);
        }
    }
}
