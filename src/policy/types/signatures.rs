//! The engine's functions: what they take, and what they yield.

use super::kind::{ANY, BOOLEAN, COLLECTION, Kinds, LIST, NULL, NUMBER, OBJECT, SET, TEXT, Type};

/// One argument: its kinds, and the kinds of its items if it is a collection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Argument {
    pub(super) kinds: Kinds,
    pub(super) items: Kinds,
}

/// What a function yields.
#[derive(Debug, Clone, Copy)]
pub(super) enum Yield {
    Text,
    Number,
    Boolean,
    /// A list of texts.
    Texts,
    /// A list of numbers.
    Numbers,
    /// An object whose fields nobody knows.
    Map,
    /// Nobody can tell.
    Unknown,
    /// Of the type of its first argument.
    Same,
    /// An item of its first argument.
    Item,
    /// A list of the items of its first argument.
    Sorted,
    /// A set of the keys of its first argument.
    Keys,
    /// A list of what both arguments hold.
    Joined,
    /// An object with what both hold, the second one's first.
    Merged,
    /// A set of the items of the sets in its argument.
    Flattened,
    /// The value of a key, or the third argument.
    Got,
    /// An object with the named keys, or without them.
    Some,
    /// Each path and value below its argument.
    Walked,
}

pub(super) struct Signature {
    pub(super) name: &'static str,
    pub(super) arguments: &'static [Argument],
    pub(super) yields: Yield,
}

const fn plain(kinds: Kinds) -> Argument {
    Argument { kinds, items: ANY }
}

const fn of(kinds: Kinds, items: Kinds) -> Argument {
    Argument { kinds, items }
}

const fn signature(name: &'static str, arguments: &'static [Argument], yields: Yield) -> Signature {
    Signature {
        name,
        arguments,
        yields,
    }
}

const T: Argument = plain(TEXT);
const N: Argument = plain(NUMBER);
const A: Argument = plain(ANY);
const O: Argument = plain(OBJECT);
const L: Argument = plain(LIST);
/// A list or set of texts.
const TS: Argument = of(LIST | SET, TEXT);
/// A list or set of numbers.
const NS: Argument = of(LIST | SET, NUMBER);
/// A text or several.
const T_OR_TS: Argument = of(TEXT | LIST | SET, TEXT);

use Yield::{
    Boolean, Flattened, Got, Item, Joined, Keys, Map, Merged, Number, Numbers, Same, Sorted, Text,
    Texts, Unknown, Walked,
};

