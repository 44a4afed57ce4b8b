//! How long something may take: `90s`, `10m`, `1h30m`.

use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// The longest time limit: 30 days.
const MAX: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A time limit, more than nothing and at most 30 days.
///
/// It is written as [`SignedDuration`] reads it: numbers with the units `h`, `m`, `s` and `ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeLimit(pub Duration);

impl FromStr for TimeLimit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed: Option<SignedDuration> = text.parse().ok();
        match parsed.map(Duration::try_from) {
            None => Err(format!(
                "`{text}` is no time limit: write a number with a unit, such as `90s`, `10m` or `1h30m`"
            )),
            Some(Ok(limit)) if !limit.is_zero() && limit <= MAX => Ok(TimeLimit(limit)),
            Some(_) => Err(format!(
                "`{text}` is no time limit: it takes more than nothing and at most 30 days (`720h`)"
            )),
        }
    }
}

impl<'de> Deserialize<'de> for TimeLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_units_are_read() {
        for (text, millis) in [
            ("90s", 90_000),
            ("10m", 600_000),
            ("1h", 3_600_000),
            ("1h30m", 5_400_000),
            ("1h 30m", 5_400_000),
            ("250ms", 250),
            ("720h", 2_592_000_000),
        ] {
            let limit = text.parse::<TimeLimit>().map(|it| it.0);
            assert_eq!(limit, Ok(Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "90", "soon", "s", "10x", "1d", "ten minutes"] {
            let error = text.parse::<TimeLimit>().unwrap_err();
            assert!(error.contains("such as `90s`"), "{text}: {error}");
        }
        for text in ["0s", "-5s", "721h"] {
            let error = text.parse::<TimeLimit>().unwrap_err();
            assert!(error.contains("at most 30 days"), "{text}: {error}");
        }
    }
}
