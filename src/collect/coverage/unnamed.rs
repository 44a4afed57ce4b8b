//! Lines of code that a report should name and does not: a setting leaves them out (`exclude_also`), or
//! they were not built (`#[cfg(feature = …)]`).

use std::sync::LazyLock;

use regex::Regex;

use super::marks::others::end_of_block;
use super::merged::Lines;
use super::source::code_lines;
use crate::formats::python_module;

/// Where a function of Rust begins.
static FUNCTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:(?:const|async|unsafe|extern(?:\s+"[^"]*")?)\s+)*fn\s+\w"#,
    )
    .ok()
});

/// What is built for tests only.
const OF_TESTS: &str = "#[cfg(test)]";

/// How lines begin, or go on, that a report names in most cases: to read a whole file takes far longer.
const OF_CODE: [&str; 9] = [
    "async def ",
    "class ",
    "def ",
    "for ",
    "from ",
    "if ",
    "import ",
    "raise ",
    "return",
];

/// Whether a line may be the first of what [`unnamed`] finds. Not all is found: an assignment alone is not.
pub(super) fn begins_code(line: &str) -> bool {
    let line = line.trim_start();
    line.contains("fn ") || OF_CODE.iter().any(|start| line.starts_with(start))
}

/// The numbers of such lines. For Python they are statements, for Rust those of functions of which no
/// line is named; of other languages nothing is known.
pub(super) fn unnamed(path: &str, text: &str, language: &str, lines: &Lines) -> Vec<u64> {
    match language {
        "python" => of_python(text, lines),
        "rust" => of_rust(path, text, lines),
        _ => Vec::new(),
    }
}

fn of_python(text: &str, lines: &Lines) -> Vec<u64> {
    let statements = python_module::statements(text).unwrap_or_default();
    let unnamed = statements
        .into_iter()
        .filter(|(first, last)| !lines.names_any(*first, *last));
    unnamed.map(|(first, _)| first).collect()
}

fn of_rust(path: &str, text: &str, lines: &Lines) -> Vec<u64> {
    let Some(function) = &*FUNCTION else {
        return Vec::new();
    };
    let all: Vec<&str> = text.lines().collect();
    let code = code_lines(path, text);
    let mut found = Vec::new();
    let mut behind = 0;
    for (place, line) in all.iter().enumerate() {
        if place < behind {
            continue;
        }
        if line.contains(OF_TESTS) {
            behind = end_of_block(&all, place + 1) + 1;
        }
        // One of a macro is written anew wherever it is used.
        if !function.is_match(line) || line.contains('$') {
            continue;
        }
        let end = end_of_block(&all, place);
        let body = all.get(place..=end).unwrap_or_default();
        let has_body = body.iter().any(|line| line.contains('{'));
        let (first, last) = (place as u64 + 1, end as u64 + 1);
        if has_body && !lines.names_any(first, last) {
            let numbers = (place..=end).filter(|at| code.get(*at).copied().unwrap_or_default());
            found.extend(numbers.map(|at| at as u64 + 1));
            behind = end + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::merged::Merged;
    use super::*;
    use crate::formats::coverage::{CoveredFile, CoveredLine};

    fn of(path: &str, language: &str, text: &str, named: &[u32]) -> Vec<u64> {
        let mut merged = Merged::default();
        let lines = named.iter().map(|&line| CoveredLine { line, hits: 1 });
        let file = CoveredFile {
            path: path.to_owned(),
            lines: lines.collect(),
            branches: None,
            excluded: Vec::new(),
            surplus: 0,
        };
        merged.take(path, &file);
        unnamed(path, text, language, merged.file(path).unwrap())
    }

    #[test]
    fn a_function_that_was_not_built_is_not_named() {
        let text = "pub fn a() {\n    b();\n}\n#[cfg(feature = \"x\")]\npub(crate) async fn c()\nwhere\n    A: B,\n{\n    // no\n    d();\n}\ntrait E {\n    fn f(&self);\n}\n#[cfg(test)]\nmod tests {\n    fn g() {\n        h();\n    }\n}\nfn i() {}\n";
        assert_eq!(
            of("a.rs", "rust", text, &[1, 2, 3, 21]),
            [5, 6, 7, 8, 10, 11]
        );
    }

    #[test]
    fn a_statement_of_python_that_a_setting_leaves_out_is_not_named() {
        let text = "def a():\n    \"\"\"If so.\"\"\"\n    return 1\n\n\ndef b():\n    return 2\n";
        assert_eq!(of("a.py", "python", text, &[1, 3]), [6, 7]);
        assert!(begins_code("    return 2"));
        assert!(begins_code("pub async fn a() {"));
        assert!(!begins_code("x = 1"));
        assert_eq!(of("a.c", "c", "int a() {}\n", &[]), [0; 0]);
    }
}