/// All of them, by name.
pub(super) const SIGNATURES: &[Signature] = &[
    signature("abs", &[N], Number),
    signature("array.concat", &[L, L], Joined),
    signature("array.reverse", &[L], Same),
    signature("array.slice", &[L, N, N], Sorted),
    signature("base64.decode", &[T], Text),
    signature("base64.encode", &[T], Text),
    signature("base64.is_valid", &[T], Boolean),
    signature("bits.and", &[N, N], Number),
    signature("bits.lsh", &[N, N], Number),
    signature("bits.negate", &[N], Number),
    signature("bits.or", &[N, N], Number),
    signature("bits.rsh", &[N, N], Number),
    signature("bits.xor", &[N, N], Number),
    signature("ceil", &[N], Number),
    signature("concat", &[T, TS], Text),
    signature("contains", &[T, T], Boolean),
    signature("count", &[plain(COLLECTION | TEXT)], Number),
    signature("endswith", &[T, T], Boolean),
    signature("floor", &[N], Number),
    signature("format_int", &[N, N], Text),
    signature("glob.match", &[T, of(LIST | NULL, TEXT), T], Boolean),
    signature("glob.quote_meta", &[T], Text),
    signature("graph.reachable", &[O, plain(LIST | SET)], Yield::Flattened),
    signature("graph.reachable_paths", &[O, plain(LIST | SET)], Unknown),
    signature("hex.decode", &[T], Text),
    signature("hex.encode", &[T], Text),
    signature("indexof", &[T, T], Number),
    signature("indexof_n", &[T, T], Numbers),
    signature("intersection", &[of(SET, SET)], Flattened),
    signature("is_array", &[A], Boolean),
    signature("is_boolean", &[A], Boolean),
    signature("is_null", &[A], Boolean),
    signature("is_number", &[A], Boolean),
    signature("is_object", &[A], Boolean),
    signature("is_set", &[A], Boolean),
    signature("is_string", &[A], Boolean),
    signature("json.filter", &[O, plain(LIST | SET)], Unknown),
    signature("json.is_valid", &[T], Boolean),
    signature("json.marshal", &[A], Text),
    signature("json.marshal_with_options", &[A, O], Text),
    signature("json.remove", &[O, plain(LIST | SET)], Unknown),
    signature("json.unmarshal", &[T], Unknown),
    signature("lower", &[T], Text),
    signature("max", &[plain(LIST | SET)], Item),
    signature("min", &[plain(LIST | SET)], Item),
    signature("numbers.range", &[N, N], Numbers),
    signature("numbers.range_step", &[N, N, N], Numbers),
    signature("object.filter", &[O, plain(COLLECTION)], Yield::Some),
    signature("object.get", &[O, A, A], Got),
    signature("object.keys", &[O], Keys),
    signature("object.remove", &[O, plain(COLLECTION)], Yield::Some),
    signature(
        "object.subset",
        &[plain(COLLECTION), plain(COLLECTION)],
        Boolean,
    ),
    signature("object.union", &[O, O], Merged),
    signature("object.union_n", &[of(LIST, OBJECT)], Map),
    signature("product", &[NS], Number),
    signature("regex.find_all_string_submatch_n", &[T, T, N], Unknown),
    signature("regex.find_n", &[T, T, N], Texts),
    signature("regex.is_valid", &[A], Boolean),
    signature("regex.match", &[T, T], Boolean),
    signature("regex.replace", &[T, T, T], Text),
    signature("regex.split", &[T, T], Texts),
    signature("regex.template_match", &[T, T, T, T], Boolean),
    signature("relcheck.glob_match", &[T, T], Boolean),
    signature("relcheck.license_problem", &[T], Text),
    signature("relcheck.license_refused", &[T, TS, TS, TS], Texts),
    signature("relcheck.version_compare", &[T, T], Number),
    signature("replace", &[T, T, T], Text),
    signature("round", &[N], Number),
    signature("semver.compare", &[T, T], Number),
    signature("semver.is_valid", &[A], Boolean),
    signature("sort", &[plain(LIST | SET)], Sorted),
    signature("split", &[T, T], Texts),
    signature("sprintf", &[T, L], Text),
    signature("startswith", &[T, T], Boolean),
    signature("strings.any_prefix_match", &[T_OR_TS, T_OR_TS], Boolean),
    signature("strings.any_suffix_match", &[T_OR_TS, T_OR_TS], Boolean),
    signature("strings.count", &[T, T], Number),
    signature("strings.replace_n", &[of(OBJECT, TEXT), T], Text),
    signature("strings.reverse", &[T], Text),
    signature("substring", &[T, N, N], Text),
    signature("sum", &[NS], Number),
    signature("time.add_date", &[N, N, N, N], Number),
    signature("time.clock", &[plain(NUMBER | LIST)], Numbers),
    signature("time.date", &[plain(NUMBER | LIST)], Numbers),
    signature(
        "time.diff",
        &[plain(NUMBER | LIST), plain(NUMBER | LIST)],
        Numbers,
    ),
    signature("time.format", &[plain(NUMBER | LIST)], Text),
    signature("time.parse_duration_ns", &[T], Number),
    signature("time.parse_ns", &[T, T], Number),
    signature("time.parse_rfc3339_ns", &[T], Number),
    signature("time.weekday", &[plain(NUMBER | LIST)], Text),
    signature(
        "to_number",
        &[plain(NULL | BOOLEAN | NUMBER | TEXT)],
        Number,
    ),
    signature("trace", &[T], Boolean),
    signature("trim", &[T, T], Text),
    signature("trim_left", &[T, T], Text),
    signature("trim_prefix", &[T, T], Text),
    signature("trim_right", &[T, T], Text),
    signature("trim_space", &[T], Text),
    signature("trim_suffix", &[T, T], Text),
    signature("type_name", &[A], Text),
    signature("union", &[of(SET, SET)], Flattened),
    signature("units.parse", &[T], Number),
    signature("units.parse_bytes", &[T], Number),
    signature("upper", &[T], Text),
    signature("walk", &[A], Walked),
    signature("yaml.is_valid", &[T], Boolean),
    signature("yaml.marshal", &[A], Text),
    signature("yaml.unmarshal", &[T], Unknown),
];

