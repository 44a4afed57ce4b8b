//! What starts a workflow.

use crate::facts::Trigger;
use crate::formats::github_actions::filter::takes;
use crate::formats::yaml_tree::{Node, Value};

/// The events of `on`: one, a list, or a mapping with filters.
pub(super) fn read(on: &Node, tag: &str) -> Vec<Trigger> {
    match &on.value {
        Value::Scalar(_) => on
            .text()
            .map(|event| plain(event, on.line))
            .into_iter()
            .collect(),
        Value::List(items) => items
            .iter()
            .filter_map(|item| Some(plain(item.text()?, item.line)))
            .collect(),
        Value::Map(entries) => entries
            .iter()
            .map(|entry| filtered(&entry.key, entry.line, &entry.node, tag))
            .collect(),
    }
}

fn plain(event: &str, line: u64) -> Trigger {
    Trigger {
        event: event.to_owned(),
        line,
        branches: Vec::new(),
        tags: Vec::new(),
        types: Vec::new(),
        workflows: Vec::new(),
        on_release_tag: Some(["push", "create"].contains(&event)),
    }
}

fn filtered(event: &str, line: u64, node: &Node, tag: &str) -> Trigger {
    let texts = |key: &str| node.get(key).map(|node| node.texts()).unwrap_or_default();
    Trigger {
        branches: texts("branches"),
        tags: texts("tags"),
        types: texts("types"),
        workflows: texts("workflows"),
        on_release_tag: Some(on_tag(event, node, tag)),
        ..plain(event, line)
    }
}

/// Whether pushing the tag starts it. Without a filter of refs, every push does; with one of branches
/// alone, none of a tag.
fn on_tag(event: &str, node: &Node, tag: &str) -> bool {
    if event == "create" {
        return true;
    }
    if event != "push" {
        return false;
    }
    let texts = |key: &str| Some(node.get(key)?.texts());
    match (texts("tags"), texts("tags-ignore")) {
        (Some(tags), _) => takes(&tags, tag),
        (None, Some(ignored)) => !takes(&ignored, tag),
        (None, None) => node.get("branches").is_none() && node.get("branches-ignore").is_none(),
    }
}
