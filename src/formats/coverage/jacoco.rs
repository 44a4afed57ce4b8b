//! JaCoCo's XML (`report.dtd` 1.1).
//!
//! It counts instructions: a line with any is executable, and one of which any ran is covered, with
//! 1 hit. The path of a file is that of its package and its name, since the report has no other: a
//! Java file stands below such a path, one in Kotlin need not.

use super::files::Files;
use super::{Coverage, CoverageFormat, hold};
use crate::formats::report::{self, Flaw};
use crate::formats::xml::{self, Document, Element, Node};

/// Whether a text that may be cut off begins as this format does.
#[must_use]
pub fn is_jacoco(head: &str) -> bool {
    let Some(("report", rest)) = xml::root(head) else {
        return false;
    };
    let signs = ["<sessioninfo ", "<package ", "<group ", "<counter "];
    let definition = head.get(..head.len() - rest.len()).unwrap_or_default();
    let is_named = definition.to_ascii_lowercase().contains("jacoco");
    is_named || signs.iter().any(|sign| rest.contains(sign))
}

/// Reads a report.
///
/// # Errors
/// See [`super::read`]; a line does not tell whether it ran.
pub fn read(bytes: &[u8]) -> Result<Coverage, Flaw> {
    let mut document = Document::new(report::text(bytes)?)?;
    let mut reading = Reading::default();
    while let Some(node) = document.read()? {
        match node {
            Node::Open(element) => reading.open(&element)?,
            Node::Close => reading.close()?,
            Node::Text(_) => {}
        }
    }
    reading.finish()
}

#[derive(Default)]
struct Reading {
    open: Vec<Tag>,
    time: Option<i64>,
    package: String,
    file: Option<usize>,
    files: Files,
    of_all: Total,
    of_file: Total,
}

/// Lines that were missed and covered, by what the report says and by count.
#[derive(Default)]
struct Total {
    said: Option<(u64, u64)>,
    counted: (u64, u64),
}

impl Total {
    fn count(&mut self, is_covered: bool) {
        self.counted.0 += u64::from(!is_covered);
        self.counted.1 += u64::from(is_covered);
    }

    fn hold(&self) -> Result<(), Flaw> {
        if let Some((missed, covered)) = self.said {
            hold("missed lines", missed, &[self.counted.0])?;
            hold("covered lines", covered, &[self.counted.1])?;
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Package,
    File,
    Other,
}

impl Reading {
    fn open(&mut self, element: &Element<'_>) -> Result<(), Flaw> {
        let tag = match element.name() {
            b"line" => {
                self.line(element)?;
                Tag::Other
            }
            b"sourcefile" => {
                let name = name_of(element)?;
                let path = match self.package.as_str() {
                    "" => name,
                    package => format!("{package}/{name}"),
                };
                self.file = Some(self.files.open(&path)?);
                self.of_file = Total::default();
                Tag::File
            }
            b"package" => {
                self.package = name_of(element)?;
                Tag::Package
            }
            b"sessioninfo" => {
                self.session(element)?;
                Tag::Other
            }
            b"counter" if self.open.len() == 1 => {
                self.of_all.said = total(element)?.or(self.of_all.said);
                Tag::Other
            }
            b"counter" if self.open.last() == Some(&Tag::File) => {
                self.of_file.said = total(element)?.or(self.of_file.said);
                Tag::Other
            }
            b"report" => Tag::Other,
            _ if self.open.is_empty() => return Err(element.flaw("the root is not `report`")),
            _ => Tag::Other,
        };
        self.open.push(tag);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Flaw> {
        match self.open.pop() {
            Some(Tag::Package) => self.package.clear(),
            Some(Tag::File) => {
                self.file = None;
                self.of_file.hold()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn session(&mut self, element: &Element<'_>) -> Result<(), Flaw> {
        element.attributes(|name, value| {
            if name == b"dump" {
                self.time = self.time.max(super::cobertura::epoch(&value));
            }
            Ok(())
        })
    }

    fn line(&mut self, element: &Element<'_>) -> Result<(), Flaw> {
        let (mut line, mut missed, mut covered) = (None, None, None);
        let mut branches = (0, 0);
        element.attributes(|name, value| {
            let number = number(element, &value)?;
            match name {
                b"nr" => line = Some(number),
                b"mi" => missed = Some(number),
                b"ci" => covered = Some(number),
                b"mb" => branches.0 = number,
                b"cb" => branches.1 = number,
                _ => {}
            }
            Ok(())
        })?;
        let Some(line) = line.and_then(|line| u32::try_from(line).ok()) else {
            return Err(element.flaw("a line has no number"));
        };
        let Some(file) = self.file else {
            return Err(element.flaw("a line is in no source file"));
        };
        let (Some(missed), Some(covered)) = (missed, covered) else {
            return Err(element.flaw(
                "a line does not tell whether it ran (as with gcovr, which can write Cobertura's \
                 form instead)",
            ));
        };
        if missed > 0 || covered > 0 {
            self.files.line(file, line, u64::from(covered > 0))?;
            self.of_all.count(covered > 0);
            self.of_file.count(covered > 0);
        }
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let total = branches.0.saturating_add(branches.1);
        if let Some(entry) = self.files.entry(file).filter(|_| total > 0) {
            entry.branches(line, small(total), small(branches.1));
        }
        Ok(())
    }

    fn finish(self) -> Result<Coverage, Flaw> {
        self.of_all.hold()?;
        Ok(Coverage {
            format: CoverageFormat::Jacoco,
            tool_version: None,
            generated_at: self.time,
            roots: Vec::new(),
            files: self.files.finish(),
        })
    }
}

/// The lines that were missed and covered, if it is of lines.
fn total(element: &Element<'_>) -> Result<Option<(u64, u64)>, Flaw> {
    let (mut is_lines, mut missed, mut covered) = (false, 0, 0);
    element.attributes(|name, value| {
        match name {
            b"type" => is_lines = value == "LINE",
            b"missed" => missed = number(element, &value)?,
            b"covered" => covered = number(element, &value)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(is_lines.then_some((missed, covered)))
}

fn name_of(element: &Element<'_>) -> Result<String, Flaw> {
    let mut found = None;
    element.attributes(|name, value| {
        if name == b"name" {
            found = Some(value.into_owned());
        }
        Ok(())
    })?;
    found.ok_or_else(|| element.flaw("an element has no name"))
}

fn number(element: &Element<'_>, value: &str) -> Result<u64, Flaw> {
    value
        .parse()
        .or_else(|_| value.trim().parse())
        .map_err(|_| {
            let value: String = value.chars().take(40).collect();
            element.flaw(&format!("`{value}` is no number"))
        })
}
