//! Comparing classes: bases, how they are called, members.

use std::rc::Rc;

use super::ancestors::{Ancestors, Inherited, NAMED_TUPLE, as_class, resolve};
use super::changes::{Place, called};
use super::comparison::Comparer;
use super::initialiser::{self, Initialiser};
use super::lookup::{Object, Target};
use super::surface::is_public_member;
use super::{functions, kinds};
use crate::formats::python_module::{Class, Function, Kind};

/// Bases that say something about types only, or about how a class is made.
const NO_BASES: &[&str] = &[
    "builtins.object",
    "typing.Generic",
    "typing_extensions.Generic",
    "abc.ABC",
];

impl<'p> Comparer<'p> {
    pub(super) fn classes(&mut self, path: &str, old: &Object<'p>, new: &Object<'p>) {
        let (Some(before), Some(after)) = (as_class(old), as_class(new)) else {
            return;
        };
        if let (None, Some(line)) = (before.deprecated, after.deprecated) {
            let place = Place::head(new).at(line);
            self.found
                .change(kinds::DEPRECATED, path, "is deprecated", place);
        }
        let ancestors = self.new.lineage.of(&self.new.view, new);
        self.bases(path, old, new, before, &ancestors);
        self.calls(path, old, new);
        self.members(path, old, new, &ancestors);
    }

    fn bases(
        &mut self,
        path: &str,
        old: &Object<'p>,
        new: &Object<'p>,
        before: &Class,
        ancestors: &Ancestors<'p>,
    ) {
        for base in &before.bases {
            let Some(written) = &base.name else { continue };
            let last = written.rsplit('.').next().unwrap_or(written);
            let kept = match resolve(&self.old.view, old, written) {
                Target::Object(base) => {
                    let is_it = |class: &Object<'_>| {
                        class.name == base.name
                            && (class.entry.name == base.entry.name || self.is_pair(&base, class))
                    };
                    last.starts_with('_') || ancestors.classes.iter().any(is_it)
                }
                Target::Outside(base) => {
                    NO_BASES.contains(&base.as_str())
                        || ancestors.outside.contains(&base)
                        || last.starts_with('_')
                }
                _ => true,
            };
            if !kept {
                let doubt = opaque(ancestors)
                    .map(|why| format!("it {why} and may itself inherit from `{written}`"));
                let place = Place::head(new).doubting(doubt);
                let message = format!("no longer inherits from `{written}`");
                self.found.change(kinds::BASE_REMOVED, path, message, place);
            }
        }
    }

    /// How the class is called.
    fn calls(&mut self, path: &str, old: &Object<'p>, new: &Object<'p>) {
        let before = initialiser::of(&self.old.view, &self.old.lineage, old);
        let after = initialiser::of(&self.new.view, &self.new.lineage, new);
        let symbol = format!("{path}.__init__");
        let (Some((before, source)), Some((after, place))) =
            (written(&before, old), written(&after, new))
        else {
            if let (Initialiser::Written(_) | Initialiser::Made(..), Initialiser::Unknown) =
                (&before, &after)
            {
                let reason = "is that of a class of another project now";
                self.found
                    .gap(symbol, reason, new.entry, Some(new.member.line));
            }
            return;
        };
        if !self.is_new_pair(source.init_id(), place.init_id()) {
            return;
        }
        let symbol = match &place {
            // One that a public class defines is told of under that class's name.
            Called::By(method) => self.symbol_at_owner(method, &symbol),
            Called::OfClass(_) => symbol,
        };
        functions::compare(
            &mut self.found,
            &symbol,
            (&before, source.object()),
            (&after, place.object()),
        );
    }

    /// A method that a public class defines is called by that class's name.
    fn symbol_at_owner(&self, method: &Object<'p>, symbol: &str) -> String {
        let Some((class, name)) = method.name.rsplit_once('.') else {
            return symbol.to_owned();
        };
        match self.head_path(method.entry, class) {
            Some(path) => format!("{path}.{name}"),
            None => symbol.to_owned(),
        }
    }

    fn members(
        &mut self,
        path: &str,
        old: &Object<'p>,
        new: &Object<'p>,
        ancestors: &Ancestors<'p>,
    ) {
        let before = self.old.lineage.members(&self.old.view, old);
        let after = self.new.lineage.members(&self.new.view, new);
        let counts = |name: &str| is_public_member(name) && name != "__init__";
        for (name, member) in before.iter().filter(|(name, _)| counts(name)) {
            match after.get(name) {
                Some(now) => {
                    let symbol = format!("{path}.{name}");
                    let symbol = self.symbol_at_owner(&now.object, &symbol);
                    let target = self.member_target(false, &member.object);
                    let now = self.member_target(true, &now.object);
                    self.pair(&symbol, &target, &now);
                }
                None => self.member_gone(path, old, name, member, ancestors),
            }
        }
        for (name, member) in after.iter().filter(|(name, _)| counts(name)) {
            let own = member.owner.id() == new.id() || !self.is_public_now(&member.owner);
            let made = matches!(&member.object.member.kind, Kind::Import(_));
            if !before.contains_key(name) && own && !made && !is_there_anyway(name) {
                let message = format!("is a new {}", member_called(&member.object));
                let place = Place::head(&member.object);
                self.found
                    .change(kinds::ADDED, &format!("{path}.{name}"), message, place);
            }
        }
    }

    /// What a member of a class leads to: itself, or what it names.
    fn member_target(&self, head: bool, object: &Object<'p>) -> Target<'p> {
        let side = if head { &self.new } else { &self.old };
        let named = match &object.member.kind {
            Kind::Attribute(attribute) => attribute
                .value
                .as_ref()
                .and_then(|value| value.name.as_deref()),
            _ => None,
        };
        // `alias = method` is that method.
        let aliased = named.and_then(|named| {
            let (class, own) = object.name.rsplit_once('.')?;
            if named == own {
                return None;
            }
            match side.view.dotted(object.entry, &format!("{class}.{named}")) {
                Target::Object(method) if matches!(method.member.kind, Kind::Function(_)) => {
                    Some(method)
                }
                _ => None,
            }
        });
        Target::Object(aliased.unwrap_or_else(|| object.clone()))
    }

    fn member_gone(
        &mut self,
        path: &str,
        class: &Object<'p>,
        name: &str,
        member: &Inherited<'p>,
        ancestors: &Ancestors<'p>,
    ) {
        // What a public base class lost is told of that class; that this one lost its base, too.
        if member.owner.id() != class.id() && self.was_public(&member.owner) {
            return;
        }
        let dynamic = ancestors.classes.iter().any(|class| {
            as_class(class).is_some_and(|class| {
                class.members.contains_key("__getattr__")
                    || class.members.contains_key("__getattribute__")
            })
        });
        let doubt = if OBJECT_HAS.contains(&name) {
            Some("every object has one".to_owned())
        } else if dynamic {
            Some("the class makes attributes with `__getattr__`".to_owned())
        } else {
            opaque(ancestors).map(|why| format!("the class {why} and may have it"))
        };
        let place = Place::previous(&member.object).doubting(doubt);
        let symbol = format!("{path}.{name}");
        self.found
            .change(kinds::REMOVED, &symbol, "was removed", place);
    }
}

