//! Whether a recorded command told its runner of tests to run some of them only.
//!
//! A path or a package is none of that: parts of a project are tested apart.

mod options;

use super::Record;
use super::idle::runners;
use super::steps::Step;
use crate::formats::shell::named;
use options::{SELECTING, Selecting, VARIABLES};

/// What has a runner of tests run some of them only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// The option or the variable, as it is written: `-k test_a`.
    pub by: String,
    /// The command without any such option.
    pub without: String,
}

/// Whether a variable of this name and value has a known runner run some tests only.
pub(super) fn selects(name: &str, value: &str) -> bool {
    let known = VARIABLES.iter().find(|(known, _)| *known == name);
    let tool = known.and_then(|(_, tool)| SELECTING.iter().find(|it| it.tool == *tool));
    let words: Vec<&str> = value.split_whitespace().collect();
    tool.is_some_and(|tool| tool.parted(&words, 0).1.is_some())
}

/// What a recorded command told a runner of tests to leave out; `None` where it shows nothing of the kind,
/// or where it runs several, which may be a whole together.
#[must_use]
pub fn selected(record: &Record, root: &str) -> Option<Selected> {
    let steps = runners(record, root);
    let [step] = steps.as_slice() else {
        return None;
    };
    let own = of_step(step);
    own.or_else(|| {
        Some(Selected {
            by: variable(record, step)?,
            without: step.words.join(" "),
        })
    })
}

fn of_step(step: &Step) -> Option<Selected> {
    let named = named(&step.words);
    let names = &named.first()?.names;
    let is_it = |tool: &&Selecting| names.iter().any(|name| name == tool.tool);
    let tool = SELECTING.iter().find(is_it)?;
    let words: Vec<&str> = step.words.iter().map(String::as_str).collect();
    let (without, by) = tool.parted(&words, tool.tool.split(' ').count());
    Some(Selected {
        by: by?,
        without: without.join(" "),
    })
}

/// A variable around the command, or in its text, that has its runner run some tests only.
fn variable(record: &Record, step: &Step) -> Option<String> {
    let named = named(&step.words);
    let names = &named.first()?.names;
    VARIABLES.iter().find_map(|(variable, tool)| {
        // `gotestsum` runs `go test`.
        let is_it = |name: &String| name == tool || (name == "gotestsum" && *tool == "go test");
        let start = format!("{variable}=");
        let value = assigned(record, &start)?;
        let counts = names.iter().any(is_it) && selects(variable, &value);
        counts.then(|| format!("{start}{value}"))
    })
}

/// The value of a variable around a command, in one of its words (`env NAME=value`), or in its text for a
/// shell.
fn assigned(record: &Record, start: &str) -> Option<String> {
    let mut after = false;
    let own = record.command.iter().find_map(|word| {
        let is_text = std::mem::replace(&mut after, word.starts_with('-') && word.ends_with('c'));
        match is_text {
            true => in_text(word, start),
            false => word.strip_prefix(start),
        }
    });
    let around = || {
        record
            .environment
            .iter()
            .find_map(|it| it.strip_prefix(start))
    };
    own.or_else(around).map(str::to_owned)
}

/// The value that a text for a shell gives a variable: up to its closing quote, or to the next blank.
fn in_text<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let (_, behind) = text.split_once(start)?;
    match behind.chars().next().filter(|it| ['"', '\''].contains(it)) {
        Some(quote) => behind.get(1..)?.split(quote).next(),
        None => behind.split([' ', ';', '&', '\n']).next(),
    }
}

impl Selecting {
    /// The words that select nothing, and the first that does. The first `plain` words are the tool's
    /// name.
    fn parted<'s>(&self, words: &[&'s str], plain: usize) -> (Vec<&'s str>, Option<String>) {
        let (mut whole, mut first) = (Vec::new(), None);
        let mut plain = plain;
        // Of cargo, with which others are no choice.
        let is_whole = ["--tests", "--all-targets"]
            .iter()
            .any(|it| words.contains(it));
        let mut words = words.iter().copied().peekable();
        while let Some(word) = words.next() {
            let (name, inline) = self.split(word);
            if self.valued.contains(&name) || self.is_attached(word) {
                let takes =
                    inline.is_none() && !self.flags.contains(&name) && !self.is_attached(word);
                let behind = takes.then(|| words.next()).flatten();
                let value = inline.or(behind).unwrap_or_default();
                if !is_all(self.tool, name, value) {
                    let behind = behind.map_or(String::new(), |value| format!(" {value}"));
                    first.get_or_insert(format!("{word}{behind}"));
                    continue;
                }
                whole.push(word);
                whole.extend(behind);
            } else if !is_whole && self.flags.contains(&name) && inline != Some("false") {
                first.get_or_insert(word.to_owned());
            } else if word.starts_with('-') || word.starts_with('+') {
                whole.push(word);
                let takes = self.names_beside.is_some_and(|it| it.contains(&word));
                whole.extend(takes.then(|| words.next()).flatten());
            } else if plain > 0 {
                plain -= 1;
                whole.push(word);
            } else if self.names_beside.is_some() || (self.tool == "pytest" && word.contains("::"))
            {
                first.get_or_insert(word.to_owned());
            } else {
                whole.push(word);
            }
        }
        (whole, first)
    }

    fn split<'s>(&self, word: &'s str) -> (&'s str, Option<&'s str>) {
        let Some(place) = word.find('=').filter(|_| word.starts_with('-')) else {
            return (word, None);
        };
        let (whole, value) = word.split_at(place + 1);
        let name = match self.valued.contains(&whole) {
            true => whole,
            false => whole.trim_end_matches('='),
        };
        (name, Some(value))
    }

    /// `-ktest_a`
    fn is_attached(&self, word: &str) -> bool {
        self.tool == "pytest"
            && word.len() > 2
            && ["-k", "-m"].iter().any(|option| word.starts_with(option))
    }
}

/// Folders that hold no tests of the project.
const OTHERS: [&str; 7] = [
    "build",
    "dist",
    "docs",
    "env",
    "node_modules",
    "site-packages",
    "venv",
];

/// Whether a value of an option leaves no test out.
fn is_all(tool: &str, name: &str, value: &str) -> bool {
    match name {
        "-run" | "--run" if tool.starts_with("go") => {
            ["", ".", ".*", "Test", "^Test", "^Test.*"].contains(&value)
        }
        "-skip" | "--skip" if tool.starts_with("go") => value.is_empty(),
        // It names a task.
        "-x" | "--exclude-task" if tool == "gradle" => !value.to_lowercase().contains("test"),
        "--ignore" | "--ignore-glob" if tool == "pytest" => {
            let first = value.trim_start_matches("./").split('/').next();
            first.is_some_and(|it| it.starts_with('.') || OTHERS.contains(&it))
        }
        "--exclude" if tool == "vitest" => value.contains("node_modules"),
        "-Dtest=" | "-Dit.test=" => value == "*",
        "-k" | "-m" => value.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