/// The function of this name, or `None` if there is none that is typed.
pub(super) fn find(name: &str) -> Option<&'static Signature> {
    let place = SIGNATURES.binary_search_by(|signature| signature.name.cmp(name));
    place.ok().and_then(|place| SIGNATURES.get(place))
}

impl Yield {
    /// The type of the result, given those of the arguments.
    pub(super) fn of(self, arguments: &[Type]) -> Type {
        let argument = |place: usize| arguments.get(place).cloned().unwrap_or(Type::Open);
        match self {
            Yield::Text => Type::text(),
            Yield::Number => Type::Number,
            Yield::Boolean => Type::Boolean,
            Yield::Texts => Type::list(Type::text()),
            Yield::Numbers => Type::list(Type::Number),
            Yield::Map => Type::map(Type::text(), Type::Unknown),
            Yield::Unknown => Type::Unknown,
            Yield::Same => argument(0),
            Yield::Item => argument(0).items(),
            Yield::Sorted => Type::list(argument(0).items()),
            Yield::Keys => Type::set(argument(0).keys()),
            Yield::Joined => Type::list(Type::union([argument(0).items(), argument(1).items()])),
            Yield::Merged => merged(argument(0), argument(1)),
            Yield::Flattened => match argument(0) {
                Type::Set(inner) => Type::set(inner.items()),
                _ => Type::set(Type::Open),
            },
            Yield::Got => Type::union([argument(0).items(), argument(2)]),
            Yield::Some => match argument(0) {
                free @ (Type::Open | Type::Unknown) => free,
                known => Type::map(known.keys(), known.items()),
            },
            Yield::Walked => Type::Tuple([Type::list(Type::Open), Type::Unknown].into()),
        }
    }
}

/// The object with what two hold, deeply; where both hold a key, the second one's value.
fn merged(first: Type, second: Type) -> Type {
    use super::kind::Object;
    let (Type::Object(a), Type::Object(b)) = (&first, &second) else {
        return Type::Open;
    };
    let mut fields = a.fields.clone();
    for (name, value) in &b.fields {
        let value = match fields.remove(name) {
            Some(old @ Type::Object(_)) if matches!(value, Type::Object(_)) => {
                merged(old, value.clone())
            }
            _ => value.clone(),
        };
        fields.insert(name.clone(), value);
    }
    let rest = match (&a.rest, &b.rest) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (Some((key, value)), Some((other_key, other))) => Some((
            Type::union([key.clone(), other_key.clone()]),
            Type::union([value.clone(), other.clone()]),
        )),
    };
    Type::Object(std::rc::Rc::new(Object { fields, rest }))
}

#[cfg(test)]
mod tests {
    use regorus::unstable::BUILTINS;

    use super::*;
    use crate::policy::extensions;

    #[test]
    fn the_list_is_sorted() {
        assert!(SIGNATURES.is_sorted_by(|a, b| a.name < b.name));
    }

    /// A function without a signature would take anything and yield what nobody follows.
    #[test]
    fn each_function_of_the_engine_has_a_signature_with_its_number_of_arguments() {
        let own = ["__builtin_sets.union", "__builtin_sets.intersection"];
        for (name, (_, arguments)) in BUILTINS.iter().filter(|(name, _)| !own.contains(name)) {
            match find(name) {
                Some(signature) => {
                    assert_eq!(signature.arguments.len(), usize::from(*arguments), "{name}");
                }
                None => assert!(
                    crate::policy::scope::is_forbidden(name),
                    "{name} has no signature"
                ),
            }
        }
        let unknown: Vec<&str> = SIGNATURES
            .iter()
            .map(|signature| signature.name)
            .filter(|name| !BUILTINS.contains_key(name) && !extensions::exists(name))
            .collect();
        assert!(
            unknown.is_empty(),
            "no functions of the engine: {unknown:?}"
        );
    }
}
