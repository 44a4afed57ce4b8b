use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;

use super::raw::{Identity, RawCommit};
use crate::repo::Repo;
use crate::repo::scratch::Scratch;

fn ids(repo: &Repo, base: Option<&str>, head: &str) -> Vec<String> {
    let commits = repo.commits_since(base, Some(head)).unwrap();
    commits.iter().map(RawCommit::id).collect()
}

#[test]
fn takes_what_head_has_and_the_base_has_not() {
    let scratch = Scratch::new();
    // 0 ── 1 ── 3 ── 4 (merge of 2)
    //  └── 2 ───────┘
    let made = scratch.graph(&[
        (100, vec![]),
        (200, vec![0]),
        (250, vec![0]),
        (300, vec![1]),
        (400, vec![3, 2]),
    ]);
    let id = |place: usize| made[place].clone();
    let repo = scratch.open();
    let (head, base) = (&made[4], &made[1]);
    assert_eq!(ids(&repo, Some(base), head), [id(4), id(3), id(2)]);
    assert_eq!(ids(&repo, None, head), [id(4), id(3), id(2), id(1), id(0)]);
    assert_eq!(ids(&repo, Some(head), head), [""; 0]);
    let commits = repo.commits_since(None, Some(head)).unwrap();
    let line: Vec<bool> = commits.iter().map(|commit| commit.first_parent).collect();
    assert_eq!(line, [true, true, false, true, true]);
    assert!(commits[0].is_merge());
    assert_eq!(commits[0].parents().collect::<Vec<_>>(), [id(3), id(2)]);
}

#[test]
fn parents_follow_their_children_whatever_the_clocks_say() {
    let scratch = Scratch::new();
    let made = scratch.graph(&[(900, vec![]), (100, vec![0]), (500, vec![1])]);
    let repo = scratch.open();
    let expected: Vec<_> = made.iter().rev().cloned().collect();
    assert_eq!(ids(&repo, None, &made[2]), expected);
}

#[test]
fn a_repository_without_commits_has_none() {
    let scratch = Scratch::new();
    let repo = scratch.open();
    assert_eq!(repo.commits_since(None, None).unwrap(), []);
}

#[test]
fn names_what_is_missing() {
    let scratch = Scratch::new();
    let made = scratch.graph(&[(100, vec![])]);
    let repo = scratch.open();
    let absent = "1234567890123456789012345678901234567890";
    let missing = repo
        .commits_since(Some(absent), Some(&made[0]))
        .unwrap_err();
    assert_eq!(
        missing.reason,
        format!("commit {absent} is not in this clone")
    );
    assert!(missing.fix.is_some());
    let missing = repo.commits_since(None, Some("main")).unwrap_err();
    assert_eq!(missing.reason, "`main` is not a full object id");
    let tree = scratch.git(&["rev-parse", "c0^{tree}"]);
    let missing = repo.commits_since(None, Some(&tree)).unwrap_err();
    assert_eq!(missing.reason, format!("object {tree} is not a commit"));
}

/// A clone of `scratch` that goes back `depth` commits.
fn shallow(scratch: &Scratch, depth: &str) -> Scratch {
    let clone = Scratch::new();
    let url = format!("file://{}", scratch.path().display());
    clone.git(&[
        "fetch",
        "-q",
        "--depth",
        depth,
        &url,
        "refs/heads/*:refs/remotes/o/*",
    ]);
    clone
}

#[cfg(unix)]
#[test]
fn a_shallow_clone_is_enough_only_where_it_holds_the_whole_range() {
    let scratch = Scratch::new();
    let made = scratch.graph(&[(1, vec![]), (2, vec![0]), (3, vec![1]), (4, vec![2])]);
    scratch.git(&["update-ref", "-d", "refs/heads/c0"]);
    scratch.git(&["update-ref", "-d", "refs/heads/c1"]);
    scratch.git(&["update-ref", "-d", "refs/heads/c2"]);
    let clone = shallow(&scratch, "2");
    let clone = clone.open();
    assert_eq!(ids(&clone, Some(&made[2]), &made[3]), [made[3].clone()]);
    let missing = clone.commits_since(None, Some(&made[3])).unwrap_err();
    assert!(
        missing.reason.contains("the clone is shallow"),
        "{missing:?}"
    );
    assert_eq!(missing.fix.as_deref(), Some("git fetch --unshallow --tags"));
}

