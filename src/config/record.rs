//! `[[record]]`: the commands whose outputs are evidence.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::{ConfigError, TimeLimit};
use crate::evidence::KINDS;
use crate::nearest::suggestion;
use crate::repo::inside;

/// The most commands that are configured.
const MAX_COMMANDS: usize = 100;

/// `[[record]]`: a command that `relcheck record` runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordConfig {
    /// The command, program first. No shell reads it.
    #[serde(deserialize_with = "command")]
    pub command: Vec<String>,
    /// The files that it writes, to be kept as well, from `dir`.
    #[serde(default)]
    pub files: Vec<String>,
    /// What its outputs are evidence of, where they do not show it themselves.
    #[serde(default, deserialize_with = "kind")]
    pub kind: Option<String>,
    /// The folder that it is run in, from the project's; `None` for the project's folder itself.
    pub dir: Option<String>,
    /// How long it may take; `None` for the usual limit.
    pub timeout: Option<TimeLimit>,
    /// What it is called where it is shown; `None` to have it called by its command.
    pub name: Option<String>,
}

impl RecordConfig {
    /// What it is called.
    #[must_use]
    pub fn title(&self) -> String {
        let by_command = || {
            let quoted = |part: &String| match part.is_empty() || part.contains(' ') {
                true => format!("'{part}'"),
                false => part.clone(),
            };
            self.command
                .iter()
                .map(quoted)
                .collect::<Vec<_>>()
                .join(" ")
        };
        self.name.clone().unwrap_or_else(by_command)
    }

    /// Its folder, from the project's, with `/` between its parts.
    fn folder(&self) -> Option<String> {
        written("", self.dir.as_deref().unwrap_or_default())
    }
}

/// Holds the commands against each other.
///
/// # Errors
/// [`ConfigError`] at the command, if it is configured twice, leads out of the project, or writes a
/// file that another one writes.
pub(super) fn check(
    records: &[Spanned<RecordConfig>],
    shown: &str,
    text: &str,
) -> Result<(), ConfigError> {
    let mut commands = BTreeMap::new();
    let mut names = BTreeMap::new();
    let mut files = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let refuse =
            |message: String| Err(ConfigError::at(shown, text, Some(record.span()), message));
        let record = record.get_ref();
        let title = record.title();
        if index == MAX_COMMANDS {
            return refuse(format!("more than {MAX_COMMANDS} commands are configured"));
        }
        let Some(folder) = record.folder() else {
            let dir = record.dir.as_deref().unwrap_or_default();
            return refuse(format!("`{dir}` leads out of the project's folder"));
        };
        if commands
            .insert((&record.command, folder.clone()), ())
            .is_some()
        {
            return refuse(format!(
                "`{title}` is configured twice: each run would replace what the other recorded"
            ));
        }
        if names.insert(title.clone(), ()).is_some() {
            return refuse(format!(
                "two commands are called `{title}`: give one of them a `name`"
            ));
        }
        for file in &record.files {
            let Some(path) = written(&folder, file).filter(|path| !path.is_empty()) else {
                return refuse(format!("`{file}` leads out of the project's folder"));
            };
            if let Some(other) = files.insert(path, title.clone()) {
                return refuse(format!(
                    "`{title}` writes `{file}`, and so does `{other}`: give each a file of its own"
                ));
            }
        }
    }
    Ok(())
}

/// A path from a folder, without `.` and `..`; `None` if it leads out of where the folder is in.
fn written(folder: &str, path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    if is_drive {
        return None;
    }
    inside(folder, &path)
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let kind = String::deserialize(deserializer)?;
    match unknown_kind(&kind) {
        Some(error) => Err(D::Error::custom(error)),
        None => Ok(Some(kind)),
    }
}

/// Says that there is no such kind of evidence; `None` if there is.
pub(crate) fn unknown_kind(kind: &str) -> Option<String> {
    (!KINDS.contains(&kind)).then(|| {
        let near = suggestion(kind, KINDS);
        format!(
            "there is no kind of evidence `{kind}`{near}; known: {}",
            KINDS.join(", ")
        )
    })
}

fn command<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    deserializer.deserialize_any(CommandVisitor)
}

struct CommandVisitor;

impl<'de> Visitor<'de> for CommandVisitor {
    type Value = Vec<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a command as a list of its words, such as [\"pytest\", \"--cov\"]")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Err(E::custom(format!(
            "no shell reads a command: write it as a list of its words, {}",
            as_list(text)
        )))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
        let mut command: Vec<String> = Vec::new();
        while let Some(part) = parts.next_element()? {
            command.push(part);
        }
        if command
            .first()
            .is_none_or(|program| program.trim().is_empty())
        {
            return Err(A::Error::custom(
                "a command starts with a program: write it as [\"pytest\", \"--cov\"]",
            ));
        }
        Ok(command)
    }
}

