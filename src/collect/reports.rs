//! Reports of tools, each with what it says and with how it is known which commit it speaks of.
//!
//! What was recorded as a report and is none is listed too, with what is wrong: it is not as if
//! nothing had been there.

mod files;
mod outputs;
mod report;

use std::collections::BTreeSet;

use super::Context;
use super::runs::{record_of, runs};
use super::tests_run::results;
use crate::evidence::{
    Bound, COVERAGE, Item, Record, Tool, did_not_end, elsewhere, narrowed, places, ran_nothing,
    tool_of, unseen_tests,
};
use crate::facts::{Evidence, Missing, ReportStatus};
use crate::formats::report::{Flaw, FlawKind};
use files::Files;
pub(super) use outputs::main_output;
use outputs::{output, source, strangers};
pub(super) use report::Report;

/// Reads what a known tool wrote; `None` if it is nothing that only the record could tell.
pub(super) type ReadOf<T> = fn(&Tool, &Record, &[u8]) -> Option<Result<T, Flaw>>;

/// A kind of report, and how it is recognised and read.
pub(super) struct Kind<T> {
    /// The name of the kind: [`crate::evidence::TESTS`].
    pub name: &'static str,
    /// Whose report a file that starts like this is; `None` if it is none of this kind.
    pub recognise: fn(&str) -> Option<&'static str>,
    /// Reads a file that was recognised; the text is how it starts.
    pub read: fn(&str, &[u8]) -> Result<T, Flaw>,
    /// Reads what a tool wrote that nothing in it tells from another tool's: an empty list.
    pub read_of: ReadOf<T>,
    /// A report that is spread over several files of one run; `None` if there is no such form.
    pub parts: Option<Parts<T>>,
    /// What a file that starts like this is where it tells the same in a format that is not read, and
    /// what to ask the tool for instead, as a clause; `None` if it is nothing of this kind.
    pub unread: fn(&str) -> Option<&'static str>,
    /// What it says of itself.
    pub told: fn(&T) -> Told,
}

/// A report that is spread over several files.
pub(super) struct Parts<T> {
    /// Whether a file that starts like this is one of them.
    pub is_one: fn(&str) -> bool,
    /// Reads all of them together.
    pub read: fn(&[Part]) -> Result<T, Flaw>,
}

/// One of the files of a report.
pub(super) struct Part<'a> {
    /// The path that the tool gave it.
    pub path: &'a str,
    /// How it starts.
    pub head: &'a str,
    pub content: &'a [u8],
}

/// What a report says of itself.
pub(super) struct Told {
    /// The tool that wrote it; `None` if it does not say.
    pub tool: Option<String>,
    pub tool_version: Option<String>,
    /// In seconds since 1970.
    pub generated_at: Option<i64>,
    /// Whether it tells of something that makes such a tool end with another status than 0.
    pub found: bool,
}

/// Whose reports are baselines, too.
const BASELINE: &str = "detect-secrets";

impl<T> Kind<T> {
    /// All reports of this kind, sorted by path. A loose file with the content of a recorded one is
    /// that one.
    ///
    /// # Errors
    /// [`Missing`] if evidence cannot be looked for.
    pub fn reports(&self, context: &Context) -> Result<Vec<Report<T>>, Missing> {
        let repository = context.repository()?;
        let head = repository.head.as_ref().map(|head| head.commit.as_str());
        let all = runs(&context.evidence()?.items);
        let is_recorded = |run: &&[Item]| record_of(run).is_some_and(|it| !it.command.is_empty());
        let (recorded, loose): (Vec<&[Item]>, Vec<&[Item]>) = all.partition(is_recorded);
        let mut reports = self.read_runs(context, &recorded, head, &BTreeSet::new());
        if !reports.iter().any(Report::counts) {
            reports.extend(self.in_other_formats(context, &recorded, head));
        }
        let known = reports.iter().map(|it| it.evidence.sha256.clone());
        let known = known.collect();
        reports.extend(self.read_runs(context, &loose, head, &known));
        reports.sort_by(|one, other| one.evidence.path.cmp(&other.evidence.path));
        Ok(reports)
    }

    /// The reports of some runs, without those whose content is `known`: the same again need not be read
    /// to be known as one. A baseline of secrets in git is more than the same report of a run: it tells what
    /// was decided.
    fn read_runs(
        &self,
        context: &Context,
        runs: &[&[Item]],
        head: Option<&str>,
        known: &BTreeSet<String>,
    ) -> Vec<Report<T>> {
        let mut reports = Vec::new();
        for run in runs {
            let record = record_of(run);
            for items in self.of_run(run, record) {
                let is_missing = run.iter().any(|it| it.lost.is_some());
                let files = Files::read(context, &items);
                let is_baseline = items
                    .iter()
                    .all(|item| item.tracked && (self.recognise)(&item.head) == Some(BASELINE));
                if is_baseline || !known.contains(&files.digest()) {
                    let mut report = self.report(&files, record, (head, is_missing));
                    if let Some(record) = record {
                        self.judge_command(&mut report, run, record, &context.root());
                    }
                    reports.push(report);
                }
            }
        }
        reports
    }

