//! Whatever is wrong with evidence, no rule passes for it, and the reason is named.
//!
//! One table: each kind of evidence, in a report of a real tool that makes its rule pass, against
//! each fault. What is recorded is git with an alias that writes the report: that is there wherever
//! relcheck is.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::harness::{History, Run, speaking_of};

/// A kind of evidence.
struct Kind {
    name: &'static str,
    rule: &'static str,
    /// Below `fixtures/passing`.
    file: &'static str,
    /// The report with something twice that may be there once.
    doubled: fn(&str) -> String,
    /// The report with a number that is none.
    not_a_number: fn(&str) -> String,
    /// What `relcheck.toml` says, so that this report alone can make the rule pass.
    configuration: &'static str,
    /// What is said where there is no report.
    absent: &'static str,
}

const NO_REPORT: &str = "there is no report of";

const KINDS: [Kind; 6] = [
    Kind {
        name: "benchmark",
        rule: "quality.performance",
        file: "benchmark.json",
        doubled: |text| text.replacen("\"rounds\": 24", "\"rounds\": 24, \"rounds\": 24", 1),
        not_a_number: |text| text.replacen("\"rounds\": 24", "\"rounds\": NaN", 1),
        configuration: "",
        absent: NO_REPORT,
    },
    Kind {
        name: "tests",
        rule: "quality.tests_pass",
        file: "junit.xml",
        doubled: |text| text.replacen("name=\"test_shut\"", "name=\"test_shut\" name=\"x\"", 1),
        not_a_number: |text| text.replacen("tests=\"1\"", "tests=\"NaN\"", 1),
        configuration: "",
        absent: NO_REPORT,
    },
    Kind {
        name: "coverage",
        rule: "quality.coverage_new_code",
        file: "coverage.json",
        doubled: |text| text.replacen("\"files\": {", "\"files\": {}, \"files\": {", 1),
        not_a_number: |text| text.replacen("\"executed_lines\": [4", "\"executed_lines\": [NaN", 1),
        configuration: "",
        absent: NO_REPORT,
    },
    Kind {
        name: "scan",
        rule: "quality.scan_bandit",
        file: "bandit.json",
        doubled: |text| text.replacen("\"results\": []", "\"results\": [], \"results\": []", 1),
        not_a_number: |text| text.replacen("\"loc\": 4", "\"loc\": NaN", 1),
        configuration: "",
        absent: NO_REPORT,
    },
    Kind {
        name: "scan",
        rule: "quality.scan_detect_secrets",
        file: "detect-secrets.json",
        doubled: |text| text.replacen("\"results\": {}", "\"results\": {}, \"results\": {}", 1),
        not_a_number: |text| text.replacen("\"limit\": 4.5", "\"limit\": NaN", 1),
        configuration: "",
        absent: NO_REPORT,
    },
    Kind {
        name: "checks",
        rule: "quality.ci_green",
        file: "check-runs.json",
        doubled: |text| {
            let twice = "\"total_count\": 8, \"total_count\": 8";
            text.replacen("\"total_count\": 8", twice, 1)
        },
        not_a_number: |text| text.replacen("\"id\": ", "\"id\": NaN, \"was\": ", 1),
        // Of a whole GitHub, statuses are asked for, too.
        configuration: "[rules.quality.ci_green]\nparams.required = [\"*\"]\n",
        absent: "names a project on GitHub or GitLab",
    },
];

impl Kind {
    fn report(&self) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/passing");
        fs::read_to_string(path.join(self.file)).unwrap()
    }
}

const APP: &str = "\"\"\"Doors.\"\"\"\n\n\ndef shut(door):\n    \"\"\"Shut a door.\"\"\"\n    return {**door, \"open\": False}\n";

/// A candidate with the package that the fixtures speak of, all of which is new.
fn history(kind: &Kind) -> History {
    let history = History::released("1.2.3");
    history.write("app/__init__.py", APP).declare("1.2.4");
    if !kind.configuration.is_empty() {
        history.write("relcheck.toml", kind.configuration);
    }
    history.commit("fix: shut the door");
    let before = "passing/benchmark-before.json";
    history.evidence_in(".relcheck/previous", "v1.2.3", before, "benchmark");
    history
}

