//! What is kept of an SPDX 2 document, and what its specification asks of it.

use std::collections::{BTreeMap, HashSet};

use compact_str::CompactString;

use super::VERSIONS;
use super::document::{Document, ExternalReference, Package};
use super::relations::Relations;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::{limit, maybe, moment, shown};
use crate::formats::sbom::{
    MAX_COMPONENTS, MAX_LICENSE_TEXT, Problems, Sbom, SbomComponent, SbomFormat, SbomLicense,
    SbomLicenseKind, SbomOwnLicense, SbomTool,
};
use crate::release;

/// The document itself, as relationships name it.
pub(super) const DOCUMENT: &str = "SPDXRef-DOCUMENT";

/// What stands for the absence of an element, or of knowledge of it.
pub(super) const NOTHING: [&str; 2] = ["NONE", "NOASSERTION"];

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
    sbom.relations = relations.count();
    sbom.own_licenses = own_licenses(document)?;
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
    Ok(SbomComponent {
        reference: maybe(package.id.as_ref())?,
        kind: package
            .primary_package_purpose
            .as_deref()
            .map(|it| shown(&it.to_ascii_lowercase()).into())
            .unwrap_or_default(),
        group: None,
        name: maybe(package.name.as_ref())?.unwrap_or_default(),
        version: maybe(package.version_info.as_ref())?
            .filter(|it: &CompactString| !NOTHING.contains(&it.as_str())),
        package: purl.as_deref().and_then(release::Package::of_purl),
        has_identifier: purl.is_some() || has_other,
        purl,
        supplier: supplier.map(CompactString::from),
        licenses: licenses(package)?,
        found_licenses: Vec::new(),
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
                acknowledgement: Some(acknowledgement.into()),
            });
        }
    }
    Ok(licenses)
}

/// The licences that the document defines itself (§10). One that it defines twice is in doubt, and left
/// out.
fn own_licenses(document: &Document<'_>) -> Result<BTreeMap<String, SbomOwnLicense>, Flaw> {
    let mut own = BTreeMap::new();
    let mut twice = HashSet::new();
    for license in document.own_licenses.iter().flatten() {
        let Some(id): Option<String> = maybe(license.license_id.as_ref())? else {
            continue;
        };
        let text = license.extracted_text.as_deref().unwrap_or_default().trim();
        if text.len() > MAX_LICENSE_TEXT {
            continue;
        }
        let found = SbomOwnLicense {
            name: maybe(license.name.as_ref())?,
            text: (!text.is_empty()).then(|| text.to_owned()),
        };
        if own.insert(id.clone(), found).is_some() {
            twice.insert(id);
        }
    }
    own.retain(|id, _| !twice.contains(id));
    Ok(own)
}
