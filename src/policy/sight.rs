//! What of the release a rule can see, so that types that look alike to it are judged once.
//!
//! The four types differ in `input.release` alone, and most rules see little of it: none of it, or
//! the version, which is the same for all types where the project declares it. What a rule cannot
//! see cannot change what it says. It is told from the text, with all the libraries that the rule
//! reaches; any spelling that is not plain counts as seeing everything, which only costs time.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;

use super::conftest;
use super::evaluate::Judged;
use super::source::PolicyFile;

/// Parts of `input` that are the same in all requests with the same text.
const SHARED: [&str; 3] = ["facts", "project", "clock"];

/// The keys of `input.release` that a rule reads; `None` if that cannot be told.
type Sight = Option<BTreeSet<String>>;

/// What tells one question from another: the input's text by its address, the rule, and what it
/// sees of the release.
type Question = (usize, usize, Vec<Value>);

/// What rules said before.
pub(super) struct Memory {
    sights: Vec<Sight>,
    said: BTreeMap<Question, Judged>,
}

impl Memory {
    pub(super) fn new(libraries: &[PolicyFile], rules: &[&PolicyFile]) -> Self {
        let libraries = by_package(libraries);
        let sights = rules.iter().map(|rule| sight(rule, &libraries));
        Memory {
            sights: sights.collect(),
            said: BTreeMap::new(),
        }
    }

    /// The question that is put to a rule with an input; `None` if there is no other like it. The
    /// text that the input is read from has to live as long as this memory.
    pub(super) fn question(&self, text: &str, rule: usize, input: &Value) -> Option<Question> {
        let keys = self.sights.get(rule)?.as_ref()?;
        let release = &input["release"];
        let seen = keys.iter().map(|key| release[key.as_str()].clone());
        Some((text.as_ptr().addr(), rule, seen.collect()))
    }

    pub(super) fn recall(&self, question: &Question) -> Option<Judged> {
        self.said.get(question).cloned()
    }

    pub(super) fn keep(&mut self, question: Question, judged: &Judged) {
        self.said.insert(question, judged.clone());
    }
}

/// What each library refers to, by its package; `None` if that cannot be told.
type Libraries<'a> = BTreeMap<&'a str, Option<References<'a>>>;

/// A package that several files may be is one of which nothing can be told.
fn by_package(libraries: &[PolicyFile]) -> Libraries<'_> {
    let mut known = Libraries::new();
    for file in libraries {
        let Some(package) = package(&file.text) else {
            continue;
        };
        let references = References::of(&file.text);
        known
            .entry(package)
            .and_modify(|other| *other = None)
            .or_insert(references);
    }
    known
}

/// What a rule sees, itself and through libraries. One that stands for a Conftest package is no more
/// than a question to that package, so it counts as seeing everything.
fn sight(rule: &PolicyFile, libraries: &Libraries) -> Sight {
    if conftest::is_wrapper(rule) {
        return None;
    }
    let own = References::of(&rule.text)?;
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![&own];
    let mut keys = BTreeSet::new();
    while let Some(references) = open.pop() {
        keys.extend(references.keys.iter().map(|key| (*key).to_owned()));
        for package in &references.libraries {
            let (package, library) = libraries.get_key_value(package.as_str())?;
            if reached.insert(package) {
                open.push(library.as_ref()?);
            }
        }
    }
    Some(keys)
}

/// The libraries that rules reach, in their order; all of them where that cannot be told.
pub(super) fn reached<'a>(
    libraries: &'a [PolicyFile],
    rules: &[&PolicyFile],
) -> Vec<&'a PolicyFile> {
    match packages_reached(libraries, rules) {
        Some(packages) => {
            let is_reached =
                |file: &&PolicyFile| package(&file.text).is_none_or(|it| packages.contains(it));
            libraries.iter().filter(is_reached).collect()
        }
        None => libraries.iter().collect(),
    }
}

