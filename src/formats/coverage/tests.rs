use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;

use super::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(folder().join("coverage").join(name)).unwrap()
}

fn read_text(text: &str) -> Result<Coverage, String> {
    let format = recognise(text).unwrap_or_else(|| panic!("not recognised: {text}"));
    read(format, text.as_bytes()).map_err(|flaw| flaw.reason)
}

fn read_fixture(name: &str) -> Coverage {
    let bytes = fixture(name);
    let text = std::str::from_utf8(&bytes).unwrap();
    read_text(text).unwrap_or_else(|reason| panic!("{name}: {reason}"))
}

fn reason(text: &str) -> String {
    read_text(text).unwrap_err()
}

/// The lines of a file with their hits.
fn lines(coverage: &Coverage, path: &str) -> Vec<(u32, u64)> {
    let file = coverage
        .files
        .iter()
        .find(|file| file.path == path)
        .unwrap();
    file.lines
        .iter()
        .map(|line| (line.line, line.hits))
        .collect()
}

/// What `fixtures/counts/coverage.py` said of each fixture: files, lines, covered lines, branches,
/// covered branches.
const COUNTS: [(&str, &str, [u64; 5]); 15] = [
    ("cobertura", "cobertura-coverage-py.xml", [1, 11, 6, 8, 3]),
    ("cobertura", "cobertura-gcovr.xml", [2, 9, 6, 4, 1]),
    ("cobertura", "cobertura-go.xml", [3, 20, 11, 0, 0]),
    ("cobertura", "cobertura-istanbul.xml", [1, 6, 4, 6, 3]),
    ("cobertura", "cobertura-llvm.xml", [1, 38, 27, 0, 0]),
    ("coverage-py", "coverage-py-lines.json", [1, 11, 6, 0, 0]),
    ("coverage-py", "coverage-py-old.json", [2, 14, 7, 8, 1]),
    ("coverage-py", "coverage-py.json", [1, 11, 6, 8, 3]),
    ("go", "go-count.out", [3, 20, 11, 0, 0]),
    ("go", "go-set.out", [3, 20, 11, 0, 0]),
    ("jacoco", "jacoco.xml", [2, 13, 6, 6, 6]),
    ("lcov", "lcov-coverage-py.info", [1, 11, 6, 8, 3]),
    ("lcov", "lcov-gcovr.info", [2, 9, 6, 4, 1]),
    ("lcov", "lcov-istanbul.info", [1, 6, 4, 7, 4]),
    ("lcov", "lcov-llvm.info", [1, 38, 27, 0, 0]),
];

#[test]
fn the_lines_are_those_that_others_count() {
    for (_, name, counted) in COUNTS {
        let coverage = read_fixture(name);
        let totals = coverage.totals();
        let ours = [
            coverage.files.len() as u64,
            totals.lines,
            totals.covered_lines,
            totals.branches,
            totals.covered_branches,
        ];
        assert_eq!(ours, counted, "{name}");
    }
}

#[test]
fn the_table_of_counts_is_what_the_script_says() {
    for (format, name, counted) in COUNTS {
        let output = Command::new("python3")
            .arg(folder().join("counts/coverage.py"))
            .arg(format)
            .arg(folder().join("coverage").join(name))
            .output();
        let Ok(output) = output else {
            eprintln!("skipped: there is no python3 to count with");
            return;
        };
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let keys = [
            "files",
            "lines",
            "covered_lines",
            "branches",
            "covered_branches",
        ];
        assert_eq!(
            keys.map(|key| said[key].as_u64().unwrap()),
            counted,
            "{name}"
        );
    }
}

#[test]
fn llvms_segments_make_the_lines_that_llvm_makes() {
    let ours = lines(&read_fixture("llvm.json"), "/work/demo/src/lib.rs");
    let theirs = lines(&read_fixture("lcov-llvm.info"), "/work/demo/src/lib.rs");
    assert_eq!(ours, theirs);
    assert_eq!(ours.len(), 38);
    let cobertura = read_fixture("cobertura-llvm.xml");
    assert_eq!(lines(&cobertura, "src/lib.rs"), theirs);
}

#[test]
fn gos_blocks_make_the_lines_that_gocover_cobertura_makes() {
    let (ours, theirs) = (
        read_fixture("go-count.out"),
        read_fixture("cobertura-go.xml"),
    );
    for name in ["demo.go", "empty/e.go", "inner/inner.go"] {
        let path = format!("example.com/demo/{name}");
        assert_eq!(lines(&ours, &path), lines(&theirs, name), "{name}");
    }
    let set = read_fixture("go-set.out");
    let hits = set
        .files
        .iter()
        .flat_map(|file| &file.lines)
        .map(|line| line.hits);
    assert_eq!(hits.max(), Some(1));
}

