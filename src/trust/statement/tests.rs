use proptest::prelude::*;

use super::*;

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

fn with(subject: &str, rest: &str) -> String {
    format!(
        r#"{{"_type":"https://in-toto.io/Statement/v1","subject":{subject},"predicateType":"https://example.org/x"{rest}}}"#
    )
}

fn digest(algorithm: &str, digest: &str) -> String {
    with(
        &format!(r#"[{{"name":"a","digest":{{"{algorithm}":"{digest}"}}}}]"#),
        "",
    )
}

fn read(text: &str) -> Result<Statement, Refusal> {
    Statement::parse(text.as_bytes())
}

fn refused(text: &str) -> String {
    read(text).expect_err("a refusal").to_string()
}

#[test]
fn statements_of_both_versions_are_read() {
    let text = digest("gitCommit", COMMIT);
    let statement = read(&text).expect("a statement");
    assert_eq!(statement.subject[0].name.as_deref(), Some("a"));
    assert_eq!(statement.subject[0].digest["gitCommit"], COMMIT);
    assert!(statement.predicate.is_none());
    assert!(read(&text.replace("/v1", "/v0.1")).is_ok());
    insta::assert_snapshot!(refused(&text.replace("/v1", "/v2")), @"the in-toto statement is of version `https://in-toto.io/Statement/v2`, and only https://in-toto.io/Statement/v1 and v0.1 can be read");
}

#[test]
fn the_predicate_is_kept_as_written() {
    let subject = format!(r#"[{{"digest":{{"sha1":"{COMMIT}"}},"mediaType":"x"}}]"#);
    let text = with(
        &subject,
        r#","predicate": {"b": 1.0,  "a":[1e2]},"later":1"#,
    );
    let statement = read(&text).expect("a statement");
    let predicate = statement.predicate.as_ref().expect("a predicate");
    assert_eq!(predicate.get(), r#"{"b": 1.0,  "a":[1e2]}"#);
}

#[test]
fn a_statement_is_written_in_one_stable_line() {
    let subject = Subject {
        name: Some("demo".to_owned()),
        digest: [("sha1".to_owned(), COMMIT.to_owned())].into(),
    };
    let statement = Statement::new(vec![subject.clone()], "https://example.org/x", &[1, 2]);
    let line = statement
        .and_then(|statement| statement.to_json())
        .expect("a line");
    insta::assert_snapshot!(line, @r#"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"demo","digest":{"sha1":"0123456789abcdef0123456789abcdef01234567"}}],"predicateType":"https://example.org/x","predicate":[1,2]}"#);
    assert_eq!(read(&line).expect("a statement").subject, [subject]);
    assert!(Statement::new(vec![], "https://example.org/x", &1).is_err());
}

#[test]
fn keys_that_are_given_twice_are_refused_wherever_they_are() {
    let subject = format!(r#"[{{"digest":{{"sha1":"{COMMIT}"}}}}]"#);
    let twice = format!(r#"[{{"digest":{{"sha1":"{COMMIT}","sha1":"{COMMIT}"}}}}]"#);
    insta::assert_snapshot!(refused(&with(&twice, "")), @"the in-toto statement cannot be read: the key `sha1` is given twice at line 1 column 121");
    insta::assert_snapshot!(refused(&with(&subject, r#","predicate":{"a":[{"b":1,"b":2}]}"#)), @"the in-toto statement cannot be read: the key `b` is given twice at line 1 column 186");
    insta::assert_snapshot!(refused(&with(&subject, r#","predicate":1,"predicate":2"#)), @"the in-toto statement cannot be read: the key `predicate` is given twice at line 1 column 183");
    insta::assert_snapshot!(refused(&with(&subject, r#","x":1,"\u0078":2"#)), @"the in-toto statement cannot be read: the key `x` is given twice at line 1 column 172");
    assert!(read(&with(&subject, r#","predicate":{"a":[{"b":1},{"b":2}]}"#)).is_ok());
}

#[test]
fn subjects_and_their_digests_have_to_be_there() {
    insta::assert_snapshot!(refused(&with("[]", "")), @"the in-toto statement cannot be read: its `subject` is empty");
    insta::assert_snapshot!(refused(&with(r#"[["a",{"sha1":"x"}]]"#, "")), @"the in-toto statement cannot be read: invalid type: sequence, expected an object at line 1 column 54");
    insta::assert_snapshot!(refused(&with("[{}]", "")), @"the in-toto statement cannot be read: missing field `digest` at line 1 column 56");
    insta::assert_snapshot!(refused(&with(r#"[{"digest":{}}]"#, "")), @"the in-toto statement cannot be read: subject 0: it has no digest");
    insta::assert_snapshot!(refused(&digest("sha256", COMMIT)), @"the in-toto statement cannot be read: subject 0: its `sha256` is not 64 lower-case hexadecimal digits");
    insta::assert_snapshot!(refused(&digest("sha1", &COMMIT.to_uppercase())), @"the in-toto statement cannot be read: subject 0: its `sha1` is not 40 lower-case hexadecimal digits");
    insta::assert_snapshot!(refused(&digest("gitCommit", "0123")), @"the in-toto statement cannot be read: subject 0: its `gitCommit` is not 40 or 64 lower-case hexadecimal digits");
    insta::assert_snapshot!(refused(&digest("unheard-of", "")), @"the in-toto statement cannot be read: subject 0: its `unheard-of` is empty or too long");
    insta::assert_snapshot!(refused("{}"), @"the in-toto statement cannot be read: missing field `_type` at line 1 column 2");
    insta::assert_snapshot!(refused(&digest("sha1", COMMIT).replace("https://example.org/x", "")), @"the in-toto statement cannot be read: its `predicateType` is empty");
    insta::assert_snapshot!(refused(&" ".repeat(MAX_STATEMENT + 1)), @"the in-toto statement is too large: 1048577 bytes, at most 1048576 are read");
    for (algorithm, length) in [
        ("sha256", 64),
        ("sha512", 128),
        ("gitTree", 64),
        ("gitTree", 40),
    ] {
        assert!(
            read(&digest(algorithm, &"a".repeat(length))).is_ok(),
            "{algorithm}"
        );
    }
    assert!(read(&digest("dirHash1", "h1:x=")).is_ok());
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let subject = format!(r#"[{{"digest":{{"sha1":"{COMMIT}"}}}}]"#);
    insta::assert_snapshot!(refused(&with(&subject, &format!(",\"predicate\":{deep}"))), @"the in-toto statement cannot be read: recursion limit exceeded at line 1 column 297");
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}", subject in "[\\[\\]{}\",:a-z0-9]{0,60}") {
        let _ = read(&text);
        let _ = read(&with(&subject, ""));
    }
}
