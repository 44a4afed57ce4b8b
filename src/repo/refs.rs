//! The refs as they stand: tags, local branches, remote-tracking branches.

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::refs::Target;

use super::graph::one_line;
use crate::facts::Missing;

/// The most refs of one kind that are read.
const MAX_REFS: usize = 1_000_000;

/// A ref below `refs/tags/`, before any object is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TagRef {
    /// The name without `refs/tags/`.
    pub name: String,
    /// The object that it names; `None` for a symbolic ref that leads nowhere.
    pub target: Option<ObjectId>,
    /// Where a tag object leads in the end, if git has written that down beside the ref.
    pub peeled: Option<ObjectId>,
}

/// A branch, local or remote-tracking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BranchRef {
    /// The name without remote.
    pub name: String,
    /// The remote; `None` for a local branch.
    pub remote: Option<String>,
    /// The object at its tip.
    pub tip: ObjectId,
}

/// All branches, and what the remotes say is their default one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Branches {
    /// Sorted by name and remote.
    pub all: Vec<BranchRef>,
    /// The branch that `refs/remotes/origin/HEAD` names, without remote.
    pub origin_head: Option<String>,
}

impl Branches {
    /// The local and remote-tracking branches of this name.
    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a BranchRef> {
        self.all.iter().filter(move |branch| branch.name == name)
    }
}

/// Every tag, sorted by name.
///
/// # Errors
/// [`Missing`] if a ref cannot be read.
pub(super) fn tags(repo: &gix::Repository) -> Result<Vec<TagRef>, Missing> {
    let mut tags: Vec<TagRef> = list(repo, "refs/tags/")?
        .into_iter()
        .map(|found| TagRef {
            target: target(repo, &found),
            name: shorten(&found, "refs/tags/"),
            peeled: found.peeled,
        })
        .collect();
    tags.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(tags)
}

/// Every branch. A symbolic one that leads nowhere is left out, as git does.
///
/// # Errors
/// [`Missing`] if a ref cannot be read.
pub(super) fn branches(repo: &gix::Repository) -> Result<Branches, Missing> {
    let mut all = Vec::new();
    for found in list(repo, "refs/heads/")? {
        if let Some(tip) = target(repo, &found) {
            let name = shorten(&found, "refs/heads/");
            all.push(BranchRef {
                name,
                remote: None,
                tip,
            });
        }
    }
    let remotes: Vec<String> = repo
        .remote_names()
        .iter()
        .map(|name| name.to_str_lossy().into_owned())
        .collect();
    let mut origin_head = None;
    for found in list(repo, "refs/remotes/")? {
        let full = shorten(&found, "refs/remotes/");
        let Some((remote, name)) = split_remote(&full, &remotes) else {
            continue;
        };
        if name == "HEAD" {
            if remote == "origin" {
                origin_head = symbolic_name(&found);
            }
            continue;
        }
        if let Some(tip) = target(repo, &found) {
            all.push(BranchRef {
                name: name.to_owned(),
                remote: Some(remote.to_owned()),
                tip,
            });
        }
    }
    all.sort_unstable();
    Ok(Branches { all, origin_head })
}

/// The full names of the refs with this prefix.
///
/// # Errors
/// [`Missing`] if a ref cannot be read.
pub(super) fn names(repo: &gix::Repository, prefix: &str) -> Result<Vec<String>, Missing> {
    let found = list(repo, prefix)?.into_iter();
    Ok(found
        .map(|it| it.name.as_bstr().to_str_lossy().into_owned())
        .collect())
}

/// The remote and the branch in `origin/release/v1.2.x`. A remote's own name may have a slash in
/// it, so the configured ones go first, the longest foremost.
fn split_remote<'a>(full: &'a str, remotes: &[String]) -> Option<(&'a str, &'a str)> {
    remotes
        .iter()
        .filter(|remote| {
            full.strip_prefix(remote.as_str())
                .is_some_and(|rest| rest.len() > 1 && rest.starts_with('/'))
        })
        .max_by_key(|remote| remote.len())
        .and_then(|remote| full.split_at_checked(remote.len()))
        .map(|(remote, rest)| (remote, rest.trim_start_matches('/')))
        .or_else(|| full.split_once('/'))
}

fn symbolic_name(found: &gix::refs::Reference) -> Option<String> {
    match &found.target {
        Target::Symbolic(name) => name
            .as_bstr()
            .strip_prefix(b"refs/remotes/origin/".as_slice())
            .map(|name| name.to_str_lossy().into_owned()),
        Target::Object(_) => None,
    }
}

fn list(repo: &gix::Repository, prefix: &str) -> Result<Vec<gix::refs::Reference>, Missing> {
    let failed = |error: String| {
        Missing::because(format!(
            "a ref below `{prefix}` cannot be read: {}",
            one_line(&error)
        ))
        .fix("git fsck")
    };
    let platform = repo.references().map_err(|it| failed(it.to_string()))?;
    let found = platform
        .prefixed(prefix)
        .map_err(|it| failed(it.to_string()))?;
    let mut list = Vec::new();
    for reference in found {
        let reference = reference.map_err(|it| failed(format!("{it:#}")))?;
        if list.len() >= MAX_REFS {
            return Err(Missing::because(format!(
                "there are more than {MAX_REFS} refs below `{prefix}`, which is too many to read"
            )));
        }
        list.push(reference.detach());
    }
    Ok(list)
}

fn shorten(found: &gix::refs::Reference, prefix: &str) -> String {
    let name = found.name.as_bstr();
    let short = name.strip_prefix(prefix.as_bytes()).unwrap_or(name);
    short.to_str_lossy().into_owned()
}

fn target(repo: &gix::Repository, found: &gix::refs::Reference) -> Option<ObjectId> {
    match &found.target {
        Target::Object(id) => Some(*id),
        Target::Symbolic(_) => {
            let mut reference = repo.try_find_reference(found.name.as_ref()).ok()??;
            reference.follow_to_object().ok().map(gix::Id::detach)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_with_a_slash_are_told_from_branches() {
        let remotes = ["up".to_owned(), "up/stream".to_owned()];
        assert_eq!(
            split_remote("up/stream/main", &remotes),
            Some(("up/stream", "main"))
        );
        assert_eq!(
            split_remote("up/release/v1.2.x", &remotes),
            Some(("up", "release/v1.2.x"))
        );
        assert_eq!(split_remote("gone/main", &remotes), Some(("gone", "main")));
        assert_eq!(split_remote("alone", &remotes), None);
    }
}
