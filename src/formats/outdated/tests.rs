use std::path::PathBuf;

use proptest::prelude::*;

use super::{OutdatedFormat, recognise};
use crate::formats::report::FlawKind;

const FIXTURES: &[(&str, OutdatedFormat)] = &[
    ("pip.json", OutdatedFormat::Pip),
    ("uv.json", OutdatedFormat::Pip),
    ("poetry.json", OutdatedFormat::Poetry),
    ("npm.json", OutdatedFormat::Npm),
    ("cargo.json", OutdatedFormat::Cargo),
    ("go.json", OutdatedFormat::Go),
];

fn fixture(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/outdated");
    std::fs::read(folder.join(name)).unwrap()
}

fn shown(name: &str) -> String {
    let bytes = fixture(name);
    let format = recognise(std::str::from_utf8(&bytes).unwrap()).unwrap();
    let read = format.read(&bytes).unwrap();
    let version = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
    let lines = read.behind.iter().map(|one| {
        format!(
            "{} {} compatible {} latest {} direct {:?}",
            one.name,
            version(&one.version),
            version(&one.compatible),
            version(&one.latest),
            one.direct
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_report_is_told_by_its_content_and_read() {
    for (name, format) in FIXTURES {
        let text = String::from_utf8(fixture(name)).unwrap();
        assert_eq!(recognise(&text), Some(*format), "{name}");
    }
    insta::assert_snapshot!(shown("pip.json"), @r"
    markdown-it-py 2.2.0 compatible - latest 4.3.0 direct None
    rich 13.0.0 compatible - latest 15.0.0 direct None
    ");
    assert_eq!(shown("pip.json"), shown("uv.json"));
    insta::assert_snapshot!(shown("npm.json"), @r"
    chalk 4.1.0 compatible 4.1.2 latest 5.6.2 direct None
    is-odd 2.0.0 compatible - latest 3.0.1 direct None
    semver 7.3.0 compatible 7.8.6 latest 7.8.6 direct None
    ");
    insta::assert_snapshot!(shown("cargo.json"), @r"
    fastrand 1.9.0 compatible - latest 2.5.0 direct Some(true)
    itoa 1.0.5 compatible 1.0.19 latest 1.0.19 direct Some(true)
    log 0.4.17 compatible 0.4.35 latest 0.4.35 direct Some(true)
    ");
    insta::assert_snapshot!(shown("go.json"), @"golang.org/x/mod v0.42.0 compatible v0.43.0 latest v0.43.0 direct Some(false)");
}

#[test]
fn what_is_none_is_not_taken_for_one() {
    for text in [
        "",
        "[]",
        "{}",
        "[{}]",
        "{\"error\": {}}",
        "[{\"name\": \"a\", \"version\": \"1\"}]",
    ] {
        assert_eq!(recognise(text), None, "{text}");
    }
    let flaw = OutdatedFormat::Go
        .read(b"{\"Path\": \"a\", \"Main\": true}{\"Path\": \"b\", \"Error\": {\"Err\": \"no network\"}}")
        .unwrap_err();
    assert_eq!(
        (flaw.kind, flaw.reason.as_str()),
        (FlawKind::Crashed, "go could not look `b` up: no network")
    );
    assert!(
        OutdatedFormat::Npm
            .read(b"{\"a\": {\"wanted\": \"1\"}}")
            .is_err()
    );
    assert!(OutdatedFormat::Pip.read(b"[{\"name\": \"a\"}]").is_err());
    assert_eq!(OutdatedFormat::Pip.read(b"[]").unwrap().behind, []);
    assert_eq!(OutdatedFormat::Npm.read(b"{}").unwrap().behind, []);
}

#[test]
fn a_report_that_is_cut_off_is_refused() {
    for (name, format) in FIXTURES
        .iter()
        .filter(|(_, format)| *format != OutdatedFormat::Go)
    {
        let bytes = fixture(name);
        let whole = bytes.trim_ascii_end().len();
        for end in 0..whole {
            assert!(format.read(&bytes[..end]).is_err(), "{name} at {end}");
        }
    }
}

proptest! {
    #[test]
    fn one_wrong_byte_never_panics(which in 0..FIXTURES.len(), at in 0_usize..5_000, byte in any::<u8>()) {
        let (name, format) = FIXTURES[which];
        let mut bytes = fixture(name);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = format.read(&bytes);
        let _ = recognise(&String::from_utf8_lossy(&bytes));
    }
}
