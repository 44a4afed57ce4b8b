//! One line of griffe's report, in its form `oneline`.

use serde_json::Value;

/// A finding of griffe: `src/p/m.py:3: f(a): Parameter was removed`.
#[derive(Debug)]
pub struct Finding {
    /// The object, with the parameter where it speaks of one: `f(a)`.
    pub title: String,
    /// What happened.
    pub kind: String,
}

/// relcheck's kinds for each of griffe's.
const KINDS: &[(&str, &[&str])] = &[
    (
        "Parameter was removed",
        &["parameter-removed", "parameter-renamed"],
    ),
    (
        "Parameter was added as required",
        &["parameter-added-required", "parameter-renamed"],
    ),
    ("Positional parameter was moved", &["parameter-moved"]),
    ("Parameter kind was changed", &["parameter-kind-changed"]),
    (
        "Parameter default was changed",
        &["parameter-default-changed"],
    ),
    ("Parameter is now required", &["parameter-required"]),
    ("Return types are incompatible", &["return-type-removed"]),
    (
        "Public object was removed",
        &["removed", "moved", "unexported"],
    ),
    (
        "Public object points to a different kind of object",
        &["kind-changed"],
    ),
    ("Base class was removed", &["base-removed"]),
];

impl Finding {
    /// Reads a line; `None` for one that is no finding.
    pub fn read(line: &str) -> Option<Self> {
        // What it logs of its own troubles is no finding.
        if line.starts_with("ERROR") || line.starts_with("WARNING") {
            return None;
        }
        let (place, rest) = line.split_once(": ")?;
        let number = place.rsplit(':').next()?;
        if !place.contains(".py") || !number.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let (title, kind) = rest.split_once(": ")?;
        let kind = kind.split(": ").next()?;
        Some(Finding {
            title: title.trim_end_matches(':').to_owned(),
            kind: kind.to_owned(),
        })
    }

    /// Whether relcheck tells of the same.
    pub fn is_among(&self, changes: &[Value]) -> bool {
        let (object, parameter) = match self.title.split_once('(') {
            Some((object, parameter)) => (object, Some(parameter.trim_end_matches(')'))),
            None => (self.title.as_str(), None),
        };
        let kinds = KINDS.iter().find(|(kind, _)| *kind == self.kind);
        let kinds = kinds
            .unwrap_or_else(|| panic!("an unknown kind: {self:?}"))
            .1;
        changes.iter().any(|change| {
            let text = |key: &str| change[key].as_str().unwrap_or_default();
            let same = text("symbol").ends_with(&format!(".{object}"));
            let named = parameter.is_none_or(|name| {
                let name = name.trim_start_matches('*');
                [
                    format!("`{name}`"),
                    format!("`*{name}`"),
                    format!("`**{name}`"),
                ]
                .iter()
                .any(|shown| text("message").contains(shown))
            });
            same && named && kinds.contains(&text("kind"))
        })
    }
}
