//! What `api-extractor run` prints. Read from API Extractor 7; its words are those of
//! `ExtractorResult` and `ApiReportGenerator` in its sources.

use super::terminal::plain;

/// What one run says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// The version of API Extractor; `None` if no line says it.
    pub version: Option<String>,
    /// The configuration that was used, as it was printed; `None` if no line says it.
    pub configuration: Option<String>,
    /// Whether it says that it completed successfully.
    pub succeeded: bool,
    /// The first error or warning, on one line; `None` if there is none.
    pub complaint: Option<String>,
}

/// Whether a text starts as what it prints does.
#[must_use]
pub fn is_one(text: &str) -> bool {
    read_heading(&plain(text)).is_some()
}

/// `api-extractor 7.60.1  - https://api-extractor.com/`, below an empty line.
fn read_heading(text: &str) -> Option<String> {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let rest = first.strip_prefix("api-extractor ")?;
    let (version, rest) = rest.split_once(' ')?;
    let is_it = rest.trim_start().starts_with("- https://api-extractor.com");
    is_it.then(|| version.to_owned())
}

/// Reads what it printed to both streams.
#[must_use]
pub fn read(text: &str) -> Output {
    let text = plain(text);
    let mut found = Output {
        version: text.lines().find_map(read_heading),
        ..Output::default()
    };
    for line in text.lines().map(str::trim) {
        if let Some(path) = line.strip_prefix("Using configuration from ") {
            found.configuration.get_or_insert_with(|| path.to_owned());
        } else if line == "API Extractor completed successfully" {
            found.succeeded = true;
        } else if line.starts_with("ERROR: ")
            || line.starts_with("Error: ")
            || line.starts_with("Warning: ")
        {
            found.complaint.get_or_insert_with(|| line.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: &str = include_str!("../../fixtures/api-extractor/fine.stdout.txt");

    #[test]
    fn a_run_that_found_the_report_as_it_is() {
        assert!(is_one(FINE));
        let found = read(FINE);
        assert_eq!(found.version.as_deref(), Some("7.60.1"));
        assert_eq!(found.configuration.as_deref(), Some("./api-extractor.json"));
        assert!(found.succeeded);
        assert_eq!(found.complaint, None);
    }

    #[test]
    fn runs_that_did_not() {
        for (name, text) in [
            (
                "changed",
                include_str!("../../fixtures/api-extractor/changed.stderr.txt"),
            ),
            (
                "missing",
                include_str!("../../fixtures/api-extractor/missing.stderr.txt"),
            ),
            (
                "no-entry",
                include_str!("../../fixtures/api-extractor/no-entry.stderr.txt"),
            ),
        ] {
            let found = read(text);
            assert!(!found.succeeded, "{name}");
            assert!(found.complaint.is_some(), "{name}");
        }
        let changed = read(include_str!(
            "../../fixtures/api-extractor/changed.stdout.txt"
        ));
        assert!(!changed.succeeded);
        assert!(!is_one("api-extractor is what made this\n"));
    }
}
