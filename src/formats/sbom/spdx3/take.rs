//! What is kept of an SPDX 3 document, and what its specification asks of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::CONTEXT;
use super::element::{Document, Element, Reference, Several};
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::{limit, maybe, moment, shown};
use crate::formats::sbom::{
    MAX_COMPONENTS, MAX_RELATIONS, Problems, Sbom, SbomComponent, SbomFormat, SbomLicense,
    SbomLicenseKind, SbomTool,
};
use crate::release::Package;

/// Elements that are components.
const PACKAGES: [&str; 3] = ["software_Package", "ai_AIPackage", "dataset_DatasetPackage"];

/// Relationships in which the first needs or holds the second.
const NEEDS: [&str; 8] = [
    "contains",
    "dependsOn",
    "hasDynamicLink",
    "hasOptionalComponent",
    "hasOptionalDependency",
    "hasPrerequisite",
    "hasProvidedDependency",
    "hasStaticLink",
];

const RELATIONSHIPS: [&str; 2] = ["Relationship", "LifecycleScopedRelationship"];

/// Checks a document, and takes what is kept of it.
///
/// # Errors
/// It is of a version that is not read, or over a limit.
pub(super) fn sbom(document: &Document<'_>) -> Result<Sbom, Flaw> {
    let version = context_version(document)?;
    let Some(graph) = document.graph.as_deref() else {
        return Err(Flaw::unreadable("it has no `@graph`"));
    };
    let mut sbom = Sbom::new(SbomFormat::Spdx3, version);
    let graph = Graph::of(graph, &mut sbom.problems)?;
    about(&graph, version, &mut sbom)?;
    let mut subject = None;
    for element in graph.elements {
        let Some(kind) = element.kind.as_deref() else {
            sbom.problems.add(|| "an element has no type".to_owned());
            continue;
        };
        check(element, kind, &mut sbom.problems);
        let id = element.spdx_id.as_deref().unwrap_or_default();
        let is_root = graph.roots.contains(id);
        let is_component = PACKAGES.contains(&kind) || (is_root && kind == "software_File");
        if !is_component {
            continue;
        }
        limit(sbom.components.len(), MAX_COMPONENTS, "packages")?;
        if is_root {
            sbom.described += 1;
            subject = Some(sbom.components.len());
        }
        sbom.components.push(component(element, &graph)?);
    }
    if let (1, Some(at)) = (sbom.described, subject) {
        sbom.subject = Some(sbom.components.remove(at));
    }
    sbom.relations = graph.relations();
    Ok(sbom)
}

fn context_version<'a>(document: &'a Document<'_>) -> Result<&'a str, Flaw> {
    let Some(context) = document.context.as_deref() else {
        return Err(Flaw::unreadable("it has no `@context`"));
    };
    let version = context
        .strip_prefix(CONTEXT)
        .and_then(|rest| rest.split('/').next());
    version.filter(|it| it.starts_with("3.0")).ok_or_else(|| {
        Flaw::unreadable(format!(
            "its context is `{}`, and that of SPDX 3.0 is read",
            shown(context)
        ))
    })
}

/// The elements, and how they are related.
struct Graph<'d> {
    elements: &'d [Element<'d>],
    by_id: HashMap<&'d str, &'d Element<'d>>,
    /// The elements that the document is about.
    roots: HashSet<&'d str>,
    related: HashSet<&'d str>,
    needs: BTreeMap<&'d str, Vec<&'d str>>,
    nested: HashSet<&'d str>,
    /// The elements of other documents that this one names.
    imported: HashSet<&'d str>,
    /// The licences of elements: which, and by which relationship.
    licenses: HashMap<&'d str, Vec<(&'d str, &'static str)>>,
}

