//! Ways that a script may take: conditions and what catches a failure.

use super::reading::fails;
use super::{Scope, Walk};
use crate::collect::workflow::calls::cut;
use crate::formats::groovy::Part;
use crate::formats::jenkinsfile::{bracketed, condition, shown};

impl<'p> Walk<'_, '_, 'p> {
    /// `if (…) … else …`, each way with what its condition leaves of the build of a tag.
    pub(super) fn conditional(&mut self, parts: &'p [Part], scope: &Scope) {
        let mut scope = scope.clone();
        let mut place = 0;
        loop {
            let (given, behind) = bracketed(parts, place + 1);
            self.expression(given, &scope);
            let holds = condition::holds(given, self.reader.release_tag);
            let names_tag = given.iter().any(|part| part.word() == Some("TAG_NAME"));
            if holds == Some(true) && names_tag && !scope.never {
                let line = given.first().map_or(1, Part::line);
                self.found.tags.push((cut(&shown(given)), line));
            }
            let otherwise = parts
                .iter()
                .skip(behind)
                .position(|part| part.word() == Some("else"))
                .map(|offset| behind + offset);
            let end = otherwise.unwrap_or(parts.len());
            let inside = Scope {
                never: scope.never || holds == Some(false),
                ..scope.clone()
            };
            self.branch(parts.get(behind..end).unwrap_or_default(), &inside);
            let Some(otherwise) = otherwise else {
                return;
            };
            scope.never |= holds == Some(true);
            if parts.get(otherwise + 1).and_then(Part::word) != Some("if") {
                let rest = parts.get(otherwise + 1..).unwrap_or_default();
                return self.branch(rest, &scope);
            }
            place = otherwise + 1;
        }
    }

    pub(super) fn branch(&mut self, parts: &'p [Part], scope: &Scope) {
        match parts {
            [Part::Block { statements, .. }] => self.block(statements, scope),
            _ => self.expression(parts, scope),
        }
    }

    /// `try { … } catch (…) { … } finally { … }`: a failure that is caught and not thrown again fails
    /// nothing.
    pub(super) fn attempt(&mut self, parts: &'p [Part], scope: &Scope) {
        let word = |place: usize| parts.get(place).and_then(Part::word);
        let mut caught = false;
        for place in (0..parts.len()).filter(|&place| word(place) == Some("catch")) {
            let block = parts.iter().skip(place).find_map(Part::block);
            caught |= !block.is_some_and(fails);
        }
        let mut inside = scope.clone();
        if caught {
            inside
                .ignored
                .get_or_insert_with(|| "its failure is caught (`catch`)".to_owned());
        }
        let mut kind = "try";
        for (place, part) in parts.iter().enumerate() {
            kind = word(place)
                .filter(|it| ["catch", "finally"].contains(it))
                .unwrap_or(kind);
            let Some(block) = part.block() else {
                continue;
            };
            match kind {
                "try" => self.block(block, &inside),
                "finally" => self.block(block, scope),
                _ => self.block(
                    block,
                    &Scope {
                        never: true,
                        ..scope.clone()
                    },
                ),
            }
        }
    }
}
