//! `go.mod` with `go.sum` (Go Modules Reference, §§ go.mod files, go.sum files).
//!
//! `go.sum` names more than a build uses: the versions are those of `go.mod`, which lists all that
//! is needed since Go 1.17. `go.sum` has the digests.

use std::collections::{HashMap, HashSet};

use super::model::{Lock, Locked, MAX_TEXT, Origin, OwnPackage, flaw, kept, line, require_few};
use crate::formats::report::Flaw;

/// The name of the format in facts.
pub const NAME: &str = "go.mod";

/// What a `replace` puts in the place of a module, in one version of that or in all.
#[derive(Debug)]
struct Replacement {
    version: Option<String>,
    by: String,
    by_version: Option<String>,
}

#[derive(Debug, Default)]
struct GoMod {
    lock: Lock,
    go: Option<(u64, u64)>,
    replaced: HashMap<String, Vec<Replacement>>,
}

/// Reads a `go.mod`.
///
/// # Errors
/// A [`Flaw`] if a line is none of the directives of the format, a module is required twice, a block
/// is not closed, or the module is not named.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let mut found = GoMod::default();
    let mut block: Option<(&str, u64)> = None;
    for (number, raw) in (1_u64..).zip(text.lines()) {
        let (code, comment) = raw.split_once("//").unwrap_or((raw, ""));
        let words: Vec<&str> = code.split_whitespace().collect();
        match (words.as_slice(), block) {
            ([], _) => {}
            ([")"], Some(_)) => block = None,
            (words, Some((verb, _))) => found.directive(verb, words, comment, number)?,
            ([verb, "("], None) => block = Some((verb, number)),
            ([verb, rest @ ..], None) => match verb.strip_suffix('(') {
                Some(verb) if rest.is_empty() => block = Some((verb, number)),
                _ => found.directive(verb, rest, comment, number)?,
            },
        }
    }
    if let Some((verb, at)) = block {
        return Err(flaw(
            at,
            format!("the block `{verb}` is not closed, so it is cut off"),
        ));
    }
    found.finish()
}

impl GoMod {
    fn directive(
        &mut self,
        verb: &str,
        words: &[&str],
        comment: &str,
        at: u64,
    ) -> Result<(), Flaw> {
        let wrong = || flaw(at, format!("this is no `{}` that Go reads", shown(verb)));
        match (verb, words) {
            ("module", [path, ..]) => {
                self.lock.own.push(OwnPackage {
                    name: Some(unquoted(path).to_owned()),
                    folder: Some(String::new()),
                    line: line(at),
                    ..OwnPackage::default()
                });
            }
            ("go", [version]) => self.go = Some(go_version(version).ok_or_else(wrong)?),
            ("require", [path, version]) => {
                let is_indirect = comment
                    .trim()
                    .split(';')
                    .any(|part| part.trim() == "indirect");
                self.lock.packages.push(Locked {
                    name: kept(unquoted(path), "path", at)?,
                    version: Some(kept(unquoted(version), "version", at)?),
                    direct: Some(!is_indirect),
                    line: line(at),
                    ..Locked::default()
                });
                require_few(self.lock.packages.len())?;
            }
            ("replace", words) => self.replace(words).ok_or_else(wrong)?,
            ("exclude" | "retract" | "toolchain" | "godebug" | "tool" | "ignore", _) => {}
            _ => return Err(wrong()),
        }
        Ok(())
    }

    /// `PATH [VERSION] => PATH [VERSION]`, or a folder.
    fn replace(&mut self, words: &[&str]) -> Option<()> {
        let (path, version, by) = match words {
            [path, "=>", by @ ..] => (path, None, by),
            [path, version, "=>", by @ ..] => (path, Some(unquoted(version).to_owned()), by),
            _ => return None,
        };
        let (by, by_version) = match by {
            [by] => (by, None),
            [by, version] => (by, Some(unquoted(version).to_owned())),
            _ => return None,
        };
        let by = unquoted(by).to_owned();
        if by.len() > MAX_TEXT || by.is_empty() {
            return None;
        }
        let of_path = self.replaced.entry(unquoted(path).to_owned()).or_default();
        of_path.push(Replacement {
            version,
            by,
            by_version,
        });
        Some(())
    }

    fn finish(mut self) -> Result<Lock, Flaw> {
        if self.lock.own.len() != 1 {
            return Err(Flaw::unreadable("it has no single `module`"));
        }
        let mut seen = HashSet::new();
        for package in &mut self.lock.packages {
            if !seen.insert(package.name.clone()) {
                let at = u64::from(package.line.unwrap_or(1));
                return Err(flaw(at, format!("`{}` is required twice", package.name)));
            }
            let rules = self
                .replaced
                .get(&package.name)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let exact = rules
                .iter()
                .find(|rule| rule.version.is_some() && rule.version == package.version);
            let Some(rule) = exact.or_else(|| rules.iter().find(|rule| rule.version.is_none()))
            else {
                continue;
            };
            match &rule.by_version {
                Some(version) => {
                    package.requirement = Some(format!("in place of {}", package.name));
                    package.name.clone_from(&rule.by);
                    package.version = Some(version.clone());
                }
                None => {
                    package.version = None;
                    package.requirement = Some(format!("=> {}", rule.by));
                    package.origin = Origin::Path;
                }
            }
        }
        let is_whole = self.go.is_some_and(|version| version >= (1, 17));
        // Nothing that is asked for needs nothing.
        if !is_whole && !self.lock.packages.is_empty() {
            self.lock.gaps.push(
                "leaves out what others need: it lists all of that only from `go 1.17` on (`go mod edit -go=1.17 && go mod tidy`)"
                    .to_owned(),
            );
        }
        Ok(self.lock)
    }
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '`'])
}

fn shown(verb: &str) -> String {
    verb.chars().take(40).collect()
}

/// The first two numbers of `1.21`, `1.21.3` or `1.21rc1`.
fn go_version(text: &str) -> Option<(u64, u64)> {
    let mut parts = text.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next().unwrap_or("0");
    let end = minor
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(minor.len());
    Some((major, minor.get(..end)?.parse().ok()?))
}

/// Notes of which modules `go.sum` has the digest.
///
/// # Errors
/// The line, starting at 1, that is none of that file.
pub fn note_digests(lock: &mut Lock, sum: &str) -> Result<(), u64> {
    let mut known: HashSet<(&str, &str)> = HashSet::new();
    for (number, text) in (1_u64..).zip(sum.lines()) {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            [] => {}
            [path, version, digest] if digest.contains(':') => drop(known.insert((path, version))),
            _ => return Err(number),
        }
    }
    for package in &mut lock.packages {
        let version = package.version.as_deref();
        package.has_digest =
            version.is_some_and(|version| known.contains(&(package.name.as_str(), version)));
    }
    Ok(())
}
