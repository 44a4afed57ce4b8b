//! What a scanner was told on its command line: its options by their long names, and what it was
//! to look at. Python's argparse reads them, with all of its abbreviations.

use std::iter::Peekable;

use super::ScanFormat;
use crate::formats::shell::{Named, Shell, named, read};

/// The call of a scanner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// Its options, each with its value if it takes one, in their order.
    pub options: Vec<(String, Option<String>)>,
    /// What it was to look at: its arguments that are no options.
    pub paths: Vec<String>,
    /// The folders that a shell went to before, one from the other; `~` for one that is not written
    /// out.
    pub folders: Vec<String>,
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

/// Options with which a tool tells of itself, and looks at nothing.
const TELLING: [&str; 3] = ["--help", "--list-all-plugins", "--version"];

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

/// The calls of the tool that writes this format, in a recorded command and in their order; none if
/// the command does not show one. Which of several wrote the report is not known.
#[must_use]
pub fn calls(format: ScanFormat, command: &[String]) -> Vec<Call> {
    let grammar = match format {
        ScanFormat::Bandit => BANDIT,
        ScanFormat::DetectSecrets => DETECT_SECRETS,
        _ => return Vec::new(),
    };
    let texts = command.iter().filter(|word| word.contains(' '));
    let in_texts: Vec<Call> = texts.flat_map(|text| grammar.in_text(text)).collect();
    match in_texts.is_empty() {
        true => grammar.calls(&named(command), &[]).collect(),
        false => in_texts,
    }
}

/// What a `cd` leads to; `~` where it does not say.
fn target(words: &[String]) -> Option<String> {
    let (first, rest) = words.split_first()?;
    match first.as_str() {
        "cd" | "pushd" => {
            let to = rest.iter().find(|word| !word.starts_with('-'));
            Some(to.map_or_else(|| "~".to_owned(), String::clone))
        }
        "popd" => Some("~".to_owned()),
        _ => None,
    }
}

impl Grammar {
    /// The calls in a text for a shell. A `cd` in brackets ends with them.
    fn in_text(&self, text: &str) -> Vec<Call> {
        let mut found = Vec::new();
        let mut moves: Vec<(Vec<usize>, String)> = Vec::new();
        for command in read(text, Shell::default()).commands {
            if let Some(to) = target(&command.words) {
                moves.push((command.within, to));
                continue;
            }
            let before = moves.iter();
            let before = before.filter(|(within, _)| command.within.starts_with(within));
            let folders: Vec<String> = before.map(|(_, to)| to.clone()).collect();
            found.extend(self.calls(&named(&command.words), &folders));
        }
        found
    }

    /// Those among a command and what it wraps that look at anything.
    fn calls<'c>(
        &'c self,
        commands: &'c [Named],
        folders: &'c [String],
    ) -> impl Iterator<Item = Call> + 'c {
        let own = commands.iter().filter(|it| self.is_of(&it.words));
        let calls = own.filter_map(|it| Some(self.parse(it.words.get(1..)?)));
        let calls = calls.filter(|call| {
            let mut options = call.options.iter();
            !options.any(|(name, _)| TELLING.contains(&name.as_str()))
        });
        calls.map(|call| Call {
            folders: folders.to_vec(),
            ..call
        })
    }

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
        calls(format, &command).into_iter().next()
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
        assert_eq!((call.paths, call.folders), (vec![".".to_owned()], vec![]));
        let text = "cd tests && detect-secrets scan";
        let call = called(ScanFormat::DetectSecrets, &["bash", "-ec", text]).unwrap();
        assert_eq!(call.folders, ["tests"]);
        assert_eq!(called(ScanFormat::Bandit, &["make", "bandit"]), None);
        assert_eq!(called(ScanFormat::Ruff, &["ruff", "check"]), None);
    }

    #[test]
    fn all_calls_of_a_text_are_read_and_none_that_looks_at_nothing() {
        let all = |text: &str| {
            let command = ["sh", "-c", text].map(str::to_owned);
            let calls = calls(ScanFormat::Bandit, &command).into_iter();
            calls
                .map(|call| (call.paths.join(" "), call.folders.join(" ")))
                .collect::<Vec<_>>()
        };
        let of = |path: &str, folder: &str| (path.to_owned(), folder.to_owned());
        assert_eq!(all("bandit --version >&2; bandit -r a b"), [of("a b", "")]);
        assert_eq!(
            all("bandit -r a; (cd b && cd c && bandit -r .); bandit -r d; cd; bandit -r e"),
            [of("a", ""), of(".", "b c"), of("d", ""), of("e", "~")]
        );
        assert_eq!(all("bandit -h"), []);
        assert_eq!(all("pushd a; bandit -r b; popd; bandit -r c").len(), 2);
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
