//! `relcheck suggest`: which type the next release has to be, and what asks for it.

use serde_json::Value;

use super::harness::{History, Run};

fn suggest(history: &History) -> Run {
    history.relcheck().args(&["suggest", "-o", "json"]).run()
}

/// Type, version and exit code.
fn answer(history: &History) -> (String, String, i32) {
    let run = suggest(history);
    let json = run.json();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    (text(&json["type"]), text(&json["version_text"]), run.code)
}

fn is(history: &History, kind: &str, version: &str) {
    let expected = (kind.to_owned(), version.to_owned(), 0);
    assert_eq!(answer(history), expected, "{}", suggest(history).stdout);
}

/// The messages of what asks for a type.
fn reasons(run: &Run, kind: &str) -> Vec<String> {
    let json = run.json();
    let groups = json["reasons"].as_array().expect("reasons");
    groups
        .iter()
        .filter(|group| group["type"] == kind)
        .flat_map(|group| group["findings"].as_array().expect("findings"))
        .map(|finding| finding["message"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// `v1.2.3`, and one commit after it.
fn after(message: &str) -> History {
    let history = History::released("1.2.3");
    history.commit(message);
    history
}

fn configured(history: &History, text: &str) {
    history.write("relcheck.toml", text);
    history.commit("chore: configure relcheck");
}

#[test]
fn fixes_take_a_patch() {
    is(&after("fix: close the file"), "patch", "1.2.4");
}

#[test]
fn a_feature_takes_a_minor_and_is_the_reason() {
    let history = after("feat: add x");
    is(&history, "minor", "1.3.0");
    let run = suggest(&history);
    assert_eq!(
        reasons(&run, "minor"),
        ["`feat: add x` adds a feature, which takes a minor release"]
    );
    let head = history.git(&["rev-parse", "HEAD"]);
    let evidence = &run.json()["reasons"][0]["findings"][0]["evidence"];
    assert_eq!(evidence["commit"], head.as_str());
}

#[test]
fn a_breaking_change_takes_a_major() {
    is(&after("feat!: drop x"), "major", "2.0.0");
    let footer = after("fix: close\n\nBREAKING CHANGE: the file is closed");
    is(&footer, "major", "2.0.0");
    assert!(!reasons(&suggest(&footer), "major").is_empty());
}

#[test]
fn a_reverted_feature_takes_nothing() {
    let history = after("feat: add x");
    let feature = history.git(&["rev-parse", "HEAD"]);
    history.commit(&format!(
        "Revert \"feat: add x\"\n\nThis reverts commit {feature}."
    ));
    is(&history, "patch", "1.2.4");
}

#[test]
fn an_addition_that_only_the_manifest_shows_takes_a_minor() {
    let history = History::released("1.2.3");
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n\n[project.optional-dependencies]\nfast = [\"numpy\"]\n",
    );
    history.commit("chore: say what is optional");
    is(&history, "minor", "1.3.0");
    let run = suggest(&history);
    let found = reasons(&run, "minor").join("\n");
    assert!(found.contains("fast"), "{found}");
    assert!(found.contains("pyproject.toml:"), "{found}");
}

#[test]
fn additions_and_deprecations_in_the_changelog_take_a_minor() {
    for heading in ["Added", "Deprecated"] {
        let history = History::released("1.2.3");
        history.write(
            "CHANGELOG.md",
            format!("# Changelog\n\n## [Unreleased]\n\n### {heading}\n\n- The option x.\n\n## [1.2.3] - 2026-01-01\n\n### Fixed\n\n- Something.\n"),
        );
        history.commit("docs: tell of x");
        is(&history, "minor", "1.3.0");
    }
}

/// A changelog that plans 2.0.0, and has these sections below.
fn planning(history: &History, heading: &str, sections: &str) {
    let text = format!(
        "# Changelog\n\n## {heading}\n\n### Breaking Changes\n\n- `x` is gone\n\n{sections}## [1.2.3] - 2026-01-01\n\n### Fixed\n\n- Something.\n"
    );
    history.write("CHANGELOG.md", text);
}

#[test]
fn what_the_changelog_planned_for_a_later_release_even_before_takes_nothing() {
    let fixed = "## [1.2.4] - 2026-02-01\n\n### Fixed\n\n- More.\n\n";
    let planned = |heading: &str| {
        let history = History::empty();
        history.declare("1.2.3");
        planning(&history, heading, "");
        history.commit("chore: first release");
        history.tag("v1.2.3");
        planning(&history, heading, fixed);
        history.commit("fix: close the file");
        is(&history, "patch", "1.2.4");
        history
    };
    // The day may be that on which the planning began.
    planned("2.0.0 - 2022-11-24");
    let history = planned("2.0.0 - TBD");
    let looked_at = suggest(&history).json()["looked_at"].to_string();
    assert!(
        looked_at.contains("without 1 entry, planned for later even before"),
        "{looked_at}"
    );
    // Once it is released, or where it was not there before, it counts.
    planning(&history, "2.0.0 - 2026-02-01", "");
    history.commit("chore: release all of it");
    is(&history, "major", "2.0.0");
    let run = suggest(&history);
    assert_eq!(
        reasons(&run, "major"),
        ["`CHANGELOG.md:7` lists a breaking change: `x` is gone"]
    );
    planning(&history, "2.0.0 - TBD", "");
    history.declare("2.0.0");
    history.commit("chore: bump version to 2.0.0");
    is(&history, "major", "2.0.0");
    let new = History::released("1.2.3");
    planning(&new, "2.0.0 - TBD", fixed);
    new.commit("docs: tell of what is gone");
    is(&new, "major", "2.0.0");
}

#[test]
fn an_entry_that_begins_with_adding_makes_it_less_sure() {
    let history = History::released("1.2.3");
    history.write(
        "CHANGELOG.md",
        "# 1.2.4\n\n## What's Changed\n* `Flags` trait: add `clear` by @x\n* Fix y\n\n# 1.2.3\n\n* z\n",
    );
    history.commit("fix: tidy up");
    is(&history, "patch", "1.2.4");
    let doubts = suggest(&history).json()["sure"]["because"].to_string();
    assert!(
        doubts.contains("`CHANGELOG.md:4` may list something new: `Flags` trait: add `clear`"),
        "{doubts}"
    );
    assert!(!doubts.contains("CHANGELOG.md:5"), "{doubts}");
}

fn runtime(history: &History, bound: &str) {
    history.write(
        "pyproject.toml",
        format!(
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\nrequires-python = \">={bound}\"\n"
        ),
    );
}

#[test]
fn a_dropped_runtime_takes_what_the_configuration_says() {
    let history = History::empty();
    runtime(&history, "3.9");
    history.commit("chore: first release");
    history.tag("v1.2.3");
    runtime(&history, "3.11");
    history.commit("chore: ask for a newer Python");
    is(&history, "minor", "1.3.0");
    for (weight, kind, version) in [("major", "major", "2.0.0"), ("patch", "patch", "1.2.4")] {
        configured(
            &history,
            &format!("[rules.version.scope_fits_type.params]\nruntime_drop = \"{weight}\"\n"),
        );
        is(&history, kind, version);
    }
}

#[test]
fn below_1_0_0_what_breaks_takes_a_minor_and_is_a_weakening() {
    let history = History::released("0.2.3");
    history.commit("feat!: drop x");
    is(&history, "minor", "0.3.0");
    let weakenings = suggest(&history).json()["weakenings"].to_string();
    assert_eq!(weakenings.matches("below 1.0.0").count(), 1, "{weakenings}");
    configured(&history, "[version]\nscheme = \"semver-strict\"\n");
    is(&history, "major", "1.0.0");
}

#[test]
fn versions_that_follow_the_calendar_step_with_it() {
    let history = History::released("2025.11.0");
    history.commit("feat: add x");
    configured(&history, "[version]\nscheme = \"calver\"\n");
    is(&history, "minor", "2026.2.0");
    assert_eq!(
        suggest(&history).json()["weakenings"].to_string(),
        "[\"the clock is overridden: 2026-02-01T00:00:00Z\"]"
    );
}

#[test]
fn a_calendar_is_never_guessed_in_silence() {
    let history = History::released("2025.11.0");
    history.commit("fix: close the file");
    is(&history, "patch", "2025.11.1");
    let weakenings = suggest(&history).json()["weakenings"].to_string();
    assert!(
        weakenings.contains("is a guess from `v2025.11.0`"),
        "{weakenings}"
    );
}

#[test]
fn a_post_release_that_is_declared_is_a_patch_under_pep_440() {
    let history = History::released("1.2.3");
    history.declare("1.2.3.post1");
    history.commit("fix: package the licence");
    configured(&history, "[version]\nscheme = \"pep440\"\n");
    is(&history, "patch", "1.2.3.post1");
    let declared = &suggest(&history).json()["declared"];
    assert_eq!(declared["legal"], true, "{declared}");
}

#[test]
fn a_hotfix_branch_takes_a_hotfix_unless_it_carries_more() {
    let history = History::released("1.2.3");
    history.branch("hotfix/v1.2.4", "main");
    history.commit("fix: close the file");
    is(&history, "hotfix", "1.2.4");
    history.commit("feat: add x");
    is(&history, "minor", "1.3.0");
}

#[test]
fn a_first_release_is_what_is_declared_or_0_1_0() {
    let history = History::empty();
    history.write("README.md", "# demo\n");
    history.commit("feat!: begin");
    is(&history, "minor", "0.1.0");
    history.declare("1.0.0");
    history.commit("chore: declare a version");
    is(&history, "major", "1.0.0");
}

#[test]
fn nothing_changed_is_an_answer_too() {
    let history = History::released("1.2.3");
    let run = suggest(&history);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.json()["answer"], "nothing-changed");
    assert_eq!(run.json()["type"], Value::Null);
}

#[test]
fn a_shallow_clone_without_its_release_relies_on_nothing() {
    let history = after("feat: add x");
    let clone = history.beside("clone");
    let source = format!("file://{}", history.path().display());
    history.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        "--no-tags",
        &source,
        clone.to_str().unwrap(),
    ]);
    let run = super::harness::Relcheck::in_folder(&clone)
        .args(&["suggest", "-o", "json"])
        .run();
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert_eq!(run.json()["answer"], "unknown");
    assert!(
        run.json()["summary"].to_string().contains("git fetch"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_declared_version_that_says_otherwise_is_named() {
    let history = History::released("1.2.3");
    history.declare("1.2.4");
    history.commit("feat: add x");
    let declared = &suggest(&history).json()["declared"];
    assert_eq!(declared["legal"], false);
    assert_eq!(declared["type"], "patch");
}

#[test]
fn it_never_disagrees_with_check() {
    for message in ["fix: x", "feat: x", "feat!: x", "tidy up", "deprecate: x"] {
        let history = after(message);
        let (suggested, _, _) = answer(&history);
        let rules = [
            "--rule",
            "version.scope_fits_type,version.no_breaking_changes",
        ];
        let run = history.relcheck().check(&rules);
        for kind in ["patch", "minor"] {
            let fails = ["version.scope_fits_type", "version.no_breaking_changes"]
                .iter()
                .any(|rule| run.status(rule, kind) == "fail");
            let smaller =
                kind == "patch" && suggested != "patch" || kind == "minor" && suggested == "major";
            assert_eq!(fails, smaller, "{message}: {kind}");
        }
    }
}

#[test]
fn a_commit_of_no_type_makes_it_less_sure() {
    let level = |message: &str| suggest(&after(message)).json()["sure"]["level"].clone();
    assert_eq!(level("feat!: drop x"), "high");
    assert_eq!(level("fix: close the file"), "medium");
    assert_eq!(level("tidy up"), "low");
}

#[test]
fn people_read_the_answer_first() {
    let history = after("feat: add x");
    let run = history.relcheck().args(&["suggest", "-q"]).run();
    assert_eq!(
        run.stdout,
        "minor 1.3.0: it takes a minor release (confidence: medium)\n"
    );
    let text = history.relcheck().args(&["suggest"]).run().stdout;
    assert!(
        text.contains("What takes a minor release:\n    - `feat: add x` adds a feature"),
        "{text}"
    );
    assert!(
        text.contains("Looked at  1 commit message, the changelog `CHANGELOG.md`"),
        "{text}"
    );
}
