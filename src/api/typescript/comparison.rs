//! Compares what two reports export, name by name.

use super::bases;
use super::found::{At, Found, Owner, Paths, Scope};
use super::kinds::ChangeKind;
use super::members::{self, Side, deprecation, tag_changed, typed};
use super::names;
use super::overloads;
use super::parameters;
use super::renames;
use super::surface::{Name, Surface};
use super::types::Position;
use crate::facts::{ApiChange, ApiGap};
use crate::formats::api_extractor::{Declaration, Kind, ReleaseTag, Report};

/// A change, and how far what it is about is promised to users.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tagged {
    /// The release tag: of the old revision, or of the new one for what is new.
    pub tag: ReleaseTag,
    /// The change.
    pub change: ApiChange,
}

const FORGOTTEN: &str = "nobody uses it but through what is exported";

/// Compares two reports of one entry point, each with its path. What either leaves open is a gap.
#[must_use]
pub fn compare(old: (&str, &Report), new: (&str, &Report)) -> (Vec<Tagged>, Vec<ApiGap>) {
    let paths = Paths {
        old: old.0,
        new: new.0,
    };
    let (before, after) = (Surface::of(old.1), Surface::of(new.1));
    let mut gaps = Vec::new();
    gaps.extend(gap(old.0, old.1, &before, " at the previous release"));
    gaps.extend(gap(new.0, new.1, &after, ""));
    let mut found = Found::new(paths);
    // A part that was not understood is no part that is gone.
    let is_whole =
        |report: &Report, surface: &Surface<'_>| report.flaws.is_empty() && surface.flaw.is_none();
    let gone: Vec<(&str, &Name<'_>)> = alone(&before, &after);
    let fresh: Vec<(&str, &Name<'_>)> = alone(&after, &before);
    let renamed = renames::pairs(&gone, &fresh);
    if is_whole(new.1, &after) {
        for (symbol, name) in &gone {
            removed(&mut found, symbol, name, renamed.get(symbol).copied());
        }
    }
    if is_whole(old.1, &before) {
        for (symbol, name) in &fresh {
            added(&mut found, symbol, name);
        }
    }
    for (symbol, name) in &before.names {
        if let Some(now) = after.names.get(symbol) {
            both(&mut found, symbol, (&before, name), (&after, now));
        }
    }
    (found.changes, gaps)
}

/// What a report leaves open, as one gap.
fn gap(path: &str, report: &Report, surface: &Surface<'_>, when: &str) -> Option<ApiGap> {
    let flaws = report.flaws.iter().chain(&surface.flaw);
    let count = flaws.clone().count();
    let first = flaws.min()?;
    let more = match count {
        1 => String::new(),
        _ => format!(", and {} more", count - 1),
    };
    Some(ApiGap {
        symbol: report.package.clone().unwrap_or_else(|| path.to_owned()),
        reason: format!(
            "its API report is not understood{when}: {}{more}",
            first.reason
        ),
        path: Some(path.to_owned()),
        line: Some(first.line),
    })
}

fn alone<'n>(one: &'n Surface<'_>, other: &Surface<'_>) -> Vec<(&'n str, &'n Name<'n>)> {
    let names = one
        .names
        .iter()
        .filter(|(symbol, _)| !other.names.contains_key(*symbol));
    names
        .map(|(symbol, name)| (symbol.as_str(), name))
        .collect()
}

fn scope(symbol: &str, name: &Name<'_>) -> Scope {
    Scope {
        symbol: symbol.to_owned(),
        tag: name.tag,
        doubt: name.forgotten.then_some(FORGOTTEN),
        owner: Owner::Library,
    }
}

fn removed(found: &mut Found<'_>, symbol: &str, name: &Name<'_>, renamed: Option<&str>) {
    let scope = scope(symbol, name);
    let at = At::Old(name.line);
    match renamed {
        Some(new) => {
            let message = format!("was removed; `{new}` is all that it was");
            found.push(&scope, ChangeKind::Renamed, at, message);
        }
        None => found.push(&scope, ChangeKind::Removed, at, "was removed"),
    }
}

fn added(found: &mut Found<'_>, symbol: &str, name: &Name<'_>) {
    if !name.forgotten {
        found.push(
            &scope(symbol, name),
            ChangeKind::Added,
            At::New(name.line),
            "was added",
        );
    }
}

fn both(
    found: &mut Found<'_>,
    symbol: &str,
    (before, old): (&Surface<'_>, &Name<'_>),
    (after, new): (&Surface<'_>, &Name<'_>),
) {
    let scope = scope(symbol, old);
    if !old.forgotten && new.forgotten {
        let message = "is no longer exported";
        return found.push(&scope, ChangeKind::Removed, At::New(new.line), message);
    }
    if old.forgotten && !new.forgotten {
        return added(found, symbol, new);
    }
    tag_changed(found, &scope, (old.tag, new.tag), new.line);
    if old.origin != new.origin {
        return origin(found, &scope, old, new);
    }
    deprecation(found, &scope, (&old.declarations, &new.declarations));
    kinds(found, &scope, old, new);
    for kind in KINDS {
        let of = |name: &Name<'_>| -> Vec<Declaration> {
            let list = name.declarations.iter().filter(|it| it.kind == *kind);
            list.map(|it| (*it).clone()).collect()
        };
        let (olds, news) = (of(old), of(new));
        // Overloads have type parameters of their own.
        let now = news.first().filter(|_| *kind != Kind::Function);
        let olds = match now {
            Some(now) => olds.iter().map(|it| names::as_in(it, now)).collect(),
            None => olds,
        };
        if !olds.is_empty() && !news.is_empty() {
            one_kind(found, &scope, *kind, (before, &olds), (after, &news));
        }
    }
}

