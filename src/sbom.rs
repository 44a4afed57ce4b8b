//! The bill of materials that relcheck writes: CycloneDX, from what the lock files and installed
//! packages say.
//!
//! The same input gives the same bytes: the time is an input, and the serial number is worked out from
//! the content. What needs what is not known beyond what the project itself asks for, and the document
//! says so: its dependencies are `incomplete`.

use std::collections::BTreeMap;

use anyhow::Context as _;
use cyclonedx_bom::external_models::date_time::DateTime;
use cyclonedx_bom::external_models::normalized_string::NormalizedString;
use cyclonedx_bom::models::bom::{Bom, BomReference, SpecVersion, UrnUuid};
use cyclonedx_bom::models::component::{Classification, Component, Components, Scope};
use cyclonedx_bom::models::composition::{AggregateType, Composition, Compositions};
use cyclonedx_bom::models::dependency::{Dependencies as Graph, Dependency as Node};
use cyclonedx_bom::models::metadata::Metadata;
use cyclonedx_bom::models::property::{Properties, Property};
use cyclonedx_bom::models::tool::{Tool, Tools};
use sha2::{Digest as _, Sha256};

use crate::facts::{Dependency, DependencyScope, ProjectKind};
use crate::release::{Ecosystem, Package};

/// What a bill is written from.
#[derive(Debug, Clone, Copy)]
pub struct Bill<'a> {
    /// The project's name.
    pub name: &'a str,
    /// The version that is released.
    pub version: &'a str,
    /// Where the project itself is published; `None` where that is not known.
    pub ecosystem: Option<Ecosystem>,
    /// Whether others build on it or run it.
    pub kind: ProjectKind,
    /// What it depends on, sorted.
    pub packages: &'a [Dependency],
    /// Whether what only development needs is listed, too.
    pub development: bool,
    /// When it is written, in seconds since 1970.
    pub now: i64,
}

/// The version of the specification that a bill is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillVersion {
    /// CycloneDX 1.3.
    V1_3,
    /// CycloneDX 1.4.
    V1_4,
    /// CycloneDX 1.5.
    V1_5,
    /// CycloneDX 1.6.
    V1_6,
    /// CycloneDX 1.7.
    V1_7,
}

impl BillVersion {
    /// As the specification writes it: `1.5`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            BillVersion::V1_3 => "1.3",
            BillVersion::V1_4 => "1.4",
            BillVersion::V1_5 => "1.5",
            BillVersion::V1_6 => "1.6",
            BillVersion::V1_7 => "1.7",
        }
    }

    /// The one that the crate writes. What stands in a bill of ours is the same in 1.6 and 1.7 as in
    /// 1.5, so that those differ in the version alone.
    fn written(self) -> SpecVersion {
        match self {
            BillVersion::V1_3 => SpecVersion::V1_3,
            BillVersion::V1_4 => SpecVersion::V1_4,
            _ => SpecVersion::V1_5,
        }
    }
}

/// A bill in JSON.
///
/// # Errors
/// The time is out of range, or the document cannot be written.
pub fn json(bill: &Bill, version: BillVersion) -> anyhow::Result<String> {
    with_serial(bill, version, |bom| {
        let mut bytes = Vec::new();
        bom.output_as_json(&mut bytes, version.written())?;
        let text = String::from_utf8(bytes)?;
        Ok(relabelled(&text, "\"specVersion\": \"1.5\"", version) + "\n")
    })
}

/// A bill in XML.
///
/// # Errors
/// The time is out of range, or the document cannot be written.
pub fn xml(bill: &Bill, version: BillVersion) -> anyhow::Result<String> {
    with_serial(bill, version, |bom| {
        let mut bytes = Vec::new();
        bom.output_as_xml(&mut bytes, version.written())?;
        let text = String::from_utf8(bytes)?;
        Ok(relabelled(&text, "cyclonedx.org/schema/bom/1.5", version) + "\n")
    })
}

/// The text with the version put into the first place where it stands.
fn relabelled(text: &str, place: &str, version: BillVersion) -> String {
    let with = place.replace("1.5", version.text());
    text.replacen(place, &with, 1)
}

/// Writes a document twice: the second time with a serial number of the first text. It is a UUID of
/// version 8 (RFC 9562, §5.8): of a form of one's own.
fn with_serial(
    bill: &Bill,
    version: BillVersion,
    write: impl Fn(Bom) -> anyhow::Result<String>,
) -> anyhow::Result<String> {
    let mut bom = document(bill, version)?;
    let digest = Sha256::digest(write(bom.clone())?);
    let mut bytes = [0_u8; 16];
    for (byte, of) in bytes.iter_mut().zip(digest) {
        *byte = of;
    }
    let mut hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.replace_range(12..13, "8");
    let variant = bytes.get(8).map_or(0x80, |byte| (byte & 0x3f) | 0x80);
    hex.replace_range(16..18, &format!("{variant:02x}"));
    for at in [20, 16, 12, 8] {
        hex.insert(at, '-');
    }
    bom.serial_number = Some(UrnUuid(format!("urn:uuid:{hex}")));
    write(bom)
}