#[test]
fn one_run_says_the_same_in_each_form() {
    let json = read_fixture("coverage-py.json");
    for name in ["cobertura-coverage-py.xml", "lcov-coverage-py.info"] {
        let other = read_fixture(name);
        assert_eq!(lines(&other, "demo.py"), lines(&json, "demo.py"), "{name}");
        assert_eq!(other.totals(), json.totals(), "{name}");
    }
    assert_eq!(json.files[0].excluded, [12, 13]);
    assert_eq!(
        json.files[0].branches,
        Some(Branches {
            total: 8,
            covered: 3
        })
    );
    assert_eq!(
        read_fixture("coverage-py-lines.json").files[0].branches,
        None
    );
}

#[test]
fn versions_times_and_roots_are_told_where_the_report_tells_them() {
    let told = |name: &str| {
        let coverage = read_fixture(name);
        let version = coverage.tool_version.unwrap_or_default();
        (version, coverage.generated_at, coverage.roots.join(","))
    };
    let of = |version: &str, time, root: &str| (version.to_owned(), time, root.to_owned());
    // In milliseconds, and in seconds.
    let name = "cobertura-coverage-py.xml";
    assert_eq!(told(name), of("7.17.4", Some(1_795_680_606), "/work/demo"));
    let name = "cobertura-gcovr.xml";
    assert_eq!(
        told(name),
        of("gcovr 8.8", Some(1_795_680_683), "/work/demo")
    );
    assert_eq!(told("coverage-py.json"), of("7.17.4", None, ""));
    assert_eq!(told("llvm.json"), of("cargo-llvm-cov 0.9.1", None, ""));
    assert_eq!(told("jacoco.xml").1, Some(1_795_680_604));
    assert_eq!(told("go-set.out"), of("", None, ""));
}

#[test]
fn what_old_coverage_py_lists_beside_statements_is_no_covered_line() {
    let old = read_fixture("coverage-py-old.json");
    let demo = old
        .files
        .iter()
        .find(|file| file.path == "demo.py")
        .unwrap();
    // A docstring ran on line 1; lines 12 and 13 ran and are excluded.
    assert_eq!(demo.lines[0], CoveredLine { line: 1, hits: 1 });
    assert_eq!(demo.surplus, 1);
    assert!(demo.lines.iter().all(|line| ![12, 13].contains(&line.line)));
    assert_eq!(demo.excluded, [12, 13]);
    let new = read_fixture("coverage-py.json");
    assert_eq!(new.files[0].surplus, 0);
}

#[test]
fn the_same_file_twice_is_one_and_its_hits_are_added() {
    let lcov = "SF:a\\b.c\nDA:2,1\nDA:1,0\nBRDA:2,0,0,1\nBRDA:2,0,1,-\nend_of_record\n\
                TN:x\nSF:a/b.c\nDA:2,3\nDA:3,0\nBRDA:2,0,0,1\nBRDA:2,0,1,4\nend_of_record\n";
    let coverage = read_text(lcov).unwrap();
    assert_eq!(coverage.files.len(), 1);
    assert_eq!(lines(&coverage, "a/b.c"), [(1, 0), (2, 4), (3, 0)]);
    assert_eq!(
        coverage.files[0].branches,
        Some(Branches {
            total: 2,
            covered: 2
        })
    );
    let class = |hits: u64| {
        format!("<class filename='a.java'><lines><line number='7' hits='{hits}'/></lines></class>")
    };
    let cobertura = |valid: u64| {
        let (one, other) = (class(2), class(3));
        format!("<coverage line-rate='1' lines-valid='{valid}'>{one}{other}</coverage>")
    };
    // A line of two classes may be counted once or twice.
    for valid in [1, 2] {
        let coverage = read_text(&cobertura(valid)).unwrap();
        assert_eq!(lines(&coverage, "a.java"), [(7, 5)]);
    }
    assert_eq!(
        reason(&cobertura(3)),
        "it says that it has 3 lines, and shows 1"
    );
    let go = "mode: set\na/b.go:1.1,2.2 1 0\na/b.go:1.1,2.2 1 1\nmode: set\na/b.go:2.3,3.1 1 0\n";
    assert_eq!(
        lines(&read_text(go).unwrap(), "a/b.go"),
        [(1, 1), (2, 1), (3, 0)]
    );
    let go = go
        .replace("set", "count")
        .replace("1 1\n", "1 4\n")
        .replace("3.1 1 0", "3.1 1 2");
    assert_eq!(
        lines(&read_text(&go).unwrap(), "a/b.go"),
        [(1, 4), (2, 6), (3, 2)]
    );
}

