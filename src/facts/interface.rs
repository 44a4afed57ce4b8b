//! What users rely on besides the API: runtimes, extras, features, commands and their options.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ApiChange, ApiGap, ApiWeight};

/// What manifests and command lines declare to users, compared between the previous release and
/// HEAD.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    /// The tag of the previous release that HEAD's commit is compared with; `null` for a first
    /// release: then nothing was compared, and all lists are empty.
    pub since: Option<String>,
    /// The files that were compared, sorted by path, then by kind. Empty if the project has none
    /// that relcheck reads.
    #[schemars(extend("x-large" = true))]
    pub sources: Vec<InterfaceSource>,
    /// What changed for users, sorted by symbol, then by kind. Their `kind` is one of the list
    /// that `InterfaceKind` documents.
    #[schemars(extend("x-large" = true))]
    pub changes: Vec<ApiChange>,
    /// What could not be compared, sorted by symbol: a change there may be missing in `changes`.
    #[schemars(extend("x-large" = true))]
    pub gaps: Vec<ApiGap>,
}

/// A file of either revision that declares a part of the interface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterfaceSource {
    /// The path from the root of the project, with `/` between its parts.
    pub path: String,
    /// What was read there: `pyproject.toml`, `setup.cfg`, `setup.py`, `Cargo.toml`,
    /// `package.json`, `go.mod`, or `options` for source code that differs and declares a command
    /// line.
    pub kind: String,
}

/// What kinds of change the fact `interface` tells apart, and what each weighs. This is the whole
/// list: the word that facts carry is [`InterfaceKind::word`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InterfaceKind {
    /// `runtime-dropped`: versions of Python or Node.js that are no longer supported.
    RuntimeDropped,
    /// `runtime-raised`: a higher `rust-version` or `go` directive.
    RuntimeRaised,
    /// `runtime-added`: versions of a runtime that are newly supported.
    RuntimeAdded,
    /// `dependency-raised`: a higher lower bound of a dependency of the published package.
    DependencyRaised,
    /// `dependency-limited`: a new or lower upper bound of a dependency.
    DependencyLimited,
    /// `dependency-major`: a dependency of a Rust crate moved to a version that is incompatible
    /// with the one before; breaking where the crate's public items show the dependency's types.
    DependencyMajor,
    /// `dependency-added`: a new required dependency.
    DependencyAdded,
    /// `dependency-removed`: a required dependency that is gone; those who relied on its being
    /// there must ask for it themselves.
    DependencyRemoved,
    /// `peer-raised`: a peer dependency no longer admits versions that it admitted.
    PeerRaised,
    /// `peer-added`: a new required peer dependency: users must install it.
    PeerAdded,
    /// `package-removed`: a published package of a workspace is gone.
    PackageRemoved,
    /// `package-renamed`: the package is published under another name.
    PackageRenamed,
    /// `library-renamed`: the library of a Rust crate is imported by another name.
    LibraryRenamed,
    /// `package-added`: a new published package of a workspace.
    PackageAdded,
    /// `extra-removed`: an extra of a Python package.
    ExtraRemoved,
    /// `extra-added`: an extra of a Python package.
    ExtraAdded,
    /// `feature-removed`: a feature of a Rust crate, explicit or implied by an optional dependency.
    FeatureRemoved,
    /// `feature-added`: a feature of a Rust crate.
    FeatureAdded,
    /// `default-feature-removed`: a feature that still exists, but is no longer on by default.
    DefaultFeatureRemoved,
    /// `default-feature-added`: a feature that is now on by default.
    DefaultFeatureAdded,
    /// `export-removed`: an entry of `exports`, or `main`, of an npm package.
    ExportRemoved,
    /// `export-added`: an entry of `exports` of an npm package.
    ExportAdded,
    /// `entry-point-removed`: an entry point of a Python package that is no command.
    EntryPointRemoved,
    /// `entry-point-added`: an entry point of a Python package that is no command.
    EntryPointAdded,
    /// `item-deprecated`: an item of a Rust library is newly marked `#[deprecated]`.
    ItemDeprecated,
    /// `command-removed`: an installed command: a console script, a `bin`.
    CommandRemoved,
    /// `command-added`: an installed command.
    CommandAdded,
    /// `subcommand-removed`: a sub-command of a command line.
    SubcommandRemoved,
    /// `subcommand-added`: a sub-command of a command line.
    SubcommandAdded,
    /// `option-removed`: an option of a command line.
    OptionRemoved,
    /// `option-added`: an option of a command line.
    OptionAdded,
    /// `option-hidden`: an option or sub-command that still works, but is no longer in the help.
    OptionHidden,
}