    /// Takes what the recorded command itself tells of how much its report is worth.
    fn judge_command(&self, report: &mut Report<T>, run: &[Item], record: &Record, root: &str) {
        let worthless = elsewhere(record, self.name, root);
        let worthless = worthless.or_else(|| ran_nothing(record, self.name, root));
        // Of tests that fail, coverage is no measure.
        let unseen = || match self.name {
            COVERAGE => unseen_tests(record, root, &results(run)).into_iter().next(),
            _ => None,
        };
        if let Some(reason) = worthless.or_else(unseen) {
            report.refuse(reason);
        }
        report.narrowed = narrowed(record, self.name, root);
        report.places = places(record, self.name, root);
    }

    /// What was recorded for HEAD in a format that is not read, of the runs that left no report: it is
    /// not as if nothing had been there.
    fn in_other_formats(
        &self,
        context: &Context,
        runs: &[&[Item]],
        head: Option<&str>,
    ) -> Vec<Report<T>> {
        let mut reports = Vec::new();
        for run in runs {
            let record = record_of(run);
            let is_of_head = record.is_some_and(|it| it.commit.as_deref() == head);
            if !is_of_head || !self.of_run(run, record).is_empty() {
                continue;
            }
            for item in run.iter().filter(|it| (self.unread)(&it.head).is_some()) {
                let items = [item];
                let files = Files::read(context, &items);
                reports.push(self.report(&files, record, (head, false)));
            }
        }
        reports
    }

    /// The same, save for those that were recorded for the previous release, or for earlier ones.
    ///
    /// # Errors
    /// [`Missing`] if evidence cannot be looked for.
    pub fn of_this_release(&self, context: &Context) -> Result<Vec<Report<T>>, Missing> {
        let previous = context.repository()?.history.previous.as_ref();
        let previous = previous.map(|it| it.commit.as_str());
        let mut reports = self.reports(context)?;
        reports.retain(|report| !report.is_of(previous) && !report.is_of_earlier());
        Ok(reports)
    }

    /// The files of each report of one run: those that are recognised, or the one that should have
    /// been.
    fn of_run<'i>(&self, run: &'i [Item], record: Option<&Record>) -> Vec<Vec<&'i Item>> {
        let recognised = run
            .iter()
            .filter(|item| (self.recognise)(&item.head).is_some());
        let recognised: Vec<&Item> = recognised.collect();
        let beside = strangers(run, &recognised);
        let mut reports: Vec<Vec<&Item>> = recognised.into_iter().map(|item| vec![item]).collect();
        reports.extend(self.parts_of(run, record));
        if !reports.is_empty() {
            reports.extend(beside.into_iter().map(|item| vec![item]));
            return reports;
        }
        let is_lost = run.iter().any(|it| it.lost.is_some());
        let is_due = record.is_some_and(|record| {
            let named = record.kind.as_deref();
            let tool = tool_of(&record.command);
            let may_be = tool.is_none_or(|it| it.kinds.contains(&self.name));
            let always = tool.is_some_and(|it| it.reports_on(&record.command));
            // What is gone may have been any report that the command can have written.
            named.map_or(may_be && (always || is_lost), |kind| kind == self.name)
        });
        match run {
            _ if !is_due => Vec::new(),
            _ => main_output(run)
                .into_iter()
                .map(|item| vec![item])
                .collect(),
        }
    }

    /// The files of a recorded run that are one report together; `None` if there are none.
    fn parts_of<'i>(&self, run: &'i [Item], record: Option<&Record>) -> Option<Vec<&'i Item>> {
        let parts = self.parts.as_ref().filter(|_| record.is_some())?;
        let items = run.iter().filter(|item| (parts.is_one)(&item.head));
        let items: Vec<&Item> = items.collect();
        (!items.is_empty()).then_some(items)
    }

    fn report(
        &self,
        files: &Files,
        record: Option<&Record>,
        (head, is_missing): (Option<&str>, bool),
    ) -> Report<T> {
        let mut bound = files.bind(head);
        // One for HEAD that is worth nothing is not as if it were not there.
        let named = record.and_then(|record| record.commit.clone());
        bound.commit = bound
            .commit
            .or(named.filter(|it| Some(it.as_str()) == head));
        let own = record.and_then(|record| record.commit.as_deref());
        let recorded_for = files.bind(own).commit;
        let read = match &files.contents {
            Err(reason) => Err(Flaw::unreadable(reason.clone())),
            Ok(_) if is_missing => Err(Flaw::unreadable(
                "another output of the same run was recorded, and is gone",
            )),
            Ok(contents) => self.value(files.items, record, contents),
        };
        let told = read.as_ref().ok().map(self.told);
        let found = told.as_ref().is_some_and(|told| told.found);
        let unended = record.and_then(|record| did_not_end(record, self.name, found));
        let (value, flaw) = match (read, unended) {
            (Ok(value), None) => (Some(value), None),
            (Ok(value), Some(reason)) => (Some(value), Some(Flaw::crashed(reason))),
            // That the tool broke off says more than that its report did.
            (Err(_), Some(reason)) if record.is_some_and(|it| it.exit_status != Some(0)) => {
                (None, Some(Flaw::crashed(reason)))
            }
            (Err(flaw), _) => (None, Some(flaw)),
        };
        Report {
            evidence: evidence(self, files, record, told, bound),
            status: flaw.as_ref().map_or(ReportStatus::Complete, status),
            reason: flaw.map(|flaw| flaw.reason),
            value,
            recorded_for,
            leftovers: record.map(|it| it.leftovers.clone()).unwrap_or_default(),
            narrowed: None,
            places: BTreeSet::new(),
        }
    }

    fn value(
        &self,
        items: &[&Item],
        record: Option<&Record>,
        contents: &[Vec<u8>],
    ) -> Result<T, Flaw> {
        let (Some(item), Some(content)) = (items.first(), contents.first()) else {
            return Err(Flaw::unreadable("it has no file"));
        };
        if (self.recognise)(&item.head).is_some() {
            return (self.read)(&item.head, content);
        }
        let parts = self.parts.as_ref().filter(|it| (it.is_one)(&item.head));
        if let Some(parts) = parts {
            let all = items.iter().zip(contents).map(|(item, content)| Part {
                path: source(item),
                head: &item.head,
                content,
            });
            return (parts.read)(&all.collect::<Vec<_>>());
        }
        let known = record.and_then(|record| {
            let tool = tool_of(&record.command)?;
            (self.read_of)(tool, record, content)
        });
        known.unwrap_or_else(|| match (self.unread)(&item.head) {
            Some(what) => Err(not_read(item, what)),
            None => Err(unrecognised(item, record, content)),
        })
    }
}

