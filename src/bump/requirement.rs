//! What one package of a repository requires of another one whose version moves.

use semver::VersionReq;

use super::spelling::{self, Scheme};
use crate::release::Version;

/// What becomes of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It allows the new version, and does not name the old one.
    Stays,
    /// It is written anew.
    Becomes(String),
    /// It does not allow the new version, and how it is to be written is not clear.
    Unclear,
}

/// What stands before the version in a requirement that npm's and Cargo's tools write.
const OPERATORS: &[&str] = &[
    "workspace:^",
    "workspace:~",
    "workspace:",
    "^",
    "~",
    "=",
    ">=",
    "",
];

/// What becomes of a requirement on a package that goes from `old` to `new`. One that names the old
/// version names the new one afterwards, in its own form; so does one that no longer fits.
pub(super) fn fate(requirement: &str, old: &Version, new: &Version) -> Fate {
    let (operator, rest) = split(requirement);
    let named: Option<Version> = rest.parse().ok();
    if named.as_ref() == Some(old) {
        return spelled(operator, rest, new);
    }
    let bare = requirement.trim().trim_start_matches("workspace:");
    let Ok(parsed) = VersionReq::parse(bare) else {
        return Fate::Stays;
    };
    let Ok(version) = semver::Version::parse(&new.to_string()) else {
        return Fate::Unclear;
    };
    // A requirement that the old version did not fit either is not one on this version.
    let before = semver::Version::parse(&old.to_string());
    let fitted = before.is_ok_and(|before| parsed.matches(&before));
    if parsed.matches(&version) || !fitted {
        return Fate::Stays;
    }
    let parts = rest.split('.').count();
    let plain = rest.split('.').all(|part| part.parse::<u64>().is_ok());
    if !plain || parts > 3 {
        return Fate::Unclear;
    }
    match new.pre() {
        Some(_) => spelled(operator, "0.0.0", new),
        None => {
            let core = new.core().map(|number| number.to_string());
            let core = core.get(..parts).unwrap_or_default().join(".");
            Fate::Becomes(format!("{operator}{core}"))
        }
    }
}

fn split(requirement: &str) -> (&str, &str) {
    let found = OPERATORS
        .iter()
        .find_map(|operator| Some((*operator, requirement.strip_prefix(operator)?)));
    let (operator, rest) = found.unwrap_or(("", requirement));
    let version = rest.trim_start();
    let end = operator.len() + rest.len() - version.len();
    (requirement.get(..end).unwrap_or(operator), version)
}

fn spelled(operator: &str, old: &str, new: &Version) -> Fate {
    match spelling::like(old, new, Scheme::Strict) {
        Some(text) => Fate::Becomes(format!("{operator}{text}")),
        None => Fate::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(requirement: &str, new: &str) -> Fate {
        fate(
            requirement,
            &"1.2.3".parse().unwrap(),
            &new.parse().unwrap(),
        )
    }

    #[test]
    fn the_old_version_is_replaced_in_its_form() {
        for (requirement, expected) in [
            ("1.2.3", "1.3.0"),
            ("=1.2.3", "=1.3.0"),
            ("= 1.2.3", "= 1.3.0"),
            ("^1.2.3", "^1.3.0"),
            ("workspace:^1.2.3", "workspace:^1.3.0"),
        ] {
            assert_eq!(of(requirement, "1.3.0"), Fate::Becomes(expected.to_owned()));
        }
        assert_eq!(
            of("=1.2.3", "1.3.0rc1"),
            Fate::Becomes("=1.3.0-rc.1".to_owned())
        );
    }

    #[test]
    fn what_still_fits_stays_and_what_does_not_is_raised() {
        for requirement in [
            "1",
            "1.2",
            ">=1, <2",
            "*",
            "workspace:*",
            "file:../a",
            "0.9",
        ] {
            assert_eq!(of(requirement, "1.3.0"), Fate::Stays, "{requirement}");
        }
        assert_eq!(of("1", "2.0.0"), Fate::Becomes("2".to_owned()));
        assert_eq!(of("^1.2", "2.0.0"), Fate::Becomes("^2.0".to_owned()));
        assert_eq!(
            of("1.2", "2.0.0-rc.1"),
            Fate::Becomes("2.0.0-rc.1".to_owned())
        );
        assert_eq!(of(">=1, <2", "2.0.0"), Fate::Unclear);
    }
}
