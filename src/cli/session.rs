//! Collecting facts, and working out what is being decided.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::args::{Common, JudgeArguments, SubjectArguments};
use super::workspace::Workspace;
use crate::collect::{ConfiguredCommand, Context, Options, VersionPattern, collect};
use crate::config::{self, Config};
use crate::facts::{
    self, Changes, Clock, Document, Fact, Missing, Project, ProjectKind, Recordings, Versions,
};
use crate::judge::{Settings, issue_labels, missing_requirement, needed_facts};
use crate::policy::PolicySet;
use crate::release::{Stage, Version};
use crate::repo::Checkout;
use crate::subject::{Asked, Known, plan};

/// The facts without which nothing can be planned.
const SPINE: [&str; 3] = ["repository", "versions", "changes"];

/// Collects facts and works out what is being decided.
pub(super) struct Collection<'a> {
    pub common: &'a Common,
    pub workspace: &'a Workspace,
    pub subject: &'a SubjectArguments,
}

impl Collection<'_> {
    /// The facts that the policies need for this question.
    pub fn document(
        &self,
        policies: &PolicySet,
        settings: &Settings,
        judge: &JudgeArguments,
    ) -> anyhow::Result<Document> {
        let needed: BTreeSet<&str> = self
            .stages()
            .into_iter()
            .flat_map(|stage| needed_facts(policies, settings, stage))
            .collect();
        // The report names the commit that was judged, whatever the rules read.
        let wanted = |name: &str| name == "repository" || needed.contains(name);
        let labels = || Ok(issue_labels_of(policies, settings, &self.stages()));
        let mut document = self.collect_with(wanted, judge, labels)?;
        self.settle_stage(&mut document, policies, settings);
        let recordings: Option<Recordings> = typed(&document.facts, "recordings")?;
        let weakenings = recordings.iter().flat_map(Recordings::weakenings);
        document.subject.weakenings.extend(weakenings);
        Ok(document)
    }

    /// The stages that may turn out to be the one.
    fn stages(&self) -> Vec<Stage> {
        match self.subject.stage.chosen() {
            Some(stage) => vec![stage],
            None => vec![Stage::PreRelease, Stage::Candidate, Stage::Publish],
        }
    }

    /// The facts for which `wanted` holds. Those that the question is worked out from are read in
    /// any case.
    pub fn collect(
        &self,
        wanted: impl Fn(&str) -> bool,
        judge: &JudgeArguments,
    ) -> anyhow::Result<Document> {
        let labels = || {
            let policies = self.workspace.policies(self.common)?;
            let settings = Settings::default();
            Ok(issue_labels_of(&policies, &settings, &self.stages()))
        };
        self.collect_with(wanted, judge, labels)
    }

    /// The same; `labels` are those of issues that a tracker is asked for.
    fn collect_with(
        &self,
        wanted: impl Fn(&str) -> bool,
        judge: &JudgeArguments,
        labels: impl FnOnce() -> anyhow::Result<Vec<String>>,
    ) -> anyhow::Result<Document> {
        let clock = clock(self.common.now)?;
        let mut options = self.options()?;
        if wanted("issues") {
            options.issue_labels = labels()?;
        }
        let context = self.open(options)?;
        let mut facts = collect(&context, |name| SPINE.contains(&name) || wanted(name));
        let repository = context.repository().map_err(|missing| failed(&missing))?;
        let versions: Option<Versions> = typed(&facts, "versions")?;
        let changes: Option<Changes> = typed(&facts, "changes")?;
        let asked = Asked {
            stage: self.subject.stage.chosen(),
            release_type: judge.release_type.chosen(),
            release: self.subject.release.clone(),
            scheme: self.workspace.config().version.scheme(),
            calendar: self.workspace.config().version.calendar.clone(),
            today: clock.day().context("the time is out of range")?,
        };
        facts.retain(|name, _| wanted(name));
        let known = Known {
            repository,
            versions: versions.as_ref(),
            changes: changes.as_ref(),
        };
        let document = Document {
            schema: facts::SCHEMA.to_owned(),
            tool: crate::tool(),
            clock,
            project: self.project(versions.as_ref(), &context),
            subject: plan(&asked, known).map_err(|missing| failed(&missing))?,
            facts,
        };
        // A process collects once, and then ends: to free all that was read, piece by piece, takes time
        // for nothing.
        std::mem::forget(context);
        Ok(document)
    }

    /// What collectors read from.
    pub fn context(&self) -> anyhow::Result<Context> {
        self.open(self.options()?)
    }

    fn open(&self, options: Options) -> anyhow::Result<Context> {
        Ok(match &self.workspace.repo {
            Some(repo) => Context::of(Arc::clone(repo), options),
            None => Context::open(options)?,
        })
    }

    /// A stage that HEAD's tags suggest but that no rule can decide yet gives way to the checklist
    /// before a release, with the rules of that stage that there are, and the report says so; not where all that is asked for are rules of that
    /// stage alone.
    fn settle_stage(&self, document: &mut Document, policies: &PolicySet, settings: &Settings) {
        let derived = document.subject.stage;
        let asked = self.subject.stage.chosen().is_some();
        let is_of_it_alone = |id: &String| {
            policies.rule(id).is_some_and(|rule| {
                rule.stages.contains(&derived) && !rule.stages.contains(&Stage::PreRelease)
            })
        };
        let is_meant = !settings.rules.is_empty() && settings.rules.iter().all(is_of_it_alone);
        if !asked && !is_meant && missing_requirement(policies, derived).is_some() {
            document.subject.stage = Stage::PreRelease;
            document.subject.gave_way = derived != Stage::PreRelease;
        }
    }

    /// The project, as the configuration and its files name it.
    pub fn project(&self, versions: Option<&Versions>, context: &Context) -> Project {
        let configured = self.workspace.config().project.name.clone();
        let folder = || match self.workspace.project.rsplit('/').next() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => context
                .repo()
                .root()
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        };
        let (kind, kind_reason) = project_kind(self.workspace.config(), context);
        Project {
            kind,
            kind_reason,
            name: configured
                .or_else(|| versions.and_then(|versions| versions.name.clone()))
                .unwrap_or_else(folder),
            path: self.workspace.project.clone(),
        }
    }

    fn options(&self) -> anyhow::Result<Options> {
        let config = self.workspace.config();
        Ok(Options {
            dir: self.common.dir.clone(),
            project: self.workspace.project.clone(),
            name: config.project.name.clone(),
            tag_prefixes: config.project.tag_prefix.to_vec(),
            main_branch: config.project.main_branch.clone(),
            release_branch_prefixes: config.project.release_branch_prefix.to_vec(),
            hotfix_branch_prefixes: config.project.hotfix_branch_prefix.to_vec(),
            first_release: first_release(config)?,
            scheme: config.version.scheme(),
            release: self.subject.release.clone(),
            version_patterns: config.version.files.iter().map(pattern).collect(),
            versions_computed: config.version.computed.clone(),
            versions_from_tag: config.version.from_tag.clone(),
            changelog: config.project.changelog.clone(),
            support_windows: config.support.windows(),
            earlier_benchmarks: config.benchmarks.previous.clone(),
            recorded: config
                .record
                .iter()
                .map(|it| recorded(it.get_ref()))
                .collect(),
            platforms: config
                .platforms
                .iter()
                .map(|it| it.get_ref().fact())
                .collect(),
            advisories: self.workspace.advisories(self.common),
            kev: self.workspace.kev(self.common),
            epss: self.workspace.epss(self.common),
            configuration: self.workspace.configuration(),
            configured: self.workspace.configured(self.common),
            issue_labels: Vec::new(),
            waivers: self.workspace.waivers()?,
            environment: environment(),
            offline: self.common.offline,
            now: clock(self.common.now)?.seconds,
        })
    }
}

