//! What a policy may refer to: known facts, parameters, libraries and functions, and nothing that
//! would make two runs differ.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Rule, RuleHead};

use super::contract::is_builtin;
use super::error::LoadError;
use super::extensions;
use super::identifier::Role;
use super::module::ParsedModule;
use super::parameters::Parameters;
use super::reference::{Reference, RuleReferences, import_path};
use super::types;
use super::types::chain::name_of;
use crate::nearest::suggestion;

/// Functions whose answer depends on more than their arguments.
const FORBIDDEN: [&str; 6] = [
    "time.now_ns",
    "rand.",
    "uuid.rfc4122",
    "http.",
    "net.lookup_ip_addr",
    "opa.",
];

/// Functions of Rego that other engines have.
const ABSENT: [&str; 8] = [
    "crypto.",
    "graphql.",
    "io.jwt.",
    "json.patch",
    "net.",
    "providers.",
    "rego.",
    "uuid.",
];

/// What there is to refer to.
pub(super) struct Known<'a> {
    /// The names of the facts.
    pub(super) facts: &'a [&'a str],
    /// What each library defines, by its package.
    pub(super) libraries: BTreeMap<String, BTreeSet<String>>,
    /// The parameters of each rule.
    pub(super) parameters: &'a Parameters,
}

/// A fact that is read, and where.
pub(super) struct FactRead {
    pub(super) name: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// The problems with what a rule's or library's module refers to.
pub(super) fn check(
    module: &ParsedModule,
    rules: &[RuleReferences],
    known: &Known,
) -> Vec<LoadError> {
    let own: BTreeSet<&str> = functions(module).collect();
    let scope = Scope { module, known, own };
    let mut errors = scope.imports();
    for rule in rules {
        errors.extend(rule.replacements.iter().map(|with| {
            let message = "`with` belongs into tests: a rule judges the facts as they are";
            module.error(with.line, with.column, message)
        }));
        errors.extend(rule.references.iter().filter_map(|reference| {
            let message = scope.problem(reference)?;
            Some(module.error(reference.line, reference.column, message))
        }));
    }
    errors
}

/// The problem with one reference of a module whose package defines these names.
pub(super) fn problem(
    module: &ParsedModule,
    own: &BTreeSet<&str>,
    known: &Known,
    reference: &Reference,
) -> Option<String> {
    let own = own.clone();
    let scope = Scope { module, known, own };
    scope.problem(reference)
}

/// The facts that a module reads itself.
pub(super) fn facts_read(rules: &[RuleReferences]) -> Vec<FactRead> {
    rules
        .iter()
        .flat_map(|rule| &rule.references)
        .filter(|reference| reference.starts_with(&["input", "facts"]))
        .filter_map(|reference| {
            Some(FactRead {
                name: reference.path.get(2)?.clone(),
                line: reference.line,
                column: reference.column,
            })
        })
        .collect()
}

/// The packages of the libraries that a module refers to.
pub(super) fn libraries_used(rules: &[RuleReferences]) -> BTreeSet<String> {
    rules
        .iter()
        .flat_map(|rule| &rule.references)
        .filter_map(|reference| library(&reference.path).map(|(package, _)| package))
        .collect()
}

/// A path below a library's package: the package, and the name in it.
fn library(path: &[String]) -> Option<(String, Option<&String>)> {
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["data", root @ ("relcheck" | "policy"), "lib", name, ..] => {
            Some((format!("{root}.lib.{name}"), path.get(4)))
        }
        _ => None,
    }
}

/// The names of the functions that a module defines.
fn functions(module: &ParsedModule) -> impl Iterator<Item = &str> {
    module.syntax.policy.iter().filter_map(|rule| {
        let refr = match rule.as_ref() {
            Rule::Default { refr, args, .. } if !args.is_empty() => refr,
            Rule::Spec {
                head: RuleHead::Func { refr, .. },
                ..
            } => refr,
            _ => return None,
        };
        name_of(refr)
    })
}

struct Scope<'a> {
    module: &'a ParsedModule,
    known: &'a Known<'a>,
    /// The functions of this module.
    own: BTreeSet<&'a str>,
}

