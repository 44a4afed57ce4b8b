//! Which files are documents, and of which kind, by their names and places.

use crate::facts::DocumentKind;

/// The extensions of documents. A text file is one only at the root or in a folder for documents.
const EXTENSIONS: &[&str] = &["md", "markdown", "mdx", "rst", "adoc", "asciidoc", "txt"];

/// The folders at the root that hold documentation, in lower case.
const FOLDERS: &[&str] = &[
    "doc",
    "docs",
    "documentation",
    "site",
    "website",
    "www",
    "book",
    "guide",
    "guides",
    "manual",
    "man",
    "wiki",
    ".github",
];

/// The folders, anywhere, whose documents are not the project's own, or not written for readers.
const FOREIGN: &[&str] = &[
    "node_modules",
    "vendor",
    "vendored",
    "_vendor",
    "third_party",
    "third-party",
    "thirdparty",
    "external",
    "extern",
    "deps",
    "test",
    "tests",
    "testing",
    "testdata",
    "test-data",
    "__tests__",
    "__fixtures__",
    "fixture",
    "fixtures",
    "snapshots",
    "__snapshots__",
    "spec",
    "specs",
    "site-packages",
    "templates",
    "template",
    "versioned_docs",
    "issue_template",
    "pull_request_template",
];

/// Folders for short pieces that a changelog is made of.
const FRAGMENTS: &[&str] = &[
    "changelog.d",
    "changes.d",
    "changelogs",
    "changelog",
    "changes",
    "news",
    "news.d",
    "newsfragments",
    "news_fragments",
    ".changeset",
    ".changes",
    "unreleased",
    "releasenotes",
    "release-notes",
    "release_notes",
    "releases",
    "whatsnew",
    "history",
];

/// A document, by its name and place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::collect) struct Document {
    pub kind: DocumentKind,
    /// Whether it belongs to the project as a whole.
    pub central: bool,
}

/// What a path from the project's root is; `None` if it is no document of the project.
pub(in crate::collect) fn document(path: &str) -> Option<Document> {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let is_readme = is_readme(folders, file);
    if !is_readme
        && !EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    {
        return None;
    }
    let lower = folders.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split('/').filter(|part| !part.is_empty()).collect();
    let first = parts.first().copied().unwrap_or_default();
    let central = parts.is_empty() || FOLDERS.contains(&first);
    let hidden = first.starts_with('.') && !central && !FRAGMENTS.contains(&first);
    let foreign = parts.iter().any(|part| FOREIGN.contains(part));
    let is_text = extension.eq_ignore_ascii_case("txt");
    if foreign || hidden || is_form(stem) || (is_text && (!central || is_input(stem))) {
        return None;
    }
    let kind = if is_readme {
        DocumentKind::Readme
    } else {
        kind(&parts, stem)
    };
    Some(Document { kind, central })
}

/// `README`, `README.md`, `README.zh-CN.md`, `README_ja.md` at the root.
fn is_readme(folders: &str, file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    let is_page = match lower.rsplit_once('.') {
        None => true,
        Some((_, extension)) => EXTENSIONS.contains(&extension),
    };
    let named = lower
        .strip_prefix("readme")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '_', '-']));
    named && is_page && (folders.is_empty() || folders == ".github")
}

/// Whether a version in the title of a document is the one that it is about, as in that of a README
/// in any folder; elsewhere it tells of what the document was written for: `Upgrading to 2.0`.
pub(in crate::collect) fn is_about_now(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.to_ascii_lowercase().starts_with("readme")
}

/// What a forge shows to whoever opens an issue or a pull request.
fn is_form(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    stem.starts_with("issue_template") || stem.starts_with("pull_request_template")
}

/// Text files that are read by tools, not by people.
fn is_input(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    [
        "requirements",
        "constraints",
        "cmakelists",
        "robots",
        "spelling",
        "wordlist",
        "license",
    ]
    .iter()
    .any(|known| stem.starts_with(known) || stem.ends_with(known))
}

/// The kind by the folders and the name of the file.
fn kind(folders: &[&str], stem: &str) -> DocumentKind {
    let stem = stem.to_ascii_lowercase().replace(['-', ' '], "_");
    let starts = |words: &[&str]| words.iter().any(|word| stem.starts_with(word));
    let holds = |words: &[&str]| words.iter().any(|word| stem.contains(word));
    let within = |words: &[&str]| folders.iter().any(|folder| words.contains(folder));
    if stem == "security" {
        DocumentKind::Security
    } else if folders
        .iter()
        .any(|folder| folder.starts_with("migrat") || folder.starts_with("upgrad"))
        || starts(&["migrat", "upgrad", "porting"])
        || holds(&[
            "migration_guide",
            "upgrade_guide",
            "upgrade_to",
            "migrate_to",
            "upgrading",
        ])
    {
        DocumentKind::Migration
    } else if within(FRAGMENTS)
        || starts(&[
            "changelog",
            "change_log",
            "changes",
            "history",
            "news",
            "release",
            "whats_new",
            "whatsnew",
        ])
        || holds(&["changelog", "release_notes", "whatsnew", "breaking_changes"])
    {
        DocumentKind::History
    } else if within(&[
        "blog", "blogs", "posts", "_posts", "articles", "meetings", "minutes",
    ]) {
        DocumentKind::Blog
    } else if within(&[
        "adr",
        "adrs",
        "decisions",
        "rfc",
        "rfcs",
        "proposals",
        "design",
        "designs",
        "design_docs",
        "keps",
        "enhancements",
    ]) || starts(&["adr_", "rfc_"])
    {
        DocumentKind::Decision
    } else {
        DocumentKind::Documentation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_name_and_place() {
        for (path, expected) in [
            ("README.md", Some((DocumentKind::Readme, true))),
            ("README.zh-CN.md", Some((DocumentKind::Readme, true))),
            ("README", Some((DocumentKind::Readme, true))),
            ("docs/README.md", Some((DocumentKind::Documentation, true))),
            (
                "crates/a/README.md",
                Some((DocumentKind::Documentation, false)),
            ),
            ("docs/changelog.rst", Some((DocumentKind::History, true))),
            (
                "newsfragments/12.fix.md",
                Some((DocumentKind::History, false)),
            ),
            (".changeset/a.md", Some((DocumentKind::History, false))),
            ("MIGRATION-v2.md", Some((DocumentKind::Migration, true))),
            (
                "docs/how/upgrading.md",
                Some((DocumentKind::Migration, true)),
            ),
            ("docs/blog/one.md", Some((DocumentKind::Blog, true))),
            ("docs/adr/0001-x.md", Some((DocumentKind::Decision, true))),
            (".github/SECURITY.md", Some((DocumentKind::Security, true))),
            (
                "docs/install.txt",
                Some((DocumentKind::Documentation, true)),
            ),
            ("docs/requirements.txt", None),
            ("src/data.txt", None),
            ("tests/fixtures/README.md", None),
            ("src/main.rs", None),
            ("README.py", None),
            (".venv/README.md", None),
            (".github/ISSUE_TEMPLATE/bug.md", None),
            (".github/ISSUE_TEMPLATE.md", None),
        ] {
            let found = document(path).map(|found| (found.kind, found.central));
            assert_eq!(found, expected, "{path}");
        }
    }
}
