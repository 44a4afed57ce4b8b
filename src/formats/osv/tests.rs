use proptest::prelude::*;

use super::*;
use crate::release::{Ecosystem, Package};

fn record(affected: &str) -> Record {
    let text =
        format!(r#"{{"id": "X-1", "modified": "2024-01-01T00:00:00Z", "affected": {affected}}}"#);
    read_json(text.as_bytes()).expect("a record")
}

fn pypi(events: &str, versions: &str) -> Record {
    record(&format!(
        r#"[{{"package": {{"ecosystem": "PyPI", "name": "Some_Package"}},
             "ranges": [{{"type": "ECOSYSTEM", "events": [{events}]}}], "versions": [{versions}]}}]"#
    ))
}

fn of(record: &Record, version: &str) -> Effect {
    let package = Package::new(Ecosystem::Pypi, "some-package", Some(version));
    effect(record, &package, version)
}

fn affected(record: &Record, versions: &[&str]) -> Vec<bool> {
    let is = |version: &&str| {
        matches!(
            of(record, version),
            Effect::Affected {
                only_public: false,
                ..
            }
        )
    };
    versions.iter().map(is).collect()
}

#[test]
fn a_fixed_version_is_not_affected_and_those_before_are() {
    let record = pypi(
        r#"{"introduced": "1.0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"fixed": "2.1"}"#,
        "",
    );
    let versions = ["0.9", "1.0", "1.1", "1.2", "1.9", "2.0.1", "2.1", "1!0.5"];
    let expected = [false, true, true, false, false, true, false, false];
    assert_eq!(affected(&record, &versions), expected);
    assert_eq!(
        of(&record, "1.1"),
        Effect::Affected {
            fixed: vec!["1.2".into(), "2.1".into()],
            only_public: false
        }
    );
}

#[test]
fn the_order_of_the_events_does_not_matter() {
    let record = pypi(
        r#"{"fixed": "2.1"}, {"introduced": "2.0"}, {"fixed": "1.2"}, {"introduced": "0"}"#,
        "",
    );
    assert_eq!(
        affected(&record, &["0.0.dev1", "1.1", "1.5", "2.0"]),
        [true, true, false, true]
    );
}

