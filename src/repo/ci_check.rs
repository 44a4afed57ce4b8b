//! Holding what the CI system claims against the refs.

use gix::ObjectId;

use super::ancestry::{is_ancestor, share_history};
use super::ci::{Claim, Claims};
use super::graph::Graph;
use super::refs::{BranchRef, Branches};
use super::tags::KnownTag;
use crate::facts::{CiClaim, CiEnvironment, Missing};

/// What claims are held against.
pub(super) struct Witness<'a, 'r> {
    /// The commits.
    pub graph: &'a mut Graph<'r>,
    /// The branches.
    pub branches: &'a Branches,
    /// The tags.
    pub tags: &'a [KnownTag],
    /// The commit that is checked out; `None` if there is none.
    pub head: Option<ObjectId>,
}

/// Whether the refs agree, `None` where they cannot tell; and what they say.
type Finding = (Option<bool>, String);

/// Holds each claim against the refs.
pub(super) fn check(claims: Claims, witness: &mut Witness) -> CiEnvironment {
    let is_request = claims.base.is_some();
    let mut judge = |claim: Option<Claim>, by: Judge| {
        claim.map(|claim| {
            let (confirmed, detail) = match witness.head {
                None => (None, "there is no commit yet".to_owned()),
                Some(head) => by(witness, &claim.value, head, is_request)
                    // What cannot be checked is not believed.
                    .unwrap_or_else(|error| (Some(false), error.reason)),
            };
            CiClaim {
                value: claim.value,
                variable: claim.variable.to_owned(),
                confirmed,
                detail,
            }
        })
    };
    CiEnvironment {
        system: claims.system.to_owned(),
        branch: judge(claims.branch, branch),
        tag: judge(claims.tag, tag),
        base: judge(claims.base, base),
        commit: judge(claims.commit, commit),
    }
}

type Judge = fn(&mut Witness, &str, ObjectId, bool) -> Result<Finding, Missing>;

fn shown(branch: &BranchRef) -> String {
    match &branch.remote {
        Some(remote) => format!("`{remote}/{}`", branch.name),
        None => format!("`{}`", branch.name),
    }
}

fn absent(name: &str) -> Finding {
    (None, format!("there is no ref to a branch `{name}` here"))
}

fn branch(
    witness: &mut Witness,
    name: &str,
    head: ObjectId,
    is_request: bool,
) -> Result<Finding, Missing> {
    let mut denied: Option<Finding> = None;
    for branch in witness.branches.named(name) {
        let (confirmed, detail) = on_branch(witness.graph, branch, head, is_request)?;
        if confirmed == Some(true) {
            return Ok((confirmed, detail));
        }
        // "Cannot tell" from one ref outweighs a "no" from another, older one.
        if denied.as_ref().is_none_or(|_| confirmed.is_none()) {
            denied = Some((confirmed, detail));
        }
    }
    Ok(denied.unwrap_or_else(|| absent(name)))
}

fn on_branch(
    graph: &mut Graph,
    branch: &BranchRef,
    head: ObjectId,
    is_request: bool,
) -> Result<Finding, Missing> {
    let shown = shown(branch);
    let (head, tip) = (graph.commit(head)?, graph.commit(branch.tip)?);
    if head == tip {
        return Ok((Some(true), format!("HEAD is the tip of {shown}")));
    }
    let parents = graph.parents(head);
    if is_request && parents.len() > 1 && parents.contains(&tip) {
        return Ok((Some(true), format!("HEAD merges the tip of {shown}")));
    }
    if is_ancestor(graph, head, tip)? {
        return Ok((Some(true), format!("HEAD is in the history of {shown}")));
    }
    if graph.is_shallow() {
        return Ok((
            None,
            format!("the clone is too shallow to tell whether {shown} has HEAD"),
        ));
    }
    Ok((
        Some(false),
        format!("HEAD is not in the history of {shown}"),
    ))
}

fn tag(witness: &mut Witness, name: &str, head: ObjectId, _: bool) -> Result<Finding, Missing> {
    let Some(tag) = witness.tags.iter().find(|tag| tag.name == name) else {
        return Ok((None, format!("there is no tag `{name}` here")));
    };
    Ok(match tag.peeled.commit {
        Some(commit) if commit == head => (Some(true), format!("`{name}` points at HEAD")),
        Some(commit) => (
            Some(false),
            format!("`{name}` points at {commit}, which is not HEAD"),
        ),
        None => (Some(false), format!("`{name}` points at no commit")),
    })
}

fn base(witness: &mut Witness, name: &str, head: ObjectId, _: bool) -> Result<Finding, Missing> {
    let mut denied: Option<Finding> = None;
    for branch in witness.branches.named(name) {
        let shown = shown(branch);
        let graph = &mut *witness.graph;
        let (head, tip) = (graph.commit(head)?, graph.commit(branch.tip)?);
        let finding = match share_history(graph, head, tip)? {
            Some(true) => return Ok((Some(true), format!("HEAD shares history with {shown}"))),
            Some(false) => (Some(false), format!("HEAD shares no history with {shown}")),
            None => (
                None,
                format!(
                    "the clone is too shallow to tell whether HEAD shares history with {shown}"
                ),
            ),
        };
        if denied.as_ref().is_none_or(|_| finding.0.is_none()) {
            denied = Some(finding);
        }
    }
    Ok(denied.unwrap_or_else(|| absent(name)))
}

fn commit(_: &mut Witness, id: &str, head: ObjectId, _: bool) -> Result<Finding, Missing> {
    let is_head = id.eq_ignore_ascii_case(&head.to_string());
    let detail = if is_head {
        "it is HEAD".to_owned()
    } else {
        format!("HEAD is {head}")
    };
    Ok((Some(is_head), detail))
}
