//! Finding the repository that a folder belongs to.

use std::path::{Path, PathBuf};

use gix::ThreadSafeRepository;
use gix::open::Options;
use gix::sec::Permission;
use gix::sec::trust::{DefaultForLevel, Mapping};

use super::revision::Lists;

/// An opened repository with a working tree. Cheap to share between threads.
pub struct Repo {
    inner: ThreadSafeRepository,
    root: PathBuf,
    pub(super) lists: Lists,
}

/// Why a folder cannot be judged. Each one ends with exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No folder above has a `.git`.
    #[error("`{0}` is not inside a git checkout; run relcheck in one, or name one with -C DIR")]
    NotARepository(String),
    /// There is a `.git`, but it cannot be used.
    #[error("the git repository `{path}` cannot be opened: {reason}")]
    Unusable {
        /// The folder that was asked for.
        path: String,
        /// What git data is wrong.
        reason: String,
    },
    /// There is a repository, but no files.
    #[error(
        "`{0}` is a bare repository: relcheck needs a checkout (git clone, or git worktree add)"
    )]
    Bare(String),
}

impl Repo {
    /// Opens the repository that `dir` lies in, looking upwards as git does.
    ///
    /// # Errors
    /// [`OpenError`] where there is none, where it cannot be read, or where it has no checkout.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        let shown = dir.display().to_string();
        let inner = ThreadSafeRepository::discover_opts(dir, Default::default(), options())
            .map_err(|error| open_error(dir, &error))?;
        let root = inner
            .work_dir()
            .ok_or_else(|| OpenError::Bare(shown.clone()))?;
        let root = root.canonicalize().map_err(|error| OpenError::Unusable {
            path: shown.clone(),
            reason: error.to_string(),
        })?;
        if !is_own(&inner, &root) {
            let root = root.display();
            return Err(OpenError::Unusable {
                path: shown,
                reason: format!(
                    "its `core.worktree` names `{root}`, which is not its checkout \
                     (git config --unset core.worktree)"
                ),
            });
        }
        Ok(Repo {
            inner,
            root,
            lists: Lists::default(),
        })
    }

    /// The root of the working tree, without symbolic links.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A handle for this thread. Replacement objects (`refs/replace`) are not followed: an id stands
    /// for the content that it names.
    pub(super) fn local(&self) -> gix::Repository {
        let mut repo = self.inner.to_thread_local();
        repo.objects.ignore_replacements = true;
        repo
    }
}

/// Whether the `.git` of a working tree leads back to the repository. Where `core.worktree` names
/// another folder, the history of one checkout would be judged with the files of another.
fn is_own(repo: &ThreadSafeRepository, root: &Path) -> bool {
    if repo
        .to_thread_local()
        .config_snapshot()
        .string("core.worktree")
        .is_none()
    {
        return true;
    }
    let back = gix::open_opts(root, deaf(gix::sec::Trust::Full)).ok();
    let real = |folder: &Path| folder.canonicalize().ok();
    back.and_then(|back| real(back.git_dir()))
        .is_some_and(|folder| Some(folder) == real(repo.git_dir()))
}

/// Without the `GIT_*` variables of the environment: a hook's, or a job's left-over, would have the
/// history of one checkout judged together with the files of another.
fn options() -> Mapping<Options> {
    Mapping {
        full: deaf(gix::sec::Trust::Full),
        reduced: deaf(gix::sec::Trust::Reduced),
    }
}

pub(super) fn deaf(trust: gix::sec::Trust) -> Options {
    let mut permissions = gix::open::Permissions::default_for_level(trust);
    permissions.env.git_prefix = Permission::Deny;
    permissions.env.objects = Permission::Deny;
    permissions.config.env = false;
    Options::default_for_level(trust).permissions(permissions)
}

/// Tells "there is none" from "there is one, and it is broken": the second must name what is.
fn open_error(dir: &Path, error: &gix::Error) -> OpenError {
    let dot_git = dir
        .ancestors()
        .map(|folder| folder.join(".git"))
        .find(|path| path.exists());
    match dot_git {
        None => OpenError::NotARepository(dir.display().to_string()),
        Some(path) => OpenError::Unusable {
            path: path.display().to_string(),
            reason: one_line(error),
        },
    }
}

/// The error with its causes, on one line.
fn one_line(error: &gix::Error) -> String {
    let text = format!("{error:#}");
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(": ")
}
