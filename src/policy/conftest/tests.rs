//! Folders of Conftest policies: what they yield, and what is refused about them.

mod compiling;
mod judging;
mod refusing;
mod refusing_alone;

use crate::policy::{LoadErrors, PolicyFile, PolicySet, Sources};

const FACTS: &[&str] = &["changes", "repository"];

/// A project's own files, by path.
fn sources(files: &[(&str, &str)]) -> Sources {
    Sources {
        user: files
            .iter()
            .map(|(path, text)| PolicyFile::new(*path, *text))
            .collect(),
        ..Sources::embedded()
    }
}

fn load(files: &[(&str, &str)]) -> Result<PolicySet, LoadErrors> {
    let sources = Sources {
        // Only what the project brings is looked at here.
        builtin: Vec::new(),
        manifest: PolicyFile::new("policies/manifest.txt", ""),
        data: PolicyFile::new("policies/data.yaml", ""),
        ..sources(files)
    };
    PolicySet::load(sources, FACTS)
}
