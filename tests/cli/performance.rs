//! `quality.performance`, over reports of real tools, with the earlier run in each place where it may
//! be.

use std::fs;
use std::path::Path;

use super::harness::{History, Relcheck, Run};

const RULE: &str = "quality.performance";
const BEFORE: &str = "passing/benchmark-before.json";
const NOW: &str = "passing/benchmark.json";
/// The same benchmark with half as much again to do.
const SLOWER: &str = "benchmark/pytest-benchmark/slower.json";
const TEST: &str = "tests/test_speed.py::test_shut_all";

/// A patch of 1.2.3 on its way.
fn history() -> History {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: shut the door");
    history
}

fn fixture(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    fs::read_to_string(path.join(file)).unwrap()
}

/// A report of the earlier run that names this commit itself, as it does in a checkout.
fn naming(commit: &str) -> String {
    let text = fixture(BEFORE);
    let named = text.replace("\"id\": \"unversioned\"", &format!("\"id\": \"{commit}\""));
    assert_ne!(text, named);
    named
}

fn commit(history: &History, name: &str) -> String {
    let name = format!("{name}^{{commit}}");
    history.git(&["rev-parse", &name]).trim().to_owned()
}

fn judged(history: &History) -> Run {
    let arguments = ["--rule", RULE, "--type", "patch"];
    history.relcheck().check(&arguments)
}

/// Attaches a report to the release as a git note.
fn annotate(history: &History, report: &str) {
    let file = history.beside("note.json");
    fs::write(&file, report).unwrap();
    let file = file.to_string_lossy();
    let add = ["notes", "--ref=relcheck-benchmarks", "add", "-F", &file];
    history.git(&[&add[..], &["v1.2.3^{commit}"]].concat());
}

fn kept(history: &History, file: &str) {
    history.evidence_in(".relcheck/previous", "v1.2.3", file, "benchmark");
}

fn status(history: &History) -> String {
    judged(history).status(RULE, "patch")
}

fn reason(history: &History) -> String {
    let run = judged(history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    assert_ne!(run.code, 0);
    run.reason(RULE, "patch")
}

#[test]
fn what_takes_as_long_as_before_passes() {
    let history = history();
    history.evidence(NOW, "benchmark");
    kept(&history, BEFORE);
    assert_eq!(status(&history), "pass");
}

#[test]
fn what_takes_longer_fails() {
    let history = history();
    history.evidence(SLOWER, "benchmark");
    kept(&history, BEFORE);
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "fail");
    assert_eq!(
        run.findings(RULE, "patch"),
        [format!(
            "{TEST}: `{TEST}` takes 54.0 % longer than at `v1.2.3`: 2.56 ms instead of 1.66 ms"
        )]
    );
    assert_eq!(run.code, 1);
    // The fastest of several runs counts: noise makes nothing faster.
    history.evidence(NOW, "benchmark");
    assert_eq!(status(&history), "pass");
}

#[test]
fn a_limit_of_its_own_is_kept() {
    let history = history();
    history.write(
        "relcheck.toml",
        "[rules.quality.performance.params]\nmax_percent = 80\n",
    );
    history.commit("chore: allow more");
    history.evidence(SLOWER, "benchmark");
    kept(&history, BEFORE);
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass");
    assert!(run.stdout.contains("max_percent"), "{}", run.stdout);
}

#[test]
fn without_a_report_nothing_is_known() {
    let history = history();
    kept(&history, BEFORE);
    assert_eq!(reason(&history), "there is no report of benchmarks");
}

#[test]
fn without_an_earlier_run_nothing_is_known() {
    let history = history();
    history.evidence(NOW, "benchmark");
    assert_eq!(reason(&history), "how fast `v1.2.3` is was not measured");
}

#[test]
fn the_first_benchmarks_and_none_at_all_are_told_apart() {
    let first = history();
    assert!(reason(&first).contains("relcheck finds none to run, here or at `v1.2.3`"));
    first.write("benches/speed.py", "").commit("test: measure");
    assert_eq!(reason(&first), "there is no report of benchmarks");
    first.evidence(NOW, "benchmark");
    let run = judged(&first);
    assert_eq!(run.status(RULE, "patch"), "warn", "{}", run.stdout);
    assert!(run.findings(RULE, "patch")[0].contains("these are the first benchmarks"));
    let later = History::empty();
    later.write("pyproject.toml", "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n[dependency-groups]\ndev = [\"pytest-benchmark\"]\n");
    later.commit("chore: release");
    later.tag("v1.2.3");
    later
        .write("benches/speed.py", "")
        .commit("test: measure more");
    later.evidence(NOW, "benchmark");
    assert_eq!(reason(&later), "how fast `v1.2.3` is was not measured");
}

