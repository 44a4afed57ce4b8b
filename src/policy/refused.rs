//! Rules of the project's own that cannot be judged, while all the others can.
//!
//! What is wrong with a rule's own file is that rule's affair: it becomes an outcome of its own, an
//! `error` that blocks at every stage and for every type. What is wrong with anything that rules
//! share (a library, `data.yaml`, the configuration) still refuses the whole set.

use std::collections::{BTreeMap, BTreeSet};

use super::error::LoadError;
use super::identifier::{Role, role};
use super::rule::{Origin, Rule};
use super::source::PolicyFile;
use crate::release::{ReleaseType, Stage};
use crate::verdict::Level;

/// How many problems the reason of one rule names.
const MAX_PROBLEMS: usize = 50;

/// Whether a set of policies is loaded without the rules that are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tolerance {
    /// Whatever is wrong refuses the set.
    Nothing,
    /// What is wrong with the file of one of the project's own rules refuses that rule.
    OwnRules,
}

/// A file that does not parse, with the rule that it was meant to hold.
pub(super) struct Unread<'a> {
    pub(super) id: String,
    pub(super) file: &'a PolicyFile,
    /// The line of its `package` statement; 0 where none can be made out.
    pub(super) line: u64,
}

/// What can be told of a file that does not parse.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// The rule of this id, by the `package` line of this number.
    Rule(String, u64),
    /// A library: what it would define is missed by others.
    Library,
    /// A part of this package of a Conftest user's, by the `package` line of this number.
    Conftest(String, u64),
    /// Nothing: the place of the file is all there is to name it by.
    Unclear,
}

/// What a file was meant to hold, by its first line that is no comment.
pub(super) fn meant(file: &PolicyFile) -> Meant {
    let line = file.text.lines().zip(1..).find(|(line, _)| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with('#')
    });
    let package = line.and_then(|(line, number)| {
        let rest = line.strip_prefix("package ")?;
        let name = rest.split(['#', ';']).next().unwrap_or(rest).trim();
        Some((
            name.split('.').map(str::to_owned).collect::<Vec<_>>(),
            number,
        ))
    });
    let Some((parts, number)) = package else {
        return Meant::Unclear;
    };
    match role(&parts, false) {
        Ok(Role::Rule(id)) => Meant::Rule(id, number),
        Ok(Role::Library(_)) => Meant::Library,
        Ok(Role::Conftest) => Meant::Conftest(parts.join("."), number),
        Ok(Role::Test) | Err(_) => Meant::Unclear,
    }
}

/// An id for a file that tells none: the folder and the name, made unlike those that are taken.
pub(super) fn id_of_path(path: &str, taken: &BTreeSet<String>) -> String {
    let stem = path.strip_suffix(".rego").unwrap_or(path);
    let mut parts: Vec<&str> = stem
        .split('/')
        .filter(|part| !part.is_empty() && *part != "." && *part != "..")
        .collect();
    // `area/rule/rule.rego` is `area.rule`.
    if let [.., folder, name] = parts.as_slice()
        && folder == name
    {
        parts.pop();
    }
    let name = plain_name(parts.pop().unwrap_or_default());
    let area = plain_name(parts.pop().unwrap_or("policy"));
    let id = format!("{area}.{name}");
    let numbered = (2_u64..).map(|number| format!("{id}_{number}"));
    std::iter::once(id.clone())
        .chain(numbered)
        .find(|id| !taken.contains(id))
        .unwrap_or(id)
}

/// The text in the letters that ids have.
fn plain_name(text: &str) -> String {
    let name: String = text
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name
    } else {
        format!("rule_{name}")
    }
}

/// Problems by the rule that they refuse, and those that are no rule's own.
pub(super) fn attribute(
    problems: Vec<LoadError>,
    owners: &Owners,
) -> (BTreeMap<String, Vec<LoadError>>, Vec<LoadError>) {
    let mut refused: BTreeMap<String, Vec<LoadError>> = BTreeMap::new();
    let mut shared = Vec::new();
    for problem in problems {
        match owners.get(&problem.file) {
            Some(rules) => rules.iter().for_each(|own| {
                let problems = refused.entry(own.id.clone()).or_default();
                problems.push(problem.clone());
            }),
            None => shared.push(problem),
        }
    }
    (refused, shared)
}

