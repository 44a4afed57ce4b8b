//! Definitions of one name: of one kind, with one default, with one number of arguments.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Ref, Rule, RuleHead, Span};

use super::super::contract::says_contains;
use super::super::identifier::Role;
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

/// Where a name was met first.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a str,
    line: u32,
}

impl Place<'_> {
    /// As a module of this path speaks of it.
    fn seen_from(self, path: &str) -> String {
        let Place { file, line } = self;
        if file == path {
            format!("line {line}")
        } else {
            format!("{file}:{line}")
        }
    }
}

/// A rule that is a value, whatever comes.
struct Constant<'a> {
    at: Place<'a>,
    text: &'a str,
}

/// The problems of the modules of one package. Where these are a Conftest user's, two definitions
/// that say the same are one.
pub(super) fn check(modules: &[&ParsedModule]) -> Vec<Problem> {
    let mut checked = Checked::default();
    for module in modules {
        for rule in &module.syntax.policy {
            checked.rule(module, rule);
        }
        let rules = module.syntax.policy.iter();
        let parts = rules.flat_map(|rule| parts(module, rule));
        checked.problems.extend(parts);
    }
    checked.problems
}

/// What is known of the names of a package so far.
#[derive(Default)]
struct Checked<'a> {
    problems: Vec<Problem>,
    constants: BTreeMap<String, Constant<'a>>,
    kinds: BTreeMap<String, (Kind, Place<'a>)>,
    defaults: BTreeMap<String, Place<'a>>,
}

impl<'a> Checked<'a> {
    fn rule(&mut self, module: &'a ParsedModule, rule: &'a Ref<Rule>) {
        let (span, refr, kind) = head(rule);
        let at = Place {
            file: module.file.path.as_str(),
            line: span.line,
        };
        let name = head_name(refr);
        let message = form_problem(module, rule, &name)
            .or_else(|| self.twice(module, rule, &name, at))
            .or_else(|| self.reserved_or_default(rule, &name, at))
            .or_else(|| self.other_kind(name, kind, at));
        self.problems.extend(message.map(|message| Problem {
            error: module.error(span.line, span.col, message),
            is_structural: true,
        }));
    }

    fn twice(
        &mut self,
        module: &ParsedModule,
        rule: &'a Ref<Rule>,
        name: &str,
        at: Place<'a>,
    ) -> Option<String> {
        let text = constant(rule)?;
        let first = self
            .constants
            .insert(name.to_owned(), Constant { at, text })?;
        if module.role == Role::Conftest && first.text == text {
            return None;
        }
        let first = first.at.seen_from(at.file);
        Some(format!(
            "`{name}` is defined twice without conditions, here and in {first}"
        ))
    }

    fn reserved_or_default(
        &mut self,
        rule: &Ref<Rule>,
        name: &str,
        at: Place<'a>,
    ) -> Option<String> {
        if RESERVED.contains(&name) {
            return Some(format!(
                "a rule cannot be called `{name}`: it would hide what is read"
            ));
        }
        if !matches!(rule.as_ref(), Rule::Default { .. }) {
            return None;
        }
        let first = self.defaults.insert(name.to_owned(), at)?;
        let first = first.seen_from(at.file);
        Some(format!("`{name}` has a default already, in {first}"))
    }

    /// What stands below a name, `p.x := 1`, makes it an object, whatever its other parts.
    fn other_kind(&mut self, name: String, kind: Kind, at: Place<'a>) -> Option<String> {
        let Some((known, first)) = self.kinds.get(&name) else {
            self.kinds.insert(name, (kind, at));
            return None;
        };
        (*known != kind).then(|| {
            format!(
                "`{name}` is {} here and {} in {}",
                kind.describe(),
                known.describe(),
                first.seen_from(at.file)
            )
        })
    }
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

/// The text of a rule that is a value, whatever comes.
fn constant(rule: &Ref<Rule>) -> Option<&str> {
    match rule.as_ref() {
        Rule::Spec {
            span,
            head: RuleHead::Compr { refr, .. },
            bodies,
        } if bodies.is_empty() && matches!(refr.as_ref(), Expr::Var { .. }) => Some(span.text()),
        _ => None,
    }
}

/// What is wrong with how a rule is written.
fn form_problem(module: &ParsedModule, rule: &Ref<Rule>, name: &str) -> Option<String> {
    match rule.as_ref() {
        Rule::Default { value, .. } if !is_constant(value) => Some(format!(
            "the default of `{name}` is no constant: it may hold no variable, reference or call"
        )),
        Rule::Spec {
            head: RuleHead::Set { span, .. },
            ..
        // Before Rego 1.0, a set is written as `name[…]`.
        } if !module.file.is_rego_v0 && !says_contains(span) => Some(format!(
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
