//! `opa check --strict` and relcheck over the table of policies and the built-in ones.

use std::fs;
use std::path::Path;

use relcheck::policy::{PolicyFile, Sources};
use tempfile::TempDir;

use crate::table::{self, Case, of_each};
use crate::tool::Opa;

/// What OPA refuses and relcheck does not, each with a part of OPA's message and the reason.
const RELCHECK_KNOWS_BETTER: [(&str, &str, &str); 2] = [
    ("right/guards_negated", "match error", FIRST_TYPE),
    ("right/some_forms", "match error", FIRST_TYPE),
];

const FIRST_TYPE: &str = "of a schema's `type: [string, null]`, OPA takes the first, and so takes a \
     comparison with null for one that never holds";

/// The embedded policies without their tests.
fn embedded() -> Vec<PolicyFile> {
    let files = Sources::embedded().builtin.into_iter();
    files.filter(|file| !file.is_test()).collect()
}

/// A folder that holds these files.
pub fn written(files: &[PolicyFile]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for file in files {
        let path = folder.path().join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text.as_str()).unwrap();
    }
    folder
}

/// What OPA says about a case, the built-in libraries beside it.
fn opa_refusal(opa: &Opa, case: &Case) -> Option<String> {
    let libraries = embedded().into_iter();
    let libraries = libraries.filter(|file| file.path.starts_with("policies/lib/"));
    let files: Vec<PolicyFile> = case.files.iter().cloned().chain(libraries).collect();
    opa.refusal(written(&files).path())
}

/// Whether relcheck refuses a case.
fn is_refused(case: &Case) -> bool {
    table::problems(case).iter().any(|(_, warning)| !warning)
}

#[test]
fn what_opa_refuses_relcheck_refuses() {
    let Some(opa) = Opa::find("that relcheck finds every mistake that `opa check --strict` finds")
    else {
        return;
    };
    let cases = table::wrong();
    let refused = of_each(&cases, |case| {
        opa_refusal(&opa, case).map(|said| (said, is_refused(case)))
    });
    let silent: Vec<String> = cases
        .iter()
        .zip(&refused)
        .filter_map(|(case, refused)| match refused {
            Some((said, false)) => Some(format!("{}: {said}", case.name)),
            _ => None,
        })
        .collect();
    let found = refused.iter().flatten().count();
    println!("OPA refuses {found} of {} wrong policies", cases.len());
    assert!(
        silent.is_empty(),
        "relcheck takes {} of the {found} policies that OPA refuses:\n{}",
        silent.len(),
        silent.join("\n")
    );
}

#[test]
fn the_table_holds_each_class_of_mistake_that_opa_finds() {
    let Some(opa) = Opa::find("that the table holds the mistakes that OPA finds") else {
        return;
    };
    let mut cases = table::wrong();
    cases.retain(|case| case.name.starts_with("opa/"));
    let missed: Vec<&str> = cases
        .iter()
        .zip(of_each(&cases, |case| opa_refusal(&opa, case)))
        .filter(|(_, said)| said.is_none())
        .map(|(case, _)| case.name.as_str())
        .collect();
    assert!(cases.len() >= 40, "{} cases", cases.len());
    assert!(
        missed.is_empty(),
        "OPA finds nothing in these, so they belong to another topic: {missed:?}"
    );
}

#[test]
fn what_relcheck_takes_opa_takes() {
    let Some(opa) = Opa::find("that OPA takes the right policies of the table") else {
        return;
    };
    let cases = table::right();
    let said = of_each(&cases, |case| opa_refusal(&opa, case));
    let mut wrong = Vec::new();
    for (case, said) in cases.iter().zip(&said) {
        wrong.extend(unexplained(&case.name, said.as_deref()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn opa_takes_the_built_in_policies() {
    let Some(opa) = Opa::find("that OPA takes the built-in policies") else {
        return;
    };
    let said = opa.refusal(written(&embedded()).path()).unwrap_or_default();
    assert!(said.is_empty(), "{said}");
}

/// What is wrong with what OPA says about a case that relcheck takes.
fn unexplained(name: &str, said: Option<&str>) -> Option<String> {
    let explained = RELCHECK_KNOWS_BETTER.iter().find(|(of, _, _)| *of == name);
    match (said, explained) {
        (None, None) => None,
        (Some(said), Some((_, part, _))) if said.contains(part) => None,
        (Some(said), _) => Some(format!("OPA refuses {name}: {said}")),
        (None, Some(_)) => Some(format!("OPA takes {name} now: take it off the list")),
    }
}

/// A file that OPA reads as data, in a folder of policies.
pub fn add_data(folder: &Path, data: &serde_json::Value) {
    fs::write(folder.join("data.json"), data.to_string()).unwrap();
}
