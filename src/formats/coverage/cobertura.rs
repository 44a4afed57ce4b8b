//! Cobertura's XML (`coverage-04.dtd`), as coverage.py, gcovr, Istanbul, cargo-llvm-cov,
//! gocover-cobertura and many others write it.
//!
//! The lines of a class count. Those of its methods are there a second time, and with Istanbul are
//! others (where a function is declared): they count only for a class that has no other lines.

use super::files::Files;
use super::{Coverage, CoverageFormat, hold};
use crate::formats::report::{self, Flaw};
use crate::formats::xml::{self, Document, Element, Node};

/// Whether a text that may be cut off begins as this format does. Clover has the same root, and
/// says that it is Clover's.
#[must_use]
pub fn is_cobertura(head: &str) -> bool {
    let Some(("coverage", rest)) = xml::root(head) else {
        return false;
    };
    let attributes = rest.split('>').next().unwrap_or_default();
    let is_clover = attributes.contains(" clover=") || rest.contains("<project");
    !is_clover && (attributes.contains("line-rate=") || rest.contains("<packages"))
}

/// Reads a report.
///
/// # Errors
/// See [`super::read`].
pub fn read(bytes: &[u8]) -> Result<Coverage, Flaw> {
    let mut document = Document::new(report::text(bytes)?)?;
    let mut reading = Reading::default();
    while let Some(node) = document.read()? {
        match node {
            Node::Open(element) => reading.open(&element)?,
            Node::Close => reading.close()?,
            Node::Text(piece) => {
                if let Some(root) = &mut reading.root {
                    piece.push_to(root, super::MAX_PATH);
                }
            }
        }
    }
    reading.finish()
}

#[derive(Default)]
struct Reading {
    open: Vec<Tag>,
    version: Option<String>,
    time: Option<i64>,
    declared: Declared,
    roots: Vec<String>,
    /// The text of the `<source>` that is open.
    root: Option<String>,
    files: Files,
    class: Option<Class>,
    /// Lines as the report writes them, one after the other: how many, and how many ran.
    counted: (u64, u64),
    /// The same of the lines of methods.
    of_methods: (u64, u64),
    /// Whether a method has a line that the list of its class leaves out.
    leaves_out: bool,
}

#[derive(Default)]
struct Declared {
    lines: Option<u64>,
    covered: Option<u64>,
}

/// The class that is open.
struct Class {
    place: usize,
    /// The numbers of its own lines.
    own: Vec<u32>,
    of_methods: Vec<Line>,
}

#[derive(Clone, Copy)]
struct Line {
    number: u32,
    hits: u64,
    /// How many branches, and how many were taken.
    branches: Option<(u32, u32)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Class,
    Methods,
    Source,
    Other,
}

