//! Whether the tag of a release is what it should be.

use super::harness::{ADA, EVE, GRACE, History, Run, Signer};

const RULE: &str = "branch.tag_valid";

/// On the list, and no maintainer.
const BOB: Signer = Signer {
    name: "Bob",
    email: "bob@example.org",
};

/// A commit that is to be 1.2.4 of a project that Ada and Grace maintain, and Bob knows.
fn untagged() -> History {
    since("v1.2.3", "")
}

/// The same after a release with this tag, with further lines of the configuration.
fn since(tag: &str, configuration: &str) -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(&[ADA, GRACE]);
    let people = std::fs::read_to_string(history.path().join("relcheck.toml")).unwrap();
    let bob = "[[people]]\nname = \"Bob\"\nemails = [\"bob@example.org\"]\n";
    history.write("relcheck.toml", format!("{configuration}{bob}{people}"));
    let late = ADA.allowed("valid-before=\"20260102Z\"");
    let keys = [late, GRACE.allowed(""), BOB.allowed("")].concat();
    history.write("keys/allowed_signers", keys);
    history.commit("chore: first release");
    history.signed_tag(tag, GRACE);
    history.declare("1.2.4");
    for _ in 0..48 {
        history.commit("fix: something");
    }
    history
}

/// As in a job of the CI system that the pushed tag has started.
fn in_ci(history: &History, tag: &str, arguments: &[&str]) -> Run {
    let head = history.git(&["rev-parse", "HEAD"]);
    history
        .relcheck()
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_REF", format!("refs/tags/{tag}"))
        .env("GITHUB_REF_NAME", tag)
        .env("GITHUB_REF_TYPE", "tag")
        .env("GITHUB_SHA", head)
        .check(&[&["--rule", RULE], arguments].concat())
}

/// The status, what the rule says, why it does not know, and what it lets through.
fn shown(run: &Run, kind: &str) -> String {
    let mut lines = vec![run.status(RULE, kind)];
    lines.extend(run.findings(RULE, kind));
    lines.extend(Some(run.reason(RULE, kind)).filter(|reason| !reason.is_empty()));
    let report = run.json();
    let weakenings = report["weakenings"].as_array().unwrap().iter();
    let weakenings = weakenings.map(|text| text.as_str().unwrap().to_owned());
    lines.extend(weakenings.filter(|text| text.starts_with("the tag")));
    lines.join("\n")
}

/// What is said of version 1.2.4, tagged `v1.2.4` so.
fn says_of(make: impl FnOnce(&History)) -> String {
    let history = untagged();
    make(&history);
    let run = in_ci(&history, "v1.2.4", &["--stage", "publish"]);
    shown(&run, "patch")
}

fn time(history: &History) -> String {
    history.git(&["show", "--no-patch", "--format=%ct", "HEAD"])
}

fn annotated(history: &History, name: &str, message: &str) {
    history.git(&["tag", "--annotate", "--message", message, name]);
}

