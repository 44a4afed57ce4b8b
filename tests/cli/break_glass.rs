//! Hotfixes that go out without something, and what they owe.

use super::harness::{ADA, EVE, GRACE, History, Run, Signer};

const RULE: &str = "approvals.break_glass";

/// What is left out: a file lies about.
const LEFT_OUT: &str = "branch.clean_tree";

const RECORD: &str = "id = \"2026-03\"\ntitle = \"Anyone can read files\"\ncause = \"security\"\nrelease = \"1.2.4\"\n\
    cvss = \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N\"\ndiscovered = 2026-01-30T10:00:00Z\n";

const PATH: &str = "incidents/2026-03.toml";

fn record(rules: &str, more: &str) -> String {
    format!("{RECORD}[break_glass]\nrules = [{rules}]\nfollow_up = \"REL-7\"\n{more}")
}

/// A hotfix of 1.2.3 with this record, and a file that git does not know.
fn hotfix(record: &str) -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(&[ADA, GRACE]);
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.branch("hotfix/v1.2.4", "main").declare("1.2.4");
    history.write(PATH, record).commit("fix: close the hole");
    history.write("left.txt", "x");
    history
}

fn signed(history: &History, by: &[Signer]) {
    for person in by {
        history.sign_off("break-glass", *person);
    }
}

fn check(history: &History) -> Run {
    let rules = format!("{RULE},{LEFT_OUT},quality.tests_pass");
    history.relcheck().check(&["--rule", &rules])
}

/// What a rule says of the hotfix, its warnings included.
fn said(run: &Run, kind: &str) -> String {
    let outcome = run.outcome(RULE, kind);
    let findings = outcome["findings"].as_array().unwrap().iter();
    let messages: Vec<&str> = findings
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    messages.join("\n")
}

#[test]
fn two_maintainers_let_findings_through_and_every_report_says_so() {
    let history = hotfix(&record("\"branch.clean_tree\"", ""));
    assert_eq!(check(&history).status(LEFT_OUT, "hotfix"), "fail");
    signed(&history, &[ADA, GRACE]);
    let run = check(&history);
    let outcome = run.outcome(LEFT_OUT, "hotfix");
    assert_eq!(outcome["status"], "waived", "{}", run.stdout);
    assert_eq!(outcome["findings"][0]["waived_by"], "REL-7");
    assert_eq!(run.status(RULE, "hotfix"), "warn");
    let weakenings = run.json()["weakenings"].to_string();
    assert!(
        weakenings.contains(
            "1.2.4 goes out without `branch.clean_tree`, under a break-glass sign-off by `Ada`, `Grace`: REL-7"
        ),
        "{weakenings}"
    );
    // Nobody has seen what is unknown.
    let both = hotfix(&record("\"branch.clean_tree\", \"quality.tests_pass\"", ""));
    signed(&both, &[ADA, GRACE]);
    assert_eq!(
        check(&both).status("quality.tests_pass", "hotfix"),
        "unknown"
    );
}

#[test]
fn it_takes_two_maintainers_and_the_rule_in_the_record() {
    let record = record("\"branch.clean_tree\"", "");
    for by in [&[][..], &[ADA], &[ADA, ADA], &[ADA, EVE]] {
        let history = hotfix(&record);
        signed(&history, by);
        let run = check(&history);
        assert_eq!(run.status(LEFT_OUT, "hotfix"), "fail", "{by:?}");
        assert!(
            said(&run, "hotfix").contains("it lets nothing through"),
            "{by:?}"
        );
    }
    for other in [
        record.replace("clean_tree", "cut_from_main"),
        record.replace("1.2.4", "1.2.5"),
        RECORD.to_owned(),
    ] {
        let history = hotfix(&other);
        signed(&history, &[ADA, GRACE]);
        assert_eq!(
            check(&history).status(LEFT_OUT, "hotfix"),
            "fail",
            "{other}"
        );
    }
    let history = hotfix(&record);
    signed(&history, &[ADA, GRACE]);
    let run = history.relcheck().check(&["--rule", LEFT_OUT]);
    assert_eq!(run.status(LEFT_OUT, "hotfix"), "fail");
}

