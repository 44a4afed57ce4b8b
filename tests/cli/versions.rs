//! Which release came before, and whether the version and the changes fit the type.

use super::harness::History;

const BUMP: &str = "version.bump_matches_type";
const SCOPE: &str = "version.scope_fits_type";
const BREAKING: &str = "version.no_breaking_changes";
const DECLARED: &str = "version.declared_everywhere";

/// The tag of the previous release, as the fact `repository` has it.
fn previous(history: &History) -> String {
    let fact = history.relcheck().fact("repository");
    fact["value"]["history"]["previous"]["tag"]
        .as_str()
        .unwrap_or("none")
        .to_owned()
}

#[test]
fn one_step_of_its_type_passes_and_any_other_fails() {
    let history = History::released("1.2.3");
    history
        .declare("1.3.0")
        .commit("chore: bump version to 1.3.0");
    let run = history.relcheck().check(&["--rule", BUMP]);
    assert_eq!(run.status(BUMP, "minor"), "pass");
    for other in ["patch", "major", "hotfix"] {
        assert_eq!(run.status(BUMP, other), "fail", "{other}");
    }
    assert_eq!(run.code, 0, "the candidate is a minor");
}

#[test]
fn a_skipped_version_fails_for_every_type() {
    let history = History::released("1.2.3");
    history
        .declare("1.5.0")
        .commit("chore: bump version to 1.5.0");
    let run = history.relcheck().check(&["--rule", BUMP]);
    for kind in ["patch", "minor", "major", "hotfix"] {
        assert_eq!(run.status(BUMP, kind), "fail", "{kind}");
    }
    assert_eq!(run.code, 1);
}

#[test]
fn a_minor_that_carries_a_breaking_commit_fails() {
    let history = History::released("1.2.3");
    history
        .declare("1.3.0")
        .commit("chore: bump version to 1.3.0");
    let breaking = history.commit("feat(api)!: drop the old endpoint");
    let run = history
        .relcheck()
        .check(&["--rule", SCOPE, "--rule", BREAKING]);
    assert_eq!(run.code, 1);
    for rule in [SCOPE, BREAKING] {
        assert_eq!(run.status(rule, "minor"), "fail", "{rule}");
        assert_eq!(run.status(rule, "major"), "not-applicable", "{rule}");
        let finding = run.findings(rule, "minor").join("\n");
        assert!(finding.contains("drop the old endpoint"), "{finding}");
        assert!(finding.contains(&breaking[..7]), "{finding}");
    }
}

#[test]
fn a_breaking_change_footer_counts_without_an_exclamation_mark() {
    let history = History::released("1.2.3");
    history
        .declare("1.3.0")
        .commit("fix: tidy up\n\nBREAKING CHANGE: the old endpoint is gone");
    let run = history.relcheck().check(&["--rule", BREAKING]);
    assert_eq!(run.status(BREAKING, "minor"), "fail");
}

#[test]
fn a_breaking_change_counts_in_whatever_form_it_is_written() {
    for (message, breaks) in [
        ("fix: BREAKING CHANGE: drop it", true),
        ("💥 fix: drop it", true),
        ("fix: x\n\nfix: a\nfeat!: drop it", true),
        ("fix: x (#3)\n\n### Breaking changes\n\n- it is gone", true),
        ("fix: x (#3)\n\n- [x] Breaking change (of anything)", true),
        ("fix: x (#3)\n\n- [ ] BREAKING CHANGE: of anything", false),
        ("fix: x (#3)\n\n### Breaking changes\n\nNone.", false),
    ] {
        let history = History::released("1.2.3");
        history.declare("1.2.4").commit(message);
        let run = history
            .relcheck()
            .check(&["--rule", SCOPE, "--rule", BREAKING]);
        for rule in [SCOPE, BREAKING] {
            let fails = run.status(rule, "patch") == "fail";
            assert_eq!(fails, breaks, "{rule}: {message}");
        }
    }
}

