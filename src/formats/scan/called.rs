//! What a scanner was told on its command line: its options by their long names, and what it was
//! to look at. Python's argparse reads them, with all of its abbreviations.

use std::iter::Peekable;

use super::ScanFormat;
use crate::formats::shell::{Shell, named, read};

/// The call of a scanner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// Its options, each with its value if it takes one, in their order.
    pub options: Vec<(String, Option<String>)>,
    /// What it was to look at: its arguments that are no options.
    pub paths: Vec<String>,
    /// Whether a shell went to another folder before.
    pub moved: bool,
}

impl Call {
    /// The values of an option, in their order.
    pub fn values<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c str> {
        let options = self
            .options
            .iter()
            .filter(move |(option, _)| option == name);
        options.filter_map(|(_, value)| value.as_deref())
    }
}

/// How a tool reads its command line.
struct Grammar {
    /// Its names, as a program or as a module of Python.
    names: &'static [&'static str],
    /// What it is told to do; empty if it does one thing only.
    does: &'static str,
    /// Options with a value: the long name, and the short one or a blank.
    valued: &'static [(&'static str, char)],
    /// Options without one.
    flags: &'static [(&'static str, char)],
}

/// bandit's `cli/main.py`, 1.9.
const BANDIT: Grammar = Grammar {
    names: &["bandit"],
    does: "",
    valued: &[
        ("--aggregate", 'a'),
        ("--number", 'n'),
        ("--configfile", 'c'),
        ("--profile", 'p'),
        ("--tests", 't'),
        ("--skip", 's'),
        ("--severity-level", ' '),
        ("--confidence-level", ' '),
        ("--format", 'f'),
        ("--msg-template", ' '),
        ("--exclude", 'x'),
        ("--baseline", 'b'),
        ("--ini", ' '),
        ("--output", 'o'),
    ],
    flags: &[
        ("--recursive", 'r'),
        ("--level", 'l'),
        ("--confidence", 'i'),
        ("--verbose", 'v'),
        ("--debug", 'd'),
        ("--quiet", 'q'),
        ("--silent", ' '),
        ("--ignore-nosec", ' '),
        ("--exit-zero", ' '),
        ("--version", ' '),
        ("--help", 'h'),
    ],
};

/// detect-secrets' `core/usage`, 1.5.
const DETECT_SECRETS: Grammar = Grammar {
    names: &["detect-secrets", "detect_secrets"],
    does: "scan",
    valued: &[
        ("--custom-root", 'C'),
        ("--cores", 'c'),
        ("--string", ' '),
        ("--baseline", ' '),
        ("--plugin", 'p'),
        ("--base64-limit", ' '),
        ("--hex-limit", ' '),
        ("--disable-plugin", ' '),
        ("--exclude-lines", ' '),
        ("--exclude-files", ' '),
        ("--exclude-secrets", ' '),
        ("--filter", 'f'),
        ("--disable-filter", ' '),
    ],
    flags: &[
        ("--only-allowlisted", ' '),
        ("--all-files", ' '),
        ("--force-use-all-plugins", ' '),
        ("--slim", ' '),
        ("--list-all-plugins", ' '),
        ("--no-verify", 'n'),
        ("--only-verified", ' '),
        ("--verbose", 'v'),
        ("--version", ' '),
        ("--help", 'h'),
    ],
};

/// The call of the tool that writes this format, in a recorded command; `None` if the command does
/// not show it.
#[must_use]
pub fn call(format: ScanFormat, command: &[String]) -> Option<Call> {
    let grammar = match format {
        ScanFormat::Bandit => BANDIT,
        ScanFormat::DetectSecrets => DETECT_SECRETS,
        _ => return None,
    };
    let commands = commands(command);
    let place = commands.iter().position(|words| grammar.is_of(words))?;
    let (before, from) = commands.split_at_checked(place)?;
    let mut call = grammar.parse(from.first()?.get(1..)?);
    call.moved = before.iter().any(|words| {
        let first = words.first().map(String::as_str);
        matches!(first, Some("cd" | "pushd"))
    });
    Some(call)
}

/// The command, what it wraps, and all commands of a text for a shell, in their order.
fn commands(command: &[String]) -> Vec<Vec<String>> {
    let texts = command.iter().filter(|word| word.contains(' '));
    let scripts = texts.flat_map(|text| read(text, Shell::default()).commands);
    let words = scripts.map(|it| it.words).chain([command.to_vec()]);
    words
        .flat_map(|words| named(&words))
        .map(|it| it.words)
        .collect()
}

impl Grammar {
    fn is_of(&self, words: &[String]) -> bool {
        let is_named = words
            .first()
            .is_some_and(|first| self.names.contains(&first.as_str()));
        is_named && (self.does.is_empty() || words.iter().any(|word| word == self.does))
    }

