//! What a call runs, where that is a file of the repository.

mod package_scripts;

use super::reader::Reader;
use crate::formats::makefile;
use crate::formats::shell::{Named, Shell};
use crate::repo::inside;

/// What lies behind a call.
pub(super) enum Followed {
    /// Shell texts.
    Script {
        /// What is followed: a path, a target, a script of package.json.
        key: String,
        /// The texts.
        texts: Vec<Text>,
    },
    /// Something that cannot be read, and why.
    Hidden(String),
}

/// A shell text in a file.
pub(super) struct Text {
    pub path: String,
    pub line: u64,
    pub literal: bool,
    pub text: String,
    pub shell: Shell,
    pub folder: String,
    pub ignored: Option<&'static str>,
    /// The script of a `package.json` that it is; `None` if it is none.
    pub script: Option<String>,
}

/// Programs that run what a file of their own says, which relcheck does not read.
const RUNNERS: &[&str] = &[
    "ant", "bazel", "earthly", "grunt", "gulp", "inv", "invoke", "just", "lerna", "mage", "mise",
    "nox", "nx", "poe", "rake", "task", "turbo", "wireit",
];

/// Programs that run a program in another language.
const INTERPRETERS: &[&str] = &[
    "bun",
    "deno",
    "node",
    "perl",
    "php",
    "powershell",
    "pwsh",
    "python",
    "ruby",
    "ts-node",
    "tsx",
];

/// Endings of files that are programs in another language.
const PROGRAMS: &[&str] = &[
    ".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".pl", ".php", ".ps1", ".go",
];

/// What a call runs; `None` if nothing of the repository is behind it.
pub(super) fn follow(reader: &Reader<'_>, call: &Named, folder: &str) -> Option<Followed> {
    let words: Vec<&str> = call.words.iter().map(String::as_str).collect();
    let (&program, rest) = words.split_first()?;
    if program.starts_with('$') {
        return Some(Followed::Hidden(format!(
            "which program `{program}` is cannot be told"
        )));
    }
    let operand = rest.iter().find(|word| !word.starts_with('-')).copied();
    match program {
        "bash" | "sh" | "zsh" | "dash" | "source" | "." => {
            let has_text = rest
                .iter()
                .any(|word| word.starts_with('-') && word.ends_with('c'));
            let path = operand.filter(|_| !has_text)?;
            Some(script(reader, path, folder))
        }
        "make" | "gmake" => Some(make(reader, rest, folder)),
        "npm" | "yarn" | "pnpm" | "bun" => {
            package_scripts::of_manager(reader, program, rest, folder)
        }
        "npm-run-all" | "npm-run-all2" | "run-s" | "run-p" => {
            Some(package_scripts::of_several(reader, rest, folder))
        }
        "tox" | "cargo" => environment(program, rest),
        "docker" | "podman" | "docker-compose" if runs_container(program, rest) => {
            Some(Followed::Hidden(format!(
                "what `{}` does in a container cannot be read",
                words.iter().take(3).copied().collect::<Vec<_>>().join(" ")
            )))
        }
        _ if INTERPRETERS.contains(&program) => {
            let path = operand.filter(|path| PROGRAMS.iter().any(|end| path.ends_with(end)))?;
            Some(Followed::Hidden(format!(
                "what the program `{path}` does cannot be read"
            )))
        }
        _ if RUNNERS.contains(&program) => Some(Followed::Hidden(format!(
            "what `{}` runs is in a file that relcheck does not read",
            words.iter().take(3).copied().collect::<Vec<_>>().join(" ")
        ))),
        _ if call.program.contains('/') && !call.program.contains('$') => {
            let path = resolve(reader, &call.program, folder)?;
            Some(script(reader, &path, ""))
        }
        _ => None,
    }
}

/// The path from the repository's root of a file that git tracks.
fn resolve(reader: &Reader<'_>, path: &str, folder: &str) -> Option<String> {
    [folder, ""]
        .iter()
        .filter_map(|base| join(base, path))
        .find(|path| reader.has(path))
}

/// A path without `.` and `..`; `None` if it leads out of the repository, or nowhere.
pub(super) fn join(base: &str, path: &str) -> Option<String> {
    inside(base, path).filter(|joined| !joined.is_empty())
}

fn script(reader: &Reader<'_>, path: &str, folder: &str) -> Followed {
    let Some(real) = resolve(reader, path, folder) else {
        return Followed::Hidden(format!("the script `{path}` is not in the repository"));
    };
    let text = match reader.text(&real) {
        Ok(text) => text,
        Err(reason) => return Followed::Hidden(reason),
    };
    let first = text.lines().next().unwrap_or_default();
    let is_shell = match first.strip_prefix("#!") {
        Some(program) => program
            .split(['/', ' '])
            .any(|word| ["sh", "bash", "dash", "ksh"].contains(&word.trim())),
        None => PROGRAMS.iter().all(|end| !real.ends_with(end)),
    };
    if !is_shell {
        return Followed::Hidden(format!("what the program `{real}` does cannot be read"));
    }
    Followed::Script {
        key: real.clone(),
        texts: vec![Text {
            path: real,
            line: 1,
            literal: true,
            text,
            shell: Shell::default(),
            folder: folder.to_owned(),
            ignored: None,
            script: None,
        }],
    }
}

