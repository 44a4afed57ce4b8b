//! What a recorded run of tests leaves open: tests that failed without a report of it, and those of which
//! nobody sees whether they did.

use std::collections::BTreeSet;

use super::idle::runners;
use super::steps::Step;
use super::{COVERAGE, Record, Stream, TESTS};

/// The longest command that is quoted, in characters.
const MAX_SHOWN: usize = 120;

/// Why a recorded run of tests did not end well, as a clause; `None` where it did, and of what runs no
/// tests as far as its words tell.
#[must_use]
pub fn failed_tests(record: &Record, root: &str) -> Option<String> {
    let is_well = record.exit_status == Some(0) && !record.timed_out;
    if is_well || !is_of_tests(record) || runners(record, root).is_empty() {
        return None;
    }
    let seconds = record.finished.as_second() - record.started.as_second();
    Some(match record.exit_status {
        _ if record.timed_out => format!("was ended after {seconds} s, when its time was up"),
        Some(status) => format!("ended with the exit status {status}"),
        None => "was ended by a signal".to_owned(),
    })
}

/// The runs of tests inside of a recorded command of which neither its exit status nor results tell
/// whether they failed, as clauses. `results` are the outputs that hold results of tests, by their places
/// in the record.
#[must_use]
pub fn unseen_tests(record: &Record, root: &str, results: &[usize]) -> Vec<String> {
    if !is_of_tests(record) {
        return Vec::new();
    }
    let steps = runners(record, root);
    let outputs = results
        .iter()
        .filter_map(|place| record.outputs.get(*place));
    let files: Vec<&str> = outputs
        .map(|output| match output.stream {
            Stream::File => output.source.as_deref().unwrap_or_default(),
            _ => "",
        })
        .collect();
    let open = open_steps(&steps, &files);
    let lost = open.filter_map(|step| Some((step.words.join(" "), step.lost?)));
    lost.map(|(command, lost)| {
        let shown = shown(&command);
        format!("nothing tells whether `{shown}` failed: {}", lost.text())
    })
    .collect()
}

/// The steps whose results none of the files is seen to hold.
fn open_steps<'s>(steps: &'s [Step], files: &[&str]) -> impl Iterator<Item = &'s Step> {
    let mut told = BTreeSet::new();
    let mut others = BTreeSet::new();
    for file in files {
        let name = file.rsplit('/').next().unwrap_or_default();
        let names = |words: &[String]| !name.is_empty() && words.iter().any(|it| it.contains(name));
        // Of two that write one file, the last one's is there.
        match steps.iter().rposition(|step| names(&step.words)) {
            Some(place) => {
                told.insert(place);
            }
            None => {
                others.insert(file.rsplit('/').nth(1).unwrap_or_default());
            }
        }
    }
    // Whose the others are is not known, unless there are some for each.
    let is_clear = others.len() < steps.len() - told.len();
    let open = steps
        .iter()
        .enumerate()
        .filter(move |(place, _)| is_clear && !told.contains(place));
    open.map(|(_, step)| step)
}

fn shown(command: &str) -> String {
    match command.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", command.get(..end).unwrap_or_default()),
        None => command.to_owned(),
    }
}

/// Whether it may be one of tests, by what was said of it.
fn is_of_tests(record: &Record) -> bool {
    let kind = record.kind.as_deref();
    kind.is_none_or(|it| [COVERAGE, TESTS].contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::record::tests::{output, record};

    fn of(command: &str) -> Record {
        let mut record = record();
        record.command = match command.strip_prefix("sh: ") {
            Some(text) => ["sh", "-c", text].map(str::to_owned).to_vec(),
            None => command.split(' ').map(str::to_owned).collect(),
        };
        record
    }

    #[test]
    fn a_run_of_tests_that_did_not_end_well_is_known() {
        let why = |command: &str, status: Option<i64>| {
            let mut record = of(command);
            record.exit_status = status;
            failed_tests(&record, "/none/work")
        };
        for (command, status) in [
            ("pytest -q itests", 2),
            ("cargo test --offline", 101),
            ("npm test", 1),
            ("node --test", 1),
            ("make test", 2),
            ("npx nyc mocha --reporter dot", 3),
            ("sh: pytest ftests; exit 1", 1),
            ("pytest --unknown", 4),
        ] {
            let reason = why(command, Some(status)).unwrap_or_default();
            assert_eq!(
                reason,
                format!("ended with the exit status {status}"),
                "{command}"
            );
        }
        assert_eq!(why("pytest", None).unwrap(), "was ended by a signal");
        for command in [
            "bandit -r .",
            "make lint",
            "pytest --collect-only",
            "cargo bench",
        ] {
            assert_eq!(why(command, Some(1)), None, "{command}");
        }
        assert_eq!(why("pytest", Some(0)), None);
        let mut record = of("sh: sleep 5; pytest");
        record.timed_out = true;
        let reason = failed_tests(&record, "/none/work").unwrap();
        assert_eq!(reason, "was ended after 0 s, when its time was up");
        record.kind = Some("sbom".to_owned());
        assert_eq!(failed_tests(&record, "/none/work"), None);
    }

    fn unseen(command: &str, files: &[&str]) -> String {
        let mut record = of(command);
        let outputs = files.iter().map(|file| {
            let mut output = output("a", "aa");
            output.stream = Stream::File;
            output.source = Some((*file).to_owned());
            output
        });
        record.outputs = outputs.collect();
        let results: Vec<usize> = (0..files.len()).collect();
        unseen_tests(&record, "/none/work", &results).join("\n")
    }

    #[test]
    fn a_status_that_a_shell_drops_leaves_tests_open() {
        let reason = unseen(
            "sh: pytest itests; pytest tests --junitxml=out/j.xml",
            &["out/j.xml"],
        );
        assert!(
            reason.starts_with("nothing tells whether `pytest itests` failed: what follows runs"),
            "{reason}"
        );
        for command in [
            "sh: pytest itests --junitxml=j.xml; pytest tests --junitxml=j.xml",
            "sh: pytest itests | tail -1; pytest tests --junitxml=j.xml",
            "sh: pytest itests || true; pytest tests --junitxml=j.xml",
            "sh: cargo test; mvn test",
        ] {
            assert_ne!(unseen(command, &["j.xml"]), "", "{command}");
        }
        assert_ne!(unseen("sh: coverage run -m pytest; coverage json", &[]), "");
        assert_ne!(unseen("sh: npm test | tee log", &[]), "");
    }

    #[test]
    fn tests_whose_results_are_read_need_no_status() {
        for (command, files) in [
            ("sh: pytest --junitxml=j.xml; true", &["j.xml"][..]),
            ("sh: go test -v ./... | go-junit-report > j.xml", &["j.xml"]),
            (
                "sh: mvn test || true",
                &[
                    "a/surefire-reports/TEST-A.xml",
                    "a/surefire-reports/TEST-B.xml",
                ],
            ),
            (
                "sh: pytest a --junitxml=a.xml; pytest b --junitxml=b.xml",
                &["a.xml", "b.xml"],
            ),
            ("sh: pytest itests && pytest tests", &[]),
            ("sh: pytest --collect-only | wc -l; pytest", &[]),
            ("sh: eslint . | cat; npm test", &[]),
            ("pytest", &[]),
        ] {
            assert_eq!(unseen(command, files), "", "{command}");
        }
    }
}
