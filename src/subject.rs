//! What is being decided: the stage, the candidate's own type, and the version for each type.

mod scheme;
mod verify;
mod weakenings;

pub use verify::verify;

use jiff::civil::Date;

use crate::facts::{
    BranchKind, Candidate, Change, Changes, History, Missing, Repository, Subject, TagKind,
    VersionFact, Versions,
};
use crate::release::{
    CalendarFormat, ReleaseType, Scheme, Stage, Steps, Version, first_release_type, type_of_step,
};

/// What was asked for; what is `None` is found out.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// `--stage`
    pub stage: Option<Stage>,
    /// `--type`
    pub release_type: Option<ReleaseType>,
    /// `--release`
    pub release: Option<Version>,
    /// What the configuration says of the numbers of versions.
    pub scheme: Option<Scheme>,
    /// How the configuration says that dates are written into versions.
    pub calendar: Option<CalendarFormat>,
    /// The day of the decision.
    pub today: Date,
}

/// What it is found out from.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The repository.
    pub repository: &'a Repository,
    /// The declared versions, if they are known.
    pub versions: Option<&'a Versions>,
    /// The commits since the previous release, if they are known.
    pub changes: Option<&'a Changes>,
}

/// Works out what is being decided.
///
/// # Errors
/// [`Missing`] if no version can be derived: the previous release is not known, no file declares a
/// version, and none was asked for.
pub fn plan(asked: &Asked, known: Known<'_>) -> Result<Subject, Missing> {
    let target = target(asked, known);
    let found = scheme::scheme(asked, known, target.as_ref().map(|target| &target.version));
    let steps = Steps {
        scheme: found.scheme,
        calendar: found.calendar.as_ref(),
        today: asked.today,
    };
    let derived_stage = derive_stage(known.repository);
    let stage = asked.stage.unwrap_or(derived_stage);
    let (release_type, type_reason) = match asked.release_type {
        Some(kind) => (
            kind,
            format!(
                "asked for with --type; {}",
                predecessor(&known.repository.history)
            ),
        ),
        None => derive_type(known, target.as_ref(), steps),
    };
    Ok(Subject {
        stage,
        derived_stage,
        gave_way: false,
        scheme: found.scheme,
        release_type,
        type_reason,
        previous: known.repository.history.previous.clone(),
        candidates: match stage.has_types() {
            true => candidates(asked, known, target.as_ref(), steps)?,
            // The project's standing duties need no version.
            false => Vec::new(),
        },
        weakenings: weakenings::of(known)
            .into_iter()
            .chain(found.weakening)
            .collect(),
        calendar: found.calendar,
    })
}

/// The version that the checkout is heading for, and who says so.
struct Target {
    version: Version,
    source: String,
}

fn target(asked: &Asked, known: Known<'_>) -> Option<Target> {
    if let Some(version) = &asked.release {
        return Some(Target {
            version: version.clone(),
            source: "--release names it".to_owned(),
        });
    }
    head_version(known.repository).or_else(|| declared(known))
}

/// The highest version that one of the project's tags on HEAD names.
fn head_version(repository: &Repository) -> Option<Target> {
    let head = repository.head.as_ref()?;
    repository
        .tags
        .iter()
        .filter(|tag| tag.kind != TagKind::Other && tag.commit.as_ref() == Some(&head.commit))
        .filter_map(|tag| Some((tag.version.as_ref()?.to_version()?, &tag.name)))
        .max_by(|one, other| one.0.cmp(&other.0))
        .map(|(version, name)| Target {
            version,
            source: format!("HEAD is tagged `{name}`"),
        })
}

fn declared(known: Known<'_>) -> Option<Target> {
    let versions = known.versions?;
    let fact = versions.declared.as_ref()?;
    let place = versions
        .declarations
        .iter()
        .find(|place| place.version.as_ref() == Some(fact))
        .map_or_else(
            || "the project".to_owned(),
            |place| format!("`{}`", place.path),
        );
    Some(Target {
        version: fact.to_version()?,
        source: format!("{place} declares {}", fact.text),
    })
}

fn derive_stage(repository: &Repository) -> Stage {
    let Some(target) = head_version(repository) else {
        return Stage::PreRelease;
    };
    if target.version.is_final() {
        Stage::Publish
    } else {
        Stage::Candidate
    }
}

fn derive_type(
    known: Known<'_>,
    target: Option<&Target>,
    steps: Steps<'_>,
) -> (ReleaseType, String) {
    let branch = &known.repository.branch;
    if branch.kind == Some(BranchKind::Hotfix) {
        let name = branch.name.as_deref().unwrap_or_default();
        return (ReleaseType::Hotfix, format!("HEAD is on `{name}`"));
    }
    let history = &known.repository.history;
    let previous = history
        .previous
        .as_ref()
        .and_then(|release| release.version.to_version());
    match target {
        Some(target) if is_first(history, &target.version) => (
            first_release_type(&target.version),
            format!(
                "{}, which the configuration names as the first release",
                target.source
            ),
        ),
        Some(target) if !history.complete => (
            first_release_type(&target.version),
            format!("{}; the release before it is not known", target.source),
        ),
        Some(target) if steps.scheme == Scheme::Calver => {
            let (kind, reason) = type_of_changes(known.changes, history);
            let source = &target.source;
            (
                kind,
                format!("{source}, which says nothing of the type; {reason}"),
            )
        }
        Some(target)
            if steps.is_step(previous.as_ref(), ReleaseType::Patch, &target.version)
                || previous
                    .as_ref()
                    .is_none_or(|previous| !previous.leads_to_same(&target.version)) =>
        {
            let kind = match target.version.post() {
                Some(_)
                    if steps.is_step(previous.as_ref(), ReleaseType::Patch, &target.version) =>
                {
                    Some(ReleaseType::Patch)
                }
                _ => type_of_step(previous.as_ref(), &target.version),
            };
            let legal = if kind.is_some() {
                ""
            } else {
                ", from which that is no legal step"
            };
            (
                kind.unwrap_or_else(|| largest_difference(previous.as_ref(), &target.version)),
                format!("{}; {}{legal}", target.source, predecessor(history)),
            )
        }
        _ => type_of_changes(known.changes, history),
    }
}