impl<'d> Graph<'d> {
    fn of(elements: &'d [Element<'d>], problems: &mut Problems) -> Result<Self, Flaw> {
        let mut graph = Graph {
            elements,
            by_id: HashMap::new(),
            roots: HashSet::new(),
            related: HashSet::new(),
            needs: BTreeMap::new(),
            nested: HashSet::new(),
            imported: HashSet::new(),
            licenses: HashMap::new(),
        };
        for element in elements {
            let imported = element.import.iter().flatten();
            let imported = imported.filter_map(|it| it.external_spdx_id.as_deref());
            graph.imported.extend(imported);
            let Some(id) = element.spdx_id.as_deref() else {
                continue;
            };
            problems.require(graph.by_id.insert(id, element).is_none(), || {
                format!("the identifier `{}` is there twice", shown(id))
            });
        }
        let mut count = 0;
        for element in elements {
            if element
                .kind
                .as_deref()
                .is_some_and(|it| RELATIONSHIPS.contains(&it))
            {
                count += element.to.as_ref().map_or(0, |it| it.all().len());
                limit(count, MAX_RELATIONS, "relations")?;
                graph.relate(element, problems);
            }
        }
        graph.find_roots();
        Ok(graph)
    }

    fn relate(&mut self, element: &'d Element<'d>, problems: &mut Problems) {
        let from = element.from.as_ref().and_then(Reference::id);
        let kind = element.relationship_type.as_deref();
        let (Some(from), Some(kind)) = (from, kind) else {
            problems.add(|| "a relationship lacks its `from` or type".to_owned());
            return;
        };
        let ends = ids(element.to.as_ref());
        problems.require(self.is_known(from), || {
            format!("a relationship names `{}`, which is not in it", shown(from))
        });
        for to in ends {
            problems.require(self.is_known(to), || {
                format!("a relationship names `{}`, which is not in it", shown(to))
            });
            match kind {
                "describes" => _ = self.roots.insert(to),
                "hasDeclaredLicense" => {
                    self.licenses
                        .entry(from)
                        .or_default()
                        .push((to, "declared"));
                    continue;
                }
                "hasConcludedLicense" => {
                    self.licenses
                        .entry(from)
                        .or_default()
                        .push((to, "concluded"));
                    continue;
                }
                _ if NEEDS.contains(&kind) => {
                    self.needs.entry(from).or_default().push(to);
                    if kind == "contains" && self.is_package(from) {
                        self.nested.insert(to);
                    }
                }
                _ => {}
            }
            self.related.insert(to);
            self.related.insert(from);
        }
    }

    /// What is not in the graph may be imported from another document, or be a term of the vocabulary.
    fn is_known(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
            || self.imported.contains(id)
            || id.starts_with("https://spdx.org/")
            || id.starts_with("NoneElement")
            || id.starts_with("NoAssertionElement")
    }

    fn is_package(&self, id: &str) -> bool {
        let kind = self.by_id.get(id).and_then(|it| it.kind.as_deref());
        kind.is_some_and(|it| PACKAGES.contains(&it))
    }

    /// The document names a bill, and the bill names what it is of.
    fn find_roots(&mut self) {
        for element in self.elements {
            let kind = element.kind.as_deref().unwrap_or_default();
            if !["SpdxDocument", "software_Sbom", "Bom"].contains(&kind) {
                continue;
            }
            for root in ids(element.root_element.as_ref()) {
                self.roots.insert(root);
                self.related.insert(root);
            }
        }
    }

    fn named(&self, id: &str) -> Option<&'d str> {
        self.by_id.get(id).and_then(|it| it.name.as_deref())
    }

    fn relations(&self) -> usize {
        self.needs.values().map(Vec::len).sum()
    }
}

fn ids<'d>(several: Option<&'d Several<'d>>) -> impl Iterator<Item = &'d str> {
    let all = several.map(Several::all).unwrap_or_default();
    all.iter().filter_map(Reference::id)
}

/// Who made it, when, and with what: as the creation of the document says, else of anything in it.
fn about(graph: &Graph<'_>, version: &str, sbom: &mut Sbom) -> Result<(), Flaw> {
    let is = |kind: &'static str| {
        let elements = graph.elements.iter();
        elements.filter(move |it| it.kind.as_deref() == Some(kind))
    };
    let document = is("SpdxDocument").next();
    sbom.problems.require(is("SpdxDocument").count() == 1, || {
        "it has not just one `SpdxDocument`".to_owned()
    });
    if let Some(id) = document.and_then(|it| it.spdx_id.as_deref()) {
        sbom.serial = Some(shown(id));
    }
    let info = match document.and_then(|it| it.creation_info.as_ref()) {
        Some(Reference::Inline(info)) => Some(&**info),
        Some(Reference::Id(id)) => graph.by_id.get(&**id).copied(),
        None => None,
    };
    let Some(info) = info.or_else(|| is("CreationInfo").next()) else {
        sbom.problems.add(|| "it has no `CreationInfo`".to_owned());
        return Ok(());
    };
    let given = info.spec_version.as_deref().unwrap_or_default();
    sbom.problems.require(given == version, || {
        format!(
            "its `specVersion` is `{}`, and its context is of {version}",
            shown(given)
        )
    });
    let created = info.created.as_deref().unwrap_or_default();
    sbom.timestamp = moment(created);
    sbom.problems.require(sbom.timestamp.is_some(), || {
        format!("`{}` is no time with a zone", shown(created))
    });
    sbom.problems
        .require(ids(info.created_by.as_ref()).next().is_some(), || {
            "it has no `createdBy`".to_owned()
        });
    for id in ids(info.created_by.as_ref()) {
        let name = graph.named(id).unwrap_or(id);
        let is_tool =
            graph.by_id.get(id).and_then(|it| it.kind.as_deref()) == Some("SoftwareAgent");
        if is_tool {
            sbom.tools.push(tool(name));
        } else {
            sbom.authors.push(shown(name));
        }
    }
    for id in ids(info.created_using.as_ref()) {
        sbom.tools.push(tool(graph.named(id).unwrap_or(id)));
    }
    sbom.authors.sort();
    sbom.authors.dedup();
    Ok(())
}

