//! Dockerfiles and Containerfiles: the labels that name the image's version.

mod instructions;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use instructions::{Instruction, instructions, words};

/// The labels that name a version: the OCI image specification's, label-schema's, and the plain
/// one.
const LABELS: &[&str] = &[
    "version",
    "org.opencontainers.image.version",
    "org.label-schema.version",
];

/// A label that names the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionLabel {
    /// The label's key.
    pub key: String,
    /// The line that holds the value: that of the `ARG` or `ENV` where the label refers to one.
    pub line: u64,
    /// The value.
    pub value: LabelValue,
}

/// The value of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelValue {
    /// A text, with variables replaced by their defaults.
    Literal(String),
    /// A build argument without a default: whoever builds the image names the version.
    Argument(String),
    /// A variable that the file does not define.
    Undefined(String),
}

/// What a variable holds.
#[derive(Debug, Clone)]
struct Variable {
    line: u64,
    /// `None` for an `ARG` without default.
    value: Option<String>,
}

/// The version labels of a Dockerfile, in its order.
#[must_use]
pub fn read(text: &str) -> Vec<VersionLabel> {
    let mut file = Dockerfile::default();
    for instruction in instructions(text) {
        file.read(&instruction);
    }
    file.labels
}

#[derive(Default)]
struct Dockerfile {
    labels: Vec<VersionLabel>,
    /// The arguments before the first `FROM`; a stage has to ask for them.
    global: BTreeMap<String, Variable>,
    stage: BTreeMap<String, Variable>,
    staged: bool,
}

impl Dockerfile {
    fn read(&mut self, instruction: &Instruction) {
        match instruction.keyword.as_str() {
            "FROM" => {
                self.staged = true;
                self.stage.clear();
            }
            "ARG" | "ENV" => self.read_variables(instruction),
            "LABEL" => self.read_labels(instruction),
            _ => {}
        }
    }

    fn read_variables(&mut self, instruction: &Instruction) {
        for (line, key, value) in pairs(instruction) {
            let value = match value {
                Some(value) => self.expand(line, &value).1,
                None => self
                    .global
                    .get(&key)
                    .map_or(LabelValue::Argument(key.clone()), |known| {
                        match &known.value {
                            Some(value) => LabelValue::Literal(value.clone()),
                            None => LabelValue::Argument(key.clone()),
                        }
                    }),
            };
            let line = self.global.get(&key).map_or(line, |known| known.line);
            let value = match value {
                LabelValue::Literal(value) => Some(value),
                LabelValue::Argument(_) | LabelValue::Undefined(_) => None,
            };
            let scope = if self.staged {
                &mut self.stage
            } else {
                &mut self.global
            };
            scope.insert(key, Variable { line, value });
        }
    }

    fn read_labels(&mut self, instruction: &Instruction) {
        for (line, key, value) in pairs(instruction) {
            if let (true, Some(value)) = (LABELS.contains(&key.as_str()), value) {
                let (line, value) = self.expand(line, &value);
                self.labels.push(VersionLabel { key, line, value });
            }
        }
    }

    /// Replaces `$NAME`, `${NAME}` and `${NAME:-default}`. The line is that of the last variable
    /// that was replaced, or the one given.
    fn expand(&self, line: u64, value: &str) -> (u64, LabelValue) {
        let (mut line, mut text) = (line, String::new());
        let mut rest = value;
        while let Some((before, after)) = rest.split_once('$') {
            text.push_str(before);
            let (name, default, after) = variable(after);
            rest = after;
            let scope = if self.staged {
                &self.stage
            } else {
                &self.global
            };
            match (scope.get(name), default) {
                (
                    Some(Variable {
                        line: defined,
                        value: Some(value),
                    }),
                    _,
                ) => {
                    line = *defined;
                    text.push_str(value);
                }
                (_, Some(default)) => text.push_str(default),
                (Some(_), None) => return (line, LabelValue::Argument(name.to_owned())),
                (None, None) => return (line, LabelValue::Undefined(name.to_owned())),
            }
            if text.len() > MAX_VALUE {
                return (line, LabelValue::Undefined(name.to_owned()));
            }
        }
        text.push_str(rest);
        (line, LabelValue::Literal(text))
    }
}

/// The longest value that is built from variables, so that ones that double each other end.
const MAX_VALUE: usize = 4096;

/// The name and default of the variable at the start of the text, and what follows it.
fn variable(text: &str) -> (&str, Option<&str>, &str) {
    if let Some((inner, rest)) = text.strip_prefix('{').and_then(|text| text.split_once('}')) {
        let (name, default) = match inner.split_once(":-").or_else(|| inner.split_once('-')) {
            Some((name, default)) => (name, Some(default)),
            None => (inner, None),
        };
        return (name, default, rest);
    }
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (name, None, rest)
}

/// The `key=value` words of an instruction with their lines; also `LABEL key value`, the old form
/// of one pair.
fn pairs(instruction: &Instruction) -> Vec<(u64, String, Option<String>)> {
    let words = words(instruction);
    let old_form =
        instruction.keyword != "ARG" && words.first().is_some_and(|(_, word)| !word.contains('='));
    if old_form {
        let rest: Vec<&str> = words
            .iter()
            .skip(1)
            .map(|(_, word)| word.as_str())
            .collect();
        let first = words.first().cloned().into_iter();
        return first
            .map(|(line, key)| (line, key, Some(rest.join(" "))))
            .collect();
    }
    words
        .into_iter()
        .map(|(line, word)| match word.split_once('=') {
            Some((key, value)) => (line, key.to_owned(), Some(value.to_owned())),
            None => (line, word, None),
        })
        .collect()
}
