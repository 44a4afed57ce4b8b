//! The command lines of Python source: argparse, optparse, click, typer, cleo, pytest's options.
//!
//! What is not followed: a parser that is passed to another function stands for the program
//! itself there; a decorator that adds options does so for whatever it is applied to; an option
//! that optparse is given ready-made counts where it is constructed, so that one that a single
//! sub-command no longer takes is not seen; cleo's commands are known by their options only.

mod declarations;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, Stmt, StmtClassDef, StmtFunctionDef};

use super::{CommandLine, Word, WordKind};
use crate::formats::place::Malformed;
use crate::formats::python_syntax::{PythonSyntax, last_name, text};
use declarations::{Decorated, keyword, names, option_of_parameter};

/// What a source mentions if it declares a command line. Others are not parsed.
const MARKS: &[&str] = &[
    "add_argument",
    "add_option",
    "addoption",
    "add_parser",
    "optparse",
    "click",
    "typer",
    "cleo",
];

/// Reads a source file; `None` if nothing in it looks like a command line.
///
/// # Errors
/// [`Malformed`] if it is no Python.
pub fn read(source: &str) -> Result<Option<CommandLine>, Malformed> {
    if !MARKS.iter().any(|mark| source.contains(mark)) {
        return Ok(None);
    }
    let syntax = PythonSyntax::parse(source)?;
    let mut reader = Reader {
        syntax: &syntax,
        uses_click: ["click", "typer"].iter().any(|name| source.contains(name)),
        uses_typer: source.contains("typer"),
        uses_cleo: source.contains("cleo"),
        uses_optparse: source.contains("optparse"),
        parsers: BTreeMap::new(),
        command: String::new(),
        scope: String::new(),
        line: CommandLine::default(),
    };
    for statement in &syntax.module().body {
        reader.visit_stmt(statement);
    }
    Ok(Some(reader.line))
}

struct Reader<'a> {
    syntax: &'a PythonSyntax,
    uses_click: bool,
    uses_typer: bool,
    uses_cleo: bool,
    uses_optparse: bool,
    /// The sub-command that each variable's parser or group belongs to.
    parsers: BTreeMap<&'a str, String>,
    /// The sub-command that is being declared.
    command: String,
    /// The function or class that is being read.
    scope: String,
    line: CommandLine,
}

impl<'a> Visitor<'a> for Reader<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => return self.function(function),
            Stmt::ClassDef(class) => return self.class(class),
            Stmt::Assign(assign) => {
                if let Some(command) = self.parser(&assign.value) {
                    for target in &assign.targets {
                        self.parsers.insert(last_name(target), command.clone());
                    }
                }
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression {
            self.call(call);
        }
        walk_expr(self, expression);
    }
}

impl<'a> Reader<'a> {
    fn function(&mut self, function: &'a StmtFunctionDef) {
        let outer = (self.command.clone(), self.scope.clone());
        let shadowed: Vec<(&str, String)> = function
            .parameters
            .iter()
            .filter_map(|parameter| self.parsers.remove_entry(parameter.name().as_str()))
            .collect();
        function.name.as_str().clone_into(&mut self.scope);
        let decorated = self.decorated(function);
        if let Some(decorated) = &decorated {
            self.command.clone_from(&decorated.command);
            if decorated.is_subcommand {
                let line = decorated.line;
                self.note(
                    WordKind::Subcommand,
                    String::new(),
                    &decorated.command,
                    decorated.hidden,
                    line,
                );
            }
        }
        if self.uses_typer && decorated.is_some() {
            self.parameters(function);
        }
        walk_function(self, function);
        (self.command, self.scope) = outer;
        self.parsers.extend(shadowed);
    }

    fn decorated(&self, function: &'a StmtFunctionDef) -> Option<Decorated> {
        if !self.uses_click {
            return None;
        }
        function.decorator_list.iter().find_map(|decorator| {
            Decorated::read(&decorator.expression, &function.name, self.syntax)
        })
    }

    /// The parameters of a typer command that are options by their default or annotation.
    fn parameters(&mut self, function: &'a StmtFunctionDef) {
        for parameter in function.parameters.iter_non_variadic_params() {
            let line = self.syntax.line(&parameter.parameter);
            for (name, hidden) in option_of_parameter(parameter) {
                self.note(WordKind::Option, self.command.clone(), &name, hidden, line);
            }
        }
    }

    fn class(&mut self, class: &'a StmtClassDef) {
        let outer = (self.command.clone(), self.scope.clone());
        class.name.as_str().clone_into(&mut self.scope);
        if self.uses_cleo {
            self.cleo_command(class);
        }
        for statement in &class.body {
            self.visit_stmt(statement);
        }
        (self.command, self.scope) = outer;
    }

    /// cleo names a command in the attribute `name` of its class.
    fn cleo_command(&mut self, class: &'a StmtClassDef) {
        for statement in &class.body {
            let (target, value) = match statement {
                Stmt::Assign(assign) => (assign.targets.first(), Some(&assign.value)),
                Stmt::AnnAssign(assign) => (Some(&*assign.target), assign.value.as_ref()),
                _ => continue,
            };
            let is_name = target.is_some_and(|target| last_name(target) == "name");
            if let (true, Some(name)) = (is_name, value.and_then(|value| text(value))) {
                name.clone_into(&mut self.command);
            }
        }
    }