#[test]
fn an_earlier_run_may_be_a_note_on_the_release() {
    let history = history();
    history.evidence(NOW, "benchmark");
    let note = history.beside("note.json");
    fs::write(&note, fixture(BEFORE)).unwrap();
    let note = note.to_string_lossy();
    let add = [
        "notes",
        "--ref=relcheck-benchmarks",
        "add",
        "-f",
        "-F",
        &note,
    ];
    // On another commit it says nothing of the release.
    history.git(&[&add[..], &["HEAD"]].concat());
    assert_eq!(reason(&history), "how fast `v1.2.3` is was not measured");
    history.git(&[&add[..], &["v1.2.3^{commit}"]].concat());
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass");
    assert!(run.stdout.contains("refs/notes/relcheck-benchmarks"));
}

#[test]
fn a_note_that_is_no_report_is_named() {
    let history = history();
    history.evidence(NOW, "benchmark");
    history.git(&[
        "notes",
        "--ref=relcheck-benchmarks",
        "add",
        "-m",
        "fast",
        "v1.2.3^{commit}",
    ]);
    let reason = reason(&history);
    assert!(
        reason.contains("`refs/notes/relcheck-benchmarks` is not used: it is not a known report"),
        "{reason}"
    );
}

#[test]
fn an_earlier_run_may_be_in_git_if_it_names_the_release() {
    let history = History::released("1.2.3");
    let release = commit(&history, "v1.2.3");
    let path = ".benchmarks/Linux-CPython-3.11-64bit/0001_before.json";
    history.write(path, naming(&release)).declare("1.2.4");
    history.commit("fix: shut the door");
    history.evidence(NOW, "benchmark");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass");
    assert!(run.stdout.contains(path), "{}", run.stdout);
}

#[test]
fn a_run_in_git_of_another_commit_or_of_changed_files_does_not_count() {
    let history = History::released("1.2.3");
    let release = commit(&history, "v1.2.3");
    let dirty = naming(&release).replace("\"dirty\": false", "\"dirty\": true");
    history.write("perf/dirty.json", dirty);
    history.write(
        "perf/other.json",
        naming("0123456789012345678901234567890123456789"),
    );
    history.declare("1.2.4").commit("fix: shut the door");
    history.evidence(NOW, "benchmark");
    let reason = reason(&history);
    assert!(
        reason.contains("how fast `v1.2.3` is was not measured"),
        "{reason}"
    );
    assert!(
        reason.contains("`perf/dirty.json` is not used: it was measured over files that differed"),
        "{reason}"
    );
    assert!(!reason.contains("other.json"), "{reason}");
}

#[test]
fn an_earlier_run_may_be_where_the_configuration_says() {
    let history = history();
    history.write(
        "relcheck.toml",
        "[benchmarks]\nprevious = \"before.json\"\n",
    );
    history.commit("chore: name the earlier run");
    history.evidence(NOW, "benchmark");
    let missing = reason(&history);
    assert!(
        missing.contains("`before.json` is not used: there is no such file"),
        "{missing}"
    );
    history.write(
        "before.json",
        naming("0123456789012345678901234567890123456789"),
    );
    let other = reason(&history);
    assert!(
        other.contains("`before.json` is not used: it speaks of 012345678901"),
        "{other}"
    );
    history.write("before.json", fixture(BEFORE));
    assert_eq!(status(&history), "pass");
    // It goes before every other place, even where it is worth nothing.
    kept(&history, SLOWER);
    history.evidence(SLOWER, "benchmark");
    history.write("before.json", "");
    let empty = reason(&history);
    assert!(empty.contains("`before.json` is not used"), "{empty}");
    assert!(empty.contains("another place goes first"), "{empty}");
}

#[test]
fn a_benchmark_that_is_gone_fails_and_a_new_one_is_named() {
    let history = history();
    history.evidence(NOW, "benchmark");
    let renamed = fixture(BEFORE).replace("test_shut_all", "test_shut_most");
    annotate(&history, &renamed);
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "fail");
    let gone = "tests/test_speed.py::test_shut_most";
    assert_eq!(
        run.findings(RULE, "patch"),
        [format!(
            "benchmarks: 1 benchmark was measured at `v1.2.3` and is gone: `{gone}`"
        )]
    );
    assert!(
        run.stdout.contains(&format!("new: `{TEST}`")),
        "{}",
        run.stdout
    );
}

