//! Versions of packages, ordered as their ecosystem orders them.

use std::cmp::Ordering;
use std::str::FromStr;

use super::Ecosystem;

/// The longest version that is read, in bytes.
const MAX_LENGTH: usize = 256;

/// The version of a package. Only versions of one ecosystem are compared with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackageVersion {
    /// Semantic Versioning 2.0.0: crates.io, npm, Go.
    Semver(semver::Version),
    /// PEP 440: PyPI.
    Pep440(pep440_rs::Version),
}

impl PackageVersion {
    /// Reads a version; `None` if it is none of the ecosystem's form. A `v` in front is read over
    /// for Go and npm, `=` for npm.
    #[must_use]
    pub fn parse(ecosystem: Ecosystem, text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return None;
        }
        match ecosystem {
            Ecosystem::Pypi => pep440_rs::Version::from_str(text)
                .ok()
                .map(PackageVersion::Pep440),
            Ecosystem::Cargo => semver(text),
            Ecosystem::Go => semver(text.strip_prefix('v').unwrap_or(text)),
            Ecosystem::Npm => {
                let bare = text.trim_start_matches('=').trim_start();
                semver(bare.strip_prefix('v').unwrap_or(bare))
            }
        }
    }

    /// The order of precedence: what follows `+` in a semantic version does not count. Versions of
    /// different ecosystems have no order, and are equal.
    #[must_use]
    pub fn precedence(&self, other: &Self) -> Ordering {
        match (self, other) {
            (PackageVersion::Semver(one), PackageVersion::Semver(two)) => one.cmp_precedence(two),
            (PackageVersion::Pep440(one), PackageVersion::Pep440(two)) => one.cmp(two),
            _ => Ordering::Equal,
        }
    }

    /// The version without its local part (PEP 440, §local version identifiers): `1.0` of
    /// `1.0+cu118`; `None` if it has none.
    #[must_use]
    pub fn public(&self) -> Option<Self> {
        match self {
            PackageVersion::Pep440(version) if !version.local().is_empty() => {
                Some(PackageVersion::Pep440(version.clone().without_local()))
            }
            _ => None,
        }
    }
}

fn semver(text: &str) -> Option<PackageVersion> {
    semver::Version::parse(text)
        .ok()
        .map(PackageVersion::Semver)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn order(ecosystem: Ecosystem, one: &str, other: &str) -> Ordering {
        let parse = |text| PackageVersion::parse(ecosystem, text).expect("a version");
        parse(one).precedence(&parse(other))
    }

    #[test]
    fn versions_are_ordered_as_their_ecosystem_does() {
        for (ecosystem, versions) in [
            (
                Ecosystem::Pypi,
                [
                    "1.0.dev1",
                    "1.0a1",
                    "1.0rc1",
                    "1.0",
                    "1.0+local",
                    "1.0.post1",
                    "1!0.1",
                ],
            ),
            (
                Ecosystem::Npm,
                [
                    "1.0.0-0",
                    "1.0.0-alpha",
                    "1.0.0-alpha.1",
                    "1.0.0",
                    "v1.0.1",
                    "=1.2.0",
                    "10.0.0",
                ],
            ),
            (
                Ecosystem::Go,
                [
                    "v0.0.0-20200101000000-abcdef012345",
                    "0.0.1",
                    "v1.0.0",
                    "v1.9.0",
                    "v1.10.0",
                    "v2.0.0+incompatible",
                    "v3.0.0",
                ],
            ),
            (
                Ecosystem::Cargo,
                [
                    "0.1.0",
                    "0.1.1",
                    "0.2.0-rc.1",
                    "0.2.0",
                    "1.0.0",
                    "1.0.1",
                    "2.0.0",
                ],
            ),
        ] {
            for pair in versions.windows(2) {
                assert_eq!(
                    order(ecosystem, pair[0], pair[1]),
                    Ordering::Less,
                    "{pair:?}"
                );
            }
        }
        assert_eq!(order(Ecosystem::Pypi, "1.0", "1.0.0"), Ordering::Equal);
        assert_eq!(
            order(Ecosystem::Cargo, "1.0.0+a", "1.0.0+b"),
            Ordering::Equal
        );
    }

    #[test]
    fn what_is_no_version_is_none() {
        for (ecosystem, text) in [
            (Ecosystem::Pypi, "2004d-1x"),
            (Ecosystem::Npm, "1.2"),
            (Ecosystem::Cargo, "v1.0.0"),
            (Ecosystem::Go, ""),
        ] {
            assert_eq!(PackageVersion::parse(ecosystem, text), None, "{text}");
        }
        let long = format!("1.{}", "0".repeat(MAX_LENGTH));
        assert_eq!(PackageVersion::parse(Ecosystem::Pypi, &long), None);
    }

    #[test]
    fn the_local_part_is_left_out_of_the_public_version() {
        let public = |text| {
            let version = PackageVersion::parse(Ecosystem::Pypi, text).expect("a version");
            version.public()
        };
        assert_eq!(
            public("1.0+cu118"),
            PackageVersion::parse(Ecosystem::Pypi, "1.0")
        );
        assert_eq!(public("1.0"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            for ecosystem in Ecosystem::ALL {
                let _ = PackageVersion::parse(ecosystem, &text);
            }
        }
    }
}
