use proptest::prelude::*;

use super::*;

const OSV: &str = r#"{
  "schema_version": "1.7.0",
  "id": "DEMO-2026-1",
  "modified": "2026-01-30T00:00:00Z",
  "aliases": ["CVE-2026-1234"],
  "summary": "The door  stays open",
  "affected": [{
    "package": {"ecosystem": "PyPI", "name": "demo"},
    "ranges": [
      {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2.4"}]},
      {"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"last_affected": "2.1"}, {"introduced": "3.0"}]},
      {"type": "GIT", "repo": "https://example.org/demo", "events": [{"introduced": "0"}, {"fixed": "abc"}]}
    ],
    "versions": ["1.0", "1.1"]
  }],
  "references": [{"type": "FIX", "url": "https://example.org/demo/commit/abc"}]
}"#;

const CSAF: &str = r#"{
  "document": {
    "category": "csaf_security_advisory",
    "csaf_version": "2.0",
    "title": "The door stays open",
    "publisher": {"category": "vendor", "name": "Ada", "namespace": "https://example.org"},
    "tracking": {"id": "DEMO-2026-1", "status": "draft", "version": "1"}
  },
  "product_tree": {"branches": [{
    "category": "vendor", "name": "Ada", "branches": [{
      "category": "product_name", "name": "Demo", "branches": [
        {"category": "product_version_range", "name": "vers:pypi/>=1.0|<1.2.4", "product": {"name": "Demo before 1.2.4", "product_id": "P1"}},
        {"category": "product_version", "name": "1.2.4", "product": {"name": "Demo 1.2.4", "product_id": "P2",
          "product_identification_helper": {"purl": "pkg:pypi/demo@1.2.4"}}}
      ]}]
  }]},
  "vulnerabilities": [{
    "cve": "CVE-2026-1234",
    "ids": [{"system_name": "demo", "text": "D-1"}],
    "product_status": {"known_affected": ["P1"], "fixed": ["P2"]},
    "references": [{"summary": "fix", "url": "https://example.org/demo/commit/abc"}]
  }]
}"#;

const GHSA: &str = r#"{
  "ghsa_id": "GHSA-xvch-5gv4-984h",
  "cve_id": null,
  "summary": "The door stays open",
  "severity": "high",
  "state": "draft",
  "identifiers": [{"value": "GHSA-xvch-5gv4-984h", "type": "GHSA"}],
  "vulnerabilities": [
    {"package": {"ecosystem": "pip", "name": "demo"}, "vulnerable_version_range": ">= 1.0, < 1.2.4", "patched_versions": "1.2.4"},
    {"package": {"ecosystem": "pip", "name": "demo"}, "vulnerable_version_range": "= 2.0.0", "patched_versions": null}
  ]
}"#;

fn one(form: DraftForm, text: &str) -> AdvisoryDraft {
    let mut drafts = read(form, text.as_bytes()).unwrap();
    assert_eq!(drafts.len(), 1);
    drafts.remove(0)
}

/// A range as text: `[1.0, 1.2.4)`.
fn shown(range: &VersionRange) -> String {
    let from = range.from.as_ref().map_or("(".to_owned(), |bound| {
        format!(
            "{}{}",
            if bound.is_included { "[" } else { "(" },
            bound.version
        )
    });
    let to = range.to.as_ref().map_or(")".to_owned(), |bound| {
        format!(
            "{}{}",
            bound.version,
            if bound.is_included { "]" } else { ")" }
        )
    });
    format!("{from}, {to}")
}

fn ranges(product: &AdvisedProduct) -> Vec<String> {
    product.ranges.iter().map(shown).collect()
}

