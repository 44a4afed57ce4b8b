//! An SPDX 2 document as it is written, borrowed from its text. All that is required is optional here,
//! so that what is missing can be told by name.

use serde::Deserialize;

use crate::formats::json_text::Text;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    pub spdx_version: Option<Text<'a>>,
    #[serde(borrow)]
    pub data_license: Option<Text<'a>>,
    #[serde(borrow, rename = "SPDXID")]
    pub id: Option<Text<'a>>,
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub document_namespace: Option<Text<'a>>,
    #[serde(borrow)]
    pub creation_info: Option<CreationInfo<'a>>,
    #[serde(borrow)]
    pub document_describes: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub packages: Option<Vec<Package<'a>>>,
    #[serde(borrow)]
    pub files: Option<Vec<Element<'a>>>,
    #[serde(borrow)]
    pub snippets: Option<Vec<Element<'a>>>,
    #[serde(borrow)]
    pub relationships: Option<Vec<Relationship<'a>>>,
    #[serde(borrow, rename = "hasExtractedLicensingInfos")]
    pub own_licenses: Option<Vec<OwnLicense<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct CreationInfo<'a> {
    #[serde(borrow)]
    pub created: Option<Text<'a>>,
    #[serde(borrow)]
    pub creators: Option<Vec<Text<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Package<'a> {
    #[serde(borrow, rename = "SPDXID")]
    pub id: Option<Text<'a>>,
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub version_info: Option<Text<'a>>,
    #[serde(borrow)]
    pub supplier: Option<Text<'a>>,
    #[serde(borrow)]
    pub originator: Option<Text<'a>>,
    #[serde(borrow)]
    pub download_location: Option<Text<'a>>,
    #[serde(borrow)]
    pub primary_package_purpose: Option<Text<'a>>,
    #[serde(borrow)]
    pub license_declared: Option<Text<'a>>,
    #[serde(borrow)]
    pub license_concluded: Option<Text<'a>>,
    #[serde(borrow)]
    pub checksums: Option<Vec<Checksum<'a>>>,
    #[serde(borrow)]
    pub external_refs: Option<Vec<ExternalReference<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checksum<'a> {
    #[serde(borrow)]
    pub algorithm: Option<Text<'a>>,
    #[serde(borrow)]
    pub checksum_value: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExternalReference<'a> {
    #[serde(borrow)]
    pub reference_category: Option<Text<'a>>,
    #[serde(borrow)]
    pub reference_type: Option<Text<'a>>,
    #[serde(borrow)]
    pub reference_locator: Option<Text<'a>>,
}

/// A licence that the document defines itself.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OwnLicense<'a> {
    #[serde(borrow)]
    pub license_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub extracted_text: Option<Text<'a>>,
}

/// A file or a snippet.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Element<'a> {
    #[serde(borrow, rename = "SPDXID")]
    pub id: Option<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Relationship<'a> {
    #[serde(borrow)]
    pub spdx_element_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub related_spdx_element: Option<Text<'a>>,
    #[serde(borrow)]
    pub relationship_type: Option<Text<'a>>,
}
