//! How the public interface of the project's Python packages changed since the previous release.

mod modules;
#[cfg(test)]
mod tests;

use super::{Collector, Context};
use crate::api::python::{Comparison, Project, compare};
use crate::facts::{Missing, PythonApi};
use crate::repo::Repo;

pub use modules::{MAX_FILES, MAX_TOTAL_BYTES};

/// How the public interface of the project's Python packages changed since the previous release.
pub(super) struct PythonApiCollector;

impl Collector for PythonApiCollector {
    type Facts = PythonApi;

    const NAME: &'static str = "python_api";
    const PURPOSE: &'static str = "How the public interface of the project's Python packages changed since the previous release.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        context.python_api().cloned()
    }
}

/// Reads the fact. Other collectors get it through [`Context::python_api`].
pub(super) fn read(context: &Context) -> Result<PythonApi, Missing> {
    let repository = context.repository()?;
    let base = super::changes::base(&repository.history)?;
    let head = repository.head.as_ref().map(|head| head.commit.as_str());
    let project = &context.options().project;
    let Some(head) = head else {
        return Ok(PythonApi::default());
    };
    let Some(base) = base else {
        let packages = modules::packages(context.repo(), project, head)?;
        return Ok(PythonApi {
            packages,
            ..PythonApi::default()
        });
    };
    let comparison = between(context.repo(), project, base, head)?;
    let previous = repository.history.previous.as_ref();
    Ok(PythonApi {
        since: previous.map(|release| release.tag.clone()),
        packages: comparison.packages,
        changes: comparison.changes,
        gaps: comparison.gaps,
    })
}

/// Compares the Python packages of a project, which lies in the folder `project` of the repository,
/// at two commits, named by their full ids.
///
/// # Errors
/// [`Missing`] if a commit or a file of it cannot be read, or if there is more than is read:
/// [`MAX_FILES`], [`MAX_TOTAL_BYTES`].
pub fn between(
    repo: &Repo,
    project: &str,
    previous: &str,
    head: &str,
) -> Result<Comparison, Missing> {
    let old = modules::Side::open(repo, project, previous)?;
    let new = modules::Side::open(repo, project, head)?;
    if old.is_same_as(&new) {
        return Ok(Comparison {
            packages: new.packages(),
            ..Comparison::default()
        });
    }
    let (old, new) = modules::read(old, new)?;
    Ok(compare(&Project::new(old), &Project::new(new)))
}
