//! Whether two spellings of a version are the same one to a registry.

use std::str::FromStr;

use crate::release::{Ecosystem, Version};

/// Whether a bill has the version that is expected.
pub(in crate::collect) fn is_same(ecosystem: Ecosystem, expected: &str, found: &str) -> bool {
    if expected == found {
        return true;
    }
    match ecosystem {
        Ecosystem::Pypi => is_same_pep440(expected, found),
        // Go writes `v1.2.3`, and tools leave the letter out.
        Ecosystem::Go => without_v(expected) == without_v(found),
        Ecosystem::Cargo | Ecosystem::Npm => is_same_release(expected, found),
    }
}

/// PEP 440, §Version matching: a local version matches where none is asked for.
fn is_same_pep440(expected: &str, found: &str) -> bool {
    let read = |text: &str| pep440_rs::Version::from_str(text).ok();
    let (Some(expected), Some(found)) = (read(expected), read(found)) else {
        return false;
    };
    if expected.local().is_empty() {
        return expected == found.without_local();
    }
    expected == found
}

fn without_v(text: &str) -> &str {
    text.strip_prefix('v').unwrap_or(text)
}

/// Build metadata says nothing of which version it is (SemVer 2.0.0, §10), but tools do not drop it.
fn is_same_release(expected: &str, found: &str) -> bool {
    let read = |text: &str| semver::Version::parse(without_v(text)).ok();
    match (read(expected), read(found)) {
        (Some(one), Some(other)) => one == other,
        _ => {
            let read = |text: &str| Version::from_str(text).ok();
            read(expected).is_some_and(|one| read(found).is_some_and(|other| one == other))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_version_are_the_same() {
        for (ecosystem, expected, found, same) in [
            (Ecosystem::Pypi, "1.0rc1", "1.0.0-rc.1", true),
            (Ecosystem::Pypi, "1.0", "1.0.0", true),
            (Ecosystem::Pypi, "2.0", "2.0+cpu", true),
            (Ecosystem::Pypi, "2.0+cpu", "2.0", false),
            (Ecosystem::Pypi, "1.0", "1.0.1", false),
            (Ecosystem::Pypi, "1.0.post1", "1.0", false),
            (Ecosystem::Pypi, "x", "y", false),
            (Ecosystem::Go, "v1.2.3", "1.2.3", true),
            (Ecosystem::Go, "v1.2.3", "v1.2.4", false),
            (Ecosystem::Npm, "1.2.3", "v1.2.3", true),
            (Ecosystem::Cargo, "1.2.3", "1.2.3-rc.1", false),
            (Ecosystem::Cargo, "1.2.3+a", "1.2.3+b", false),
        ] {
            assert_eq!(
                is_same(ecosystem, expected, found),
                same,
                "{expected} {found}"
            );
        }
    }
}
