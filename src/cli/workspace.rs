//! The project's configuration, its policies and its waivers, as the command line finds them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::args::{Common, JudgeArguments};
use super::foreign::Foreign;
use crate::collect::{AdvisoryPlace, COLLECTORS, ConfiguredPath, input_schema};
use crate::config::{self, Config, Loaded};
use crate::facts::ReadAs;
use crate::judge::Settings;
use crate::policy::{PolicySet, Sources, TRUST_ROOT};
use crate::repo::Repo;
use crate::verdict::Level;
use crate::waivers;

/// A project's configuration, with where it was found.
pub(super) struct Workspace {
    /// The repository of the checkout; `None` where there is none.
    pub repo: Option<Arc<Repo>>,
    pub loaded: Loaded,
    /// The folder that paths in the configuration start from.
    pub base: PathBuf,
    /// The project's folder inside of the repository.
    pub project: String,
    /// What `--config` names.
    explicit: Option<PathBuf>,
}

/// A folder of the project's own policies.
pub(super) struct PolicyFolder {
    pub path: PathBuf,
    /// What messages and reports call it.
    pub name: String,
}

impl PolicyFolder {
    /// A folder that is called what the caller calls it.
    pub fn as_named(path: &Path) -> Self {
        PolicyFolder {
            path: path.to_owned(),
            name: path.display().to_string(),
        }
    }

    /// A folder that is called by its path from `root`, so that every clone's report says the same;
    /// by its own path where it lies somewhere else.
    fn below(root: &Path, path: PathBuf) -> Self {
        let real = path.canonicalize().ok();
        let inside = real
            .as_deref()
            .and_then(|real| real.strip_prefix(root).ok());
        let Some(inside) = inside else {
            return PolicyFolder::as_named(&path);
        };
        let parts = inside
            .iter()
            .map(|part| part.to_string_lossy().into_owned());
        let name = parts.collect::<Vec<_>>().join("/");
        let name = if name.is_empty() {
            ".".to_owned()
        } else {
            name
        };
        PolicyFolder { path, name }
    }
}

impl Workspace {
    /// Finds the configuration of the project in the checkout that `-C` names.
    pub fn open(common: &Common) -> anyhow::Result<Self> {
        Workspace::of(Repo::open(&common.dir)?, common)
    }

    fn of(repo: Repo, common: &Common) -> anyhow::Result<Self> {
        let project = project_path(common)?;
        real_folder(repo.root(), &project)?;
        let loaded = config::load(repo.root(), &project, common.config.as_deref())?;
        let base = match (&common.config, &loaded.file) {
            (Some(explicit), _) => parent(explicit),
            (None, Some(file)) => parent(&repo.root().join(file)),
            (None, None) => repo.root().join(&project),
        };
        Ok(Workspace {
            repo: Some(Arc::new(repo)),
            loaded,
            base,
            project,
            explicit: common.config.clone(),
        })
    }

    /// The same where there may be no checkout at all, as for `eval` and `rules`.
    pub fn open_or_default(common: &Common) -> anyhow::Result<Self> {
        match (Repo::open(&common.dir), &common.config) {
            (Ok(repo), _) => Workspace::of(repo, common),
            (Err(_), explicit) => Ok(Workspace {
                repo: None,
                loaded: match explicit {
                    Some(_) => config::load(&common.dir, "", explicit.as_deref())?,
                    None => Loaded::default(),
                },
                base: explicit
                    .as_deref()
                    .map_or_else(|| common.dir.clone(), parent),
                project: String::new(),
                explicit: explicit.clone(),
            }),
        }
    }

    pub fn config(&self) -> &Config {
        &self.loaded.config
    }

    /// The configuration file from the root of the repository; `None` if there is none, or if it is no
    /// part of the repository.
    pub fn configuration(&self) -> Option<String> {
        let root = self.repo.as_ref()?.root();
        let path = match &self.explicit {
            Some(explicit) => explicit.canonicalize().ok()?,
            None => root.join(self.loaded.file.as_ref()?),
        };
        below(root, &path)
    }

