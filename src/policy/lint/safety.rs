//! Safety: each variable gets a value from a condition that is not negated.
//!
//! Without one, Rego would have to try all values that there are.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleHead};

use super::super::identifier::Role;
use super::super::module::ParsedModule;
use super::super::reference::{aliases, head_name};
use super::super::types::chain::{At, Chain, Step};
use super::super::types::{arity, order};
use super::{Problem, plain};
use crate::nearest::suggestion;

/// The problems of the modules of one package, which see each other's rules.
pub(super) fn check(modules: &[&ParsedModule]) -> Vec<Problem> {
    let rules = modules.iter().flat_map(|module| &module.syntax.policy);
    let rules = rules.map(|rule| match rule.as_ref() {
        Rule::Default { refr, .. } => head_name(refr),
        Rule::Spec { head, .. } => head_name(refr_of(head)),
    });
    let names = ["input".to_owned(), "data".to_owned(), "_".to_owned()];
    let globals: BTreeSet<String> = rules.chain(names).collect();
    let modules = modules.iter();
    modules
        .flat_map(|module| check_module(module, globals.clone()))
        .collect()
}

fn check_module(module: &ParsedModule, mut globals: BTreeSet<String>) -> Vec<Problem> {
    let aliases = aliases(&module.syntax).into_iter();
    globals.extend(aliases.map(|(name, _)| name));
    let mut safety = Safety {
        globals: &globals,
        // A variable that is declared for nothing is a matter of style, and one that only
        // comprehensions read is theirs to give a value.
        needs_declared: module.role != Role::Conftest,
        unsafe_names: BTreeMap::new(),
    };
    let mut errors = Vec::new();
    for rule in &module.syntax.policy {
        safety.rule(rule);
        for (name, at) in std::mem::take(&mut safety.unsafe_names) {
            let near = suggestion(&name, globals.iter().map(String::as_str));
            let message = format!("`{name}` is unsafe: no condition gives it a value{near}");
            errors.push(module.error(at.line, at.column, message));
        }
    }
    plain(errors)
}

fn refr_of(head: &RuleHead) -> &Ref<Expr> {
    match head {
        RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. } => {
            refr
        }
    }
}

type Names<'a> = BTreeSet<&'a str>;

struct Safety<'g> {
    globals: &'g BTreeSet<String>,
    /// Whether what `some` declares needs a value wherever it is not read.
    needs_declared: bool,
    /// The first place of each name in the rule that is being looked at.
    unsafe_names: BTreeMap<String, At>,
}