/// Records a command that writes these bytes to a file, and then does what the script says.
fn record(history: &History, kind: &Kind, content: &[u8], then: &str) -> Run {
    let file = history.beside("report");
    let head = history.git(&["rev-parse", "HEAD"]);
    fs::write(&file, speaking_of(content, &head)).unwrap();
    let file = file.to_string_lossy().replace('\\', "/");
    let alias = format!("alias.emit=!f() {{ cp '{file}' report.out; {then}; }}; f");
    let record = ["record", "--kind", kind.name, "--file", "report.out", "--"];
    let arguments = [&record[..], &["git", "-c", &alias, "emit"]].concat();
    history.relcheck().args(&arguments).run()
}

/// When what is recorded was done.
fn finished(history: &History) -> Option<String> {
    let folder = fs::read_dir(history.path().join(".relcheck/evidence")).ok()?;
    let mut paths = folder.map(|entry| entry.unwrap().path());
    let path = paths.find(|path| path.to_string_lossy().ends_with(".record.json"))?;
    let record: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    Some(record["finished"].as_str().unwrap().to_owned())
}

/// What is said at the time of the record.
fn judged(history: &History, kind: &Kind) -> Run {
    let now = finished(history).unwrap_or_else(|| "2026-02-01T00:00:00Z".to_owned());
    judged_at(history, kind, &now)
}

fn judged_at(history: &History, kind: &Kind, now: &str) -> Run {
    let arguments = ["--rule", kind.rule, "--type", "patch", "--now", now];
    history.relcheck().check(&arguments)
}

