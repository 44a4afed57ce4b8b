//! The npm packages of a commit, as far as their names matter.

use super::super::foreign::is_foreign;
use crate::formats::package_json;
use crate::repo::Revision;

/// The largest `package.json` that is read, in bytes: 4 MiB.
const MAX_MANIFEST: u64 = 4 << 20;

/// The most manifests that are looked through for a name.
const MAX_MANIFESTS: usize = 2_000;

/// The name in the `package.json` of a folder; `None` if there is none.
pub(super) fn name_in(revision: &Revision, folder: &str) -> Option<String> {
    let path = match folder {
        "" => "package.json".to_owned(),
        folder => format!("{folder}/package.json"),
    };
    let text = revision.read_text(&path, MAX_MANIFEST).ok()??;
    package_json::read(&text).ok()?.name
}

/// Whether a package of this name is somewhere in a commit; `None` if there are too many to look.
pub(super) fn has(revision: &Revision, name: &str) -> Option<bool> {
    let folders: Vec<&str> = revision
        .files()
        .iter()
        .filter_map(|file| {
            let folder = file.path.strip_suffix("package.json")?;
            let is_one = folder.is_empty() || folder.ends_with('/');
            (is_one && !is_foreign(&file.path)).then_some(folder.trim_end_matches('/'))
        })
        .take(MAX_MANIFESTS + 1)
        .collect();
    if folders.len() > MAX_MANIFESTS {
        return None;
    }
    let mut names = folders
        .into_iter()
        .filter_map(|folder| name_in(revision, folder));
    Some(names.any(|it| it == name))
}
