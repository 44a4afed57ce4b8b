//! What is kept of a CycloneDX document.

use std::collections::HashSet;

use super::check::{self, Check};
use super::document::{
    Component, Dependency, Document, Metadata, Organisation, Rating, Source, Tools, Vulnerability,
};
use super::licenses::take_licenses;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::{limit, maybe, moment, words};
use crate::formats::sbom::{
    MAX_COMPONENTS, MAX_RELATIONS, MAX_VULNERABILITIES, Sbom, SbomComponent, SbomDependency,
    SbomFormat, SbomHash, SbomRating, SbomTool, SbomVulnerability, VexAnalysis,
};
use crate::release::Package;

/// Checks a document, and takes what is kept of it.
///
/// # Errors
/// It is of a version that is not read, or over a limit.
pub(super) fn sbom<'d>(document: &'d Document<'d>, format: SbomFormat) -> Result<Sbom, Flaw> {
    let version = check::version(document)?;
    let mut check = Check::new(version, format == SbomFormat::CycloneDxXml, document);
    let mut sbom = Sbom::new(format, version);
    sbom.serial = maybe(document.serial_number.as_ref())?;
    check.top(document);
    let related = related(document);
    if let Some(metadata) = &document.metadata {
        about(metadata, &mut check, &mut sbom)?;
        if let Some(component) = &metadata.component {
            sbom.described = 1;
            check.component(component);
            sbom.subject = Some(taken(component, false, &related)?);
            for inner in component.components.iter().flatten() {
                add(inner, true, &related, &mut check, &mut sbom)?;
            }
        }
    }
    for component in document.components.iter().flatten() {
        add(component, false, &related, &mut check, &mut sbom)?;
    }
    for service in document.services.iter().flatten() {
        check.service(service);
    }
    for vulnerability in document.vulnerabilities.iter().flatten() {
        limit(
            sbom.vulnerabilities.len(),
            MAX_VULNERABILITIES,
            "vulnerabilities",
        )?;
        check.vulnerability(vulnerability);
        sbom.vulnerabilities
            .push(taken_vulnerability(vulnerability)?);
    }
    let dependencies = document.dependencies.as_deref().unwrap_or_default();
    check.dependencies(dependencies);
    sbom.dependencies = taken_dependencies(dependencies)?;
    sbom.problems = check.problems;
    Ok(sbom)
}

/// The references that the graph names, on either side.
fn related<'d>(document: &'d Document<'d>) -> HashSet<&'d str> {
    let dependencies = document.dependencies.iter().flatten();
    dependencies
        .flat_map(|it| it.of.iter().chain(it.depends_on.iter().flatten()))
        .map(|it| &**it)
        .collect()
}

/// Who made it, when, and with what.
fn about<'d>(
    metadata: &'d Metadata<'d>,
    check: &mut Check<'d>,
    sbom: &mut Sbom,
) -> Result<(), Flaw> {
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
                check.component(component);
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

/// Adds a component and those inside of it. How deep they are is limited by the readers.
fn add<'d>(
    component: &'d Component<'d>,
    is_nested: bool,
    related: &HashSet<&str>,
    check: &mut Check<'d>,
    sbom: &mut Sbom,
) -> Result<(), Flaw> {
    limit(sbom.components.len(), MAX_COMPONENTS, "components")?;
    check.component(component);
    sbom.components.push(taken(component, is_nested, related)?);
    for inner in component.components.iter().flatten() {
        add(inner, true, related, check, sbom)?;
    }
    Ok(())
}

fn taken(
    component: &Component<'_>,
    is_nested: bool,
    related: &HashSet<&str>,
) -> Result<SbomComponent, Flaw> {
    let purl = maybe(component.purl.as_ref())?;
    let others = [
        component.cpe.is_some(),
        component.swid.is_some(),
        component.omnibor_id.is_some(),
        component.swhid.is_some(),
    ];
    let of_graph = component
        .reference
        .as_deref()
        .is_some_and(|it| related.contains(it));
    let mut hashes = Vec::new();
    for hash in component.hashes.iter().flatten() {
        if let (Some(algorithm), Some(content)) =
            (maybe(hash.alg.as_ref())?, maybe(hash.content.as_ref())?)
        {
            hashes.push(SbomHash { algorithm, content });
        }
    }
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
        hashes,
        scope: maybe(component.scope.as_ref())?,
        is_nested,
        is_related: is_nested || of_graph,
    })
}

/// Who supplies a component: whoever is named so, else who made or published it.
fn supplier(component: &Component<'_>) -> Result<Option<String>, Flaw> {
    let named = |it: &Option<Organisation<'_>>| maybe(it.as_ref().and_then(|it| it.name.as_ref()));
    if let Some(supplier) = named(&component.supplier)? {
        return Ok(Some(supplier));
    }
    if let Some(manufacturer) = named(&component.manufacturer)? {
        return Ok(Some(manufacturer));
    }
    maybe(component.publisher.as_ref())
}

fn taken_dependencies(dependencies: &[Dependency<'_>]) -> Result<Vec<SbomDependency>, Flaw> {
    let mut count = 0;
    let mut taken = Vec::with_capacity(dependencies.len());
    for dependency in dependencies {
        let Some(of) = maybe(dependency.of.as_ref())? else {
            continue;
        };
        let mut on = Vec::new();
        for reference in dependency.depends_on.iter().flatten() {
            limit(count, MAX_RELATIONS, "relations")?;
            count += 1;
            on.extend(maybe(Some(reference))?);
        }
        taken.push(SbomDependency { of, on });
    }
    Ok(taken)
}

fn taken_vulnerability(of: &Vulnerability<'_>) -> Result<SbomVulnerability, Flaw> {
    let mut taken = SbomVulnerability {
        id: maybe(of.id.as_ref())?,
        source: source(of.source.as_ref())?,
        cwes: of.cwes.clone().unwrap_or_default(),
        ..SbomVulnerability::default()
    };
    for reference in of.references.iter().flatten() {
        taken.references.extend(maybe(reference.id.as_ref())?);
    }
    for affected in of.affects.iter().flatten() {
        taken.affects.extend(maybe(affected.reference.as_ref())?);
    }
    for rating in of.ratings.iter().flatten() {
        taken.ratings.push(taken_rating(rating)?);
    }
    if let Some(analysis) = &of.analysis {
        let mut responses = Vec::new();
        for response in analysis.response.iter().flatten() {
            responses.extend(maybe(Some(response))?);
        }
        taken.analysis = Some(VexAnalysis {
            state: maybe(analysis.state.as_ref())?,
            justification: maybe(analysis.justification.as_ref())?,
            responses,
            detail: analysis.detail.as_deref().map(words),
        });
    }
    Ok(taken)
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
