//! `relcheck collect`: the facts document, as JSON.

use anyhow::bail;

use super::args::{CollectArguments, Common, JudgeArguments};
use super::output;
use super::session::Collection;
use super::workspace::Workspace;
use crate::collect::{COLLECTORS, find};
use crate::nearest::suggestion;
use crate::report::ExitCode;

pub(super) fn run(common: &Common, own: &CollectArguments) -> anyhow::Result<ExitCode> {
    for name in &own.fact {
        if find(name).is_none() {
            let near = suggestion(name, COLLECTORS.iter().map(|entry| entry.name));
            bail!("there is no fact `{name}`{near}");
        }
    }
    let workspace = Workspace::open(common)?;
    let collection = Collection {
        common,
        workspace: &workspace,
        subject: &own.subject,
    };
    let wanted = |name: &str| own.fact.is_empty() || own.fact.iter().any(|fact| fact == name);
    let document = collection.collect(wanted, &JudgeArguments::default())?;
    let json = serde_json::to_string_pretty(&document)? + "\n";
    let path = match common.output.as_slice() {
        [] => None,
        [destination] if destination.format == "json" => destination.path.as_deref(),
        _ => bail!("facts are written as JSON only: -o json or -o json=PATH"),
    };
    output::write(common, path, |_| json)?;
    Ok(ExitCode::Go)
}
