//! What users rely on besides the API, compared with the previous release.
//!
//! Limits, beyond those of the readers: what an extra requires is not compared; a Go project is
//! its root module; a build backend's own hooks are not run.

mod commands;
mod compare;
mod dependencies;
mod deprecations;
mod members;
mod packages;
mod runtimes;

use std::collections::BTreeSet;

use super::{Collector, Context};
use crate::facts::{Interface, Missing};
use crate::repo::Revision;

/// What users rely on besides the API: runtimes, extras, commands and their options.
pub(super) struct InterfaceCollector;

impl Collector for InterfaceCollector {
    type Facts = Interface;

    const NAME: &'static str = "interface";
    const PURPOSE: &'static str = "What changed for users besides the API: runtimes, dependencies, extras, features, commands, options.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let repository = context.repository()?;
        let history = &repository.history;
        let base = super::changes::base(history)?;
        let (Some(base), Some(head)) = (base, &repository.head) else {
            return Ok(Interface::default());
        };
        let project = context.checkout().project();
        let previous = context.repo().revision(base, project)?;
        let head = context.repo().revision(&head.commit, project)?;
        let (old, new) = (packages::read(&previous), packages::read(&head));
        let mut found = compare::packages(&old, &new);
        found.since = history.previous.as_ref().map(|release| release.tag.clone());
        commands::compare(&mut found, &previous, &head);
        deprecations::compare(&mut found, (&previous, &old), (&head, &new));
        Ok(sorted(found))
    }
}

/// The names of the published Rust libraries that are there at both revisions, sorted.
pub(super) fn kept_libraries(previous: &Revision, head: &Revision) -> Vec<String> {
    let names = |revision: &Revision| -> BTreeSet<String> {
        let packages = packages::read(revision);
        let names = packages.libraries().filter_map(|it| it.name.clone());
        names.collect()
    };
    let (before, now) = (names(previous), names(head));
    before.intersection(&now).cloned().collect()
}

/// Every list sorted, without repetitions.
fn sorted(mut found: Interface) -> Interface {
    found.sources.sort();
    found.sources.dedup();
    found.changes.sort_by(|a, b| {
        (&a.symbol, &a.kind, &a.path, a.line, &a.message)
            .cmp(&(&b.symbol, &b.kind, &b.path, b.line, &b.message))
    });
    found.changes.dedup();
    found.gaps.sort_by(|a, b| {
        (&a.symbol, &a.path, a.line, &a.reason).cmp(&(&b.symbol, &b.path, b.line, &b.reason))
    });
    found.gaps.dedup();
    found
}