#[cfg(unix)]
#[test]
fn a_shallow_clone_does_not_tell_what_an_older_branch_brought() {
    let scratch = Scratch::new();
    // 0 ── 1 ── 3 ── 5 ── 6, where the base 5 has 2 through the merge 3, which is cut off.
    //  └── 2 ──┘─ 4 ──────┘
    let made = scratch.graph(&[
        (1, vec![]),
        (2, vec![0]),
        (3, vec![0]),
        (4, vec![1, 2]),
        (5, vec![2]),
        (6, vec![3]),
        (7, vec![5, 4]),
    ]);
    for branch in 0..6 {
        scratch.git(&["update-ref", "-d", &format!("refs/heads/c{branch}")]);
    }
    let clone = shallow(&scratch, "2");
    let clone = clone.open();
    let missing = clone
        .commits_since(Some(&made[5]), Some(&made[6]))
        .unwrap_err();
    assert!(
        missing.reason.contains("the clone is shallow"),
        "{missing:?}"
    );
}

#[test]
fn reads_commits_that_are_not_well_formed() {
    let id = gix::ObjectId::null(gix::hash::Kind::Sha1);
    let tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    let read = |text: &[u8]| RawCommit::decode(id, text, true);
    let header = format!("tree {tree}\nauthor nobody\ncommitter A <a@b> yesterday\n");
    let commit = read(format!("{header}gpgsig -----\n x\n\n\nsubject\n").as_bytes()).unwrap();
    assert_eq!(commit.author, Identity::default());
    assert_eq!(
        (commit.committer.name.as_str(), commit.committer.time),
        ("A", 0)
    );
    assert!(commit.signed);
    assert_eq!(commit.message, "\nsubject\n");
    let mut latin = format!("{header}encoding ISO-8859-1\n\n").into_bytes();
    latin.extend(b"caf\xe9");
    assert_eq!(read(&latin).unwrap().message, "café");
    let mut broken = format!("{header}\n").into_bytes();
    broken.extend(b"caf\xe9");
    assert_eq!(read(&broken).unwrap().message, "caf\u{fffd}");
    assert_eq!(read(b"tree 12\n\nx"), None);
    assert_eq!(read(b"author A <a@b> 1 +0000\n\nx"), None);
    assert_eq!(read(format!("tree {tree}\nparent x\n\n").as_bytes()), None);
    assert_eq!(read(b""), None);
}

/// What each commit reaches, itself included, found by brute force.
fn reach(commits: &[(i64, Vec<usize>)]) -> Vec<BTreeSet<usize>> {
    let mut all: Vec<BTreeSet<usize>> = Vec::new();
    for (place, (_, parents)) in commits.iter().enumerate() {
        let mut reached = BTreeSet::from([place]);
        for parent in parents {
            reached.extend(&all[*parent]);
        }
        all.push(reached);
    }
    all
}

fn any_graph() -> impl Strategy<Value = Vec<(i64, Vec<usize>)>> {
    let commit = (
        0..50_i64,
        prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    );
    prop::collection::vec(commit, 2..25).prop_map(|commits| {
        let parents_of = |place: usize, parents: Vec<prop::sample::Index>| {
            let unique: BTreeSet<usize> = match place {
                0 => BTreeSet::new(),
                _ => parents.iter().map(|parent| parent.index(place)).collect(),
            };
            unique.into_iter().rev().collect()
        };
        commits
            .into_iter()
            .enumerate()
            .map(|(place, (time, parents))| (time, parents_of(place, parents)))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_range_is_exact_whatever_the_clocks_say(
        commits in any_graph(),
        base in any::<prop::sample::Index>(),
        graph: bool,
    ) {
        let scratch = Scratch::new();
        let made = scratch.graph(&commits);
        if graph {
            scratch.git(&["commit-graph", "write", "--reachable"]);
        }
        let (head, base) = (commits.len() - 1, base.index(commits.len()));
        let reached = reach(&commits);
        let expected: BTreeSet<String> =
            reached[head].difference(&reached[base]).map(|place| made[*place].clone()).collect();
        let found = ids(&scratch.open(), Some(&made[base]), &made[head]);
        prop_assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), expected);
        let places: HashMap<&String, usize> = found.iter().zip(0..).collect();
        for (child, (_, parents)) in commits.iter().enumerate() {
            for parent in parents {
                if let (Some(child), Some(parent)) = (places.get(&made[child]), places.get(&made[*parent])) {
                    prop_assert!(child < parent);
                }
            }
        }
    }
}
