//! Imports: each is used, and no two have one name.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Import, Module, Rule, RuleHead, Span};

use super::super::module::ParsedModule;
use super::super::reference::{head_name, import_path};
use super::super::walk;
use super::Problem;

/// Words of the language, which name nothing else.
const KEYWORDS: [&str; 15] = [
    "as", "contains", "default", "else", "every", "false", "if", "import", "in", "not", "null",
    "package", "some", "true", "with",
];

pub(super) fn check(module: &ParsedModule) -> Vec<Problem> {
    let used = names_used(&module.syntax);
    let rules: BTreeMap<String, u32> = rules(&module.syntax);
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for import in &module.syntax.imports {
        let path = import_path(import).unwrap_or_default();
        // `import rego.v1` and `import future.keywords` name the language, nothing in it.
        if matches!(path.first().map(String::as_str), Some("rego" | "future")) {
            continue;
        }
        let Some((name, span)) = name(import, &path) else {
            continue;
        };
        let mut refuse = |span: &Span, message: String, is_structural: bool| {
            let error = module.error(span.line, span.col, message);
            problems.push(Problem {
                error,
                is_structural,
            });
        };
        if let Some(message) = hiding(&name) {
            refuse(span, message, true);
        } else if KEYWORDS.contains(&name.as_str()) {
            refuse(
                span,
                format!("`{name}` is a word of the language, and no name"),
                true,
            );
        } else if let Some(line) = seen.insert(name.clone(), import.span.line) {
            let message = format!("line {line} imports a `{name}` already");
            refuse(&import.span, message, true);
        } else if !used.contains(name.as_str()) {
            let message = format!("the import `{name}` is never used");
            refuse(&import.span, message, false);
        }
        if let Some(line) = rules.get(&name) {
            let message = format!("`{name}` is imported, in line {}", import.span.line);
            problems.push(Problem {
                error: module.error(*line, 1, message),
                is_structural: true,
            });
        }
    }
    problems
}

/// The imports that hide what is read. Whether an import is used is nobody's concern here, nor
/// whether it says what another one does.
pub(super) fn check_names(module: &ParsedModule) -> Vec<Problem> {
    let imports = module.syntax.imports.iter();
    imports
        .filter_map(|import| {
            let path = import_path(import)?;
            // `import input` says what is so anyway.
            if path.len() == 1 && import.r#as.is_none() {
                return None;
            }
            let (name, span) = name(import, &path)?;
            Some(Problem {
                error: module.error(span.line, span.col, hiding(&name)?),
                is_structural: true,
            })
        })
        .collect()
}

/// The name that an import gives, and its place.
fn name<'a>(import: &'a Import, path: &[String]) -> Option<(String, &'a Span)> {
    match (&import.r#as, import.refr.as_ref()) {
        (Some(alias), _) => Some((alias.text().to_owned(), alias)),
        (None, Expr::RefDot { field, .. }) => Some((path.last()?.clone(), &field.0)),
        (None, _) => Some((path.last()?.clone(), &import.span)),
    }
}

fn hiding(name: &str) -> Option<String> {
    ["input", "data"]
        .contains(&name)
        .then(|| format!("an import called `{name}` hides what is read"))
}

/// The first line of each rule, by name.
fn rules(module: &Module) -> BTreeMap<String, u32> {
    let mut rules = BTreeMap::new();
    for rule in &module.policy {
        let refr = match rule.as_ref() {
            Rule::Default { refr, .. } => refr,
            Rule::Spec { head, .. } => match head {
                RuleHead::Compr { refr, .. }
                | RuleHead::Set { refr, .. }
                | RuleHead::Func { refr, .. } => refr,
            },
        };
        rules.entry(head_name(refr)).or_insert(rule.span().line);
    }
    rules
}

/// The names that rules start a reference with.
fn names_used(module: &Module) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for rule in &module.policy {
        walk::rule(rule, &mut |expr| {
            if let Expr::Var { span, .. } = expr.as_ref() {
                names.insert(span.text());
            }
        });
    }
    names
}
