//! Waivers: which count, who may agree to them, and how they are listed.

use super::harness::{ADA, GRACE, History, Run};

const RULE: &str = "approvals.waivers";

/// A project of Ada and Grace with these waivers.
fn waived(waivers: &str) -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(&[ADA, GRACE]);
    history.commit("chore: first release");
    history.signed_tag("v1.2.3", ADA);
    history.write("waivers.toml", waivers);
    history.write("src/demo.py", "x = 1\n");
    history.commit("fix: something");
    history
}

/// A waiver of `branch.clean_tree`, with other values for some keys.
fn waiver(changes: &[(&str, &str)]) -> String {
    let usual = [
        ("rule", "branch.clean_tree"),
        ("subject", "generated/*"),
        ("reason", "written by the build"),
        ("owner", "ada"),
        ("approver", "grace@example.org"),
        ("ticket", "REL-1"),
        ("expires", "2026-03-01"),
        ("versions", ">=1.2.0, <1.3.0"),
    ];
    let value = |key: &str, usual: &str| {
        let changed = changes.iter().find(|(it, _)| *it == key);
        changed.map_or_else(|| usual.to_owned(), |(_, value)| (*value).to_owned())
    };
    let lines = usual.map(|(key, usual)| format!("{key} = \"{}\"\n", value(key, usual)));
    format!("[[waiver]]\n{}", lines.concat())
}

fn check(history: &History) -> Run {
    history.relcheck().check(&["--rule", RULE])
}

fn verdict(waivers: &str) -> String {
    let run = check(&waived(waivers));
    let mut lines = vec![run.status(RULE, "patch")];
    lines.extend(run.findings(RULE, "patch"));
    lines.join("\n")
}

#[test]
fn a_waiver_that_two_people_of_the_list_agreed_on() {
    assert_eq!(verdict(&waiver(&[])), "pass");
    assert_eq!(verdict(""), "pass");
}

#[test]
fn nobody_agrees_with_themselves() {
    let same = waiver(&[("owner", "Ada"), ("approver", "@ada")]);
    let aliased = waiver(&[("owner", "Ada"), ("approver", "ada@example.org")]);
    let found = [verdict(&same), verdict(&aliased)].join("\n");
    insta::assert_snapshot!(found, @r"
    fail
    REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) does not count: `Ada` approved it for themselves
    REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) names `@ada` as its approver, who is on no list that counts
    fail
    REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) was agreed to by `Ada`, who asked for it
    ");
}

#[test]
fn a_waiver_that_git_does_not_track_counts_for_nothing() {
    let clean = "branch.clean_tree";
    let history = waived(&waiver(&[("subject", "notes.txt")]));
    history.write("notes.txt", "x");
    let status = || history.relcheck().check(&["--rule", clean]);
    assert_eq!(status().status(clean, "patch"), "waived");
    let text = std::fs::read_to_string(history.path().join("waivers.toml")).unwrap();
    history.git(&["rm", "--quiet", "--cached", "waivers.toml"]);
    history.git(&["commit", "--quiet", "--message", "chore: no waivers"]);
    history.write(".git/info/exclude", "waivers.toml\n");
    history.write("waivers.toml", text);
    let run = status();
    assert_eq!(run.status(clean, "patch"), "fail");
    assert!(
        run.stdout
            .contains("`waivers.toml` counts for nothing in this run, and git does not track it"),
        "{}",
        run.stdout
    );
}

#[test]
fn strangers_agree_to_nothing() {
    let found = [
        verdict(&waiver(&[("approver", "eve")])),
        verdict(&waiver(&[("owner", "eve@example.org")])),
    ];
    insta::assert_snapshot!(found.join("\n"), @r"
    fail
    REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) names `eve` as its approver, who is on no list that counts
    fail
    REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) names `eve@example.org` as its owner, who is on no list that counts
    ");
}

#[test]
fn dates_are_held_to() {
    let found = [
        verdict(&waiver(&[("expires", "2026-01-31")])),
        verdict(&waiver(&[("expires", "2026-02-01")])),
        verdict(&waiver(&[("expires", "2026-05-02")])),
        verdict(&waiver(&[("expires", "2026-05-03")])),
    ];
    insta::assert_snapshot!(found.join("\n"), @r"
    warn
    REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) expired on 2026-01-31: remove it
    warn
    REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) expires in 0 days, on 2026-02-01
    pass
    fail
    REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) does not count: it expires on 2026-05-03, more than 90 days from now
    ");
}

#[test]
fn what_covers_everything_is_pointed_out() {
    insta::assert_snapshot!(verdict(&waiver(&[("subject", "**")])), @r"
    warn
    REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) covers whatever the rule finds: name what it is for
    ");
}

