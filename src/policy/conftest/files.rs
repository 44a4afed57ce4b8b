//! Packages of several files, and what the engine would mix up between them.
//!
//! To Rego an import is its file's own. The engine keeps one list of them for a whole package: of
//! two files that give one name to two things, one would silently read the other's, and find nothing
//! in it. It also looks for the arguments of a function in one of the files only, where there may be
//! none, or others. Such packages are refused.

use std::collections::BTreeMap;

use regorus::unstable::{Import, Rule, RuleHead};

use super::packages::Packages;
use crate::policy::error::LoadError;
use crate::policy::identifier::Role;
use crate::policy::module::ParsedModule;
use crate::policy::reference::{self, Reference, RuleReferences, head_name};

/// The problems of all packages that have Conftest modules.
pub(super) fn clashes(packages: &Packages) -> Vec<LoadError> {
    let mut errors = Vec::new();
    for package in packages.own_names() {
        let mut given: BTreeMap<String, (Vec<String>, &ParsedModule)> = BTreeMap::new();
        for module in packages.modules(package) {
            for import in &module.syntax.imports {
                let Some((name, path)) = reference::alias(import) else {
                    continue;
                };
                let known = given
                    .entry(name.clone())
                    .or_insert_with(|| (path.clone(), *module));
                errors.extend(clash(module, import, &name, &path, known, packages));
            }
        }
        for module in packages.modules(package) {
            errors.extend(borrowed(module, &given));
        }
        errors.extend(split_functions(packages.modules(package)));
        errors.extend(hidden_packages(packages, package));
    }
    errors
}

fn clash(
    module: &ParsedModule,
    import: &Import,
    name: &str,
    path: &[String],
    (known, first): &(Vec<String>, &ParsedModule),
    packages: &Packages,
) -> Option<LoadError> {
    let package = &module.package;
    let is_rule = packages.names(package).any(|other| other == name);
    let below = format!("{package}.{name}");
    let below = packages.exists(&below).then(|| format!("data.{below}"));
    let message = if known != path {
        format!(
            "`{name}` stands for `{}` here and for `{}` in {}, and relcheck's engine knows one meaning of a name in the package `{package}`: give one of them another name, as in `import {} as …`",
            path.join("."),
            known.join("."),
            first.file.path,
            path.join("."),
        )
    } else if let Some(below) = below.filter(|below| *below != path.join(".")) {
        format!(
            "`{name}` stands for `{}` here, and relcheck's engine would take it for the package `{below}`: give the import another name, as in `import {} as …`",
            path.join("."),
            path.join(".")
        )
    } else if is_rule {
        format!(
            "`{name}` is a rule of the package `{package}`, too, and relcheck's engine knows one meaning of a name in a package: give the import another name, as in `import {} as …`",
            path.join(".")
        )
    } else {
        return None;
    };
    Some(module.error(import.span.line, import.span.col, message))
}

/// Packages below one that is a rule or a library of relcheck's own form: what a name there means
/// would depend on both.
pub(super) fn below_others(packages: &Packages, modules: &[ParsedModule]) -> Vec<LoadError> {
    let others = modules.iter().filter(|module| {
        !module.builtin && matches!(module.role, Role::Rule(_) | Role::Library(_))
    });
    let others: Vec<&ParsedModule> = others.collect();
    let is_below = |package: &str, other: &str| {
        let rest = package.strip_prefix(other);
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    let own = packages.own_modules();
    own.filter_map(|module| {
        let mut others = others.iter();
        let other = others.find(|other| is_below(&module.package, &other.package))?;
        let message = format!(
            "the package `{}` is below `{}` ({}), which is written for relcheck: give it another name",
            module.package, other.package, other.file.path
        );
        let span = &module.syntax.package.span;
        Some(module.error(span.line, span.col, message))
    })
    .collect()
}

/// Rules whose name is that of a package below their own, which OPA refuses, too.
fn hidden_packages(packages: &Packages, package: &str) -> Vec<LoadError> {
    let modules = packages.modules(package).iter();
    let rules = modules.flat_map(|module| {
        let rules = reference::of_module(&module.syntax).into_iter();
        rules.map(move |rule| (module, rule))
    });
    rules
        .filter(|(_, rule)| packages.exists(&format!("{package}.{}", rule.name)))
        .map(|(module, rule)| {
            let name = &rule.name;
            let message = format!(
                "the rule `{name}` and the package `{package}.{name}` have one name: rename one"
            );
            module.error(rule.line, rule.column, message)
        })
        .collect()
}

/// Functions that several files define.
fn split_functions(modules: &[&ParsedModule]) -> Vec<LoadError> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut errors = Vec::new();
    for module in modules {
        for rule in &module.syntax.policy {
            let (name, span) = match rule.as_ref() {
                Rule::Default {
                    span, refr, args, ..
                } if !args.is_empty() => (head_name(refr), span),
                Rule::Spec {
                    span,
                    head: RuleHead::Func { refr, .. },
                    ..
                } => (head_name(refr), span),
                _ => continue,
            };
            let path = module.file.path.as_str();
            let file = *first.entry(name.clone()).or_insert(path);
            if file != path {
                let message = format!(
                    "the function `{name}` is defined in {file}, too, and relcheck's engine looks into one file: put its definitions together"
                );
                errors.push(module.error(span.line, span.col, message));
            }
        }
    }
    errors
}

/// What a module reads by a name that another file of its package imports.
fn borrowed(
    module: &ParsedModule,
    given: &BTreeMap<String, (Vec<String>, &ParsedModule)>,
) -> Vec<LoadError> {
    let own = reference::aliases(&module.syntax);
    let foreign = |reference: &Reference| {
        let name = reference.path.first()?;
        let (path, other) = given.get(name)?;
        // The names of an import of its own are replaced already, unless it stands for itself.
        let is_own = own.iter().any(|(alias, _)| alias == name);
        (!is_own).then(|| {
            format!(
                "`{name}` is an import of {}, which relcheck's engine would take for its own here: write `import {}` in this file, too, or give that one another name",
                other.file.path,
                path.join(".")
            )
        })
    };
    let is_local = |rule: &RuleReferences, reference: &Reference| {
        let first = reference.path.first();
        !reference.call && first.is_some_and(|name| rule.locals.contains(name))
    };
    let rules = reference::of_module(&module.syntax);
    rules
        .iter()
        .flat_map(|rule| {
            let references = rule.references.iter();
            references.filter(move |reference| !is_local(rule, reference))
        })
        .filter_map(|reference| {
            Some(module.error(reference.line, reference.column, foreign(reference)?))
        })
        .collect()
}
