//! What a rule's module has to define: `deny`, and what else it may.

use regorus::unstable::{BUILTINS, Expr, Module, Ref, Rule, RuleHead, Span};

use super::error::LoadError;
use super::module::ParsedModule;
use super::reference::head_name;
use super::testing;

/// The sets that a rule's module may define; the first one it must.
pub(super) const SETS: [&str; 4] = ["deny", "not_applicable", "unknown", "looked_at"];

/// The value that it may define: the time from which a failure counts.
pub(super) const DUE: &str = "due";

/// Words that other policy tools use for what is called `deny` here.
const FOREIGN: [&str; 5] = ["allow", "warn", "violation", "denies", "denied"];

/// The problems with the heads of a rule's module.
pub(super) fn check_rule(module: &ParsedModule) -> Vec<LoadError> {
    let mut errors: Vec<LoadError> = heads(&module.syntax)
        .filter_map(|head| {
            let message = head_problem(&head)?;
            Some(module.error(head.span.line, head.span.col, message))
        })
        .collect();
    let has_deny = heads(&module.syntax).any(|head| head.name == "deny");
    if !has_deny && errors.is_empty() {
        let message = "the rule defines no `deny contains finding if {…}`, so it could never fail";
        let span = &module.syntax.package.span;
        errors.push(module.error(span.line, span.col, message));
    }
    errors
}

/// The problems with the heads of any module.
pub(super) fn check_names(module: &ParsedModule) -> Vec<LoadError> {
    let problem = |head: &Head| {
        let name = &head.name;
        if is_builtin(name) {
            return Some(format!("`{name}` hides the built-in function of that name"));
        }
        testing::is_test_name(name).then(|| {
            format!("`{name}` is named like a test, and would never run here: tests are in files `…_test.rego`")
        })
    };
    heads(&module.syntax)
        .filter_map(|head| Some(module.error(head.span.line, head.span.col, problem(&head)?)))
        .collect()
}

/// Whether the engine has a function of this name, or ones below it.
pub(super) fn is_builtin(name: &str) -> bool {
    BUILTINS.contains_key(name)
}

struct Head<'a> {
    name: String,
    span: &'a Span,
    form: Form,
}

#[derive(PartialEq, Eq)]
enum Form {
    /// `name contains x`.
    PartialSet,
    /// `name := x`, `name if`, `default name := x`.
    Value,
    /// Anything else: a function, `name[x]`, `name.x`.
    Other,
}

fn heads(module: &Module) -> impl Iterator<Item = Head<'_>> {
    module.policy.iter().map(|rule| match rule.as_ref() {
        Rule::Default { span, refr, .. } => Head {
            name: head_name(refr),
            span,
            form: Form::Value,
        },
        Rule::Spec { span, head, .. } => Head {
            name: head_name(refr_of(head)),
            span,
            form: form(head),
        },
    })
}

fn refr_of(head: &RuleHead) -> &Ref<Expr> {
    match head {
        RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. } => {
            refr
        }
    }
}

fn form(head: &RuleHead) -> Form {
    let is_name = matches!(refr_of(head).as_ref(), Expr::Var { .. });
    match head {
        RuleHead::Set {
            span, key: Some(_), ..
        } if is_name && says_contains(span) => Form::PartialSet,
        RuleHead::Compr { .. } if is_name => Form::Value,
        _ => Form::Other,
    }
}

/// `deny[x]` without a body is a set to the engine too, though nobody meant one.
pub(super) fn says_contains(span: &Span) -> bool {
    span.text().split_whitespace().nth(1) == Some("contains")
}

fn head_problem(head: &Head) -> Option<String> {
    let name = head.name.as_str();
    if SETS.contains(&name) {
        return (head.form != Form::PartialSet)
            .then(|| format!("`{name}` is a set: write `{name} contains … if {{…}}`"));
    }
    if name == DUE {
        return (head.form != Form::Value)
            .then(|| "`due` is a number: write `due := <seconds since 1970> if {…}`".to_owned());
    }
    misspelt(name)
        .map(|meant| format!("`{name}` is nothing that relcheck asks for; did you mean `{meant}`?"))
}

/// The name that this one is most likely meant to be.
fn misspelt(name: &str) -> Option<&'static str> {
    if FOREIGN.contains(&name) {
        return Some("deny");
    }
    // `is_known` is a word of its own.
    if ["is_", "has_", "known"]
        .iter()
        .any(|start| name.starts_with(start))
    {
        return None;
    }
    let plain: String = name.to_lowercase().chars().filter(|c| *c != '_').collect();
    SETS.into_iter().chain([DUE]).find(|known| {
        let allowed = if known.len() > 4 { 2 } else { 1 };
        strsim::damerau_levenshtein(&plain, &known.replace('_', "")) <= allowed
    })
}
