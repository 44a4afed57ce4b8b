//! Why a report of a scanner that finds nothing shows less than it seems to.

use std::collections::BTreeSet;

use super::places::Places;
use crate::collect::Context;
use crate::evidence::{Record, SCAN, VULNERABILITIES, narrowed};
use crate::facts::{DependencySource, Missing};
use crate::formats::scan::{Scan, ScanFormat};
use crate::formats::shell::{all_named, plain};
use crate::release::Ecosystem;

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
            _ => self.of_files().into_iter().collect(),
        };
        let root = self.context.root();
        doubts.extend(self.record.and_then(|it| narrowed(it, SCAN, &root)));
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

    fn has_lock_files(&self) -> bool {
        // Where that is not known, there may be some.
        let dependencies = self.context.dependencies();
        dependencies.map_or(true, |it| it.sources.iter().any(is_lock_file))
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
        let own = match self.own_packages() {
            Ok(own) => own,
            Err(missing) => {
                return Some(format!(
                    "cannot be held against the packages of the project: {}",
                    missing.reason
                ));
            }
        };
        let first = own.first().filter(|_| !looked_up.is_empty())?;
        own.is_disjoint(&looked_up).then(|| {
            format!("names none of the packages that the project depends on, such as `{first}`")
        })
    }

    /// The packages of PyPI that the project asks for.
    fn own_packages(&self) -> Result<BTreeSet<String>, Missing> {
        let dependencies = self.context.dependencies()?;
        let locked = dependencies.packages.iter();
        let locked = locked.filter(|it| it.ecosystem == Ecosystem::Pypi);
        let locked = locked.map(|it| it.name.clone());
        let asked = dependencies.unlocked.iter();
        let asked = asked.filter(|it| it.ecosystem == Ecosystem::Pypi);
        Ok(locked
            .chain(asked.flat_map(|it| it.names.clone()))
            .collect())
    }
}

fn is_lock_file(source: &DependencySource) -> bool {
    source.packages > 0 && source.format != "dist-info"
}

/// Why a call of pip-audit looks at something else than the project's packages: an environment that is
/// made for it, unless it is told what to look at.
fn looked_elsewhere(record: &Record) -> Option<String> {
    all_named(&record.command).iter().find_map(|named| {
        let (name, before, own) = runner(&named.words)?;
        let is_own = !before.iter().any(|word| word.starts_with("--with")) && !is_told(own);
        is_own.then(|| {
            format!(
                "is of `{name}`, which looks at an environment of its own: have it look at the project's, `pip-audit -r requirements.txt` say"
            )
        })
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

/// Whether the arguments of pip-audit name what is to be looked at.
fn is_told(arguments: &[String]) -> bool {
    let mut words = arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let name = word.split_once('=').map_or(word, |(name, _)| name);
        if NAMING.contains(&name) || word.starts_with("-r") || !word.starts_with('-') {
            return true;
        }
        if VALUED.contains(&word) {
            words.next();
        }
    }
    false
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
}
