//! Packages that stand alike, together.

use std::collections::{BTreeMap, BTreeSet};

use super::matched::{Matched, Package, Said};
use crate::facts::{
    DependencyScope, LicenseContradiction, LicenseGroup, LicensedPackage, Licenses, NewLicense,
    UnknownLicense,
};
use crate::formats::license::{Reading, reconcile, shown};

/// How many texts, deprecated identifiers and sources a group names.
const MAX_NAMED: usize = 5;

/// What a group has in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Common {
    expressions: Vec<String>,
    scope: DependencyScope,
    guessed: bool,
    contradictory: bool,
}

#[derive(Default)]
struct Group {
    texts: BTreeSet<String>,
    deprecated: BTreeSet<String>,
    sources: BTreeSet<String>,
    packages: Vec<LicensedPackage>,
}

/// The fact, as far as it is about the packages.
pub(super) fn facts(matched: Matched) -> Licenses {
    let mut facts = Licenses::default();
    let mut groups: BTreeMap<Common, Group> = BTreeMap::new();
    facts.inventory.packages = (matched.packages.len() + matched.unfixed.len()) as u64;
    for ((ecosystem, _), package) in matched.unfixed {
        facts.unknown.push(UnknownLicense {
            ecosystem,
            name: package.name,
            version: None,
            scope: package.scope,
            is_new: package.is_new,
            reason: format!("`{}` fixes no version of it", package.path),
            path: package.path,
            line: package.line,
        });
    }
    for ((ecosystem, _, version), package) in matched.packages {
        let readings: Vec<&Reading> = package.said.iter().map(|it| &it.reading).collect();
        let known = reconcile(&readings);
        if known.expressions.is_empty() || !package.is_known() {
            facts.unknown.push(UnknownLicense {
                ecosystem,
                version: Some(version),
                scope: package.scope,
                is_new: package.is_new,
                reason: why_unknown(&package),
                name: package.name,
                path: package.path,
                line: package.line,
            });
            continue;
        }
        if known.is_contradiction {
            facts.contradictions.push(LicenseContradiction {
                name: package.name.clone(),
                version: version.clone(),
                scope: package.scope,
                said: said(&package.said),
            });
        }
        if package.is_new == Some(true) {
            facts.new.push(NewLicense {
                name: package.name.clone(),
                version: version.clone(),
                scope: package.scope,
                license: known.expressions.join(" or "),
            });
        }
        let common = Common {
            expressions: known.expressions,
            scope: package.scope,
            guessed: known.is_guess,
            contradictory: known.is_contradiction,
        };
        groups.entry(common).or_default().add(version, package);
    }
    facts.groups = groups
        .into_iter()
        .map(|(common, group)| group.fact(common))
        .collect();
    facts
        .unknown
        .sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    facts
        .new
        .sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    facts
        .contradictions
        .sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    facts
}

fn why_unknown(package: &Package) -> String {
    let unknown = package.said.iter().find_map(|said| match &said.reading {
        Reading::Unknown(why) => Some(format!("by `{}` {why}", said.source)),
        _ => None,
    });
    let found = package.said.iter().find(|said| said.is_found);
    let found = found.map(|said| {
        let text = shown(&said.text);
        let source = &said.source;
        format!("by `{source}` `{text}` was found in its files, and nothing is declared")
    });
    unknown.or(found).unwrap_or_else(|| {
        "no report, SBOM, lock file or installed package tells its licence".to_owned()
    })
}

fn said(all: &[Said]) -> Vec<String> {
    let named = all
        .iter()
        .filter(|it| !matches!(it.reading, Reading::Unknown(_)));
    let lines: BTreeSet<String> = named
        .map(|it| format!("`{}` in `{}`", shown(&it.text), it.source))
        .collect();
    lines.into_iter().take(MAX_NAMED).collect()
}

impl Group {
    fn add(&mut self, version: String, package: Package) {
        for said in package.said {
            if let Reading::Exact { deprecated, .. } = &said.reading {
                let told = deprecated
                    .iter()
                    .map(|(old, now)| format!("{old} (now {now})"));
                self.deprecated.extend(told);
            }
            if !matches!(said.reading, Reading::Unknown(_)) {
                self.texts.insert(shown(&said.text));
                self.sources.insert(said.source);
            }
        }
        self.packages.push(LicensedPackage {
            name: package.name,
            version,
            is_new: package.is_new,
            path: package.path,
            line: package.line,
        });
    }

    fn fact(mut self, common: Common) -> LicenseGroup {
        self.packages.sort();
        let first = |all: BTreeSet<String>| all.into_iter().take(MAX_NAMED).collect();
        LicenseGroup {
            expressions: common.expressions,
            guessed: common.guessed,
            contradictory: common.contradictory,
            texts: first(self.texts),
            deprecated: first(self.deprecated),
            scope: common.scope,
            sources: first(self.sources),
            packages: self.packages,
        }
    }
}