#[test]
fn a_tag_that_a_maintainer_signed_passes() {
    let history = untagged();
    history.signed_tag("v1.2.4", GRACE);
    let run = in_ci(&history, "v1.2.4", &[]);
    assert_eq!(run.json()["stage"], "publish");
    assert_eq!(shown(&run, "patch"), "pass");
    assert_eq!(run.code, 0, "{}", run.stdout);
    let looked_at = run.outcome(RULE, "patch")["looked_at"].to_string();
    assert!(looked_at.contains("signed by `Grace`"), "{looked_at}");
    // It is the tag of no other version.
    insta::assert_snapshot!(shown(&run, "minor"), @r"
    fail
    v1.3.0: HEAD has no tag of 1.3.0, and has `v1.2.4`
    ");
}

#[test]
fn every_type_asks() {
    let history = untagged();
    for kind in ["patch", "minor", "major", "hotfix"] {
        let arguments = ["--stage", "publish", "--type", kind];
        let run = in_ci(&history, "v1.2.4", &arguments);
        assert_eq!(run.status(RULE, kind), "fail");
        assert_eq!(run.code, 1);
    }
}

#[test]
fn no_tag() {
    insta::assert_snapshot!(says_of(|_| {}), @r"
    fail
    v1.2.4: HEAD has no tag of 1.2.4
    ");
    insta::assert_snapshot!(says_of(|it| {
        it.signed_tag("v1.2.4", GRACE);
        it.commit("fix: more");
    }), @r"
    fail
    v1.2.5: HEAD has no tag of 1.2.5
    ");
    let history = untagged();
    history.signed_tag("v1.2.4", GRACE);
    history.commit("fix: more");
    let run =
        history
            .relcheck()
            .check(&["--rule", RULE, "--stage", "publish", "--release", "1.2.4"]);
    insta::assert_snapshot!(shown(&run, "patch"), @r"
    fail
    v1.2.4: HEAD has no tag of 1.2.4, which `v1.2.4` gives to commit 00275a83c8
    ");
    let history = untagged();
    history.signed_tag("v1.2.5", GRACE);
    let run = in_ci(&history, "v1.2.5", &["--release", "1.2.4"]);
    insta::assert_snapshot!(shown(&run, "patch"), @r"
    fail
    v1.2.4: HEAD has no tag of 1.2.4, and has `v1.2.5`
    ");
}

#[test]
fn not_signed() {
    insta::assert_snapshot!(says_of(|it| annotated(it, "v1.2.4", "Release v1.2.4\n\nIt has notes.")), @r"
    warn
    v1.2.4: the tag `v1.2.4` is not signed
    the tag `v1.2.4` is not signed: whoever can write to the repository can have made it
    ");
}

#[test]
fn not_annotated() {
    insta::assert_snapshot!(says_of(|it| {
        it.git(&["tag", "v1.2.4"]);
    }), @r"
    fail
    v1.2.4: the tag `v1.2.4` is not annotated
    ");
}

#[test]
fn another_message() {
    insta::assert_snapshot!(says_of(|it| annotated(it, "v1.2.4", "release 1.2.4\n\nRelease v1.2.4")), @r"
    fail
    v1.2.4: the tag `v1.2.4` is not signed
    v1.2.4: the tag `v1.2.4` says `release 1.2.4`, and not `Release v1.2.4`
    the tag `v1.2.4` is not signed: whoever can write to the repository can have made it
    ");
    let object = |it: &History, message: &str| {
        let object = it.tag_object("v1.2.4", &time(it));
        let object = object.replace("Release v1.2.4\n", message);
        it.put_tag("v1.2.4", &object, &GRACE.sign(object.as_bytes(), "git"));
    };
    insta::assert_snapshot!(says_of(|it| object(it, "")), @r"
    fail
    v1.2.4: the tag `v1.2.4` says ``, and not `Release v1.2.4`
    ");
    insta::assert_snapshot!(says_of(|it| object(it, "\n\nRelease v1.2.4  \n")), @"pass");
    insta::assert_snapshot!(says_of(|it| object(it, &"x".repeat(100_000))), @r"
    fail
    v1.2.4: the tag `v1.2.4` is not signed
    v1.2.4: the tag `v1.2.4` says `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`, and not `Release v1.2.4`
    the tag `v1.2.4` is not signed: whoever can write to the repository can have made it
    ");
}

#[test]
fn words_of_a_project() {
    let words = "[rules.branch.tag_valid]\nparams.message_final = \"demo {tag}\"\n";
    let history = since("v1.2.3", words);
    annotated(&history, "v1.2.4", "demo v1.2.4");
    let run = in_ci(&history, "v1.2.4", &[]);
    insta::assert_snapshot!(shown(&run, "patch"), @r"
    warn
    v1.2.4: the tag `v1.2.4` is not signed
    the tag `v1.2.4` is not signed: whoever can write to the repository can have made it
    ");
}

#[test]
fn the_object_of_another_tag() {
    insta::assert_snapshot!(says_of(|it| {
        let object = it.tag_object("v1.2.5", &time(it));
        it.put_tag("v1.2.4", &object, &GRACE.sign(object.as_bytes(), "git"));
    }), @r"
    fail
    v1.2.4: the tag `v1.2.4` leads to an object that is the tag `v1.2.5`
    v1.2.4: the tag `v1.2.4` says `Release v1.2.5`, and not `Release v1.2.4`
    ");
}

#[test]
fn a_tag_of_a_tag() {
    insta::assert_snapshot!(says_of(|it| {
        it.signed_tag("inner", GRACE);
        let (id, commit) = (it.git(&["rev-parse", "inner"]), it.git(&["rev-parse", "HEAD"]));
        let object = it.tag_object("v1.2.4", &time(it));
        let object = object.replace(&commit, &id).replace("type commit", "type tag");
        it.put_tag("v1.2.4", &object, &GRACE.sign(object.as_bytes(), "git"));
        it.git(&["tag", "--delete", "inner"]);
    }), @r"
    fail
    v1.2.4: the tag `v1.2.4` names another tag, and that one HEAD's commit
    ");
}

#[test]
fn signatures_that_do_not_count() {
    insta::assert_snapshot!(says_of(|it| {
        it.signed_tag("v1.2.4", EVE);
    }), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: the key SHA256:fTYuGgCCBHq5Cv1XPbckMIngQZTp9igF2SsEOenOijA is not known: keys/allowed_signers does not list it
    ");
    insta::assert_snapshot!(says_of(|it| {
        it.signed_tag("v1.2.4", BOB);
    }), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: `Bob`, who signed it, is no maintainer
    ");
    // Her key was good when the release before was made.
    insta::assert_snapshot!(says_of(|it| {
        it.signed_tag("v1.2.4", ADA);
    }), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc (keys/allowed_signers:1) is no longer valid at 2026-01-03T01:00:00Z: valid until 2026-01-02T00:00:00Z
    ");
    insta::assert_snapshot!(says_of(|it| {
        it.write("keys/revoked_keys", format!("{}\n", GRACE.public_key()));
        it.commit("chore: Grace's key is lost");
        it.signed_tag("v1.2.4", GRACE);
    }), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: the key SHA256:0ge3KlS2O6UDQa+cF4M+4Q8cgQQ+30q7RYLjQKjoEfo was revoked: keys/revoked_keys:1 lists it
    ");
    insta::assert_snapshot!(says_of(|it| {
        it.write("keys/allowed_signers", EVE.allowed(""));
        it.commit("chore: Eve's key");
        it.signed_tag("v1.2.4", EVE);
    }), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: the key SHA256:fTYuGgCCBHq5Cv1XPbckMIngQZTp9igF2SsEOenOijA is not known: keys/allowed_signers does not list it
    ");
}

#[test]
fn signatures_of_something_else() {
    insta::assert_snapshot!(says_of(|it| {
        let object = it.tag_object("v1.2.4", &time(it));
        let signature = GRACE.sign(object.as_bytes(), "git");
        let notes = object.replace("Release v1.2.4", "Release v1.2.4\n\nMore.");
        it.put_tag("v1.2.4", &notes, &signature);
    }), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: the SSH signature does not match: the message or the signature was changed, or another key made it
    ");
    insta::assert_snapshot!(says_of(|it| {
        let object = it.tag_object("v1.2.4", &time(it));
        it.put_tag("v1.2.4", &object, &GRACE.sign(object.as_bytes(), "relcheck"));
    }), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: the signature was made in the namespace `relcheck`, and `git` is needed
    ");
    insta::assert_snapshot!(says_of(|it| {
        let object = it.tag_object("v1.2.4", "1000000000");
        it.put_tag("v1.2.4", &object, &GRACE.sign(object.as_bytes(), "git"));
    }), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: it says that it was made before its commit
    ");
}

/// Has a tag lead to an object of these bytes.
fn put(history: &History, name: &str, object: &str) {
    let file = history.beside("object");
    std::fs::write(&file, object).unwrap();
    let id = history.git(&["hash-object", "-t", "tag", "-w", file.to_str().unwrap()]);
    history.git(&["update-ref", &format!("refs/tags/{name}"), &id]);
}

#[test]
fn signatures_of_other_kinds_are_unknown() {
    let armored = |begin: &str| {
        says_of(|it| {
            let object = it.tag_object("v1.2.4", &time(it));
            put(
                it,
                "v1.2.4",
                &format!("{object}-----BEGIN {begin}-----\nMIIB\n-----END {begin}-----\n"),
            );
        })
    };
    insta::assert_snapshot!(armored("SIGNED MESSAGE"), @r"
    unknown
    the signature of the tag `v1.2.4` cannot be verified: its signature is of a kind that relcheck does not verify
    ");
    insta::assert_snapshot!(armored("SSH SIGNATURE"), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: the SSH signature cannot be read: it is cut off
    ");
    insta::assert_snapshot!(armored("PGP SIGNATURE"), @r"
    fail
    v1.2.4: the signature of the tag `v1.2.4` does not count: the OpenPGP signature cannot be read: its armour has no empty line before its base64
    ");
    // The library refuses an object with a signature in a header.
    insta::assert_snapshot!(says_of(|it| {
        let object = it.tag_object("v1.2.4", &time(it));
        let header = "gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----\n\nRelease";
        put(it, "v1.2.4", &object.replacen("\nRelease", header, 1));
    }), @r"
    unknown
    the tag `v1.2.4` is a damaged tag object `a6061c32b5b2cbecbd55cc36c3a3f4460750495c`: object parsing failed
    ");
}

#[test]
fn without_any_keys_no_signature_is_judged() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    history.signed_tag("v1.2.4", ADA);
    let run = in_ci(&history, "v1.2.4", &[]);
    insta::assert_snapshot!(shown(&run, "patch"), @r"
    unknown
    the signature of the tag `v1.2.4` cannot be verified: there is no file of allowed signers (`keys/allowed_signers`, or what `[trust]` names) that could list the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc: docs/sign-offs.md tells how to write one
    ");
    assert_eq!(run.code, 3);
}

#[test]
fn several_tags() {
    // The last candidate becomes the release, and a tag of the line moves along.
    insta::assert_snapshot!(says_of(|it| {
        annotated(it, "v1.2.4-rc.1", "Release candidate v1.2.4-rc.1");
        it.git(&["tag", "v1.2"]);
        it.git(&["tag", "latest"]);
        it.signed_tag("v1.2.4", GRACE);
    }), @"pass");
    // Each that bears the version is looked at.
    insta::assert_snapshot!(says_of(|it| {
        it.signed_tag("v1.2.4", GRACE);
        it.git(&["tag", "1.2.4"]);
    }), @r"
    fail
    1.2.4: the tag `1.2.4` is not annotated
    ");
}

#[test]
fn a_candidate_that_is_published() {
    let history = untagged();
    annotated(&history, "v1.2.4-rc.1", "Release candidate v1.2.4-rc.1");
    let run = in_ci(&history, "v1.2.4-rc.1", &["--stage", "publish"]);
    insta::assert_snapshot!(shown(&run, "patch"), @r"
    warn
    v1.2.4-rc.1: the tag `v1.2.4-rc.1` is not signed
    the tag `v1.2.4-rc.1` is not signed: whoever can write to the repository can have made it
    ");
    history.git(&["tag", "--delete", "v1.2.4-rc.1"]);
    history.tag("v1.2.4-rc.1");
    let run = in_ci(&history, "v1.2.4-rc.1", &["--stage", "publish"]);
    insta::assert_snapshot!(shown(&run, "patch"), @r"
    fail
    v1.2.4-rc.1: the tag `v1.2.4-rc.1` is not signed
    v1.2.4-rc.1: the tag `v1.2.4-rc.1` says `Release v1.2.4-rc.1`, and not `Release candidate v1.2.4-rc.1`
    the tag `v1.2.4-rc.1` is not signed: whoever can write to the repository can have made it
    ");
}

#[test]
fn other_names() {
    for (before, configuration, now) in [
        ("1.2.3", "", "1.2.4"),
        ("demo-v1.2.3", "", "demo-v1.2.4"),
        (
            "release-1.2.3",
            "[project]\ntag_prefix = \"release-\"\n",
            "release-1.2.4",
        ),
    ] {
        let history = since(before, configuration);
        history.signed_tag(now, GRACE);
        assert_eq!(shown(&in_ci(&history, now, &[]), "patch"), "pass", "{now}");
    }
    let history = untagged();
    history.signed_tag("1.2.4", GRACE);
    insta::assert_snapshot!(shown(&in_ci(&history, "1.2.4", &[]), "patch"), @r"
    fail
    1.2.4: the tag `1.2.4` is not named as `v1.2.3` is, the tag before it
    ");
    let history = since("v1.2.3", "[project]\ntag_prefix = [\"\", \"v\"]\n");
    history.signed_tag("1.2.4", GRACE);
    assert_eq!(shown(&in_ci(&history, "1.2.4", &[]), "patch"), "pass");
}

#[test]
fn the_remote_has_to_have_the_very_tag() {
    let history = untagged();
    history.signed_tag("v1.2.4", GRACE);
    let remote = history.beside("remote");
    history.git(&["init", "-q", "--bare", remote.to_str().unwrap()]);
    history.git(&["remote", "add", "origin", remote.to_str().unwrap()]);
    let check = || history.relcheck().check(&["--rule", RULE]);
    let before = check();
    assert_eq!(before.code, 3, "{}", before.stdout);
    insta::assert_snapshot!(shown(&before, "patch"), @r"
    unknown
    nothing here tells whether a remote has the tag `v1.2.4`
    ");
    let fix = before.outcome(RULE, "patch")["fix"].to_string();
    assert!(
        fix.contains("git fetch origin '+refs/tags/*:refs/remotes/origin/tags/*'"),
        "{fix}"
    );

    let fetch = [
        "fetch",
        "-q",
        "origin",
        "+refs/tags/*:refs/remotes/origin/tags/*",
    ];
    history.git(&["push", "-q", "origin", "v1.2.4"]);
    history.git(&fetch);
    assert_eq!(shown(&check(), "patch"), "pass");

    // The tag is moved here, to an object that says the same.
    let object = history
        .tag_object("v1.2.4", &time(&history))
        .replace("Cem", "Dan");
    history.put_tag("v1.2.4", &object, &GRACE.sign(object.as_bytes(), "git"));
    insta::assert_snapshot!(shown(&check(), "patch"), @r"
    fail
    v1.2.4: `origin` has another tag `v1.2.4` than this clone
    ");
    // The CI system knows of the name alone.
    let moved = in_ci(&history, "v1.2.4", &[]);
    assert_eq!(moved.status(RULE, "patch"), "fail");
}

#[test]
fn a_tag_object_that_is_damaged_is_unknown() {
    let history = untagged();
    history.signed_tag("v1.2.4", GRACE);
    let id = history.git(&["rev-parse", "refs/tags/v1.2.4"]);
    let path = format!(".git/objects/{}/{}", &id[..2], &id[2..]);
    history.git(&["pack-refs", "--all"]);
    let file = history.path().join(&path);
    std::fs::remove_file(&file).unwrap();
    history.write(&path, "x");
    let run = in_ci(
        &history,
        "v1.2.4",
        &["--release", "1.2.4", "--stage", "publish"],
    );
    assert_ne!(run.code, 0, "{}", run.stdout);
    assert_eq!(run.status(RULE, "patch"), "unknown");
}

#[test]
fn a_shallow_clone_is_unknown() {
    let history = untagged();
    history.signed_tag("v1.2.4", GRACE);
    let folder = history.beside("shallow");
    let url = format!("file://{}", history.path().display());
    history.git(&[
        "clone",
        "-q",
        "--depth",
        "1",
        "--branch",
        "v1.2.4",
        &url,
        folder.to_str().unwrap(),
    ]);
    let run = super::harness::Relcheck::in_folder(&folder).check(&["--rule", RULE]);
    assert_eq!(run.status(RULE, "patch"), "unknown");
    assert_eq!(run.code, 3);
}

#[test]
fn a_tag_that_a_step_of_the_job_moved_is_not_the_one_that_was_pushed() {
    let history = untagged();
    annotated(&history, "v1.2.4", "Release v1.2.4");
    let pushed = history.git(&["rev-parse", "HEAD"]);
    history.git(&["tag", "--delete", "v1.2.4"]);
    history.write("stamp.txt", "x").commit("chore: stamp");
    annotated(&history, "v1.2.4", "Release v1.2.4");
    let run = history
        .relcheck()
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_REF", "refs/tags/v1.2.4")
        .env("GITHUB_REF_NAME", "v1.2.4")
        .env("GITHUB_REF_TYPE", "tag")
        .env("GITHUB_SHA", &pushed)
        .check(&["--rule", RULE, "--stage", "publish"]);
    assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
    let findings = run.findings(RULE, "patch").join("\n");
    assert!(
        findings.contains("that started the CI system is on"),
        "{findings}"
    );
}
