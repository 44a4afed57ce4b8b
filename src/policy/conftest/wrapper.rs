//! The rule of relcheck's that stands for a package of Conftest's.

use serde_json::json;

use super::names::{self, EXCEPTION};
use super::packages::Packages;
use super::results::FUNCTION;
use crate::policy::source::PolicyFile;
use crate::release::{ReleaseType, Stage};

/// What the paths of these modules start with. A file's path ends in `.rego`; these never do.
const PREFIX: &str = "conftest:";

/// Whether a module was written here.
pub(in crate::policy) fn is_wrapper(file: &PolicyFile) -> bool {
    package_of(file).is_some()
}

/// The Conftest package that a module written here stands for; `None` for any other file.
pub(in crate::policy) fn package_of(file: &PolicyFile) -> Option<&str> {
    package_of_path(&file.path)
}

/// An error in judging by a file, without the place where a module has it that was written here:
/// nobody knows that text.
pub(in crate::policy) fn told(file: &PolicyFile, message: String) -> String {
    let rest = message.strip_prefix(&file.path);
    match (
        package_of(file),
        rest.and_then(|rest| rest.split_once(": ")),
    ) {
        (Some(package), Some((_, text))) => format!("the package `{package}`: {text}"),
        _ => message,
    }
}

/// The same, told by the path.
pub(super) fn package_of_path(path: &str) -> Option<&str> {
    let package = path.strip_prefix(PREFIX)?;
    (!package.ends_with(".rego")).then_some(package)
}

/// The rule of this id for a package; `facts` are those that there are.
pub(super) fn of(package: &str, id: &str, packages: &Packages, facts: &[&str]) -> PolicyFile {
    let text = format!(
        "{}package policy.{id}\n\n{}",
        metadata(package, packages, facts),
        body(package, packages)
    );
    // A package that is called `….rego` keeps its rule apart from files all the same.
    let end = if package.ends_with(".rego") { "/" } else { "" };
    PolicyFile::new(format!("{PREFIX}{package}{end}"), text)
}

/// All texts are quoted as JSON, which is YAML: a path may hold anything.
fn metadata(package: &str, packages: &Packages, known: &[&str]) -> String {
    let files: Vec<&str> = packages
        .modules(package)
        .iter()
        .map(|module| module.file.path.as_str())
        .collect();
    let title = json!(format!("The Conftest policies of `{package}` hold"));
    let description = json!(format!(
        "No `deny` or `violation` of the Conftest package `{package}` yields a message. What `warn` yields is shown, and so is what `exception` exempts."
    ));
    // That there is no such fact is said where it is read.
    let mut facts = packages.facts(package);
    facts.retain(|name| known.contains(&name.as_str()));
    let needs = json!(facts);
    let stages = json!(Stage::ALL.map(Stage::name));
    let types = json!(ReleaseType::ALL.map(ReleaseType::name));
    let fix = json!("Mend what each message names.");
    let source = json!(format!("Conftest: {}", files.join(", ")));
    [
        "METADATA".to_owned(),
        format!("title: {title}"),
        format!("description: {description}"),
        "custom:".to_owned(),
        format!("  stages: {stages}"),
        format!("  types: {types}"),
        "  level: deny".to_owned(),
        format!("  needs: {needs}"),
        format!("  fix: {fix}"),
        format!("  source: {source}"),
    ]
    .into_iter()
    .map(|line| format!("# {line}\n"))
    .collect()
}

/// Asks for each rule of the package, and says where it is. A comprehension holds nothing where a
/// rule is undefined.
fn body(package: &str, packages: &Packages) -> String {
    let asked = |name: &str| {
        let place = json!(packages.place(package, name));
        format!("{{\"at\": {place}, \"values\": [value | value := data.{package}.{name}]}}")
    };
    let rules: Vec<String> = packages
        .names(package)
        .filter(|name| names::kind(name).is_some())
        .map(|name| format!("\t\t\"{name}\": {},\n", asked(name)))
        .collect();
    let exceptions = match packages.names(package).find(|name| *name == EXCEPTION) {
        Some(name) => asked(name),
        None => "null".to_owned(),
    };
    format!(
        "deny contains finding if {{\n\tresults := {{\n{}\t}}\n\tsome finding in {FUNCTION}(\"{package}\", results, {exceptions})\n}}\n",
        rules.concat()
    )
}
