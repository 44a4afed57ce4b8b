//! Which issues the answer to a command was to hold: a list of some says nothing of the others.
//!
//! A command that is not understood to its last word may have left anything out.

use super::IssueExport;
use crate::formats::command_words::{self as words, Options, Words, decoded};
use crate::formats::shell::named;

/// Programs that may change what another one writes.
const SHELLS: [&str; 5] = ["bash", "dash", "sh", "xargs", "zsh"];

/// How many issues `gh issue list` asks for, and how many GitHub's search finds, through which it asks
/// for a label or a milestone.
const GH_LIMIT: usize = 30;
const MOST_FOUND: usize = 1_000;

/// How many entries a page has unless `per_page` says otherwise, and at most.
const GITHUB_PAGE: usize = 30;
const GITLAB_PAGE: usize = 20;
const LARGEST_PAGE: usize = 100;

/// What a command asks a tracker for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// In which state.
    pub states: AskedStates,
    /// With all of these labels, sorted.
    pub labels: Vec<String>,
    /// With the milestone of this title; `None` where it may be any, or none.
    pub milestone: Option<String>,
    /// The project that the command names, in lower case: `owner/name`; `None` where it is the one of the
    /// folder, or a number.
    pub project: Option<String>,
    /// What else it leaves out, or may, as a clause.
    narrowed: Option<String>,
    most: Most,
}

/// The states of the issues that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedStates {
    /// Whatever their state is.
    All,
    /// Those that are open.
    Open,
    /// Those that are not.
    Closed,
}

/// How many entries an answer may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Most {
    /// One issue was asked for.
    One,
    /// So many at most.
    Limit(usize),
    /// All pages of them.
    AllPages,
    /// One page of so many.
    Page(usize),
}

impl Asked {
    /// What a recorded command asks for; `None` where it asks for no issues, or through a shell.
    #[must_use]
    pub fn of(command: &[String]) -> Option<Self> {
        let commands = named(command);
        let is_shell = |word: &String| SHELLS.contains(&word.as_str());
        if commands
            .iter()
            .any(|it| it.words.first().is_some_and(is_shell))
        {
            return None;
        }
        let words = &commands.last()?.words;
        let (program, rest) = words.split_first()?;
        match (program.as_str(), words::plain(rest).first().copied()) {
            ("gh", Some("issue")) => gh_issue(rest),
            ("gh", Some("api")) => api(rest, &words::GH_API, true),
            ("glab", Some("api")) => api(rest, &words::GLAB_API, false),
            _ => None,
        }
    }

    /// Why the answer may hold less than all issues that were asked for by state, labels and milestone,
    /// as a clause; `None` where it holds all.
    #[must_use]
    pub fn incomplete(&self, export: &IssueExport) -> Option<String> {
        if self.narrowed.is_some() {
            return self.narrowed.clone();
        }
        let (listed, last) = (export.entries, export.last_page);
        let is_found = !self.labels.is_empty() || self.milestone.is_some();
        match self.most {
            Most::One => Some("it is one issue, and says nothing of others".to_owned()),
            Most::Limit(_) if is_found && listed >= MOST_FOUND => Some(format!(
                "it lists {listed}, and with a label or a milestone `gh` finds {MOST_FOUND} at most"
            )),
            Most::Limit(limit) if listed >= limit => Some(format!(
                "it lists {listed}, as many as `--limit` allows: give a higher one"
            )),
            Most::Page(size) if last >= size => Some(format!(
                "its last page has {last} entries, as many as a page may have: export it with `--paginate`"
            )),
            _ => None,
        }
    }

    fn new(states: AskedStates, most: Most) -> Self {
        Asked {
            states,
            labels: Vec::new(),
            milestone: None,
            project: None,
            narrowed: None,
            most,
        }
    }

    fn narrow(&mut self, by: &str) {
        self.narrowed.get_or_insert_with(|| {
            let shown: String = by.chars().take(80).collect();
            format!("its command has `{shown}`, which may leave issues out")
        });
    }

    fn take_labels(&mut self, labels: &str) {
        let labels = labels.split(',').map(str::trim);
        let labels = labels.filter(|it| !it.is_empty()).map(str::to_owned);
        self.labels.extend(labels);
        self.labels.sort();
        self.labels.dedup();
    }

    fn take_states(&mut self, word: &str) -> bool {
        match word {
            "all" => self.states = AskedStates::All,
            "open" | "opened" => self.states = AskedStates::Open,
            "closed" => self.states = AskedStates::Closed,
            _ => return false,
        }
        true
    }
}

