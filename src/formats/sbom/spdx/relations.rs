//! How the elements of an SPDX 2 document are related (SPDX 2.3, §11).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::document::{Document, Relationship};
use super::take::{DOCUMENT, NOTHING};
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::{limit, shown};
use crate::formats::sbom::{MAX_RELATIONS, Problems};

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

/// How the elements are related to each other.
#[derive(Default)]
pub(super) struct Relations<'d> {
    pub described: HashSet<&'d str>,
    pub related: HashSet<&'d str>,
    pub needs: BTreeMap<&'d str, Vec<&'d str>>,
    pub parents: HashMap<&'d str, &'d str>,
}

impl<'d> Relations<'d> {
    pub fn of(
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

    pub fn count(&self) -> usize {
        self.needs.values().map(Vec::len).sum()
    }
}
