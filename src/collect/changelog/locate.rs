//! Which files are changelogs, by their names.

/// The names of changelogs without extension, in lower case with `_` for `-`, likeliest first.
const NAMES: &[&str] = &[
    "changelog",
    "change_log",
    "changes",
    "history",
    "news",
    "release_notes",
    "releasenotes",
    "releases",
];

/// The name that a page on how the project releases may have as well: without a section, it is that.
const UNSURE: &str = "releases";

/// The extensions that a changelog may have.
const EXTENSIONS: &[&str] = &["md", "markdown", "rst", "rdoc", "txt", ""];

/// The folders in which a changelog is looked for, likeliest first.
const FOLDERS: &[&str] = &[
    "",
    "docs",
    "doc",
    "docs/source",
    "doc/source",
    "docs/src",
    "docs/en",
    "doc/en",
];

/// Those of the paths that look like changelogs, likeliest first.
pub(super) fn candidates(tracked: &[String]) -> impl Iterator<Item = &str> {
    let mut ranked: Vec<((usize, usize), &str)> = tracked
        .iter()
        .filter_map(|path| Some((rank(path)?, path.as_str())))
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, path)| path)
}

/// How likely a path is: by its folder, then by its name; `None` if it is no changelog's.
fn rank(path: &str) -> Option<(usize, usize)> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let extension = extension.to_ascii_lowercase();
    if !EXTENSIONS.contains(&extension.as_str()) {
        return None;
    }
    let folder = folder.to_ascii_lowercase();
    let stem = stem.to_ascii_lowercase().replace('-', "_");
    Some((
        FOLDERS.iter().position(|known| *known == folder)?,
        NAMES.iter().position(|known| *known == stem)?,
    ))
}

/// Whether a file of that name is a changelog even if no release can be found in it.
pub(super) fn is_surely_one(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.split('.').next().unwrap_or(file);
    !stem.eq_ignore_ascii_case(UNSURE)
}

/// The places that an include may mean: below the including file's folder, and below the
/// project's. Paths that lead out of the project are left out.
pub(super) fn targets(path: &str, target: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut places: Vec<String> = [folder, ""]
        .iter()
        .filter_map(|base| join(base, target))
        .filter(|place| place != path)
        .collect();
    places.dedup();
    places
}

/// The path from the project's root, without `.` and `..`; `None` if it leads out of the project.
fn join(base: &str, target: &str) -> Option<String> {
    let rooted = target.starts_with('/');
    let base = if rooted { "" } else { base };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_file_comes_first() {
        let tracked: Vec<String> = [
            "CHANGELOG.py",
            "HISTORY",
            "History.rdoc",
            "changelog.d/1.md",
            "docs/Change-Log.rst",
            "docs/source/changelog.rst",
            "lib/CHANGELOG.md",
            "CHANGES.md",
            "docs/release-notes.md",
        ]
        .map(str::to_owned)
        .to_vec();
        let found: Vec<&str> = candidates(&tracked).collect();
        assert_eq!(
            found,
            [
                "CHANGES.md",
                "HISTORY",
                "History.rdoc",
                "docs/Change-Log.rst",
                "docs/release-notes.md",
                "docs/source/changelog.rst",
            ]
        );
    }

    #[test]
    fn includes_stay_inside_of_the_project() {
        assert_eq!(targets("docs/a.rst", "../CHANGES.rst"), ["CHANGES.rst"]);
        assert_eq!(
            targets("docs/a.md", "CHANGES.md"),
            ["docs/CHANGES.md", "CHANGES.md"]
        );
        assert_eq!(targets("docs/a.md", "/x/../y.md"), ["y.md"]);
        assert!(targets("a.rst", "../../etc/passwd").is_empty());
        assert!(targets("a.rst", "a.rst").is_empty());
    }
}
