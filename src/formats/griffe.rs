//! What `griffe check` prints of a Python package's interface: all of its text forms.
//!
//! griffe (2.4 and the versions before it) writes its findings to standard error, between the lines
//! of its log, in one of the forms `oneline`, `verbose`, `markdown`, `github` and `azdo`, and says
//! nothing at all where it finds nothing. It ends with 1 for a finding and for a crash alike; a
//! crash shows as a Python traceback, or as a line of `griffe: `.

use super::terminal;

/// The most findings that are read of one report.
pub const MAX_FINDINGS: usize = 20_000;

/// What griffe calls its findings, the word for each, and the clause that continues the symbol.
const KINDS: [Kind; 12] = [
    Kind(
        "Positional parameter was moved",
        "parameter-moved",
        "is a positional parameter that was moved",
    ),
    Kind(
        "Parameter was removed",
        "parameter-removed",
        "is a parameter that was removed",
    ),
    Kind(
        "Parameter kind was changed",
        "parameter-kind-changed",
        "is a parameter of another kind now",
    ),
    Kind(
        "Parameter default was changed",
        "parameter-default-changed",
        "is a parameter with another default now",
    ),
    Kind(
        "Parameter is now required",
        "parameter-required",
        "is a parameter that is required now",
    ),
    Kind(
        "Parameter was added as required",
        "parameter-added",
        "is a required parameter that was added",
    ),
    Kind(
        "Return types are incompatible",
        "return-type-changed",
        "returns an incompatible type",
    ),
    Kind("Public object was removed", "removed", "was removed"),
    Kind(
        "Public object points to a different kind of object",
        "kind-changed",
        "is another kind of object now",
    ),
    Kind(
        "Attribute types are incompatible",
        "attribute-type-changed",
        "has an incompatible type",
    ),
    Kind(
        "Attribute value was changed",
        "value-changed",
        "has another value",
    ),
    Kind(
        "Base class was removed",
        "base-removed",
        "lost a base class",
    ),
];

/// Words of griffe, our word, our clause.
#[derive(Debug, Clone, Copy)]
struct Kind(&'static str, &'static str, &'static str);

/// One output of `griffe check`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// What it found, in its order.
    pub findings: Vec<Finding>,
    /// What shows that it broke off, in its own words; `None` if nothing does.
    pub crash: Option<String>,
    /// The first line that is neither a finding, nor of the log, nor a warning of Python itself.
    pub stray: Option<Stray>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file as griffe names it; `None` in the form `markdown`.
    pub path: Option<String>,
    /// The line, starting at 1; `None` where griffe names none, as for what is gone.
    pub line: Option<u64>,
    /// The object, from its module: `Group.invoke`, `Group.invoke(ctx)`.
    pub title: String,
    /// The word for what happened: `parameter-removed`.
    pub kind: &'static str,
    /// What happened, as a clause that continues the title.
    pub clause: &'static str,
    /// `old -> new`, where griffe shows it.
    pub change: Option<String>,
}

/// A line that is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// The line's number, starting at 1.
    pub line: u64,
    /// Its text.
    pub text: String,
}

/// Whether the text is what `griffe check` prints: whether its first line that is not of the log is
/// a finding, or a traceback through griffe. Nothing tells a silent report from any other empty
/// file.
#[must_use]
pub fn is_one(text: &str) -> bool {
    let text = terminal::plain(text);
    let mut lines = Lines::new(&text);
    while let Some(line) = lines.next_line() {
        if !is_aside(line) {
            return finding(line, &mut lines).is_some()
                || (crash(line).is_some() && text.contains("griffe"));
        }
    }
    false
}

/// Reads an output.
#[must_use]
pub fn read(text: &str) -> Output {
    let text = terminal::plain(text);
    let mut output = Output::default();
    let mut lines = Lines::new(&text);
    while let Some(line) = lines.next_line() {
        if let Some(crash) = crash(line) {
            output.crash.get_or_insert(crash);
        } else if is_aside(line) {
            lines.skip_source();
        } else if let Some(finding) = finding(line, &mut lines) {
            if output.findings.len() >= MAX_FINDINGS {
                let reason = format!("it has more than {MAX_FINDINGS} findings");
                output.crash.get_or_insert(reason);
                break;
            }
            output.findings.push(finding);
        } else if output.crash.is_none() {
            let line_number = lines.number;
            output.stray.get_or_insert_with(|| Stray {
                line: line_number,
                text: line.to_owned(),
            });
        }
    }
    if output.crash.is_some() {
        output.crash = last_error(&text).or(output.crash);
    }
    output
}

/// The lines of a text, with the number of the one read last.
struct Lines<'a> {
    rest: std::iter::Peekable<std::str::Lines<'a>>,
    number: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Lines {
            rest: text.lines().peekable(),
            number: 0,
        }
    }

    fn next_line(&mut self) -> Option<&'a str> {
        self.number += 1;
        self.rest.next()
    }

    /// The next line, if it is one that `wanted` takes.
    fn next_if<T>(&mut self, wanted: impl Fn(&'a str) -> Option<T>) -> Option<T> {
        let found = wanted(self.rest.peek().copied()?)?;
        self.next_line();
        Some(found)
    }

    /// Skips the line of source that Python shows below a warning.
    fn skip_source(&mut self) {
        self.next_if(|line| line.starts_with("  ").then_some(()));
    }
}

/// A line of Python that says that griffe broke off.
fn crash(line: &str) -> Option<String> {
    let is_crash = line.starts_with("Traceback (most recent call last)")
        || line.starts_with("griffe: ")
        || line.starts_with("Fatal Python error");
    is_crash.then(|| line.trim().to_owned())
}

