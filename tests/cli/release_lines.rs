//! How changes come to main, where release branches leave it, and whether releases come back.

use super::harness::{History, Run};

const REVIEWED: &str = "branch.reviewed_merges";
const CUT: &str = "branch.cut_from_main";
const BACK: &str = "branch.merged_back";
const WINDOW: &str = "branch.maintenance_window";
const RETENTION: &str = "support.retention";

fn merge(history: &History, branch: &str) -> String {
    history.git(&["merge", "--quiet", "--no-ff", "--no-edit", branch]);
    history.git(&["rev-parse", "HEAD"])
}

/// A released project, and a feature branch with one commit that is merged into main.
fn merged_feature() -> History {
    let history = History::released("1.2.3");
    history.branch("feature", "main").write("feature", "a");
    history.commit("feat: a thing");
    history.switch("main").write("meanwhile", "a");
    history.commit("fix: another (#3)");
    merge(&history, "feature");
    history
}

fn minor(history: &History, rule: &str) -> Run {
    history.relcheck().check(&["--rule", rule])
}

#[test]
fn merges_and_squashed_pull_requests_come_the_right_way() {
    let history = merged_feature();
    history.git(&["switch", "-q", "-c", "queue", "main"]);
    history.write("queued", "a").commit("feat: queued");
    history.switch("main");
    history.git(&[
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "Merge pull request #4 from ada/queue",
        "queue",
    ]);
    let run = minor(&history, REVIEWED);
    assert_eq!(run.status(REVIEWED, "minor"), "pass", "{}", run.stdout);
}

#[test]
fn direct_pushes_are_warned_about() {
    let history = merged_feature();
    let direct = history.write("quick", "a").commit("fix: a quick one");
    history.branch("release/v1.3.x", "main").write("own", "a");
    history.commit("fix: on the release branch, which is not main");
    let run = minor(&history, REVIEWED);
    assert_eq!(run.status(REVIEWED, "minor"), "warn");
    assert_eq!(
        run.findings(REVIEWED, "minor"),
        [format!(
            "main: 1 commit came to `main` neither by a merge nor with the number of a pull request: {} `fix: a quick one`",
            &direct[..10]
        )]
    );
}

#[test]
fn a_pull_before_a_push_is_no_reviewed_merge() {
    let history = History::released("1.2.3");
    let clone = history.beside("clone");
    history.git(&[
        "clone",
        "-q",
        history.path().to_str().unwrap(),
        clone.to_str().unwrap(),
    ]);
    history.write("theirs", "a").commit("fix: theirs (#1)");
    history.git_in(
        &clone,
        &["commit", "-q", "--allow-empty", "-m", "fix: mine (#2)"],
    );
    history.git_in(&clone, &["pull", "-q", "--no-rebase", "--no-edit"]);
    history.git(&["pull", "-q", clone.to_str().unwrap(), "main"]);
    let run = minor(&history, REVIEWED);
    let findings = run.findings(REVIEWED, "minor").join("\n");
    assert!(
        findings.contains("1 commit merges `main` into itself"),
        "{findings}"
    );
}

#[test]
fn a_release_branch_is_cut_from_mains_own_line() {
    let history = merged_feature();
    let old = history.git(&["rev-parse", "main~1"]);
    for start in ["main", old.as_str()] {
        history.git(&["switch", "-q", "-C", "release/v1.3.x", start]);
        history.commit("chore: bump version to 1.3.0");
        let run = minor(&history, CUT);
        assert_eq!(run.status(CUT, "minor"), "pass", "{start}: {}", run.stdout);
    }
    history.switch("main");
    let run = minor(&history, CUT);
    assert_eq!(run.status(CUT, "minor"), "not-applicable");
    assert_eq!(run.status(CUT, "patch"), "not-applicable");
}

#[test]
fn a_release_branch_cut_from_a_merged_feature_fails() {
    for start in ["feature", "main^2"] {
        let history = merged_feature();
        history.branch("release/v1.3.x", start);
        history.commit("chore: bump version to 1.3.0");
        let run = minor(&history, CUT);
        let merge = history.git(&["rev-parse", "main"]);
        let feature = history.git(&["rev-parse", "feature"]);
        assert_eq!(
            run.findings(CUT, "minor"),
            [format!(
                "release/v1.3.x: `release/v1.3.x` starts from commit {}, which is not on `main`'s own line: {} merged it there",
                &feature[..10],
                &merge[..10]
            )],
            "{start}"
        );
        let fix = run.outcome(CUT, "minor")["findings"][0]["fix"].clone();
        let words: Vec<&str> = fix.as_str().unwrap().split(' ').skip(1).collect();
        history.git(&words);
        assert_eq!(minor(&history, CUT).status(CUT, "minor"), "pass");
    }
}

