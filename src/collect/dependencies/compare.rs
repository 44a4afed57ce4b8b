//! What is new since the previous release, and what is gone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::Context;
use super::super::changes::base;
use super::inventory::Inventory;
use crate::facts::{Dependencies, Missing, RemovedDependency};
use crate::release::Ecosystem;

/// The versions of each package, by ecosystem and name.
type Versions = BTreeMap<(Ecosystem, String), BTreeSet<String>>;

/// Notes which packages the previous release had. Where that cannot be told, the facts say why, and
/// of no package that it is new or that it is not.
pub(super) fn with_previous(context: &Context, facts: &mut Dependencies) {
    match previous(context) {
        Ok(None) => {}
        Ok(Some((commit, before))) => {
            facts.previous_commit = Some(commit);
            let open = open(&before);
            compare(facts, &before.facts(), &open);
            let reasons: BTreeSet<&str> = open.values().map(String::as_str).collect();
            if !reasons.is_empty() {
                let reasons: Vec<&str> = reasons.into_iter().collect();
                facts.previous_problem = Some(reasons.join("; "));
            }
        }
        Err(missing) => facts.previous_problem = Some(missing.reason),
    }
}

/// What the previous release depended on, and its commit; `None` before the first one.
fn previous(context: &Context) -> Result<Option<(String, Inventory)>, Missing> {
    let history = &context.repository()?.history;
    let Some(commit) = base(history)? else {
        return Ok(None);
    };
    let project = context.checkout().project();
    let revision = context.repo().revision(commit, project)?;
    Ok(Some((commit.to_owned(), Inventory::read(&revision)?)))
}

/// The ecosystems of which it is not known what the previous release had, and why.
fn open(before: &Inventory) -> HashMap<Ecosystem, String> {
    let mut open = HashMap::new();
    for (path, source) in &before.sources {
        if let Err(reason) = &source.read {
            let why = format!("`{path}` of the previous release cannot be read: {reason}");
            open.entry(source.format.ecosystem).or_insert(why);
        }
    }
    for manifest in &before.manifests {
        let mut sources = before.sources.values();
        let ecosystem = manifest.ecosystem;
        if manifest.asked().next().is_some()
            && !sources.any(|source| source.format.ecosystem == ecosystem)
        {
            let why = format!(
                "nothing fixed the versions of {ecosystem} packages at the previous release"
            );
            open.entry(ecosystem).or_insert(why);
        }
    }
    open
}

fn compare(facts: &mut Dependencies, before: &Dependencies, open: &HashMap<Ecosystem, String>) {
    let old = versions(before);
    for package in &mut facts.packages {
        let known = old.get(&(package.ecosystem, package.name.clone()));
        package.previous_versions = known.into_iter().flatten().cloned().collect();
        package.is_new = match known {
            Some(_) => Some(false),
            None if open.contains_key(&package.ecosystem) => None,
            None => Some(true),
        };
    }
    let new = versions(facts);
    facts.removed = old
        .into_iter()
        .filter(|(key, _)| !new.contains_key(key))
        .map(|((ecosystem, name), versions)| RemovedDependency {
            ecosystem,
            name,
            versions: versions.into_iter().collect(),
        })
        .collect();
}

fn versions(facts: &Dependencies) -> Versions {
    let mut found = Versions::new();
    for package in &facts.packages {
        let versions = found
            .entry((package.ecosystem, package.name.clone()))
            .or_default();
        versions.extend(package.version.clone());
    }
    found
}
