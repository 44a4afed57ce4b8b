//! The keys of `relcheck.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::{PersonConfig, PlatformConfig, RecordConfig, TrustConfig};
use crate::facts::{ProjectKind, SupportKind};
use crate::release::{CalendarFormat, Scheme};
use crate::verdict::Level;

/// The whole file. Every key is optional.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[project]`
    pub project: ProjectConfig,
    /// `[version]`
    pub version: VersionConfig,
    /// `[support]`
    pub support: SupportConfig,
    /// `[benchmarks]`
    pub benchmarks: BenchmarksConfig,
    /// `[vulnerabilities]`
    pub vulnerabilities: VulnerabilitiesConfig,
    /// `[[maintainers]]`: who may approve a release.
    pub maintainers: Vec<Spanned<PersonConfig>>,
    /// `[[people]]`: members of teams who maintain nothing.
    pub people: Vec<Spanned<PersonConfig>>,
    /// `[teams]`: names of maintainers and people, by the team's name.
    pub teams: BTreeMap<String, Vec<Spanned<String>>>,
    /// `[trust]`: the files that hold keys.
    pub trust: TrustConfig,
    /// `[[platforms]]`: what the project runs on, with the places in the file.
    pub platforms: Vec<Spanned<PlatformConfig>>,
    /// `[policy]`
    pub policy: PolicyConfig,
    /// `[[record]]`: the commands that `relcheck record` runs, with their places in the file.
    pub record: Vec<Spanned<RecordConfig>>,
    /// `[rules.<area>.<rule>]`
    pub rules: BTreeMap<String, BTreeMap<String, RuleConfig>>,
}

/// `[project]`: what is released, and how it is recognised.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProjectConfig {
    /// The project's name.
    pub name: Option<String>,
    /// What stands before the version in release tags: `"v"`, or a list where it has changed.
    pub tag_prefix: OneOrMany,
    /// The name of the main branch.
    pub main_branch: Option<String>,
    /// What stands before the `X.Y.x` of release branches.
    pub release_branch_prefix: OneOrMany,
    /// What stands before the `X.Y.Z` of hotfix branches.
    pub hotfix_branch_prefix: OneOrMany,
    /// The path of the changelog.
    pub changelog: Option<String>,
    /// The version of the very first release, where no tag can tell that there was none before.
    pub first_release: Option<String>,
    /// Whether others build on the project's code, or run it.
    pub kind: Option<ProjectKind>,
}

impl ProjectConfig {
    /// What the rules leave out because the project says that nobody imports it; `None` if it does
    /// not say so.
    #[must_use]
    pub fn weakening(&self) -> Option<String> {
        (self.kind == Some(ProjectKind::Application)).then(|| {
            "the configuration says that the project is an application: what others import of it is not compared"
                .to_owned()
        })
    }
}

/// `[benchmarks]`: how fast the code was.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BenchmarksConfig {
    /// The report of the previous release's benchmarks, from the project's folder. It goes before
    /// every other place where one may be.
    pub previous: Option<String>,
}

/// `[vulnerabilities]`: where vulnerabilities of packages are looked up.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VulnerabilitiesConfig {
    /// Databases of advisories, from the folder of the configuration file: git clones, folders or ZIP
    /// archives. Those of the command line are looked up, too.
    pub advisories: Vec<String>,
    /// CISA's catalogue of known exploited vulnerabilities (KEV), a file in JSON, from the folder of the
    /// configuration file. One of the command line is read, too.
    pub kev: Option<String>,
    /// FIRST's list of exploit predictions (EPSS), a CSV file, plain or packed with gzip, from the folder
    /// of the configuration file. One of the command line is read, too.
    pub epss: Option<String>,
}

/// One text or a list of them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// Nothing is configured.
    #[default]
    Unset,
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The texts, none if nothing is configured.
    #[must_use]
    pub fn to_vec(&self) -> Vec<String> {
        match self {
            OneOrMany::Unset => Vec::new(),
            OneOrMany::One(text) => vec![text.clone()],
            OneOrMany::Many(texts) => texts.clone(),
        }
    }
}

