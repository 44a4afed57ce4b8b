//! The list of built-in rules, which makes a lost file an error.

use std::collections::BTreeSet;

use super::error::LoadError;
use super::identifier::is_id;
use super::source::PolicyFile;
use crate::nearest::suggestion;

/// The problems between the manifest and the ids of the built-in rules that there are.
pub(super) fn check(manifest: &PolicyFile, rules: &BTreeSet<String>) -> Vec<LoadError> {
    let mut errors = Vec::new();
    let mut listed = BTreeSet::new();
    let mut last = "";
    for (index, line) in manifest.text.lines().enumerate() {
        let id = line.split('#').next().unwrap_or_default().trim();
        if id.is_empty() {
            continue;
        }
        let at = |message: String| LoadError::new(&manifest.path, index as u64 + 1, 1, message);
        if !is_id(id) {
            errors.push(at(format!("`{id}` is not a rule's id, `<area>.<rule>`")));
            continue;
        }
        if !listed.insert(id) {
            errors.push(at(format!("`{id}` is listed twice")));
        } else if id < last {
            errors.push(at(format!(
                "`{id}` stands after `{last}`: keep the list sorted"
            )));
        }
        if !rules.contains(id) {
            let near = suggestion(id, rules.iter().map(String::as_str));
            errors.push(at(format!(
                "the built-in rule `{id}` is lost: no file holds it{near}"
            )));
        }
        last = id;
    }
    errors.extend(
        rules
            .iter()
            .filter(|id| !listed.contains(id.as_str()))
            .map(|id| {
                let message = format!("the built-in rule `{id}` is not listed: add a line `{id}`");
                LoadError::of_file(&manifest.path, message)
            }),
    );
    errors
}
