//! `osv-scanner scan --format json`, versions 1 and 2.
//!
//! It lists the packages that are vulnerable; all of them with `--all-packages`. What its own
//! configuration ignores is not in it.

use serde::Deserialize;

use super::{Audit, Found, Looked, LookedUp, Unresolved, require_room};
use crate::formats::json_head::Outline;
use crate::formats::osv::{Effect, Record, effect};
use crate::formats::report::{Flaw, json, text};
use crate::release::{Ecosystem, Package};

/// Whether a text that starts like this is such a report. Other tools have `packages` or the text of a
/// `source` in their `results`: twistcli, ESLint.
pub(super) fn is_osv_scanner(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("results")
        && outline.has_any(&[
            "experimental_config",
            "results[].source.path",
            "results[].source.type",
        ])
        && !outline.has_any(&["errors", "version", "generated_at"])
}

#[derive(Deserialize)]
struct Report {
    results: Option<Vec<Scanned>>,
}

#[derive(Deserialize)]
struct Scanned {
    packages: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    package: Named,
    #[serde(default)]
    vulnerabilities: Vec<Record>,
    #[serde(default)]
    groups: Vec<Group>,
}

/// The names of one vulnerability.
#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    ids: Vec<String>,
}

impl One {
    /// An identifier that it counts, and of which it says nothing.
    fn untold(&self) -> Option<&str> {
        let ids = self.groups.iter().flat_map(|group| &group.ids);
        let mut untold = ids.filter(|id| {
            let mut records = self.vulnerabilities.iter();
            !records.any(|record| record.id == **id || record.aliases.contains(id))
        });
        untold.next().map(String::as_str)
    }
}

#[derive(Deserialize)]
struct Named {
    name: String,
    version: String,
    ecosystem: String,
}

/// Reads a report.
///
/// # Errors
/// A [`Flaw`] if it is no such report.
pub(super) fn read(bytes: &[u8]) -> Result<Audit, Flaw> {
    let report: Report = json(text(bytes)?)?;
    let results = report.results.unwrap_or_default();
    let mut found = Vec::new();
    let mut packages = Vec::new();
    let mut unresolved = Unresolved::default();
    for one in results.into_iter().flat_map(|it| it.packages) {
        if let Some(id) = one.untold() {
            return Err(Flaw::unreadable(format!(
                "it groups `{id}` of `{}`, of which it says nothing",
                one.package.name
            )));
        }
        let Named {
            name,
            version,
            ecosystem,
        } = &one.package;
        // What of another registry was looked up says nothing of a package that is called the same.
        let Some(known) = Ecosystem::of_osv_name(ecosystem) else {
            for record in &one.vulnerabilities {
                unresolved.push_foreign(&record.id, name, version, ecosystem);
            }
            continue;
        };
        let package = Package::new(known, name, Some(version));
        for record in &one.vulnerabilities {
            require_room(&found)?;
            found.push(finding(&one.package, &package, record));
        }
        packages.push(Looked {
            ecosystem: Some(known),
            name: one.package.name,
            version: one.package.version,
        });
    }
    Ok(Audit {
        tool: "osv-scanner".to_owned(),
        tool_version: None,
        generated_at: None,
        found,
        looked_up: LookedUp::Listed(packages),
        unscanned: Vec::new(),
        unresolved: unresolved.few(),
        database: None,
    })
}

fn finding(named: &Named, package: &Package, record: &Record) -> Found {
    let effect = effect(record, package, &named.version);
    let own = record.affected.iter().flat_map(|it| &it.severity);
    let ratings = record.severity.iter().chain(own);
    let vectors = ratings.filter(|it| it.kind.starts_with("CVSS"));
    Found {
        ecosystem: Some(package.ecosystem),
        name: named.name.clone(),
        version: Some(named.version.clone()),
        id: record.id.clone(),
        aliases: record.aliases.clone(),
        summary: record.summary.clone(),
        vectors: vectors.map(|it| it.score.clone()).collect(),
        severity: record.database_specific.severity.clone(),
        fixed: match effect {
            Effect::Affected { fixed, .. } => fixed,
            _ => Vec::new(),
        },
        ..Found::default()
    }
}
