//! The version by which the project is cited.

use super::gather::{Found, Gather};
use crate::facts::DeclarationRole;
use crate::formats::citation;
use crate::formats::version_source::{VersionPlace, VersionSource};

/// The file that GitHub, Zenodo and Zotero read.
const CFF: &str = "CITATION.cff";

/// The files in JSON: of CodeMeta, and of Zenodo.
const JSON: &[&str] = &["codemeta.json", ".zenodo.json"];

/// Notes the versions in the project's files for citations.
pub(super) fn read(gather: &mut Gather<'_>) {
    if let Some(Some(place)) = gather.parse(CFF, citation::read_cff) {
        note(gather, CFF, &place);
    }
    for path in JSON {
        let places = gather.parse(path, citation::read_json);
        for place in places.iter().flatten() {
            note(gather, path, place);
        }
    }
}

fn note(gather: &mut Gather<'_>, path: &str, place: &VersionPlace) {
    match &place.source {
        VersionSource::Literal(text) => {
            let found = Found {
                path,
                line: place.line,
                kind: path,
                key: &place.key,
                role: DeclarationRole::Project,
                package: None,
            };
            gather.declare(found, text);
        }
        VersionSource::Undetermined(reason) => {
            gather.undetermined(path, place.line, reason.as_str());
        }
        VersionSource::Dynamic { .. } => {}
    }
}
