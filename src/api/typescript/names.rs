//! Type parameters that have another name: what they are called is nobody's business.

use crate::formats::api_extractor::{Declaration, Type, TypeParameter};

/// The old declaration with the names that its type parameters have in the new one.
pub(super) fn as_in(old: &Declaration, new: &Declaration) -> Declaration {
    let renamed = renamed(&old.type_parameters, &new.type_parameters);
    let mut found = old.clone();
    if !renamed.is_empty() {
        rename(&mut found, &renamed);
    }
    found
}

type Renamed<'n> = Vec<(&'n str, &'n str)>;

fn renamed<'n>(old: &'n [TypeParameter], new: &'n [TypeParameter]) -> Renamed<'n> {
    let pairs = old
        .iter()
        .zip(new)
        .map(|(old, new)| (old.name.as_str(), new.name.as_str()));
    let found: Renamed<'n> = pairs.filter(|(old, new)| old != new).collect();
    // Where names only change places, a text does not tell which is meant.
    let is_taken = |name: &str| old.iter().any(|it| it.name == name);
    match found.iter().any(|(_, name)| is_taken(name)) {
        true => Vec::new(),
        false => found,
    }
}

/// Recursion ends where that of the reader does: at `MAX_DEPTH`.
fn rename(one: &mut Declaration, names: &Renamed<'_>) {
    for parameter in &mut one.type_parameters {
        parameter.name = in_text(&parameter.name, names);
        for text in [&mut parameter.constraint, &mut parameter.default]
            .into_iter()
            .flatten()
        {
            *text = in_text(text, names);
        }
    }
    let parameters = one.parameters.iter_mut().filter_map(|it| it.value.as_mut());
    for value in parameters.chain(&mut one.value) {
        in_type(value, names);
    }
    for text in one.extends.iter_mut().chain(&mut one.implements) {
        *text = in_text(text, names);
    }
    for member in &mut one.members {
        rename(member, names);
    }
}

fn in_type(value: &mut Type, names: &Renamed<'_>) {
    value.text = in_text(&value.text, names);
    for part in &mut value.union {
        *part = in_text(part, names);
    }
    value.union.sort();
    for member in &mut value.members {
        rename(member, names);
    }
}

fn in_text(text: &str, names: &Renamed<'_>) -> String {
    map_words(text, |word| {
        let found = names.iter().find(|(old, _)| *old == word);
        found.map_or(word, |(_, new)| new)
    })
}

/// The text with each word replaced.
pub(super) fn map_words<'t>(text: &'t str, replace: impl Fn(&'t str) -> &'t str) -> String {
    let is_word = |it: char| it.is_alphanumeric() || it == '_' || it == '$';
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let (between, word) = rest.split_at(start);
        let end = word.find(|it| !is_word(it)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        found.push_str(between);
        found.push_str(replace(word));
        rest = after;
    }
    found.push_str(rest);
    found
}
