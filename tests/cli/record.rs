//! `relcheck record`, and what the reports that it keeps are worth.
//!
//! The recorded tool is git with an alias: that is there wherever relcheck is, on every system.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::harness::{History, Run};

const FOLDER: &str = ".relcheck/evidence";
const FINDING: &str = "src/demo/core.py:7: f(x): Parameter was removed";

fn history() -> History {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    history
}

/// Records a script as if it were `griffe check demo --against v1.2.3`.
fn griffe(history: &History, script: &str) -> Run {
    let alias = format!("alias.griffe=!f() {{ {script}; }}; f");
    let command = ["git", "-c", &alias, "griffe", "check", "demo"];
    let run = history.relcheck().args(&["record", "--"]);
    run.args(&command).args(&["--against", "v1.2.3"]).run()
}

fn finding_on_stderr() -> String {
    format!("echo '{FINDING}' >&2; exit 1")
}

fn reports(history: &History) -> Vec<Value> {
    let fact = history.relcheck().fact("api_reports");
    fact["value"]["reports"]
        .as_array()
        .unwrap_or_else(|| panic!("{fact}"))
        .clone()
}

fn report(history: &History) -> Value {
    let mut reports = reports(history);
    assert_eq!(reports.len(), 1, "{reports:?}");
    reports.remove(0)
}

fn files(history: &History, ending: &str) -> Vec<PathBuf> {
    let folder = fs::read_dir(history.path().join(FOLDER)).unwrap();
    folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect()
}

fn the_file(history: &History, ending: &str) -> PathBuf {
    let mut files = files(history, ending);
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn both_streams_and_the_exit_status_are_passed_on_and_kept() {
    let history = history();
    let head = history.git(&["rev-parse", "HEAD"]);
    let run = griffe(
        &history,
        "printf 'one\\ntwo'; printf 'three\\n' >&2; exit 7",
    );
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (7, "one\ntwo", "three\n")
    );
    let record = json_of(&the_file(&history, ".record.json"));
    assert_eq!(record["schema"], "relcheck.record/1");
    assert_eq!(record["exit_status"], 7);
    assert_eq!(record["commit"], head.as_str());
    assert_eq!(
        record["tree"],
        json!({"clean": true, "changes": [], "count": 0})
    );
    assert_eq!(record["command"][4], "check");
    let outputs = record["outputs"].as_array().unwrap();
    let kept: Vec<_> = outputs
        .iter()
        .map(|it| (it["stream"].as_str().unwrap(), it["size"].as_u64().unwrap()))
        .collect();
    assert_eq!(kept, [("stdout", 7), ("stderr", 6)]);
    assert_eq!(
        fs::read(the_file(&history, ".stdout")).unwrap(),
        b"one\ntwo"
    );
    // The evidence does not make the tree dirty.
    let tree = history.relcheck().fact("worktree");
    assert_eq!(tree["value"]["clean"], true);
}

#[test]
fn a_recorded_finding_is_bound_to_the_commit() {
    let history = history();
    assert_eq!(griffe(&history, &finding_on_stderr()).code, 1);
    let report = report(&history);
    assert_eq!(report["status"], "complete", "{report}");
    assert_eq!(report["evidence"]["binding"], "recorded");
    assert_eq!(report["evidence"]["tool"], "griffe");
    assert_eq!(report["evidence"]["exit_status"], 1);
    assert_eq!(
        report["evidence"]["commit"],
        history.git(&["rev-parse", "HEAD"]).as_str()
    );
    assert_eq!(
        report["base"],
        json!({"name": "v1.2.3", "previous": true, "reason": null})
    );
    assert_eq!(
        report["changes"],
        json!([{
            "source": "griffe", "weight": "breaking", "kind": "parameter-removed", "symbol": "demo.core.f(x)",
            "message": "is a parameter that was removed", "path": "src/demo/core.py", "line": 7,
            "revision": "head", "doubt": null,
        }])
    );
}

