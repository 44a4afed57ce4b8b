//! What the CI systems of the project run, and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The workflows of the project's CI systems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Workflow {
    /// The tag that triggers and conditions are held against: that of the previous release, or one
    /// like it where there is none.
    pub release_tag: String,
    /// Every workflow that was read, sorted by path.
    #[schemars(extend("x-large" = true))]
    pub files: Vec<WorkflowFile>,
    /// What is there and could not be read, sorted by path: broken files, systems that relcheck does
    /// not read, includes from elsewhere.
    pub unread: Vec<Unread>,
}

/// A part of the CI systems' configuration that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// The path of the file that says so, from the project's folder.
    pub path: String,
    /// The line, starting at 1.
    pub line: u64,
    /// Why it could not be read.
    pub reason: String,
}

/// One workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkflowFile {
    /// The path from the project's folder.
    pub path: String,
    /// The CI system: `github`, `gitlab` or `jenkins`.
    pub system: String,
    /// What it is called; `null` if it has no name.
    pub name: Option<String>,
    /// What starts it, in the order of the file.
    pub triggers: Vec<Trigger>,
    /// The permissions that all of its jobs have; `null` where the file does not say.
    pub permissions: Option<Permissions>,
    /// Its jobs, in the order of the file.
    pub jobs: Vec<Job>,
    /// What it takes from outside of the repository other than by a step, sorted by path and line.
    #[schemars(extend("x-large" = true))]
    pub imports: Vec<Import>,
}

/// Something from outside of the repository that a workflow runs in, or is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The file that names it.
    pub path: String,
    /// The line, starting at 1.
    pub line: u64,
    /// What it is.
    pub kind: ImportKind,
    /// Its name and version, variables replaced where the file says what they hold: `python:3.13`.
    pub text: String,
    /// How its version is fixed.
    pub pin: Pin,
}

/// What is taken from outside of the repository.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ImportKind {
    /// A file of another repository that becomes a part of the workflow (`include`).
    File,
    /// An image that jobs run in or beside.
    Image,
    /// A library of steps (`@Library`).
    Library,
}

/// One event that starts a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// The event in GitHub's words: `push`, `release`, `workflow_dispatch`, `schedule`,
    /// `pull_request`, `pull_request_target`, `workflow_run`, `workflow_call` ….
    pub event: String,
    /// The line, starting at 1.
    pub line: u64,
    /// The patterns of branches that it is limited to.
    pub branches: Vec<String>,
    /// The patterns of tags that it is limited to; of GitLab CI and Jenkins, the conditions that are
    /// about tags, as they are written.
    pub tags: Vec<String>,
    /// The kinds of the event that it is limited to: `published`.
    pub types: Vec<String>,
    /// The names of the workflows that it follows (`workflow_run`).
    pub workflows: Vec<String>,
    /// Whether pushing `release_tag` starts it; `null` where that cannot be told from the file: of a
    /// Jenkinsfile that does not speak of tags, and of a pipeline whose rules hang on other variables.
    pub on_release_tag: Option<bool>,
}

/// What the token of a job may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Permissions {
    /// The line, starting at 1.
    pub line: u64,
    /// `write-all` or `read-all` where it says so for all scopes at once.
    pub all: Option<String>,
    /// The scopes that may be written to, sorted: `contents`, `id-token`. Of GitLab CI, `id-token`
    /// where the job asks for `id_tokens`.
    pub write: Vec<String>,
}

/// One job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// Its key in the file, or the name of the stage.
    pub id: String,
    /// The file that it stands in: the workflow's own, or one that it includes.
    pub path: String,
    /// The line of the key, starting at 1.
    pub line: u64,
    /// What it is called; `null` if it has no name.
    pub name: Option<String>,
    /// Its own permissions; `null` where it does not say.
    pub permissions: Option<Permissions>,
    /// Its steps, those of reusable workflows and composite actions in the repository included.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The file that it stands in: the workflow's own, or one that it uses.
    pub path: String,
    /// The line, starting at 1.
    pub line: u64,
    /// What it is called; `null` if it has no name.
    pub name: Option<String>,
    /// The action, or reusable workflow, that it uses; `null` if it uses none.
    pub uses: Option<ActionUse>,
    /// What it does, in order: the action as a call of it, the commands of its script, and those of
    /// the files in the repository that these run.
    pub calls: Vec<Call>,
    /// Why its failure fails nothing; `null` if it does.
    pub ignored: Option<String>,
    /// The events for which its condition, or that of its job, certainly does not hold: `tag` (a push
    /// of `release_tag`), `release` (a published release).
    pub never: Vec<String>,
    /// The secrets that it is given, with those of its job and workflow, sorted; `GITHUB_TOKEN` is
    /// left out. `*` where all are handed on. Of GitLab CI, those under `secrets`, not the variables of
    /// the project's settings; of Jenkins, the ids of credentials.
    pub secrets: Vec<String>,
    /// The contexts that its script is put together from before a shell sees it; of Jenkins, what
    /// Groovy puts into it.
    pub expressions: Vec<Expression>,
    /// What it checks out other than the default; `null` if it checks out nothing, or that.
    pub checkout: Option<String>,
}

/// The action that a step uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionUse {
    /// As it is written: `actions/checkout@v4`.
    pub text: String,
    /// The line, starting at 1.
    pub line: u64,
    /// How the version is fixed.
    pub pin: Pin,
}

/// How the version of an action is fixed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Pin {
    /// By a full commit id, or an image's digest.
    Digest,
    /// By a tag or branch, which can move.
    Ref,
    /// Not at all.
    None,
    /// It is in the same repository.
    Local,
    /// It depends on a variable whose value is not known.
    Unknown,
}

/// A call of a program or action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The file that it stands in.
    pub path: String,
    /// The line, starting at 1.
    pub line: u64,
    /// Its words, cut after 120 characters.
    pub text: String,
    /// The program or action and its sub-commands, wrappers taken off, each prefix:
    /// `docker`, `docker buildx`, `docker buildx build`.
    pub names: Vec<String>,
    /// Its options, each alone and with its value: `--repository`, `--repository testpypi`. An
    /// action's inputs are options too: `--push true`. Sorted.
    pub options: Vec<String>,
    /// Why its failure fails nothing; `null` if it does.
    pub ignored: Option<String>,
    /// Why what it runs could not be read; `null` where there is nothing behind it to read, or where
    /// that follows.
    pub hidden: Option<String>,
    /// The scripts of a `package.json` that it stands in, from the outermost; empty for one that runs
    /// such a script itself.
    pub scripts: Vec<String>,
}

/// A context that is put into a script.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expression {
    /// The context in lower case, indices as `*`: `github.event.commits.*.message`.
    pub text: String,
    /// The line, starting at 1.
    pub line: u64,
}
