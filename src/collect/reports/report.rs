//! One report, with how much it is worth.

use std::collections::BTreeSet;

use crate::evidence::PREVIOUS;
use crate::facts::{Binding, Evidence, ReportStatus};

/// One report.
pub(in crate::collect) struct Report<T> {
    pub evidence: Evidence,
    pub status: ReportStatus,
    /// Why it is not complete, as a clause; `None` if it is.
    pub reason: Option<String>,
    /// What it says, as far as it is understood.
    pub value: Option<T>,
    /// The commit that it was recorded for, HEAD or not; `None` if that is not certain.
    pub(super) recorded_for: Option<String>,
    /// The data of coverage.py, nyc or c8 that its command has found and not written anew.
    pub leftovers: Vec<String>,
    /// What its command told the tool to leave out, as a clause.
    pub narrowed: Option<String>,
    /// The folders and files of the checkout that its command had the tool look at; none where that
    /// cannot be told.
    pub places: BTreeSet<String>,
}

impl<T> Report<T> {
    /// Whether it speaks of HEAD, and is whole.
    pub fn counts(&self) -> bool {
        self.status == ReportStatus::Complete && self.evidence.binding == Binding::Recorded
    }

    /// Whether the tool came to its end, and what it says is understood.
    pub fn is_whole(&self) -> bool {
        self.status == ReportStatus::Complete
    }

    /// Whether it was recorded for this commit, and not for HEAD.
    pub fn is_of(&self, commit: Option<&str>) -> bool {
        self.evidence.binding != Binding::Recorded
            && commit.is_some()
            && self.recorded_for.as_deref() == commit
    }

    /// Whether it was put where what was recorded for earlier releases is kept, and is not for HEAD:
    /// it is not meant to speak of it.
    pub fn is_of_earlier(&self) -> bool {
        let folder = self.evidence.path.strip_prefix(PREVIOUS);
        folder.is_some_and(|rest| rest.starts_with('/')) && self.evidence.commit.is_none()
    }

    /// Has it count for nothing: why, as a clause.
    pub fn refuse(&mut self, reason: String) {
        self.status = ReportStatus::Unreadable;
        self.reason.get_or_insert(reason);
    }

    /// The commit that it was recorded for; `None` if that is not certain.
    pub fn of_commit(&self) -> Option<&str> {
        self.recorded_for.as_deref()
    }
}
