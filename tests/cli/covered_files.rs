//! `quality.coverage_new_code` over reports that speak of other files, or of other states of them.

use serde_json::Value;

use super::harness::{History, Run};

const NEW_CODE: &str = "quality.coverage_new_code";

const SHUT: &str = "def shut(door):\n    return door\n";
const WIPE: &str = "\n\ndef wipe(door):\n    door.clear()\n    return door\n";

/// A file that was released, and to which something was added.
fn history(path: &str, before: &str, added: &str) -> History {
    let history = History::empty();
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
    );
    history.write(path, before).commit("chore: first");
    history.tag("v1.2.3").declare("1.2.4");
    history.write(path, format!("{before}{added}"));
    history.commit("fix: more");
    history
}

fn judged(history: &History) -> Run {
    let run = history.relcheck();
    run.check(&["--rule", NEW_CODE, "--type", "patch"])
}

/// A tracefile of lcov: each file with its lines and their hits.
fn lcov(files: &[(&str, &[(u32, u32)])]) -> Vec<u8> {
    let record = |(path, lines): &(&str, &[(u32, u32)])| {
        let hits = lines
            .iter()
            .map(|(line, hits)| format!("DA:{line},{hits}\n"));
        let hits: String = hits.collect();
        format!("TN:\nSF:{path}\n{hits}end_of_record\n")
    };
    files.iter().map(record).collect::<String>().into_bytes()
}

#[test]
fn what_a_report_names_is_source_code_in_whatever_language() {
    let history = history("src/app.odin", "one\n", "two\nthree\n");
    let none = history.evidence_of(
        "none.info",
        &lcov(&[("src/other.odin", &[(1, 1)])]),
        "coverage",
    );
    assert_eq!(judged(none).status(NEW_CODE, "patch"), "not-applicable");
    let missed = lcov(&[("src/app.odin", &[(1, 1), (2, 0), (3, 0)])]);
    history.evidence_of("cov.info", &missed, "coverage");
    let run = judged(&history);
    assert_eq!(run.status(NEW_CODE, "patch"), "fail");
    let findings = run.findings(NEW_CODE, "patch").join("\n");
    assert!(
        findings.contains("2 new lines of `src/app.odin` did not run: 2-3"),
        "{findings}"
    );
}

#[test]
fn a_measurement_of_an_earlier_state_of_the_file_proves_nothing() {
    let history = history("demo.py", SHUT, WIPE);
    history.evidence_of(
        "old.info",
        &lcov(&[("demo.py", &[(1, 1), (2, 1)])]),
        "coverage",
    );
    let run = judged(&history);
    assert_eq!(run.status(NEW_CODE, "patch"), "unknown");
    assert_eq!(
        run.reason(NEW_CODE, "patch"),
        "the coverage measured another state of `demo.py`: it does not know the statement in line 5, nor any other that is new"
    );
    let new = lcov(&[("demo.py", &[(1, 1), (2, 1), (5, 1), (6, 1), (7, 1)])]);
    history.evidence_of("old.info", &new, "coverage");
    assert_eq!(judged(&history).status(NEW_CODE, "patch"), "pass");
    history.evidence_of(
        "old.info",
        &lcov(&[("demo.py", &[(1, 1), (99, 1)])]),
        "coverage",
    );
    let run = judged(&history);
    assert!(
        run.reason(NEW_CODE, "patch")
            .contains("it names line 99, and the file has 7")
    );
}

#[test]
fn the_hits_of_a_file_that_ends_alike_are_not_the_projects() {
    let history = history(
        "src/format.c",
        "int a;\n",
        "int b(void) {\n\treturn 1;\n}\n",
    );
    let own = ("src/format.c", &[(2, 0), (3, 0)][..]);
    for other in [
        "build/x/src/format.c",
        "/app/_deps/fmt/src/format.c",
        "/lib/src/format.c",
    ] {
        let report = lcov(&[own, (other, &[(2, 5), (3, 5)])]);
        history.evidence_of("cov.info", &report, "coverage");
        let run = judged(&history);
        assert_eq!(run.status(NEW_CODE, "patch"), "fail", "{other}");
    }
    let fact: Value = history.relcheck().fact("coverage");
    let reason = &fact["value"]["reports"][0]["unmapped"][0]["reason"];
    assert_eq!(
        reason,
        "it ends like `src/format.c`, and so does another path of the report"
    );
}

#[test]
fn packages_of_other_go_modules_are_not_the_projects() {
    let history = history(
        "util/util.go",
        "package util\n",
        "\nfunc B() int {\n\treturn 1\n}\n",
    );
    history.write("go.mod", "module example.org/demo\n\ngo 1.22\n");
    history.commit("build: be a module");
    let profile = |module: &str, hits: u32| format!("{module}/util/util.go:3.14,5.2 1 {hits}\n");
    let own = profile("example.org/demo", 0);
    let other = profile("example.org/lib/internal", 9);
    let report = format!("mode: count\n{own}{other}");
    history.evidence_of("cover.out", report.as_bytes(), "coverage");
    assert_eq!(judged(&history).status(NEW_CODE, "patch"), "fail");
    let ran = format!("mode: count\n{}", profile("example.org/demo", 1));
    history.evidence_of("cover.out", ran.as_bytes(), "coverage");
    assert_eq!(judged(&history).status(NEW_CODE, "patch"), "pass");
}

