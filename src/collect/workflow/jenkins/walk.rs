//! From statements to stages with their steps.

mod control;
mod declared;
mod reading;
mod settings;
mod steps;

use std::collections::{HashMap, HashSet};

use super::names::{AFTER_FAILURE, KEYWORDS, OBJECTS, PLAIN, SETTINGS, WRAPPERS};
use crate::collect::workflow::calls::cut;
use crate::collect::workflow::pin::pin;
use crate::collect::workflow::reader::Reader;
use crate::facts::{Import, ImportKind, Job, Pin};
use crate::formats::groovy::{Part, Statement, Text, Token};
use crate::formats::image_name::of_image;
use crate::formats::jenkinsfile::{bracketed, when};
use reading::{
    Call, credentials, definition, folder, forgiven, receiver, starts_expression, written,
};

/// How deep functions of the file may call each other.
const MAX_CALLS: usize = 10;

/// How deep calls and blocks may stand in each other, functions put in where they are called.
const MAX_DEPTH: usize = 100;

/// The most steps of one Jenkinsfile, functions put in where they are called.
const MAX_STEPS: usize = 5_000;

/// The most statements that are looked at, functions put in where they are called.
const MAX_STATEMENTS: usize = 20_000;

/// What was found.
#[derive(Default)]
pub(super) struct Walked {
    pub jobs: Vec<Job>,
    pub imports: Vec<Import>,
    /// The conditions that say that it is built for tags.
    pub tags: Vec<(String, u64)>,
    /// Other events that start it.
    pub triggers: Vec<(String, u64)>,
}

/// What the steps of a block have in common.
#[derive(Clone, Default)]
struct Scope {
    never: bool,
    ignored: Option<String>,
    secrets: Vec<String>,
    folder: String,
    /// The stage.
    job: usize,
    /// The functions that led here.
    trail: Vec<String>,
    /// Whether it is what is handed to a step that is known, where names may stand for its options.
    is_given: bool,
}

struct Walk<'r, 'a, 'p> {
    reader: &'r mut Reader<'a>,
    path: &'p str,
    functions: HashMap<&'p str, &'p [Statement]>,
    constants: HashMap<String, (Text, u64)>,
    /// Names of variables and parameters.
    variables: HashSet<&'p str>,
    found: Walked,
    steps: usize,
    left: usize,
    depth: usize,
}

/// Walks through a program.
pub(super) fn program<'p>(
    reader: &mut Reader<'_>,
    path: &'p str,
    statements: &'p [Statement],
) -> Walked {
    let mut walk = Walk {
        reader,
        path,
        functions: HashMap::new(),
        constants: HashMap::new(),
        variables: HashSet::new(),
        found: Walked::default(),
        steps: 0,
        left: MAX_STATEMENTS,
        depth: 0,
    };
    walk.declare(statements);
    walk.stage_at("pipeline", 1);
    walk.block(statements, &Scope::default());
    if walk.left == 0 || walk.steps > MAX_STEPS {
        let reason = "it has too many steps to be read".to_owned();
        walk.reader.unread(path, 1, reason);
    }
    let mut found = walk.found;
    found.jobs.retain(|job| !job.steps.is_empty());
    found
}

impl<'p> Walk<'_, '_, 'p> {
    fn stage_at(&mut self, name: &str, line: u64) -> usize {
        self.found.jobs.push(Job {
            id: cut(name),
            path: self.path.to_owned(),
            line,
            name: None,
            permissions: None,
            steps: Vec::new(),
        });
        self.found.jobs.len() - 1
    }

    fn block(&mut self, statements: &'p [Statement], scope: &Scope) {
        if self.depth >= MAX_DEPTH {
            let line = statements.first().map_or(1, |it| it.line);
            let reason = "its blocks are too deep to be read".to_owned();
            return self.reader.unread(self.path, line, reason);
        }
        self.depth += 1;
        self.statements(statements, scope);
        self.depth -= 1;
    }

    fn statements(&mut self, statements: &'p [Statement], scope: &Scope) {
        let scope = self.limited(statements, scope);
        for statement in statements {
            if self.left == 0 || self.steps > MAX_STEPS {
                return;
            }
            self.left -= 1;
            self.statement(statement, &scope);
        }
    }

