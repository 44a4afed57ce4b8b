//! What one job does: its scripts, the release that it makes, the pipelines that it starts.

use std::rc::Rc;

use super::config::{self, Config};
use super::foreign;
use super::resolve::Resolver;
use crate::collect::workflow::calls::{Source, calls, cut, stand_in};
use crate::collect::workflow::reader::Reader;
use crate::facts::{Import, Step};
use crate::formats::gitlab_ci::pipeline::{Kind, Pipeline};
use crate::formats::gitlab_ci::rules::{of_job, of_workflow};
use crate::formats::shell::{self, Shell};
use crate::formats::yaml_tree::{Entry, Node, Value};

/// How deep pipelines may start each other; GitLab allows two levels.
const MAX_CHILDREN: usize = 3;

/// How deep lists may stand in a script; GitLab allows ten.
const MAX_LISTS: usize = 10;

/// The most steps of a pipeline with its children.
const MAX_STEPS: usize = 5_000;

/// What the jobs of one pipeline have in common.
#[derive(Clone)]
pub(super) struct Scope<'c> {
    config: &'c Config,
    pipeline: Pipeline<'c>,
    /// Whether no pipeline of a tag leads here.
    never: bool,
    ignored: Option<String>,
    depth: usize,
}

impl<'c> Scope<'c> {
    /// That of the pipeline which a push of the release's tag creates.
    pub fn of_file(config: &'c Config, tag: &'c str) -> Self {
        Scope {
            config,
            pipeline: Pipeline {
                kind: Kind::Tag,
                tag,
                child: false,
            },
            never: false,
            ignored: None,
            depth: 0,
        }
    }
}

/// Adds the steps of a job, and the images that it runs in.
pub(super) fn steps(
    reader: &mut Reader<'_>,
    resolver: &mut Resolver<'_>,
    job: &Entry,
    scope: &Scope<'_>,
    steps: &mut Vec<Step>,
    imports: &mut Vec<Import>,
) {
    let node = &job.node;
    let outcome = of_job(node, scope.pipeline, &|path| config::exists(reader, path));
    let never = scope.never || outcome.runs == Some(false) || scope.config.is_untagged(node);
    let scope = Scope {
        never,
        ignored: scope.ignored.clone().or(outcome.ignored),
        ..scope.clone()
    };
    imports.extend(images(resolver, node));
    if steps.len() > MAX_STEPS {
        let path = scope.config.path(node);
        let reason = format!("there are more than {MAX_STEPS} steps before it");
        return reader.unread(&path, job.line, reason);
    }
    if let Some(trigger) = node.entry("trigger") {
        return child::steps(reader, trigger, &scope, steps, imports);
    }
    let before = resolver.inherited(node, "before_script");
    let script = node.get("script").cloned();
    let parts: Vec<Rc<Node>> = [before, script.clone()].into_iter().flatten().collect();
    let mut main = blank(job, script.as_deref(), &scope);
    main.name = Some(cut(&job.key));
    main.calls = script_calls(reader, scope.config, &parts);
    if script.is_none() {
        let known = ["run", "release", "pages"]
            .iter()
            .find_map(|key| node.entry(key));
        let line = known.map_or(job.line, |entry| entry.line);
        let path = scope.config.path(node);
        if known.is_none_or(|entry| entry.key == "run") {
            let reason = format!(
                "the job `{}` has no `script` that can be read",
                cut(&job.key)
            );
            let call = stand_in(&path, line, &job.key, "gitlab run", Some(reason));
            main.calls.push(call);
        }
    }
    deploys(job, &scope, &mut main);
    steps.push(main);
    if let Some(after) = resolver.inherited(node, "after_script") {
        let mut step = blank(job, Some(&after), &scope);
        step.calls = script_calls(reader, scope.config, &[after]);
        step.ignored
            .get_or_insert_with(|| "what fails in `after_script` fails nothing".to_owned());
        if !step.calls.is_empty() {
            steps.push(step);
        }
    }
}

/// What GitLab itself does with the job's results: a release, and pages.
fn deploys(job: &Entry, scope: &Scope<'_>, step: &mut Step) {
    let path = scope.config.path(&job.node);
    if let Some(release) = job.node.entry("release") {
        let call = stand_in(&path, release.line, "release", "gitlab release", None);
        step.calls.push(call);
    }
    let pages = job
        .node
        .entry("pages")
        .filter(|it| it.node.text() != Some("false"));
    if job.key == "pages" || pages.is_some() {
        let line = pages.map_or(job.line, |entry| entry.line);
        let call = stand_in(&path, line, "pages", "gitlab pages", None);
        step.calls.push(call);
    }
}

/// A step without calls, at the place of its script.
fn blank(job: &Entry, script: Option<&Node>, scope: &Scope<'_>) -> Step {
    let place = script.filter(|it| it.source == job.node.source);
    let secrets = job.node.get("secrets").map(|node| node.entries());
    let mut secrets: Vec<String> = secrets
        .unwrap_or_default()
        .iter()
        .map(|entry| entry.key.clone())
        .collect();
    secrets.sort_unstable();
    let mut never = vec!["release".to_owned()];
    if scope.never {
        never.push("tag".to_owned());
    }
    Step {
        path: scope.config.path(script.unwrap_or(&job.node)),
        line: place.or(script).map_or(job.line, |node| node.line),
        name: None,
        uses: None,
        calls: Vec::new(),
        ignored: scope.ignored.clone(),
        never,
        secrets,
        expressions: Vec::new(),
        checkout: None,
    }
}

