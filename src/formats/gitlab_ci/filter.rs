//! `only` and `except`, which GitLab calls deprecated and many files still have.
//! <https://docs.gitlab.com/ci/yaml/deprecated_keywords/#only--except>

use super::condition::{holds, pattern};
use super::pipeline::{Kind, Pipeline};
use crate::formats::three_valued::{all, any};
use crate::formats::yaml_tree::{Node, Value};

/// Whether a job runs in a pipeline by its `only` and `except`; `None` where that is not known. Without
/// `only`, it runs for branches and tags.
#[must_use]
pub fn takes(only: Option<&Node>, except: Option<&Node>, pipeline: Pipeline<'_>) -> Option<bool> {
    let taken = match only {
        Some(node) => all(&parts(node, pipeline)),
        None => Some(matches!(
            pipeline.kind,
            Kind::Tag | Kind::Branch | Kind::Schedule | Kind::Web
        )),
    };
    let excepted = match except {
        Some(node) => any(&parts(node, pipeline)),
        None => Some(false),
    };
    match (taken, excepted) {
        (Some(false), _) | (_, Some(true)) => Some(false),
        (Some(true), Some(false)) => Some(true),
        _ => None,
    }
}

/// The answers of each part: refs, variables, changes.
fn parts(node: &Node, pipeline: Pipeline<'_>) -> Vec<Option<bool>> {
    let Value::Map(entries) = &node.value else {
        return vec![any_ref(&node.texts(), pipeline)];
    };
    entries
        .iter()
        .map(|entry| match entry.key.as_str() {
            "refs" => any_ref(&entry.node.texts(), pipeline),
            "variables" => {
                let conditions = entry.node.texts();
                any(&conditions
                    .iter()
                    .map(|condition| holds(condition, pipeline))
                    .collect::<Vec<_>>())
            }
            // Without the push of a branch, everything counts as changed.
            "changes" if pipeline.kind == Kind::Tag => Some(true),
            _ => None,
        })
        .collect()
}

fn any_ref(refs: &[String], pipeline: Pipeline<'_>) -> Option<bool> {
    any(&refs
        .iter()
        .map(|name| is_ref(name, pipeline))
        .collect::<Vec<_>>())
}

fn is_ref(text: &str, pipeline: Pipeline<'_>) -> Option<bool> {
    // `master@group/project` limits it to one project.
    if let Some((name, _)) = text.rsplit_once('@') {
        return match is_ref(name, pipeline) {
            Some(false) => Some(false),
            _ => None,
        };
    }
    let kind = pipeline.kind;
    match text {
        "tags" if kind == Kind::Web => None,
        "tags" => Some(kind == Kind::Tag),
        "branches" if kind == Kind::Web => None,
        "branches" => Some(matches!(kind, Kind::Branch | Kind::Schedule)),
        "pushes" => Some(matches!(kind, Kind::Tag | Kind::Branch)),
        "merge_requests" => Some(kind == Kind::MergeRequest),
        "schedules" => Some(kind == Kind::Schedule),
        "web" => Some(kind == Kind::Web),
        "api" | "chat" | "external" | "external_pull_requests" | "pipelines" | "triggers" => {
            Some(false)
        }
        _ if kind != Kind::Tag => None,
        _ if text.starts_with('/') => Some(pattern(text)?.is_match(pipeline.tag)),
        _ => Some(text == pipeline.tag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::yaml_tree;

    fn of(kind: Kind, text: &str) -> Option<bool> {
        let root = yaml_tree::read(text).unwrap().unwrap();
        let pipeline = Pipeline {
            kind,
            tag: "v1.2.3",
            child: false,
        };
        let part = |key: &str| root.get(key).map(|node| &**node);
        takes(part("only"), part("except"), pipeline)
    }

    #[test]
    fn a_tag_is_taken_as_the_lists_say() {
        for (text, expected) in [
            ("x: 1", Some(true)),
            ("only: [tags]", Some(true)),
            ("only: tags", Some(true)),
            ("only: {refs: [tags]}", Some(true)),
            ("only: [branches]", Some(false)),
            ("only: [main]", Some(false)),
            ("only: ['/^v.*$/']", Some(true)),
            ("only: ['/^V/']", Some(false)),
            ("only: ['/(/']", None),
            ("only: [tags@group/project]", None),
            ("only: [branches@group/project]", Some(false)),
            ("except: [tags]", Some(false)),
            ("only: [tags]\nexcept: ['/-rc/']", Some(true)),
            ("only: {refs: [tags], variables: ['$X']}", None),
            ("only: {refs: [branches], variables: ['$X']}", Some(false)),
            ("only: {changes: [a]}", Some(true)),
            ("except: {variables: ['$CI_COMMIT_TAG']}", Some(false)),
            (
                "only: [merge_requests, schedules, web, triggers]",
                Some(false),
            ),
        ] {
            assert_eq!(of(Kind::Tag, text), expected, "{text}");
        }
    }

    #[test]
    fn merge_requests_must_be_asked_for() {
        assert_eq!(of(Kind::MergeRequest, "x: 1"), Some(false));
        assert_eq!(of(Kind::MergeRequest, "only: [merge_requests]"), Some(true));
        assert_eq!(of(Kind::Branch, "only: [tags]"), Some(false));
        assert_eq!(of(Kind::Branch, "only: [main]"), None);
    }
}
