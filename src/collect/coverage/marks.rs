//! Which lines a mark in a file takes out of the measurement: reports of JavaScript and TypeScript name
//! none of them, nor do those of Python in LCOV and Cobertura, nor those of gcov and others.

pub(super) mod others;

use regex::Regex;

use super::source::{code_lines, language_in};

/// The marks of Istanbul (nyc, jest), c8, vitest and Node.js.
const OF_SCRIPTS: &str = r"(?:/\*|//)\s*(istanbul|c8|v8|node:coverage)\s+(?:ignore\s+)?(next|if|start|stop|disable|enable|file)\b\s*(\d*)";

/// That of coverage.py.
const OF_PYTHON: &str = r"#\s*(?i:pragma):?\s*no\s*cover";

/// Of each line of a file, whether it is code that a mark takes out. `measures` tells whether a line
/// is measured all the same.
pub(super) fn left_out(path: &str, text: &str, measures: impl Fn(u64) -> bool) -> Vec<bool> {
    let marked = match language_in(path, text) {
        Some("javascript" | "typescript" | "vue" | "svelte") => of_scripts(text),
        Some("python") => of_python(text, measures),
        _ => others::left_out(text, measures),
    };
    // Hardly a file has a mark, and telling its code takes far longer.
    if !marked.contains(&true) {
        return Vec::new();
    }
    let code = code_lines(path, text);
    let both = marked.into_iter().zip(code);
    both.map(|(marked, is_code)| marked && is_code).collect()
}

fn of_scripts(text: &str) -> Vec<bool> {
    // Each mark has one of these words.
    if !text.contains("ignore") && !text.contains("node:coverage") {
        return Vec::new();
    }
    let lines: &[&str] = &text.lines().collect::<Vec<_>>();
    let Ok(mark) = Regex::new(OF_SCRIPTS) else {
        return Vec::new();
    };
    let mut marked = vec![false; lines.len()];
    let mut is_off = false;
    for (place, line) in lines.iter().enumerate() {
        let found = mark.captures(line);
        let group = |number: usize| {
            let found = found.as_ref().and_then(|it| it.get(number));
            found.map(|it| it.as_str()).unwrap_or_default()
        };
        let end = match (group(1), group(2)) {
            (_, "file") => return vec![true; lines.len()],
            (_, "start" | "disable") => {
                is_off = true;
                place
            }
            (_, "stop" | "enable") => {
                is_off = false;
                place
            }
            // The lines that follow, or the next statement with all that is in its brackets.
            ("c8" | "node:coverage", "next") => place + group(3).parse().unwrap_or(1),
            (_, "next" | "if") => end_of_statement(lines, place),
            _ => place,
        };
        let last = end.min(lines.len().saturating_sub(1));
        for line in marked.get_mut(place + 1..=last).into_iter().flatten() {
            *line = true;
        }
        if let Some(line) = marked.get_mut(place) {
            *line |= is_off;
        }
    }
    marked
}

/// The line on which the statement behind a mark ends.
fn end_of_statement(lines: &[&str], mark: usize) -> usize {
    let mut depth = 0_i64;
    for (place, line) in lines.iter().enumerate().skip(mark + 1) {
        for letter in line.chars() {
            match letter {
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' => depth -= 1,
                _ => {}
            }
        }
        if depth <= 0 && !line.trim().is_empty() {
            return place;
        }
    }
    lines.len()
}

/// The lines with the mark, each with the block that it begins. What the settings do not leave out is
/// measured in spite of it.
fn of_python(text: &str, measures: impl Fn(u64) -> bool) -> Vec<bool> {
    if !text.to_ascii_lowercase().contains("cover") {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let Ok(mark) = Regex::new(OF_PYTHON) else {
        return Vec::new();
    };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut block: Option<usize> = None;
    let marked = lines.iter().zip(1..).map(|(line, number)| {
        let is_blank = line.trim().is_empty();
        if !is_blank && block.is_some_and(|outer| indent(line) <= outer) {
            block = None;
        }
        let Some(found) = mark.find(line).filter(|_| !measures(number)) else {
            return block.is_some() && !is_blank;
        };
        let before = line.get(..found.start()).unwrap_or_default();
        if block.is_none() && before.trim_end().ends_with(':') {
            block = Some(indent(line));
        }
        true
    });
    marked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the lines that are left out.
    fn out(path: &str, text: &str) -> Vec<usize> {
        let lines = left_out(path, text, |_| false).into_iter().zip(1..);
        lines.filter(|it| it.0).map(|it| it.1).collect()
    }

    #[test]
    fn marks_of_scripts_take_lines_out() {
        let text = "a()\n/* c8 ignore start */\nb()\n\nc()\n/* c8 ignore stop */\nd()\n";
        assert_eq!(out("a.js", text), [3, 5]);
        assert_eq!(
            out("a.ts", "/* c8 ignore next 2 */\na()\nb()\nc()\n"),
            [2, 3]
        );
        assert_eq!(out("a.ts", "/* c8 ignore next -- why */\na()\nb()\n"), [2]);
        let function = "/* istanbul ignore next */\nfunction a() {\n  b()\n}\nc()\n";
        assert_eq!(out("a.js", function), [2, 3, 4]);
        assert_eq!(out("a.js", "// v8 ignore next\na()\nb()\n"), [2]);
        assert_eq!(
            out(
                "a.mjs",
                "/* node:coverage disable */\na()\n/* node:coverage enable */\nb()\n"
            ),
            [2]
        );
        assert_eq!(
            out("a.js", "/* istanbul ignore file */\na()\nb()\n"),
            [2, 3]
        );
        assert_eq!(out("a.js", "// ignore next\na()\n"), [0; 0]);
        assert_eq!(
            out("a.js", "/* istanbul ignore else */\nif (a) {\n}\n"),
            [0; 0]
        );
    }

    #[test]
    fn the_mark_of_python_takes_its_block_out() {
        let text = "a()  # pragma: no cover\nif b:  # pragma: no cover\n    c()\n\n    d()\ne()\n";
        assert_eq!(out("a.py", text), [1, 2, 3, 5]);
        let measured = left_out("a.py", text, |line| line > 1);
        assert_eq!(measured, [true, false, false, false, false, false]);
        assert_eq!(out("a.go", "a() // c8 ignore next\nb()\n"), [0; 0]);
    }

    #[test]
    fn marks_of_other_tools_take_lines_out() {
        let text = "a();\n// GCOV_EXCL_START\nb();\nc();\n// GCOV_EXCL_STOP\nd(); // LCOV_EXCL_LINE\ne();\n";
        assert_eq!(out("a.c", text), [3, 4, 6]);
        assert_eq!(left_out("a.c", text, |_| true).len(), 0);
        let php = "/**\n * @codeCoverageIgnore\n */\nfunction a()\n{\n    b();\n}\nc();\nd(); // @codeCoverageIgnore\n// @codeCoverageIgnoreStart\ne();\n// @codeCoverageIgnoreEnd\nf();\n";
        assert_eq!(out("a.php", php), [4, 5, 6, 7, 9, 11]);
        assert_eq!(out("a.rb", "a\n# :nocov:\nb\n# :nocov:\nc\n"), [3]);
        let rust = "#[coverage(off)]\n#[inline]\nfn a() {\n    b();\n}\nfn c() {}\n";
        assert_eq!(out("a.rs", rust), [3, 4, 5]);
        assert_eq!(out("a.dart", "// coverage:ignore-file\na();\n"), [2]);
    }
}
