//! `relcheck api`: how the public interface of the Python packages changed between two revisions.

use anyhow::anyhow;

use super::args::{ApiArguments, Common};
use super::output;
use super::workspace::Workspace;
use crate::api::python::Comparison;
use crate::collect::python_api;
use crate::facts::{ApiChange, ApiGap, ApiRevision, ApiWeight, Missing, PythonApi};
use crate::render::{Style, plain};
use crate::report::ExitCode;

pub(super) fn run(common: &Common, own: &ApiArguments) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::open(common)?;
    let repo = workspace
        .repo
        .as_ref()
        .ok_or_else(|| anyhow!("there is no git checkout here"))?;
    let commit = |name: &str| repo.commit_named(name).map_err(|missing| failed(&missing));
    let (from, to) = (commit(&own.from)?, commit(&own.to)?);
    let comparison = python_api::between(repo, &workspace.project, &from, &to)
        .map_err(|missing| failed(&missing))?;
    let fact = PythonApi {
        since: Some(own.from.clone()),
        packages: comparison.packages.clone(),
        changes: comparison.changes.clone(),
        gaps: comparison.gaps.clone(),
    };
    output::listing(
        common,
        |style| text(&comparison, own, style),
        || Ok(serde_json::to_string_pretty(&fact)? + "\n"),
    )?;
    Ok(ExitCode::Go)
}

fn failed(missing: &Missing) -> anyhow::Error {
    match &missing.fix {
        Some(fix) => anyhow!("{}\n  fix: {fix}", missing.reason),
        None => anyhow!("{}", missing.reason),
    }
}

fn text(comparison: &Comparison, own: &ApiArguments, style: Style) -> String {
    let packages = match comparison.packages.as_slice() {
        [] => return "there is no Python package here\n".to_owned(),
        packages => packages.join(", "),
    };
    let mut lines = vec![format!("{packages}: {} to {}", own.from, own.to)];
    let weights = [
        (ApiWeight::Breaking, "breaking"),
        (ApiWeight::Deprecating, "deprecating"),
        (ApiWeight::Adding, "adding"),
        (ApiWeight::Requiring, "requiring"),
    ];
    for (weight, name) in weights {
        let changes = comparison
            .changes
            .iter()
            .filter(|change| change.weight == weight);
        let changes: Vec<String> = changes.map(|change| line(change, style)).collect();
        if !changes.is_empty() {
            lines.push(format!("\n{} {name}", changes.len()));
            lines.extend(changes);
        }
    }
    if !comparison.gaps.is_empty() {
        lines.push(format!("\n{} not compared", comparison.gaps.len()));
        lines.extend(comparison.gaps.iter().map(|gap| gap_line(gap, style)));
    }
    if comparison.changes.is_empty() && comparison.gaps.is_empty() {
        lines.push("nothing changed".to_owned());
    }
    lines.join("\n") + "\n"
}

fn line(change: &ApiChange, style: Style) -> String {
    let old = match change.revision {
        ApiRevision::Previous => " before",
        ApiRevision::Head => "",
    };
    let place = place(change.path.as_deref(), change.line);
    let mut text = format!(
        "  {} {} {}",
        plain(&change.symbol),
        plain(&change.message),
        style.dim(&format!("[{}] {}{old}", change.kind, plain(&place)))
    );
    if let Some(doubt) = &change.doubt {
        text += &format!(
            "\n    {}",
            style.dim(&format!("doubtful: {}", plain(doubt)))
        );
    }
    text
}

fn gap_line(gap: &ApiGap, style: Style) -> String {
    let place = place(gap.path.as_deref(), gap.line);
    format!(
        "  {} {} {}",
        plain(&gap.symbol),
        plain(&gap.reason),
        style.dim(&plain(&place))
    )
}

fn place(path: Option<&str>, line: Option<u64>) -> String {
    match (path, line) {
        (Some(path), Some(line)) => format!("{path}:{line}"),
        (Some(path), None) => path.to_owned(),
        _ => String::new(),
    }
}
