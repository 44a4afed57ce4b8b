//! What is kept of an SPDX 2 document, and what its specification asks of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::VERSIONS;
use super::document::{Document, ExternalReference, Package, Relationship};
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::{limit, maybe, moment, shown};
use crate::formats::sbom::{
    MAX_COMPONENTS, MAX_RELATIONS, Problems, Sbom, SbomComponent, SbomDependency, SbomFormat,
    SbomHash, SbomLicense, SbomLicenseKind, SbomTool,
};
use crate::release;

/// The document itself, as relationships name it.
const DOCUMENT: &str = "SPDXRef-DOCUMENT";

/// Relationships in which the first needs or holds the second, and in which it is the other way round
/// (SPDX 2.3, §11).
const FORWARD: [&str; 5] = [
    "CONTAINS",
    "DEPENDS_ON",
    "HAS_PREREQUISITE",
    "DYNAMIC_LINK",
    "STATIC_LINK",
];
const BACKWARD: [&str; 10] = [
    "CONTAINED_BY",
    "DEPENDENCY_OF",
    "BUILD_DEPENDENCY_OF",
    "DEV_DEPENDENCY_OF",
    "OPTIONAL_DEPENDENCY_OF",
    "PROVIDED_DEPENDENCY_OF",
    "RUNTIME_DEPENDENCY_OF",
    "TEST_DEPENDENCY_OF",
    "PREREQUISITE_FOR",
    "PACKAGE_OF",
];

/// Every other type of relationship that there is.
const OTHERS: [&str; 30] = [
    "AMENDS",
    "ANCESTOR_OF",
    "BUILD_TOOL_OF",
    "COPY_OF",
    "DATA_FILE_OF",
    "DEPENDENCY_MANIFEST_OF",
    "DESCENDANT_OF",
    "DESCRIBED_BY",
    "DESCRIBES",
    "DEV_TOOL_OF",
    "DISTRIBUTION_ARTIFACT",
    "DOCUMENTATION_OF",
    "EXAMPLE_OF",
    "EXPANDED_FROM_ARCHIVE",
    "FILE_ADDED",
    "FILE_DELETED",
    "FILE_MODIFIED",
    "GENERATED_FROM",
    "GENERATES",
    "METAFILE_OF",
    "OPTIONAL_COMPONENT_OF",
    "OTHER",
    "PATCH_APPLIED",
    "PATCH_FOR",
    "REQUIREMENT_DESCRIPTION_FOR",
    "SPECIFICATION_FOR",
    "TEST_CASE_OF",
    "TEST_OF",
    "TEST_TOOL_OF",
    "VARIANT_OF",
];

/// What stands for the absence of an element, or of knowledge of it.
const NOTHING: [&str; 2] = ["NONE", "NOASSERTION"];

/// Checks a document, and takes what is kept of it.
///
/// # Errors
/// It is of a version that is not read, or over a limit.
pub(super) fn sbom(document: &Document<'_>, format: SbomFormat) -> Result<Sbom, Flaw> {
    let version = version(document)?;
    let mut sbom = Sbom::new(format, version);
    top(document, &mut sbom.problems);
    sbom.serial = maybe(document.document_namespace.as_ref())?;
    creation(document, &mut sbom)?;
    let ids = ids(document, &mut sbom.problems);
    let relations = Relations::of(document, &ids, &mut sbom.problems)?;
    let mut subject = None;
    for package in document.packages.iter().flatten() {
        limit(sbom.components.len(), MAX_COMPONENTS, "packages")?;
        check_package(package, &mut sbom.problems);
        let component = component(package, &relations)?;
        let is_described = package
            .id
            .as_deref()
            .is_some_and(|id| relations.described.contains(id));
        if is_described {
            sbom.described += 1;
            subject = Some(sbom.components.len());
        }
        sbom.components.push(component);
    }
    if let (1, Some(at)) = (sbom.described, subject) {
        sbom.subject = Some(sbom.components.remove(at));
    }
    sbom.dependencies = relations.dependencies();
    Ok(sbom)
}

