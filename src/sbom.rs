//! The bill of materials that relcheck writes: CycloneDX, from what the lock files and installed
//! packages say.
//!
//! The same input gives the same bytes: the time is an input, and the serial number is worked out from
//! the content. Of what needs what the document says where it is all there is, and where it is not:
//! `complete` and `incomplete`.

mod graph;
mod parts;

use anyhow::Context as _;
use cyclonedx_bom::external_models::date_time::DateTime;
use cyclonedx_bom::external_models::normalized_string::NormalizedString;
use cyclonedx_bom::models::bom::{Bom, SpecVersion, UrnUuid};
use cyclonedx_bom::models::component::{Classification, Component, Components};
use cyclonedx_bom::models::metadata::Metadata;
use cyclonedx_bom::models::tool::{Tool, Tools};
use sha2::{Digest as _, Sha256};

use crate::collect::{Particulars, SureLicenses};
use crate::facts::{Dependency, ProjectKind};
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
    /// What is known of those besides.
    pub particulars: &'a Particulars,
    /// The licences of those of which one is sure.
    pub licenses: &'a SureLicenses,
    /// Whether the sources name all that the project asks for.
    pub is_whole: bool,
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
    let parts = parts::parts(bill);
    let (dependencies, compositions) = graph::graph(&root_reference, &parts, bill);
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
        components: Some(Components(
            parts.values().map(parts::Part::component).collect(),
        )),
        dependencies: Some(dependencies),
        compositions: Some(compositions),
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

#[cfg(test)]
mod tests;