/// As dotnet-coverage writes it: two methods share a line, which it counts twice.
#[test]
fn totals_may_be_of_the_lines_of_methods() {
    let line = |number: u32, hits: u64| format!("<line number='{number}' hits='{hits}'/>");
    let method = |lines: String| format!("<method><lines>{lines}</lines></method>");
    let text = |valid: u64, covered: u64| {
        let methods = method(line(1, 2) + &line(2, 0)) + &method(line(2, 0) + &line(3, 0));
        let lines = line(1, 2) + &line(2, 0) + &line(3, 0);
        format!(
            "<coverage line-rate='0.25' lines-valid='{valid}' lines-covered='{covered}'>\
             <class filename='a.cs'><methods>{methods}</methods><lines>{lines}</lines></class></coverage>"
        )
    };
    for valid in [3, 4] {
        let coverage = read_text(&text(valid, 1)).unwrap();
        assert_eq!(lines(&coverage, "a.cs"), [(1, 2), (2, 0), (3, 0)]);
    }
    assert!(reason(&text(5, 1)).contains("5 lines, and shows 3"));
    assert!(reason(&text(4, 2)).contains("2 covered lines, and shows 1"));
    let lost = text(4, 1).replace(
        "</methods><lines><line number='1' hits='2'/>",
        "</methods><lines>",
    );
    assert!(reason(&lost).contains("4 lines, and shows 2"), "{lost}");
}

#[test]
fn lines_of_methods_count_where_a_class_has_no_others() {
    let text = "<coverage line-rate='1'><class filename='a'><methods><method><lines>\
                <line number='1' hits='2'/></lines></method></methods><lines/></class>\
                <class filename='b'><methods><method><lines><line number='1' hits='2'/></lines>\
                </method></methods><lines><line number='3' hits='0'/><line number='0' hits='1'/>\
                </lines></class></coverage>";
    let coverage = read_text(text).unwrap();
    assert_eq!(lines(&coverage, "a"), [(1, 2)]);
    assert_eq!(lines(&coverage, "b"), [(3, 0)]);
}

#[test]
fn gaps_skipped_regions_and_wrapped_lines_are_read_as_llvm_reads_them() {
    let lines = |segments: &str| {
        let text = format!(
            "{{\"data\":[{{\"files\":[{{\"filename\":\"a\",\"segments\":{segments},\
             \"summary\":{{\"lines\":{{\"count\":1,\"covered\":1}}}}}}],\
             \"totals\":{{\"lines\":{{\"count\":1,\"covered\":1}}}}}}],\
             \"type\":\"llvm.coverage.json.export\",\"version\":\"2.0.0\"}}"
        );
        read_text(&text).map(|coverage| lines(&coverage, "a"))
    };
    // A region of lines 1 to 3, and one inside of it on line 2.
    let read =
        lines("[[1,1,5,true,true],[2,3,7,true,true],[2,9,5,true,false],[3,2,0,false,false]]");
    assert_eq!(read.unwrap(), [(1, 5), (2, 7), (3, 5)]);
    // A gap that begins on line 2 counts from the next line on.
    let read = lines("[[1,1,5,true,true,false],[2,3,0,true,false,true],[4,1,0,false,false,false]]");
    assert_eq!(read.unwrap(), [(1, 5), (2, 5), (3, 0), (4, 0)]);
    // A skipped region has no count and is not executable.
    let read =
        lines("[[1,1,5,true,true,false],[2,1,0,false,true,false],[4,1,0,false,false,false]]");
    assert_eq!(read.unwrap(), [(1, 5)]);
    assert!(
        lines("[[2,1,0,true,true],[1,1,0,true,true]]")
            .unwrap_err()
            .contains("in order")
    );
    assert!(lines("[[1,1]]").unwrap_err().contains("too short"));
    assert!(lines("[[1,1,0,true,true],[4000000000,1,0,false,false]]").is_err());
    assert!(lines("[[1,1,-5,true,true]]").is_err());
}

#[test]
fn gcovrs_jacoco_form_does_not_tell_what_ran() {
    let text = String::from_utf8(fixture("jacoco-gcovr.xml")).unwrap();
    assert!(reason(&text).contains("does not tell whether it ran"));
}

