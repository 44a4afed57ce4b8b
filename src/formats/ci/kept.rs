//! The form in which texts, times and ids of an export are kept.

use crate::formats::report::Flaw;

/// The most bytes of a name, a branch or an address. A longer one is refused, since two that are cut
/// off might be taken for each other.
pub const MAX_NAME: usize = 2_000;

/// Refuses what would be the first beyond a limit.
pub(in crate::formats) fn limit(count: usize, most: usize, what: &str) -> Result<(), Flaw> {
    if count < most {
        return Ok(());
    }
    Err(Flaw::unreadable(format!("it has more than {most} {what}")))
}

/// A name on one line.
///
/// # Errors
/// It is empty, or too long.
pub(in crate::formats) fn name(text: &str) -> Result<String, Flaw> {
    match optional(Some(text))? {
        Some(name) => Ok(name),
        None => Err(Flaw::unreadable("something in it has an empty name")),
    }
}

/// A text on one line; `None` where there is none.
pub(in crate::formats) fn optional(text: Option<&str>) -> Result<Option<String>, Flaw> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.len() > MAX_NAME {
        return Err(Flaw::unreadable(format!(
            "it has a text of more than {MAX_NAME} bytes where a name belongs"
        )));
    }
    let plain = |character: char| match character {
        _ if character.is_control() => char::REPLACEMENT_CHARACTER,
        _ => character,
    };
    Ok(Some(text.chars().map(plain).collect()))
}

/// A status or a conclusion in lower case; `None` where there is none.
pub(in crate::formats) fn word(text: Option<&str>) -> Result<Option<String>, Flaw> {
    Ok(optional(text)?.map(|word| word.to_lowercase()))
}

/// A status, which has to be there.
pub(in crate::formats) fn status(text: &str) -> Result<String, Flaw> {
    word(Some(text))?.ok_or_else(|| Flaw::unreadable("something in it has an empty status"))
}

/// The full id of a commit, in lower case.
///
/// # Errors
/// It is none: 40 digits of SHA-1, or 64 of SHA-256.
pub(in crate::formats) fn commit(text: &str) -> Result<String, Flaw> {
    let is_one = [40, 64].contains(&text.len()) && text.bytes().all(|it| it.is_ascii_hexdigit());
    if !is_one {
        let shown: String = text.chars().take(64).collect();
        return Err(Flaw::unreadable(format!(
            "`{shown}` in it is no full id of a commit"
        )));
    }
    Ok(text.to_ascii_lowercase())
}

/// A moment in seconds since 1970. `None` where there is none: `gh` writes the year 1 for that.
///
/// # Errors
/// It is no moment with its zone.
pub(in crate::formats) fn moment(text: Option<&str>) -> Result<Option<i64>, Flaw> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let moment: jiff::Timestamp = text.parse().map_err(|_| {
        let shown: String = text.chars().take(64).collect();
        Flaw::unreadable(format!("`{shown}` in it is no time with its zone"))
    })?;
    Ok(Some(moment.as_second()).filter(|seconds| *seconds > 0))
}

/// The number after `/runs/` in the address of a job of GitHub Actions; `None` where it is none.
pub(in crate::formats) fn workflow_run(url: Option<&str>) -> Option<u64> {
    let (_, rest) = url?.split_once("/actions/runs/")?;
    let digits = rest.split(['/', '?', '#']).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_commits_are_whole() {
        let id = "10A7135a04f71e6101f8b013aded8a662d08fd1f";
        assert_eq!(commit(id).unwrap(), id.to_ascii_lowercase());
        for other in ["", "10a7135", "main", &"g".repeat(40)] {
            assert!(commit(other).is_err(), "{other}");
        }
    }

    #[test]
    fn times_have_a_zone_and_the_year_one_is_none() {
        assert_eq!(moment(Some("1970-01-01T00:01:00Z")).unwrap(), Some(60));
        assert_eq!(moment(Some("0001-01-01T00:00:00Z")).unwrap(), None);
        assert_eq!(moment(None).unwrap(), None);
        assert!(moment(Some("2026-01-01 10:00")).is_err());
        assert!(moment(Some("soon")).is_err());
    }

    #[test]
    fn names_are_of_one_line_and_not_nothing() {
        assert_eq!(name(" a\nb ").unwrap(), "a\u{fffd}b");
        assert!(name(" ").is_err());
        assert!(name(&"a".repeat(MAX_NAME + 1)).is_err());
        assert_eq!(word(Some("SUCCESS")).unwrap().as_deref(), Some("success"));
    }

    #[test]
    fn the_run_of_a_job_is_in_its_address() {
        let of = |url| workflow_run(Some(url));
        assert_eq!(
            of("https://github.com/o/r/actions/runs/12/job/34"),
            Some(12)
        );
        assert_eq!(of("https://github.com/o/r/actions/runs/12?x"), Some(12));
        assert_eq!(of("https://github.com/o/r/runs/34"), None);
        assert_eq!(workflow_run(None), None);
    }
}
