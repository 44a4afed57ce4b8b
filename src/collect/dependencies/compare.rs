//! What is new since the previous release, and what is gone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::Context;
use super::super::changes::base;
use super::inventory::Inventory;
use super::own;
use crate::facts::{Dependencies, Missing, RemovedDependency};
use crate::release::Ecosystem;

/// The versions of each package, by ecosystem and name.
type Versions<'d> = BTreeMap<(Ecosystem, &'d str), BTreeSet<&'d str>>;

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
    let mut before = Inventory::read(&revision)?;
    own::settle(&revision, &mut before)?;
    Ok(Some((commit.to_owned(), before)))
}

/// The ecosystems of which it is not known what the previous release had, and why.
fn open(before: &Inventory) -> HashMap<Ecosystem, String> {
    let mut open = HashMap::new();
    for (path, source) in &before.sources {
        if let Err(reason) = &source.read {
            let why = format!("`{path}` of the previous release {reason}");
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
        let known = old.get(&(package.ecosystem, package.name.as_str()));
        let versions = known.into_iter().flatten();
        package.previous_versions = versions.map(|it| (*it).to_owned()).collect();
        package.is_new = match known {
            Some(_) => Some(false),
            None if open.contains_key(&package.ecosystem) => None,
            None => Some(true),
        };
    }
    if old.is_empty() {
        return;
    }
    let names = facts.packages.iter();
    let new: BTreeSet<_> = names.map(|it| (it.ecosystem, it.name.as_str())).collect();
    let gone = old.into_iter().filter(|(key, _)| !new.contains(key));
    facts.removed = gone
        .map(|((ecosystem, name), versions)| RemovedDependency {
            ecosystem,
            name: name.to_owned(),
            versions: versions.into_iter().map(str::to_owned).collect(),
        })
        .collect();
}

fn versions(facts: &Dependencies) -> Versions<'_> {
    let mut found = Versions::new();
    for package in &facts.packages {
        let key = (package.ecosystem, package.name.as_str());
        let versions = found.entry(key).or_default();
        versions.extend(package.version.as_deref());
    }
    found
}
