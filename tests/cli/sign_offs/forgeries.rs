//! What does not count as an approval, with the reason that the report gives.

use relcheck::signoff::{Claim, Decision, seal};

use super::super::harness::{ADA, EVE, GRACE, History, Signer};
use super::{candidate, check, messages, status};

/// The approval of a release by Ada counts, and what a forger makes of it does not.
fn refused(forge: impl FnOnce(&History) -> String) -> Vec<String> {
    let twin = candidate(&[ADA, GRACE]);
    twin.approve(ADA);
    assert_eq!(status(&twin), "pass", "the valid twin");
    let forged = candidate(&[ADA, GRACE]);
    let line = forge(&forged);
    forged.note(&line);
    let run = check(&forged);
    assert_eq!(run.status(super::RULE, "patch"), "fail", "{}", run.stdout);
    messages(&run)
}

fn claim(history: &History, by: Signer, change: impl FnOnce(&mut Claim)) -> Claim {
    let mut claim = history.approval(by);
    change(&mut claim);
    claim
}

/// The same for files of keys: the first text makes the approval count, the second does not.
fn refused_by_keys(path: &str, valid: &str, forged: &str) -> Vec<String> {
    let with = |text: &str| {
        let history = History::empty();
        history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
        history.people(&[ADA, GRACE]).write(path, text);
        history.commit("chore: first release");
        history.tag("v1.2.3");
        history.commit("fix: something");
        history.approve(ADA);
        check(&history)
    };
    let twin = with(valid);
    assert_eq!(twin.status(super::RULE, "patch"), "pass", "{}", twin.stdout);
    let run = with(forged);
    assert_eq!(run.status(super::RULE, "patch"), "fail", "{}", run.stdout);
    messages(&run)
}

const SIGNERS: &str = "keys/allowed_signers";

#[test]
fn by_an_unknown_key() {
    let found = refused(|it| it.signed(&it.approval(ADA), EVE));
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: the key SHA256:fTYuGgCCBHq5Cv1XPbckMIngQZTp9igF2SsEOenOijA is not known: keys/allowed_signers does not list it
    ");
    let found = refused(|it| it.signed(&it.approval(EVE), EVE));
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Eve <eve@example.org> does not count: nobody on the lists that count has the address `eve@example.org`
    ");
}

#[test]
fn by_another_persons_key() {
    let found = refused(|it| it.signed(&it.approval(ADA), GRACE));
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it says that it is by `Ada`, and the key SHA256:0ge3KlS2O6UDQa+cF4M+4Q8cgQQ+30q7RYLjQKjoEfo is `Grace`'s
    ");
}

#[test]
fn by_an_expired_key() {
    let found = refused_by_keys(
        SIGNERS,
        &ADA.allowed("valid-before=\"20260201Z\""),
        &ADA.allowed("valid-before=\"20260130Z\""),
    );
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc (keys/allowed_signers:1) is no longer valid at 2026-01-31T00:00:00Z: valid until 2026-01-30T00:00:00Z
    ");
}

#[test]
fn by_an_expired_key_that_pretends_to_have_signed_earlier() {
    let found = refused(|it| {
        let early = claim(it, ADA, |claim| claim.time -= 60 * 86_400);
        it.signed(&early, ADA)
    });
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it says that it was given before the commit was made
    ");
}

#[test]
fn in_the_future() {
    let found = refused(|it| {
        let late = claim(it, ADA, |claim| claim.time += 3 * 86_400);
        it.signed(&late, ADA)
    });
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it says that it was given in the future
    ");
}

#[test]
fn by_a_key_that_is_not_yet_valid() {
    let found = refused_by_keys(
        SIGNERS,
        &ADA.allowed("valid-after=\"20260130Z\""),
        &ADA.allowed("valid-after=\"20260201Z\""),
    );
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc (keys/allowed_signers:1) is not yet valid at 2026-01-31T00:00:00Z: valid from 2026-02-01T00:00:00Z
    ");
}

#[test]
fn by_a_revoked_key() {
    let found = refused_by_keys(
        "keys/revoked_keys",
        &format!("{}\n", GRACE.public_key()),
        &format!("{}\n", ADA.public_key()),
    );
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc was revoked: keys/revoked_keys:1 lists it
    ");
}