/// A name that is passed on from another module, or that no longer is.
fn origin(found: &mut Found<'_>, scope: &Scope, old: &Name<'_>, new: &Name<'_>) {
    let said = |name: &Name<'_>| match name.origin {
        Some(("", _)) => "elsewhere".to_owned(),
        Some((module, name)) => format!("`{name}` of `{module}`"),
        None => "the package itself".to_owned(),
    };
    let message = format!("comes from {} now, and came from {}", said(new), said(old));
    let doubt = Some("both are the same");
    found.push_doubting(
        scope,
        ChangeKind::OriginChanged,
        At::New(new.line),
        message,
        doubt,
    );
}

const KINDS: &[Kind] = &[
    Kind::Class,
    Kind::Interface,
    Kind::Function,
    Kind::Variable,
    Kind::TypeAlias,
    Kind::Enum,
];

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Class => "a class",
        Kind::Interface => "an interface",
        Kind::Function => "a function",
        Kind::Variable => "a variable",
        Kind::TypeAlias => "a type alias",
        Kind::Enum => "an enum",
        Kind::Namespace => "a namespace",
        _ => "a member",
    }
}

/// Tells of kinds of declarations that a name had, or has now: a class may be an interface, too.
fn kinds(found: &mut Found<'_>, scope: &Scope, old: &Name<'_>, new: &Name<'_>) {
    let has = |name: &Name<'_>, kind: Kind| name.declarations.iter().any(|it| it.kind == kind);
    let all = KINDS.iter().copied().chain([Kind::Namespace]);
    let gone: Vec<Kind> = all
        .clone()
        .filter(|it| has(old, *it) && !has(new, *it))
        .collect();
    let fresh: Vec<Kind> = all.filter(|it| has(new, *it) && !has(old, *it)).collect();
    let at = At::New(new.line);
    for kind in &gone {
        let message = match fresh.first() {
            Some(now) => format!("is {} now, and was {}", word(*now), word(*kind)),
            None => format!("is no longer {}", word(*kind)),
        };
        let doubt = fresh.first().and_then(|now| likeness(*kind, *now));
        found.push_doubting(scope, ChangeKind::KindChanged, at, message, doubt);
    }
    if gone.is_empty() {
        for kind in fresh {
            let message = format!("is also {} now", word(kind));
            found.push(scope, ChangeKind::Added, at, message);
        }
    }
}