    /// The scope with what the block itself says of all of its steps: `when`, `environment`.
    fn limited(&mut self, statements: &'p [Statement], scope: &Scope) -> Scope {
        let mut scope = scope.clone();
        for statement in statements {
            let parts = statement.parts.as_slice();
            let Some(block) = parts.get(1).and_then(Part::block) else {
                continue;
            };
            match parts.first().and_then(Part::word) {
                Some("when") => {
                    let when = when::read(block, self.reader.release_tag);
                    scope.never |= when.holds == Some(false);
                    if when.holds == Some(true) && !scope.never {
                        let tags = when.tags.iter().map(|text| (cut(text), statement.line));
                        self.found.tags.extend(tags);
                    }
                }
                Some("environment") => {
                    let secrets = block.iter().flat_map(|it| credentials(&it.parts));
                    scope.secrets.extend(secrets);
                }
                _ => {}
            }
        }
        scope
    }

    fn statement(&mut self, statement: &'p Statement, scope: &Scope) {
        let parts = statement.parts.as_slice();
        match parts.first().and_then(Part::word) {
            Some("import" | "package") => {}
            Some("when") if parts.len() == 2 => {}
            Some("if") => self.conditional(parts, scope),
            Some("try") => self.attempt(parts, scope),
            _ if definition(parts).is_some() => {}
            _ if parts.first().is_some_and(|part| part.is_sign("@")) => self.annotation(parts),
            _ => self.expression(parts, scope),
        }
    }

    fn import(&mut self, line: u64, kind: ImportKind, text: &str, pin: Pin) {
        self.found.imports.push(Import {
            path: self.path.to_owned(),
            line,
            kind,
            text: cut(text),
            pin,
        });
    }

    fn image(&mut self, part: &Part) {
        if let Part::Token {
            token: Token::Text(text),
            line,
            ..
        } = part
        {
            self.import(
                *line,
                ImportKind::Image,
                &text.content,
                pin(of_image(&text.content)),
            );
        }
    }

    /// Looks for calls anywhere in an expression.
    fn expression(&mut self, parts: &'p [Part], scope: &Scope) {
        let mut place = 0;
        while let Some(part) = parts.get(place) {
            place += 1;
            if let Some(block) = part.block() {
                self.block(block, scope);
            } else if let Some(name) = part.word() {
                place = self.word(parts, place - 1, name, scope);
            }
        }
    }

    /// A word in an expression; returns the place behind what was read of it.
    fn word(&mut self, parts: &'p [Part], place: usize, name: &'p str, scope: &Scope) -> usize {
        let next = parts.get(place + 1);
        let after_dot = place
            .checked_sub(1)
            .and_then(|before| parts.get(before))
            .is_some_and(|before| before.is_sign(".") || before.is_sign("?."));
        if KEYWORDS.contains(&name) && !after_dot {
            return place + 1;
        }
        let in_brackets = next.is_some_and(|next| next.is_sign("("));
        let in_block = next.is_some_and(|next| next.block().is_some());
        // `sh 'x'`, `build job: 'x'`, `checkout scm`
        let is_command = match next {
            Some(Part::Token {
                token: Token::Text(_) | Token::Word(_),
                spaced: true,
                ..
            }) => true,
            Some(part @ Part::Token { spaced: true, .. }) => part.is_sign("["),
            _ => false,
        };
        let is_command = is_command
            && !next
                .and_then(Part::word)
                .is_some_and(|word| KEYWORDS.contains(&word))
            && starts_expression(parts, place);
        if !in_brackets && !in_block && !is_command {
            return place + 1;
        }
        // `int count = 0`
        let is_declaration = is_command && parts.get(place + 2).is_some_and(|it| it.is_sign("="));
        if is_declaration && !after_dot {
            return place + 1;
        }
        let (given, behind) = if in_brackets {
            bracketed(parts, place + 1)
        } else if in_block {
            (&[][..], place + 1)
        } else {
            let rest = parts.get(place + 1..).unwrap_or_default();
            let ends_in_block = rest.last().and_then(Part::block).is_some()
                && !rest
                    .iter()
                    .rev()
                    .nth(1)
                    .is_some_and(|it| it.is_sign(":") || it.is_sign(","));
            let length = rest.len() - usize::from(ends_in_block);
            (rest.get(..length).unwrap_or_default(), place + 1 + length)
        };
        let body = parts.get(behind).and_then(Part::block);
        let call = Call {
            name,
            receiver: after_dot.then(|| receiver(parts, place)).flatten(),
            is_method: after_dot,
            given,
            body,
            line: parts.get(place).map_or(1, Part::line),
        };
        self.call(&call, scope);
        behind + usize::from(body.is_some())
    }

