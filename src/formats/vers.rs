//! Ranges of versions in the form `vers`: `vers:npm/1.2.3|>=2.0.0|<5.0.0`
//! (<https://github.com/package-url/vers-spec>).
//!
//! A range says whether a version is in it, or it is not understood. What is not understood is never
//! taken for either.

use std::cmp::Ordering;

use crate::release::{Ecosystem, PackageVersion};

/// The most bytes of a range (CycloneDX 1.6, `versionRange`).
pub const MAX_LENGTH: usize = 4096;

/// How a version is compared with that of a constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

use Comparator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};

/// The signs, those that begin like another before it.
const SIGNS: [(&str, Comparator); 6] = [
    ("!=", NotEqual),
    ("<=", LessOrEqual),
    (">=", GreaterOrEqual),
    ("<", Less),
    (">", Greater),
    ("=", Equal),
];

struct Constraint {
    comparator: Comparator,
    version: PackageVersion,
}

impl Comparator {
    fn is_upper(self) -> bool {
        matches!(self, Less | LessOrEqual)
    }

    fn is_lower(self) -> bool {
        matches!(self, Greater | GreaterOrEqual)
    }

    fn includes_its_version(self) -> bool {
        matches!(self, Equal | LessOrEqual | GreaterOrEqual)
    }
}

/// Whether a version lies in a range; `None` where the range is not understood: it is none, of another
/// ecosystem, names what is no version, names one twice, or is not in its simplest form.
#[must_use]
pub fn contains(range: &str, ecosystem: Ecosystem, version: &str) -> Option<bool> {
    if range.len() > MAX_LENGTH {
        return None;
    }
    let (scheme, constraints) = range.trim().strip_prefix("vers:")?.split_once('/')?;
    if !is_of(scheme, ecosystem) {
        return None;
    }
    let constraints: String = constraints.split_whitespace().collect();
    if constraints == "*" {
        return Some(true);
    }
    let parts = constraints.split('|');
    let constraints: Option<Vec<_>> = parts.map(|part| constraint(part, ecosystem)).collect();
    let mut constraints = constraints?;
    constraints.sort_by(|one, other| one.version.precedence(&other.version));
    let is_simple = constraints
        .windows(2)
        .all(|pair| matches!(pair, [one, other] if one.version.precedence(&other.version).is_lt()));
    let version = PackageVersion::parse(ecosystem, version)?;
    is_simple.then_some(())?;
    lies_in(&constraints, &version)
}

/// The scheme names how versions are compared: by the ecosystem's own type, or by one that is the same.
fn is_of(scheme: &str, ecosystem: Ecosystem) -> bool {
    let is_semver = matches!(ecosystem, Ecosystem::Npm | Ecosystem::Cargo);
    scheme == ecosystem.purl_type() || (scheme == "semver" && is_semver)
}

fn constraint(part: &str, ecosystem: Ecosystem) -> Option<Constraint> {
    let signed = SIGNS
        .iter()
        .find_map(|(sign, comparator)| Some((*comparator, part.strip_prefix(sign)?)));
    let (comparator, version) = signed.unwrap_or((Equal, part));
    // It may be quoted as a part of a URL.
    if version.contains('%') {
        return None;
    }
    Some(Constraint {
        comparator,
        version: PackageVersion::parse(ecosystem, version)?,
    })
}

