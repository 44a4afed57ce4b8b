//! The statements of a module or class, one after the other: later definitions replace earlier
//! ones, except where they are for another case.

use std::collections::BTreeMap;

use ruff_python_ast::{
    ExceptHandler, Expr, Operator, Stmt, StmtFunctionDef, StmtIf, StmtImport, StmtImportFrom,
    StmtTry,
};

use super::conditions::{Condition, condition};
use super::functions::{self, Defined};
use super::model::{
    Attribute, Exports, Function, Import, Kind, Member, Members, Module, Parameter, ParameterKind,
    Receiver, Star, Value,
};
use super::source::{Source, dotted};
use super::{classes, dynamic, exports, made_class};

/// Reads the statements of a module.
pub(super) fn module(source: &Source<'_>, statements: &[Stmt]) -> Module {
    let mut body = Body::new(source, false);
    body.read(statements, Case::Sure);
    body.finish();
    body.module
}

/// In which case a statement runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// In each that counts.
    Sure,
    /// In another one: it defines only what is not there yet.
    Other,
    /// For type checkers only.
    Typing,
}

impl Case {
    /// The case of a block in this case.
    fn and(self, inner: Case) -> Case {
        match self {
            Case::Sure => inner,
            outer => outer,
        }
    }
}

pub(super) struct Body<'b, 's> {
    source: &'b Source<'s>,
    in_class: bool,
    module: Module,
    overloads: BTreeMap<String, (u64, Vec<String>)>,
}

impl<'b, 's> Body<'b, 's> {
    fn new(source: &'b Source<'s>, in_class: bool) -> Self {
        Body {
            source,
            in_class,
            module: Module::default(),
            overloads: BTreeMap::new(),
        }
    }

    pub(super) fn of_class(source: &'b Source<'s>) -> Self {
        Body::new(source, true)
    }

    pub(super) fn into_members(mut self) -> Members {
        self.finish();
        self.module.members
    }

    /// Overloads without an implementation, as in stubs, are functions all the same.
    fn finish(&mut self) {
        for (name, (line, overloads)) in std::mem::take(&mut self.overloads) {
            match self
                .module
                .members
                .get_mut(&name)
                .map(|member| &mut member.kind)
            {
                Some(Kind::Function(function)) => function.overloads = overloads,
                Some(_) => {}
                None => {
                    let function = Function {
                        parameters: anything(),
                        receiver: if self.in_class {
                            Receiver::Static
                        } else {
                            Receiver::None
                        },
                        overloads,
                        returns: true,
                        ..Function::default()
                    };
                    self.bind(&name, line, Kind::Function(function), Case::Sure);
                }
            }
        }
    }

    pub(super) fn read(&mut self, statements: &[Stmt], case: Case) {
        for statement in statements {
            self.statement(statement, case);
        }
    }

    fn statement(&mut self, statement: &Stmt, case: Case) {
        if !self.in_class && self.module.dynamic.is_none() {
            self.module.dynamic = dynamic::of_statement(self.source, statement);
        }
        match statement {
            Stmt::FunctionDef(node) => self.function(node, case),
            Stmt::ClassDef(node) => {
                let class = classes::define(self.source, node);
                let line = self.source.line_of(&node.name);
                self.bind(node.name.as_str(), line, Kind::Class(class), case);
            }
            Stmt::Assign(node) => {
                for target in &node.targets {
                    self.assign(target, Some(&node.value), case);
                }
            }
            Stmt::AnnAssign(node) => self.assign(&node.target, node.value.as_deref(), case),
            Stmt::TypeAlias(node) => self.assign(&node.name, Some(&node.value), case),
            Stmt::AugAssign(node) if node.op == Operator::Add && self.is_exports(&node.target) => {
                self.export_more(exports::entries(&node.value), self.source.line_of(node));
            }
            Stmt::Expr(node) => self.expression(&node.value),
            Stmt::Import(node) => self.import(node, case),
            Stmt::ImportFrom(node) => self.import_from(node, case),
            Stmt::Delete(node) => {
                for name in node.targets.iter().filter_map(dotted) {
                    self.module.members.remove(&name);
                }
            }
            Stmt::If(node) => self.branches(node, case),
            Stmt::Try(node) => self.attempt(node, case),
            Stmt::With(node) => self.read(&node.body, case),
            Stmt::For(node) => {
                self.read(&node.body, case);
                self.read(&node.orelse, case);
            }
            Stmt::While(node) => {
                self.read(&node.body, case);
                self.read(&node.orelse, case);
            }
            Stmt::Match(node) => {
                for each in &node.cases {
                    self.read(&each.body, case.and(Case::Other));
                }
            }
            _ => {}
        }
    }