#[test]
fn totals_that_contradict_the_lines_are_refused() {
    let changed = |name: &str, from: &str, to: &str| {
        let text = String::from_utf8(fixture(name)).unwrap();
        assert!(text.contains(from), "{name}");
        reason(&text.replacen(from, to, 1))
    };
    for (name, from, to, said) in [
        (
            "cobertura-coverage-py.xml",
            "lines-covered=\"6\"",
            "lines-covered=\"7\"",
            "7 covered lines, and shows 6",
        ),
        (
            "lcov-istanbul.info",
            "LF:6",
            "LF:7",
            "7 lines in a file (`LF`), and shows 6",
        ),
        (
            "lcov-istanbul.info",
            "DA:3,0\n",
            "",
            "6 lines in a file (`LF`), and shows 5",
        ),
        (
            "coverage-py.json",
            "\"num_statements\": 11",
            "\"num_statements\": 12",
            "statements",
        ),
        (
            "coverage-py.json",
            "\"covered_lines\": 6",
            "\"covered_lines\": 7",
            "7 covered lines",
        ),
        (
            "coverage-py.json",
            "[7, 17,",
            "[17,",
            "5 missing lines in demo.py, and shows 4",
        ),
        (
            "coverage-py.json",
            "[7, 17,",
            "[6, 17,",
            "line 6 of demo.py is both",
        ),
    ] {
        let reason = changed(name, from, to);
        assert!(reason.contains(said), "{name}: {reason}");
    }
    let text = String::from_utf8(fixture("jacoco.xml")).unwrap();
    let (start, last) = text.rsplit_once("type=\"LINE\" missed=\"7\"").unwrap();
    let text = format!("{start}type=\"LINE\" missed=\"8\"{last}");
    assert!(reason(&text).contains("8 missed lines, and shows 7"));
    let text = String::from_utf8(fixture("llvm.json")).unwrap();
    let (start, last) = text.rsplit_once("\"lines\":{\"count\":39").unwrap();
    let text = format!("{start}\"lines\":{{\"count\":40{last}");
    assert!(reason(&text).contains("40 lines, and shows 39"));
}

#[test]
fn a_summary_without_lines_is_no_report_without_code() {
    let summary = "without `--summary-only`";
    for text in [
        "SF:a.rs\nFNF:2\nFNH:1\nLF:13\nLH:11\nend_of_record\n",
        "TN:GCOVR_report\nSF:a.c\nLH:1\nLF:2\nend_of_record\n",
        "TN:\nSF:a.c\nLF:2\nend_of_record\n",
    ] {
        assert!(reason(text).contains(summary), "{text}");
    }
    assert!(read_text("SF:a.rs\nFNF:0\nLF:0\nLH:0\nend_of_record\n").is_ok());
    let file = |segments: &str, count: u64| {
        let lines = format!("{{\"lines\":{{\"count\":{count},\"covered\":0}}}}");
        format!(
            "{{\"data\":[{{\"files\":[{{\"filename\":\"a.rs\",{segments}\"summary\":{lines}}}],\
             \"totals\":{lines}}}],\"type\":\"llvm.coverage.json.export\",\"version\":\"2.0.1\"}}"
        )
    };
    for text in [file("", 13), file("", 0), file("\"segments\":[],", 13)] {
        assert!(reason(&text).contains(summary), "{text}");
    }
    assert!(read_text(&file("\"segments\":[],", 0)).is_ok());
    let jacoco = "<report name=\"a\"><package name=\"p\"><sourcefile name=\"A.java\">\
                  <counter type=\"LINE\" missed=\"2\" covered=\"0\"/></sourcefile></package></report>";
    assert!(reason(jacoco).contains("2 missed lines, and shows 0"));
}

