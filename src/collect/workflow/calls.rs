//! What a shell text calls, and what the files of the repository that it runs call in turn.

use super::follow::{Followed, follow};
use super::reader::{MAX_CALLS, Reader};
use crate::facts::Call;
use crate::formats::shell::{self, Command, Named, Shell, named};

/// How many files a call is followed through: a step, a Makefile, a script, and one more.
const MAX_DEPTH: usize = 3;

/// The most letters of a call that are shown.
const MAX_TEXT: usize = 120;

/// Programs that do nothing which a rule could ask for: they are left out.
const PLAIN: &[&str] = &[
    ":", "[", "[[", "alias", "awk", "basename", "break", "cat", "cd", "chmod", "chown", "continue",
    "cp", "cut", "date", "declare", "df", "dirname", "du", "echo", "egrep", "exit", "export",
    "false", "find", "grep", "hash", "head", "id", "kill", "let", "ln", "local", "ls", "mkdir",
    "mktemp", "mv", "popd", "printf", "ps", "pushd", "pwd", "read", "readonly", "realpath",
    "return", "rm", "rmdir", "sed", "seq", "set", "shift", "shopt", "sleep", "sort", "tail", "tee",
    "test", "touch", "tr", "trap", "true", "type", "ulimit", "umask", "uname", "uniq", "unset",
    "wait", "wc", "which", "whoami",
];

/// A shell text and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    /// The file.
    pub path: &'t str,
    /// The line of the text's first line.
    pub line: u64,
    /// Whether its lines are lines of the file.
    pub literal: bool,
    /// The text.
    pub text: &'t str,
    /// What is known of the shell.
    pub shell: Shell,
    /// The folder that it runs in, from the repository's root; empty for the root.
    pub folder: &'t str,
    /// Why the failure of all of it fails nothing.
    pub ignored: Option<&'t str>,
}

/// All calls of a shell text, in its order.
pub(super) fn calls(reader: &mut Reader<'_>, source: Source<'_>) -> Vec<Call> {
    let mut found = Vec::new();
    gather(reader, source, &mut Trail::default(), &mut found);
    found
}

/// What is followed at the moment, from the outermost.
#[derive(Default)]
struct Trail {
    /// What each is called, to notice circles.
    keys: Vec<String>,
    /// Those that are scripts of a `package.json`.
    scripts: Vec<String>,
}

fn gather(reader: &mut Reader<'_>, source: Source<'_>, trail: &mut Trail, found: &mut Vec<Call>) {
    let script = shell::read(source.text, source.shell);
    if !script.complete {
        let reason = format!("`{}` has a script too long to read", source.path);
        reader.unread(source.path, source.line, reason);
    }
    for command in &script.commands {
        if reader.calls >= MAX_CALLS {
            let reason = format!("the workflows call more than {MAX_CALLS} programs");
            return reader.unread(source.path, source.line, reason);
        }
        let plain = command
            .words
            .first()
            .is_some_and(|word| PLAIN.contains(&word.as_str()));
        if plain {
            continue;
        }
        reader.calls += 1;
        let levels = named(&command.words);
        let mut call = call(source, command, &levels);
        let followed = levels
            .iter()
            .find_map(|level| follow(reader, level, source.folder));
        let Some(followed) = followed else {
            let calls_goreleaser = call.names.iter().any(|name| name == "goreleaser release");
            call.scripts.clone_from(&trail.scripts);
            found.push(call);
            if calls_goreleaser {
                found.extend(goreleaser(reader));
            }
            continue;
        };
        match followed {
            Followed::Hidden(reason) => {
                call.hidden = Some(reason);
                call.scripts.clone_from(&trail.scripts);
                found.push(call);
            }
            Followed::Script { key, .. }
                if trail.keys.len() >= MAX_DEPTH || trail.keys.contains(&key) =>
            {
                call.hidden = Some(format!("`{key}` is called too deep to be followed"));
                found.push(call);
            }
            Followed::Script { key, texts } => {
                let ignored = call.ignored.clone();
                found.push(call);
                trail.keys.push(key);
                for inner in &texts {
                    trail.scripts.extend(inner.script.clone());
                    let source = Source {
                        path: &inner.path,
                        line: inner.line,
                        literal: inner.literal,
                        text: &inner.text,
                        shell: inner.shell,
                        folder: &inner.folder,
                        ignored: inner.ignored.or(ignored.as_deref()),
                    };
                    gather(reader, source, trail, found);
                    if inner.script.is_some() {
                        trail.scripts.pop();
                    }
                }
                trail.keys.pop();
            }
        }
    }
}

/// The files that GoReleaser reads.
const GORELEASER: &[&str] = &[
    ".goreleaser.yml",
    ".goreleaser.yaml",
    "goreleaser.yml",
    "goreleaser.yaml",
];

/// What GoReleaser does by its configuration: a call `goreleaser <key>` for each of its keys. See
/// <https://goreleaser.com/customization/>.
pub(super) fn goreleaser(reader: &mut Reader<'_>) -> Vec<Call> {
    let path = GORELEASER.iter().find(|path| reader.has(path)).copied();
    let Some(path) = path else {
        return Vec::new();
    };
    let Some(root) = reader.yaml(path) else {
        return Vec::new();
    };
    let keys = root.entries().iter().filter(|entry| !entry.node.is_null());
    keys.map(|entry| Call {
        path: path.to_owned(),
        line: entry.line,
        text: format!("goreleaser: {}", entry.key),
        names: vec![format!("goreleaser {}", entry.key)],
        options: Vec::new(),
        ignored: None,
        hidden: None,
        scripts: Vec::new(),
    })
    .collect()
}

fn call(source: Source<'_>, command: &Command, levels: &[Named]) -> Call {
    let mut names: Vec<String> = Vec::new();
    let mut options: Vec<String> = Vec::new();
    for level in levels {
        names.extend(level.names.iter().cloned());
        options.extend(level.options.iter().cloned());
    }
    options.sort_unstable();
    options.dedup();
    let ignored = command.ignored.map(|ignored| ignored.text().to_owned());
    Call {
        path: source.path.to_owned(),
        line: place(source, command.line),
        text: cut(&command.words.join(" ")),
        names,
        options,
        ignored: ignored.or_else(|| source.ignored.map(str::to_owned)),
        hidden: None,
        scripts: Vec::new(),
    }
}

/// A call that stands for something which is no command.
pub(super) fn stand_in(
    path: &str,
    line: u64,
    text: &str,
    name: &str,
    hidden: Option<String>,
) -> Call {
    Call {
        path: path.to_owned(),
        line,
        text: cut(text),
        names: vec![name.to_owned()],
        options: Vec::new(),
        ignored: None,
        hidden,
        scripts: Vec::new(),
    }
}

fn place(source: Source<'_>, line: u64) -> u64 {
    if source.literal {
        source.line + line.saturating_sub(1)
    } else {
        source.line
    }
}

/// A text on one line, cut after [`MAX_TEXT`] characters.
pub(super) fn cut(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_TEXT {
        return line;
    }
    let short: String = line.chars().take(MAX_TEXT - 1).collect();
    format!("{short}…")
}