/// Asserts that the rule does not pass, and that it says why.
fn refused(run: &Run, kind: &Kind, fault: &str, reason: &str) {
    let status = run.status(kind.rule, "patch");
    assert_eq!(status, "unknown", "{}, {fault}", kind.rule);
    let said = run.reason(kind.rule, "patch");
    assert!(said.contains(reason), "{}, {fault}: {said}", kind.rule);
    assert_ne!(run.code, 0, "{}, {fault}", kind.rule);
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn each_report_lets_its_rule_pass_where_nothing_is_wrong() {
    for kind in &KINDS {
        let history = history(kind);
        record(&history, kind, kind.report().as_bytes(), "true");
        let run = judged(&history, kind);
        let status = run.status(kind.rule, "patch");
        // That nothing is known of the previous release is warned about.
        assert!(
            ["pass", "warn"].contains(&status.as_str()),
            "{}: {status}: {}",
            kind.rule,
            run.stdout
        );
    }
}

#[test]
fn no_fault_in_a_report_lets_its_rule_pass() {
    for kind in &KINDS {
        let text = kind.report();
        let half: String = text.chars().take(text.chars().count() / 2).collect();
        // Of a scanner nothing is left by which it could be known.
        let unrecognised = match kind.name {
            "scan" => NO_REPORT,
            _ => "have it write one, and name the file",
        };
        let faults: [(&str, Vec<u8>, &str, &str); 9] = [
            ("empty", Vec::new(), "true", unrecognised),
            ("cut off", half.into_bytes(), "true", ""),
            ("UTF-16", utf_16(&text), "true", "is in UTF-16"),
            (
                "a byte-order mark",
                [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                "true",
                "starts with a byte-order mark",
            ),
            (
                "invalid UTF-8",
                [text.as_bytes(), b"\xff"].concat(),
                "true",
                "not valid UTF-8",
            ),
            (
                "something twice",
                (kind.doubled)(&text).into_bytes(),
                "true",
                "",
            ),
            (
                "not a number",
                (kind.not_a_number)(&text).into_bytes(),
                "true",
                "",
            ),
            (
                "a crash",
                text.clone().into_bytes(),
                "exit 3",
                "exit status 3",
            ),
            ("a report of nothing", b"{}".to_vec(), "true", unrecognised),
        ];
        for (fault, content, then, reason) in faults {
            assert_ne!(
                (content.as_slice(), then),
                (text.as_bytes(), "true"),
                "{fault}: no fault"
            );
            let history = history(kind);
            record(&history, kind, &content, then);
            refused(&judged(&history, kind), kind, fault, reason);
        }
    }
}

/// One report that is in order does not speak for a file beside it that is none.
#[test]
fn a_file_that_no_reader_knows_is_told_beside_one_that_is_read() {
    for kind in KINDS {
        // Nothing tells which scanner would have written it.
        let kind = &match kind.name {
            "scan" => Kind {
                rule: "quality.scan_other",
                ..kind
            },
            _ => kind,
        };
        let history = history(kind);
        let head = history.git(&["rev-parse", "HEAD"]);
        let report = history.beside("report");
        fs::write(&report, speaking_of(kind.report().as_bytes(), &head)).unwrap();
        let report = report.to_string_lossy().replace('\\', "/");
        for (other, what, reason) in [
            (
                "two.out",
                "printf '<other/>'",
                "no report that relcheck reads in `.relcheck/two.out`",
            ),
            (
                "two.OUT",
                ":",
                "wrote nothing to its output in `.relcheck/two.OUT`",
            ),
            ("two.log", "printf '<other/>'", ""),
        ] {
            // What stands there is no change of the tree.
            let other = format!(".relcheck/{other}");
            let alias = format!(
                "alias.emit=!f() {{ cp '{report}' .relcheck/one.out; {what} > {other}; }}; f"
            );
            let record = [
                "record",
                "--file",
                ".relcheck/one.out",
                "--file",
                &other,
                "--",
            ];
            let arguments = [&record[..], &["git", "-c", &alias, "emit"]].concat();
            let run = history.relcheck().args(&arguments).run();
            assert_eq!(run.code, 0, "{}", run.stderr);
            let run = judged(&history, kind);
            match reason {
                "" => assert_ne!(
                    run.status(kind.rule, "patch"),
                    "unknown",
                    "{}: {}",
                    kind.rule,
                    run.stdout
                ),
                reason => refused(&run, kind, &other, reason),
            }
            fs::remove_dir_all(history.path().join(".relcheck/evidence")).unwrap();
        }
    }
}

#[test]
fn no_report_at_all_lets_no_rule_pass() {
    for kind in &KINDS {
        refused(&judged(&history(kind), kind), kind, "absent", kind.absent);
    }
}

#[test]
fn a_report_for_something_else_lets_no_rule_pass() {
    for kind in &KINDS {
        let report = kind.report();

        let later = history(kind);
        record(&later, kind, report.as_bytes(), "true");
        later.write("more.txt", "more\n").commit("docs: more");
        refused(
            &judged(&later, kind),
            kind,
            "another commit",
            "it speaks of",
        );

        let dirty = history(kind);
        dirty.write("app/__init__.py", format!("{APP}\n# more\n"));
        record(&dirty, kind, report.as_bytes(), "true");
        refused(
            &judged(&dirty, kind),
            kind,
            "a dirty tree",
            "differed from the commit",
        );

        let aged = history(kind);
        record(&aged, kind, report.as_bytes(), "true");
        let run = judged_at(&aged, kind, "2096-01-01T00:00:00Z");
        refused(&run, kind, "too old", "days old");
        let run = judged_at(&aged, kind, "2016-01-01T00:00:00Z");
        refused(&run, kind, "from the future", "from the future");

        let loose = history(kind);
        loose.write(kind.file, &report);
        refused(
            &judged(&loose, kind),
            kind,
            "loose",
            "nothing shows for which commit",
        );
    }
}

#[test]
fn a_report_that_was_changed_after_it_was_recorded_lets_no_rule_pass() {
    for kind in &KINDS {
        let history = history(kind);
        record(&history, kind, kind.report().as_bytes(), "true");
        let folder = fs::read_dir(history.path().join(".relcheck/evidence")).unwrap();
        let output = folder.map(|entry| entry.unwrap().path());
        let is_output =
            |path: &std::path::PathBuf| path.extension().is_some_and(|it| it == "file-1");
        let path = output.into_iter().find(is_output).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text} ")).unwrap();
        refused(
            &judged(&history, kind),
            kind,
            "changed",
            "it is not what was recorded",
        );
    }
}
