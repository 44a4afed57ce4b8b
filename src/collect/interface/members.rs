//! The members of a workspace at a commit, by the globs that its root lists.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::repo::Revision;

/// The most members that are read. Large workspaces have hundreds.
pub(super) const MAX_MEMBERS: usize = 1_000;

/// The manifests named `file` in the folders that the globs name; a glob with `!` before it takes
/// folders out again. The root's own manifest is not among them.
///
/// # Errors
/// A reason if a glob is none, or if there are more members than are read.
pub(super) fn find(
    revision: &Revision,
    globs: &[String],
    file: &str,
) -> Result<Vec<String>, String> {
    let (excluded, included): (Vec<&str>, Vec<&str>) = globs
        .iter()
        .map(String::as_str)
        .partition(|glob| glob.starts_with('!'));
    let (included, excluded) = (set(&included)?, set(&excluded)?);
    let found: Vec<String> = revision
        .files()
        .iter()
        .filter(|tracked| {
            let folder = tracked.path.strip_suffix(file);
            let folder = folder.and_then(|folder| folder.strip_suffix('/'));
            folder.is_some_and(|folder| included.is_match(folder) && !is_below(folder, &excluded))
        })
        .take(MAX_MEMBERS + 1)
        .map(|tracked| tracked.path.clone())
        .collect();
    if found.len() > MAX_MEMBERS {
        return Err(format!("the workspace has more than {MAX_MEMBERS} members"));
    }
    Ok(found)
}

/// Whether the folder or one above it is excluded.
fn is_below(folder: &str, excluded: &GlobSet) -> bool {
    std::path::Path::new(folder)
        .ancestors()
        .any(|ancestor| excluded.is_match(ancestor))
}

fn set(globs: &[&str]) -> Result<GlobSet, String> {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        let plain = glob.trim_start_matches('!').trim_start_matches("./");
        let glob = GlobBuilder::new(plain.trim_end_matches('/'))
            .literal_separator(true)
            .build();
        let glob = glob.map_err(|error| format!("its workspace names {error}"))?;
        builder.add(glob);
    }
    builder
        .build()
        .map_err(|error| format!("its workspace's globs are too large: {error}"))
}
