//! What is kept of a CycloneDX document.

use std::iter;

use compact_str::CompactString;

use super::check::Check;
use super::document::{Component, Dependency, Document, Metadata, Organisation, Tools};
use super::licenses::take_licenses;
use super::version;
use super::vulnerability::{Affected, Analysis, Rating, Source, Vulnerability};
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::{limit, maybe, moment, words};
use crate::formats::sbom::{
    MAX_COMPONENTS, MAX_RELATIONS, MAX_VULNERABILITIES, Sbom, SbomAffected, SbomAffectedVersion,
    SbomComponent, SbomFormat, SbomRating, SbomTool, SbomVulnerability, VexAnalysis,
};
use crate::release::Package;

/// Checks a document that is there as a whole, and takes what is kept of it.
///
/// # Errors
/// It is of a version that is not read, or over a limit.
pub(super) fn sbom(document: &Document<'_>, format: SbomFormat) -> Result<Sbom, Flaw> {
    let mut taking = Taking::new(version::of(document)?, format);
    for component in document.components.iter().flatten() {
        taking.component(component)?;
    }
    taking.finish(document)
}

/// A document of which components and relations come one after the other, before all else.
pub(super) struct Taking<'d> {
    check: Check<'d>,
    sbom: Sbom,
    /// References of relations that nothing had yet, and whether they make what has them related.
    open: Vec<(Text<'d>, bool)>,
}

impl<'d> Taking<'d> {
    pub fn new(version: &'static str, format: SbomFormat) -> Self {
        Taking {
            check: Check::new(version, format == SbomFormat::CycloneDxXml),
            sbom: Sbom::new(format, version),
            open: Vec::new(),
        }
    }

    /// Checks and takes a component, and those inside of it.
    ///
    /// # Errors
    /// It is over a limit.
    pub fn component(&mut self, component: &Component<'d>) -> Result<(), Flaw> {
        self.add(component, false)
    }

    /// How deep components are is limited by the readers.
    fn add(&mut self, component: &Component<'d>, is_nested: bool) -> Result<(), Flaw> {
        let place = self.sbom.components.len();
        limit(place, MAX_COMPONENTS, "components")?;
        self.check.component(component, u32::try_from(place).ok());
        self.sbom.components.push(taken(component, is_nested)?);
        for inner in component.components.iter().flatten() {
            self.add(inner, true)?;
        }
        Ok(())
    }

    /// Checks and takes all else, once every component and relation is taken.
    ///
    /// # Errors
    /// It is over a limit.
    pub fn finish(mut self, document: &Document<'d>) -> Result<Sbom, Flaw> {
        self.sbom.serial = maybe(document.serial_number.as_ref())?;
        let revision = document.version.and_then(|it| u64::try_from(it).ok());
        self.sbom.revision = revision.unwrap_or(1);
        self.check.top(document);
        if let Some(metadata) = &document.metadata {
            about(metadata, &mut self.check, &mut self.sbom)?;
            if let Some(component) = &metadata.component {
                self.subject(component)?;
            }
        }
        for service in document.services.iter().flatten() {
            self.check.service(service);
        }
        for vulnerability in document.vulnerabilities.iter().flatten() {
            let count = self.sbom.vulnerabilities.len();
            limit(count, MAX_VULNERABILITIES, "vulnerabilities")?;
            self.check.vulnerability(vulnerability);
            let taken = taken_vulnerability(vulnerability)?;
            self.sbom.vulnerabilities.push(taken);
        }
        for dependency in document.dependencies.iter().flatten() {
            self.relation(dependency)?;
        }
        self.settle();
        self.sbom.problems = self.check.problems;
        Ok(self.sbom)
    }

    fn subject(&mut self, component: &Component<'d>) -> Result<(), Flaw> {
        self.sbom.described = 1;
        self.check.component(component, None);
        self.sbom.subject = Some(taken(component, false)?);
        for inner in component.components.iter().flatten() {
            self.add(inner, true)?;
        }
        Ok(())
    }

