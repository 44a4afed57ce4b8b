//! `api-extractor.json`: where the report of a package is. JSON with comments; see
//! <https://api-extractor.com/pages/configs/api-extractor_json/>.

use serde::Deserialize;

use super::place::Malformed;

/// The largest configuration that is read, in bytes: 1 MiB.
pub const MAX_BYTES: u64 = 1 << 20;

/// What a configuration says, as far as it matters here. What it does not say, the one that it
/// extends may.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Configuration {
    /// The configuration that this one changes.
    pub extends: Option<String>,
    /// The folder that `<projectFolder>` stands for.
    pub project_folder: Option<String>,
    /// The file that is looked at. Without one, this is a configuration for others to extend.
    pub main_entry_point_file_path: Option<String>,
    /// The report.
    pub api_report: ApiReport,
}

/// The part `apiReport`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApiReport {
    /// Whether there is to be one.
    pub enabled: Option<bool>,
    /// Its file name, with or without `.api.md`.
    pub report_file_name: Option<String>,
    /// The folder that is in git; `<projectFolder>/etc/` if nothing is said.
    pub report_folder: Option<String>,
}

/// Reads a configuration.
///
/// # Errors
/// [`Malformed`] if it is no JSON with comments, or if a part has another type.
pub fn read(text: &str) -> Result<Configuration, Malformed> {
    serde_json::from_str(&without_comments(text))
        .map_err(|error| Malformed::new(error.line() as u64, &error.to_string()))
}

/// The line that `apiReport` stands at, starting at 1; 1 where there is none.
#[must_use]
pub fn line_of_report(text: &str) -> u64 {
    let mut lines = text.lines().zip(1_u64..);
    let is_it = |line: &str| line.trim_start().starts_with("\"apiReport\"");
    lines
        .find(|(line, _)| is_it(line))
        .map_or(1, |(_, number)| number)
}

/// The text with spaces for its comments and for commas before a closing bracket, so that lines
/// stay where they are.
fn without_comments(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (piece, is_comment) = match first {
            '"' => (string(rest), false),
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), true),
            '/' if rest.starts_with("/*") => {
                (rest.find("*/").map_or(rest.len(), |end| end + 2), true)
            }
            _ => (first.len_utf8(), false),
        };
        let (piece, after) = rest.split_at(piece);
        if is_comment {
            found.extend(piece.chars().filter(|it| *it == '\n'));
        } else {
            if matches!(first, '}' | ']') && found.trim_end().ends_with(',') {
                let comma = found.trim_end().len() - 1;
                found.replace_range(comma..=comma, " ");
            }
            found.push_str(piece);
        }
        rest = after;
    }
    found
}

/// The length of a string, quotes included.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, it) in text.char_indices().skip(1) {
        match it {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn comments_and_trailing_commas_are_no_part_of_it() {
        let text = "/* // */ {\n  // \"x\"\n  \"extends\": \"./a//b.json\", /* y */\n  \"apiReport\": {\n    \"enabled\": true, \"reportFolder\": \"a\\\"//\",\n  },\n}\n";
        let found = read(text).unwrap();
        assert_eq!(found.extends.as_deref(), Some("./a//b.json"));
        assert_eq!(found.api_report.report_folder.as_deref(), Some("a\"//"));
        assert_eq!(found.api_report.enabled, Some(true));
        assert_eq!(line_of_report(text), 4);
    }

    #[test]
    fn what_is_no_json_is_said_with_its_line() {
        let error = read("{\n  \"apiReport\": 3\n}").unwrap_err();
        assert_eq!(error.line, 2, "{error}");
        assert!(read("{ /* never closed").is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[/*\"\\\\,{}\\[\\]: \na-c]{0,60}") {
            let _ = read(&text);
            let lines = |text: &str| text.matches('\n').count();
            prop_assert_eq!(lines(&without_comments(&text)), lines(&text));
        }
    }
}