/// §"Checking if a version is contained within a range"; the constraints are in order, and of
/// different versions.
fn lies_in(constraints: &[Constraint], version: &PackageVersion) -> Option<bool> {
    let bounds = constraints
        .iter()
        .filter(|it| it.comparator.is_upper() || it.comparator.is_lower());
    let bounds: Vec<_> = bounds.collect();
    // Two of a kind in a row: one of them says nothing, so it is not what was meant.
    let turns = bounds.windows(2).all(|pair| {
        matches!(pair, [one, other] if one.comparator.is_upper() != other.comparator.is_upper())
    });
    if !turns {
        return None;
    }
    let same = constraints
        .iter()
        .find(|it| it.version.precedence(version) == Ordering::Equal);
    if let Some(same) = same {
        return Some(same.comparator.includes_its_version());
    }
    let next = bounds
        .iter()
        .find(|it| version.precedence(&it.version).is_lt());
    Some(match (next, bounds.last()) {
        (Some(next), _) => next.comparator.is_upper(),
        (None, Some(last)) => last.comparator.is_lower(),
        // Where there are no bounds, only `!=` lets others in.
        (None, None) => constraints.iter().all(|it| it.comparator == NotEqual),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn versions_lie_in_ranges_or_not() {
        let npm = "vers:npm/1.2.3|>=2.0.0|<5.0.0";
        for (range, version, expected) in [
            (npm, "1.2.3", Some(true)),
            (npm, "1.2.4", Some(false)),
            (npm, "1.9.9", Some(false)),
            (npm, "2.0.0", Some(true)),
            (npm, "4.9.9", Some(true)),
            (npm, "5.0.0", Some(false)),
            (npm, "6.0.0", Some(false)),
            ("vers:npm/<2.0.0", "1.0.0", Some(true)),
            ("vers:npm/<=2.0.0", "2.0.0", Some(true)),
            ("vers:npm/<2.0.0", "2.0.0", Some(false)),
            ("vers:npm/>2.0.0", "2.0.0", Some(false)),
            ("vers:npm/>2.0.0", "2.0.1", Some(true)),
            ("vers:npm/>=2.2.0|!= 2.2.1|<2.3.0", "2.2.1", Some(false)),
            ("vers:npm/>=2.2.0|!= 2.2.1|<2.3.0", "2.2.2", Some(true)),
            ("vers:npm/<1.0.0|>=2.0.0", "1.5.0", Some(false)),
            ("vers:npm/<1.0.0|>=2.0.0", "0.5.0", Some(true)),
            ("vers:npm/<1.0.0|>=2.0.0", "3.0.0", Some(true)),
            ("vers:npm/!=1.0.0", "1.0.1", Some(true)),
            ("vers:npm/!=1.0.0", "1.0.0", Some(false)),
            ("vers:npm/*", "1.0.0", Some(true)),
            ("vers:semver/1.0.0|1.0.1", "1.0.1", Some(true)),
            ("vers:semver/1.0.0|1.0.1", "1.0.2", Some(false)),
            ("vers:npm/=1.0.0", "1.0.0", Some(true)),
        ] {
            assert_eq!(
                contains(range, Ecosystem::Npm, version),
                expected,
                "{range} {version}"
            );
        }
        let python = |range, version| contains(range, Ecosystem::Pypi, version);
        assert_eq!(python("vers:pypi/0.0.1|1.0|2.0pre1", "1.0.0"), Some(true));
        assert_eq!(python("vers:pypi/>=1.0rc1|<2", "1.0rc1"), Some(true));
    }

    #[test]
    fn what_is_not_understood_is_neither() {
        for range in [
            "",
            "1.0.0",
            "<2.0.0",
            "vers:npm",
            "vers:npm/",
            "vers:pypi/1.0.0",
            "vers:generic/1.0.0",
            "vers:NPM/1.0.0",
            "vers:npm/1.0.0||2.0.0",
            "vers:npm/<1.0.0|<2.0.0",
            "vers:npm/>1.0.0|>2.0.0",
            "vers:npm/>=1.0.0|<=1.0.0",
            "vers:npm/1.0.0|1.0.0",
            "vers:npm/1.0.0|*",
            "vers:npm/~1.0.0",
            "vers:npm/1.x",
            "vers:npm/1.0.0%2B1",
            "vers:semver/2.7.0|<2.8.11.1",
        ] {
            assert_eq!(contains(range, Ecosystem::Npm, "1.0.0"), None, "{range}");
        }
        assert_eq!(contains("vers:npm/1.0.0", Ecosystem::Npm, "one"), None);
        assert_eq!(contains("vers:semver/1.0", Ecosystem::Pypi, "1.0"), None);
        let long = format!("vers:npm/{}", "1.0.0|".repeat(1000));
        assert_eq!(contains(&long, Ecosystem::Npm, "1.0.0"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(range in "(vers:npm/)?[0-9.|<>=!* a-z]{0,40}", version in "\\PC{0,10}") {
            let _ = contains(&range, Ecosystem::Npm, &version);
            let _ = contains(&range, Ecosystem::Pypi, &version);
        }
    }
}
