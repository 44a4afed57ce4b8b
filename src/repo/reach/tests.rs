use std::collections::BTreeSet;

use gix::ObjectId;
use proptest::prelude::*;

use super::reach;
use crate::repo::graph::{Graph, Node};
use crate::repo::scratch::Scratch;

type Commits = Vec<(i64, Vec<usize>)>;

/// Which of `asked` are found from `tip`, and how many commits were read for it.
fn found(scratch: &Scratch, made: &[String], tip: usize, asked: &[usize]) -> (Vec<bool>, usize) {
    let repo = scratch.open().local();
    let mut graph = Graph::new(&repo).unwrap();
    let mut node = |place: usize| -> Node {
        let id = ObjectId::from_hex(made[place].as_bytes()).unwrap();
        graph.commit(id).unwrap()
    };
    let tip = node(tip);
    let asked: Vec<Node> = asked.iter().map(|place| node(*place)).collect();
    let found = reach(&mut graph, tip, &asked).unwrap();
    (found, graph.read_count())
}

/// A line of commits, each a second after the one before.
fn line(count: usize) -> Commits {
    let parents = |place: usize| place.checked_sub(1).into_iter().collect();
    (0..count)
        .map(|place| (place as i64, parents(place)))
        .collect()
}

#[test]
fn a_later_commit_is_known_to_be_no_ancestor_without_the_history() {
    let scratch = Scratch::new();
    let made = scratch.graph(&line(200));
    let (reached, read) = found(&scratch, &made, 180, &[190]);
    assert_eq!(reached, [false]);
    assert!(read < 40, "{read}");
    let (reached, read) = found(&scratch, &made, 190, &[180]);
    assert_eq!(reached, [true]);
    assert!(read < 60, "{read}");
    assert_eq!(found(&scratch, &made, 190, &[190]).0, [true]);
    // Of a commit at the very beginning, its own history is the shorter way.
    let (reached, read) = found(&scratch, &made, 3, &[190]);
    assert_eq!(reached, [false]);
    assert!(read < 60, "{read}");
}

#[test]
fn lines_that_went_apart_are_told_apart_where_they_meet() {
    let scratch = Scratch::new();
    let mut commits = line(150);
    // Two lines of five from commit 140 on, beside the one that goes on to 149.
    for first in [150, 155] {
        for place in 0..5 {
            let parent = if place == 0 { 140 } else { first + place - 1 };
            commits.push(((141 + place) as i64, vec![parent]));
        }
    }
    let made = scratch.graph(&commits);
    let (reached, read) = found(&scratch, &made, 149, &[154, 159, 141]);
    assert_eq!(reached, [false, false, true]);
    assert!(read < 60, "{read}");
}

/// A tag of a history of its own, as of documentation.
#[test]
fn histories_that_never_meet_are_read_to_their_end() {
    let scratch = Scratch::new();
    let mut commits = line(20);
    commits.push((5, vec![]));
    let made = scratch.graph(&commits);
    assert_eq!(found(&scratch, &made, 19, &[20]), (vec![false], 21));
    assert_eq!(found(&scratch, &made, 20, &[19]).0, [false]);
}

#[test]
fn what_cannot_be_read_on_the_other_side_proves_nothing_and_stops_nothing() {
    let scratch = Scratch::new();
    let mut commits = line(10);
    commits.extend([(20, vec![]), (21, vec![10])]);
    let made = scratch.graph(&commits);
    scratch.remove_object(&made[10]);
    assert_eq!(found(&scratch, &made, 9, &[11, 3]).0, [false, true]);
}

fn any_history() -> impl Strategy<Value = Commits> {
    let commit = (0..60_i64, prop::collection::vec(1..6_usize, 0..3));
    // Parents are near, as in real histories, and clocks are mostly right.
    prop::collection::vec((any::<bool>(), commit), 2..60).prop_map(|commits| {
        let of = |(place, (wrong, (time, back))): (usize, (bool, (i64, Vec<usize>)))| {
            let parents: BTreeSet<usize> = back
                .into_iter()
                .filter_map(|it| place.checked_sub(it))
                .collect();
            let time = if wrong { time } else { place as i64 };
            (time, parents.into_iter().rev().collect())
        };
        commits.into_iter().enumerate().map(of).collect()
    })
}

fn ancestors(commits: &Commits, tip: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::from([tip]);
    for place in (0..=tip).rev() {
        if reached.contains(&place) {
            reached.extend(&commits[place].1);
        }
    }
    reached
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_answer_is_exact_whatever_the_clocks_say(commits in any_history(), graph: bool) {
        let scratch = Scratch::new();
        let made = scratch.graph(&commits);
        if graph {
            scratch.git(&["commit-graph", "write", "--reachable"]);
        }
        let all: Vec<usize> = (0..commits.len()).collect();
        for tip in (0..commits.len()).step_by(7) {
            let expected = ancestors(&commits, tip);
            let expected: Vec<bool> = all.iter().map(|it| expected.contains(it)).collect();
            prop_assert_eq!(&found(&scratch, &made, tip, &all).0, &expected);
            for one in (0..commits.len()).step_by(5) {
                prop_assert_eq!(&found(&scratch, &made, tip, &[one]).0, &[expected[one]]);
            }
        }
    }
}
