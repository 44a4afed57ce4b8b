//! Whether an expression can be satisfied by what is allowed.

use spdx::expression::{ExprNode, Operator};
use spdx::{Expression, LicenseItem, LicenseReq, ParseMode};

use super::expression::expression;

/// What is allowed and what is not. Each entry is an SPDX identifier, as in expressions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lists<'a> {
    /// Licences that are allowed; the single entry `*` is all.
    pub allowed: &'a [String],
    /// Licences that are not, whatever is allowed.
    pub denied: &'a [String],
    /// Exceptions that are allowed: with one licence (`Apache-2.0 WITH LLVM-exception`, even where the
    /// licence alone is not), or with each that is allowed itself (`LLVM-exception`).
    pub exceptions: &'a [String],
}

/// The terms for which an expression cannot be satisfied, as they are in it, sorted; none if it can
/// be.
///
/// A licence "or any later version" is allowed where one of those versions is.
///
/// # Errors
/// A clause that says that the expression is not SPDX.
pub fn refused(text: &str, lists: &Allowance) -> Result<Vec<String>, String> {
    let read = expression(text).map_err(|problem| format!("`{text}`: {problem}"))?;
    let parsed = parse(&read.text)?;
    // What keeps each part from being satisfied: nothing where one side of an `OR` can be.
    let mut parts: Vec<Vec<String>> = Vec::new();
    for node in parsed.iter() {
        let part = match node {
            ExprNode::Req(term) if lists.allow(&term.req) => Vec::new(),
            ExprNode::Req(term) => vec![term.req.to_string()],
            ExprNode::Op(operator) => {
                let (one, other) = (parts.pop(), parts.pop());
                let (one, other) = (one.unwrap_or_default(), other.unwrap_or_default());
                match operator {
                    Operator::Or if one.is_empty() || other.is_empty() => Vec::new(),
                    _ => [one, other].concat(),
                }
            }
        };
        parts.push(part);
    }
    let mut refused = parts.pop().unwrap_or_default();
    refused.sort_unstable();
    refused.dedup();
    Ok(refused)
}

fn parse(text: &str) -> Result<Expression, String> {
    let mode = ParseMode {
        allow_deprecated: true,
        ..ParseMode::STRICT
    };
    Expression::parse_mode(text, mode).map_err(|error| format!("`{text}`: {}", error.reason))
}

/// [`Lists`] that were read.
#[derive(Debug)]
pub struct Allowance {
    allows_all: bool,
    allowed: Vec<LicenseReq>,
    denied: Vec<LicenseReq>,
    exceptions: Vec<LicenseReq>,
    everywhere: Vec<String>,
}

impl Allowance {
    /// Reads the lists.
    ///
    /// # Errors
    /// A clause that says which entry is not SPDX.
    pub fn of(lists: Lists<'_>) -> Result<Self, String> {
        let allows_all = lists.allowed == ["*"];
        let allowed = if allows_all { &[] } else { lists.allowed };
        let (with, alone): (Vec<&String>, Vec<&String>) = lists
            .exceptions
            .iter()
            .partition(|entry| entry.to_ascii_lowercase().contains(" with "));
        let mut everywhere = Vec::new();
        for name in alone {
            // A name is one where it can follow a licence.
            everywhere.push(addition(&format!("MIT WITH {name}"), name)?);
        }
        Ok(Allowance {
            allows_all,
            allowed: terms(allowed.iter())?,
            denied: terms(lists.denied.iter())?,
            exceptions: terms(with.into_iter())?,
            everywhere,
        })
    }

    fn allow(&self, term: &LicenseReq) -> bool {
        let is_in = |list: &[LicenseReq], term: &LicenseReq| list.iter().any(|it| covers(it, term));
        let Some(addition) = &term.addition else {
            let is_denied = self.denied.iter().any(|it| it == term);
            return !is_denied && (self.allows_all || is_in(&self.allowed, term));
        };
        if self.denied.iter().any(|it| it == term) {
            return false;
        }
        if is_in(&self.exceptions, term) || is_in(&self.allowed, term) {
            return true;
        }
        let alone = LicenseReq {
            addition: None,
            ..term.clone()
        };
        let is_everywhere = self.everywhere.contains(&addition.to_string());
        (is_everywhere || self.allows_all) && self.allow(&alone)
    }
}

fn terms<'a>(entries: impl Iterator<Item = &'a String>) -> Result<Vec<LicenseReq>, String> {
    entries.map(|entry| term(entry)).collect()
}

/// One licence, with an exception or without.
fn term(entry: &str) -> Result<LicenseReq, String> {
    let read = expression(entry).map_err(|problem| format!("`{entry}`: {problem}"))?;
    let parsed = parse(&read.text)?;
    let mut terms = parsed.requirements();
    match (terms.next(), terms.next()) {
        (Some(one), None) => Ok(one.req.clone()),
        _ => Err(format!("`{entry}` is more than one licence")),
    }
}

fn addition(entry: &str, name: &str) -> Result<String, String> {
    let term = term(entry).map_err(|_| format!("`{name}` is no SPDX exception"))?;
    let addition = term.addition.map(|it| it.to_string());
    addition.ok_or_else(|| format!("`{name}` is no SPDX exception"))
}

/// Whether who allows `entry` allows `term`: it is the same, or leaves the choice of a version that
/// `entry` is.
fn covers(entry: &LicenseReq, term: &LicenseReq) -> bool {
    if entry == term {
        return true;
    }
    let (LicenseItem::Spdx { .. }, LicenseItem::Spdx { .. }) = (&entry.license, &term.license)
    else {
        return false;
    };
    let (Some(least), Some(allowed)) = (Choice::of(term), Choice::of(entry)) else {
        return false;
    };
    least.is_or_later
        && least.family == allowed.family
        && least.version <= allowed.version
        && entry.addition == term.addition
}

/// A licence with a version in its name, taken apart: `GPL-2.0-or-later`, `Apache-2.0+`.
struct Choice {
    /// The name around the version: `GPL-*`.
    family: String,
    version: Vec<u32>,
    is_or_later: bool,
}

impl Choice {
    fn of(term: &LicenseReq) -> Option<Self> {
        let LicenseItem::Spdx { id, or_later } = &term.license else {
            return None;
        };
        let is_gnu_later = id.name.ends_with("-or-later");
        let name = id.name.trim_end_matches("-or-later");
        let name = name.trim_end_matches("-only");
        let mut family = Vec::new();
        let mut version = None;
        for part in name.split('-') {
            let numbers: Option<Vec<u32>> = part.split('.').map(|it| it.parse().ok()).collect();
            match numbers {
                Some(numbers) if version.is_none() && part.contains('.') => {
                    version = Some(numbers);
                    family.push("*");
                }
                _ => family.push(part),
            }
        }
        Some(Choice {
            family: family.join("-"),
            version: version?,
            is_or_later: *or_later || is_gnu_later,
        })
    }
}
