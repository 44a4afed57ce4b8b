//! Reports in XML, read as they stand: one element after the other, borrowed from the text.
//!
//! A report comes from outside. No entity is declared, fetched or expanded: a document type may
//! name an external definition, which is never read, and may not hold one of its own; the five
//! predefined references and those to characters are the only ones. The depth is limited, and a
//! document that is cut off anywhere is an error, never a short report.

mod attributes;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use quick_xml::events::{BytesCData, BytesRef, BytesStart, BytesText, Event};
use quick_xml::{Error, Reader};

use self::attributes::{Names, attribute, normalised};
use super::report::Flaw;

/// How deep elements may be nested.
pub const MAX_DEPTH: usize = 64;

/// How many attributes an element may have.
pub const MAX_ATTRIBUTES: usize = 64;

/// The elements of a document, in its order.
pub struct Document<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// Whether the element that was opened last is empty, so that its end is still to be told.
    empty: bool,
    has_root: bool,
}

/// What comes next in a document.
pub enum Node<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// The element that was opened last and is still open ends.
    Close,
    /// A piece of the text of the innermost open element; one text may come in several pieces.
    Text(Piece<'a>),
}

/// The beginning of an element.
pub struct Element<'a> {
    start: BytesStart<'a>,
    line: Line<'a>,
}

/// A piece of text that is not looked at unless asked for.
pub enum Piece<'a> {
    /// Text without references.
    Plain(BytesText<'a>),
    /// A CDATA section.
    Section(BytesCData<'a>),
    /// One character, from a reference.
    Char(char),
}

/// A place in a document; the line is counted only where it is asked for.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    at: usize,
}

impl Line<'_> {
    fn number(self) -> usize {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        memchr::memchr_iter(b'\n', before).count() + 1
    }
}

impl<'a> Document<'a> {
    /// The document in a text.
    ///
    /// # Errors
    /// It declares another encoding than UTF-8 and holds more than ASCII: its letters would be
    /// others.
    pub fn new(text: &'a str) -> Result<Self, Flaw> {
        let mut document = Document {
            text,
            reader: Reader::from_str(text),
            depth: 0,
            empty: false,
            has_root: false,
        };
        document.reader.config_mut().check_end_names = true;
        if let Some(encoding) = declared_encoding(text)
            && !["utf-8", "us-ascii", "ascii"].contains(&encoding.to_ascii_lowercase().as_str())
            && !text.is_ascii()
        {
            return Err(Flaw::unreadable(format!(
                "it is declared to be in {encoding}, and only UTF-8 is read"
            )));
        }
        Ok(document)
    }

    /// What comes next; `None` after the end of a whole document.
    ///
    /// # Errors
    /// The document is cut off, not well-formed, too deep, declares or refers to an entity of its
    /// own, or has text or a second element beside its root.
    pub fn read(&mut self) -> Result<Option<Node<'a>>, Flaw> {
        if self.empty {
            self.empty = false;
            self.depth -= 1;
            return Ok(Some(Node::Close));
        }
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|error| self.told(&error))?;
            match event {
                Event::Start(start) => return self.open(start, false).map(Some),
                Event::Empty(start) => return self.open(start, true).map(Some),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Node::Close));
                }
                Event::Text(text) if self.depth > 0 => {
                    return Ok(Some(Node::Text(Piece::Plain(text))));
                }
                Event::Text(text) if text.trim_ascii().is_empty() => {}
                Event::CData(section) if self.depth > 0 => {
                    return Ok(Some(Node::Text(Piece::Section(section))));
                }
                Event::GeneralRef(reference) if self.depth > 0 => {
                    let char = self.resolve(&reference)?;
                    return Ok(Some(Node::Text(Piece::Char(char))));
                }
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    return Err(self.flaw("there is text outside of the document"));
                }
                Event::DocType(definition) => self.check_definition(&definition)?,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => return self.end(),
            }
        }
    }

    fn open(&mut self, start: BytesStart<'a>, empty: bool) -> Result<Node<'a>, Flaw> {
        if self.depth == 0 && self.has_root {
            return Err(self.flaw("there is a second document"));
        }
        if self.depth >= MAX_DEPTH {
            let reason = format!("elements are nested more than {MAX_DEPTH} deep");
            return Err(self.flaw(&reason));
        }
        self.has_root = true;
        self.depth += 1;
        self.empty = empty;
        let line = self.line();
        Ok(Node::Open(Element { start, line }))
    }

    fn end(&self) -> Result<Option<Node<'a>>, Flaw> {
        match (self.depth, self.has_root) {
            (0, true) => Ok(None),
            (0, false) => Err(Flaw::unreadable("it holds no XML document")),
            _ => Err(Flaw::unreadable(format!(
                "it is cut off at line {}",
                self.line().number()
            ))),
        }
    }

    /// Where the next event begins.
    fn line(&self) -> Line<'a> {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        Line {
            text: self.text,
            at: at.min(self.text.len()),
        }
    }

    /// The reason with the line that was read last.
    #[must_use]
    pub fn flaw(&self, reason: &str) -> Flaw {
        flaw_at(self.line(), reason)
    }

    fn told(&self, error: &Error) -> Flaw {
        let cut_off = matches!(
            error,
            Error::Syntax(syntax) if !matches!(syntax, quick_xml::errors::SyntaxError::InvalidBangMarkup)
        );
        let line = self.line().number();
        if cut_off {
            return Flaw::unreadable(format!("it is cut off at line {line}"));
        }
        Flaw::unreadable(format!(
            "it is not well-formed XML, at line {line}: {error}"
        ))
    }

    /// # Errors
    /// The definition holds declarations of its own, of which entities are one. A list of none, which
    /// .NET writes (`"report.dtd"[]`), declares nothing.
    fn check_definition(&self, definition: &[u8]) -> Result<(), Flaw> {
        let Some(open) = memchr::memchr(b'[', definition) else {
            return Ok(());
        };
        let list = definition.get(open + 1..).unwrap_or_default().trim_ascii();
        let inside = list.strip_suffix(b"]");
        if inside.is_some_and(|inside| inside.trim_ascii().is_empty()) {
            return Ok(());
        }
        Err(self
            .flaw("the document type holds declarations of its own (entities are never expanded)"))
    }

    fn resolve(&self, reference: &BytesRef<'a>) -> Result<char, Flaw> {
        match reference.resolve_char_ref() {
            Ok(Some(char)) => return Ok(char),
            Ok(None) => {}
            Err(error) => return Err(self.told(&error)),
        }
        match &**reference {
            b"lt" => Ok('<'),
            b"gt" => Ok('>'),
            b"amp" => Ok('&'),
            b"quot" => Ok('"'),
            b"apos" => Ok('\''),
            name => {
                let name = String::from_utf8_lossy(name.get(..40).unwrap_or(name));
                Err(self.flaw(&format!(
                    "`&{name};` is no character (entities are never expanded)"
                )))
            }
        }
    }
}