#[test]
fn pre_releases_of_the_fix_are_affected() {
    let record = pypi(r#"{"introduced": "0"}, {"fixed": "2.0"}"#, "");
    let versions = ["2.0a1", "2.0rc1", "2.0.dev3", "2.0", "2.0.post1"];
    assert_eq!(
        affected(&record, &versions),
        [true, true, true, false, false]
    );
}

#[test]
fn the_last_affected_version_is_the_last() {
    let record = pypi(r#"{"introduced": "1.0"}, {"last_affected": "1.4"}"#, "");
    assert_eq!(
        affected(&record, &["1.4", "1.4.0", "1.4.post1", "1.5"]),
        [true, true, false, false]
    );
}

#[test]
fn a_build_of_an_affected_version_is_said_to_be_one() {
    let record = pypi(
        r#"{"introduced": "1.0"}, {"last_affected": "1.4"}"#,
        r#""0.5""#,
    );
    for version in ["1.4+cu118", "0.5+local"] {
        assert_eq!(
            of(&record, version),
            Effect::Affected {
                fixed: vec![],
                only_public: true
            }
        );
    }
    assert_eq!(of(&record, "1.5+cu118"), Effect::Unaffected);
}

#[test]
fn listed_versions_are_affected_in_each_spelling() {
    let record = pypi("", r#""1.0", "2004d""#);
    assert_eq!(
        affected(&record, &["1.0", "1.0.0", "2004d", "1.1"]),
        [true, true, true, false]
    );
}

#[test]
fn limits_end_a_range() {
    let record = pypi(r#"{"introduced": "0"}, {"limit": "2.0"}"#, "");
    assert_eq!(
        affected(&record, &["1.9", "2.0", "3.0"]),
        [true, false, false]
    );
    let record = pypi(r#"{"introduced": "0"}, {"limit": "*"}"#, "");
    assert_eq!(affected(&record, &["3.0"]), [true]);
}

#[test]
fn a_range_that_begins_nowhere_leaves_it_open() {
    for events in ["", r#"{"fixed": "2.0"}"#, r#"{"last_affected": "0.5"}"#] {
        let record = pypi(events, "");
        let Effect::Unclear(reason) = of(&record, "1.0") else {
            panic!("{events}");
        };
        assert_eq!(reason, "a range of it does not say where it begins");
        // A list of versions says which.
        assert_eq!(of(&pypi(events, "\"0.9\""), "1.0"), Effect::Unaffected);
    }
}

#[test]
fn only_a_time_that_has_come_withdraws_a_record() {
    let withdrawn = |written: &str| {
        let text = format!(
            r#"{{"id": "X-1", "modified": "2024-01-01T00:00:00Z", "withdrawn": {written}}}"#
        );
        read_json(text.as_bytes())
            .unwrap()
            .is_withdrawn(1_800_000_000)
    };
    assert!(withdrawn("\"2024-02-01T00:00:00Z\""));
    for written in ["null", "\"\"", "\"no\"", "\"2124-01-01T00:00:00Z\""] {
        assert!(!withdrawn(written), "{written}");
    }
}

#[test]
fn what_cannot_be_compared_is_not_unaffected() {
    let unclear = |record: &Record, version| matches!(of(record, version), Effect::Unclear(_));
    assert!(unclear(
        &pypi(r#"{"introduced": "0"}, {"fixed": "2.0"}"#, ""),
        "not-a-version"
    ));
    assert!(unclear(
        &pypi(r#"{"introduced": "0"}, {"fixed": "soon"}"#, ""),
        "1.0"
    ));
    let nothing = record(r#"[{"package": {"ecosystem": "PyPI", "name": "some-package"}}]"#);
    assert!(unclear(&nothing, "1.0"));
    let commits = record(
        r#"[{"package": {"ecosystem": "PyPI", "name": "some-package"},
            "ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}]"#,
    );
    assert!(unclear(&commits, "1.0"));
}

#[test]
fn records_of_other_packages_say_nothing() {
    for package in [
        r#"{"ecosystem": "npm", "name": "some-package"}"#,
        r#"{"ecosystem": "PyPI", "name": "other"}"#,
        r#"{"ecosystem": "Debian:12", "name": "some-package"}"#,
    ] {
        let record = record(&format!(
            r#"[{{"package": {package}, "versions": ["1.0"]}}]"#
        ));
        assert_eq!(of(&record, "1.0"), Effect::Unaffected, "{package}");
    }
}

#[test]
fn yaml_is_read_as_json_is() {
    let yaml = "id: PYSEC-1\nmodified: 2024-01-01T00:00:00Z\naliases: null\naffected:\n- package:\n    ecosystem: PyPI\n    name: some-package\n  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: \"0\"\n    - fixed: 2.0\n  versions:\n  - 1.0\n  - 1.10\n";
    let record = read_yaml(yaml.as_bytes()).expect("a record");
    let [affected] = record.affected.as_slice() else {
        panic!("one package");
    };
    assert_eq!(affected.versions, ["1.0", "1.10"]);
    assert_eq!(affected.ranges[0].events[1], Event::Fixed("2.0".into()));
    assert!(record.aliases.is_empty());
}

#[test]
fn what_is_no_record_is_refused() {
    for text in [
        "",
        "{}",
        r#"{"id": "X"}"#,
        r#"{"id": " ", "modified": "m"}"#,
        r#"{"id": "X", "id": "Y", "modified": "m"}"#,
        r#"{"id": "X", "modified": "m", "affected": [{"ranges": [{"type": "OTHER", "events": []}]}]}"#,
        r#"{"id": "X", "modified": "m", "affected": [{"ranges": [{"type": "SEMVER", "events": [{"until": "1"}]}]}]}"#,
        r#"{"id": "X", "modified": "m", "affected": "none"}"#,
    ] {
        assert!(read_json(text.as_bytes()).is_err(), "{text}");
        assert!(read_yaml(text.as_bytes()).is_err(), "{text}");
    }
    let many = vec![r#""1""#; MAX_VERSIONS + 1].join(",");
    let text = format!(r#"{{"id": "X", "modified": "m", "affected": [{{"versions": [{many}]}}]}}"#);
    assert!(read_json(text.as_bytes()).is_err());
}

#[test]
fn names_are_read_without_the_rest() {
    let text = br#"{"id": "X", "modified": "m", "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "versions": 3}, {}]}"#;
    let names = names_of(text).expect("readable").expect("a record");
    assert_eq!(names, [("npm".into(), "a".into())]);
    assert_eq!(names_of(br#"{"name": "package.json"}"#), Ok(None));
    assert!(names_of(b"{").is_err());
    // What has lost what each record has is not passed over.
    assert!(names_of(br#"{"id": "X", "affected": []}"#).is_err());
    assert!(read_if_record(b"id: X\naffected: []\n").is_err());
    assert_eq!(read_if_record(b"name: ci\non: push\n"), Ok(None));
    let read = read_if_record(b"id: X\nmodified: m\naffected: []\n");
    assert_eq!(read.unwrap().unwrap().id, "X");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_json(&bytes);
        let _ = read_yaml(&bytes);
        let _ = names_of(&bytes);
    }

    /// A version list and the ranges that say the same agree.
    #[test]
    fn ranges_agree_with_a_plain_reading(bounds in proptest::collection::btree_set(0_u8..40, 1..8), at in 0_u8..40) {
        let events: Vec<String> = bounds.iter().enumerate().map(|(index, bound)| {
            let kind = if index % 2 == 0 { "introduced" } else { "fixed" };
            format!(r#"{{"{kind}": "1.{bound}"}}"#)
        }).collect();
        let record = pypi(&events.join(","), "");
        let passed = bounds.iter().filter(|bound| **bound <= at).count();
        prop_assert_eq!(affected(&record, &[&format!("1.{at}")]), [passed % 2 == 1]);
    }
}
