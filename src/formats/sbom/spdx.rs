//! SPDX 2.2 and 2.3 (ISO/IEC 5962), in JSON and in lines of a tag and a value.
//!
//! Both are read into one form (`document`), and that is checked and taken in one way. Files,
//! snippets and annotations are read only as far as others refer to them.

mod document;
mod relations;
mod tag_value;
mod take;

use document::Document;

use super::{Sbom, SbomFormat};
use crate::formats::json_head::Outline;
use crate::formats::report::{self, Flaw};

/// The versions that are read.
pub const VERSIONS: [&str; 2] = ["2.2", "2.3"];

/// Whether a text that starts like this is an SPDX 2 document in JSON. The members stand in no order,
/// so that `spdxVersion` may be the very last.
#[must_use]
pub fn is_json(head: &str) -> bool {
    let outline = Outline::of(head);
    if outline.has_any(&["bomFormat", "@graph", "@context"]) {
        return false;
    }
    outline
        .string("spdxVersion")
        .is_some_and(|it| it.starts_with("SPDX-"))
        || outline.has_all(&["SPDXID", "creationInfo"])
        || outline.has_all(&["packages[].SPDXID", "packages[].name"])
        || outline.has_all(&[
            "relationships[].spdxElementId",
            "relationships[].relationshipType",
        ])
}

/// Whether a text that starts like this is an SPDX 2 document in lines: the first one that is no
/// comment names the version.
#[must_use]
pub fn is_tag_value(head: &str) -> bool {
    let head = head.strip_prefix('\u{feff}').unwrap_or(head);
    let mut lines = head.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    let value = first.and_then(|line| line.strip_prefix("SPDXVersion:"));
    value.is_some_and(|value| value.trim().starts_with("SPDX-"))
}

/// Reads a whole document in JSON.
///
/// # Errors
/// It is not whole, not JSON of such a document, of a version that is not read, or over a limit.
pub fn read_json(bytes: &[u8]) -> Result<Sbom, Flaw> {
    let text = report::text(bytes)?;
    let document: Document<'_> = report::json(text)?;
    take::sbom(&document, SbomFormat::SpdxJson)
}

/// Reads a whole document in lines. Nothing marks its end: one that is cut off at the end of a line
/// shows that only where a package lacks what it must have, or a relationship leads nowhere.
///
/// # Errors
/// It is no such document, of a version that is not read, or over a limit.
pub fn read_tag_value(bytes: &[u8]) -> Result<Sbom, Flaw> {
    let text = report::text(bytes)?;
    let document = tag_value::document(text)?;
    take::sbom(&document, SbomFormat::SpdxTagValue)
}
