//! Who may approve a release, and every way in which a sign-off may be forged: each beside its valid
//! twin.

#[cfg(unix)]
mod agents;
mod commands;
mod copies;
mod forgeries;
mod openpgp;
mod rules;

use super::harness::{History, Run, Signer};

const RULE: &str = "approvals.maintainers";

/// A patch that Bob wrote, of a project that these people maintain, since its previous release.
fn candidate(people: &[Signer]) -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(people);
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.write("src/demo.py", "fixed = True\n");
    history.commit("fix: something");
    history
}

fn check(history: &History) -> Run {
    history.relcheck().check(&["--rule", RULE])
}

fn status(history: &History) -> String {
    check(history).status(RULE, "patch")
}

/// What a rule says, its warnings included.
fn messages(run: &Run) -> Vec<String> {
    let outcome = run.outcome(RULE, "patch");
    let findings = outcome["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["message"].as_str().unwrap().to_owned())
        .collect()
}
