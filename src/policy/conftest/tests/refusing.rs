use super::{load, sources};
use crate::collect::{COLLECTORS, input_schema};
use crate::policy::{PolicySet, Sources};

/// The problems of one file, one a line.
fn refusal(policy: &str) -> String {
    load(&[("own/main.rego", policy)]).unwrap_err().to_string()
}

/// One mistake each, with what is said of it.
#[test]
fn each_mistake_has_its_place_and_its_reason() {
    let right = "deny contains \"m\" if input.project.name\n";
    for (mistake, expected) in [
        (
            "denny contains \"m\" if input.project.name",
            "3:1: `denny` is nothing that Conftest asks for, so it could never fail; did you mean `deny`?",
        ),
        (
            "deny__x contains \"m\" if input.project.name",
            "3:1: `deny__x` is nothing that Conftest asks for, so it could never fail; did you mean `deny_x`?",
        ),
        (
            "Exception contains [\"x\"] if input.project.name",
            "3:1: `Exception` is nothing that Conftest asks for, so it could never fail; did you mean `exception`?",
        ),
        (
            "deny_x if input.project.name",
            "3:1: `deny_x` is true or nothing, which Conftest counts as passed whatever it finds: write `deny_x contains … if {…}`",
        ),
        (
            "deny_x[msg] if msg := input.project.name",
            "3:1: `deny_x` is an object, not a set of messages: write `deny_x contains … if {…}`",
        ),
        (
            "deny_x[\"m\"] := true",
            "3:1: `deny_x` is an object, not a set of messages: write `deny_x contains … if {…}`",
        ),
        (
            "violation(x) := x",
            "3:1: `violation` is a function, not a set of messages: write `violation contains … if {…}`",
        ),
        (
            "deny_x contains \"m\" if input.kind == \"Pod\"",
            "3:24: there is no `input.kind`: `input` is relcheck's own here, with `clock`, `facts`, `project`, `release`, and no file as Conftest parses it",
        ),
        (
            "deny_x contains \"m\" if input[\"relase\"].type",
            "3:24: there is no `input.relase`; did you mean `release`?: `input` is relcheck's own here",
        ),
        (
            "deny_x contains \"m\" if input[_].kind",
            "3:24: `input` as a whole cannot be read: it is relcheck's own here",
        ),
        (
            "deny_x contains \"m\" if walk(input, [_, \"x\"])",
            "3:29: `input` as a whole cannot be read",
        ),
        (
            "deny_x contains \"m\" if input.facts[_].x",
            "3:24: `input.facts` as a whole cannot be read, since relcheck collects what policies name",
        ),
        (
            "deny_x contains \"m\" if input.facts.chagnes",
            "3:24: there is no fact `chagnes`; did you mean `changes`?",
        ),
        (
            "deny_x contains \"m\" if data.inventory.cluster",
            "3:24: `data.inventory.cluster` is not there: of `data`, a Conftest policy sees the packages of its own folder",
        ),
        (
            "deny_x contains \"m\" if data.conftest.file.name",
            "3:24: `data.conftest.file.name` is not there: relcheck judges facts, and no one file",
        ),
        (
            "deny_x contains \"m\" if data.main.hleper",
            "3:24: the package `main` defines no `hleper`",
        ),
        (
            "deny_x contains \"m\" if data.main[_]",
            "`data.main[…]` cannot be checked: name the rule, as in `data.main.<rule>`",
        ),
        (
            "deny_x contains \"m\" if data.relcheck.params.version.newer.x",
            "3:24: `data.relcheck.params.version.newer.x` belongs to another rule: this package is the rule `conftest.main`",
        ),
        (
            "deny_x contains \"m\" if data.relcheck.policy.docs.changelog.deny",
            "3:24: `data.relcheck.policy.docs.changelog.deny` is not there",
        ),
        (
            "deny_x contains \"m\" if http.send({\"url\": \"x\"})",
            "3:24: `http.send` is not allowed: a decision depends on its input alone",
        ),
        (
            "deny_x contains \"m\" if time.now_ns() > 3",
            "3:24: `time.now_ns` is not allowed: a decision depends on its input alone (the time is `input.clock.seconds`)",
        ),
        (
            "deny_x contains \"m\" if opa.runtime().env.X",
            "3:24: `opa.runtime` is not allowed",
        ),
        (
            "deny_x contains \"m\" if parse_config(\"hcl2\", \"x\")",
            "3:24: `parse_config` is a function of Conftest's, which relcheck does not have",
        ),
        (
            "deny_x contains \"m\" if parse_config_file(\"x.tf\")",
            "3:24: `parse_config_file` is a function of Conftest's",
        ),
        (
            "deny_x contains \"m\" if is_odd(input.project.name)",
            "3:24: there is no function `is_odd`",
        ),
        (
            "deny_x contains \"m\" if data.main.deny with input as {}",
            "`with` belongs into tests",
        ),
        (
            "f(x) := g(x)\ng(x) := f(x)",
            "a rule must not need itself: `f` needs `g` needs `f`",
        ),
        (
            "contains(a, b) if a == b",
            "3:1: `contains` hides the built-in function of that name",
        ),
    ] {
        let said = refusal(&format!("package main\n{right}{mistake}\n"));
        let placed = format!("own/main.rego:{expected}");
        let wanted = if expected.starts_with(|c: char| c.is_ascii_digit()) {
            said.starts_with(&placed)
        } else {
            said.contains(expected)
        };
        assert!(wanted, "{mistake}\n{said}\nexpected: {expected}");
    }
}

