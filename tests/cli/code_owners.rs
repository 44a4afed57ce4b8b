//! Maintainers by CODEOWNERS: who owns everything may approve.

use super::harness::{ADA, EVE, GRACE, History, Run, Signer};

const RULE: &str = "approvals.maintainers";

/// The three, none of whom the configuration calls a maintainer.
const PEOPLE: &str = "[[people]]\nname = \"Ada\"\nemails = [\"ada@example.org\"]\nlogins = { github = \"ada-l\", gitlab = \"ada\" }\n\
    [[people]]\nname = \"Grace\"\nemails = [\"grace@example.org\"]\nlogins = { github = \"grace\" }\n\
    [[people]]\nname = \"Eve\"\nemails = [\"eve@example.org\"]\nlogins = { github = \"eve\" }\n\
    [teams]\ncore = [\"Ada\", \"Grace\"]\n";

/// A patch of a project whose previous release has this file.
fn owned(path: &str, owners: &str) -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    let keys: String = [ADA, GRACE, EVE].iter().map(|it| it.allowed("")).collect();
    history.write("keys/allowed_signers", keys);
    history.write("relcheck.toml", PEOPLE).write(path, owners);
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history
        .write("src/demo.py", "fixed = True\n")
        .commit("fix: something");
    history
}

fn approved(history: &History, by: Signer) -> Run {
    history.approve(by);
    history.relcheck().check(&["--rule", RULE])
}

fn status(path: &str, owners: &str, by: Signer) -> String {
    let run = approved(&owned(path, owners), by);
    run.status(RULE, "patch")
}

const GITHUB: &str = ".github/CODEOWNERS";

#[test]
fn whoever_owns_everything_may_approve() {
    for owners in [
        "* @ada-l @grace\n",
        "* @eve\n* ada@example.org\n",
        "* @org/core\n",
        "* @Ada-L # everything\n/docs/ @eve\n",
    ] {
        assert_eq!(status(GITHUB, owners, ADA), "pass", "{owners}");
        assert_eq!(status(GITHUB, owners, EVE), "fail", "{owners}");
    }
    assert_eq!(
        status(".gitlab/CODEOWNERS", "[Core] @ada\n*\n", ADA),
        "pass"
    );
    let run = approved(&owned(GITHUB, "* @ada-l\n"), ADA);
    let looked_at = run.outcome(RULE, "patch")["looked_at"].to_string();
    assert!(
        looked_at.contains(".github/CODEOWNERS of `v1.2.3`"),
        "{looked_at}"
    );
}

#[test]
fn a_list_with_a_gap_lists_nobody() {
    for (owners, reason) in [
        (
            "* @ada-l @nobody\n",
            "gives everything to `@nobody`, and relcheck.toml does not say whose login that is",
        ),
        (
            "* @ada-l @org/others\n",
            "gives everything to `@org/others`, and relcheck.toml does not say who that is: `[teams]` `others",
        ),
    ] {
        let run = approved(&owned(GITHUB, owners), ADA);
        assert_eq!(run.status(RULE, "patch"), "unknown", "{owners}");
        let told = run.reason(RULE, "patch");
        assert!(told.contains(reason), "{told}");
    }
    assert_eq!(status(GITHUB, "/src @ada-l\n", ADA), "unknown");
    assert_eq!(status(GITHUB, "* @ada-l\n*\n", ADA), "unknown");
}

#[test]
fn the_forge_says_how_the_file_is_read() {
    let history = owned("CODEOWNERS", "* @eve\n[Core]\n* @ada-l\n");
    let run = approved(&history, ADA);
    assert_eq!(run.status(RULE, "patch"), "unknown");
    assert!(
        run.reason(RULE, "patch")
            .contains("neither the environment nor the remote"),
        "{}",
        run.stdout
    );
    history.git(&[
        "remote",
        "add",
        "origin",
        "https://github.com/owner/demo.git",
    ]);
    let check = || {
        history
            .relcheck()
            .check(&["--rule", RULE])
            .status(RULE, "patch")
    };
    assert_eq!(check(), "pass");
    // GitLab adds what the first section has, and knows `ada-l` by no name.
    history.git(&[
        "remote",
        "set-url",
        "origin",
        "https://gitlab.com/owner/demo.git",
    ]);
    assert_eq!(check(), "unknown");
}

#[test]
fn nobody_lets_themselves_in() {
    let history = owned(GITHUB, "* @ada-l\n");
    history.write(GITHUB, "* @eve\n").commit("chore: own it");
    let run = approved(&history, EVE);
    assert_eq!(run.status(RULE, "patch"), "fail");
    assert_eq!(approved(&history, ADA).status(RULE, "patch"), "pass");
    // What the configuration or a MAINTAINERS file lists goes before.
    let listed = owned(GITHUB, "* @eve\n");
    listed.write("MAINTAINERS", "Ada <ada@example.org>\n");
    listed.commit("chore: list them");
    listed.git(&["tag", "--force", "v1.2.3"]);
    listed
        .write("src/demo.py", "fixed = 1\n")
        .commit("fix: again");
    assert_eq!(approved(&listed, EVE).status(RULE, "patch"), "fail");
    assert_eq!(approved(&listed, ADA).status(RULE, "patch"), "pass");
}
