//! Imports: each is used, and no two have one name.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Module};

use super::super::error::LoadError;
use super::super::module::ParsedModule;
use super::super::reference::import_path;
use super::super::walk;

pub(super) fn check(module: &ParsedModule) -> Vec<LoadError> {
    let used = names_used(&module.syntax);
    let mut errors = Vec::new();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for import in &module.syntax.imports {
        let path = import_path(import).unwrap_or_default();
        // `import rego.v1` and `import future.keywords` name the language, nothing in it.
        if matches!(path.first().map(String::as_str), Some("rego" | "future")) {
            continue;
        }
        let name = match &import.r#as {
            Some(span) => Some(span.text().to_owned()),
            None => path.last().cloned(),
        };
        let Some(name) = name else { continue };
        let mut refuse = |message: String| {
            errors.push(module.error(import.span.line, import.span.col, message));
        };
        if let Some(line) = seen.insert(name.clone(), import.span.line) {
            refuse(format!("line {line} imports a `{name}` already"));
        } else if !used.contains(name.as_str()) {
            refuse(format!("the import `{name}` is never used"));
        }
    }
    errors
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
