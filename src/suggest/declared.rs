//! What the project's files declare, held against the suggestion.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Known;
use crate::facts::VersionFact;
use crate::release::{ReleaseType, Scheme, Steps, Version};

/// The declared version, and what it means for the suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// The version.
    pub version: VersionFact,
    /// The type of its step from the previous release; `null` where it is none, where the scheme
    /// does not tell, and for a first release.
    #[serde(rename = "type")]
    pub release_type: Option<ReleaseType>,
    /// Whether a release of that version would be of a legal type: the suggested one or a larger
    /// one. `null` where that cannot be said.
    pub legal: Option<bool>,
    /// What to know about it, as a sentence without its full stop.
    pub remark: String,
}

/// `None` where no file declares a version.
pub(super) fn declared(known: Known<'_>, suggested: Option<ReleaseType>) -> Option<Declared> {
    let fact = known.declared?;
    let version = fact.to_version()?;
    let today = known.document.clock.day()?;
    let (release_type, legal, remark) = compare(known, today, &version, suggested);
    Some(Declared {
        version: fact.clone(),
        release_type,
        legal,
        remark,
    })
}

fn compare(
    known: Known<'_>,
    today: Date,
    version: &Version,
    suggested: Option<ReleaseType>,
) -> (Option<ReleaseType>, Option<bool>, String) {
    let subject = &known.document.subject;
    let Some(release) = &subject.previous else {
        return (None, None, format!("{version} is declared"));
    };
    let previous = release.version.to_version();
    if previous.as_ref() == Some(version) {
        let remark = format!(
            "{version} is declared, which is released already as `{}`",
            release.tag
        );
        return (None, None, remark);
    }
    let steps = Steps {
        scheme: subject.scheme,
        calendar: subject.calendar.as_ref(),
        today,
    };
    let is = |kind| steps.is_step(previous.as_ref(), kind, version);
    if subject.scheme == Scheme::Calver {
        let legal = suggested.map(is);
        let word = if legal == Some(false) { "no" } else { "a" };
        let remark = format!(
            "{version} is declared, {word} legal step from `{}`",
            release.tag
        );
        return (None, legal, remark);
    }
    let kinds = [ReleaseType::Patch, ReleaseType::Minor, ReleaseType::Major];
    let Some(kind) = kinds.into_iter().find(|kind| is(*kind)) else {
        let remark = format!(
            "{version} is declared, which is no single step from `{}`",
            release.tag
        );
        return (None, Some(false), remark);
    };
    let Some(suggested) = suggested else {
        return (Some(kind), None, format!("{version} is declared, a {kind}"));
    };
    let remark = match rank(kind).cmp(&rank(suggested)) {
        std::cmp::Ordering::Equal => format!("{version} is declared, as suggested"),
        std::cmp::Ordering::Greater => {
            format!("{version} is declared, a {kind}: more than is needed, which is legal")
        }
        std::cmp::Ordering::Less => {
            format!("{version} is declared, a {kind}: too little, `relcheck check` says NO-GO")
        }
    };
    (Some(kind), Some(rank(kind) >= rank(suggested)), remark)
}

/// A hotfix raises the number that a patch raises.
fn rank(kind: ReleaseType) -> u8 {
    match kind {
        ReleaseType::Patch | ReleaseType::Hotfix => 0,
        ReleaseType::Minor => 1,
        ReleaseType::Major => 2,
    }
}