    /// What of the repository configures this run: the configuration and the waivers, each as it is named
    /// and, behind symbolic links, as it is, and the folders of policies.
    pub fn configured(&self, common: &Common) -> Vec<ConfiguredPath> {
        let Some(repo) = &self.repo else {
            return Vec::new();
        };
        let root = repo.root();
        let files = [
            (self.configuration_file(), ReadAs::Configuration),
            (Some(self.base.join(waivers::FILE_NAME)), ReadAs::Waivers),
        ];
        let files = files.into_iter().filter_map(|(path, it)| Some((path?, it)));
        let files = files.flat_map(|(path, it)| {
            let real = path.canonicalize().ok().map(|real| (real, it));
            std::iter::once((path, it)).chain(real)
        });
        let folders = self.policy_folders(common).into_iter();
        let folders = folders.filter_map(|folder| {
            let real = folder.path.canonicalize().ok()?;
            Some((real, ReadAs::Policies))
        });
        files
            .chain(folders)
            .filter_map(|(path, read_as)| {
                let path = below(root, &path)?;
                Some(ConfiguredPath { path, read_as })
            })
            .collect()
    }

    /// The configuration file that is used.
    pub fn configuration_file(&self) -> Option<PathBuf> {
        let root = self.repo.as_ref()?.root();
        match (&self.explicit, &self.loaded.file) {
            (Some(explicit), _) => Some(explicit.clone()),
            (None, file) => file.as_ref().map(|file| root.join(file)),
        }
    }

    /// Loads the built-in policies and the project's own. One of those whose file is not in order is
    /// there all the same, as a rule that is refused.
    pub fn policies(&self, common: &Common) -> anyhow::Result<PolicySet> {
        let sources = self.sources(&self.policy_folders(common))?;
        let mut policies = PolicySet::load_with_refused(sources, &fact_names())?;
        if policies.has_own_rules() {
            let program = std::env::current_exe().context(
                "this program, which evaluates the project's own policies, is not found",
            )?;
            policies.isolate(program);
        }
        Ok(policies)
    }

    /// The built-in policies with those of some folders, and what the configuration says of them.
    pub fn sources(&self, folders: &[PolicyFolder]) -> anyhow::Result<Sources> {
        let mut sources = Sources::embedded();
        for folder in folders {
            sources.add_folder(&folder.path, &folder.name)?;
        }
        if !folders.is_empty() {
            sources.schema = input_schema().to_value();
        }
        sources.overrides = self.config().params();
        sources.replaced = self.config().replaced();
        Ok(sources)
    }

    /// The folders with the project's own policies: those of the configuration, then those of
    /// `--policy`.
    pub fn policy_folders(&self, common: &Common) -> Vec<PolicyFolder> {
        let root = match &self.repo {
            Some(repo) => repo.root().to_owned(),
            None => self.base.canonicalize().unwrap_or_default(),
        };
        let configured = self
            .config()
            .policy
            .paths
            .iter()
            .map(|path| self.base.join(path));
        configured
            .chain(common.policy.iter().cloned())
            .map(|path| PolicyFolder::below(&root, path))
            .collect()
    }

    /// The databases of advisories: those of the configuration, then those of `--advisories`.
    pub fn advisories(&self, common: &Common) -> Vec<AdvisoryPlace> {
        self.places(
            &self.config().vulnerabilities.advisories,
            &common.advisories,
        )
    }

    /// The catalogues of known exploited vulnerabilities: that of the configuration, then that of
    /// `--kev`.
    pub fn kev(&self, common: &Common) -> Vec<AdvisoryPlace> {
        self.places(&self.config().vulnerabilities.kev, &common.kev)
    }

    /// The lists of exploit predictions: that of the configuration, then that of `--epss`.
    pub fn epss(&self, common: &Common) -> Vec<AdvisoryPlace> {
        self.places(&self.config().vulnerabilities.epss, &common.epss)
    }

