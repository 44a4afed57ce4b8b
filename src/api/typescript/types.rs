//! Two types, and what the change from one to the other means.

use super::found::{At, Found, IMPLEMENTS, Owner, READS, SETS, Scope, shown};
use super::kinds::ChangeKind;
use super::names::map_words;
use crate::formats::api_extractor::Type;

/// Where a type stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// Users give it: a parameter.
    Given,
    /// Users get it from a function.
    Returned,
    /// Users read it: a constant, a property that is read only.
    Read,
    /// Users read and set it, or use it both ways: a property, a type.
    Both,
}

/// How one type became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Same,
    /// It takes in more.
    Wider,
    /// It takes in less.
    Narrower,
    /// Only the number that API Extractor gives to a name differs.
    Renumbered,
    Other,
}

const NUMBERED: &str = "only the number that API Extractor gives to a name differs";
const ANY: &str = "`any` fits everything";

/// A type that is not said is any.
fn text(of: Option<&Type>) -> &str {
    of.map_or("any", |it| it.text.as_str())
}

pub(super) fn change(old: Option<&Type>, new: Option<&Type>) -> Change {
    let any = [String::from("any")];
    let parts = |of: Option<&Type>| of.map_or(any.to_vec(), |it| it.union.clone());
    let (before, after) = (parts(old), parts(new));
    let holds =
        |whole: &[String], part: &[String]| part.iter().all(|it| whole.binary_search(it).is_ok());
    if before == after {
        return Change::Same;
    }
    let unnumbered = |list: &[String]| {
        let mut list: Vec<String> = list.iter().map(|it| without_numbers(it)).collect();
        list.sort();
        list
    };
    if unnumbered(&before) == unnumbered(&after) {
        return Change::Renumbered;
    }
    let top = |text: &str| matches!(text, "any" | "unknown");
    match () {
        () if holds(&after, &before) || text(new) == "unknown" => Change::Wider,
        () if holds(&before, &after) || text(old) == "unknown" => Change::Narrower,
        () if top(text(new)) => Change::Wider,
        () if top(text(old)) => Change::Narrower,
        () => Change::Other,
    }
}

/// `Promise_2<Map_3>` as `Promise<Map>`.
fn without_numbers(text: &str) -> String {
    map_words(text, |word| {
        let stem = word.trim_end_matches(|it: char| it.is_ascii_digit());
        let is_numbered = stem.len() < word.len();
        let stem = stem
            .strip_suffix('_')
            .filter(|it| is_numbered && !it.is_empty());
        stem.unwrap_or(word)
    })
}

/// Tells of the change of a type. `what` is what has it, as the end of a clause: `` as its
/// parameter `x` ``.
pub(super) fn compare(
    found: &mut Found<'_>,
    scope: &Scope,
    at: u64,
    (old, new): (Option<&Type>, Option<&Type>),
    (position, what): (Position, &str),
) {
    let change = change(old, new);
    let (before, after) = (shown(text(old)), shown(text(new)));
    let message = match position {
        Position::Given => format!("takes {after}{what}, not {before}"),
        Position::Returned => format!("returns {after}, not {before}"),
        Position::Read | Position::Both => format!("is {after}, not {before}"),
    };
    let broken = match position {
        Position::Given => ChangeKind::ParameterTypeChanged,
        Position::Returned => ChangeKind::ReturnTypeChanged,
        Position::Read | Position::Both => ChangeKind::TypeChanged,
    };
    let is_made = scope.owner == Owner::Either;
    let (kind, doubt) = match (change, position) {
        (Change::Same, _) => return,
        (Change::Renumbered, _) => (broken, Some(NUMBERED)),
        (Change::Wider, Position::Given) if is_made => (broken, Some(IMPLEMENTS)),
        (Change::Wider, Position::Given) => (ChangeKind::ParameterWidened, None),
        (Change::Narrower, Position::Returned | Position::Read) if is_made => {
            (broken, Some(IMPLEMENTS))
        }
        (Change::Narrower, Position::Returned | Position::Read) => (ChangeKind::TypeNarrowed, None),
        (Change::Wider, Position::Both) => (broken, Some(READS)),
        (Change::Narrower, Position::Both) => (broken, Some(SETS)),
        _ if text(old) == "any" || text(new) == "any" => (broken, Some(ANY)),
        _ => (broken, None),
    };
    found.push_doubting(scope, kind, At::New(at), message, doubt);
}
