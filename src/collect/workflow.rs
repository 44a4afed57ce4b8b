//! What the CI systems run, and when.

mod calls;
mod conditions;
mod follow;
mod github;
mod gitlab;
mod jenkins;
mod pin;
mod reader;

use super::{Collector, Context};
use crate::facts::{Missing, Unread, Workflow};
use crate::formats::yaml_tree;
use reader::Reader;

/// The largest workflow that is read, in bytes. GitHub itself takes none above 1 MiB.
const MAX_WORKFLOW: u64 = 1024 * 1024;

/// The most workflow files that are read.
const MAX_FILES: usize = 500;

/// The folder of GitHub's workflows.
const GITHUB: &str = ".github/workflows/";

/// Files of CI systems that relcheck does not read, with the system's name.
const OTHER_SYSTEMS: &[(&str, &str)] = &[
    (".appveyor.yml", "AppVeyor"),
    (".circleci/config.yml", "CircleCI"),
    (".cirrus.yml", "Cirrus CI"),
    (".drone.yml", "Drone"),
    (".travis.yml", "Travis CI"),
    (".woodpecker.yml", "Woodpecker"),
    ("appveyor.yml", "AppVeyor"),
    ("azure-pipelines.yml", "Azure Pipelines"),
    ("bitbucket-pipelines.yml", "Bitbucket Pipelines"),
    ("cloudbuild.yaml", "Google Cloud Build"),
];

/// What the CI systems run, and when.
pub(super) struct WorkflowCollector;

impl Collector for WorkflowCollector {
    type Facts = Workflow;

    const NAME: &'static str = "workflow";
    const PURPOSE: &'static str = "What the CI systems run, and when.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let release_tag = release_tag(context)?;
        let checkout = context.whole_checkout();
        let tracked = checkout.tracked()?;
        let mut reader = Reader::new(&checkout, tracked, &release_tag);
        let mut files = Vec::new();
        let paths = tracked.iter().filter(|path| is_workflow(path));
        for (index, path) in paths.enumerate() {
            if index >= MAX_FILES {
                let reason = format!("there are more than {MAX_FILES} workflows");
                reader.unread(path, 1, reason);
                break;
            }
            files.extend(read_file(&mut reader, path));
        }
        if reader.has(gitlab::FILE) {
            files.extend(gitlab::read(&mut reader));
        }
        let jenkinsfiles = tracked.iter().filter(|path| jenkins::is_file(path));
        for path in jenkinsfiles.take(MAX_FILES) {
            files.extend(jenkins::read(&mut reader, path));
        }
        files.sort_by(|left, right| left.path.cmp(&right.path));
        for (path, system) in OTHER_SYSTEMS {
            if reader.has(path) {
                let reason = format!("relcheck does not read what {system} runs");
                reader.unread(path, 1, reason);
            }
        }
        Ok(Workflow {
            files,
            unread: reader.into_unread(),
            release_tag,
        })
    }
}

fn is_workflow(path: &str) -> bool {
    let Some(name) = path.strip_prefix(GITHUB) else {
        return false;
    };
    !name.contains('/') && (name.ends_with(".yml") || name.ends_with(".yaml"))
}

fn read_file(reader: &mut Reader<'_>, path: &str) -> Option<crate::facts::WorkflowFile> {
    let root = reader.yaml(path)?;
    github::read(reader, path, &root)
}

/// A tag like the next release's: the previous one's, or one of the project's form.
fn release_tag(context: &Context) -> Result<String, Missing> {
    let repository = context.repository()?;
    Ok(match &repository.history.previous {
        Some(release) => release.tag.clone(),
        None => format!("{}1.2.3", repository.tag_pattern.current),
    })
}

#[cfg(test)]
mod tests;
