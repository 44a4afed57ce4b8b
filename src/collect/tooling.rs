//! Where the project can be published, and the tools that its files name.

mod channels;
mod dependencies;

use super::{Collector, Context};
use crate::facts::{Missing, Tooling};

/// The most files that are named.
const MAX_FILES: usize = 1_000;

/// Where the project can be published, and the tools that its files name.
pub(super) struct ToolingCollector;

impl Collector for ToolingCollector {
    type Facts = Tooling;

    const NAME: &'static str = "tooling";
    const PURPOSE: &'static str =
        "Where the project can be published, and the tools that its files name.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let checkout = context.checkout();
        let tracked = checkout.tracked()?;
        let near = |path: &&String| !path.contains('/') || path.starts_with('.');
        Ok(Tooling {
            channels: channels::read(checkout)?,
            files: tracked
                .iter()
                .filter(near)
                .take(MAX_FILES)
                .cloned()
                .collect(),
            dependencies: dependencies::read(checkout)?,
        })
    }
}
