//! What the numbers of the project's versions say: as configured, else as the tags look.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::facts::{PreviousRelease, Repository, TagKind, VersionFact};
use crate::release::{Scheme, Version, has_full_year, has_short_year_of};

/// The scheme, and what to say of it where it is no more than a guess.
pub(super) fn scheme(
    configured: Option<Scheme>,
    repository: &Repository,
) -> (Scheme, Option<String>) {
    if let Some(scheme) = configured {
        return (scheme, None);
    }
    let previous = repository.history.previous.as_ref();
    match previous.filter(|previous| looks_like_a_calendar(previous, repository)) {
        Some(previous) => {
            let guess = format!(
                "that versions follow the calendar is a guess from `{}`: set `scheme` below `[version]` in relcheck.toml to `\"calver\"` or `\"semver\"`",
                previous.tag
            );
            (Scheme::Calver, Some(guess))
        }
        None => (Scheme::default(), None),
    }
}

/// A full year tells by itself; a short one might be a count, so it has to be that of the release's
/// own day, after another release that is numbered alike.
fn looks_like_a_calendar(previous: &PreviousRelease, repository: &Repository) -> bool {
    let Some(version) = previous.version.to_version() else {
        return false;
    };
    if has_full_year(&version) {
        return true;
    }
    let short = day(previous.time).is_some_and(|day| has_short_year_of(&version, day));
    short
        && repository
            .tags
            .iter()
            .filter(|tag| tag.kind == TagKind::Final)
            .filter_map(|tag| tag.version.as_ref().and_then(VersionFact::to_version))
            .any(|older| is_like(&older, &version))
}

/// An earlier month, at most five years before.
fn is_like(older: &Version, version: &Version) -> bool {
    let month = |version: &Version| (version.major(), version.minor());
    month(older) < month(version)
        && older.major() + 5 >= version.major()
        && (1..=12).contains(&older.minor())
}

fn day(seconds: i64) -> Option<Date> {
    let time = Timestamp::from_second(seconds).ok()?;
    Some(time.to_zoned(TimeZone::UTC).date())
}