impl Safety<'_> {
    fn rule(&mut self, rule: &Ref<Rule>) {
        let Rule::Spec { head, bodies, .. } = rule.as_ref() else {
            return;
        };
        let mut arguments = Names::new();
        let own: Vec<&Ref<Expr>> = match head {
            RuleHead::Func { args, assign, .. } => {
                args.iter()
                    .for_each(|arg| pattern_names(arg, &mut arguments));
                assign.iter().map(|assign| &assign.value).collect()
            }
            RuleHead::Compr { refr, assign, .. } => {
                let value = assign.iter().map(|assign| &assign.value);
                indices(refr).into_iter().chain(value).collect()
            }
            RuleHead::Set { refr, key, .. } => indices(refr).into_iter().chain(key).collect(),
        };
        if bodies.is_empty() {
            own.iter().for_each(|part| self.all_known(part, &arguments));
        }
        for body in bodies {
            let parts: Vec<&Ref<Expr>> = match &body.assign {
                Some(assign) => vec![&assign.value],
                None if body.is_else => Vec::new(),
                None => own.clone(),
            };
            self.query(&body.query, &parts, &arguments);
        }
    }

    /// A query, and what is read in its scope, where these names have a value.
    fn query<'a>(&mut self, query: &'a Query, parts: &[&'a Ref<Expr>], outer: &Names<'a>) {
        let mut known = outer.clone();
        // What a query declares hides the same name around it.
        for name in order::declared(query) {
            known.remove(name);
        }
        let mut waiting: Vec<&LiteralStmt> = query.stmts.iter().collect();
        loop {
            let before = (waiting.len(), known.len());
            waiting.retain(|statement| !self.binds(statement, &mut known));
            if (waiting.len(), known.len()) == before || waiting.is_empty() {
                break;
            }
        }
        for part in parts {
            self.bind_indices(part, &mut known);
        }
        // What rests on something unsafe is not said to be unsafe, too.
        let bound = known.clone();
        for statement in &waiting {
            assigned_names(statement, &mut known);
        }
        let before = self.unsafe_names.len();
        for statement in &query.stmts {
            self.statement(statement, &known);
        }
        for part in parts {
            self.all_known(part, &known);
        }
        // Where nothing else is, variables rest on each other.
        if self.unsafe_names.len() == before {
            for statement in waiting {
                self.sources(statement, &bound);
            }
        }
    }

    /// Adds what a statement gives a value; whether it is done.
    fn binds<'a>(&self, statement: &'a LiteralStmt, known: &mut Names<'a>) -> bool {
        match &statement.literal {
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                self.bind_indices(collection, known);
                let ready = self.is_known(collection, known);
                if ready {
                    key.iter()
                        .chain([value])
                        .for_each(|pattern| pattern_names(pattern, known));
                }
                ready
            }
            Literal::Expr { expr, .. } => {
                self.bind_indices(expr, known);
                if let Expr::AssignExpr { op, lhs, rhs, .. } = expr.as_ref() {
                    return self.unify(*op == AssignOp::Eq, lhs, rhs, known);
                }
                self.is_known(expr, known)
            }
            Literal::Every { domain, .. } => {
                self.bind_indices(domain, known);
                self.is_known(domain, known)
            }
            Literal::SomeVars { .. } | Literal::NotExpr { .. } => true,
        }
    }

    fn unify<'a>(
        &self,
        both_ways: bool,
        lhs: &'a Ref<Expr>,
        rhs: &'a Ref<Expr>,
        known: &mut Names<'a>,
    ) -> bool {
        if let (true, Expr::Array { items: left, .. }, Expr::Array { items: right, .. }) =
            (both_ways, lhs.as_ref(), rhs.as_ref())
        {
            let pairs = left.iter().zip(right);
            return pairs.fold(true, |done, (left, right)| {
                self.unify(true, left, right, known) && done
            });
        }
        if self.is_known(rhs, known) {
            pattern_names(lhs, known);
            return true;
        }
        if both_ways && self.is_known(lhs, known) {
            pattern_names(rhs, known);
            return true;
        }
        false
    }

    /// `xs[i]` gives `i` a value once `xs` has one, and a function what stands in the place of its
    /// result.
    fn bind_indices<'a>(&self, expr: &'a Ref<Expr>, known: &mut Names<'a>) {
        let mut found = Vec::new();
        order::each_part(expr, &mut |part| match part.as_ref() {
            Expr::RefBrack { .. } => found.push(part),
            Expr::Call { .. } => found.push(part),
            _ => {}
        });
        for part in found {
            match part.as_ref() {
                Expr::Call { params, .. } => {
                    if let Some((output, inputs)) = params.split_last()
                        && matches!(output.as_ref(), Expr::Array { .. } | Expr::Var { .. })
                        && !inputs.is_empty()
                        && self.takes_output(part)
                        && inputs.iter().all(|input| self.is_known(input, known))
                    {
                        pattern_names(output, known);
                    }
                }
                _ => {
                    let chain = Chain::of(part);
                    if !self.is_known(chain.root, known) {
                        continue;
                    }
                    for step in chain.steps {
                        if let Step::Index(index) = step {
                            pattern_names(index, known);
                        }
                    }
                }
            }
        }
    }

    /// Whether a call has one argument more than its function takes.
    fn takes_output(&self, call: &Ref<Expr>) -> bool {
        let Expr::Call { fcn, params, .. } = call.as_ref() else {
            return false;
        };
        let name = Chain::of(fcn).dotted();
        let arity = name.as_deref().and_then(arity);
        arity.is_some_and(|arity| params.len() == arity + 1)
    }

    /// What a statement that binds reads, all of which has to have a value.
    fn sources<'a>(&mut self, statement: &'a LiteralStmt, known: &Names<'a>) {
        match &statement.literal {
            Literal::SomeIn { collection, .. } => self.all_known(collection, known),
            Literal::Expr { expr, .. } => match expr.as_ref() {
                Expr::AssignExpr { rhs, .. } => self.all_known(rhs, known),
                _ => self.all_known(expr, known),
            },
            _ => {}
        }
    }

    fn statement<'a>(&mut self, statement: &'a LiteralStmt, known: &Names<'a>) {
        match &statement.literal {
            Literal::SomeVars { .. } if !self.needs_declared => {}
            Literal::SomeVars { vars, .. } => {
                for var in vars.iter().filter(|var| !known.contains(var.text())) {
                    self.note(var.text(), At::span(var));
                }
            }
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                key.iter()
                    .chain([value, collection])
                    .for_each(|part| self.all_known(part, known));
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => {
                self.all_known(expr, known);
            }
            Literal::Every {
                key,
                value,
                domain,
                query,
                ..
            } => {
                self.all_known(domain, known);
                let mut inner = known.clone();
                inner.extend(key.iter().chain([value]).map(|name| name.text()));
                self.query(query, &[], &inner);
            }
        }
        for with in &statement.with_mods {
            self.all_known(&with.r#as, known);
        }
    }

    fn is_global(&self, name: &str) -> bool {
        self.globals.contains(name)
    }

    /// Whether all variables of an expression have a value, those that a comprehension takes from
    /// around it included.
    fn is_known(&self, expr: &Ref<Expr>, known: &Names) -> bool {
        let mut all = true;
        each_free(expr, &mut |name| {
            all &= known.contains(name) || self.is_global(name);
        });
        all
    }

    fn all_known<'a>(&mut self, expr: &'a Ref<Expr>, known: &Names<'a>) {
        let mut queries: Vec<(&'a Query, Vec<&'a Ref<Expr>>)> = Vec::new();
        order::each_part(expr, &mut |part| match part.as_ref() {
            Expr::Var { span, .. } => {
                let name = span.text();
                if !known.contains(name) && !self.is_global(name) {
                    self.note(name, At::span(span));
                }
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                queries.push((query, vec![term]));
            }
            Expr::ObjectCompr {
                key, value, query, ..
            } => queries.push((query, vec![key, value])),
            _ => {}
        });
        for (query, parts) in queries {
            self.query(query, &parts, known);
        }
    }

    fn note(&mut self, name: &str, at: At) {
        let first = self.unsafe_names.entry(name.to_owned()).or_insert(at);
        *first = at.min(*first);
    }
}