/// What stands for the `__init__` of a class.
enum Called<'p> {
    /// The method.
    By(Object<'p>),
    /// The class, which has none that is written.
    OfClass(Object<'p>),
}

impl<'p> Called<'p> {
    fn object(&self) -> &Object<'p> {
        match self {
            Called::By(object) | Called::OfClass(object) => object,
        }
    }

    /// What tells it from the class itself.
    fn init_id(&self) -> usize {
        match self {
            Called::By(object) => object.id(),
            Called::OfClass(object) => object.id() + 1,
        }
    }
}

/// The `__init__` as a function, as far as it is known.
fn written<'p>(
    initialiser: &Initialiser<'p>,
    class: &Object<'p>,
) -> Option<(Rc<Function>, Called<'p>)> {
    match initialiser {
        Initialiser::Written(method) => match &method.member.kind {
            Kind::Function(function) => {
                Some((Rc::new(function.clone()), Called::By(method.clone())))
            }
            _ => None,
        },
        Initialiser::Made(function, owner) => {
            Some((Rc::clone(function), Called::OfClass(owner.clone())))
        }
        Initialiser::None => Some((Rc::default(), Called::OfClass(class.clone()))),
        Initialiser::Unknown => None,
    }
}

fn member_called(object: &Object<'_>) -> &'static str {
    match called(&object.member.kind) {
        "function" => "method",
        other => other,
    }
}

/// Why a class may have more members than are known.
fn opaque(ancestors: &Ancestors<'_>) -> Option<String> {
    let outside = ancestors
        .outside
        .iter()
        // A named tuple has its fields, and what a tuple has.
        .find(|base| *base != NAMED_TUPLE && !NO_BASES.contains(&base.as_str()))
        .map(|base| {
            let base = base.strip_prefix("builtins.").unwrap_or(base);
            format!("inherits from `{base}`, which is no part of the project")
        });
    outside.or_else(|| ancestors.lost.clone())
}

/// Whether a class that defines this special method has nothing new for its users: every object has
/// one, or only the interpreter calls it. Comparisons that every object has raise until defined.
fn is_there_anyway(name: &str) -> bool {
    const ORDERING: &[&str] = &["__ge__", "__gt__", "__le__", "__lt__"];
    name == "__del__" || (OBJECT_HAS.contains(&name) && !ORDERING.contains(&name))
}

/// Special methods that every object has.
const OBJECT_HAS: &[&str] = &[
    "__class__",
    "__delattr__",
    "__eq__",
    "__format__",
    "__ge__",
    "__getattribute__",
    "__gt__",
    "__hash__",
    "__init_subclass__",
    "__le__",
    "__lt__",
    "__module__",
    "__ne__",
    "__new__",
    "__reduce__",
    "__reduce_ex__",
    "__repr__",
    "__setattr__",
    "__sizeof__",
    "__str__",
    "__subclasshook__",
];
