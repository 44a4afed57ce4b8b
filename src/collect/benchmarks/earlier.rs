//! Where the benchmarks of the previous release are found.

use sha2::{Digest, Sha256};

use super::super::Context;
use super::super::reports::Report;
use super::{Dated, Read};
use crate::facts::{EarlierBenchmarks, EarlierPlace, Missing, PreviousRelease};
use crate::formats::benchmark;
use crate::formats::report::Flaw;

/// The notes whose notes on a commit are reports of its benchmarks.
const NOTES: &str = "refs/notes/relcheck-benchmarks";

/// The largest report that is read from git, or from where the configuration says, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// The most bytes of files in git that are looked at, all together.
const MAX_LOOKED_AT: u64 = 256 << 20;

/// How much of a file is looked at to recognise it.
const HEAD_BYTES: usize = 16 << 10;

/// A run that may be one of the previous release.
pub(super) struct Run {
    pub fact: EarlierBenchmarks,
    value: Option<Read>,
    generated_at: Option<i64>,
}

impl Run {
    /// What it says, if it is used.
    pub fn dated(&self) -> Option<Dated<'_>> {
        let value = self.value.as_ref().filter(|_| self.fact.reason.is_none())?;
        Some((self.generated_at, value))
    }
}

/// All runs that may be of the previous release, those that are used first. Only those of one place
/// are.
///
/// # Errors
/// [`Missing`] if git cannot be read.
pub(super) fn find(
    context: &Context,
    previous: &PreviousRelease,
    recorded: Vec<Report<Read>>,
) -> Result<Vec<Run>, Missing> {
    let mut runs = Vec::new();
    runs.extend(configured(context, previous));
    runs.extend(
        recorded
            .into_iter()
            .map(|report| of_record(report, previous)),
    );
    runs.extend(noted(context, previous));
    if !runs.iter().any(|run| run.fact.reason.is_none()) {
        runs.extend(in_history(context, previous)?);
    }
    leave_one_place(&mut runs);
    runs.sort_by(|one, other| key(one).cmp(&key(other)));
    Ok(runs)
}

/// Only the runs of the first place that has a usable one are used; where one is configured it is
/// that place, whatever the file is worth.
fn leave_one_place(runs: &mut [Run]) {
    let is_configured = |run: &&Run| run.fact.place == EarlierPlace::Configured;
    let used = runs.iter().filter(|run| run.fact.reason.is_none());
    let configured = runs.iter().find(is_configured);
    let Some(place) = configured.or(used.min_by_key(|run| run.fact.place)) else {
        return;
    };
    let place = place.fact.place;
    for run in runs {
        if run.fact.place != place && run.fact.reason.is_none() {
            run.fact.reason = Some("another place goes first".to_owned());
        }
    }
}

fn key(run: &Run) -> (bool, EarlierPlace, &str) {
    (run.fact.reason.is_some(), run.fact.place, &run.fact.path)
}

/// The file that the configuration names, in the working tree.
fn configured(context: &Context, previous: &PreviousRelease) -> Option<Run> {
    let path = context.options().earlier_benchmarks.as_deref()?;
    let content = match context.checkout().read(path, MAX_BYTES) {
        Ok(Some(content)) => Ok(content),
        Ok(None) => Err("there is no such file".to_owned()),
        Err(missing) => Err(missing.reason),
    };
    Some(run(EarlierPlace::Configured, path, content, previous))
}

fn of_record(report: Report<Read>, previous: &PreviousRelease) -> Run {
    let value = report.value.as_ref();
    let reason = match report.is_whole() {
        true => value.and_then(|value| speaks_of_another(value, previous)),
        false => report
            .reason
            .clone()
            .or_else(|| Some("it is not whole".to_owned())),
    };
    Run {
        fact: EarlierBenchmarks {
            place: EarlierPlace::Recorded,
            path: report.evidence.path.clone(),
            sha256: Some(report.evidence.sha256.clone()),
            commit: report.of_commit().map(str::to_owned),
            benchmarks: value.map_or(0, |read| read.results.len() as u64),
            machine: value.and_then(|read| read.machine.clone()),
            reason,
        },
        generated_at: report.evidence.generated_at,
        value: report.value,
    }
}

