//! Reading a report, element after element.

mod closing;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::frames::{Case, Frame, Suite, Told, blank};
use super::totals::{Declared, Tally};
use super::values::{cut, first_line, nanoseconds, path, said, total, worse};
use super::{MAX_CASES, MAX_NAME, MAX_REASON, TestOutcome, TestReport};
use super::{dialect, is_suite, reruns};
use crate::formats::report::Flaw;
use crate::formats::xml::{Document, Element, Node};

/// How many bytes of the text of a result are looked at for its first line.
const MAX_BODY: usize = 4096;

/// What Go's converters write for a message, whatever happened.
const EMPTY_WORDS: [&str; 3] = ["Failed", "Skipped", "Build error"];

pub fn read(text: &str) -> Result<TestReport, Flaw> {
    let mut document = Document::new(text)?;
    let mut reading = Reading::default();
    // As many as there are: a list that grows as it goes holds twice as much for a while.
    let count = memchr::memmem::find_iter(text.as_bytes(), "<testcase").count();
    reading.report.cases.reserve_exact(count.min(MAX_CASES));
    while let Some(node) = document.read()? {
        match node {
            Node::Open(element) => reading.open(&element)?,
            Node::Close => reading.close()?,
            Node::Text(piece) => {
                if let Some(Frame::Result(result)) = reading.frames.last_mut() {
                    piece.push_to(&mut result.body, MAX_BODY);
                }
            }
        }
    }
    reruns::fold(&mut reading.report.cases, &reading.packages);
    Ok(reading.report)
}

#[derive(Default)]
struct Reading {
    report: TestReport,
    frames: Vec<Frame>,
    tool: Option<&'static str>,
    /// The cases of pytest by what names them, as a hash.
    named: HashMap<u64, u32>,
    /// The cases of each suite of gotestsum.
    packages: Vec<Range<usize>>,
    /// The class of the case before.
    class: Arc<str>,
}

