//! What a pipeline says of itself: libraries, images of agents, what starts it.

use super::Walk;
use crate::collect::workflow::pin::pin;
use crate::facts::{ImportKind, Pin};
use crate::formats::groovy::{Part, Statement, Token};
use crate::formats::image_name::of_version;

impl<'p> Walk<'_, '_, 'p> {
    /// `@Library('name@version') _`
    pub(super) fn annotation(&mut self, parts: &'p [Part]) {
        if parts.get(1).and_then(Part::word) == Some("Library") {
            self.libraries(parts);
        }
    }

    pub(super) fn libraries(&mut self, parts: &[Part]) {
        for part in parts {
            let Part::Token {
                token: Token::Text(text),
                line,
                ..
            } = part
            else {
                continue;
            };
            let pin = match text.content.rsplit_once('@') {
                Some((_, version)) => pin(of_version(version)),
                None => Pin::None,
            };
            self.import(*line, ImportKind::Library, &text.content, pin);
        }
    }

    /// `agent { docker 'image' }`, `agent { docker { image 'image' } }`
    pub(super) fn agent(&mut self, body: &'p [Statement]) {
        for statement in body {
            let parts = statement.parts.as_slice();
            if parts.first().and_then(Part::word) != Some("docker") {
                continue;
            }
            match parts.get(1) {
                Some(Part::Block { statements, .. }) => {
                    let image = statements
                        .iter()
                        .find(|it| it.parts.first().and_then(Part::word) == Some("image"));
                    if let Some(part) = image.and_then(|it| it.parts.get(1)) {
                        self.image(part);
                    }
                }
                Some(part) => self.image(part),
                None => {}
            }
        }
    }

    pub(super) fn triggered(&mut self, body: &'p [Statement]) {
        for statement in body {
            let event = match statement.parts.first().and_then(Part::word) {
                Some("cron" | "pollSCM") => "schedule",
                Some("upstream") => "workflow_run",
                _ => continue,
            };
            self.found.triggers.push((event.to_owned(), statement.line));
        }
    }
}
