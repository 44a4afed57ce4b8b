//! The main branch's own line of commits, and where HEAD's leaves it.

use super::{Collector, Context};
use crate::facts::{Arrival, MainFork, MainLine, MergedCommit, Missing};
use crate::formats::commit_message;
use crate::repo::{Fork, RawCommit};

/// The main branch's own line of commits, and where HEAD's leaves it.
pub(super) struct MainLineCollector;

impl Collector for MainLineCollector {
    type Facts = MainLine;

    const NAME: &'static str = "main_line";
    const PURPOSE: &'static str =
        "The main branch's own line of commits, and where HEAD's leaves it.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let repository = context.repository()?;
        let main = repository.main.as_deref().ok_or_else(no_main)?;
        let head = repository
            .head
            .as_ref()
            .ok_or_else(|| Missing::because("there is no commit yet"))?;
        let commits = context.commits()?;
        let found = context.repo().main_and_head(main, &head.commit, commits)?;
        let fork = match found.fork {
            Some(fork) => Some(described(context, fork)?),
            None => None,
        };
        let arrivals = found.arrivals.iter();
        Ok(MainLine {
            branch: main.to_owned(),
            commit: found.tip,
            fork,
            arrivals: arrivals
                .filter_map(|place| commits.get(*place))
                .map(arrival)
                .collect(),
        })
    }
}

/// What is unknown without a main branch.
pub(super) fn no_main() -> Missing {
    Missing::because("no main branch was found")
        .fix("git fetch origin, or name it with `main_branch` below `[project]` in relcheck.toml")
}

fn described(context: &Context, fork: Fork) -> Result<MainFork, Missing> {
    let merged = match fork.merged {
        None => None,
        Some((commit, by)) => Some(MergedCommit {
            subject: commit_message::parse(&context.repo().read_commit(&by)?.message).subject,
            commit,
            by,
        }),
    };
    Ok(MainFork {
        commit: fork.commit,
        own_commits: fork.own_commits,
        main_commits: fork.main_commits,
        merged,
    })
}

fn arrival(commit: &RawCommit) -> Arrival {
    let message = commit_message::parse(&commit.message);
    let merge = commit.is_merge();
    Arrival {
        commit: commit.id(),
        merged: if merge {
            merged_branches(&message.subject)
        } else {
            Vec::new()
        },
        subject: message.subject,
        merge,
        pull_request: message.pull_request,
    }
}

/// The branches that the subject of a merge names, as git writes it: `Merge branch 'a'`,
/// `Merge branches 'a' and 'b'`, `Merge remote-tracking branch 'origin/a' into b`,
/// `Merge branch 'a' of URL`.
fn merged_branches(subject: &str) -> Vec<String> {
    let Some(rest) = subject.strip_prefix("Merge ") else {
        return Vec::new();
    };
    let is_tracking = rest.starts_with("remote-tracking ");
    let rest = rest.strip_prefix("remote-tracking ").unwrap_or(rest);
    if !rest.starts_with("branch") {
        return Vec::new();
    }
    // What stands after `into` or `of` is no branch that was merged.
    let end = [" into ", " of "]
        .into_iter()
        .filter_map(|it| rest.find(it));
    let named = end.min().and_then(|end| rest.get(..end)).unwrap_or(rest);
    let quoted = named.split('\'').skip(1).step_by(2);
    quoted
        .map(|name| match name.split_once('/') {
            Some((_, branch)) if is_tracking => branch.to_owned(),
            _ => name.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_branches_that_a_merge_names() {
        for (subject, branches) in [
            ("Merge branch 'a/b'", vec!["a/b"]),
            ("Merge branch 'a' into 'main'", vec!["a"]),
            ("Merge branches 'a' and 'b' into main", vec!["a", "b"]),
            ("Merge remote-tracking branch 'origin/main'", vec!["main"]),
            ("Merge branch 'main' of host:project", vec!["main"]),
            ("Merge branch main", vec![]),
            ("Merge pull request #1 from a/b", vec![]),
            ("Merge tag 'v1'", vec![]),
            ("Merge ", vec![]),
            ("fix: branch 'a'", vec![]),
        ] {
            assert_eq!(merged_branches(subject), branches, "{subject}");
        }
    }
}
