//! The release before this one: the highest final version among the tags that HEAD descends from.

use std::collections::HashMap;

use gix::ObjectId;

use super::ancestry::{Walk, ancestors, is_ancestor};
use super::graph::{Graph, Node};
use super::reach::reach;
use super::tags::KnownTag;
use crate::facts::{History, Missing, PreviousRelease, VersionFact};
use crate::release::Version;

/// What the search needs to know.
pub(super) struct Search<'a> {
    /// Every tag.
    pub tags: &'a [KnownTag],
    /// The prefix of the newest release's tag.
    pub current_prefix: &'a str,
    /// The commit that is checked out.
    pub head: ObjectId,
    /// The version that is being judged, if it was asked for.
    pub release: Option<&'a Version>,
    /// The X.Y.Z of the hotfix branch that HEAD is on.
    pub hotfix: Option<&'a Version>,
}

/// What the search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The release, if there is one.
    pub previous: Option<PreviousRelease>,
    /// Higher final releases that are not on this history, lowest first.
    pub higher_elsewhere: Vec<String>,
}

/// Releases in the order in which they are preferred: highest version first; of two tags of one
/// version the annotated one, then the one with the prefix of the newest release.
pub(super) fn ranked<'a>(tags: &'a [KnownTag], current_prefix: &str) -> Vec<&'a KnownTag> {
    let mut releases: Vec<&KnownTag> = tags.iter().filter(|it| it.released().is_some()).collect();
    releases.sort_by(|a, b| {
        let favour = |tag: &KnownTag| (tag.peeled.annotated, tag.prefix == current_prefix);
        b.released()
            .cmp(&a.released())
            .then_with(|| favour(b).cmp(&favour(a)))
            .then_with(|| a.name.cmp(&b.name))
    });
    releases
}

/// The release that a hotfix to `version` repairs: the highest below it on the same X.Y line.
pub(super) fn repaired<'a>(ranked: &[&'a KnownTag], version: &Version) -> Option<&'a KnownTag> {
    ranked.iter().copied().find(|tag| {
        tag.released().is_some_and(|it| {
            it < version && it.major() == version.major() && it.minor() == version.minor()
        })
    })
}

/// Releases that may be the previous one: all but the one being judged, where HEAD carries its tag.
fn candidates<'a>(search: &Search<'a>) -> Vec<&'a KnownTag> {
    let ranked = ranked(search.tags, search.current_prefix);
    let on_head = |tag: &KnownTag| tag.peeled.commit == Some(search.head);
    let named = search.release.or(search.hotfix);
    let judged = named.cloned().or_else(|| {
        let highest = ranked.iter().find(|tag| on_head(tag))?;
        highest.released().cloned()
    });
    let is_judged = |tag: &KnownTag| on_head(tag) && tag.released() == judged.as_ref();
    ranked.into_iter().filter(|tag| !is_judged(tag)).collect()
}

/// Whether HEAD descends from a tag; a damaged one is not known to be there.
fn is_on_history(graph: &mut Graph, head: Node, tag: &KnownTag) -> Result<bool, Missing> {
    match tag.peeled.commit.map(|id| graph.commit(id)) {
        Some(Ok(node)) => is_ancestor(graph, node, head),
        _ => Ok(false),
    }
}

/// Looks for the previous release.
///
/// # Errors
/// [`Missing`] if the clone lacks what would tell: an object, a tag's target, or the depth.
pub(super) fn find(graph: &mut Graph, search: &Search) -> Result<Found, Missing> {
    let candidates = candidates(search);
    let head = graph.commit(search.head)?;
    let nodes: Vec<Option<Node>> = candidates
        .iter()
        .map(|tag| graph.place(tag.peeled.commit?).ok())
        .collect();
    let reached = on_history(graph, head, &nodes)?;
    let newest = candidates
        .iter()
        .zip(&reached)
        .find_map(|(tag, reached)| reached.then_some(*tag));
    let previous = match search.hotfix.and_then(|it| repaired(&candidates, it)) {
        Some(repaired) if is_on_history(graph, head, repaired)? => Some(repaired),
        _ => newest,
    };

    let is_higher = |tag: &&KnownTag| match previous {
        Some(previous) => tag.released() > previous.released(),
        None => true,
    };
    refuse_damage(candidates.iter().copied().filter(is_higher))?;
    let mut higher: Vec<String> = candidates
        .iter()
        .zip(&reached)
        .filter(|(tag, reached)| !**reached && is_higher(tag))
        .map(|(tag, _)| tag.name.clone())
        .collect();
    higher.reverse();
    let previous = previous
        .map(|tag| release(graph, tag))
        .transpose()?
        .flatten();
    if graph.is_shallow() {
        refuse_gap(graph, head, previous.as_ref())?;
    }
    Ok(Found {
        previous,
        higher_elsewhere: higher,
    })
}

