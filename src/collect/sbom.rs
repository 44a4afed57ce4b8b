//! Bills of materials (SBOMs), and how they agree with what the project depends on.

mod compare;
pub(super) mod versions;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::manifests;
use super::reports::{Kind, Report, Told};
use super::{Collector, Context};
use crate::evidence::SBOM;
use crate::facts::{
    Dependencies, Evidence, Missing, SbomGap, SbomPartialSource, SbomReport, SbomSubject, Sboms,
};
use crate::formats::report::Flaw;
use crate::formats::sbom::{self, Sbom, SbomComponent, SbomFormat, gaps};
use crate::release::{Ecosystem, Version};
use versions::is_same;

/// The bills of materials.
pub(super) struct SbomCollector;

impl Collector for SbomCollector {
    type Facts = Sboms;

    const NAME: &'static str = "sbom";
    const PURPOSE: &'static str =
        "Bills of materials (SBOMs), and how they agree with what the project depends on.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter();
        reports.map(|report| report.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let found = context.documents()?;
        let dependencies = context.dependencies()?;
        let own: Vec<&Sbom> = found.iter().filter_map(Document::believed).collect();
        Ok(Sboms {
            comparison: (!own.is_empty()).then(|| compare::compare(&own, &dependencies.packages)),
            reports: found
                .iter()
                .map(|found| fact(&found.report, found.is_of_project))
                .collect(),
            ..of_sources(dependencies)
        })
    }
}

/// A bill of materials that was found.
pub(super) struct Document {
    pub report: Report<Sbom>,
    /// Whether its subject has the project's name.
    pub is_of_project: bool,
}

impl Document {
    /// What it says, if it is whole, of HEAD, and of this project.
    pub fn believed(&self) -> Option<&Sbom> {
        let counts = self.report.counts() && self.is_of_project;
        self.report.value.as_ref().filter(|_| counts)
    }
}

/// Reads the documents. Collectors get them through [`Context::documents`].
pub(super) fn read(context: &Context) -> Result<Vec<Document>, Missing> {
    let names = project_names(context)?;
    let ecosystems = manifests::ecosystems(context.checkout());
    let found = KIND.reports(context)?.into_iter();
    let documents = found.map(|report| {
        let subject = report.value.as_ref().and_then(|it| it.subject.as_ref());
        Document {
            is_of_project: subject.is_some_and(|it| is_project(it, &names, &ecosystems)),
            report,
        }
    });
    Ok(documents.collect())
}

const KIND: Kind<Sbom> = Kind {
    name: SBOM,
    recognise: |head| sbom::recognise(head).map(SbomFormat::name),
    read: |head, bytes| match sbom::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable("it is no known bill of materials")),
    },
    read_of: |_, _, _| None,
    parts: None,
    unread: |_| None,
    told: |sbom| Told {
        tool: sbom.tools.first().map(|tool| tool.name.clone()),
        tool_version: sbom.tools.first().and_then(|tool| tool.version.clone()),
        generated_at: sbom.timestamp,
        found: false,
    },
};

/// The names under which a document may speak of this project, as [`plain`] has them.
fn project_names(context: &Context) -> Result<BTreeSet<String>, Missing> {
    let declared = context.versions()?.name.clone();
    let folder = || {
        let project = context.checkout().project();
        let last = project.rsplit('/').next().filter(|it| !it.is_empty());
        let root = context.repo().root().file_name();
        last.map(str::to_owned)
            .or_else(|| root.map(|it| it.to_string_lossy().into_owned()))
    };
    let mut names: Vec<String> = Vec::new();
    names.extend(context.options().name.clone());
    names.extend(declared);
    if names.is_empty() {
        names.extend(folder());
    }
    Ok(names.iter().map(|name| plain(name)).collect())
}

/// A name in which case and separators say nothing, as on PyPI.
pub(super) fn plain(name: &str) -> String {
    Ecosystem::Pypi.normalised(name)
}