#[test]
fn a_package_that_nothing_asks_for_is_refused() {
    let said = refusal("package main\n\nfail contains \"m\" if input.project.name\n");
    assert_eq!(
        said,
        "own/main.rego:1:1: the package `main` defines no `deny`, `violation` or `warn`, and no package that does reads it: nothing would ever be judged by it (a rule of relcheck's own is `policy.<area>.<rule>`)"
    );
    let main = "package main\ndeny contains \"m\" if input.project.name\n";
    let test = "package main\nimport data.lib.asserting\ntest_x if asserting.is_empty(set())\n";
    // What only tests read may be there for them, unless it could be a rule gone astray.
    let asserting = "package lib.asserting\nis_empty(x) if count(x) == 0\n";
    let files = |asserting| {
        load(&[
            ("own/asserting.rego", asserting),
            ("own/main.rego", main),
            ("own/main_test.rego", test),
        ])
    };
    assert_eq!(files(asserting).err(), None);
    let astray = format!("{asserting}fail contains \"m\" if input.project.name\n");
    let said = files(&astray).unwrap_err().to_string();
    assert!(
        said.starts_with("own/asserting.rego:1:1: the package"),
        "{said}"
    );
}

#[test]
fn a_name_that_is_almost_one_of_conftests_may_be_a_helper() {
    let policy = "package main
deny contains msg if some msg in violations
violations contains \"m\" if input.project.name
denied(x) if x == 1
";
    assert_eq!(load(&[("own/main.rego", policy)]).err(), None);
}

#[test]
fn rules_in_files_of_tests_are_refused() {
    let main = "package main\ndeny contains \"m\" if input.project.name\n";
    let test = "package main\nwarn_x contains \"m\" if input.project.name\n";
    let said = load(&[("own/main.rego", main), ("own/a_test.rego", test)]).unwrap_err();
    assert_eq!(
        said.to_string(),
        "own/a_test.rego:2:1: `warn_x` is in a file of tests, which nothing is judged by here, though Conftest does: move it to a file of another name"
    );
    let said = load(&[("own/a_test.rego", "package main\ntest_x if true\n")]).unwrap_err();
    assert_eq!(
        said.to_string(),
        "own/a_test.rego: there are tests of Conftest policies, but no policies: nothing would be judged"
    );
}

