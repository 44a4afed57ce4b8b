//! Python's docstrings (PEP 257), the texts below attributes, and the help of command-line options.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{DictItem, Expr, ExprCall, ExprDict, Stmt};
use ruff_text_size::Ranged;

use super::super::place::Malformed;
use super::super::python_syntax::{PythonSyntax, last_name, text};
use super::{Definition, Lines};

/// Calls that make a command or an option, by the last part of their name.
const HELPED: &[&str] = &[
    "Argument",
    "ArgumentParser",
    "Field",
    "Option",
    "add_argument",
    "add_argument_group",
    "add_option",
    "add_parser",
    "add_subparsers",
    "argument",
    "command",
    "group",
    "option",
];

/// Arguments of theirs that users read.
const HELP: &[&str] = &["description", "epilog", "help", "short_help"];

/// Keys beside which `help` is that of an option (decli, and tables from which options are made).
const OPTION_KEYS: &[&str] = &[
    "action", "default", "dest", "flags", "name", "nargs", "type",
];

/// # Errors
/// [`Malformed`] if it is no Python, or nested too deeply.
pub(super) fn read(source: &str) -> Result<Vec<Definition>, Malformed> {
    let syntax = PythonSyntax::parse(source)?;
    let mut reader = Reader {
        syntax: &syntax,
        path: Vec::new(),
        found: Vec::new(),
        within_function: false,
    };
    let body = &syntax.module().body;
    let whole = Lines {
        first: 1,
        last: source.lines().count().max(1) as u64,
    };
    if let Some(docs) = reader.docstring(body) {
        reader.found.push(Definition {
            name: None,
            line: 1,
            lines: whole,
            docs: vec![docs],
            public: true,
        });
    }
    reader.visit_body(body);
    let mut found = reader.found;
    found.sort_by_key(|definition| (definition.lines, definition.line));
    Ok(found)
}

struct Reader<'s> {
    syntax: &'s PythonSyntax,
    /// The names of the classes around.
    path: Vec<&'s str>,
    found: Vec<Definition>,
    within_function: bool,
}

impl<'s> Reader<'s> {
    fn lines(&self, node: &impl Ranged) -> Lines {
        Lines {
            first: self.syntax.line(node),
            last: self.syntax.last_line(node),
        }
    }

    fn docstring(&self, body: &[Stmt]) -> Option<Lines> {
        match body.first()? {
            Stmt::Expr(statement) if statement.value.is_string_literal_expr() => {
                Some(self.lines(statement))
            }
            _ => None,
        }
    }

    fn push(&mut self, name: &str, line: u64, lines: Lines, docs: Option<Lines>) {
        let names = self.path.iter().chain(std::iter::once(&name));
        let public = names.clone().all(|name| is_public(name));
        let full: Vec<&str> = names.copied().collect();
        self.found.push(Definition {
            name: Some(full.join(".")),
            line,
            lines,
            docs: docs.into_iter().collect(),
            public,
        });
    }

    /// The texts directly below assignments, as Sphinx reads them.
    fn attributes(&mut self, body: &'s [Stmt]) {
        for (statement, next) in body.iter().zip(body.iter().skip(1)) {
            let target = match statement {
                Stmt::Assign(assign) => assign.targets.first(),
                Stmt::AnnAssign(assign) => Some(&*assign.target),
                _ => None,
            };
            let Some(Expr::Name(name)) = target else {
                continue;
            };
            if let Some(docs) = self.docstring(std::slice::from_ref(next)) {
                let lines = self.lines(statement);
                self.push(name.id.as_str(), lines.first, lines, Some(docs));
            }
        }
    }

    /// The help of an option that is written as a dictionary.
    fn help_in(&mut self, table: &'s ExprDict) {
        let key = |item: &'s DictItem| item.key.as_ref().and_then(text);
        let mut keys = table.items.iter().filter_map(key);
        if !keys.any(|key| OPTION_KEYS.contains(&key)) {
            return;
        }
        let help = table
            .items
            .iter()
            .filter(|item| key(item) == Some("help") && item.value.is_string_literal_expr());
        let docs: Vec<Lines> = help.map(|item| self.lines(&item.value)).collect();
        let lines = self.lines(table);
        if !docs.is_empty() {
            self.push_help(None, lines, docs);
        }
    }

    fn push_help(&mut self, name: Option<&str>, lines: Lines, docs: Vec<Lines>) {
        self.found.push(Definition {
            name: name.map(str::to_owned),
            line: lines.first,
            lines,
            docs,
            public: true,
        });
    }

    fn help(&mut self, call: &'s ExprCall) {
        if !HELPED.contains(&last_name(&call.func)) {
            return;
        }
        let is_help = |name: &str| HELP.contains(&name);
        let texts = call.arguments.keywords.iter().filter(|keyword| {
            keyword
                .arg
                .as_ref()
                .is_some_and(|name| is_help(name.as_str()))
                && keyword.value.is_string_literal_expr()
        });
        let docs: Vec<Lines> = texts.map(|keyword| self.lines(&keyword.value)).collect();
        if docs.is_empty() {
            return;
        }
        let lines = self.lines(call);
        let first = call.arguments.args.first();
        self.push_help(first.and_then(text), lines, docs);
    }
}

/// Names with an underscore in front are nobody else's business, but for `__init__` and its like.
fn is_public(name: &str) -> bool {
    !name.starts_with('_') || (name.starts_with("__") && name.ends_with("__"))
}

impl<'s> Visitor<'s> for Reader<'s> {
    fn visit_body(&mut self, body: &'s [Stmt]) {
        if !self.within_function {
            self.attributes(body);
        }
        for statement in body {
            self.visit_stmt(statement);
        }
    }

    fn visit_stmt(&mut self, statement: &'s Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                let lines = self.lines(function);
                let docs = self.docstring(&function.body);
                let line = self.syntax.line(&function.name);
                if !self.within_function {
                    self.push(function.name.as_str(), line, lines, docs);
                }
                let outer = std::mem::replace(&mut self.within_function, true);
                walk_stmt(self, statement);
                self.within_function = outer;
            }
            Stmt::ClassDef(class) if !self.within_function => {
                let lines = self.lines(class);
                let docs = self.docstring(&class.body);
                let line = self.syntax.line(&class.name);
                self.push(class.name.as_str(), line, lines, docs);
                self.path.push(class.name.as_str());
                walk_stmt(self, statement);
                self.path.pop();
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'s Expr) {
        match expression {
            Expr::Call(call) => self.help(call),
            Expr::Dict(table) => self.help_in(table),
            _ => {}
        }
        walk_expr(self, expression);
    }
}
