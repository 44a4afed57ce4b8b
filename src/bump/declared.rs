//! Where in a file the version stands that a declaration speaks of, and what replaces it.

use std::ops::Range;

use super::python;
use super::spelling::{self, Scheme};
use crate::facts::Declaration;
use crate::formats::place::LineIndex;
use crate::formats::toml_text::TomlText;
use crate::formats::{citation, package_json, version_pattern};
use crate::release::Version;

/// Some bytes and what takes their place.
pub(super) type Replacement = (Range<usize>, String);

/// The kinds of places where SemVer is the law.
const SEMVER_KINDS: &[&str] = &["Cargo.toml", "package.json", "lerna.json"];

/// The kinds of places where PEP 440 is the law.
const PYTHON_KINDS: &[&str] = &[
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "python-attribute",
];

/// Whether a kind of place belongs to Python packaging.
pub(super) fn is_python(kind: &str) -> bool {
    PYTHON_KINDS.contains(&kind)
}

/// The scheme of a place. Places of no ecosystem follow `default`.
pub(super) fn scheme(kind: &str, default: Scheme) -> Scheme {
    if SEMVER_KINDS.contains(&kind) {
        Scheme::Strict
    } else if is_python(kind) {
        Scheme::Pep440
    } else {
        default
    }
}

/// What has to be replaced in the text of the declaration's file, so that it declares `new`.
///
/// # Errors
/// A sentence fragment that says why that is not clear.
pub(super) fn replacements(
    declaration: &Declaration,
    text: &str,
    new: &Version,
    default: Scheme,
) -> Result<Vec<Replacement>, String> {
    let scheme = scheme(&declaration.kind, default);
    if let Some(edits) = python::tuple(declaration, text, new) {
        return edits;
    }
    let ranges = ranges(declaration, text)?;
    ranges
        .into_iter()
        .map(|range| {
            let old = text.get(range.clone()).unwrap_or_default();
            let spelled = spelling::like(old, new, scheme);
            let spelled = spelled.ok_or_else(|| format!("{new} cannot be written there"))?;
            Ok((range, spelled))
        })
        .collect()
}

fn ranges(declaration: &Declaration, text: &str) -> Result<Vec<Range<usize>>, String> {
    let old = declaration.text.as_str();
    let one = |range: Option<Range<usize>>| {
        range
            .map(|range| vec![range])
            .ok_or_else(|| format!("the text `{old}` is not found there"))
    };
    match declaration.kind.as_str() {
        "pyproject.toml" | "Cargo.toml" => one(in_toml(text, &declaration.key, old)
            .or_else(|| in_line(text, declaration.line, &declaration.key, old))),
        "package.json" | "lerna.json" => {
            one(package_json::version_range(text).and_then(|range| inside(text, range, old)))
        }
        // Two keys in one line with one version are one declaration.
        "codemeta.json" | ".zenodo.json" => {
            let ranges = citation::json_ranges(text).into_iter();
            let found: Vec<_> = ranges.filter_map(|it| inside(text, it, old)).collect();
            match found.is_empty() {
                true => one(None),
                false => Ok(found),
            }
        }
        "setup.py" | "python-attribute" => one(python::literal(
            text,
            declaration.line,
            &declaration.key,
            old,
        )),
        "configured" => in_matches(text, declaration, old),
        _ => one(in_line(text, declaration.line, &declaration.key, old)),
    }
}

/// The text at a path of keys.
pub(super) fn in_toml(text: &str, key: &str, old: &str) -> Option<Range<usize>> {
    let toml = TomlText::parse(text).ok()?;
    let path: Vec<&str> = key.split('.').collect();
    let value = toml.get(&path)?;
    (value.value().as_str() == Some(old)).then_some(())?;
    inside(text, value.range(), old)
}

/// The only place of a text inside of a range.
pub(super) fn inside(text: &str, range: Range<usize>, old: &str) -> Option<Range<usize>> {
    let part = text.get(range.clone())?;
    let mut places = part.match_indices(old);
    let (at, _) = places.next()?;
    let start = range.start + at;
    (places.next().is_none() && !old.is_empty()).then_some(start..start + old.len())
}

/// Every match of a configured expression in the declaration's line.
fn in_matches(
    text: &str,
    declaration: &Declaration,
    old: &str,
) -> Result<Vec<Range<usize>>, String> {
    let regex = version_pattern::compile(&declaration.key)?;
    let lines = LineIndex::new(text);
    let found: Vec<Range<usize>> = regex
        .captures_iter(text)
        .filter_map(|captures| version_pattern::version_in(&captures))
        .filter(|found| found.as_str() == old && lines.line(found.start()) == declaration.line)
        .map(|found| found.range())
        .collect();
    if found.is_empty() {
        return Err(format!("`{regex}` does not match there any more"));
    }
    Ok(found)
}

/// The version in a line: the only one, or the one behind the key. A text that is put together from
/// a variable and a `v` stands there without it.
pub(super) fn in_line(text: &str, line: u64, key: &str, old: &str) -> Option<Range<usize>> {
    let index = usize::try_from(line.checked_sub(1)?).ok()?;
    let start: usize = text.split_inclusive('\n').take(index).map(str::len).sum();
    let content = text.get(start..)?.split('\n').next()?;
    let bare = old.trim_start_matches(['v', 'V']);
    let found = in_content(content, key, old).or_else(|| in_content(content, key, bare))?;
    Some(start + found.start..start + found.end)
}

