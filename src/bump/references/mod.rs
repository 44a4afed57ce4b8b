//! The references in the documents that the rules refuse, in the new version's words.
//!
//! Which ones those are is not decided here: the rules of a check say so (see [`Ruling`]).

mod nearby;
mod respell;
mod strays;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::edit::Purpose;
use super::files::below;
use super::plan::{Left, Refusal, Request};
use super::planned::Planned;
use crate::facts::{Reference, ReferenceForm};
use respell::Spelling;
use strays::{Stray, Strays, bare};

/// What the rules say of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ruling {
    /// It may stay: it is current, it tells of another time, or it is no version of the project.
    Stays,
    /// It may be out of date, and only a person can tell.
    Doubtful,
    /// It is out of date, and a waiver allows that.
    Waived,
    /// It is out of date.
    Refused,
}

/// A document with its references, and what the rules say of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The path from the root of the project.
    pub path: String,
    /// Its references in the order of the file.
    pub references: Vec<(Reference, Ruling)>,
}

/// Plans the references that are refused, and lists those that stay as they are although the rules
/// object to them.
pub(super) fn plan(planned: &mut Planned<'_>, request: &Request<'_>) -> Result<(), Refusal> {
    let spelling = Spelling::of_project(request);
    for document in request.references {
        let objected = |(_, ruling): &&(Reference, Ruling)| *ruling != Ruling::Stays;
        if !document.references.iter().any(|it| objected(&it)) {
            continue;
        }
        // Two documents may be one file: then it changes once, and the link stays one.
        let path = planned.files.real(&below(request.project, &document.path));
        if let Some(text) = planned.text(&path)? {
            let place = Place {
                path: &path,
                text: &text,
                replaced: &planned.replaced(&path),
                spelling: &spelling,
            };
            place.plan(planned, document);
        }
    }
    Ok(())
}

/// A document that changes.
struct Place<'p> {
    path: &'p str,
    text: &'p str,
    /// What is replaced in it already.
    replaced: &'p [Range<usize>],
    spelling: &'p Spelling<'p>,
}

impl Place<'_> {
    fn plan(&self, planned: &mut Planned<'_>, document: &Judged) {
        let moving = self.moving(document);
        let all = document
            .references
            .iter()
            .map(|(reference, _)| range(reference));
        let known = all.map(|range| (range.start, range.end)).collect();
        let strays = Strays::of(self.text, &moving, &known);
        let starts: BTreeSet<u64> = moving.iter().map(|reference| reference.start).collect();
        for (reference, ruling) in &document.references {
            match ruling {
                Ruling::Waived => self.leave(planned, reference, "a waiver covers it"),
                Ruling::Doubtful if !starts.contains(&reference.start) => self.leave(
                    planned,
                    reference,
                    "it may be another version than the one to use",
                ),
                _ => {}
            }
        }
        let mut replaced = BTreeSet::new();
        for reference in moving {
            if strays.cross(reference) {
                let reason = "the suffix beside it, `@…`, has the same version";
                self.leave(planned, reference, reason);
            } else if self.replace(planned, reference) {
                replaced.insert(bare(reference));
            }
        }
        for stray in &strays.found {
            self.stray(planned, stray, &replaced);
        }
    }

    /// The references that are refused, and those that are one link with such a one: the text of a
    /// link and its address name the same version.
    fn moving<'d>(&self, document: &'d Judged) -> Vec<&'d Reference> {
        let mut refused: BTreeMap<u64, Vec<&Reference>> = BTreeMap::new();
        for (reference, ruling) in &document.references {
            if *ruling == Ruling::Refused {
                refused.entry(reference.line).or_default().push(reference);
            }
        }
        let moves = |(reference, ruling): &(Reference, Ruling)| match ruling {
            Ruling::Refused => true,
            Ruling::Waived => false,
            Ruling::Stays | Ruling::Doubtful => {
                let others = refused.get(&reference.line).into_iter().flatten();
                others
                    .into_iter()
                    .any(|other| self.links(other, reference) || self.links(reference, other))
            }
        };
        let references = document.references.iter().filter(|it| moves(it));
        references.map(|(reference, _)| reference).collect()
    }

    /// Whether a text is a link to an address that names the same version.
    fn links(&self, text: &Reference, address: &Reference) -> bool {
        let normal = |of: &Reference| of.version.as_ref().map(|version| version.normal.clone());
        address.form == ReferenceForm::Url
            && normal(address) == normal(text)
            && nearby::is_linked(self.text, &range(text), &range(address))
    }

    /// A version that is no reference: the name of a file moves with its address, as the text of a
    /// link does, and others are listed where the same version was replaced.
    fn stray(&self, planned: &mut Planned<'_>, stray: &Stray<'_>, replaced: &BTreeSet<&str>) {
        let text = self.text.get(stray.range.clone()).unwrap_or_default();
        if !replaced.contains(text) || self.is_replaced(&stray.range) {
            return;
        }
        let new = stray.address.and_then(|address| {
            let of_address = self.spelling.of(address)?.replace("--", "-");
            Some(of_address.trim_start_matches(['v', 'V']).to_owned())
        });
        match new {
            Some(new) => planned.replace(self.path, stray.range.clone(), new, Purpose::Reference),
            None => planned.leave(Left {
                path: self.path.to_owned(),
                line: stray.line,
                text: text.to_owned(),
                reason: "it may belong to the same version, which is replaced elsewhere here"
                    .to_owned(),
            }),
        }
    }

    /// Puts the new version in place of a reference, or says why not. Returns whether it did.
    fn replace(&self, planned: &mut Planned<'_>, reference: &Reference) -> bool {
        let range = range(reference);
        if self.text.get(range.clone()) != Some(reference.text.as_str()) {
            self.leave(planned, reference, "it was not found there again");
        } else if self.is_replaced(&range) {
            // A configured pattern names the same place: that decides.
            return true;
        } else if let Some(digest) = nearby::digest(self.text, &range) {
            let reason = format!("the checksum beside it is that release's: `{digest}`");
            self.leave(planned, reference, &reason);
        } else if let Some(new) = self.spelling.of(reference) {
            planned.replace(self.path, range, new, Purpose::Reference);
            return true;
        } else {
            let reason = format!("{} cannot be written there", self.spelling.new);
            self.leave(planned, reference, &reason);
        }
        false
    }

    fn is_replaced(&self, range: &Range<usize>) -> bool {
        let meets = |other: &Range<usize>| other.start < range.end && range.start < other.end;
        self.replaced.iter().any(meets)
    }

    fn leave(&self, planned: &mut Planned<'_>, reference: &Reference, reason: &str) {
        planned.leave(Left {
            path: self.path.to_owned(),
            line: reference.line,
            text: reference.token.clone(),
            reason: reason.to_owned(),
        });
    }
}

/// Where a reference stands, in bytes behind the byte order mark.
fn range(reference: &Reference) -> Range<usize> {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    place(reference.start)..place(reference.end)
}
