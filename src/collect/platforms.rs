//! The platforms that the project supports, as its configuration lists them.

use super::{Collector, Context};
use crate::evidence::{Item, Source, Stream};
use crate::facts::{KeptFile, Missing, Platforms};

/// The platforms that the project supports.
pub(super) struct PlatformsCollector;

impl Collector for PlatformsCollector {
    type Facts = Platforms;

    const NAME: &'static str = "platforms";
    const PURPOSE: &'static str =
        "The platforms that the project supports, as its configuration lists them.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let platforms = context.options().platforms.clone();
        let has_reports = platforms.iter().any(|it| !it.reports.is_empty());
        let kept = match has_reports {
            true => context.evidence()?.items.iter().filter_map(kept).collect(),
            false => Vec::new(),
        };
        Ok(Platforms { platforms, kept })
    }
}

/// A file as it was called before it was kept; `None` for what was printed, and for loose files.
fn kept(item: &Item) -> Option<KeptFile> {
    let Source::Recorded { record, output } = &item.source else {
        return None;
    };
    let output = record.outputs.get(*output)?;
    (output.stream == Stream::File).then(|| {
        Some(KeptFile {
            path: item.path.clone(),
            source: output.source.as_ref()?.replace('\\', "/"),
        })
    })?
}