fn packages_reached(libraries: &[PolicyFile], rules: &[&PolicyFile]) -> Option<BTreeSet<String>> {
    let texts: BTreeMap<&str, &str> = libraries
        .iter()
        .filter_map(|file| Some((package(&file.text)?, file.text.as_str())))
        .collect();
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = rules.iter().map(|rule| rule.text.as_str()).collect();
    while let Some(text) = open.pop() {
        for package in libraries_of(text)? {
            // One that is not there is for the engine to miss.
            let library = texts.get(package.as_str())?;
            if reached.insert(package) {
                open.push(library);
            }
        }
    }
    Some(reached)
}

/// The packages of the libraries that a text refers to; `None` if it may refer to more than can be
/// told.
fn libraries_of(text: &str) -> Option<BTreeSet<String>> {
    let mut libraries = BTreeSet::new();
    for path in paths_from(code(text), "data") {
        match path.as_slice() {
            ["relcheck", "params", ..] => {}
            [root @ ("relcheck" | "policy"), "lib", name, ..] => {
                libraries.insert(format!("{root}.lib.{name}"));
            }
            _ => return None,
        }
    }
    Some(libraries)
}

/// A text from its package on: nothing but comments may stand before that, and prose speaks of much.
fn code(text: &str) -> &str {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("package ") {
            return text.get(start..).unwrap_or(text);
        }
        start += line.len();
    }
    text
}

/// The package that a text declares.
fn package(text: &str) -> Option<&str> {
    let package = text.lines().find_map(|line| line.strip_prefix("package "));
    package.map(str::trim_end)
}

/// What one file refers to outside of itself.
#[derive(Debug, Default, PartialEq, Eq)]
struct References<'a> {
    /// Keys of `input.release`.
    keys: BTreeSet<&'a str>,
    /// The packages of libraries.
    libraries: BTreeSet<String>,
}

impl<'a> References<'a> {
    /// `None` if the text may refer to more than can be told.
    fn of(text: &'a str) -> Option<Self> {
        let mut references = References::default();
        for path in paths_from(code(text), "input") {
            match path.as_slice() {
                [part, ..] if SHARED.contains(part) => {}
                ["release", key, ..] if !key.is_empty() => {
                    references.keys.insert(*key);
                }
                _ => return None,
            }
        }
        references.libraries = libraries_of(text)?;
        Some(references)
    }
}

/// For each place where the word `root` stands outside of a comment: the names that follow it, each
/// after a dot. There are none where something else follows; one is empty where a dot ends them.
fn paths_from<'a>(text: &'a str, root: &'a str) -> impl Iterator<Item = Vec<&'a str>> {
    text.match_indices(root).filter_map(move |(start, _)| {
        let (before, after) = (text.get(..start)?, text.get(start + root.len()..)?);
        if before.ends_with(is_word) || after.starts_with(is_word) || ends_in_comment(before) {
            return None;
        }
        let end = after.find(|c| !is_word(c) && c != '.');
        let names = after.get(..end.unwrap_or(after.len()))?.strip_prefix('.');
        Some(names.map_or_else(Vec::new, |names| names.split('.').collect()))
    })
}