fn in_content(content: &str, key: &str, old: &str) -> Option<Range<usize>> {
    let places: Vec<usize> = find_all(content, old).collect();
    let key = key.rsplit('.').next().unwrap_or(key);
    let keyed = |at: &&usize| {
        let before = content.get(..**at).unwrap_or_default();
        before
            .trim_end_matches(['"', '\'', ' ', '\t', '=', ':', 'v'])
            .ends_with(key)
    };
    let at = match places.as_slice() {
        [] => return None,
        [only] => *only,
        several => {
            let mut keyed = several.iter().filter(keyed);
            let first = *keyed.next()?;
            keyed.next().is_none().then_some(first)?
        }
    };
    Some(at..at + old.len())
}

/// Where a version stands in a text that is no part of a longer one.
pub(super) fn find_all<'t>(text: &'t str, version: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_empty = version.is_empty();
    text.match_indices(version)
        .filter(move |(at, found)| {
            let before = text.get(..*at).unwrap_or_default();
            let after = text.get(at + found.len()..).unwrap_or_default();
            let unmarked = before.strip_suffix(['v', 'V']).unwrap_or(before);
            let in_number = before.ends_with('.') && !before.ends_with("..");
            let starts = !unmarked.ends_with(|c: char| c.is_ascii_alphanumeric()) && !in_number;
            starts && ends(after) && !is_empty
        })
        .map(|(at, _)| at)
}

/// What makes a version another one when it follows a dot or a hyphen.
const SUFFIXES: &[&str] = &[
    "post", "dev", "rc", "alpha", "beta", "pre", "snapshot", "a", "b",
];

/// Whether a version may end before this text.
fn ends(after: &str) -> bool {
    let Some(first) = after.chars().next() else {
        return true;
    };
    let rest = after.get(first.len_utf8()..).unwrap_or_default();
    let word: String = rest
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    match first {
        '.' | '-' => {
            !rest.starts_with(|c: char| c.is_ascii_digit()) && !SUFFIXES.contains(&word.as_str())
        }
        '+' => !rest.starts_with(|c: char| c.is_ascii_alphanumeric()),
        other => !other.is_ascii_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::DeclarationRole;

    fn bumped(kind: &str, key: &str, line: u64, old: &str, text: &str) -> Result<String, String> {
        let declaration = Declaration {
            path: "file".to_owned(),
            line,
            kind: kind.to_owned(),
            key: key.to_owned(),
            role: DeclarationRole::Project,
            package: None,
            text: old.to_owned(),
            version: None,
        };
        let new = "1.3.0".parse().unwrap();
        let mut result = text.to_owned();
        let found = replacements(&declaration, text, &new, Scheme::SemVer)?;
        for (range, text) in found.into_iter().rev() {
            result.replace_range(range, &text);
        }
        Ok(result)
    }

    #[test]
    fn only_the_version_itself_is_replaced() {
        for (kind, key, line, text, expected) in [
            (
                "Cargo.toml",
                "package.version",
                2,
                "[package]\nversion = \"1.2.3\" # not 1.2.3\nx = \"1.2.3\"\n",
                "[package]\nversion = \"1.3.0\" # not 1.2.3\nx = \"1.2.3\"\n",
            ),
            (
                "pyproject.toml",
                "project.version",
                1,
                "project = {name = \"1.2.3\", version = '1.2.3'}",
                "project = {name = \"1.2.3\", version = '1.3.0'}",
            ),
            (
                "package.json",
                "version",
                1,
                "{\"dependencies\":{\"version\":\"1.2.3\"},\"version\":\"1.2.3\"}",
                "{\"dependencies\":{\"version\":\"1.2.3\"},\"version\":\"1.3.0\"}",
            ),
            (
                "setup.cfg",
                "metadata.version",
                2,
                "[metadata]\r\nversion= 1.2.3\r\n",
                "[metadata]\r\nversion= 1.3.0\r\n",
            ),
            (
                "docker-label",
                "version",
                1,
                "LABEL a=1.2.3 version=\"1.2.3\" b=1.2.3.4",
                "LABEL a=1.2.3 version=\"1.3.0\" b=1.2.3.4",
            ),
            (
                "configured",
                "v([0-9.]+)",
                1,
                "v1.2.3 v1.2.3 1.2.3",
                "v1.3.0 v1.3.0 1.2.3",
            ),
            ("version-file", "VERSION", 1, "1.2.3", "1.3.0"),
        ] {
            let found = bumped(kind, key, line, "1.2.3", text);
            assert_eq!(found.as_deref(), Ok(expected), "{kind}");
        }
    }

    #[test]
    fn a_mark_that_is_put_before_the_version_is_none_of_it() {
        let found = bumped(
            "docker-label",
            "version",
            1,
            "v1.2.3",
            "ARG VERSION=1.2.3\n",
        );
        assert_eq!(found.as_deref(), Ok("ARG VERSION=1.3.0\n"));
    }

    #[test]
    fn what_is_not_clear_is_refused() {
        for (kind, text) in [
            ("docker-label", "LABEL a=1.2.3 b=1.2.3"),
            ("setup.cfg", "nothing here"),
            ("package.json", "{\"version\": \"1.2\\u002e3\"}"),
        ] {
            assert!(bumped(kind, "version", 1, "1.2.3", text).is_err(), "{kind}");
        }
    }

    #[test]
    fn a_version_is_no_part_of_a_longer_one() {
        let found = |text| find_all(text, "1.2.3").collect::<Vec<_>>();
        assert_eq!(
            found("1.2.3 v1.2.3. x1.2.3 11.2.3 1.2.30 1.2.3.4 0.1.2.3"),
            [0, 7]
        );
        assert_eq!(
            found("1.2.3.post1 1.2.3-rc.1 1.2.3rc1 1.2.3+1 1.2.3-alpine"),
            [40]
        );
        assert_eq!(found("v1.2.2...v1.2.3"), [10]);
        assert_eq!(found("1.2.3...1.2.4"), [0]);
        assert_eq!(found("1.2.2...1.2.3"), [8]);
    }
}
