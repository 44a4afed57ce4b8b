//! The branch that is being judged: HEAD's own, or the one that CI claims where HEAD is detached.

use super::branch_name::BranchNames;
use super::head::HeadState;
use crate::facts::{BranchSource, CiClaim, CiEnvironment, CurrentBranch};

/// Settles which branch HEAD is on, and what its name says.
pub(super) fn settle(
    head: &HeadState,
    ci: Option<&CiEnvironment>,
    names: &BranchNames,
) -> CurrentBranch {
    let (name, source, note) = match &head.branch {
        Some(name) => (Some(name.clone()), BranchSource::Head, None),
        None => claimed(ci),
    };
    let purpose = name.as_deref().and_then(|name| names.purpose(name));
    CurrentBranch {
        name,
        source,
        detached: head.detached,
        line: purpose.as_ref().and_then(|purpose| purpose.line_text()),
        kind: purpose.map(|purpose| purpose.kind),
        note,
    }
}

type Settled = (Option<String>, BranchSource, Option<String>);

fn claimed(ci: Option<&CiEnvironment>) -> Settled {
    let nothing = |note: String| (None, BranchSource::None, Some(note));
    let Some(ci) = ci else {
        return nothing("HEAD is detached, and no CI system's variables are set".to_owned());
    };
    let Some(claim) = &ci.branch else {
        let run = match &ci.tag {
            Some(tag) => format!("{} runs for the tag `{}`", ci.system, tag.value),
            None => format!("{} names no branch", ci.system),
        };
        return nothing(format!("HEAD is detached, and {run}"));
    };
    let other_commit = ci
        .commit
        .as_ref()
        .filter(|commit| commit.confirmed == Some(false));
    match claim.confirmed {
        // The run is about another commit, and so is what it says of the branch.
        None if let Some(commit) = other_commit => {
            nothing(format!("HEAD is detached, and {}", says(ci, commit)))
        }
        Some(true) => (Some(claim.value.clone()), BranchSource::Ci, None),
        None => (
            Some(claim.value.clone()),
            BranchSource::Claimed,
            Some(format!("HEAD is detached; {}", says(ci, claim))),
        ),
        Some(false) => nothing(format!("HEAD is detached, and {}", says(ci, claim))),
    }
}

fn says(ci: &CiEnvironment, claim: &CiClaim) -> String {
    format!(
        "{} says `{}` ({}), but {}",
        ci.system, claim.value, claim.variable, claim.detail
    )
}