#[test]
fn numbers_of_another_machine_say_nothing() {
    let history = history();
    history.evidence(SLOWER, "benchmark");
    let other = fixture(BEFORE).replace("\"brand_raw\": \"AMD EPYC\"", "\"brand_raw\": \"Other\"");
    annotate(&history, &other);
    let reason = reason(&history);
    assert!(
        reason.contains("another machine was measured on: on `Other"),
        "{reason}"
    );
}

#[test]
fn a_report_of_another_commit_does_not_count() {
    let history = history();
    kept(&history, BEFORE);
    let stale = naming("0123456789012345678901234567890123456789");
    history.evidence_of("stale.json", stale.as_bytes(), "benchmark");
    let reason = reason(&history);
    assert!(reason.contains("speaks of 012345678901 itself"), "{reason}");
}

#[test]
fn a_first_release_has_nothing_to_compare() {
    let history = History::empty();
    history.declare("0.1.0").changelog("0.1.0", "2026-01-30");
    history.commit("feat: doors");
    let run = history
        .relcheck()
        .check(&["--rule", RULE, "--type", "minor"]);
    assert_eq!(run.status(RULE, "minor"), "not-applicable");
}

/// Records a command that writes Criterion's own files of one benchmark.
fn record_criterion(history: &History, pattern: &str) {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/benchmark/criterion/new");
    let files = files.to_string_lossy().replace('\\', "/");
    let target = "target/criterion/sum/new";
    let alias = format!("alias.emit=!f() {{ mkdir -p {target} && cp '{files}'/* {target}; }}; f");
    let record = ["record", "--kind", "benchmark", "--file", pattern, "--"];
    let arguments = [&record[..], &["git", "-c", &alias, "emit"]].concat();
    let run = history.relcheck().args(&arguments).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
}

fn reports(history: &History) -> serde_json::Value {
    history.relcheck().fact("benchmarks")["value"]["reports"].clone()
}

#[test]
fn the_files_of_criterion_are_one_report() {
    let history = history();
    record_criterion(&history, "target/criterion/**/new/*.json");
    let found = reports(&history);
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found[0]["status"], "complete", "{found}");
    assert_eq!(found[0]["benchmarks"], 1);
    assert_eq!(found[0]["evidence"]["binding"], "recorded");
    assert_eq!(found[0]["evidence"]["tool"], "cargo-criterion");
    // One of them that was changed makes all of it worth nothing.
    let folder = history.path().join(".relcheck/evidence");
    let last = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let last = last.filter(|path| path.to_string_lossy().ends_with(".file-3"));
    let last = last.last().unwrap();
    let text = fs::read_to_string(&last).unwrap();
    fs::write(&last, format!("{text}\n")).unwrap();
    let found = reports(&history);
    assert_eq!(found[0]["evidence"]["binding"], "unbound", "{found}");
}

#[test]
fn a_part_of_criterions_files_is_no_report() {
    let history = history();
    record_criterion(&history, "target/criterion/**/benchmark.json");
    let found = reports(&history);
    assert_eq!(found[0]["status"], "unreadable", "{found}");
    let reason = "there is no `estimates.json` of Criterion in `target/criterion/sum/new`";
    assert_eq!(found[0]["reason"], reason);
}

#[test]
fn in_a_shallow_clone_the_release_before_is_not_known_and_nothing_passes() {
    let history = history();
    history.commit("fix: shut the window");
    let clone = history.beside("shallow");
    let from = format!("file://{}", history.path().display());
    let target = clone.to_string_lossy();
    history.git(&["clone", "--quiet", "--depth=1", &from, &target]);
    history.evidence(NOW, "benchmark");
    history.evidence("passing/junit.xml", "tests");
    let evidence = ".relcheck/evidence";
    fs::create_dir_all(clone.join(evidence)).unwrap();
    for entry in fs::read_dir(history.path().join(evidence)).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), clone.join(evidence).join(entry.file_name())).unwrap();
    }
    for rule in [RULE, "quality.tests_pass", "quality.coverage_new_code"] {
        let relcheck = Relcheck::in_folder(&clone);
        let run = relcheck.check(&["--rule", rule, "--type", "patch"]);
        assert_eq!(run.status(rule, "patch"), "unknown", "{}", run.stdout);
        let reason = run.reason(rule, "patch");
        assert!(reason.contains("the clone is shallow"), "{rule}: {reason}");
    }
}
