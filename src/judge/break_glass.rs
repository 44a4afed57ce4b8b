//! Findings that an emergency release goes out with, since enough maintainers have put their names to it.
//!
//! Only findings are let through, and only for rules that the incident record names. What is unknown stays
//! unknown: nobody has seen it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Session;
use super::summary::{HeadPart, part};
use crate::facts::{BreakGlass, BreakGlassRecord, Candidate, SignOffs, Tag, TagKind};
use crate::policy::ParameterValue;
use crate::release::ReleaseType;
use crate::verdict::{Finding, Level};
use crate::waivers;

/// The rule that speaks of it. Where it is not judged, nothing is let through.
pub(super) const RULE: &str = "approvals.break_glass";

/// What one incident record lets through.
pub(super) struct Cover {
    record: BreakGlassRecord,
    /// The rules of which nothing is let through.
    never: Vec<String>,
}

impl Cover {
    /// Marks what it lets through of a rule's findings with the ticket of the follow-up.
    pub fn apply(&self, rule: &str, findings: &mut [Finding]) {
        let is_in = |rules: &[String]| rules.iter().any(|it| it == rule);
        let never = is_in(&self.never) || waivers::NEVER.contains(&rule);
        if never || !is_in(&self.record.rules) {
            return;
        }
        let open = findings.iter_mut();
        let open = open.filter(|it| it.level == Level::Deny && it.waived_by.is_none());
        for finding in open {
            finding.waived_by = Some(self.record.follow_up.clone());
        }
    }
}

#[derive(Deserialize)]
struct RepositoryPart {
    head: Option<HeadPart>,
    tags: Vec<Tag>,
}

impl RepositoryPart {
    /// Whether a release has a tag on another commit: then what let it through is used up.
    fn is_out(&self, release: &str, head: &str) -> bool {
        let mut tags = self.tags.iter();
        tags.any(|tag| {
            let version = tag.version.as_ref();
            tag.kind == TagKind::Final
                && version.is_some_and(|it| it.text == release || it.normal == release)
                && tag.commit.as_deref() != Some(head)
        })
    }
}

/// What goes out under a break-glass sign-off for a release: the records that name it, if as many
/// maintainers as it takes have signed for this very commit. Nothing where any of that is not known.
pub(super) fn covers(session: &Session<'_>, candidate: Option<&Candidate>) -> Vec<Cover> {
    let hotfix = candidate.filter(|it| it.release_type == ReleaseType::Hotfix);
    hotfix
        .and_then(|candidate| in_force(session, candidate))
        .unwrap_or_default()
}

fn in_force(session: &Session<'_>, candidate: &Candidate) -> Option<Vec<Cover>> {
    session.rules.iter().find(|rule| rule.id == RULE)?;
    if session.settings.skips.contains_key(RULE) {
        return None;
    }
    let parameters = session.policies.params(RULE);
    let ParameterValue::Text(kind) = &parameters.get("sign_off")?.value else {
        return None;
    };
    let ParameterValue::Integer(required) = parameters.get("maintainers")?.value else {
        return None;
    };
    let ParameterValue::List(never) = &parameters.get("never")?.value else {
        return None;
    };
    let facts = &session.document.facts;
    let records: BreakGlass = part(facts, "break_glass")?;
    let repository: RepositoryPart = part(facts, "repository")?;
    let head = &repository.head.as_ref()?.commit;
    let sign_offs: SignOffs = part(facts, "sign_offs")?;
    let version = &candidate.version.text;
    let signed = sign_offs.given.iter().filter(|it| {
        it.what == *kind
            && it.maintainer
            && it.commit == *head
            && it.version.as_ref().is_none_or(|it| it == version)
    });
    let signed: BTreeSet<&str> = signed.map(|it| it.person.as_str()).collect();
    // One person alone is never enough, whatever the configuration says.
    let required = usize::try_from(required).unwrap_or(usize::MAX).max(2);
    if signed.len() < required {
        return None;
    }
    let own = records.records.into_iter();
    let own = own
        .filter(|it| it.release == *version && !it.gone && !repository.is_out(&it.release, head));
    let cover = |record| Cover {
        record,
        never: never.clone(),
    };
    Some(own.map(cover).collect())
}
