//! What `cargo semver-checks` prints of a crate's interface.
//!
//! It (0.51 and the versions before it) writes its progress and its summary to standard error and
//! its findings to standard output, and ends with 0, with 100 for findings, and with 101 where it
//! broke off. What it looks for depends on the declared step: for a major one it makes no check at
//! all, and says `no semver update required` all the same.

use super::terminal;

/// The most findings that are read of one report.
pub const MAX_FINDINGS: usize = 20_000;

/// One output of `cargo semver-checks`, both streams together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// The crates that it compared, in its order.
    pub crates: Vec<Comparison>,
    /// What it found, in its order.
    pub findings: Vec<Finding>,
    /// The first line that says that it broke off; `None` if none does.
    pub crash: Option<String>,
}

/// The comparison of one crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The crate.
    pub name: String,
    /// The version that it was compared with.
    pub baseline: String,
    /// The step, in words: `minor change`.
    pub step: String,
    /// How many checks were made; `None` where it does not say.
    pub checks: Option<u64>,
    /// How many failed that ask for a major version, and for a minor one; `None` where it broke off
    /// before its summary.
    pub failed: Option<(u64, u64)>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check: `function_missing`.
    pub lint: String,
    /// What it looks for: `pub fn removed or renamed`.
    pub title: String,
    /// Whether it was no failure but a warning.
    pub warning: bool,
    /// What it found, without the place: `function demo::gone`.
    pub subject: String,
    /// The file as it is printed; `None` if there is none.
    pub path: Option<String>,
    /// The line, starting at 1.
    pub line: Option<u64>,
    /// Whether the place is in the baseline.
    pub previously: bool,
}

/// Whether the text is what `cargo semver-checks` prints, from its first line on: a document that
/// shows some of it is not.
#[must_use]
pub fn is_one(text: &str) -> bool {
    const VERBS: [&str; 4] = ["Cloning ", "Building ", "Parsing ", "Checking "];
    let text = terminal::plain(text);
    let first = text.lines().find(|line| !line.trim().is_empty());
    let starts = first.is_some_and(|line| {
        let verb = |verb: &&str| line.trim_start().starts_with(*verb);
        heading(line).is_some() || VERBS.iter().any(verb)
    });
    starts
        && text.lines().any(|line| {
            heading(line).is_some()
                || comparison(line.trim_start()).is_some()
                || line.contains("a bug in cargo-semver-checks")
        })
}

/// Reads an output.
#[must_use]
pub fn read(text: &str) -> Output {
    let text = terminal::plain(text);
    let mut output = Output::default();
    let mut current: Option<(bool, &str, &str)> = None;
    let mut is_list = false;
    for line in text.lines() {
        if let Some(found) = heading(line) {
            current = Some(found);
            is_list = false;
        } else if line.starts_with("Failed in:") || line.starts_with("Warned in:") {
            is_list = current.is_some();
        } else if let Some((warning, lint, title)) = current
            && is_list
            && let Some(found) = line.strip_prefix("  ").filter(|it| !it.starts_with(' '))
        {
            if output.findings.len() >= MAX_FINDINGS {
                output.crash = Some(format!("it has more than {MAX_FINDINGS} findings"));
                break;
            }
            output.findings.push(finding(warning, lint, title, found));
        } else {
            progress(line, &mut output);
        }
    }
    output
}

/// `--- failure lint: title ---`.
fn heading(line: &str) -> Option<(bool, &str, &str)> {
    let inner = line.strip_prefix("--- ")?.strip_suffix(" ---")?;
    let (warning, rest) = match inner.strip_prefix("failure ") {
        Some(rest) => (false, rest),
        None => (true, inner.strip_prefix("warning ")?),
    };
    let (lint, title) = rest.split_once(": ")?;
    Some((warning, lint, title))
}

/// `subject[, previously] in [file ]path:line`.
fn finding(warning: bool, lint: &str, title: &str, text: &str) -> Finding {
    let place = text.rsplit_once(" in ").and_then(|(subject, place)| {
        let (path, line) = place.rsplit_once(':')?;
        Some((subject, path, line.parse::<u64>().ok()?))
    });
    let (subject, path, line) = match place {
        Some((subject, path, line)) => (subject, Some(path), Some(line)),
        None => (text, None, None),
    };
    let earlier = subject.strip_suffix(", previously");
    let subject = earlier.unwrap_or(subject);
    Finding {
        lint: lint.to_owned(),
        title: title.to_owned(),
        warning,
        subject: subject.strip_suffix(',').unwrap_or(subject).to_owned(),
        path: path.map(|path| {
            path.strip_prefix("file ")
                .unwrap_or(path)
                .replace('\\', "/")
        }),
        line,
        previously: earlier.is_some(),
    }
}

