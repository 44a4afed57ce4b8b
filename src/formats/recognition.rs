//! Every format of a report is told by its content, and none is taken for another.

use std::path::{Path, PathBuf};

use super::coverage::{CoverageFormat, FORMATS};
use super::junit;

type Recogniser = (&'static str, fn(&str) -> bool);

/// The name of every format here, and how it is recognised.
fn recognisers() -> Vec<Recogniser> {
    let mut all: Vec<Recogniser> = vec![("junit", junit::is_junit)];
    for reader in FORMATS {
        let name = match reader.format {
            CoverageFormat::CoveragePy => "coverage-py",
            CoverageFormat::Cobertura => "cobertura",
            CoverageFormat::Lcov => "lcov",
            CoverageFormat::Jacoco => "jacoco",
            CoverageFormat::GoProfile => "go",
            CoverageFormat::LlvmJson => "llvm",
        };
        all.push((name, reader.is));
    }
    all
}

fn recognised(head: &str) -> Vec<&'static str> {
    let all = recognisers();
    let those = all.into_iter().filter(|(_, is)| is(head));
    those.map(|(name, _)| name).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn every_fixture_is_recognised_by_its_own_format_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut count = 0;
    for path in files(&folder) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kind = path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let expected: Vec<&str> = match kind.as_str() {
            "junit" => vec!["junit"],
            "passing" => match name.as_str() {
                "junit.xml" => vec!["junit"],
                "coverage.json" => vec!["coverage-py"],
                _ => Vec::new(),
            },
            "coverage" => {
                let all = recognisers();
                let of_name = all.into_iter().find(|(format, _)| name.starts_with(format));
                vec![of_name.unwrap().0]
            }
            _ => Vec::new(),
        };
        assert_eq!(recognised(&text), expected, "{}", path.display());
        count += expected.len();
        // A beginning is told as the whole is, or not at all.
        let head: String = text.chars().take(120).collect();
        let of_head = recognised(&head);
        assert!(
            of_head.is_empty() || of_head == expected,
            "{}",
            path.display()
        );
    }
    assert!(count > 30, "{count}");
}

#[test]
fn what_only_looks_like_a_report_is_none() {
    for other in [
        "",
        "{}",
        "mode: fast\n",
        "TN:\n",
        "SF:\n",
        "<coverage generated=\"1\" clover=\"3.2.0\"><project timestamp=\"1\">",
        "<coverage/>",
        "<report/>",
        "<results><testsuite/></results>",
        "{\"data\": [1]}",
        "{\"meta\": {\"version\": \"1\"}}",
        "# a text about SF:src\nmode: set",
    ] {
        assert_eq!(recognised(other), Vec::<&str>::new(), "{other}");
    }
    assert_eq!(recognised("\u{feff}<testsuites>"), ["junit"]);
    assert_eq!(recognised("\n# a comment\nTN:\nSF:a\n"), ["lcov"]);
}
