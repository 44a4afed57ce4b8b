//! The classes that a class inherits from, and the members that it has by that.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::lookup::{Object, Target, View};
use crate::formats::python_module::{Class, Kind};

/// The most classes that one class inherits from, and the deepest line of them.
const MAX_CLASSES: usize = 500;
const MAX_DEPTH: usize = 50;

/// The base of named tuples. Those that a call makes have it, too, whatever their module imports.
pub(super) const NAMED_TUPLE: &str = "typing.NamedTuple";

/// What a class inherits from.
#[derive(Debug, Default)]
pub(super) struct Ancestors<'p> {
    /// The classes of the project in the order in which Python looks for members, the class itself
    /// first.
    pub classes: Vec<Object<'p>>,
    /// Those of other projects, by dotted name; `object` left out.
    pub outside: Vec<String>,
    /// The reason why there may be further ones; `None` if there are none.
    pub lost: Option<String>,
}

/// The ancestors of all classes that were asked for.
#[derive(Default)]
pub(super) struct Lineage<'p> {
    known: RefCell<HashMap<usize, Rc<Ancestors<'p>>>>,
}

pub(super) fn as_class<'p>(object: &Object<'p>) -> Option<&'p Class> {
    match &object.member.kind {
        Kind::Class(class) => Some(class),
        _ => None,
    }
}

impl<'p> Lineage<'p> {
    /// The ancestors of a class. The order is that of a depth-first walk in which the last place of a
    /// class counts, as Python's own (C3) is wherever that exists.
    pub fn of(&self, view: &View<'p>, class: &Object<'p>) -> Rc<Ancestors<'p>> {
        if let Some(known) = self.known.borrow().get(&class.id()) {
            return Rc::clone(known);
        }
        let mut found = Ancestors::default();
        walk(view, class, 0, &mut found);
        let mut last: Vec<Object<'p>> = Vec::new();
        for class in found.classes.drain(..).rev() {
            if !last.iter().any(|known| known.id() == class.id()) {
                last.push(class);
            }
        }
        last.reverse();
        found.classes = last;
        found.outside.sort();
        found.outside.dedup();
        let found = Rc::new(found);
        self.known
            .borrow_mut()
            .insert(class.id(), Rc::clone(&found));
        found
    }

    /// All members of a class, inherited ones included, each at the class that defines it.
    pub fn members(&self, view: &View<'p>, class: &Object<'p>) -> BTreeMap<&'p str, Inherited<'p>> {
        let mut members = BTreeMap::new();
        for owner in self.of(view, class).classes.iter().rev() {
            let Some(definition) = as_class(owner) else {
                continue;
            };
            for (name, member) in &definition.members {
                let inherited = Inherited {
                    object: owner.child(name, member),
                    owner: owner.clone(),
                };
                members.insert(name.as_str(), inherited);
            }
        }
        members
    }
}

/// A member of a class.
#[derive(Debug, Clone)]
pub(super) struct Inherited<'p> {
    pub object: Object<'p>,
    /// The class that defines it.
    pub owner: Object<'p>,
}

fn walk<'p>(view: &View<'p>, class: &Object<'p>, depth: usize, found: &mut Ancestors<'p>) {
    if depth > MAX_DEPTH || found.classes.len() >= MAX_CLASSES {
        found.lost = Some("inherits from too many classes to follow".to_owned());
        return;
    }
    found.classes.push(class.clone());
    let Some(definition) = as_class(class) else {
        return;
    };
    for base in &definition.bases {
        let Some(name) = &base.name else {
            found.lost = Some(format!("inherits from `{}`, which is no name", base.text));
            continue;
        };
        match resolve(view, class, name) {
            Target::Object(base) if as_class(&base).is_some() => {
                if base.id() != class.id() {
                    walk(view, &base, depth + 1, found);
                }
            }
            Target::Outside(path) if path == "builtins.object" => {}
            Target::Outside(path) => found.outside.push(path),
            _ => found.lost = Some(format!("inherits from `{name}`, which is not known here")),
        }
    }
}

/// What the name of a base leads to: in the class around a nested class first.
pub(super) fn resolve<'p>(view: &View<'p>, class: &Object<'p>, name: &str) -> Target<'p> {
    if name == NAMED_TUPLE {
        return Target::Outside(name.to_owned());
    }
    if let Some((outer, _)) = class.name.rsplit_once('.') {
        let inner = view.dotted(class.entry, &format!("{outer}.{name}"));
        if matches!(inner, Target::Object(_)) {
            return inner;
        }
    }
    match view.dotted(class.entry, name) {
        Target::Outside(path) if path == "typing_extensions.NamedTuple" => {
            Target::Outside(NAMED_TUPLE.to_owned())
        }
        other => other,
    }
}