impl Reading {
    fn open(&mut self, element: &Element<'_>) -> Result<(), Flaw> {
        let name = element.name();
        if self.frames.is_empty() && !is_suite(name) {
            return Err(element.flaw("the document is none of test suites"));
        }
        let frame = match name {
            b"testsuites" | b"testsuite" => Frame::Suite(Box::new(self.suite(element)?)),
            b"testcase" => Frame::Case(Box::new(self.case(element)?)),
            // PHPUnit's warning is a test that could not be run as it should.
            b"failure" | b"warning" => self.result(element, TestOutcome::Failed)?,
            b"error" => self.result(element, TestOutcome::Errored)?,
            b"skipped" => self.result(element, TestOutcome::Skipped)?,
            b"flakyFailure" | b"flakyError" | b"rerunFailure" | b"rerunError" => {
                if let Some(Frame::Case(case)) = self.frames.last_mut() {
                    case.case.reruns = case.case.reruns.saturating_add(1);
                }
                Frame::Other
            }
            b"property" => {
                self.property(element)?;
                Frame::Other
            }
            other if self.may_be_a_result(other) => {
                return Err(element.flaw("a test case has a result that is none of JUnit's"));
            }
            _ => Frame::Other,
        };
        self.frames.push(frame);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Flaw> {
        match self.frames.pop() {
            Some(Frame::Suite(suite)) => self.close_suite(*suite),
            Some(Frame::Case(case)) => self.close_case(*case),
            Some(Frame::Result(result)) => self.close_result(*result),
            Some(Frame::Other) | None => Ok(()),
        }
    }

    /// Whether an element that is not known tells of something that went wrong, as `<failed>` would.
    fn may_be_a_result(&self, name: &[u8]) -> bool {
        let name = name.to_ascii_lowercase();
        let says = |word: &[u8]| memchr::memmem::find(&name, word).is_some();
        matches!(self.frames.last(), Some(Frame::Case(_))) && (says(b"fail") || says(b"error"))
    }

    fn innermost_suite(&mut self) -> Option<&mut Suite> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Suite(suite) => Some(&mut **suite),
            _ => None,
        })
    }

    fn suite(&mut self, element: &Element<'_>) -> Result<Suite, Flaw> {
        let mut suite = Suite {
            name: Arc::default(),
            file: None,
            scanner: None,
            writer: None,
            declared: Declared::default(),
            tally: Tally::default(),
            by_cases: None,
            first: self.report.cases.len(),
        };
        let mut package = None;
        element.attributes(|name, value| {
            let counter = dialect::counter_of_assertions(name, &value);
            suite.writer = suite.writer.or(counter);
            match name {
                b"name" => suite.name = cut(&value, MAX_NAME).into(),
                b"file" | b"filepath" => suite.file = path(&value),
                b"package" => package = dialect::scanner_of_package(&value),
                b"tests" => suite.declared.tests = total(element, "tests", &value)?,
                b"failures" => suite.declared.failures = total(element, "failures", &value)?,
                b"errors" => suite.declared.errors = total(element, "errors", &value)?,
                b"skipped" => suite.declared.skipped = value.trim().parse().ok(),
                b"timestamp" => self.note_time(&value),
                b"noNamespaceSchemaLocation" if value.contains("surefire") => {
                    self.tool.get_or_insert("maven-surefire");
                }
                _ => {}
            }
            Ok(())
        })?;
        if let Some(writer) = suite.writer {
            suite.declared.tests = None;
            self.tool.get_or_insert(writer);
        }
        let outer = self
            .innermost_suite()
            .map(|outer| (outer.name.is_empty(), outer.scanner));
        let (is_outermost, inherited) = outer.unwrap_or((true, None));
        if is_outermost && self.tool.is_none() {
            self.tool = dialect::runner(&suite.name);
        }
        let named = match (is_outermost, self.tool) {
            (true, None) => dialect::scanner(&suite.name),
            _ => None,
        };
        suite.scanner = inherited.or(package).or(named);
        Ok(suite)
    }

    /// Go's converters write the year 1 for a suite that has no time.
    fn note_time(&mut self, value: &str) {
        let second = value
            .trim()
            .parse::<jiff::Timestamp>()
            .map(|time| time.as_second());
        if let Some(second) = second.ok().filter(|second| *second > 0) {
            self.report.generated_at = self.report.generated_at.max(Some(second));
        }
    }

    fn property(&mut self, element: &Element<'_>) -> Result<(), Flaw> {
        let (mut name, mut text) = (String::new(), String::new());
        element.attributes(|key, value| {
            match key {
                b"name" => name = cut(&value, MAX_NAME),
                b"value" => text = cut(&value, MAX_NAME),
                _ => {}
            }
            Ok(())
        })?;
        let runner = dialect::runner_of_property(&name, &text);
        self.tool = self.tool.or(runner);
        if let Some(suite) = self.innermost_suite() {
            suite.writer = suite.writer.or(runner);
        }
        Ok(())
    }

    fn case(&mut self, element: &Element<'_>) -> Result<Case, Flaw> {
        let mut name = None;
        let mut case = blank();
        let (mut status, mut is_run, mut has_result) = (None, false, false);
        element.attributes(|key, value| {
            is_run |= key == b"status" && value == "run";
            has_result |= key == b"result";
            match key {
                b"name" => name = Some(cut(&value, MAX_NAME)),
                b"classname" | b"class" if !value.is_empty() => {
                    case.class = Some(self.class(&value));
                }
                b"file" | b"filepath" => case.file = path(&value),
                b"line" => case.line = value.parse().ok(),
                b"time" => case.nanoseconds = nanoseconds(&value),
                b"status" | b"result" => status = worse(status, said(&value)),
                _ => {}
            }
            Ok(())
        })?;
        let Some(name) = name else {
            return Err(element.flaw("a test case has no name"));
        };
        case.name = name;
        // pytest counts lines from 0, as Python's own positions do.
        let offset = u32::from(self.tool == Some("pytest"));
        case.line = case.line.and_then(|line| line.checked_add(offset));
        case.line = case.line.filter(|line| *line > 0);
        if let Some(suite) = self.innermost_suite() {
            case.suite.clone_from(&suite.name);
            if case.file.is_none() {
                case.file.clone_from(&suite.file);
            }
        }
        let mut case = Case::new(case, status);
        case.is_run = is_run && !has_result;
        Ok(case)
    }

    /// A class, which most tests share with the one before.
    fn class(&mut self, value: &str) -> Arc<str> {
        if value.len() > MAX_NAME || *self.class != *value {
            self.class = cut(value, MAX_NAME).into();
        }
        Arc::clone(&self.class)
    }

    fn result(&self, element: &Element<'_>, outcome: TestOutcome) -> Result<Frame, Flaw> {
        // Within the output of a test, such a name means nothing.
        if !matches!(self.frames.last(), Some(Frame::Case(_) | Frame::Suite(_))) {
            return Ok(Frame::Other);
        }
        let mut result = Told {
            outcome,
            message: None,
            kind: None,
            body: String::new(),
        };
        element.attributes(|key, value| {
            match key {
                b"message" => result.message = first_line(&value),
                b"type" if !value.is_empty() => result.kind = Some(cut(&value, MAX_REASON)),
                _ => {}
            }
            Ok(())
        })?;
        Ok(Frame::Result(Box::new(result)))
    }

    fn close_result(&mut self, result: Told) -> Result<(), Flaw> {
        let body = first_line(&result.body);
        let told = |text: &String| !EMPTY_WORDS.contains(&text.as_str());
        let reason = result.message.clone().filter(told).or(body);
        let reason = reason.or(result.message).or_else(|| result.kind.clone());
        match self.frames.last_mut() {
            Some(Frame::Case(case)) => {
                case.may_fail |= result.outcome == TestOutcome::Skipped
                    && reason.as_deref() == Some(dialect::MAY_FAIL);
                case.take(result.outcome, reason, result.kind);
                Ok(())
            }
            // A result of the suite itself is one of no test.
            Some(Frame::Suite(suite)) if result.outcome != TestOutcome::Skipped => {
                let mut outside = Case::new(suite.outside(), None);
                outside.take(TestOutcome::Errored, reason, result.kind);
                suite.tally.own.uncounted_cases += 1;
                suite.tally.own.uncounted_failures += 1;
                self.close_case(outside)
            }
            _ => Ok(()),
        }
    }
}
