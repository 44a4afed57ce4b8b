//! How the public interface of the project's TypeScript packages changed since the previous
//! release, by the reports of API Extractor that are in git.

mod checks;
mod configurations;
mod packages;
mod reports;

use std::collections::BTreeMap;

use super::{Collector, Context};
use crate::api::typescript::Tagged;
use crate::facts::{
    Evidence, Missing, TypescriptApi, TypescriptChanges, TypescriptCheck, TypescriptReleaseTag,
};
use crate::formats::api_extractor::ReleaseTag;

/// The API reports of two commits, and whether they are those of the sources.
pub(super) struct TypescriptApiCollector;

impl Collector for TypescriptApiCollector {
    type Facts = TypescriptApi;

    const NAME: &'static str = "typescript_api";
    const PURPOSE: &'static str = "How the public interface of the project's TypeScript packages changed since the previous release, by the reports of API Extractor in git.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter().map(|report| &report.evidence);
        let checks = facts.checks.iter().map(|check| &check.evidence);
        reports.chain(checks).cloned().collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let repository = context.repository()?;
        let history = &repository.history;
        let base = super::changes::base(history)?;
        let Some(head) = &repository.head else {
            return Ok(TypescriptApi::default());
        };
        let project = context.checkout().project();
        let head = context.repo().revision(&head.commit, project)?;
        let now = reports::list(&head)?;
        let configurations = configurations::list(&head);
        if now.is_empty() && configurations.is_empty() && base.is_none() {
            return Ok(TypescriptApi::default());
        }
        let mut found = match base {
            Some(base) => {
                let previous = context.repo().revision(base, project)?;
                let before = reports::list(&previous)?;
                reports::compare((&previous, &before), (&head, &now))?
            }
            None => reports::Compared::of_first_release(&now),
        };
        let checks = match configurations.is_empty() && found.reports.is_empty() {
            true => Vec::new(),
            false => checks::list(context)?,
        };
        for report in &mut found.reports {
            let passed = checks.iter().filter(|check| checks::proves(check));
            let vouches = |check: &&TypescriptCheck| {
                let mut used = configurations.iter();
                used.any(|it| checks::used(check, &it.path) && it.writes(&report.evidence.path))
            };
            if let Some(check) = passed.into_iter().find(vouches) {
                checks::vouch(&mut report.evidence, check);
            }
        }
        let previous = history.previous.as_ref();
        Ok(TypescriptApi {
            since: base.and(previous).map(|release| release.tag.clone()),
            unreported: configurations::unreported(&configurations, &found.reports),
            checks,
            changes: by_tag(found.changes),
            gaps: sorted(found.gaps),
            reports: sorted(found.reports),
        })
    }
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list.dedup();
    list
}

fn by_tag(changes: Vec<Tagged>) -> Vec<TypescriptChanges> {
    let mut found: BTreeMap<TypescriptReleaseTag, Vec<_>> = BTreeMap::new();
    for Tagged { tag, change } in changes {
        let tag = match tag {
            ReleaseTag::Internal => TypescriptReleaseTag::Internal,
            ReleaseTag::Alpha => TypescriptReleaseTag::Alpha,
            ReleaseTag::Beta => TypescriptReleaseTag::Beta,
            ReleaseTag::Public => TypescriptReleaseTag::Public,
        };
        found.entry(tag).or_default().push(change);
    }
    let groups = found.into_iter().map(|(release_tag, mut changes)| {
        changes.sort_by(|a, b| {
            (&a.symbol, &a.kind, &a.path, a.line, &a.message)
                .cmp(&(&b.symbol, &b.kind, &b.path, b.line, &b.message))
        });
        changes.dedup();
        TypescriptChanges {
            release_tag,
            changes,
        }
    });
    groups.collect()
}
