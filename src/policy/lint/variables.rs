//! Variables: each is declared once, hides no argument, and is used.

use std::collections::BTreeMap;

use regorus::unstable::{AssignOp, Expr, Literal, Query, Ref, Rule, RuleBody, RuleHead, Span};

use super::super::module::ParsedModule;
use super::super::types::chain::{At, Chain, Step, name_of};
use super::super::walk;
use super::Problem;

pub(super) fn check(module: &ParsedModule) -> Vec<Problem> {
    problems(module, true)
}

/// The same, but whether a variable is used is nobody's concern, unless a compiler asks for that.
pub(super) fn check_declared(module: &ParsedModule) -> Vec<Problem> {
    problems(module, false)
}

fn problems(module: &ParsedModule, unused: bool) -> Vec<Problem> {
    let mut walk = Walk {
        module,
        unused,
        scopes: Vec::new(),
        problems: Vec::new(),
    };
    for rule in &module.syntax.policy {
        if let Rule::Spec { head, bodies, .. } = rule.as_ref() {
            walk.rule(head, bodies);
        }
    }
    walk.problems
}

/// How a variable came to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Argument,
    /// By `some` alone, for conditions to give it a value: a compiler never lets that be unused.
    Announced,
    Declared,
}

struct Variable {
    at: At,
    origin: Origin,
    used: bool,
}

type Scope<'a> = BTreeMap<&'a str, Variable>;

struct Walk<'a> {
    module: &'a ParsedModule,
    /// Whether all variables have to be used.
    unused: bool,
    scopes: Vec<Scope<'a>>,
    problems: Vec<Problem>,
}

impl<'a> Walk<'a> {
    fn rule(&mut self, head: &'a RuleHead, bodies: &'a [RuleBody]) {
        self.scopes.push(Scope::new());
        if let RuleHead::Func { args, .. } = head {
            args.iter().for_each(|arg| self.arguments(arg));
        }
        let own = match head {
            RuleHead::Compr { refr, assign, .. } => {
                vec![Some(refr), assign.as_ref().map(|assign| &assign.value)]
            }
            RuleHead::Set { refr, key, .. } => vec![Some(refr), key.as_ref()],
            RuleHead::Func { assign, .. } => vec![assign.as_ref().map(|assign| &assign.value)],
        };
        let own: Vec<&Ref<Expr>> = own.into_iter().flatten().collect();
        if bodies.is_empty() {
            own.iter().for_each(|part| self.expr(part));
        }
        for body in bodies {
            let value = body.assign.as_ref().map(|assign| &assign.value);
            let parts: Vec<&Ref<Expr>> = match value {
                Some(value) => vec![value],
                None if body.is_else => Vec::new(),
                None => own.clone(),
            };
            self.scope(&body.query, &parts);
        }
        self.leave();
    }

