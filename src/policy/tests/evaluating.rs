use crate::facts::Missing;

use super::*;
use crate::policy::{Judged, Judgement, Request};
use crate::verdict::{Evidence, Finding, Level};

pub(super) const INPUT: &str = r#"{"release": {"x": 1}, "facts": {"changes": {"files": [
    {"path": "b", "odd": true}, {"path": "a", "odd": true}, {"path": "c", "odd": false}
]}}}"#;

/// What each rule says of [`INPUT`].
fn judge(rules: &[(&str, &str)]) -> Vec<Judgement> {
    let set = load(rules.iter().map(|(id, body)| rule(id, body)).collect()).unwrap();
    let request = Request {
        input: (INPUT.to_owned()).into(),
        release: None,
        rules: rules.iter().map(|(id, _)| *id).collect(),
    };
    set.evaluate(&[request]).remove(0)
}

pub(super) fn judge_one(body: &str) -> Result<Judged, String> {
    judge(&[("files.odd", body)]).remove(0).result
}

fn finding(subject: &str) -> Finding {
    Finding {
        subject: subject.to_owned(),
        message: "is odd".to_owned(),
        fix: None,
        level: Level::Deny,
        evidence: None,
        weakening: None,
        waived_by: None,
    }
}

#[test]
fn findings_come_sorted() {
    let judged = judge_one(PLAIN).unwrap();
    assert_eq!(judged.deny, [finding("a"), finding("b")]);
    assert!(judged.not_applicable.is_empty() && judged.unknown.is_empty());
    assert_eq!(judged.due, None);
}

#[test]
fn everything_a_rule_can_say_arrives() {
    let judged = judge_one(
        r#"deny contains {"subject": "s", "message": "m", "fix": "f", "level": "warn", "evidence": {"file": "x", "line": 3, "commit": "c"}, "weakening": "w"} if input.release.x == 1
not_applicable contains "no files" if input.release.x == 1
not_applicable contains "also" if input.release.x == 1
unknown contains "shallow" if input.release.x == 1
looked_at contains "files" if input.release.x == 1
due := 1700000000 if input.release.x == 1"#,
    )
    .unwrap();
    assert_eq!(
        judged.deny,
        [Finding {
            subject: "s".to_owned(),
            message: "m".to_owned(),
            fix: Some("f".to_owned()),
            level: Level::Warn,
            evidence: Some(Evidence {
                file: Some("x".to_owned()),
                line: Some(3),
                commit: Some("c".to_owned())
            }),
            weakening: Some("w".to_owned()),
            waived_by: None,
        }]
    );
    assert_eq!(judged.not_applicable, ["also", "no files"]);
    assert_eq!(judged.unknown, [Missing::because("shallow")]);
    assert_eq!(judged.looked_at, ["files"]);
    assert_eq!(judged.due, Some(1_700_000_000));
}

#[test]
fn a_due_time_may_be_undefined_and_no_finding_is_no_error() {
    let judged =
        judge_one("deny contains 1 if input.release.x == 2\ndue := 1 if input.release.x == 2");
    assert_eq!(judged, Ok(Judged::default()));
}

#[test]
fn what_is_no_finding_is_an_error() {
    let place = "policies/files/odd/odd.rego: ";
    for (element, message) in [
        (
            "1",
            "a finding is an object with `subject` and `message`, not `1`",
        ),
        (
            "\"text\"",
            "a finding is an object with `subject` and `message`, not `\"text\"`",
        ),
        (
            r#"{"subject": "x"}"#,
            "a finding lacks `message`: `{\"subject\":\"x\"}`",
        ),
        (
            r#"{"subject": 1, "message": "m"}"#,
            "the `subject` of a finding is `1`, which is no text",
        ),
        (
            r#"{"subject": " ", "message": "m"}"#,
            "the `subject` of a finding is `\" \"`, which is no text",
        ),
        (
            r#"{"subject": "x", "message": "m", "mesage": "m"}"#,
            "a finding has no key `mesage`; did you mean `message`? (known: subject, message, fix, level, evidence, weakening)",
        ),
        (
            r#"{"subject": "x", "message": "m", "fix": null}"#,
            "the `fix` of a finding is `null`, which is no text",
        ),
        (
            r#"{"subject": "x", "message": "m", "level": "deny"}"#,
            "the `level` of a finding is `warn` or left out, not `\"deny\"`",
        ),
        (
            r#"{"subject": "x", "message": "m", "evidence": "f"}"#,
            "the `evidence` of a finding is an object with `file`, `line` and `commit`, not `\"f\"`",
        ),
        (
            r#"{"subject": "x", "message": "m", "evidence": {"path": "f"}}"#,
            "`evidence` has no key `path` (known: file, line, commit)",
        ),
        (
            r#"{"subject": "x", "message": "m", "evidence": {"line": 1.5}}"#,
            "the `line` of an `evidence` is `1.5`, which is no line number",
        ),
        (
            r#"{"subject": "x", "message": "m", "evidence": {"line": 0}}"#,
            "the `line` of an `evidence` is `0`, which is no line number",
        ),
    ] {
        let body = format!("deny contains {element} if input.release.x == 1");
        assert_eq!(judge_one(&body), Err(format!("{place}{message}")));
    }
    let none = "deny contains 1 if input.release.x == 2\n";
    assert_eq!(
        judge_one(&format!("{none}unknown contains 1 if input.release.x == 1")),
        Err(format!(
            "{place}`unknown` holds `1`, which is no reason (a text, or an object of `reason` and `fix`)"
        ))
    );
    assert_eq!(
        judge_one(&format!("{none}due := \"soon\"")),
        Err(format!(
            "{place}`due` is no whole number of seconds since 1970"
        ))
    );
}

