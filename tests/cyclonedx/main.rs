//! CycloneDX documents, held against the specification's own examples and schemas.
//!
//! `RELCHECK_CYCLONEDX` names a checkout of github.com/CycloneDX/specification; without it nothing is
//! tested, and each test says so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use relcheck::formats::sbom::{Sbom, SbomFormat, recognise};

/// Documents that the specification calls invalid and that are read as valid: what is wrong with them
/// is nothing that relcheck reads.
const NOT_LOOKED_AT: [(&str, &str); 0] = [];

/// The versions that are read.
const VERSIONS: [&str; 6] = ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];

fn specification() -> Option<PathBuf> {
    let path = std::env::var_os("RELCHECK_CYCLONEDX").map(PathBuf::from);
    if path.is_none() {
        println!("skipped: the documents of CycloneDX; RELCHECK_CYCLONEDX names a checkout");
    }
    path
}

/// The documents of a version, by name, and whether they are said to be valid.
fn documents(specification: &Path, version: &str) -> BTreeMap<String, (PathBuf, bool)> {
    let folder = specification.join("tools/src/test/resources").join(version);
    let entries = std::fs::read_dir(folder).expect("documents of this version");
    let files = entries.map(|entry| entry.expect("an entry").path());
    let named = files.filter_map(|path| {
        let name = path.file_name()?.to_str()?.to_owned();
        let is_read = name.ends_with(".json") || name.ends_with(".xml");
        let is_valid = name.starts_with("valid");
        is_read.then_some((name, (path, is_valid)))
    });
    named.collect()
}

fn read(path: &Path) -> Result<Sbom, String> {
    let bytes = std::fs::read(path).expect("a document");
    let text = String::from_utf8_lossy(&bytes);
    let head: String = text.chars().take(16 * 1024).collect();
    let format = recognise(&head).ok_or("it is not recognised")?;
    let is_json = path.extension().is_some_and(|it| it == "json");
    let expected = match is_json {
        true => SbomFormat::CycloneDxJson,
        false => SbomFormat::CycloneDxXml,
    };
    assert_eq!(format, expected, "{}", path.display());
    format.read(&bytes).map_err(|flaw| flaw.reason)
}

#[test]
fn the_specifications_own_documents_are_judged_as_it_says() {
    let Some(specification) = specification() else {
        return;
    };
    let (mut valid, mut invalid, mut wrong) = (0, 0, Vec::new());
    for version in VERSIONS {
        for (name, (path, is_valid)) in documents(&specification, version) {
            let read = read(&path);
            let problem = match &read {
                Ok(sbom) => sbom.problems.first().first().cloned(),
                Err(reason) => Some(reason.clone()),
            };
            match (is_valid, problem) {
                (true, None) => valid += 1,
                (false, Some(_)) => invalid += 1,
                (true, Some(problem)) => wrong.push(format!("{name} is refused: {problem}")),
                (false, None) if NOT_LOOKED_AT.iter().any(|it| name.starts_with(it.0)) => {}
                (false, None) => wrong.push(format!("{name} is accepted")),
            }
        }
    }
    println!("{valid} valid documents are read, {invalid} invalid ones are refused");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
