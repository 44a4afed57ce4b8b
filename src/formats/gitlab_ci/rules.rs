//! Whether a job runs in a pipeline, and whether anyone would notice if it failed: `rules`, `when`,
//! `allow_failure`. <https://docs.gitlab.com/ci/yaml/#rules>

use std::rc::Rc;

use super::condition::holds;
use super::filter::takes;
use super::pipeline::{Kind, Pipeline};
use crate::formats::three_valued::{all, any};
use crate::formats::yaml_tree::{Node, Value};

/// What becomes of a job in a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Whether it is a part of the pipeline; `None` where that is not known.
    pub runs: Option<bool>,
    /// Why its failure, or that nobody started it, fails nothing; `None` if it does.
    pub ignored: Option<String>,
}

const NEVER: Outcome = Outcome {
    runs: Some(false),
    ignored: None,
};

/// Whether a pattern of `exists` matches a file of the repository; `None` where that is not known.
pub type Exists<'a> = &'a dyn Fn(&str) -> Option<bool>;

/// What becomes of a job, by its `rules`, or by `only`, `except` and `when`.
#[must_use]
pub fn of_job(job: &Node, pipeline: Pipeline<'_>, exists: Exists<'_>) -> Outcome {
    let own = job.text_of("when");
    let failure = job.get("allow_failure");
    let Some(rules) = job.get("rules") else {
        let only = job.get("only").map(|node| &**node);
        let except = job.get("except").map(|node| &**node);
        // Without any of them, a job is in pipelines of branches and tags only.
        let runs = takes(only, except, pipeline);
        let outcome = outcome(own.unwrap_or("on_success"), failure, true);
        return Outcome {
            runs: all(&[runs, outcome.runs]),
            ..outcome
        };
    };
    of_rules(rules, pipeline, exists, |rule| {
        let when = rule.text_of("when");
        let allowed = rule.get("allow_failure").or(failure);
        outcome(
            when.or(own).unwrap_or("on_success"),
            allowed,
            when.is_none(),
        )
    })
}

/// Whether a pipeline is created by `workflow: rules`; `None` where that is not known.
#[must_use]
pub fn of_workflow(
    workflow: Option<&Rc<Node>>,
    pipeline: Pipeline<'_>,
    exists: Exists<'_>,
) -> Option<bool> {
    let Some(rules) = workflow.and_then(|node| node.get("rules")) else {
        return Some(true);
    };
    of_rules(rules, pipeline, exists, |rule| {
        outcome(rule.text_of("when").unwrap_or("always"), None, false)
    })
    .runs
}

/// Whether an `include` with rules is included; `None` where that is not known.
#[must_use]
pub fn of_include(include: &Node, pipeline: Pipeline<'_>, exists: Exists<'_>) -> Option<bool> {
    let Some(rules) = include.get("rules") else {
        return Some(true);
    };
    of_rules(rules, pipeline, exists, |rule| {
        outcome(rule.text_of("when").unwrap_or("always"), None, false)
    })
    .runs
}

/// The first rule that holds decides. One that may hold leaves both ways open.
fn of_rules(
    rules: &Node,
    pipeline: Pipeline<'_>,
    exists: Exists<'_>,
    outcome: impl Fn(&Node) -> Outcome,
) -> Outcome {
    let mut possible: Vec<Outcome> = Vec::new();
    let mut decided = false;
    for rule in rules.items() {
        let holds = rule_holds(rule, pipeline, exists);
        if holds == Some(false) {
            continue;
        }
        possible.push(outcome(rule));
        if holds == Some(true) {
            decided = true;
            break;
        }
    }
    if !decided {
        possible.push(NEVER);
    }
    let runs = |it: &&Outcome| it.runs == Some(true);
    let all = possible.iter().filter(runs).count() == possible.len();
    let mut ways = possible.iter().filter(runs);
    let Some(first) = ways.next() else {
        return NEVER;
    };
    let noticed = possible.iter().filter(runs).any(|it| it.ignored.is_none());
    Outcome {
        runs: all.then_some(true),
        ignored: first.ignored.clone().filter(|_| !noticed),
    }
}

