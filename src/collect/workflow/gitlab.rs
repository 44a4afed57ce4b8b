//! GitLab CI: `.gitlab-ci.yml` with the files of the repository that it includes and the child
//! pipelines that these start. <https://docs.gitlab.com/ci/yaml/>

mod config;
mod foreign;
mod job;
mod resolve;

use config::Config;
use job::Scope;
use resolve::Resolver;

use super::reader::Reader;
use crate::facts::{Job, Permissions, Trigger, WorkflowFile};
use crate::formats::gitlab_ci::pipeline::{Kind, Pipeline};
use crate::formats::gitlab_ci::rules::{of_job, of_workflow};
use crate::formats::yaml_tree::{Entry, Node};

/// The file that GitLab reads where a project does not say otherwise.
pub(super) const FILE: &str = ".gitlab-ci.yml";

/// The most conditions that are shown of what limits a pipeline to tags.
const MAX_CONDITIONS: usize = 20;

/// Reads the pipeline. What keeps a part of it from being read is noted with the reader.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<WorkflowFile> {
    let config = Config::load(reader, FILE)?;
    let mut imports = config.imports.clone();
    let mut resolver = Resolver::new(&config);
    let jobs = resolver.jobs(reader);
    let triggers = triggers(reader, &config, &mut resolver, &jobs);
    let mut read = Vec::new();
    for entry in &jobs {
        let mut steps = Vec::new();
        let scope = Scope::of_file(&config, reader.release_tag);
        job::steps(
            reader,
            &mut resolver,
            entry,
            &scope,
            &mut steps,
            &mut imports,
        );
        read.push(Job {
            id: super::calls::cut(&entry.key),
            path: config.path(&entry.node),
            line: entry.line,
            name: None,
            permissions: permissions(&entry.node),
            steps,
        });
    }
    imports.sort();
    imports.dedup();
    Some(WorkflowFile {
        path: FILE.to_owned(),
        system: "gitlab".to_owned(),
        name: None,
        triggers,
        permissions: None,
        jobs: read,
        imports,
    })
}

/// A token for other services is the one right that a file gives; the rest is in the settings.
fn permissions(job: &Node) -> Option<Permissions> {
    let entry = job.entry("id_tokens")?;
    Some(Permissions {
        line: entry.line,
        all: None,
        write: vec!["id-token".to_owned()],
    })
}

/// What starts the pipeline: each kind of event for which it would have a job.
fn triggers(
    reader: &Reader<'_>,
    config: &Config,
    resolver: &mut Resolver<'_>,
    jobs: &[Entry],
) -> Vec<Trigger> {
    let exists = |path: &str| config::exists(reader, path);
    let workflow = resolver.global("workflow");
    let line = config
        .entry("workflow")
        .filter(|entry| entry.node.source == 0)
        .map_or(1, |entry| entry.line);
    let may = |kind: Kind| {
        let pipeline = Pipeline {
            kind,
            tag: reader.release_tag,
            child: false,
        };
        let created = of_workflow(workflow.as_ref(), pipeline, &exists);
        let runs = |job: &&Entry| {
            of_job(&job.node, pipeline, &exists).runs != Some(false)
                && !(kind == Kind::Tag && config.is_untagged(&job.node))
        };
        let jobs: Vec<&Entry> = jobs.iter().filter(runs).collect();
        if created == Some(false) || jobs.is_empty() {
            (Some(false), Vec::new())
        } else {
            (created, jobs)
        }
    };
    let (on_tag, of_tag) = may(Kind::Tag);
    let (on_branch, of_branch) = may(Kind::Branch);
    let trigger = |event: &str| Trigger {
        event: event.to_owned(),
        line,
        branches: Vec::new(),
        tags: Vec::new(),
        types: Vec::new(),
        workflows: Vec::new(),
        on_release_tag: Some(false),
    };
    let mut found = Vec::new();
    if on_tag != Some(false) || on_branch != Some(false) {
        let both: std::collections::HashSet<&str> =
            of_branch.iter().map(|job| job.key.as_str()).collect();
        let only = of_tag.iter().filter(|job| !both.contains(job.key.as_str()));
        let mut tags: Vec<String> = only.flat_map(|job| of_tags(&job.node)).collect();
        tags.sort_unstable();
        tags.dedup();
        tags.truncate(MAX_CONDITIONS);
        found.push(Trigger {
            tags,
            on_release_tag: on_tag,
            ..trigger("push")
        });
    }
    for (kind, event) in [
        (Kind::MergeRequest, "pull_request"),
        (Kind::Schedule, "schedule"),
        (Kind::Web, "workflow_dispatch"),
    ] {
        if may(kind).0 != Some(false) {
            found.push(trigger(event));
        }
    }
    found
}

/// The conditions of a job that runs for tags and not for branches.
fn of_tags(job: &Node) -> Vec<String> {
    let mut found = Vec::new();
    for rule in job
        .get("rules")
        .map(|node| node.items())
        .unwrap_or_default()
    {
        found.extend(rule.text_of("if").map(str::to_owned));
    }
    if let Some(only) = job.get("only") {
        found.extend(only.get("refs").unwrap_or(only).texts());
    }
    found.retain(|text| text.to_ascii_lowercase().contains("tag") || text.starts_with('/'));
    if found.is_empty() {
        found.push("$CI_COMMIT_TAG".to_owned());
    }
    found.iter().map(|text| super::calls::cut(text)).collect()
}