/// `gh issue list` and `gh issue view`.
fn gh_issue(words: &[String]) -> Option<Asked> {
    let Words {
        options,
        plain,
        unknown,
    } = words::read(words, &words::GH_ISSUE_LIST);
    let mut asked = match plain.get(1).copied()? {
        "list" | "ls" => Asked::new(AskedStates::Open, Most::Limit(GH_LIMIT)),
        "view" => Asked::new(AskedStates::All, Most::One),
        _ => return None,
    };
    if let Some(unknown) = unknown {
        asked.narrow(unknown);
    }
    for (name, value) in options {
        match name {
            "json" => {}
            "label" => asked.take_labels(value),
            "repo" => asked.project = project(value),
            "limit" => match value.parse() {
                Ok(limit) if asked.most != Most::One => asked.most = Most::Limit(limit),
                _ => asked.narrow("--limit"),
            },
            "state" if asked.take_states(value) => {}
            // A number is that of a milestone, not its title.
            "milestone" if value.parse::<u64>().is_err() && asked.milestone.is_none() => {
                asked.milestone = Some(value.to_owned());
            }
            other => asked.narrow(&format!("--{other}")),
        }
    }
    Some(asked)
}

/// `gh api …/issues` and `glab api …/issues`, and the same with `/N`.
fn api(words: &[String], known: &Options, is_github: bool) -> Option<Asked> {
    let Words {
        options,
        plain,
        unknown,
    } = words::read(words, known);
    let address = plain.get(1).copied()?;
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let (project, number) = place(path, is_github)?;
    let states = match is_github {
        true => AskedStates::Open,
        false => AskedStates::All,
    };
    let page = if is_github { GITHUB_PAGE } else { GITLAB_PAGE };
    let mut asked = Asked::new(states, Most::Page(page));
    asked.project = project;
    if let Some(unknown) = unknown {
        asked.narrow(unknown);
    }
    let mut fields: Vec<(String, String)> = query
        .split('&')
        .filter(|field| !field.is_empty())
        .map(|field| field.split_once('=').unwrap_or((field, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    let mut is_paginated = false;
    for (name, value) in options {
        match name {
            "paginate" => is_paginated = true,
            "slurp" | "header" | "hostname" | "preview" => {}
            "method" if value.eq_ignore_ascii_case("get") => {}
            "output" if ["json", "ndjson"].contains(&value) => {}
            "field" | "raw-field" => match value.split_once('=') {
                Some((name, value)) => fields.push((name.to_owned(), value.to_owned())),
                None => asked.narrow(value),
            },
            other => asked.narrow(&format!("--{other}")),
        }
    }
    for (name, value) in &fields {
        parameter(&mut asked, name, value, is_github);
    }
    if number {
        asked.most = Most::One;
    } else if is_paginated {
        asked.most = Most::AllPages;
    }
    Some(asked)
}

/// One parameter of a question to the API.
fn parameter(asked: &mut Asked, name: &str, value: &str, is_github: bool) {
    let is_special = |value: &str| {
        ["any", "none", "*", "no label"].contains(&value.to_ascii_lowercase().as_str())
    };
    match name {
        "sort" | "direction" | "order_by" | "with_labels_details" => {}
        "page" if value == "1" => {}
        "per_page" => match value.parse::<usize>() {
            Ok(size) => asked.most = Most::Page(size.clamp(1, LARGEST_PAGE)),
            Err(_) => asked.narrow(name),
        },
        "state" if asked.take_states(value) => {}
        "labels" if !is_special(value) => asked.take_labels(value),
        // GitHub's is a number.
        "milestone" if !is_github && !is_special(value) && asked.milestone.is_none() => {
            asked.milestone = Some(value.to_owned());
        }
        other => asked.narrow(&format!("{other}={value}")),
    }
}

/// The project of an address of the API, and whether it names one issue; `None` where it is not about
/// issues of a project.
fn place(path: &str, is_github: bool) -> Option<(Option<String>, bool)> {
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => path,
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let start = parts.iter().position(|part| match is_github {
        true => *part == "repos",
        false => *part == "projects",
    })?;
    let parts = parts.get(start + 1..)?;
    let (named, rest) = match (is_github, parts) {
        (true, [owner, name, rest @ ..]) => (format!("{owner}/{name}"), rest),
        (false, [id, rest @ ..]) => (decoded(id), rest),
        _ => return None,
    };
    let is_one = match rest {
        ["issues"] => false,
        ["issues", number] => {
            number.parse::<u64>().ok()?;
            true
        }
        _ => return None,
    };
    let is_placeholder = named.contains(['{', ':']) || !named.contains('/');
    Some(((!is_placeholder).then(|| named.to_lowercase()), is_one))
}

/// `owner/name` of what `--repo` takes: `[HOST/]OWNER/REPO`, or an address.
fn project(value: &str) -> Option<String> {
    let value = value.trim_end_matches('/');
    let value = value.strip_suffix(".git").unwrap_or(value);
    let mut parts = value.rsplit('/');
    let (name, owner) = (parts.next()?, parts.next()?);
    Some(format!("{owner}/{name}").to_lowercase())
}

#[cfg(test)]
mod tests;
