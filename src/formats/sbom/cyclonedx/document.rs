//! A CycloneDX document as it is written, borrowed from its text. All that the schema requires is
//! optional here, so that what is missing can be told by name. Fields that nothing reads are named all
//! the same: any other is one that the schema does not know.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::fields::Others;
use super::vulnerability::Vulnerability;
use crate::formats::json_text::Text;

/// A document; of one in JSON without its components and dependencies (`json`).
#[derive(Debug, Default)]
pub(super) struct Document<'a> {
    pub bom_format: Option<Text<'a>>,
    pub spec_version: Option<Text<'a>>,
    pub serial_number: Option<Text<'a>>,
    pub version: Option<i64>,
    pub metadata: Option<Metadata<'a>>,
    pub components: Option<Vec<Component<'a>>>,
    pub services: Option<Vec<Service<'a>>>,
    pub dependencies: Option<Vec<Dependency<'a>>>,
    pub vulnerabilities: Option<Vec<Vulnerability<'a>>>,
    pub citations: Option<Vec<Citation<'a>>>,
    pub properties: Option<Vec<Property<'a>>>,
    pub annotations: Option<Vec<Referable<'a>>>,
    pub formulation: Option<Vec<Referable<'a>>>,
    pub declarations: Option<IgnoredAny>,
    pub definitions: Option<IgnoredAny>,
    pub others: Others<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
pub(super) struct Metadata<'a> {
    #[serde(borrow)]
    pub timestamp: Option<Text<'a>>,
    #[serde(borrow)]
    pub tools: Option<Tools<'a>>,
    #[serde(borrow)]
    pub authors: Option<Vec<Contact<'a>>>,
    #[serde(borrow)]
    pub component: Option<Component<'a>>,
    #[serde(borrow)]
    pub manufacture: Option<Organisation<'a>>,
    #[serde(borrow)]
    pub manufacturer: Option<Organisation<'a>>,
    #[serde(borrow)]
    pub supplier: Option<Organisation<'a>>,
    #[serde(borrow)]
    pub licenses: Option<Vec<LicenseChoice<'a>>>,
    #[serde(borrow)]
    pub properties: Option<Vec<Property<'a>>>,
    #[serde(borrow)]
    pub distribution_constraints: Option<Distribution<'a>>,
    pub lifecycles: Option<IgnoredAny>,
    #[serde(borrow, flatten)]
    pub others: Others<'a>,
}

/// The list of 1.4 and earlier, or the object of 1.5 and later.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Tools<'a> {
    List(#[serde(borrow)] Vec<Tool<'a>>),
    Parts(#[serde(borrow)] ToolParts<'a>),
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct ToolParts<'a> {
    #[serde(borrow)]
    pub components: Option<Vec<Component<'a>>>,
    #[serde(borrow)]
    pub services: Option<Vec<Service<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Tool<'a> {
    #[serde(borrow)]
    pub vendor: Option<Text<'a>>,
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub version: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Distribution<'a> {
    #[serde(borrow)]
    pub tlp: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Contact<'a> {
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub email: Option<Text<'a>>,
    #[serde(borrow, rename = "bom-ref")]
    pub reference: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Organisation<'a> {
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow, rename = "bom-ref")]
    pub reference: Option<Text<'a>>,
}

/// Whatever has a reference of its own and is not read besides.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Referable<'a> {
    #[serde(borrow, rename = "bom-ref")]
    pub reference: Option<Text<'a>>,
}