impl InterfaceKind {
    /// All of them.
    pub const ALL: &'static [InterfaceKind] = &[
        Self::RuntimeDropped,
        Self::RuntimeRaised,
        Self::RuntimeAdded,
        Self::DependencyRaised,
        Self::DependencyLimited,
        Self::DependencyMajor,
        Self::DependencyAdded,
        Self::DependencyRemoved,
        Self::PeerRaised,
        Self::PeerAdded,
        Self::PackageRemoved,
        Self::PackageRenamed,
        Self::LibraryRenamed,
        Self::PackageAdded,
        Self::ExtraRemoved,
        Self::ExtraAdded,
        Self::FeatureRemoved,
        Self::FeatureAdded,
        Self::DefaultFeatureRemoved,
        Self::DefaultFeatureAdded,
        Self::ExportRemoved,
        Self::ExportAdded,
        Self::EntryPointRemoved,
        Self::EntryPointAdded,
        Self::ItemDeprecated,
        Self::CommandRemoved,
        Self::CommandAdded,
        Self::SubcommandRemoved,
        Self::SubcommandAdded,
        Self::OptionRemoved,
        Self::OptionAdded,
        Self::OptionHidden,
    ];

    /// The word in `kind` of [`ApiChange`], and the weight that such a change has.
    #[must_use]
    pub const fn describe(self) -> (&'static str, ApiWeight) {
        use ApiWeight::{Adding, Breaking, Deprecating, Requiring};
        match self {
            Self::RuntimeDropped => ("runtime-dropped", Requiring),
            Self::RuntimeRaised => ("runtime-raised", Requiring),
            Self::RuntimeAdded => ("runtime-added", Adding),
            Self::DependencyRaised => ("dependency-raised", Requiring),
            Self::DependencyLimited => ("dependency-limited", Requiring),
            Self::DependencyMajor => ("dependency-major", Requiring),
            Self::DependencyAdded => ("dependency-added", Requiring),
            Self::DependencyRemoved => ("dependency-removed", Requiring),
            Self::PeerRaised => ("peer-raised", Requiring),
            Self::PeerAdded => ("peer-added", Requiring),
            Self::PackageRemoved => ("package-removed", Breaking),
            Self::PackageRenamed => ("package-renamed", Breaking),
            Self::LibraryRenamed => ("library-renamed", Breaking),
            Self::PackageAdded => ("package-added", Adding),
            Self::ExtraRemoved => ("extra-removed", Breaking),
            Self::ExtraAdded => ("extra-added", Adding),
            Self::FeatureRemoved => ("feature-removed", Breaking),
            Self::FeatureAdded => ("feature-added", Adding),
            Self::DefaultFeatureRemoved => ("default-feature-removed", Breaking),
            Self::DefaultFeatureAdded => ("default-feature-added", Adding),
            Self::ExportRemoved => ("export-removed", Breaking),
            Self::ExportAdded => ("export-added", Adding),
            Self::EntryPointRemoved => ("entry-point-removed", Breaking),
            Self::EntryPointAdded => ("entry-point-added", Adding),
            Self::ItemDeprecated => ("item-deprecated", Deprecating),
            Self::CommandRemoved => ("command-removed", Breaking),
            Self::CommandAdded => ("command-added", Adding),
            Self::SubcommandRemoved => ("subcommand-removed", Breaking),
            Self::SubcommandAdded => ("subcommand-added", Adding),
            Self::OptionRemoved => ("option-removed", Breaking),
            Self::OptionAdded => ("option-added", Adding),
            Self::OptionHidden => ("option-hidden", Deprecating),
        }
    }

    /// The word in `kind` of [`ApiChange`].
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.describe().0
    }

    /// What such a change weighs.
    #[must_use]
    pub const fn weight(self) -> ApiWeight {
        self.describe().1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_word_of_its_own() {
        let words: std::collections::BTreeSet<&str> =
            InterfaceKind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(words.len(), InterfaceKind::ALL.len());
        assert_eq!(InterfaceKind::OptionHidden as usize + 1, words.len());
    }
}
