//! The elements of an SPDX 3 graph as they are written, borrowed from its text. All types of elements
//! are read into one, since they stand in one list in any order.

use serde::Deserialize;

use crate::formats::json_text::Text;

#[derive(Debug, Deserialize)]
pub(super) struct Document<'a> {
    #[serde(borrow, rename = "@context")]
    pub context: Option<Text<'a>>,
    #[serde(borrow, rename = "@graph")]
    pub graph: Option<Vec<Element<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Element<'a> {
    #[serde(borrow, rename = "type", alias = "@type")]
    pub kind: Option<Text<'a>>,
    #[serde(borrow, alias = "@id")]
    pub spdx_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub creation_info: Option<Reference<'a>>,
    #[serde(borrow)]
    pub supplied_by: Option<Reference<'a>>,
    #[serde(borrow)]
    pub originated_by: Option<Several<'a>>,
    #[serde(borrow)]
    pub root_element: Option<Several<'a>>,
    #[serde(borrow)]
    pub external_identifier: Option<Vec<Identifier<'a>>>,
    #[serde(borrow, rename = "software_packageVersion")]
    pub version: Option<Text<'a>>,
    #[serde(borrow, rename = "software_packageUrl")]
    pub purl: Option<Text<'a>>,
    #[serde(borrow, rename = "software_primaryPurpose")]
    pub purpose: Option<Text<'a>>,
    #[serde(borrow, rename = "simplelicensing_licenseExpression")]
    pub license: Option<Text<'a>>,
    #[serde(borrow)]
    pub import: Option<Vec<Import<'a>>>,
    // Of relationships.
    #[serde(borrow)]
    pub from: Option<Reference<'a>>,
    #[serde(borrow)]
    pub to: Option<Several<'a>>,
    #[serde(borrow)]
    pub relationship_type: Option<Text<'a>>,
    // Of `CreationInfo`.
    #[serde(borrow)]
    pub spec_version: Option<Text<'a>>,
    #[serde(borrow)]
    pub created: Option<Text<'a>>,
    #[serde(borrow)]
    pub created_by: Option<Several<'a>>,
    #[serde(borrow)]
    pub created_using: Option<Several<'a>>,
}

/// An element by its identifier, or as it is.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Reference<'a> {
    Id(#[serde(borrow)] Text<'a>),
    Inline(#[serde(borrow)] Box<Element<'a>>),
}

/// One or more references.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Several<'a> {
    List(#[serde(borrow)] Vec<Reference<'a>>),
    One(#[serde(borrow)] Reference<'a>),
}

impl<'a> Several<'a> {
    pub fn all(&self) -> &[Reference<'a>] {
        match self {
            Several::List(list) => list,
            Several::One(one) => std::slice::from_ref(one),
        }
    }
}

impl Reference<'_> {
    /// What the graph knows the element by; `None` for one that has no identifier.
    pub fn id(&self) -> Option<&str> {
        match self {
            Reference::Id(id) => Some(id),
            Reference::Inline(element) => element.spdx_id.as_deref(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Identifier<'a> {
    #[serde(borrow)]
    pub external_identifier_type: Option<Text<'a>>,
    #[serde(borrow)]
    pub identifier: Option<Text<'a>>,
}

/// An element of another document.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Import<'a> {
    #[serde(borrow)]
    pub external_spdx_id: Option<Text<'a>>,
}
