//! Every reference that a rule makes: what it reads, what it calls, what it replaces.

use std::collections::BTreeSet;

use regorus::unstable::{
    AssignOp, Expr, Import, Literal, Module, Query, Ref, Rule, RuleHead, Span, WithModifier,
};

use super::walk;

/// A chain of names, `input.facts.changes`, with import aliases replaced by what they stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// The names up to the first part that is only known at run time.
    pub(super) path: Vec<String>,
    /// Whether more follows that is only known at run time.
    pub(super) open: bool,
    /// Whether it is called as a function.
    pub(super) call: bool,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Reference {
    pub(super) fn starts_with(&self, prefix: &[&str]) -> bool {
        self.path.len() >= prefix.len() && self.path.iter().zip(prefix).all(|(a, b)| a == b)
    }

    pub(super) fn text(&self) -> String {
        let open = if self.open { "[…]" } else { "" };
        format!("{}{open}", self.path.join("."))
    }
}

/// One rule's head and what it refers to.
pub(super) struct RuleReferences {
    /// The head's first name.
    pub(super) name: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) references: Vec<Reference>,
    /// Where `with` stands, and what it replaces by what.
    pub(super) replacements: Vec<Replacement>,
    /// The names that the rule binds for itself, which hide rules of the same name.
    pub(super) locals: BTreeSet<String>,
}

/// `with target as value`.
pub(super) struct Replacement {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) target: Option<Reference>,
    pub(super) values: Vec<Reference>,
    /// The bytes of the file from after the target to the end of the value: ` as value`.
    pub(super) range: (u32, u32),
}

/// The names that imports bind, and the paths that they stand for.
pub(super) type Aliases = Vec<(String, Vec<String>)>;

pub(super) fn aliases(module: &Module) -> Aliases {
    // Where two have one name, which is refused, the later one counts.
    module.imports.iter().rev().filter_map(alias).collect()
}

/// The name that an import binds, and the path that it stands for.
pub(super) fn alias(import: &Import) -> Option<(String, Vec<String>)> {
    let path = import_path(import)?;
    let name = match &import.r#as {
        Some(span) => span.text().to_owned(),
        None => path.last()?.clone(),
    };
    Some((name, path))
}

/// The path of an import, or `None` if it is no chain of names.
pub(super) fn import_path(import: &Import) -> Option<Vec<String>> {
    let (reference, _) = flatten(&import.refr)?;
    (!reference.open).then_some(reference.path)
}

/// What each rule of a module refers to.
pub(super) fn of_module(module: &Module) -> Vec<RuleReferences> {
    let aliases = aliases(module);
    module
        .policy
        .iter()
        .map(|rule| of_rule(rule, &aliases))
        .collect()
}

fn of_rule(rule: &Ref<Rule>, aliases: &Aliases) -> RuleReferences {
    let (span, refr) = match rule.as_ref() {
        Rule::Default { span, refr, .. } => (span, refr),
        Rule::Spec { span, head, .. } => match head {
            RuleHead::Compr { refr, .. }
            | RuleHead::Set { refr, .. }
            | RuleHead::Func { refr, .. } => (span, refr),
        },
    };
    let mut walk = Walk {
        aliases,
        references: Vec::new(),
        replacements: Vec::new(),
        locals: BTreeSet::new(),
    };
    walk.rule(rule);
    RuleReferences {
        name: head_name(refr),
        line: span.line,
        column: span.col,
        references: walk.references,
        replacements: walk.replacements,
        locals: walk.locals,
    }
}

/// The first name of a rule's head; empty if it has none.
pub(super) fn head_name(refr: &Ref<Expr>) -> String {
    match refr.as_ref() {
        Expr::Var { span, .. } => span.text().to_owned(),
        Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => head_name(refr),
        _ => String::new(),
    }
}

struct Walk<'a> {
    aliases: &'a Aliases,
    references: Vec<Reference>,
    replacements: Vec<Replacement>,
    locals: BTreeSet<String>,
}

