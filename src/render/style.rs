//! Colours and signs of the terminal report.

use anstyle::{AnsiColor, Style as Ansi};

use crate::verdict::{Decision, Status, Verdict};

/// Paints text, or leaves it as it is.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    colour: bool,
}

impl Style {
    /// A style that paints if `colour` is set.
    #[must_use]
    pub fn new(colour: bool) -> Self {
        Style { colour }
    }

    /// What stands out.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.paint(Ansi::new().bold(), text)
    }

    /// What stands back.
    #[must_use]
    pub fn dim(self, text: &str) -> String {
        self.paint(Ansi::new().dimmed(), text)
    }

    /// A command to paste.
    #[must_use]
    pub fn command(self, text: &str) -> String {
        self.paint(AnsiColor::Cyan.on_default(), text)
    }

    /// A status, or anything else in its colour.
    #[must_use]
    pub fn status(self, status: Status, text: &str) -> String {
        self.paint(colour_of(status), text)
    }

    /// A decision in its colour.
    #[must_use]
    pub fn decision(self, verdict: &Verdict) -> String {
        let ansi = match verdict.decision {
            Some(Decision::Go) => AnsiColor::Green.on_default().bold(),
            Some(Decision::NoGo) => AnsiColor::Red.on_default().bold(),
            None if is_open(verdict) => colour_of(Status::Unknown),
            None => AnsiColor::Green.on_default(),
        };
        self.paint(ansi, decision_word(verdict))
    }

    fn paint(self, style: Ansi, text: &str) -> String {
        if self.colour {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// A decision in words; without one it is a selection of rules of which none blocks.
#[must_use]
pub(super) fn decision_word(verdict: &Verdict) -> &'static str {
    match verdict.decision {
        Some(Decision::Go) => "GO",
        Some(Decision::NoGo) => "NO-GO",
        None if is_open(verdict) => "open",
        None => "passed",
    }
}

/// Whether rules that do not block are not known to hold either.
#[must_use]
pub(super) fn is_open(verdict: &Verdict) -> bool {
    let counts = &verdict.counts;
    counts.error + counts.fail + counts.unknown > 0
}

/// The sign that stands before a rule.
#[must_use]
pub(super) fn sign(status: Status) -> &'static str {
    match status {
        Status::Pass => "✓",
        Status::Fail => "✗",
        Status::Error => "‼",
        Status::Unknown => "?",
        Status::Warn => "!",
        Status::Waived => "~",
        Status::Pending => "…",
        Status::NotApplicable => "·",
    }
}

fn colour_of(status: Status) -> Ansi {
    match status {
        Status::Pass => AnsiColor::Green.on_default(),
        Status::Fail | Status::Error => AnsiColor::Red.on_default(),
        Status::Unknown | Status::Warn | Status::Waived | Status::Pending => {
            AnsiColor::Yellow.on_default()
        }
        Status::NotApplicable => Ansi::new().dimmed(),
    }
}
