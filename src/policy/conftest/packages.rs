//! The packages of a Conftest user: which hold rules, which are shared, and who reads what.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Rule, RuleHead};

use super::{Unread, names};
use crate::policy::error::LoadError;
use crate::policy::identifier::Role;
use crate::policy::module::ParsedModule;
use crate::policy::reference::{self, Reference, RuleReferences};
use crate::policy::scope;
use crate::policy::source::PolicyFile;

/// All modules that a Conftest rule can reach, by package: the user's own and relcheck's libraries.
pub(super) struct Packages<'a> {
    all: BTreeMap<&'a str, Package<'a>>,
    /// The packages of all other rules.
    rules: Vec<&'a str>,
}

#[derive(Default)]
struct Package<'a> {
    modules: Vec<&'a ParsedModule>,
    names: BTreeSet<String>,
    references: Vec<RuleReferences>,
    /// Files that do not parse, with the line of their `package` statement.
    unread: Vec<(&'a PolicyFile, u64)>,
}

impl<'a> Packages<'a> {
    /// Nothing where nobody brings Conftest policies.
    pub(super) fn of(modules: &'a [ParsedModule], unread: &'a [Unread<'a>]) -> Self {
        Packages::of_all(modules.iter().collect(), unread)
    }

    pub(super) fn of_all(modules: Vec<&'a ParsedModule>, unread: &'a [Unread<'a>]) -> Self {
        let mut all: BTreeMap<&str, Package> = BTreeMap::new();
        let reachable =
            |module: &&ParsedModule| matches!(module.role, Role::Conftest | Role::Library(_));
        let is_conftest = |module: &&ParsedModule| module.role == Role::Conftest;
        if unread.is_empty() && !modules.iter().any(is_conftest) {
            return Packages {
                all,
                rules: Vec::new(),
            };
        }
        for unread in unread {
            let package = all.entry(&unread.package).or_default();
            package.unread.push((unread.file, unread.line));
        }
        let rules = modules
            .iter()
            .filter(|module| matches!(module.role, Role::Rule(_)))
            .map(|module| module.package.as_str())
            .collect();
        for module in modules.into_iter().filter(reachable) {
            let package = all.entry(&module.package).or_default();
            let references = reference::of_module(&module.syntax);
            let names = references.iter().map(|rule| rule.name.clone());
            package.names.extend(names);
            package.references.extend(references);
            package.modules.push(module);
        }
        Packages { all, rules }
    }

    /// The packages that hold a rule that Conftest asks for, sorted.
    pub(super) fn with_rules(&self) -> impl Iterator<Item = &'a str> {
        let own = self.own().filter(|(_, package)| package.has_rules());
        own.map(|(name, _)| name)
    }

    /// The names of the user's own packages, sorted.
    pub(super) fn own_names(&self) -> impl Iterator<Item = &'a str> {
        self.own().map(|(name, _)| name)
    }

    /// The user's own packages.
    fn own(&self) -> impl Iterator<Item = (&'a str, &Package<'a>)> {
        let is_own = |package: &Package| {
            let mut modules = package.modules.iter();
            !package.unread.is_empty() || modules.any(|module| module.role == Role::Conftest)
        };
        let all = self.all.iter().map(|(name, package)| (*name, package));
        all.filter(move |(_, package)| is_own(package))
    }

