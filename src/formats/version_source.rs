//! How a manifest says what its version is.

/// The place in a manifest that speaks of the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionPlace {
    /// The key: `project.version`.
    pub key: String,
    /// The line, starting at 1.
    pub line: u64,
    /// What it says.
    pub source: VersionSource,
}

/// What a manifest says about its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionSource {
    /// The version itself.
    Literal(String),
    /// Another place has it.
    Dynamic {
        /// Who supplies it: `setuptools-scm`, `attr`, `workspace`.
        provider: String,
        /// Where that takes it from.
        origin: Origin,
    },
    /// Only running code would tell; the reason, as a sentence fragment.
    Undetermined(String),
}

/// Where a version is taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The git tag.
    Tag,
    /// A Python attribute: `package.module.__version__`.
    Attribute(String),
    /// The whole text of a file: the first one that exists.
    Files(Vec<String>),
    /// A file, by an attribute (`__version__` or `VERSION`) or a regular expression.
    Pattern {
        /// The path from the project's folder.
        path: String,
        /// The regular expression, in Python's syntax; `None` for the usual attribute.
        pattern: Option<String>,
    },
    /// A Cargo manifest.
    Cargo(String),
    /// The workspace that the package belongs to.
    Workspace,
    /// The installed package's metadata, hence whatever it was built from.
    Metadata(String),
    /// The other manifests of the same tool: setup.cfg and setup.py.
    OtherManifests,
}

impl VersionSource {
    /// A version that the tag supplies through `provider`.
    #[must_use]
    pub fn tag(provider: &str) -> Self {
        VersionSource::dynamic(provider, Origin::Tag)
    }

    /// A version that `provider` takes from `origin`.
    #[must_use]
    pub fn dynamic(provider: &str, origin: Origin) -> Self {
        VersionSource::Dynamic {
            provider: provider.to_owned(),
            origin,
        }
    }
}
