//! Every format against real outputs: which one it is, how much is in it, and what happens to it
//! when it is cut off or damaged.

mod fixtures;
mod formats;
mod sarif;

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::formats::report::FlawKind;
use fixtures::{FIXTURES, Fixture, REFUSED};

fn scan(name: &str) -> Scan {
    let fixture = FIXTURES.iter().find(|fixture| fixture.name == name);
    let fixture = fixture.unwrap_or_else(|| panic!("no fixture {name}"));
    fixture
        .format
        .read(fixture.bytes)
        .unwrap_or_else(|flaw| panic!("{name}: {flaw}"))
}

fn head(bytes: &[u8]) -> &str {
    let text = std::str::from_utf8(bytes).unwrap();
    text.get(..16 * 1024).unwrap_or(text)
}

/// Findings, suppressed, unscanned, and findings by severity from critical to unknown.
type Counts = (usize, usize, usize, [usize; 6]);

fn counts(scan: &Scan) -> Counts {
    const SEVERITIES: [ScanSeverity; 6] = [
        ScanSeverity::Critical,
        ScanSeverity::High,
        ScanSeverity::Medium,
        ScanSeverity::Low,
        ScanSeverity::Info,
        ScanSeverity::Unknown,
    ];
    let of = |severity| {
        let findings = scan.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    };
    (
        scan.findings.len(),
        scan.suppressed.len(),
        scan.unscanned.len(),
        SEVERITIES.map(of),
    )
}

#[test]
fn each_report_is_of_one_format_and_no_other() {
    for fixture in FIXTURES.iter().chain(&REFUSED) {
        let head = head(fixture.bytes);
        let found: Vec<_> = FORMATS.into_iter().filter(|f| f.recognises(head)).collect();
        let expected = Vec::from_iter(fixture.recognised.then_some(fixture.format));
        assert_eq!(found, expected, "{}", fixture.name);
        assert_eq!(recognise(head), expected.first().copied());
    }
}

#[test]
fn a_start_that_is_cut_off_anywhere_is_never_taken_for_another_format() {
    for fixture in FIXTURES.iter().chain(&REFUSED) {
        let head = head(fixture.bytes);
        for at in (0..head.len()).step_by(7) {
            let Some(cut) = head.get(..at) else { continue };
            if let Some(format) = recognise(cut) {
                assert_eq!(format, fixture.format, "{} at {at}", fixture.name);
            }
        }
    }
}

#[test]
fn what_is_of_no_scanner_is_not_recognised() {
    for text in [
        "",
        "[]",
        "{}",
        "null",
        "[ ]\n",
        "{\"results\": []}",
        "{\"version\": \"1.0\"}",
        "[{\"name\": \"a\", \"unit\": \"s\", \"value\": 1}]",
        "<testsuites/>",
        "{\"meta\": {\"version\": \"7.6\"}, \"files\": {}, \"totals\": {}}",
        "[[1, 2], [3, 4]]",
        "[[\"a\", \"b\"]]",
    ] {
        assert_eq!(recognise(text), None, "{text}");
    }
}

#[test]
fn counts_are_those_taken_independently() {
    for fixture in &FIXTURES {
        let scan = scan(fixture.name);
        assert_eq!(counts(&scan), fixture.counts, "{}", fixture.name);
        assert_eq!(scan.format, fixture.format);
    }
}

#[test]
fn the_script_still_counts_what_the_table_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scan");
    for fixture in &FIXTURES {
        let output = Command::new("python3")
            .arg(root.join("counts.py"))
            .args([fixture.format.name(), fixture.name])
            .current_dir(&root)
            .output();
        let Ok(output) = output else {
            println!("skipped: the counts of scanners' reports by python3, which is not there");
            return;
        };
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let (findings, suppressed, unscanned, severities) = fixture.counts;
        let expected = serde_json::json!({
            "findings": findings,
            "suppressed": suppressed,
            "unscanned": unscanned,
            "severities": severities,
        });
        let counted: serde_json::Value = serde_json::from_str(&stdout)
            .unwrap_or_else(|_| panic!("{}: {output:?}", fixture.name));
        assert_eq!(counted, expected, "{}", fixture.name);
    }
}

