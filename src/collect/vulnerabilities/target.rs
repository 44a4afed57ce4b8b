//! What a statement on a vulnerability is about, and for which versions of it the statement holds.

use super::bills::{Standing, standing};
use crate::facts::VexStatus;
use crate::formats::sbom::SbomAffectedVersion;
use crate::release::{Ecosystem, Package};

/// What a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The package; `None` where the component has no URL of one.
    pub package: Option<Package>,
    /// The names of the component.
    pub names: Vec<String>,
    /// Its version; `None` for all.
    pub version: Option<String>,
    /// Which versions have the vulnerability; empty where that is not said.
    pub versions: Vec<SbomAffectedVersion>,
    /// Whether it is only some form of the component, as that for one architecture. What is stated of
    /// one excuses nothing.
    pub is_variant: bool,
    /// What the component is a part of, where the statement is about that part alone.
    pub whole: Option<Box<Target>>,
}

impl Target {
    /// Whether what is stated holds for a version of the component: what excuses it has to for certain,
    /// and of what does not it is enough that it may.
    ///
    /// A list of versions says which have the vulnerability, and the statement what that means. So one
    /// of versions that are all affected holds for these; where a list tells some from others, it holds
    /// for those that are not.
    pub fn holds_for(
        &self,
        status: VexStatus,
        ecosystem: Option<Ecosystem>,
        version: &str,
    ) -> bool {
        let excuses = matches!(status, VexStatus::Fixed | VexStatus::NotAffected);
        let is_it = self.version.as_deref().is_none_or(|it| it == version);
        let is_affected =
            |it: &SbomAffectedVersion| matches!(it.status.as_deref(), None | Some("affected"));
        is_it
            && !(excuses && self.is_variant)
            && match standing(&self.versions, ecosystem, version) {
                Standing::Unsaid => true,
                Standing::Unaffected => excuses,
                Standing::Affected => !excuses || self.versions.iter().all(is_affected),
                Standing::Unclear => !excuses,
                Standing::Other => false,
            }
    }
}
