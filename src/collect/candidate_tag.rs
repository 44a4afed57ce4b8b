//! Where the version tags on HEAD are: on which branches, and on which remotes.

use super::{Collector, Context};
use crate::facts::{CandidateTag, Missing};

/// Where the version tags on HEAD are: on which branches, and on which remotes.
pub(super) struct CandidateTagCollector;

impl Collector for CandidateTagCollector {
    type Facts = CandidateTag;

    const NAME: &'static str = "candidate_tag";
    const PURPOSE: &'static str =
        "Where the version tags on HEAD are: on which branches, and on which remotes.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let repository = context.repository()?;
        let Some(head) = &repository.head else {
            return Ok(CandidateTag {
                branches: Vec::new(),
                complete: true,
                remote_tags: Vec::new(),
            });
        };
        let holding = context.repo().holding(&head.commit, &repository.branches)?;
        Ok(CandidateTag {
            branches: holding.branches,
            complete: holding.complete,
            remote_tags: context.repo().remote_tags(&head.tags)?,
        })
    }
}