/// The last line that names an error of Python or griffe: what a traceback ends with.
fn last_error(text: &str) -> Option<String> {
    let names_error = |line: &&str| {
        let (name, _) = line.split_once(':').unwrap_or((line, ""));
        let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.');
        line.starts_with("griffe: ")
            || (name.chars().all(is_name)
                && (name.ends_with("Error")
                    || name.ends_with("Exception")
                    || name.ends_with("Interrupt")))
    };
    let last = text.lines().rfind(names_error)?;
    Some(last.trim().to_owned())
}

/// Whether a line is no part of the report: an empty one, one of the log, a warning of Python.
fn is_aside(line: &str) -> bool {
    const LEVELS: [&str; 5] = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];
    let of_log = || {
        let level = line.split(' ').next().unwrap_or_default();
        // The level is padded to ten columns, and a space follows (`%(levelname)-10s %(message)s`).
        LEVELS.contains(&level)
            && line
                .get(level.len()..11)
                .is_some_and(|pad| pad.trim().is_empty())
    };
    let of_python = || {
        let before = line.split_once("Warning: ").map(|(before, _)| before);
        before.is_some_and(|before| {
            let place = before.rsplit_once(": ").map(|(place, _)| place);
            place.is_some_and(|place| {
                let number = place.rsplit(':').next().unwrap_or_default();
                !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit())
            })
        })
    };
    line.trim().is_empty() || of_log() || of_python()
}

/// The finding that starts with this line, in whatever form; further lines of it are taken too.
fn finding(line: &str, lines: &mut Lines) -> Option<Finding> {
    command(line, "::warning file=", ",line=", "::")
        .or_else(|| {
            let opening = "###vso[task.logissue type=warning;sourcepath=";
            command(line, opening, ",linenumber=", "]")
        })
        .or_else(|| markdown(line))
        .or_else(|| oneline(line))
        .or_else(|| verbose(line, lines))
}

/// `path:line: title: kind[: old -> new]`.
fn oneline(line: &str) -> Option<Finding> {
    let (path, number, rest) = place(line)?;
    let (title, rest) = rest.split_once(": ")?;
    let (kind, change) = kind(rest)?;
    Some(of(Some(path), number, title, kind, change))
}

/// `path:line: title:`, and below it the kind, `  Old: …`, `  New: …` and `  Details: …`.
fn verbose(line: &str, lines: &mut Lines) -> Option<Finding> {
    let (path, number, rest) = place(line)?;
    let title = rest.strip_suffix(':')?;
    let kind = lines.next_if(|line| kind(line.strip_suffix(':').unwrap_or(line)))?;
    let (kind, _) = kind;
    let old = lines.next_if(|line| line.strip_prefix("  Old: "));
    let new = lines.next_if(|line| line.strip_prefix("  New: "));
    lines.next_if(|line| line.strip_prefix("  Details: "));
    let change = match (old, new) {
        (Some(old), Some(new)) => Some(format!("{old} -> {new}")),
        (old, new) => old.or(new).map(str::to_owned),
    };
    Some(of(Some(path), number, title, kind, change))
}

/// ``- `title`: *kind*[: `old` -> `new`]``.
fn markdown(line: &str) -> Option<Finding> {
    let rest = line.strip_prefix("- `")?;
    let (title, rest) = rest.split_once("`: *")?;
    let (words, rest) = rest.split_once('*')?;
    let (kind, _) = kind(words)?;
    let change = rest.strip_prefix(": ").map(str::to_owned);
    Some(of(None, None, title, kind, change))
}

/// The commands to GitHub Actions and Azure Pipelines: a place, `title=…`, and the text.
fn command(line: &str, opening: &str, middle: &str, closing: &str) -> Option<Finding> {
    let rest = line.strip_prefix(opening)?;
    let (path, rest) = rest.split_once(middle)?;
    let (number, rest) = rest.split_once(",title=")?;
    // A title may hold what closes it: `Any[str]`. The kind is a known one, so it tells.
    let (title, (kind, change)) = rest.match_indices(closing).find_map(|(at, _)| {
        let (title, rest) = rest.split_at(at);
        Some((title, kind(rest.strip_prefix(closing)?)?))
    })?;
    Some(of(Some(path), number.parse().ok(), title, kind, change))
}

/// `path:line: rest`.
fn place(line: &str) -> Option<(&str, Option<u64>, &str)> {
    // The path may hold a colon itself, as Windows' do.
    let (at, _) = line.match_indices(": ").next()?;
    let (head, rest) = line.split_at(at);
    let (path, number) = head.rsplit_once(':')?;
    let number = number.parse().ok()?;
    Some((path, Some(number), rest.strip_prefix(": ")?))
}

/// The kind that the text starts with, and what follows it after a colon.
fn kind(text: &str) -> Option<(Kind, Option<String>)> {
    KINDS.iter().find_map(|kind| {
        let rest = text.strip_prefix(kind.0)?;
        match rest.strip_prefix(": ") {
            Some(change) => Some((*kind, Some(change.to_owned()))),
            None => rest.is_empty().then_some((*kind, None)),
        }
    })
}

fn of(
    path: Option<&str>,
    line: Option<u64>,
    title: &str,
    Kind(_, kind, clause): Kind,
    change: Option<String>,
) -> Finding {
    Finding {
        path: path.map(|path| path.replace('\\', "/")),
        line: line.filter(|&line| line > 0),
        title: title.to_owned(),
        kind,
        clause,
        change: change.map(|change| change.replace('`', "")),
    }
}

#[cfg(test)]
mod tests;