fn version<'v>(document: &Document<'_>) -> Result<&'v str, Flaw> {
    let Some(given) = document.spdx_version.as_deref() else {
        return Err(Flaw::unreadable("it has no `spdxVersion`"));
    };
    let number = given.strip_prefix("SPDX-").unwrap_or_default();
    let known = VERSIONS.into_iter().find(|known| *known == number);
    known.ok_or_else(|| {
        Flaw::unreadable(format!(
            "it is of `{}`, and SPDX-2.2 and SPDX-2.3 are read",
            shown(given)
        ))
    })
}

fn top(document: &Document<'_>, problems: &mut Problems) {
    let is_there = |text: &Option<Text<'_>>| text.as_deref().is_some_and(|it| !it.is_empty());
    for (place, name) in [
        (&document.name, "name"),
        (&document.document_namespace, "documentNamespace"),
    ] {
        problems.require(is_there(place), || format!("it has no `{name}`"));
    }
    problems.require(document.id.as_deref() == Some(DOCUMENT), || {
        format!("its `SPDXID` is not `{DOCUMENT}`")
    });
    problems.require(document.data_license.as_deref() == Some("CC0-1.0"), || {
        "its `dataLicense` is not `CC0-1.0`".to_owned()
    });
}

fn creation(document: &Document<'_>, sbom: &mut Sbom) -> Result<(), Flaw> {
    let info = document.creation_info.as_ref();
    match info.and_then(|it| it.created.as_deref()) {
        Some(created) => {
            sbom.timestamp = moment(created);
            sbom.problems.require(sbom.timestamp.is_some(), || {
                format!("`{}` is no time with a zone", shown(created))
            });
        }
        None => sbom.problems.add(|| "it has no `created`".to_owned()),
    }
    let creators = info
        .and_then(|it| it.creators.as_deref())
        .unwrap_or_default();
    sbom.problems
        .require(!creators.is_empty(), || "it has no `creators`".to_owned());
    for creator in creators {
        match creator
            .split_once(':')
            .map(|(kind, name)| (kind.trim(), name.trim()))
        {
            Some(("Tool", name)) if !name.is_empty() => sbom.tools.push(tool(name)),
            Some(("Person" | "Organization", name)) if !name.is_empty() => {
                let name = maybe(Some(&Text(name.into())))?;
                sbom.authors.extend(name);
            }
            _ => sbom.problems.add(|| {
                format!(
                    "its creator `{}` is no tool, person or organization",
                    shown(creator)
                )
            }),
        }
    }
    sbom.authors.sort();
    sbom.authors.dedup();
    Ok(())
}

/// `syft-1.2.3`, by custom.
fn tool(text: &str) -> SbomTool {
    let split = text.rsplit_once('-').filter(|(name, version)| {
        !name.is_empty()
            && version
                .trim_start_matches('v')
                .starts_with(|it: char| it.is_ascii_digit())
    });
    let (name, version) = split.map_or((text, None), |(name, version)| (name, Some(version)));
    SbomTool {
        name: shown(name),
        version: version.map(shown),
    }
}

/// Every identifier that something has, each of which has to be the only one of its name.
fn ids<'d>(document: &'d Document<'d>, problems: &mut Problems) -> HashSet<&'d str> {
    let packages = document.packages.iter().flatten().map(|it| &it.id);
    let files = document.files.iter().flatten().map(|it| &it.id);
    let snippets = document.snippets.iter().flatten().map(|it| &it.id);
    let mut ids = HashSet::from([DOCUMENT]);
    for id in packages.chain(files).chain(snippets) {
        match id.as_deref() {
            Some(id) if is_id(id) => problems.require(ids.insert(id), || {
                format!("the identifier `{}` is there twice", shown(id))
            }),
            Some(id) => {
                ids.insert(id);
                problems.add(|| format!("the identifier `{}` is not `SPDXRef-…`", shown(id)));
            }
            None => problems.add(|| "a package, file or snippet has no `SPDXID`".to_owned()),
        }
    }
    ids
}

