//! The scripts of `package.json` that package managers and npm-run-all run.

use std::collections::BTreeMap;

use super::{Followed, Text, resolve};
use crate::collect::workflow::reader::Reader;
use crate::formats::shell::Shell;

/// Sub-commands of the package managers that are none of `package.json`'s scripts.
const SUBCOMMANDS: &[&str] = &[
    "add", "audit", "cache", "ci", "config", "create", "dedupe", "dlx", "exec", "i", "info",
    "init", "install", "link", "login", "ls", "outdated", "pack", "pm", "publish", "rebuild",
    "remove", "set", "store", "up", "update", "upgrade", "version", "view", "whoami", "x",
];

/// Words by which a package manager runs a script in other packages.
const ELSEWHERE: &[&str] = &[
    "-r",
    "-w",
    "-F",
    "-C",
    "workspace",
    "workspaces",
    "recursive",
];

/// The same, where more may follow in the word.
const ELSEWHERE_OPTIONS: &[&str] = &[
    "--filter",
    "--workspace",
    "--prefix",
    "--recursive",
    "--cwd",
    "--dir",
];

/// The script that `npm test`, `yarn x` and the like run; `None` if they run none.
pub(super) fn of_manager(
    reader: &Reader<'_>,
    program: &str,
    words: &[&str],
    folder: &str,
) -> Option<Followed> {
    let plain: Vec<&str> = plain(words).collect();
    let name = match plain.as_slice() {
        ["run" | "run-script", name, ..] => *name,
        ["test" | "t", ..] => "test",
        [name, ..] if program != "npm" && !SUBCOMMANDS.contains(name) => *name,
        _ => return None,
    };
    let is_elsewhere = |word: &&str| {
        ELSEWHERE.contains(word) || ELSEWHERE_OPTIONS.iter().any(|it| word.starts_with(it))
    };
    if words.iter().any(is_elsewhere) {
        return Some(Followed::Hidden(format!(
            "`{name}` is run in packages that relcheck does not look into"
        )));
    }
    let mut script = followed(reader, &[name], folder);
    if let Followed::Script { texts, .. } = &mut script {
        let arguments = arguments(words);
        texts.iter_mut().for_each(|it| it.text.push_str(&arguments));
    }
    Some(script)
}

/// What is handed on to a script, behind its last command: `npm test -- --dry-run`.
fn arguments(words: &[&str]) -> String {
    let behind = words.iter().skip_while(|word| **word != "--").skip(1);
    let quoted = behind.map(|word| format!(" '{}'", word.replace('\'', "'\\''")));
    quoted.collect()
}

/// The scripts that `run-s lint unit` and `npm-run-all 'test:*'` run. What follows a name inside of its
/// word are arguments of the script.
pub(super) fn of_several(reader: &Reader<'_>, words: &[&str], folder: &str) -> Followed {
    let names = plain(words).filter_map(|word| word.split_whitespace().next());
    followed(reader, &names.collect::<Vec<_>>(), folder)
}

fn plain<'w>(words: &[&'w str]) -> impl Iterator<Item = &'w str> {
    let words = words.iter().copied();
    words.filter(|word| !word.starts_with('-'))
}

fn followed(reader: &Reader<'_>, names: &[&str], folder: &str) -> Followed {
    let shown = names.join(" ");
    let Some(path) = resolve(reader, "package.json", folder) else {
        return Followed::Hidden(format!("there is no package.json for `{shown}`"));
    };
    let text = match reader.text(&path) {
        Ok(text) => text,
        Err(reason) => return Followed::Hidden(reason),
    };
    let mut texts = Vec::new();
    for name in names {
        let scripts = scripts_of(&text, name);
        if scripts.is_empty() {
            return Followed::Hidden(format!("`{path}` has no script `{name}`"));
        }
        texts.extend(scripts.into_iter().map(|script| Text {
            path: path.clone(),
            line: script.line,
            literal: false,
            text: script.text,
            shell: Shell::default(),
            folder: folder.to_owned(),
            ignored: None,
            script: Some(script.name),
        }));
    }
    Followed::Script {
        key: format!("{path}: {shown}"),
        texts,
    }
}

#[derive(serde::Deserialize)]
struct Scripts {
    #[serde(default)]
    scripts: BTreeMap<String, String>,
}

/// A script of a `package.json`.
#[derive(Debug, PartialEq, Eq)]
struct Script {
    name: String,
    line: u64,
    text: String,
}

/// The script of this name, or those that a pattern of npm-run-all names, sorted: its `*` stands for
/// no `:`, and `**` for anything.
fn scripts_of(text: &str, wanted: &str) -> Vec<Script> {
    let Ok(Scripts { scripts }) = serde_json::from_str(text) else {
        return Vec::new();
    };
    let is_wanted = |name: &str| match wanted.split_once('*') {
        None => name == wanted,
        Some((before, "")) => name
            .strip_prefix(before)
            .is_some_and(|it| !it.contains(':')),
        Some((before, _)) => name.starts_with(before),
    };
    let wanted = scripts.into_iter().filter(|(name, _)| is_wanted(name));
    let scripts = wanted.map(|(name, script)| Script {
        line: line_of(text, &name),
        name,
        text: script,
    });
    scripts.collect()
}

/// The line on which a script stands; the first one if that cannot be told.
fn line_of(text: &str, name: &str) -> u64 {
    let start = text.find("\"scripts\"").unwrap_or_default();
    let behind = text.get(start..).unwrap_or_default();
    let key = serde_json::to_string(name).ok();
    let offset = start + key.and_then(|key| behind.find(&key)).unwrap_or_default();
    let before = text.get(..offset).unwrap_or_default();
    1 + before.bytes().filter(|&byte| byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, wanted: &str) -> Vec<(String, u64, String)> {
        let scripts = scripts_of(text, wanted).into_iter();
        scripts.map(|it| (it.name, it.line, it.text)).collect()
    }

    #[test]
    fn scripts_are_found_at_their_line() {
        let text = "{\n \"name\": \"build\",\n \"scripts\": {\n  \"x\": \"y\",\n  \"build\": \"tsc\"\n }\n}";
        assert_eq!(
            found(text, "build"),
            [("build".to_owned(), 5, "tsc".to_owned())]
        );
        assert_eq!(found(text, "name"), []);
        assert_eq!(found("{", "build"), []);
    }

    #[test]
    fn a_pattern_names_several() {
        let text = "{\"scripts\": {\"test\": \"a\", \"test:a\": \"b\", \"test:b\": \"c\", \"test:a:x\": \"d\"}}";
        let names = |wanted: &str| {
            let found = found(text, wanted).into_iter();
            found.map(|(name, ..)| name).collect::<Vec<_>>()
        };
        assert_eq!(names("test:*"), ["test:a", "test:b"]);
        assert_eq!(names("test:**"), ["test:a", "test:a:x", "test:b"]);
        assert_eq!(names("lint:*"), Vec::<String>::new());
    }
}