#[test]
fn relchecks_metadata_belongs_into_relchecks_packages() {
    let policy = "# METADATA
# custom:
#   stages: [pre-release]
package policy.note
deny contains \"m\" if input.project.name
";
    assert_eq!(
        refusal(policy),
        "own/main.rego:4:1: a package here is `policy.<area>.<rule>` or `policy.lib.<name>`, in lower-case letters, digits and `_`, not `policy.note`"
    );
}

#[test]
fn nothing_stands_where_the_rules_for_packages_are() {
    let own = refusal("package policy.conftest\ndeny contains \"m\" if input.project.name\n");
    assert!(
        own.starts_with("own/main.rego:1:1: a package here is"),
        "{own}"
    );
    let rule = refusal("package policy\ndeny contains \"m\" if conftest\nconftest := true\n");
    assert_eq!(
        rule,
        "own/main.rego:3:1: the rule `conftest` and the package `policy.conftest` have one name: rename one"
    );
}

#[test]
fn packages_that_would_be_one_rule_are_refused() {
    let policy =
        |package: &str| format!("package {package}\ndeny contains \"m\" if input.project.name\n");
    let said = load(&[
        ("own/a.rego", &policy("a.b")),
        ("own/b.rego", &policy("a_b")),
    ]);
    assert_eq!(
        said.unwrap_err().to_string(),
        "own/b.rego:1:1: the packages `a.b` and `a_b` would both be the rule `conftest.a_b`: rename one"
    );
}

#[test]
fn mistakes_in_the_older_syntax_are_told_in_it() {
    let said =
        refusal("package main\n\ndeny[msg] {\n\tmsg := \"m\"\n}\n\nwarn[msg] {\n\tmsg := }\n");
    assert!(
        said.starts_with("own/main.rego:7:11: expecting }"),
        "{said}"
    );
    assert!(said.contains("3:11: `if` keyword is required"), "{said}");
    // A forgotten `if` is not what was right before: it would be read as two rules.
    let said =
        refusal("package main\n\ndeny if {\n\ttrue\n}\n\nwarn contains \"m\" {\n\ttrue\n}\n");
    assert!(
        said.starts_with("own/main.rego:7:19: `if` keyword is required"),
        "{said}"
    );
    let own = "package policy.team.note\n\ndeny[msg] {\n\tmsg := \"m\"\n}\n";
    assert!(refusal(own).starts_with("own/main.rego:3:11: `if` keyword is required"));
}

/// The engine keeps the imports of all files of a package in one list.
#[test]
fn names_that_mean_two_things_in_one_package_are_refused() {
    let texts = "package texts.one\nword := \"m\"\nodd(x) if x\n";
    let others = "package texts.two\nword := \"m\"\n";
    let said = |one: &str, two: &str| {
        let one = format!("package main\n{one}\n");
        let two = format!("package main\n{two}\n");
        let files = [
            ("own/a.rego", one.as_str()),
            ("own/b.rego", two.as_str()),
            ("own/one.rego", texts),
            ("own/two.rego", others),
        ];
        load(&files)
            .map(|_| ())
            .map_err(|errors| errors.to_string())
    };
    let one = "import data.texts.one as texts\ndeny contains texts.word if texts.odd(true)";
    let two = "import data.texts.two as texts\nwarn contains texts.word if true";
    assert_eq!(
        said(one, two).unwrap_err(),
        "own/b.rego:2:1: `texts` stands for `data.texts.two` here and for `data.texts.one` in own/a.rego, and relcheck's engine knows one meaning of a name in the package `main`: give one of them another name, as in `import data.texts.two as …`"
    );
    let same = "import data.texts.one as texts\nwarn contains texts.word if data.texts.two.word";
    assert_eq!(said(one, same), Ok(()));
    let rule = "import data.texts.two\nwarn contains two.word if true\ntexts := 1";
    assert!(
        said(one, rule)
            .unwrap_err()
            .starts_with("own/a.rego:2:1: `texts` is a rule of the package `main`, too"),
    );
    for borrowed in [
        "texts.word if data.texts.two.word",
        "\"m\" if texts.odd(data.texts.two.word)",
    ] {
        let borrowed = format!("warn contains {borrowed}");
        let said = said(one, &borrowed).unwrap_err();
        assert!(
            said.contains("`texts` is an import of own/a.rego, which relcheck's engine"),
            "{said}"
        );
    }
    let local = "warn contains texts if some texts in [data.texts.two.word]";
    assert_eq!(said(one, local), Ok(()));
}

