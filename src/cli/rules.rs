//! `relcheck rules`: every rule that is loaded.

use comfy_table::{Table, presets};

use super::args::{Common, RulesArguments};
use super::output;
use super::workspace::Workspace;
use crate::policy::Rule;
use crate::render::{Style, plain};
use crate::report::ExitCode;

pub(super) fn run(common: &Common, own: &RulesArguments) -> anyhow::Result<ExitCode> {
    let policies = Workspace::open_or_default(common)?.policies(common)?;
    let stage = own.stage.chosen();
    let rules: Vec<&Rule> = policies
        .rules()
        .iter()
        .filter(|rule| stage.is_none_or(|stage| rule.stages.contains(&stage)))
        .collect();
    output::listing(
        common,
        |style| table(&rules, style),
        || Ok(serde_json::to_string_pretty(&rules)? + "\n"),
    )?;
    Ok(ExitCode::Go)
}

fn table(rules: &[&Rule], style: Style) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["RULE", "LEVEL", "TYPES", "STAGES", "HOLDS WHEN"]);
    for rule in rules {
        table.add_row([
            rule.id.clone(),
            rule.level.name().to_owned(),
            types(rule),
            rule.stages
                .iter()
                .map(|stage| stage.name())
                .collect::<Vec<_>>()
                .join(" "),
            plain(&rule.title).into_owned(),
        ]);
    }
    let text = table.to_string();
    let mut lines = text.lines().map(str::trim_end);
    let header = lines.next().map(|line| style.dim(line)).unwrap_or_default();
    let rows: Vec<&str> = lines.collect();
    format!("{header}\n{}\n", rows.join("\n"))
}

fn types(rule: &Rule) -> String {
    match rule.types.len() {
        0 => "-".to_owned(),
        4 => "all".to_owned(),
        _ => rule
            .types
            .iter()
            .map(|kind| kind.name())
            .collect::<Vec<_>>()
            .join(" "),
    }
}
