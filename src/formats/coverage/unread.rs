//! Formats that tell of coverage and are not read.

use crate::formats::xml;

/// What a file that starts like this is, and what to ask the tool for instead, as a clause; `None` if
/// it is none of these.
#[must_use]
pub fn unread(head: &str) -> Option<&'static str> {
    let start = head.trim_start();
    if start.starts_with('{') && is_istanbul(start) {
        return Some(
            "Istanbul's own JSON, a format that is not read: have the tool write LCOV (`--reporter=lcov` of nyc, c8 and Vitest, `--coverageReporters=lcov` of Jest)",
        );
    }
    is_clover(head).then_some(
        "Clover's XML, a format that is not read: have the tool write LCOV or Cobertura (`--reporter=lcov` of nyc, c8 and Vitest, `--coverage-cobertura` of PHPUnit)",
    )
}

/// The files by their paths, each with a map of its statements.
fn is_istanbul(text: &str) -> bool {
    let head: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    head.contains(":{\"path\":\"") && head.contains("\"statementMap\":{")
}

/// The root is that of Cobertura, of which no element is called `project`.
fn is_clover(head: &str) -> bool {
    let Some(("coverage", rest)) = xml::root(head) else {
        return false;
    };
    let attributes = rest.split('>').next().unwrap_or_default();
    attributes.contains(" clover=") || rest.contains("<project")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::coverage::recognise;

    #[test]
    fn what_is_not_read_is_named() {
        let is = |head: &str, name: &str| unread(head).is_some_and(|it| it.starts_with(name));
        let istanbul =
            "{\n \"/a/b.js\": {\"path\":\"/a/b.js\", \"all\":false,\"statementMap\": {\"0\":";
        assert!(is(istanbul, "Istanbul's own JSON"));
        let clover =
            "<?xml version=\"1.0\"?>\n<coverage generated=\"1\" clover=\"3.2.0\">\n  <project";
        assert!(is(clover, "Clover's XML"));
        let phpunit = "<coverage generated=\"1\">\n  <project timestamp=\"1\">";
        assert!(is(phpunit, "Clover's XML"));
        for head in [
            "",
            "{}",
            "{\"path\": \"a\"}",
            "<coverage line-rate=\"1\"><packages>",
        ] {
            assert_eq!(unread(head), None, "{head}");
        }
    }

    #[test]
    fn nothing_is_both_read_and_not_read() {
        let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/coverage");
        for entry in std::fs::read_dir(fixtures).unwrap() {
            let Ok(text) = std::fs::read_to_string(entry.unwrap().path()) else {
                continue;
            };
            assert!(recognise(&text).is_none() || unread(&text).is_none());
        }
    }
}
