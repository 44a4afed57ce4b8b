//! What stands in the tag objects on HEAD, and who has signed them.

use super::people::Trust;
use super::tag_signature::{Unsigned, signer};
use super::{Collector, Context};
use crate::facts::{HeadTag, HeadTags, Missing, TagObject, TagSignature};
use crate::repo::SignedTag;

/// What stands in the tag objects on HEAD, and who has signed them.
pub(super) struct HeadTagsCollector;

impl Collector for HeadTagsCollector {
    type Facts = HeadTags;

    const NAME: &'static str = "head_tags";
    const PURPOSE: &'static str =
        "What stands in the tag objects on HEAD, and who has signed them.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let trust = context.trust()?;
        let keys = trust.keys.files();
        let Some(head) = &context.repository()?.head else {
            let tags = Vec::new();
            return Ok(HeadTags { tags, keys });
        };
        let read = |name: &String| -> Result<HeadTag, Missing> {
            let tag = context.repo().signed_tag(name)?;
            Ok(HeadTag {
                name: name.clone(),
                object: tag.map(|tag| object(context, tag, &head.commit, trust)),
            })
        };
        let tags = head.tags.iter().map(read).collect::<Result<_, _>>()?;
        Ok(HeadTags { tags, keys })
    }
}

fn object(context: &Context, tag: SignedTag, commit: &str, trust: &Trust) -> TagObject {
    let signature = match signer(context, &tag, commit, trust) {
        Ok(signer) => Some((Some(signer), None, true)),
        Err(Unsigned::Bare) => None,
        Err(Unsigned::Unverified(reason)) => Some((None, Some(reason), false)),
        Err(Unsigned::Refused(reason)) => Some((None, Some(reason), true)),
    };
    TagObject {
        subject: tag.subject(),
        name: tag.name,
        target: tag.target,
        signature: signature.map(|(signer, reason, verifiable)| TagSignature {
            signer,
            reason,
            verifiable,
        }),
    }
}
