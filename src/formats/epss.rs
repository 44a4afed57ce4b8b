//! The daily list of the Exploit Prediction Scoring System, EPSS, of the Forum of Incident Response and
//! Security Teams (FIRST): how probable it is that a vulnerability is exploited within the next 30 days
//! (<https://www.first.org/epss/data_stats>). It is CSV, plain or packed with gzip:
//!
//! ```csv
//! #model_version:v2026.06.15,score_date:2026-09-29T12:00:22Z
//! cve,epss,percentile
//! CVE-1999-0001,0.03351,0.88255
//! ```
//!
//! It does not say how many lines it has. So what it does not list is never taken for improbable.

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::kev::{is_cve, shown, tell};
use super::report::{Flaw, text};

/// The most bytes of an unpacked list. In 2026 it had 12 MB.
pub const MAX_BYTES: u64 = 64 << 20;

/// The probability that is certainty: probabilities are in hundred-thousandths, as the list writes
/// them.
pub const CERTAIN: u32 = 100_000;

/// How many of its last digits a probability in hundred-thousandths has behind the point.
const PLACES: i64 = 5;

/// The most characters of a number.
const MAX_NUMBER: usize = 64;

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epss {
    /// The version of the model: `v2026.06.15`; `None` where it does not say it.
    pub model: Option<String>,
    /// When the probabilities were computed, in seconds since 1970; `None` where it does not say it. Of a
    /// day without a time, its start in UTC.
    pub computed: Option<i64>,
    /// How many vulnerabilities it lists.
    pub rows: u64,
    /// Those that were asked for, in the order of the list.
    pub found: Vec<EpssRow>,
    /// Why it cannot be taken for whole, as clauses; empty if it can.
    pub problems: Vec<String>,
}

/// A vulnerability of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpssRow {
    /// Its CVE identifier, in capitals.
    pub cve: String,
    /// How probable it is that it is exploited, in hundred-thousandths, rounded up.
    pub probability: u32,
}

/// The list as text: what is packed is unpacked.
///
/// # Errors
/// A [`Flaw`] if it is cut off, damaged, or larger than [`MAX_BYTES`].
pub fn unpacked(bytes: Vec<u8>) -> Result<Vec<u8>, Flaw> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut content = Vec::new();
    MultiGzDecoder::new(bytes.as_slice())
        .take(MAX_BYTES + 1)
        .read_to_end(&mut content)
        .map_err(|error| Flaw::unreadable(format!("it cannot be unpacked: {error}")))?;
    if content.len() as u64 > MAX_BYTES {
        return Err(Flaw::unreadable(format!(
            "it has more than {} MiB when it is unpacked",
            MAX_BYTES >> 20
        )));
    }
    Ok(content)
}

/// Reads a list that is unpacked, and of it the vulnerabilities that are wanted, by their identifiers in
/// capitals.
///
/// # Errors
/// A [`Flaw`] if it is none.
pub fn read(bytes: &[u8], wanted: &HashSet<String>) -> Result<Epss, Flaw> {
    let text = text(bytes)?;
    let mut lines = text.lines().enumerate().peekable();
    let about = lines
        .next_if(|(_, line)| line.starts_with('#'))
        .map(|it| it.1);
    match lines.next() {
        Some((_, header)) if header.trim() == "cve,epss,percentile" => {}
        _ => {
            return Err(Flaw::unreadable(
                "it has no line `cve,epss,percentile`, so it is no list of EPSS",
            ));
        }
    }
    let mut reading = Reading::new(wanted);
    for (index, line) in lines {
        reading.line(index + 1, line);
    }
    // A line that is cut off may still be one, of a smaller number.
    if !text.ends_with('\n') {
        reading.odd.push("its last line is cut off".to_owned());
    }
    let mut problems = Vec::new();
    if reading.rows == 0 {
        problems.push("it lists nothing".to_owned());
    }
    tell(reading.odd, &mut problems);
    Ok(Epss {
        model: about.and_then(|it| named(it, "model_version")),
        computed: about
            .and_then(|it| named(it, "score_date"))
            .and_then(|it| moment(&it)),
        rows: reading.rows,
        found: reading.found,
        problems,
    })
}

