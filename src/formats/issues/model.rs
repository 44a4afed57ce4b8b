//! What exports say of issues, in the words of none of them.

use serde::{Deserialize, Deserializer};

use super::{IssueFormat, MAX_ENTRIES};
use crate::formats::ci::kept;
use crate::formats::report::Flaw;
use crate::formats::review::{Place, numbered};

/// The most labels that one issue may have. GitHub takes 100.
pub(super) const MAX_LABELS: usize = 1_000;

/// What stands between the project and the number in addresses that people open. GitLab shows an issue
/// as a work item, too.
const MARKS: [&str; 4] = ["/-/issues/", "/-/work_items/", "/issues/", "/work_items/"];

/// What one export says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueExport {
    /// The format that it was read from.
    pub format: IssueFormat,
    /// The issues, in the order of the export; what is on two pages is here twice.
    pub issues: Vec<TrackedIssue>,
    /// How many entries it has. GitHub's API lists pull requests as issues: they count, since they
    /// fill its pages, and are left out of the issues.
    pub entries: usize,
    /// How many entries the last page has; that of a list which `gh` put together is all of it.
    pub last_page: usize,
}

/// One issue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TrackedIssue {
    /// Its number within its project.
    pub number: u64,
    /// The project that it is of.
    pub place: Place,
    /// Its title, on one line.
    pub title: String,
    /// Where a person can look at it.
    pub url: String,
    /// Whether it is open.
    pub is_open: bool,
    /// Why it has its state, in lower case: `completed`, `not_planned`, `reopened`; `None` where the
    /// tracker does not say.
    pub reason: Option<String>,
    /// The names of its labels, sorted.
    pub labels: Vec<String>,
    /// The title of its milestone.
    pub milestone: Option<String>,
    /// When it was opened, in seconds since 1970.
    pub opened: i64,
    /// When it was closed last, in seconds since 1970; `None` where the tracker does not say.
    pub closed: Option<i64>,
}

/// An issue as a format names its parts.
pub(super) struct Parts<'a> {
    pub number: u64,
    pub url: &'a str,
    pub title: &'a str,
    pub is_open: bool,
    pub reason: Option<&'a str>,
    pub labels: Vec<&'a str>,
    pub milestone: Option<&'a str>,
    pub opened: &'a str,
    pub closed: Option<&'a str>,
}

impl IssueExport {
    pub(super) fn new(format: IssueFormat, pages: &[usize]) -> Result<Self, Flaw> {
        let entries = pages.iter().sum();
        if entries > MAX_ENTRIES {
            return Err(Flaw::unreadable(format!(
                "it has more than {MAX_ENTRIES} issues"
            )));
        }
        Ok(IssueExport {
            format,
            issues: Vec::new(),
            entries,
            last_page: pages.last().copied().unwrap_or_default(),
        })
    }

    /// Adds an issue.
    pub(super) fn add(&mut self, parts: &Parts<'_>) -> Result<(), Flaw> {
        self.issues.push(parts.issue()?);
        Ok(())
    }
}

impl Parts<'_> {
    fn issue(&self) -> Result<TrackedIssue, Flaw> {
        let Some((place, number)) = numbered(self.url, &MARKS) else {
            let shown: String = self.url.chars().take(80).collect();
            return Err(Flaw::unreadable(format!(
                "`{shown}` in it is no address of an issue"
            )));
        };
        if number != self.number {
            return Err(Flaw::unreadable(format!(
                "the issue {} in it has another number than its address",
                self.number
            )));
        }
        let opened = kept::moment(Some(self.opened))?.ok_or_else(|| {
            Flaw::unreadable(format!("the issue {number} in it was opened at no time"))
        })?;
        let labels: Result<Vec<String>, Flaw> =
            self.labels.iter().map(|label| kept::name(label)).collect();
        let mut labels = labels?;
        labels.sort();
        labels.dedup();
        Ok(TrackedIssue {
            number,
            place,
            title: kept::optional(Some(self.title))?.unwrap_or_default(),
            url: kept::name(self.url)?,
            is_open: self.is_open,
            reason: kept::word(self.reason)?,
            labels,
            milestone: kept::optional(self.milestone)?,
            opened,
            closed: kept::moment(self.closed)?,
        })
    }
}

/// A state that the format does not have: it may be open as well as not.
pub(super) fn unknown_state(number: u64, word: &str) -> Flaw {
    let shown: String = word.chars().take(40).collect();
    Flaw::unreadable(format!(
        "the issue {number} in it has the state `{shown}`, which is not known"
    ))
}

/// A value that may be `null`, and has to be there.
pub(super) fn nullable<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// A value that may be `null`, and that may be missing: `None` then.
pub(super) fn asked_for<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