/// How a command line is written as a list: by a shell where only a shell understands it.
fn as_list(line: &str) -> String {
    let for_shell = line.contains(['|', '&', ';', '<', '>', '$', '`', '\'', '"', '*', '\\']);
    let words: Vec<&str> = match for_shell {
        true => vec!["sh", "-c", line],
        false => line.split_whitespace().collect(),
    };
    let words = words.into_iter().map(toml::Value::from);
    toml::Value::Array(words.collect()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    fn error(text: &str) -> String {
        parse("relcheck.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn a_command_is_read_with_everything_that_is_said_of_it() {
        let text = "[[record]]\ncommand = [\"pytest\", \"-m\", \"not slow\"]\nfiles = [\"coverage.json\"]\n\
                    kind = \"coverage\"\ndir = \"sub\"\ntimeout = \"10m\"\n[[record]]\ncommand = [\"bandit\"]\nname = \"security\"\n";
        let config = parse("relcheck.toml", text).unwrap();
        let records: Vec<_> = config.record.iter().map(Spanned::get_ref).collect();
        assert_eq!(records[0].title(), "pytest -m 'not slow'");
        assert_eq!(records[0].files, ["coverage.json"]);
        assert_eq!(records[0].kind.as_deref(), Some("coverage"));
        assert_eq!(records[0].timeout.unwrap().0.as_secs(), 600);
        assert_eq!(records[1].title(), "security");
        assert_eq!(records[1].timeout, None);
    }

    #[test]
    fn what_is_wrong_with_a_command_is_said_at_its_place() {
        insta::assert_snapshot!(
            error("[[record]]\ncommand = \"pytest --cov\"\n"),
            @r#"relcheck.toml:2:11: no shell reads a command: write it as a list of its words, ["pytest", "--cov"]"#
        );
        insta::assert_snapshot!(
            error("[[record]]\ncommand = \"bandit -r src > out.json\"\n"),
            @r#"relcheck.toml:2:11: no shell reads a command: write it as a list of its words, ["sh", "-c", "bandit -r src > out.json"]"#
        );
        insta::assert_snapshot!(
            error("[[record]]\ncommand = []\n"),
            @r#"relcheck.toml:2:11: a command starts with a program: write it as ["pytest", "--cov"]"#
        );
        insta::assert_snapshot!(
            error("[[record]]\ncommand = 3\n"),
            @r#"relcheck.toml:2:11: invalid type: integer `3`, expected a command as a list of its words, such as ["pytest", "--cov"]"#
        );
        insta::assert_snapshot!(
            error("[[record]]\nfiles = []\n"),
            @"relcheck.toml:1:1: missing field `command`"
        );
        insta::assert_snapshot!(
            error("[[record]]\ncommand = [\"a\"]\nfile = [\"b\"]\n"),
            @"relcheck.toml:3:1: unknown key `file`; did you mean `files`?"
        );
        insta::assert_snapshot!(
            error("[[record]]\ncommand = [\"a\"]\nkind = \"coverag\"\n"),
            @"relcheck.toml:3:8: there is no kind of evidence `coverag`; did you mean `coverage`?; known: advisory, api-diff, api-report, benchmark, checks, coverage, issues, licenses, outdated, reviews, sbom, scan, tests, vulnerabilities"
        );
        insta::assert_snapshot!(
            error("[[record]]\ncommand = [\"a\"]\ntimeout = \"10\"\n"),
            @"relcheck.toml:3:11: `10` is no time limit: write a number with a unit, such as `90s`, `10m` or `1h30m`"
        );
    }

    #[test]
    fn commands_that_get_in_each_others_way_are_refused() {
        insta::assert_snapshot!(
            error("[[record]]\ncommand = [\"a\"]\n\n[[record]]\ncommand = [\"a\"]\ndir = \"./\"\n"),
            @"relcheck.toml:4:1: `a` is configured twice: each run would replace what the other recorded"
        );
        insta::assert_snapshot!(
            error("[[record]]\ncommand = [\"a\"]\nname = \"c\"\n[[record]]\ncommand = [\"b\"]\nname = \"c\"\n"),
            @"relcheck.toml:4:1: two commands are called `c`: give one of them a `name`"
        );
        insta::assert_snapshot!(
            error("[[record]]\ncommand = [\"a\"]\nfiles = [\"sub/x.json\"]\n[[record]]\ncommand = [\"b\"]\ndir = \"sub/deep\"\nfiles = [\"../x.json\"]\n"),
            @"relcheck.toml:4:1: `b` writes `../x.json`, and so does `a`: give each a file of its own"
        );
        insta::assert_snapshot!(
            error("[[record]]\ncommand = [\"a\"]\nfiles = [\"x\", \"./x\"]\n"),
            @"relcheck.toml:1:1: `a` writes `./x`, and so does `a`: give each a file of its own"
        );
        // The same in another folder is another one.
        let text = "[[record]]\ncommand = [\"a\"]\n[[record]]\ncommand = [\"a\"]\ndir = \"b\"\nname = \"b\"\n";
        assert!(parse("relcheck.toml", text).is_ok());
    }

    #[test]
    fn what_leads_out_of_the_project_is_refused() {
        for line in [
            "dir = \"..\"",
            "dir = \"/tmp\"",
            "files = [\"../x\"]",
            "files = [\"C:/x\"]",
            "files = [\"\"]",
        ] {
            let message = error(&format!("[[record]]\ncommand = [\"a\"]\n{line}\n"));
            assert!(
                message.ends_with("leads out of the project's folder"),
                "{message}"
            );
        }
        let many = "[[record]]\ncommand = [\"a\"]\ndir = \"";
        let many: String = (0..=MAX_COMMANDS)
            .map(|n| format!("{many}{n}\"\nname = \"{n}\"\n"))
            .collect();
        assert!(error(&many).ends_with("more than 100 commands are configured"));
    }
}
