//! Every format against real outputs: which one it is, which numbers are in it, and what happens to
//! it when it is cut off or damaged.

mod formats;

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::formats::report::FlawKind;
use crate::formats::scan;

#[derive(Debug)]
struct Fixture {
    name: &'static str,
    format: BenchmarkFormat,
    bytes: &'static [u8],
    /// What `fixtures/benchmark/counts.py` says: benchmarks, samples of all, sum of the least
    /// samples, sum of the greatest.
    counts: (usize, u64, i64, i64),
}

macro_rules! fixture {
    ($name:literal, $format:ident, $counts:expr) => {
        Fixture {
            name: $name,
            format: BenchmarkFormat::$format,
            bytes: include_bytes!(concat!("../../../fixtures/benchmark/", $name)),
            counts: $counts,
        }
    };
}

const FIXTURES: [Fixture; 11] = [
    fixture!(
        "pytest-benchmark/data.json",
        PytestBenchmark,
        (2, 34, 5_002_201, 17_921_500)
    ),
    fixture!(
        "pytest-benchmark/saved.json",
        PytestBenchmark,
        (2, 177, 8_415_199, 15_788_600)
    ),
    fixture!(
        "criterion/lines.jsonl",
        Criterion,
        (3, 120, 288_736, 562_855)
    ),
    fixture!("go/count.txt", Go, (5, 15, 78_611_830, 381_404_870)),
    fixture!("go/units.txt", Go, (3, 3, 15_519_090, 15_519_090)),
    fixture!("go/verbose.txt", Go, (8, 8, 1_121_445_900, 1_121_445_900)),
    fixture!(
        "hyperfine/2.0.0.json",
        Hyperfine,
        (4, 8, 41_861_505_000, 74_303_102_000)
    ),
    fixture!(
        "hyperfine/demo.json",
        Hyperfine,
        (2, 10, 16_312_470_000, 44_445_203_000)
    ),
    fixture!(
        "hyperfine/failures.json",
        Hyperfine,
        (2, 6, 5_055_083_000, 22_892_272_000)
    ),
    fixture!(
        "hyperfine/single.json",
        Hyperfine,
        (1, 1, 1_152_642_000, 1_152_642_000)
    ),
    fixture!("custom/demo.json", Custom, (4, 4, 0, 0)),
];

fn read(name: &str) -> Benchmarks {
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

#[test]
fn each_report_is_of_one_format_and_no_other() {
    for fixture in &FIXTURES {
        let head = head(fixture.bytes);
        let found: Vec<_> = FORMATS.into_iter().filter(|f| f.recognises(head)).collect();
        assert_eq!(found, [fixture.format], "{}", fixture.name);
        assert_eq!(scan::recognise(head), None, "{}", fixture.name);
        for at in (0..head.len()).step_by(7) {
            let Some(cut) = head.get(..at) else { continue };
            assert_eq!(scan::recognise(cut), None, "{} at {at}", fixture.name);
            if let Some(format) = recognise(cut) {
                assert_eq!(format, fixture.format, "{} at {at}", fixture.name);
            }
        }
    }
}

#[test]
fn no_report_of_a_scanner_is_taken_for_one_of_benchmarks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scan");
    let mut seen = 0;
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(folder).unwrap() {
            let file = file.unwrap().path();
            let bytes = std::fs::read(&file).unwrap();
            assert_eq!(recognise(head(&bytes)), None, "{}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 40);
}

#[test]
fn numbers_are_those_taken_independently() {
    for fixture in &FIXTURES {
        let read = read(fixture.name);
        let samples = read.results.iter().map(|one| one.samples).sum();
        let sum = |of: fn(&Benchmark) -> Option<i64>| {
            read.results.iter().map(|one| of(one).unwrap_or(0)).sum()
        };
        let counts = (
            read.results.len(),
            samples,
            sum(|one| one.min),
            sum(|one| one.max),
        );
        assert_eq!(counts, fixture.counts, "{}", fixture.name);
    }
}

#[test]
fn the_script_says_the_same_of_each_benchmark() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/benchmark");
    for fixture in &FIXTURES {
        let output = Command::new("python3")
            .arg(root.join("counts.py"))
            .args([fixture.format.name(), fixture.name])
            .current_dir(&root)
            .output();
        let Ok(output) = output else {
            println!("skipped: the numbers of benchmarks by python3, which is not there");
            return;
        };
        type Row = (String, u64, Option<i64>, Option<i64>, Option<i64>);
        let rows: Vec<Row> = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}: {output:?}", fixture.name));
        let results = read(fixture.name).results;
        assert_eq!(results.len(), rows.len());
        let near = |ours: Option<i64>, theirs: Option<i64>| match (ours, theirs) {
            (Some(ours), Some(theirs)) => ours.abs_diff(theirs) <= 1,
            (ours, theirs) => ours == theirs,
        };
        for (one, (name, samples, min, median, max)) in results.iter().zip(rows) {
            assert_eq!(
                (&one.name, one.samples),
                (&name, samples),
                "{}",
                fixture.name
            );
            let ours = (one.min, one.median, one.max);
            assert!(
                near(ours.0, min) && near(ours.1, median) && near(ours.2, max),
                "{name}: {ours:?}, {min:?} {median:?} {max:?}"
            );
        }
    }
}

#[test]
fn a_report_that_is_cut_off_is_refused() {
    for fixture in &FIXTURES {
        let text = std::str::from_utf8(fixture.bytes).unwrap();
        // Go's text is whole from its last PASS on.
        let whole = match fixture.format {
            BenchmarkFormat::Go => text.rfind("PASS").unwrap() + "PASS\n".len(),
            _ => text.trim_end().len(),
        };
        for at in 0..whole {
            let cut = &fixture.bytes[..at];
            let read = fixture.format.read(cut);
            if fixture.format == BenchmarkFormat::Criterion && read.is_ok() {
                let (_, last) = text[..at].trim_end().rsplit_once('\n').unwrap_or_default();
                let last = if last.is_empty() { &text[..at] } else { last };
                assert!(last.contains("group-complete"), "{at}");
                continue;
            }
            assert!(read.is_err(), "{} cut at {at}", fixture.name);
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
    for format in FORMATS {
        for bytes in [
            &b""[..],
            b" \n",
            b"[]",
            b"{}\n",
            b"\xef\xbb\xbf[]",
            &utf16,
            b"[\xff]",
            b"[NaN]",
            b"null",
            b"PASS\n",
            deep.as_bytes(),
        ] {
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]).into_owned();
            assert!(format.read(bytes).is_err(), "{format}: {shown}");
            assert!(recognise(&shown).is_none());
        }
    }
}

#[test]
fn results_are_sorted_and_their_numbers_in_order() {
    for fixture in &FIXTURES {
        let read = read(fixture.name);
        assert!(read.results.is_sorted_by(|a, b| a.name < b.name));
        for one in &read.results {
            assert!(one.samples > 0);
            let told = [one.min, one.q1, one.q3, one.max];
            let told: Vec<i64> = told.into_iter().flatten().collect();
            assert!(told.is_sorted(), "{one:?}");
            assert!(one.low <= one.high);
        }
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
        bytes.truncate(cut.index(bytes.len()));
        for format in FORMATS {
            let _ = format.read(&bytes);
        }
    }
}