/// The calls of scripts that one shell runs after each other.
fn script_calls(
    reader: &mut Reader<'_>,
    config: &Config,
    scripts: &[Rc<Node>],
) -> Vec<crate::facts::Call> {
    // The runner sets both where the shell knows them.
    let mut shell = Shell {
        pipefail: true,
        ..Shell::default()
    };
    let mut items = Vec::new();
    for script in scripts {
        flatten(script, 0, &mut items);
    }
    let mut found = Vec::new();
    for item in items {
        let path = config.path(&item);
        let Some(scalar) = item.scalar() else {
            if !item.is_null() {
                reader.unread(
                    &path,
                    item.line,
                    "this part of a script is no text".to_owned(),
                );
            }
            continue;
        };
        let source = Source {
            path: &path,
            line: item.line,
            literal: scalar.literal,
            text: &scalar.text,
            shell,
            folder: "",
            ignored: None,
        };
        found.extend(calls(reader, source));
        if scalar.text.contains("set ") {
            shell = shell::read(&scalar.text, shell).after;
        }
    }
    found
}

fn flatten(node: &Rc<Node>, depth: usize, items: &mut Vec<Rc<Node>>) {
    match &node.value {
        Value::List(inner) if depth <= MAX_LISTS => {
            inner
                .iter()
                .for_each(|item| flatten(item, depth + 1, items));
        }
        _ => items.push(Rc::clone(node)),
    }
}

/// The images that a job runs in and beside.
fn images(resolver: &mut Resolver<'_>, job: &Node) -> Vec<Import> {
    let mut nodes: Vec<Rc<Node>> = Vec::new();
    nodes.extend(resolver.inherited(job, "image"));
    let services = resolver.inherited(job, "services");
    nodes.extend(
        services
            .iter()
            .flat_map(|node| node.items().iter().cloned()),
    );
    nodes
        .iter()
        .filter_map(|node| {
            let name = node.text().or_else(|| node.text_of("name"))?;
            let name = resolver.expanded(job, name);
            let path = resolver.config.path(node);
            // What the project builds itself is in its own registry.
            let own =
                name.starts_with("$CI_REGISTRY_IMAGE") || name.starts_with("${CI_REGISTRY_IMAGE}");
            (!own).then(|| foreign::image(&path, node.line, &name))
        })
        .collect()
}

mod child {
    //! Pipelines that a job starts. <https://docs.gitlab.com/ci/pipelines/downstream_pipelines/>

    use super::*;

    pub(super) fn steps(
        reader: &mut Reader<'_>,
        trigger: &Entry,
        scope: &Scope<'_>,
        steps: &mut Vec<Step>,
        imports: &mut Vec<Import>,
    ) {
        let node = &trigger.node;
        let waits = matches!(node.text_of("strategy"), Some("depend" | "mirror"));
        let mut scope = scope.clone();
        if !waits {
            scope.ignored.get_or_insert_with(|| {
                "nothing waits for the pipeline that it is in (`strategy: depend`)".to_owned()
            });
        }
        let Some(include) = node.get("include") else {
            let project = node.text().or_else(|| node.text_of("project"));
            let reason = format!(
                "what the pipeline of `{}` does is not in the repository",
                project.unwrap_or("another project")
            );
            return steps.push(hidden(trigger, &scope, reason));
        };
        let all = match &include.value {
            Value::List(items) => items.clone(),
            _ => vec![Rc::clone(include)],
        };
        for item in all {
            let reason = match foreign::local(&item) {
                Some(local) => match follow(reader, local, &scope, steps, imports) {
                    Ok(()) => continue,
                    Err(reason) => reason,
                },
                None if item.get("artifact").is_some() => {
                    "a job writes the pipeline that it starts".to_owned()
                }
                None => {
                    let (import, reason) = foreign::include(&scope.config.path(&item), &item);
                    imports.extend(import);
                    reason
                }
            };
            steps.push(hidden(trigger, &scope, reason));
        }
    }

    fn hidden(trigger: &Entry, scope: &Scope<'_>, reason: String) -> Step {
        let path = scope.config.path(&trigger.node);
        let mut step = blank(trigger, None, scope);
        step.calls = vec![stand_in(
            &path,
            trigger.line,
            "trigger",
            "gitlab trigger",
            Some(reason),
        )];
        step
    }

    /// The steps of a child pipeline whose file is in the repository.
    fn follow(
        reader: &mut Reader<'_>,
        local: &str,
        scope: &Scope<'_>,
        steps: &mut Vec<Step>,
        imports: &mut Vec<Import>,
    ) -> Result<(), String> {
        let path = crate::collect::workflow::follow::join("", local.trim_start_matches('/'));
        let path = path.filter(|path| reader.has(path));
        let path = path.ok_or_else(|| format!("`{local}` is not in the repository"))?;
        if scope.depth >= MAX_CHILDREN {
            return Err(format!("`{path}` is started too deep to be followed"));
        }
        let config =
            Config::load(reader, &path).ok_or_else(|| format!("`{path}` could not be read"))?;
        imports.extend(config.imports.iter().cloned());
        let mut resolver = Resolver::new(&config);
        let pipeline = Pipeline {
            child: true,
            ..scope.pipeline
        };
        let workflow = resolver.global("workflow");
        let exists = |path: &str| config::exists(reader, path);
        let created = of_workflow(workflow.as_ref(), pipeline, &exists);
        let inner = Scope {
            config: &config,
            pipeline,
            never: scope.never || created == Some(false),
            ignored: scope.ignored.clone(),
            depth: scope.depth + 1,
        };
        for job in resolver.jobs(reader) {
            super::steps(reader, &mut resolver, &job, &inner, steps, imports);
        }
        Ok(())
    }
}
