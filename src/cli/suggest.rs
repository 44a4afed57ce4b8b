//! `relcheck suggest`: the smallest legal type of the next release, and what asks for it.

use anyhow::bail;

use super::args::{Common, JudgeArguments, StageChoice, SubjectArguments};
use super::output;
use super::session::{Collection, typed};
use super::workspace::Workspace;
use crate::facts::{Changes, Repository, Versions};
use crate::render;
use crate::report::ExitCode;
use crate::suggest::{Known, deciding, suggest};

pub(super) fn run(common: &Common) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::open(common)?;
    let policies = workspace.policies(common)?;
    let judge = JudgeArguments {
        rule: deciding(&policies),
        ..JudgeArguments::default()
    };
    if judge.rule.is_empty() {
        bail!(
            "no rule decides the type of a release: those that do have `decides_type: true` in their metadata"
        );
    }
    let settings = workspace.settings(common, &judge)?;
    let subject = SubjectArguments {
        stage: StageChoice::PreRelease,
        ..SubjectArguments::default()
    };
    let collection = Collection {
        common,
        workspace: &workspace,
        subject: &subject,
    };
    let needs: Vec<&str> = policies
        .rules()
        .iter()
        .filter(|rule| judge.rule.contains(&rule.id))
        .flat_map(|rule| rule.needs.iter().map(String::as_str))
        .chain(["repository", "versions", "changes"])
        .collect();
    let document = collection.collect(|name| needs.contains(&name), &judge)?;
    let Some(repository) = typed::<Repository>(&document.facts, "repository")? else {
        bail!("the repository cannot be read");
    };
    let versions = typed::<Versions>(&document.facts, "versions")?;
    let changes = typed::<Changes>(&document.facts, "changes")?;
    let known = Known {
        document: &document,
        repository: &repository,
        commits: changes.map(|changes| changes.commits.len()),
        declared: versions
            .as_ref()
            .and_then(|versions| versions.declared.as_ref()),
    };
    let suggestion = suggest(known, &policies, &settings)?;
    output::listing(
        common,
        |style| render::suggestion(&suggestion, style, common.quiet),
        || Ok(serde_json::to_string_pretty(&suggestion)? + "\n"),
    )?;
    Ok(suggestion.exit_code())
}