#[test]
fn data_that_an_earlier_run_left_is_not_this_commits() {
    let history = history("demo.py", SHUT, WIPE);
    history.write(".gitignore", ".coverage\n*.info\n.relcheck/\n");
    history.commit("chore: ignore what is measured");
    history.write(".coverage", "data");
    let lines = "DA:1,1\\nDA:2,1\\nDA:5,1\\nDA:6,1\\nDA:7,1";
    let script = format!("printf 'TN:\\nSF:demo.py\\n{lines}\\nend_of_record\\n' > cov.info");
    let record = |alias: &str| {
        let alias = format!("alias.measure=!f() {{ {alias}{script}; }}; f");
        let command = [
            "record", "--file", "cov.info", "--", "git", "-c", &alias, "measure",
        ];
        assert_eq!(history.relcheck().args(&command).run().code, 0);
    };
    record("");
    let run = judged(&history);
    assert_eq!(run.status(NEW_CODE, "patch"), "unknown");
    let reason = run.reason(NEW_CODE, "patch");
    assert!(
        reason.contains("it is made of `.coverage`, which is older than its command"),
        "{reason}"
    );
    std::fs::remove_dir_all(history.path().join(".relcheck")).unwrap();
    record("echo more data > .coverage; ");
    let fact: Value = history.relcheck().fact("coverage");
    assert_eq!(fact["value"]["reports"][0]["status"], "complete", "{fact}");
}

#[test]
fn data_that_nyc_found_is_not_this_commits() {
    let history = history("demo.js", "let a = 1;\n", "let b = 2;\n");
    history.write(".gitignore", ".nyc_output/\n*.info\n.relcheck/\n");
    history.commit("chore: ignore what is measured");
    let lines = "DA:1,1\\nDA:2,1";
    let script = format!("printf 'TN:\\nSF:demo.js\\n{lines}\\nend_of_record\\n' > cov.info");
    let record = |before: &str| {
        history.write(".nyc_output/a.json", "{}");
        let alias = format!("alias.measure=!f() {{ : nyc mocha; {before}{script}; }}; f");
        let command = [
            "record", "--file", "cov.info", "--", "git", "-c", &alias, "measure",
        ];
        assert_eq!(history.relcheck().args(&command).run().code, 0);
        let fact = history.relcheck().fact("coverage");
        std::fs::remove_dir_all(history.path().join(".relcheck")).unwrap();
        fact["value"]["reports"][0].clone()
    };
    let report = record("");
    let reason = report["reason"].as_str().unwrap_or_default();
    assert!(
        reason.contains("it is made of `.nyc_output/a.json`, which is older than its command"),
        "{report}"
    );
    let report = record("rm .nyc_output/a.json; ");
    assert_eq!(report["status"], "complete", "{report}");
}

#[test]
fn what_several_machines_recorded_lies_side_by_side() {
    let history = history("demo.py", SHUT, WIPE);
    let run = [(1, 1), (2, 1), (5, 0), (6, 0), (7, 0)];
    let other = [(1, 1), (2, 1), (5, 1), (6, 1), (7, 1)];
    let keep = |machine: &str, lines: &[(u32, u32)]| {
        history.evidence_of("cov.info", &lcov(&[("demo.py", lines)]), "coverage");
        let folder = history.path().join(".relcheck/evidence");
        let target = folder.join(machine);
        std::fs::create_dir(&target).unwrap();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::rename(&path, target.join(path.file_name().unwrap())).unwrap();
            }
        }
    };
    keep("linux", &run);
    assert_eq!(judged(&history).status(NEW_CODE, "patch"), "fail");
    keep("windows", &other);
    assert_eq!(judged(&history).status(NEW_CODE, "patch"), "pass");
}

#[test]
fn new_lines_that_a_mark_leaves_out_are_named() {
    let added = "/* c8 ignore start */\nlet b = 2;\nlet c = 3;\n/* c8 ignore stop */\n";
    let history = history("demo.js", "let a = 1;\n", added);
    let report = lcov(&[("demo.js", &[(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)])]);
    history.evidence_of("cov.info", &report, "coverage");
    let run = judged(&history);
    assert_eq!(run.status(NEW_CODE, "patch"), "warn", "{}", run.stdout);
    let findings = run.findings(NEW_CODE, "patch");
    assert_eq!(
        findings,
        ["new code: 2 new lines are left out of the measurement: 2 in `demo.js`"]
    );
}