/// The names that an expression takes from its surroundings, but for those that a comprehension
/// in it does: they are looked at when it is its turn.
fn each_free(expr: &Ref<Expr>, see: &mut dyn FnMut(&str)) {
    order::each_part(expr, &mut |part| {
        if let Expr::Var { span, .. } = part.as_ref() {
            see(span.text());
        }
    });
}

fn indices(refr: &Ref<Expr>) -> Vec<&Ref<Expr>> {
    let steps = Chain::of(refr).steps.into_iter();
    steps
        .filter_map(|step| match step {
            Step::Index(index) => Some(index),
            Step::Field { .. } => None,
        })
        .collect()
}

fn pattern_names<'a>(pattern: &'a Ref<Expr>, names: &mut Names<'a>) {
    match pattern.as_ref() {
        Expr::Var { span, .. } => {
            names.insert(span.text());
        }
        Expr::Array { items, .. } => items.iter().for_each(|item| pattern_names(item, names)),
        Expr::Object { fields, .. } => fields
            .iter()
            .for_each(|(_, _, value)| pattern_names(value, names)),
        _ => {}
    }
}

/// The names that a statement would bind if what it reads had a value.
fn assigned_names<'a>(statement: &'a LiteralStmt, names: &mut Names<'a>) {
    match &statement.literal {
        Literal::SomeIn { key, value, .. } => {
            key.iter()
                .chain([value])
                .for_each(|pattern| pattern_names(pattern, names));
        }
        Literal::Expr { expr, .. } => {
            if let Expr::AssignExpr {
                op: AssignOp::ColEq,
                lhs,
                ..
            } = expr.as_ref()
            {
                pattern_names(lhs, names);
            }
        }
        _ => {}
    }
}
