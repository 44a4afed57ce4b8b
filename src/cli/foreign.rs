//! What configures a run and is no part of the candidate: nobody sees it change.

use std::path::Path;

use super::args::Common;
use super::workspace::{PolicyFolder, Workspace};
use crate::policy::read_folder;
use crate::repo::Repo;
use crate::waivers;

/// What of a run's configuration git does not track.
#[derive(Default)]
pub(super) struct Foreign {
    /// What every report says of it.
    pub weakenings: Vec<String>,
    /// Whether the file of waivers lies in the checkout, and git does not track it: none of them counts,
    /// since no commit shows who wrote it.
    pub waivers_are_untracked: bool,
}

/// Where a file lies.
#[derive(PartialEq, Eq)]
enum Place {
    Tracked,
    Untracked,
    /// Not in the checkout.
    Outside,
}

impl Foreign {
    /// Looks at the configuration file, the waivers and the folders of policies. Without a repository
    /// nothing is known of any of them, and nothing is said.
    ///
    /// # Errors
    /// If git's index, or a folder of policies, cannot be read.
    pub fn of(workspace: &Workspace, common: &Common) -> anyhow::Result<Self> {
        let mut found = Foreign::default();
        let Some(repo) = &workspace.repo else {
            return Ok(found);
        };
        if let Some(path) = workspace.configuration_file() {
            found.say(repo, &path, place(repo, &path)?, "configures this run");
        }
        let waivers = workspace.base.join(waivers::FILE_NAME);
        if waivers.is_file() {
            let place = place(repo, &waivers)?;
            found.waivers_are_untracked = place == Place::Untracked;
            let what = match place {
                Place::Untracked => "counts for nothing in this run",
                _ => "configures this run",
            };
            found.say(repo, &waivers, place, what);
        }
        for folder in workspace.policy_folders(common) {
            let place = place_of_policies(repo, &folder)?;
            found.say(repo, &folder.path, place, "holds policies of this run");
        }
        Ok(found)
    }

    fn say(&mut self, repo: &Repo, path: &Path, place: Place, what: &str) {
        let shown = path.strip_prefix(repo.root()).unwrap_or(path).display();
        let why = match place {
            Place::Tracked => return,
            Place::Untracked => "git does not track it",
            Place::Outside => "is no part of the checkout",
        };
        self.weakenings.push(format!("`{shown}` {what}, and {why}"));
    }
}

fn place(repo: &Repo, path: &Path) -> anyhow::Result<Place> {
    let real = path.canonicalize().ok();
    let inside = real
        .as_ref()
        .and_then(|real| real.strip_prefix(repo.root()).ok());
    Ok(match inside {
        None => Place::Outside,
        Some(inside) if repo.is_tracked(inside)? => Place::Tracked,
        Some(_) => Place::Untracked,
    })
}

/// The worst place of a folder's files: git tracks files, not folders.
fn place_of_policies(repo: &Repo, folder: &PolicyFolder) -> anyhow::Result<Place> {
    if place(repo, &folder.path)? == Place::Outside {
        return Ok(Place::Outside);
    }
    let (files, data) = read_folder(&folder.path, &folder.name)?;
    for file in files.iter().chain(&data) {
        if !repo.is_tracked(Path::new(&file.path))? {
            return Ok(Place::Untracked);
        }
    }
    Ok(Place::Tracked)
}
