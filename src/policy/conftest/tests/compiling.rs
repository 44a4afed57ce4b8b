//! What a compiler of Rego finds is refused; what only its strict mode finds is not.

use super::{load, sources};
use crate::collect::{COLLECTORS, input_schema};
use crate::policy::{PolicySet, Sources};

/// What is wrong with some files, typed against all facts; empty if nothing is.
fn typed(files: &[(&str, &str)]) -> String {
    let sources = Sources {
        schema: input_schema().to_value(),
        ..sources(files)
    };
    let facts: Vec<&str> = COLLECTORS.iter().map(|entry| entry.name).collect();
    match PolicySet::load(sources, &facts) {
        Ok(_) => String::new(),
        Err(errors) => errors.to_string(),
    }
}

#[test]
fn what_nobody_uses_is_no_mistake() {
    let old = "package main

import data.lib.text
import data.lib.text as again
import future.keywords.in

deny[msg] {
	unused := input.project.name
	some other
	input.facts.changes.commits[other]
	some index, commit in input.facts.changes.commits
	msg := commit.subject
}

is_odd(name, never) { name == \"odd\" }
";
    let new = "package newer

import rego.v1

import data.lib.text

deny contains \"m\" if {
	[first, second] := [input.project.name, 1]
	every index, commit in input.facts.changes.commits { commit.subject != \"\" }
}

f(_, unused) := 1
";
    let text = "package lib.text\nword := \"w\"\n";
    let user = "package user\ndeny contains data.lib.text.word if input.project.name\n";
    let files = [
        ("own/main.rego", old),
        ("own/newer.rego", new),
        ("own/text.rego", text),
        ("own/user.rego", user),
    ];
    assert_eq!(typed(&files), "");
}

#[test]
fn what_no_compiler_lets_pass_is_refused() {
    for (text, expected) in [
        (
            "import data.lib.text\nimport data.lib.text",
            "own/main.rego:3:1: import shadows following import defined earlier",
        ),
        (
            "import data.lib.text as input",
            "own/main.rego:2:25: an import called `input` hides what is read",
        ),
        (
            "x { some i, other; input.facts.changes.commits[i] }",
            "own/main.rego:2:13: the variable `other` is never used",
        ),
        (
            "x { count := count(input.facts.changes.commits); count > 1 }",
            "own/main.rego:2:14: `count` is a variable here, which hides the function",
        ),
        (
            "default x = input.project.name",
            "own/main.rego:2:1: the default of `x` is no constant: it may hold no variable, reference or call",
        ),
        (
            "x = 1\nx = 2",
            "own/main.rego:3:1: `x` is defined twice without conditions, here and in line 2",
        ),
    ] {
        let main = format!("package main\n{text}\ndeny[msg] {{ msg := data.lib.text.word }}\n");
        let said = typed(&[
            ("own/main.rego", main.as_str()),
            ("own/text.rego", "package lib.text\nword = \"w\"\n"),
            (
                "own/user.rego",
                "package user\nwarn[data.lib.text.word] { true }\n",
            ),
        ]);
        assert_eq!(said, expected, "{main}");
    }
}

#[test]
fn what_fails_open_is_refused_in_both_syntaxes() {
    // In the older syntax, the place is one line and a column.
    for (condition, expected) in [
        (
            "input.facts.changes.comits",
            "`input.facts.changes` has no field `comits`; did you mean `commits`?",
        ),
        (
            "input.facts.changes.commits[_].sujbect == \"x\"",
            "has no field `sujbect`; did you mean `subject`?",
        ),
        ("input.relase.version", "there is no `input.relase`"),
        ("input.project.name == 5", "never equal"),
        ("input.release.type == \"mayor\"", "did you mean `major`?"),
        ("input.facts.changes.since < \"v1\"", "may be null"),
        ("x > 1", "`x` is unsafe: no condition gives it a value"),
        ("not input.facts.changes.commits[i]", "`i` is unsafe"),
        ("y == {x | not x}", "`x` is unsafe"),
        (
            "starts_with(input.project.name, \"x\")",
            "there is no function `starts_with`",
        ),
        (
            "relcheck.conftest_findings(\"x\", {}, null)",
            "there is no function `relcheck.conftest_findings`",
        ),
        (
            "startswith(input.project.name)",
            "`startswith` takes 2 arguments, not 1",
        ),
        (
            "is_odd(input.project.name, 1, 2)",
            "`is_odd` takes 1 argument, not 3",
        ),
        (
            "count(input.project.name, 1, 2)",
            "`count` takes 1 argument, not 3",
        ),
        (
            "regex.match(\"(\", input.project.name)",
            "this is no regular expression",
        ),
        (
            "lower(input.project.name) == \"Demo\"",
            "did you mean `demo`?",
        ),
        (
            "regex.match(input.project.name, \"^demo\")",
            "the pattern comes first",
        ),
        (
            "time.weekday(input.clock.seconds) == \"Friday\"",
            "`time.weekday` takes nanoseconds",
        ),
        (
            "a := 1; a := 2",
            "`a` is declared already in these conditions",
        ),
        (
            "input.project.name > input.facts.changes.commits",
            "their order says nothing",
        ),
    ] {
        for old in [false, true] {
            let (set, iff) = if old {
                ("[\"m\"]", "")
            } else {
                (" contains \"m\"", " if")
            };
            let policy = format!(
                "package main\nis_odd(x){iff} {{ x == \"odd\" }}\ndeny{set}{iff} {{ {condition} }}\n"
            );
            let said = typed(&[("own/main.rego", &policy)]);
            assert!(said.contains(expected), "{policy}{said}");
            assert!(said.starts_with("own/main.rego:3:"), "{policy}{said}");
            let column = said
                .split(':')
                .nth(2)
                .and_then(|text| text.parse::<u32>().ok());
            assert!(column.is_some(), "{said}");
        }
    }
}

/// A definition that no call of its package meets is a rule that never fires. In a package that
/// others share it may wait for another call.
#[test]
fn what_holds_in_no_call_is_refused() {
    let main = "package main
deny[\"m\"] { is_large(input.release.type) }
";
    let helper = "package main
is_large(kind) { kind == \"minor\" }
is_large(kind) { kind == \"mayor\" }
";
    let said =
        |main: &str, helper: &str| typed(&[("own/main.rego", main), ("own/more.rego", helper)]);
    assert_eq!(
        said(main, helper),
        "own/more.rego:3:18: `kind` and `\"mayor\"` are never equal in any call"
    );
    assert_eq!(said(main, &helper.replace("mayor", "major")), "");
    assert_eq!(
        said(main, &helper.replace("minor", "mayor")),
        "own/main.rego:2:13: no definition of `is_large` takes `input.release.type` (hotfix, major, minor, patch): it is always undefined"
    );
    let shared = helper.replace("package main", "package lib.kinds");
    let reader = main.replace("is_large", "data.lib.kinds.is_large");
    assert_eq!(said(&reader, &shared), "");
}

#[test]
fn the_files_of_a_package_define_each_name_in_one_way() {
    let main = "package main\ndefault limit := 1\ndeny contains \"m\" if limit > 2\n";
    let said = |other: &str| {
        let other = format!("package main\n{other}\n");
        let loaded = load(&[("own/a.rego", main), ("own/b.rego", &other)]);
        loaded.err().map(|errors| errors.to_string())
    };
    assert_eq!(said("limit := 5 if input.project.name"), None);
    assert_eq!(
        said("default limit := 3").as_deref(),
        Some("own/b.rego:2:1: `limit` has a default already, in own/a.rego:2")
    );
    assert_eq!(
        said("deny := [\"n\"]").as_deref(),
        Some("own/b.rego:2:1: `deny` is a value here and a set in own/a.rego:3")
    );
    assert_eq!(
        said("limit(x) := x").as_deref(),
        Some(
            "own/b.rego:2:1: `limit` is a function of 1 argument here and a value in own/a.rego:2"
        )
    );
    // A rule of another file is no variable without a value.
    assert_eq!(said("warn contains \"n\" if limit == 1"), None);
}

#[test]
fn packages_below_relchecks_own_are_refused() {
    let library = "package policy.lib.text\nword := \"w\"\n";
    let below = "package policy.lib.text.more\ndeny contains \"m\" if input.project.name\n";
    let said = load(&[("own/more.rego", below), ("own/text.rego", library)]).unwrap_err();
    assert_eq!(
        said.to_string(),
        "own/more.rego:1:1: the package `policy.lib.text.more` is below `policy.lib.text` (own/text.rego), which is written for relcheck: give it another name"
    );
    assert_eq!(load(&[("own/more.rego", below)]).err(), None);
}