/// A line of the progress: a crate begins, its checks are counted, it is summed up, or it failed.
fn progress(line: &str, output: &mut Output) {
    let line = line.trim_start();
    if let Some(comparison) = comparison(line) {
        output.crates.push(comparison);
    } else if let Some(rest) = line.strip_prefix("Checked [") {
        if let Some(last) = output.crates.last_mut() {
            let count = rest
                .split_once("] ")
                .and_then(|(_, rest)| rest.split_once(" checks"));
            last.checks = count.and_then(|(count, _)| count.parse().ok());
        }
    } else if let Some(rest) = line.strip_prefix("Summary ") {
        if let Some(last) = output.crates.last_mut() {
            last.failed = summary(rest);
        }
    } else if line.starts_with("error: ") || line.starts_with("thread '") {
        output.crash.get_or_insert_with(|| line.to_owned());
    }
}

/// `Checking name v1 -> v2 (minor change)`.
fn comparison(line: &str) -> Option<Comparison> {
    let (name, rest) = line.strip_prefix("Checking ")?.split_once(" v")?;
    let (baseline, rest) = rest.split_once(" -> v")?;
    let (_, step) = rest.split_once(" (")?;
    let (step, _) = step.split_once(')')?;
    Some(Comparison {
        name: name.to_owned(),
        baseline: baseline.to_owned(),
        step: step.strip_suffix(';').unwrap_or(step).to_owned(),
        checks: None,
        failed: None,
    })
}

/// `no semver update required`, or `…: 5 major and 0 minor checks failed`.
fn summary(text: &str) -> Option<(u64, u64)> {
    if text.starts_with("no semver update required") {
        return Some((0, 0));
    }
    let (_, counts) = text.rsplit_once(": ")?;
    let (major, rest) = counts.split_once(" major and ")?;
    let (minor, _) = rest.split_once(" minor ")?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    macro_rules! fixture {
        ($name:literal) => {
            include_str!(concat!(
                "../../fixtures/cargo-semver-checks/",
                $name,
                ".txt"
            ))
        };
    }

    #[test]
    fn a_clean_run_says_what_it_compared() {
        let output = read(fixture!("clean.stderr"));
        assert_eq!(
            output.crates,
            [Comparison {
                name: "bitflags".to_owned(),
                baseline: "2.5.0".to_owned(),
                step: "minor change".to_owned(),
                checks: Some(202),
                failed: Some((0, 0)),
            }]
        );
        assert_eq!((output.findings.len(), output.crash), (0, None));
    }

    #[test]
    fn findings_have_their_check_and_place() {
        let text = concat!(fixture!("break.stdout"), fixture!("break.stderr"));
        let output = read(text);
        assert_eq!(output.crates[0].failed, Some((5, 0)));
        let found: Vec<_> = output
            .findings
            .iter()
            .map(|it| {
                (
                    it.lint.as_str(),
                    it.subject.as_str(),
                    it.line,
                    it.previously,
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (
                    "derive_trait_impl_removed",
                    "type Kind no longer derives Clone",
                    Some(2),
                    false
                ),
                ("enum_variant_added", "variant Kind:Three", Some(2), false),
                ("function_missing", "function demo::gone", Some(1), true),
                (
                    "function_parameter_count_changed",
                    "demo::kept now takes 1 parameters instead of 0",
                    Some(3),
                    false
                ),
                (
                    "struct_pub_field_missing",
                    "field y of struct Point",
                    Some(2),
                    true
                ),
            ]
        );
        let coloured = concat!(fixture!("breakcolor.stdout"), fixture!("breakcolor.stderr"));
        assert_eq!(read(coloured).findings, output.findings);
        assert!(is_one(text) && is_one(fixture!("break.stdout")) && is_one(coloured));
    }

    #[test]
    fn a_major_step_makes_no_check() {
        let output = read(fixture!("major2.stderr"));
        assert_eq!(output.crates[0].checks, Some(0));
        assert_eq!(output.crates[0].failed, Some((0, 0)));
    }

    #[test]
    fn a_crate_that_does_not_build_and_a_lost_revision_are_crashes() {
        let build = read(fixture!("build.stderr"));
        assert_eq!(build.crates, []);
        assert!(
            build
                .crash
                .unwrap()
                .starts_with("error: running cargo-doc on crate 'demo' failed")
        );
        assert!(is_one(fixture!("build.stderr")));
        let document = format!("# How to\n\n{}", fixture!("clean.stderr"));
        assert!(!is_one(&document));
        assert!(!is_one("Cloning into 'demo'...\n"));
        let lost = read(fixture!("noref.stderr"));
        assert_eq!(
            lost.crash.as_deref(),
            Some("error: couldn't parse revision: \"nope^{tree}\"")
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(\\PC|\n|Checking a v1 -> v2 \\(|\\)|Summary |Checked \\[|\\] |--- failure |: | ---|Failed in:\n|  x in ){0,60}") {
            let _ = read(&text);
            let _ = is_one(&text);
        }
    }
}