/// The tag as a release; `None` if it leads to no commit.
///
/// # Errors
/// [`Missing`] if the commit cannot be read.
pub(super) fn release(
    graph: &mut Graph,
    tag: &KnownTag,
) -> Result<Option<PreviousRelease>, Missing> {
    let (Some(version), Some(commit)) = (tag.released(), tag.peeled.commit) else {
        return Ok(None);
    };
    let node = graph.commit(commit)?;
    Ok(Some(PreviousRelease {
        tag: tag.name.clone(),
        version: VersionFact::from(version),
        commit: commit.to_string(),
        time: graph.time(node),
    }))
}

/// Which of the nodes, the most wanted first, are ancestors of HEAD, up to the first one that is; those
/// after it are not looked for.
fn on_history(graph: &mut Graph, head: Node, nodes: &[Option<Node>]) -> Result<Vec<bool>, Missing> {
    let near = nearest(graph, head, nodes)?;
    let mut reached = vec![false; nodes.len()];
    let Some(near) = near else {
        return Ok(reached);
    };
    // A commit that cannot be read is none that a walk comes to.
    let mut loaded = |node: Node| graph.load(node).is_ok().then_some(node);
    let wanted = nodes.iter().enumerate().take(near + 1);
    let (places, asked): (Vec<usize>, Vec<Node>) = wanted
        .filter_map(|(place, node)| Some((place, loaded((*node)?)?)))
        .unzip();
    for (place, found) in places.into_iter().zip(reach(graph, head, &asked)?) {
        if let Some(mark) = reached.get_mut(place) {
            *mark = found;
        }
    }
    Ok(reached)
}

/// The place of the first node that a walk from HEAD comes across; `None` if there is none, which a
/// commit-graph may tell before the end of the history.
fn nearest(
    graph: &mut Graph,
    head: Node,
    nodes: &[Option<Node>],
) -> Result<Option<usize>, Missing> {
    let mut places: HashMap<Node, usize> = HashMap::new();
    for (place, node) in nodes.iter().enumerate() {
        if let Some(node) = node {
            places.entry(*node).or_insert(place);
        }
    }
    let lowest = lowest(graph, places.keys().copied());
    if places.is_empty() {
        return Ok(None);
    }
    let mut walk = Walk::from(graph, head)?;
    while let Some(node) = walk.next(graph)? {
        if let Some(place) = places.get(&node) {
            return Ok(Some(*place));
        }
        if lowest.is_some_and(|lowest| graph.is_above(lowest, graph.rank(node))) {
            break;
        }
    }
    Ok(None)
}

/// The node that stands lowest, as far as a commit-graph tells: without one they are not even read.
fn lowest(graph: &mut Graph, nodes: impl Iterator<Item = Node>) -> Option<Node> {
    if !graph.has_numbers() {
        return None;
    }
    let loaded: Vec<Node> = nodes.filter(|node| graph.load(*node).is_ok()).collect();
    loaded.into_iter().min_by_key(|node| graph.rank(*node))
}

/// A tag whose object cannot be read may be on this history: then it would be the previous one.
fn refuse_damage<'a>(higher: impl Iterator<Item = &'a KnownTag>) -> Result<(), Missing> {
    for tag in higher {
        if let Some(damage) = &tag.peeled.damage {
            return Err(Missing::because(format!("the tag `{}` {damage}", tag.name))
                .fix("git fetch --refetch --tags --force"));
        }
    }
    Ok(())
}

/// In a shallow clone the answer holds only if every commit after the previous release is here.
fn refuse_gap(
    graph: &mut Graph,
    head: Node,
    previous: Option<&PreviousRelease>,
) -> Result<(), Missing> {
    let shallow = |what: &str| {
        Err(Missing::because(format!("the clone is shallow and {what}"))
            .fix("git fetch --unshallow --tags"))
    };
    let Some(previous) = previous else {
        return shallow("has no release tag within its depth");
    };
    let Ok(id) = ObjectId::from_hex(previous.commit.as_bytes()) else {
        return shallow("its tags cannot be followed");
    };
    let released = graph.commit(id)?;
    let before = ancestors(graph, released)?;
    let mut walk = Walk::from(graph, head)?;
    while let Some(node) = walk.next(graph)? {
        if before.contains(node) {
            walk.skip_parents();
        } else if graph.is_boundary(node) {
            return shallow(&format!("ends before it reaches all of `{}`", previous.tag));
        }
    }
    Ok(())
}

/// An answer that cannot be relied on.
pub(super) fn incomplete(missing: Missing) -> History {
    History {
        previous: None,
        complete: false,
        reason: Some(missing.reason),
        fix: missing.fix,
        first_release: None,
        higher_elsewhere: Vec::new(),
    }
}

/// An answer that can be relied on.
pub(super) fn complete(found: Found) -> History {
    History {
        previous: found.previous,
        complete: true,
        reason: None,
        fix: None,
        first_release: None,
        higher_elsewhere: found.higher_elsewhere,
    }
}
