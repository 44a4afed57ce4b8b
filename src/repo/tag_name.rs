//! Taking the name of a tag apart: what stands before the version, and the version.

use crate::release::Version;

/// The longest tag name that is looked at. Git itself allows what the file system does.
const MAX_LENGTH: usize = 512;

/// A tag name that ends in a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VersionedName {
    /// What stands before the version: `v`, `pkg-v`, `@scope/pkg@`, or nothing.
    pub prefix: String,
    /// The version.
    pub version: Version,
}

/// Finds the version in a tag name: the first digit from which all the rest reads as one.
///
/// `None` for names without one, such as `2.3.x`, `v2` or `latest`.
pub(super) fn split(name: &str) -> Option<VersionedName> {
    if name.len() > MAX_LENGTH {
        return None;
    }
    let mut before = None;
    for (place, character) in name.char_indices() {
        // A digit inside a number (`10`, `1.2`) is no start of a version.
        let starts = character.is_ascii_digit()
            && !before.is_some_and(|c: char| c.is_ascii_digit() || c == '.');
        before = Some(character);
        if !starts {
            continue;
        }
        let (prefix, rest) = name.split_at(place);
        if let Some(version) = version(rest) {
            return Some(VersionedName {
                prefix: prefix.to_owned(),
                version,
            });
        }
    }
    None
}

/// The version that a text is, also with underscores for points (`1_2_3`), as old tags have them.
fn version(text: &str) -> Option<Version> {
    if let Ok(version) = text.parse() {
        return Some(version);
    }
    let mut parts = text.splitn(3, '_');
    let (major, minor, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let numbers = is_number(major) && is_number(minor);
    let last = rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains('.');
    (numbers && last).then(|| format!("{major}.{minor}.{rest}").parse().ok())?
}

/// The version in a tag name with a known prefix; `None` if it has another one.
pub(super) fn version_after(name: &str, prefix: &str) -> Option<Version> {
    let rest = name.strip_prefix(prefix)?;
    if name.len() > MAX_LENGTH || !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    version(rest)
}

/// The word that a prefix consists of, in lower case: `pkg` for `pkg-v`, `pkg@` and `pkg/`; empty
/// for `v` and for none.
pub(super) fn word(prefix: &str) -> String {
    let bare = match prefix.strip_suffix(['v', 'V']) {
        Some(rest) if !rest.ends_with(char::is_alphanumeric) => rest,
        _ => prefix,
    };
    bare.trim_end_matches(['-', '_', '/', '@', '.'])
        .to_lowercase()
        .replace(['_', '.'], "-")
}

/// Whether a version was written with two numbers only: `1.2`.
pub(super) fn has_two_numbers(version: &Version) -> bool {
    let text = version.text().trim_start_matches(['v', 'V']);
    let text = text.split_once('!').map_or(text, |(_, rest)| rest);
    text.split('.').count() == 2 && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(name: &str) -> Option<(String, String)> {
        split(name).map(|name| (name.prefix, name.version.to_string()))
    }

    #[test]
    fn the_usual_forms_are_taken_apart() {
        for (name, prefix, version) in [
            ("v1.2.3", "v", "1.2.3"),
            ("1.2.3", "", "1.2.3"),
            ("pkg-v1.2.3", "pkg-v", "1.2.3"),
            ("pkg-1.2.3", "pkg-", "1.2.3"),
            ("pkg@1.2.3", "pkg@", "1.2.3"),
            ("@scope/pkg@1.2.3", "@scope/pkg@", "1.2.3"),
            ("pkg/v1.2.3", "pkg/v", "1.2.3"),
            ("release-1.2.3", "release-", "1.2.3"),
            ("release/1.2.3", "release/", "1.2.3"),
            ("rel_1.2.3", "rel_", "1.2.3"),
            ("version-1.2.3", "version-", "1.2.3"),
            ("v1.2.3-rc.1", "v", "1.2.3-rc.1"),
            ("1.2.3rc1", "", "1.2.3-rc.1"),
            ("v1.2", "v", "1.2.0"),
            ("v1!2.0", "v", "1!2.0.0"),
            ("rel_1_2_3", "rel_", "1.2.3"),
            ("rel_2_0_0b1", "rel_", "2.0.0-beta.1"),
            ("log4j2-2.17.1", "log4j2-", "2.17.1"),
            ("sha256-v10.0.1", "sha256-v", "10.0.1"),
            ("foo2.1-1.2.3", "foo2.1-", "1.2.3"),
            ("größe-1.2.3", "größe-", "1.2.3"),
        ] {
            let found = parts(name);
            assert_eq!(
                found,
                Some((prefix.to_owned(), version.to_owned())),
                "{name}"
            );
        }
    }

    #[test]
    fn names_without_a_version_have_none() {
        for name in [
            "2.3.x", "v2", "nightly", "latest", "", "v", "v1.2.3.4", "1", "pkg-", "1.2.3-",
        ] {
            assert_eq!(split(name), None, "{name}");
        }
        assert_eq!(split(&format!("{}1.2.3", "a".repeat(600))), None);
    }

    #[test]
    fn a_trailing_v_is_no_part_of_the_word() {
        for (prefix, expected) in [
            ("", ""),
            ("v", ""),
            ("V", ""),
            ("pkg-v", "pkg"),
            ("pkg/v", "pkg"),
            ("My_Pkg@", "my-pkg"),
            ("@scope/pkg@", "@scope/pkg"),
            ("rev", "rev"),
            ("dev-", "dev"),
        ] {
            assert_eq!(word(prefix), expected, "{prefix}");
        }
    }

    #[test]
    fn a_configured_prefix_is_taken_literally() {
        assert!(version_after("app-1.2.3", "app-").is_some());
        assert!(version_after("app-v1.2.3", "app-").is_none());
        assert!(version_after("other-1.2.3", "app-").is_none());
    }

    #[test]
    fn two_numbers_are_told_from_three() {
        let two = |text: &str| has_two_numbers(&text.parse().unwrap());
        assert!(two("1.2"));
        assert!(!two("1.2.0"));
        assert!(!two("1.2rc1"));
    }

    proptest! {
        #[test]
        fn any_name_is_split_into_its_own_parts(name in "\\PC{0,60}") {
            if let Some(found) = split(&name) {
                prop_assert!(name.starts_with(&found.prefix));
                prop_assert_eq!(version_after(&name, &found.prefix), Some(found.version));
            }
        }

        #[test]
        fn prefix_and_version_read_back(prefix in "([a-z]{1,8}[-/@])?v?", a in 0u64..99, b in 0u64..99, c in 0u64..99) {
            let found = split(&format!("{prefix}{a}.{b}.{c}")).unwrap();
            prop_assert_eq!(found.prefix, prefix);
            prop_assert_eq!(found.version, Version::new(a, b, c));
        }
    }
}