#[test]
fn each_form_is_told_by_its_content() {
    for (text, form) in [
        (OSV, Some(DraftForm::Osv)),
        (CSAF, Some(DraftForm::Csaf)),
        (GHSA, Some(DraftForm::Ghsa)),
        (
            r#"{"summary": "x", "description": "y", "severity": "low", "vulnerabilities": [{"package": {"ecosystem": "npm"}}]}"#,
            Some(DraftForm::Ghsa),
        ),
        (
            r#"[{"ghsa_id": "GHSA-1", "severity": "low"}]"#,
            Some(DraftForm::Ghsa),
        ),
        (
            r#"{"id": "A-1", "modified": "2026-01-01T00:00:00Z", "summary": "x"}"#,
            Some(DraftForm::Osv),
        ),
        ("{}", None),
        ("[]", None),
        (r#"{"id": "a", "name": "b"}"#, None),
        (r#"{"name": "demo", "version": "1.0.0", "id": 7}"#, None),
        (r#"{"document": {"title": "a"}}"#, None),
        (r#"{"vulnerabilities": [], "bomFormat": "CycloneDX"}"#, None),
    ] {
        assert_eq!(recognise(text), form, "{text}");
    }
    assert!(is_yaml("id: A-1\nmodified: x\naffected:\n- package:\n"));
    assert!(!is_yaml("name: ci\non: push\njobs:\n"));
}

#[test]
fn osv_names_ranges_and_what_is_fixed() {
    let draft = one(DraftForm::Osv, OSV);
    assert_eq!(draft.ids, ["CVE-2026-1234", "DEMO-2026-1"]);
    assert_eq!(draft.summary.as_deref(), Some("The door stays open"));
    assert_eq!(draft.references, ["https://example.org/demo/commit/abc"]);
    let product = &draft.products[0];
    assert_eq!(product.ecosystem.as_deref(), Some("PyPI"));
    assert_eq!(ranges(product), ["(, 1.2.4)", "[2.0, 2.1]", "[3.0, )"]);
    assert_eq!(product.fixed, ["1.2.4"]);
    assert_eq!(product.versions, ["1.0", "1.1"]);

    let yaml = "id: A-1\nmodified: \"2026-01-01T00:00:00Z\"\naffected:\n- package:\n    ecosystem: PyPI\n    name: demo\n  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: \"1.0\"\n    - fixed: \"1.2.4\"\n";
    let draft = read_yaml(yaml.as_bytes()).unwrap();
    assert_eq!(ranges(&draft.products[0]), ["[1.0, 1.2.4)"]);
}

#[test]
fn csaf_resolves_its_product_tree() {
    let draft = one(DraftForm::Csaf, CSAF);
    assert_eq!(draft.ids, ["CVE-2026-1234", "D-1", "DEMO-2026-1"]);
    let [range, fixed] = draft.products.as_slice() else {
        panic!("{draft:?}");
    };
    assert_eq!(
        (range.name.as_str(), ranges(range)),
        ("Demo", vec!["[1.0, 1.2.4)".to_owned()])
    );
    assert_eq!(
        (fixed.name.as_str(), fixed.fixed.as_slice()),
        ("demo", &["1.2.4".to_owned()][..])
    );

    let unnamed = CSAF.replace("\"fixed\": [\"P2\"]", "\"fixed\": [\"P3\"]");
    let flaw = read(DraftForm::Csaf, unnamed.as_bytes()).unwrap_err();
    assert_eq!(
        flaw.reason,
        "its `product_status` names `P3`, which is not in its product tree"
    );
    let other = CSAF.replace("\"fixed\": [", "\"mended\": [");
    assert!(read(DraftForm::Csaf, other.as_bytes()).is_err());
    let newer = CSAF.replace("\"csaf_version\": \"2.0\"", "\"csaf_version\": \"3.0\"");
    assert!(read(DraftForm::Csaf, newer.as_bytes()).is_err());
    let first = CSAF.replace(
        "\"known_affected\": [\"P1\"], \"fixed\": [\"P2\"]",
        "\"first_affected\": [\"P2\"], \"first_fixed\": [\"P2\"]",
    );
    let draft = one(DraftForm::Csaf, &first);
    assert_eq!(ranges(&draft.products[0]), ["[1.2.4, )"]);
    assert_eq!(draft.products[0].fixed, ["1.2.4"]);
}

#[test]
fn github_tells_one_or_several() {
    let draft = one(DraftForm::Ghsa, GHSA);
    assert_eq!(draft.ids, ["GHSA-xvch-5gv4-984h"]);
    assert_eq!(
        ranges(&draft.products[0]),
        ["[1.0, 1.2.4)", "[2.0.0, 2.0.0]"]
    );
    assert_eq!(draft.products[0].fixed, ["1.2.4"]);
    assert!(!draft.is_withdrawn);
    let list = format!("[{GHSA}, {}]", GHSA.replace("\"draft\"", "\"closed\""));
    let drafts = read(DraftForm::Ghsa, list.as_bytes()).unwrap();
    assert_eq!(drafts.len(), 2);
    assert!(drafts[1].is_withdrawn);
    let vague = GHSA.replace(">= 1.0, < 1.2.4", "~> 1.0");
    let flaw = read(DraftForm::Ghsa, vague.as_bytes()).unwrap_err();
    assert_eq!(
        flaw.reason,
        "`~> 1.0` is no range of versions that is understood"
    );
}

#[test]
fn ranges_are_read_or_refused() {
    let read = |text: &str| {
        let ranges = VersionRange::read(text).ok()?;
        Some(ranges.iter().map(shown).collect::<Vec<_>>().join(" "))
    };
    for (text, expected) in [
        ("< 1.2.4", Some("(, 1.2.4)")),
        ("<=1.2.3", Some("(, 1.2.3]")),
        ("> 1, <= 2", Some("(1, 2]")),
        (">=1 <2", Some("[1, 2)")),
        ("= 1.0", Some("[1.0, 1.0]")),
        ("1.0", Some("[1.0, 1.0]")),
        ("*", Some("(, )")),
        ("<1 || >=2 <3", Some("(, 1) [2, 3)")),
        ("vers:pypi/>=1|<2|>=3|<4|5", Some("[1, 2) [3, 4) [5, 5]")),
        ("vers:npm/<2", Some("(, 2)")),
        ("vers:all/*", Some("(, )")),
        ("", None),
        ("<", None),
        ("^1.0", None),
        ("!= 1.0", None),
        ("< 1 < 2", None),
    ] {
        assert_eq!(read(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn what_is_not_whole_is_refused() {
    for (form, text) in [
        (DraftForm::Osv, OSV),
        (DraftForm::Csaf, CSAF),
        (DraftForm::Ghsa, GHSA),
    ] {
        for cut in 0..text.len() {
            assert!(read(form, &text.as_bytes()[..cut]).is_err());
        }
    }
}

proptest! {
    #[test]
    fn a_changed_byte_is_never_a_panic(at in 0.0..1.0f64, byte: u8) {
        for (form, text) in [(DraftForm::Osv, OSV), (DraftForm::Csaf, CSAF), (DraftForm::Ghsa, GHSA)] {
            let mut bytes = text.as_bytes().to_vec();
            let place = (bytes.len() as f64 * at) as usize;
            bytes[place] = byte;
            let _ = read(form, &bytes);
            let _ = read_yaml(&bytes);
            let _ = recognise(&String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn any_text_is_a_range_or_none(text in "[<>=~^|,. 0-9a-z*:/]{0,40}") {
        let _ = VersionRange::read(&text);
    }
}