    /// Checks and counts what one component needs. A reference may be named before what has it.
    ///
    /// # Errors
    /// It is over a limit.
    pub fn relation(&mut self, dependency: &Dependency<'d>) -> Result<(), Flaw> {
        let needed = dependency.depends_on.as_ref().map_or(0, Vec::len);
        self.sbom.relations += needed;
        let before = self.sbom.relations.saturating_sub(1);
        limit(before, MAX_RELATIONS, "relations")?;
        let Some(of) = dependency.of.as_ref().filter(|it| !it.is_empty()) else {
            let problems = &mut self.check.problems;
            problems.add(|| "one of its dependencies has no `ref`".to_owned());
            return Ok(());
        };
        let needed = dependency.depends_on.iter().flatten();
        let related = iter::once(of).chain(needed).map(|it| (it, true));
        let provided = dependency.provides.iter().flatten().map(|it| (it, false));
        for (reference, is_related) in related.chain(provided) {
            match self.check.holder(reference) {
                Some(place) => self.relate(place.filter(|_| is_related)),
                None => self.open.push((reference.clone(), is_related)),
            }
        }
        Ok(())
    }

    fn relate(&mut self, place: Option<u32>) {
        let place = place.and_then(|it| self.sbom.components.get_mut(it as usize));
        if let Some(component) = place {
            component.is_related = true;
        }
    }

    /// Looks up what was named before it was there.
    fn settle(&mut self) {
        for (reference, is_related) in std::mem::take(&mut self.open) {
            match self.check.holder(&reference) {
                Some(place) => self.relate(place.filter(|_| is_related)),
                None => self.check.leads_nowhere(&reference),
            }
        }
    }
}

/// Who made it, when, and with what.
fn about<'d>(metadata: &Metadata<'d>, check: &mut Check<'d>, sbom: &mut Sbom) -> Result<(), Flaw> {
    sbom.timestamp = metadata.timestamp.as_deref().and_then(moment);
    let people = metadata.authors.iter().flatten();
    let people = people.map(|it| it.name.as_ref().or(it.email.as_ref()));
    let makers = [&metadata.manufacturer, &metadata.manufacture];
    let makers = makers.into_iter().flatten().map(|it| it.name.as_ref());
    for name in people.chain(makers) {
        sbom.authors.extend(maybe(name)?);
    }
    sbom.authors.sort();
    sbom.authors.dedup();
    match &metadata.tools {
        None => {}
        Some(Tools::List(tools)) => {
            for tool in tools {
                push_tool(
                    sbom,
                    tool.name.as_ref().or(tool.vendor.as_ref()),
                    tool.version.as_ref(),
                )?;
            }
        }
        Some(Tools::Parts(parts)) => {
            for component in parts.components.iter().flatten() {
                check.component(component, None);
                push_tool(sbom, component.name.as_ref(), component.version.as_ref())?;
            }
            for service in parts.services.iter().flatten() {
                check.service(service);
                push_tool(sbom, service.name.as_ref(), None)?;
            }
        }
    }
    Ok(())
}

fn push_tool(
    sbom: &mut Sbom,
    name: Option<&Text<'_>>,
    version: Option<&Text<'_>>,
) -> Result<(), Flaw> {
    limit(sbom.tools.len(), MAX_COMPONENTS, "tools")?;
    if let Some(name) = maybe(name)? {
        let version = maybe(version)?;
        sbom.tools.push(SbomTool { name, version });
    }
    Ok(())
}

/// That it is related to others is not known before the end.
fn taken(component: &Component<'_>, is_nested: bool) -> Result<SbomComponent, Flaw> {
    let purl = maybe(component.purl.as_ref())?;
    let others = [
        component.cpe.is_some(),
        component.swid.is_some(),
        component.omnibor_id.is_some(),
        component.swhid.is_some(),
    ];
    let found = component.evidence.as_ref();
    Ok(SbomComponent {
        reference: maybe(component.reference.as_ref())?,
        kind: maybe(component.kind.as_ref())?.unwrap_or_default(),
        group: maybe(component.group.as_ref())?,
        name: maybe(component.name.as_ref())?.unwrap_or_default(),
        version: maybe(component.version.as_ref())?,
        package: purl.as_deref().and_then(Package::of_purl),
        has_identifier: purl.is_some() || others.contains(&true),
        purl,
        supplier: supplier(component)?,
        licenses: take_licenses(component.licenses.as_deref())?,
        found_licenses: take_licenses(found.and_then(|it| it.licenses.as_deref()))?,
        scope: maybe(component.scope.as_ref())?,
        is_nested,
        is_related: is_nested,
    })
}