/// What keeps users from noticing that one kind is another.
fn likeness(old: Kind, new: Kind) -> Option<&'static str> {
    match (old, new) {
        (Kind::Interface | Kind::TypeAlias, Kind::Interface | Kind::TypeAlias | Kind::Class) => {
            Some("the type is the same")
        }
        (Kind::Function, Kind::Variable) | (Kind::Variable, Kind::Function) => {
            Some("it can be called as before")
        }
        _ => None,
    }
}

fn one_kind(
    found: &mut Found<'_>,
    scope: &Scope,
    kind: Kind,
    (before, olds): (&Surface<'_>, &[Declaration]),
    (after, news): (&Surface<'_>, &[Declaration]),
) {
    let (olds, news): (Vec<&Declaration>, Vec<&Declaration>) =
        (olds.iter().collect(), news.iter().collect());
    let (Some(old), Some(new)) = (olds.first().copied(), news.first().copied()) else {
        return;
    };
    let owner = match kind {
        Kind::Interface | Kind::TypeAlias => Owner::Either,
        _ => Owner::Library,
    };
    let scope = &Scope {
        owner,
        ..scope.clone()
    };
    let (own, now): (Vec<&Declaration>, Vec<&Declaration>) = (
        olds.iter().flat_map(|it| &it.members).collect(),
        news.iter().flat_map(|it| &it.members).collect(),
    );
    let old_side = Side {
        surface: before,
        of: &olds,
        members: &own,
    };
    let new_side = Side {
        surface: after,
        of: &news,
        members: &now,
    };
    match kind {
        Kind::Function => overloads::compare(found, scope, &olds, &news),
        Kind::Variable => {
            if !is_version(old, new) {
                let values = (old.value.as_ref(), new.value.as_ref());
                typed(
                    found,
                    scope,
                    (old_side, new_side),
                    new.line,
                    values,
                    Position::Read,
                );
            }
        }
        Kind::TypeAlias => {
            let pair = (
                old.type_parameters.as_slice(),
                new.type_parameters.as_slice(),
            );
            parameters::type_parameters(found, scope, new.line, pair, None);
            let values = (old.value.as_ref(), new.value.as_ref());
            typed(
                found,
                scope,
                (old_side, new_side),
                new.line,
                values,
                Position::Both,
            );
        }
        _ => {
            let pair = (
                old.type_parameters.as_slice(),
                new.type_parameters.as_slice(),
            );
            parameters::type_parameters(found, scope, new.line, pair, None);
            bases::compare(found, scope, old, new);
            abstraction(found, scope, old, new);
            members::compare(found, scope, old_side, new_side);
        }
    }
}

fn abstraction(found: &mut Found<'_>, scope: &Scope, old: &Declaration, new: &Declaration) {
    let at = At::New(new.line);
    match (old.modifiers.is_abstract, new.modifiers.is_abstract) {
        (false, true) => {
            let message = "is abstract now: users can no longer make an object";
            found.push(scope, ChangeKind::BecameAbstract, at, message);
        }
        (true, false) => found.push(scope, ChangeKind::Loosened, at, "is no longer abstract"),
        _ => {}
    }
}

/// Whether it is a constant that holds the version: a release changes that by definition.
fn is_version(old: &Declaration, new: &Declaration) -> bool {
    let is_text = |of: &Declaration| of.value.as_ref().is_some_and(|it| it.text.starts_with('"'));
    old.name.to_lowercase().ends_with("version") && is_text(old) && is_text(new)
}