    /// A query with what is read in its scope.
    fn scope(&mut self, query: &'a Query, parts: &[&'a Ref<Expr>]) {
        self.scopes.push(Scope::new());
        self.inside(query, parts);
        self.leave();
    }

    fn inside(&mut self, query: &'a Query, parts: &[&'a Ref<Expr>]) {
        self.declarations(query);
        self.query(query);
        parts.iter().for_each(|part| self.expr(part));
    }

    fn leave(&mut self) {
        for (name, variable) in self.scopes.pop().into_iter().flatten() {
            let matters = self.unused || variable.origin == Origin::Announced;
            if variable.used || !matters || name.starts_with('_') {
                continue;
            }
            let message = match variable.origin {
                Origin::Argument => {
                    format!("the argument `{name}` is never used: write `_` for it")
                }
                Origin::Announced | Origin::Declared => {
                    format!("the variable `{name}` is never used")
                }
            };
            self.refuse(variable.at, message, false);
        }
    }

    fn refuse(&mut self, at: At, message: String, is_structural: bool) {
        self.problems.push(Problem {
            error: self.module.error(at.line, at.column, message),
            is_structural,
        });
    }

    fn arguments(&mut self, pattern: &'a Ref<Expr>) {
        self.declare_all(pattern, Origin::Argument, &mut Vec::new());
    }

    /// All that a query declares, before anything in it is read: its conditions have no order.
    fn declarations(&mut self, query: &'a Query) {
        for statement in &query.stmts {
            match &statement.literal {
                Literal::SomeVars { vars, .. } => {
                    vars.iter()
                        .for_each(|var| self.declare(var, Origin::Announced));
                }
                Literal::SomeIn { key, value, .. } => {
                    for pattern in key.iter().chain([value]) {
                        self.declare_all(pattern, Origin::Declared, &mut Vec::new());
                    }
                }
                Literal::Expr { expr, .. } => {
                    if let Expr::AssignExpr {
                        op: AssignOp::ColEq,
                        lhs,
                        ..
                    } = expr.as_ref()
                    {
                        self.declare_all(lhs, Origin::Declared, &mut Vec::new());
                    }
                }
                Literal::NotExpr { .. } | Literal::Every { .. } => {}
            }
        }
    }

    /// The variables of a pattern. One that stands in it twice has to be the same value twice.
    fn declare_all(&mut self, pattern: &'a Ref<Expr>, origin: Origin, seen: &mut Vec<&'a str>) {
        match pattern.as_ref() {
            Expr::Var { span, .. } if seen.contains(&span.text()) => self.read(span.text()),
            Expr::Var { span, .. } => {
                seen.push(span.text());
                self.declare(span, origin);
            }
            Expr::Array { items, .. } => {
                items
                    .iter()
                    .for_each(|item| self.declare_all(item, origin, seen));
            }
            Expr::Object { fields, .. } => fields
                .iter()
                .for_each(|(_, _, value)| self.declare_all(value, origin, seen)),
            _ => {}
        }
    }

    fn declare(&mut self, span: &'a Span, origin: Origin) {
        let name = span.text();
        if name == "_" {
            return;
        }
        let at = At::span(span);
        if ["input", "data"].contains(&name) {
            let message = format!("a variable called `{name}` hides what is read");
            return self.refuse(at, message, true);
        }
        // The arguments of a function are the scope around its bodies.
        let depth = self.scopes.len();
        let argument = self.scopes.first().filter(|_| depth == 2);
        if argument.is_some_and(|scope| scope.contains_key(name)) {
            self.refuse(at, format!("`{name}` is an argument already"), true);
            return;
        }
        let Some(scope) = self.scopes.last_mut() else {
            return;
        };
        if scope.contains_key(name) {
            let message = format!("`{name}` is declared already in these conditions");
            self.refuse(at, message, true);
            return;
        }
        let variable = Variable {
            at,
            origin,
            used: false,
        };
        scope.insert(name, variable);
    }

    /// A variable cannot be called; one that hides a function makes that unclear.
    fn called(&mut self, fcn: &Ref<Expr>) {
        let Some(name) = name_of(fcn) else { return };
        if self.scopes.iter().any(|scope| scope.contains_key(name)) {
            let message = format!("`{name}` is a variable here, which hides the function");
            self.refuse(At::start(fcn), message, true);
        }
    }

    fn read(&mut self, name: &str) {
        let scope = self
            .scopes
            .iter_mut()
            .rev()
            .find(|scope| scope.contains_key(name));
        if let Some(variable) = scope.and_then(|scope| scope.get_mut(name)) {
            variable.used = true;
        }
    }

    fn query(&mut self, query: &'a Query) {
        for statement in &query.stmts {
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn {
                    key,
                    value,
                    collection,
                    ..
                } => {
                    key.iter()
                        .chain([value])
                        .for_each(|pattern| self.pattern(pattern));
                    self.expr(collection);
                }
                Literal::Expr { expr, .. } => self.condition(expr),
                Literal::NotExpr { expr, .. } => self.expr(expr),
                Literal::Every {
                    key,
                    value,
                    domain,
                    query,
                    ..
                } => {
                    self.expr(domain);
                    self.scopes.push(Scope::new());
                    key.iter()
                        .chain([value])
                        .for_each(|name| self.declare(name, Origin::Declared));
                    self.inside(query, &[]);
                    self.leave();
                }
            }
            for with in &statement.with_mods {
                self.expr(&with.r#as);
            }
        }
    }

    fn condition(&mut self, expr: &'a Ref<Expr>) {
        match expr.as_ref() {
            Expr::AssignExpr {
                op: AssignOp::ColEq,
                lhs,
                rhs,
                ..
            } => {
                if let Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. } =
                    lhs.as_ref()
                {
                    let message = "only a variable or a pattern can be assigned to";
                    self.refuse(At::start(lhs), message.to_owned(), true);
                }
                self.pattern(lhs);
                self.expr(rhs);
            }
            _ => self.expr(expr),
        }
    }

    /// What a pattern reads: all but the variables that it declares.
    fn pattern(&mut self, pattern: &'a Ref<Expr>) {
        match pattern.as_ref() {
            Expr::Var { .. } => {}
            Expr::Array { items, .. } => items.iter().for_each(|item| self.pattern(item)),
            Expr::Object { fields, .. } => {
                for (_, key, value) in fields {
                    self.expr(key);
                    self.pattern(value);
                }
            }
            _ => self.expr(pattern),
        }
    }

    fn expr(&mut self, expr: &'a Ref<Expr>) {
        match expr.as_ref() {
            Expr::Var { span, .. } => self.read(span.text()),
            Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                let chain = Chain::of(expr);
                self.expr(chain.root);
                for step in chain.steps {
                    if let Step::Index(index) = step {
                        self.expr(index);
                    }
                }
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.scope(query, &[term]);
            }
            Expr::ObjectCompr {
                key, value, query, ..
            } => self.scope(query, &[key, value]),
            Expr::Call { fcn, params, .. } => {
                self.called(fcn);
                params.iter().for_each(|param| self.expr(param));
            }
            _ => walk::operands(expr, &mut |part| self.expr(part)),
        }
    }
}