struct Reading<'a> {
    wanted: &'a HashSet<String>,
    seen: HashSet<&'a str>,
    rows: u64,
    found: Vec<EpssRow>,
    odd: Vec<String>,
}

impl<'a> Reading<'a> {
    fn new(wanted: &'a HashSet<String>) -> Self {
        Reading {
            wanted,
            seen: HashSet::new(),
            rows: 0,
            found: Vec::new(),
            odd: Vec::new(),
        }
    }

    fn line(&mut self, number: usize, line: &'a str) {
        let mut fields = line.trim_end().split(',');
        let (cve, epss) = (fields.next().unwrap_or_default(), fields.next());
        let (Some(epss), Some(_), None) = (epss, fields.next(), fields.next()) else {
            self.odd.push(format!("line {number} has not three fields"));
            return;
        };
        if !is_cve(cve) {
            self.odd.push(format!(
                "line {number}: `{}` is no CVE identifier",
                shown(cve)
            ));
            return;
        }
        let Some(probability) = probability(epss) else {
            self.odd.push(format!(
                "line {number}: `{}` is no probability",
                shown(epss)
            ));
            return;
        };
        if !self.seen.insert(cve) {
            self.odd
                .push(format!("line {number} has `{cve}` a second time"));
        }
        self.rows += 1;
        if self.wanted.contains(cve) {
            self.found.push(EpssRow {
                cve: cve.to_owned(),
                probability,
            });
        }
    }
}

/// What the first line says of something: `#model_version:v2026.06.15,score_date:…`.
fn named(line: &str, name: &str) -> Option<String> {
    let parts = line.trim_start_matches('#').trim().split(',');
    let mut values = parts.filter_map(|part| part.trim().strip_prefix(name)?.strip_prefix(':'));
    values.next().map(str::to_owned).filter(|it| it.len() <= 64)
}

fn moment(text: &str) -> Option<i64> {
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(moment.as_second());
    }
    // Without a time: at its start, so that it is taken for older than it is.
    let is_day = text.len() == 10;
    let day: jiff::civil::Date = text.parse().ok().filter(|_| is_day)?;
    let start = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(start.timestamp().as_second())
}

/// A probability between 0 and 1 in hundred-thousandths, rounded up; `None` for what is none: another
/// text, a negative number, one above 1, one that is not finite. `0.5`, `1`, `7e-05`, `1.0E+0`.
///
/// It is read by its digits, so that nothing is lost on the way.
#[must_use]
pub fn probability(text: &str) -> Option<u32> {
    if text.len() > MAX_NUMBER {
        return None;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    let digits = format!("{whole}{fraction}");
    let is_number = !whole.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    if !is_number {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    // How many of the digits stand before the point once the number is in hundred-thousandths.
    let places = i64::try_from(fraction.len()).ok()?;
    let before = i64::try_from(digits.len()).ok()? - places + exponent + PLACES;
    rounded_up(digits, before).filter(|it| *it <= CERTAIN)
}

/// A signed number of at most three digits.
fn exponent_of(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    let number: i64 = digits.parse().ok().filter(|_| is_number)?;
    Some(if text.starts_with('-') {
        -number
    } else {
        number
    })
}

/// The number with so many of its digits before the point, rounded up. The first digit is no zero.
fn rounded_up(digits: &str, before: i64) -> Option<u32> {
    if before <= 0 {
        return Some(1);
    }
    let before = usize::try_from(before).ok().filter(|it| *it <= 9)?;
    let (kept, rest) = match digits.split_at_checked(before) {
        Some((kept, rest)) => (kept.to_owned(), rest),
        None => (format!("{digits:0<before$}"), ""),
    };
    let kept: u32 = kept.parse().ok()?;
    Some(kept + u32::from(rest.bytes().any(|it| it != b'0')))
}
