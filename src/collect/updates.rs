//! What package managers say of newer versions of what the project depends on.

mod step;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::reports::{Kind, Report, Told};
use super::{Collector, Context};
use crate::evidence::{OUTDATED, Record, Tool};
use crate::facts::{
    AskedEcosystem, BehindPackage, Dependencies, Dependency, Evidence, Missing, ReportStatus,
    UpdateReport, UpdateStep, Updates,
};
use crate::formats::outdated::{self, Behind, Outdated, OutdatedFormat};
use crate::formats::report::Flaw;
use crate::release::Ecosystem;

/// What package managers say of newer versions of what the project depends on.
pub(super) struct UpdatesCollector;

impl Collector for UpdatesCollector {
    type Facts = Updates;

    const NAME: &'static str = "updates";
    const PURPOSE: &'static str =
        "What package managers say of newer versions of what the project depends on.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter();
        reports.map(|report| report.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let inventory = Known::new(context.dependencies()?);
        let reports = KIND.reports(context)?.into_iter();
        Ok(Updates {
            ecosystems: inventory.ecosystems(),
            others: inventory.facts.others.clone(),
            reports: reports.map(|report| inventory.fact(report)).collect(),
        })
    }
}

const KIND: Kind<Outdated> = Kind {
    name: OUTDATED,
    recognise: |head| outdated::recognise(head).map(OutdatedFormat::name),
    read: |head, bytes| match outdated::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable(
            "it is not a report of a known package manager",
        )),
    },
    read_of,
    parts: None,
    unread: |_| None,
    told: |outdated| Told {
        tool: Some(outdated.format.name().to_owned()),
        tool_version: None,
        generated_at: None,
        found: !outdated.behind.is_empty(),
    },
};

/// A report that nothing is behind could be any tool's.
fn read_of(tool: &Tool, record: &Record, bytes: &[u8]) -> Option<Result<Outdated, Flaw>> {
    let has = |options: &[&str]| {
        record
            .command
            .iter()
            .any(|word| options.contains(&word.as_str()))
    };
    let format = match tool.name {
        "pip list" | "uv pip" if has(&["--outdated", "-o"]) => OutdatedFormat::Pip,
        "poetry show" if has(&["--outdated", "-o"]) => OutdatedFormat::Poetry,
        "npm outdated" => OutdatedFormat::Npm,
        _ => return None,
    };
    let text = bytes.trim_ascii();
    // What npm says of its own failure begins like what it says of packages.
    let is_empty = matches!(text, b"[]" | b"{}");
    is_empty.then(|| format.read(bytes))
}

/// What is known of the packages that the project depends on.
struct Known<'d> {
    facts: &'d Dependencies,
    by_name: HashMap<(Ecosystem, &'d str), Vec<&'d Dependency>>,
    /// The names that the project itself asks for.
    direct: BTreeMap<Ecosystem, BTreeSet<&'d str>>,
    /// Why these may not be all.
    problems: BTreeMap<Ecosystem, String>,
}

impl<'d> Known<'d> {
    fn new(facts: &'d Dependencies) -> Self {
        let mut known = Known {
            facts,
            by_name: HashMap::new(),
            direct: BTreeMap::new(),
            problems: BTreeMap::new(),
        };
        for package in &facts.packages {
            let key = (package.ecosystem, package.name.as_str());
            known.by_name.entry(key).or_default().push(package);
            let direct = known.direct.entry(package.ecosystem).or_default();
            match package.is_direct {
                Some(true) => drop(direct.insert(&package.name)),
                Some(false) => {}
                None => known.note(
                    package.ecosystem,
                    format!(
                        "`{}` does not say what the project itself asks for",
                        package.path
                    ),
                ),
            }
        }
        for manifest in &facts.unlocked {
            let direct = known.direct.entry(manifest.ecosystem).or_default();
            direct.extend(manifest.names.iter().map(String::as_str));
            if let Some(problem) = &manifest.problem {
                known.note(
                    manifest.ecosystem,
                    format!("`{}` cannot be read whole: {problem}", manifest.path),
                );
            }
        }
        for source in &facts.sources {
            if let (0, Some(problem)) = (source.packages, &source.problem) {
                known.note(source.ecosystem, format!("`{}`: {problem}", source.path));
            }
        }
        known
    }

