use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::policy::nesting::{MAX_DEPTH, MAX_LEADING};

fn nested(open: &str, close: &str, depth: usize) -> PolicyFile {
    rule(
        "files.odd",
        &format!(
            "{PLAIN}\nx := {}1{}",
            open.repeat(depth),
            close.repeat(depth)
        ),
    )
}

#[test]
fn a_syntax_error_has_its_place() {
    assert_eq!(
        refusal(vec![rule("files.odd", "x := [1,\n  }")])
            .lines()
            .next()
            .unwrap(),
        "policies/files/odd/odd.rego:13:3: expecting expression"
    );
    assert!(refusal(vec![rule("files.odd", "x := \"open")]).contains("odd.rego:12:"));
    let empty = PolicyFile::new("policies/files/odd/odd.rego", "");
    assert!(refusal(vec![empty]).contains("policies/files/odd/odd.rego:1:1: "));
}

#[test]
fn deep_nesting_is_refused_quickly_and_shallow_is_not() {
    for (open, close) in [
        ("[", "]"),
        ("{", "}"),
        ("{\"a\": ", "}"),
        ("[f(", ")]"),
        ("{[", "]}"),
        ("[(", ")]"),
        ("[{\"a\": 1, \"b\": ", "}]"),
        ("[x | x := ", "]"),
        ("{x | y := ", "}"),
        ("(", ")"),
        ("- ", ""),
        ("a[", "]"),
        ("{1: ", "}"),
        ("[x | [", "]]"),
    ] {
        let start = Instant::now();
        for depth in [5, 9, 20, 30, 60, 300, 30_000] {
            // Without its end it is no less dangerous.
            let unended = load(vec![nested(open, "", depth)]);
            assert!(unended.is_err() || close.is_empty(), "{open} {depth}");
            let refused = load(vec![nested(open, close, depth)]).is_err();
            assert!(refused || depth < 64, "{open} {depth}");
        }
        assert!(
            start.elapsed().as_secs() < 20,
            "{open} took {:?}",
            start.elapsed()
        );
    }
    load(vec![nested("[", "]", MAX_LEADING)]).unwrap();
    let place = format!("policies/files/odd/odd.rego:17:{}: ", 6 + MAX_LEADING);
    let deep = refusal(vec![nested("[", "]", MAX_LEADING + 1)]);
    assert!(
        deep.starts_with(&format!("{place}literals nest deeper")),
        "{deep}"
    );
    let deep = refusal(vec![nested("(", ")", MAX_DEPTH + 1)]);
    assert!(
        deep.contains(&format!(":{}: brackets nest deeper", 6 + MAX_DEPTH)),
        "{deep}"
    );
}

#[test]
fn a_deep_test_document_is_fine() {
    let document =
        r#"{"facts": {"repository": {"history": {"tags": [{"name": {"text": "v1"}}]}}}}"#;
    load(vec![rule(
        "files.odd",
        &format!("{PLAIN}\nx := {document}"),
    )])
    .unwrap();
}

#[test]
fn a_wide_file_is_fine() {
    let items: String = (0..2_000)
        .map(|n| format!("\t{{\"n\": [{n}]}},\n"))
        .collect();
    load(vec![rule(
        "files.odd",
        &format!("{PLAIN}\nx := [\n{items}]"),
    )])
    .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_loads_or_is_refused(text in "\\PC{0,200}") {
        let file = PolicyFile::new("policies/files/odd/odd.rego", text);
        prop_assert!(load(vec![file]).is_err());
    }

    #[test]
    fn any_body_loads_or_is_refused(body in "[\\[\\](){}a-c:=|,.\"0-9 \n-]{0,80}") {
        let _ = load(vec![rule("files.odd", &body)]);
    }

    #[test]
    fn any_metadata_is_read_or_refused(block in "(# [a-z:\\[\\]{}\"& *-]{0,20}\n){0,6}") {
        let text = format!("# METADATA\n{block}package relcheck.policy.files.odd\n{PLAIN}\n");
        prop_assert!(load(vec![PolicyFile::new("policies/files/odd/odd.rego", text)]).is_err());
    }

    #[test]
    fn any_data_is_read_or_refused(text in "[a-z:{}\\[\\]\"& *\n0-9.-]{0,80}") {
        let mut sources = sources(vec![rule("files.odd", PLAIN)]);
        sources.data.text = text.into();
        let _ = PolicySet::load(sources, FACTS);
    }
}

/// What would be a syntax tree too deep to walk, or take the square of its length to look at.
#[test]
fn long_chains_and_crowds_are_refused_before_they_are_parsed() {
    let lines = |item: &str, between: &str| {
        let line = vec![item; 40].join(between);
        vec![line; 2_500].join(&format!("{between}\n"))
    };
    let conditions = |line: &str| {
        let lines: String = (0..2_000)
            .map(|n| format!("\t{}\n", line.replace('#', &n.to_string())))
            .collect();
        format!("f(x) if {{\n{lines}}}")
    };
    let many = |line: &str| -> String {
        (0..19_000)
            .map(|n| format!("{}\n", line.replace('#', &n.to_string())))
            .collect()
    };
    for (text, expected) in [
        (format!("f(x) := {}", lines("x", " + ")), "hang together"),
        (format!("f(x) := {}", lines("x", " * ")), "hang together"),
        (format!("x := {}", lines("{1}", " | ")), "hang together"),
        (format!("x := {}", lines("1", " == ")), "hang together"),
        (format!("f(x) := x{}", ".a".repeat(400)), "hang together"),
        (format!("f(x) := x{}", "[0]".repeat(300)), "hang together"),
        (
            format!("f(x) := {}x", "x in\n".repeat(300)),
            "hang together",
        ),
        (format!("f(x) := x{}", " -1".repeat(300)), "hang together"),
        (conditions("y# := x"), "stand together"),
        (conditions("y# = y#0"), "stand together"),
        (conditions("not x"), "stand together"),
        (conditions("[y#] = x"), "stand together"),
        (conditions("some y# in x"), "stand together"),
        (
            format!("x := [y | {}]", conditions("y = #")),
            "stand together",
        ),
        (many("f#(x) := g#(x)"), "words and signs"),
        (many("import data.relcheck.lib.x#"), "imports up to here"),
    ] {
        let refused = refusal(vec![rule("files.odd", &format!("{PLAIN}\n{text}"))]);
        assert!(refused.contains(expected), "{refused}");
    }
}

#[test]
fn what_people_write_is_no_bomb() {
    let fields: String = (0..3_000)
        .map(|n| format!("\t\"key{n}\": {{\"n\": {n}}},\n"))
        .collect();
    let elses: String = (0..500)
        .map(|n| format!("else := {n} if x == {n}\n"))
        .collect();
    let sum = vec!["x"; 200].join(" + ");
    let body: String = (0..100)
        .map(|n| format!("\ty{n} := x + {n}\n\ty{n} > 0\n"))
        .collect();
    for text in [
        format!("x := {{\n{fields}}}"),
        format!("f(x) := 0 if x == -1\n{elses}"),
        format!("f(x) := {sum}"),
        format!("f(x) if {{\n{body}}}"),
    ] {
        load(vec![rule("files.odd", &format!("{PLAIN}\n{text}"))]).unwrap();
    }
}
