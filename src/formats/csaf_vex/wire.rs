//! The parts of a CSAF document that are read, as they are written (§3.2).

use serde::Deserialize;

use crate::formats::report::unique_keys;

#[derive(Deserialize)]
pub(super) struct Document {
    pub document: Head,
    #[serde(default)]
    pub product_tree: Tree,
    #[serde(default)]
    pub vulnerabilities: Vec<Vulnerability>,
}

#[derive(Deserialize)]
pub(super) struct Head {
    pub category: String,
    pub csaf_version: String,
    pub publisher: Publisher,
    pub tracking: Tracking,
}

#[derive(Deserialize)]
pub(super) struct Publisher {
    pub name: String,
}

#[derive(Deserialize)]
pub(super) struct Tracking {
    pub current_release_date: String,
    pub status: String,
}

#[derive(Default, Deserialize)]
pub(super) struct Tree {
    #[serde(default)]
    pub branches: Vec<Branch>,
    #[serde(default)]
    pub full_product_names: Vec<Product>,
    #[serde(default)]
    pub relationships: Vec<Relationship>,
    #[serde(default)]
    pub product_groups: Vec<Group>,
}

#[derive(Deserialize)]
pub(super) struct Branch {
    pub category: String,
    pub name: String,
    #[serde(default)]
    pub branches: Vec<Branch>,
    #[serde(default)]
    pub product: Option<Product>,
}

#[derive(Deserialize)]
pub(super) struct Product {
    pub name: String,
    pub product_id: String,
    #[serde(default)]
    pub product_identification_helper: Option<Identification>,
}

#[derive(Deserialize)]
pub(super) struct Identification {
    #[serde(default)]
    pub purl: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Relationship {
    pub full_product_name: Product,
    pub product_reference: String,
    pub relates_to_product_reference: String,
}

#[derive(Deserialize)]
pub(super) struct Group {
    pub group_id: String,
    pub product_ids: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Vulnerability {
    #[serde(default)]
    pub cve: Option<String>,
    #[serde(default)]
    pub ids: Vec<Id>,
    #[serde(default, deserialize_with = "unique_keys")]
    pub product_status: Vec<(String, Vec<String>)>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    #[serde(default)]
    pub threats: Vec<Threat>,
}

#[derive(Deserialize)]
pub(super) struct Id {
    pub text: String,
}

#[derive(Deserialize)]
pub(super) struct Flag {
    pub label: String,
    #[serde(default)]
    pub product_ids: Vec<String>,
    #[serde(default)]
    pub group_ids: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Threat {
    pub category: String,
    pub details: String,
    #[serde(default)]
    pub product_ids: Vec<String>,
    #[serde(default)]
    pub group_ids: Vec<String>,
}
