//! Who maintains a project, by CODEOWNERS, MAINTAINERS, and the metadata of its packages.

use std::collections::BTreeSet;

use super::Texts;
use crate::formats::toml_text::{TomlText, TomlValue};

/// The most people that are listed: longer lists are of contributors.
const MAX_PEOPLE: usize = 50;

/// The files that name the owners of paths: GitHub's places, then GitLab's.
const OWNERS: &[&str] = &[
    "CODEOWNERS",
    ".github/CODEOWNERS",
    "docs/CODEOWNERS",
    ".gitlab/CODEOWNERS",
];

/// Somebody who maintains the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub name: String,
    pub email: String,
    /// A name on the host: `@owner`, `@org/team`.
    pub handle: String,
    /// The file that names them.
    pub place: String,
}

/// Everybody who is named, once: those of the owners' files first.
pub(super) fn people(texts: &dyn Texts) -> Vec<Person> {
    let mut found = Vec::new();
    for path in OWNERS {
        if let Some(text) = texts.text(path) {
            found.extend(owners(path, &text));
        }
    }
    let named = |path: &&String| {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        !path.contains('/') && (name == "maintainers" || name.starts_with("maintainers."))
    };
    for path in texts.tracked().iter().filter(named) {
        let text = texts.text(path).unwrap_or_default();
        found.extend(text.lines().filter_map(|line| mailbox(line, path)));
    }
    found.extend(metadata(texts));
    once(found)
}

fn once(found: Vec<Person>) -> Vec<Person> {
    let mut seen = BTreeSet::new();
    let key = |person: &Person| {
        let keys = [&person.email, &person.handle, &person.name];
        let first = keys.into_iter().find(|key| !key.is_empty());
        first.map(|key| key.to_lowercase())
    };
    let new = |person: &Person| key(person).is_some_and(|key| seen.insert(key));
    let mut kept = Vec::new();
    let mut new = new;
    for person in found {
        if new(&person) && kept.len() < MAX_PEOPLE {
            kept.push(person);
        }
    }
    kept
}

/// `*.rs @owner @org/team user@example.org`: the owners behind each pattern.
fn owners(path: &str, text: &str) -> Vec<Person> {
    let lines = text
        .lines()
        .map(|line| line.split(" #").next().unwrap_or_default());
    let rules = lines.filter(|line| !line.trim_start().starts_with(['#', '[', '^']));
    let words = rules.flat_map(|line| line.split_whitespace().skip(1));
    words
        .filter(|word| word.contains('@') && word.len() > 1)
        .map(|word| {
            let is_handle = word.starts_with('@');
            Person {
                name: String::new(),
                email: if is_handle {
                    String::new()
                } else {
                    word.to_owned()
                },
                handle: if is_handle {
                    word.to_owned()
                } else {
                    String::new()
                },
                place: path.to_owned(),
            }
        })
        .collect()
}

/// `Name <mail>` anywhere in a line.
fn mailbox(line: &str, path: &str) -> Option<Person> {
    let (name, rest) = line.split_once('<')?;
    let (email, _) = rest.split_once('>')?;
    let plain = email.contains('@') && !email.contains(char::is_whitespace);
    plain.then(|| Person {
        name: name
            .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')'))
            .trim()
            .to_owned(),
        email: email.to_owned(),
        handle: String::new(),
        place: path.to_owned(),
    })
}

fn metadata(texts: &dyn Texts) -> Vec<Person> {
    let mut found = Vec::new();
    for (path, keys) in [
        (
            "pyproject.toml",
            [
                ["project", "maintainers"].as_slice(),
                &["project", "authors"],
                &["tool", "poetry", "maintainers"],
                &["tool", "poetry", "authors"],
            ]
            .as_slice(),
        ),
        (
            "Cargo.toml",
            &[
                ["package", "authors"].as_slice(),
                &["workspace", "package", "authors"],
            ],
        ),
    ] {
        let text = texts.text(path).unwrap_or_default();
        if let Ok(toml) = TomlText::parse(&text) {
            let lists = keys.iter().filter_map(|key| toml.get(key));
            found.extend(
                lists
                    .flat_map(|list| list.items().collect::<Vec<_>>())
                    .filter_map(|item| of_toml(&item, path)),
            );
        }
    }
    found.extend(package_json(texts));
    found.extend(setup_cfg(texts));
    found
}

fn of_toml(item: &TomlValue<'_, '_>, path: &str) -> Option<Person> {
    match item.value().as_str() {
        Some(text) => mailbox(text, path).or_else(|| person(text, "", path)),
        None => person(
            item.text("name").unwrap_or_default(),
            item.text("email").unwrap_or_default(),
            path,
        ),
    }
}

fn person(name: &str, email: &str, place: &str) -> Option<Person> {
    let (name, email) = (name.trim(), email.trim());
    (!name.is_empty() || !email.is_empty()).then(|| Person {
        name: name.to_owned(),
        email: email.to_owned(),
        handle: String::new(),
        place: place.to_owned(),
    })
}

/// `author` and `maintainers`, each a text or an object (npm's documentation of package.json).
fn package_json(texts: &dyn Texts) -> Vec<Person> {
    const PATH: &str = "package.json";
    let text = texts.text(PATH).unwrap_or_default();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let listed = json["maintainers"].as_array().cloned().unwrap_or_default();
    let all = listed.iter().chain([&json["author"]]);
    all.filter_map(|value| match value.as_str() {
        Some(text) => mailbox(text, PATH).or_else(|| person(text.split('(').next()?, "", PATH)),
        None => person(
            value["name"].as_str().unwrap_or_default(),
            value["email"].as_str().unwrap_or_default(),
            PATH,
        ),
    })
    .collect()
}

fn setup_cfg(texts: &dyn Texts) -> Vec<Person> {
    const PATH: &str = "setup.cfg";
    let text = texts.text(PATH).unwrap_or_default();
    let value = |key: &str| {
        let mut pairs = text.lines().filter_map(|line| line.split_once('='));
        let found = pairs.find(|(name, _)| name.trim() == key);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    };
    let pairs = [
        ("maintainer", "maintainer_email"),
        ("author", "author_email"),
    ];
    pairs
        .into_iter()
        .filter_map(|(name, email)| person(value(name), value(email), PATH))
        .collect()
}
