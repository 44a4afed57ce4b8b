//! What collectors read from: the repository, its files, the settings, the environment.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::changes::reverts::Resolved;
use super::people::Trust;
use super::sbom::Document;
use crate::evidence::Shelf;
use crate::facts::{
    Changelog, Dependencies, Missing, Platform, PythonApi, ReadAs, Repository, SupportWindow,
    Versions, Vulnerabilities,
};
use crate::release::{Scheme, Version};
use crate::repo::{Checkout, OpenError, RawCommit, Repo};
use crate::waivers::Waiver;

/// What is collected, and how the project wants it to be read. All of it comes from the command
/// line, the configuration and the environment; nothing is derived.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A folder inside of the checkout.
    pub dir: PathBuf,
    /// The project's folder inside of the repository, with `/` between its parts; empty for the
    /// root.
    pub project: String,
    /// The project's name, if it is configured.
    pub name: Option<String>,
    /// What stands before the version in the project's release tags; empty if to be found out.
    pub tag_prefixes: Vec<String>,
    /// The name of the main branch, if it is configured.
    pub main_branch: Option<String>,
    /// What stands before the `X.Y.x` of a release branch: `release/v`.
    pub release_branch_prefixes: Vec<String>,
    /// What stands before the `X.Y.Z` of a hotfix branch: `hotfix/v`.
    pub hotfix_branch_prefixes: Vec<String>,
    /// The version of the very first release, if it is configured.
    pub first_release: Option<Version>,
    /// What the numbers of versions say, if it is configured.
    pub scheme: Option<Scheme>,
    /// The version that `--release` names.
    pub release: Option<Version>,
    /// Further places that declare the version.
    pub version_patterns: Vec<VersionPattern>,
    /// Files that are said to take the version from the places that declare it, from the project's
    /// folder.
    pub versions_computed: Vec<String>,
    /// Files that are said to take the version from the git tag.
    pub versions_from_tag: Vec<String>,
    /// The path of the changelog, if it is configured.
    pub changelog: Option<String>,
    /// The support that the configuration gives to single release lines.
    pub support_windows: Vec<SupportWindow>,
    /// The report of the previous release's benchmarks, from the project's folder, if it is
    /// configured.
    pub earlier_benchmarks: Option<String>,
    /// The commands whose evidence every release is to have, in the order of the configuration.
    pub recorded: Vec<ConfiguredCommand>,
    /// The platforms that the project supports.
    pub platforms: Vec<Platform>,
    /// Databases of advisories: folders, git repositories or ZIP archives.
    pub advisories: Vec<AdvisoryPlace>,
    /// Catalogues of known exploited vulnerabilities (KEV): files.
    pub kev: Vec<AdvisoryPlace>,
    /// Lists of exploit predictions (EPSS): files.
    pub epss: Vec<AdvisoryPlace>,
    /// The configuration file that is used, from the root of the repository; `None` if there is none, or
    /// if it is no part of the repository.
    pub configuration: Option<String>,
    /// The files and folders of the repository that configure this run, by their real paths from its
    /// root, with what they are read as.
    pub configured: Vec<ConfiguredPath>,
    /// The labels of issues that rules ask for, sorted; empty where nothing is to be asked for.
    pub issue_labels: Vec<String>,
    /// The project's waivers, in the order of their file.
    pub waivers: Vec<Waiver>,
    /// The environment variables that collectors may read.
    pub environment: BTreeMap<String, String>,
    /// Whether nothing may be asked over the network.
    pub offline: bool,
    /// The time of the decision, in seconds since 1970.
    pub now: i64,
}

/// A command that is configured to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfiguredCommand {
    /// What it is called.
    pub name: String,
    /// The command, program first.
    pub command: Vec<String>,
    /// The folder that it is run in, from the project's; empty for the project's folder itself.
    pub dir: String,
    /// What its outputs are evidence of, where that is said.
    pub kind: Option<String>,
    /// The files that it writes, from `dir`.
    pub files: Vec<String>,
}

/// A file or folder that configures a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfiguredPath {
    /// The path from the root of the repository, with `/` between its parts; empty for the root itself.
    pub path: String,
    /// What it is read as.
    pub read_as: ReadAs,
}

