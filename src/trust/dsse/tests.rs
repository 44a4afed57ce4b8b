use proptest::prelude::*;

use super::*;
use crate::trust::made::{TestKey, fixture};

fn refused(text: &str) -> String {
    Envelope::parse(text.as_bytes())
        .expect_err("a refusal")
        .to_string()
}

/// The example of `protocol.md`.
#[test]
fn what_is_signed_is_what_the_protocol_says() {
    let bytes = pae("http://example.com/HelloWorld", b"hello world");
    assert_eq!(
        bytes,
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    );
    assert_eq!(pae("", b""), b"DSSEv1 0  0 ");
    assert_eq!(
        pae("\u{e9}", b"x"),
        "DSSEv1 2 \u{e9} 1 x".as_bytes(),
        "bytes are counted"
    );
}

#[test]
fn an_envelope_is_one_stable_line() {
    let envelope = Envelope {
        payload_type: IN_TOTO.to_owned(),
        payload: b"{}".to_vec(),
        signatures: vec![EnvelopeSignature {
            keyid: None,
            sig: vec![0xfb, 0xff],
        }],
    };
    let line = envelope.to_line().expect("a line");
    insta::assert_snapshot!(line, @r#"{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":"+/8="}]}"#);
    assert_eq!(Envelope::parse(line.as_bytes()), Ok(envelope));
}

#[test]
fn both_alphabets_are_read_padded_or_not() {
    for sig in ["+/8=", "-_8=", "+/8", "-_8"] {
        let text = format!(
            r#"{{"payloadType":"t","payload":"e30","signatures":[{{"sig":"{sig}","keyid":"","x":1}}],"later":{{}}}}"#
        );
        let envelope = Envelope::parse(text.as_bytes()).expect("an envelope");
        assert_eq!(envelope.payload, b"{}");
        assert_eq!(envelope.signatures[0].sig, [0xfb, 0xff]);
        assert_eq!(envelope.signatures[0].keyid, None);
    }
}

#[test]
fn what_is_no_envelope_is_refused() {
    insta::assert_snapshot!(refused(r#"["","t",[{"sig":""}]]"#), @"the DSSE envelope cannot be read: invalid type: sequence, expected an object at line 1 column 0");
    insta::assert_snapshot!(refused(r#"{"payload":"","payloadType":"t","signatures":[["a",""]]}"#), @"the DSSE envelope cannot be read: invalid type: sequence, expected an object at line 1 column 46");
    insta::assert_snapshot!(refused("[]x"), @"the DSSE envelope cannot be read: invalid type: sequence, expected an object at line 1 column 0");
    insta::assert_snapshot!(refused(r#"{"payload":"","payloadType":"t","signatures":[]}"#), @"the DSSE envelope cannot be read: it has no signatures");
    insta::assert_snapshot!(refused(r#"{"payload":"","payloadType":"t","signatures":[{}]}"#), @"the DSSE envelope cannot be read: missing field `sig` at line 1 column 48");
    insta::assert_snapshot!(refused(r#"{"payload":"","payload":"","payloadType":"t","signatures":[{"sig":""}]}"#), @"the DSSE envelope cannot be read: duplicate field `payload` at line 1 column 23");
    insta::assert_snapshot!(refused(r#"{"payload":"+_","payloadType":"t","signatures":[{"sig":""}]}"#), @"the DSSE envelope cannot be read: its `payload` is not base64: Invalid symbol 43, offset 0.");
    insta::assert_snapshot!(refused(r#"{"payload":"","payloadType":"t","signatures":[{"sig":"AAB"}]}"#), @"the DSSE envelope cannot be read: its `sig` is not base64: Invalid last symbol 66, offset 2.");
    insta::assert_snapshot!(refused(&" ".repeat(MAX_ENVELOPE + 1)), @"the DSSE envelope is too large: 1048577 bytes, at most 1048576 are read");
    let many = vec![r#"{"sig":""}"#; MAX_SIGNATURES + 1].join(",");
    insta::assert_snapshot!(refused(&format!(r#"{{"payload":"","payloadType":"t","signatures":[{many}]}}"#)), @"the DSSE envelope is too large: 101 signatures, at most 100 are read");
}

#[test]
fn signatures_are_told_apart_by_their_first_bytes() {
    let of = |sig: Vec<u8>| EnvelopeSignature { keyid: None, sig }.read();
    let key = TestKey::new(4);
    assert!(matches!(
        of(key.sign(&pae("t", b"x"), "relcheck")),
        Ok(AnySignature::Ssh(_))
    ));
    assert!(matches!(
        of(fixture("openpgp/ada.sig")),
        Ok(AnySignature::OpenPgp(_))
    ));
    let armored = of(fixture("openpgp/ada-armored.sig")).expect_err("armour");
    insta::assert_snapshot!(armored, @"the DSSE envelope cannot be read: the `sig` of a signature holds armour, and has to be the raw signature");
    assert!(of(b"neither".to_vec()).is_err());
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = Envelope::parse(text.as_bytes());
    }

    #[test]
    fn what_is_written_is_read_again(
        payload_type in "\\PC{0,20}",
        payload in proptest::collection::vec(any::<u8>(), 0..50),
        sigs in proptest::collection::vec(
            (proptest::option::of("[a-z]{1,5}"), proptest::collection::vec(any::<u8>(), 0..50)),
            1..4,
        ),
    ) {
        let signatures = sigs.into_iter().map(|(keyid, sig)| EnvelopeSignature { keyid, sig });
        let signatures = signatures.collect();
        let envelope = Envelope { payload_type, payload, signatures };
        let line = envelope.to_line().expect("a line");
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(Envelope::parse(line.as_bytes()), Ok(envelope));
    }
}