fn flaw_at(line: Line<'_>, reason: &str) -> Flaw {
    Flaw::unreadable(format!(
        "it is not what such a report holds, at line {}: {reason}",
        line.number()
    ))
}

impl<'a> Element<'a> {
    /// The name without a prefix.
    #[must_use]
    pub fn name(&self) -> &[u8] {
        self.start.local_name().into_inner()
    }

    /// The prefix of the name; empty where there is none.
    #[must_use]
    pub fn prefix(&self) -> &[u8] {
        let name = self.start.name().into_inner();
        let end = memchr::memchr(b':', name).unwrap_or_default();
        name.get(..end).unwrap_or_default()
    }

    /// Calls `each` with the name of each attribute, without a prefix, and its value.
    ///
    /// # Errors
    /// An attribute is there twice, is not well-formed or refers to an entity; there are more than
    /// [`MAX_ATTRIBUTES`]; or what `each` says.
    pub fn attributes<F>(&self, mut each: F) -> Result<(), Flaw>
    where
        F: FnMut(&[u8], Cow<'_, str>) -> Result<(), Flaw>,
    {
        let raw = std::str::from_utf8(self.start.attributes_raw())
            .map_err(|error| self.flaw(&error.to_string()))?;
        let mut names = Names::default();
        let mut rest = raw;
        while let Some((name, value, after)) = attribute(rest).map_err(|why| self.flaw(why))? {
            names.add(name).map_err(|why| self.flaw(why))?;
            let value = normalised(name, value).map_err(|why| self.flaw(&why))?;
            let colon = name.bytes().position(|byte| byte == b':');
            let local = colon
                .and_then(|colon| name.get(colon + 1..))
                .unwrap_or(name);
            each(local.as_bytes(), value)?;
            rest = after;
        }
        Ok(())
    }

    /// Where it begins in the text, in bytes.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.line.at
    }

    /// A reason with the line of this element.
    #[must_use]
    pub fn flaw(&self, reason: &str) -> Flaw {
        flaw_at(self.line, reason)
    }
}

impl Piece<'_> {
    /// Adds the text to one that is to have at most `limit` bytes, give or take a character.
    pub fn push_to(&self, text: &mut String, limit: usize) {
        let bytes: &[u8] = match self {
            Piece::Plain(plain) => plain,
            Piece::Section(section) => section,
            Piece::Char(char) => {
                if text.len() < limit {
                    text.push(*char);
                }
                return;
            }
        };
        let room = limit.saturating_sub(text.len()).min(bytes.len());
        // The document is UTF-8; what is lost is at most the character that is cut through.
        let part = bytes.get(..room).unwrap_or_default();
        text.push_str(String::from_utf8_lossy(part).trim_end_matches('\u{fffd}'));
    }
}

/// The encoding that the declaration of a document names, if there is one.
fn declared_encoding(text: &str) -> Option<&str> {
    let declaration = text.trim_ascii_start().strip_prefix("<?xml")?;
    let declaration = declaration.get(..declaration.find("?>")?)?;
    let value = declaration.split_once("encoding")?.1.trim_ascii_start();
    let value = value.strip_prefix('=')?.trim_ascii_start();
    let quote = value
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''))?;
    value.get(1..)?.split(quote).next()
}

/// The root element of a document of which the text may be only the beginning: its name and the
/// rest of the text from its attributes on. `None` where it is not reached, or this is no XML.
///
/// A byte-order mark before it is passed over, so that its reader may say that there is one.
#[must_use]
pub fn root(head: &str) -> Option<(&str, &str)> {
    let mut rest = head.strip_prefix('\u{feff}').unwrap_or(head);
    loop {
        rest = rest.trim_ascii_start();
        if let Some(after) = rest.strip_prefix("<?") {
            rest = after.split_once("?>")?.1;
        } else if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->")?.1;
        } else if let Some(after) = rest.strip_prefix("<!DOCTYPE") {
            let end = after.find(['>', '['])?;
            let (_, from_end) = after.split_at_checked(end)?;
            rest = match from_end.strip_prefix('[') {
                Some(own) => own.split_once(']')?.1.split_once('>')?.1,
                None => from_end.strip_prefix('>')?,
            };
        } else {
            let after = rest.strip_prefix('<')?;
            let end = after.find(|char: char| char.is_ascii_whitespace() || "/>".contains(char))?;
            let (name, attributes) = after.split_at_checked(end)?;
            let local = name.rsplit(':').next().unwrap_or(name);
            return (!local.is_empty()).then_some((local, attributes));
        }
    }
}