#[test]
fn a_revert_that_undoes_nothing_takes_nothing_back() {
    let history = History::released("1.2.3");
    history
        .declare("1.2.4")
        .commit("chore: bump version to 1.2.4");
    history.write("api.txt", "new\n");
    let breaking = history.commit("feat!: drop it");
    history.commit(&format!("fix: typo\n\nThis reverts commit {breaking}."));
    let check = || {
        history
            .relcheck()
            .check(&["--rule", SCOPE, "--rule", BREAKING])
    };
    let run = check();
    for rule in [SCOPE, BREAKING] {
        assert_eq!(run.status(rule, "patch"), "fail", "{rule}");
        let finding = run.findings(rule, "patch").join("\n");
        assert!(finding.contains("does not undo all of it"), "{finding}");
    }
    history.git(&["revert", "--no-edit", &breaking]);
    let run = check();
    for rule in [SCOPE, BREAKING] {
        assert_ne!(run.status(rule, "patch"), "fail", "{rule}");
    }
}

#[test]
fn a_patch_that_carries_a_feat_fails_and_a_minor_does_not() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("✨ feat: a new command");
    let run = history.relcheck().check(&["--rule", SCOPE]);
    assert_eq!(run.code, 1);
    assert_eq!(run.status(SCOPE, "patch"), "fail");
    assert_eq!(run.status(SCOPE, "hotfix"), "fail");
    assert_eq!(run.status(SCOPE, "minor"), "pass");
}

#[test]
fn a_reverted_feat_does_not_count() {
    let history = History::released("1.2.3");
    history
        .declare("1.2.4")
        .commit("chore: bump version to 1.2.4");
    history.write("command.txt", "new\n");
    let feature = history.commit("feat: a new command");
    history.git(&["revert", "--no-edit", &feature]);
    let run = history.relcheck().check(&["--rule", SCOPE]);
    assert_eq!(
        run.status(SCOPE, "patch"),
        "pass",
        "{:?}",
        run.findings(SCOPE, "patch")
    );
}

#[test]
fn a_squashed_feat_counts() {
    let history = History::released("1.2.3");
    history
        .declare("1.2.4")
        .commit("Improve things (#12)\n\n* feat: a new command\n\n* fix: a typo\n");
    let run = history.relcheck().check(&["--rule", SCOPE]);
    assert_eq!(run.status(SCOPE, "patch"), "fail");
}

#[test]
fn commits_on_merged_branches_count() {
    let history = History::released("1.2.3");
    history
        .branch("feature", "main")
        .commit("feat: a new command");
    history
        .switch("main")
        .declare("1.2.4")
        .commit("chore: bump version to 1.2.4");
    history.git(&[
        "merge",
        "--quiet",
        "--no-ff",
        "--message",
        "Merge pull request #7 from ann/feature",
        "feature",
    ]);
    let run = history.relcheck().check(&["--rule", SCOPE]);
    assert_eq!(run.status(SCOPE, "patch"), "fail");
}

#[test]
fn an_rc_tag_above_the_last_final_one_is_not_the_previous_release() {
    let history = History::released("1.2.3");
    history
        .declare("1.3.0rc1")
        .commit("chore: bump version to 1.3.0rc1");
    history.tag("v1.3.0-rc.1");
    history
        .declare("1.3.0")
        .commit("chore: bump version to 1.3.0");
    assert_eq!(previous(&history), "v1.2.3");
    let run = history.relcheck().check(&["--rule", BUMP]);
    assert_eq!(run.status(BUMP, "minor"), "pass");
}

#[test]
fn a_tag_off_this_history_is_not_the_previous_release() {
    let history = History::released("1.2.3");
    history
        .branch("release/v2.0.x", "main")
        .commit("feat!: the future");
    history
        .tag("v2.0.0")
        .switch("main")
        .commit("fix: the present");
    assert_eq!(previous(&history), "v1.2.3");
    let fact = history.relcheck().fact("repository");
    assert_eq!(
        fact["value"]["history"]["higher_elsewhere"],
        serde_json::json!(["v2.0.0"])
    );
}

#[test]
fn a_version_that_is_tagged_elsewhere_cannot_be_released_again() {
    let history = History::released("1.2.3");
    history.branch("other", "main").commit("fix: elsewhere");
    history
        .tag("v1.2.4")
        .switch("main")
        .declare("1.2.4")
        .commit("fix: here");
    let run = history.relcheck().check(&["--rule", BUMP]);
    assert_eq!(run.status(BUMP, "patch"), "fail");
    assert!(run.findings(BUMP, "patch").join("\n").contains("v1.2.4"));
}