#[test]
fn silence_is_a_clean_report_only_where_it_was_recorded_and_ended_well() {
    let history = history();
    assert_eq!(griffe(&history, "true").code, 0);
    let clean = report(&history);
    assert_eq!(clean["status"], "complete", "{clean}");
    assert_eq!(clean["evidence"]["binding"], "recorded");
    assert_eq!(clean["changes"], json!([]));
    fs::remove_file(the_file(&history, ".record.json")).unwrap();
    assert_eq!(reports(&history), [Value::Null; 0]);
}

#[test]
fn a_crash_is_not_a_clean_report() {
    let traceback = "echo 'Traceback (most recent call last):' >&2; echo 'KeyError: 1' >&2; exit 1";
    let no_tags = "echo \"griffe: info: 'against' ref not specified and no tags found\" >&2";
    let partial = format!("echo '{FINDING}' >&2; {traceback}");
    for (script, status, reason) in [
        (traceback, "crashed", "griffe broke off: KeyError: 1"),
        (
            "exit 1",
            "crashed",
            "it ended with the exit status 1, and names no change",
        ),
        (
            "exit 2",
            "crashed",
            "it ended with the exit status 2, and names no change",
        ),
        (
            no_tags,
            "crashed",
            "griffe broke off: griffe: info: 'against' ref not specified and no tags found",
        ),
        (&partial, "crashed", "griffe broke off: KeyError: 1"),
        (
            "echo what",
            "unreadable",
            "it has a line that is not understood: what",
        ),
    ] {
        let history = self::history();
        griffe(&history, script);
        let report = report(&history);
        assert_eq!(report["status"], status, "{script}: {report}");
        let said = report["reason"].as_str().unwrap();
        assert!(said.contains(reason), "{script}: {said}");
    }
}

#[test]
fn a_report_that_is_no_text_is_not_read() {
    let history = history();
    let content = [FINDING.as_bytes(), b"\n\xff\n"].concat();
    history.write("reports/api.txt", content);
    let report = report(&history);
    assert_eq!(report["status"], "unreadable");
    assert_eq!(report["reason"], "`reports/api.txt` is not valid UTF-8");
}

#[test]
fn another_base_than_the_previous_release_is_named() {
    let history = history();
    history.declare("1.3.0").commit("feat: more");
    history.tag("v1.3.0").declare("1.3.1").commit("fix: more");
    griffe(&history, "true");
    let base = &report(&history)["base"];
    assert_eq!(base["previous"], false);
    assert_eq!(
        base["reason"],
        "it was compared with `v1.2.3`, and the previous release is `v1.3.0`"
    );
}

#[test]
fn a_report_for_another_commit_is_not_bound() {
    let history = history();
    griffe(&history, &finding_on_stderr());
    history.write("a.txt", "more").commit("fix: more");
    let report = report(&history);
    assert_eq!(report["evidence"]["binding"], "unbound");
    assert_eq!(report["evidence"]["commit"], Value::Null);
    let reason = report["evidence"]["binding_reason"].as_str().unwrap();
    assert!(reason.starts_with("it speaks of "), "{reason}");
}

#[test]
fn a_file_that_no_reader_knows_is_said_at_once() {
    let history = history();
    let says = |text: &str, more: &[&str]| {
        let alias = format!("alias.emit=!f() {{ printf '{text}' > .relcheck/a.json; }}; f");
        let file = [
            "--file",
            ".relcheck/a.json",
            "--",
            "git",
            "-c",
            &alias,
            "emit",
        ];
        let arguments = [&["record"], more, &file].concat();
        let run = history.relcheck().args(&arguments).run();
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stderr
    };
    assert_eq!(
        says("{\"a\": 1}", &[]).trim(),
        "relcheck: `.relcheck/a.json` is no report that relcheck reads, so no rule hears of it; if it is \
         one, say of what kind with --kind"
    );
    assert_eq!(says("{\"a\": 1}", &["--kind", "scan"]), "");
    assert_eq!(says("<testsuites/>", &[]), "");
}

