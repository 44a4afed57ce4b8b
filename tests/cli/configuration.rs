//! `relcheck.toml` and `waivers.toml`: what they change, and that every weakening is shown.

use super::harness::{History, Run};

const CLEAN: &str = "branch.clean_tree";

fn dirty() -> History {
    let history = History::released("1.2.3");
    history
        .write("notes.txt", "a")
        .declare("1.2.4")
        .commit("fix: something");
    history.write("notes.txt", "b");
    history
}

fn weakenings(run: &Run) -> String {
    run.json()["weakenings"].to_string()
}

#[test]
fn a_lowered_level_no_longer_blocks_and_is_shown() {
    let history = dirty();
    history.write(
        "relcheck.toml",
        "[rules.branch.clean_tree]\nlevel = \"warn\"\n",
    );
    let run = history.relcheck().check(&["--rule", CLEAN]);
    assert_eq!(run.status(CLEAN, "patch"), "warn");
    assert_eq!(run.code, 0);
    assert!(
        weakenings(&run).contains("`branch.clean_tree` only warns"),
        "{}",
        weakenings(&run)
    );
}

#[test]
fn a_rule_that_is_switched_off_is_shown() {
    let history = dirty();
    history.write(
        "relcheck.toml",
        "[rules.branch.clean_tree]\nskip = \"built in a container\"\n",
    );
    let run = history.relcheck().check(&[]);
    assert_eq!(run.status(CLEAN, "patch"), "not-applicable");
    assert!(weakenings(&run).contains("built in a container"));
}

#[test]
fn switching_off_the_only_rule_is_no_go() {
    let history = dirty();
    history.write(
        "relcheck.toml",
        "[rules.branch.clean_tree]\nskip = \"built in a container\"\n",
    );
    let run = history.relcheck().check(&["--rule", CLEAN]);
    assert_eq!(run.code, 2, "nothing was checked");
}

#[test]
fn a_parameter_that_does_not_exist_is_refused() {
    let history = dirty();
    history.write(
        "relcheck.toml",
        "[rules.branch.release_branch]\nparams.stratgy = \"trunk\"\n",
    );
    let run = history.relcheck().args(&["check"]).run();
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("strategy"), "{}", run.stderr);
}

#[test]
fn a_rule_that_does_not_exist_is_refused() {
    let history = dirty();
    history.write("relcheck.toml", "[rules.branch.clean_tre]\nskip = \"no\"\n");
    let run = history.relcheck().args(&["check"]).run();
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("did you mean `branch.clean_tree`?"),
        "{}",
        run.stderr
    );
}

const WAIVER: &str = "
[[waiver]]
rule = \"branch.clean_tree\"
subject = \"*.t*\"
reason = \"agreed\"
owner = \"ann\"
approver = \"bob\"
ticket = \"REL-1\"
expires = \"2026-03-01\"
versions = \"1.2.x\"
";

#[test]
fn a_waived_finding_no_longer_blocks_but_stays_in_the_report() {
    let history = dirty();
    history.write("waivers.toml", WAIVER);
    history.git(&["add", "waivers.toml"]);
    let run = history.relcheck().check(&["--rule", CLEAN]);
    assert_eq!(
        run.status(CLEAN, "patch"),
        "waived",
        "{:?}",
        run.findings(CLEAN, "patch")
    );
    assert_eq!(run.status(CLEAN, "minor"), "fail", "another version");
    assert!(
        run.findings(CLEAN, "patch")
            .join("\n")
            .contains("notes.txt")
    );
    assert!(weakenings(&run).contains("REL-1"));
    assert_eq!(run.code, 0);
}

#[test]
fn an_expired_waiver_covers_nothing_and_is_shown() {
    let history = dirty();
    history.write("waivers.toml", WAIVER);
    history.git(&["add", "waivers.toml"]);
    let run = history
        .relcheck()
        .check(&["--rule", CLEAN, "--now", "2026-03-02T00:00:00Z"]);
    assert_eq!(run.status(CLEAN, "patch"), "fail");
    assert!(
        weakenings(&run).contains("it expired on 2026-03-01"),
        "{}",
        weakenings(&run)
    );
    assert_eq!(run.code, 1);
}

