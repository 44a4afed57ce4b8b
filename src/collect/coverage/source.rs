//! Which files are source code, and which of their lines are more than comments.

/// A language by the endings of its files.
struct Language {
    name: &'static str,
    endings: &'static [&'static str],
    /// What starts a comment up to the end of the line.
    line: &'static [&'static str],
    /// What starts and ends a comment of several lines.
    block: Option<(&'static str, &'static str)>,
}

const C_LIKE: Option<(&str, &str)> = Some(("/*", "*/"));

const fn language(
    name: &'static str,
    endings: &'static [&'static str],
    line: &'static [&'static str],
    block: Option<(&'static str, &'static str)>,
) -> Language {
    Language {
        name,
        endings,
        line,
        block,
    }
}

/// The languages whose tests are commonly measured. A new one is a line here.
const LANGUAGES: &[Language] = &[
    language("c", &["c", "h"], &["//"], C_LIKE),
    language(
        "c++",
        &["cc", "cpp", "cxx", "hh", "hpp", "hxx"],
        &["//"],
        C_LIKE,
    ),
    language("c#", &["cs"], &["//"], C_LIKE),
    language("dart", &["dart"], &["//"], C_LIKE),
    language("elixir", &["ex", "exs"], &["#"], None),
    language("go", &["go"], &["//"], C_LIKE),
    language("java", &["java"], &["//"], C_LIKE),
    language("javascript", &["js", "jsx", "mjs", "cjs"], &["//"], C_LIKE),
    language("kotlin", &["kt", "kts"], &["//"], C_LIKE),
    language("php", &["php"], &["//", "#"], C_LIKE),
    language("python", &["py"], &["#"], None),
    language("ruby", &["rb"], &["#"], None),
    language("rust", &["rs"], &["//"], C_LIKE),
    language("scala", &["scala"], &["//"], C_LIKE),
    language("swift", &["swift"], &["//"], C_LIKE),
    language("typescript", &["ts", "tsx", "mts", "cts"], &["//"], C_LIKE),
];

/// The language of a file; `None` if it is no source code. Declarations of TypeScript hold nothing
/// that runs.
pub(super) fn language_of(path: &str) -> Option<&'static str> {
    find(path).map(|language| language.name)
}

fn find(path: &str) -> Option<&'static Language> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.')?;
    let is_declaration = stem.ends_with(".d");
    let found = LANGUAGES.iter().find(|it| it.endings.contains(&ending))?;
    (!(is_declaration && found.name == "typescript")).then_some(found)
}

/// Of each line of a file, whether it holds more than white space and comments. A comment inside of
/// a text is taken for one if a line starts with it, and a text over several lines for code.
pub(super) fn code_lines(path: &str, text: &str) -> Vec<bool> {
    let Some(language) = find(path) else {
        return text.lines().map(|line| !line.trim().is_empty()).collect();
    };
    let mut within = false;
    let lines = text.lines().map(|line| {
        let (is_code, open) = language.code(line.trim(), within);
        within = open;
        is_code
    });
    lines.collect()
}

impl Language {
    /// Whether the line holds code, and whether a comment is open at its end.
    fn code(&self, line: &str, within: bool) -> (bool, bool) {
        let mut rest = line;
        if within {
            match self.block.and_then(|(_, end)| rest.split_once(end)) {
                Some((_, after)) => rest = after.trim_start(),
                None => return (false, true),
            }
        }
        while let Some((start, end)) = self.block
            && let Some(inner) = rest.strip_prefix(start)
        {
            match inner.split_once(end) {
                Some((_, after)) => rest = after.trim_start(),
                None => return (false, true),
            }
        }
        let is_comment = rest.is_empty() || self.line.iter().any(|mark| rest.starts_with(mark));
        (!is_comment, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_is_known_by_its_ending() {
        assert_eq!(language_of("src/a.py"), Some("python"));
        assert_eq!(language_of("a.test.tsx"), Some("typescript"));
        assert_eq!(language_of("types/a.d.ts"), None);
        assert_eq!(language_of("README.md"), None);
        assert_eq!(language_of("Makefile"), None);
    }

    #[test]
    fn comments_and_blank_lines_are_no_code() {
        let python = "# no\n\nx = 1  # yes\n    # no\n";
        assert_eq!(code_lines("a.py", python), [false, false, true, false]);
        let rust = "/* no\n no */ let x = 1;\n// no\n/* no */ let y;\n/* no */ /* no\nno\n*/\nz\n";
        assert_eq!(
            code_lines("a.rs", rust),
            [false, true, false, true, false, false, false, true]
        );
    }
}
