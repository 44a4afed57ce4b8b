//! Whether a maintainer has signed the tag of the previous release, which says whose lists count.

use super::super::tag_signature::{Unsigned, signer};
use crate::collect::Context;
use crate::facts::{AnchorTag, Missing, PreviousRelease};
use crate::repo::SignedTag;

/// Who has signed the tag of the previous release.
///
/// # Errors
/// [`Missing`] if the tag or the lists cannot be read.
pub(super) fn read(context: &Context, previous: &PreviousRelease) -> Result<AnchorTag, Missing> {
    let trust = context.trust()?;
    let signer = match context.repo().signed_tag(&previous.tag)? {
        None => Err("it is no annotated tag".to_owned()),
        Some(tag) => match differs(&tag, previous) {
            Some(reason) => Err(reason),
            None => signer(context, &tag, &previous.commit, trust).map_err(Unsigned::reason),
        },
    };
    Ok(AnchorTag {
        tag: previous.tag.clone(),
        signer: signer.as_ref().ok().cloned(),
        reason: signer.err(),
    })
}

/// A signed tag of another release that was given this one's name says nothing about this one.
fn differs(tag: &SignedTag, previous: &PreviousRelease) -> Option<String> {
    if tag.name != previous.tag {
        return Some(format!("its object is the tag `{}`", tag.name));
    }
    (tag.target != previous.commit).then(|| "its object names another commit".to_owned())
}
