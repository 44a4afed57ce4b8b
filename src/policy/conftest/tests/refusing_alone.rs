//! A refused package of Conftest's is its own affair, and that of the packages that need it.

use super::{FACTS, sources};
use crate::collect::input_schema;
use crate::policy::{PolicyFile, PolicySet, Request, Sources};

const FINE: (&str, &str) = (
    "own/fine.rego",
    "package fine\ndeny contains \"m\" if input.project.name == \"x\"\n",
);

fn load(files: &[(&str, &str)]) -> PolicySet {
    let sources = Sources {
        builtin: Vec::new(),
        manifest: PolicyFile::new("policies/manifest.txt", ""),
        data: PolicyFile::new("policies/data.yaml", ""),
        schema: input_schema().to_value(),
        ..sources(files)
    };
    PolicySet::load_with_refused(sources, FACTS).unwrap()
}

/// The rules, `!` before those that are refused.
fn rules(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files.iter().copied().chain([FINE]).collect();
    let set = load(&files);
    let rules = set.rules().iter();
    rules
        .map(|rule| match rule.refused {
            Some(_) => format!("!{}", rule.id),
            None => rule.id.clone(),
        })
        .collect()
}

const MAIN: &str =
    "package main\nimport data.texts\ndeny contains texts.word if input.project.name\n";
const TEXTS: &str = "package texts\nword := \"w\"\n";

#[test]
fn what_is_wrong_refuses_the_rules_that_need_it() {
    let right = [("own/main.rego", MAIN), ("own/texts.rego", TEXTS)];
    assert_eq!(rules(&right), ["conftest.fine", "conftest.main"]);
    for (right, wrong, expected) in [
        (
            "import data.texts",
            "import data.txts",
            &["!conftest.main", "!conftest.texts"][..],
        ),
        (
            "deny contains",
            "denny contains",
            &["!conftest.main", "!conftest.texts"],
        ),
        (
            "if input.project.name",
            "if input.kind",
            &["!conftest.main"],
        ),
        (
            "if input.project.name",
            "if input.project.name == 5",
            &["!conftest.main"],
        ),
        (
            "if input.project.name",
            "if http.send({})",
            &["!conftest.main"],
        ),
        ("if input.project.name", "if", &["!conftest.main"]),
    ] {
        let main = MAIN.replace(right, wrong);
        let files = [("own/main.rego", main.as_str()), ("own/texts.rego", TEXTS)];
        let mut wanted = vec!["conftest.fine"];
        wanted.extend(expected);
        wanted.sort_unstable();
        let mut found = rules(&files);
        found.sort();
        assert_eq!(found, wanted, "{main}");
    }
    for texts in [
        "word := input.kind",
        "word := {{",
        "word := x",
        "default word := 1\ndefault word := 2",
    ] {
        let texts = format!("package texts\n{texts}\n");
        let found = rules(&[("own/main.rego", MAIN), ("own/texts.rego", &texts)]);
        assert!(
            found.contains(&"!conftest.main".to_owned()),
            "{texts} {found:?}"
        );
        assert!(
            found.contains(&"conftest.fine".to_owned()),
            "{texts} {found:?}"
        );
    }
}

/// What is said of one package is no reason to pass over the types of another.
#[test]
fn each_package_is_typed_by_itself() {
    let foreign = (
        "own/foreign.rego",
        "package foreign\ndeny contains \"m\" if input.kind\n",
    );
    let typed = (
        "own/typed.rego",
        "package typed\ndeny contains \"m\" if input.project.name == 5\n",
    );
    assert_eq!(
        rules(&[foreign, typed]),
        ["conftest.fine", "!conftest.foreign", "!conftest.typed"]
    );
}

#[test]
fn one_file_that_does_not_parse_refuses_its_package() {
    let more = "package main\nwarn contains\n";
    let files = [
        ("own/main.rego", MAIN),
        ("own/more.rego", more),
        ("own/texts.rego", TEXTS),
    ];
    assert_eq!(rules(&files), ["conftest.fine", "!conftest.main"]);
    let set = load(&files);
    let rule = set.rule("conftest.main").unwrap();
    assert_eq!(rule.file, "own/main.rego");
    assert_eq!(
        rule.refused.as_deref(),
        Some("own/more.rego:3:1: expecting expression")
    );
    assert!(
        rule.fix.starts_with("Mend `own/more.rego`;"),
        "{}",
        rule.fix
    );
    // They are named all the same, though nothing is evaluated with them.
    let mut named: Vec<&str> = set.files().into_iter().map(|(path, _)| path).collect();
    named.retain(|path| path.starts_with("own/"));
    assert_eq!(named, ["own/main.rego", "own/more.rego", "own/texts.rego"]);
    assert!(set.own_libraries().is_empty());
}

#[test]
fn what_is_judged_is_judged_without_the_others() {
    let set = load(&[
        FINE,
        (
            "own/main.rego",
            "package main\ndeny[msg] { msg := data.fine.deny[_] } {\n",
        ),
    ]);
    let request = Request {
        input: r#"{"project": {"name": "x", "path": ""}}"#.to_owned().into(),
        release: None,
        rules: vec!["conftest.fine", "conftest.main"],
    };
    let judged = set.evaluate(&[request]).remove(0);
    assert_eq!(judged[0].result.as_ref().unwrap().deny.len(), 1);
    assert!(judged[1].result.is_err());
}

#[test]
fn a_rule_among_the_tests_refuses_its_package() {
    let test = (
        "own/main_test.rego",
        "package main\nwarn_x contains \"m\" if input.project.name\n",
    );
    let files = [("own/main.rego", MAIN), test, ("own/texts.rego", TEXTS)];
    assert_eq!(rules(&files), ["conftest.fine", "!conftest.main"]);
}

#[test]
fn a_package_that_nothing_asks_for_is_an_error_of_its_own() {
    let astray = (
        "own/astray.rego",
        "package astray\nfail contains \"m\" if input.project.name\n",
    );
    assert_eq!(rules(&[astray]), ["!conftest.astray", "conftest.fine"]);
    let only = load(&[("own/a_test.rego", "package main\ntest_x if true\n")]);
    let [rule] = only.rules() else {
        panic!("{:?}", only.rules())
    };
    assert_eq!(rule.id, "conftest.main");
    assert!(rule.refused.is_some());
}

#[test]
fn an_id_that_is_taken_refuses_both() {
    let other = (
        "own/a.rego",
        "package a.b\ndeny contains \"m\" if input.project.name\n",
    );
    let same = (
        "own/b.rego",
        "package a_b\ndeny contains \"m\" if input.project.name\n",
    );
    assert_eq!(rules(&[other, same]), ["!conftest.a_b", "conftest.fine"]);
}