#[test]
fn a_version_that_is_tagged_on_no_commit_cannot_be_released_again() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    let tree = history.git(&["rev-parse", "HEAD^{tree}"]);
    history.git(&["update-ref", "refs/tags/v1.2.4", &tree]);
    let run = history.relcheck().check(&["--rule", BUMP]);
    assert_eq!(run.status(BUMP, "patch"), "fail", "{}", run.stdout);
    let findings = run.findings(BUMP, "patch").join("\n");
    assert!(
        findings.contains("`v1.2.4` is tagged already"),
        "{findings}"
    );
}

#[test]
fn a_lightweight_tag_is_a_release_too() {
    let history = History::released("1.2.3");
    history.commit("fix: something");
    history.git(&["tag", "v1.2.4"]);
    history.commit("fix: something else");
    assert_eq!(previous(&history), "v1.2.4");
}

#[test]
fn an_old_line_released_later_does_not_count() {
    let history = History::released("1.2.3");
    history.commit("feat!: two");
    history.tag("v2.0.0");
    history
        .branch("release/v1.2.x", "v1.2.3")
        .commit("fix: one");
    history.tag("v1.2.4").switch("main");
    history.git(&[
        "merge",
        "--quiet",
        "--no-ff",
        "--message",
        "Merge branch 'release/v1.2.x'",
        "release/v1.2.x",
    ]);
    assert_eq!(previous(&history), "v2.0.0");
}

#[test]
fn other_packages_tags_and_release_lines_do_not_count() {
    let history = History::released("1.2.3");
    history.commit("fix: something");
    for name in ["sibling-v9.0.0", "2.3.x", "v9", "latest", "other/v8.1.0"] {
        history.tag(name);
    }
    history.commit("fix: something else");
    assert_eq!(previous(&history), "v1.2.3");
}

#[test]
fn a_project_that_began_to_write_v_keeps_its_history() {
    let history = History::empty();
    history.declare("7.4.1").commit("chore: release");
    history.tag("7.4.1").commit("feat: more");
    assert_eq!(previous(&history), "7.4.1");
    history.tag("v7.5.0").commit("fix: less");
    assert_eq!(previous(&history), "v7.5.0");
}

#[test]
fn a_version_declared_differently_in_two_files_fails() {
    let history = History::released("1.2.3");
    history.declare("1.3.0").write(
        "package.json",
        "{\n  \"name\": \"demo\",\n  \"version\": \"1.2.9\"\n}\n",
    );
    history.commit("chore: bump version to 1.3.0");
    let run = history.relcheck().check(&["--rule", DECLARED]);
    assert_eq!(run.code, 1);
    assert_eq!(run.status(DECLARED, "minor"), "fail");
    let outcome = run.outcome(DECLARED, "minor");
    assert_eq!(outcome["findings"][0]["evidence"]["file"], "package.json");
    assert_eq!(outcome["findings"][0]["evidence"]["line"], 3);
}

#[test]
fn the_version_by_which_the_project_is_cited_counts() {
    let history = History::released("1.2.3");
    history
        .declare("1.2.4")
        .write(
            "CITATION.cff",
            "version: 1.2.2\nreferences:\n- version: 1.0\n",
        )
        .write("codemeta.json", "{\"softwareVersion\": \"1.2.1\"}");
    history.commit("docs: say how to cite it");
    let run = history.relcheck().check(&["--rule", DECLARED]);
    let findings = run.findings(DECLARED, "patch").join("\n");
    assert!(
        findings.contains("`CITATION.cff:1` declares `1.2.2`"),
        "{findings}"
    );
    assert!(
        findings.contains("`codemeta.json:1` declares `1.2.1`"),
        "{findings}"
    );
    history
        .write("CITATION.cff", "version: [\n")
        .write("codemeta.json", "{\"softwareVersion\": \"1.2.4\"}");
    history.commit("docs: break it");
    let run = history.relcheck().check(&["--rule", DECLARED]);
    assert_eq!(run.status(DECLARED, "patch"), "unknown");
    assert!(
        run.reason(DECLARED, "patch").contains("`CITATION.cff"),
        "{}",
        run.stdout
    );
}