#[test]
fn a_name_may_not_hide_a_package() {
    let main =
        "package main\nimport data.texts as lib\ndeny contains lib.word if data.main.lib.word\n";
    let texts = "package texts\nword := \"m\"\n";
    let lib = "package main.lib\nword := \"other\"\n";
    let said = load(&[
        ("own/lib.rego", lib),
        ("own/main.rego", main),
        ("own/texts.rego", texts),
    ]);
    assert_eq!(
        said.unwrap_err().to_string(),
        "own/main.rego:2:1: `lib` stands for `data.texts` here, and relcheck's engine would take it for the package `data.main.lib`: give the import another name, as in `import data.texts as …`"
    );
    let rule = main.replace("import data.texts as lib", "lib := {}");
    let said = load(&[("own/lib.rego", lib), ("own/main.rego", &rule)]);
    assert_eq!(
        said.unwrap_err().to_string(),
        "own/main.rego:2:1: the rule `lib` and the package `main.lib` have one name: rename one"
    );
    let same = main.replace("data.texts as lib", "data.main.lib");
    assert_eq!(
        load(&[("own/lib.rego", lib), ("own/main.rego", &same)]).err(),
        None
    );
}

#[test]
fn a_rule_in_a_library_of_relchecks_is_refused() {
    let library = "package policy.lib.security\ndeny_x contains \"m\" if input.project.name\n";
    let said = load(&[("own/security.rego", library)]).unwrap_err();
    assert_eq!(
        said.to_string(),
        "own/security.rego:2:1: `deny_x` is in a library of relcheck's (`policy.lib.<name>`), which nothing is judged by: move it to a package of another name"
    );
}

#[test]
fn a_function_stands_in_one_file() {
    let one = "package main\ndeny contains kind(input.project.name) if true\nkind(x) := x if x == \"a\"\n";
    let two = "package main\nkind(x) := \"other\" if x != \"a\"\n";
    let said = load(&[("own/a.rego", one), ("own/b.rego", two)]).unwrap_err();
    assert_eq!(
        said.to_string(),
        "own/b.rego:2:1: the function `kind` is defined in own/a.rego, too, and relcheck's engine looks into one file: put its definitions together"
    );
}

#[test]
fn what_the_types_rule_out_is_refused() {
    let typed = |files: &[(&str, &str)]| {
        let sources = Sources {
            schema: input_schema().to_value(),
            ..sources(files)
        };
        let facts: Vec<&str> = COLLECTORS.iter().map(|entry| entry.name).collect();
        PolicySet::load(sources, &facts)
            .map(|_| ())
            .map_err(|errors| errors.to_string())
    };
    let one = "package main
import input.facts.changes
deny contains commit.subjet if some commit in changes.commits
";
    // A rule of the same name in another file, which is the last to define it.
    let two = "package main
import input.facts.versions
deny contains versions.name if versions.name != null
";
    let said = typed(&[("own/a.rego", one), ("own/b.rego", two)]).unwrap_err();
    assert!(
        said.starts_with("own/a.rego:3:22: `commit` has no field `subjet`"),
        "{said}"
    );
    assert!(!said.contains("own/b.rego"), "{said}");
    let right = one.replace("subjet", "subject");
    assert_eq!(
        typed(&[("own/a.rego", &right), ("own/b.rego", two)]),
        Ok(())
    );
    // A policy for another input is told so once, not line by line.
    let foreign = "package main
deny contains msg if {
	object := input[_]
	object.kind == \"Pod\"
	msg := object.name
}
";
    let said = typed(&[("own/a.rego", foreign)]).unwrap_err();
    assert_eq!(said.lines().count(), 1, "{said}");
}