fn document(bill: &Bill, version: BillVersion) -> anyhow::Result<Bom> {
    let time = jiff::Timestamp::from_second(bill.now).context("the time is out of range")?;
    let root = root(bill);
    let root_reference = root.bom_ref.clone().unwrap_or_default();
    let parts = parts(bill);
    let direct = parts.values().filter(|part| part.is_direct != Some(false));
    let mut graph = vec![Node {
        dependency_ref: root_reference.clone(),
        dependencies: direct.map(|part| part.purl.clone()).collect(),
    }];
    graph.extend(parts.values().map(|part| Node {
        dependency_ref: part.purl.clone(),
        dependencies: Vec::new(),
    }));
    let references = graph
        .iter()
        .map(|node| BomReference::new(&node.dependency_ref));
    let incomplete = Composition {
        bom_ref: None,
        aggregate: AggregateType::Incomplete,
        assemblies: None,
        dependencies: Some(references.collect()),
        vulnerabilities: None,
        signature: None,
    };
    Ok(Bom {
        serial_number: None,
        metadata: Some(Metadata {
            timestamp: Some(DateTime::try_from(time.to_string())?),
            tools: Some(tools(version)),
            authors: None,
            component: Some(root),
            manufacture: None,
            supplier: None,
            licenses: None,
            properties: None,
            lifecycles: None,
        }),
        components: Some(Components(parts.values().map(Part::component).collect())),
        dependencies: Some(Graph(graph)),
        compositions: Some(Compositions(vec![incomplete])),
        spec_version: version.written(),
        ..Bom::default()
    })
}

/// The project itself.
fn root(bill: &Bill) -> Component {
    let kind = match bill.kind {
        ProjectKind::Application => Classification::Application,
        ProjectKind::Library => Classification::Library,
    };
    let package = bill
        .ecosystem
        .map(|ecosystem| Package::new(ecosystem, bill.name, Some(bill.version)).purl());
    // The project may depend on a package of its own name.
    let reference = format!("project:{}@{}", bill.name, bill.version);
    let mut root = Component::new(kind, bill.name, bill.version, Some(reference));
    root.purl = package.and_then(|purl| purl.parse().ok());
    root
}

/// Tools are components from 1.5 on.
fn tools(version: BillVersion) -> Tools {
    let tool = crate::tool();
    if version.written() < SpecVersion::V1_5 {
        return Tools::List(vec![Tool {
            vendor: None,
            name: Some(NormalizedString::new(&tool.name)),
            version: Some(NormalizedString::new(&tool.version)),
            hashes: None,
            external_references: None,
        }]);
    }
    let own = Component::new(Classification::Application, &tool.name, &tool.version, None);
    Tools::Object {
        services: None,
        components: Some(Components(vec![own])),
    }
}

/// One package, of all sources that name it.
struct Part<'a> {
    purl: String,
    entry: &'a Dependency,
    is_direct: Option<bool>,
    is_optional: bool,
}

/// The packages that are listed, by their URLs.
fn parts<'a>(bill: &Bill<'a>) -> BTreeMap<&'a str, Part<'a>> {
    let mut parts: BTreeMap<&str, Part> = BTreeMap::new();
    let is_listed =
        |entry: &&Dependency| bill.development || entry.scope != DependencyScope::Development;
    for entry in bill.packages.iter().filter(is_listed) {
        let needed = [
            DependencyScope::Runtime,
            DependencyScope::Build,
            DependencyScope::Unknown,
        ];
        let is_optional = entry.condition.is_some() || !needed.contains(&entry.scope);
        let part = parts.entry(&entry.purl).or_insert_with(|| Part {
            purl: entry.purl.clone(),
            entry,
            is_direct: entry.is_direct,
            is_optional,
        });
        part.is_optional &= is_optional;
        if part.is_direct != entry.is_direct {
            let either = part.is_direct == Some(true) || entry.is_direct == Some(true);
            part.is_direct = either.then_some(true);
        }
    }
    parts
}

impl Part<'_> {
    fn component(&self) -> Component {
        let version = self.entry.version.as_deref();
        let (group, name) = match self.entry.name.rsplit_once('/') {
            Some((group, name)) => (Some(group), name),
            None => (None, self.entry.name.as_str()),
        };
        let reference = Some(self.purl.clone());
        let mut component = Component::new(
            Classification::Library,
            name,
            version.unwrap_or_default(),
            reference,
        );
        if version.is_none() {
            component.version = None;
        }
        component.group = group.map(NormalizedString::new);
        component.purl = self.purl.parse().ok();
        component.scope = Some(match self.is_optional {
            true => Scope::Optional,
            false => Scope::Required,
        });
        let source = match self.entry.line {
            Some(line) => format!("{}:{line}", self.entry.path),
            None => self.entry.path.clone(),
        };
        component.properties = Some(Properties(vec![Property {
            name: "relcheck:source".to_owned(),
            value: NormalizedString::new(&source),
        }]));
        component
    }
}

#[cfg(test)]
mod tests;