impl Reading {
    fn open(&mut self, element: &Element<'_>) -> Result<(), Flaw> {
        let tag = match element.name() {
            b"line" => {
                self.line(element)?;
                Tag::Other
            }
            b"class" => {
                self.begin_class(element)?;
                Tag::Class
            }
            b"methods" => Tag::Methods,
            b"source" => {
                self.root = Some(String::new());
                Tag::Source
            }
            b"coverage" if self.open.is_empty() => {
                self.head(element)?;
                Tag::Other
            }
            _ if self.open.is_empty() => return Err(element.flaw("the root is not `coverage`")),
            _ => Tag::Other,
        };
        self.open.push(tag);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Flaw> {
        match self.open.pop() {
            Some(Tag::Class) => self.end_class(),
            Some(Tag::Source) => {
                let root = self.root.take().unwrap_or_default();
                let root = root.trim().replace('\\', "/");
                if !root.is_empty() && !self.roots.contains(&root) && self.roots.len() < 1000 {
                    self.roots.push(root);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn head(&mut self, element: &Element<'_>) -> Result<(), Flaw> {
        element.attributes(|name, value| {
            match name {
                b"version" if !value.is_empty() => {
                    self.version = Some(value.chars().take(100).collect());
                }
                b"timestamp" => self.time = epoch(&value),
                b"lines-valid" => self.declared.lines = Some(number(element, name, &value)?),
                b"lines-covered" => self.declared.covered = Some(number(element, name, &value)?),
                _ => {}
            }
            Ok(())
        })
    }

    fn begin_class(&mut self, element: &Element<'_>) -> Result<(), Flaw> {
        if self.class.is_some() {
            return Err(element.flaw("a class is inside of another"));
        }
        let mut path = None;
        element.attributes(|name, value| {
            if name == b"filename" {
                path = Some(value.into_owned());
            }
            Ok(())
        })?;
        let Some(path) = path else {
            return Err(element.flaw("a class has no `filename`"));
        };
        self.class = Some(Class {
            place: self.files.open(&path)?,
            own: Vec::new(),
            of_methods: Vec::new(),
        });
        Ok(())
    }

    fn end_class(&mut self) -> Result<(), Flaw> {
        let Some(mut class) = self.class.take() else {
            return Ok(());
        };
        if class.own.is_empty() {
            for line in class.of_methods {
                self.add(class.place, line)?;
            }
            return Ok(());
        }
        class.own.sort_unstable();
        let is_listed = |line: &Line| class.own.binary_search(&line.number).is_ok();
        self.leaves_out |= !class.of_methods.iter().all(is_listed);
        Ok(())
    }

    fn line(&mut self, element: &Element<'_>) -> Result<(), Flaw> {
        let line = read_line(element)?;
        let in_method = self.open.contains(&Tag::Methods);
        let Some(class) = &mut self.class else {
            return Err(element.flaw("a line is in no class"));
        };
        if in_method {
            self.of_methods.0 += 1;
            self.of_methods.1 += u64::from(line.hits > 0);
            class.of_methods.push(line);
            return Ok(());
        }
        class.own.push(line.number);
        let place = class.place;
        self.add(place, line)
    }

    fn add(&mut self, place: usize, line: Line) -> Result<(), Flaw> {
        self.counted.0 += 1;
        self.counted.1 += u64::from(line.hits > 0);
        self.files.line(place, line.number, line.hits)?;
        if let (Some((total, covered)), Some(entry)) = (line.branches, self.files.entry(place)) {
            entry.branches(line.number, total, covered);
        }
        Ok(())
    }

    fn finish(self) -> Result<Coverage, Flaw> {
        let coverage = Coverage {
            format: CoverageFormat::Cobertura,
            tool_version: self.version,
            generated_at: self.time,
            roots: self.roots,
            files: self.files.finish(),
        };
        // Where a file is there in several classes, a tool may count a line once or each time, and
        // Microsoft's (dotnet-coverage) counts it once for each method that has it. That is no reason
        // where a class leaves out lines of its methods: then they are lost.
        let totals = coverage.totals();
        let of_methods = match self.leaves_out {
            true => self.counted,
            false => self.of_methods,
        };
        if let Some(lines) = self.declared.lines {
            let counted = [totals.lines, self.counted.0, of_methods.0];
            hold("lines", lines, &counted)?;
        }
        if let Some(covered) = self.declared.covered {
            let counted = [totals.covered_lines, self.counted.1, of_methods.1];
            hold("covered lines", covered, &counted)?;
        }
        Ok(coverage)
    }
}

fn read_line(element: &Element<'_>) -> Result<Line, Flaw> {
    let (mut number_of, mut hits, mut branches) = (None, None, None);
    element.attributes(|name, value| {
        match name {
            b"number" => number_of = Some(number(element, name, &value)?),
            b"hits" => hits = Some(number(element, name, &value)?),
            b"condition-coverage" => branches = Some(condition(element, &value)?),
            _ => {}
        }
        Ok(())
    })?;
    let (Some(line), Some(hits)) = (number_of, hits) else {
        return Err(element.flaw("a line has no `number` or no `hits`"));
    };
    let Ok(line) = u32::try_from(line) else {
        return Err(element.flaw("the number of a line is too high"));
    };
    Ok(Line {
        number: line,
        hits,
        branches,
    })
}

/// `50% (1/2)`: how many branches, and how many were taken. Some tools write the percentage alone.
fn condition(element: &Element<'_>, value: &str) -> Result<(u32, u32), Flaw> {
    let Some((_, pair)) = value.split_once('(') else {
        return Ok((0, 0));
    };
    let numbers = pair.trim_end().strip_suffix(')').and_then(|pair| {
        let (covered, total) = pair.split_once('/')?;
        Some((total.trim().parse().ok()?, covered.trim().parse().ok()?))
    });
    match numbers {
        Some((total, covered)) if covered <= total => Ok((total, covered)),
        _ => Err(element.flaw("`condition-coverage` is not of the form `50% (1/2)`")),
    }
}

fn number(element: &Element<'_>, name: &[u8], value: &str) -> Result<u64, Flaw> {
    value
        .parse()
        .or_else(|_| value.trim().parse())
        .map_err(|_| {
            let name = String::from_utf8_lossy(name);
            let value: String = value.chars().take(40).collect();
            element.flaw(&format!("`{name}` is no number: {value}"))
        })
}

/// Seconds since 1970 of a time that tools write in seconds or in milliseconds. No report is from
/// before 1973 or from after 5138, which is where the two would meet.
pub fn epoch(value: &str) -> Option<i64> {
    let number: i64 = value.trim().parse().ok().filter(|number| *number > 0)?;
    Some(if number > 100_000_000_000 {
        number / 1000
    } else {
        number
    })
}