#[test]
fn an_error_is_the_failing_rules_own() {
    let broken = "deny contains x if x := to_number(\"x\")";
    let clash = "helper := 1\nhelper := 2 if input.release.x == 1\ndeny contains helper if 1 == 1";
    let judgements = judge(&[
        ("a.ok", PLAIN),
        ("b.broken", broken),
        ("c.clash", clash),
        ("d.ok", PLAIN),
    ]);
    let ids: Vec<&str> = judgements
        .iter()
        .map(|judgement| judgement.rule.as_str())
        .collect();
    assert_eq!(ids, ["a.ok", "b.broken", "c.clash", "d.ok"]);
    assert!(judgements[0].result.is_ok() && judgements[3].result.is_ok());
    let error = judgements[1].result.as_ref().unwrap_err();
    assert!(
        error.starts_with("policies/b/broken/broken.rego:12:"),
        "{error}"
    );
    assert!(judgements[2].result.is_err());
}

#[test]
fn a_rule_without_deny_never_passes() {
    let mut sources = sources(vec![
        rule("files.odd", "x := 1"),
        rule("files.even", "x := ["),
    ]);
    sources.check_builtin = false;
    let set = PolicySet::load(sources, FACTS).unwrap();
    let request = Request {
        input: (INPUT.to_owned()).into(),
        release: None,
        rules: vec!["files.odd", "files.even", "files.none"],
    };
    let errors: Vec<String> = set
        .evaluate(&[request])
        .remove(0)
        .into_iter()
        .map(|judgement| judgement.result.unwrap_err())
        .collect();
    assert_eq!(
        errors[0],
        "policies/files/odd/odd.rego: `deny` is undefined"
    );
    assert!(
        errors[1].starts_with("policies/files/even/even.rego:"),
        "{}",
        errors[1]
    );
    assert_eq!(errors[2], "there is no such rule");
}

#[test]
fn an_input_that_is_no_json_passes_nothing() {
    let set = load(vec![rule("files.odd", PLAIN)]).unwrap();
    let request = Request {
        input: ("{".to_owned()).into(),
        release: None,
        rules: vec!["files.odd"],
    };
    let error = set
        .evaluate(&[request])
        .remove(0)
        .remove(0)
        .result
        .unwrap_err();
    assert!(error.starts_with("the input cannot be read: "), "{error}");
}

#[test]
fn the_same_input_gives_the_same_answers() {
    let rules = [
        ("a.ok", PLAIN),
        ("b.broken", "deny contains x if x := 1 / 0"),
    ];
    assert_eq!(judge(&rules), judge(&rules));
}