#[test]
fn a_report_that_was_written_and_not_kept_is_said_at_once() {
    let history = history();
    history
        .write(".gitignore", "*.xml\ndeep/\n")
        .commit("chore: ignore");
    history.write("old.xml", "<testsuites/>\n");
    thread::sleep(Duration::from_millis(50));
    let says = |script: &str, options: &[&str], word: &str| {
        let alias = format!("alias.pytest=!f() {{ {script}; }}; f");
        let command = ["--", "git", "-c", &alias, "pytest", word];
        let arguments = [&["record"], options, &command].concat();
        let run = history.relcheck().args(&arguments).run();
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stderr
    };
    let write = "echo '<testsuites/>' > out.xml; echo '{}' > b.xml";
    assert_eq!(
        says(write, &[], "-q").trim(),
        "relcheck: `out.xml` was written and is not kept, so it will not count; keep it with `--file out.xml`"
    );
    assert_eq!(says(write, &["--file", "out.xml"], "-q"), "");
    let deep = "mkdir -p deep/er/one; echo '<testsuites/>' > deep/er/one/junit.xml";
    let message = says(deep, &[], "--junitxml=deep/er/one/junit.xml");
    assert!(
        message.contains("keep it with `--file deep/er/one/junit.xml`"),
        "{message}"
    );
    let many =
        "mkdir -p reports; for n in 1 2 3 4 5 6 7; do echo '<testsuites/>' > reports/$n.xml; done";
    let message = says(many, &[], "-q");
    assert_eq!(message.lines().count(), 6, "{message}");
    assert!(
        message.contains("2 more were written and are not kept"),
        "{message}"
    );
}

#[test]
fn a_report_of_a_dirty_tree_is_not_bound_and_that_is_said_at_once() {
    let history = history();
    history.write("src/demo/core.py", "x = 1\n");
    let run = griffe(&history, &finding_on_stderr());
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("this will not count: files differ"),
        "{}",
        run.stderr
    );
    let evidence = &report(&history)["evidence"];
    assert_eq!(evidence["binding"], "unbound");
    assert_eq!(
        evidence["binding_reason"],
        "the files differed from the commit while it was recorded: `src/`"
    );
}

#[test]
fn a_command_that_changes_files_or_moves_head_is_not_bound() {
    for (script, reason) in [
        ("echo >> pyproject.toml", "the files differed"),
        (
            "git switch -q --detach HEAD~1",
            "HEAD named no commit, or moved",
        ),
    ] {
        let history = self::history();
        griffe(&history, script);
        let evidence = &report(&history)["evidence"];
        assert_eq!(evidence["binding"], "unbound");
        let said = evidence["binding_reason"].as_str().unwrap();
        assert!(said.starts_with(reason), "{said}");
    }
}

#[test]
fn an_output_that_was_changed_later_is_not_bound() {
    for (ending, script) in [
        (".stderr", finding_on_stderr()),
        (".stdout", "true".to_owned()),
    ] {
        let history = self::history();
        griffe(&history, &script);
        let path = the_file(&history, ending);
        fs::write(&path, format!("{FINDING}\n\n")).unwrap();
        let evidence = &report(&history)["evidence"];
        assert_eq!(evidence["binding"], "unbound", "{ending}");
        let reason = evidence["binding_reason"].as_str().unwrap();
        assert!(reason.contains("not what was recorded"), "{reason}");
    }
}

#[test]
fn a_record_that_cannot_be_read_binds_nothing() {
    for content in ["{", "{\"schema\": \"relcheck.record/1\"}", "\u{feff}", ""] {
        let history = self::history();
        griffe(&history, &finding_on_stderr());
        fs::write(the_file(&history, ".record.json"), content).unwrap();
        let evidence = &report(&history)["evidence"];
        assert_eq!(evidence["binding"], "unbound");
        let reason = evidence["binding_reason"].as_str().unwrap();
        assert!(reason.contains(".record.json` is no record"), "{reason}");
    }
    let history = self::history();
    griffe(&history, &finding_on_stderr());
    let path = the_file(&history, ".record.json");
    let elsewhere = fs::read_to_string(&path)
        .unwrap()
        .replace("\"name\": \"git-", "\"name\": \"../git-");
    fs::write(&path, elsewhere).unwrap();
    assert_eq!(report(&history)["evidence"]["binding"], "unbound");
}