/// `[version]`: what the version says, and where it is declared.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VersionConfig {
    /// What its numbers say: `"semver"`, `"semver-strict"`, `"cargo"`, `"pep440"` or `"calver"`.
    pub scheme: Option<Scheme>,
    /// How dates are written into it, in the notation of <https://calver.org>: `"YY.MINOR.MICRO"`.
    #[serde(deserialize_with = "calendar")]
    pub calendar: Option<CalendarFormat>,
    /// Files that take the version from the places that declare it, where only running them would
    /// show that.
    pub computed: Vec<String>,
    /// Files that take the version from the git tag, where only running them would show that.
    pub from_tag: Vec<String>,
    /// `[[version.files]]`: further places that declare the version.
    pub files: Vec<VersionFile>,
}

impl VersionConfig {
    /// The scheme; `calver` where only a calendar is configured.
    #[must_use]
    pub fn scheme(&self) -> Option<Scheme> {
        let dated = self.calendar.as_ref().map(|_| Scheme::Calver);
        self.scheme.or(dated)
    }

    /// Whether a calendar is configured for a scheme that has none.
    #[must_use]
    pub fn contradicts_itself(&self) -> bool {
        self.calendar.is_some() && self.scheme() != Some(Scheme::Calver)
    }
}

fn calendar<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<CalendarFormat>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(D::Error::custom)
}

/// `[[version.files]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionFile {
    /// A file or glob, from the project's folder.
    pub path: String,
    /// A regular expression whose group `version`, or first group, is the version.
    pub pattern: String,
}

/// `[support]`: how long which release lines are supported.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SupportConfig {
    /// How many of the latest major versions get full support.
    pub majors: Option<u32>,
    /// How many days older ones get security fixes; at most one of this and `security_years` is set.
    pub security_days: Option<u32>,
    /// The same in years of 365 days.
    pub security_years: Option<u32>,
    /// `[[support.lines]]`: what differs for single lines.
    pub lines: Vec<SupportLine>,
}

/// `[[support.lines]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportLine {
    /// The line: `1.2`, or `1` for all lines of a major version.
    #[serde(deserialize_with = "release_line")]
    pub line: String,
    /// The last day of the support; `None` where it does not end.
    #[serde(default, deserialize_with = "day")]
    pub until: Option<Date>,
    /// How far it goes: full support unless something else is said.
    #[serde(default = "full")]
    pub kind: SupportKind,
}

fn full() -> SupportKind {
    SupportKind::Full
}

fn release_line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_number = |part: &str| {
        part.parse::<u64>()
            .is_ok_and(|number| number.to_string() == part)
    };
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() <= 2 && parts.into_iter().all(is_number) {
        return Ok(text);
    }
    Err(D::Error::custom(format!(
        "`{text}` is no release line: write `1.2`, or `1` for all lines of a major version"
    )))
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map(Some)
        .map_err(|_| D::Error::custom(format!("`{text}` is not a day of the form \"YYYY-MM-DD\"")))
}

/// `[policy]`: the project's own rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyConfig {
    /// Folders with policies, from the folder of the configuration file.
    pub paths: Vec<String>,
    /// Built-in rules that the project's own replace.
    pub replace: Vec<String>,
}

/// `[rules.<area>.<rule>]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleConfig {
    /// Another level than the rule's own.
    pub level: Option<Level>,
    /// Why the rule is not judged at all. Never blank.
    #[serde(deserialize_with = "reason")]
    pub skip: Option<String>,
    /// Other values for the rule's parameters.
    pub params: BTreeMap<String, serde_json::Value>,
}

fn reason<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() {
        return Err(D::Error::custom(
            "a rule is skipped for a reason: say which",
        ));
    }
    Ok(Some(text))
}
