//! Who depends on whom, so that no rule runs in circles.
//!
//! The engine notices a rule that needs itself, but not a function: that overflows the stack and
//! takes the program down. A cycle is therefore refused before anything runs, as is a chain of
//! calls that no stack would hold.

use std::collections::{BTreeMap, BTreeSet};

use super::error::LoadError;
use super::module::ParsedModule;
use super::reference::{Reference, RuleReferences};

/// How many rules may need each other in a row.
pub(super) const MAX_CHAIN: usize = 64;

/// A rule or function: its package, and the first name of its head.
type Node = (String, String);

#[derive(Default)]
struct Definition {
    file: String,
    line: u32,
    column: u32,
    needs: BTreeSet<Node>,
}

/// The problems of a set of modules, each with what its rules refer to.
pub(super) fn check(modules: &[(&ParsedModule, &[RuleReferences])]) -> Vec<LoadError> {
    let graph = build(modules);
    let mut search = Search {
        graph: &graph,
        lengths: BTreeMap::new(),
        errors: Vec::new(),
    };
    for node in graph.keys() {
        search.visit(node, &mut Vec::new());
    }
    search.errors
}

fn build(modules: &[(&ParsedModule, &[RuleReferences])]) -> BTreeMap<Node, Definition> {
    let mut graph: BTreeMap<Node, Definition> = BTreeMap::new();
    for (module, rules) in modules {
        for rule in *rules {
            let node = (module.package.clone(), rule.name.clone());
            graph.entry(node).or_insert_with(|| Definition {
                file: module.file.path.clone(),
                line: rule.line,
                column: rule.column,
                needs: BTreeSet::new(),
            });
        }
    }
    let known: BTreeSet<Node> = graph.keys().cloned().collect();
    for (module, rules) in modules {
        for rule in *rules {
            let from = (module.package.clone(), rule.name.clone());
            let mut targets = BTreeSet::new();
            for reference in rule
                .references
                .iter()
                .filter(|reference| !is_local(reference, rule))
            {
                targets.extend(resolve(reference, &module.package, &known));
            }
            if let Some(definition) = graph.get_mut(&from) {
                definition.needs.append(&mut targets);
            }
            replace(rule, &module.package, &known, &mut graph);
        }
    }
    graph
}

/// Whether a name is the rule's own variable. A variable cannot be called.
fn is_local(reference: &Reference, rule: &RuleReferences) -> bool {
    let first = reference.path.first();
    !reference.call && first.is_some_and(|name| rule.locals.contains(name))
}

/// `with f as g` makes every caller of `f` one of `g`.
fn replace(
    rule: &RuleReferences,
    package: &str,
    known: &BTreeSet<Node>,
    graph: &mut BTreeMap<Node, Definition>,
) {
    for replacement in &rule.replacements {
        let Some(target) = &replacement.target else {
            continue;
        };
        for from in resolve(target, package, known) {
            for value in &replacement.values {
                if let Some(definition) = graph.get_mut(&from) {
                    definition.needs.extend(resolve(value, package, known));
                }
            }
        }
    }
}

/// The definitions that a reference may reach: one, or all below a package or a part of one.
fn resolve(reference: &Reference, package: &str, known: &BTreeSet<Node>) -> Vec<Node> {
    let Some(first) = reference.path.first() else {
        return Vec::new();
    };
    if first != "data" {
        let node = (package.to_owned(), first.clone());
        return known.get(&node).cloned().into_iter().collect();
    }
    let path = reference.path.get(1..).unwrap_or_default();
    // All of `data` is more than any policy may read; see `scope`.
    if path.is_empty() {
        return Vec::new();
    }
    known
        .iter()
        .filter(|(package, name)| {
            let node = package.split('.').chain([name.as_str()]);
            node.zip(path).all(|(a, b)| a == b)
        })
        .cloned()
        .collect()
}

struct Search<'a> {
    graph: &'a BTreeMap<Node, Definition>,
    /// The longest chain from each node that is done.
    lengths: BTreeMap<&'a Node, usize>,
    errors: Vec<LoadError>,
}

impl<'a> Search<'a> {
    /// The length of the longest chain from here. The path is never longer than [`MAX_CHAIN`], so
    /// neither is this recursion.
    fn visit(&mut self, node: &'a Node, path: &mut Vec<&'a Node>) -> usize {
        if let Some(length) = self.lengths.get(node) {
            return *length;
        }
        let Some(definition) = self.graph.get(node) else {
            return 0;
        };
        if let Some(start) = path.iter().position(|other| *other == node) {
            let names: Vec<&str> = path
                .iter()
                .skip(start)
                .chain([&node])
                .map(|(_, name)| name.as_str())
                .collect();
            let cycle = names.join("` needs `");
            self.report(
                definition,
                format!("a rule must not need itself: `{cycle}`"),
            );
            return 0;
        }
        if path.len() >= MAX_CHAIN {
            self.report(
                definition,
                format!("more than {MAX_CHAIN} rules need each other in a row up to here"),
            );
            return 0;
        }
        path.push(node);
        let below = definition
            .needs
            .iter()
            .map(|next| self.visit(next, path))
            .max()
            .unwrap_or(0);
        path.pop();
        let length = below + 1;
        if path.is_empty() && length > MAX_CHAIN {
            self.report(
                definition,
                format!("more than {MAX_CHAIN} rules need each other in a row from here"),
            );
        }
        self.lengths.insert(node, length);
        length
    }

    fn report(&mut self, at: &Definition, message: String) {
        let error = LoadError::new(&at.file, at.line.into(), at.column.into(), message);
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }
}
