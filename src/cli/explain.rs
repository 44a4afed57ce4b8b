//! `relcheck explain RULE`: a rule's text, thresholds and source, and the facts that it reads, with
//! today's values where there is a checkout to take them from.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::args::{Common, ExplainArguments, JudgeArguments, SubjectArguments};
use super::output;
use super::session::Collection;
use super::workspace::Workspace;
use crate::collect::find;
use crate::facts::Fact;
use crate::judge::unknown_rule;
use crate::policy::{Origin, Parameter, PolicySet, Rule};
use crate::render::{Style, plain, plain_lines};
use crate::report::ExitCode;

/// How many items of a list are shown.
const MAX_ITEMS: usize = 3;

/// How many characters of a value are shown on one line; a longer text is cut.
const MAX_TEXT: usize = 100;

#[derive(Serialize)]
struct Explanation<'a> {
    #[serde(flatten)]
    rule: &'a Rule,
    params: BTreeMap<&'a str, &'a Parameter>,
    facts: BTreeMap<String, Fact>,
}

pub(super) fn run(common: &Common, own: &ExplainArguments) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::open_or_default(common)?;
    let policies = workspace.policies(common)?;
    let rule = policies
        .rules()
        .iter()
        .find(|rule| rule.id == own.rule)
        .ok_or_else(|| unknown_rule(&policies, &own.rule))?;
    let explanation = Explanation {
        rule,
        params: policies.params(&rule.id),
        facts: todays_facts(common, &workspace, rule),
    };
    output::listing(
        common,
        |style| text(&explanation, &policies, style),
        || Ok(serde_json::to_string_pretty(&explanation)? + "\n"),
    )?;
    Ok(ExitCode::Go)
}

/// The facts that the rule needs; none where nothing can be collected, which is worth a remark.
fn todays_facts(common: &Common, workspace: &Workspace, rule: &Rule) -> BTreeMap<String, Fact> {
    let subject = SubjectArguments::default();
    let collection = Collection {
        common,
        workspace,
        subject: &subject,
    };
    let needed = |name: &str| rule.needs.iter().any(|need| need == name);
    match collection.collect(needed, &JudgeArguments::default()) {
        Ok(document) => document.facts,
        Err(error) => {
            output::remark(common, &format!("no facts to show: {error:#}"));
            BTreeMap::new()
        }
    }
}

fn text(explanation: &Explanation<'_>, policies: &PolicySet, style: Style) -> String {
    let rule = explanation.rule;
    let mut blocks = vec![format!(
        "{}  {}\n\n{}",
        style.bold(&rule.id),
        plain(&rule.title),
        plain_lines(&rule.description)
    )];
    blocks.extend(rule.refused.as_deref().map(refused));
    blocks.push(applies(rule));
    blocks.push(advice(rule));
    if !rule.controls.is_empty() {
        blocks.push(controls(rule));
    }
    blocks.extend(params(&explanation.params));
    blocks.push(facts(explanation, style));
    let origin = match rule.origin {
        Origin::Builtin => "built in",
        Origin::User => "the project's own",
    };
    blocks.push(style.dim(&format!(
        "{}:{} ({origin}, one of {} rules)",
        rule.file,
        rule.line,
        policies.rules().len()
    )));
    blocks.join("\n\n") + "\n"
}

