//! How templates and files are put together: mappings key by key, everything else by the later one.
//! <https://docs.gitlab.com/ci/yaml/yaml_optimization/#merge-details>

use std::collections::HashMap;
use std::rc::Rc;

use crate::formats::yaml_tree::{Entry, Node, Value};

/// A value with another one put over it. Keys that both have are merged the same way, at any depth,
/// which the reader of the files limits.
#[must_use]
pub fn over(base: &Rc<Node>, top: &Rc<Node>) -> Rc<Node> {
    let (Value::Map(below), Value::Map(above)) = (&base.value, &top.value) else {
        return Rc::clone(top);
    };
    Rc::new(Node::map_at(top, entries_over(below, above)))
}

/// The entries of two mappings, those of the first one first.
#[must_use]
pub fn entries_over(below: &[Entry], above: &[Entry]) -> Vec<Entry> {
    let places: HashMap<&str, usize> = below
        .iter()
        .enumerate()
        .map(|(place, entry)| (entry.key.as_str(), place))
        .collect();
    let mut merged = below.to_vec();
    for entry in above {
        let known = places.get(entry.key.as_str());
        match known.and_then(|&place| merged.get_mut(place)) {
            Some(old) => {
                *old = Entry {
                    node: over(&old.node, &entry.node),
                    ..entry.clone()
                }
            }
            None => merged.push(entry.clone()),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::yaml_tree;

    #[test]
    fn mappings_are_merged_and_lists_are_replaced() {
        let read = |text| yaml_tree::read(text).unwrap().unwrap();
        let base = read("variables: {A: '1', B: '2'}\nscript: [x, y]\nonly: {refs: [main]}\n");
        let top = read("variables: {B: '3', C: '4'}\nscript: [z]\nstage: test\n");
        let merged = over(&base, &top);
        let variables = merged.get("variables").unwrap();
        assert_eq!(variables.text_of("A"), Some("1"));
        assert_eq!(variables.text_of("B"), Some("3"));
        assert_eq!(variables.text_of("C"), Some("4"));
        assert_eq!(merged.get("script").unwrap().texts(), ["z"]);
        assert!(merged.get("only").unwrap().get("refs").is_some());
        assert_eq!(merged.text_of("stage"), Some("test"));
        assert_eq!(over(&base, &read("text")).text(), Some("text"));
    }
}