#[test]
fn an_incomplete_waiver_is_refused() {
    let history = dirty();
    history.write("waivers.toml", WAIVER.replace("approver = \"bob\"\n", ""));
    let run = history.relcheck().args(&["check"]).run();
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("missing field `approver`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_configured_place_declares_the_version_too() {
    let history = History::released("1.2.3");
    history.write("docs/conf.py", "release = \"1.2.3\"\n");
    history.write(
        "relcheck.toml",
        "[[version.files]]\npath = \"docs/conf.py\"\npattern = 'release = \"(?P<version>[^\"]+)\"'\n",
    );
    history.declare("1.2.4").commit("fix: something");
    let rule = "version.declared_everywhere";
    let run = history.relcheck().check(&["--rule", rule]);
    assert_eq!(run.status(rule, "patch"), "fail");
    assert_eq!(
        run.outcome(rule, "patch")["findings"][0]["evidence"]["file"],
        "docs/conf.py"
    );
}

#[test]
fn a_waiver_of_a_rule_that_is_not_there_is_shown() {
    let history = History::released("1.2.3");
    history.write(
        "waivers.toml",
        WAIVER.replace("branch.clean_tree", "branch.clean_tre"),
    );
    history.git(&["add", "waivers.toml"]);
    let report = history.relcheck().check(&[]).json();
    let weakenings = report["weakenings"].to_string();
    assert!(
        weakenings.contains("does not count: there is no rule `branch.clean_tre`; did you mean"),
        "{weakenings}"
    );
}

#[test]
fn a_rule_is_not_skipped_without_a_reason() {
    let history = History::released("1.2.3");
    history.write("relcheck.toml", "[rules.branch.clean_tree]\nskip = \" \"\n");
    let run = history.relcheck().check(&[]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(
        run.stderr
            .contains("relcheck.toml:2:8: a rule is skipped for a reason"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_configuration_from_elsewhere_is_shown() {
    let history = History::released("1.2.3");
    let outside = history.beside("outside.toml");
    std::fs::write(&outside, "[project]\nname = \"other\"\n").unwrap();
    let shown = |path: &str| {
        let run = history.relcheck().check(&["--config", path]);
        run.json()["weakenings"]
            .to_string()
            .contains("and is no part of the checkout")
    };
    assert!(shown(outside.to_str().unwrap()));
    history.write("own.toml", "[project]\nname = \"own\"\n");
    assert!(!shown("own.toml"));
}

#[cfg(unix)]
#[test]
fn configuration_and_waivers_are_no_links_out_of_the_checkout() {
    for file in ["relcheck.toml", "waivers.toml"] {
        let history = History::released("1.2.3");
        let outside = history.beside("outside.toml");
        std::fs::write(&outside, "").unwrap();
        std::os::unix::fs::symlink(&outside, history.path().join(file)).unwrap();
        let run = history.relcheck().check(&[]);
        assert_eq!(run.code, 2, "{file}: {}", run.stdout);
        assert!(
            run.stderr.contains("symbolic link out of the checkout"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn configuration_that_is_not_committed_is_shown() {
    let history = dirty();
    history
        .write("relcheck.toml", "[project]\nname = \"demo\"\n")
        .write("waivers.toml", WAIVER);
    history.write(".git/info/exclude", "relcheck.toml\nwaivers.toml\n");
    let shown = |run: &Run| {
        (
            weakenings(run).contains("`relcheck.toml` configures"),
            weakenings(run).contains("`waivers.toml` counts for nothing"),
        )
    };
    assert_eq!(
        shown(&history.relcheck().check(&["--rule", CLEAN])),
        (true, true)
    );
    history.git(&["add", "--force", "relcheck.toml", "waivers.toml"]);
    assert_eq!(
        shown(&history.relcheck().check(&["--rule", CLEAN])),
        (false, false)
    );
}

#[test]
fn a_configuration_of_another_name_brings_its_own_waivers() {
    let history = dirty();
    history
        .write("ci/release.toml", "[project]\nname = \"demo\"\n")
        .write("ci/waivers.toml", WAIVER);
    history.git(&["add", "ci"]);
    history.write("sub/file", "x");
    let below = super::harness::Relcheck::in_folder(&history.path().join("sub"));
    let run = below.check(&["--rule", CLEAN, "--config", "../ci/release.toml"]);
    assert_eq!(
        run.json()["waivers"][0]["ticket"],
        "REL-1",
        "{}",
        run.stderr
    );
}

#[test]
fn to_be_no_library_is_a_weakening() {
    let history = History::ready();
    let says = |history: &History| {
        let run = history.relcheck().check(&["--rule", CLEAN]);
        run.json()["weakenings"].to_string().contains("application")
    };
    assert!(!says(&history));
    history.write("relcheck.toml", "[project]\nkind = \"library\"\n");
    assert!(!says(&history));
    history.write("relcheck.toml", "[project]\nkind = \"application\"\n");
    assert!(says(&history));
}
