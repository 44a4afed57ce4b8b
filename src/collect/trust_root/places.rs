//! Which files of a repository relcheck reads as configuration.

use std::collections::BTreeMap;

use super::super::people::Trust;
use super::super::people::anchor::{MAINTAINERS, joined};
use super::super::vulnerabilities::is_named_as_vex;
use super::parent;
use crate::collect::Options;
use crate::facts::ReadAs;
use crate::repo::Revision;
use crate::{config, waivers};

/// Where forges look for the owners of code.
const CODEOWNERS: &[&str] = &[
    "CODEOWNERS",
    ".github/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    ".gitea/CODEOWNERS",
    ".forgejo/CODEOWNERS",
    ".bitbucket/CODEOWNERS",
    "docs/CODEOWNERS",
];

/// The folders and the beginnings of names of what CI systems run.
const CI: &[&str] = &[
    ".github/",
    ".gitlab/",
    ".gitlab-ci",
    ".forgejo/",
    ".gitea/",
    ".circleci/",
    ".buildkite/",
    ".woodpecker",
    ".azure-pipelines",
    "azure-pipelines",
    "bitbucket-pipelines",
    ".drone",
    ".travis",
];

/// The largest workflow that is looked into, in bytes. A larger one counts as one that names relcheck.
const MAX_WORKFLOW: u64 = 1 << 20;

/// What the files of two releases are read as.
pub(super) struct Places {
    files: BTreeMap<String, ReadAs>,
    /// Folders without `/` at the end, the root empty.
    folders: Vec<String>,
    project: String,
}

impl Places {
    /// The places of this run, and those that either release's configuration names.
    pub(super) fn of(options: &Options, releases: [&Trust; 2]) -> Self {
        let mut places = Places {
            files: BTreeMap::new(),
            folders: Vec::new(),
            project: options.project.clone(),
        };
        places.add_usual(&options.project);
        places.add_usual("");
        places.add(".mailmap".to_owned(), ReadAs::Mailmap);
        if let Some(path) = &options.earlier_benchmarks {
            places.add(joined(&options.project, path), ReadAs::Baseline);
        }
        for configured in &options.configured {
            match configured.read_as {
                ReadAs::Policies => places.folders.push(configured.path.clone()),
                read_as => places.add(configured.path.clone(), read_as),
            }
        }
        for release in releases {
            places.add_lists(release);
        }
        places
    }

    /// What has its place in a folder whatever the configuration says, that of a configuration which
    /// would be used without the present one among it.
    fn add_usual(&mut self, folder: &str) {
        self.add(joined(folder, config::FILE_NAME), ReadAs::Configuration);
        self.add(joined(folder, waivers::FILE_NAME), ReadAs::Waivers);
        for name in MAINTAINERS {
            self.add(joined(folder, name), ReadAs::Maintainers);
        }
        for name in CODEOWNERS {
            self.add(joined(folder, name), ReadAs::Codeowners);
        }
    }

    fn add_lists(&mut self, release: &Trust) {
        if let Some(path) = &release.configuration {
            self.add(path.clone(), ReadAs::Configuration);
            self.add(joined(parent(path), waivers::FILE_NAME), ReadAs::Waivers);
        }
        self.add(release.revoked_keys.clone(), ReadAs::Revocations);
        for path in &release.key_files {
            self.add(path.clone(), ReadAs::Keys);
        }
        self.folders.extend(release.policies.iter().cloned());
    }

    /// A file that is read as several things is what was added last: keys go before the rest.
    fn add(&mut self, path: String, read_as: ReadAs) {
        self.files.insert(path, read_as);
    }

    /// What a file is read as, by its path; `None` for a file that is none of it.
    pub(super) fn read_as(&self, path: &str) -> Option<ReadAs> {
        let is_below = |folder: &String| {
            folder.is_empty()
                || path
                    .strip_prefix(folder.as_str())
                    .is_some_and(|rest| rest.starts_with('/') || rest.is_empty())
        };
        let known = self.files.get(path).copied();
        known
            .or_else(|| {
                self.folders
                    .iter()
                    .any(is_below)
                    .then_some(ReadAs::Policies)
            })
            .or_else(|| self.holds(path))
            .or_else(|| self.is_vex(path).then_some(ReadAs::Vex))
    }

    /// What lies below a path that is no folder of this repository: a submodule, or a link to a folder.
    fn holds(&self, path: &str) -> Option<ReadAs> {
        let is_inside = |inner: &str| {
            let rest = inner.strip_prefix(path);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let mut files = self.files.iter();
        let file = files.find(|(file, _)| is_inside(file));
        let folder = || self.folders.iter().any(|folder| is_inside(folder));
        file.map(|(_, read_as)| *read_as)
            .or_else(|| folder().then_some(ReadAs::Policies))
    }

    fn is_vex(&self, path: &str) -> bool {
        let inside = match self.project.as_str() {
            "" => Some(path),
            project => path
                .strip_prefix(project)
                .and_then(|rest| rest.strip_prefix('/')),
        };
        inside.is_some_and(is_named_as_vex)
    }
}

/// Whether a CI system may run what is in the file.
pub(super) fn is_of_ci(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    CI.iter().any(|beginning| path.starts_with(beginning)) || name.starts_with("Jenkinsfile")
}

/// Whether a revision's file names relcheck, or cannot be looked into.
pub(super) fn names_relcheck(revision: &Revision, path: &str) -> bool {
    let Some(file) = revision.file(path) else {
        return false;
    };
    match revision.read(file, MAX_WORKFLOW) {
        Ok(content) => String::from_utf8_lossy(&content).contains("relcheck"),
        Err(_) => true,
    }
}
