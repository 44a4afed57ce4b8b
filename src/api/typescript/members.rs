//! The members of classes, interfaces, object types and enums.

use std::collections::BTreeMap;

use super::bases::{Inherited, inherits};
use super::found::{At, Found, IMPLEMENTS, Owner, SETS, Scope, shown};
use super::kinds::ChangeKind;
use super::overloads;
use super::surface::Surface;
use super::types::{self, Position};
use crate::formats::api_extractor::{Declaration, Kind, Modifiers, ReleaseTag, Type};

/// One side of the comparison: the declarations that members belong to.
#[derive(Clone, Copy)]
pub(super) struct Side<'s> {
    pub surface: &'s Surface<'s>,
    /// The class or interface, with all its declarations; empty for an object type.
    pub of: &'s [&'s Declaration],
    pub members: &'s [&'s Declaration],
}

/// What goes by one name: overloads, or a getter and a setter.
type Group<'s> = Vec<&'s Declaration>;

fn groups<'s>(side: Side<'s>) -> BTreeMap<(bool, &'s str), Group<'s>> {
    let mut found: BTreeMap<(bool, &str), Group<'s>> = BTreeMap::new();
    for member in side.members {
        if member.modifiers.is_private && member.kind != Kind::Constructor {
            continue;
        }
        let key = (member.modifiers.is_static, member.name.as_str());
        found.entry(key).or_default().push(member);
    }
    found
}

/// Tells how the members of something changed.
pub(super) fn compare(found: &mut Found<'_>, scope: &Scope, old: Side<'_>, new: Side<'_>) {
    let (before, after) = (groups(old), groups(new));
    let outer = scope.tag;
    for (key, group) in &before {
        let Some(first) = group.first() else { continue };
        let scope = scope.member(key.1, tag(group, scope.tag));
        match after.get(key) {
            Some(others) => {
                tags(found, &scope, outer, others);
                both(found, &scope, old, new, group, others);
            }
            None if first.kind == Kind::Constructor => constructor_gone(found, &scope, first, new),
            None => removed(found, &scope, first, new),
        }
    }
    for (key, group) in &after {
        let Some(first) = group.first() else { continue };
        let scope = scope.member(key.1, tag(group, scope.tag));
        if !before.contains_key(key) {
            match first.kind {
                Kind::Constructor => constructor_new(found, &scope, group, old),
                _ => added(found, &scope, first, old),
            }
        }
    }
}

fn tag(group: &[&Declaration], outer: ReleaseTag) -> ReleaseTag {
    let own = group.iter().map(|it| it.release.unwrap_or(outer)).max();
    // A member cannot promise more than what it is in.
    own.map_or(outer, |own| own.min(outer))
}

fn removed(found: &mut Found<'_>, scope: &Scope, gone: &Declaration, new: Side<'_>) {
    let at = At::Old(gone.line);
    match inherits(new.surface, new.of, gone) {
        Inherited::Yes => {}
        Inherited::Perhaps(base) => {
            let doubt = format!("its base {} has it", shown(&base));
            let message = "was removed";
            found.push_doubting(scope, ChangeKind::Removed, at, message, Some(&doubt));
        }
        Inherited::No => found.push(scope, ChangeKind::Removed, at, "was removed"),
    }
}

fn added(found: &mut Found<'_>, scope: &Scope, member: &Declaration, old: Side<'_>) {
    if inherits(old.surface, old.of, member) == Inherited::Yes {
        return;
    }
    let at = At::New(member.line);
    let Modifiers {
        is_optional,
        is_abstract,
        ..
    } = member.modifiers;
    if is_abstract && !is_optional {
        let message = "was added, and subclasses have to implement it";
        found.push(scope, ChangeKind::MemberAddedRequired, at, message);
    } else if scope.owner == Owner::Either && !is_optional {
        let message = "was added, and cannot be left out";
        let kind = ChangeKind::MemberAddedRequired;
        found.push_doubting(scope, kind, at, message, Some(IMPLEMENTS));
    } else {
        found.push(scope, ChangeKind::Added, at, "was added");
    }
}

/// Without a constructor of its own, a class has that of its base, or one without parameters.
fn constructor_gone(found: &mut Found<'_>, scope: &Scope, gone: &Declaration, new: Side<'_>) {
    if gone.modifiers.is_private || gone.parameters.is_empty() {
        return;
    }
    let base = new.of.iter().flat_map(|it| &it.extends).next();
    let message = "no longer takes arguments of its own";
    let doubt = base.map(|base| format!("the constructor of {} takes them", shown(base)));
    let kind = ChangeKind::ParameterRemoved;
    found.push_doubting(scope, kind, At::Old(gone.line), message, doubt.as_deref());
}

fn constructor_new(found: &mut Found<'_>, scope: &Scope, new: &[&Declaration], old: Side<'_>) {
    let Some(first) = new.first() else { return };
    if first.modifiers.is_private {
        let message = "is private now: users can no longer make an object";
        found.push(
            scope,
            ChangeKind::ConstructorClosed,
            At::New(first.line),
            message,
        );
        return;
    }
    let needs = |it: &&Declaration| {
        it.parameters
            .iter()
            .any(|it| !it.is_optional && !it.is_rest)
    };
    let base = old.of.iter().flat_map(|it| &it.extends).next();
    if new.iter().all(needs) {
        let doubt = base.map(|base| format!("that of {} did, too", shown(base)));
        let message = "needs arguments now";
        let kind = ChangeKind::ParameterAddedRequired;
        found.push_doubting(scope, kind, At::New(first.line), message, doubt.as_deref());
    } else if !first.parameters.is_empty() && base.is_none() {
        let message = "takes arguments now";
        found.push(
            scope,
            ChangeKind::ParameterAdded,
            At::New(first.line),
            message,
        );
    }
}

fn both(
    found: &mut Found<'_>,
    scope: &Scope,
    old_side: Side<'_>,
    new_side: Side<'_>,
    old: &[&Declaration],
    new: &[&Declaration],
) {
    let (Some(first), Some(now)) = (old.first(), new.first()) else {
        return;
    };
    deprecation(found, scope, (old, new));
    modifiers(found, scope, first.modifiers, now);
    match (form(first.kind), form(now.kind)) {
        (Form::Property, Form::Property) => {
            property(found, scope, (old_side, new_side), old, new);
        }
        (Form::Callable, Form::Callable) => overloads::compare(found, scope, old, new),
        (Form::Value, Form::Value) => value(found, scope, first, now),
        (before, after) => kind_changed(found, scope, (before, after), now.line),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Property,
    Callable,
    Value,
}

fn form(kind: Kind) -> Form {
    match kind {
        Kind::Method | Kind::Constructor | Kind::Call | Kind::Construct => Form::Callable,
        Kind::EnumMember => Form::Value,
        _ => Form::Property,
    }
}

fn kind_changed(found: &mut Found<'_>, scope: &Scope, (before, after): (Form, Form), line: u64) {
    let word = |form: Form| match form {
        Form::Property => "property",
        Form::Callable => "method",
        Form::Value => "value",
    };
    let message = format!("is a {} now, and was a {}", word(after), word(before));
    // A property may hold a function.
    let doubt = Some("it can be called as before");
    found.push_doubting(
        scope,
        ChangeKind::KindChanged,
        At::New(line),
        message,
        doubt,
    );
}

/// Tells of release tags that promise less or more. `scope` has the tag of the old side, and
/// `outer` is that of what the member is in.
fn tags(found: &mut Found<'_>, scope: &Scope, outer: ReleaseTag, new: &[&Declaration]) {
    let line = new.first().map_or(1, |it| it.line);
    tag_changed(found, scope, (scope.tag, tag(new, outer)), line);
}

/// Tells of a release tag that is another.
pub(super) fn tag_changed(
    found: &mut Found<'_>,
    scope: &Scope,
    (before, after): (ReleaseTag, ReleaseTag),
    line: u64,
) {
    let message = format!("is `@{}` now, and was `@{}`", after.word(), before.word());
    if after < before {
        found.push(scope, ChangeKind::TagLowered, At::New(line), message);
    } else if after > before {
        let scope = Scope {
            tag: after,
            ..scope.clone()
        };
        found.push(&scope, ChangeKind::TagRaised, At::New(line), message);
    }
}

/// Tells of what is marked as deprecated only now.
pub(super) fn deprecation(
    found: &mut Found<'_>,
    scope: &Scope,
    (old, new): (&[&Declaration], &[&Declaration]),
) {
    let count = |group: &[&Declaration]| group.iter().filter(|it| it.deprecated).count();
    let (before, after) = (count(old), count(new));
    let Some(first) = new.iter().find(|it| it.deprecated) else {
        return;
    };
    let at = At::New(first.line);
    if after == new.len() && before < old.len() {
        found.push(scope, ChangeKind::Deprecated, at, "is deprecated now");
    } else if after > before && after < new.len() {
        let message = "is deprecated now in some of its forms";
        found.push(scope, ChangeKind::UseDeprecated, at, message);
    }
}

fn modifiers(found: &mut Found<'_>, scope: &Scope, old: Modifiers, new: &Declaration) {
    let at = At::New(new.line);
    let now = new.modifiers;
    match (old.is_protected, now.is_protected) {
        (false, true) => {
            found.push(
                scope,
                ChangeKind::MemberProtected,
                at,
                "can be used by subclasses only",
            );
        }
        (true, false) => found.push(scope, ChangeKind::Loosened, at, "is no longer protected"),
        _ => {}
    }
    if now.is_abstract && !old.is_abstract {
        let message = "is abstract now: subclasses have to implement it";
        found.push(scope, ChangeKind::BecameAbstract, at, message);
    }
    if new.kind == Kind::Constructor && now.is_private && !old.is_private {
        let message = "is private now: users can no longer make an object";
        found.push(scope, ChangeKind::ConstructorClosed, at, message);
    }
}

/// A property, whether it is declared or made of a getter and a setter.
struct Property<'d> {
    value: Option<&'d Type>,
    is_readonly: bool,
    is_optional: bool,
    line: u64,
}

impl<'d> Property<'d> {
    fn of(group: &[&'d Declaration]) -> Self {
        let getter = group.iter().find(|it| it.kind == Kind::Getter);
        let setter = group.iter().find(|it| it.kind == Kind::Setter);
        let line = group.first().map_or(1, |it| it.line);
        if let Some(accessor) = getter.or(setter) {
            let given = setter.and_then(|it| it.parameters.first());
            return Property {
                value: getter.map_or_else(
                    || given.and_then(|it| it.value.as_ref()),
                    |it| it.value.as_ref(),
                ),
                is_readonly: setter.is_none(),
                is_optional: false,
                line: accessor.line,
            };
        }
        let first = group.first();
        Property {
            value: first.and_then(|it| it.value.as_ref()),
            is_readonly: first.is_some_and(|it| it.modifiers.is_readonly),
            is_optional: first.is_some_and(|it| it.modifiers.is_optional),
            line,
        }
    }
}

fn property(
    found: &mut Found<'_>,
    scope: &Scope,
    sides: (Side<'_>, Side<'_>),
    old: &[&Declaration],
    new: &[&Declaration],
) {
    let (before, after) = (Property::of(old), Property::of(new));
    let at = At::New(after.line);
    match (before.is_readonly, after.is_readonly) {
        (false, true) => found.push(scope, ChangeKind::ReadOnly, at, "can no longer be set"),
        (true, false) => found.push(scope, ChangeKind::Loosened, at, "can be set now"),
        _ => {}
    }
    match (before.is_optional, after.is_optional) {
        (false, true) => {
            let doubt = (scope.owner == Owner::Either).then_some(super::found::READS);
            let message = "may be missing now";
            found.push_doubting(scope, ChangeKind::MemberOptional, at, message, doubt);
        }
        (true, false) if scope.owner == Owner::Either => {
            let message = "may no longer be left out";
            found.push_doubting(scope, ChangeKind::MemberRequired, at, message, Some(SETS));
        }
        (true, false) => found.push(scope, ChangeKind::Loosened, at, "is always there now"),
        _ => {}
    }
    let position = match before.is_readonly && after.is_readonly {
        true => Position::Read,
        false => Position::Both,
    };
    let values = (before.value, after.value);
    typed(found, scope, sides, after.line, values, position);
}

/// Tells how a type changed: member by member where both are object types.
pub(super) fn typed(
    found: &mut Found<'_>,
    scope: &Scope,
    (old_side, new_side): (Side<'_>, Side<'_>),
    line: u64,
    (old, new): (Option<&Type>, Option<&Type>),
    position: Position,
) {
    let members = |of: Option<&Type>| of.is_some_and(|it| !it.members.is_empty());
    if let (true, true, Some(old), Some(new)) = (members(old), members(new), old, new) {
        let (before, after): (Vec<_>, Vec<_>) =
            (old.members.iter().collect(), new.members.iter().collect());
        let old = Side {
            of: &[],
            members: &before,
            ..old_side
        };
        let new = Side {
            of: &[],
            members: &after,
            ..new_side
        };
        return compare(found, scope, old, new);
    }
    types::compare(found, scope, line, (old, new), (position, ""));
}

fn value(found: &mut Found<'_>, scope: &Scope, old: &Declaration, new: &Declaration) {
    const NAMED: &str = "only those who rely on the value itself notice";
    let text = |of: &Declaration| of.value.as_ref().map(|it| it.text.clone());
    if let (Some(before), Some(after)) = (text(old), text(new))
        && before != after
    {
        let message = format!("is {} now, and was {}", shown(&after), shown(&before));
        let kind = ChangeKind::ValueChanged;
        found.push_doubting(scope, kind, At::New(new.line), message, Some(NAMED));
    }
}
