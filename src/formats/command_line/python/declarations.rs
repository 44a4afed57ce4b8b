//! What a single call, decorator or parameter declares.

use ruff_python_ast::{Expr, ExprCall, ParameterWithDefault};

use crate::formats::python_syntax::{PythonSyntax, last_name, text};

/// The value of a keyword argument.
pub(super) fn keyword<'a>(call: &'a ExprCall, name: &str) -> Option<&'a Expr> {
    let mut keywords = call.arguments.keywords.iter();
    let found = keywords.find(|keyword| keyword.arg.as_deref() == Some(name));
    found.map(|keyword| &keyword.value)
}

fn is_true(value: Option<&Expr>) -> bool {
    matches!(value, Some(Expr::BooleanLiteral(literal)) if literal.value)
}

/// Whether the help leaves it out: `hidden=True`, `help=argparse.SUPPRESS`.
pub(super) fn is_hidden(call: &ExprCall) -> bool {
    let help = keyword(call, "help").map(last_name);
    is_true(keyword(call, "hidden")) || matches!(help, Some("SUPPRESS" | "SUPPRESS_HELP"))
}

/// The options that the texts among the arguments name, each with whether it is hidden.
pub(super) fn names(arguments: &[Expr], call: &ExprCall) -> Vec<(String, bool)> {
    let hidden = is_hidden(call);
    let negated = keyword(call, "action").map(last_name) == Some("BooleanOptionalAction");
    let mut found = Vec::new();
    for name in arguments.iter().filter_map(text) {
        // click writes a switch and its opposite as one: `--shout/--no-shout`.
        for name in name.split('/').map(str::trim) {
            if !is_option(name) {
                continue;
            }
            found.push((name.to_owned(), hidden));
            if let (true, Some(bare)) = (negated, name.strip_prefix("--")) {
                found.push((format!("--no-{bare}"), hidden));
            }
        }
    }
    found
}

fn is_option(name: &str) -> bool {
    let bare = name.trim_start_matches('-');
    name.len() > bare.len() && !bare.is_empty() && !bare.contains(char::is_whitespace)
}

/// What the decorator of a click or typer command says.
pub(super) struct Decorated {
    /// The name of the sub-command; empty for the program itself.
    pub command: String,
    pub is_subcommand: bool,
    pub hidden: bool,
    pub line: u64,
}

/// Modules whose `command` makes a program rather than a part of a group.
const MODULES: &[&str] = &["click", "typer", "asyncclick", "rich_click"];

impl Decorated {
    /// Reads `@group.command("name")` and its like; `None` if it is another decorator.
    pub(super) fn read(decorator: &Expr, function: &str, syntax: &PythonSyntax) -> Option<Self> {
        let (callee, call) = match decorator {
            Expr::Call(call) => (&*call.func, Some(call)),
            other => (other, None),
        };
        let is_callback = last_name(callee) == "callback";
        if !is_callback && !matches!(last_name(callee), "command" | "group") {
            return None;
        }
        let given = call.and_then(|call| {
            let first = call.arguments.args.first();
            first.or_else(|| keyword(call, "name")).and_then(text)
        });
        let of_module = match callee {
            Expr::Attribute(attribute) => MODULES.contains(&last_name(&attribute.value)),
            _ => true,
        };
        let is_subcommand = !is_callback && (given.is_some() || !of_module);
        let command = match given {
            Some(name) => name.to_owned(),
            None => function.to_lowercase().replace('_', "-"),
        };
        Some(Decorated {
            command: if is_subcommand {
                command
            } else {
                String::new()
            },
            is_subcommand,
            hidden: call.is_some_and(is_hidden),
            line: syntax.line(decorator),
        })
    }
}

/// The options that a parameter of a typer command makes by itself: one with a default that is no
/// `Argument(…)`, and whose `Option(…)` gives no name.
pub(super) fn option_of_parameter(parameter: &ParameterWithDefault) -> Vec<(String, bool)> {
    let annotation = parameter.parameter.annotation.as_deref();
    let (kind, metadata) = match annotation {
        Some(Expr::Subscript(subscript)) if last_name(&subscript.value) == "Annotated" => {
            match &*subscript.slice {
                Expr::Tuple(tuple) => (tuple.elts.first(), tuple.elts.get(1..).unwrap_or_default()),
                _ => (None, &[][..]),
            }
        }
        other => (other, &[][..]),
    };
    let default = parameter.default.as_deref();
    let mut calls = metadata
        .iter()
        .chain(default)
        .filter_map(|value| match value {
            Expr::Call(call) => Some(call),
            _ => None,
        });
    let declared = calls.find(|call| matches!(last_name(&call.func), "Option" | "Argument"));
    let hidden = match declared {
        Some(call) if last_name(&call.func) == "Argument" => return Vec::new(),
        Some(call) if !names(&call.arguments.args, call).is_empty() => return Vec::new(),
        Some(call) => is_hidden(call),
        None if default.is_none() => return Vec::new(),
        None => false,
    };
    let name = parameter
        .parameter
        .name
        .as_str()
        .trim_matches('_')
        .replace('_', "-");
    let mut found = vec![(format!("--{name}"), hidden)];
    if kind.map(last_name) == Some("bool") {
        found.push((format!("--no-{name}"), hidden));
    }
    found
}
