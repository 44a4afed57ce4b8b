//! How a version is written, and whose it is, by what stands before it.

use super::names::Names;
use super::numbers::Numbers;
use crate::facts::{ReferenceForm as Form, ReferenceTarget as Target};

/// What a version, a release or a revision is called where it is set.
const VERSION_KEYS: &[&str] = &["version", "release", "ver"];

/// What a revision of a repository is called where it is set.
const REVISION_KEYS: &[&str] = &[
    "rev", "ref", "tag", "branch", "--branch", "--tag", "--rev", "-b",
];

/// The words that may stand between the project's name and its version.
const BETWEEN: &[&str] = &["version", "release", "v", "ver"];

/// The hosts that draw badges.
const BADGES: &[&str] = &["img.shields.io/", "badgen.net/", "badge.fury.io/"];

/// Signs of an ordering between a name and its version, the longer ones first.
const CONSTRAINTS: &[&str] = &[">=", "<=", "~=", "!=", "~>", "^", "~", ">", "<"];

/// The commands of Cargo that install a program, and the options by which they are told its version.
const INSTALLING: &[&str] = &["binstall", "install"];
const VERSION_OPTIONS: &[&str] = &[" --version", " --vers"];

/// A line, the lines before it that belong to it, and the project's names.
pub(super) struct Place<'a> {
    /// Whether the line is part of a block of code.
    pub code: bool,
    pub line: &'a str,
    pub above: &'a [&'a str],
    pub names: &'a Names,
}

