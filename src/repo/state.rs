//! The fact `repository`: all that the refs and the history say, put together.

use std::collections::BTreeMap;

use gix::bstr::ByteSlice;

use super::branch_name::BranchNames;
use super::ci_check::Witness;
use super::graph::Graph;
use super::head::HeadState;
use super::previous::{self, Found, Search};
use super::refs::Branches;
use super::tag_pattern::Identity;
use super::tags::{KnownTag, Tags};
use super::{Repo, branches, ci, ci_check, current, doubts, head, hotfix, refs, tags};
use crate::facts::{BranchKind, CurrentBranch, Head, History, Missing, Repository};
use crate::release::Version;

/// How the project names its tags and branches, and what is being judged.
#[derive(Debug, Clone, Copy)]
pub struct Conventions<'a> {
    /// The configured name of the project.
    pub name: Option<&'a str>,
    /// The project's folder inside the repository; empty for the root.
    pub project: &'a str,
    /// Configured prefixes of release tags; empty to find them out.
    pub tag_prefixes: &'a [String],
    /// The configured main branch.
    pub main_branch: Option<&'a str>,
    /// Configured prefixes of release branches; empty for the usual ones.
    pub release_branch_prefixes: &'a [String],
    /// Configured prefixes of hotfix branches; empty for the usual ones.
    pub hotfix_branch_prefixes: &'a [String],
    /// The version that is being judged, if it was asked for.
    pub release: Option<&'a Version>,
    /// The environment variables in which CI systems speak.
    pub environment: &'a BTreeMap<String, String>,
}

impl Repo {
    /// Reads HEAD, the refs, and as much of the history as it takes to know the previous release
    /// and where branches start.
    ///
    /// # Errors
    /// [`Missing`] if HEAD or the refs cannot be read. A history that cannot be relied on is no
    /// error: [`History::complete`] says so.
    pub fn state(&self, conventions: &Conventions) -> Result<Repository, Missing> {
        let repo = self.local();
        let mut graph = Graph::new(&repo)?;
        let head = head::read(&repo)?;
        let tags = read_tags(&repo, conventions, graph.is_shallow())?;
        let branches = refs::branches(&repo)?;
        let names = read_names(&branches, conventions);
        let head_id = head.commit.map(|commit| commit.id);
        let ci = ci::claims(conventions.environment).map(|claims| {
            let mut witness = Witness {
                graph: &mut graph,
                branches: &branches,
                tags: &tags.all,
                head: head_id,
            };
            ci_check::check(claims, &mut witness)
        });
        let branch = current::settle(&head, ci.as_ref(), &names);
        let repairing = hotfix_version(&branch);
        let hotfix = match (&repairing, head_id) {
            (Some(version), Some(head)) => Some(hotfix::read(
                &mut graph, &tags, &branches, &names, version, head,
            )?),
            _ => None,
        };
        let history = history(&mut graph, &tags, &head, conventions, repairing.as_ref());
        Ok(Repository {
            head: head_fact(&head, &tags.all),
            shallow: graph.is_shallow(),
            branches: list_branches(&mut graph, &branches, &names, &branch),
            tags: tags.all.iter().map(KnownTag::fact).collect(),
            tag_pattern: tags.pattern,
            main: names.main,
            branch,
            ci,
            history,
            hotfix,
        })
    }
}

fn read_tags(
    repo: &gix::Repository,
    conventions: &Conventions,
    partial: bool,
) -> Result<Tags, Missing> {
    let cloned_from = repository_name(repo);
    let identity = Identity {
        configured: conventions.tag_prefixes,
        name: conventions.name,
        repository: cloned_from.as_deref(),
        path: conventions.project,
        partial,
    };
    Ok(tags::read(repo, &refs::tags(repo)?, &identity))
}

fn read_names<'a>(branches: &Branches, conventions: &Conventions<'a>) -> BranchNames<'a> {
    let mut names = BranchNames {
        main: None,
        release: conventions.release_branch_prefixes,
        hotfix: conventions.hotfix_branch_prefixes,
    };
    names.main = branches::main_name(branches, conventions.main_branch, &names);
    names
}

fn list_branches(
    graph: &mut Graph,
    branches: &Branches,
    names: &BranchNames,
    current: &CurrentBranch,
) -> Vec<crate::facts::Branch> {
    branches::read(graph, branches, names, current.name.as_deref())
}

fn head_fact(head: &HeadState, tags: &[KnownTag]) -> Option<Head> {
    let commit = head.commit?;
    Some(Head {
        commit: commit.id.to_string(),
        tree: commit.tree.to_string(),
        time: commit.time,
        tags: tags
            .iter()
            .filter(|tag| tag.version.is_some() && tag.peeled.commit == Some(commit.id))
            .map(|tag| tag.name.clone())
            .collect(),
    })
}

fn hotfix_version(branch: &CurrentBranch) -> Option<Version> {
    let line = branch.line.as_deref()?;
    (branch.kind == Some(BranchKind::Hotfix)).then(|| line.parse().ok())?
}

fn history(
    graph: &mut Graph,
    tags: &Tags,
    head: &HeadState,
    conventions: &Conventions,
    hotfix: Option<&Version>,
) -> History {
    let Some(commit) = head.commit else {
        return previous::complete(Found {
            previous: None,
            higher_elsewhere: Vec::new(),
        });
    };
    let search = Search {
        tags: &tags.all,
        current_prefix: &tags.pattern.current,
        head: commit.id,
        release: conventions.release,
        hotfix,
    };
    let found = doubts::before(graph, tags)
        .and_then(|()| previous::find(graph, &search))
        .and_then(|found| doubts::after(graph, tags, commit.id, found));
    match found {
        Ok(found) => previous::complete(found),
        Err(missing) => previous::incomplete(missing),
    }
}

impl Repo {
    /// The address that a remote is fetched from, as the repository's configuration gives it; `None`
    /// if there is no such remote.
    #[must_use]
    pub fn remote_address(&self, remote: &str) -> Option<String> {
        let repo = self.local();
        let key = format!("remote.{remote}.url");
        let address = repo.config_snapshot().string(key.as_str())?;
        Some(address.to_str().ok()?.to_owned())
    }
}

/// The last part of the URL that the repository was cloned from, without `.git`.
fn repository_name(repo: &gix::Repository) -> Option<String> {
    let url = repo.config_snapshot().string("remote.origin.url")?;
    let url = url.to_str().ok()?.trim_end_matches('/');
    let url = url.strip_suffix(".git").unwrap_or(url);
    let name = url.trim_end_matches('/').rsplit(['/', ':', '\\']).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}
