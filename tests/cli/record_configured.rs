//! `relcheck record` without a command: what the configuration names, side by side.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::harness::{History, Run};

const FOLDER: &str = ".relcheck/evidence";

/// A command that is a script: git runs it, which is there wherever relcheck is.
fn script(name: &str, script: &str) -> String {
    let alias = Value::from(format!("alias.{name}=!f() {{ {script}; }}; f"));
    format!("[[record]]\nname = \"{name}\"\ncommand = [\"git\", \"-c\", {alias}, \"{name}\"]\n")
}

/// A checkout with these commands configured, and nothing that differs from HEAD.
fn history(commands: &[String]) -> History {
    let history = History::released("1.2.3");
    history
        .write("relcheck.toml", commands.concat())
        .write(".gitignore", ".relcheck/\n*.json\n")
        .commit("fix: something");
    history
}

fn record(history: &History, arguments: &[&str]) -> Run {
    history.relcheck().args(&["record"]).args(arguments).run()
}

/// What is listed of each command: its name, the state, the reason.
fn listed(history: &History) -> Vec<(String, String, String)> {
    let run = record(history, &["--list", "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let rows = run.json();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| (text(row, "name"), text(row, "state"), text(row, "reason")))
        .collect()
}

fn states(history: &History) -> Vec<String> {
    listed(history).into_iter().map(|row| row.1).collect()
}

/// The results of a run, by command.
fn results(run: &Run) -> Vec<(String, String, Value)> {
    let rows = run.json();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| {
        (
            text(row, "name"),
            text(row, "result"),
            row["exit_status"].clone(),
        )
    })
    .collect()
}

fn result(name: &str, result: &str, status: impl Into<Value>) -> (String, String, Value) {
    (name.to_owned(), result.to_owned(), status.into())
}

fn the_file(history: &History, ending: &str) -> PathBuf {
    let folder = fs::read_dir(history.path().join(FOLDER)).unwrap();
    let mut paths = folder.map(|entry| entry.unwrap().path());
    paths
        .find(|path| path.to_string_lossy().ends_with(ending))
        .unwrap()
}

/// The text, with whole seconds as `N s`.
fn untimed(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for at in 1..words.len() {
        let is_unit =
            words[at].trim_end_matches(['\n', ';']).trim() == "s" || words[at].starts_with("s\n");
        if is_unit && words[at - 1].parse::<u64>().is_ok() {
            words[at - 1] = "N";
        }
    }
    words.join(" ")
}

#[test]
fn each_that_is_not_fresh_is_run_once() {
    let history = history(&[
        script("finds", "echo 'one finding'; exit 1"),
        script("passes", "echo fine"),
    ]);
    assert_eq!(states(&history), ["missing", "missing"]);
    let run = record(&history, &["--jobs", "1"]);
    // One that ends with 1 because it found something was recorded all the same.
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!(untimed(&run.stdout), @r"
    COMMAND  RESULT    EXIT  TOOK
    finds    recorded  1     N s
    passes   recorded  0     N s
    ");
    insta::assert_snapshot!(untimed(&run.stderr), @r"
    relcheck: finds was started
    relcheck: finds ended with the exit status 1 after N s
      what finds wrote last:
      | one finding
    relcheck: passes was started
    relcheck: passes ended with the exit status 0 after N s
    ");
    assert_eq!(states(&history), ["fresh", "fresh"]);
    let again = record(&history, &[]);
    assert_eq!((again.code, again.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(again.stdout, @r"
    COMMAND  RESULT  EXIT  TOOK
    finds    fresh   -     -
    passes   fresh   -     -
    ");
    let all = record(&history, &["--all", "-o", "json"]);
    assert_eq!(
        results(&all),
        [
            result("finds", "recorded", 1),
            result("passes", "recorded", 0)
        ]
    );
}

#[test]
fn the_list_says_what_there_is_and_runs_nothing() {
    let history = history(&[
        script("fresh", "true"),
        script("missing", "true"),
        "[[record]]\ncommand = [\"git\", \"log\", \"--grep\", \"two words\"]\n".to_owned(),
    ]);
    let alias = "alias.fresh=!f() { true; }; f";
    let one = record(&history, &["--", "git", "-c", alias, "fresh"]);
    assert_eq!(one.code, 0, "{}", one.stderr);
    let run = record(&history, &["--list"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout, @r"
    COMMAND                     EVIDENCE
    fresh                       fresh
    missing                     missing   it was not recorded yet
    git log --grep 'two words'  missing   it was not recorded yet
    ");
    assert_eq!(record(&history, &["--list"]).stdout, run.stdout);
}

#[test]
fn what_does_not_count_is_stale_and_run_again() {
    let is_stale = |history: &History, reason: &str| {
        let listed = listed(history);
        assert_eq!(listed[0].1, "stale", "{listed:?}");
        assert!(listed[0].2.contains(reason), "{listed:?}");
        assert_eq!(record(history, &[]).code, 0);
        let again = self::listed(history);
        assert_eq!(again[0].1, "fresh", "{again:?}");
    };
    let history = history(&[script("a", "echo said")]);
    assert_eq!(record(&history, &[]).code, 0);
    assert_eq!(states(&history), ["fresh"]);

    history.commit("fix: more");
    is_stale(&history, "it speaks of ");
    fs::write(the_file(&history, ".stdout"), "tampered\n").unwrap();
    is_stale(&history, "stdout` is not what was recorded");
    fs::remove_file(the_file(&history, ".stderr")).unwrap();
    is_stale(&history, "stderr` is gone, which was recorded");
    fs::write(the_file(&history, ".record.json"), "{").unwrap();
    is_stale(&history, "its record is no record: ");
    history.write("new.txt", "");
    assert_eq!(record(&history, &["--all"]).code, 0);
    fs::remove_file(history.path().join("new.txt")).unwrap();
    is_stale(
        &history,
        "the files differed from the commit while it was recorded: `new.txt`",
    );
    let command = format!("{}kind = \"scan\"\n", script("a", "echo said"));
    history
        .write("relcheck.toml", command)
        .commit("chore: name it");
    assert_eq!(record(&history, &["--timeout", "1h"]).code, 0);
    let path = the_file(&history, ".record.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"scan\"", "\"tests\"")).unwrap();
    is_stale(
        &history,
        "it was recorded as `tests`, and is configured as `scan`",
    );
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replace("\"exit_status\": 0", "\"exit_status\": null"),
    )
    .unwrap();
    is_stale(&history, "a signal ended it");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replace("\"timed_out\": false", "\"timed_out\": true"),
    )
    .unwrap();
    is_stale(&history, "when its time was up");
    let command = format!("{}files = [\"a.json\"]\n", script("a", "echo said"));
    history
        .write("relcheck.toml", command)
        .commit("chore: a file");
    let run = record(&history, &["-o", "json"]);
    assert_eq!(run.code, 2);
    assert_eq!(results(&run), [result("a", "not recorded", Value::Null)]);
    assert_eq!(states(&history), ["missing"]);
}

#[test]
fn one_that_cannot_be_recorded_keeps_no_other_from_it() {
    let history = history(&[
        "[[record]]\ncommand = [\"no-such-program-anywhere\", \"-x\"]\n".to_owned(),
        format!("{}timeout = \"1500ms\"\n", script("slow", "sleep 60")),
        format!("{}dir = \"nowhere\"\n", script("lost", "true")),
        script("fine", "true"),
    ]);
    let run = record(&history, &["-o", "json"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let mut results = results(&run);
    results[1].2 = Value::Null;
    assert_eq!(
        results,
        [
            result("no-such-program-anywhere -x", "not recorded", Value::Null),
            result("slow", "timed out", Value::Null),
            result("lost", "not recorded", Value::Null),
            result("fine", "recorded", 0),
        ]
    );
    let reasons: Vec<String> = run
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["reason"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(
        reasons[0].contains("was not found, so nothing was recorded"),
        "{reasons:?}"
    );
    assert!(reasons[1].contains("when its time was up"), "{reasons:?}");
    assert!(reasons[2].contains("there is no folder"), "{reasons:?}");
    assert_eq!(states(&history), ["missing", "stale", "missing", "fresh"]);
}

/// Programs that are called by a scanner's name are made with a file's mode.
#[cfg(unix)]
#[test]
fn a_scanner_that_crashed_is_told_from_one_that_found_something() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("bandit");
    fs::write(&program, "#!/bin/sh\nexit $1\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let program = Value::from(program.to_str().unwrap());
    let bandit = |name: &str, status: u8| {
        format!("[[record]]\nname = \"{name}\"\ncommand = [{program}, \"{status}\"]\n")
    };
    let history = history(&[
        bandit("found", 1),
        bandit("crashed", 2),
        script("other", "exit 127"),
    ]);
    let run = record(&history, &["-o", "json"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(
        results(&run),
        [
            result("found", "recorded", 1),
            result("crashed", "broke off", 2),
            result("other", "broke off", 127),
        ]
    );
    assert_eq!(states(&history), ["fresh", "stale", "stale"]);
}

#[test]
fn the_time_limit_of_the_command_line_goes_first() {
    let history = history(&[format!("{}timeout = \"1h\"\n", script("slow", "sleep 60"))]);
    let run = record(&history, &["--timeout", "1500ms"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stdout.contains("timed out"), "{}", run.stdout);
}

#[test]
fn the_end_of_what_a_failing_command_wrote_is_shown() {
    let talk = "n=1; while test $n -le 30; do echo \"line $n\"; n=$((n+1)); done";
    let history = history(&[
        script("fails", &format!("{talk}; exit 1")),
        script("passes", talk),
    ]);
    let run = record(&history, &["--jobs", "1"]);
    let shown: Vec<&str> = run
        .stderr
        .lines()
        .filter_map(|line| line.strip_prefix("  | "))
        .collect();
    let last: Vec<String> = (11..=30).map(|n| format!("line {n}")).collect();
    assert_eq!(shown, last);
    let verbose = record(&history, &["--jobs", "1", "--all", "-v"]);
    assert_eq!(
        verbose.stderr.matches("  | line ").count(),
        60,
        "{}",
        verbose.stderr
    );
    let quiet = record(&history, &["--all", "-q"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
    // A terminal is not steered by what a tool writes.
    let steering = self::history(&[script("fails", "printf '\\033[2Jgone\\n'; exit 1")]);
    let run = record(&steering, &[]);
    assert!(run.stderr.contains("  | \\u{1b}[2Jgone"), "{}", run.stderr);
}

/// A script that goes on only once another file is there.
fn meets(own: &str, other: &str) -> String {
    format!(
        "echo > {own}; n=0; until test -e {other}; do n=$((n+1)); test $n -lt 600 || exit 9; sleep 0.1; done"
    )
}

#[test]
fn commands_that_run_at_the_same_time_do_not_make_each_other_unclean() {
    // Each writes a file that git neither tracks nor ignores, and waits for that of the other.
    let history = history(&[
        script("a", &meets("a.txt", "b.txt")),
        script("b", &meets("b.txt", "a.txt")),
    ]);
    let run = record(&history, &["--jobs", "2", "-o", "json"]);
    let both = [result("a", "recorded", 0), result("b", "recorded", 0)];
    assert_eq!(results(&run), both, "{}", run.stderr);
    assert_eq!(states(&history), ["fresh", "fresh"]);
    // The same one after the other: the second starts from what was there before the first.
    for name in ["a.txt", "b.txt"] {
        fs::remove_file(history.path().join(name)).unwrap();
    }
    history
        .write(
            "relcheck.toml",
            [script("a", "echo > a.txt"), script("b", "echo > b.txt")].concat(),
        )
        .commit("chore: simpler");
    assert_eq!(record(&history, &["--jobs", "1"]).code, 0);
    assert_eq!(states(&history), ["fresh", "fresh"]);
    // But what lay there before all of them may have changed what they found.
    let run = record(&history, &["--all"]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout
            .contains("will not count: files differ from the commit (a.txt, b.txt)"),
        "{}",
        run.stdout
    );
    assert_eq!(states(&history), ["stale", "stale"]);
}

#[test]
fn a_tracked_file_that_one_changes_makes_those_unclean_that_run_after_it() {
    let history = history(&[
        script("before", "true"),
        script("changes", "echo >> pyproject.toml"),
        script("after", "true"),
        script(
            "moves",
            "git checkout -q pyproject.toml; git commit -q --allow-empty -m 'fix: x'",
        ),
        script("last", "true"),
    ]);
    let run = record(&history, &["--jobs", "1", "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let reasons: Vec<Value> = run
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["reason"].clone())
        .collect();
    let changed = "will not count: files differ from the commit (pyproject.toml)";
    let moved = "will not count: there is no commit that it speaks of";
    assert_eq!(
        reasons,
        [
            json!(null),
            json!(changed),
            json!(changed),
            json!(moved),
            json!(moved)
        ]
    );
}

#[test]
fn commands_run_in_the_projects_folder_or_in_one_of_it() {
    let history = History::released("1.2.3");
    let commands = "[[record]]\nname = \"here\"\ncommand = [\"git\", \"rev-parse\", \"--show-prefix\"]\n\
                    [[record]]\nname = \"below\"\ncommand = [\"git\", \"rev-parse\", \"--show-prefix\"]\ndir = \"src\"\n";
    history
        .write("packages/a/relcheck.toml", commands)
        .write("packages/a/src/a.py", "")
        .write(
            "packages/a/pyproject.toml",
            "[project]\nname = \"a\"\nversion = \"1.2.4\"\n",
        )
        .commit("feat: a");
    let run = record(&history, &["--project", "packages/a", "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut found: Vec<(String, String)> =
        fs::read_dir(history.path().join("packages/a").join(FOLDER))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.to_string_lossy().ends_with(".record.json"))
            .map(|path| {
                let record: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
                let stdout = path.with_file_name(record["outputs"][0]["name"].as_str().unwrap());
                let dir = record["dir"].as_str().unwrap().to_owned();
                (dir, fs::read_to_string(stdout).unwrap())
            })
            .collect();
    found.sort();
    let of = |dir: &str| (dir.to_owned(), format!("{dir}/\n"));
    assert_eq!(found, [of("packages/a"), of("packages/a/src")]);
}

#[test]
fn a_file_is_kept_from_the_commands_folder() {
    let command = "command = [\"git\", \"archive\", \"--output\", \"out.json\", \"HEAD\"]\n";
    let history = history(&[format!(
        "[[record]]\nname = \"a\"\n{command}dir = \"sub\"\nfiles = [\"out.json\"]\n"
    )]);
    history.write("sub/a.txt", "").commit("feat: sub");
    assert_eq!(record(&history, &[]).code, 0);
    assert_eq!(states(&history), ["fresh"]);
    let kept = fs::read(the_file(&history, ".file-1")).unwrap();
    assert_eq!(kept, fs::read(history.path().join("sub/out.json")).unwrap());
    fs::remove_file(the_file(&history, ".file-1")).unwrap();
    assert_eq!(states(&history), ["stale"]);
}

#[test]
fn what_is_not_in_order_is_refused_before_anything_runs() {
    let history = history(&[]);
    let run = record(&history, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("there is no command to record"),
        "{}",
        run.stderr
    );
    history.write("relcheck.toml", "[[record]]\ncommand = \"pytest --cov\"\n");
    let run = record(&history, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("relcheck.toml:2:11: no shell reads a command: write it as a list of its words, [\"pytest\", \"--cov\"]"),
        "{}",
        run.stderr
    );
    history.write(
        "relcheck.toml",
        [script("a", "true"), script("a", "true")].concat(),
    );
    let run = record(&history, &[]);
    assert!(
        run.stderr.contains("`a` is configured twice"),
        "{}",
        run.stderr
    );
    for arguments in [
        &["--kind", "scan"][..],
        &["--file", "a.json"],
        &["--all", "--", "git"],
        &["--list", "--", "git"],
        &["--jobs", "0"],
        &["--jobs", "2", "--", "git"],
    ] {
        assert_eq!(record(&history, arguments).code, 2, "{arguments:?}");
    }
    assert!(!history.path().join(FOLDER).exists());
}

/// What `check` says of the rule, and the report.
fn checked(history: &History, rule: &str) -> Run {
    let check = history.relcheck();
    check.check(&["--rule", rule, "--type", "patch"])
}

#[test]
fn what_is_configured_and_was_not_recorded_leaves_the_rule_of_its_kind_open() {
    let unit = script("unit", "true").replace("name", "kind = \"tests\"\nname");
    let other = script("other", "true");
    let history = history(&[unit, other]);
    const RULE: &str = "quality.tests_pass";
    history.evidence("passing/junit.xml", "tests");
    let run = checked(&history, RULE);
    assert_eq!(run.status(RULE, "patch"), "unknown");
    assert_eq!(
        run.reason(RULE, "patch"),
        "`unit` is configured to be recorded, and there is no evidence of it that counts: it was not recorded yet"
    );
    // Of the other one nothing tells what it is evidence of.
    let weakenings = run.json()["weakenings"].to_string();
    assert!(
        weakenings.contains("`other` is configured to be recorded, and there is no evidence"),
        "{weakenings}"
    );
    let run = checked(&history, "quality.coverage_total");
    assert!(!run.stdout.contains("`unit`"), "{}", run.stdout);
}

#[test]
fn what_another_machine_recorded_of_it_counts() {
    let history = history(&[script("passes", "echo fine")]);
    assert_eq!(record(&history, &[]).code, 0);
    let folder = history.path().join(FOLDER);
    let outputs: Vec<_> = fs::read_dir(&folder).unwrap().flatten().collect();
    fs::create_dir(folder.join("linux")).unwrap();
    for output in outputs {
        fs::rename(output.path(), folder.join("linux").join(output.file_name())).unwrap();
    }
    assert_eq!(states(&history), ["fresh"]);
    history.commit("fix: more");
    assert_eq!(states(&history), ["stale"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_record_or_an_output_is_not_waited_for() {
    let history = history(&[script("passes", "echo fine")]);
    for ending in ["stdout", "record.json"] {
        assert_eq!(record(&history, &["--all"]).code, 0);
        let entries = fs::read_dir(history.path().join(FOLDER)).unwrap();
        let paths = entries.flatten().map(|entry| entry.path());
        let is_it = |path: &std::path::PathBuf| path.to_string_lossy().ends_with(ending);
        let path = paths.filter(is_it).last().unwrap();
        fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        assert_eq!(states(&history), ["stale"], "{ending}");
        fs::remove_file(&path).unwrap();
    }
}
