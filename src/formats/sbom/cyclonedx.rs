//! CycloneDX 1.2 to 1.7 (ECMA-424), in JSON and in XML.
//!
//! Both are read into one borrowed form (`document`), of JSON component by component, and that is
//! checked and taken in one way. What
//! is checked is what the schemas ask for of all that relcheck reads, and what they cannot say: that
//! references are unique and lead somewhere. Not looked at, since nothing here reads it, is what is
//! inside of `services` but for their data and properties, `compositions`, `evidence` but for its licences, `formulation`,
//! `declarations`, `definitions`, `modelCard`, `cryptoProperties`, `releaseNotes` and `signature`; in
//! XML the order of elements.

mod check;
mod document;
mod fields;
mod json;
mod licenses;
mod take;
mod terms;
mod version;
mod vulnerability;
mod xml;
mod xml_metadata;
mod xml_parts;
mod xml_vulnerability;

use super::{Sbom, SbomFormat};
use crate::formats::json_head::Outline;
use crate::formats::report::{self, Flaw};
use crate::formats::xml::root;

/// The versions that are read, the oldest first.
pub const VERSIONS: [&str; 6] = ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];

/// What the namespace of the XML form begins with; the version follows.
const NAMESPACE: &str = "http://cyclonedx.org/schema/bom/";

/// Whether a text that starts like this is a CycloneDX document in JSON. The members stand in no order:
/// `bomFormat` may be the very last, so a `$schema` or what no other format has is enough.
#[must_use]
pub fn is_json(head: &str) -> bool {
    let outline = Outline::of(head);
    if let Some(format) = outline.string("bomFormat") {
        return format == "CycloneDX";
    }
    let schema = outline.string("$schema");
    let names_schema = schema.is_some_and(|it| it.contains("cyclonedx.org/schema/bom"));
    let has_components = outline.has_all(&["components[].bom-ref", "components[].type"])
        || outline.has_all(&[
            "components[].name",
            "components[].type",
            "components[].purl",
        ]);
    let has_metadata = outline.has_any(&["metadata.component.bom-ref", "metadata.component.type"]);
    let has_dependencies = outline.has_all(&["dependencies[].ref", "dependencies[].dependsOn"]);
    let is_another = outline.has_any(&["spdxVersion", "@graph", "@context"]);
    names_schema || (!is_another && (has_components || has_metadata || has_dependencies))
}

/// Whether a text that starts like this is a CycloneDX document in XML.
#[must_use]
pub fn is_xml(head: &str) -> bool {
    root(head).is_some_and(|(name, rest)| {
        let end = rest.find('>').unwrap_or(rest.len());
        let attributes = rest.get(..end).unwrap_or(rest);
        name == "bom" && attributes.contains("cyclonedx.org/schema/bom")
    })
}

/// Reads a whole document in JSON.
///
/// # Errors
/// It is not whole, not JSON of such a document, of a version that is not read, or over a limit.
pub fn read_json(bytes: &[u8]) -> Result<Sbom, Flaw> {
    let text = report::text(bytes)?;
    json::read(text)
}

/// Reads a whole document in XML.
///
/// # Errors
/// It is not whole, not XML of such a document, of a version that is not read, or over a limit.
pub fn read_xml(bytes: &[u8]) -> Result<Sbom, Flaw> {
    let text = report::text(bytes)?;
    let document = xml::document(text)?;
    take::sbom(&document, SbomFormat::CycloneDxXml)
}
