//! From the parser's events to the tree, without recursion.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::{Entry, MAX_DEPTH, Malformed, Node, Scalar, Value};

/// A collection whose end has not been reached.
struct Open {
    line: u64,
    anchor: usize,
    tag: Option<String>,
    weight: usize,
    children: Children,
}

enum Children {
    List(Vec<Rc<Node>>),
    Map {
        entries: Vec<Entry>,
        seen: HashSet<String>,
        /// A key that waits for its value.
        key: Option<(String, u64)>,
    },
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
    done: Vec<Rc<Node>>,
    total: usize,
    most: usize,
    source: u32,
}

/// The documents of a text; one with more than `most` values is refused.
pub(super) fn documents(text: &str, source: u32, most: usize) -> Result<Vec<Rc<Node>>, Malformed> {
    let mut builder = Builder {
        source,
        most,
        ..Builder::default()
    };
    for next in Parser::new_from_str(text) {
        let (event, span) =
            next.map_err(|error| Malformed::new(line(error.marker().line()), &error.info()))?;
        builder.take(event, span)?;
    }
    Ok(builder.done)
}

fn line(number: usize) -> u64 {
    number.max(1) as u64
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Malformed> {
        let at = line(span.start.line());
        match event {
            Event::Scalar(content, style, anchor, tag) => {
                let node = Node {
                    line: first_line(style, at, &content),
                    source: self.source,
                    tag: local(tag.as_deref()),
                    value: Value::Scalar(Scalar::new(content.into_owned(), style)),
                    weight: 1,
                };
                self.place(Rc::new(node), at, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.open(at, anchor, tag.as_deref(), Children::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                let children = Children::Map {
                    entries: Vec::new(),
                    seen: HashSet::new(),
                    key: None,
                };
                self.open(at, anchor, tag.as_deref(), children)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(id) => {
                let target = self.anchors.get(&id).cloned();
                let node = target.ok_or_else(|| {
                    Malformed::new(at, "an alias stands inside of what it stands for")
                })?;
                self.place(node, at, 0)
            }
            Event::DocumentEnd => {
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn open(
        &mut self,
        line: u64,
        anchor: usize,
        tag: Option<&Tag>,
        children: Children,
    ) -> Result<(), Malformed> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("it is nested more than {MAX_DEPTH} levels deep");
            return Err(Malformed::new(line, &message));
        }
        self.open.push(Open {
            line,
            anchor,
            tag: local(tag),
            weight: 1,
            children,
        });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Malformed> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.children {
            Children::List(items) => Value::List(items),
            Children::Map { entries, .. } => Value::Map(merged(entries)),
        };
        // The nodes inside were counted when they were placed.
        self.total = self.total.saturating_sub(open.weight - 1);
        let node = Node {
            line: open.line,
            source: self.source,
            tag: open.tag,
            value,
            weight: open.weight,
        };
        self.place(Rc::new(node), open.line, open.anchor)
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Rc<Node>, line: u64, anchor: usize) -> Result<(), Malformed> {
        self.total = self.total.saturating_add(node.weight);
        if self.total > self.most {
            let message = format!("it has more than {} values, aliases followed", self.most);
            return Err(Malformed::new(line, &message));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        let Some(parent) = self.open.last_mut() else {
            self.done.push(node);
            return Ok(());
        };
        match &mut parent.children {
            Children::List(items) => {
                parent.weight = parent.weight.saturating_add(node.weight);
                items.push(node);
            }
            Children::Map { entries, seen, key } => match key.take() {
                None => *key = Some(key_of(&node, line, seen)?),
                Some((key, line)) => {
                    parent.weight = parent.weight.saturating_add(node.weight);
                    entries.push(Entry { key, line, node });
                }
            },
        }
        Ok(())
    }
}

fn key_of(node: &Node, line: u64, seen: &mut HashSet<String>) -> Result<(String, u64), Malformed> {
    let Value::Scalar(scalar) = &node.value else {
        return Err(Malformed::new(line, "a key is a list or a mapping"));
    };
    let key = scalar.text.clone();
    if key != "<<" && !seen.insert(key.clone()) {
        let message = format!("the key `{key}` is there twice");
        return Err(Malformed::new(line, &message));
    }
    Ok((key, line))
}

/// The entries with those of the merge keys (`<<`) behind them; what is there already wins.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    if entries.iter().all(|entry| entry.key != "<<") {
        return entries;
    }
    let (merges, mut kept): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| entry.key == "<<");
    let mut seen: HashSet<String> = kept.iter().map(|entry| entry.key.clone()).collect();
    for merge in &merges {
        let sources = match &merge.node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&merge.node),
        };
        for entry in sources.iter().flat_map(|source| source.entries()) {
            if seen.insert(entry.key.clone()) {
                kept.push(entry.clone());
            }
        }
    }
    kept
}

/// The line on which a scalar's text starts. The parser's place for a block is its first line that is
/// not blank.
fn first_line(style: ScalarStyle, at: u64, content: &str) -> u64 {
    if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        return at;
    }
    let blank = content.bytes().take_while(|&byte| byte == b'\n').count() as u64;
    at.saturating_sub(blank).max(1)
}

fn local(tag: Option<&Tag>) -> Option<String> {
    tag.filter(|tag| tag.handle() == "!")
        .map(|tag| tag.suffix().to_owned())
}
