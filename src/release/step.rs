//! The legal steps from one release to the next (SemVer 2.0.0 §6 to §8), and those of other schemes.

use jiff::civil::Date;

use super::{ReleaseType, Scheme, Version, calendar};

/// The steps of a scheme, on a day.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    /// What the numbers say.
    pub scheme: Scheme,
    /// The day of the release, which CalVer writes into it.
    pub today: Date,
}

impl Steps {
    /// The final version that a release of this type would have after `previous`; `None` where a
    /// number cannot be raised any further. Pass `None` for a first release.
    #[must_use]
    pub fn next(&self, previous: Option<&Version>, kind: ReleaseType) -> Option<Version> {
        match self.scheme {
            Scheme::Calver => calendar::next(previous, kind, self.today),
            _ => next(previous, kind),
        }
    }

    /// Whether `version`, or the final release that it leads up to, is a legal step of this type.
    #[must_use]
    pub fn is_step(
        &self,
        previous: Option<&Version>,
        kind: ReleaseType,
        version: &Version,
    ) -> bool {
        match self.scheme {
            Scheme::Calver => calendar::is_step(previous, kind, version, self.today),
            Scheme::Pep440 if version.post().is_some() => {
                matches!(kind, ReleaseType::Patch | ReleaseType::Hotfix)
                    && previous.is_some_and(|previous| is_next_post_release(previous, version))
            }
            _ => next(previous, kind).is_some_and(|step| step.core() == version.core()),
        }
    }
}

/// PEP 440 counts post-releases from 0 or from 1.
fn is_next_post_release(previous: &Version, version: &Version) -> bool {
    let follows = match (previous.post(), version.post()) {
        (None, Some(post)) => post <= 1,
        (Some(before), Some(post)) => before.checked_add(1) == Some(post),
        (_, None) => false,
    };
    follows && previous.core() == version.core() && version.is_final()
}

/// The final version that a release of this type would have after `previous`.
///
/// Where nothing has been released yet, pass `None`: the first patch is `0.0.1`, the first minor
/// `0.1.0`, the first major `1.0.0`. `None` is returned if a number cannot be raised any further.
#[must_use]
pub fn next(previous: Option<&Version>, release_type: ReleaseType) -> Option<Version> {
    let [major, minor, patch] = previous.map_or([0; 3], Version::core);
    let version = match release_type {
        ReleaseType::Patch | ReleaseType::Hotfix => {
            Version::new(major, minor, patch.checked_add(1)?)
        }
        ReleaseType::Minor => Version::new(major, minor.checked_add(1)?, 0),
        ReleaseType::Major => Version::new(major.checked_add(1)?, 0, 0),
    };
    Some(version)
}

/// The type whose step from `previous` leads to `version`, pre-releases of it included; `None`
/// where it is no single legal step. A patch and a hotfix are the same step: `Patch` is returned.
#[must_use]
pub fn type_of_step(previous: Option<&Version>, version: &Version) -> Option<ReleaseType> {
    [ReleaseType::Patch, ReleaseType::Minor, ReleaseType::Major]
        .into_iter()
        .find(|&kind| next(previous, kind).is_some_and(|step| step.core() == version.core()))
}

/// The type that a version's shape suggests when there is nothing to compare it with: `1.0.0` is
/// a major, `1.1.0` a minor, `1.1.1` a patch.
#[must_use]
pub fn first_release_type(version: &Version) -> ReleaseType {
    match version.core() {
        [_, 0, 0] => ReleaseType::Major,
        [_, _, 0] => ReleaseType::Minor,
        _ => ReleaseType::Patch,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn steps_reset_what_is_below() {
        let previous = "1.2.3".parse().unwrap();
        let step = |kind| next(Some(&previous), kind).unwrap().to_string();
        assert_eq!(step(ReleaseType::Patch), "1.2.4");
        assert_eq!(step(ReleaseType::Hotfix), "1.2.4");
        assert_eq!(step(ReleaseType::Minor), "1.3.0");
        assert_eq!(step(ReleaseType::Major), "2.0.0");
    }

    #[test]
    fn first_releases_step_from_nothing() {
        assert_eq!(next(None, ReleaseType::Minor).unwrap().to_string(), "0.1.0");
        assert_eq!(next(None, ReleaseType::Major).unwrap().to_string(), "1.0.0");
    }

    #[test]
    fn a_number_that_cannot_be_raised_has_no_step() {
        let last = Version::new(u64::MAX, 0, u64::MAX);
        assert_eq!(next(Some(&last), ReleaseType::Patch), None);
        assert_eq!(next(Some(&last), ReleaseType::Major), None);
    }

    #[test]
    fn post_releases_are_patches_under_pep_440_only() {
        let is = |scheme, previous: &str, kind, version: &str| {
            let today = "2026-01-31".parse().unwrap();
            let previous: Version = previous.parse().unwrap();
            Steps { scheme, today }.is_step(Some(&previous), kind, &version.parse().unwrap())
        };
        assert!(is(
            Scheme::Pep440,
            "1.2.3",
            ReleaseType::Patch,
            "1.2.3.post1"
        ));
        assert!(is(Scheme::Pep440, "1.2", ReleaseType::Hotfix, "1.2.post0"));
        assert!(is(
            Scheme::Pep440,
            "1.2.3.post1",
            ReleaseType::Patch,
            "1.2.3.post2"
        ));
        assert!(is(
            Scheme::Pep440,
            "1.2.3.post1",
            ReleaseType::Patch,
            "1.2.4"
        ));
        assert!(is(Scheme::Pep440, "1.2", ReleaseType::Minor, "1.3"));
        assert!(!is(
            Scheme::Pep440,
            "1.2.3",
            ReleaseType::Minor,
            "1.2.3.post1"
        ));
        assert!(!is(
            Scheme::Pep440,
            "1.2.3",
            ReleaseType::Patch,
            "1.2.4.post1"
        ));
        assert!(!is(
            Scheme::Pep440,
            "1.2.3",
            ReleaseType::Patch,
            "1.2.3.post2"
        ));
        assert!(!is(
            Scheme::Semver,
            "1.2.3",
            ReleaseType::Patch,
            "1.2.3.post1"
        ));
    }

    #[test]
    fn skipped_and_backward_steps_are_none() {
        let previous = "1.2.3".parse().unwrap();
        for text in [
            "1.2.3", "1.2.5", "1.4.0", "1.3.1", "3.0.0", "2.1.0", "1.2.2", "0.9.0",
        ] {
            assert_eq!(
                type_of_step(Some(&previous), &text.parse().unwrap()),
                None,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_step_is_recognised_as_its_type(a in 0u64..99, b in 0u64..99, c in 0u64..99) {
            let previous = Version::new(a, b, c);
            for kind in [ReleaseType::Patch, ReleaseType::Minor, ReleaseType::Major] {
                let step = next(Some(&previous), kind).unwrap();
                prop_assert!(step > previous);
                prop_assert_eq!(type_of_step(Some(&previous), &step), Some(kind));
            }
        }
    }
}