    fn parse(&self, words: &[String]) -> Call {
        let mut call = Call::default();
        let mut words = words.iter().map(String::as_str).peekable();
        let mut does = self.does;
        while let Some(word) = words.next() {
            if word == "--" {
                call.paths.extend(words.map(str::to_owned));
                break;
            }
            if let Some(long) = word.strip_prefix("--") {
                let (name, value) = match long.split_once('=') {
                    Some((name, value)) => (name, Some(value)),
                    None => (long, None),
                };
                let name = self.long(&format!("--{name}"));
                let takes = self.valued.iter().any(|(known, _)| *known == name);
                let value = value.or_else(|| takes.then(|| value_in(&mut words)).flatten());
                call.options.push((name, value.map(str::to_owned)));
            } else if let Some(short) = word.strip_prefix('-').filter(|it| !it.is_empty()) {
                self.short(short, &mut words, &mut call);
            } else if !does.is_empty() && word == does {
                does = "";
            } else {
                call.paths.push(word.to_owned());
            }
        }
        call
    }

    /// The whole name of a long option that may be abbreviated.
    fn long(&self, written: &str) -> String {
        let all = || self.valued.iter().chain(self.flags).map(|(name, _)| *name);
        let mut begin = all().filter(|name| name.starts_with(written));
        match (begin.next(), begin.next()) {
            (Some(only), None) if !all().any(|name| name == written) => only.to_owned(),
            _ => written.to_owned(),
        }
    }

    /// Short options in one word: `-rq`, `-sB101`.
    fn short<'w, W>(&self, word: &'w str, words: &mut Peekable<W>, call: &mut Call)
    where
        W: Iterator<Item = &'w str>,
    {
        let of = |list: &'static [(&'static str, char)], letter: char| {
            list.iter().find(|(_, short)| *short == letter)
        };
        for (at, letter) in word.char_indices() {
            if let Some((name, _)) = of(self.valued, letter) {
                let glued = word.get(at + letter.len_utf8()..).unwrap_or_default();
                let glued = glued.strip_prefix('=').unwrap_or(glued);
                let value = match glued {
                    "" => value_in(words),
                    glued => Some(glued),
                };
                call.options
                    .push(((*name).to_owned(), value.map(str::to_owned)));
                return;
            }
            let name = match of(self.flags, letter) {
                Some((name, _)) => (*name).to_owned(),
                None => format!("-{letter}"),
            };
            call.options.push((name, None));
        }
    }
}

/// The next word, if it is no option itself.
fn value_in<'w>(words: &mut Peekable<impl Iterator<Item = &'w str>>) -> Option<&'w str> {
    words.next_if(|word| *word == "-" || !word.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(format: ScanFormat, command: &[&str]) -> Option<Call> {
        let command: Vec<String> = command.iter().map(|&word| word.to_owned()).collect();
        call(format, &command)
    }

    fn bandit(line: &str) -> Vec<(String, Option<String>)> {
        let words: Vec<&str> = line.split(' ').collect();
        called(ScanFormat::Bandit, &words).unwrap().options
    }

    #[test]
    fn options_are_read_as_argparse_reads_them() {
        let skip = ("--skip".to_owned(), Some("B602".to_owned()));
        for line in [
            "bandit -s B602",
            "bandit -sB602",
            "bandit --skip B602",
            "bandit --skip=B602",
            "bandit --sk B602",
            "/usr/bin/python3.12 -m bandit -s B602",
            "uv run bandit -s B602",
        ] {
            assert_eq!(bandit(line), std::slice::from_ref(&skip), "{line}");
        }
        let both = bandit("bandit -qsB602 -r .");
        let names: Vec<&str> = both.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["--quiet", "--skip", "--recursive"]);
    }

    #[test]
    fn texts_of_shells_are_looked_into() {
        let text = "bandit -r . -s B602 -f json || true";
        let call = called(ScanFormat::Bandit, &["sh", "-c", text]).unwrap();
        assert_eq!(call.values("--skip").collect::<Vec<_>>(), ["B602"]);
        assert_eq!((call.paths, call.moved), (vec![".".to_owned()], false));
        let text = "cd tests && detect-secrets scan";
        let call = called(ScanFormat::DetectSecrets, &["bash", "-ec", text]).unwrap();
        assert!(call.moved);
        assert_eq!(called(ScanFormat::Bandit, &["make", "bandit"]), None);
        assert_eq!(called(ScanFormat::Ruff, &["ruff", "check"]), None);
    }

    #[test]
    fn what_is_to_be_looked_at_is_told_from_values() {
        let words = [
            "detect-secrets",
            "-C",
            "a",
            "scan",
            "--exclude-files",
            "b",
            "tests",
            "--",
            "-x",
        ];
        let call = called(ScanFormat::DetectSecrets, &words).unwrap();
        assert_eq!(call.paths, ["tests", "-x"]);
        assert_eq!(call.values("--custom-root").collect::<Vec<_>>(), ["a"]);
        let audit = ["detect-secrets", "audit", ".secrets.baseline"];
        assert_eq!(called(ScanFormat::DetectSecrets, &audit), None);
    }
}
