//! `relcheck bump`: the new version in every place, and the changelog.

mod references;
mod show;
mod target;
mod verify;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use clap::builder::FalseyValueParser;
use jiff::civil::Date;

use super::args::{Common, SubjectArguments, TypeChoice};
use super::session::{Collection, clock, failed, typed};
use super::workspace::Workspace;
use crate::bump::{Draft, Judged, Plan, Request, plan, write};
use crate::collect::{Context, collect};
use crate::facts::{Changes, DeclarationRole, Missing, Repository, Versions, WorktreeFacts};
use crate::release::Version;
use crate::repo::Checkout;
use crate::report::ExitCode;
use references::{Judge, Rulings};

#[derive(Debug, Args, Default)]
pub(super) struct BumpArguments {
    /// The new version
    #[arg(value_name = "VERSION")]
    version: Option<Version>,
    /// One step of this type from the previous release
    #[arg(long = "type", value_name = "TYPE", conflicts_with = "version", value_parser = step)]
    release_type: Option<TypeChoice>,
    /// Show the change as a diff, and write nothing
    #[arg(long, env = "RELCHECK_DRY_RUN", value_parser = FalseyValueParser::new())]
    dry_run: bool,
    /// The day of the release, for the changelog and CITATION.cff [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", env = "RELCHECK_DATE")]
    date: Option<Date>,
    /// Leave the changelog alone
    #[arg(long, env = "RELCHECK_NO_CHANGELOG", value_parser = FalseyValueParser::new())]
    no_changelog: bool,
    /// Leave the references to the version in README and other documents alone
    #[arg(long, env = "RELCHECK_NO_REFERENCES", value_parser = FalseyValueParser::new())]
    no_references: bool,
    /// Change files that have uncommitted changes, too
    #[arg(long, env = "RELCHECK_ALLOW_DIRTY", value_parser = FalseyValueParser::new())]
    allow_dirty: bool,
    /// Write a version that is no legal step from the previous release, too
    #[arg(long, env = "RELCHECK_FORCE", value_parser = FalseyValueParser::new())]
    force: bool,
}

fn step(text: &str) -> Result<TypeChoice, String> {
    match text {
        "patch" => Ok(TypeChoice::Patch),
        "minor" => Ok(TypeChoice::Minor),
        "major" => Ok(TypeChoice::Major),
        "hotfix" => Ok(TypeChoice::Hotfix),
        _ => Err("it is one of patch, minor, major, hotfix".to_owned()),
    }
}

/// What a bump came to.
struct Outcome {
    version: Version,
    plan: Plan,
    written: bool,
    dry_run: bool,
    /// What the person is told beside the plan's own notes.
    notes: Vec<String>,
}

pub(super) fn run(common: &Common, own: &BumpArguments) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::open(common)?;
    let subject = SubjectArguments::default();
    let collection = Collection {
        common,
        workspace: &workspace,
        subject: &subject,
    };
    let context = collection.context()?;
    let repository = context.repository().map_err(|missing| failed(&missing))?;
    let versions = context.versions().map_err(|missing| failed(&missing))?;
    let mut notes = Vec::new();
    let version = target::version(own, repository, &mut notes)?;
    refuse_undetermined(versions)?;
    let judge = references(own, &collection, &version)?;
    let rulings = match &judge {
        Some(judge) => judge.rulings(&context)?,
        None => Rulings::default(),
    };
    let documents = &rulings.documents;
    let mut plan = planned(common, own, &context, &version, documents)?;
    plan.notes.extend(rulings.gaps.iter().cloned());
    refuse_nothing(&plan, &context, versions, &rulings, &version)?;
    if from_tag(versions) {
        notes.push(format!(
            "no file declares the version, the tag does: git tag -a '{}'",
            tag(repository, &version)
        ));
    }
    if !plan.files.is_empty() {
        let repo = workspace.repo.as_ref().map(Arc::clone);
        let repo = repo.context("there is no checkout")?;
        let contents = contents(&plan);
        let after = Context::of_planned(repo, context.options().clone(), contents);
        verify::holds(&after, &version)?;
        if let Some(judge) = &judge {
            let left = judge.rulings(&after)?;
            left.add_to(&mut plan, context.checkout());
        }
        if !own.allow_dirty {
            refuse_dirty(&context, &plan)?;
        }
        if !own.dry_run {
            write(context.repo().root(), &plan.files)?;
        }
    }
    let written = !own.dry_run && !plan.files.is_empty();
    let outcome = Outcome {
        version,
        plan,
        written,
        dry_run: own.dry_run,
        notes,
    };
    show::outcome(common, &outcome)?;
    Ok(ExitCode::Go)
}

