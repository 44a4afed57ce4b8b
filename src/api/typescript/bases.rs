//! What a class or interface extends, in the report and beyond it.

use super::found::{At, Found, IMPLEMENTS, Scope, shown};
use super::kinds::ChangeKind;
use super::surface::Surface;
use crate::formats::api_extractor::{Declaration, Kind};

/// The most base classes that are looked through for one member.
const MAX_BASES: usize = 64;

/// The errors of the language (ECMA-262, "Error Objects"), and what they have for their users.
const ERRORS: [&str; 8] = [
    "AggregateError",
    "Error",
    "EvalError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "TypeError",
    "URIError",
];
const ERROR_MEMBERS: [&str; 6] = ["cause", "errors", "message", "name", "stack", "toString"];

/// Where a member may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inherited {
    /// A base in the report has it.
    Yes,
    /// A base that the report does not tell of may have it: its name.
    Perhaps(String),
    /// No base has it.
    No,
}

/// Whether a declaration inherits a member.
pub(super) fn inherits(
    surface: &Surface<'_>,
    one: &[&Declaration],
    member: &Declaration,
) -> Inherited {
    let mut names: Vec<&str> = bases(one).collect();
    let mut unknown = None;
    let mut at = 0;
    while let Some(name) = names.get(at).copied() {
        at += 1;
        if is_error(surface, name) {
            if ERROR_MEMBERS.contains(&member.name.as_str()) {
                return Inherited::Yes;
            }
            continue;
        }
        let known = surface.declared.get(name);
        let Some(known) = known.filter(|_| at <= MAX_BASES) else {
            unknown.get_or_insert(name);
            continue;
        };
        let has = known.iter().flat_map(|it| &it.members).any(|it| {
            it.name == member.name && it.modifiers.is_static == member.modifiers.is_static
        });
        if has {
            return Inherited::Yes;
        }
        let more: Vec<&str> = bases(known).filter(|name| !names.contains(name)).collect();
        names.extend(more);
    }
    unknown.map_or(Inherited::No, |name| Inherited::Perhaps(name.to_owned()))
}

/// Whether a base is an error of the language itself.
fn is_error(surface: &Surface<'_>, name: &str) -> bool {
    let is_own = surface.declared.contains_key(name) || surface.imported.contains(name);
    ERRORS.contains(&name) && !is_own
}

/// The names that declarations extend, without what stands in `<…>`.
fn bases<'d>(of: &[&'d Declaration]) -> impl Iterator<Item = &'d str> {
    let extends: Vec<&'d String> = of.iter().flat_map(|it| &it.extends).collect();
    extends
        .into_iter()
        .map(|base| base.split('<').next().unwrap_or(base))
}

/// Tells which bases are gone and new. TypeScript compares by structure: what only `implements` is
/// no longer said matters where members went with it.
pub(super) fn compare(found: &mut Found<'_>, scope: &Scope, old: &Declaration, new: &Declaration) {
    const STRUCTURE: &str = "all members of it are still there";
    let line = new.line;
    for gone in old.extends.iter().filter(|it| !new.extends.contains(it)) {
        let message = format!("no longer extends {}", shown(gone));
        found.push(scope, ChangeKind::BaseRemoved, At::New(line), message);
    }
    for gone in old
        .implements
        .iter()
        .filter(|it| !new.implements.contains(it))
    {
        let message = format!("no longer implements {}", shown(gone));
        let kind = ChangeKind::BaseRemoved;
        found.push_doubting(scope, kind, At::New(line), message, Some(STRUCTURE));
    }
    for added in new.extends.iter().filter(|it| !old.extends.contains(it)) {
        let message = format!("now extends {}", shown(added));
        if new.kind == Kind::Interface {
            let kind = ChangeKind::BaseAdded;
            found.push_doubting(scope, kind, At::New(line), message, Some(IMPLEMENTS));
        } else {
            found.push(scope, ChangeKind::Added, At::New(line), message);
        }
    }
}
