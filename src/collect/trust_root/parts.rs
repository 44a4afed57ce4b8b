//! Which parts of a file differ that holds the settings of several tools.
//!
//! Such a file is changed by every release, for its version: what says something about scanners is a
//! part of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::repo::Revision;

/// The largest file that is looked into, in bytes.
const MAX_BYTES: u64 = 4 << 20;

/// Stands for what cannot be told.
const ANY: &str = "*";

/// The parts of a file, each with its content.
type Parts = BTreeMap<String, String>;

/// How a file is parted, by its name.
fn reader(path: &str) -> Option<fn(&str) -> Option<Parts>> {
    match path.rsplit('/').next().unwrap_or(path) {
        "pyproject.toml" => Some(of_toml),
        "setup.cfg" | "tox.ini" => Some(of_ini),
        "package.json" => Some(of_json),
        _ => None,
    }
}

/// The parts that differ between two revisions of a file, sorted; `*` where a revision cannot be read.
/// Empty for a file that has no such parts.
pub(super) fn differing(path: &str, before: &Revision, after: &Revision) -> Vec<String> {
    let Some(reader) = reader(path) else {
        return Vec::new();
    };
    let parts = |revision: &Revision| {
        let text = revision.read_text(path, MAX_BYTES).ok()?;
        reader(&text.unwrap_or_default())
    };
    match (parts(before), parts(after)) {
        (Some(before), Some(after)) => between(&before, &after),
        _ => vec![ANY.to_owned()],
    }
}

fn between(before: &Parts, after: &Parts) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differing = names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name));
    differing.cloned().collect()
}

/// Tables by name, those below `tool` each by its own: `tool.bandit`.
fn of_toml(text: &str) -> Option<Parts> {
    let mut parts = Parts::new();
    for (name, value) in toml::from_str::<toml::Table>(text).ok()? {
        match value {
            toml::Value::Table(tools) if name == "tool" => {
                let tools = tools.into_iter();
                parts.extend(tools.map(|(tool, it)| (format!("tool.{tool}"), it.to_string())));
            }
            value => {
                parts.insert(name, value.to_string());
            }
        }
    }
    Some(parts)
}

/// Sections by name. A section that is written twice is one.
#[expect(clippy::unnecessary_wraps, reason = "one of several readers")]
fn of_ini(text: &str) -> Option<Parts> {
    let mut parts = Parts::new();
    let mut section = String::new();
    for line in text.lines() {
        let name = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        if let Some((name, _)) = name {
            section = name.trim().to_owned();
        }
        let content = parts.entry(section.clone()).or_default();
        content.push_str(line.trim_end());
        content.push('\n');
    }
    Some(parts)
}

/// The keys of the outermost object; an empty text has none.
fn of_json(text: &str) -> Option<Parts> {
    if text.is_empty() {
        return Some(Parts::new());
    }
    let object: BTreeMap<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    let parts = object.into_iter();
    Some(
        parts
            .map(|(name, value)| (name, value.to_string()))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(path: &str, before: &str, after: &str) -> Vec<String> {
        let reader = reader(path).unwrap();
        between(&reader(before).unwrap(), &reader(after).unwrap())
    }

    #[test]
    fn tables_of_tools_are_told_apart() {
        let before = "[project]\nversion = \"1\"\n[tool.bandit]\nskips = []\n[tool.ruff]\na = 1\n";
        let after =
            "[project]\nversion = \"2\"\n[tool.bandit]\nskips = [\"B1\"]\n[tool.ruff]\na = 1\n";
        assert_eq!(
            compared("a/pyproject.toml", before, after),
            ["project", "tool.bandit"]
        );
        assert_eq!(compared("pyproject.toml", before, before), [""; 0]);
        assert!(of_toml("not toml").is_none());
    }

    #[test]
    fn sections_of_ini_files_are_told_apart() {
        let before = "[metadata]\nversion = 1\n[coverage:run]\nomit = a\n";
        let after = "[metadata]\nversion = 2\n[coverage:run]\nomit = a\n  b\n[x]\n";
        assert_eq!(
            compared("setup.cfg", before, after),
            ["coverage:run", "metadata", "x"]
        );
    }

    #[test]
    fn keys_of_package_json_are_told_apart() {
        let before = r#"{"version": "1", "nyc": {"all": true}}"#;
        let after = r#"{"version": "1", "nyc": {"all": false}}"#;
        assert_eq!(compared("package.json", before, after), ["nyc"]);
        assert_eq!(compared("package.json", "", after), ["nyc", "version"]);
        assert!(of_json("[]").is_none());
    }
}