fn make(reader: &Reader<'_>, words: &[&str], folder: &str) -> Followed {
    let mut folder = folder.to_owned();
    let mut file = None;
    let mut targets = Vec::new();
    let mut words = words.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "-C" | "--directory" => {
                let inner = words.next().unwrap_or_default();
                folder = join(&folder, inner).unwrap_or_default();
            }
            "-f" | "--file" => file = words.next(),
            "-j" | "-l" | "-o" => {}
            _ if word.starts_with('-') || word.contains('=') => {}
            _ if word.bytes().all(|byte| byte.is_ascii_digit()) => {}
            _ => targets.push(word),
        }
    }
    let names = ["GNUmakefile", "makefile", "Makefile"];
    let candidates = file.map_or_else(|| names.to_vec(), |file| vec![file]);
    let path = candidates
        .iter()
        .find_map(|name| resolve(reader, name, &folder));
    let shown = format!("make {}", targets.join(" "));
    let shown = shown.trim();
    let Some(path) = path else {
        return Followed::Hidden(format!("there is no Makefile for `{shown}`"));
    };
    let text = match reader.text(&path) {
        Ok(text) => text,
        Err(reason) => return Followed::Hidden(reason),
    };
    let Some(recipes) = makefile::read(&text).recipes(&targets) else {
        return Followed::Hidden(format!("`{path}` has no rule of its own for `{shown}`"));
    };
    let texts = recipes.into_iter().map(|recipe| Text {
        path: path.clone(),
        line: recipe.line,
        literal: false,
        text: recipe.text,
        shell: Shell::default(),
        folder: folder.clone(),
        ignored: recipe.ignored.then_some("make goes on if it fails (`-`)"),
        script: None,
    });
    Followed::Script {
        key: format!("{path}: {shown}"),
        texts: texts.collect(),
    }
}

/// Whether a call runs what an image or a Compose file says.
fn runs_container(program: &str, words: &[&str]) -> bool {
    let mut plain = words.iter().copied().filter(|word| {
        !word.starts_with('-') && !word.ends_with(".yml") && !word.ends_with(".yaml")
    });
    let first = plain.next().unwrap_or_default();
    match (program, first) {
        ("docker" | "podman", "compose") => plain.any(|word| ["run", "up", "exec"].contains(&word)),
        ("docker-compose", _) => ["run", "up", "exec"].contains(&first),
        _ => ["run", "exec"].contains(&first),
    }
}

/// A named environment of tox, and `cargo xtask`: what they do is elsewhere.
fn environment(program: &str, words: &[&str]) -> Option<Followed> {
    let plain = |word: &&str| !word.starts_with('+');
    let first = words.iter().copied().find(plain).unwrap_or_default();
    if program == "cargo" {
        return (first == "xtask")
            .then(|| Followed::Hidden("what `cargo xtask` does is in a program".to_owned()));
    }
    let named = words
        .iter()
        .position(|word| ["-e", "-m", "-f"].contains(word))
        .and_then(|place| words.get(place + 1))
        .copied()
        .or_else(|| words.iter().find_map(|word| word.strip_prefix("-e")));
    let is_python = |name: &str| {
        let name = name.trim_start_matches("py").trim_start_matches("py");
        name.starts_with(|letter: char| letter.is_ascii_digit() || letter == '-' || letter == '$')
            || name.is_empty()
    };
    let name = named.filter(|name| !is_python(name))?;
    Some(Followed::Hidden(format!(
        "what tox's environment `{name}` does is in a file that relcheck does not read"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_repository() {
        assert_eq!(join("docs", "../x.sh").as_deref(), Some("x.sh"));
        assert_eq!(join("", "./a/./b.sh").as_deref(), Some("a/b.sh"));
        assert_eq!(join("", "../x.sh"), None);
        assert_eq!(join("docs", "/etc/passwd"), None);
    }

    #[test]
    fn what_runs_in_a_container_is_not_read() {
        for (text, expected) in [
            ("docker run --rm image scan", true),
            ("docker exec name pytest", true),
            ("docker compose -f a.yml up", true),
            (
                "docker-compose -f a.yaml up --abort-on-container-exit",
                true,
            ),
            ("docker build .", false),
            ("docker push image", false),
            ("docker compose down", false),
            ("docker-compose -f run.yml down", false),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(runs_container(words[0], &words[1..]), expected, "{text}");
        }
    }

    #[test]
    fn only_environments_that_are_pythons_are_tests() {
        let hidden = |words: &[&str]| environment("tox", words).is_some();
        assert!(!hidden(&[]));
        assert!(!hidden(&["-e", "py312"]));
        assert!(!hidden(&["-e", "py"]));
        assert!(hidden(&["-e", "docs"]));
        assert!(hidden(&["-eupload"]));
        assert!(environment("cargo", &["+nightly", "xtask", "dist"]).is_some());
        assert!(environment("cargo", &["test"]).is_none());
    }
}