/// What was released before, for a person to read.
fn predecessor(history: &History) -> String {
    match &history.previous {
        Some(release) => format!("the previous release is `{}`", release.tag),
        None if history.complete => "nothing was released before".to_owned(),
        None => "the release before it is not known".to_owned(),
    }
}

/// Whether the configuration names this version as the very first release.
fn is_first(history: &History, version: &Version) -> bool {
    let first = history
        .first_release
        .as_ref()
        .and_then(VersionFact::to_version);
    first.is_some_and(|first| first.leads_to_same(version))
}

/// The type that an illegal step comes nearest to: that of the first number that differs.
fn largest_difference(previous: Option<&Version>, version: &Version) -> ReleaseType {
    let before = previous.map_or([0; 3], Version::core);
    let now = version.core();
    if before[0] != now[0] {
        ReleaseType::Major
    } else if before[1] != now[1] {
        ReleaseType::Minor
    } else {
        ReleaseType::Patch
    }
}

fn type_of_changes(changes: Option<&Changes>, history: &History) -> (ReleaseType, String) {
    let Some(changes) = changes else {
        return (
            ReleaseType::Patch,
            "nothing says which type it is".to_owned(),
        );
    };
    let since = match &history.previous {
        Some(release) => format!("since `{}`", release.tag),
        None => "so far, and nothing was released before".to_owned(),
    };
    let standing = || {
        changes
            .commits
            .iter()
            .filter(|commit| commit.reverted_by.is_none())
    };
    let is_feature = |change: &Change| change.kind == "feat";
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one} {since}"),
        _ => format!("{number} {many} {since}"),
    };
    let breaking = standing().filter(|commit| commit.breaking).count();
    let features = standing()
        .filter(|commit| commit.changes.iter().any(is_feature))
        .count();
    if breaking > 0 {
        (
            ReleaseType::Major,
            count(breaking, "breaking change", "breaking changes"),
        )
    } else if features > 0 {
        (ReleaseType::Minor, count(features, "`feat`", "`feat`s"))
    } else {
        (
            ReleaseType::Patch,
            format!("no `feat` and no breaking change {since}"),
        )
    }
}

fn candidates(
    asked: &Asked,
    known: Known<'_>,
    target: Option<&Target>,
    steps: Steps<'_>,
) -> Result<Vec<Candidate>, Missing> {
    ReleaseType::ALL
        .into_iter()
        .map(|release_type| {
            let version = candidate(asked, known, target, steps, release_type)?;
            Ok(Candidate {
                release_type,
                version: VersionFact::from(&version),
            })
        })
        .collect()
}

/// The version that a release of this type would have: one step from the previous release, with
/// the pre-release of the version that the checkout is heading for, if that is the same step.
fn candidate(
    asked: &Asked,
    known: Known<'_>,
    target: Option<&Target>,
    steps: Steps<'_>,
    kind: ReleaseType,
) -> Result<Version, Missing> {
    if let Some(version) = &asked.release {
        return Ok(version.clone());
    }
    // A tag on HEAD is judged as what it is, even if it is no legal step.
    if let Some(tagged) = head_version(known.repository)
        && derive_type(known, target, steps).0 == kind
    {
        return Ok(tagged.version);
    }
    let history = &known.repository.history;
    if !history.complete {
        let version = target.map(|target| releasable(&target.version));
        return version
            .ok_or_else(|| no_version(history.reason.as_deref(), history.fix.as_deref()));
    }
    let previous = history
        .previous
        .as_ref()
        .and_then(|release| release.version.to_version());
    let first = history
        .first_release
        .as_ref()
        .and_then(VersionFact::to_version);
    if let Some(first) = first.filter(|first| first_release_type(first) == kind) {
        return Ok(first);
    }
    let step = steps.next(previous.as_ref(), kind).ok_or_else(|| {
        no_version(
            Some("the previous release's version cannot be raised any further"),
            None,
        )
    })?;
    let same_step = target
        .map(|target| releasable(&target.version))
        .filter(|version| steps.is_step(previous.as_ref(), kind, version));
    Ok(same_step.unwrap_or(step))
}

/// The version itself, or the final release that a development version leads up to.
fn releasable(version: &Version) -> Version {
    if version.is_development() {
        version.release()
    } else {
        version.clone()
    }
}

fn no_version(reason: Option<&str>, fix: Option<&str>) -> Missing {
    let because = reason
        .map(|reason| format!(" ({reason})"))
        .unwrap_or_default();
    let missing = Missing::because(format!(
        "no version can be derived: the previous release is not known{because}, and no file declares a version"
    ));
    match fix {
        Some(fix) => missing.fix(format!("{fix}, or name the version with --release X.Y.Z")),
        None => missing.fix("name the version with --release X.Y.Z"),
    }
}

#[cfg(test)]
mod tests;
