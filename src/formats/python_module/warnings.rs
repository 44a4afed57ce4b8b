//! Marks that something is deprecated: warnings, decorators, docstrings.

use std::collections::HashMap;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Decorator, Expr, ExprCall, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::model::Warning;
use super::source::{Source, dotted, last_part};

/// The deprecation marks of a function or class.
#[derive(Default)]
pub(super) struct Marks {
    /// The line of the mark that speaks of the whole of it.
    pub whole: Option<u64>,
    /// Those that speak of some uses.
    pub uses: Vec<Warning>,
}

/// The marks of a definition. `runs` are the parameters of a function, whose body runs each time that
/// it is used; `None` for a class.
pub(super) fn marks(
    source: &Source<'_>,
    decorators: &[Decorator],
    body: &[Stmt],
    runs: Option<&[&str]>,
) -> Marks {
    let mut marks = Marks {
        whole: decorator(source, decorators),
        uses: Vec::new(),
    };
    docstring(source, body, runs.unwrap_or_default(), &mut marks);
    if runs.is_some() {
        let mut finder = Finder {
            source,
            assigned: HashMap::new(),
            found: Vec::new(),
        };
        let whole = finder.statements(body);
        marks.whole = marks.whole.or(whole);
        marks.uses.append(&mut finder.found);
    }
    marks
}

/// `@deprecated`, `@typing_extensions.deprecated("…")`, `@deprecated.deprecated(…)`.
fn decorator(source: &Source<'_>, decorators: &[Decorator]) -> Option<u64> {
    decorators.iter().find_map(|decorator| {
        let name = source.decorator(decorator).name?;
        matches!(last_part(&name), "deprecated" | "deprecate").then(|| source.line_of(decorator))
    })
}

/// `.. deprecated::` speaks of the whole where it is not indented below something else, and marks up
/// no parameter: `.. deprecated:: 24.1.0 *hash* is deprecated in favor of *unsafe_hash*`.
fn docstring(source: &Source<'_>, body: &[Stmt], parameters: &[&str], marks: &mut Marks) {
    let Some(Stmt::Expr(first)) = body.first() else {
        return;
    };
    let Expr::StringLiteral(literal) = &*first.value else {
        return;
    };
    let text = literal.value.to_str();
    if !text.contains(".. deprecated::") {
        return;
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let margin = text
        .lines()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .map(indent)
        .min()
        .unwrap_or_default();
    for (index, line) in text.lines().enumerate() {
        if !line.trim_start().starts_with(".. deprecated::") {
            continue;
        }
        let place = source.line_of(first) + index as u64;
        let of_parameter = line.split_whitespace().any(|word| {
            let name = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
            name != word && parameters.contains(&name)
        });
        if !of_parameter && (index == 0 || indent(line) == margin) {
            marks.whole = marks.whole.or(Some(place));
        } else {
            marks.uses.push(Warning {
                line: place,
                text: line.trim().to_owned(),
                speaks: true,
            });
        }
    }
}

struct Finder<'f, 's, 'a> {
    source: &'f Source<'s>,
    /// What the function has assigned to its variables so far.
    assigned: HashMap<&'a str, TextRange>,
    found: Vec<Warning>,
}

impl<'a> Finder<'_, '_, 'a> {
    /// Goes through statements that run each time. Returns the line of the first warning among them;
    /// those below a condition are found.
    fn statements(&mut self, body: &'a [Stmt]) -> Option<u64> {
        let mut whole = None;
        for statement in body {
            match statement {
                Stmt::Expr(expression) => {
                    if let Expr::Call(call) = &*expression.value
                        && is_warning(call)
                    {
                        whole = whole.or(Some(self.source.line_of(call)));
                    } else {
                        self.visit_stmt(statement);
                    }
                }
                Stmt::With(with) => whole = whole.or(self.statements(&with.body)),
                other => self.visit_stmt(other),
            }
        }
        whole
    }

    fn warning(&self, call: &ExprCall) -> Warning {
        let arguments = self.source.arguments(call);
        let message = arguments
            .iter()
            .find(|argument| argument.name.as_deref() == Some("message"))
            .or(arguments.first());
        let text = message.map_or_else(String::new, |argument| argument.value.text.clone());
        let text = match self.assigned.get(text.as_str()) {
            Some(value) => self.source.normalised(*value),
            None => text,
        };
        Warning {
            line: self.source.line_of(call),
            speaks: text.contains(['"', '\'']) && !text.contains('\n'),
            text,
        }
    }
}

impl<'a> Visitor<'a> for Finder<'_, '_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            // What a function in the function does, the function does not.
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
            Stmt::Assign(assign) => {
                if let [Expr::Name(name)] = assign.targets.as_slice() {
                    self.assigned.insert(name.id.as_str(), assign.value.range());
                }
                walk_stmt(self, statement);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Call(call) if is_warning(call) => {
                let warning = self.warning(call);
                self.found.push(warning);
            }
            Expr::Lambda(_) => {}
            _ => walk_expr(self, expression),
        }
    }
}

/// Whether a call is `warnings.warn` with a category that speaks of deprecation.
fn is_warning(call: &ExprCall) -> bool {
    let is_warn = dotted(&call.func).is_some_and(|name| {
        matches!(
            last_part(&name),
            "warn" | "warn_explicit" | "warn_deprecated"
        )
    });
    let positional = call.arguments.args.iter().skip(1);
    let named = call.arguments.keywords.iter();
    let named = named
        .filter(|keyword| {
            keyword
                .arg
                .as_ref()
                .is_some_and(|name| name.as_str() == "category")
        })
        .map(|keyword| &keyword.value);
    is_warn
        && positional.chain(named).any(|category| {
            dotted(category).is_some_and(|name| speaks_of_deprecation(last_part(&name)))
        })
}

fn speaks_of_deprecation(category: &str) -> bool {
    category.contains("Deprecat")
        || category == "FutureWarning"
        || category.starts_with("RemovedIn")
}

/// Whether a deprecation warning is given anywhere in some statements.
pub(super) fn warns(source: &Source<'_>, body: &[Stmt]) -> bool {
    let found = marks(source, &[], body, Some(&[]));
    found.whole.is_some() || !found.uses.is_empty()
}
