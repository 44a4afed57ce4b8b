//! What CSAF documents state of vulnerabilities, as statements on packages and on the project.

use super::target::Target;
use crate::formats::csaf_vex::CsafProduct;
use crate::formats::sbom::SbomAffectedVersion;

/// What a statement on a product is about.
pub(super) fn target(product: &CsafProduct) -> Target {
    let range = product.range.as_ref().map(|range| SbomAffectedVersion {
        range: Some(range.clone()),
        ..SbomAffectedVersion::default()
    });
    Target {
        package: product.package.clone(),
        names: product.names.clone(),
        version: product.version.clone(),
        versions: range.into_iter().collect(),
        is_variant: product.is_variant,
        whole: product.whole.as_deref().map(target).map(Box::new),
    }
}
