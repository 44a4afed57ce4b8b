//! Issues of the project's tracker, from exports that were recorded, and from the tracker itself.

mod merged;
mod sources;

use super::own_place::OwnPlace;
use super::{Collector, Context};
use crate::facts::{Evidence, Issue, IssueSource, IssueState, Issues, Missing};
use crate::forge::{Access, Forge, Topic};
use crate::formats::issues::TrackedIssue;
use merged::Merged;
use sources::Source;

/// The most issues that are listed: two exports as large as they may be.
const MAX_ISSUES: usize = 20_000;

/// Issues of the project's tracker.
pub(super) struct IssuesCollector;

impl Collector for IssuesCollector {
    type Facts = Issues;

    const NAME: &'static str = "issues";
    const PURPOSE: &'static str = "Issues of the project's tracker, with labels and milestones, from exports that were recorded or the tracker itself.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let sources = facts.sources.iter();
        sources.map(|source| source.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let own = OwnPlace::of(context);
        let options = context.options();
        let remote = context.repo().remote_address("origin");
        let tracker = Access::find(&options.environment, remote.as_deref(), options.offline);
        let (sources, access) = sources::all(context, &own, &tracker)?;
        let mut merged = Merged::default();
        for source in &sources {
            for issue in source.said() {
                merged.add(issue, &source.fact.evidence.path);
            }
        }
        let mut issues: Vec<Issue> = merged.all().map(issue).collect();
        issues.sort();
        let unlisted = issues.len().saturating_sub(MAX_ISSUES) as u64;
        issues.truncate(MAX_ISSUES);
        let known = sources.iter().any(Source::is_whole);
        let sources: Vec<IssueSource> = sources.into_iter().map(|it| it.fact).collect();
        Ok(Issues {
            known,
            reason: (!known).then(|| not_known(&sources)),
            fix: fix(&own, &tracker),
            issues,
            unlisted,
            sources,
            access,
        })
    }
}

fn issue(merged: merged::Entry) -> Issue {
    let TrackedIssue {
        number,
        title,
        url,
        is_open,
        reason,
        labels,
        milestone,
        opened,
        closed,
        ..
    } = merged.issue;
    Issue {
        number,
        title,
        url,
        state: match is_open {
            true => IssueState::Open,
            false => IssueState::Closed,
        },
        state_reason: reason,
        labels,
        milestone,
        opened,
        closed,
        contradicted: merged.is_contradicted,
        sources: merged.sources.into_iter().collect(),
    }
}

/// Why there is no export that lists all of what it was asked for.
fn not_known(sources: &[IssueSource]) -> String {
    let Some(source) = sources.first() else {
        return "no export of issues was recorded".to_owned();
    };
    let reason = [
        &source.reason,
        &source.evidence.binding_reason,
        &source.incomplete,
    ];
    let reason = reason.into_iter().flatten().next();
    let reason = reason.map_or("it does not count", String::as_str);
    format!("of `{}`: {reason}", source.evidence.path)
}

/// The command that records all issues, for the forge that the project is on.
fn fix(own: &OwnPlace, tracker: &Access) -> String {
    let forge = tracker.project.as_ref().map(|project| project.forge);
    let is_gitlab = own.is_gitlab().then_some(Forge::Gitlab);
    Topic::Issues.export(forge.or(is_gitlab))
}