impl Scope<'_> {
    fn imports(&self) -> Vec<LoadError> {
        let imports = &self.module.syntax.imports;
        imports
            .iter()
            .filter_map(|import| {
                let path = import_path(import).unwrap_or_default();
                let parts: Vec<&str> = path.iter().map(String::as_str).collect();
                let allowed = match parts.as_slice() {
                    ["rego", "v1"] | ["input", ..] => true,
                    ["data", "relcheck", "lib", ..] => parts.len() >= 4,
                    ["data", "relcheck", "params", _, _, ..] => true,
                    ["data", "policy", "lib", ..] => !self.module.builtin && parts.len() >= 4,
                    _ => false,
                };
                let message = if allowed {
                    self.missing_library(&path)?
                } else {
                    format!(
                        "`import {}` is not allowed: policies import `rego.v1`, `input…`, `data.relcheck.lib.<name>`, `data.relcheck.params.<area>.<rule>` and, in a project's own, `data.policy.lib.<name>`",
                        import.refr.span().text()
                    )
                };
                Some(self.module.error(import.span.line, import.span.col, message))
            })
            .collect()
    }

    fn problem(&self, reference: &Reference) -> Option<String> {
        match reference.path.first().map(String::as_str) {
            Some("input") => self.input_problem(reference),
            Some("data") => self.data_problem(reference),
            _ if reference.call => self.call_problem(reference),
            _ => None,
        }
    }

    fn input_problem(&self, reference: &Reference) -> Option<String> {
        let Some(part) = reference.path.get(1) else {
            return Some("`input` as a whole cannot be checked against `needs`: name what is read, as in `input.facts.<fact>`".to_owned());
        };
        if part != "facts" {
            return None;
        }
        let Some(fact) = reference.path.get(2) else {
            return Some("`input.facts` as a whole cannot be checked against `needs`: name the fact, as in `input.facts.<fact>`".to_owned());
        };
        if self.known.facts.contains(&fact.as_str()) {
            return None;
        }
        let near = suggestion(fact, self.known.facts.iter().copied());
        Some(format!("there is no fact `{fact}`{near}"))
    }

    fn data_problem(&self, reference: &Reference) -> Option<String> {
        if library(&reference.path).is_some() {
            return self.library_problem(reference);
        }
        if reference.starts_with(&["data", "relcheck", "params"]) {
            return self.parameter_problem(reference);
        }
        Some(format!(
            "`{}` cannot be read here: of `data`, a policy sees libraries (`data.relcheck.lib.<name>`) and parameters (`data.relcheck.params.<area>.<rule>`), never another rule",
            reference.text()
        ))
    }

    fn library_problem(&self, reference: &Reference) -> Option<String> {
        if let Some(message) = self.missing_library(&reference.path) {
            return Some(message);
        }
        let (package, name) = library(&reference.path)?;
        let defined = self.known.libraries.get(&package)?;
        let name = name?;
        if defined.contains(name) {
            return None;
        }
        let near = suggestion(name, defined.iter().map(String::as_str));
        Some(format!("the library `{package}` defines no `{name}`{near}"))
    }

    fn missing_library(&self, path: &[String]) -> Option<String> {
        let (package, _) = library(path)?;
        if self.module.builtin && package.starts_with("policy.") {
            return Some("a built-in policy must not use a project's own library".to_owned());
        }
        if self.known.libraries.contains_key(&package) {
            return None;
        }
        let near = suggestion(&package, self.known.libraries.keys().map(String::as_str));
        Some(format!("there is no library `{package}`{near}"))
    }

    fn parameter_problem(&self, reference: &Reference) -> Option<String> {
        let (Some(area), Some(rule)) = (reference.path.get(3), reference.path.get(4)) else {
            return Some(format!(
                "`{}` cannot be checked: name the rule, as in `data.relcheck.params.<area>.<rule>`",
                reference.text()
            ));
        };
        let id = format!("{area}.{rule}");
        if matches!(&self.module.role, Role::Rule(own) if *own != id) {
            return Some(format!(
                "`{id}` is another rule: a rule reads its own parameters only"
            ));
        }
        let Some(parameters) = self.known.parameters.of(&id) else {
            return Some(format!("the rule `{id}` has no parameters in `data.yaml`"));
        };
        let name = reference.path.get(5)?;
        if parameters.contains_key(name) {
            return None;
        }
        let near = suggestion(name, parameters.keys().map(String::as_str));
        Some(format!(
            "the rule `{id}` has no parameter `{name}` in `data.yaml`{near}"
        ))
    }

    fn call_problem(&self, reference: &Reference) -> Option<String> {
        let name = reference.path.join(".");
        if self.own.contains(name.as_str()) || name == "print" || extensions::exists(&name) {
            return None;
        }
        if is_forbidden(&name) {
            return Some(format!(
                "`{name}` is not allowed: a decision depends on its input alone (the time is `input.clock.seconds`)"
            ));
        }
        if is_builtin(&name) {
            return None;
        }
        if let Some(family) = ABSENT.iter().find(|family| is_below(&name, family)) {
            return Some(format!(
                "there is no function `{name}`: relcheck has none of `{family}…`"
            ));
        }
        let functions = types::functions().map(|known: &str| known);
        let near = suggestion(&name, self.own.iter().copied().chain(functions));
        Some(format!("there is no function `{name}`{near}"))
    }
}

/// Whether a function's answer depends on more than its arguments.
pub(super) fn is_forbidden(name: &str) -> bool {
    FORBIDDEN.iter().any(|prefix| is_below(name, prefix))
}

/// Whether a name is this one, or below it where that ends in a dot.
fn is_below(name: &str, prefix: &str) -> bool {
    name == prefix || (prefix.ends_with('.') && name.starts_with(prefix))
}