#[test]
fn an_output_that_is_gone_makes_no_clean_report() {
    let history = history();
    griffe(&history, "true");
    fs::remove_file(the_file(&history, ".stderr")).unwrap();
    let report = report(&history);
    assert_eq!(report["status"], "unreadable");
    assert_eq!(report["reason"], "it was recorded, and is gone");
}

#[test]
fn an_interrupted_run_leaves_no_record_not_even_the_one_before() {
    let history = history();
    let slow = history.beside("slow");
    let script = format!(
        "test ! -e '{}' || sleep 5",
        slow.to_string_lossy().replace('\\', "/")
    );
    griffe(&history, &script);
    let record = the_file(&history, ".record.json");
    fs::write(&slow, "").unwrap();
    let alias = format!("alias.griffe=!f() {{ {script}; }}; f");
    let mut running = std::process::Command::new(env!("CARGO_BIN_EXE_relcheck"))
        .args([
            "record",
            "--",
            "git",
            "-c",
            &alias,
            "griffe",
            "check",
            "demo",
            "--against",
            "v1.2.3",
        ])
        .current_dir(history.path())
        .spawn()
        .unwrap();
    // Until it has begun: then the record of the run before is gone.
    while record.exists() {
        assert!(
            running.try_wait().unwrap().is_none(),
            "it ended before it was interrupted"
        );
        thread::sleep(Duration::from_millis(5));
    }
    running.kill().unwrap();
    running.wait().unwrap();
    assert_eq!(files(&history, ".record.json"), Vec::<PathBuf>::new());
    assert_eq!(reports(&history), [Value::Null; 0]);
    fs::remove_file(&slow).unwrap();
    griffe(&history, &script);
    assert_eq!(report(&history)["evidence"]["binding"], "recorded");
    assert_eq!(files(&history, "").len(), 3);
}

#[test]
fn a_report_without_a_record_is_shown_and_not_bound() {
    let history = history();
    history.write("reports/whatever.log", format!("{FINDING}\n"));
    history.write("node_modules/a.txt", format!("{FINDING}\n"));
    history.write("notes.txt", format!("We saw this:\n{FINDING}\n"));
    let loose = report(&history);
    assert_eq!(loose["evidence"]["path"], "reports/whatever.log");
    assert_eq!(loose["evidence"]["binding"], "unbound");
    assert_eq!(loose["base"]["previous"], Value::Null);
    history.commit("chore: keep it");
    let evidence = report(&history)["evidence"].clone();
    assert_eq!(evidence["binding"], "tracked");
    assert_eq!(evidence["commit"], Value::Null);
    assert_eq!(
        evidence["binding_reason"],
        "it is in git, and as old as its last commit there"
    );
}

#[test]
fn a_file_that_the_command_writes_is_kept_too() {
    let history = history();
    history
        .write(".gitignore", "api.txt\n")
        .commit("chore: ignore");
    let script = format!("alias.api=!f() {{ echo '{FINDING}' > api.txt; }}; f");
    let record = ["record", "--file", "api.txt", "--", "git", "-c"];
    let run = history
        .relcheck()
        .args(&record)
        .args(&[&script, "api"])
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let reports = reports(&history);
    let bindings: Vec<_> = reports
        .iter()
        .map(|it| it["evidence"]["binding"].clone())
        .collect();
    assert_eq!(bindings, ["recorded", "unbound"], "{reports:?}");
    // The exit status is not that of a command known to be griffe.
    assert_eq!(reports[0]["base"]["previous"], Value::Null);
    let idle = history
        .relcheck()
        .args(&record)
        .args(&["alias.api=!true", "api"])
        .run();
    assert_eq!(idle.code, 2);
    assert!(
        idle.stderr.contains("did not write `api.txt`"),
        "{}",
        idle.stderr
    );
}

