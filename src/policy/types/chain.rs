//! Chains of names and brackets, `input.facts.changes.commits[i].subject`, taken apart.

use regorus::unstable::{Expr, Ref, Span};

/// A place in a policy file, both starting at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::policy) struct At {
    pub(in crate::policy) line: u32,
    pub(in crate::policy) column: u32,
}

impl At {
    pub(in crate::policy) fn span(span: &Span) -> At {
        At {
            line: span.line,
            column: span.col,
        }
    }

    /// Where an expression starts.
    pub(in crate::policy) fn start(expr: &Ref<Expr>) -> At {
        let mut expr = expr;
        loop {
            expr = match expr.as_ref() {
                Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => refr,
                Expr::Call { fcn, .. } => fcn,
                Expr::BinExpr { lhs, .. }
                | Expr::BoolExpr { lhs, .. }
                | Expr::ArithExpr { lhs, .. }
                | Expr::AssignExpr { lhs, .. } => lhs,
                Expr::Membership { key: Some(key), .. } => key,
                Expr::Membership { value, .. } => value,
                // The engine starts a text after its quote.
                Expr::String { span, .. } | Expr::RawString { span, .. } => {
                    return At {
                        line: span.line,
                        column: span.col.saturating_sub(1).max(1),
                    };
                }
                other => return At::span(other.span()),
            };
        }
    }
}

/// One part of a chain after its root.
pub(in crate::policy) enum Step<'a> {
    /// `.name` or `["name"]`.
    Field { name: String, at: At },
    /// `[x]`.
    Index(&'a Ref<Expr>),
}

/// A chain: what it starts with, and the steps from there.
pub(in crate::policy) struct Chain<'a> {
    pub(in crate::policy) root: &'a Ref<Expr>,
    pub(in crate::policy) steps: Vec<Step<'a>>,
}

impl<'a> Chain<'a> {
    /// Any expression is a chain, most of them without steps.
    pub(in crate::policy) fn of(expr: &'a Ref<Expr>) -> Chain<'a> {
        let mut steps = Vec::new();
        let mut root = expr;
        loop {
            match root.as_ref() {
                Expr::RefDot { refr, field, .. } => {
                    steps.push(Step::Field {
                        name: field.0.text().to_owned(),
                        at: At::span(&field.0),
                    });
                    root = refr;
                }
                Expr::RefBrack { refr, index, .. } => {
                    steps.push(match literal_text(index) {
                        Some(name) => Step::Field {
                            name,
                            at: At::start(index),
                        },
                        None => Step::Index(index),
                    });
                    root = refr;
                }
                _ => break,
            }
        }
        steps.reverse();
        Chain { root, steps }
    }

    /// The name that it starts with, or `None` if it starts with anything else.
    pub(in crate::policy) fn root_name(&self) -> Option<&'a str> {
        name_of(self.root)
    }

    /// All of it as names with dots between, or `None` where it holds anything else.
    pub(in crate::policy) fn dotted(&self) -> Option<String> {
        let mut text = self.root_name()?.to_owned();
        for step in &self.steps {
            let Step::Field { name, .. } = step else {
                return None;
            };
            text.push('.');
            text.push_str(name);
        }
        Some(text)
    }
}

/// The name of a plain variable or rule.
pub(in crate::policy) fn name_of(expr: &Ref<Expr>) -> Option<&str> {
    match expr.as_ref() {
        Expr::Var { span, .. } => Some(span.text()),
        _ => None,
    }
}

/// The text of a literal text.
pub(in crate::policy) fn literal_text(expr: &Ref<Expr>) -> Option<String> {
    match expr.as_ref() {
        Expr::String { value, .. } | Expr::RawString { value, .. } => {
            value.as_string().ok().map(|text| text.to_string())
        }
        _ => None,
    }
}

/// An expression as it stands in the file, on one line and shortened, for messages.
pub(in crate::policy) fn source_text(expr: &Ref<Expr>) -> String {
    const SHOWN: usize = 60;
    let span = expr.span();
    let text = match expr.as_ref() {
        Expr::String { .. } => format!("\"{}\"", span.text()),
        Expr::RawString { .. } => format!("`{}`", span.text()),
        _ => span.text().split_whitespace().collect::<Vec<_>>().join(" "),
    };
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}
