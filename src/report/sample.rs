//! A report for the tests of what reads reports.

use super::*;
use crate::facts::VersionFact;
use crate::release::Version;
use crate::verdict::{Evidence, Finding, Level, decide};

/// An outcome without findings.
pub(crate) fn outcome(rule: &str, kind: ReleaseType, status: Status) -> Outcome {
    Outcome {
        rule: rule.to_owned(),
        title: format!("Title of {rule}"),
        release_type: Some(kind),
        level: Level::Deny,
        status,
        reason: None,
        fix: None,
        looked_at: Vec::new(),
        source: vec!["Version Management / Semantic Versioning Rules / Patch".to_owned()],
        findings: Vec::new(),
        folded_under: None,
    }
}

/// A finding in a file.
pub(crate) fn finding(subject: &str, message: &str) -> Finding {
    Finding {
        subject: subject.to_owned(),
        message: message.to_owned(),
        fix: Some(format!("mend {subject}")),
        level: Level::Deny,
        evidence: Some(Evidence {
            file: Some("Cargo.toml".to_owned()),
            line: Some(3),
            commit: None,
        }),
        weakening: None,
        waived_by: None,
    }
}

/// A report on a minor release with these outcomes, and a patch release where one rule passes.
pub(crate) fn report(minor: Vec<Outcome>) -> Report {
    let patch = vec![outcome(
        "branch.clean_tree",
        ReleaseType::Patch,
        Status::Pass,
    )];
    let version = |text: &str| Some(VersionFact::from(&text.parse::<Version>().unwrap()));
    Report {
        schema: SCHEMA.to_owned(),
        tool: Tool {
            name: "relcheck".to_owned(),
            version: "0.1.0".to_owned(),
        },
        clock: Clock {
            now: "2026-02-01T00:00:00Z".to_owned(),
            seconds: 1_769_904_000,
            overridden: false,
        },
        project: Project {
            name: "demo".to_owned(),
            path: String::new(),
            kind: crate::facts::ProjectKind::Library,
            kind_reason: String::new(),
        },
        repository: RepositorySummary {
            head: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
            branch: Some("main".to_owned()),
            dirty: Some(false),
        },
        stage: Stage::PreRelease,
        question: Question {
            release_type: Some(ReleaseType::Minor),
            reason: "`Cargo.toml` declares 1.3.0, coming from v1.2.3".to_owned(),
            rules: Vec::new(),
            no_fail: false,
        },
        verdicts: vec![
            decide("patch", version("1.2.4"), &patch, false),
            decide("minor", version("1.3.0"), &minor, false),
        ],
        outcomes: patch.into_iter().chain(minor).collect(),
        waivers: Vec::new(),
        weakenings: Vec::new(),
        evidence: Vec::new(),
        policies: PolicySummary {
            digest: "d0".to_owned(),
            files: BTreeMap::new(),
        },
        facts: FactsSummary {
            digest: "f0".to_owned(),
            collected: BTreeMap::new(),
        },
    }
}