/// What keeps the rule from being judged.
fn refused(problems: &str) -> String {
    let lines = problems.lines().map(|line| format!("    {}", plain(line)));
    format!("Refused\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn advice(rule: &Rule) -> String {
    let fix = format!("Fix     {}", plain_lines(&rule.fix));
    if rule.source.is_empty() {
        return fix;
    }
    let sources: Vec<_> = rule.source.iter().map(|source| plain(source)).collect();
    let sources = sources.join("\n        ");
    // The source of a project's own rule is a process of its own.
    let document = match rule.origin {
        Origin::Builtin => " (docs/release-process.md)",
        Origin::User => "",
    };
    format!("{fix}\nSource  {sources}{document}")
}

fn applies(rule: &Rule) -> String {
    let stages: Vec<&str> = rule.stages.iter().map(|stage| stage.name()).collect();
    let types: Vec<&str> = rule.types.iter().map(|kind| kind.name()).collect();
    let mut lines = vec![
        format!("Level   {}", rule.level.name()),
        format!("Stages  {}", stages.join(", ")),
        format!(
            "Types   {}",
            if types.is_empty() {
                "-".to_owned()
            } else {
                types.join(", ")
            }
        ),
    ];
    lines.extend(
        rule.effective_on
            .map(|day| format!("From    {day}; until then it only warns")),
    );
    if !rule.depends_on.is_empty() {
        lines.push(format!("After   {}", rule.depends_on.join(", ")));
    }
    lines.join("\n")
}

fn controls(rule: &Rule) -> String {
    let lines = rule
        .controls
        .iter()
        .map(|(framework, ids)| format!("    {framework}: {}", ids.join(", ")));
    format!("Controls\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn params(params: &BTreeMap<&str, &Parameter>) -> Option<String> {
    let lines: Vec<String> = params
        .iter()
        .map(|(name, parameter)| {
            let changed = if parameter.value == parameter.default {
                String::new()
            } else {
                format!(" (default {})", parameter.default)
            };
            format!(
                "    {name} = {}{changed}\n        {}",
                parameter.value, parameter.about
            )
        })
        .collect();
    (!lines.is_empty()).then(|| format!("Thresholds\n{}", lines.join("\n")))
}

fn facts(explanation: &Explanation<'_>, style: Style) -> String {
    if explanation.rule.needs.is_empty() {
        return "It reads no facts.".to_owned();
    }
    let mut lines = vec!["Facts that it reads".to_owned()];
    for name in &explanation.rule.needs {
        let purpose = find(name).map_or("", |entry| entry.purpose);
        lines.push(format!("    {name}  {}", style.dim(purpose)));
        lines.extend(explanation.facts.get(name).map(value));
    }
    lines.join("\n")
}

fn value(fact: &Fact) -> String {
    let text = match fact {
        Fact::Unknown(missing) => format!("unknown: {}", missing.reason),
        Fact::Value(raw) => {
            let parsed: Value = serde_json::from_str(raw.get()).unwrap_or_default();
            outline(&parsed)
        }
    };
    text.lines()
        .map(|line| format!("        {}", plain(line)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// A line for each field and for each of the first items of a list: what the fact is about, not
/// all of it. `relcheck collect` shows the whole.
fn outline(fact: &Value) -> String {
    let Value::Object(fields) = fact else {
        return line(fact);
    };
    let mut lines = Vec::new();
    for (name, field) in fields {
        match field {
            Value::Array(items) if line(field).chars().count() > MAX_TEXT || long(items) => {
                lines.push(format!("{name}: {} entries", items.len()));
                lines.extend(
                    items
                        .iter()
                        .take(MAX_ITEMS)
                        .map(|item| format!("    {}", cut(&line(item)))),
                );
                lines.extend((long(items)).then(|| "    …".to_owned()));
            }
            _ => lines.push(format!("{name}: {}", cut(&line(field)))),
        }
    }
    lines.join("\n")
}

fn long(items: &[Value]) -> bool {
    items.len() > MAX_ITEMS
}

fn line(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn cut(text: &str) -> String {
    if text.chars().count() <= MAX_TEXT {
        return text.to_owned();
    }
    text.chars().take(MAX_TEXT - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fact_is_shown_as_an_outline() {
        let fact = json!({
            "since": "v1.2.3",
            "note": null,
            "commits": [{"id": "a".repeat(200)}, {"id": "b"}, {"id": "c"}, {"id": "d"}],
            "paths": ["x", "y"],
        });
        let shown = outline(&fact);
        assert!(
            shown.lines().all(|line| line.chars().count() < 120),
            "{shown}"
        );
        assert!(shown.contains("since: \"v1.2.3\"\n"), "{shown}");
        assert!(
            shown.contains("commits: 4 entries\n    {\"id\":\"aaa"),
            "{shown}"
        );
        assert!(shown.contains("    {\"id\":\"c\"}\n    …"), "{shown}");
        assert!(shown.contains("paths: [\"x\",\"y\"]"), "{shown}");
        assert_eq!(outline(&json!(3)), "3");
    }
}
