//! The members of a workspace, by the globs that its root lists.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::gather::Gather;

/// The most members that are read.
const MAX_MEMBERS: usize = 5000;

/// The tracked manifests named `file` in the folders that the globs name; a glob with `!` before it
/// takes folders out again. The root's own manifest is not among them. A glob that cannot be read,
/// and more members than are read, are noted at the root's manifest `path`.
pub(super) fn members(
    gather: &mut Gather<'_>,
    path: &str,
    globs: &[String],
    exclude: &[String],
    file: &str,
) -> Vec<String> {
    let negated = globs.iter().filter_map(|glob| glob.strip_prefix('!'));
    let excluded: Vec<&str> = exclude.iter().map(String::as_str).chain(negated).collect();
    let included: Vec<&str> = globs
        .iter()
        .map(String::as_str)
        .filter(|glob| !glob.starts_with('!'))
        .collect();
    let (Some(included), Some(excluded)) =
        (set(gather, path, &included), set(gather, path, &excluded))
    else {
        return Vec::new();
    };
    let mut found: Vec<String> = gather
        .tracked()
        .iter()
        .filter(|tracked| {
            let folder = tracked
                .strip_suffix(file)
                .and_then(|folder| folder.strip_suffix('/'));
            folder.is_some_and(|folder| included.is_match(folder) && !is_below(folder, &excluded))
        })
        .take(MAX_MEMBERS + 1)
        .cloned()
        .collect();
    if found.len() > MAX_MEMBERS {
        gather.undetermined(
            path,
            1,
            format!(
                "the workspace has more than {MAX_MEMBERS} members, which is more than are read"
            ),
        );
        found.truncate(MAX_MEMBERS);
    }
    found
}

/// Whether the folder or one above it is excluded.
fn is_below(folder: &str, excluded: &GlobSet) -> bool {
    std::path::Path::new(folder)
        .ancestors()
        .any(|ancestor| excluded.is_match(ancestor))
}

fn set(gather: &mut Gather<'_>, path: &str, globs: &[&str]) -> Option<GlobSet> {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        let plain = glob.trim_start_matches("./").trim_end_matches('/');
        match GlobBuilder::new(plain).literal_separator(true).build() {
            Ok(glob) => {
                builder.add(glob);
            }
            Err(error) => {
                gather.undetermined(
                    path,
                    1,
                    format!(
                        "its workspace names `{glob}`, which is no glob: {}",
                        error.kind()
                    ),
                );
                return None;
            }
        }
    }
    builder.build().ok()
}
