//! What is refused of a set of files as a whole.

use super::*;

#[test]
fn nothing_is_not_a_set_of_policies() {
    assert_eq!(
        refusal(vec![]),
        "there are no policies, so nothing could be decided"
    );
    assert_eq!(
        refusal(vec![library("size", "big(x) if x > 9")]),
        "there are no policies, so nothing could be decided"
    );
}

#[test]
fn the_manifest_and_the_files_have_to_agree() {
    let mut sources = sources(vec![rule("files.odd", PLAIN), rule("files.even", PLAIN)]);
    sources.manifest.text = "# all of them\nfiles.odd\nfiles.evn\nfiles.odd # again\nx\n".into();
    for check in [true, false] {
        sources.check_builtin = check;
        assert_eq!(
            PolicySet::load(sources.clone(), FACTS)
                .unwrap_err()
                .to_string(),
            "policies/manifest.txt: the built-in rule `files.even` is not listed: add a line `files.even`\n\
             policies/manifest.txt:3:1: `files.evn` stands after `files.odd`: keep the list sorted\n\
             policies/manifest.txt:3:1: the built-in rule `files.evn` is lost: no file holds it; did you mean `files.even`?\n\
             policies/manifest.txt:4:1: `files.odd` is listed twice\n\
             policies/manifest.txt:5:1: `x` is not a rule's id, `<area>.<rule>`"
        );
    }
}

#[test]
fn packages_are_declared_once_and_where_they_belong() {
    let moved = PolicyFile::new(
        "policies/files/even/even.rego",
        rule("files.odd", PLAIN).text,
    );
    assert!(refusal(vec![moved]).contains(
        "policies/files/even/even.rego:11:1: the path says that the package is `relcheck.policy.files.even`, not `relcheck.policy.files.odd`"
    ));
    let mut twice = sources(vec![rule("files.odd", PLAIN)]);
    twice.user = vec![
        user_rule("own.a", PLAIN),
        PolicyFile::new("own/b.rego", user_rule("own.a", PLAIN).text),
    ];
    assert!(
        PolicySet::load(twice.clone(), FACTS)
            .unwrap_err()
            .to_string()
            .contains(
                "own/b.rego:11:1: the package `policy.own.a` is declared already, in own/a.rego"
            )
    );
    twice.user = vec![PolicyFile::new("own/b.rego", rule("files.x", PLAIN).text)];
    assert_eq!(
        PolicySet::load(twice.clone(), FACTS)
            .unwrap_err()
            .to_string(),
        "own/b.rego:11:1: the package `relcheck` belongs to the built-in policies; a project's own rules are `policy.<area>.<rule>`"
    );
    twice.user = vec![PolicyFile::new("own/b.rego", "package main\nx := 1\n")];
    assert!(
        PolicySet::load(twice, FACTS)
            .unwrap_err()
            .to_string()
            .starts_with("own/b.rego:1:1: the package `main` defines no `deny`")
    );
    let stray = PolicyFile::new("policies/stray.rego", rule("files.odd", PLAIN).text);
    for check in [true, false] {
        let mut sources = sources(vec![rule("files.odd", PLAIN), stray.clone()]);
        sources.check_builtin = check;
        let errors = PolicySet::load(sources, FACTS).unwrap_err().to_string();
        assert!(
            errors.contains("policies/stray.rego: is in no place"),
            "{errors}"
        );
    }
}

#[test]
fn an_embedded_rule_has_the_package_of_its_path() {
    let mut moved = sources(vec![PolicyFile::new(
        "policies/files/even/even.rego",
        rule("files.odd", PLAIN).text,
    )]);
    moved.check_builtin = false;
    assert_eq!(
        PolicySet::load(moved, FACTS).unwrap_err().to_string(),
        "policies/files/even/even.rego: holds no line `package relcheck.policy.files.even`"
    );
}

#[test]
fn an_embedded_library_is_read_for_the_policies_of_a_project() {
    let broken = library("text", "f(x) := data.relcheck.lib.none.g(x)");
    let mut quick = sources(vec![rule("files.odd", PLAIN), broken]);
    quick.check_builtin = false;
    assert!(PolicySet::load(quick.clone(), FACTS).is_ok());
    quick.user = vec![user_rule("own.odd", PLAIN)];
    assert_eq!(
        PolicySet::load(quick, FACTS).unwrap_err().to_string(),
        "policies/lib/text.rego:2:9: there is no library `relcheck.lib.none`; did you mean `relcheck.lib.text`?"
    );
    let file = PolicyFile::new("policies/lib/text.rego", library("texts", "x := 1").text);
    let mut moved = sources(vec![rule("files.odd", PLAIN), file]);
    moved.check_builtin = false;
    assert_eq!(
        PolicySet::load(moved, FACTS).unwrap_err().to_string(),
        "policies/lib/text.rego: holds no line `package relcheck.lib.text`"
    );
}
