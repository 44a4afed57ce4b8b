//! Merging a stub (`.pyi`) into the module beside it.
//!
//! As griffe does it: the module's own definitions stay, with the stub's overloads and return types;
//! where both define a name as different kinds of things the stub wins; what only the stub defines
//! is added, for type checkers only; the stub's `__all__` wins.

use crate::formats::python_module::{Exports, Kind, Member, Members, Module};

pub(super) fn merge(module: &Module, stub: &Module) -> Module {
    let mut merged = module.clone();
    members(&mut merged.members, &stub.members);
    if stub.exports != Exports::Absent {
        merged.exports = stub.exports.clone();
    }
    for star in &stub.stars {
        if !merged.stars.iter().any(|known| known.module == star.module) {
            merged.stars.push(star.clone());
        }
    }
    merged
}

fn members(known: &mut Members, stub: &Members) {
    for (name, member) in stub {
        match known.get_mut(name) {
            None => {
                let added = Member {
                    typing_only: true,
                    ..member.clone()
                };
                known.insert(name.clone(), added);
            }
            Some(own) => merge_member(own, member),
        }
    }
}

fn merge_member(own: &mut Member, stub: &Member) {
    match (&mut own.kind, &stub.kind) {
        (_, Kind::Import(_)) => {}
        (Kind::Function(own), Kind::Function(stub)) => {
            if !stub.overloads.is_empty() {
                own.overloads.clone_from(&stub.overloads);
            }
            own.returns = stub.returns;
            own.deprecated = own.deprecated.or(stub.deprecated);
        }
        (Kind::Class(own), Kind::Class(stub)) => {
            members(&mut own.members, &stub.members);
            own.deprecated = own.deprecated.or(stub.deprecated);
        }
        (Kind::Attribute(_), Kind::Attribute(_)) => {}
        // What the module imports, the stub may describe at the place where it is public.
        (Kind::Import(_), _) => {}
        _ => own.kind = stub.kind.clone(),
    }
}
