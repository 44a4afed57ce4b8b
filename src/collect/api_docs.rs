//! Where the API documentation is, and whether it has followed the public interface.
//!
//! Which commit changed a symbol is not known, only which commits changed the file that has it.
//! Documentation that was changed after all of them has followed; one that was changed before all of
//! them has not; in between, it may have.

mod follow;
mod kept;
mod listed;
mod sources;
#[cfg(test)]
mod tests;

use super::{Collector, Context};
use crate::facts::{ApiDocKind, ApiDocs, Missing};

/// Where the API documentation is, and whether it has followed the public interface.
pub(super) struct ApiDocsCollector;

impl Collector for ApiDocsCollector {
    type Facts = ApiDocs;

    const NAME: &'static str = "api_docs";
    const PURPOSE: &'static str =
        "Where the API documentation is, and whether it has followed the public interface.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let found = sources::find(context.checkout())?;
        let mut facts = ApiDocs {
            sources: found.sources,
            ..ApiDocs::default()
        };
        let previous = context.repository()?.history.previous.as_ref();
        let Some(previous) = previous.filter(|_| !facts.sources.is_empty()) else {
            return Ok(facts);
        };
        facts.since = Some(previous.tag.clone());
        let api = context.python_api()?;
        let is_in_git = |kind: ApiDocKind| kind != ApiDocKind::Built;
        if facts.sources.iter().any(|source| is_in_git(source.kind)) {
            follow::compare(context, api, &found.written, &mut facts)?;
        }
        if found.lists {
            facts.unlisted = listed::missing(context.checkout(), api, &found.pages, &found.whole)?;
        }
        Ok(facts)
    }
}
