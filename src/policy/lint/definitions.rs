//! Definitions of one name: of one kind, with one default, with one number of arguments.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Ref, Rule, RuleHead, Span};

use super::super::error::LoadError;
use super::super::module::ParsedModule;
use super::super::reference::head_name;

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

pub(super) fn check(module: &ParsedModule) -> Vec<LoadError> {
    let mut errors = Vec::new();
    let mut kinds: BTreeMap<String, (Kind, u32)> = BTreeMap::new();
    let mut defaults: BTreeMap<String, u32> = BTreeMap::new();
    for rule in &module.syntax.policy {
        let (span, refr, kind) = head(rule);
        let name = head_name(refr);
        let mut refuse = |message: String| errors.push(module.error(span.line, span.col, message));
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
    errors
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