    /// The user's own modules.
    pub(super) fn own_modules(&self) -> impl Iterator<Item = &'a ParsedModule> {
        let all = self.all.values().flat_map(|package| &package.modules);
        all.copied().filter(|module| module.role == Role::Conftest)
    }

    pub(super) fn modules(&self, package: &str) -> &[&'a ParsedModule] {
        let package = self.all.get(package);
        package.map_or(&[], |package| package.modules.as_slice())
    }

    /// Whether there is a package of this name, or one below it. There are always those of the rules
    /// that stand for the user's packages.
    pub(super) fn exists(&self, name: &str) -> bool {
        let rules = self.rules.iter().copied();
        let mut names = self
            .all
            .keys()
            .copied()
            .chain(rules)
            .chain(["policy.conftest"]);
        names.any(|other| {
            let rest = other.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    pub(super) fn first_module(&self, package: &str) -> Option<&'a ParsedModule> {
        self.modules(package).first().copied()
    }

    /// The file that stands for a package, and the line of its `package` statement.
    pub(super) fn first_file(&self, package: &str) -> Option<(&'a PolicyFile, u64)> {
        let read = self.first_module(package);
        let read = read.map(|module| (&module.file, module.line));
        read.or_else(|| self.all.get(package)?.unread.first().copied())
    }

    /// Whether a part of a package does not parse, so that all that it defines is not known.
    pub(super) fn is_broken(&self, package: &str) -> bool {
        let package = self.all.get(package);
        package.is_some_and(|package| !package.unread.is_empty())
    }

    /// The names that a package defines, sorted.
    pub(super) fn names(&self, package: &str) -> impl Iterator<Item = &str> {
        let package = self.all.get(package);
        package
            .into_iter()
            .flat_map(|package| package.names.iter().map(String::as_str))
    }

    /// Where a package first defines a name, `own/main.rego:3`; empty if it does not.
    pub(super) fn place(&self, package: &str, name: &str) -> String {
        let modules = self.modules(package).iter();
        let mut places = modules.filter_map(|module| {
            let rules = reference::of_module(&module.syntax);
            let rule = rules.iter().find(|rule| rule.name == name)?;
            Some(format!("{}:{}", module.file.path, rule.line))
        });
        places.next().unwrap_or_default()
    }

    /// Whether some rule refers to this one.
    pub(super) fn is_read(&self, package: &str, name: &str) -> bool {
        self.all.iter().any(|(from, other)| {
            let mut references = other.references.iter().flat_map(|rule| &rule.references);
            references.any(
                |reference| match reference.path.first().map(String::as_str) {
                    Some("data") => self.target(reference).is_some_and(|target| {
                        target.package == package && target.name.is_none_or(|read| read == name)
                    }),
                    Some(first) => *from == package && first == name,
                    None => false,
                },
            )
        })
    }

    /// The package that a reference from `data` leads to.
    pub(super) fn target<'r>(&self, reference: &'r Reference) -> Option<Target<'a, 'r>> {
        let path = reference.path.strip_prefix(&["data".to_owned()])?;
        (1..=path.len()).rev().find_map(|length| {
            let name = path.get(..length)?.join(".");
            let (package, _) = self.all.get_key_value(name.as_str())?;
            Some(Target {
                package,
                name: path.get(length).map(String::as_str),
            })
        })
    }

    /// The packages that a package reads, itself or through others, and itself.
    pub(super) fn reached(&self, package: &'a str) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::from([package]);
        let mut waiting = vec![package];
        while let Some(package) = waiting.pop() {
            let rules = self.all.get(package).map(|package| &package.references);
            let references = rules
                .into_iter()
                .flatten()
                .flat_map(|rule| &rule.references);
            for target in references.filter_map(|reference| self.target(reference)) {
                if reached.insert(target.package) {
                    waiting.push(target.package);
                }
            }
        }
        reached
    }

    /// The packages that some tests read.
    fn read_by(&self, tests: &[ParsedModule]) -> BTreeSet<&'a str> {
        let rules = tests
            .iter()
            .flat_map(|module| reference::of_module(&module.syntax));
        rules
            .flat_map(|rule| rule.references)
            .filter_map(|reference| Some(self.target(&reference)?.package))
            .collect()
    }

    /// The facts that the rules of a package read, themselves or through others.
    pub(super) fn facts(&self, package: &'a str) -> BTreeSet<String> {
        let reached = self.reached(package);
        let packages = reached.iter().filter_map(|name| self.all.get(name));
        packages
            .flat_map(|package| scope::facts_read(&package.references))
            .map(|read| read.name)
            .collect()
    }

    /// Packages that hold no rule that Conftest asks for and that no such rule reads. What only
    /// tests read may be there for them, unless it holds a set: that may be a rule gone astray.
    pub(super) fn unasked(&self, tests: &[ParsedModule]) -> Vec<LoadError> {
        // What does not parse may read them, and is an error anyway.
        if self.all.keys().any(|package| self.is_broken(package)) {
            return Vec::new();
        }
        let by_tests = self.read_by(tests).into_iter();
        let for_tests = by_tests.filter(|name| !self.modules(name).iter().any(|own| has_set(own)));
        let reached: BTreeSet<&str> = self
            .with_rules()
            .chain(for_tests)
            .flat_map(|package| self.reached(package))
            .collect();
        let unasked = self.own().filter(|(name, _)| !reached.contains(name));
        unasked
            .flat_map(|(name, package)| package.modules.iter().map(move |module| (name, module)))
            .map(|(name, module)| {
                let message = format!(
                    "the package `{name}` defines no `deny`, `violation` or `warn`, and no package that does reads it: nothing would ever be judged by it (a rule of relcheck's own is `policy.<area>.<rule>`)"
                );
                let span = &module.syntax.package.span;
                module.error(span.line, span.col, message)
            })
            .collect()
    }
}

/// Whether a module defines a set.
fn has_set(module: &ParsedModule) -> bool {
    let mut rules = module.syntax.policy.iter();
    rules.any(|rule| {
        let is_set = |head: &RuleHead| matches!(head, RuleHead::Set { .. });
        matches!(rule.as_ref(), Rule::Spec { head, .. } if is_set(head))
    })
}

/// Where a reference from `data` leads to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a, 'r> {
    pub(super) package: &'a str,
    /// `None` if the package is all that is named.
    pub(super) name: Option<&'r str>,
}

impl Package<'_> {
    fn has_rules(&self) -> bool {
        self.names.iter().any(|name| names::kind(name).is_some())
    }
}