/// A database of advisories, or a list of vulnerabilities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdvisoryPlace {
    /// How it was named.
    pub named: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// A configured place that declares the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionPattern {
    /// The file, from the project's folder; a glob.
    pub path: String,
    /// A regular expression whose group `version` (or first group) is the version.
    pub pattern: String,
}

/// What collectors read from. What several of them need is read once and kept.
pub struct Context {
    options: Options,
    repo: Arc<Repo>,
    checkout: Checkout,
    repository: OnceLock<Result<Repository, Missing>>,
    versions: OnceLock<Result<Versions, Missing>>,
    changelog: OnceLock<Result<Changelog, Missing>>,
    settled_changelog: OnceLock<Result<Changelog, Missing>>,
    commits: OnceLock<Result<Vec<RawCommit>, Missing>>,
    reverts: OnceLock<Result<Vec<Resolved>, Missing>>,
    python_api: OnceLock<Result<PythonApi, Missing>>,
    evidence: OnceLock<Result<Shelf, Missing>>,
    dependencies: OnceLock<Result<Dependencies, Missing>>,
    documents: OnceLock<Result<Vec<Document>, Missing>>,
    trust: OnceLock<Result<Trust, Missing>>,
    vulnerabilities: OnceLock<Result<Vulnerabilities, Missing>>,
}

impl Context {
    /// Opens the repository that the options' folder lies in.
    ///
    /// # Errors
    /// [`OpenError`] if there is no usable checkout.
    pub fn open(options: Options) -> Result<Self, OpenError> {
        let repo = Arc::new(Repo::open(&options.dir)?);
        Ok(Context::of(repo, options))
    }

    /// The same for a repository that is open already: the one that the options' folder lies in.
    #[must_use]
    pub fn of(repo: Arc<Repo>, options: Options) -> Self {
        let checkout = Checkout::new(Arc::clone(&repo), options.project.clone());
        Context {
            options,
            repo,
            checkout,
            repository: OnceLock::new(),
            versions: OnceLock::new(),
            changelog: OnceLock::new(),
            settled_changelog: OnceLock::new(),
            commits: OnceLock::new(),
            reverts: OnceLock::new(),
            python_api: OnceLock::new(),
            evidence: OnceLock::new(),
            dependencies: OnceLock::new(),
            documents: OnceLock::new(),
            trust: OnceLock::new(),
            vulnerabilities: OnceLock::new(),
        }
    }

    /// The same for files that have other contents than on disk, by the path from the root of the
    /// repository: what would be collected if they were written.
    #[must_use]
    pub fn of_planned(
        repo: Arc<Repo>,
        options: Options,
        contents: BTreeMap<String, Vec<u8>>,
    ) -> Self {
        let mut context = Context::of(repo, options);
        context.checkout = context.checkout.with_contents(contents);
        context
    }

    /// The settings.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The project's files.
    #[must_use]
    pub fn checkout(&self) -> &Checkout {
        &self.checkout
    }

    /// The files of the whole repository, of which the project may be a part: CI systems read their
    /// files at its root.
    #[must_use]
    pub fn whole_checkout(&self) -> Checkout {
        Checkout::new(Arc::clone(&self.repo), String::new())
    }

    /// The git repository.
    #[must_use]
    pub fn repo(&self) -> &Repo {
        &self.repo
    }

    /// The git repository, for whoever keeps it.
    #[must_use]
    pub fn shared_repo(&self) -> Arc<Repo> {
        Arc::clone(&self.repo)
    }