/// Whether the last line of a text starts as a comment, and nothing ends that early: a `#` that
/// starts a line inside of a raw text is none, and such a text ends with a back quote.
fn ends_in_comment(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    line.starts_with('#') && !line.contains(['\r', '`'])
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Sources;

    fn keys(lines: &str) -> Option<Vec<String>> {
        let text = format!("package policy.a.b\n\n{lines}\n");
        let references = References::of(&text)?;
        Some(references.keys.into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn keys_of_the_release_are_found_wherever_they_stand() {
        assert_eq!(keys("x := input.facts.tags"), Some(vec![]));
        assert_eq!(
            keys("x if input.clock.seconds > 1\nmy_input := 1"),
            Some(vec![])
        );
        assert_eq!(
            keys("x := [input.release.type, input.release.previous.tag] # no"),
            Some(vec!["previous".to_owned(), "type".to_owned()])
        );
        assert_eq!(
            keys("import input.release.version as v"),
            Some(vec!["version".to_owned()])
        );
        assert_eq!(keys("# any input at all"), Some(vec![]));
    }

    #[test]
    fn libraries_are_reached_through_each_other() {
        let file = |name: &str, body: &str| {
            let text = format!("package relcheck.lib.{name}\n\n{body}\n");
            PolicyFile::new(format!("policies/lib/{name}.rego"), text)
        };
        let libraries = [
            file("near", "import data.relcheck.lib.far"),
            file("far", "import data.relcheck.lib.near"),
            file("other", "x := 1"),
        ];
        let names = |line: &str| -> Vec<&str> {
            let rule = PolicyFile::new("a.rego", format!("package policy.a.b\n\n{line}\n"));
            let found = reached(&libraries, &[&rule]).into_iter();
            found.map(|file| package(&file.text).unwrap()).collect()
        };
        let both = ["relcheck.lib.near", "relcheck.lib.far"];
        assert_eq!(names("import data.relcheck.lib.near"), both);
        assert_eq!(names("x := data.relcheck.lib.far.y"), both);
        assert_eq!(names("x := data.relcheck.params.a.b"), [""; 0]);
        for line in [
            "import data.relcheck.lib",
            "x := data.relcheck.lib[name].y",
            "x := data[\"relcheck\"].lib.near.y",
            "import data.relcheck.lib.none",
            "import data as d",
        ] {
            assert_eq!(names(line).len(), 3, "{line}");
        }
    }

    #[test]
    fn prose_before_the_package_refers_to_nothing() {
        let text = "# METADATA\n# title: `x` and input or data\npackage policy.a.b\n\nx := 1\n";
        assert_eq!(References::of(text), Some(References::default()));
        let after = "package policy.a.b\n\n# `x` and input\nx := 1\n";
        assert_eq!(References::of(after), None);
    }

    #[test]
    fn what_a_built_in_rule_refers_to_can_be_told() {
        let sources = Sources::embedded();
        let files = sources.builtin.iter().filter(|file| !file.is_test());
        for file in files {
            assert!(libraries_of(&file.text).is_some(), "{}", file.path);
        }
    }

    #[test]
    fn what_is_not_plain_counts_as_everything() {
        for lines in [
            "x := input",
            "x := input.release",
            "x := input.release[key]",
            "x := input[\"release\"].type",
            "x := input.release. type",
            "x := input .release.type",
            "x := input\n.release.type",
            "x := walk(input)",
            "import input as i",
            "import input.release as r",
            "x := input.other",
            "x := data",
            "x := data.relcheck",
            "x := data[\"relcheck\"].lib.candidate.version",
            "x := data.relcheck.lib[name]",
            "import data.relcheck.lib",
            "x := data.relcheck.policy.a.c.deny",
            "# a comment\rx := input",
            "x := `\n#` == input",
        ] {
            assert_eq!(keys(lines), None, "{lines}");
        }
    }

    #[test]
    fn libraries_are_followed_and_missing_ones_hide_nothing() {
        let file = |path: &str, text: &str| PolicyFile::new(path, text);
        let rule = file(
            "policies/a/b/b.rego",
            "package relcheck.policy.a.b\nimport data.relcheck.lib.one\n",
        );
        let one = file(
            "policies/lib/one.rego",
            "package relcheck.lib.one\nx := data.relcheck.lib.two.y\nz := input.release.type\n",
        );
        let two = file(
            "policies/lib/two.rego",
            "package relcheck.lib.two\ny := [input.release.version, data.relcheck.lib.one.z]\n",
        );
        let seen = |libraries: &[PolicyFile]| Memory::new(libraries, &[&rule]).sights.remove(0);
        let expected = ["type", "version"].map(str::to_owned);
        assert_eq!(seen(&[one.clone(), two]), Some(BTreeSet::from(expected)));
        assert_eq!(seen(&[one]), None);
    }
}
