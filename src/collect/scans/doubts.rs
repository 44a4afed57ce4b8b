//! Why a report of a scanner that finds nothing shows less than it seems to.

use std::collections::BTreeSet;
use std::path::Path;

use super::places::Places;
use crate::collect::Context;
use crate::evidence::{Record, VULNERABILITIES, narrowed};
use crate::facts::DependencySource;
use crate::formats::scan::{Scan, ScanFormat};
use crate::formats::shell::{all_named, plain};
use crate::release::Ecosystem;
use crate::repo::inside;

/// Options of pip-audit that name what it looks at in the place of its own environment.
const NAMING: [&str; 5] = ["-r", "--requirement", "--path", "--locked", "--lockfile"];

/// Options of pip-audit with another value.
const VALUED: [&str; 14] = [
    "-d",
    "-f",
    "-o",
    "-s",
    "--cache-dir",
    "--extra-index-url",
    "--format",
    "--ignore-vuln",
    "--index-url",
    "--osv-url",
    "--output",
    "--progress-spinner",
    "--timeout",
    "--vulnerability-service",
];

/// A report, and what it is held against.
pub(super) struct Doubted<'d> {
    pub context: &'d Context,
    pub scan: &'d Scan,
    /// The tool, as its report names it.
    pub tool: &'d str,
    pub record: Option<&'d Record>,
    pub places: &'d Places<'d>,
}

impl Doubted<'_> {
    /// Clauses that can follow the report's name, sorted.
    pub fn doubts(&self) -> Vec<String> {
        let mut doubts = match self.scan.format {
            // What these did not read is listed.
            ScanFormat::Bandit | ScanFormat::DetectSecrets => Vec::new(),
            _ => self
                .of_files()
                .or_else(|| self.of_places())
                .into_iter()
                .collect(),
        };
        let tool = self.tool.to_ascii_lowercase();
        if ["pip-audit", "safety"].contains(&tool.as_str()) {
            doubts.extend(self.of_packages());
        }
        doubts.sort_unstable();
        doubts
    }

    fn of_files(&self) -> Option<String> {
        if self.scan.targets == Some(0) && self.has_lock_files() && !self.is_told_what_to_scan() {
            let reason = "names no target, and so none of the project's lock files";
            return Some(reason.to_owned());
        }
        let scanned = self.scan.scanned.as_ref()?;
        // Many tools list the files in SARIF in which they found something.
        if scanned.is_empty() && self.scan.format == ScanFormat::Sarif {
            return None;
        }
        let found = self.scan.findings.iter().filter_map(|it| it.path.as_ref());
        let mut all = scanned.iter().chain(found);
        let is_read = all.any(|path| self.places.file(path).is_some());
        (!is_read).then(|| "read no file of this repository".to_owned())
    }

    /// That all places which the tool was told lie outside of the checkout.
    fn of_places(&self) -> Option<String> {
        let record = self.record?;
        let named = all_named(&record.command);
        let tool = self.tool.to_ascii_lowercase();
        let own = named.iter().find(|it| it.words.first() == Some(&tool))?;
        let mut places = own.words.iter().skip(1).enumerate().filter(|(at, word)| {
            // What follows an option may be its value.
            let before = own.words.get(*at);
            let is_value = before.is_some_and(|it| it.starts_with('-') && it != "--source");
            !word.starts_with('-') && !is_value
        });
        let is_out = |path: &str| path.starts_with("..") && inside(&record.dir, path).is_none();
        let root = Path::new(self.places.root());
        let is_in = |path: &str| root.join(&record.dir).join(path).exists();
        let outside = places.clone().find(|(_, word)| is_out(word))?.1;
        let stays = !record.command.iter().any(|text| text.contains("cd "));
        let all = !places.any(|(_, word)| !word.starts_with("..") && is_in(word));
        (stays && all).then(|| format!("is of `{outside}`, which is not in this checkout"))
    }

    fn has_lock_files(&self) -> bool {
        let dependencies = self.context.dependencies();
        dependencies.is_ok_and(|it| it.sources.iter().any(is_lock_file))
    }

    /// Whether trivy was to look for something else than vulnerabilities alone.
    fn is_told_what_to_scan(&self) -> bool {
        let words = self.record.into_iter().flat_map(|it| &it.command);
        let mut words = words.flat_map(|text| text.split([' ', '=']));
        words.any(|word| ["--scanners", "--security-checks"].contains(&word))
    }

    fn of_packages(&self) -> Vec<String> {
        let root = self.context.root();
        let record = self.record;
        let narrowed = record.and_then(|it| narrowed(it, VULNERABILITIES, &root));
        let elsewhere = record.and_then(looked_elsewhere);
        let mut doubts: Vec<String> = narrowed.into_iter().chain(elsewhere).collect();
        doubts.extend(self.without_packages());
        doubts
    }

    fn without_packages(&self) -> Option<String> {
        let Some(packages) = &self.scan.packages else {
            let says_nothing =
                self.scan.format == ScanFormat::Sarif && self.scan.findings.is_empty();
            return says_nothing.then(|| "names no package that was looked up".to_owned());
        };
        let looked_up: BTreeSet<String> = packages
            .iter()
            .map(|it| it.named.split("==").next().unwrap_or_default())
            .map(|name| Ecosystem::Pypi.normalised(name))
            .collect();
        let own = self.own_packages();
        let first = own.first().filter(|_| !looked_up.is_empty())?;
        own.is_disjoint(&looked_up).then(|| {
            format!("names none of the packages that the project depends on, such as `{first}`")
        })
    }

    /// The packages of PyPI that the project asks for.
    fn own_packages(&self) -> BTreeSet<String> {
        let Ok(dependencies) = self.context.dependencies() else {
            return BTreeSet::new();
        };
        let locked = dependencies.packages.iter();
        let locked = locked.filter(|it| it.ecosystem == Ecosystem::Pypi);
        let locked = locked.map(|it| it.name.clone());
        let asked = dependencies.unlocked.iter();
        let asked = asked.filter(|it| it.ecosystem == Ecosystem::Pypi);
        locked
            .chain(asked.flat_map(|it| it.names.clone()))
            .collect()
    }
}