fn rule_holds(rule: &Node, pipeline: Pipeline<'_>, exists: Exists<'_>) -> Option<bool> {
    let mut known = Some(true);
    for entry in rule.entries() {
        let part = match entry.key.as_str() {
            "if" => entry
                .node
                .text()
                .and_then(|condition| holds(condition, pipeline)),
            // Without the push of a branch, everything counts as changed.
            "changes" if pipeline.kind == Kind::Tag && entry.node.get("compare_to").is_none() => {
                Some(true)
            }
            "changes" => None,
            "exists" => any_exists(&entry.node, exists),
            _ => continue,
        };
        known = all(&[known, part]);
    }
    known
}

fn any_exists(node: &Node, exists: Exists<'_>) -> Option<bool> {
    let paths = match &node.value {
        Value::Map(_) if node.get("project").is_some() => return None,
        Value::Map(_) => node.get("paths").map(|node| node.texts()),
        _ => Some(node.texts()),
    };
    let answers: Vec<Option<bool>> = paths?.iter().map(|path| exists(path)).collect();
    any(&answers)
}

/// What a job's `when` and `allow_failure` come to. A job that is started by hand may fail where
/// nothing says otherwise, if `when` stands outside of `rules`.
fn outcome(when: &str, allow_failure: Option<&Rc<Node>>, may_wait: bool) -> Outcome {
    let is_manual = when == "manual";
    let runs = Some(!matches!(when, "never" | "on_failure"));
    let allowed = match allow_failure.map(|node| (node.text(), &node.value)) {
        Some((Some("true"), _)) => Some("it has `allow_failure: true`"),
        Some((_, Value::Map(_))) => Some("its `allow_failure` takes exit codes for a success"),
        Some(_) => None,
        None if is_manual && may_wait => Some(""),
        None => None,
    };
    let ignored = allowed.map(|reason| {
        if is_manual {
            "it waits to be started by hand, and the pipeline passes without it".to_owned()
        } else {
            reason.to_owned()
        }
    });
    Outcome { runs, ignored }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::yaml_tree;

    fn of(text: &str) -> (Option<bool>, bool) {
        let root = yaml_tree::read(text).unwrap().unwrap();
        let pipeline = Pipeline {
            kind: Kind::Tag,
            tag: "v1.2.3",
            child: false,
        };
        let exists = |path: &str| Some(path == "Dockerfile");
        let outcome = of_job(&root, pipeline, &exists);
        (outcome.runs, outcome.ignored.is_some())
    }

    #[test]
    fn the_first_rule_that_holds_decides() {
        for (text, expected) in [
            ("script: x", (Some(true), false)),
            ("rules: [{if: $CI_COMMIT_TAG}]", (Some(true), false)),
            ("rules: [{if: $CI_COMMIT_BRANCH}]", (Some(false), false)),
            (
                "rules: [{if: $CI_COMMIT_TAG, when: never}, {when: always}]",
                (Some(false), false),
            ),
            ("rules: [{if: $X}]", (None, false)),
            (
                "rules: [{if: $X, when: never}, {when: always}]",
                (None, false),
            ),
            ("rules: [{if: $X}, {when: on_success}]", (Some(true), false)),
            ("rules: []", (Some(false), false)),
            ("rules: [{changes: [a]}]", (Some(true), false)),
            (
                "rules: [{changes: {paths: [a], compare_to: main}}]",
                (None, false),
            ),
            ("rules: [{exists: [Dockerfile]}]", (Some(true), false)),
            ("rules: [{exists: [x, y]}]", (Some(false), false)),
            (
                "rules: [{exists: {paths: [x], project: a/b}}]",
                (None, false),
            ),
            ("only: [branches]", (Some(false), false)),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn what_waits_for_a_person_or_may_fail_is_ignored() {
        for (text, expected) in [
            ("when: manual", (Some(true), true)),
            ("when: manual\nallow_failure: false", (Some(true), false)),
            ("allow_failure: true", (Some(true), true)),
            ("allow_failure: {exit_codes: [1]}", (Some(true), true)),
            ("when: on_failure", (Some(false), false)),
            ("when: never", (Some(false), false)),
            ("when: delayed", (Some(true), false)),
            (
                "rules: [{if: $CI_COMMIT_TAG, when: manual}]",
                (Some(true), false),
            ),
            (
                "rules: [{when: manual, allow_failure: true}]",
                (Some(true), true),
            ),
            (
                "rules: [{when: always}]\nallow_failure: true",
                (Some(true), true),
            ),
            (
                "rules: [{if: $X, allow_failure: true}, {when: always}]",
                (Some(true), false),
            ),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
