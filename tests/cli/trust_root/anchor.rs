//! Who has signed the tag of the release whose lists count.

use super::super::harness::{ADA, EVE, GRACE, History, Signer};
use super::{RULE, check, weakenings};

/// What the report says of a tag that is made so, on a release of Ada's and Grace's.
fn says_of(make: impl FnOnce(&History)) -> String {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(&[ADA, GRACE]);
    let text = std::fs::read_to_string(history.path().join("relcheck.toml")).unwrap();
    let bob = "[[people]]\nname = \"Bob\"\nemails = [\"bob@example.org\"]\n";
    history.write("relcheck.toml", format!("{bob}{text}"));
    let keys = std::fs::read_to_string(history.path().join("keys/allowed_signers")).unwrap();
    history.write("keys/allowed_signers", format!("{keys}{}", BOB.allowed("")));
    history.commit("chore: first release");
    make(&history);
    history.write("src/demo.py", "x = 1\n");
    history.commit("fix: something");
    history.approve(GRACE);
    let run = check(&history);
    assert!(
        matches!(run.status(RULE, "patch").as_str(), "pass" | "warn"),
        "{}",
        run.stdout
    );
    let looked_at = run.outcome(RULE, "patch")["looked_at"].to_string();
    match weakenings(&run).as_slice() {
        [] => looked_at,
        found => found.join("\n"),
    }
}

/// On the list, and no maintainer.
const BOB: Signer = Signer {
    name: "Bob",
    email: "bob@example.org",
};

fn time(history: &History) -> String {
    history.git(&["show", "--no-patch", "--format=%ct", "HEAD"])
}

#[test]
fn by_a_maintainer() {
    let found = says_of(|it| {
        it.signed_tag("v1.2.3", GRACE);
    });
    insta::assert_snapshot!(found, @r#"["1 changed file since `v1.2.3`","`v1.2.3`, signed by `Grace`"]"#);
}

#[test]
fn by_nobody() {
    let found = says_of(|it| {
        it.tag("v1.2.3");
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: it is not signed");
    let found = says_of(|it| {
        it.git(&["tag", "v1.2.3"]);
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: it is no annotated tag");
}

#[test]
fn by_somebody_else() {
    let found = says_of(|it| {
        it.signed_tag("v1.2.3", EVE);
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: the key SHA256:fTYuGgCCBHq5Cv1XPbckMIngQZTp9igF2SsEOenOijA is not known: keys/allowed_signers does not list it");
    let found = says_of(|it| {
        it.signed_tag("v1.2.3", BOB);
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: `Bob`, who signed it, is no maintainer");
}

#[test]
fn in_another_namespace() {
    let found = says_of(|it| {
        let object = it.tag_object("v1.2.3", &time(it));
        it.put_tag("v1.2.3", &object, &ADA.sign(object.as_bytes(), "relcheck"));
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: the signature was made in the namespace `relcheck`, and `git` is needed");
}

#[test]
fn with_a_changed_byte() {
    let found = says_of(|it| {
        let object = it.tag_object("v1.2.3", &time(it));
        let signature = ADA.sign(object.as_bytes(), "git");
        it.put_tag("v1.2.3", &object.replace("Release", "release"), &signature);
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: the SSH signature does not match: the message or the signature was changed, or another key made it");
}

#[test]
fn of_another_tag_or_commit() {
    let found = says_of(|it| {
        let object = it.tag_object("v1.2.2", &time(it));
        it.put_tag("v1.2.3", &object, &ADA.sign(object.as_bytes(), "git"));
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: its object is the tag `v1.2.2`");
    let found = says_of(|it| {
        it.signed_tag("inner", ADA);
        let id = it.git(&["rev-parse", "inner"]);
        let commit = it.git(&["rev-parse", "HEAD"]);
        let object = it.tag_object("v1.2.3", &time(it));
        let object = object
            .replace(&commit, &id)
            .replace("type commit", "type tag");
        it.put_tag("v1.2.3", &object, &ADA.sign(object.as_bytes(), "git"));
        it.git(&["tag", "--delete", "inner"]);
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: its object names another commit");
}

#[test]
fn at_another_time() {
    let found = says_of(|it| {
        let object = it.tag_object("v1.2.3", "1000000000");
        it.put_tag("v1.2.3", &object, &ADA.sign(object.as_bytes(), "git"));
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: it says that it was made before its commit");
    let found = says_of(|it| {
        let object = it.tag_object("v1.2.3", "1900000000");
        it.put_tag("v1.2.3", &object, &ADA.sign(object.as_bytes(), "git"));
    });
    insta::assert_snapshot!(found, @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: it says that it was made in the future");
}

#[test]
fn by_a_key_that_was_revoked_since() {
    let history = super::released();
    history.write(
        "keys/revoked_keys",
        "SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc\n",
    );
    history.commit("chore: Ada's key is lost");
    history.approve(GRACE);
    insta::assert_snapshot!(weakenings(&check(&history)).join("\n"), @"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc was revoked: keys/revoked_keys:1 lists it");
}