fn tool(name: &str) -> SbomTool {
    SbomTool {
        name: shown(name),
        version: None,
    }
}

fn check(element: &Element<'_>, kind: &str, problems: &mut Problems) {
    if kind == "CreationInfo" {
        return;
    }
    let name = || {
        shown(
            element
                .name
                .as_deref()
                .or(element.spdx_id.as_deref())
                .unwrap_or("?"),
        )
    };
    problems.require(element.spdx_id.is_some(), || {
        format!("the `{}` `{}` has no `spdxId`", shown(kind), name())
    });
    problems.require(element.creation_info.is_some(), || {
        format!("the `{}` `{}` has no `creationInfo`", shown(kind), name())
    });
    if PACKAGES.contains(&kind) {
        problems.require(element.name.is_some(), || {
            format!("the package `{}` has no name", name())
        });
    }
}

/// What an identifier says where the graph has no expression for it: a licence of the SPDX list, one of
/// the terms for none and for no assertion, or nothing but itself.
fn listed_license(id: &str) -> String {
    let lists = ["https://spdx.org/licenses/", "http://spdx.org/licenses/"];
    let listed = lists.iter().find_map(|list| id.strip_prefix(list));
    let term = |name: &str| {
        let is_term = id.starts_with("https://spdx.org/rdf/3.0") || !id.contains('/');
        is_term && id.ends_with(name)
    };
    match listed {
        Some(name) => shown(name),
        None if term("NoneLicense") => "NONE".to_owned(),
        None if term("NoAssertionLicense") => "NOASSERTION".to_owned(),
        None => shown(id),
    }
}

fn component(element: &Element<'_>, graph: &Graph<'_>) -> Result<SbomComponent, Flaw> {
    let id = element.spdx_id.as_deref().unwrap_or_default();
    let identifiers = || element.external_identifier.iter().flatten();
    let of_type =
        |kind: &str| identifiers().find(|it| it.external_identifier_type.as_deref() == Some(kind));
    let named = of_type("packageUrl").and_then(|it| it.identifier.as_ref());
    let purl = maybe(element.purl.as_ref().or(named))?;
    let others = ["cpe22", "cpe23", "swid", "swhid", "gitoid"];
    let has_other = others.iter().any(|kind| of_type(kind).is_some());
    let supplier = element.supplied_by.as_ref().and_then(Reference::id);
    let supplier = supplier.or_else(|| ids(element.originated_by.as_ref()).next());
    let mut licenses = Vec::new();
    for (license, acknowledgement) in graph.licenses.get(id).into_iter().flatten() {
        let known = graph.by_id.get(license).and_then(|it| it.license.as_ref());
        let text = match known {
            Some(text) => maybe(Some(text))?,
            None => Some(listed_license(license)),
        };
        licenses.extend(text.map(|text| SbomLicense {
            kind: SbomLicenseKind::Expression,
            text: text.into(),
            acknowledgement: Some((*acknowledgement).into()),
        }));
    }
    Ok(SbomComponent {
        reference: maybe(element.spdx_id.as_ref())?,
        kind: element
            .purpose
            .as_deref()
            .map(|it| shown(it).into())
            .unwrap_or_default(),
        group: None,
        name: maybe(element.name.as_ref())?.unwrap_or_default(),
        version: maybe(element.version.as_ref())?,
        package: purl.as_deref().and_then(Package::of_purl),
        has_identifier: purl.is_some() || has_other,
        purl,
        supplier: supplier.map(|id| shown(graph.named(id).unwrap_or(id)).into()),
        licenses,
        found_licenses: Vec::new(),
        scope: None,
        is_nested: graph.nested.contains(id),
        is_related: graph.related.contains(id),
    })
}
