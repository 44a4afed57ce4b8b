//! What a command is called: the program and its sub-commands, without wrappers, paths and options.

use super::wrappers::{VALUED, WRAPPERS};
use super::{Shell, read};

/// The most words of a name: `docker buildx build`.
const MAX_NAME: usize = 3;

/// The most options that are kept of one command.
const MAX_OPTIONS: usize = 32;

/// How deep wrappers may be nested: `sudo env uv run python -m pytest`.
const MAX_WRAPPERS: usize = 8;

/// A command by its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The first word as it is written, with its folder: `./scripts/release.sh`.
    pub program: String,
    /// The words of the command proper, wrappers taken off.
    pub words: Vec<String>,
    /// Its names, the longest last: `docker`, `docker buildx`, `docker buildx build`.
    pub names: Vec<String>,
    /// Its options, each alone and with the word behind it: `-r`, `-r testpypi`. Sorted.
    pub options: Vec<String>,
}

/// The command itself, and each one that it wraps: `uv run pytest`, then `pytest`. The one of a
/// shell's `-c` text is read too.
#[must_use]
pub fn named(words: &[String]) -> Vec<Named> {
    walk(words, false)
}

/// The same with the commands of such a text whose failure the shell passes over.
#[must_use]
pub fn all_named(words: &[String]) -> Vec<Named> {
    walk(words, true)
}

fn walk(words: &[String], ignored_too: bool) -> Vec<Named> {
    let mut found = Vec::new();
    let mut waiting = vec![words.to_vec()];
    while let Some(words) = waiting.pop() {
        if found.len() >= MAX_WRAPPERS {
            break;
        }
        let Some(written) = words.first().cloned() else {
            continue;
        };
        let words = plain(&words);
        waiting.extend(inner(&words, ignored_too));
        found.push(name(written, words));
    }
    found
}

/// The words, the program without its folder, ending and version.
#[must_use]
pub fn plain(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    if let Some(first) = words.first_mut() {
        *first = program(first);
    }
    words
}

/// The program without folder, ending and version: `/usr/bin/python3.12` is `python`, and `eslint@9`
/// is `eslint`.
fn program(word: &str) -> String {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    // `$@` is no name.
    let unversioned = name
        .split_once('@')
        .filter(|(name, version)| !name.is_empty() && !name.contains('$') && !version.is_empty());
    let name = unversioned.map_or(name, |(name, _)| name);
    let lower = name.to_ascii_lowercase();
    let name = [".exe", ".cmd", ".bat"]
        .iter()
        .find_map(|ending| lower.strip_suffix(ending))
        .unwrap_or(name);
    for (known, plain) in [("python", "python"), ("pip", "pip"), ("pypy", "python")] {
        let version = name.strip_prefix(known);
        if version.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')) {
            return plain.to_owned();
        }
    }
    match name {
        "py" => "python".to_owned(),
        "gradlew" => "gradle".to_owned(),
        "mvnw" => "mvn".to_owned(),
        _ => name.to_owned(),
    }
}

/// The commands that this one runs.
fn inner(words: &[String], ignored_too: bool) -> Vec<Vec<String>> {
    match script(words) {
        Some(text) => shell_text(text, ignored_too),
        None => wrapped(words).into_iter().collect(),
    }
}

/// The text of `sh -c text`; the program is a plain one.
#[must_use]
pub fn script(words: &[String]) -> Option<&str> {
    let (program, rest) = words.split_first()?;
    let is_text =
        |word: &String| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
    let place = match program.as_str() {
        "bash" | "sh" | "zsh" | "dash" => rest.iter().position(is_text)?,
        _ => return None,
    };
    rest.get(place + 1).map(String::as_str)
}

/// The command that a wrapper runs, which is no shell; the program is a plain one.
#[must_use]
pub fn wrapped(words: &[String]) -> Option<Vec<String>> {
    let texts: Vec<&str> = words.iter().map(String::as_str).collect();
    if texts.first() == Some(&"python") {
        return module(&texts, true);
    }
    let wrapper = WRAPPERS.iter().find(|it| texts.starts_with(it.words))?;
    let rest = texts.get(wrapper.words.len()..).unwrap_or_default();
    // `coverage run -m pytest`
    if texts.first() == Some(&"coverage") {
        return module(&texts, false);
    }
    let inner = skip_options(rest, wrapper.valued);
    let inner = inner.get(wrapper.arguments..).unwrap_or_default();
    (!inner.is_empty()).then(|| inner.iter().map(|&word| word.to_owned()).collect())
}

/// What `-m module …` runs. Of Python itself, a script before it would make `-m` the script's own.
fn module(texts: &[&str], only_options: bool) -> Option<Vec<String>> {
    let place = texts.iter().position(|&word| word == "-m")?;
    let before = texts.get(1..place).unwrap_or_default();
    let after_option =
        |index: usize| index > 0 && matches!(before.get(index - 1), Some(&("-W" | "-X")));
    let mut words = before.iter().enumerate();
    if only_options && !words.all(|(index, word)| word.starts_with('-') || after_option(index)) {
        return None;
    }
    let rest = texts.get(place + 1..).unwrap_or_default();
    Some(rest.iter().map(|&word| word.to_owned()).collect())
}

/// The commands of a text for a shell: those whose failure is seen, or all.
fn shell_text(text: &str, ignored_too: bool) -> Vec<Vec<String>> {
    let script = read(
        text,
        Shell {
            pipefail: true,
            ..Shell::default()
        },
    );
    let counts = script
        .commands
        .into_iter()
        .filter(|it| ignored_too || it.ignored.is_none());
    counts
        .map(|command| command.words)
        .take(MAX_WRAPPERS)
        .collect()
}

