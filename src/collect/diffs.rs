//! The files and lines that each commit since the previous release changed.

use super::{Collector, Context};
use crate::facts::{Diffs, Missing};

/// The files and lines that each commit since the previous release changed.
pub(super) struct DiffsCollector;

impl Collector for DiffsCollector {
    type Facts = Diffs;

    const NAME: &'static str = "diffs";
    const PURPOSE: &'static str =
        "The files and lines that each commit since the previous release changed.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let commits = context.repo().diffs_of(context.commits()?)?;
        Ok(Diffs { commits })
    }
}
