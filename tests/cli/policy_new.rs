//! `policy new`: what it writes loads, passes `policy check`, lets no release through, and fails its
//! own tests until it is written; and the way from there, as the README shows it.

use super::harness::{History, Run};

fn ready() -> History {
    let history = History::released("1.2.3");
    history.branch("release/v1.2.x", "main");
    history.declare("1.2.4").changelog("1.2.4", "2026-01-30");
    history.commit("fix: something");
    history
}

fn run(history: &History, arguments: &[&str]) -> Run {
    history.relcheck().args(arguments).run()
}

fn new(history: &History, arguments: &[&str]) -> Run {
    history
        .relcheck()
        .args(&["policy", "new"])
        .args(arguments)
        .run()
}

#[test]
fn it_writes_two_files_and_says_what_is_next() {
    let run = new(&ready(), &["team.release_note"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!(run.stdout, @r#"
    wrote policies/team/release_note/release_note.rego
    wrote policies/team/release_note/release_note_test.rego

    Until it is written, the rule holds for no release, and its tests fail. Next:

        1. write the logic, then the tests: each TODO in the two files
        2. relcheck policy test policies --run team.release_note
        3. relcheck check -p policies --rule team.release_note

    For every check from then on, name the folder in relcheck.toml:

        [policy]
        paths = ["policies"]
    "#);
}

#[test]
fn a_new_rule_is_in_order_and_lets_nothing_through() {
    for arguments in [
        &["team.note"][..],
        &[
            "team.note",
            "--title",
            "There: \"a\" title",
            "--level",
            "warn",
        ],
        &["team.note", "--needs", ""],
        &[
            "team.note",
            "--needs",
            "repository,changes,worktree,changelog,diffs",
        ],
        &["team.note", "--type", "hotfix", "--stage", "candidate"],
        &[
            "team.note",
            "--type",
            "major,minor",
            "--stage",
            "pre-release,publish",
        ],
        &["team.note", "--stage", "process"],
    ] {
        let history = ready();
        let written = new(&history, arguments);
        assert_eq!(written.code, 0, "{arguments:?}: {}", written.stderr);
        let check = run(&history, &["policy", "check", "policies"]);
        assert_eq!(check.code, 0, "{arguments:?}: {}", check.stderr);

        // Each test has run, and failed as a test that found something: none is an error.
        let tests = run(&history, &["policy", "test", "policies", "-v"]);
        assert_eq!(tests.code, 1, "{arguments:?}: {}", tests.stderr);
        assert!(
            tests.stdout.contains("0 passed, 2 failed, 0 skipped"),
            "{arguments:?}: {}",
            tests.stdout
        );
        assert!(
            !tests.stdout.contains("ERROR"),
            "{arguments:?}: {}",
            tests.stdout
        );
        assert!(
            !tests.stdout.contains(" is not covered"),
            "{arguments:?}: {}",
            tests.stdout
        );
    }
    let history = ready();
    new(&history, &["team.note", "--needs", "changes"]);
    history.commit("chore: a rule");
    let check = history
        .relcheck()
        .check(&["-p", "policies", "--rule", "team.note"]);
    assert_eq!(check.code, 1, "{}", check.stderr);
    assert_eq!(
        check.findings("team.note", "patch"),
        ["team.note: this rule is not written yet"]
    );
}

#[test]
fn the_first_folder_of_the_configuration_is_the_default() {
    let history = ready();
    history.write("relcheck.toml", "[policy]\npaths = [\"rules\"]\n");
    let run = new(&history, &["team.note"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("wrote rules/team/note/note.rego\n"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("relcheck check --rule team.note\n"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("relcheck.toml"), "{}", run.stdout);
}

#[test]
fn nothing_is_overwritten_and_no_bad_id_is_taken() {
    let history = ready();
    history.write("policies/team/note/note_test.rego", "mine");
    let refused = |arguments: &[&str], expected: &str| {
        let run = new(&history, arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stdout);
        assert_eq!(run.stdout, "");
        assert!(
            run.stderr.contains(expected),
            "{arguments:?}: {}",
            run.stderr
        );
    };
    refused(&["team.note"], "note_test.rego` is there already");
    assert!(!history.path().join("policies/team/note/note.rego").exists());
    refused(
        &["note"],
        "`note` is no id for a rule: it is `<area>.<rule>`",
    );
    refused(&["Team.note"], "`Team` is no such name");
    refused(&["team.no-te"], "`no-te` is no such name");
    refused(&["../x.y"], "is no id for a rule");
    refused(&["lib.note"], "the area `lib` is for libraries");
    refused(&["team.note_test"], "`_test` is for its tests");
    refused(&["docs.changelog"], "`docs.changelog` is a built-in rule");
    refused(&["a.b", "--needs", "chnges"], "did you mean `changes`?");
    refused(
        &["a.b", "--needs", "changes,changes"],
        "`changes` is named twice",
    );
    refused(&["a.b", "--title", "two\nlines"], "one line of text");
    refused(
        &["a.b", "--stage", "process", "--type", "patch"],
        "has no types",
    );
}

/// The rule of the README, as somebody would write it into what `policy new` wrote.
#[test]
fn from_new_to_a_tested_rule() {
    let history = ready();
    let arguments = [
        "team.stopgap",
        "--title",
        "No commit is a stopgap",
        "--needs",
        "changes",
    ];
    assert_eq!(new(&history, &arguments).code, 0);
    let path = history.path().join("policies/team/stopgap");
    let edit = |name: &str, edits: &[(&str, &str)]| {
        let file = path.join(name);
        let mut text = std::fs::read_to_string(&file).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{text}");
            text = text.replace(from, to);
        }
        std::fs::write(&file, text).unwrap();
    };
    edit(
        "stopgap.rego",
        &[
            (
                "TODO: the same in a sentence or two, with what does not count.",
                "No subject starts with `wip`.",
            ),
            (
                "TODO: what to do when it fails; a command, where there is one",
                "Squash the commits.",
            ),
            (
                "TODO: the heading of your release process that asks for this",
                "Our process / History",
            ),
            (
                "# TODO: each thing that is wrong is one finding. Until this is written, no release passes.\n",
                "",
            ),
            ("\"subject\": \"team.stopgap\"", "\"subject\": commit.id"),
            (
                "\"this rule is not written yet\"",
                "sprintf(\"`%s` is a stopgap\", [commit.subject])",
            ),
            (
                "changes # TODO: ask something of it",
                "some commit in changes.commits\n\tstartswith(lower(commit.subject), \"wip\")",
            ),
        ],
    );
    edit(
        "stopgap_test.rego",
        &[(
            "\"TODO what is wrong\": {\"changed\": {}, \"subjects\": {\"TODO\"}}",
            "\"wip\": {\"changed\": {\"commits\": [facts.commit(facts.head, \"WIP\", [])]}, \"subjects\": {facts.head}}",
        )],
    );
    let tests = run(
        &history,
        &["policy", "test", "policies", "--min-coverage", "100"],
    );
    assert_eq!(tests.code, 0, "{}{}", tests.stdout, tests.stderr);
    assert_eq!(
        tests.stdout,
        "2 passed, 0 failed, 0 skipped; 6 of 6 lines covered\n"
    );

    history.commit("wip: a rule");
    let check = history
        .relcheck()
        .check(&["-p", "policies", "--rule", "team.stopgap"]);
    assert_eq!(check.code, 1, "{}", check.stderr);
    assert_eq!(check.findings("team.stopgap", "patch").len(), 1);
}

#[test]
fn the_catalogue_holds_a_projects_own_rules() {
    let history = ready();
    new(&history, &["team.note", "--title", "Notes | are <there>"]);
    let run = run(&history, &["policy", "doc", "-p", "policies"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("# Policies\n"), "{}", run.stdout);
    assert!(
        run.stdout
            .contains("| [`team.note`](#teamnote) | Notes \\| are &lt;there> | deny |"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("\n### docs.changelog\n"),
        "{}",
        run.stdout
    );
    // Nothing is linked that is not there.
    assert!(!run.stdout.contains("release-process.md"), "{}", run.stdout);
    let to_file = history
        .relcheck()
        .args(&["policy", "doc", "policies", "-o", "markdown=rules.md"])
        .run();
    assert_eq!(to_file.code, 0, "{}", to_file.stderr);
    let written = std::fs::read_to_string(history.path().join("rules.md")).unwrap();
    assert_eq!(written, run.stdout);
}