fn is_lock_file(source: &DependencySource) -> bool {
    source.packages > 0 && source.format != "dist-info"
}

/// Why a call of pip-audit looks at something else than the project's packages.
fn looked_elsewhere(record: &Record) -> Option<String> {
    let texts = record.command.iter().filter(|word| word.contains(' '));
    let moves = |text: &String| text.split([' ', '(', ';']).any(|word| word == "cd");
    let stays = !texts.clone().any(moves);
    all_named(&record.command).iter().find_map(|named| {
        let runner = runner(&named.words);
        if let Some((name, before, own)) = &runner
            && !before.iter().any(|word| word.starts_with("--with"))
            && asked(own).is_empty()
        {
            return Some(format!(
                "is of `{name}`, which looks at an environment of its own: have it look at the project's, `pip-audit -r requirements.txt` say"
            ));
        }
        let words = runner.map_or(named.words.as_slice(), |(_, _, own)| own);
        let is_own = words.first().is_some_and(|word| is_pip_audit(word));
        let mut asked = match is_own && stays {
            true => asked(words.get(1..)?),
            false => Vec::new(),
        }
        .into_iter();
        let outside = asked.find(|path| {
            path.starts_with("..") && inside(&record.dir, path).is_none()
        })?;
        Some(format!("is of `{outside}`, which is not in this checkout"))
    })
}

/// What runs pip-audit in an environment that it makes for it: its name, its own words, and the call
/// of pip-audit.
fn runner(words: &[String]) -> Option<(String, &[String], &[String])> {
    let at = words.iter().position(|word| is_pip_audit(word))?;
    let (before, own) = words.split_at_checked(at)?;
    let texts: Vec<&str> = before.iter().map(String::as_str).collect();
    let name = match texts.as_slice() {
        ["uvx", ..] => "uvx pip-audit",
        ["pipx", "run", ..] => "pipx run pip-audit",
        ["uv", "tool", "run", ..] => "uv tool run pip-audit",
        _ => return None,
    };
    Some((name.to_owned(), before, own.get(1..)?))
}

fn is_pip_audit(word: &str) -> bool {
    let name = plain(&[word.to_owned()]).pop().unwrap_or_default();
    ["pip-audit", "pip_audit"].contains(&name.as_str())
}

/// What the arguments of pip-audit name to be looked at.
fn asked(arguments: &[String]) -> Vec<&str> {
    let mut asked = Vec::new();
    let mut words = arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) if word.starts_with('-') => (name, Some(value)),
            _ => (word, None),
        };
        if NAMING.contains(&name) {
            let takes = !name.starts_with("--lock");
            asked.push(
                value
                    .or_else(|| takes.then(|| words.next()).flatten())
                    .unwrap_or("."),
            );
        } else if let Some(glued) = word.strip_prefix("-r").filter(|it| !it.is_empty()) {
            asked.push(glued);
        } else if VALUED.contains(&name) {
            let _ = value.or_else(|| words.next());
        } else if !word.starts_with('-') {
            asked.push(word);
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::RECORD_SCHEMA;

    fn why(command: &[&str]) -> Option<String> {
        let record: Record = serde_json::from_value(serde_json::json!({
            "schema": RECORD_SCHEMA, "recorder": {"name": "relcheck", "version": "1.0.0"},
            "kind": null, "command": command, "dir": "sub", "exit_status": 0, "timed_out": false,
            "started": "2026-01-31T00:00:00Z", "finished": "2026-01-31T00:00:00Z", "commit": null,
            "tree": {"clean": true, "changes": [], "count": 0}, "outputs": [],
        }))
        .unwrap();
        looked_elsewhere(&record)
    }

    fn line(command: &str) -> Option<String> {
        why(&command.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn an_environment_of_its_own_is_not_the_projects() {
        for command in [
            "uvx pip-audit -f json",
            "uvx pip-audit@2.9.0 -f json -o a.json",
            "pipx run pip-audit --format=json",
            "uv tool run pip-audit -f json",
        ] {
            let reason = line(command).unwrap();
            assert!(reason.contains("environment of its own"), "{reason}");
        }
        assert!(why(&["sh", "-c", "uvx pip-audit -f json"]).is_some());
        for command in [
            "pip-audit -f json",
            "uv run pip-audit -f json",
            "uvx pip-audit -r requirements.txt -f json",
            "uvx pip-audit -f json .",
            "uvx --with-editable . pip-audit -f json",
            "pipx run pip-audit --requirement=requirements.txt",
        ] {
            assert_eq!(line(command), None, "{command}");
        }
    }

    #[test]
    fn what_is_outside_of_the_checkout_is_not_the_projects() {
        let reason = line("pip-audit -f json -r ../../other/requirements.txt").unwrap();
        assert_eq!(
            reason,
            "is of `../../other/requirements.txt`, which is not in this checkout"
        );
        assert!(line("uvx pip-audit -r ../../other/requirements.txt").is_some());
        assert!(line("python -m pip_audit ../../other").is_some());
        assert_eq!(line("pip-audit -r ../requirements.txt"), None);
        assert_eq!(line("pip-audit -r /tmp/exported.txt"), None);
        assert_eq!(
            why(&["sh", "-c", "cd a/b && pip-audit -r ../../../x.txt"]),
            None
        );
    }
}