#[test]
fn what_cannot_be_recorded_is_an_error() {
    let history = history();
    let missing = history
        .relcheck()
        .args(&["record", "--", "no-such-program-anywhere"])
        .run();
    assert_eq!(missing.code, 2);
    assert!(
        missing
            .stderr
            .contains("was not found, so nothing was recorded")
    );
    let kind = history
        .relcheck()
        .args(&["record", "--kind", "api-dif", "--", "git"])
        .run();
    assert_eq!(kind.code, 2);
    assert!(
        kind.stderr.contains("did you mean `api-diff`?"),
        "{}",
        kind.stderr
    );
    assert_eq!(history.relcheck().args(&["record"]).run().code, 2);
    assert_eq!(files(&history, ".record.json"), Vec::<PathBuf>::new());
}

#[test]
fn a_comparison_by_an_unknown_tool_is_not_read() {
    let history = history();
    let record = ["record", "--kind", "api-diff", "--", "git", "--version"];
    assert_eq!(history.relcheck().args(&record).run().code, 0);
    let report = report(&history);
    assert_eq!(report["status"], "unreadable");
    assert_eq!(report["evidence"]["tool"], "unknown");
}

/// Records a script as if it were `cargo-semver-checks`.
fn semver_checks(history: &History, script: &str) -> Run {
    let alias = format!("alias.cargo-semver-checks=!f() {{ {script}; }}; f");
    let command = ["record", "--", "git", "-c", &alias, "cargo-semver-checks"];
    history.relcheck().args(&command).run()
}

const SUMMED_UP: &str = "echo '    Checking demo v1.2.3 -> v1.2.4 (patch change)' >&2; \
    echo '     Checked [   0.169s] 229 checks: 228 pass, 1 fail, 0 warn, 31 skip' >&2; \
    echo '     Summary semver requires new major version: 1 major and 0 minor checks failed' >&2";

#[test]
fn a_finding_of_cargo_semver_checks_has_its_place_in_the_project() {
    let history = history();
    let script = format!(
        "{SUMMED_UP}; echo '--- failure enum_variant_added: variant added ---'; \
         echo 'Failed in:'; echo \"  variant Kind:Three in $(pwd)/src/lib.rs:2\"; exit 100"
    );
    assert_eq!(semver_checks(&history, &script).code, 100);
    let report = report(&history);
    assert_eq!(report["status"], "complete", "{report}");
    assert_eq!(report["evidence"]["tool"], "cargo-semver-checks");
    assert_eq!(
        report["base"],
        json!({"name": "1.2.3", "previous": true, "reason": null})
    );
    let change = &report["changes"][0];
    assert_eq!(change["weight"], "breaking");
    // The shell of git for Windows writes the root in another way.
    if cfg!(unix) {
        assert_eq!(
            (&change["path"], &change["line"]),
            (&json!("src/lib.rs"), &json!(2))
        );
    }
}

#[test]
fn cargo_semver_checks_that_checked_nothing_or_broke_off_is_no_clean_report() {
    let checking = "echo '    Checking demo v1.2.3 -> v2.0.0 (major change)' >&2";
    let none = "echo '     Checked [   0.000s] 0 checks: 0 pass, 260 skip' >&2; \
                echo '     Summary no semver update required' >&2";
    for (script, reason) in [
        (
            format!("{checking}; {none}"),
            "it made no check of `demo`: for a major change",
        ),
        (
            checking.to_owned(),
            "it broke off before the summary of `demo`",
        ),
        (
            "echo 'error: no' >&2; exit 101".to_owned(),
            "it broke off: error: no",
        ),
        ("true".to_owned(), "it has no summary of any crate"),
        (
            format!("{SUMMED_UP}; exit 100"),
            "which does not fit its 0 failures",
        ),
    ] {
        let history = self::history();
        semver_checks(&history, &script);
        let report = report(&history);
        assert_eq!(report["status"], "crashed", "{report}");
        let said = report["reason"].as_str().unwrap();
        assert!(said.contains(reason), "{said}");
    }
}
