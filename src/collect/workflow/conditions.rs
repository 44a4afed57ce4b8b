//! For which events of a release a step certainly does not run.

use std::rc::Rc;

use crate::formats::github_actions::condition::{Event, never_holds, outlives_skips};
use crate::formats::yaml_tree::{Entry, Node};

/// The events by their name in the facts and in GitHub's words.
const EVENTS: [(&str, &str); 2] = [("release", "release"), ("tag", "push")];

/// The events for which a condition does not hold, sorted; none where there is no condition.
pub(super) fn never(node: &Node, tag: &str) -> Vec<String> {
    let Some(condition) = node.text_of("if") else {
        return Vec::new();
    };
    let holds_never = |name: &str| never_holds(condition, Event { name, tag });
    EVENTS
        .iter()
        .filter(|(_, name)| holds_never(name))
        .map(|(name, _)| (*name).to_owned())
        .collect()
}

/// Both lists together.
pub(super) fn either(left: &[String], right: &[String]) -> Vec<String> {
    let mut all: Vec<String> = left.iter().chain(right).cloned().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The events for which each job does not run: its condition does not hold, or it needs a job that
/// does not run.
pub(super) fn of_jobs(jobs: &[Entry], tag: &str) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = jobs.iter().map(|job| never(&job.node, tag)).collect();
    let needs: Vec<Vec<usize>> = jobs.iter().map(|job| needs(jobs, &job.node)).collect();
    // A chain of needs is at most as long as there are jobs.
    for _ in 0..jobs.len() {
        let before = found.clone();
        for (index, needed) in needs.iter().enumerate() {
            for &other in needed {
                let skipped = before.get(other).cloned().unwrap_or_default();
                if let Some(own) = found.get_mut(index) {
                    *own = either(own, &skipped);
                }
            }
        }
        if found == before {
            break;
        }
    }
    found
}

/// The places of the jobs that one waits for; none where it runs whatever became of them.
fn needs(jobs: &[Entry], job: &Rc<Node>) -> Vec<usize> {
    if job.text_of("if").is_some_and(outlives_skips) {
        return Vec::new();
    }
    let names = job
        .get("needs")
        .map(|node| node.texts())
        .unwrap_or_default();
    names
        .iter()
        .filter_map(|name| jobs.iter().position(|job| job.key == *name))
        .collect()
}