/// What is wrong with a report in a format that is not read.
fn not_read(item: &Item, what: &str) -> Flaw {
    let place = output(item).and_then(|it| it.source.as_deref());
    let place = place.map_or(String::new(), |path| format!("`{path}`, which "));
    Flaw::unreadable(format!("it was recorded, and {place}is {what}"))
}

/// What is wrong with an output that is no report.
fn unrecognised(item: &Item, record: Option<&Record>, content: &[u8]) -> Flaw {
    let tool = record.and_then(|record| tool_of(&record.command));
    let name = tool.map_or("the command", |tool| tool.name);
    let place = match output(item).and_then(|it| it.source.as_deref()) {
        Some(path) => format!(" in `{path}`"),
        None => String::new(),
    };
    let what = match content {
        [] => "wrote nothing to its output",
        _ => "wrote no report that relcheck reads",
    };
    Flaw::unreadable(format!(
        "{name} {what}{place}: have it write one, and name the file: `relcheck record --file PATH -- …`"
    ))
}

fn status(flaw: &Flaw) -> ReportStatus {
    match flaw.kind {
        FlawKind::Unreadable => ReportStatus::Unreadable,
        FlawKind::Crashed => ReportStatus::Crashed,
    }
}

fn evidence<T>(
    kind: &Kind<T>,
    files: &Files,
    record: Option<&Record>,
    told: Option<Told>,
    bound: Bound,
) -> Evidence {
    let tool = record.and_then(|record| tool_of(&record.command));
    let (name, tool_version, generated_at) = match told {
        Some(told) => (told.tool, told.tool_version, told.generated_at),
        None => (None, None, None),
    };
    let first = files.items.first();
    let recognised = first.and_then(|item| (kind.recognise)(&item.head));
    Evidence {
        path: first.map(|item| item.path.clone()).unwrap_or_default(),
        sha256: files.digest(),
        size: files.items.iter().map(|item| item.size).sum(),
        kind: kind.name.to_owned(),
        tool: name
            .or_else(|| recognised.map(str::to_owned))
            .or_else(|| tool.map(|tool| tool.as_reports_say().to_owned()))
            .unwrap_or_else(|| "unknown".to_owned()),
        tool_version,
        generated_at: record.map(|it| it.finished.as_second()).or(generated_at),
        commit: bound.commit,
        binding: bound.binding,
        binding_reason: bound.reason,
        command: record.map(|it| it.command.clone()).unwrap_or_default(),
        exit_status: record.and_then(|it| it.exit_status),
    }
}
