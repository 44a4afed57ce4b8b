//! Which registries a project is for, by the manifests that it has.

use std::collections::BTreeSet;

use super::foreign::is_foreign;
use crate::release::Ecosystem;
use crate::repo::Checkout;

/// The names of manifests.
const NAMES: &[(&str, Ecosystem)] = &[
    ("Cargo.toml", Ecosystem::Cargo),
    ("go.mod", Ecosystem::Go),
    ("package.json", Ecosystem::Npm),
    ("pyproject.toml", Ecosystem::Pypi),
    ("setup.cfg", Ecosystem::Pypi),
    ("setup.py", Ecosystem::Pypi),
];

/// The registries; empty where there is no manifest that is known, or the files cannot be listed.
pub(super) fn ecosystems(checkout: &Checkout) -> BTreeSet<Ecosystem> {
    let paths = checkout.tracked().unwrap_or_default();
    let own = paths.iter().filter(|path| !is_foreign(path));
    own.filter_map(|path| {
        let file = path.rsplit('/').next().unwrap_or(path);
        let (_, ecosystem) = NAMES.iter().find(|(name, _)| *name == file)?;
        Some(*ecosystem)
    })
    .collect()
}
