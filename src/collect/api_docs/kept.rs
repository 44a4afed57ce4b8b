//! Documentation that a tool made and that is kept in git, by files that only such a tool writes.

use std::collections::BTreeMap;

use crate::facts::{ApiDocKind, ApiDocSource};

/// `(file name, tool)`
const MARKS: &[(&str, &str)] = &[
    ("doxygen.css", "doxygen"),
    ("element-list", "javadoc"),
    ("package-list", "javadoc"),
    ("objects.inv", "sphinx"),
    ("search-index.js", "rustdoc"),
];

/// Folders whose documentation is not the project's own.
const FOREIGN: &[&str] = &[
    "node_modules",
    "vendor",
    "third_party",
    "third-party",
    "test",
    "tests",
    "testdata",
    "fixtures",
    "site-packages",
];

/// The folders that hold such documentation, and the reports of API Extractor.
pub(super) fn find(tracked: &[String]) -> Vec<ApiDocSource> {
    let mut found: BTreeMap<&str, &str> = BTreeMap::new();
    for path in tracked {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let tool = MARKS
            .iter()
            .find(|(mark, _)| *mark == file)
            .map(|(_, tool)| *tool)
            .or(file.ends_with(".api.md").then_some("api-extractor"));
        let is_foreign = folder.split('/').any(|part| FOREIGN.contains(&part));
        if let Some(tool) = tool.filter(|_| !is_foreign && !folder.is_empty()) {
            found.entry(folder).or_insert(tool);
        }
    }
    let sources = found.into_iter().map(|(folder, tool)| ApiDocSource {
        path: folder.to_owned(),
        line: None,
        tool: tool.to_owned(),
        kind: ApiDocKind::Kept,
        builder: None,
        late: Vec::new(),
        doubtful: Vec::new(),
        later_commits: 0,
    });
    sources.collect()
}