fn skip_options<'w>(words: &'w [&'w str], valued: &[&str]) -> &'w [&'w str] {
    let mut rest = words;
    while let Some((&first, behind)) = rest.split_first() {
        let assignment = first.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        });
        if first == "--" {
            return behind;
        }
        if !first.starts_with('-') && !assignment {
            return rest;
        }
        let skipped = usize::from(valued.contains(&first));
        rest = behind.get(skipped..).unwrap_or_default();
    }
    rest
}

fn name(written: String, words: Vec<String>) -> Named {
    let program = words.first().map(String::as_str).unwrap_or_default();
    let valued = VALUED
        .iter()
        .find(|(name, _)| *name == program)
        .map_or(&[][..], |(_, options)| options);
    let mut names: Vec<String> = Vec::new();
    let mut options: Vec<String> = Vec::new();
    let mut skip = false;
    for (index, word) in words.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        if index > 0 && word.len() > 1 && word.starts_with('-') {
            skip = names.len() < 2 && valued.contains(&word.as_str());
            let behind = words.get(index + 1).map(String::as_str);
            add_option(&mut options, word, behind, !UNCLUSTERED.contains(&program));
            continue;
        }
        let toolchain = program == "cargo" && index == 1 && word.starts_with('+');
        if names.len() < MAX_NAME && !toolchain {
            let longer = match names.last() {
                Some(name) => format!("{name} {word}"),
                None => word.clone(),
            };
            names.push(longer);
        }
    }
    let goals = [goals(&words), checks(&words)].concat();
    names.extend(
        goals
            .into_iter()
            .filter(|name| !names.contains(name))
            .collect::<Vec<_>>(),
    );
    options.sort_unstable();
    options.dedup();
    Named {
        program: written,
        words,
        names,
        options,
    }
}

/// Programs that take several goals, each of which is done, with the names of their wrappers.
const GOALS: &[(&str, &str)] = &[
    ("gradle", "gradle"),
    ("gradlew", "gradle"),
    ("gradlew.bat", "gradle"),
    ("mvn", "mvn"),
    ("mvnw", "mvn"),
    ("mvnw.cmd", "mvn"),
];

/// The most goals of one command that are kept.
const MAX_GOALS: usize = 16;

/// `mvn clean verify` is `mvn clean` and `mvn verify`; a task of a Gradle project may stand behind its
/// path: `:core:test`.
fn goals(words: &[String]) -> Vec<String> {
    let program = words.first().map(String::as_str).unwrap_or_default();
    let Some((_, name)) = GOALS.iter().find(|(written, _)| *written == program) else {
        return Vec::new();
    };
    let valued = [
        "-f", "-P", "-s", "-pl", "-x", "-p", "-b", "-I", "-T", "-c", "-gs",
    ];
    let mut skip = false;
    let mut found = vec![(*name).to_owned()];
    for word in words.iter().skip(1) {
        if std::mem::take(&mut skip) {
            continue;
        }
        if word.starts_with('-') {
            skip = valued.contains(&word.as_str());
        } else if found.len() <= MAX_GOALS {
            let goal = if *name == "gradle" {
                word.rsplit(':').next().unwrap_or(word)
            } else {
                word
            };
            found.push(format!("{name} {goal}"));
        }
    }
    found
}

/// What cargo-deny can check.
const CHECKS: &[&str] = &["advisories", "all", "bans", "licenses", "sources"];

/// `cargo deny check bans advisories` is `cargo deny check bans` and `cargo deny check advisories`; without
/// any of these it is `cargo deny check all`.
fn checks(words: &[String]) -> Vec<String> {
    let plain: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !word.starts_with(['-', '+']))
        .collect();
    let (tool, rest) = match plain.as_slice() {
        ["cargo", "deny", rest @ ..] => ("cargo deny", rest),
        ["cargo-deny", rest @ ..] => ("cargo-deny", rest),
        _ => return Vec::new(),
    };
    let Some(place) = rest.iter().position(|word| *word == "check") else {
        return Vec::new();
    };
    let behind = rest.get(place + 1..).unwrap_or_default();
    let is_told = |known: &&&str| {
        let mut behind = behind.iter();
        behind.any(|word| *word == **known || Some(*word) == known.strip_suffix('s'))
    };
    let named = CHECKS.iter().filter(is_told);
    let mut found: Vec<String> = named.map(|it| format!("{tool} check {it}")).collect();
    if found.is_empty() {
        found.push(format!("{tool} check all"));
    }
    found
}

/// Programs whose long options have one dash: `go test -race`.
const UNCLUSTERED: &[&str] = &["go", "gosec", "govulncheck"];

/// `--name=value` and `--name value` are one; `-abc` is `-a -b -c` as well, where a program clusters.
fn add_option(options: &mut Vec<String>, word: &str, behind: Option<&str>, clusters: bool) {
    if options.len() >= MAX_OPTIONS {
        return;
    }
    if let Some((name, value)) = word.split_once('=') {
        options.push(name.to_owned());
        options.push(format!("{name} {value}"));
        return;
    }
    options.push(word.to_owned());
    if let Some(value) = behind.filter(|value| !value.starts_with('-')) {
        options.push(format!("{word} {value}"));
    }
    let letters = word.strip_prefix('-').unwrap_or_default();
    let cluster = clusters
        && (2..=4).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_alphabetic());
    if cluster {
        options.extend(letters.chars().map(|letter| format!("-{letter}")));
    }
}