fn is_id(id: &str) -> bool {
    id.strip_prefix("SPDXRef-").is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
    })
}

/// How the elements are related to each other.
#[derive(Default)]
struct Relations<'d> {
    described: HashSet<&'d str>,
    related: HashSet<&'d str>,
    needs: BTreeMap<&'d str, Vec<&'d str>>,
    parents: HashMap<&'d str, &'d str>,
}

impl<'d> Relations<'d> {
    fn of(
        document: &'d Document<'d>,
        ids: &HashSet<&'d str>,
        problems: &mut Problems,
    ) -> Result<Self, Flaw> {
        let mut relations = Relations::default();
        for described in document.document_describes.iter().flatten() {
            problems.require(ids.contains(&**described), || {
                format!("it describes `{}`, which is not in it", shown(described))
            });
            relations.related.insert(described);
            relations.described.insert(described);
        }
        for (count, relationship) in document.relationships.iter().flatten().enumerate() {
            limit(count, MAX_RELATIONS, "relationships")?;
            relations.add(relationship, ids, problems);
        }
        Ok(relations)
    }

    fn add(
        &mut self,
        relationship: &'d Relationship<'d>,
        ids: &HashSet<&'d str>,
        problems: &mut Problems,
    ) {
        let (Some(from), Some(to), Some(kind)) = (
            relationship.spdx_element_id.as_deref(),
            relationship.related_spdx_element.as_deref(),
            relationship.relationship_type.as_deref(),
        ) else {
            problems.add(|| "a relationship lacks an end or its type".to_owned());
            return;
        };
        for end in [from, to] {
            let leads_out = end.starts_with("DocumentRef-");
            let is_known = leads_out || ids.contains(end) || NOTHING.contains(&end);
            problems.require(is_known, || {
                format!("a relationship names `{}`, which is not in it", shown(end))
            });
        }
        // JSON of some tools has `dependsOn`-like spellings; the specification has one.
        let is_known = [&FORWARD[..], &BACKWARD[..], &OTHERS[..]]
            .iter()
            .any(|list| list.contains(&kind));
        problems.require(is_known, || {
            format!("there is no type of relationship `{}`", shown(kind))
        });
        match kind {
            "DESCRIBES" if from == DOCUMENT => _ = self.described.insert(to),
            "DESCRIBED_BY" if to == DOCUMENT => _ = self.described.insert(from),
            _ if FORWARD.contains(&kind) => self.needs(from, to, kind == "CONTAINS"),
            _ if BACKWARD.contains(&kind) => self.needs(to, from, kind == "CONTAINED_BY"),
            _ => {}
        }
        self.related.insert(from);
        self.related.insert(to);
    }

    fn needs(&mut self, from: &'d str, to: &'d str, holds: bool) {
        if NOTHING.contains(&to) || NOTHING.contains(&from) {
            return;
        }
        self.needs.entry(from).or_default().push(to);
        if holds {
            self.parents.insert(to, from);
        }
    }

    fn dependencies(&self) -> Vec<SbomDependency> {
        let needs = self.needs.iter();
        needs
            .map(|(of, on)| SbomDependency {
                of: (*of).to_owned(),
                on: on.iter().map(|it| (*it).to_owned()).collect(),
            })
            .collect()
    }
}

