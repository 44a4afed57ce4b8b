//! The file and what it includes, put together as GitLab does.
//! <https://docs.gitlab.com/ci/yaml/includes/>

use std::collections::HashSet;
use std::rc::Rc;

use globset::GlobBuilder;

use super::foreign;
use crate::collect::workflow::follow::join;
use crate::collect::workflow::reader::Reader;
use crate::facts::Import;
use crate::formats::gitlab_ci::merge::entries_over;
use crate::formats::gitlab_ci::pipeline::{Kind, Pipeline};
use crate::formats::gitlab_ci::rules::of_include;
use crate::formats::yaml_tree::{Entry, Node, Value};

/// The most files of one pipeline; GitLab itself takes no more.
const MAX_FILES: usize = 150;

/// How deep files may include each other.
const MAX_DEPTH: usize = 20;

/// The values of all files together that are put together at most.
const MAX_WEIGHT: usize = 400_000;

/// A pipeline's configuration, includes put in.
pub(super) struct Config {
    /// The files, by the number that their values carry.
    files: Vec<String>,
    entries: Vec<Entry>,
    /// The files that are included for other pipelines than those of a tag.
    untagged: HashSet<u32>,
    /// What is included from elsewhere.
    pub imports: Vec<Import>,
    weight: usize,
}

impl Config {
    /// Loads a file of the repository; `None` if it cannot be read, which is noted.
    pub fn load(reader: &mut Reader<'_>, path: &str) -> Option<Config> {
        let mut config = Config {
            files: Vec::new(),
            entries: Vec::new(),
            untagged: HashSet::new(),
            imports: Vec::new(),
            weight: 0,
        };
        config.entries = config.file(reader, path, 0, false)?;
        Some(config)
    }

    /// The keys of all files, merged.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The file that a value stands in.
    pub fn path(&self, node: &Node) -> String {
        let place = usize::try_from(node.source).unwrap_or(usize::MAX);
        self.files.get(place).cloned().unwrap_or_default()
    }

    /// Whether a value comes from a file that pipelines of tags do not include.
    pub fn is_untagged(&self, node: &Node) -> bool {
        self.untagged.contains(&node.source)
    }

    fn file(
        &mut self,
        reader: &mut Reader<'_>,
        path: &str,
        depth: usize,
        untagged: bool,
    ) -> Option<Vec<Entry>> {
        let source = u32::try_from(self.files.len()).ok()?;
        self.files.push(path.to_owned());
        if untagged {
            self.untagged.insert(source);
        }
        let root = reader.yaml_from(path, source)?;
        self.weight = self.weight.saturating_add(root.weight());
        if self.weight > MAX_WEIGHT {
            let reason = format!("the files up to `{path}` are too large to be put together");
            reader.unread(path, 1, reason);
            return None;
        }
        if !matches!(root.value, Value::Map(_)) {
            reader.unread(
                path,
                1,
                format!("`{path}` is no mapping, so it is no pipeline"),
            );
            return None;
        }
        let mut merged = Vec::new();
        if let Some(include) = root.entry("include") {
            let all = match &include.node.value {
                Value::List(items) => items.clone(),
                _ => vec![Rc::clone(&include.node)],
            };
            for item in all {
                self.include(reader, path, &item, depth, untagged, &mut merged);
            }
        }
        let own: Vec<Entry> = root
            .entries()
            .iter()
            .filter(|entry| entry.key != "include")
            .cloned()
            .collect();
        Some(entries_over(&merged, &own))
    }

    /// One element of `include`, put over what is there.
    fn include(
        &mut self,
        reader: &mut Reader<'_>,
        from: &str,
        item: &Rc<Node>,
        depth: usize,
        untagged: bool,
        merged: &mut Vec<Entry>,
    ) {
        let pipeline = Pipeline {
            kind: Kind::Tag,
            tag: reader.release_tag,
            child: false,
        };
        let condition = of_include(item, pipeline, &|path| exists(reader, path));
        let untagged = untagged || condition == Some(false);
        let Some(local) = foreign::local(item) else {
            let (import, reason) = foreign::include(from, item);
            self.imports.extend(import);
            if !untagged {
                reader.unread(from, item.line, reason);
            }
            return;
        };
        for path in paths(reader, from, item.line, local) {
            if depth >= MAX_DEPTH || self.files.len() >= MAX_FILES {
                let reason = format!("`{path}` is included too deep, or is one of too many files");
                return reader.unread(from, item.line, reason);
            }
            let Some(entries) = self.file(reader, &path, depth + 1, untagged) else {
                continue;
            };
            if untagged {
                let known: HashSet<String> = merged.iter().map(|entry| entry.key.clone()).collect();
                merged.extend(entries.into_iter().filter(|it| !known.contains(&it.key)));
                continue;
            }
            if condition.is_none() && share_a_key(merged, &entries) {
                let reason = format!(
                    "whether `{path}` takes the place of other parts depends on variables that are not known"
                );
                reader.unread(from, item.line, reason);
            }
            *merged = entries_over(merged, &entries);
        }
    }
}

fn share_a_key(merged: &[Entry], other: &[Entry]) -> bool {
    let known: HashSet<&str> = merged.iter().map(|entry| entry.key.as_str()).collect();
    other.iter().any(|entry| known.contains(entry.key.as_str()))
}

/// The tracked files that a path or pattern of `include: local` names.
fn paths(reader: &mut Reader<'_>, from: &str, line: u64, local: &str) -> Vec<String> {
    let plain = join("", local.trim_start_matches('/')).unwrap_or_default();
    if local.contains('$') {
        let reason = format!("which file `{local}` is depends on variables that are not known");
        reader.unread(from, line, reason);
        return Vec::new();
    }
    if !plain.contains('*') {
        if !reader.has(&plain) {
            reader.unread(from, line, format!("`{local}` is not in the repository"));
            return Vec::new();
        }
        return vec![plain];
    }
    let found = matching(reader, &plain).unwrap_or_default();
    let files: Vec<String> = found
        .into_iter()
        .filter(|path| path.ends_with(".yml") || path.ends_with(".yaml"))
        .collect();
    if files.is_empty() {
        reader.unread(
            from,
            line,
            format!("`{local}` is no file of the repository"),
        );
    }
    files
}

/// The tracked files that a pattern matches; `None` if it is no pattern.
fn matching(reader: &Reader<'_>, pattern: &str) -> Option<Vec<String>> {
    let glob = GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .ok()?
        .compile_matcher();
    let files = reader.tracked().iter();
    Some(files.filter(|path| glob.is_match(path)).cloned().collect())
}

/// Whether a file of the repository is at a path; of a pattern, that is not looked at.
pub(super) fn exists(reader: &Reader<'_>, path: &str) -> Option<bool> {
    if path.contains(['*', '?', '[', '{', '$']) {
        return None;
    }
    Some(reader.has(&join("", path.trim_start_matches('/'))?))
}
