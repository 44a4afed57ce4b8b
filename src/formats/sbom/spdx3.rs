//! SPDX 3.0 (spdx.github.io/spdx-spec/v3.0.1), in the JSON-LD form that has a graph of elements.
//!
//! Packages are components, those of AI models and of data sets too; files are read as far as others
//! refer to them. Other serialisations of the same graph (prefixes of one's own, no `@graph`) are not
//! read.

mod element;
mod take;

use element::Document;

use super::Sbom;
use crate::formats::json_head::Outline;
use crate::formats::report::{self, Flaw};

/// What the address of the context begins with; the version follows.
const CONTEXT: &str = "https://spdx.org/rdf/";

/// Whether a text that starts like this is an SPDX 3 document.
#[must_use]
pub fn is_spdx3(head: &str) -> bool {
    let outline = Outline::of(head);
    match outline.string("@context") {
        Some(context) => context.starts_with(CONTEXT),
        None => {
            outline.has("@graph") && outline.has_any(&["@graph[].spdxId", "@graph[].specVersion"])
        }
    }
}

/// Reads a whole document.
///
/// # Errors
/// It is not whole, not JSON of such a document, of a version that is not read, or over a limit.
pub fn read(bytes: &[u8]) -> Result<Sbom, Flaw> {
    let text = report::text(bytes)?;
    let document: Document<'_> = report::json(text)?;
    take::sbom(&document)
}