#[test]
fn a_report_that_is_cut_off_is_refused() {
    for fixture in &FIXTURES {
        let whole = std::str::from_utf8(fixture.bytes).unwrap().trim_end().len();
        let step = (whole / 400).max(1);
        for at in (0..whole).step_by(step) {
            let cut = &fixture.bytes[..at];
            let read = fixture.format.read(cut);
            if fixture.format == ScanFormat::Mypy && cut.ends_with(b"\n") {
                // Lines of their own: nothing shows that there were more.
                let read = read.unwrap();
                assert!(!read.findings.is_empty() || !read.unscanned.is_empty());
            } else {
                assert!(read.is_err(), "{} cut at {at}", fixture.name);
            }
        }
    }
}

#[test]
fn texts_that_are_none_are_refused_by_every_format() {
    let utf16: Vec<u8> = "\u{feff}[]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let deep = "[".repeat(100_000);
    let list = format!("{{\"results\": {deep}");
    for format in FORMATS {
        for bytes in [
            &b""[..],
            b" \n",
            b"\xef\xbb\xbf[]",
            &utf16,
            b"[\xff]",
            b"[NaN]",
            b"null",
            b"Traceback (most recent call last):\n",
            deep.as_bytes(),
            list.as_bytes(),
        ] {
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]).into_owned();
            assert!(format.read(bytes).is_err(), "{format}: {shown}");
        }
    }
}

#[test]
fn keys_that_are_there_twice_are_refused() {
    for fixture in &FIXTURES {
        let text = std::str::from_utf8(fixture.bytes).unwrap();
        let Some(at) = text
            .find("\"results\"")
            .or_else(|| text.find("\"message\""))
        else {
            continue;
        };
        let rest = &text[at..];
        let key = rest.split_once(':').unwrap().0;
        let value = if rest.starts_with("\"results\"") {
            "[]"
        } else {
            "\"\""
        };
        let twice = format!("{}{key}: {value}, {rest}", &text[..at]);
        assert!(
            fixture.format.read(twice.as_bytes()).is_err(),
            "{}",
            fixture.name
        );
    }
}

#[test]
fn findings_are_sorted_and_of_one_line() {
    for fixture in &FIXTURES {
        let scan = scan(fixture.name);
        assert!(scan.findings.is_sorted() && scan.unscanned.is_sorted());
        for finding in &scan.findings {
            assert!(!finding.message.contains('\n'), "{finding:?}");
            assert!(!finding.rule.is_empty(), "{finding:?}");
        }
        let (Some(scanned), unscanned) = (&scan.scanned, &scan.unscanned) else {
            continue;
        };
        for missed in unscanned {
            assert!(
                !scanned
                    .iter()
                    .any(|path| Some(path) == missed.path.as_ref())
            );
        }
    }
}

#[test]
fn trivys_own_examples_are_read() {
    let folder = Path::new("/work/shared/corpus/trivy-real");
    // Counted with jq: findings, suppressed.
    let expected = [
        ("dockerfile.json.golden", 1, 0),
        ("npm-with-suppressed.json.golden", 1, 1),
        ("secrets.json.golden", 2, 0),
    ];
    for (name, findings, suppressed) in expected {
        let Ok(bytes) = std::fs::read(folder.join(name)) else {
            println!("skipped: trivy's own examples, which are not on this machine");
            return;
        };
        assert!(trivy::is_trivy(head(&bytes)), "{name}");
        let scan = trivy::read(&bytes).unwrap_or_else(|flaw| panic!("{name}: {flaw}"));
        assert_eq!(
            (scan.findings.len(), scan.suppressed.len()),
            (findings, suppressed),
            "{name}"
        );
    }
}

fn any_fixture() -> impl Strategy<Value = &'static Fixture> {
    (0..FIXTURES.len()).prop_map(|at| &FIXTURES[at])
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS {
            let _ = format.read(&bytes);
            let _ = recognise(&String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn no_damage_makes_a_reader_panic(
        fixture in any_fixture(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = fixture.bytes.to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = fixture.format.read(&bytes);
        let _ = recognise(&String::from_utf8_lossy(&bytes));
        bytes.truncate(cut.index(bytes.len()));
        for format in FORMATS {
            let _ = format.read(&bytes);
        }
    }
}

/// Older versions of semgrep write the errors first: hundreds of them hide all else.
#[test]
fn semgrep_is_known_by_its_errors_alone() {
    let error =
        r#"{"code": 2, "level": "warn", "message": "m", "path": "a.yaml", "type": "Timeout"}"#;
    let head = format!("{{\"errors\": [{error}, {error}");
    assert_eq!(recognise(&head), Some(ScanFormat::Semgrep));
    assert_eq!(recognise(&head.replace("level", "severity")), None);
    assert_eq!(recognise(&head.replace("errors", "faults")), None);
}