#[test]
fn it_is_bound_to_one_commit_not_to_its_files() {
    let history = hotfix(&record("\"branch.clean_tree\"", ""));
    signed(&history, &[ADA, GRACE]);
    assert_eq!(check(&history).status(LEFT_OUT, "hotfix"), "waived");
    let tree = history.git(&["rev-parse", "HEAD^{tree}"]);
    let commit = history.git(&["rev-parse", "HEAD"]);
    history.git(&[
        "commit",
        "--quiet",
        "--amend",
        "--message",
        "fix: close the hole again",
    ]);
    assert_eq!(history.git(&["rev-parse", "HEAD^{tree}"]), tree);
    assert_ne!(history.git(&["rev-parse", "HEAD"]), commit);
    let run = check(&history);
    assert_eq!(run.status(LEFT_OUT, "hotfix"), "fail");
    assert!(
        said(&run, "hotfix").contains("0 of 2 maintainers have signed"),
        "{}",
        run.stdout
    );
}

#[test]
fn some_rules_are_never_left_out() {
    let history = hotfix(&record(
        "\"approvals.trust_root\", \"hotfix.justified\"",
        "",
    ));
    history.write(
        PATH,
        record("\"approvals.trust_root\", \"hotfix.justified\"", "").replace("security", "other"),
    );
    history.people(&[ADA]);
    history.commit("chore: drop Grace");
    signed(&history, &[ADA, GRACE]);
    let rules = format!("{RULE},approvals.trust_root,hotfix.justified");
    let run = history.relcheck().check(&["--rule", &rules]);
    assert_eq!(run.status("hotfix.justified", "hotfix"), "fail");
    let root = run.outcome("approvals.trust_root", "hotfix");
    assert_ne!(root["status"], "waived");
    assert!(
        said(&run, "hotfix").contains("`hotfix.justified` cannot be left out"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_next_release_waits_for_what_is_owed() {
    let history = hotfix(&record("\"branch.clean_tree\"", ""));
    signed(&history, &[ADA, GRACE]);
    history.tag("v1.2.4");
    assert_eq!(check(&history).status(LEFT_OUT, "hotfix"), "waived");
    history.git(&["tag", "--force", "v1.2.4", "v1.2.3"]);
    assert_eq!(check(&history).status(LEFT_OUT, "hotfix"), "fail");
    history.git(&["tag", "--force", "v1.2.4", "HEAD"]);
    history.switch("main");
    history.git(&["merge", "--quiet", "--ff-only", "hotfix/v1.2.4"]);
    std::fs::remove_file(history.path().join("left.txt")).unwrap();
    let next = |content: Option<&str>| {
        match content {
            Some(content) => {
                history.write(PATH, content);
            }
            None => std::fs::remove_file(history.path().join(PATH)).unwrap(),
        }
        history.declare("1.2.5").commit("fix: another one");
        let run = check(&history);
        (run.status(RULE, "patch"), said(&run, "patch"))
    };
    let open = record("\"branch.clean_tree\"", "");
    let (status, told) = next(Some(&open));
    assert_eq!(status, "fail");
    assert_eq!(
        told,
        "1.2.4 goes out without `branch.clean_tree`, and that is not made up for: REL-7"
    );
    let later = record("\"branch.clean_tree\"", "closed = 2026-02-02T00:00:00Z\n");
    assert_eq!(next(Some(&later)).0, "fail");
    let closed = record("\"branch.clean_tree\"", "closed = 2026-01-31T00:00:00Z\n");
    assert_eq!(next(Some(&closed)).0, "pass");
    for taken_away in [RECORD.to_owned(), open.replace("1.2.4", "1.2.5")] {
        let (status, told) = next(Some(&taken_away));
        assert_eq!(status, "fail");
        assert!(
            told.contains(
                "1.2.4 went out without `branch.clean_tree`, and the record of it is gone"
            ),
            "{told}"
        );
    }
    let (status, _) = next(Some("id"));
    assert_eq!(status, "fail");
    assert!(next(None).1.contains("the record of it is gone"));
}

#[test]
fn a_record_that_cannot_be_read_leaves_it_unknown() {
    let history = hotfix("id = \"2026-03\"\n");
    let run = check(&history);
    assert_eq!(run.status(RULE, "hotfix"), "unknown");
    assert!(run.reason(RULE, "hotfix").contains(PATH));
    history.write(PATH, RECORD).commit("docs: mend it");
    assert_eq!(check(&history).status(RULE, "hotfix"), "pass");
}
