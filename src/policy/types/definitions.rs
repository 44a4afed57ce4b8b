//! What all modules define, and what a name means in one of them.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Ref, Rule, RuleHead};

use crate::policy::module::ParsedModule;
use crate::policy::reference::{Aliases, aliases, head_name};

/// Everything of one name in one package.
#[derive(Default)]
pub(super) struct Definition<'a> {
    /// The place of its module in the list of all; the last one's where several define it.
    pub(super) module: usize,
    pub(super) rules: Vec<Written<'a>>,
    /// How many arguments it takes; `None` if it is no function.
    pub(super) arity: Option<usize>,
}

impl Definition<'_> {
    /// The value that it has where no body holds.
    pub(super) fn default(&self) -> Option<&Ref<Expr>> {
        self.rules
            .iter()
            .find_map(|written| match written.rule.as_ref() {
                Rule::Default { value, .. } => Some(value),
                Rule::Spec { .. } => None,
            })
    }
}

/// One rule of a definition, and the place of its module in the list of all: a package may have
/// several files, each with imports of its own.
pub(super) struct Written<'a> {
    pub(super) module: usize,
    pub(super) rule: &'a Ref<Rule>,
}

/// A rule or function: its package and its name.
pub(super) type Key = (String, String);

/// The definitions of all modules.
pub(super) struct Definitions<'a> {
    pub(super) modules: Vec<&'a ParsedModule>,
    aliases: Vec<Aliases>,
    packages: BTreeMap<&'a str, BTreeMap<String, Definition<'a>>>,
}

/// What a name stands for where no variable has it.
pub(super) enum Meaning {
    /// A path from `input` or `data`.
    Path(Vec<String>),
    /// Nothing: it can only be a variable.
    Nothing,
}

impl<'a> Definitions<'a> {
    pub(super) fn of(modules: Vec<&'a ParsedModule>) -> Definitions<'a> {
        let mut packages: BTreeMap<&str, BTreeMap<String, Definition>> = BTreeMap::new();
        for (index, module) in modules.iter().enumerate() {
            let package = packages.entry(&module.package).or_default();
            for rule in &module.syntax.policy {
                let (name, arity) = signature(rule);
                let definition = package.entry(name).or_default();
                definition.module = index;
                definition.arity = definition.arity.or(arity);
                definition.rules.push(Written {
                    module: index,
                    rule,
                });
            }
        }
        let aliases = modules
            .iter()
            .map(|module| aliases(&module.syntax))
            .collect();
        Definitions {
            modules,
            aliases,
            packages,
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (Key, &Definition<'a>)> {
        self.packages.iter().flat_map(|(package, definitions)| {
            let key = |name: &String| ((*package).to_owned(), name.clone());
            definitions
                .iter()
                .map(move |(name, definition)| (key(name), definition))
        })
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Definition<'a>> {
        self.packages.get(key.0.as_str())?.get(&key.1)
    }

    /// What a name stands for in a module.
    pub(super) fn meaning(&self, module: usize, name: &str) -> Meaning {
        let aliases = self.aliases.get(module).into_iter().flatten();
        if let Some((_, path)) = aliases.into_iter().find(|(alias, _)| alias == name) {
            return Meaning::Path(path.clone());
        }
        if name == "input" || name == "data" {
            return Meaning::Path(vec![name.to_owned()]);
        }
        let package = self.modules.get(module).map(|module| &module.package);
        match package {
            Some(package) if self.get(&(package.clone(), name.to_owned())).is_some() => {
                let parts = ["data"].into_iter().chain(package.split('.'));
                Meaning::Path(parts.chain([name]).map(str::to_owned).collect())
            }
            _ => Meaning::Nothing,
        }
    }

    /// The definition that a path from `data` leads to, and how many of its parts name it.
    pub(super) fn find(&self, path: &[String]) -> Option<(Key, usize)> {
        let parts = path.strip_prefix(&["data".to_owned()])?;
        (1..parts.len()).find_map(|length| {
            let key = (parts.get(..length)?.join("."), parts.get(length)?.clone());
            self.get(&key)?;
            Some((key, length + 2))
        })
    }
}

/// A rule's name, and how many arguments it takes.
fn signature(rule: &Ref<Rule>) -> (String, Option<usize>) {
    match rule.as_ref() {
        Rule::Default { refr, args, .. } => {
            (head_name(refr), (!args.is_empty()).then_some(args.len()))
        }
        Rule::Spec { head, .. } => match head {
            RuleHead::Func { refr, args, .. } => (head_name(refr), Some(args.len())),
            RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } => (head_name(refr), None),
        },
    }
}