#[test]
fn data_of_compiled_programs_that_is_still_there_is_not_this_commits() {
    for (source, data) in [
        ("demo.c", "build/demo.gcda"),
        ("demo.rs", "target/demo.profdata"),
        ("demo.go", "covdata/covcounters.1"),
    ] {
        let history = history(source, "one;\n", "two;\n");
        history.write(
            ".gitignore",
            "build/\ntarget/\ncovdata/\n*.info\n.relcheck/\n",
        );
        history.commit("chore: ignore what is measured");
        history.write(data, "data");
        let script =
            format!("printf 'TN:\\nSF:{source}\\nDA:1,1\\nDA:2,1\\nend_of_record\\n' > cov.info");
        let alias = format!("alias.measure=!f() {{ {script}; }}; f");
        let command = [
            "record", "--file", "cov.info", "--", "git", "-c", &alias, "measure",
        ];
        assert_eq!(history.relcheck().args(&command).run().code, 0);
        let run = judged(&history);
        let reason = run.reason(NEW_CODE, "patch");
        assert!(
            reason.contains(&format!("it is made of `{data}`")),
            "{reason}"
        );
        std::fs::remove_file(history.path().join(data)).unwrap();
        assert_eq!(history.relcheck().args(&command).run().code, 0);
        let fact = history.relcheck().fact("coverage");
        let report = &fact["value"]["reports"][0];
        assert_eq!(report["status"], "complete", "{report}");
    }
}

#[test]
fn new_code_that_no_report_can_speak_of_is_named() {
    let scripts = history("deploy.sh", "one\n", "two\n");
    let run = judged(&scripts);
    assert_eq!(
        run.reason(NEW_CODE, "patch"),
        "no source file is new or changed since `v1.2.3` (not taken for source: `deploy.sh`)"
    );
    for (path, before) in [
        ("src/App.svelte", "one\n"),
        ("bin/demo", "#!/usr/bin/env python3\n"),
    ] {
        let run = judged(&history(path, before, "two = 2\n"));
        assert_eq!(run.status(NEW_CODE, "patch"), "unknown", "{path}");
    }
}

#[test]
fn new_code_that_was_not_built_is_counted() {
    let feature = "#[cfg(feature = \"x\")]\npub fn wipe(a: u8) -> u8 {\n    a * 2\n}\n";
    let marked = "// GCOV_EXCL_START\nint wipe(int a) { return a; }\n// GCOV_EXCL_STOP\n";
    for (path, before, added, message) in [
        (
            "lib.rs",
            "pub fn a() {}\n",
            feature,
            "new code: 3 new lines are left out of the measurement: 3 in `lib.rs`",
        ),
        (
            "demo.c",
            "int a(void) { return 1; }\n",
            marked,
            "new code: 1 new line is left out of the measurement: 1 in `demo.c`",
        ),
        (
            "demo.py",
            SHUT,
            WIPE,
            "new code: 2 new lines are left out of the measurement: 2 in `demo.py`",
        ),
    ] {
        let history = history(path, before, added);
        let lines: &[(u32, u32)] = match path {
            "demo.py" => &[(1, 1), (2, 1), (5, 1)],
            _ => &[(1, 1)],
        };
        history.evidence_of("lcov.info", &lcov(&[(path, lines)]), "coverage");
        let run = judged(&history);
        assert_eq!(run.status(NEW_CODE, "patch"), "warn", "{path}");
        assert_eq!(run.findings(NEW_CODE, "patch"), [message]);
    }
}

/// A link `tools.py` and a submodule `vendor/chart.js`, new since the release.
fn link_and_submodule(history: &History) {
    history.write("target", "demo.py");
    let target = history.git(&["hash-object", "-w", "target"]);
    let head = history.git(&["rev-parse", "HEAD"]);
    for (mode, id, path) in [
        ("120000", &target, "tools.py"),
        ("160000", &head, "vendor/chart.js"),
    ] {
        history.git(&["update-index", "--add", "--cacheinfo", mode, id, path]);
    }
    history.git(&[
        "commit",
        "--quiet",
        "--message",
        "chore: a link and a submodule",
    ]);
    std::fs::remove_file(history.path().join("target")).unwrap();
    std::fs::create_dir_all(history.path().join("vendor/chart.js")).unwrap();
    history.git(&["checkout", "--quiet", "--", "tools.py"]);
}

#[test]
fn a_link_and_a_submodule_hold_no_code() {
    let history = history("demo.py", SHUT, WIPE);
    link_and_submodule(&history);
    let ran = lcov(&[("demo.py", &[(1, 1), (2, 1), (5, 1), (6, 1), (7, 1)])]);
    history.evidence_of("cov.info", &ran, "coverage");
    let run = judged(&history);
    assert_eq!(run.status(NEW_CODE, "patch"), "pass");
    // What a report says of one cannot be told apart from what the file says that it points to.
    let twice = lcov(&[
        ("demo.py", &[(1, 1), (2, 1), (5, 1), (6, 1), (7, 1)]),
        ("tools.py", &[(1, 1), (2, 0)]),
    ]);
    history.evidence_of("cov.info", &twice, "coverage");
    assert_eq!(judged(&history).status(NEW_CODE, "patch"), "unknown");
}

#[test]
fn where_only_a_link_is_new_nothing_has_to_be_measured() {
    let history = history("README.md", "one\n", "two\n");
    link_and_submodule(&history);
    let run = judged(&history);
    assert_eq!(run.status(NEW_CODE, "patch"), "not-applicable");
}
