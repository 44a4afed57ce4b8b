//! What a file declares: functions, closures, texts and variables.

use super::Walk;
use super::reading::definition;
use crate::formats::groovy::{Part, Statement, Text, Token};
use crate::formats::jenkinsfile::bracketed;

impl<'p> Walk<'_, '_, 'p> {
    /// Notes functions, closures, texts and variables of the file.
    pub(super) fn declare(&mut self, statements: &'p [Statement]) {
        for statement in statements {
            let parts = statement.parts.as_slice();
            for (place, part) in parts.iter().enumerate() {
                let next = parts.get(place + 1);
                if let Some(inner) = part.block() {
                    self.parameters(inner);
                    self.declare(inner);
                } else if let Some(name) = part.word() {
                    let assigned = next.is_some_and(|next| next.is_sign("="));
                    let looped = next.and_then(Part::word) == Some("in");
                    let before = place.checked_sub(1).and_then(|place| parts.get(place));
                    let declared = before.and_then(Part::word) == Some("def");
                    if assigned || looped || declared {
                        self.variables.insert(name);
                    }
                    if assigned {
                        self.assigned(name, parts.get(place + 2..).unwrap_or_default());
                    }
                }
            }
            self.function(parts);
        }
    }

    pub(super) fn parameters(&mut self, block: &'p [Statement]) {
        let Some(first) = block.first() else {
            return;
        };
        let arrow = first.parts.iter().position(|part| part.is_sign("->"));
        let before = first.parts.get(..arrow.unwrap_or(0)).unwrap_or_default();
        self.variables.extend(before.iter().filter_map(Part::word));
    }

    pub(super) fn assigned(&mut self, name: &'p str, value: &'p [Part]) {
        match value {
            [
                Part::Token {
                    token: Token::Text(text),
                    line,
                    ..
                },
            ] if !self.constants.contains_key(name) => {
                self.constants
                    .insert(name.to_owned(), (text.clone(), *line));
            }
            [Part::Block { statements, .. }] => {
                self.functions.insert(name, statements);
            }
            // It has more than one value, so that none is known.
            _ => {
                let line = value.first().map_or(1, Part::line);
                let unknown = Text {
                    content: "${…}".to_owned(),
                    literal: false,
                    expressions: vec!["…".to_owned()],
                };
                self.constants.insert(name.to_owned(), (unknown, line));
            }
        }
    }

    /// `def name(a, b) { … }`
    pub(super) fn function(&mut self, parts: &'p [Part]) {
        if let Some((name, open, body)) = definition(parts) {
            self.functions.insert(name, body);
            let given = bracketed(parts, open).0;
            self.variables.extend(given.iter().filter_map(Part::word));
        }
    }
}