fn check_package(package: &Package<'_>, problems: &mut Problems) {
    let name = || {
        shown(
            package
                .name
                .as_deref()
                .or(package.id.as_deref())
                .unwrap_or("?"),
        )
    };
    problems.require(package.name.is_some(), || {
        format!("the package `{}` has no name", name())
    });
    problems.require(package.download_location.is_some(), || {
        format!("the package `{}` has no `downloadLocation`", name())
    });
    for checksum in package.checksums.iter().flatten() {
        let is_digest = checksum
            .checksum_value
            .as_deref()
            .is_some_and(|it| it.len() >= 8 && it.bytes().all(|byte| byte.is_ascii_hexdigit()));
        problems.require(is_digest && checksum.algorithm.is_some(), || {
            format!("a checksum of the package `{}` is none", name())
        });
    }
    for supplier in [&package.supplier, &package.originator] {
        let Some(supplier) = supplier.as_deref() else {
            continue;
        };
        let is_one = supplier == "NOASSERTION"
            || ["Person:", "Organization:"]
                .iter()
                .any(|it| supplier.starts_with(it));
        problems.require(is_one, || {
            format!(
                "the supplier `{}` of `{}` is no person or organization",
                shown(supplier),
                name()
            )
        });
    }
    for reference in package.external_refs.iter().flatten() {
        let parts = [
            &reference.reference_category,
            &reference.reference_type,
            &reference.reference_locator,
        ];
        problems.require(parts.iter().all(|it| it.is_some()), || {
            format!("an external reference of `{}` is not whole", name())
        });
    }
}

fn component(package: &Package<'_>, relations: &Relations<'_>) -> Result<SbomComponent, Flaw> {
    let references = || package.external_refs.iter().flatten();
    let purl = references().find(|it| is_of_type(it, "purl"));
    let purl = maybe(purl.and_then(|it| it.reference_locator.as_ref()))?;
    let others = ["cpe22Type", "cpe23Type", "swid", "swh", "gitoid"];
    let has_other = references().any(|it| others.iter().any(|kind| is_of_type(it, kind)));
    let id = package.id.as_deref();
    let supplier = named(package.supplier.as_ref())?.or(named(package.originator.as_ref())?);
    let mut hashes = Vec::new();
    for checksum in package.checksums.iter().flatten() {
        if let (Some(algorithm), Some(content)) = (
            maybe(checksum.algorithm.as_ref())?,
            maybe(checksum.checksum_value.as_ref())?,
        ) {
            hashes.push(SbomHash { algorithm, content });
        }
    }
    Ok(SbomComponent {
        reference: maybe(package.id.as_ref())?,
        kind: package
            .primary_package_purpose
            .as_deref()
            .map(|it| shown(&it.to_ascii_lowercase()))
            .unwrap_or_default(),
        group: None,
        name: maybe(package.name.as_ref())?.unwrap_or_default(),
        version: maybe(package.version_info.as_ref())?.filter(|it| !NOTHING.contains(&&**it)),
        package: purl.as_deref().and_then(release::Package::of_purl),
        has_identifier: purl.is_some() || has_other,
        purl,
        supplier,
        licenses: licenses(package)?,
        hashes,
        scope: None,
        is_nested: id.is_some_and(|id| {
            let parent = relations.parents.get(id);
            parent.is_some_and(|parent| *parent != DOCUMENT)
        }),
        is_related: id.is_some_and(|id| relations.related.contains(id)),
    })
}

fn is_of_type(reference: &ExternalReference<'_>, kind: &str) -> bool {
    reference.reference_type.as_deref() == Some(kind)
}

/// `Organization: Example (mail@example.org)`, without what kind of name it is.
fn named(text: Option<&Text<'_>>) -> Result<Option<String>, Flaw> {
    let named = text.and_then(|it| it.split_once(':')).map(|it| it.1);
    maybe(named.map(|it| Text(it.into())).as_ref())
}

fn licenses(package: &Package<'_>) -> Result<Vec<SbomLicense>, Flaw> {
    let mut licenses = Vec::new();
    for (text, acknowledgement) in [
        (&package.license_declared, "declared"),
        (&package.license_concluded, "concluded"),
    ] {
        if let Some(text) = maybe(text.as_ref())? {
            licenses.push(SbomLicense {
                kind: SbomLicenseKind::Expression,
                text,
                acknowledgement: Some(acknowledgement.to_owned()),
            });
        }
    }
    Ok(licenses)
}
