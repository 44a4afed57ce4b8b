//! What is wrong with one of the project's own rules is its own affair; what is shared is not.

use super::*;

fn with(user: Vec<PolicyFile>) -> Sources {
    let mut sources = sources(vec![rule("files.odd", PLAIN)]);
    sources.user = user;
    sources
}

/// The rules with what each is refused for.
fn rules(sources: Sources) -> Vec<(String, Option<String>)> {
    let set = PolicySet::load_with_refused(sources, FACTS).unwrap();
    set.rules()
        .iter()
        .map(|rule| (rule.id.clone(), rule.refused.clone()))
        .collect()
}

fn refused_for(file: PolicyFile, id: &str) -> String {
    let rules = rules(with(vec![file, user_rule("own.fine", PLAIN)]));
    assert_eq!(rules.len(), 3, "{rules:?}");
    for (other, refused) in &rules {
        assert_eq!(refused.is_some(), other == id, "{rules:?}");
    }
    rules
        .into_iter()
        .find_map(|(other, refused)| refused.filter(|_| other == id))
        .unwrap_or_default()
}

#[test]
fn each_way_to_be_wrong_refuses_one_rule() {
    let broken = |body: &str| refused_for(user_rule("own.odd", body), "own.odd");
    assert_eq!(
        broken("deny contains"),
        "own/odd.rego:13:1: expecting expression"
    );
    assert_eq!(
        broken(&format!("x := {}1{}", "[".repeat(40), "]".repeat(40))),
        "own/odd.rego:12:16: literals nest deeper than 10 here, which takes the parser exponential time: give the inner ones names of their own"
    );
    assert_eq!(
        broken("denny contains 1\nx := http.send({})"),
        "own/odd.rego:12:1: `denny` is nothing that relcheck asks for; did you mean `deny`?\n\
         own/odd.rego:13:6: `http.send` is not allowed: a decision depends on its input alone (the time is `input.clock.seconds`)"
    );
    assert_eq!(
        broken("deny contains f(1) if 1 == 1\nf(x) := f(x)"),
        "own/odd.rego:13:1: a rule must not need itself: `f` needs `f`"
    );
    assert!(broken("deny contains 1 if nosuch > 1").starts_with("own/odd.rego:12:20: "));
    let mut file = user_rule("own.odd", PLAIN);
    file.text = file.text.replace("level: deny", "level: strict").into();
    assert_eq!(
        refused_for(file, "own.odd"),
        "own/odd.rego:7:12: there is no level `strict` (known: deny, warn)"
    );
}

#[test]
fn a_file_that_tells_no_id_is_named_by_its_place() {
    let nothing = PolicyFile::new("own/some/thing.rego", "{{{");
    assert!(refused_for(nothing, "some.thing").starts_with("own/some/thing.rego:1:"));
    let foreign = PolicyFile::new("own/files/odd.rego", rule("files.odd", PLAIN).text);
    // `files.odd` is the id of a built-in rule.
    assert!(refused_for(foreign, "files.odd_2").contains("belongs to the built-in policies"));
}

#[test]
fn others_may_speak_of_a_refused_rule() {
    let mut sources = with(vec![
        user_rule("own.odd", "{{{"),
        PolicyFile::new(
            "own/even.rego",
            user_rule("own.even", PLAIN)
                .text
                .replace("#   fix:", "#   depends_on: [own.odd]\n#   fix:"),
        ),
    ]);
    sources.user_data = vec![PolicyFile::new(
        "own/data.yaml",
        "params:\n  own.odd:\n    most: {about: the most, value: 1}\nstages:\n  pre-release: [own.odd]\n",
    )];
    sources.overrides.insert(
        "own.odd".to_owned(),
        [("most".to_owned(), serde_json::json!(2))].into(),
    );
    let refused: Vec<(String, bool)> = rules(sources)
        .into_iter()
        .map(|(id, refused)| (id, refused.is_some()))
        .collect();
    assert_eq!(
        refused,
        [
            ("files.odd".to_owned(), false),
            ("own.even".to_owned(), false),
            ("own.odd".to_owned(), true)
        ]
    );
}

#[test]
fn a_refused_rule_takes_the_place_of_the_built_in_one_that_it_replaces() {
    for broken in ["{{{", "denny contains 1"] {
        let mut sources = with(vec![user_rule("files.odd", broken)]);
        // Nobody said that it is replaced.
        let error = PolicySet::load_with_refused(sources.clone(), FACTS).unwrap_err();
        assert!(
            error.to_string().contains("`files.odd` is a built-in rule"),
            "{error}"
        );
        sources.replaced.insert("files.odd".to_owned());
        let rules = rules(sources);
        assert_eq!(rules.len(), 1, "{rules:?}");
        assert!(rules[0].1.is_some(), "{rules:?}");
    }
}

#[test]
fn what_is_shared_refuses_the_whole_set() {
    let refused = |sources: Sources| {
        PolicySet::load_with_refused(sources, FACTS)
            .unwrap_err()
            .to_string()
    };
    let library = PolicyFile::new("own/names.rego", "package policy.lib.names\n{{{");
    let text = refused(with(vec![user_rule("own.odd", "{{{"), library]));
    // All of it is named, the rule's own problems too.
    assert_eq!(text.lines().count(), 2, "{text}");
    let twice = || user_rule("own.odd", "{{{").text;
    let again = PolicyFile::new("own/again.rego", twice());
    let text = refused(with(vec![again, user_rule("own.odd", PLAIN)]));
    assert!(
        text.contains("the package `policy.own.odd` is declared already, in own/odd.rego"),
        "{text}"
    );
    let unread = PolicyFile::new("own/again.rego", twice());
    let text = refused(with(vec![unread, user_rule("own.odd", "{{{")]));
    assert!(text.contains("is declared already"), "{text}");
    let mut sources = with(vec![user_rule("own.odd", PLAIN)]);
    sources.user_data = vec![PolicyFile::new("own/data.yaml", "params: [")];
    assert!(refused(sources).contains("own/data.yaml"));
    let mut sources = with(vec![user_rule("own.odd", PLAIN)]);
    sources.user.push(user_rule("own.odd", PLAIN));
    assert!(refused(sources).contains("is given twice"));
}

#[test]
fn a_refused_rule_is_never_evaluated() {
    let sources = with(vec![user_rule("own.odd", "{{{")]);
    let set = PolicySet::load_with_refused(sources, FACTS).unwrap();
    let request = crate::policy::Request {
        input: r#"{"facts": {"changes": {"files": []}}}"#.to_owned().into(),
        release: None,
        rules: vec!["files.odd", "own.odd"],
    };
    let judged = set.evaluate(&[request]).remove(0);
    assert!(judged[0].result.is_ok());
    assert!(judged[1].result.is_err());
}

#[test]
fn all_policies_of_a_project_together_are_bounded() {
    let numbers = vec!["1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16"; 1_500].join(",\n");
    let body = format!("{PLAIN}\nx := [\n{numbers}]");
    let user = (0..22).map(|n| {
        let text = user_rule(&format!("own.odd{n}"), &body).text;
        PolicyFile::new(format!("own/odd{n}.rego"), text)
    });
    let error = PolicySet::load_with_refused(with(user.collect()), FACTS).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("have more than 1000000 words and signs"),
        "{error}"
    );
}
