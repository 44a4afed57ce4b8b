//! Fragments: files of which the next section of the changelog will be put together.

use crate::formats::toml_text::TomlText;
use crate::repo::Checkout;

/// The largest configuration file that is read, in bytes.
const MAX_CONFIGURATION: u64 = 1024 * 1024;

/// Folders that hold nothing else, by the habits of towncrier, scriv, changesets, changie, reno and
/// Antsibull.
const FOLDERS: &[&str] = &[
    ".changeset",
    ".changes",
    "changelog.d",
    "changelog_unreleased",
    "changelogs/fragments",
    "changelogs/unreleased",
    "changes.d",
    "changes/unreleased",
    "news.d",
    "newsfragments",
    "news_fragments",
    "releasenotes/notes",
];

/// Where towncrier puts fragments if nothing says where.
const TOWNCRIER: &str = "newsfragments";

/// The folders of this project that hold fragments.
pub(in crate::collect) fn folders(checkout: &Checkout) -> Vec<String> {
    let mut folders: Vec<String> = FOLDERS.iter().map(|it| (*it).to_owned()).collect();
    for (path, table) in [
        ("pyproject.toml", ["tool", "towncrier"].as_slice()),
        ("towncrier.toml", ["tool", "towncrier"].as_slice()),
        ("towncrier.toml", ["towncrier"].as_slice()),
    ] {
        let Ok(Some(text)) = checkout.read_text(path, MAX_CONFIGURATION) else {
            continue;
        };
        let Ok(toml) = TomlText::parse(&text) else {
            continue;
        };
        let key: Vec<&str> = table.iter().copied().chain(["directory"]).collect();
        let named = toml
            .get(&key)
            .and_then(|found| found.value().as_str().map(str::to_owned));
        let folder = named.unwrap_or_else(|| TOWNCRIER.to_owned());
        let folder = folder.trim_start_matches("./").trim_matches('/');
        if toml.get(table).is_some() && !folder.is_empty() {
            folders.push(folder.to_owned());
        }
    }
    folders.sort();
    folders.dedup();
    folders
}

/// Whether a path is a fragment below one of the folders: no README, template or configuration.
pub(in crate::collect) fn is_one(path: &str, folders: &[String]) -> bool {
    let below = folders.iter().any(|folder| {
        path.strip_prefix(folder.as_str())
            .is_some_and(|rest| rest.starts_with('/'))
    });
    let file = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    below
        && !file.starts_with(['.', '_'])
        && !["readme", "config.", "template", "header", "changelog"]
            .iter()
            .any(|start| file.starts_with(start))
        && [
            ".md", ".rst", ".txt", ".yaml", ".yml", ".json", ".misc", ".bugfix", ".feature",
        ]
        .iter()
        .any(|end| file.ends_with(end))
}

/// Folders whose fragments stay after the release that they were for: reno's, and Ansible's.
const KEPT: &[&str] = &["changelogs/fragments/", "releasenotes/notes/"];

/// Whether a fragment may have been for a release before.
pub(in crate::collect) fn is_kept(path: &str) -> bool {
    KEPT.iter().any(|folder| path.contains(folder))
}

/// The number at the start of a fragment's name: `123.bugfix.rst`.
pub(in crate::collect) fn number(path: &str) -> Option<u64> {
    let file = path.rsplit('/').next()?;
    let (number, _) = file.split_once(['.', '-', '_'])?;
    number.trim_start_matches('#').parse().ok()
}
