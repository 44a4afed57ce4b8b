//! What emergency releases leave out of the process.
//!
//! A record counts as the candidate has it. One that the previous release had, and the candidate has no
//! more, is not forgotten: else what was left out could be made undone by taking out the line.

use super::changes::base;
use super::incidents::{MAX_BYTES, each, read_all};
use super::{Collector, Context};
use crate::facts::{BreakGlass, BreakGlassRecord, Missing, UnreadIncident};
use crate::formats::incident::{self, Incident};

/// What emergency releases leave out of the process.
pub(super) struct BreakGlassCollector;

impl Collector for BreakGlassCollector {
    type Facts = BreakGlass;

    const NAME: &'static str = "break_glass";
    const PURPOSE: &'static str =
        "What emergency releases leave out, and left out, of the process.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let (incidents, unread) = read_all(context.checkout())?;
        let own = incidents.into_iter();
        let mut facts = BreakGlass {
            records: own.filter_map(|(path, it)| record(path, it)).collect(),
            unread,
        };
        if let Some(commit) = base(&context.repository()?.history)? {
            earlier(context, commit, &mut facts)?;
        }
        facts.records.sort();
        facts.unread.sort();
        Ok(facts)
    }
}

/// Adds what the previous release had, and the candidate has not.
fn earlier(context: &Context, commit: &str, facts: &mut BreakGlass) -> Result<(), Missing> {
    let revision = context
        .repo()
        .revision(commit, &context.options().project)?;
    let paths = revision.files().iter().map(|file| file.path.as_str());
    let mut gone = Vec::new();
    for (path, name) in each(paths)? {
        let text = revision.read_text(path, MAX_BYTES)?.unwrap_or_default();
        match incident::parse(name, &text) {
            Ok(incident) => gone.extend(record(path.to_owned(), incident)),
            Err(reason) => facts.unread.push(UnreadIncident {
                path: path.to_owned(),
                reason: format!("in the previous release, {reason}"),
            }),
        }
    }
    let is_there = |one: &BreakGlassRecord| {
        let mut records = facts.records.iter();
        records.any(|other| (&one.id, &one.release) == (&other.id, &other.release))
    };
    gone.retain(|one| !is_there(one));
    facts.records.extend(
        gone.into_iter()
            .map(|one| BreakGlassRecord { gone: true, ..one }),
    );
    Ok(())
}

/// A record that leaves something out.
fn record(path: String, incident: Incident) -> Option<BreakGlassRecord> {
    let left_out = incident.break_glass?;
    Some(BreakGlassRecord {
        path,
        id: incident.id,
        release: incident.release?,
        rules: left_out.rules,
        follow_up: left_out.follow_up,
        closed: left_out.closed,
        gone: false,
    })
}
