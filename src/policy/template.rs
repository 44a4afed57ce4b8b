//! The two files of a new rule. They load, and until somebody writes the rule it holds for no
//! release at all, and its tests fail.

use super::embedded;
use super::identifier::{is_id, is_name};
use super::rule::Rule;
use super::source::PolicyFile;
use crate::nearest::suggestion;
use crate::release::{ReleaseType, Stage};
use crate::verdict::Level;

/// The library with whole documents for tests.
const DOCUMENTS: &str = "policies/lib/facts_test.rego";

/// The longest line of a comment.
const MAX_WIDTH: usize = 98;

/// What a new rule is to be.
#[derive(Debug, Clone)]
pub struct NewRule<'a> {
    /// `<area>.<rule>`
    pub id: &'a str,
    /// What holds when it passes; `None` leaves that to be written.
    pub title: Option<&'a str>,
    /// How much it weighs.
    pub level: Level,
    /// The facts that it reads.
    pub needs: Vec<&'a str>,
    /// The types that it applies to; all of them if this is empty.
    pub types: Vec<ReleaseType>,
    /// The stages at which it is judged.
    pub stages: Vec<Stage>,
}

impl NewRule<'_> {
    /// The rule and its test, each with its path below the folder of policies.
    ///
    /// `known_facts` are the names that `needs` may hold, `builtin` the rules of relcheck, whose ids
    /// are taken.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the id, a fact, the title, or the types.
    pub fn files(&self, known_facts: &[&str], builtin: &[Rule]) -> Result<[PolicyFile; 2], String> {
        self.check_id(builtin)?;
        for (index, need) in self.needs.iter().enumerate() {
            if self.needs.iter().take(index).any(|other| other == need) {
                return Err(format!("the fact `{need}` is named twice"));
            }
            if !known_facts.contains(need) {
                let near = suggestion(need, known_facts.iter().copied());
                let known = known_facts.join(", ");
                return Err(format!("there is no fact `{need}`{near} (known: {known})"));
            }
        }
        if self
            .title
            .is_some_and(|title| title.chars().any(char::is_control))
        {
            return Err("a title is one line of text".to_owned());
        }
        if self.is_process() && !self.types.is_empty() {
            return Err("a rule of the stage `process` alone has no types".to_owned());
        }
        let path = format!("{}/{}", self.id.replace('.', "/"), self.name());
        Ok([
            PolicyFile::new(format!("{path}.rego"), self.rule()),
            PolicyFile::new(format!("{path}_test.rego"), self.test()),
        ])
    }

    fn check_id(&self, builtin: &[Rule]) -> Result<(), String> {
        let id = self.id;
        if !is_id(id) {
            let wrong = id.split('.').find(|part| !is_name(part));
            let why = match wrong {
                Some(part) if id.split('.').count() == 2 => format!(": `{part}` is no such name"),
                _ => String::new(),
            };
            return Err(format!(
                "`{id}` is no id for a rule{why}: it is `<area>.<rule>`, two names that start with a lower-case letter and go on with lower-case letters, digits and `_`"
            ));
        }
        if id.starts_with("lib.") {
            return Err(format!(
                "`{id}` is no id for a rule: the area `lib` is for libraries"
            ));
        }
        if id.ends_with("_test") {
            return Err(format!(
                "`{id}` is no id for a rule: `_test` is for its tests"
            ));
        }
        if builtin.iter().any(|rule| rule.id == id) {
            return Err(format!(
                "`{id}` is a built-in rule: `relcheck explain {id}` shows it; give yours another id"
            ));
        }
        Ok(())
    }

    fn name(&self) -> &str {
        self.id.split('.').next_back().unwrap_or(self.id)
    }

    fn is_process(&self) -> bool {
        self.stages.as_slice() == [Stage::Process]
    }

    fn rule(&self) -> String {
        let title = self
            .title
            .unwrap_or("TODO: what holds when this rule passes");
        let types = if self.is_process() {
            String::new()
        } else {
            format!("#   types: [{}]\n", self.types().join(", "))
        };
        let stages: Vec<&str> = self.stages.iter().map(|stage| stage.name()).collect();
        let facts: String = self
            .needs
            .iter()
            .map(|need| format!("{need} := input.facts.{need}\n\n"))
            .collect();
        let reads: String = self
            .needs
            .iter()
            .map(|need| format!("\n\t{need} # TODO: ask something of it"))
            .collect();
        let body = match reads.as_str() {
            "" => String::new(),
            reads => format!(" if {{{reads}\n}}"),
        };
        format!(
            "# METADATA
# title: {title}
# description: \"TODO: the same in a sentence or two, with what does not count.\"
# custom:
#   stages: [{stages}]
{types}#   level: {level}
#   needs: [{needs}]
#   fix: \"TODO: what to do when it fails; a command, where there is one\"
#   source: \"TODO: the heading of your release process that asks for this\"
package policy.{id}

{facts}# TODO: each thing that is wrong is one finding. Until this is written, no release passes.
deny contains {{
\t\"subject\": \"{id}\",
\t\"message\": \"this rule is not written yet\",
}}{body}
",
            title = yaml(title),
            stages = stages.join(", "),
            level = self.level.name(),
            needs = self.needs.join(", "),
            id = self.id,
        )
    }

    fn types(&self) -> Vec<&'static str> {
        let all = ReleaseType::ALL.iter();
        all.filter(|kind| self.types.is_empty() || self.types.contains(kind))
            .map(|kind| kind.name())
            .collect()
    }

    fn test(&self) -> String {
        let kind = self.types().first().copied().unwrap_or("patch");
        let version = match kind {
            "minor" => "1.3.0",
            "major" => "2.0.0",
            _ => "1.2.4",
        };
        let release = match self.stages.first() {
            Some(Stage::Process) => {
                "\"release\": {\"type\": null, \"stage\": \"process\", \"version\": null}, "
                    .to_owned()
            }
            Some(stage) if *stage != Stage::PreRelease => {
                format!("\"release\": {{\"stage\": \"{}\"}}, ", stage.name())
            }
            _ => String::new(),
        };
        let facts = match self.needs.first() {
            Some(fact) => format!("{{\"{fact}\": changed}}"),
            None => "changed".to_owned(),
        };
        format!(
            "package policy.{id}_test

import data.policy.{id} as rule
import data.relcheck.lib.facts_test as facts

# `facts.judged` is the whole input of a {kind} release of 1.2.3 as {version} in which nothing is
# wrong. What is given here replaces what it names and keeps the rest; a value that no collector
# yields is refused. `relcheck collect` shows the facts of your own project. These make whole parts:
{parts}
document(changed) := object.union(facts.judged(\"{kind}\", \"{version}\"), {{{release}\"facts\": {facts}}})

found(changed) := findings if findings := rule.deny with input as document(changed)

test_what_is_right_passes if found({{}}) == set()

# Each case is a test of its own, by its name.
test_what_is_wrong_fails[name] if {{
\tsome name, case in {{
\t\t\"TODO what is wrong\": {{\"changed\": {{}}, \"subjects\": {{\"TODO\"}}}},
\t}}
\t{{finding.subject | some finding in found(case.changed)}} == case.subjects
}}
",
            id = self.id,
            parts = parts(),
        )
    }
}

/// The functions of the library of documents, as lines of a comment.
fn parts() -> String {
    let library = embedded::files()
        .into_iter()
        .find(|file| file.path == DOCUMENTS);
    let text = library
        .map(|file| file.text.to_string())
        .unwrap_or_default();
    let heads = text.lines().filter_map(|line| {
        let (head, _) = line.split_once(") := ")?;
        let is_function = head.starts_with(|c: char| c.is_ascii_lowercase());
        is_function.then(|| format!("{head})"))
    });
    let mut lines = vec!["#".to_owned()];
    for head in heads {
        let fits = |line: &&mut String| line.len() + head.len() < MAX_WIDTH;
        if let Some(line) = lines.last_mut().filter(fits) {
            line.push_str(&format!(" {head}"));
            continue;
        }
        lines.push(format!("# {head}"));
    }
    lines.join("\n")
}

/// A text as YAML: as it is where it cannot be taken for anything else.
fn yaml(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || " .,_-()/`'".contains(c))
        && !matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if is_plain {
        text.trim_end().to_owned()
    } else {
        // A JSON text is a YAML text.
        serde_json::Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_quoted_where_yaml_would_take_it_for_something_else() {
        assert_eq!(yaml("Every release has a note"), "Every release has a note");
        assert_eq!(yaml("a: b"), "\"a: b\"");
        assert_eq!(yaml("a # b"), "\"a # b\"");
        assert_eq!(yaml("Yes"), "\"Yes\"");
        assert_eq!(yaml("- x"), "\"- x\"");
        assert_eq!(yaml("say \"x\""), "\"say \\\"x\\\"\"");
    }
}