#[test]
fn no_waiver_covers_the_rules_that_judge_waivers() {
    let history = waived(&waiver(&[
        ("rule", "approvals.trust_root"),
        ("subject", "*"),
    ]));
    history.sign_off("manual-testing", GRACE);
    let run = history
        .relcheck()
        .check(&["--rule", "approvals.trust_root,approvals.waivers"]);
    assert_eq!(run.status("approvals.trust_root", "patch"), "fail");
    insta::assert_snapshot!(run.findings(RULE, "patch").join("\n"), @r"
    REL-1 approvals.trust_root: the waiver REL-1 of `approvals.trust_root` (waivers.toml:1) covers whatever the rule finds: name what it is for
    REL-1 approvals.trust_root: the waiver REL-1 of `approvals.trust_root` (waivers.toml:1) does not count: no waiver covers `approvals.trust_root`, which judges what is let through
    ");
}

#[test]
fn a_waiver_that_covers_nothing_is_pointed_out_where_all_is_judged() {
    let history = waived(&waiver(&[]));
    let run = history.relcheck().check(&[]);
    insta::assert_snapshot!(run.findings(RULE, "patch").join("\n"), @"REL-1 branch.clean_tree: the waiver REL-1 of `branch.clean_tree` for `generated/*` covers nothing: remove it");
    history.write("generated/a.txt", "x");
    let run = history.relcheck().check(&[]);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    assert_eq!(run.status("branch.clean_tree", "patch"), "waived");
}

#[test]
fn without_a_list_nobody_can_be_told() {
    let history = History::released("1.2.3");
    history.write("waivers.toml", waiver(&[]));
    history.commit("chore: a waiver");
    let run = check(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
}

#[test]
fn every_stage_asks() {
    let history = waived(&waiver(&[("approver", "eve")]));
    for stage in ["pre-release", "candidate", "publish", "post-release"] {
        let run = history
            .relcheck()
            .check(&["--rule", RULE, "--stage", stage]);
        assert_eq!(run.status(RULE, "minor"), "fail", "{stage}");
    }
    let run = history
        .relcheck()
        .check(&["--rule", RULE, "--stage", "process"]);
    assert_eq!(
        run.json()["outcomes"][0]["status"],
        "fail",
        "{}",
        run.stdout
    );
}

fn list(history: &History, arguments: &[&str]) -> Run {
    let run = history.relcheck().args(&["waivers"]).args(arguments).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

/// One that is used, one that expires, one that has expired and covers everything.
fn several() -> History {
    let history = waived(
        &[
            waiver(&[]),
            waiver(&[
                ("ticket", "REL-2"),
                ("subject", "dist/*"),
                ("expires", "2026-02-10"),
            ]),
            waiver(&[
                ("ticket", "REL-3"),
                ("subject", "*"),
                ("expires", "2026-01-10"),
            ]),
        ]
        .concat(),
    );
    history.write("generated/a.txt", "x");
    history
}

#[test]
fn they_are_listed() {
    insta::assert_snapshot!(list(&several(), &[]).stdout, @r"
    REL-1  branch.clean_tree for `generated/*`, versions >=1.2.0, <1.3.0, until 2026-03-01 (28 days left)
        written by the build
        asked for by ada, agreed to by grace@example.org (waivers.toml:1)
    REL-2  branch.clean_tree for `dist/*`, versions >=1.2.0, <1.3.0, until 2026-02-10 (9 days left)
        written by the build
        asked for by ada, agreed to by grace@example.org (waivers.toml:10)
    REL-3  branch.clean_tree for `*`, versions >=1.2.0, <1.3.0, until 2026-01-10 (expired)
        written by the build
        asked for by ada, agreed to by grace@example.org (waivers.toml:19)
        does not count: it expired on 2026-01-10
        covers whatever the rule finds
    ");
    assert_eq!(
        list(&several(), &["list"]).stdout,
        list(&several(), &[]).stdout
    );
    assert_eq!(list(&waived(""), &[]).stdout, "There is no such waiver.\n");
}

#[test]
fn they_are_listed_by_what_is_wrong_with_them() {
    let tickets = |arguments: &[&str]| {
        let run = list(&several(), &[arguments, &["-o", "json"]].concat());
        let json = run.json();
        let all = json["waivers"].as_array().unwrap().iter();
        all.map(|it| it["ticket"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(tickets(&[]), "REL-1 REL-2 REL-3");
    assert_eq!(tickets(&["--expiring"]), "REL-2 REL-3");
    assert_eq!(tickets(&["--expiring", "8"]), "REL-3");
    assert_eq!(tickets(&["--expiring", "28"]), "REL-1 REL-2 REL-3");
    assert_eq!(tickets(&["--over-broad"]), "REL-3");
    assert_eq!(tickets(&["--unused"]), "REL-2 REL-3");
    assert_eq!(tickets(&["--unused", "--over-broad"]), "REL-3");
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let history = waived("[[waiver]]\nrule = 1\n");
    let run = history.relcheck().args(&["waivers"]).run();
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("waivers.toml:2"), "{}", run.stderr);
}
