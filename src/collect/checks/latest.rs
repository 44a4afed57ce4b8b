//! What counts of what several sources say: of one thing the latest word, and of several attempts the
//! latest.

use std::collections::BTreeMap;

use super::sources::Source;
use crate::formats::ci::{CiEntry, CiEntryKind};

/// What ran on HEAD, each thing once.
pub(super) struct Latest {
    found: Vec<Found>,
}

struct Found {
    entry: CiEntry,
    source: String,
    /// When the source was written.
    at: Option<i64>,
    superseded: Option<String>,
}

/// One thing that ran.
pub(super) struct Entry<'a> {
    pub entry: &'a CiEntry,
    /// The path of the source that says so last.
    pub source: String,
    /// Why it does not count any more, as a clause.
    pub superseded: Option<String>,
}

impl Latest {
    /// What the sources that count say of a commit. Of what several of them name, by its number, the
    /// one that was written last is believed; it takes from the others what it does not say at all.
    pub fn of(sources: &[Source], head: Option<&str>) -> Self {
        let mut latest: BTreeMap<(CiEntryKind, u64), Found> = BTreeMap::new();
        for source in sources.iter().filter(|source| source.counts()) {
            let entries = source.export.iter().flat_map(|export| &export.entries);
            for entry in entries.filter(|entry| Some(&*entry.commit) == head) {
                let found = Found {
                    entry: entry.clone(),
                    source: source.evidence.path.clone(),
                    at: source.evidence.generated_at,
                    superseded: None,
                };
                match latest.entry((entry.kind, entry.id)) {
                    std::collections::btree_map::Entry::Vacant(place) => {
                        place.insert(found);
                    }
                    std::collections::btree_map::Entry::Occupied(mut place) => {
                        place.get_mut().meet(found);
                    }
                }
            }
        }
        let mut latest = Latest {
            found: latest.into_values().collect(),
        };
        latest.supersede();
        latest
    }

    /// All of them, those that are superseded included.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.found.iter().map(|found| Entry {
            entry: &found.entry,
            source: found.source.clone(),
            superseded: found.superseded.clone(),
        })
    }

    fn supersede(&mut self) {
        let newer_runs = self.newer_runs();
        let mut reasons: Vec<(usize, String)> = Vec::new();
        // Those of one name, so that few are held against each other.
        let mut named: BTreeMap<(CiEntryKind, &str), Vec<usize>> = BTreeMap::new();
        for (at, found) in self.found.iter().enumerate() {
            let entry = &found.entry;
            named.entry((entry.kind, &entry.name)).or_default().push(at);
        }
        for group in named.values() {
            // Only the newest of each run matters; a thousand of one name are rare.
            for &at in group.iter().take(MAX_OF_A_NAME) {
                let one = &self.found[at].entry;
                let newer = group.iter().take(MAX_OF_A_NAME).find_map(|&other| {
                    let other = &self.found[other].entry;
                    is_newer(other, one, &newer_runs).then_some(other)
                });
                if let Some(newer) = newer {
                    reasons.push((at, reason(newer)));
                }
            }
        }
        for (at, reason) in reasons {
            if let Some(found) = self.found.get_mut(at) {
                found.superseded = Some(reason);
            }
        }
    }

    /// For each run of a workflow, and each pipeline, the later ones of the same: started by the same
    /// event, for the same branch.
    fn newer_runs(&self) -> BTreeMap<u64, Vec<u64>> {
        let mut series: BTreeMap<_, Vec<u64>> = BTreeMap::new();
        for found in &self.found {
            let entry = &found.entry;
            let is_run = [CiEntryKind::WorkflowRun, CiEntryKind::Pipeline].contains(&entry.kind);
            // Where the export leaves that out, nothing shows that they are of one series.
            let (Some(event), Some(branch), true) = (&entry.event, &entry.branch, is_run) else {
                continue;
            };
            let workflow = (
                entry.workflow,
                entry.workflow.is_none().then_some(&entry.name),
            );
            let key = (entry.kind, workflow, event, branch);
            series.entry(key).or_default().push(entry.id);
        }
        let mut newer = BTreeMap::new();
        for mut runs in series.into_values() {
            runs.sort_unstable();
            for (at, run) in runs.iter().enumerate() {
                newer.insert(*run, runs.get(at + 1..).unwrap_or_default().to_vec());
            }
        }
        newer
    }
}

/// The most things of one name of which it is looked at whether one supersedes another. All others
/// count.
const MAX_OF_A_NAME: usize = 300;

/// Whether one is a later attempt at the same as the other, of the same kind and name.
fn is_newer(one: &CiEntry, other: &CiEntry, newer_runs: &BTreeMap<u64, Vec<u64>>) -> bool {
    let is_later_run = |one: u64, other: u64| {
        newer_runs
            .get(&other)
            .is_some_and(|newer| newer.contains(&one))
    };
    if one.id == other.id || one.app != other.app {
        return false;
    }
    match one.kind {
        CiEntryKind::WorkflowRun | CiEntryKind::Pipeline => is_later_run(one.id, other.id),
        // GitHub lists the latest of each context.
        CiEntryKind::Status => one.id > other.id,
        CiEntryKind::PipelineJob => match (one.run, other.run) {
            // Within a pipeline, names are unique.
            (Some(run), Some(of)) if run == of => one.id > other.id,
            (Some(run), Some(of)) => is_later_run(run, of),
            _ => false,
        },
        CiEntryKind::CheckRun => match (one.run, other.run) {
            (Some(run), Some(of)) if run != of => is_later_run(run, of),
            (Some(_), Some(_)) => is_later_attempt(one, other),
            _ => one.suite.is_some() && one.suite == other.suite && is_later_attempt(one, other),
        },
    }
}

/// Two jobs of one run may have the same name. Where the attempt does not tell, one is a repetition
/// only if it was started when the other had ended.
fn is_later_attempt(one: &CiEntry, other: &CiEntry) -> bool {
    match (one.attempt, other.attempt) {
        (Some(one), Some(other)) => one > other,
        _ => match (one.started, other.completed) {
            (Some(started), Some(completed)) => one.id > other.id && started >= completed,
            _ => false,
        },
    }
}

fn reason(newer: &CiEntry) -> String {
    match newer.attempt {
        Some(attempt) if attempt > 1 => format!("attempt {attempt} ({}) came after it", newer.id),
        _ => format!("{} came after it", newer.id),
    }
}

impl Found {
    /// Takes in what another source says of the same thing.
    fn meet(&mut self, other: Found) {
        if (other.at, detail(&other.entry)) > (self.at, detail(&self.entry)) {
            let older = std::mem::replace(self, other);
            self.entry.fill(&older.entry);
        } else {
            self.entry.fill(&other.entry);
        }
    }
}

/// How much an entry says of where it belongs.
fn detail(entry: &CiEntry) -> usize {
    let said = [
        entry.event.is_some(),
        entry.branch.is_some(),
        entry.suite.is_some(),
        entry.attempt.is_some(),
    ];
    said.into_iter().filter(|said| *said).count()
}
