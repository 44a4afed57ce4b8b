//! One step: an action, or commands.

use std::rc::Rc;

use super::{Scope, followable, is_true, secrets_in};
use crate::collect::workflow::calls::{Source, calls, cut, goreleaser};
use crate::collect::workflow::conditions;
use crate::collect::workflow::follow::join;
use crate::collect::workflow::reader::Reader;
use crate::facts::{ActionUse, Call, Expression, Pin, Step};
use crate::formats::github_actions::expression::contexts;
use crate::formats::shell::Shell;
use crate::formats::yaml_tree::{Entry, Node};

/// The longest input of an action that is kept, in bytes.
const MAX_INPUT: usize = 200;

/// Shells whose texts are no shell's.
const OTHER_SHELLS: &[&str] = &["python", "node", "perl", "ruby"];

/// Reads one step, and the steps of the composite action that it uses.
pub(super) fn read(reader: &mut Reader<'_>, node: &Rc<Node>, scope: &Scope, steps: &mut Vec<Step>) {
    let scope = Scope {
        never: conditions::either(&scope.never, &conditions::never(node, reader.release_tag)),
        ignored: if is_true(node, "continue-on-error") {
            Some("it has `continue-on-error: true`".to_owned())
        } else {
            scope.ignored.clone()
        },
        ..scope.clone()
    };
    if let Some(uses) = node.entry("uses") {
        return action(reader, node, uses, &scope, steps);
    }
    let mut step = blank(node, &scope);
    if let Some(run) = node.get("run") {
        step.calls = run_calls(reader, node, run, &scope);
        step.expressions = expressions(run);
    }
    steps.push(step);
}

/// A step without calls.
fn blank(node: &Node, scope: &Scope) -> Step {
    let mut secrets = secrets_in(node);
    secrets.extend(scope.secrets.iter().cloned());
    secrets.sort_unstable();
    secrets.dedup();
    Step {
        path: scope.path.clone(),
        line: node.line,
        name: node.text_of("name").map(cut),
        uses: None,
        calls: Vec::new(),
        ignored: scope.ignored.clone(),
        never: scope.never.clone(),
        secrets,
        expressions: Vec::new(),
        checkout: None,
    }
}

fn run_calls(reader: &mut Reader<'_>, node: &Node, run: &Node, scope: &Scope) -> Vec<Call> {
    let Some(scalar) = run.scalar() else {
        return Vec::new();
    };
    let shell = node
        .text_of("shell")
        .or(scope.shell.as_deref())
        .unwrap_or_default();
    let program = shell.split_whitespace().next().unwrap_or_default();
    if OTHER_SHELLS.contains(&program) {
        let text = format!("{program} program");
        let reason = format!("what a program in {program} does cannot be read");
        return vec![one_call(scope, run.line, text, Vec::new(), Some(reason))];
    }
    let folder = node.text_of("working-directory").unwrap_or(&scope.folder);
    let folder = join("", folder).unwrap_or_default();
    let source = Source {
        path: &scope.path,
        line: run.line,
        literal: scalar.literal,
        text: &scalar.text,
        // GitHub runs `bash -e` where no shell is named, and `bash -eo pipefail` where `bash` is.
        shell: Shell {
            pipefail: shell == "bash" || shell.contains("pipefail"),
            ..Shell::default()
        },
        folder: &folder,
        ignored: None,
    };
    calls(reader, source)
}

fn one_call(
    scope: &Scope,
    line: u64,
    text: String,
    names: Vec<String>,
    hidden: Option<String>,
) -> Call {
    Call {
        path: scope.path.clone(),
        line,
        text: cut(&text),
        names,
        options: Vec::new(),
        ignored: None,
        hidden,
        scripts: Vec::new(),
    }
}