/// Who judges the references; `None` if they are left alone, as they are where development goes on:
/// there the documents keep naming the release that is out.
fn references<'a>(
    own: &BumpArguments,
    collection: &'a Collection<'a>,
    version: &'a Version,
) -> anyhow::Result<Option<Judge<'a>>> {
    let are_left = own.no_references || version.is_development();
    (!are_left)
        .then(|| Judge::new(collection, version))
        .transpose()
}

fn planned(
    common: &Common,
    own: &BumpArguments,
    context: &Context,
    version: &Version,
    references: &[Judged],
) -> anyhow::Result<Plan> {
    let repository = context.repository().map_err(|missing| failed(&missing))?;
    let versions = context.versions().map_err(|missing| failed(&missing))?;
    let date = match own.date {
        Some(date) => date,
        None => clock(common.now)?
            .day()
            .context("the time is out of range")?,
    };
    let changelog = match own.no_changelog {
        true => None,
        false => Some(
            context
                .settled_changelog()
                .map_err(|missing| failed(&missing))?,
        ),
    };
    let facts = collect(context, |name| name == "changes");
    let changes: Option<Changes> = typed(&facts, "changes")?;
    // What HEAD was released with is no news of the next one.
    let news = changes.filter(|_| target::released(repository).is_none());
    let draft = news.as_ref().map(Draft::of).unwrap_or_default();
    let whole = Checkout::new(context.shared_repo(), String::new());
    whole.tracked().map_err(|missing| failed(&missing))?;
    let request = Request {
        version,
        date,
        project: context.checkout().project(),
        versions,
        references,
        changelog,
        draft: &draft,
        tag_prefix: &repository.tag_pattern.current,
    };
    Ok(plan(&request, &whole)?)
}

/// What a bump cannot see, it must not leave as it is.
fn refuse_undetermined(versions: &Versions) -> anyhow::Result<()> {
    if versions.undetermined.is_empty() {
        return Ok(());
    }
    let places = versions.undetermined.iter();
    let places = places.map(|place| format!("\n  {}:{}: {}", place.path, place.line, place.reason));
    bail!(
        "not every place that declares the version is known, so nothing was written:{}\n  fix: put a literal version there, or repair the file",
        places.collect::<String>()
    )
}

fn from_tag(versions: &Versions) -> bool {
    let declared = |role| versions.declarations.iter().any(|it| it.role == role);
    !declared(DeclarationRole::Project) && versions.dynamic.iter().any(|dynamic| dynamic.from_tag)
}

/// A project that has no place for a version, and none that names it yet.
fn refuse_nothing(
    plan: &Plan,
    context: &Context,
    versions: &Versions,
    rulings: &Rulings,
    version: &Version,
) -> anyhow::Result<()> {
    let declares = versions
        .declarations
        .iter()
        .any(|declaration| declaration.role == DeclarationRole::Project);
    let is_named = context.changelog().is_ok_and(|changelog| {
        let sections = changelog.files.iter().flat_map(|file| &file.sections);
        let mut named = sections.filter_map(|section| section.version.as_ref()?.to_version());
        named.any(|named| named.leads_to_same(version))
    }) || rulings.name(version);
    if declares {
        return Ok(());
    }
    if from_tag(versions) {
        if is_named || !plan.files.is_empty() {
            return Ok(());
        }
        bail!(
            "there is nothing to write: the version comes from the git tag, and no document names it\n  fix: tag the release"
        );
    }
    bail!(
        "no file declares a version, so there is nothing to write it to\n  fix: name the file in relcheck.toml, under [[version.files]] with `path` and `pattern`"
    )
}

fn tag(repository: &Repository, version: &Version) -> String {
    format!("{}{version}", repository.tag_pattern.current)
}

/// Uncommitted changes would become part of the bump, and could not be told from it.
fn refuse_dirty(context: &Context, plan: &Plan) -> anyhow::Result<()> {
    let facts = collect(context, |name| name == "worktree");
    let worktree: WorktreeFacts =
        typed(&facts, "worktree")?.ok_or_else(|| match facts.get("worktree") {
            Some(crate::facts::Fact::Unknown(missing)) => failed(missing),
            _ => failed(&Missing::because(
                "the state of the working tree is not known",
            )),
        })?;
    let dirty: Vec<&str> = plan
        .files
        .iter()
        .filter(|file| {
            worktree
                .changes
                .iter()
                .any(|change| change.path == file.path)
        })
        .map(|file| file.path.as_str())
        .collect();
    if dirty.is_empty() {
        return Ok(());
    }
    Err(anyhow!(
        "files that would be changed have uncommitted changes: {}\n  fix: commit or stash them, or pass --allow-dirty",
        dirty.join(", ")
    ))
}

fn contents(plan: &Plan) -> BTreeMap<String, Vec<u8>> {
    let files = plan.files.iter();
    files
        .map(|file| (file.path.clone(), file.after.clone().into_bytes()))
        .collect()
}