impl Place<'_> {
    /// What a version in the line is; `None` if it is another project's, or none at all.
    pub fn classify(&self, found: &Numbers) -> Option<(Form, Target)> {
        self.form_of(found)
            .filter(|(form, _)| found.parts > 1 || !matches!(form, Form::Url | Form::File))
    }

    fn form_of(&self, found: &Numbers) -> Option<(Form, Target)> {
        let left = self.line.get(..found.range.start)?;
        if let Some(rest) = left.strip_suffix('@') {
            return self.at(rest).map(|form| (form, Target::Project));
        }
        if let Some(address) = self.address(found) {
            return self.in_address(left, address);
        }
        let unquoted = left.trim_end_matches(['"', '\'']);
        let bare = unquoted.trim_end();
        if let Some(rest) = bare.strip_suffix("==") {
            let name = name_at_end(rest.trim_end_matches('='));
            return self.named(name).then_some((Form::Pinned, Target::Project));
        }
        if let Some(rest) = CONSTRAINTS.iter().find_map(|sign| bare.strip_suffix(sign)) {
            let name = name_at_end(rest.trim_end_matches([' ', '"', '\'', ':', '=']));
            return self
                .named(name)
                .then_some((Form::Constraint, Target::Project));
        }
        if self.is_installed(left) {
            return Some((Form::Assigned, Target::Project));
        }
        if let Some(rest) = bare.strip_suffix('=') {
            let key = exactly(rest).unwrap_or(rest);
            return self.assigned(found, name_at_end(key));
        }
        if let Some(rest) = bare.strip_suffix(':') {
            let adjoins = left.ends_with(':');
            return if adjoins {
                self.image(found, rest)
            } else {
                self.keyed(found, rest)
            };
        }
        match left.chars().next_back() {
            Some('-' | '_') => {
                let name = path_at_end(left.get(..left.len() - 1)?);
                let file = name.rsplit('/').next().unwrap_or(name);
                let form = match self.is_word(found) && file == name && found.parts > 1 {
                    true => Form::Prose,
                    false => Form::File,
                };
                self.names.has(file).then_some((form, Target::Project))
            }
            Some('/') => {
                let path = path_at_end(left.get(..left.len() - 1)?);
                let is_named = path.split('/').any(|part| self.names.has(part));
                is_named.then_some((Form::Url, Target::Project))
            }
            _ => self.in_text(found, left),
        }
    }

    /// Whether a name with its version is a word of a sentence (`since demo-1.2`), not of a file.
    fn is_word(&self, found: &Numbers) -> bool {
        let rest = self.line.get(found.range.end..).unwrap_or_default();
        let mut letters = rest.chars();
        let goes_on = match letters.next() {
            Some('.') => letters.next().is_some_and(char::is_alphanumeric),
            Some('-' | '_' | '/') => true,
            _ => false,
        };
        !self.code && !goes_on
    }

    /// `cargo install demo --version 1.2.3`, in either order.
    fn is_installed(&self, left: &str) -> bool {
        let plain = left.trim_end_matches(['"', '\'', '=', ' ']);
        let mut options = VERSION_OPTIONS.iter();
        if plain.len() == left.len() || !options.any(|it| plain.ends_with(it)) {
            return false;
        }
        let ends = |letter: char| matches!(letter, ';' | '&' | '|' | '`');
        let start = left.rfind(ends).map_or(0, |at| at + 1);
        let command = self.line.get(start..).unwrap_or_default();
        let command = command.split(ends).next().unwrap_or_default();
        let mut words = command.split_whitespace();
        words.any(|it| it == "cargo")
            && words.any(|it| INSTALLING.contains(&it))
            && words.any(|it| self.names.has(it.trim_matches(['"', '\''])))
    }

    fn named(&self, name: &str) -> bool {
        !name.is_empty() && self.names.has_path(name)
    }

    /// `demo@1.2.3`, `uses: owner/demo@v1`, `git+https://github.com/owner/demo@v1.2.3`
    fn at(&self, rest: &str) -> Option<Form> {
        let path = path_at_end(rest);
        let used = self
            .line
            .trim_start()
            .trim_start_matches("- ")
            .starts_with("uses:");
        if used {
            return self.names.has_owned(path).then_some(Form::Revision);
        }
        let is_repository = path.contains("://") && self.names.is_hosted_in(path);
        if is_repository {
            return Some(Form::Revision);
        }
        let path = path.rsplit(['=', '+']).next().unwrap_or(path);
        let path = path.rsplit("npm/").next().unwrap_or(path);
        self.named(path).then_some(Form::At)
    }

    /// The address that the version is part of.
    fn address(&self, found: &Numbers) -> Option<&str> {
        let bounds = |letter: char| letter.is_whitespace() || "\"'`<>()[]|,".contains(letter);
        let left = self.line.get(..found.range.start)?;
        let right = self.line.get(found.range.end..)?;
        let start = left.rfind(bounds).map_or(0, |at| {
            let width = left.get(at..).and_then(|rest| rest.chars().next());
            at + width.map_or(1, char::len_utf8)
        });
        let end = right.find(bounds).unwrap_or(right.len());
        let token = self.line.get(start..found.range.end + end)?;
        let scheme = self.line.get(start..found.range.start)?.contains("://");
        scheme.then_some(token)
    }

    fn in_address(&self, left: &str, address: &str) -> Option<(Form, Target)> {
        if self.names.is_address(address) {
            return Some((Form::Url, Target::Project));
        }
        let is_badge = BADGES.iter().any(|host| address.contains(host));
        let lower = left.to_ascii_lowercase();
        let states = ["version-", "release-", "latest-", "tag-"]
            .iter()
            .any(|word| lower.ends_with(word));
        (is_badge && states).then_some((Form::Badge, Target::Unnamed))
    }

    /// `demo = "1.2.3"`, `DEMO_VERSION=1.2.3`, `demo = { version = "1.2.3"`, `VERSION=v1.2.3`
    fn assigned(&self, found: &Numbers, key: &str) -> Option<(Form, Target)> {
        let lower = key.to_ascii_lowercase();
        if self.named(key) || self.is_own_version(&lower) {
            let form = match self.is_requirement(found, key) {
                true => Form::Requirement,
                false => Form::Assigned,
            };
            return Some((form, Target::Project));
        }
        let is_revision = REVISION_KEYS.contains(&lower.as_str());
        let is_version = VERSION_KEYS.contains(&lower.as_str());
        if !is_revision && !is_version {
            return None;
        }
        if self.is_about_project() {
            let form = if is_revision {
                Form::Revision
            } else if self.is_requirement(found, key) {
                Form::Requirement
            } else {
                Form::Assigned
            };
            return Some((form, Target::Project));
        }
        let stands_alone = is_version
            && self
                .line
                .trim_start()
                .to_ascii_lowercase()
                .starts_with(&lower);
        (stands_alone && found.marked && found.parts == 3).then_some((Form::Bare, Target::Unnamed))
    }

    /// Whether Cargo reads what is assigned to the key as a requirement of the crate: in quotes, to its
    /// name, or to its version in a table of that name. Poetry takes the same for that very version.
    fn is_requirement(&self, found: &Numbers, key: &str) -> bool {
        let left = self.line.get(..found.range.start).unwrap_or_default();
        if !self.names.is_crate() || !left.ends_with(['"', '\'']) {
            return false;
        }
        let header = self.above.iter().find(|line| line.trim().starts_with('['));
        let header = header.map(|line| line.trim().trim_matches(['[', ']']));
        let is_of_cargo =
            header.is_none_or(|path| path.contains("dependencies") && !path.starts_with("tool."));
        let own_key = self.line.split('=').next().unwrap_or_default();
        let is_named = self.names.has(name_at_end(own_key));
        let is_version = key.eq_ignore_ascii_case("version");
        let is_in_table = header
            .and_then(|path| path.rsplit_once('.'))
            .is_some_and(|(_, name)| self.names.has(name.trim_matches('"')));
        is_of_cargo
            && match is_version {
                true => (is_named && left.contains('{')) || is_in_table,
                false => is_named && self.names.has(key),
            }
    }

    /// Whether a key in lower case is one for the project's version: `demo_version`.
    fn is_own_version(&self, key: &str) -> bool {
        let mut stems = VERSION_KEYS
            .iter()
            .filter_map(|word| key.strip_suffix(word));
        stems.any(|stem| {
            stem.strip_suffix(['_', '-', '.'])
                .is_some_and(|stem| self.names.has(stem))
        })
    }

    /// `"demo": "1.2.3"`, `rev: v1.2.3`, `Version: 1.2.3`, `DEMO_VERSION: "1.2.3"`
    fn keyed(&self, found: &Numbers, rest: &str) -> Option<(Form, Target)> {
        let key = name_at_end(rest);
        let lower = key.to_ascii_lowercase();
        let quoted = rest.ends_with(['"', '\'']);
        if (quoted && self.named(key)) || self.is_own_version(&lower) {
            return Some((Form::Assigned, Target::Project));
        }
        if REVISION_KEYS.contains(&lower.as_str()) {
            return self
                .is_about_project()
                .then_some((Form::Revision, Target::Project));
        }
        // An example of some file, whose key says nothing about the project.
        if quoted || (self.code && !found.marked) {
            return None;
        }
        self.in_text(found, rest)
    }

    /// `ghcr.io/owner/demo:1.2.3`, `Version:v1.2.3`
    fn image(&self, found: &Numbers, rest: &str) -> Option<(Form, Target)> {
        let path = path_at_end(rest);
        if self.named(path) {
            return Some((Form::Image, Target::Project));
        }
        let is_word = VERSION_KEYS.contains(&path.to_ascii_lowercase().as_str());
        if is_word {
            self.in_text(found, rest)
        } else {
            None
        }
    }

    /// A version that nothing adjoins.
    fn in_text(&self, found: &Numbers, left: &str) -> Option<(Form, Target)> {
        let plain = left.trim_end_matches(|letter: char| {
            letter.is_whitespace() || "*_`:([\"',".contains(letter)
        });
        let mut words = plain
            .rsplit(|letter: char| letter.is_whitespace() || "*`([\"'<>".contains(letter))
            .filter(|word| !word.is_empty())
            .take(3);
        let nearest = words.next().unwrap_or_default().to_ascii_lowercase();
        let is_between = BETWEEN.contains(&nearest.as_str());
        let name = if is_between {
            words.next().unwrap_or_default()
        } else {
            nearest.as_str()
        };
        let adjoins = plain.len() < left.len() && !left.trim_end().ends_with('(');
        let form = if found.marked {
            Form::Bare
        } else {
            Form::Prose
        };
        if adjoins && found.parts >= 2 && self.names.has_path(name.trim_matches(['|', '_', ':'])) {
            return Some((form, Target::Project));
        }
        if found.parts < 3 {
            return None;
        }
        if REVISION_KEYS.contains(&nearest.as_str()) && self.names.is_hosted_in(self.line) {
            return Some((Form::Revision, Target::Project));
        }
        if let Some(address) = self.link(found) {
            let is_ours = self.names.is_address(address) || !address.contains("://");
            return (is_ours && found.marked).then_some((Form::Bare, Target::Unnamed));
        }
        if found.marked {
            return Some((Form::Bare, Target::Unnamed));
        }
        is_between.then_some((Form::Stated, Target::Unnamed))
    }

    /// The address that the version is the text of a link to: `[v1.2.3](https://…)`.
    fn link(&self, found: &Numbers) -> Option<&str> {
        let rest = self.line.get(found.range.end..)?;
        let rest = rest.trim_start_matches(['`', '*']).strip_prefix("](")?;
        rest.get(..rest.find(')')?)
    }

    /// Whether the line, or one of those before it that belong to it, is about the project: by its
    /// repository, a table of its name (`[dependencies.demo]`), or its name as a key.
    fn is_about_project(&self) -> bool {
        self.above.iter().chain([&self.line]).any(|line| {
            if self.names.is_hosted_in(line) {
                return true;
            }
            let trimmed = line.trim().trim_start_matches("- ");
            let table = trimmed
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
                .filter(|path| path.contains("dependencies"))
                .and_then(|path| path.rsplit_once('.'))
                .is_some_and(|(_, name)| self.names.has(name.trim_matches('"')));
            let key = trimmed
                .split_once('=')
                .is_some_and(|(key, _)| self.names.has(key.trim().trim_matches('"')));
            let value = ["name:", "name =", "repository:", "image:", "chart:"]
                .iter()
                .filter_map(|key| trimmed.strip_prefix(key))
                .any(|value| self.named(value.trim().trim_matches(['"', '\''])));
            table || key || value
        })
    }
}

/// What stands before a version that a quoted `=` demands exactly: `demo = "` of `demo = "=1.2.3"`.
fn exactly(rest: &str) -> Option<&str> {
    let key = rest.trim_end().strip_suffix(['"', '\''])?.trim_end();
    key.strip_suffix(['=', ':'])
}

/// The name that a text ends with, its extras (`demo[all]`), quotes and blanks left out.
fn name_at_end(text: &str) -> &str {
    let mut text = text.trim_end().trim_end_matches(['"', '\'', '`']);
    if text.ends_with(']')
        && let Some(open) = text.rfind('[')
    {
        text = text.get(..open).unwrap_or_default();
    }
    path_at_end(text)
}

/// The letters, digits and signs of a path that a text ends with.
fn path_at_end(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, letter)| letter.is_alphanumeric() || "_.-/@:+%".contains(*letter))
        .last()
        .map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}
