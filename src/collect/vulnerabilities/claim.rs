//! What one database or report says of one vulnerability of one package.

use rustsec::Advisory;

use crate::formats::audit::{self, Exploited};
use crate::formats::osv;

/// What somebody says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Claim {
    pub id: String,
    pub aliases: Vec<String>,
    pub summary: Option<String>,
    /// Vectors, as they are written.
    pub vectors: Vec<String>,
    /// A score that stands without a vector, or beside one, in tenths.
    pub score: Option<u16>,
    /// A word for how bad it is.
    pub severity: Option<String>,
    /// What it is if it is no vulnerability.
    pub informational: Option<String>,
    /// Later versions without it, in order.
    pub fixed: Vec<String>,
    /// Whether only the version without its local part is known to be affected.
    pub only_public: bool,
    /// What a report has from a catalogue of exploited vulnerabilities.
    pub exploited: Vec<Exploited>,
    /// Who says so.
    pub said_by: String,
}

impl Claim {
    /// What an OSV record says; the caller knows that it is about the package.
    pub fn of_osv(record: &osv::Record, fixed: Vec<String>, only_public: bool, by: &str) -> Self {
        let own = record.affected.iter().flat_map(|it| &it.severity);
        let ratings = record.severity.iter().chain(own);
        let (vectors, words): (Vec<_>, Vec<_>) =
            ratings.partition(|rating| rating.kind.starts_with("CVSS"));
        let specific = &record.database_specific;
        let of_packages = record.affected.iter().map(|it| &it.database_specific);
        let mut informational = of_packages.filter_map(|it| it.informational.clone());
        Claim {
            id: record.id.clone(),
            aliases: record.aliases.clone(),
            summary: summary(record),
            vectors: vectors.iter().map(|it| it.score.clone()).collect(),
            score: None,
            severity: specific
                .severity
                .clone()
                .or_else(|| words.first().map(|it| it.score.clone())),
            informational: specific
                .informational
                .clone()
                .or_else(|| informational.next()),
            fixed,
            only_public,
            exploited: Vec::new(),
            said_by: by.to_owned(),
        }
    }

    /// What an advisory of RustSec says; the caller knows that it is about the package.
    pub fn of_rustsec(
        advisory: &Advisory,
        text: &str,
        version: &semver::Version,
        by: &str,
    ) -> Self {
        let metadata = &advisory.metadata;
        let vector = metadata.cvss.as_ref();
        Claim {
            id: metadata.id.to_string(),
            aliases: metadata.aliases.iter().map(ToString::to_string).collect(),
            summary: Some(metadata.title.clone()).filter(|it| !it.is_empty()),
            // The library writes a vector in its own order.
            vectors: vector
                .map(|read| written(text).unwrap_or_else(|| read.to_string()))
                .into_iter()
                .collect(),
            score: None,
            severity: None,
            informational: metadata
                .informational
                .as_ref()
                .map(|it| it.as_str().to_owned()),
            fixed: patched(advisory, version),
            only_public: false,
            exploited: Vec::new(),
            said_by: by.to_owned(),
        }
    }

    /// All names that the vulnerability has here.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.id)
            .chain(&self.aliases)
            .map(String::as_str)
    }
}

/// One line: the summary, or the first of the details.
fn summary(record: &osv::Record) -> Option<String> {
    let summary = record.summary.as_deref().or(record.details.as_deref())?;
    let line = summary
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())?;
    Some(line.trim_start_matches('#').trim().to_owned())
}

/// The vector as the advisory writes it.
fn written(text: &str) -> Option<String> {
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("cvss"))?;
    let value = line.trim_start().strip_prefix('=')?.trim();
    let value = value.strip_prefix('"')?.strip_suffix('"')?;
    Some(value.to_owned())
}

/// The patched versions that are not all below the one in use: `>= 1.2.3` as `1.2.3`.
fn patched(advisory: &Advisory, version: &semver::Version) -> Vec<String> {
    let requirements = advisory.versions.patched().iter();
    let mut first: Vec<(semver::Version, String)> = requirements
        .filter_map(|requirement| audit::above(requirement, version))
        .collect();
    first.sort();
    first.into_iter().map(|(_, shown)| shown).collect()
}
