//! What a value can be: the types that the checker follows from the facts' schema.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A set of kinds, one bit each.
pub(super) type Kinds = u8;

pub(super) const NULL: Kinds = 1;
pub(super) const BOOLEAN: Kinds = 2;
pub(super) const NUMBER: Kinds = 4;
pub(super) const TEXT: Kinds = 8;
pub(super) const LIST: Kinds = 16;
pub(super) const SET: Kinds = 32;
pub(super) const OBJECT: Kinds = 64;
pub(super) const COLLECTION: Kinds = LIST | SET | OBJECT;
pub(super) const ANY: Kinds = 127;

/// How many texts are told apart; of more, only that they are texts is known.
const MAX_TEXTS: usize = 64;

/// How many members a union keeps apart; of more, nothing is known.
const MAX_MEMBERS: usize = 24;

/// How many parts a type may have, each counted as often as it occurs: a list of ten lists of ten
/// lists is short to write, but not to compare. Of more, nothing is known.
const MAX_PARTS: usize = 1_000;

/// What a value can be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Type {
    /// Nothing is known and nothing is asked: an argument of a function that nobody calls, or what
    /// a mistake leaves behind that is reported already.
    Open,
    /// Nobody can tell: what `json.unmarshal` reads. Its fields cannot be read unchecked.
    Unknown,
    Null,
    Boolean,
    Number,
    /// A text; one of these, where they are known.
    Text(Option<Rc<BTreeSet<String>>>),
    /// A list of any length.
    List(Rc<Type>),
    /// A list of this very length.
    Tuple(Rc<[Type]>),
    Set(Rc<Type>),
    Object(Rc<Object>),
    /// One of these: never fewer than two, or none at all for what has no value.
    Union(Rc<[Type]>),
}

/// What an object holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Object {
    /// The known keys.
    pub(super) fields: BTreeMap<String, Type>,
    /// What any other key is and holds; `None` if there are no others.
    pub(super) rest: Option<(Type, Type)>,
}

impl Type {
    /// What has no value at all.
    pub(super) fn never() -> Type {
        Type::Union(Rc::from([]))
    }

    pub(super) fn is_never(&self) -> bool {
        matches!(self, Type::Union(members) if members.is_empty())
    }

    /// Whether it may be anything, so that nothing can be said of it.
    pub(super) fn is_free(&self) -> bool {
        matches!(self, Type::Open | Type::Unknown)
    }

    pub(super) fn text() -> Type {
        Type::Text(None)
    }

    pub(super) fn literal(text: &str) -> Type {
        Type::Text(Some(Rc::new(BTreeSet::from([text.to_owned()]))))
    }

    pub(super) fn list(item: Type) -> Type {
        Type::List(Rc::new(item))
    }

    pub(super) fn set(item: Type) -> Type {
        Type::Set(Rc::new(item))
    }

    /// An object with any keys of one type.
    pub(super) fn map(key: Type, value: Type) -> Type {
        Type::Object(Rc::new(Object {
            fields: BTreeMap::new(),
            rest: Some((key, value)),
        }))
    }

    pub(super) fn object(fields: BTreeMap<String, Type>) -> Type {
        Type::Object(Rc::new(Object { fields, rest: None }))
    }

    /// Either of these.
    pub(super) fn union(types: impl IntoIterator<Item = Type>) -> Type {
        let mut members: BTreeSet<Type> = BTreeSet::new();
        let mut texts: Option<BTreeSet<String>> = Some(BTreeSet::new());
        let mut is_text = false;
        for member in types.into_iter().flat_map(Type::members) {
            match member {
                Type::Open => return Type::Open,
                Type::Text(known) => {
                    is_text = true;
                    texts = texts.zip(known).map(|(mut all, more)| {
                        all.extend(more.iter().cloned());
                        all
                    });
                }
                other => {
                    members.insert(other);
                }
            }
        }
        if members.contains(&Type::Unknown) || members.len() > MAX_MEMBERS {
            return Type::Unknown;
        }
        if is_text {
            let texts = texts.filter(|texts| texts.len() <= MAX_TEXTS);
            members.insert(Type::Text(texts.map(Rc::new)));
        }
        let mut members: Vec<Type> = members.into_iter().collect();
        match (members.len(), members.pop()) {
            (1, Some(only)) => only,
            (_, last) => Type::Union(members.into_iter().chain(last).collect()),
        }
    }

    /// The same, if it is of a size that can be worked with.
    pub(super) fn bounded(self) -> Type {
        let mut left = MAX_PARTS;
        if self.fits(&mut left) {
            self
        } else {
            Type::Unknown
        }
    }

    fn fits(&self, left: &mut usize) -> bool {
        let Some(rest) = left.checked_sub(1) else {
            return false;
        };
        *left = rest;
        match self {
            Type::List(item) | Type::Set(item) => item.fits(left),
            Type::Tuple(parts) | Type::Union(parts) => parts.iter().all(|part| part.fits(left)),
            Type::Object(object) => {
                object.fields.values().all(|value| value.fits(left))
                    && object
                        .rest
                        .iter()
                        .all(|(key, value)| key.fits(left) && value.fits(left))
            }
            _ => true,
        }
    }

    /// The members of a union; of anything else, itself.
    pub(super) fn members(self) -> Vec<Type> {
        match self {
            Type::Union(members) => members.to_vec(),
            other => vec![other],
        }
    }

