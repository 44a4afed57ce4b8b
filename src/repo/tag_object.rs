//! What a tag ref leads to: through tag objects down to a commit.

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::objs::{Kind, TagRef as TagObject};

use super::graph::one_line;
use super::refs::TagRef;

/// The most tag objects that are followed one after another.
const MAX_DEPTH: usize = 16;

/// The largest tag object that is read, in bytes. Its message is a release's notes at most.
pub(super) const MAX_SIZE: u64 = 4 << 20;

/// How a signature begins, on a line of its own (PGP, SSH, X.509).
pub(super) const ARMORS: [&[u8]; 4] = [
    b"-----BEGIN PGP SIGNATURE-----",
    b"-----BEGIN PGP MESSAGE-----",
    b"-----BEGIN SSH SIGNATURE-----",
    b"-----BEGIN SIGNED MESSAGE-----",
];

/// What a tag leads to, and what its own tag object says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Peeled {
    /// The commit, if it is one and is here.
    pub commit: Option<ObjectId>,
    /// Whether the ref names a tag object.
    pub annotated: bool,
    /// Whether that object carries a signature.
    pub signed: bool,
    /// `Name <email>` of its maker.
    pub tagger: Option<String>,
    /// When it was made, in seconds since 1970.
    pub time: Option<i64>,
    /// What is wrong with an object on the way, where that hides the commit.
    pub damage: Option<String>,
}

/// Follows a tag, and reads what its tag object says.
pub(super) fn read(repo: &gix::Repository, tag: &TagRef) -> Peeled {
    let mut peeled = Peeled::default();
    let mut next = tag.target;
    for depth in 0..MAX_DEPTH {
        let Some(id) = next.take() else { break };
        match follow(repo, id, depth == 0, &mut peeled) {
            Ok(target) => next = target,
            Err(damage) => peeled.damage = Some(damage),
        }
    }
    if next.is_some() {
        peeled.damage = Some(format!("is a chain of more than {MAX_DEPTH} tags"));
    }
    recover(repo, tag, &mut peeled);
    peeled
}

/// Follows a tag without reading its tag object, by what git wrote down beside the ref.
pub(super) fn glance(repo: &gix::Repository, tag: &TagRef) -> Peeled {
    let mut peeled = Peeled {
        annotated: tag.peeled.is_some(),
        ..Peeled::default()
    };
    let kind = |id| repo.try_find_header(id).ok().flatten().map(|it| it.kind());
    if let Some(id) = tag.peeled.or(tag.target) {
        match kind(id) {
            Some(Kind::Commit) => peeled.commit = Some(id),
            Some(Kind::Tag) => return read(repo, tag),
            _ => {}
        }
    }
    peeled
}

/// Where the tag object is damaged, packed refs may still say where it leads.
fn recover(repo: &gix::Repository, tag: &TagRef, peeled: &mut Peeled) {
    if peeled.damage.is_none() {
        return;
    }
    let commit = tag.peeled.filter(|id| {
        let header = repo.try_find_header(*id).ok().flatten();
        header.is_some_and(|header| header.kind() == Kind::Commit)
    });
    if commit.is_some() {
        peeled.commit = commit;
        peeled.annotated = true;
        peeled.damage = None;
    }
}

/// Looks at one object of the chain; yields the next one if it is a tag.
fn follow(
    repo: &gix::Repository,
    id: ObjectId,
    first: bool,
    peeled: &mut Peeled,
) -> Result<Option<ObjectId>, String> {
    let header = repo
        .try_find_header(id)
        .map_err(|error| {
            format!(
                "names `{id}`, which is damaged: {}",
                one_line(&error.to_string())
            )
        })?
        .ok_or_else(|| format!("names `{id}`, which is not in the clone"))?;
    match header.kind() {
        Kind::Commit => {
            peeled.commit = Some(id);
            return Ok(None);
        }
        Kind::Tree | Kind::Blob => return Ok(None),
        Kind::Tag => {}
    }
    peeled.annotated |= first;
    if header.size() > MAX_SIZE {
        return Err(format!("is a tag object of more than {MAX_SIZE} bytes"));
    }
    let damaged = |error: String| format!("is a damaged tag object `{id}`: {}", one_line(&error));
    let object = repo
        .find_object(id)
        .map_err(|error| damaged(error.to_string()))?;
    let tag = TagObject::from_bytes(&object.data, repo.object_hash())
        .map_err(|error| damaged(error.to_string()))?;
    if first {
        peeled.signed = is_signed(&object.data);
        if let Ok(Some(tagger)) = tag.tagger() {
            peeled.tagger = Some(format!(
                "{} <{}>",
                tagger.name.to_str_lossy(),
                tagger.email.to_str_lossy()
            ));
            peeled.time = Some(tagger.seconds());
        }
    }
    let target = tag.target();
    // A commit that is named but not here is none of HEAD's ancestors: the walk over those fails
    // on its own if it meets a gap. Only an inner tag may hide one.
    let known = repo.try_find_header(target).ok().flatten().is_some();
    Ok((known || tag.target_kind == Kind::Tag).then_some(target))
}

/// Whether a tag object has a signature: in its message, or in a header of its own (as tags of
/// repositories that moved between SHA-1 and SHA-256 have).
fn is_signed(object: &[u8]) -> bool {
    object.lines().any(|line| {
        ARMORS.contains(&line)
            || line.starts_with(b"gpgsig ")
            || line.starts_with(b"gpgsig-sha256 ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_seen_on_a_line_of_their_own() {
        assert!(is_signed(
            b"object x\n\nRelease\n-----BEGIN SSH SIGNATURE-----\nabc\n"
        ));
        assert!(is_signed(
            b"object x\n\nRelease\r\n-----BEGIN PGP SIGNATURE-----\r\nabc\n"
        ));
        assert!(!is_signed(
            b"object x\n\nsee -----BEGIN PGP SIGNATURE----- in a text\n"
        ));
    }
}