    /// The fact `repository`, which other collectors build on: it is worked out once.
    ///
    /// # Errors
    /// [`Missing`] as the collector `repository` says it.
    pub fn repository(&self) -> Result<&Repository, Missing> {
        self.repository
            .get_or_init(|| super::repository::read(self))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The fact `versions`, which others build on: it is worked out once.
    ///
    /// # Errors
    /// [`Missing`] as the collector `versions` says it.
    pub fn versions(&self) -> Result<&Versions, Missing> {
        self.versions
            .get_or_init(|| super::versions::read(self))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The fact `changelog`, which others build on: it is worked out once.
    ///
    /// # Errors
    /// [`Missing`] as the collector `changelog` says it.
    pub fn changelog(&self) -> Result<&Changelog, Missing> {
        self.changelog
            .get_or_init(|| super::changelog::read(self))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The changelog, with the unreleased sections marked that releases have left behind: it is worked
    /// out once, and after the previous release, which [`Context::changelog`] has a say in.
    ///
    /// # Errors
    /// [`Missing`] as [`Context::changelog`] says it.
    pub fn settled_changelog(&self) -> Result<&Changelog, Missing> {
        self.settled_changelog
            .get_or_init(|| super::changelog::settled(self))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The files that may be evidence. They are looked for once.
    ///
    /// # Errors
    /// [`Missing`] as [`Shelf::find`] says it.
    pub fn evidence(&self) -> Result<&Shelf, Missing> {
        self.evidence
            .get_or_init(|| Shelf::find(&self.checkout, self.repo.root()))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The commits since the previous release, newest first. They are read once.
    ///
    /// # Errors
    /// [`Missing`] as the collector `changes` says it.
    pub fn commits(&self) -> Result<&[RawCommit], Missing> {
        self.commits
            .get_or_init(|| super::changes::read(self))
            .as_deref()
            .map_err(Clone::clone)
    }

    /// The root of the checkout as reports write paths: with `/`, on every system.
    pub(super) fn root(&self) -> String {
        self.repo.root().to_string_lossy().replace('\\', "/")
    }

    /// What each of [`Context::commits`] has to do with reverts, in their order. It is worked out once.
    ///
    /// # Errors
    /// [`Missing`] if the commits, or what reverts and the reverted changed, cannot be read.
    pub(super) fn reverts(&self) -> Result<&[Resolved], Missing> {
        self.reverts
            .get_or_init(|| super::changes::reverts::read(self))
            .as_deref()
            .map_err(Clone::clone)
    }

    /// The fact `python_api`, which others build on: it is worked out once.
    ///
    /// # Errors
    /// [`Missing`] as the collector `python_api` says it.
    pub fn python_api(&self) -> Result<&PythonApi, Missing> {
        self.python_api
            .get_or_init(|| super::python_api::read(self))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The fact `dependencies`, which others build on: it is worked out once.
    ///
    /// # Errors
    /// [`Missing`] as the collector `dependencies` says it.
    pub fn dependencies(&self) -> Result<&Dependencies, Missing> {
        self.dependencies
            .get_or_init(|| super::dependencies::read(self))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The fact `vulnerabilities`, which others build on: it is worked out once.
    ///
    /// # Errors
    /// [`Missing`] as the collector `vulnerabilities` says it.
    pub fn vulnerabilities(&self) -> Result<&Vulnerabilities, Missing> {
        self.vulnerabilities
            .get_or_init(|| super::vulnerabilities::read(self))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// Who counts, and by which keys: the lists are read once.
    ///
    /// # Errors
    /// [`Missing`] if the previous release cannot be told, or if a list cannot be read.
    pub(super) fn trust(&self) -> Result<&Trust, Missing> {
        self.trust
            .get_or_init(|| super::people::read(self))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The project's name, as the configuration or its main manifest gives it.
    ///
    /// # Errors
    /// [`Missing`] if neither does: another clone's folder may have any name.
    pub fn project_name(&self) -> Result<String, Missing> {
        let declared = self
            .versions()
            .ok()
            .and_then(|versions| versions.name.clone());
        let nameless = || {
            Missing::because("the project has no name, which every sign-off bears")
                .fix("set `name` below `[project]` in relcheck.toml")
        };
        self.options.name.clone().or(declared).ok_or_else(nameless)
    }

    /// The bills of materials, which several read. They are read once.
    ///
    /// # Errors
    /// [`Missing`] if evidence, or the project's name, cannot be looked for.
    pub(super) fn documents(&self) -> Result<&[Document], Missing> {
        self.documents
            .get_or_init(|| super::sbom::read(self))
            .as_deref()
            .map_err(Clone::clone)
    }
}
