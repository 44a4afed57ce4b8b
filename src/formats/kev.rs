//! The catalogue of known exploited vulnerabilities, KEV, of the Cybersecurity and Infrastructure
//! Security Agency (CISA), in JSON
//! (<https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities_schema.json>).
//!
//! What is odd in it is said and the rest is read: that a vulnerability is listed stays true.

use std::collections::HashSet;

use serde::Deserialize;

use super::report::{Flaw, json, text};

/// The most vulnerabilities of a catalogue. In 2025 it had 1,400.
pub const MAX_ENTRIES: usize = 200_000;

/// The most problems that are told; of the others there is the number.
const MAX_PROBLEMS: usize = 5;

/// A catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kev {
    /// Its version: `2025.08.25`.
    pub version: String,
    /// When it was released, in seconds since 1970; `None` where that is no time with a zone.
    pub released: Option<i64>,
    /// The vulnerabilities, in its order.
    pub entries: Vec<KevEntry>,
    /// Why it cannot be taken for whole, as clauses; empty if it can.
    pub problems: Vec<String>,
}

/// A vulnerability that is exploited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KevEntry {
    /// Its CVE identifier, in capitals.
    pub cve: String,
    /// The day on which it was added, `YYYY-MM-DD`; `None` where it is no day.
    pub added: Option<String>,
    /// Whether it is known to be used in ransomware campaigns.
    pub in_ransomware: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Catalogue {
    catalog_version: String,
    date_released: String,
    count: u64,
    vulnerabilities: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    #[serde(rename = "cveID")]
    cve: String,
    #[serde(rename = "dateAdded")]
    added: String,
    #[serde(rename = "knownRansomwareCampaignUse")]
    ransomware: Option<String>,
}

/// Reads a catalogue.
///
/// # Errors
/// A [`Flaw`] if it is none, is cut off inside of its JSON, or has more than [`MAX_ENTRIES`].
pub fn read(bytes: &[u8]) -> Result<Kev, Flaw> {
    let catalogue: Catalogue = json(text(bytes)?)?;
    if catalogue.vulnerabilities.len() > MAX_ENTRIES {
        return Err(Flaw::unreadable(format!(
            "it has more than {MAX_ENTRIES} vulnerabilities"
        )));
    }
    let released: Option<jiff::Timestamp> = catalogue.date_released.trim().parse().ok();
    let mut problems = Vec::new();
    if released.is_none() {
        problems.push("its `dateReleased` is no time".to_owned());
    }
    let listed = catalogue.vulnerabilities.len() as u64;
    if listed != catalogue.count {
        problems.push(format!(
            "it says that it has {} vulnerabilities, and has {listed}: it is cut off or was changed",
            catalogue.count
        ));
    } else if listed == 0 {
        problems.push("it lists nothing".to_owned());
    }
    let entries = entries(catalogue.vulnerabilities, &mut problems);
    Ok(Kev {
        version: catalogue.catalog_version,
        released: released.map(jiff::Timestamp::as_second),
        entries,
        problems,
    })
}

fn entries(written: Vec<Written>, problems: &mut Vec<String>) -> Vec<KevEntry> {
    let mut seen = HashSet::new();
    let mut odd = Vec::new();
    let mut entries = Vec::with_capacity(written.len());
    for one in written {
        let cve = one.cve.trim().to_ascii_uppercase();
        if !is_cve(&cve) {
            odd.push(format!("`{}` is no CVE identifier", shown(&one.cve)));
            continue;
        }
        if !seen.insert(cve.clone()) {
            odd.push(format!("it has `{cve}` twice"));
        }
        let added: Option<jiff::civil::Date> = one.added.trim().parse().ok();
        entries.push(KevEntry {
            cve,
            added: added.map(|it| it.to_string()),
            in_ransomware: one
                .ransomware
                .is_some_and(|it| it.trim().eq_ignore_ascii_case("known")),
        });
    }
    tell(odd, problems);
    entries
}

/// Adds as many problems as are told, and how many more there are.
pub(super) fn tell(found: Vec<String>, problems: &mut Vec<String>) {
    let more = found.len().saturating_sub(MAX_PROBLEMS);
    problems.extend(found.into_iter().take(MAX_PROBLEMS));
    if more > 0 {
        problems.push(format!("{more} more such entries"));
    }
}