    /// What is configured lies relative to the configuration, and what is given to where relcheck
    /// runs. What is given replaces nothing.
    fn places<'n>(
        &self,
        configured: impl IntoIterator<Item = &'n String>,
        given: impl IntoIterator<Item = &'n String>,
    ) -> Vec<AdvisoryPlace> {
        let configured = configured.into_iter().map(|named| AdvisoryPlace {
            path: self.base.join(named),
            named: named.clone(),
        });
        let given = given.into_iter().map(|named| AdvisoryPlace {
            path: PathBuf::from(named),
            named: named.clone(),
        });
        configured.chain(given).collect()
    }

    /// How the project and the command line want facts to be judged.
    pub fn settings(&self, common: &Common, judge: &JudgeArguments) -> anyhow::Result<Settings> {
        let foreign = Foreign::of(self, common)?;
        let mut settings = Settings {
            rules: judge.rule.clone(),
            no_fail: judge.no_fail,
            waivers: self.waivers()?,
            weakenings: foreign.weakenings,
            ..Settings::default()
        };
        if foreign.waivers_are_untracked {
            settings.waivers.clear();
        }
        let config = self.config();
        self.check_trust_root()?;
        settings.weakenings.extend(config.project.weakening());
        settings.weakenings.extend(config.support.weakenings());
        for (id, rule) in self.config().rule_settings() {
            if let Some(level) = rule.level {
                settings.levels.insert(id.clone(), level);
            }
            if let Some(reason) = &rule.skip {
                settings.skips.insert(id, reason.clone());
            }
        }
        Ok(settings)
    }

    /// The rule that judges the configuration is not switched off by it: else a candidate would be what
    /// says that nobody has to approve it.
    fn check_trust_root(&self) -> anyhow::Result<()> {
        let config = self.config();
        let mut settings = config.rule_settings().filter(|(id, _)| id == TRUST_ROOT);
        let is_weaker = settings.any(|(_, rule)| {
            rule.skip.is_some() || rule.level.is_some_and(|level| level != Level::Deny)
        });
        if is_weaker || config.policy.replace.iter().any(|id| id == TRUST_ROOT) {
            let file = self.loaded.file.as_deref().unwrap_or(config::FILE_NAME);
            bail!(
                "{file}: `{TRUST_ROOT}` judges this very file, so that it can be neither switched off, lowered nor replaced here"
            );
        }
        Ok(())
    }

    /// The project's waivers; none where there is no file of them.
    pub fn waivers(&self) -> anyhow::Result<Vec<waivers::Waiver>> {
        let path = self.base.join(waivers::FILE_NAME);
        if path.symlink_metadata().is_err() {
            return Ok(Vec::new());
        }
        let folder = self.base.canonicalize().context("waivers.toml")?;
        config::inside(&folder, &path)?;
        let text = config::read_bounded(&path)?;
        Ok(waivers::parse(waivers::FILE_NAME, &text)?)
    }
}

/// A path from the root of the repository, with `/` between its parts; `None` if it is no part of it.
fn below(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.iter();
    let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
    Some(parts.join("/"))
}

fn parent(path: &Path) -> PathBuf {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// The names of all facts.
pub(super) fn fact_names() -> Vec<&'static str> {
    COLLECTORS.iter().map(|entry| entry.name).collect()
}

/// `--project`, with `/` between its parts and nothing around it.
fn project_path(common: &Common) -> anyhow::Result<String> {
    let given = common
        .project
        .as_deref()
        .unwrap_or_default()
        .replace('\\', "/");
    let parts: Vec<&str> = given
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    if given.starts_with('/') || parts.contains(&"..") {
        bail!(
            "--project takes a folder inside of the repository, such as packages/core, not `{given}`"
        );
    }
    Ok(parts.join("/"))
}

/// The project's folder must be there under its own name: under another one, such as that of a
/// symbolic link, git knows none of its files, and the files may not even be the checkout's.
fn real_folder(root: &Path, project: &str) -> anyhow::Result<()> {
    let given = root.join(project);
    if !given.is_dir() {
        bail!("there is no folder `{project}` in the checkout (--project)");
    }
    let real = given
        .canonicalize()
        .with_context(|| format!("the folder `{project}` (--project)"))?;
    let Ok(inside) = real.strip_prefix(root) else {
        bail!("`{project}` leads out of the checkout (--project)");
    };
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    if parts.join("/") != project {
        bail!(
            "`{project}` is another name for the folder `{}`: use that (--project)",
            parts.join("/")
        );
    }
    if parts.first().is_some_and(|first| first == ".git") {
        bail!("`{project}` is git's own, not the project's (--project)");
    }
    Ok(())
}
