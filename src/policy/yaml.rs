//! YAML as policies have it: only `true` and `false` are booleans, and errors fit into a line.

use serde::de::DeserializeOwned;
use serde_saphyr::Error;

use crate::nearest::suggestion;

/// Reads one document.
///
/// Where any type is allowed, as for the value of a parameter, `no`, `on`, `y` and `007` are texts:
/// nobody who writes a country's code means `false`.
///
/// # Errors
/// The first thing that is wrong; see [`message`].
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options)
}

/// What is wrong with a YAML text, in one line and without its place.
pub(super) fn message(error: &Error) -> String {
    match error.without_snippet() {
        Error::SerdeUnknownField {
            field, expected, ..
        } => {
            let near = suggestion(field, expected.iter().copied());
            format!(
                "there is no key `{field}` here{near} (known: {})",
                expected.join(", ")
            )
        }
        Error::SerdeMissingField { field, .. } => format!("the key `{field}` is missing"),
        other => {
            let text = other.to_string();
            let line = text.lines().next().unwrap_or_default();
            let end = line.rfind(" at line ").unwrap_or(line.len());
            line.get(..end)
                .unwrap_or(line)
                .trim_start_matches("error: ")
                .to_owned()
        }
    }
}
