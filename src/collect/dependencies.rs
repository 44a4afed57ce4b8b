//! What the project depends on, by its lock files and installed packages, and what of it is new.
//!
//! A file that cannot be read is a source with a problem: nothing becomes "no dependencies" because
//! nobody could read it.

mod compare;
mod files;
mod fit;
mod inherited;
mod installed;
mod inventory;
mod manifests;
mod others;
mod own;
mod particulars;
#[cfg(test)]
mod tests;

use super::{Collector, Context};
use crate::facts::{Dependencies, Missing};
use inventory::Inventory;

pub use particulars::{DistributedFile, Particular, Particulars, particulars};

/// What the project depends on, by its lock files and installed packages, and what of it is new.
pub(super) struct DependenciesCollector;

impl Collector for DependenciesCollector {
    type Facts = Dependencies;

    const NAME: &'static str = "dependencies";
    const PURPOSE: &'static str =
        "The packages that the project depends on, by its lock files, and which of them are new.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        context.dependencies().cloned()
    }
}

/// Reads the fact. Other collectors get it through [`Context::dependencies`].
pub(super) fn read(context: &Context) -> Result<Dependencies, Missing> {
    let mut now = Inventory::read(context.checkout())?;
    let folder = context.repo().root().join(context.checkout().project());
    installed::add(&folder, &mut now);
    own::settle(context.checkout(), &mut now)?;
    manifests::settle(&mut now);
    let mut facts = now.facts();
    compare::with_previous(context, &mut facts);
    Ok(facts)
}
