//! Whether a planned bump does what it promises: the facts are collected again over the planned
//! files, before any of them is written.

use anyhow::bail;

use crate::cli::session::failed;
use crate::collect::Context;
use crate::facts::DeclarationRole;
use crate::release::Version;

/// Checks that each place of the project declares the version afterwards.
pub(super) fn holds(after: &Context, version: &Version) -> anyhow::Result<()> {
    let versions = after.versions().map_err(|missing| failed(&missing))?;
    if let Some(place) = versions.undetermined.first() {
        bail!(
            "the change would break `{}:{}` ({}), so nothing was written\n  fix: write the version there by hand; this is a bug in relcheck",
            place.path,
            place.line,
            place.reason
        );
    }
    let other = versions.declarations.iter().find(|declaration| {
        let declared = declaration
            .version
            .as_ref()
            .and_then(|fact| fact.to_version());
        declaration.role == DeclarationRole::Project && declared.as_ref() != Some(version)
    });
    if let Some(place) = other {
        bail!(
            "`{}:{}` would still declare `{}`, so nothing was written\n  fix: write the version there by hand",
            place.path,
            place.line,
            place.text
        );
    }
    after.changelog().map_err(|missing| failed(&missing))?;
    Ok(())
}
