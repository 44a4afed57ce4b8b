//! Changes and gaps as they are found.

use super::kinds;
use super::lookup::Object;
use super::project::Entry;
use crate::facts::{ApiChange, ApiGap, ApiRevision};
use crate::formats::python_module::Kind;

/// What the comparison has found so far.
#[derive(Default)]
pub(super) struct Found {
    pub changes: Vec<ApiChange>,
    pub gaps: Vec<ApiGap>,
}

/// Where a change shows.
#[derive(Debug, Clone)]
pub(super) struct Place {
    path: String,
    line: Option<u64>,
    revision: ApiRevision,
    doubt: Option<String>,
}

impl Place {
    pub fn head(object: &Object<'_>) -> Self {
        Place::of(object.entry, Some(object.member.line), ApiRevision::Head).doubting(doubt(object))
    }

    pub fn previous(object: &Object<'_>) -> Self {
        Place::of(
            object.entry,
            Some(object.member.line),
            ApiRevision::Previous,
        )
        .doubting(doubt(object))
    }

    pub fn of(entry: &Entry, line: Option<u64>, revision: ApiRevision) -> Self {
        Place {
            path: entry.path.clone(),
            line,
            revision,
            doubt: None,
        }
    }

    /// The same with a doubt, unless it has one.
    pub fn doubting(mut self, doubt: Option<String>) -> Self {
        self.doubt = self.doubt.or(doubt);
        self
    }

    /// The same in another line.
    pub fn at(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }
}

/// What makes a definition uncertain.
fn doubt(object: &Object<'_>) -> Option<String> {
    if object.member.conditional {
        Some("it is defined in another way in other cases".to_owned())
    } else if object.member.typing_only {
        Some("it is there for type checkers only".to_owned())
    } else {
        None
    }
}

impl Found {
    pub fn change(&mut self, kind: &str, symbol: &str, message: impl Into<String>, place: Place) {
        self.changes.push(ApiChange {
            source: ApiChange::OWN.to_owned(),
            weight: kinds::weight(kind),
            kind: kind.to_owned(),
            symbol: symbol.to_owned(),
            message: message.into(),
            path: Some(place.path).filter(|path| !path.is_empty()),
            line: place.line,
            revision: place.revision,
            doubt: place.doubt,
        });
    }

    pub fn gap(
        &mut self,
        symbol: impl Into<String>,
        reason: impl Into<String>,
        entry: &Entry,
        line: Option<u64>,
    ) {
        self.gaps.push(ApiGap {
            symbol: symbol.into(),
            reason: reason.into(),
            path: Some(entry.path.clone()).filter(|path| !path.is_empty()),
            line,
        });
    }
}

/// What a kind of member is called, with its article.
pub(super) fn an(kind: &Kind) -> String {
    let name = called(kind);
    let article = if name.starts_with(['a', 'i']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// What a kind of member is called.
pub(super) fn called(kind: &Kind) -> &'static str {
    match kind {
        Kind::Function(_) => "function",
        Kind::Class(_) => "class",
        Kind::Attribute(_) => "attribute",
        Kind::Import(_) => "import",
    }
}