    /// The sub-command of the parser or group that a call yields; `None` if it yields none.
    fn parser(&self, value: &'a Expr) -> Option<String> {
        let Expr::Call(call) = value else { return None };
        let receiver = receiver(call);
        match last_name(&call.func) {
            "ArgumentParser" | "OptionParser" => Some(self.command.clone()),
            "add_parser" => call
                .arguments
                .args
                .first()
                .and_then(text)
                .map(str::to_owned),
            "add_argument_group" | "add_mutually_exclusive_group" | "OptionGroup" | "getgroup" => {
                Some(
                    receiver
                        .map(|receiver| self.command_of(receiver))
                        .unwrap_or_default(),
                )
            }
            _ => None,
        }
    }

    /// The sub-command that the parser in an expression belongs to.
    fn command_of(&self, parser: &'a Expr) -> String {
        let known = self.parsers.get(last_name(parser)).cloned();
        known
            .or_else(|| self.parser(parser))
            .unwrap_or_else(|| self.command.clone())
    }

    fn call(&mut self, call: &'a ExprCall) {
        let line = self.syntax.line(&call.arguments);
        match last_name(&call.func) {
            "add_argument" | "add_option" | "addoption" | "_addoption" => {
                let Some(receiver) = receiver(call) else {
                    return;
                };
                // `options.add_argument("--headless")` is what a browser is started with.
                let variable = last_name(receiver);
                if variable.contains("option") && !self.parsers.contains_key(variable) {
                    return;
                }
                let command = self.command_of(receiver);
                self.option(call, &command, &call.arguments.args, line);
            }
            "add_parser" => self.add_parser(call, line),
            // `self.option("x")` asks for the value of one.
            "option" if self.uses_cleo && matches!(&*call.func, Expr::Name(_)) => {
                self.cleo_option(call, line);
            }
            "option" if self.uses_click => {
                self.option(call, &self.command.clone(), &call.arguments.args, line);
            }
            "version_option" if self.uses_click => {
                self.note(
                    WordKind::Option,
                    self.command.clone(),
                    "--version",
                    false,
                    line,
                );
            }
            "Option" | "PipOption" | "make_option" if self.uses_click || self.uses_optparse => {
                self.constructed(call, &call.arguments.args, line);
            }
            "partial" if self.uses_optparse => {
                if let Some((class, rest)) = call.arguments.args.split_first()
                    && last_name(class).ends_with("Option")
                {
                    self.constructed(call, rest, line);
                }
            }
            _ => {}
        }
    }

    /// `Option("--x", …)` of optparse and typer, `Option(["--x"], …)` of click. One without names
    /// is named after its parameter, and read there.
    fn constructed(&mut self, call: &'a ExprCall, arguments: &'a [Expr], line: u64) {
        let listed = match arguments.first() {
            Some(Expr::List(list)) => list.elts.as_slice(),
            _ => arguments,
        };
        let command = self.command.clone();
        for (name, hidden) in names(listed, call) {
            self.note(WordKind::Option, command.clone(), &name, hidden, line);
        }
    }

    /// Notes the options that the texts among the arguments name; a computed one is noted as such.
    fn option(&mut self, call: &'a ExprCall, command: &str, arguments: &'a [Expr], line: u64) {
        // What optparse is given ready-made was constructed, and read, somewhere else.
        let ready_made = last_name(&call.func) == "add_option"
            && matches!(
                arguments,
                [Expr::Call(_) | Expr::Name(_) | Expr::Attribute(_)]
            );
        if !ready_made && arguments.iter().any(|argument| text(argument).is_none()) {
            self.line.computed.push(line);
        }
        for (name, hidden) in names(arguments, call) {
            self.note(WordKind::Option, command.to_owned(), &name, hidden, line);
        }
    }

    fn add_parser(&mut self, call: &'a ExprCall, line: u64) {
        match call.arguments.args.first().map(text) {
            Some(Some(name)) => {
                let hidden = declarations::is_hidden(call);
                self.note(WordKind::Subcommand, String::new(), name, hidden, line);
                if let Some(Expr::List(aliases)) = keyword(call, "aliases") {
                    for alias in aliases.elts.iter().filter_map(text) {
                        self.note(WordKind::Subcommand, String::new(), alias, hidden, line);
                    }
                }
            }
            Some(None) => self.line.computed.push(line),
            None => {}
        }
    }

    /// `option("name", "n", …)`.
    fn cleo_option(&mut self, call: &'a ExprCall, line: u64) {
        let mut arguments = call.arguments.args.iter();
        let command = self.command.clone();
        match arguments.next().map(text) {
            Some(Some(name)) => {
                let name = format!("--{}", name.trim_start_matches('-'));
                self.note(WordKind::Option, command.clone(), &name, false, line);
            }
            _ => self.line.computed.push(line),
        }
        let short = arguments.next().and_then(text);
        let short = short.map(|short| short.trim_start_matches('-'));
        if let Some(short) = short.filter(|short| short.chars().count() == 1) {
            let short = format!("-{short}");
            self.note(WordKind::Option, command, &short, false, line);
        }
    }

    fn note(&mut self, kind: WordKind, command: String, name: &str, hidden: bool, line: u64) {
        self.line.push(Word {
            kind,
            command,
            name: name.to_owned(),
            scope: self.scope.clone(),
            hidden,
            line,
        });
    }
}

/// What a method is called on.
fn receiver(call: &ExprCall) -> Option<&Expr> {
    match &*call.func {
        Expr::Attribute(attribute) => Some(&attribute.value),
        _ => None,
    }
}

fn walk_function<'a>(reader: &mut Reader<'a>, function: &'a StmtFunctionDef) {
    for decorator in &function.decorator_list {
        reader.visit_expr(&decorator.expression);
    }
    reader.visit_parameters(&function.parameters);
    for statement in &function.body {
        reader.visit_stmt(statement);
    }
}
