//! Definitions of one name: of one kind, with one default, with one number of arguments.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Ref, Rule, RuleHead, Span};

use super::super::contract::says_contains;
use super::super::module::ParsedModule;
use super::super::reference::head_name;
use super::super::types::chain::{At, literal_text};
use super::super::types::order;
use super::Problem;

/// Names that a rule cannot have.
const RESERVED: [&str; 2] = ["input", "data"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Value,
    Set,
    Object,
    Function(usize),
}

impl Kind {
    fn describe(self) -> String {
        match self {
            Kind::Value => "a value".to_owned(),
            Kind::Set => "a set".to_owned(),
            Kind::Object => "an object".to_owned(),
            Kind::Function(1) => "a function of 1 argument".to_owned(),
            Kind::Function(arity) => format!("a function of {arity} arguments"),
        }
    }
}

pub(super) fn check(module: &ParsedModule) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut plain_values: BTreeMap<String, u32> = BTreeMap::new();
    let mut kinds: BTreeMap<String, (Kind, u32)> = BTreeMap::new();
    let mut defaults: BTreeMap<String, u32> = BTreeMap::new();
    for rule in &module.syntax.policy {
        let (span, refr, kind) = head(rule);
        let name = head_name(refr);
        let mut refuse = |message: String| {
            problems.push(Problem {
                error: module.error(span.line, span.col, message),
                is_structural: true,
            });
        };
        if let Some(message) = form_problem(rule, &name) {
            refuse(message);
            continue;
        }
        if is_unconditional(rule)
            && let Some(line) = plain_values.insert(name.clone(), span.line)
        {
            refuse(format!(
                "`{name}` is defined twice without conditions, here and in line {line}"
            ));
            continue;
        }
        if RESERVED.contains(&name.as_str()) {
            refuse(format!(
                "a rule cannot be called `{name}`: it would hide what is read"
            ));
            continue;
        }
        if let Rule::Default { .. } = rule.as_ref()
            && let Some(line) = defaults.insert(name.clone(), span.line)
        {
            refuse(format!("`{name}` has a default already, in line {line}"));
            continue;
        }
        // What stands below a name, `p.x := 1`, makes it an object, whatever its other parts.
        match kinds.get(&name) {
            None => {
                kinds.insert(name, (kind, span.line));
            }
            Some((known, _)) if *known == kind => {}
            Some((known, line)) => refuse(format!(
                "`{name}` is {} here and {} in line {line}",
                kind.describe(),
                known.describe()
            )),
        }
    }
    problems.extend(
        module
            .syntax
            .policy
            .iter()
            .flat_map(|rule| parts(module, rule)),
    );
    problems
}

fn head(rule: &Ref<Rule>) -> (&Span, &Ref<Expr>, Kind) {
    match rule.as_ref() {
        Rule::Default {
            span, refr, args, ..
        } => {
            let kind = match args.len() {
                0 => plain(refr),
                arity => Kind::Function(arity),
            };
            (span, refr, kind)
        }
        Rule::Spec { span, head, .. } => match head {
            RuleHead::Func { refr, args, .. } => (span, refr, Kind::Function(args.len())),
            RuleHead::Compr { refr, .. } => (span, refr, plain(refr)),
            RuleHead::Set { refr, .. } => {
                let kind = match refr.as_ref() {
                    Expr::Var { .. } => Kind::Set,
                    _ => Kind::Object,
                };
                (span, refr, kind)
            }
        },
    }
}

fn plain(refr: &Ref<Expr>) -> Kind {
    match refr.as_ref() {
        Expr::Var { .. } => Kind::Value,
        _ => Kind::Object,
    }
}

/// Whether a rule is a value, whatever comes.
fn is_unconditional(rule: &Ref<Rule>) -> bool {
    match rule.as_ref() {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. },
            bodies,
            ..
        } => bodies.is_empty() && matches!(refr.as_ref(), Expr::Var { .. }),
        _ => false,
    }
}

/// What is wrong with how a rule is written.
fn form_problem(rule: &Ref<Rule>, name: &str) -> Option<String> {
    match rule.as_ref() {
        Rule::Default { value, .. } if !is_constant(value) => Some(format!(
            "the default of `{name}` is no constant: it may hold no variable, reference or call"
        )),
        Rule::Spec {
            head: RuleHead::Set { span, .. },
            ..
        } if !says_contains(span) => Some(format!(
            "write `{name} contains …` for a set, or `{name}[…] := …` for an object"
        )),
        _ => None,
    }
}

/// Whether a value is there without anything to work out; a comprehension works by itself.
fn is_constant(value: &Ref<Expr>) -> bool {
    let mut constant = true;
    order::each_part(value, &mut |part| {
        constant &= !matches!(
            part.as_ref(),
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. }
        );
    });
    constant
}

/// What is wrong with the parts of a rule's head.
fn parts(module: &ParsedModule, rule: &Ref<Rule>) -> Vec<Problem> {
    let Rule::Spec { head, bodies, .. } = rule.as_ref() else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    let mut refuse = |at: At, message: &str| {
        problems.push(Problem {
            error: module.error(at.line, at.column, message),
            is_structural: true,
        });
    };
    match head {
        RuleHead::Func { args, .. } => {
            for arg in args {
                order::each_part(arg, &mut |part| {
                    if matches!(part.as_ref(), Expr::Call { .. }) {
                        refuse(At::start(part), "an argument cannot hold a call");
                    }
                });
            }
        }
        RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } => {
            let has_variable = matches!(refr.as_ref(), Expr::RefBrack { index, .. } if literal_text(index).is_none());
            if let Some(body) = bodies.iter().find(|body| body.is_else && has_variable) {
                let message = "`else` cannot follow a head with a variable in it";
                refuse(At::span(&body.span), message);
            }
        }
    }
    problems
}