    fn note(&mut self, ecosystem: Ecosystem, problem: String) {
        self.problems.entry(ecosystem).or_insert(problem);
    }

    fn ecosystems(&self) -> Vec<AskedEcosystem> {
        let names: BTreeSet<Ecosystem> = self
            .direct
            .keys()
            .chain(self.problems.keys())
            .copied()
            .collect();
        let each = names.into_iter().map(|ecosystem| AskedEcosystem {
            ecosystem,
            direct: self
                .direct
                .get(&ecosystem)
                .map_or(0, |names| names.len() as u64),
            problem: self.problems.get(&ecosystem).cloned(),
        });
        each.filter(|one| one.direct > 0 || one.problem.is_some())
            .collect()
    }

    fn fact(&self, report: Report<Outdated>) -> UpdateReport {
        let value = report.value.as_ref();
        let mut behind: Vec<BehindPackage> = value
            .map(|value| {
                let ecosystem = value.format.ecosystem();
                let each = value.behind.iter();
                each.map(|one| self.behind(ecosystem, one)).collect()
            })
            .unwrap_or_default();
        behind.sort();
        behind.dedup();
        let (status, reason) = match value.filter(|_| report.is_whole()) {
            Some(value) => match misused(value.format, &report) {
                Some(reason) => (ReportStatus::Unreadable, Some(reason)),
                None => (report.status, None),
            },
            None => (report.status, report.reason.clone()),
        };
        UpdateReport {
            ecosystem: value.map(|value| value.format.ecosystem()),
            evidence: report.evidence,
            status,
            reason,
            behind,
        }
    }

    fn behind(&self, ecosystem: Ecosystem, one: &Behind) -> BehindPackage {
        let name = ecosystem.normalised(&one.name);
        let known = self
            .by_name
            .get(&(ecosystem, name.as_str()))
            .map(Vec::as_slice)
            .unwrap_or_default();
        let same = known.iter().find(|package| package.version == one.version);
        let place = same.or(known.first());
        // What is not installed is in use in the version that is locked, if that is one.
        let version = one.version.clone().or_else(|| match known {
            [only] => only.version.clone(),
            _ => None,
        });
        let (path, line) = match place {
            Some(package) => (Some(package.path.clone()), package.line),
            None => (None, None),
        };
        let next = match &one.compatible {
            Some(version) => Some(version.clone()),
            None if one.knows_compatible => None,
            None => one.latest.clone(),
        };
        let step = match (&version, &next) {
            (_, None) => UpdateStep::None,
            (None, Some(_)) => UpdateStep::Unknown,
            (Some(version), Some(next)) => step::between(ecosystem, version, next),
        };
        BehindPackage {
            is_direct: self.is_direct(ecosystem, &name).or(one.direct),
            name,
            version,
            next,
            step,
            latest: one.latest.clone(),
            path,
            line,
        }
    }

    fn is_direct(&self, ecosystem: Ecosystem, name: &str) -> Option<bool> {
        let is_named = self
            .direct
            .get(&ecosystem)
            .is_some_and(|names| names.contains(name));
        match is_named {
            true => Some(true),
            false if self.problems.contains_key(&ecosystem) => None,
            false if self.facts.sources.is_empty() && self.facts.unlocked.is_empty() => None,
            false => Some(false),
        }
    }
}

/// Why a report does not say what it could, by the command that wrote it: what it left out, and without
/// which options the tool looks no newer version up.
fn misused(format: OutdatedFormat, report: &Report<Outdated>) -> Option<String> {
    let command = &report.evidence.command;
    let has = |option: &str| command.iter().any(|word| word == option);
    match format {
        OutdatedFormat::Go if !command.is_empty() && !has("-u") => {
            Some("was written without `-u`, so that go looked no newer version up".to_owned())
        }
        _ => report.narrowed.clone(),
    }
}
