//! The release lines: what was released on each X.Y, and how long it is supported.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Collector, Context};
use crate::facts::{
    BranchKind, LineBranch, LineRelease, Lines, MajorLine, Missing, ReleaseLine, Repository, Tag,
    TagKind, VersionFact,
};
use crate::release::Version;

/// The release lines: what was released on each X.Y, and how long it is supported.
pub(super) struct LinesCollector;

impl Collector for LinesCollector {
    type Facts = Lines;

    const NAME: &'static str = "lines";
    const PURPOSE: &'static str =
        "The release lines: what was released on each X.Y, and how long it is supported.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let repository = context.repository()?;
        require_pattern(repository)?;
        context.repo().require_all_tags()?;
        let time = |commit: &str| context.repo().commit_time(commit);
        let lines = lines(repository, time);
        Ok(Lines {
            majors: majors(&lines),
            lines,
            windows: context.options().support_windows.clone(),
        })
    }
}

/// Without knowing which tags are the project's, no line is known either.
fn require_pattern(repository: &Repository) -> Result<(), Missing> {
    if !repository.tag_pattern.prefixes.is_empty() {
        return Ok(());
    }
    Err(Missing {
        reason: "nothing tells which version tags are this project's".to_owned(),
        fix: repository
            .history
            .fix
            .clone()
            .or_else(|| Some("set `tag_prefix` below `[project]` in relcheck.toml".to_owned())),
    })
}

/// The X and the Y of a line.
type Numbers = (u64, u64);

fn lines(repository: &Repository, time: impl Fn(&str) -> Option<i64>) -> Vec<ReleaseLine> {
    let current = current_line(repository);
    let mut releases: BTreeMap<Numbers, Vec<(Version, LineRelease)>> = BTreeMap::new();
    for (version, tag) in one_tag_a_version(&repository.tags) {
        let line = releases
            .entry((version.major(), version.minor()))
            .or_default();
        line.push((version.clone(), release(tag, &version, &time)));
    }
    let mut branches = branches(repository);
    let known: BTreeSet<Numbers> = releases.keys().chain(branches.keys()).copied().collect();
    known
        .into_iter()
        .rev()
        .map(|numbers| {
            let mut own = releases.remove(&numbers).unwrap_or_default();
            own.sort_by(|(one, _), (other, _)| one.cmp(other));
            let releases: Vec<LineRelease> = own.into_iter().map(|(_, it)| it).collect();
            let (major, minor) = numbers;
            ReleaseLine {
                line: format!("{major}.{minor}"),
                major,
                minor,
                first: releases.iter().find(|it| it.is_final).cloned(),
                latest: releases.iter().rfind(|it| it.is_final).cloned(),
                releases,
                branches: branches.remove(&numbers).unwrap_or_default(),
                current: current == Some(numbers),
            }
        })
        .collect()
}

/// The project's releases, each with one tag: the annotated one where there are several.
fn one_tag_a_version(tags: &[Tag]) -> Vec<(Version, &Tag)> {
    let mut chosen: BTreeMap<&str, (Version, &Tag)> = BTreeMap::new();
    for tag in tags.iter().filter(|tag| tag.kind != TagKind::Other) {
        let Some(fact) = &tag.version else { continue };
        let Some(version) = fact.to_version() else {
            continue;
        };
        let better = chosen
            .get(fact.normal.as_str())
            .is_none_or(|(_, other)| tag.annotated && !other.annotated);
        if better {
            chosen.insert(&fact.normal, (version, tag));
        }
    }
    chosen.into_values().collect()
}

fn release(tag: &Tag, version: &Version, time: impl Fn(&str) -> Option<i64>) -> LineRelease {
    LineRelease {
        tag: tag.name.clone(),
        version: VersionFact::from(version),
        is_final: tag.kind == TagKind::Final,
        commit: tag.commit.clone(),
        time: tag.time.or_else(|| time(tag.commit.as_deref()?)),
    }
}

fn branches(repository: &Repository) -> BTreeMap<Numbers, Vec<LineBranch>> {
    let mut branches: BTreeMap<Numbers, Vec<LineBranch>> = BTreeMap::new();
    for branch in &repository.branches {
        let line = branch.line.as_deref().and_then(numbers);
        if let (BranchKind::Release, Some(line)) = (branch.kind, line) {
            branches.entry(line).or_default().push(LineBranch {
                name: branch.name.clone(),
                remote: branch.remote.clone(),
            });
        }
    }
    branches
}

fn current_line(repository: &Repository) -> Option<Numbers> {
    repository.branch.line.as_deref().and_then(numbers)
}

/// The first two numbers of `1.2` or `1.2.3`.
fn numbers(text: &str) -> Option<Numbers> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