/// Whether a text is a CVE identifier in capitals: `CVE-`, a year, and 4 to 19 digits.
#[must_use]
pub fn is_cve(text: &str) -> bool {
    let parts = text
        .strip_prefix("CVE-")
        .and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(year, number)| {
        let are_digits = |part: &str| part.bytes().all(|it| it.is_ascii_digit());
        year.len() == 4
            && (4..=19).contains(&number.len())
            && are_digits(year)
            && are_digits(number)
    })
}

/// The start of a text, for messages.
pub(super) fn shown(text: &str) -> String {
    let shown = text.chars().take(40);
    shown
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CISA: &[u8] = include_bytes!("../../fixtures/exploited/kev.json");

    fn catalogue(count: u64, entries: &str) -> String {
        format!(
            r#"{{"title": "x", "catalogVersion": "2026.02.10", "dateReleased": "2026-02-10T10:00:00.1234Z", "count": {count}, "vulnerabilities": [{entries}]}}"#
        )
    }

    fn problems(text: &str) -> Vec<String> {
        read(text.as_bytes()).expect("a catalogue").problems
    }

    const ONE: &str = r#"{"cveID": "CVE-2026-1001", "dateAdded": "2026-02-09", "knownRansomwareCampaignUse": "Known"}"#;

    #[test]
    fn the_catalogue_is_read() {
        let kev = read(CISA).unwrap();
        assert_eq!(kev.version, "2025.08.25");
        assert_eq!(kev.released, Some(1_756_141_459));
        assert_eq!(kev.problems, Vec::<String>::new());
        let told: Vec<_> = kev
            .entries
            .iter()
            .map(|it| (it.cve.as_str(), it.added.as_deref(), it.in_ransomware))
            .collect();
        assert_eq!(
            told,
            [
                ("CVE-2023-4863", Some("2023-09-13"), false),
                ("CVE-2022-33891", Some("2023-03-07"), false),
                ("CVE-2021-44228", Some("2021-12-10"), true),
                ("CVE-2020-11651", Some("2021-11-03"), false),
            ]
        );
    }

    #[test]
    fn what_is_not_whole_is_said_and_what_is_listed_stays() {
        assert_eq!(problems(&catalogue(1, ONE)), Vec::<String>::new());
        let cut = read(catalogue(2, ONE).as_bytes()).unwrap();
        assert_eq!(
            cut.problems,
            ["it says that it has 2 vulnerabilities, and has 1: it is cut off or was changed"]
        );
        assert_eq!(cut.entries.len(), 1);
        assert_eq!(
            problems(&catalogue(2, &format!("{ONE}, {ONE}"))),
            ["it has `CVE-2026-1001` twice"]
        );
        assert_eq!(problems(&catalogue(0, "")), ["it lists nothing"]);
        assert_eq!(
            problems(&catalogue(1, &ONE.replace("CVE-2026-1001", "CVE-26-1"))),
            ["`CVE-26-1` is no CVE identifier"]
        );
        assert_eq!(
            problems(&catalogue(1, ONE).replace("2026-02-10T10", "10 o'clock")),
            ["its `dateReleased` is no time"]
        );
        let many = vec![ONE; 20].join(", ");
        assert_eq!(
            problems(&catalogue(20, &many)).last().map(String::as_str),
            Some("14 more such entries")
        );
    }

    #[test]
    fn what_is_no_catalogue_is_refused() {
        for text in ["", "{}", "[]", "cveID,vendorProject\n", "\u{feff}{}"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        let whole = catalogue(1, ONE);
        for end in 0..whole.len() {
            assert!(read(&whole.as_bytes()[..end]).is_err());
        }
        assert!(read(catalogue(1, ONE).replace("\"count\": 1,", "").as_bytes()).is_err());
        assert!(read(catalogue(1, "{\"cveID\": null}").as_bytes()).is_err());
    }

    #[test]
    fn identifiers_are_as_the_schema_has_them() {
        for (text, expected) in [
            ("CVE-2024-0001", true),
            ("CVE-2024-1234567890123456789", true),
            ("CVE-2024-001", false),
            ("CVE-24-0001", false),
            ("cve-2024-0001", false),
            ("GHSA-2024-0001", false),
            ("CVE-2024-00x1", false),
            ("", false),
        ] {
            assert_eq!(is_cve(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let _ = read(text.as_bytes());
            let _ = read(catalogue(1, &format!("{{\"cveID\": {text:?}, \"dateAdded\": {text:?}}}")).as_bytes());
        }
    }
}
