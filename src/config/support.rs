//! `[support]`: what it means for the rules that ask for support, and what may be wrong with it.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::ConfigError;
use super::schema::{SupportConfig, SupportLine};
use crate::facts::{SupportKind, SupportWindow};

/// The rules whose parameters `majors` and `security_days` it sets.
const RULES: [&str; 2] = ["branch.maintenance_window", "support.retention"];

/// How many days count as a year.
const YEAR: u32 = 365;

impl SupportConfig {
    /// The parameters that it sets, by rule.
    pub(super) fn params(&self) -> BTreeMap<String, BTreeMap<String, Value>> {
        let years = self.security_years.map(|years| years.saturating_mul(YEAR));
        let set: BTreeMap<String, Value> = [
            ("majors", self.majors),
            ("security_days", self.security_days.or(years)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.into())))
        .collect();
        if set.is_empty() {
            return BTreeMap::new();
        }
        RULES
            .into_iter()
            .map(|rule| (rule.to_owned(), set.clone()))
            .collect()
    }

    /// The support of single lines, as the fact `lines` has it.
    #[must_use]
    pub fn windows(&self) -> Vec<SupportWindow> {
        self.lines.iter().map(window).collect()
    }

    /// A sentence for each line whose support is not what the rules would say.
    #[must_use]
    pub fn weakenings(&self) -> Vec<String> {
        let sentence = |line: &SupportLine| {
            let kind = match line.kind {
                SupportKind::Full => "full",
                SupportKind::Security => "security",
            };
            let until = line
                .until
                .map_or_else(|| "without an end".to_owned(), |day| format!("until {day}"));
            format!(
                "the configuration gives {} {kind} support {until}",
                line.line
            )
        };
        self.lines.iter().map(sentence).collect()
    }

    /// # Errors
    /// [`ConfigError`] if the same thing is said twice.
    pub(super) fn check(&self, shown: &str, text: &str) -> Result<(), ConfigError> {
        if self.security_days.is_some() && self.security_years.is_some() {
            let message = "`security_years` says again what `security_days` says: keep one of them";
            let place = nth(text, "security_years", 0);
            return Err(ConfigError::at(shown, text, place, message.to_owned()));
        }
        for (index, line) in self.lines.iter().enumerate() {
            let before = self.lines.iter().take(index);
            if before.clone().any(|other| other.line == line.line) {
                let message = format!("the line {} has two windows: keep one of them", line.line);
                let place = nth(text, "line = ", index);
                return Err(ConfigError::at(shown, text, place, message));
            }
        }
        Ok(())
    }
}

/// Where a word stands for the given time, starting at 0, as far as that can be found.
pub(super) fn nth(text: &str, word: &str, time: usize) -> Option<Range<usize>> {
    let (start, found) = text.match_indices(word).nth(time)?;
    Some(start..start + found.len())
}

fn window(line: &SupportLine) -> SupportWindow {
    SupportWindow {
        line: line.line.clone(),
        kind: line.kind,
        until: line.until.map(|day| day.to_string()),
        ends: line.until.and_then(end_of),
    }
}

/// The end of a day (UTC) in seconds since 1970; `None` for the last day that there is.
fn end_of(day: Date) -> Option<i64> {
    let next = day.checked_add(1.day()).ok()?;
    let start = next.to_zoned(TimeZone::UTC).ok()?;
    Some(start.timestamp().as_second())
}
