//! Workflows of GitHub Actions. Reusable workflows and composite actions of the repository are read
//! where they are used. <https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax>

mod images;
mod step;
mod trigger;

use std::rc::Rc;

use super::calls::cut;
use super::conditions;
use super::follow::join;
use super::reader::Reader;
use crate::facts::{Job, Permissions, Step, WorkflowFile};
use crate::formats::github_actions::expression::secrets;
use crate::formats::yaml_tree::{Entry, Node};

/// How deep reusable workflows and composite actions may use each other; GitHub allows ten.
const MAX_DEPTH: usize = 10;

/// The most steps of one workflow, those of what it uses included.
const MAX_STEPS: usize = 5_000;

/// What the steps of a job have in common.
#[derive(Debug, Clone, Default)]
struct Scope {
    /// The file.
    path: String,
    /// The shell that is named for all steps.
    shell: Option<String>,
    /// The folder that they run in.
    folder: String,
    /// The secrets that they all get.
    secrets: Vec<String>,
    /// Why the failure of all of them fails nothing.
    ignored: Option<String>,
    /// The events for which none of them runs.
    never: Vec<String>,
    /// The files that led here.
    trail: Vec<String>,
}

/// Reads one workflow. What keeps it from being read is noted with the reader.
pub(super) fn read(reader: &mut Reader<'_>, path: &str, root: &Rc<Node>) -> Option<WorkflowFile> {
    let Some(jobs) = root.get("jobs").filter(|jobs| !jobs.entries().is_empty()) else {
        reader.unread(
            path,
            1,
            format!("`{path}` has no `jobs`, so it is no workflow"),
        );
        return None;
    };
    let Some(on) = root.get("on") else {
        reader.unread(
            path,
            1,
            format!("`{path}` has no `on`, so nothing starts it"),
        );
        return None;
    };
    let scope = scope_of_file(path, root, &[]);
    let never = conditions::of_jobs(jobs.entries(), reader.release_tag);
    let mut read = Vec::new();
    for (job, never) in jobs.entries().iter().zip(never) {
        let mut steps = Vec::new();
        job_steps(reader, job, &scope, never, &mut steps);
        read.push(Job {
            id: job.key.clone(),
            path: path.to_owned(),
            line: job.line,
            name: job.node.text_of("name").map(cut),
            permissions: permissions(&job.node),
            steps,
        });
    }
    Some(WorkflowFile {
        path: path.to_owned(),
        system: "github".to_owned(),
        name: root.text_of("name").map(cut),
        triggers: trigger::read(on, reader.release_tag),
        permissions: permissions(root),
        jobs: read,
        imports: images::of_jobs(path, jobs.entries()),
    })
}

fn scope_of_file(path: &str, root: &Node, trail: &[String]) -> Scope {
    let run = root
        .get("defaults")
        .and_then(|node| node.get("run").cloned());
    let default = |key: &str| run.as_ref()?.text_of(key).map(str::to_owned);
    Scope {
        path: path.to_owned(),
        shell: default("shell"),
        folder: default("working-directory").unwrap_or_default(),
        secrets: root
            .get("env")
            .map(|node| secrets_in(node))
            .unwrap_or_default(),
        ignored: None,
        never: Vec::new(),
        trail: trail.iter().cloned().chain([path.to_owned()]).collect(),
    }
}

/// The secrets that any text in a value uses.
fn secrets_in(node: &Node) -> Vec<String> {
    let mut found = Vec::new();
    node.walk(&mut |_, scalar| found.extend(secrets(&scalar.text)));
    found
}

fn permissions(node: &Node) -> Option<Permissions> {
    let entry = node.entry("permissions")?;
    let mut write: Vec<String> = entry
        .node
        .entries()
        .iter()
        .filter(|scope| scope.node.text() == Some("write"))
        .map(|scope| scope.key.clone())
        .collect();
    write.sort_unstable();
    Some(Permissions {
        line: entry.line,
        all: entry.node.text().map(str::to_owned),
        write,
    })
}

/// The steps of one job, or of the workflow that it uses.
fn job_steps(
    reader: &mut Reader<'_>,
    job: &Entry,
    file: &Scope,
    never: Vec<String>,
    steps: &mut Vec<Step>,
) {
    let node = &job.node;
    let own = scope_of_file(&file.path, node, &[]);
    let mut scope = Scope {
        shell: own.shell.or_else(|| file.shell.clone()),
        folder: if own.folder.is_empty() {
            file.folder.clone()
        } else {
            own.folder
        },
        never: conditions::either(&file.never, &never),
        ..file.clone()
    };
    scope.secrets.extend(own.secrets);
    if is_true(node, "continue-on-error") {
        scope.ignored = Some("its job has `continue-on-error: true`".to_owned());
    }
    if let Some(uses) = node.entry("uses") {
        return used_workflow(reader, node, uses, &scope, steps);
    }
    let list = node
        .get("steps")
        .map(|node| node.items())
        .unwrap_or_default();
    for entry in list {
        step::read(reader, entry, &scope, steps);
    }
}

fn is_true(node: &Node, key: &str) -> bool {
    node.text_of(key)
        .is_some_and(|text| text.replace(' ', "") == "true" || text.replace(' ', "") == "${{true}}")
}

/// The steps of a reusable workflow: those of its jobs where it is in the repository, else one step
/// that stands for it.
fn used_workflow(
    reader: &mut Reader<'_>,
    job: &Rc<Node>,
    uses: &Entry,
    scope: &Scope,
    steps: &mut Vec<Step>,
) {
    let text = uses.node.text().unwrap_or_default();
    let inherits = job.text_of("secrets") == Some("inherit");
    let mut scope = scope.clone();
    if inherits {
        scope.secrets.push("*".to_owned());
    } else if let Some(given) = job.get("secrets") {
        scope.secrets.extend(secrets_in(given));
    }
    let Some(local) = step::local(text) else {
        return steps.push(step::of_use(job, uses, &scope, None));
    };
    let path = join("", local).unwrap_or_default();
    if let Err(reason) = followable(reader, &path, &scope, steps) {
        return steps.push(step::of_use(job, uses, &scope, Some(reason)));
    }
    let Some(root) = reader.yaml(&path) else {
        let reason = format!("`{path}` could not be read");
        return steps.push(step::of_use(job, uses, &scope, Some(reason)));
    };
    let mut inner = scope_of_file(&path, &root, &scope.trail);
    inner.secrets.extend(scope.secrets.iter().cloned());
    inner.ignored.clone_from(&scope.ignored);
    inner.never.clone_from(&scope.never);
    let jobs = root
        .get("jobs")
        .map(|node| node.entries())
        .unwrap_or_default();
    let never = conditions::of_jobs(jobs, reader.release_tag);
    for (job, never) in jobs.iter().zip(never) {
        job_steps(reader, job, &inner, never, steps);
    }
}

/// Whether a file that is used can be followed.
fn followable(
    reader: &Reader<'_>,
    path: &str,
    scope: &Scope,
    steps: &[Step],
) -> Result<(), String> {
    if !reader.has(path) {
        return Err(format!("`{path}` is not in the repository"));
    }
    if scope.trail.iter().any(|known| known == path) {
        return Err(format!("`{path}` uses itself"));
    }
    if scope.trail.len() > MAX_DEPTH {
        return Err(format!("`{path}` is used too deep to be followed"));
    }
    if steps.len() > MAX_STEPS {
        return Err(format!("there are more than {MAX_STEPS} steps before it"));
    }
    Ok(())
}
