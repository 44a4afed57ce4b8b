//! Whether a file is a report of any kind at all.

use super::{
    advisory_draft, audit, benchmark, ci, coverage, issues, junit, license, outdated, review, sbom,
    scan,
};

/// How each kind of report is recognised.
const KINDS: [fn(&str) -> bool; 13] = [
    junit::is_junit,
    |head| coverage::recognise(head).is_some(),
    |head| scan::recognise(head).is_some(),
    |head| benchmark::recognise(head).is_some(),
    benchmark::criterion::is_part,
    |head| sbom::recognise(head).is_some(),
    |head| audit::recognise(head).is_some(),
    |head| license::recognise(head).is_some(),
    |head| ci::recognise(head).is_some(),
    |head| review::recognise(head).is_some(),
    |head| issues::recognise(head).is_some(),
    |head| outdated::recognise(head).is_some(),
    |head| advisory_draft::recognise(head).is_some(),
];

/// Whether a text that starts like this is a report of a kind that is read.
#[must_use]
pub fn is_known(head: &str) -> bool {
    KINDS.iter().any(|is_one| is_one(head))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn has_known(folder: &Path) -> bool {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut paths = entries.map(|entry| entry.unwrap().path());
        paths.any(|path| match path.is_dir() {
            true => has_known(&path),
            false => std::fs::read_to_string(path).is_ok_and(|text| is_known(&text)),
        })
    }

    /// A kind that is not listed above would be taken for no report beside one of another kind.
    #[test]
    fn reports_of_each_kind_are_known() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        for kind in [
            "audit",
            "benchmark/criterion",
            "benchmark/go",
            "ci",
            "coverage",
            "issues",
            "junit",
            "licenses",
            "outdated",
            "review",
            "sbom",
            "scan/bandit",
        ] {
            assert!(has_known(&fixtures.join(kind)), "{kind}");
        }
        assert!(!has_known(&fixtures.join("trust")));
        assert!(!is_known("{}"));
    }
}