    /// The kinds that a value of this type may be of.
    pub(super) fn kinds(&self) -> Kinds {
        match self {
            Type::Open | Type::Unknown => ANY,
            Type::Null => NULL,
            Type::Boolean => BOOLEAN,
            Type::Number => NUMBER,
            Type::Text(_) => TEXT,
            Type::List(_) | Type::Tuple(_) => LIST,
            Type::Set(_) => SET,
            Type::Object(_) => OBJECT,
            Type::Union(members) => members
                .iter()
                .fold(0, |kinds, member| kinds | member.kinds()),
        }
    }

    /// Whether it is known that this may be null.
    pub(super) fn may_be_null(&self) -> bool {
        !self.is_free() && self.kinds() & NULL != 0
    }

    /// What is left of it where only these kinds remain.
    pub(super) fn only(&self, kinds: Kinds) -> Type {
        match self {
            Type::Open | Type::Unknown => self.clone(),
            Type::Union(members) => Type::union(
                members
                    .iter()
                    .filter(|member| member.kinds() & kinds != 0)
                    .cloned(),
            ),
            other if other.kinds() & kinds != 0 => other.clone(),
            _ => Type::never(),
        }
    }

    /// What iterating over it yields: items of a list or set, values of an object.
    pub(super) fn items(&self) -> Type {
        match self {
            Type::Open | Type::Unknown => self.clone(),
            Type::List(item) | Type::Set(item) => item.as_ref().clone(),
            Type::Tuple(items) => Type::union(items.iter().cloned()),
            Type::Object(object) => {
                let values = object.fields.values().cloned();
                let rest = object.rest.iter().map(|(_, value)| value.clone());
                Type::union(values.chain(rest))
            }
            Type::Union(members) => Type::union(members.iter().map(Type::items)),
            Type::Null | Type::Boolean | Type::Number | Type::Text(_) => Type::never(),
        }
    }

    /// What iterating over its keys yields: places in a list, members of a set, keys of an object.
    pub(super) fn keys(&self) -> Type {
        match self {
            Type::Open | Type::Unknown => Type::Open,
            Type::List(_) | Type::Tuple(_) => Type::Number,
            Type::Set(item) => item.as_ref().clone(),
            Type::Object(object) => {
                let names = object.fields.keys().map(|name| Type::literal(name));
                let rest = object.rest.iter().map(|(key, _)| key.clone());
                Type::union(names.chain(rest))
            }
            Type::Union(members) => Type::union(members.iter().map(Type::keys)),
            Type::Null | Type::Boolean | Type::Number | Type::Text(_) => Type::never(),
        }
    }

    /// Whether a value can be of both types.
    pub(super) fn overlaps(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Open | Type::Unknown, _) | (_, Type::Open | Type::Unknown) => true,
            (Type::Union(members), other) | (other, Type::Union(members)) => {
                members.iter().any(|member| member.overlaps(other))
            }
            (Type::Text(Some(a)), Type::Text(Some(b))) => !a.is_disjoint(b),
            (Type::Tuple(a), Type::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.overlaps(b))
            }
            (Type::Tuple(items), Type::List(item)) | (Type::List(item), Type::Tuple(items)) => {
                items
                    .iter()
                    .all(|other| item.is_never() || other.overlaps(item))
            }
            // Two empty ones are equal, whatever they hold: nobody means that.
            (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) => {
                a.is_never() || b.is_never() || a.overlaps(b)
            }
            (Type::Object(a), Type::Object(b)) => objects_overlap(a, b) && objects_overlap(b, a),
            (a, b) => a.kinds() & b.kinds() != 0,
        }
    }
}

/// Whether the fields of one object that the other one must have, too, can be equal.
fn objects_overlap(a: &Object, b: &Object) -> bool {
    a.fields
        .iter()
        .all(|(name, value)| match b.fields.get(name) {
            Some(other) => value.overlaps(other),
            None => b.rest.is_some(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unions_are_flat_and_texts_are_joined() {
        let either = Type::union([Type::literal("a"), Type::Null, Type::literal("b")]);
        assert_eq!(either.kinds(), TEXT | NULL);
        assert!(either.overlaps(&Type::literal("b")));
        assert!(!either.overlaps(&Type::literal("c")));
        assert_eq!(either.only(!NULL).kinds(), TEXT);
        assert_eq!(Type::union([either.clone(), either.clone()]), either);
        assert_eq!(Type::union([Type::Number]), Type::Number);
        assert!(Type::union([]).is_never());
        assert_eq!(Type::union([Type::Number, Type::Open]), Type::Open);
    }

    #[test]
    fn a_type_that_is_short_to_write_and_long_to_compare_is_unknown() {
        let ten = |of: Type| Type::Tuple(vec![of; 10].into()).bounded();
        let hundred = ten(ten(Type::Number));
        assert!(matches!(hundred, Type::Tuple(_)));
        let huge = (0..30).fold(hundred, |of, _| Type::list(ten(of)).bounded());
        assert!(!matches!(huge, Type::Tuple(_)));
        assert_eq!(ten(ten(ten(Type::Number))), Type::Unknown);
    }

    #[test]
    fn what_differs_in_kind_or_in_a_field_is_never_equal() {
        let point = |value| Type::object(BTreeMap::from([("x".to_owned(), value)]));
        assert!(!Type::list(Type::Number).overlaps(&Type::set(Type::Number)));
        assert!(!point(Type::Number).overlaps(&point(Type::text())));
        assert!(point(Type::Number).overlaps(&Type::map(Type::text(), Type::Number)));
        assert!(!point(Type::Number).overlaps(&Type::object(BTreeMap::new())));
        let pair = Type::Tuple(Rc::from([Type::Number, Type::Number]));
        assert!(!pair.overlaps(&Type::Tuple(Rc::from([Type::Number]))));
        assert!(pair.overlaps(&Type::list(Type::Number)));
    }
}
