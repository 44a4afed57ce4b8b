//! Whether what a saved document says is being decided follows from the facts saved with it.

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::{Asked, Known, plan};
use crate::facts::{Document, Fact, Repository, Subject, VersionFact};
use crate::release::{Calendar, ReleaseType, Stage};

/// The facts that the subject is worked out from.
const SOURCES: [&str; 3] = ["repository", "versions", "changes"];

/// Works the subject out anew, and compares. The stage may differ from what HEAD's tags say, since
/// it can be asked for, and every report shows that; nothing else may.
///
/// Returns what makes the decision weaker: that some of the facts were not saved.
///
/// # Errors
/// A sentence that says what contradicts what.
pub fn verify(document: &Document) -> Result<Option<String>, String> {
    consistent_clock(document)?;
    consistent_candidates(&document.subject)?;
    consistent_stage(&document.subject)?;
    let missing: Vec<&str> = SOURCES
        .into_iter()
        .filter(|name| !document.facts.contains_key(*name))
        .collect();
    if !missing.is_empty() {
        return Ok(Some(format!(
            "stage, type, versions and previous release are as the saved facts claim; the facts to check them against were not saved: {}",
            missing.join(", ")
        )));
    }
    let Some(repository) = known::<Repository>(document, "repository") else {
        return Err("a decision is planned, but the fact `repository` is not known".to_owned());
    };
    let (versions, changes) = (known(document, "versions"), known(document, "changes"));
    let known = Known {
        repository: &repository,
        versions: versions.as_ref(),
        changes: changes.as_ref(),
    };
    let subject = &document.subject;
    let release = subject.candidates.first().map(|first| &first.version);
    let today = document.clock.day().ok_or("its clock is not a time")?;
    let releases = [None, release.and_then(VersionFact::to_version)];
    let follows = releases.into_iter().any(|release| {
        // Scheme and calendar may be configured, or found out.
        let configured = subject.calendar.as_ref().and_then(Calendar::format);
        let choices = [
            (None, None),
            (Some(subject.scheme), None),
            (Some(subject.scheme), configured),
        ];
        choices.into_iter().any(|(scheme, calendar)| {
            let asked = Asked {
                stage: Some(subject.stage),
                release_type: None,
                release: release.clone(),
                scheme,
                calendar,
                today,
            };
            plan(&asked, known).is_ok_and(|mut planned| {
                planned.gave_way = subject.gave_way;
                planned == *subject
            })
        })
    });
    if follows {
        Ok(None)
    } else {
        Err("its `subject` does not follow from its facts".to_owned())
    }
}

fn known<T: DeserializeOwned>(document: &Document, name: &str) -> Option<T> {
    match document.facts.get(name)? {
        Fact::Value(raw) => serde_json::from_str(raw.get()).ok(),
        Fact::Unknown(_) => None,
    }
}

fn consistent_stage(subject: &Subject) -> Result<(), String> {
    let can_give_way =
        subject.stage == Stage::PreRelease && subject.derived_stage != Stage::PreRelease;
    if subject.gave_way && !can_give_way {
        return Err(format!(
            "the stage {} gave way to none, and `gave_way` says so",
            subject.derived_stage
        ));
    }
    Ok(())
}

fn consistent_clock(document: &Document) -> Result<(), String> {
    let clock = &document.clock;
    let time: Option<Timestamp> = clock.now.parse().ok();
    match time {
        Some(time) if time.as_second() == clock.seconds => Ok(()),
        _ => Err(format!(
            "its clock says both `{}` and {} seconds since 1970",
            clock.now, clock.seconds
        )),
    }
}

/// Each type once, in order, with a version whose parts agree.
fn consistent_candidates(subject: &Subject) -> Result<(), String> {
    let types: Vec<ReleaseType> = subject
        .candidates
        .iter()
        .map(|candidate| candidate.release_type)
        .collect();
    if !subject.stage.has_types() && types.is_empty() {
        return Ok(());
    }
    if types != ReleaseType::ALL || !subject.stage.has_types() {
        return Err("its `candidates` are not one for each release type, in order".to_owned());
    }
    let previous = subject.previous.iter().map(|release| &release.version);
    let versions = subject.candidates.iter().map(|one| &one.version);
    for version in versions.chain(previous) {
        let parsed = version.to_version().as_ref().map(VersionFact::from);
        if parsed.as_ref() != Some(version) {
            return Err(format!(
                "the parts of its version `{}` contradict each other",
                version.text
            ));
        }
    }
    Ok(())
}