/// A rule of the project's own, or what was meant to be one.
#[derive(Clone)]
pub(super) struct Own {
    pub(super) id: String,
    /// The file that stands for it.
    pub(super) file: PolicyFile,
    pub(super) line: u64,
}

/// By the path of a file of the project's own: the rules that what is wrong with it refuses. There
/// is one at least; of Conftest's policies, several may need one file.
pub(super) type Owners = BTreeMap<String, Vec<Own>>;

/// What stands for a rule that is refused: it applies everywhere, and nothing else is known of it.
pub(super) fn stand_in(own: &Own, problems: Vec<LoadError>) -> Rule {
    let first = problems.iter().min();
    let wrong = first.map_or(own.file.path.as_str(), |problem| problem.file.as_str());
    Rule {
        id: own.id.clone(),
        package: format!("policy.{}", own.id),
        title: "The rule is refused: its file is not in order".to_owned(),
        description: "Nothing is known of what it checks.".to_owned(),
        stages: Stage::ALL.to_vec(),
        types: ReleaseType::ALL.to_vec(),
        level: Level::Deny,
        needs: Vec::new(),
        fix: format!(
            "Mend `{wrong}`; `relcheck policy check` lists everything that is wrong with it."
        ),
        source: Vec::new(),
        controls: BTreeMap::new(),
        effective_on: None,
        depends_on: Vec::new(),
        decides_type: false,
        origin: Origin::User,
        file: own.file.path.clone(),
        line: own.line.max(1),
        refused: Some(reason(problems)),
    }
}

/// The problems, one a line, sorted.
fn reason(mut problems: Vec<LoadError>) -> String {
    problems.sort();
    problems.dedup();
    let more = problems.len().saturating_sub(MAX_PROBLEMS);
    let mut lines: Vec<String> = problems
        .iter()
        .take(MAX_PROBLEMS)
        .map(ToString::to_string)
        .collect();
    if more > 0 {
        lines.push(format!(
            "… and {more} more: `relcheck policy check` lists them"
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant_by(text: &str) -> Meant {
        meant(&PolicyFile::new("own/x.rego", text))
    }

    #[test]
    fn a_broken_file_still_tells_its_package() {
        assert_eq!(
            meant_by("# METADATA\n\npackage policy.team.note # ours\n{{{"),
            Meant::Rule("team.note".to_owned(), 3)
        );
        assert_eq!(meant_by("package policy.lib.names\n{{{"), Meant::Library);
        assert_eq!(
            meant_by("package lib.text # shared\n{{{"),
            Meant::Conftest("lib.text".to_owned(), 1)
        );
        for unclear in [
            "",
            "{{{\npackage policy.team.note",
            "package relcheck.policy.docs.changelog",
            "package policy.team.note_test",
        ] {
            assert_eq!(meant_by(unclear), Meant::Unclear, "{unclear}");
        }
    }

    #[test]
    fn a_file_without_a_package_is_named_by_its_place() {
        let id = |path: &str| id_of_path(path, &BTreeSet::new());
        assert_eq!(id("own/team/note/note.rego"), "team.note");
        assert_eq!(id("own/team/note.rego"), "team.note");
        assert_eq!(id("./Own Rules/1-Note.rego"), "own_rules.rule_1_note");
        assert_eq!(id("note.rego"), "policy.note");
        let taken = BTreeSet::from(["own.note".to_owned(), "own.note_2".to_owned()]);
        assert_eq!(id_of_path("own/note.rego", &taken), "own.note_3");
    }

    #[test]
    fn a_reason_is_bounded() {
        let problems = (1..=60).map(|line| LoadError::new("own/x.rego", line, 1, "is odd"));
        let reason = reason(problems.collect());
        assert_eq!(reason.lines().count(), 51);
        assert!(reason.starts_with("own/x.rego:1:1: is odd\n"), "{reason}");
        assert!(reason.contains("… and 10 more"), "{reason}");
    }
}
