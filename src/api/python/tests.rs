//! Whole comparisons of small projects.

mod functions;
mod objects;
mod properties;
mod resolving;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::{Configuration, modules};
use super::{Comparison, Content, KINDS, Project, compare};
use crate::facts::ApiWeight;
use crate::formats::{python_module, python_packages};

/// A project of these files, below `src`.
fn project(files: &[(&str, &str)]) -> Project {
    let configuration = Configuration {
        pyproject: python_packages::read("[project]\nname = 'demo'\n").unwrap(),
        setup_cfg: Vec::new(),
    };
    let texts: BTreeMap<String, &str> = files
        .iter()
        .map(|(path, text)| (format!("src/{path}"), *text))
        .collect();
    let files = modules(texts.keys().map(String::as_str), &configuration);
    Project::new(files.into_iter().map(|file| {
        let text = texts[&file.path];
        let content: Content = Arc::new(python_module::read(text.as_bytes(), file.stub));
        (file, content)
    }))
}

fn between(old: &[(&str, &str)], new: &[(&str, &str)]) -> Comparison {
    let comparison = compare(&project(old), &project(new));
    for change in &comparison.changes {
        let known = KINDS.iter().find(|(kind, ..)| *kind == change.kind);
        assert_eq!(known.map(|(_, weight, _)| *weight), Some(change.weight));
    }
    comparison
}

/// Each change as `kind symbol message`, with `?` where it is doubtful.
fn shown(comparison: &Comparison) -> Vec<String> {
    let line = |change: &crate::facts::ApiChange| {
        let doubt = if change.doubt.is_some() { "? " } else { "" };
        format!(
            "{doubt}{} {} {}",
            change.kind, change.symbol, change.message
        )
    };
    comparison.changes.iter().map(line).collect()
}

fn gaps(comparison: &Comparison) -> Vec<String> {
    let line = |gap: &crate::facts::ApiGap| format!("{} {}", gap.symbol, gap.reason);
    comparison.gaps.iter().map(line).collect()
}

/// The changes from one text of `demo/__init__.py` to another.
fn changes(old: &str, new: &str) -> Vec<String> {
    let comparison = between(&[("demo/__init__.py", old)], &[("demo/__init__.py", new)]);
    assert_eq!(gaps(&comparison), [""; 0]);
    shown(&comparison)
}

#[test]
fn kinds_are_words_with_hyphens_and_each_once() {
    let mut names: Vec<&str> = KINDS.iter().map(|(name, ..)| *name).collect();
    assert!(
        names
            .iter()
            .all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
    );
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), KINDS.len());
    assert!(
        KINDS
            .iter()
            .any(|(_, weight, _)| *weight == ApiWeight::Adding)
    );
}
