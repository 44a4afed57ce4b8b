//! The catalogue of all rules, as Markdown: everything that their metadata and parameters say.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::policy::{Origin, Parameter, ParameterValue, PolicySet, Rule};

/// Renders the rules of a set, sorted by id and grouped by area.
///
/// `process` is the path of the release process, to link to its headings; without it, or for rules
/// of the project's own, whose process that is not, the source is a text.
#[must_use]
pub fn catalogue(policies: &PolicySet, process: Option<&str>) -> String {
    let rules = policies.rules();
    let mut text = format!(
        "# Policies\n\nWritten by `relcheck policy doc` from the metadata of the rules: do not edit it by hand.\n\
         `relcheck explain RULE` shows one of them with today's facts.\n\n{}",
        overview(rules)
    );
    let mut area = "";
    for rule in rules {
        let own = rule.id.split('.').next().unwrap_or_default();
        if own != area {
            let _ = write!(text, "\n## {own}\n");
            area = own;
        }
        let _ = write!(text, "\n{}", section(policies, rule, process));
    }
    text
}

fn overview(rules: &[Rule]) -> String {
    let mut text =
        "| rule | holds when | level | types | stages |\n|---|---|---|---|---|\n".to_owned();
    for rule in rules {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            link(&rule.id),
            cell(&rule.title),
            rule.level.name(),
            types(rule),
            names(rule.stages.iter().map(|stage| stage.name())),
        );
    }
    text
}

fn section(policies: &PolicySet, rule: &Rule, process: Option<&str>) -> String {
    let mut rows = vec![
        ("level", rule.level.name().to_owned()),
        ("types", types(rule)),
        (
            "stages",
            names(rule.stages.iter().map(|stage| stage.name())),
        ),
        ("facts", facts(rule)),
        ("source", source(rule, process)),
    ];
    rows.extend((!rule.controls.is_empty()).then(|| ("controls", controls(&rule.controls))));
    let from = rule.effective_on;
    rows.extend(from.map(|day| ("blocks from", format!("{day}; until then it only warns"))));
    if !rule.depends_on.is_empty() {
        let after = rule.depends_on.iter().map(|id| link(id));
        rows.push(("folded under", after.collect::<Vec<_>>().join(", ")));
    }
    if rule.decides_type {
        let asked = "its findings say which type a release has to be (`relcheck suggest`)";
        rows.push(("decides the type", asked.to_owned()));
    }
    let file = match rule.origin {
        Origin::Builtin => code(&rule.file),
        Origin::User => format!("{}, the project's own", code(&rule.file)),
    };
    rows.push(("file", file));
    let rows: String = rows
        .iter()
        .map(|(name, value)| format!("| {name} | {value} |\n"))
        .collect();
    format!(
        "### {}\n\n**{}.** {}\n\n| | |\n|---|---|\n{rows}{}\nTo fix it: {}\n",
        rule.id,
        prose(rule.title.trim_end_matches('.')),
        prose(&rule.description),
        parameters(&policies.params(&rule.id)),
        prose(&rule.fix),
    )
}

fn parameters(parameters: &BTreeMap<&str, &Parameter>) -> String {
    if parameters.is_empty() {
        return String::new();
    }
    let rows = parameters.iter().map(|(name, parameter)| {
        let allowed: Vec<String> = parameter.one_of.iter().map(value).collect();
        let allowed = match allowed.as_slice() {
            [] => String::new(),
            allowed => format!(" One of {}.", allowed.join(", ")),
        };
        format!(
            "| {} | {} | {}{allowed} |\n",
            code(name),
            value(&parameter.default),
            cell(&parameter.about)
        )
    });
    let rows: String = rows.collect();
    format!("\n| parameter | default | what it is for |\n|---|---|---|\n{rows}")
}

fn value(value: &ParameterValue) -> String {
    match value {
        ParameterValue::List(items) => names(items.iter().map(|item| code(item))),
        other => code(&other.to_string()),
    }
}

fn types(rule: &Rule) -> String {
    names(rule.types.iter().map(|kind| kind.name()))
}

fn facts(rule: &Rule) -> String {
    names(rule.needs.iter().map(|need| code(need)))
}

fn controls(controls: &BTreeMap<String, Vec<String>>) -> String {
    let frameworks = controls
        .iter()
        .map(|(framework, ids)| format!("{}: {}", cell(framework), cell(&ids.join(", "))));
    frameworks.collect::<Vec<_>>().join("; ")
}

fn source(rule: &Rule, process: Option<&str>) -> String {
    let process = process.filter(|_| rule.origin == Origin::Builtin);
    let sources = rule.source.iter().map(|source| {
        let text = cell(source);
        // The first words of an item have no anchor of their own: its heading has.
        let heading = source.splitn(3, " / ").take(2).last();
        match process {
            Some(process) => format!(
                "[{text}]({process}#{})",
                anchor(heading.unwrap_or_default())
            ),
            None => text,
        }
    });
    let sources: Vec<String> = sources.collect();
    match sources.as_slice() {
        [] => "–".to_owned(),
        sources => sources.join("<br>"),
    }
}

/// A link to the rule's own heading.
fn link(id: &str) -> String {
    format!("[`{id}`](#{})", anchor(id))
}

/// The anchor that the common renderers give a heading: lower case, hyphens for blanks, and
/// nothing but letters, digits, hyphens and underscores.
#[must_use]
pub fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            _ => None,
        })
        .collect()
}

fn names<T: AsRef<str>>(names: impl Iterator<Item = T>) -> String {
    let names: Vec<String> = names.map(|name| name.as_ref().to_owned()).collect();
    if names.is_empty() {
        "–".to_owned()
    } else {
        names.join(", ")
    }
}

fn code(text: &str) -> String {
    if text.contains('`') {
        return format!("`` {} ``", cell_code(text));
    }
    format!("`{}`", cell_code(text))
}

/// In a table even code must not hold a bar.
fn cell_code(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

fn cell(text: &str) -> String {
    prose(text).replace('|', "\\|")
}

/// Text that somebody wrote, on one line: what stands in backquotes stays as it is, and nothing
/// else reads as a tag.
fn prose(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut in_code = false;
    for c in text.chars() {
        match c {
            '`' => {
                in_code = !in_code;
                shown.push(c);
            }
            '<' if !in_code => shown.push_str("&lt;"),
            '\n' | '\r' => shown.push(' '),
            c if c.is_control() => shown.extend(c.escape_default()),
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_the_common_renderers() {
        assert_eq!(anchor("branch.clean_tree"), "branchclean_tree");
        assert_eq!(anchor("Metrics and KPIs"), "metrics-and-kpis");
        assert_eq!(anchor("Short-term Follow-up"), "short-term-follow-up");
    }

    #[test]
    fn text_cannot_break_out() {
        assert_eq!(cell("a|b <x> `<y>`\nc"), "a\\|b &lt;x> `<y>` c");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a|b"), "`a\\|b`");
    }
}
