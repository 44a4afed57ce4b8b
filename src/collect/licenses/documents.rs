//! What bills of materials say of licences.
//!
//! Only a document of this project, recorded on HEAD, and in it only what is a package of the inventory
//! in the same version: another version may be under another licence.

use std::collections::HashMap;

use super::super::sbom::versions::is_same;
use super::super::sbom::{Document, full_name, plain};
use super::matched::{Matched, Said};
use super::statements;
use crate::facts::LicenseDocument;
use crate::formats::sbom::{Sbom, SbomComponent};
use crate::release::Ecosystem;

/// The kinds of components that may be a package of a registry, where no package URL tells.
const PACKAGES: [&str; 4] = ["", "application", "framework", "library"];

/// Reads them, and returns what each was worth.
pub(super) fn read(documents: &[Document], matched: &mut Matched) -> Vec<LicenseDocument> {
    let facts = documents.iter().map(|document| {
        let path = document.report.evidence.path.as_str();
        if let Some(sbom) = document.believed() {
            say(sbom, path, matched);
        }
        let sbom = document.report.value.as_ref();
        LicenseDocument {
            evidence: document.report.evidence.clone(),
            status: document.report.status,
            reason: document.report.reason.clone(),
            subject: sbom.and_then(|it| it.subject.as_ref()).map(full_name),
            is_of_project: document.is_of_project,
            packages: matched.told_by(path),
        }
    });
    facts.collect()
}

fn say(sbom: &Sbom, path: &str, matched: &mut Matched) {
    let mut statements = statements::Statements::of(sbom);
    let mut by_plain_name = None;
    for component in &sbom.components {
        let Some((ecosystem, name)) = package(component, matched, &mut by_plain_name) else {
            continue;
        };
        let of_url = component.package.as_ref();
        let of_url = of_url.and_then(|it| it.version.as_deref());
        let Some(version) = of_url.or(component.version.as_deref()) else {
            continue;
        };
        let same = matched.versions(ecosystem, &name);
        for (_, package) in same.filter(|(own, _)| is_same(ecosystem, own, version)) {
            let said = statements.said(component).iter();
            package.said.extend(said.map(|statement| Said {
                source: path.to_owned(),
                text: statement.text.clone(),
                reading: statement.reading.clone(),
                is_found: statement.is_found,
            }));
        }
    }
}

/// Names in which case and separators say nothing, and the packages that go by each.
type PlainNames = HashMap<String, Vec<(Ecosystem, String)>>;

/// The package that a component is: by its package URL, else by its name, if that is one of one
/// ecosystem only.
fn package(
    component: &SbomComponent,
    matched: &Matched,
    by_plain_name: &mut Option<PlainNames>,
) -> Option<(Ecosystem, String)> {
    if let Some(package) = &component.package {
        return Some((package.ecosystem, package.name.clone()));
    }
    let may_be = PACKAGES.contains(&component.kind.as_str()) && !component.name.is_empty();
    if component.purl.is_some() || !may_be {
        return None;
    }
    let names = by_plain_name.get_or_insert_with(|| plain_names(matched));
    match names.get(&plain(&full_name(component)))?.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn plain_names(matched: &Matched) -> PlainNames {
    let mut names = PlainNames::new();
    for (ecosystem, name, _) in matched.packages.keys() {
        let known = names.entry(plain(name)).or_default();
        let one = (*ecosystem, name.clone());
        if !known.contains(&one) {
            known.push(one);
        }
    }
    names
}