impl Walk<'_> {
    fn rule(&mut self, rule: &Ref<Rule>) {
        match rule.as_ref() {
            Rule::Default { value, .. } => self.expr(value),
            Rule::Spec { head, bodies, .. } => {
                self.head(head);
                for body in bodies {
                    body.assign
                        .iter()
                        .for_each(|assign| self.expr(&assign.value));
                    self.query(&body.query);
                }
            }
        }
    }

    fn head(&mut self, head: &RuleHead) {
        match head {
            RuleHead::Compr { refr, assign, .. } => {
                self.indices(refr);
                assign.iter().for_each(|assign| self.expr(&assign.value));
            }
            RuleHead::Set { refr, key, .. } => {
                self.indices(refr);
                key.iter().for_each(|key| self.expr(key));
            }
            RuleHead::Func {
                refr, args, assign, ..
            } => {
                self.indices(refr);
                args.iter().for_each(|arg| self.bind(arg));
                args.iter().for_each(|arg| self.expr(arg));
                assign.iter().for_each(|assign| self.expr(&assign.value));
            }
        }
    }

    /// The parts in brackets of a head: `p[x].q`.
    fn indices(&mut self, refr: &Ref<Expr>) {
        if let Some((_, indices)) = flatten(refr) {
            indices.into_iter().for_each(|index| self.expr(index));
        }
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            self.literal(&statement.literal);
            statement.with_mods.iter().for_each(|with| self.with(with));
        }
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::SomeVars { vars, .. } => {
                self.locals
                    .extend(vars.iter().map(|var| var.text().to_owned()));
            }
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                for bound in key.iter().chain([value]) {
                    self.bind(bound);
                    self.expr(bound);
                }
                self.expr(collection);
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expr(expr),
            Literal::Every {
                key,
                value,
                domain,
                query,
                ..
            } => {
                let bound = key.iter().chain([value]);
                self.locals.extend(bound.map(|var| var.text().to_owned()));
                self.expr(domain);
                self.query(query);
            }
        }
    }

    /// Notes the names in a pattern: `x`, `[x, y]`, `{"key": x}`.
    fn bind(&mut self, pattern: &Ref<Expr>) {
        match pattern.as_ref() {
            Expr::Var { span, .. } => {
                self.locals.insert(span.text().to_owned());
            }
            Expr::Array { items, .. } => items.iter().for_each(|item| self.bind(item)),
            Expr::Object { fields, .. } => {
                fields.iter().for_each(|(_, _, value)| self.bind(value));
            }
            _ => {}
        }
    }

    fn with(&mut self, with: &WithModifier) {
        let before = self.references.len();
        self.expr(&with.r#as);
        let values = self.references.get(before..).unwrap_or_default().to_vec();
        let target = flatten(&with.refr).map(|(reference, _)| self.resolve(reference));
        self.replacements.push(Replacement {
            line: with.span.line,
            column: with.span.col,
            target,
            values,
            range: (with.refr.span().end, with.span.end),
        });
    }

    fn expr(&mut self, expr: &Ref<Expr>) {
        match expr.as_ref() {
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                self.chain(expr, false)
            }
            Expr::Call { fcn, params, .. } => {
                self.chain(fcn, true);
                params.iter().for_each(|param| self.expr(param));
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.expr(term);
                self.query(query);
            }
            Expr::ObjectCompr {
                key, value, query, ..
            } => {
                self.expr(key);
                self.expr(value);
                self.query(query);
            }
            Expr::AssignExpr { op, lhs, rhs, .. } => {
                if *op == AssignOp::ColEq {
                    self.bind(lhs);
                }
                // A plain name on the left of `:=` is declared, not read.
                if *op == AssignOp::Eq || !matches!(lhs.as_ref(), Expr::Var { .. }) {
                    self.expr(lhs);
                }
                self.expr(rhs);
            }
            _ => walk::operands(expr, &mut |part| self.expr(part)),
        }
    }

    fn chain(&mut self, expr: &Ref<Expr>, call: bool) {
        match flatten(expr) {
            Some((reference, indices)) => {
                let mut reference = self.resolve(reference);
                reference.call = call;
                self.references.push(reference);
                indices.into_iter().for_each(|index| self.expr(index));
            }
            None => self.inside(expr),
        }
    }

    /// A chain that starts at no name: `f(x).y`, `{…}[z]`.
    fn inside(&mut self, expr: &Ref<Expr>) {
        match expr.as_ref() {
            Expr::RefDot { refr, .. } => self.inside(refr),
            Expr::RefBrack { refr, index, .. } => {
                self.inside(refr);
                self.expr(index);
            }
            _ => self.expr(expr),
        }
    }

    fn resolve(&self, mut reference: Reference) -> Reference {
        let root = reference.path.first().cloned().unwrap_or_default();
        if let Some((_, path)) = self.aliases.iter().find(|(name, _)| *name == root) {
            reference.path.splice(..1, path.iter().cloned());
        }
        reference
    }
}

/// A chain that starts at a name, and the expressions in its brackets; `None` for any other.
fn flatten(expr: &Ref<Expr>) -> Option<(Reference, Vec<&Ref<Expr>>)> {
    match expr.as_ref() {
        Expr::Var { span, .. } => Some((root(span), Vec::new())),
        Expr::RefDot { refr, field, .. } => {
            let (mut reference, indices) = flatten(refr)?;
            if !reference.open {
                reference.path.push(field.0.text().to_owned());
            }
            Some((reference, indices))
        }
        Expr::RefBrack { refr, index, .. } => {
            let (mut reference, mut indices) = flatten(refr)?;
            match index.as_ref() {
                Expr::String { value, .. } | Expr::RawString { value, .. } if !reference.open => {
                    let name = value.as_string().ok()?;
                    reference.path.push(name.to_string());
                }
                _ => {
                    reference.open = true;
                    indices.push(index);
                }
            }
            Some((reference, indices))
        }
        _ => None,
    }
}

fn root(span: &Span) -> Reference {
    Reference {
        path: vec![span.text().to_owned()],
        open: false,
        call: false,
        line: span.line,
        column: span.col,
    }
}