fn majors(lines: &[ReleaseLine]) -> Vec<MajorLine> {
    let mut majors: BTreeMap<Reverse<u64>, Vec<&LineRelease>> = BTreeMap::new();
    // The lines are the highest first, their releases the lowest first.
    for line in lines.iter().rev() {
        let finals = line.releases.iter().filter(|release| release.is_final);
        majors
            .entry(Reverse(line.major))
            .or_default()
            .extend(finals);
    }
    majors
        .into_iter()
        .filter_map(|(major, releases)| {
            let (first, latest) = (releases.first()?, releases.last()?);
            Some(MajorLine {
                major: major.0,
                newer: 0,
                first: first.tag.clone(),
                latest: latest.tag.clone(),
                since: releases.iter().filter_map(|release| release.time).min(),
            })
        })
        .zip(0..)
        .map(|(major, newer)| MajorLine { newer, ..major })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::{Options, collect, validate};
    use crate::facts::Fact;
    use crate::repo::testing::{START, Sandbox};

    fn lines_of(git: &Sandbox) -> Result<Lines, Missing> {
        let options = Options {
            dir: git.path().to_owned(),
            ..Options::default()
        };
        LinesCollector::collect(&Context::open(options).unwrap())
    }

    fn tags(line: &ReleaseLine) -> Vec<&str> {
        let releases = line.releases.iter();
        releases.map(|release| release.tag.as_str()).collect()
    }

    #[test]
    fn each_line_has_its_releases_in_order() {
        let git = Sandbox::new();
        git.release("v1.2.0-rc.1");
        git.release("v1.2.0");
        git.release("v1.10.0");
        git.release("v1.2.10");
        git.release("v1.2.9");
        git.release("v2.0.0-beta.1");
        let lines = lines_of(&git).unwrap();
        let names: Vec<&str> = lines.lines.iter().map(|line| line.line.as_str()).collect();
        assert_eq!(names, ["2.0", "1.10", "1.2"]);
        let old = &lines.lines[2];
        assert_eq!(tags(old), ["v1.2.0-rc.1", "v1.2.0", "v1.2.9", "v1.2.10"]);
        assert_eq!(old.first.as_ref().unwrap().tag, "v1.2.0");
        assert_eq!(old.latest.as_ref().unwrap().tag, "v1.2.10");
        assert_eq!(lines.lines[0].first, None);
        let majors: Vec<(u64, u64)> = lines.majors.iter().map(|it| (it.major, it.newer)).collect();
        assert_eq!(majors, [(1, 0)], "2.0.0 is not released yet");
        assert_eq!(lines.majors[0].since, Some(START as i64 + 120));
    }

    #[test]
    fn branches_belong_to_their_line_and_head_to_one() {
        let git = Sandbox::new();
        git.release("v1.2.0");
        git.branch("release/v1.3.x", "main");
        git.branch("hotfix/v1.2.1", "v1.2.0");
        let lines = lines_of(&git).unwrap();
        let shown: Vec<_> = lines
            .lines
            .iter()
            .map(|line| (line.line.as_str(), line.branches.len(), line.current))
            .collect();
        assert_eq!(shown, [("1.3", 1, false), ("1.2", 0, true)]);
    }

    #[test]
    fn of_two_tags_of_one_version_the_annotated_one_counts() {
        let git = Sandbox::new();
        let commit = git.commit("one");
        git.git(&["tag", "1.0.0"]);
        git.tag("v1.0.0");
        git.commit("two");
        git.git(&["tag", "1.0.1"]);
        let lines = lines_of(&git).unwrap();
        assert_eq!(tags(&lines.lines[0]), ["v1.0.0", "1.0.1"]);
        let releases = &lines.lines[0].releases;
        assert_eq!(releases[0].commit.as_deref(), Some(commit.as_str()));
        assert_eq!(releases[1].time, Some(START as i64 + 120));
    }

    #[test]
    fn a_clone_that_may_lack_tags_does_not_tell() {
        let git = Sandbox::new();
        git.release("v1.0.0");
        git.commit("two");
        let reason = |name: &str, arguments: &[&str]| {
            let options = Options {
                dir: git.clone(name, arguments),
                ..Options::default()
            };
            let lines = LinesCollector::collect(&Context::open(options).unwrap());
            lines.map(|_| ()).map_err(|missing| missing.reason)
        };
        assert_eq!(reason("whole", &[]), Ok(()));
        let shallow = reason("shallow", &["--depth", "1"]).unwrap_err();
        assert!(shallow.contains("shallow"), "{shallow}");
        let single = reason("single", &["--single-branch"]).unwrap_err();
        assert!(single.contains("single branches of `origin`"), "{single}");
    }

    #[test]
    fn what_is_collected_is_valid() {
        let git = Sandbox::new();
        git.release("v1.0.0");
        let options = Options {
            dir: git.path().to_owned(),
            ..Options::default()
        };
        let context = Context::open(options).unwrap();
        let facts = collect(&context, |name| {
            ["lines", "main_line", "merge_back", "candidate_tag"].contains(&name)
        });
        assert_eq!(facts.len(), 4);
        assert!(facts.values().all(|fact| matches!(fact, Fact::Value(_))));
        assert_eq!(validate(&facts), Ok(()));
    }
}
