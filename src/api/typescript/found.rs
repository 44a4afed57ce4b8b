//! Changes as they are found, and what they are about.

use super::comparison::Tagged;
use super::kinds::ChangeKind;
use crate::facts::{ApiChange, ApiRevision};
use crate::formats::api_extractor::ReleaseTag;

/// The two reports that are compared, by path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paths<'p> {
    pub old: &'p str,
    pub new: &'p str,
}

/// What the comparison has found so far.
pub(super) struct Found<'p> {
    paths: Paths<'p>,
    pub changes: Vec<Tagged>,
}

/// A line of one of the reports.
#[derive(Debug, Clone, Copy)]
pub(super) enum At {
    Old(u64),
    New(u64),
}

/// What is being compared: its name, how far it is promised, and what puts it in doubt.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub symbol: String,
    pub tag: ReleaseTag,
    pub doubt: Option<&'static str>,
    pub owner: Owner,
}

/// Who makes the thing that a member belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The library: a class, a namespace, a constant, a function at the top.
    Library,
    /// The library or its users: an interface or an object type.
    Either,
}

pub(super) const IMPLEMENTS: &str = "only those who implement it, or make one themselves, notice";
pub(super) const READS: &str = "only those who read it notice";
pub(super) const SETS: &str = "only those who set it notice";

impl Scope {
    /// A member of this, below its name.
    pub fn member(&self, name: &str, tag: ReleaseTag) -> Scope {
        let name = match name {
            "(constructor)" => ".constructor",
            "(call)" => "()",
            "(new)" => ".new()",
            _ if name.starts_with('[') => name,
            _ => return self.below(&format!(".{name}"), tag),
        };
        self.below(name, tag)
    }

    fn below(&self, end: &str, tag: ReleaseTag) -> Scope {
        Scope {
            symbol: format!("{}{end}", self.symbol),
            tag,
            ..self.clone()
        }
    }

    /// The doubt that those who make the object themselves are the only ones to notice.
    pub fn implemented(&self) -> Option<&'static str> {
        (self.owner == Owner::Either).then_some(IMPLEMENTS)
    }
}

impl<'p> Found<'p> {
    pub fn new(paths: Paths<'p>) -> Self {
        Found {
            paths,
            changes: Vec::new(),
        }
    }

    /// One with the same paths and no changes.
    pub fn fresh(&self) -> Self {
        Found::new(self.paths)
    }

    /// A change that is as certain as its scope.
    pub fn push(&mut self, scope: &Scope, kind: ChangeKind, at: At, message: impl Into<String>) {
        self.push_doubting(scope, kind, at, message, None);
    }

    /// A change with a doubt of its own.
    pub fn push_doubting(
        &mut self,
        scope: &Scope,
        kind: ChangeKind,
        at: At,
        message: impl Into<String>,
        doubt: Option<&str>,
    ) {
        let (path, line, revision) = match at {
            At::Old(line) => (self.paths.old, line, ApiRevision::Previous),
            At::New(line) => (self.paths.new, line, ApiRevision::Head),
        };
        self.changes.push(Tagged {
            tag: scope.tag,
            change: ApiChange {
                source: ApiChange::OWN.to_owned(),
                weight: kind.weight(),
                kind: kind.word().to_owned(),
                symbol: scope.symbol.clone(),
                message: message.into(),
                path: Some(path.to_owned()),
                line: Some(line),
                revision,
                doubt: doubt.or(scope.doubt).map(str::to_owned),
            },
        });
    }
}

/// A text of the report as it stands in a message: cut where it is long.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let text = text.replace('`', "'");
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("`{}…`", text.get(..at).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
