//! Whose fault is whose: the rules that are refused for what is wrong with a file.
//!
//! A rule that stands for a package needs all files of the package, and those of the packages that it
//! reads. What is wrong with one of them refuses it; other rules are judged without it.

use std::collections::{BTreeMap, BTreeSet};

use super::packages::Packages;
use super::{Unread, names};
use crate::policy::module::ParsedModule;
use crate::policy::refused::{Own, Owners};
use crate::policy::source::PolicyFile;

/// The rules that need each of the user's files.
pub(super) fn of(packages: &Packages, unread: &[Unread], tests: &[ParsedModule]) -> Owners {
    let mut askers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for asker in packages.with_rules() {
        for package in packages.reached(asker) {
            askers.entry(package).or_default().insert(asker);
        }
    }
    // What no rule needs is reported under a name of its own. So is what cannot be read: there may be
    // rules in it.
    for package in packages.own_names() {
        let askers = askers.entry(package).or_default();
        if askers.is_empty() || packages.is_broken(package) {
            askers.insert(package);
        }
    }
    let rules = |package: &str| -> Vec<Own> {
        let askers = askers.get(package).into_iter().flatten();
        askers.map(|asker| own(packages, asker)).collect()
    };
    let modules = packages.own_modules();
    let mut owners: Owners = modules
        .map(|module| (module.file.path.clone(), rules(&module.package)))
        .collect();
    let unread = unread.iter();
    owners.extend(unread.map(|unread| (unread.file.path.clone(), rules(&unread.package))));
    for test in tests {
        let beside = test.package.strip_suffix("_test");
        let tested = [Some(test.package.as_str()), beside].into_iter().flatten();
        let tested = tested.map(rules).find(|rules| !rules.is_empty());
        let alone = || vec![own_of(&test.package, &test.file, test.line)];
        owners.insert(test.file.path.clone(), tested.unwrap_or_else(alone));
    }
    owners
}

/// What stands for a package in the list of rules.
pub(super) fn own(packages: &Packages, package: &str) -> Own {
    match packages.first_file(package) {
        Some((file, line)) => own_of(package, file, line),
        None => own_of(package, &PolicyFile::new("", ""), 0),
    }
}

fn own_of(package: &str, file: &PolicyFile, line: u64) -> Own {
    Own {
        id: names::id(package),
        file: file.clone(),
        line,
    }
}