/// As gcovr writes it where templates are there several times: `LF` is of all of them.
#[test]
fn totals_of_gcovr_are_not_those_of_its_lines() {
    let text = "TN:GCOVR_report\nSF:a.hpp\nDA:2,5\nDA:3,0\nLH:17\nLF:18\nend_of_record\n";
    assert_eq!(read_text(text).unwrap().files.len(), 1);
    assert!(reason(&text.replace("GCOVR_report", "")).contains("18 lines"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (text, said) in [
        ("SF:a\nDA:1,x\nend_of_record\n", "line 2: `x` is no number"),
        ("SF:a\nDA:1,-1\nend_of_record\n", "`-1` is no number"),
        ("SF:a\nDB:1,1\nend_of_record\n", "line 2: it is no record"),
        ("SF:a\nDA:1,1\n", "cut off inside of a record"),
        ("SF:a\nSF:b\n", "line 2: a record begins before"),
        (
            "SF:a\nend_of_record\nDA:1,1\n",
            "line 3: it belongs to no file",
        ),
        ("mode: set\na.go:1.1,2.2 1 1", "its last line does not end"),
        ("mode: set\na.go:1.1,2.2 1 -1\n", "line 2: it is no block"),
        ("mode: set\na.go:3.1,2.2 1 1\n", "line 2: it is no block"),
        ("mode: set\nmode: count\n", "line 2: it is of another mode"),
        (
            "mode: set\na.go:1.1,4000000000.2 1 1\n",
            "a line has the number 10000001",
        ),
        (
            "<coverage line-rate='1'><line number='1' hits='1'/></coverage>",
            "in no class",
        ),
        (
            "<coverage line-rate='1'><class/></coverage>",
            "no `filename`",
        ),
        (
            "<coverage line-rate='1'><class filename=''/></coverage>",
            "has no path",
        ),
        (
            "<coverage line-rate='NaN' lines-valid='NaN'/>",
            "`lines-valid` is no number: NaN",
        ),
        (
            "<coverage line-rate='1'><class filename='a'><line number='1'/></class></coverage>",
            "no `number` or no `hits`",
        ),
        (
            "<report name='a'><package name='b'/><line nr='1'/></report>",
            "no source file",
        ),
        (
            "{\"meta\": {\"branch_coverage\": true}, \"files\": {",
            "missing field `version`",
        ),
    ] {
        let reason = reason(text);
        assert!(reason.contains(said), "{text}: {reason}");
    }
    let twice = "{\"meta\": {\"version\": \"1\", \"branch_coverage\": false}, \"files\": {\
                 \"a\": FILE, \"a\": FILE}}";
    let file = "{\"executed_lines\": [], \"missing_lines\": [], \"excluded_lines\": [], \
                \"summary\": {\"covered_lines\": 0, \"num_statements\": 0, \"missing_lines\": 0}}";
    assert!(reason(&twice.replace("FILE", file)).contains("`a` is there twice"));
}

#[test]
fn what_is_no_text_of_its_own_tool_is_refused_in_every_format() {
    for reader in FORMATS {
        let read = |bytes: &[u8]| (reader.read)(bytes).unwrap_err().reason;
        assert_eq!(read(b""), "it is empty", "{:?}", reader.format);
        assert!(read(b"\xef\xbb\xbfmode: set\n").contains("byte-order mark"));
        assert!(read(b"\xff\xfem\0").contains("UTF-16"));
        assert!(read(b"SF:\xe4\n").contains("not valid UTF-8"));
        assert!(read(b"Traceback (most recent call last):\n").len() > 10);
    }
}

/// The fixtures that are whole only as they stand; of the others, a part may be whole.
const WHOLE: [&str; 8] = [
    "cobertura-coverage-py.xml",
    "cobertura-gcovr.xml",
    "cobertura-istanbul.xml",
    "coverage-py-old.json",
    "coverage-py.json",
    "jacoco.xml",
    "llvm.json",
    "lcov-coverage-py.info",
];

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for reader in FORMATS {
            let _ = (reader.read)(&bytes);
        }
    }

    #[test]
    fn a_report_that_is_cut_off_is_refused(index in 0..WHOLE.len(), share in 0.0..1.0f64) {
        let whole = fixture(WHOLE[index]);
        let format = recognise(std::str::from_utf8(&whole).unwrap()).unwrap();
        let whole = whole.trim_ascii_end();
        let end = (whole.len() as f64 * share) as usize;
        prop_assert!(read(format, &whole[..end]).is_err());
    }

    /// What a line format cannot notice is a cut between two of its records or blocks.
    #[test]
    fn a_line_that_is_cut_off_is_refused(share in 0.0..1.0f64) {
        for (name, format, whole_at) in [
            ("go-count.out", CoverageFormat::GoProfile, "\n"),
            ("lcov-gcovr.info", CoverageFormat::Lcov, "end_of_record"),
        ] {
            let whole = fixture(name);
            let part = &whole[..(whole.len() as f64 * share) as usize];
            let is_whole = part.trim_ascii_end().ends_with(whole_at.as_bytes())
                || part.ends_with(whole_at.as_bytes());
            prop_assert!(is_whole || read(format, part).is_err(), "{name} {}", part.len());
        }
    }

    #[test]
    fn another_byte_does_not_make_it_panic(
        index in 0..COUNTS.len(),
        at in any::<usize>(),
        byte: u8,
    ) {
        let mut bytes = fixture(COUNTS[index].1);
        let format = recognise(std::str::from_utf8(&bytes).unwrap()).unwrap();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read(format, &bytes);
    }
}
