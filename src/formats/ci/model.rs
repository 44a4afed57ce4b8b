//! What every format is read into.

use super::CiFormat;
use super::kept::limit;
use super::place::place;
use crate::formats::report::Flaw;
use crate::formats::review::Place;

/// The most entries that one export may have.
pub const MAX_ENTRIES: usize = 10_000;

/// The most projects that are kept of one export.
const MAX_PLACES: usize = 10;

/// What one export says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CiExport {
    /// The format that it was read from.
    pub format: CiFormat,
    /// What ran, in the order of the export; the same thing on two pages once, as it was last.
    pub entries: Vec<CiEntry>,
    /// The checks that a branch requires, in the order of the export.
    pub required: Vec<RequiredContext>,
    /// The branch that requires them; `None` where the export does not say.
    pub branch: Option<String>,
    /// The projects that it is of, by the addresses of the forge in it; each once, in their order.
    pub places: Vec<Place>,
    /// How many the export says that there are; `None` where it does not say.
    pub total: Option<u64>,
    /// Why there may be more than it lists, as a clause; `None` where it lists all there are.
    pub incomplete: Option<String>,
}

/// What ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CiEntryKind {
    /// A check run of GitHub; each job of GitHub Actions is one, with the same id.
    CheckRun,
    /// A commit status of GitHub.
    Status,
    /// A run of a workflow of GitHub Actions.
    WorkflowRun,
    /// A pipeline of GitLab.
    Pipeline,
    /// A job of a pipeline of GitLab, or one that starts another pipeline.
    PipelineJob,
}

/// One thing that ran, or is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CiEntry {
    /// What it is.
    pub kind: CiEntryKind,
    /// The CI system's own number for it, unique among those of its kind.
    pub id: u64,
    /// Its name: that of a check run, the context of a status, the workflow, the job.
    pub name: String,
    /// Who ran it: the app, the workflow, the stage; empty where the export does not say.
    pub group: String,
    /// The full id of the commit, in lower case.
    pub commit: String,
    /// What the CI system calls its state, in lower case: `completed`, `in_progress`, `failed`.
    pub status: String,
    /// How it ended, in lower case; `None` where it has not, or where the status says that, too.
    pub conclusion: Option<String>,
    /// Which attempt it is; `None` where the export does not say.
    pub attempt: Option<u64>,
    /// The check suite that it is part of.
    pub suite: Option<u64>,
    /// The workflow run or pipeline that it is part of, or that it is itself.
    pub run: Option<u64>,
    /// The workflow that it is a run of.
    pub workflow: Option<u64>,
    /// The branch or tag that it ran for.
    pub branch: Option<String>,
    /// What started it: `push`, `merge_request_event`.
    pub event: Option<String>,
    /// The number of the GitHub App.
    pub app: Option<u64>,
    /// The machine that runs it.
    pub runner: Option<String>,
    /// Whether it may fail, as the CI system's configuration says.
    pub allow_failure: bool,
    /// In seconds since 1970.
    pub started: Option<i64>,
    /// In seconds since 1970.
    pub completed: Option<i64>,
    /// Where a person can look at it.
    pub url: Option<String>,
}

/// A check that a branch requires.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequiredContext {
    /// The name of the check run, or the context of the status.
    pub name: String,
    /// The number of the GitHub App that has to report it; `None` where any may.
    pub app: Option<u64>,
}

impl CiEntry {
    pub(super) fn new(kind: CiEntryKind, id: u64, name: String, commit: String) -> Self {
        CiEntry {
            kind,
            id,
            name,
            commit,
            group: String::new(),
            status: String::new(),
            conclusion: None,
            attempt: None,
            suite: None,
            run: None,
            workflow: None,
            branch: None,
            event: None,
            app: None,
            runner: None,
            allow_failure: false,
            started: None,
            completed: None,
            url: None,
        }
    }
}

impl CiExport {
    pub(super) fn new(format: CiFormat) -> Self {
        CiExport {
            format,
            entries: Vec::new(),
            required: Vec::new(),
            branch: None,
            places: Vec::new(),
            total: None,
            incomplete: None,
        }
    }

    /// Adds an entry.
    pub(super) fn add(&mut self, entry: CiEntry) -> Result<(), Flaw> {
        limit(self.entries.len(), MAX_ENTRIES, "entries")?;
        self.entries.push(entry);
        Ok(())
    }

    /// Adds a required check, each once.
    pub(super) fn require(&mut self, required: RequiredContext) -> Result<(), Flaw> {
        limit(self.required.len(), MAX_ENTRIES, "required checks")?;
        if !self.required.contains(&required) {
            self.required.push(required);
        }
        Ok(())
    }

    /// Takes the project whose address this is.
    pub(super) fn of_place(&mut self, address: Option<&str>) {
        let place = address.and_then(place);
        let is_new = |place: &Place| !self.places.contains(place);
        if let Some(place) = place.filter(is_new)
            && self.places.len() < MAX_PLACES
        {
            self.places.push(place);
        }
    }

    /// Takes the branch that a page names.
    pub(super) fn of_branch(&mut self, name: Option<String>) -> Result<(), Flaw> {
        let Some(name) = name else { return Ok(()) };
        match &self.branch {
            Some(other) if *other != name => Err(Flaw::unreadable(format!(
                "it speaks of several branches, `{other}` and `{name}`"
            ))),
            _ => {
                self.branch = Some(name);
                Ok(())
            }
        }
    }

    /// Keeps of the same thing on two pages, between which something was added, the last.
    pub(super) fn each_once(mut self) -> Self {
        let mut seen = std::collections::HashSet::new();
        self.entries.reverse();
        self.entries
            .retain(|entry| seen.insert((entry.kind, entry.id)));
        self.entries.reverse();
        self
    }

    /// Holds what the pages say against what is there: each page names the total, which may grow
    /// while the pages are read.
    pub(super) fn counted(self, totals: &[u64]) -> Result<Self, Flaw> {
        let mut export = self.each_once();
        let total = totals.iter().max().copied();
        let listed = export.entries.len() as u64;
        match total {
            Some(total) if total < listed => {
                return Err(Flaw::unreadable(format!(
                    "it says that there are {total}, and lists {listed}"
                )));
            }
            Some(total) if total > listed => {
                export.incomplete = Some(format!(
                    "it lists {listed} of {total}: export it with `--paginate`"
                ));
            }
            _ => {}
        }
        export.total = total;
        Ok(export)
    }
}

impl CiEntry {
    /// Takes from what another source says of the same thing what this one leaves out. What it says
    /// of its state stays.
    pub fn fill(&mut self, other: &CiEntry) {
        if self.group.is_empty() {
            self.group.clone_from(&other.group);
        }
        self.attempt = self.attempt.or(other.attempt);
        self.suite = self.suite.or(other.suite);
        self.run = self.run.or(other.run);
        self.workflow = self.workflow.or(other.workflow);
        self.app = self.app.or(other.app);
        for (own, other) in [
            (&mut self.branch, &other.branch),
            (&mut self.event, &other.event),
            (&mut self.runner, &other.runner),
            (&mut self.url, &other.url),
        ] {
            if own.is_none() {
                own.clone_from(other);
            }
        }
    }
}
