//! What the numbers of the project's versions say: as configured, else as the tags look.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Asked, Known};
use crate::facts::{Repository, TagKind, VersionFact};
use crate::release::{Calendar, CalendarFormat, Scheme, Term, Version, has_full_year, written};

/// What was found out.
pub(super) struct Found {
    pub scheme: Scheme,
    /// The calendar, under that scheme.
    pub calendar: Option<Calendar>,
    /// What to say of it where it is less than the process asks for, or concluded.
    pub weakening: Option<String>,
}

/// The scheme: as configured, else what the releases so far leave no doubt of, else SemVer.
pub(super) fn scheme(asked: &Asked, known: Known<'_>, target: Option<&Version>) -> Found {
    let repository = known.repository;
    let configured = asked.calendar.as_ref();
    let scheme = asked.scheme.or(configured.map(|_| Scheme::Calver));
    match scheme {
        Some(Scheme::Calver) => dated(calendar(configured, repository, target), None),
        Some(scheme) => Found {
            scheme,
            calendar: None,
            weakening: (scheme == Scheme::Cargo && is_initial(repository))
                .then(|| cargo("the configuration chooses it")),
        },
        None => concluded(known),
    }
}

fn dated(calendar: Calendar, weakening: Option<String>) -> Found {
    Found {
        scheme: Scheme::Calver,
        calendar: Some(calendar),
        weakening,
    }
}

/// The calendar under the scheme `calver`: as configured, else as the releases so far have it, else
/// a year, a month and a count.
fn calendar(
    configured: Option<&CalendarFormat>,
    repository: &Repository,
    target: Option<&Version>,
) -> Calendar {
    if let Some(format) = configured {
        return Calendar::new(format, first_count(format, repository));
    }
    if let Some((format, _)) = recognised(repository) {
        return Calendar::new(&format, first_count(&format, repository));
    }
    let previous = repository.history.previous.as_ref();
    let previous = previous.and_then(|previous| previous.version.to_version());
    Calendar::like(previous.as_ref().or(target))
}

/// What is concluded without a configuration.
fn concluded(known: Known<'_>) -> Found {
    let repository = known.repository;
    let previous = repository.history.previous.as_ref();
    if let Some((format, releases)) = recognised(repository) {
        let said = format!(
            "that versions are of the form {format} is concluded from the dates of {releases} releases: set `calendar = \"{format}\"`, or another `scheme`, below `[version]` in relcheck.toml"
        );
        let first = first_count(&format, repository);
        return dated(Calendar::new(&format, first), Some(said));
    }
    let version = previous.and_then(|previous| previous.version.to_version());
    if let (Some(previous), Some(version)) = (previous, &version)
        && has_full_year(version)
    {
        let guess = format!(
            "that versions follow the calendar is a guess from `{}`: set `scheme` below `[version]` in relcheck.toml to `\"calver\"` or `\"semver\"`",
            previous.tag
        );
        return dated(Calendar::like(Some(version)), Some(guess));
    }
    if is_initial(repository) && is_crate(known) {
        return Found {
            scheme: Scheme::Cargo,
            calendar: None,
            weakening: Some(cargo("`Cargo.toml` declares the version")),
        };
    }
    Found {
        scheme: Scheme::default(),
        calendar: None,
        weakening: None,
    }
}

fn cargo(why: &str) -> String {
    format!(
        "the version is below 1.0.0, where a patch may add and deprecate as Cargo reads versions: {why} (`scheme` below `[version]` in relcheck.toml)"
    )
}

/// Whether anything may change yet: there is a previous release, and it is below 1.0.0.
fn is_initial(repository: &Repository) -> bool {
    let previous = repository.history.previous.as_ref();
    previous.is_some_and(|previous| previous.version.major == 0)
}

/// Whether it is Cargo that reads the project's versions.
fn is_crate(known: Known<'_>) -> bool {
    let Some(versions) = known.versions else {
        return false;
    };
    let declared = versions.declarations.iter();
    let mut declared = declared
        .filter(|place| place.version == versions.declared)
        .peekable();
    declared.peek().is_some() && declared.all(|place| place.kind == "Cargo.toml")
}

/// In how many years there must have been releases that all name their year.
const YEARS: usize = 3;

/// How many releases that are no repairs must have named their month.
const MONTHS: usize = 4;

/// The format that the latest releases leave no doubt of, and how many showed it. Only those count
/// that have a tag object, which is dated, and that repair nothing.
fn recognised(repository: &Repository) -> Option<(CalendarFormat, usize)> {
    let mut releases: Vec<(Version, Date)> = repository
        .tags
        .iter()
        .filter(|tag| tag.kind == TagKind::Final)
        .filter_map(|tag| Some((tag.version.as_ref()?.to_version()?, day(tag.time?)?)))
        .filter(|(version, _)| version.patch() == 0 && version.epoch() == 0)
        .collect();
    releases.sort_by(|one, other| other.0.cmp(&one.0));
    // The latest years, the last one whole: older releases may have been numbered otherwise.
    let years: BTreeSet<u64> = releases
        .iter()
        .map(|(version, _)| version.major())
        .collect();
    let oldest = *years.iter().rev().nth(YEARS - 1)?;
    releases.retain(|(version, _)| version.major() >= oldest);
    let year = [Term::FullYear, Term::ShortYear].into_iter().find(|term| {
        releases
            .iter()
            .all(|(version, day)| names_year(*term, version, *day))
    })?;
    let of_month = |(version, day): &(Version, Date)| {
        u64::try_from(day.month()).is_ok_and(|month| month == version.minor())
    };
    let is_padded = |(version, _): &(Version, Date)| {
        written(version)
            .get(1)
            .is_some_and(|part| part.starts_with('0') && part.len() > 1)
    };
    let by_month = releases.iter().all(of_month);
    if by_month && releases.len() < MONTHS {
        return None;
    }
    let second = match (by_month, releases.iter().any(is_padded)) {
        (true, true) => Term::PaddedMonth,
        (true, false) => Term::Month,
        (false, false) => Term::Minor,
        // A count is not padded: something else is meant.
        (false, true) => return None,
    };
    let mut terms = vec![year, second];
    let has_three = |(version, _): &(Version, Date)| written(version).len() == 3;
    if releases.iter().any(has_three) {
        terms.push(Term::Micro);
    }
    let format = CalendarFormat::new(terms).ok()?;
    Some((format, releases.len()))
}

fn names_year(term: Term, version: &Version, day: Date) -> bool {
    let year = u64::try_from(day.year()).unwrap_or(0);
    match term {
        Term::FullYear => version.major() == year,
        _ => version.major().checked_add(2000) == Some(year),
    }
}

fn day(seconds: i64) -> Option<Date> {
    let time = Timestamp::from_second(seconds).ok()?;
    Some(time.to_zoned(TimeZone::UTC).date())
}

/// What the first count of a line begins with: 1 where the line of the highest release has no 0.
fn first_count(format: &CalendarFormat, repository: &Repository) -> u64 {
    let dated = Calendar::new(format, 0).dated();
    let releases: Vec<Version> = repository
        .tags
        .iter()
        .filter(|tag| tag.kind == TagKind::Final)
        .filter_map(|tag| tag.version.as_ref().and_then(VersionFact::to_version))
        .collect();
    let line = |version: &Version| version.core().into_iter().take(dated).collect::<Vec<_>>();
    let Some(latest) = releases.iter().max().map(line) else {
        return 0;
    };
    let of_line = releases.iter().filter(|version| line(version) == latest);
    let counts = of_line.filter_map(|version| version.core().get(dated).copied());
    counts.min().unwrap_or(0).min(1)
}