    fn call(&mut self, call: &Call<'p>, scope: &Scope) {
        if self.depth >= MAX_DEPTH {
            let reason = "its calls are too deep to be read".to_owned();
            return self.reader.unread(self.path, call.line, reason);
        }
        self.depth += 1;
        self.read_call(call, scope);
        self.depth -= 1;
    }

    fn read_call(&mut self, call: &Call<'p>, scope: &Scope) {
        let body = call.body.unwrap_or_default();
        if call.is_method {
            return self.method(call, scope);
        }
        match call.name {
            "sh" | "bat" | "powershell" | "pwsh" => return self.run(call, scope),
            "stage" => {
                let name = call.given.iter().find_map(written).unwrap_or("stage");
                let job = self.stage_at(name, call.line);
                let scope = Scope {
                    job,
                    ..scope.clone()
                };
                return self.block(body, &scope);
            }
            "agent" => return self.agent(body),
            "triggers" => return self.triggered(body),
            "environment" => {
                for statement in body {
                    self.expression(&statement.parts, scope);
                }
                return;
            }
            "library" => return self.libraries(call.given),
            "load" => return self.hidden(call, scope, "what the loaded file does is not read"),
            "build" => {
                return self.hidden(
                    call,
                    scope,
                    "what another job of Jenkins does is not in the repository",
                );
            }
            _ if SETTINGS.contains(&call.name) => return,
            _ => {}
        }
        let mut inner = scope.clone();
        inner.secrets.extend(credentials(call.given));
        if AFTER_FAILURE.contains(&call.name) && call.body.is_some() {
            inner.never = true;
            return self.block(body, &inner);
        }
        if call.name == "dir" {
            inner.folder = folder(&scope.folder, call.given);
        }
        if let Some(reason) = forgiven(call) {
            inner.ignored.get_or_insert(reason);
        }
        inner.is_given = PLAIN.contains(&call.name);
        self.expression(call.given, &inner);
        inner.is_given = false;
        if let Some(function) = self.functions.get(call.name).copied() {
            self.function_call(call, function, &inner);
        } else if !WRAPPERS.contains(&call.name)
            && !PLAIN.contains(&call.name)
            && !self.variables.contains(call.name)
            && !scope.is_given
        {
            let reason = format!(
                "the step `{}` is not known: it may be a library's",
                call.name
            );
            self.hidden(call, scope, &reason);
        }
        if !body.is_empty() {
            self.block(body, &inner);
        }
    }

    fn function_call(&mut self, call: &Call<'p>, function: &'p [Statement], scope: &Scope) {
        let name = call.name.to_owned();
        if scope.trail.len() >= MAX_CALLS || scope.trail.contains(&name) {
            return self.hidden(call, scope, "it is called too deep to be followed");
        }
        let mut inner = scope.clone();
        inner.trail.push(name);
        self.block(function, &inner);
    }

    /// A method: those of `docker` build, push and run; those of variables do nothing of their own.
    fn method(&mut self, call: &Call<'p>, scope: &Scope) {
        let root = call.receiver.unwrap_or_default();
        self.expression(call.given, scope);
        let is_docker = root == "docker";
        match call.name {
            "image" if is_docker => call.given.iter().take(1).for_each(|part| self.image(part)),
            "build" if is_docker => self.stands(call, scope, "docker build", None),
            "push" if is_docker || self.variables.contains(root) => {
                self.stands(call, scope, "docker push", None);
            }
            _ if call.receiver.is_none()
                || is_docker
                || OBJECTS.contains(&root)
                || self.variables.contains(root) => {}
            _ => {
                let reason = format!(
                    "what `{root}.{}` does is not in the file: it may be a library's",
                    call.name
                );
                self.hidden(call, scope, &reason);
            }
        }
        if let Some(body) = call.body {
            self.block(body, scope);
        }
    }
}
