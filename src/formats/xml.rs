//! Reports in XML, read as they stand: one element after the other, borrowed from the text.
//!
//! A report comes from outside. No entity is declared, fetched or expanded: a document type may
//! name an external definition, which is never read, and may not hold one of its own; the five
//! predefined references and those to characters are the only ones. The depth is limited, and a
//! document that is cut off anywhere is an error, never a short report.

use std::borrow::Cow;

use quick_xml::events::{BytesCData, BytesRef, BytesStart, BytesText, Event};
use quick_xml::{Error, Reader, XmlVersion};

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
    /// The definition holds declarations of its own, of which entities are one.
    fn check_definition(&self, definition: &[u8]) -> Result<(), Flaw> {
        if memchr::memchr(b'[', definition).is_some() {
            return Err(self.flaw(
                "the document type holds declarations of its own (entities are never expanded)",
            ));
        }
        Ok(())
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

    /// Calls `each` with the name of each attribute, without a prefix, and its value.
    ///
    /// # Errors
    /// An attribute is there twice, is not well-formed or refers to an entity; there are more than
    /// [`MAX_ATTRIBUTES`]; or what `each` says.
    pub fn attributes<F>(&self, mut each: F) -> Result<(), Flaw>
    where
        F: FnMut(&[u8], Cow<'_, str>) -> Result<(), Flaw>,
    {
        for (count, attribute) in self.start.attributes().enumerate() {
            if count >= MAX_ATTRIBUTES {
                return Err(self.flaw("an element has too many attributes"));
            }
            let attribute = attribute.map_err(|error| self.flaw(&error.to_string()))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.flaw(&error.to_string()))?;
            each(attribute.key.local_name().into_inner(), value)?;
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Everything in the document, in a form that a test can show.
    fn told(text: &str) -> Result<String, String> {
        let mut document = Document::new(text).map_err(|flaw| flaw.reason)?;
        let mut told = String::new();
        while let Some(node) = document.read().map_err(|flaw| flaw.reason)? {
            match node {
                Node::Open(element) => {
                    told.push('<');
                    told.push_str(&String::from_utf8_lossy(element.name()));
                    let attributes = element.attributes(|name, value| {
                        told.push_str(&format!(" {}={value:?}", String::from_utf8_lossy(name)));
                        Ok(())
                    });
                    attributes.map_err(|flaw| flaw.reason)?;
                    told.push('>');
                }
                Node::Close => told.push_str("</>"),
                Node::Text(piece) => piece.push_to(&mut told, 1000),
            }
        }
        Ok(told)
    }

    #[test]
    fn elements_attributes_and_text_come_in_order() {
        let text = "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM \"b.dtd\"><!-- c -->\n\
                    <x:a b=\"1 &lt; 2&#10;3\"><c/>d &amp; <![CDATA[<e>]]>&#x66;</x:a>\n";
        assert_eq!(told(text).unwrap(), "<a b=\"1 < 2\\n3\"><c></>d & <e>f</>");
    }

    #[test]
    fn entities_of_its_own_are_refused_wherever_they_stand() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;\">]><a>&d;</a>";
        assert!(told(bomb).unwrap_err().contains("declarations of its own"));
        let external = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        assert!(
            told(external)
                .unwrap_err()
                .contains("declarations of its own")
        );
        assert!(
            told("<a>&b;</a>")
                .unwrap_err()
                .contains("`&b;` is no character")
        );
        assert!(told("<a b='&c;'/>").unwrap_err().contains("line 1"));
        assert!(told("<a>&#0;</a>").is_err());
        assert!(told("<a>&#x110000;</a>").is_err());
    }

    #[test]
    fn what_is_not_one_whole_document_is_refused() {
        for cut in [
            "<a>",
            "<a><b/>",
            "<a",
            "<a><b></b",
            "<a b='c",
            "<a><![CDATA[",
            "<a><!-- ",
        ] {
            let reason = told(cut).unwrap_err();
            assert!(
                reason.starts_with("it is cut off at line 1"),
                "{cut}: {reason}"
            );
        }
        for wrong in [
            "<a/><b/>",
            "<a/>b",
            "a<b/>",
            "<a></b>",
            "</a>",
            "<a b='1' b='2'/>",
            "<a b/>",
        ] {
            assert!(told(wrong).is_err(), "{wrong}");
        }
        assert_eq!(told("<!-- a -->").unwrap_err(), "it holds no XML document");
    }

    #[test]
    fn depth_and_attributes_are_limited() {
        let deep = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(told(&deep(MAX_DEPTH)).is_ok());
        assert!(told(&deep(MAX_DEPTH + 1)).unwrap_err().contains("64 deep"));
        assert!(
            told(&"<a>".repeat(100_000))
                .unwrap_err()
                .contains("64 deep")
        );
        let wide: String = (0..=MAX_ATTRIBUTES).map(|n| format!(" a{n}='1'")).collect();
        assert!(
            told(&format!("<a{wide}/>"))
                .unwrap_err()
                .contains("too many attributes")
        );
    }

    #[test]
    fn another_encoding_is_refused_where_it_matters() {
        assert!(told("<?xml version='1.0' encoding='ISO-8859-1'?><a/>").is_ok());
        let reason = told("<?xml version='1.0' encoding=\"ISO-8859-1\"?><a>ä</a>").unwrap_err();
        assert_eq!(
            reason,
            "it is declared to be in ISO-8859-1, and only UTF-8 is read"
        );
        assert!(told("<?xml version='1.0' encoding='utf-8'?><a>ä</a>").is_ok());
    }

    #[test]
    fn the_root_is_found_in_a_beginning() {
        assert_eq!(root("<a>").unwrap(), ("a", ">"));
        assert_eq!(
            root("\u{feff}<?xml?>\n<!-- b --><x:a c='1").unwrap(),
            ("a", " c='1")
        );
        assert_eq!(
            root("<!DOCTYPE a [<!ENTITY b '>'>]><a/>").unwrap(),
            ("a", "/>")
        );
        for none in [
            "",
            "a",
            "{}",
            "<",
            "<a",
            "<?xml",
            "<!-- ",
            "<!DOCTYPE a [",
            "< a>",
        ] {
            assert_eq!(root(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[<>/a'\"=&;!\\[\\]\\-? \\PC]{0,80}") {
            let _ = told(&text);
            let _ = root(&text);
        }
    }
}
