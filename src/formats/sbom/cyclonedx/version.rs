//! Which version of the specification a document is of.

use super::document::Document;
use super::{NAMESPACE, VERSIONS};
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::shown;

/// The version of the specification.
///
/// # Errors
/// It is no CycloneDX document, or one of a version that is not read.
pub(super) fn of<'v>(document: &Document<'_>) -> Result<&'v str, Flaw> {
    match document.bom_format.as_deref() {
        Some("CycloneDX") => {}
        Some(other) => {
            return Err(Flaw::unreadable(format!(
                "its `bomFormat` is `{}`, not `CycloneDX`",
                shown(other)
            )));
        }
        None => return Err(Flaw::unreadable("it has no `bomFormat`")),
    }
    let Some(version) = document.spec_version.as_deref() else {
        return Err(Flaw::unreadable("it has no `specVersion`"));
    };
    VERSIONS
        .into_iter()
        .find(|known| *known == version)
        .ok_or_else(|| {
            Flaw::unreadable(format!(
                "it is of CycloneDX {}, and 1.2 to 1.7 are read",
                shown(version)
            ))
        })
}

/// The version that a namespace of the XML form names.
pub(super) fn of_namespace(namespace: &str) -> Option<&str> {
    namespace.strip_prefix(NAMESPACE)
}
