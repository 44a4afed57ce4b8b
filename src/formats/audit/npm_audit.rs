//! `npm audit --json`, report version 2 (npm 7 or later).

use std::collections::HashSet;

use serde::Deserialize;

use super::{Audit, Found, LookedUp, require_room};
use crate::formats::cvss::tenths;
use crate::formats::json_head::Outline;
use crate::formats::report::{Flaw, json, text, unique_keys};
use crate::release::Ecosystem;

/// Whether a text that starts like this is such a report, or what npm writes where it failed.
pub(super) fn is_npm_audit(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("auditReportVersion") || outline.has_all(&["message", "error.summary"])
}

#[derive(Deserialize)]
struct Report {
    #[serde(rename = "auditReportVersion")]
    version: Option<u64>,
    #[serde(default, deserialize_with = "unique_keys")]
    vulnerabilities: Vec<(String, Vulnerable)>,
    metadata: Option<Metadata>,
    message: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    vulnerabilities: Severities,
    dependencies: Totals,
}

#[derive(Deserialize)]
struct Totals {
    total: u64,
}

/// How many packages are vulnerable, by severity.
#[derive(Deserialize)]
struct Severities {
    #[serde(default)]
    info: u64,
    #[serde(default)]
    low: u64,
    #[serde(default)]
    moderate: u64,
    #[serde(default)]
    high: u64,
    #[serde(default)]
    critical: u64,
    total: u64,
}

impl Severities {
    fn sum(&self) -> u64 {
        let each = [self.info, self.low, self.moderate, self.high, self.critical];
        each.into_iter().fold(0, u64::saturating_add)
    }
}

#[derive(Deserialize)]
struct Vulnerable {
    via: Vec<Via>,
}

/// An advisory, or the name of the package through which this one is vulnerable.
#[derive(Deserialize)]
#[serde(untagged)]
enum Via {
    Through(String),
    Advisory(Box<Advisory>),
}

#[derive(Deserialize)]
struct Advisory {
    source: u64,
    name: String,
    title: Option<String>,
    url: Option<String>,
    severity: Option<String>,
    cvss: Option<Cvss>,
    range: Option<String>,
}

#[derive(Deserialize)]
struct Cvss {
    score: f64,
    #[serde(rename = "vectorString")]
    vector: Option<String>,
}

/// Reads a report. A package that is vulnerable only through another one is no finding of its own.
///
/// # Errors
/// A [`Flaw`] if it is no such report, if npm could not ask the registry, or if its counts
/// contradict what it lists.
pub(super) fn read(bytes: &[u8]) -> Result<Audit, Flaw> {
    let report: Report = json(text(bytes)?)?;
    let metadata = match (report.version, report.metadata, report.message) {
        (Some(2), Some(metadata), _) => metadata,
        (Some(version), ..) => {
            return Err(Flaw::unreadable(format!(
                "it has the report version {version}, and 2 is read"
            )));
        }
        (None, _, message) => {
            let message = message.unwrap_or_else(|| "it does not say why".to_owned());
            return Err(Flaw::crashed(format!(
                "npm could not look up anything: {message}"
            )));
        }
    };
    let listed = report.vulnerabilities.len() as u64;
    let counts = &metadata.vulnerabilities;
    if let Some(count) = [counts.total, counts.sum()]
        .into_iter()
        .find(|count| *count != listed)
    {
        return Err(Flaw::unreadable(format!(
            "it counts {count} vulnerable packages and lists {listed}"
        )));
    }
    let names: HashSet<String> = report
        .vulnerabilities
        .iter()
        .map(|it| it.0.clone())
        .collect();
    let mut found = Vec::new();
    for via in report.vulnerabilities.into_iter().flat_map(|it| it.1.via) {
        match via {
            Via::Advisory(advisory) => {
                require_room(&found)?;
                found.push(finding(*advisory)?);
            }
            Via::Through(name) if names.contains(&name) => {}
            Via::Through(name) => {
                return Err(Flaw::unreadable(format!(
                    "a package is vulnerable through `{name}`, of which it says nothing"
                )));
            }
        }
    }
    Ok(Audit {
        tool: "npm audit".to_owned(),
        tool_version: None,
        generated_at: None,
        found,
        looked_up: LookedUp::Counted(Ecosystem::Npm, metadata.dependencies.total),
        unscanned: Vec::new(),
        unresolved: Vec::new(),
        database: None,
    })
}

fn finding(advisory: Advisory) -> Result<Found, Flaw> {
    let last = advisory
        .url
        .as_deref()
        .and_then(|url| url.rsplit('/').next());
    let id = last.filter(|it| it.starts_with("GHSA-")).map(str::to_owned);
    let cvss = advisory.cvss.as_ref();
    let vector = cvss.and_then(|it| it.vector.clone());
    let score = match cvss {
        // What has no vector has the score 0.
        Some(cvss) if vector.is_some() || cvss.score > 0.0 => {
            let score = tenths(cvss.score);
            Some(
                score
                    .ok_or_else(|| Flaw::unreadable(format!("it has the score {}", cvss.score)))?,
            )
        }
        _ => None,
    };
    Ok(Found {
        ecosystem: Some(Ecosystem::Npm),
        name: advisory.name,
        version: None,
        range: advisory.range,
        id: id.unwrap_or_else(|| format!("npm-{}", advisory.source)),
        summary: advisory.title,
        vectors: vector.into_iter().collect(),
        score,
        severity: advisory.severity,
        ..Found::default()
    })
}
