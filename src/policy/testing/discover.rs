//! Finds the tests of a file, and what is wrong with how they are written.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Ref, Rule as SyntaxRule, RuleHead};

use super::super::error::LoadError;
use super::super::module::ParsedModule;
use super::super::reference::{RuleReferences, head_name};
use super::table::{self, Table};

const PREFIX: &str = "test_";
const SKIPPED_PREFIX: &str = "todo_test_";

/// Whether a rule of this name is a test.
pub(in crate::policy) fn is_test_name(name: &str) -> bool {
    name.starts_with(PREFIX) || name.starts_with(SKIPPED_PREFIX)
}

/// A test as it stands in its file.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) line: u64,
    /// The first and the last line of each of its conditions.
    conditions: Vec<(u64, u64)>,
    /// Its cases, if it is parametrised.
    pub(super) table: Option<Table>,
}

impl Found {
    pub(super) fn is_skipped(&self) -> bool {
        self.name.starts_with(SKIPPED_PREFIX)
    }

    /// The line of the last condition that was reached; `None` if there is only one.
    pub(super) fn got_to(&self, reached: &BTreeSet<u64>) -> Option<u64> {
        let mut conditions = self.conditions.iter().rev();
        let last = conditions.find(|(first, last)| reached.range(first..=last).next().is_some());
        last.filter(|_| self.conditions.len() > 1)
            .map(|(first, _)| *first)
    }
}

/// The tests of a module; what is wrong with one is an error.
pub(super) fn find(
    module: &ParsedModule,
    references: &[RuleReferences],
    errors: &mut Vec<LoadError>,
) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (rule, references) in module.syntax.policy.iter().zip(references) {
        let (span, form) = match rule.as_ref() {
            SyntaxRule::Default { span, .. } => (span, Form::Other),
            SyntaxRule::Spec { span, head, .. } => (span, form(head)),
        };
        let name = references.name.clone();
        if !is_test_name(&name) {
            continue;
        }
        let mut refuse = |message: String| errors.push(module.error(span.line, span.col, message));
        if found.iter().any(|other| other.name == name) {
            refuse(format!(
                "the test `{name}` is there already: one of the two could fail unseen"
            ));
            continue;
        }
        let table = match form {
            Form::Plain => Ok(None),
            Form::Keyed(_) if module.file.is_rego_v0 => Err(format!(
                "`{name}` is a table of cases, which takes the syntax of Rego 1.0: write `{name}[…] if {{…}}`"
            )),
            Form::Keyed(keys) => table::read(&module.package, rule, &keys, references).map(Some),
            Form::Other if module.file.is_rego_v0 => {
                Err(format!("`{name}` is no test: write `{name} {{…}}`"))
            }
            Form::Other => Err(format!("`{name}` is no test: write `{name} if {{…}}`")),
        };
        match table {
            Ok(table) => found.push(Found {
                name,
                line: span.line.into(),
                conditions: conditions(rule),
                table,
            }),
            Err(message) => refuse(message),
        }
    }
    found
}

enum Form<'a> {
    /// `test_x if`, `test_x := …`
    Plain,
    /// `test_x[a][b] if`, `test_x[a] := …`: what stands in the brackets.
    Keyed(Vec<&'a Ref<Expr>>),
    Other,
}

fn form(head: &RuleHead) -> Form<'_> {
    let RuleHead::Compr { refr, .. } = head else {
        return Form::Other;
    };
    let mut keys = Vec::new();
    let mut rest = refr;
    while let Expr::RefBrack { refr, index, .. } = rest.as_ref() {
        keys.push(index);
        rest = refr;
    }
    keys.reverse();
    match rest.as_ref() {
        Expr::Var { .. } if keys.is_empty() => Form::Plain,
        Expr::Var { .. } => Form::Keyed(keys),
        _ => Form::Other,
    }
}

fn conditions(rule: &Ref<SyntaxRule>) -> Vec<(u64, u64)> {
    let SyntaxRule::Spec { bodies, .. } = rule.as_ref() else {
        return Vec::new();
    };
    let statements = bodies.iter().flat_map(|body| &body.query.stmts);
    statements
        .map(|statement| {
            let first = u64::from(statement.span.line);
            let breaks = statement.span.text().matches('\n').count() as u64;
            (first, first + breaks)
        })
        .collect()
}

/// Whether a module defines something of this name.
pub(super) fn defines(module: &ParsedModule, name: &str) -> bool {
    module.syntax.policy.iter().any(|rule| {
        let refr = match rule.as_ref() {
            SyntaxRule::Default { refr, .. } => refr,
            SyntaxRule::Spec { head, .. } => match head {
                RuleHead::Compr { refr, .. }
                | RuleHead::Set { refr, .. }
                | RuleHead::Func { refr, .. } => refr,
            },
        };
        head_name(refr) == name
    })
}