#[test]
fn a_release_branch_that_was_merged_back_is_none_cut_from_a_merge() {
    let history = merged_feature();
    history.branch("release/v1.3.x", "main").write("own", "a");
    history.commit("fix: first");
    history.switch("main");
    merge(&history, "release/v1.3.x");
    history.switch("release/v1.3.x");
    history.commit("fix: second");
    let run = minor(&history, CUT);
    assert_eq!(run.status(CUT, "minor"), "pass", "{}", run.stdout);
}

/// 1.2.4 is tagged on its release branch, which main does not have.
fn released_aside() -> History {
    let history = History::ready();
    history.write("fixed", "a").commit("fix: the hole");
    history.tag("v1.2.4");
    history
}

const LATER: &str = "2026-03-01T00:00:00Z";

fn back(history: &History, more: &[&str]) -> Run {
    let arguments = ["--stage", "post-release", "--rule", BACK];
    history.relcheck().check(&[&arguments, more].concat())
}

#[test]
fn a_release_is_merged_back_within_a_week() {
    let history = released_aside();
    let early = back(&history, &["--now", "2026-01-02T00:00:00Z"]);
    assert_eq!(early.status(BACK, "patch"), "pending");
    assert_eq!(early.reason(BACK, "patch"), "due by 2026-01-08T03:00:00Z");
    let late = back(&history, &["--now", LATER]);
    assert_eq!(late.code, 1);
    assert_eq!(late.status(BACK, "patch"), "fail");
    assert_eq!(late.findings(BACK, "patch").len(), 2);
    assert_eq!(late.status(BACK, "minor"), "not-applicable");

    history.switch("main");
    merge(&history, "v1.2.4");
    let asked = back(&history, &["--now", LATER, "--release", "1.2.4"]);
    assert_eq!(asked.status(BACK, "patch"), "pass", "{}", asked.stdout);
    history.git(&["switch", "-q", "--detach", "v1.2.4"]);
    assert_eq!(
        back(&history, &["--now", LATER]).status(BACK, "patch"),
        "pass"
    );
}

#[test]
fn each_change_may_come_back_by_itself() {
    let history = released_aside();
    let bump = history.git(&["rev-parse", "v1.2.4~1"]);
    history
        .switch("main")
        .write("other", "a")
        .commit("feat: going on");
    history.git(&["cherry-pick", "v1.2.4^{commit}"]);
    history.switch("release/v1.2.x");
    let run = back(&history, &["--now", LATER]);
    assert_eq!(
        run.findings(BACK, "patch"),
        [format!(
            "{}: `fix: something` of `v1.2.4` is not on `main`",
            &bump[..10]
        )]
    );
    history.switch("main");
    history.git(&["cherry-pick", &bump]);
    history.switch("release/v1.2.x");
    assert_eq!(
        back(&history, &["--now", LATER]).status(BACK, "patch"),
        "pass"
    );
}

#[test]
fn a_line_older_than_the_newest_need_not_come_back() {
    let history = released_aside();
    history.switch("main").declare("1.3.0").commit("feat: more");
    history.tag("v1.3.0");
    history.switch("release/v1.2.x");
    let run = back(&history, &["--now", LATER]);
    assert_eq!(run.status(BACK, "patch"), "not-applicable");
    assert_eq!(
        run.reason(BACK, "patch"),
        "`v1.2.4` is of an older line than `v1.3.0`"
    );
}

#[test]
fn without_a_release_nothing_can_come_back() {
    let run = back(&History::ready(), &[]);
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert_eq!(
        run.reason(BACK, "patch"),
        "HEAD has no tag of a final release"
    );
}

/// Four major versions, the newest on main, and a fix for the oldest on its release branch.
fn four_majors() -> History {
    let history = History::released("1.0.0");
    for version in ["2.0.0", "3.0.0", "4.0.0"] {
        history
            .declare(version)
            .commit(&format!("feat!: {version}"));
        history.tag(&format!("v{version}"));
    }
    history.branch("release/v1.0.x", "v1.0.0").declare("1.0.1");
    history.commit("fix: for the old");
    history
}

