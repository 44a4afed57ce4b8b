//! The submodules of a checkout: those that are checked out, and the files that lie where others
//! would be.

use std::fs;
use std::path::{Path, PathBuf};

use gix::bstr::ByteSlice;
use gix::sec::Trust;

use super::graph::one_line;
use super::open::deaf;
use super::overlooked::read_index;
use crate::facts::{Missing, WorktreeChange, WorktreeStatus};

/// How deep submodules may lie in each other.
const MAX_DEPTH: usize = 32;

/// The checkout itself, or a submodule that is checked out in it.
pub(super) struct Module {
    pub repo: gix::Repository,
    /// The folder of its files.
    pub root: PathBuf,
    /// The path from the root of the whole checkout; empty for the checkout itself.
    path: String,
    depth: usize,
}

impl Module {
    /// The checkout itself.
    pub(super) fn top(repo: gix::Repository, root: &Path) -> Self {
        Module {
            repo,
            root: root.to_owned(),
            path: String::new(),
            depth: 0,
        }
    }

    /// The path of one of its files from the root of the whole checkout.
    pub(super) fn path_of(&self, file: &str) -> String {
        match self.path.as_str() {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        }
    }

    /// The option that leads git here from the root of the whole checkout.
    pub(super) fn option(&self) -> String {
        match self.path.as_str() {
            "" => String::new(),
            folder => format!(" -C '{folder}'"),
        }
    }

    /// The submodule at a path of this one's index; `None` if it is not checked out.
    fn inside(&self, path: &str) -> Result<Option<Module>, Missing> {
        let root = self.root.join(path);
        if fs::symlink_metadata(root.join(".git")).is_err() {
            return Ok(None);
        }
        let shown = self.path_of(path);
        let refused = |reason: String| {
            Missing::because(format!("the submodule `{shown}` cannot be read: {reason}")).fix(
                format!("git submodule update --init --recursive -- '{shown}'"),
            )
        };
        if self.depth >= MAX_DEPTH {
            return Err(refused("it lies in too many others".to_owned()));
        }
        let mut repo = gix::open_opts(&root, deaf(Trust::Full))
            .map_err(|error| refused(one_line(&error.to_string())))?;
        repo.objects.ignore_replacements = true;
        // Git takes one whose HEAD leads nowhere for unchanged.
        if repo.head_id().is_err() {
            return Err(refused("it has no commit".to_owned()));
        }
        let files = repo.workdir().and_then(|folder| folder.canonicalize().ok());
        if files.is_none() || files != root.canonicalize().ok() {
            return Err(refused("its files are kept in another folder".to_owned()));
        }
        Ok(Some(Module {
            repo,
            root,
            path: shown,
            depth: self.depth + 1,
        }))
    }
}

/// What was found.
#[derive(Default)]
pub(super) struct Modules {
    /// The checkout itself first, each submodule after the one that it lies in.
    pub checked_out: Vec<Module>,
    /// The folders of submodules that are not checked out, and that are not empty.
    pub occupied: Vec<WorktreeChange>,
}

impl Modules {
    /// Looks at a module, and at all that lie in it.
    ///
    /// # Errors
    /// [`Missing`] if an index, a folder or the repository of a submodule cannot be read.
    pub(super) fn look(&mut self, module: Module) -> Result<(), Missing> {
        let index = read_index(&module.repo)?;
        let paths = index
            .entries()
            .iter()
            .filter(|entry| entry.mode.is_submodule())
            .map(|entry| entry.path(&index).to_str_lossy());
        let mut inside = Vec::new();
        for path in paths {
            // Git sees a link or a file in its place for what it is.
            if !fs::symlink_metadata(module.root.join(&*path)).is_ok_and(|it| it.is_dir()) {
                continue;
            }
            match module.inside(&path)? {
                Some(submodule) => inside.push(submodule),
                None if holds_files(&module.root.join(&*path))? => {
                    self.occupied.push(occupied(module.path_of(&path)));
                }
                None => {}
            }
        }
        self.checked_out.push(module);
        inside.into_iter().try_for_each(|it| self.look(it))
    }
}

fn occupied(path: String) -> WorktreeChange {
    WorktreeChange {
        path,
        status: WorktreeStatus::Occupied,
        staged: false,
    }
}

/// Whether anything but folders lies in a folder.
fn holds_files(folder: &Path) -> Result<bool, Missing> {
    let unreadable = |error: std::io::Error| {
        Missing::because(format!("`{}` cannot be read: {error}", folder.display()))
    };
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            if !entry.file_type().map_err(unreadable)?.is_dir() {
                return Ok(true);
            }
            folders.push(entry.path());
        }
    }
    Ok(false)
}