    fn branches(&mut self, node: &StmtIf, case: Case) {
        let (first, rest) = match condition(&node.test) {
            Condition::TypeChecking => (Case::Typing, Case::Sure),
            Condition::NotTypeChecking => (Case::Sure, Case::Typing),
            Condition::Holds => (Case::Sure, Case::Other),
            Condition::Fails => (Case::Other, Case::Sure),
            Condition::Unknown => (Case::Other, Case::Other),
        };
        // What the newest Python runs comes first: the others only add to it.
        let late = first == Case::Other && rest == Case::Sure;
        if !late {
            self.read(&node.body, case.and(first));
        }
        let mut case_of_rest = rest;
        for clause in &node.elif_else_clauses {
            match clause.test.as_ref().map(condition) {
                Some(Condition::Holds) if case_of_rest == Case::Sure => {
                    self.read(&clause.body, case.and(Case::Sure));
                    case_of_rest = Case::Other;
                }
                Some(Condition::Fails | Condition::Unknown | Condition::Holds) => {
                    self.read(&clause.body, case.and(Case::Other));
                }
                Some(Condition::TypeChecking) => self.read(&clause.body, case.and(Case::Typing)),
                Some(Condition::NotTypeChecking) | None => {
                    self.read(&clause.body, case.and(case_of_rest));
                }
            }
        }
        if late {
            self.read(&node.body, case.and(first));
        }
    }

    fn attempt(&mut self, node: &StmtTry, case: Case) {
        self.read(&node.body, case);
        self.read(&node.orelse, case);
        for ExceptHandler::ExceptHandler(handler) in &node.handlers {
            self.read(&handler.body, case.and(Case::Other));
        }
        self.read(&node.finalbody, case);
    }

    fn function(&mut self, node: &StmtFunctionDef, case: Case) {
        let name = node.name.as_str();
        let line = self.source.line_of(&node.name);
        match functions::define(self.source, node, self.in_class) {
            Defined::Overload(text) => {
                let known = self.overloads.entry(name.to_owned()).or_default();
                if known.1.is_empty() {
                    known.0 = line;
                }
                known.1.push(text);
            }
            Defined::Setter => {
                if let Some(Kind::Attribute(property)) = self
                    .module
                    .members
                    .get_mut(name)
                    .map(|member| &mut member.kind)
                {
                    property.read_only = false;
                }
            }
            Defined::Part => {}
            Defined::Member(kind) => {
                if !self.in_class && name == "__getattr__" {
                    self.module.dynamic = Some(dynamic::of_getattr(self.source, node));
                }
                let initialises = self.in_class && classes::is_initialiser(name, &kind);
                self.bind(name, line, kind, case);
                if initialises {
                    self.instance_attributes(node);
                }
            }
        }
    }

    fn instance_attributes(&mut self, node: &StmtFunctionDef) {
        for (name, line, attribute) in classes::instance_attributes(self.source, node) {
            self.module.members.entry(name).or_insert(Member {
                line,
                conditional: false,
                typing_only: false,
                kind: Kind::Attribute(attribute),
            });
        }
    }

    fn assign(&mut self, target: &Expr, value: Option<&Expr>, case: Case) {
        let line = self.source.line_of(target);
        match target {
            Expr::Name(_) if self.is_exports(target) => {
                self.module.exports = match value.map(exports::entries) {
                    Some(Some(entries)) => Exports::Listed(entries),
                    Some(None) => Exports::Unclear { line },
                    None => return,
                };
            }
            Expr::Name(name)
                if self.is_class(&name.id)
                    && value.is_some_and(|value| made_class::decorates(value, &name.id)) => {}
            Expr::Name(name) => {
                let made = value.and_then(|value| made_class::made(self.source, value));
                let kind = made.map_or_else(
                    || {
                        Kind::Attribute(Attribute {
                            value: value.map(|value| self.brief(value)),
                            ..Attribute::default()
                        })
                    },
                    Kind::Class,
                );
                self.bind(name.id.as_str(), line, kind, case);
            }
            Expr::Tuple(tuple) => {
                for item in &tuple.elts {
                    if self.is_exports(item) {
                        self.module.exports = Exports::Unclear { line };
                    } else {
                        self.assign(item, None, case);
                    }
                }
            }
            Expr::List(list) => {
                for item in &list.elts {
                    self.assign(item, None, case);
                }
            }
            Expr::Starred(starred) => self.assign(&starred.value, None, case),
            _ => {}
        }
    }

