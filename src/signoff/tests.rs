use proptest::prelude::*;

use super::*;

fn claim() -> Claim {
    Claim {
        what: "approval".to_owned(),
        decision: Decision::Given,
        project: "demo".to_owned(),
        version: Some("1.2.0".to_owned()),
        commit: "1".repeat(40),
        tree: "2".repeat(40),
        documents: vec![Document {
            path: "docs/threats.md".to_owned(),
            sha256: "a".repeat(64),
        }],
        signer: SignerName {
            name: "Ada".to_owned(),
            email: "ada@example.org".to_owned(),
        },
        time: 1_769_853_600,
        note: Some("Fine.".to_owned()),
        link: None,
    }
}

#[test]
fn a_claim_is_an_in_toto_statement() {
    let json = claim().to_json().unwrap();
    insta::assert_snapshot!(json, @r#"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"demo","digest":{"gitCommit":"1111111111111111111111111111111111111111","gitTree":"2222222222222222222222222222222222222222"}},{"name":"docs/threats.md","digest":{"sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}],"predicateType":"urn:relcheck:sign-off:1","predicate":{"what":"approval","decision":"given","project":"demo","version":"1.2.0","signer":{"name":"Ada","email":"ada@example.org"},"signedAt":"2026-01-31T10:00:00Z","note":"Fine."}}"#);
    assert_eq!(Claim::parse(json.as_bytes()), Ok(claim()));
}

#[test]
fn what_is_no_claim_is_refused() {
    let json = claim().to_json().unwrap();
    let refused = |from: &str, to: &str| {
        assert!(json.contains(from), "{from}");
        Claim::parse(json.replace(from, to).as_bytes()).unwrap_err()
    };
    let found = [
        refused("Statement/v1", "Statement/v2"),
        refused("sign-off:1", "sign-off:2"),
        refused(
            "\"decision\":\"given\"",
            "\"decision\":\"given\",\"more\":1",
        ),
        refused("\"decision\":\"given\"", "\"decision\":\"maybe\""),
        refused("\"what\":\"approval\"", "\"what\":\"An approval\""),
        refused("\"project\":\"demo\"", "\"project\":\"other\""),
        refused(&"2".repeat(40), &"2".repeat(39)),
        refused(&"a".repeat(64), &"A".repeat(64)),
        refused("\"gitTree\"", "\"gitTag\""),
        refused("\"Fine.\"", &format!("\"{}\"", "x".repeat(MAX_TEXT + 1))),
    ];
    insta::assert_snapshot!(found.join("\n"), @r#"
    its `_type` is not `https://in-toto.io/Statement/v1`
    its `predicateType` is not `urn:relcheck:sign-off:1`
    it is no statement of a sign-off: unknown field `more`, expected one of `what`, `decision`, `project`, `version`, `signer`, `signedAt`, `note`, `link` at line 1 column 402
    it is no statement of a sign-off: unknown variant `maybe`, expected `given` or `withdrawn` at line 1 column 395
    "An approval" is nothing to vouch for
    its subject and its predicate name different projects
    "222222222222222222222222222222222222222" is no object id of git
    its subject "docs/threats.md" is not a document with its SHA-256
    it is no statement of a sign-off: unknown field `gitTag`, expected one of `gitCommit`, `gitTree`, `sha256` at line 1 column 142
    one of its texts is longer than 4096 bytes
    "#);
}

#[test]
fn a_note_is_read_line_by_line_and_nothing_is_passed_over() {
    let (line, _) = seal(&claim(), |_| Ok(vec![1])).unwrap();
    let note = format!("{line}\n\n<<<<<<< ours\nnothing\n{line}\n");
    let entries = read(note.as_bytes());
    let lines: Vec<usize> = entries.iter().map(|entry| entry.line).collect();
    assert_eq!(lines, [1, 3, 4, 5]);
    assert!(
        entries[0]
            .content
            .as_ref()
            .is_ok_and(|(read, _)| *read == claim())
    );
    let reasons: Vec<&String> = entries
        .iter()
        .filter_map(|it| it.content.as_ref().err())
        .collect();
    assert_eq!(reasons.len(), 2);
    assert!(reasons[0].contains("conflict"), "{}", reasons[0]);
}

#[test]
fn a_note_has_an_end() {
    let note = "x\n".repeat(MAX_ENTRIES + 100);
    let entries = read(note.as_bytes());
    assert_eq!(entries.len(), MAX_ENTRIES + 1);
    let last = entries.last().unwrap().content.as_ref().unwrap_err();
    assert!(last.contains("no further one is read"), "{last}");
}

#[test]
fn what_is_vouched_for_is_a_plain_word() {
    for word in ["approval", "manual-testing", "a1"] {
        assert!(is_what(word), "{word}");
    }
    for word in ["", "-", "a-", "A", "a b", "a_b", &"a".repeat(65)] {
        assert!(!is_what(word), "{word}");
    }
}

proptest! {
    #[test]
    fn no_note_is_too_odd(note in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&note);
        let _ = Claim::parse(&note);
    }
}