/// The labels of issues that the rules of these stages ask for, sorted.
fn issue_labels_of(policies: &PolicySet, settings: &Settings, stages: &[Stage]) -> Vec<String> {
    let stages = stages.iter();
    let labels = stages.flat_map(|stage| issue_labels(policies, settings, *stage));
    labels.collect::<BTreeSet<String>>().into_iter().collect()
}

/// Whether others build on the project's code, or run it, and what says so.
fn project_kind(config: &Config, context: &Context) -> (ProjectKind, String) {
    match config.project.kind {
        Some(kind) => (kind, "the configuration says so".to_owned()),
        None => detected_kind(context.checkout()),
    }
}

/// What the files say. Where they say nothing, it is held to be a library: that promises more.
fn detected_kind(checkout: &Checkout) -> (ProjectKind, String) {
    let has = |path: &str| checkout.tracks(path).unwrap_or_default();
    let is_rust = has("Cargo.toml") && !has("pyproject.toml") && !has("package.json");
    if is_rust && has("src/main.rs") && !has("src/lib.rs") {
        let reason = "it has `src/main.rs` and no `src/lib.rs`";
        return (ProjectKind::Application, reason.to_owned());
    }
    (ProjectKind::Library, "nothing says otherwise".to_owned())
}

fn first_release(config: &Config) -> anyhow::Result<Option<Version>> {
    let text = config.project.first_release.as_deref();
    text.map(|text| text.parse().context("`first_release` in the configuration"))
        .transpose()
}

fn recorded(record: &config::RecordConfig) -> ConfiguredCommand {
    ConfiguredCommand {
        name: record.title(),
        command: record.command.clone(),
        dir: record.dir.clone().unwrap_or_default(),
        kind: record.kind.clone(),
        files: record.files.clone(),
    }
}

fn pattern(file: &config::VersionFile) -> VersionPattern {
    VersionPattern {
        path: file.path.clone(),
        pattern: file.pattern.clone(),
    }
}

/// The environment variables that are text; no collector reads any other.
fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// A missing fact without which nothing can go on.
pub(super) fn failed(missing: &Missing) -> anyhow::Error {
    match &missing.fix {
        Some(fix) => anyhow!("{}\n  fix: {fix}", missing.reason),
        None => anyhow!("{}", missing.reason),
    }
}

/// A collected fact in its own type; `None` if it is not known.
pub(super) fn typed<T: DeserializeOwned>(
    facts: &BTreeMap<String, Fact>,
    name: &str,
) -> anyhow::Result<Option<T>> {
    match facts.get(name) {
        Some(Fact::Value(raw)) => {
            let value = serde_json::from_str(raw.get())
                .with_context(|| format!("the fact `{name}` is not of its type"))?;
            Ok(Some(value))
        }
        _ => Ok(None),
    }
}

/// The time of the decision: the given one, else the system's, to the second.
pub(super) fn clock(given: Option<Timestamp>) -> anyhow::Result<Clock> {
    let seconds = given.unwrap_or_else(Timestamp::now).as_second();
    let now = Timestamp::from_second(seconds).context("the time is out of range")?;
    Ok(Clock {
        now: now.to_string(),
        seconds,
        overridden: given.is_some(),
    })
}
