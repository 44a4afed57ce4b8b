//! What the CI system says ran on HEAD.

mod latest;
mod own;
mod sources;

#[cfg(test)]
mod tests;

use super::{Collector, Context};
use crate::facts::{
    Check, CheckKind, Checks, ChecksSource, Evidence, Missing, RequiredBy, RequiredCheck,
};
use crate::formats::ci::{CiEntry, CiEntryKind, CiFormat};
use latest::Latest;
use sources::Source;

/// The most checks that are listed.
const MAX_CHECKS: usize = 5_000;

/// What the CI system says ran on HEAD.
pub(super) struct ChecksCollector;

impl Collector for ChecksCollector {
    type Facts = Checks;

    const NAME: &'static str = "checks";
    const PURPOSE: &'static str = "What the CI system says ran on HEAD, and how that ended.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let sources = facts.sources.iter();
        sources.map(|source| source.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let repository = context.repository()?;
        let head = repository.head.as_ref().map(|head| head.commit.as_str());
        let (mut sources, access) = sources::all(context, head)?;
        sources.sort_by(|one, other| one.evidence.path.cmp(&other.evidence.path));
        let latest = Latest::of(&sources, head);
        let own = own::job(&context.options().environment, &latest);
        let branch = repository.branch.name.as_deref();
        let mut required = required(&sources, branch);
        for required in &mut required {
            required.found = latest.entries().any(|it| is_it(required, it.entry));
        }
        let mut checks: Vec<Check> = latest.entries().map(|it| check(it, &required)).collect();
        if let Some(own) = &own {
            for check in &mut checks {
                own::mark(check, own);
            }
        }
        checks.sort();
        let unlisted = checks.len().saturating_sub(MAX_CHECKS) as u64;
        checks.truncate(MAX_CHECKS);
        Ok(Checks {
            checks,
            unlisted,
            required,
            sources: sources.iter().map(|it| source(it, head, branch)).collect(),
            access,
            own,
        })
    }
}

/// What the branch of HEAD requires, each once.
fn required(sources: &[Source], branch: Option<&str>) -> Vec<RequiredCheck> {
    let mut required = Vec::new();
    let is_of_branch = |it: &&Source| it.counts() && it.requires_otherwise(branch).is_none();
    for source in sources.iter().filter(is_of_branch) {
        let Some(export) = &source.export else {
            continue;
        };
        let by = match export.format {
            CiFormat::BranchRules => RequiredBy::Ruleset,
            _ => RequiredBy::BranchProtection,
        };
        required.extend(export.required.iter().map(|it| RequiredCheck {
            name: it.name.clone(),
            app: it.app,
            by,
            source: source.evidence.path.clone(),
            found: false,
        }));
    }
    required.sort();
    required.dedup_by(|next, first| {
        (&next.name, next.app, next.by) == (&first.name, first.app, first.by)
    });
    required
}

/// Whether this is a check that is required: of this name, and of the app that has to report it. What a
/// status was reported by is nowhere said.
fn is_it(required: &RequiredCheck, entry: &CiEntry) -> bool {
    let is_of = |app: u64| match entry.kind {
        CiEntryKind::Status => true,
        _ => entry.app == Some(app),
    };
    required.name == entry.name && required.app.is_none_or(is_of)
}

fn check(latest: latest::Entry<'_>, required: &[RequiredCheck]) -> Check {
    let entry = latest.entry;
    let has_ended = entry.status == "completed";
    let ended = entry.conclusion.clone().filter(|_| has_ended);
    Check {
        name: entry.name.clone(),
        kind: kind(entry.kind),
        group: entry.group.clone(),
        id: entry.id,
        state: ended.unwrap_or_else(|| entry.status.clone()),
        status: entry.status.clone(),
        conclusion: entry.conclusion.clone(),
        commit: entry.commit.clone(),
        attempt: entry.attempt,
        run: entry.run,
        branch: entry.branch.clone(),
        event: entry.event.clone(),
        allow_failure: entry.allow_failure,
        required: required.iter().any(|it| is_it(it, entry)),
        superseded: latest.superseded,
        is_own: false,
        is_own_run: false,
        started: entry.started,
        completed: entry.completed,
        url: entry.url.clone(),
        source: latest.source,
    }
}

fn kind(kind: CiEntryKind) -> CheckKind {
    match kind {
        CiEntryKind::CheckRun => CheckKind::CheckRun,
        CiEntryKind::Status => CheckKind::Status,
        CiEntryKind::WorkflowRun => CheckKind::WorkflowRun,
        CiEntryKind::Pipeline => CheckKind::Pipeline,
        CiEntryKind::PipelineJob => CheckKind::PipelineJob,
    }
}

fn source(source: &Source, head: Option<&str>, branch: Option<&str>) -> ChecksSource {
    let export = source.export.as_ref();
    let entries = export.map(|it| it.entries.as_slice()).unwrap_or_default();
    let of_head = entries.iter().filter(|it| Some(&*it.commit) == head);
    let jobs = entries.iter().filter(|it| {
        let is_job = [CiEntryKind::CheckRun, CiEntryKind::PipelineJob].contains(&it.kind);
        is_job && export.is_some_and(|it| it.format != CiFormat::CheckRuns)
    });
    let mut runs: Vec<u64> = jobs.filter_map(|it| it.run).chain(source.run).collect();
    runs.sort_unstable();
    runs.dedup();
    ChecksSource {
        evidence: source.evidence.clone(),
        status: source.status,
        reason: source.reason.clone(),
        format: export.map(|it| it.format.name().to_owned()),
        listed: entries.len() as u64,
        of_head: of_head.count() as u64,
        total: export.and_then(|it| it.total),
        incomplete: source.incomplete(head),
        left_out: source.requires_otherwise(branch),
        runs,
    }
}