/// Whether a subject is this project: by its name, and by its package URL where it has one.
fn is_project(
    subject: &SbomComponent,
    names: &BTreeSet<String>,
    ecosystems: &BTreeSet<Ecosystem>,
) -> bool {
    let is_own = subject_names(subject)
        .iter()
        .any(|name| names.contains(name));
    is_own
        && subject.package.as_ref().is_none_or(|package| {
            let is_its = ecosystems.is_empty() || ecosystems.contains(&package.ecosystem);
            is_its && names.contains(&plain(&package.name))
        })
}

/// The names that a subject goes by.
fn subject_names(subject: &SbomComponent) -> Vec<String> {
    let mut names = vec![plain(&subject.name), plain(&full_name(subject))];
    if let Some(package) = &subject.package {
        names.push(plain(&package.name));
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The name with its group, where there is one: `@example/demo`.
pub(super) fn full_name(component: &SbomComponent) -> String {
    match &component.group {
        Some(group) => format!("{group}/{}", component.name),
        None => component.name.to_string(),
    }
}

fn of_sources(dependencies: &Dependencies) -> Sboms {
    let unlocked = dependencies.unlocked.iter();
    let unlocked = unlocked.filter(|it| it.declared > 0 || it.problem.is_some());
    let unlocked = unlocked.map(|it| &it.path);
    let partial = dependencies.sources.iter().filter(|it| !it.is_complete);
    Sboms {
        unlocked: unlocked
            .collect::<BTreeSet<_>>()
            .into_iter()
            .cloned()
            .collect(),
        unread: dependencies.others.clone(),
        partial: partial
            .map(|it| SbomPartialSource {
                path: it.path.clone(),
                problem: it.problem.clone(),
                packages: it.packages,
            })
            .collect(),
        sources: dependencies
            .sources
            .iter()
            .map(|it| it.path.clone())
            .collect(),
        ..Sboms::default()
    }
}

fn fact(report: &Report<Sbom>, is_of_project: bool) -> SbomReport {
    let sbom = report.value.as_ref();
    SbomReport {
        evidence: report.evidence.clone(),
        status: report.status,
        reason: report.reason.clone(),
        format: sbom.map(|it| it.format.name().to_owned()),
        spec_version: sbom.map(|it| it.spec_version.clone()),
        timestamp: sbom.and_then(|it| it.timestamp),
        subject: sbom.and_then(|it| it.subject.as_ref()).map(subject),
        described: sbom.map_or(0, |it| it.described as u64),
        is_of_project,
        components: sbom.map_or(0, |it| it.components.len() as u64),
        problems: sbom.map_or_else(Vec::new, |it| it.problems.first().to_vec()),
        problem_count: sbom.map_or(0, |it| it.problems.count() as u64),
        gaps: sbom.map_or_else(Vec::new, |it| gaps(it).into_iter().map(gap).collect()),
    }
}

fn subject(component: &SbomComponent) -> SbomSubject {
    let version = component.version.as_deref();
    let read: Option<Version> = version.and_then(|it| it.parse().ok());
    let other = version.and_then(|version| other_version(component, version));
    SbomSubject {
        name: full_name(component),
        version: match (version, other) {
            (Some(version), Some(other)) => Some(format!("{version} and {other}")),
            _ => version.map(str::to_owned),
        },
        normal: read.filter(|_| other.is_none()).map(|it| it.to_string()),
        purl: component.purl.as_deref().map(str::to_owned),
    }
}

/// The version in the package URL, where that is not the one beside it.
fn other_version<'c>(component: &'c SbomComponent, version: &str) -> Option<&'c str> {
    let package = component.package.as_ref()?;
    let other = package.version.as_deref()?;
    (!is_same(package.ecosystem, version, other)).then_some(other)
}

fn gap(gap: sbom::NtiaGap) -> SbomGap {
    SbomGap {
        element: gap.element.name().to_owned(),
        count: gap.count as u64,
        first: gap.first,
    }
}
