//! Reading `waivers.toml`.

use jiff::civil::Date;
use semver::VersionReq;
use serde::Deserialize;
use toml::Spanned;

use super::{Waiver, matcher};
use crate::config::{ConfigError, toml_error};

/// The name of the file with the waivers, beside the configuration.
pub const FILE_NAME: &str = "waivers.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    waiver: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: Spanned<String>,
    subject: Spanned<String>,
    reason: Spanned<String>,
    owner: Spanned<String>,
    approver: Spanned<String>,
    ticket: Spanned<String>,
    expires: Spanned<String>,
    versions: Spanned<String>,
}

/// Parses the text of a waiver file that is shown to people as `shown`.
///
/// # Errors
/// [`ConfigError`] with the place, if a key is unknown or missing, a text is blank, or the subject
/// pattern, the date or the version range cannot be read.
pub fn parse(shown: &str, text: &str) -> Result<Vec<Waiver>, ConfigError> {
    let file: File = toml::from_str(text).map_err(|error| toml_error(shown, text, &error))?;
    let reader = Reader { shown, text };
    file.waiver
        .into_iter()
        .map(|entry| {
            let line = reader.line(entry.span().start);
            reader.waiver(line, entry.into_inner())
        })
        .collect()
}

struct Reader<'a> {
    shown: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    /// The line that a place in the text is on, counted from 1.
    fn line(&self, at: usize) -> u64 {
        let before = self.text.get(..at).unwrap_or_default();
        let ends = before.bytes().filter(|byte| *byte == b'\n').count();
        u64::try_from(ends).unwrap_or(u64::MAX).saturating_add(1)
    }

    fn waiver(&self, line: u64, entry: Entry) -> Result<Waiver, ConfigError> {
        let matcher = matcher(entry.subject.get_ref()).map_err(|error| {
            self.refuse(&entry.subject, &format!("`subject` is no pattern: {error}"))
        })?;
        let expires: Date = entry.expires.get_ref().parse().map_err(|_| {
            self.refuse(
                &entry.expires,
                "`expires` is no date of the form \"YYYY-MM-DD\"",
            )
        })?;
        if entry.versions.get_ref().split(',').any(is_bare) {
            let message = "`versions` is a range: write `>=1.2.0, <1.3.0`, `1.2.*` or `=1.2.3`";
            return Err(self.refuse(&entry.versions, message));
        }
        let versions: VersionReq = entry.versions.get_ref().parse().map_err(|error| {
            self.refuse(
                &entry.versions,
                &format!("`versions` is no version range: {error}"),
            )
        })?;
        Ok(Waiver {
            line,
            rule: self.filled("rule", entry.rule)?,
            subject: self.filled("subject", entry.subject)?,
            reason: self.filled("reason", entry.reason)?,
            owner: self.filled("owner", entry.owner)?,
            approver: self.filled("approver", entry.approver)?,
            ticket: self.filled("ticket", entry.ticket)?,
            expires,
            versions,
            matcher,
        })
    }

    fn filled(&self, key: &str, value: Spanned<String>) -> Result<String, ConfigError> {
        if value.get_ref().trim().is_empty() {
            return Err(self.refuse(&value, &format!("`{key}` is empty")));
        }
        Ok(value.into_inner())
    }

    fn refuse(&self, at: &Spanned<String>, message: &str) -> ConfigError {
        ConfigError::at(self.shown, self.text, Some(at.span()), message.to_owned())
    }
}

/// `1.2` alone would be read as everything below 2.0.0, which nobody expects.
fn is_bare(comparator: &str) -> bool {
    let text = comparator.trim();
    text.starts_with(|c: char| c.is_ascii_digit()) && !text.ends_with(['*', 'x', 'X'])
}
