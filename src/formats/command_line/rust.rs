//! The command lines of Rust source that clap reads: derived ones and built ones.
//!
//! The source is read as tokens, not as a syntax tree: what clap needs has a fixed form, and a
//! bounded walk over tokens survives any text. Macros are not expanded.

mod derive;
#[cfg(test)]
mod tests;
mod tokens;

use super::{CommandLine, Word, WordKind};
use crate::formats::place::Malformed;
use tokens::{Kind, Tree};

/// What a source mentions if it declares a command line. Others are not read.
const MARKS: &[&str] = &[
    "clap",
    "structopt",
    "StructOpt",
    "Arg::new",
    "Arg::with_name",
    "#[arg",
];

/// Reads a source file; `None` if nothing in it looks like a command line.
///
/// # Errors
/// [`Malformed`] if its tokens are not those of Rust.
pub fn read(source: &str) -> Result<Option<CommandLine>, Malformed> {
    if !MARKS.iter().any(|mark| source.contains(mark)) {
        return Ok(None);
    }
    let trees = tokens::read(source)?;
    let mut reader = Reader::default();
    reader.walk(&trees);
    Ok(Some(reader.line))
}

#[derive(Default)]
struct Reader {
    line: CommandLine,
    /// The function or type that is being read.
    scope: String,
}

impl Reader {
    /// Walks over the items of a file or block. How deep they nest is bounded by the tokens.
    fn walk(&mut self, trees: &[Tree]) {
        let mut attributes: Vec<&[Tree]> = Vec::new();
        let mut rest = trees;
        while let Some((tree, after)) = rest.split_first() {
            rest = after;
            let next = after.first();
            if tree.is('#')
                && let Some(attribute) = next.and_then(|next| next.group('['))
            {
                attributes.push(attribute);
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            match (tree.word(), next.and_then(Tree::word)) {
                (Some("mod"), _) if is_test(&attributes) => {
                    rest = after.get(item_length(after)..).unwrap_or_default();
                }
                (Some(word @ ("struct" | "enum")), Some(name)) => {
                    name.clone_into(&mut self.scope);
                    let body = after.get(item_length(after).saturating_sub(1));
                    if let Some(body) = body.and_then(|body| body.group('{')) {
                        let is_enum = word == "enum";
                        derive::read(&mut self.line, name, is_enum, &attributes, body);
                    }
                }
                (Some("fn"), Some(name)) => name.clone_into(&mut self.scope),
                (Some("Arg"), _) => self.argument(after),
                (Some("subcommand"), None) => {
                    if let Some(arguments) = next.and_then(|next| next.group('(')) {
                        self.subcommand(arguments, tree.line);
                    }
                }
                // A visibility stands between the attributes and the item.
                (Some("pub"), _) => continue,
                _ => {}
            }
            if let Kind::Group(bracket, inner) = &tree.kind {
                self.walk(inner);
                if *bracket == '(' {
                    continue;
                }
            }
            attributes.clear();
        }
    }

    /// `Arg::new("x").long("x").short('x')`, from behind the word `Arg`.
    fn argument(&mut self, after: &[Tree]) {
        let Some((_, mut chain)) = constructed(after) else {
            return;
        };
        let mut names: Vec<(String, u64)> = Vec::new();
        let mut hidden = false;
        while let [dot, method, arguments, next @ ..] = chain
            && dot.is('.')
            && let (Some(name), Some(arguments)) = (method.word(), arguments.group('('))
        {
            chain = next;
            let text = match arguments {
                [single] => single.text(),
                _ => None,
            };
            match (name, text) {
                ("long" | "visible_alias", Some(text)) => {
                    names.push((long(text), method.line));
                }
                ("short" | "visible_short_alias", Some(text)) => {
                    names.push((short(text), method.line));
                }
                ("long" | "short" | "visible_alias" | "visible_short_alias", None) => {
                    self.line.computed.push(method.line);
                }
                ("hide" | "hidden", _) => {
                    hidden |= matches!(arguments, [only] if only.word() == Some("true"));
                }
                _ => {}
            }
        }
        for (name, line) in names {
            self.note(WordKind::Option, name, hidden, line);
        }
    }

    /// `.subcommand(Command::new("x"))`: what the arguments begin with.
    fn subcommand(&mut self, arguments: &[Tree], line: u64) {
        if arguments.is_empty() {
            return;
        }
        let class = arguments
            .iter()
            .position(|tree| matches!(tree.word(), Some("Command" | "App" | "SubCommand")));
        let after = class.and_then(|class| arguments.get(class + 1..));
        let named = after.and_then(constructed);
        match named.and_then(|(arguments, _)| arguments.first()?.text()) {
            Some(name) => self.note(WordKind::Subcommand, name.to_owned(), false, line),
            None => self.line.computed.push(line),
        }
    }

    fn note(&mut self, kind: WordKind, name: String, hidden: bool, line: u64) {
        self.line.push(Word {
            kind,
            command: String::new(),
            name,
            scope: self.scope.clone(),
            hidden,
            line,
        });
    }
}

/// The arguments of `::new(…)` behind a type, and what follows them.
fn constructed(after: &[Tree]) -> Option<(&[Tree], &[Tree])> {
    let [colon, other, method, arguments, chain @ ..] = after else {
        return None;
    };
    let constructs = matches!(method.word(), Some("new" | "with_name"));
    let arguments = arguments.group('(')?;
    (colon.is(':') && other.is(':') && constructs).then_some((arguments, chain))
}

fn long(name: &str) -> String {
    format!("--{}", name.trim_start_matches('-'))
}

fn short(name: &str) -> String {
    format!("-{}", name.trim_start_matches('-'))
}

/// Whether `#[cfg(test)]` is among the attributes.
fn is_test(attributes: &[&[Tree]]) -> bool {
    attributes.iter().any(|attribute| match attribute {
        [cfg, condition] if cfg.word() == Some("cfg") => {
            let condition = condition.group('(').unwrap_or_default();
            condition.first().and_then(Tree::word) == Some("test")
        }
        _ => false,
    })
}

/// How many trees there are up to and with the body of an item, or its semicolon.
fn item_length(trees: &[Tree]) -> usize {
    let end = trees
        .iter()
        .position(|tree| tree.is(';') || tree.group('{').is_some());
    end.map_or(trees.len(), |end| end + 1)
}