fn expressions(text: &Node) -> Vec<Expression> {
    let Some(scalar) = text.scalar() else {
        return Vec::new();
    };
    let place = |line: u64| {
        if scalar.literal {
            text.line + line - 1
        } else {
            text.line
        }
    };
    let mut found: Vec<Expression> = contexts(&scalar.text)
        .into_iter()
        .map(|(text, line)| Expression {
            text,
            line: place(line),
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

fn action(
    reader: &mut Reader<'_>,
    node: &Rc<Node>,
    uses: &Entry,
    scope: &Scope,
    steps: &mut Vec<Step>,
) {
    let text = uses.node.text().unwrap_or_default();
    let Some(local) = local(text) else {
        let mut step = of_use(node, uses, scope, None);
        if text.starts_with("goreleaser/goreleaser-action@") {
            step.calls.extend(goreleaser(reader));
        }
        return steps.push(step);
    };
    match composite(reader, local, scope, steps) {
        Ok((path, root)) => {
            let inner = Scope {
                path: path.clone(),
                shell: None,
                folder: String::new(),
                trail: scope.trail.iter().cloned().chain([path]).collect(),
                ..scope.clone()
            };
            let runs = root.get("runs");
            let list = runs.and_then(|runs| runs.get("steps"));
            for entry in list.map(|node| node.items()).unwrap_or_default() {
                read(reader, entry, &inner, steps);
            }
        }
        Err(reason) => steps.push(of_use(node, uses, scope, Some(reason))),
    }
}

/// The composite action in a folder of the repository; `Err` says why it cannot be followed.
fn composite(
    reader: &mut Reader<'_>,
    folder: &str,
    scope: &Scope,
    steps: &[Step],
) -> Result<(String, Rc<Node>), String> {
    let names = ["action.yml", "action.yaml"];
    let path = names
        .iter()
        .filter_map(|name| join(folder, name))
        .find(|path| reader.has(path))
        .ok_or_else(|| format!("there is no action in `{folder}`"))?;
    followable(reader, &path, scope, steps)?;
    let root = reader
        .yaml(&path)
        .ok_or_else(|| format!("`{path}` could not be read"))?;
    let using = root
        .get("runs")
        .and_then(|runs| runs.text_of("using").map(str::to_owned));
    match using.as_deref() {
        Some("composite") => Ok((path, root)),
        Some(other) => Err(format!(
            "what the action `{path}` does is a program ({other})"
        )),
        None => Err(format!("`{path}` has no `runs.using`, so it is no action")),
    }
}

/// The step that stands for an action or workflow that is used.
pub(super) fn of_use(node: &Node, uses: &Entry, scope: &Scope, hidden: Option<String>) -> Step {
    let text = uses.node.text().unwrap_or_default();
    let name = text
        .split('@')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let given = node.get("with");
    let mut call = one_call(
        scope,
        uses.line,
        text.to_owned(),
        vec![name.clone()],
        hidden,
    );
    call.options = given.map(|with| inputs(with)).unwrap_or_default();
    let mut step = blank(node, scope);
    if name == "actions/checkout" {
        step.checkout = given.and_then(|with| checkout(with));
    }
    if name == "actions/github-script"
        && let Some(script) = given.and_then(|with| with.get("script"))
    {
        step.expressions = expressions(script);
    }
    step.uses = Some(ActionUse {
        text: cut(text),
        line: uses.line,
        pin: pin(text),
    });
    step.calls = vec![call];
    step
}

/// An action's inputs as options: `--push`, `--push true`.
fn inputs(with: &Node) -> Vec<String> {
    let mut options = Vec::new();
    for entry in with.entries() {
        options.push(format!("--{}", entry.key));
        let value = entry.node.text().unwrap_or_default();
        if value.len() <= MAX_INPUT && !value.contains('\n') {
            options.push(format!("--{} {value}", entry.key));
            // `outputs: type=image,push=true`
            let parts = value.split(',').filter(|part| *part != value);
            options.extend(parts.map(|part| format!("--{} {}", entry.key, part.trim())));
        }
    }
    options.sort_unstable();
    options
}

fn checkout(with: &Node) -> Option<String> {
    let parts = ["repository", "ref"].map(|key| with.text_of(key));
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| cut(&parts.join(" ")))
}

/// The path of what is used from the same repository: `./path`, or `$/path` at the same commit.
pub(super) fn local(text: &str) -> Option<&str> {
    ["./", "$/"]
        .iter()
        .find_map(|start| text.strip_prefix(start))
}

fn pin(text: &str) -> Pin {
    if local(text).is_some() {
        return Pin::Local;
    }
    let hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.rsplit_once('@') {
        Some((_, version)) if [40, 64].contains(&version.len()) && hexadecimal(version) => {
            Pin::Digest
        }
        Some((_, version)) if version.starts_with("sha256:") => Pin::Digest,
        Some(_) => Pin::Ref,
        None if text.starts_with("docker://") && text.matches(':').count() > 1 => Pin::Ref,
        None => Pin::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_digest_fixes_a_version() {
        let sha = "0123456789abcdef0123456789abcdef01234567";
        for (text, expected) in [
            (format!("actions/checkout@{sha}"), Pin::Digest),
            ("actions/checkout@v4".to_owned(), Pin::Ref),
            ("actions/checkout@0123456".to_owned(), Pin::Ref),
            ("a/b/.github/workflows/c.yml@main".to_owned(), Pin::Ref),
            ("actions/checkout".to_owned(), Pin::None),
            ("./x".to_owned(), Pin::Local),
            ("$/x".to_owned(), Pin::Local),
            ("docker://alpine:3.8".to_owned(), Pin::Ref),
            ("docker://alpine".to_owned(), Pin::None),
            (format!("docker://a/b@sha256:{sha}"), Pin::Digest),
        ] {
            assert_eq!(pin(&text), expected, "{text}");
        }
    }
}
