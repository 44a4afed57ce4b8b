//! The legal steps from one release to the next (SemVer 2.0.0 §6 to §8), and those of other schemes.

use jiff::civil::Date;

use super::{Calendar, ReleaseType, Scheme, Version, calendar};

/// The steps of a scheme, on a day.
#[derive(Debug, Clone, Copy)]
pub struct Steps<'a> {
    /// What the numbers say.
    pub scheme: Scheme,
    /// How CalVer writes the date; `None` under another scheme.
    pub calendar: Option<&'a Calendar>,
    /// The day of the release, which CalVer writes into it.
    pub today: Date,
}

impl Steps<'_> {
    /// The final version that a release of this type would have after `previous`; `None` where a
    /// number cannot be raised any further. Pass `None` for a first release. The epoch stays.
    #[must_use]
    pub fn next(&self, previous: Option<&Version>, kind: ReleaseType) -> Option<Version> {
        let step = match self.calendar {
            Some(calendar) => calendar::next(calendar, previous, kind, self.today)?,
            None => next(previous, kind)?,
        };
        Some(step.in_epoch(previous.map_or(0, Version::epoch)))
    }

    /// Whether `version`, or the final release that it leads up to, is a legal step of this type.
    #[must_use]
    pub fn is_step(
        &self,
        previous: Option<&Version>,
        kind: ReleaseType,
        version: &Version,
    ) -> bool {
        let epoch = previous.map_or(0, Version::epoch);
        if version.epoch() != epoch {
            // Where numbers begin anew, anything may have changed.
            return kind == ReleaseType::Major
                && previous.is_some()
                && epoch.checked_add(1) == Some(version.epoch());
        }
        if let Some(calendar) = self.calendar {
            return calendar::is_step(calendar, previous, kind, version, self.today);
        }
        match self.scheme {
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
/// where it is no single legal step. A patch and a hotfix are the same step: `Patch` is returned. A
/// new epoch (PEP 440) is a major one, whatever its numbers.
#[must_use]
pub fn type_of_step(previous: Option<&Version>, version: &Version) -> Option<ReleaseType> {
    let epoch = previous.map_or(0, Version::epoch);
    if version.epoch() != epoch {
        let begins = previous.is_some() && epoch.checked_add(1) == Some(version.epoch());
        return begins.then_some(ReleaseType::Major);
    }
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
            let steps = Steps {
                scheme,
                calendar: None,
                today,
            };
            steps.is_step(Some(&previous), kind, &version.parse().unwrap())
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
    fn an_epoch_stays_and_the_next_one_is_a_major_step() {
        let steps = Steps {
            scheme: Scheme::Pep440,
            calendar: None,
            today: "2026-01-31".parse().unwrap(),
        };
        let before: Version = "1!2.3.4".parse().unwrap();
        let next = steps.next(Some(&before), ReleaseType::Minor).unwrap();
        assert_eq!(next.to_string(), "1!2.4.0");
        assert!(steps.is_step(Some(&before), ReleaseType::Minor, &next));
        let is = |kind, text: &str| steps.is_step(Some(&before), kind, &text.parse().unwrap());
        assert!(!is(ReleaseType::Minor, "2.4.0"), "goes back");
        assert!(is(ReleaseType::Major, "2!1.0") && !is(ReleaseType::Minor, "2!2.4.0"));
        assert!(!is(ReleaseType::Major, "3!1.0"), "skips");
        let of = |text: &str| type_of_step(Some(&before), &text.parse().unwrap());
        assert_eq!(of("1!2.3.5"), Some(ReleaseType::Patch));
        assert_eq!((of("2!1.0"), of("2.3.5")), (Some(ReleaseType::Major), None));
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
