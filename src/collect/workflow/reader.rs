//! The files that a workflow is read from, and what of them could not be read.

use std::rc::Rc;

use super::{MAX_WORKFLOW, Unread, yaml_tree};
use crate::formats::yaml_tree::Node;
use crate::repo::Checkout;

/// The most calls of all workflows together. What is above is said to be unread.
pub(super) const MAX_CALLS: usize = 50_000;

/// Reads files for the collector.
pub(super) struct Reader<'a> {
    checkout: &'a Checkout,
    tracked: &'a [String],
    /// See [`crate::facts::Workflow::release_tag`].
    pub release_tag: &'a str,
    /// How many calls there are so far.
    pub calls: usize,
    unread: Vec<Unread>,
}

impl<'a> Reader<'a> {
    pub fn new(checkout: &'a Checkout, tracked: &'a [String], release_tag: &'a str) -> Self {
        Reader {
            checkout,
            tracked,
            release_tag,
            calls: 0,
            unread: Vec::new(),
        }
    }

    /// Whether git tracks a file.
    pub fn has(&self, path: &str) -> bool {
        self.tracked
            .binary_search_by(|known| known.as_str().cmp(path))
            .is_ok()
    }

    /// The text of a tracked file; `Err` says why it cannot be read.
    pub fn text(&self, path: &str) -> Result<String, String> {
        if !self.has(path) {
            return Err(format!("`{path}` is not in the repository"));
        }
        self.checkout
            .tracked_text(path, MAX_WORKFLOW)
            .map_err(|missing| missing.reason)
    }

    /// The tree of a YAML file. What keeps it from being read is noted.
    pub fn yaml(&mut self, path: &str) -> Option<Rc<Node>> {
        let text = match self.text(path) {
            Ok(text) => text,
            Err(reason) => {
                self.unread(path, 1, reason);
                return None;
            }
        };
        match yaml_tree::read(&text) {
            Ok(Some(root)) => Some(root),
            Ok(None) => {
                self.unread(path, 1, format!("`{path}` is empty"));
                None
            }
            Err(error) => {
                let reason = format!("`{path}` is not YAML: {error}");
                self.unread(path, error.line, reason);
                None
            }
        }
    }

    /// The tree of one of several YAML files that are put together: the second document where the
    /// first one only says what the file takes (`spec`). What keeps it from being read is noted.
    pub fn yaml_from(&mut self, path: &str, source: u32) -> Option<Rc<Node>> {
        let text = match self.text(path) {
            Ok(text) => text,
            Err(reason) => {
                self.unread(path, 1, reason);
                return None;
            }
        };
        let trees = match yaml_tree::read_all_from(&text, source) {
            Ok(trees) => trees,
            Err(error) => {
                let reason = format!("`{path}` is not YAML: {error}");
                self.unread(path, error.line, reason);
                return None;
            }
        };
        let is_header = |root: &&Rc<Node>| root.get("spec").is_some() && trees.len() > 1;
        let root = trees.iter().find(|root| !is_header(root)).cloned();
        if root.is_none() {
            self.unread(path, 1, format!("`{path}` is empty"));
        }
        root
    }

    /// The paths of all files that git tracks, sorted.
    pub fn tracked(&self) -> &[String] {
        self.tracked
    }

    /// Notes what could not be read.
    pub fn unread(&mut self, path: &str, line: u64, reason: String) {
        self.unread.push(Unread {
            path: path.to_owned(),
            line,
            reason,
        });
    }

    pub fn into_unread(mut self) -> Vec<Unread> {
        self.unread.sort();
        self.unread.dedup();
        self.unread
    }
}