    fn is_class(&self, name: &str) -> bool {
        let member = self.module.members.get(name);
        member.is_some_and(|member| matches!(member.kind, Kind::Class(_)))
    }

    /// Of a value, only what names something else counts: constants may change.
    fn brief(&self, value: &Expr) -> Value {
        Value {
            text: String::new(),
            name: dotted(value),
            literal: false,
        }
    }

    /// `__all__.extend(…)`, `__all__.append(…)`; anything else that is done to it is unclear.
    fn expression(&mut self, expression: &Expr) {
        let Expr::Call(call) = expression else {
            return;
        };
        let Some(name) = dotted(&call.func) else {
            return;
        };
        let Some(method) = name.strip_prefix("__all__.").filter(|_| !self.in_class) else {
            return;
        };
        let entries = match (method, &*call.arguments.args) {
            ("extend", [more]) => exports::entries(more),
            ("append", [Expr::StringLiteral(one)]) => {
                let name = one.value.to_str().to_owned();
                Some(vec![super::model::Export::Name(name)])
            }
            ("sort", _) => Some(Vec::new()),
            _ => None,
        };
        self.export_more(entries, self.source.line_of(call));
    }

    fn is_exports(&self, target: &Expr) -> bool {
        !self.in_class && matches!(target, Expr::Name(name) if name.id.as_str() == "__all__")
    }

    fn export_more(&mut self, entries: Option<Vec<super::model::Export>>, line: u64) {
        match (&mut self.module.exports, entries) {
            (Exports::Listed(known), Some(mut more)) => known.append(&mut more),
            (exports, _) => *exports = Exports::Unclear { line },
        }
    }

    fn import(&mut self, node: &StmtImport, case: Case) {
        for alias in &node.names {
            let full = alias.name.as_str();
            let first = full.split('.').next().unwrap_or(full);
            let (bound, module) = match &alias.asname {
                Some(name) => (name.as_str(), full),
                None => (first, first),
            };
            let import = Import::Module {
                module: module.to_owned(),
                redundant: alias.asname.is_some() && bound == full,
            };
            self.bind(
                bound,
                self.source.line_of(alias),
                Kind::Import(import),
                case,
            );
        }
    }

    fn import_from(&mut self, node: &StmtImportFrom, case: Case) {
        let dots = ".".repeat(usize::try_from(node.level).unwrap_or_default().min(100));
        let module = node.module.as_ref().map_or("", |name| name.as_str());
        let module = format!("{dots}{module}");
        for alias in &node.names {
            let name = alias.name.as_str();
            let line = self.source.line_of(alias);
            if name == "*" {
                if case != Case::Typing {
                    self.module.stars.push(Star {
                        module: module.clone(),
                        line,
                    });
                }
                continue;
            }
            let bound = alias.asname.as_ref().map_or(name, |name| name.as_str());
            let import = Import::From {
                module: module.clone(),
                name: name.to_owned(),
                redundant: alias.asname.is_some() && bound == name,
            };
            self.bind(bound, line, Kind::Import(import), case);
        }
    }

    fn bind(&mut self, name: &str, line: u64, kind: Kind, case: Case) {
        let member = Member {
            line,
            conditional: false,
            typing_only: case == Case::Typing,
            kind,
        };
        match self.module.members.get_mut(name) {
            Some(known) if case == Case::Other => {
                known.conditional = true;
                known.typing_only = false;
            }
            // What type checkers see says more than what stands in for it at run time.
            Some(known) if known.typing_only && case == Case::Sure => known.typing_only = false,
            Some(known) if case == Case::Typing && !known.typing_only => {}
            _ => {
                self.module.members.insert(name.to_owned(), member);
            }
        }
    }
}

/// `*args, **kwargs`: what only overloads describe.
fn anything() -> Vec<Parameter> {
    let variadic = |name: &str, kind| Parameter {
        name: name.to_owned(),
        kind,
        default: None,
    };
    vec![
        variadic("args", ParameterKind::VarPositional),
        variadic("kwargs", ParameterKind::VarKeyword),
    ]
}