/// The fields that nearly all components have come first: their names are compared in this order.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
pub(super) struct Component<'a> {
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub version: Option<Text<'a>>,
    #[serde(borrow, rename = "type")]
    pub kind: Option<Text<'a>>,
    #[serde(borrow)]
    pub purl: Option<Text<'a>>,
    #[serde(borrow, rename = "bom-ref")]
    pub reference: Option<Text<'a>>,
    #[serde(borrow)]
    pub licenses: Option<Vec<LicenseChoice<'a>>>,
    pub description: Option<IgnoredAny>,
    pub external_references: Option<IgnoredAny>,
    #[serde(borrow)]
    pub hashes: Option<Vec<Hash<'a>>>,
    #[serde(borrow)]
    pub properties: Option<Vec<Property<'a>>>,
    #[serde(borrow)]
    pub components: Option<Vec<Component<'a>>>,
    #[serde(borrow)]
    pub author: Option<Text<'a>>,
    #[serde(borrow)]
    pub authors: Option<Vec<Contact<'a>>>,
    #[serde(borrow)]
    pub publisher: Option<Text<'a>>,
    #[serde(borrow)]
    pub supplier: Option<Organisation<'a>>,
    #[serde(borrow)]
    pub group: Option<Text<'a>>,
    #[serde(borrow)]
    pub cpe: Option<Text<'a>>,
    #[serde(borrow)]
    pub scope: Option<Text<'a>>,
    #[serde(borrow)]
    pub evidence: Option<Evidence<'a>>,
    pub copyright: Option<IgnoredAny>,
    #[serde(borrow)]
    pub manufacturer: Option<Organisation<'a>>,
    #[serde(borrow)]
    pub version_range: Option<Text<'a>>,
    pub is_external: Option<bool>,
    #[serde(borrow)]
    pub omnibor_id: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub swhid: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub swid: Option<Swid<'a>>,
    #[serde(borrow)]
    pub pedigree: Option<Pedigree<'a>>,
    #[serde(rename = "mime-type")]
    pub mime_type: Option<IgnoredAny>,
    pub patent_assertions: Option<IgnoredAny>,
    pub modified: Option<IgnoredAny>,
    pub release_notes: Option<IgnoredAny>,
    pub model_card: Option<IgnoredAny>,
    #[serde(borrow)]
    pub data: Option<Vec<Referable<'a>>>,
    pub crypto_properties: Option<IgnoredAny>,
    pub tags: Option<IgnoredAny>,
    pub signature: Option<IgnoredAny>,
    #[serde(borrow, flatten)]
    pub others: Others<'a>,
}

/// What was found in a component's files.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Evidence<'a> {
    #[serde(borrow)]
    pub licenses: Option<Vec<LicenseChoice<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Hash<'a> {
    #[serde(borrow)]
    pub alg: Option<Text<'a>>,
    #[serde(borrow)]
    pub content: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LicenseChoice<'a> {
    #[serde(borrow)]
    pub license: Option<License<'a>>,
    #[serde(borrow)]
    pub expression: Option<Text<'a>>,
    #[serde(borrow)]
    pub acknowledgement: Option<Text<'a>>,
    #[serde(borrow, rename = "bom-ref")]
    pub reference: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct License<'a> {
    #[serde(borrow)]
    pub id: Option<Text<'a>>,
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub acknowledgement: Option<Text<'a>>,
    #[serde(borrow)]
    pub text: Option<Attachment<'a>>,
    #[serde(borrow)]
    pub properties: Option<Vec<Property<'a>>>,
    #[serde(borrow, rename = "bom-ref")]
    pub reference: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Attachment<'a> {
    #[serde(borrow)]
    pub encoding: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Swid<'a> {
    #[serde(borrow)]
    pub tag_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Property<'a> {
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Pedigree<'a> {
    #[serde(borrow)]
    pub patches: Option<Vec<Patch<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Patch<'a> {
    #[serde(borrow, rename = "type")]
    pub kind: Option<Text<'a>>,
    #[serde(borrow)]
    pub resolves: Option<Vec<Issue<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Issue<'a> {
    #[serde(borrow, rename = "type")]
    pub kind: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Service<'a> {
    #[serde(borrow, rename = "bom-ref")]
    pub reference: Option<Text<'a>>,
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub data: Option<Vec<ServiceData<'a>>>,
    #[serde(borrow)]
    pub properties: Option<Vec<Property<'a>>>,
    #[serde(borrow)]
    pub services: Option<Vec<Service<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct ServiceData<'a> {
    #[serde(borrow)]
    pub flow: Option<Text<'a>>,
    #[serde(borrow)]
    pub classification: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Citation<'a> {
    #[serde(borrow, rename = "bom-ref")]
    pub reference: Option<Text<'a>>,
    pub pointers: Option<IgnoredAny>,
    pub expressions: Option<IgnoredAny>,
    #[serde(borrow)]
    pub timestamp: Option<Text<'a>>,
    pub attributed_to: Option<IgnoredAny>,
    pub process: Option<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dependency<'a> {
    #[serde(borrow, rename = "ref")]
    pub of: Option<Text<'a>>,
    #[serde(borrow)]
    pub depends_on: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub provides: Option<Vec<Text<'a>>>,
}