#[test]
fn versions_that_agree_pass() {
    let history = History::released("1.2.3");
    history
        .declare("1.3.0")
        .write("src/demo/__init__.py", "__version__ = \"1.3.0\"\n");
    history.commit("chore: bump version to 1.3.0");
    let run = history.relcheck().check(&["--rule", DECLARED]);
    assert_eq!(run.status(DECLARED, "minor"), "pass");
}

#[test]
fn after_a_release_candidate_the_fix_names_what_works() {
    let history = History::released("1.2.3");
    history
        .declare("1.3.0")
        .commit("chore: bump version to 1.3.0");
    history.tag("v1.3.0-rc.1");
    let pre_release = ["--rule", DECLARED, "--stage", "pre-release"];
    let run = history.relcheck().check(&pre_release);
    assert_eq!(run.status(DECLARED, "minor"), "fail");
    let fix = "relcheck check --stage pre-release --release 1.3.0 ";
    assert!(run.stdout.contains(fix), "{}", run.stdout);
    let named = [&pre_release[..], &["--release", "1.3.0"]].concat();
    let run = history.relcheck().check(&named);
    assert_eq!(run.status(DECLARED, "minor"), "pass", "{}", run.stdout);
}

#[test]
fn a_version_that_only_running_code_tells_is_unknown() {
    let history = History::released("1.2.3");
    history.write(
        "setup.py",
        "from setuptools import setup\nsetup(name='demo', version=compute())\n",
    );
    history.declare("1.2.4").commit("fix: something");
    let run = history.relcheck().check(&["--rule", DECLARED]);
    assert_eq!(run.status(DECLARED, "patch"), "unknown");
    assert!(
        run.reason(DECLARED, "patch").contains("setup.py:2"),
        "{}",
        run.reason(DECLARED, "patch")
    );
    assert_eq!(run.code, 3);
}

#[test]
fn a_first_release_steps_from_nothing() {
    let history = History::empty();
    history.declare("0.1.0").commit("feat: everything");
    let run = history.relcheck().check(&["--rule", BUMP]);
    assert_eq!(run.status(BUMP, "minor"), "pass");
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn before_a_first_release_there_is_nothing_to_break() {
    let history = History::empty();
    history.declare("0.1.0").commit("feat!: think again");
    let run = history.relcheck().check(&[]);
    for rule in [SCOPE, BREAKING] {
        assert_eq!(run.status(rule, "minor"), "not-applicable", "{rule}");
    }
}

#[test]
fn a_breaking_change_that_only_the_changelog_tells_of_fails() {
    let history = History::released("1.2.3");
    history.write(
        "CHANGELOG.md",
        "# Changelog\n\n## [1.3.0] - 2026-01-30\n\n### Removed\n\n- The old endpoint.\n",
    );
    history.declare("1.3.0").commit("chore: tidy up");
    let run = history.relcheck().check(&["--rule", BREAKING]);
    assert_eq!(run.status(BREAKING, "minor"), "fail");
    assert!(
        run.findings(BREAKING, "minor")
            .join("\n")
            .contains("The old endpoint")
    );
}

#[test]
fn a_lock_file_that_stayed_behind_fails_with_the_command_that_writes_it() {
    let history = History::released("1.2.3");
    let manifest = "{\n  \"name\": \"demo\",\n  \"version\": \"1.2.4\"\n}\n";
    history
        .declare("1.2.4")
        .write("package.json", manifest)
        .write("package-lock.json", manifest.replace("1.2.4", "1.2.3"))
        .commit("chore: bump version to 1.2.4");
    let run = history.relcheck().check(&["--rule", DECLARED]);
    assert_eq!(run.status(DECLARED, "patch"), "fail");
    let finding = run.findings(DECLARED, "patch").join("\n");
    assert!(
        finding.contains("`package-lock.json:3` keeps the project at `1.2.3`, not 1.2.4"),
        "{finding}"
    );
    assert!(
        run.stdout.contains("npm install --package-lock-only"),
        "{}",
        run.stdout
    );

    history
        .write("package-lock.json", manifest)
        .commit("chore: write the lock file, too");
    let run = history.relcheck().check(&["--rule", DECLARED]);
    assert_eq!(run.status(DECLARED, "patch"), "pass");
}