#[test]
fn an_old_major_version_is_patched_for_a_year() {
    let history = four_majors();
    let at = |now: &str| history.relcheck().check(&["--rule", WINDOW, "--now", now]);
    let early = at("2026-06-01T00:00:00Z");
    assert_eq!(early.status(WINDOW, "patch"), "warn");
    let late = at("2027-06-01T00:00:00Z");
    assert_eq!(late.code, 1);
    assert_eq!(
        late.findings(WINDOW, "patch"),
        ["1.0: the support of 1.0 ended on 2027-01-01"]
    );

    history.write(
        "relcheck.toml",
        "[[support.lines]]\nline = \"1.0\"\nuntil = \"2027-12-31\"\n",
    );
    let prolonged = at("2027-06-01T00:00:00Z");
    assert_eq!(prolonged.status(WINDOW, "patch"), "pass");
    let weakenings = prolonged.json()["weakenings"].to_string();
    assert!(
        weakenings.contains("1.0 full support until 2027-12-31"),
        "{weakenings}"
    );

    history.write("relcheck.toml", "[support]\nmajors = 4\n");
    let more = at("2027-06-01T00:00:00Z");
    assert_eq!(more.status(WINDOW, "patch"), "pass");
    let weakenings = more.json()["weakenings"].to_string();
    assert!(
        weakenings.contains("branch.maintenance_window.majors"),
        "{weakenings}"
    );
}

#[test]
fn a_clone_of_one_branch_does_not_know_the_other_lines() {
    let history = four_majors();
    let single = history.beside("single");
    let from = format!("file://{}", history.path().display());
    history.git(&[
        "clone",
        "-q",
        "--single-branch",
        &from,
        single.to_str().unwrap(),
    ]);
    let run = super::harness::Relcheck::in_folder(&single).check(&["--rule", WINDOW]);
    assert_eq!(run.status(WINDOW, "patch"), "unknown");
    assert!(
        run.reason(WINDOW, "patch").contains("single branches"),
        "{}",
        run.stdout
    );
}

#[test]
fn releases_that_lost_their_tag_are_missed() {
    let history = History::released("1.0.0");
    history.write(
        "CHANGELOG.md",
        "# Changelog\n\n## 1.1.0 - 2026-01-02\n\n- b\n\n## 0.9.0 - 2025-01-01\n\n- a\n",
    );
    history.write(
        "SECURITY.md",
        "| Version | Supported |\n|---|---|\n| all | yes |\n",
    );
    history.declare("1.1.0").commit("feat: b");
    history.tag("v1.1.0");
    let arguments = ["--stage", "process", "--rule", RETENTION];
    let report = history.relcheck().check(&arguments).json();
    let outcome = &report["outcomes"][0];
    assert_eq!(outcome["status"], "warn", "{report}");
    assert_eq!(
        outcome["findings"][0]["message"],
        "1 release has no tag, and `CHANGELOG.md:7` tells of it: 0.9.0"
    );
    history.git(&["tag", "v0.9.0", "v1.0.0"]);
    let report = history.relcheck().check(&arguments).json();
    assert_eq!(report["outcomes"][0]["status"], "pass", "{report}");
}

/// A project with four majors, the oldest of which is in its last year of security fixes.
fn majors_of_one_year() -> History {
    let history = History::released("1.0.0");
    for version in ["2.0.0", "3.0.0", "4.0.0"] {
        history.commit("feat!: more");
        history.tag(&format!("v{version}"));
    }
    history
}

fn process(history: &History) -> Run {
    history
        .relcheck()
        .check(&["--rule", RETENTION, "--stage", "process"])
}

fn retention_findings(run: &Run) -> Vec<String> {
    let json = run.json();
    let outcomes = json["outcomes"].as_array().unwrap().iter();
    let own = outcomes.filter(|outcome| outcome["rule"] == RETENTION);
    own.flat_map(|outcome| outcome["findings"].as_array().unwrap().clone())
        .map(|finding| finding["message"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn security_md_must_promise_what_is_owed() {
    let history = majors_of_one_year();
    let table = |rows: &str| {
        format!("# Security\n\n## Supported Versions\n\n| Version | Supported |\n|---|---|\n{rows}")
    };
    history.write(
        "SECURITY.md",
        table("| >= 2.0 | :white_check_mark: |\n| 1.x | security fixes only |\n"),
    );
    history.commit("docs: support");
    assert_eq!(retention_findings(&process(&history)), [""; 0]);
    history.write(
        "SECURITY.md",
        table("| 4.x | :white_check_mark: |\n| 3.x | ✅ |\n| < 3.0 | :x: |\n"),
    );
    history.commit("docs: less support");
    let findings = retention_findings(&process(&history));
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert_eq!(
        findings[1],
        "`SECURITY.md:9` (`< 3.0`) says that 2.0 gets no fixes, and by the rules it gets every fix"
    );
    history.write("SECURITY.md", table("| Four | yes |\n"));
    history.commit("docs: words");
    let run = process(&history);
    assert_eq!(retention_findings(&run), [""; 0]);
    assert!(
        run.stdout
            .contains("which versions it names is not understood"),
        "{}",
        run.stdout
    );
}
