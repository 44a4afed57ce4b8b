//! What forges answered, as it was recorded.

use crate::collect::Context;
use crate::collect::reports::{Kind, Told};
use crate::evidence::REVIEWS;
use crate::facts::{Binding, Evidence, Missing, ReportStatus};
use crate::formats::report::Flaw;
use crate::formats::review::{self, ReviewExport, ReviewFormat};

/// One answer.
pub(super) struct Source {
    pub evidence: Evidence,
    pub status: ReportStatus,
    /// Why it is not complete, as a clause.
    pub reason: Option<String>,
    /// What it says, as far as it is understood.
    pub export: Option<ReviewExport>,
}

impl Source {
    /// Whether it speaks of HEAD, and is whole.
    pub fn counts(&self) -> bool {
        self.evidence.binding == Binding::Recorded && self.status == ReportStatus::Complete
    }

    /// What it says, where it counts.
    pub fn said(&self) -> Option<&ReviewExport> {
        self.export.as_ref().filter(|_| self.counts())
    }
}

/// The answers that lie there, sorted by path, save for those of the previous release.
pub(super) fn all(context: &Context) -> Result<Vec<Source>, Missing> {
    let reports = KIND.of_this_release(context)?.into_iter();
    let sources = reports
        .map(|report| Source {
            evidence: report.evidence,
            status: report.status,
            reason: report.reason,
            export: report.value,
        })
        .collect();
    Ok(sources)
}

const KIND: Kind<ReviewExport> = Kind {
    name: REVIEWS,
    recognise: |head| review::recognise(head).map(ReviewFormat::tool),
    read: |head, bytes| match review::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable("it says nothing of reviews on a forge")),
    },
    read_of: |_, _, _| None,
    parts: None,
    told: |export| Told {
        tool: Some(export.format.tool().to_owned()),
        tool_version: None,
        generated_at: None,
        found: false,
    },
};