/// Who supplies a component: whoever is named so, else who made or published it.
fn supplier(component: &Component<'_>) -> Result<Option<CompactString>, Flaw> {
    fn named(one: Option<&Organisation<'_>>) -> Result<Option<CompactString>, Flaw> {
        maybe(one.and_then(|it| it.name.as_ref()))
    }

    if let Some(supplier) = named(component.supplier.as_ref())? {
        return Ok(Some(supplier));
    }
    if let Some(manufacturer) = named(component.manufacturer.as_ref())? {
        return Ok(Some(manufacturer));
    }
    maybe(component.publisher.as_ref())
}

fn taken_vulnerability(of: &Vulnerability<'_>) -> Result<SbomVulnerability, Flaw> {
    let mut taken = SbomVulnerability {
        id: maybe(of.id.as_ref())?,
        source: source(of.source.as_ref())?,
        description: of.description.as_deref().map(words),
        cwes: of.cwes.clone().unwrap_or_default(),
        rejected: of.rejected.as_deref().and_then(moment),
        ..SbomVulnerability::default()
    };
    for reference in of.references.iter().flatten() {
        taken.references.extend(maybe(reference.id.as_ref())?);
    }
    for affected in of.affects.iter().flatten() {
        taken.affects.push(taken_affected(affected)?);
    }
    for rating in of.ratings.iter().flatten() {
        taken.ratings.push(taken_rating(rating)?);
    }
    taken.analysis = of.analysis.as_ref().map(taken_analysis).transpose()?;
    Ok(taken)
}

fn taken_affected(affected: &Affected<'_>) -> Result<SbomAffected, Flaw> {
    let mut versions = Vec::new();
    for version in affected.versions.iter().flatten() {
        versions.push(SbomAffectedVersion {
            version: maybe(version.version.as_ref())?,
            range: maybe(version.range.as_ref())?,
            status: maybe(version.status.as_ref())?,
        });
    }
    Ok(SbomAffected {
        reference: maybe(affected.reference.as_ref())?.unwrap_or_default(),
        versions,
    })
}

fn taken_analysis(analysis: &Analysis<'_>) -> Result<VexAnalysis, Flaw> {
    let mut responses = Vec::new();
    for response in analysis.response.iter().flatten() {
        responses.extend(maybe(Some(response))?);
    }
    let last = analysis.last_updated.as_deref().and_then(moment);
    Ok(VexAnalysis {
        state: maybe(analysis.state.as_ref())?,
        justification: maybe(analysis.justification.as_ref())?,
        responses,
        detail: analysis.detail.as_deref().map(words),
        time: last.or_else(|| analysis.first_issued.as_deref().and_then(moment)),
    })
}

fn source(source: Option<&Source<'_>>) -> Result<Option<String>, Flaw> {
    maybe(source.and_then(|it| it.name.as_ref().or(it.url.as_ref())))
}

fn taken_rating(rating: &Rating<'_>) -> Result<SbomRating, Flaw> {
    let score = rating.score.filter(|it| (0.0..=1000.0).contains(it));
    // Between 0 and 10000, as was just seen.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let score_tenths = score.map(|it| (it * 10.0).round() as u16);
    Ok(SbomRating {
        source: source(rating.source.as_ref())?,
        score_tenths,
        severity: maybe(rating.severity.as_ref())?,
        method: maybe(rating.method.as_ref())?,
        vector: maybe(rating.vector.as_ref())?,
    })
}
