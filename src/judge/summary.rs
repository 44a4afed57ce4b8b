//! The parts of the report that say what was judged, and by what.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::facts::Fact;
use crate::policy::{PolicySet, hex};
use crate::report::{FactSummary, FactsSummary, PolicySummary, RepositorySummary};

#[derive(Deserialize)]
struct RepositoryPart {
    head: Option<HeadPart>,
    branch: BranchPart,
}

/// The candidate's commit.
#[derive(Deserialize)]
pub(super) struct HeadPart {
    /// Its full object id.
    pub commit: String,
}

#[derive(Deserialize)]
struct BranchPart {
    name: Option<String>,
}

#[derive(Deserialize)]
struct WorktreePart {
    clean: bool,
}

/// The state of the checkout, as far as it was collected.
pub(super) fn repository(facts: &BTreeMap<String, Fact>) -> RepositorySummary {
    let repository: Option<RepositoryPart> = part(facts, "repository");
    let worktree: Option<WorktreePart> = part(facts, "worktree");
    let (head, branch) = match repository {
        Some(part) => (part.head.map(|head| head.commit), part.branch.name),
        None => (None, None),
    };
    RepositorySummary {
        head,
        branch,
        dirty: worktree.map(|part| !part.clean),
    }
}

/// A fact, or what is needed of it; `None` if it is unknown or was not collected.
pub(super) fn part<T: for<'de> Deserialize<'de>>(
    facts: &BTreeMap<String, Fact>,
    name: &str,
) -> Option<T> {
    match facts.get(name)? {
        Fact::Value(raw) => serde_json::from_str(raw.get()).ok(),
        Fact::Unknown(_) => None,
    }
}

/// The policies with their digests.
pub(super) fn policies(policies: &PolicySet) -> PolicySummary {
    let files = policies.files();
    PolicySummary {
        digest: policies.digest_over(&files),
        files: files
            .into_iter()
            .map(|(path, digest)| (path.to_owned(), digest))
            .collect(),
    }
}

/// The digest of each needed fact, and of all of them together.
pub(super) fn facts(facts: &BTreeMap<String, Fact>, needed: &BTreeSet<&str>) -> FactsSummary {
    let mut whole = Sha256::new();
    let collected: BTreeMap<String, FactSummary> = facts
        .iter()
        .filter(|(name, _)| needed.contains(name.as_str()))
        .map(|(name, fact)| {
            let summary = summarise(fact);
            whole.update(format!(
                "{name} {}\n",
                summary.digest.as_deref().unwrap_or("unknown")
            ));
            (name.clone(), summary)
        })
        .collect();
    FactsSummary {
        digest: hex(&whole.finalize()),
        collected,
    }
}

fn summarise(fact: &Fact) -> FactSummary {
    match fact {
        Fact::Value(raw) => FactSummary {
            digest: Some(hex(&Sha256::digest(raw.get().as_bytes()))),
            unknown: None,
        },
        Fact::Unknown(missing) => FactSummary {
            digest: None,
            unknown: Some(missing.clone()),
        },
    }
}