#[test]
fn by_a_key_that_was_revoked_since_the_previous_release() {
    let history = candidate(&[ADA, GRACE]);
    history.write("keys/revoked_keys", format!("{}\n", ADA.public_key()));
    history.commit("chore: revoke a key");
    history.approve(ADA);
    let run = check(&history);
    assert_eq!(run.status(super::RULE, "patch"), "fail", "{}", run.stdout);
    insta::assert_snapshot!(messages(&run).join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc was revoked: keys/revoked_keys:1 lists it
    ");
}

#[test]
fn by_a_key_for_another_purpose() {
    let found = refused_by_keys(
        SIGNERS,
        &ADA.allowed("namespaces=\"git,relcheck\""),
        &ADA.allowed("namespaces=\"git\""),
    );
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc is known, but not for the namespace `relcheck` (keys/allowed_signers:1)
    ");
}

#[test]
fn in_another_namespace() {
    let found = refused(|it| {
        let sealed = seal(&it.approval(ADA), |message| Ok(ADA.sign(message, "git")));
        sealed.unwrap().0
    });
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: the signature was made in the namespace `git`, and `relcheck` is needed
    ");
}

#[test]
fn over_another_commit() {
    let found = refused(|it| {
        let line = it.signed(&it.approval(ADA), ADA);
        it.write("src/demo.py", "fixed = False\n");
        it.commit("fix: something else");
        line
    });
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it was given for commit b8c39fae55
    ");
}

#[test]
fn an_older_commit_with_the_same_files_is_as_good() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    history.commit("chore: nothing changes");
    assert_eq!(status(&history), "pass");
    history.write("src/demo.py", "fixed = False\n");
    history.commit("fix: something else");
    let run = check(&history);
    assert_eq!(run.status(super::RULE, "patch"), "fail", "{}", run.stdout);
    insta::assert_snapshot!(messages(&run).join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it was given for commit b8c39fae55, whose files are not those of the candidate
    ");
}

#[test]
fn with_a_changed_byte() {
    let found = refused(|it| {
        let line = it.signed(&it.approval(ADA), ADA);
        let mut parts: serde_json::Value = serde_json::from_str(&line).unwrap();
        let other = it.signed(&claim(it, ADA, |claim| claim.time += 1), ADA);
        let other: serde_json::Value = serde_json::from_str(&other).unwrap();
        parts["payload"] = other["payload"].clone();
        parts.to_string()
    });
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: the SSH signature does not match: the message or the signature was changed, or another key made it
    ");
}

#[test]
fn with_a_tree_that_is_not_the_commits() {
    let found = refused(|it| {
        let other = claim(it, ADA, |claim| claim.tree = "0".repeat(40));
        it.signed(&other, ADA)
    });
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it names another tree than its commit has
    ");
}

#[test]
fn replayed_in_another_repository() {
    let found = refused(|it| {
        let other = claim(it, ADA, |claim| claim.project = "other".to_owned());
        it.signed(&other, ADA)
    });
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it is about the project `other`, not `demo`
    ");
}

#[test]
fn by_a_key_that_the_candidate_added_itself() {
    let history = candidate(&[ADA, GRACE]);
    history.people(&[ADA, GRACE, EVE]);
    history.commit("chore: a new maintainer");
    history.approve(EVE);
    let run = check(&history);
    assert_eq!(run.status(super::RULE, "patch"), "fail", "{}", run.stdout);
    insta::assert_snapshot!(messages(&run).join("\n"), @r"
    no approval of 1
    a sign-off by Eve <eve@example.org> does not count: nobody on the lists that count has the address `eve@example.org`
    ");
    // From the next release on, it counts.
    history.tag("v1.2.4");
    history.write("src/demo.py", "more = True\n");
    history.commit("fix: more");
    history.approve(EVE);
    assert_eq!(status(&history), "pass");
}

#[test]
fn by_an_alias_of_the_author() {
    let mine = |mailmap: &str| {
        let history = History::empty();
        history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
        history.people(&[ADA, GRACE]).write(".mailmap", mailmap);
        history.commit("chore: first release");
        history.tag("v1.2.3");
        history.write("src/demo.py", "fixed = True\n");
        history.commit("fix: something");
        history.approve(ADA);
        check(&history)
    };
    // Commits of tests are Ann's.
    let twin = mine("Grace <grace@example.org> <ann@example.org>\n");
    assert_eq!(twin.status(super::RULE, "patch"), "pass", "{}", twin.stdout);
    let run = mine("Ada <ada@example.org> <ann@example.org>\n");
    assert_eq!(run.status(super::RULE, "patch"), "fail", "{}", run.stdout);
    insta::assert_snapshot!(messages(&run).join("\n"), @r"
    `Ada` approved it, and wrote all of it: that does not count
    no approval of 1
    ");
}

#[test]
fn a_note_that_was_rewritten() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    let mut later = history.approval(ADA);
    later.decision = Decision::Withdrawn;
    later.time += 60;
    let only = history.git(&["notes", "--ref=relcheck", "show", "HEAD"]);
    history.note(&history.signed(&later, ADA));
    let run = check(&history);
    assert_eq!(run.status(super::RULE, "patch"), "fail", "{}", run.stdout);
    insta::assert_snapshot!(messages(&run).join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it was withdrawn
    ");
    // Whoever drops the withdrawal has rewritten what stood there.
    history.git(&["notes", "--ref=relcheck", "add", "-f", "-m", &only, "HEAD"]);
    let run = check(&history);
    assert_eq!(run.status(super::RULE, "patch"), "fail", "{}", run.stdout);
    insta::assert_snapshot!(messages(&run).join("\n"), @"a sign-off by Ada <ada@example.org> was taken out of the note that held it");
}

#[test]
fn two_notes_that_conflict() {
    let found = refused(|it| {
        let one = it.signed(&it.approval(ADA), ADA);
        let other = it.signed(&it.approval(GRACE), ADA);
        format!(
            "<<<<<<< refs/notes/relcheck\n{other}\n=======\n{}\n>>>>>>> refs/notes/other",
            one.replace("payload", "pay")
        )
    });
    insta::assert_snapshot!(found.join("\n"), @r"
    no approval of 1
    a sign-off does not count: the note holds the marks of a conflict between two notes: merge them with `git notes --ref=relcheck merge -s cat_sort_uniq`
    a sign-off by Grace <grace@example.org> does not count: it says that it is by `Grace`, and the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc is `Ada`'s
    a sign-off does not count: the note holds the marks of a conflict between two notes: merge them with `git notes --ref=relcheck merge -s cat_sort_uniq`
    a sign-off does not count: the DSSE envelope cannot be read: missing field `payload` at line 1 column 829
    a sign-off does not count: the note holds the marks of a conflict between two notes: merge them with `git notes --ref=relcheck merge -s cat_sort_uniq`
    ");
    let history = candidate(&[ADA, GRACE]);
    let withdrawn = claim(&history, ADA, |claim| claim.decision = Decision::Withdrawn);
    history.approve(ADA).note(&history.signed(&withdrawn, ADA));
    let run = check(&history);
    assert_eq!(run.status(super::RULE, "patch"), "fail", "{}", run.stdout);
    insta::assert_snapshot!(messages(&run).join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it is given and withdrawn at the same time
    ");
}