#[test]
fn release_types_are_told_apart_where_a_rule_sees_a_difference() {
    let says = |text: &str| {
        format!(
            "deny contains {{\"subject\": subject, \"message\": \"m\"}} if {{\n\tsubject := {text}\n}}"
        )
    };
    let rules = [
        ("a.none", says("input.facts.changes.files[0].path")),
        ("b.version", says("input.release.version")),
        ("c.kind", says("data.relcheck.lib.kind.name")),
        ("d.all", says("json.marshal(input.release)")),
    ];
    let mut files = vec![library("kind", "name := input.release.type")];
    files.extend(rules.iter().map(|(id, body)| rule(id, body)));
    let set = load(files).unwrap();
    let input: std::sync::Arc<str> = INPUT.into();
    let request = |release: &str| Request {
        input: std::sync::Arc::clone(&input),
        release: Some(release.to_owned()),
        rules: rules.iter().map(|(id, _)| *id).collect(),
    };
    let requests = [
        request(r#"{"type":"minor","version":"1.1.0"}"#),
        request(r#"{"type":"major","version":"1.1.0"}"#),
        request(r#"{"type":"major","version":"2.0.0"}"#),
        request(r#"{"type":"minor","version":"1.1.0"}"#),
    ];
    let said: Vec<Vec<String>> = set
        .evaluate(&requests)
        .into_iter()
        .map(|judgements| {
            let findings = judgements
                .into_iter()
                .flat_map(|judgement| judgement.result.unwrap().deny);
            findings.map(|finding| finding.subject).collect()
        })
        .collect();
    let all = |kind: &str, version: &str| {
        let all = format!(r#"{{"type":"{kind}","version":"{version}"}}"#);
        ["b", version, kind, &all].map(str::to_owned).to_vec()
    };
    assert_eq!(
        said,
        [
            all("minor", "1.1.0"),
            all("major", "1.1.0"),
            all("major", "2.0.0"),
            all("minor", "1.1.0"),
        ]
    );
}

#[test]
fn inputs_are_told_apart_even_if_the_release_is_the_same() {
    let set = load(vec![rule("files.odd", PLAIN)]).unwrap();
    let request = |input: &str| Request {
        input: input.into(),
        release: Some("{}".to_owned()),
        rules: vec!["files.odd"],
    };
    let even = r#"{"facts": {"changes": {"files": []}}}"#;
    let judged = set.evaluate(&[request(INPUT), request(even), request(INPUT)]);
    let counts = judged
        .iter()
        .map(|judgements| judgements[0].result.as_ref().unwrap().deny.len());
    assert_eq!(counts.collect::<Vec<_>>(), [2, 0, 2]);
}

#[test]
fn a_rule_that_fails_leaves_nothing_behind() {
    let body = "names(files) := [name | some file in files; name := 12 / file.size]
deny contains finding if {
\tsome name in names(input.facts.changes.files)
\tfinding := {\"subject\": sprintf(\"%d\", [name]), \"message\": \"m\"}
}";
    let set = load(vec![rule("files.odd", body), rule("files.other", PLAIN)]).unwrap();
    let request = |sizes: &str| Request {
        input: format!(r#"{{"facts": {{"changes": {{"files": [{sizes}]}}}}}}"#).into(),
        release: None,
        rules: vec!["files.odd", "files.other"],
    };
    // Each of them is a text of its own, so that the last one is evaluated as well.
    let good = || request(r#"{"size": 3}, {"size": 4}"#);
    let bad = request(r#"{"size": 3}, {"size": 0}"#);
    let judged = set.evaluate(&[good(), bad, good()]);
    assert!(judged[1][0].result.is_err(), "{judged:?}");
    assert!(judged[1][1].result.is_ok(), "{judged:?}");
    assert_eq!(judged[0], judged[2]);
    assert_eq!(judged[0][0].result.as_ref().unwrap().deny.len(), 2);
}

#[test]
fn parameters_arrive() {
    let mut sources = sources(vec![rule(
        "files.odd",
        "import data.relcheck.params.files.odd as params\ndeny contains {\"subject\": params.name, \"message\": \"m\"} if params.max < input.release.x",
    )]);
    sources.data.text = "params:\n  files.odd:\n    max: {about: The most., value: 0}\n    name: {about: A name., value: no}\n".into();
    let set = PolicySet::load(sources, FACTS).unwrap();
    let request = Request {
        input: (INPUT.to_owned()).into(),
        release: None,
        rules: vec!["files.odd"],
    };
    let judged = set.evaluate(&[request]).remove(0).remove(0).result.unwrap();
    // `no` is a text here, not `false`.
    assert_eq!(judged.deny[0].subject, "no");
}

#[test]
fn what_is_wrong_with_one_of_the_names_is_told_as_if_it_were_asked_for_alone() {
    let wrong = r#"deny contains {"subject": "s", "message": "m"} if input.release.x == 1
looked_at contains sprintf("%s", [to_number("x")]) if input.release.x == 1"#;
    let right = r#"deny contains {"subject": "s", "message": "m"} if input.release.x == 1
unknown contains "why" if input.release.x == 2
due := 1 if input.release.x == 1"#;
    let judged = judge(&[("files.right", right), ("files.wrong", wrong)]);
    let message = judged[1].result.clone().unwrap_err();
    assert!(message.contains("wrong.rego:"), "{message}");
    let right = judged[0].result.clone().unwrap();
    assert_eq!((right.deny.len(), right.due), (1, Some(1)));
    assert_eq!(right.unknown, []);
}

/// A line that only looks like a head is none: then the names are asked for one by one.
#[test]
fn a_name_that_only_a_text_begins_with_is_not_asked_for() {
    let body = "deny contains {\"subject\": \"s\", \"message\": note} if input.release.x == 1\n\nnote := `a\nunknown contains \"b\"\n`";
    let judged = judge_one(body).unwrap();
    assert_eq!(judged.deny.len(), 1);
    assert!(judged.deny[0].message.contains("unknown contains"));
    assert_eq!(judged.unknown, []);
}