/// The note on the commit.
fn noted(context: &Context, previous: &PreviousRelease) -> Option<Run> {
    let content = match context.repo().note(NOTES, &previous.commit, MAX_BYTES) {
        Ok(content) => Ok(content?),
        Err(missing) => Err(missing.reason),
    };
    let mut run = run(EarlierPlace::Note, NOTES, content, previous);
    run.fact.commit = Some(previous.commit.clone());
    Some(run)
}

/// The reports in git at HEAD that name the commit: pytest-benchmark's `.benchmarks/` among them. One
/// that cannot be looked at is listed, since it may be one.
fn in_history(context: &Context, previous: &PreviousRelease) -> Result<Vec<Run>, Missing> {
    let Some(head) = &context.repository()?.head else {
        return Ok(Vec::new());
    };
    let project = context.checkout().project();
    let revision = context.repo().revision(&head.commit, project)?;
    let mut left = MAX_LOOKED_AT;
    let mut runs = Vec::new();
    for file in revision.files().iter().filter(|file| may_hold(&file.path)) {
        let content = revision
            .read(file, MAX_BYTES.min(left))
            .map_err(|missing| missing.reason);
        let size = content.as_ref().map_or(0, Vec::len);
        left = left.saturating_sub(size as u64);
        // One of those that follow could be it, too: it is told once.
        let is_last = content.is_err() && left < MAX_BYTES;
        let run = match content {
            Ok(content) if !may_be_of(&content, previous) => continue,
            content => run(EarlierPlace::History, &file.path, content, previous),
        };
        // What stands there for another reason is no report of this commit.
        let is_of_it = run.fact.commit.as_ref() == Some(&previous.commit);
        if run.value.is_none() || is_of_it {
            runs.push(run);
        }
        if is_last {
            break;
        }
    }
    Ok(runs)
}

/// Whether it is a report that the commit's id is in.
fn may_be_of(content: &[u8], previous: &PreviousRelease) -> bool {
    let names_it = memchr::memmem::find(content, previous.commit.as_bytes()).is_some();
    names_it && benchmark::recognise(&head(content)).is_some()
}

/// Whether a file's path looks like that of a report of benchmarks.
fn may_hold(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    (path.ends_with(".json") || path.ends_with(".txt"))
        && ["bench", "perf"].iter().any(|word| path.contains(word))
}

fn head(content: &[u8]) -> String {
    let head = content.get(..HEAD_BYTES).unwrap_or(content);
    String::from_utf8_lossy(head).into_owned()
}

/// Reads what was found.
fn run(
    place: EarlierPlace,
    path: &str,
    content: Result<Vec<u8>, String>,
    previous: &PreviousRelease,
) -> Run {
    let sha256 = content
        .as_ref()
        .ok()
        .map(|it| format!("{:x}", Sha256::digest(it)));
    let read = content.and_then(|content| read(&content).map_err(|flaw| flaw.reason));
    let (value, mut reason) = match read {
        Ok(value) => (Some(value), None),
        Err(reason) => (None, Some(reason)),
    };
    if let Some(value) = &value {
        reason = contradiction(value, previous);
    }
    Run {
        fact: EarlierBenchmarks {
            place,
            path: path.to_owned(),
            sha256,
            commit: value.as_ref().and_then(|it| it.commit.clone()),
            benchmarks: value.as_ref().map_or(0, |it| it.results.len() as u64),
            machine: value.as_ref().and_then(|it| it.machine.clone()),
            reason,
        },
        generated_at: value.as_ref().and_then(|it| it.generated_at),
        value,
    }
}

fn read(content: &[u8]) -> Result<Read, Flaw> {
    match benchmark::recognise(&head(content)) {
        Some(format) => format.read(content),
        None => Err(Flaw::unreadable("it is not a known report of benchmarks")),
    }
}

/// Why a report is not of the previous release, as a clause.
fn contradiction(value: &Read, previous: &PreviousRelease) -> Option<String> {
    speaks_of_another(value, previous).or_else(|| {
        let is_dirty = value.dirty == Some(true);
        is_dirty.then(|| "it was measured over files that differed from the commit".to_owned())
    })
}

fn speaks_of_another(value: &Read, previous: &PreviousRelease) -> Option<String> {
    let named = value.commit.as_ref()?;
    let short = |id: &str| id.chars().take(12).collect::<String>();
    (*named != previous.commit).then(|| {
        format!(
            "it speaks of {}, and `{}` is {}",
            short(named),
            previous.tag,
            short(&previous.commit)
        )
    })
}
