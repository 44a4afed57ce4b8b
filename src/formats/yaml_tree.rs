//! YAML as a tree in which every value knows its line, and every scalar is the text as written.
//!
//! Nothing is guessed from a plain scalar: `on`, `3.10` and `no` stay what they are. That is what
//! the files of CI systems need, whose readers disagree about YAML's types.

use std::rc::Rc;

use granit_parser::ScalarStyle;

use super::place::Malformed;

mod build;

/// The most nodes that a document may have, each use of an alias counted with all that it stands for.
pub const MAX_NODES: usize = 200_000;

/// The deepest that collections may be nested.
pub const MAX_DEPTH: usize = 64;

/// One value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// The line on which it starts, starting at 1. Of a block scalar, that of its first line.
    pub line: u64,
    /// Which of several texts it comes from: the number given to [`read_all_from`], else 0.
    pub source: u32,
    /// The local tag without `!`: `reference` of `!reference [a, b]`.
    pub tag: Option<String>,
    /// What it is.
    pub value: Value,
    /// The number of nodes in it, itself included.
    weight: usize,
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum Value {
    /// A text, a number, a boolean or null, as it is written.
    Scalar(Scalar),
    /// A list.
    List(Vec<Rc<Node>>),
    /// A mapping, in the order of the file.
    Map(Vec<Entry>),
}

/// A scalar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text after YAML's escapes.
    pub text: String,
    /// Whether it was neither quoted nor a block, so that it may stand for something else than text.
    pub plain: bool,
    /// Whether each line of the text is a line of the file: in a literal block (`|`).
    pub literal: bool,
}

/// One key of a mapping with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// The line of the key.
    pub line: u64,
    /// The value.
    pub node: Rc<Node>,
}

/// Reads the first document of a text; the others are not looked at. An empty text is `None`.
///
/// # Errors
/// [`Malformed`] if it is not YAML, has a key twice in a mapping, a key that is no scalar, or an
/// alias to nothing, or is larger than [`MAX_NODES`] or deeper than [`MAX_DEPTH`].
pub fn read(text: &str) -> Result<Option<Rc<Node>>, Malformed> {
    Ok(read_all(text)?.into_iter().next())
}

/// Reads all documents of a text.
///
/// # Errors
/// As [`read`].
pub fn read_all(text: &str) -> Result<Vec<Rc<Node>>, Malformed> {
    read_all_from(text, 0)
}

/// Reads all documents of one of several texts, whose values are put together later.
///
/// # Errors
/// As [`read`].
pub fn read_all_from(text: &str, source: u32) -> Result<Vec<Rc<Node>>, Malformed> {
    build::documents(text, source, MAX_NODES)
}

/// Reads all documents of a text with another limit than [`MAX_NODES`], for what machines write.
///
/// # Errors
/// As [`read`].
pub fn read_up_to(text: &str, most: usize) -> Result<Vec<Rc<Node>>, Malformed> {
    build::documents(text, 0, most)
}

impl Node {
    /// A mapping that stands where another value does.
    #[must_use]
    pub fn map_at(place: &Node, entries: Vec<Entry>) -> Self {
        let weights = entries.iter().map(|entry| entry.node.weight);
        Node {
            weight: weights.fold(1, usize::saturating_add),
            value: Value::Map(entries),
            ..place.clone_place()
        }
    }

    /// A list that stands where another value does.
    #[must_use]
    pub fn list_at(place: &Node, items: Vec<Rc<Node>>) -> Self {
        let weights = items.iter().map(|item| item.weight);
        Node {
            weight: weights.fold(1, usize::saturating_add),
            value: Value::List(items),
            ..place.clone_place()
        }
    }

    /// The number of values in it, itself included, each use of an alias counted.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.weight
    }

    fn clone_place(&self) -> Self {
        Node {
            line: self.line,
            source: self.source,
            tag: None,
            value: Value::List(Vec::new()),
            weight: 1,
        }
    }

    /// The value of a key, if this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Rc<Node>> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The key with its value, if this is a mapping that has it.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The keys, if this is a mapping; else none.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The elements, if this is a list; else none.
    #[must_use]
    pub fn items(&self) -> &[Rc<Node>] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if this is a scalar that is not null.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.scalar().map(|scalar| scalar.text.as_str())
    }

    /// The scalar, if this is one that is not null.
    #[must_use]
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) if !scalar.is_null() => Some(scalar),
            _ => None,
        }
    }

    /// Whether there is nothing here: no text, or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(scalar) if scalar.is_null())
    }

    /// The text of a key, if this is a mapping.
    #[must_use]
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The texts of a scalar or of a list of scalars; what is no scalar is left out.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        match &self.value {
            Value::List(items) => items
                .iter()
                .filter_map(|item| item.text().map(str::to_owned))
                .collect(),
            _ => self.text().map(str::to_owned).into_iter().collect(),
        }
    }

    /// Every scalar in it with its line, keys excepted.
    pub fn walk(&self, visit: &mut impl FnMut(u64, &Scalar)) {
        match &self.value {
            Value::Scalar(scalar) => visit(self.line, scalar),
            Value::List(items) => items.iter().for_each(|item| item.walk(visit)),
            Value::Map(entries) => entries.iter().for_each(|entry| entry.node.walk(visit)),
        }
    }
}

impl Scalar {
    fn is_null(&self) -> bool {
        self.plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    fn new(text: String, style: ScalarStyle) -> Self {
        Scalar {
            text,
            plain: style == ScalarStyle::Plain,
            literal: style == ScalarStyle::Literal,
        }
    }
}

#[cfg(test)]
mod tests;
