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
    language("clojure", &["clj", "cljc", "cljs"], &[";"], None),
    language("coffeescript", &["coffee"], &["#"], Some(("###", "###"))),
    language("crystal", &["cr"], &["#"], None),
    language("cuda", &["cu", "cuh"], &["//"], C_LIKE),
    language("cython", &["pyx"], &["#"], None),
    language("d", &["d"], &["//"], C_LIKE),
    language("dart", &["dart"], &["//"], C_LIKE),
    language("elixir", &["ex", "exs"], &["#"], None),
    language("erlang", &["erl", "hrl"], &["%"], None),
    language("f#", &["fs", "fsx"], &["//"], Some(("(*", "*)"))),
    language(
        "fortran",
        &["f", "f03", "f08", "f90", "f95", "F90", "for"],
        &["!"],
        None,
    ),
    language("go", &["go"], &["//"], C_LIKE),
    language("groovy", &["groovy"], &["//"], C_LIKE),
    language("haskell", &["hs"], &["--"], Some(("{-", "-}"))),
    language("java", &["java"], &["//"], C_LIKE),
    language("javascript", &["js", "jsx", "mjs", "cjs"], &["//"], C_LIKE),
    language("julia", &["jl"], &["#"], Some(("#=", "=#"))),
    language("kotlin", &["kt", "kts"], &["//"], C_LIKE),
    language("lua", &["lua"], &["--"], Some(("--[[", "]]"))),
    language("nim", &["nim"], &["#"], None),
    // That of MATLAB ends alike.
    language("objective-c", &["m", "mm"], &["//", "%"], C_LIKE),
    language("ocaml", &["ml"], &[], Some(("(*", "*)"))),
    language("perl", &["pl", "pm"], &["#"], None),
    language("php", &["php"], &["//", "#"], C_LIKE),
    language("python", &["py", "pyw"], &["#"], None),
    language("r", &["r", "R"], &["#"], None),
    language("ruby", &["rb"], &["#"], None),
    language("rust", &["rs"], &["//"], C_LIKE),
    language("scala", &["scala"], &["//"], C_LIKE),
    language("solidity", &["sol"], &["//"], C_LIKE),
    language("svelte", &["svelte"], &["//"], Some(("<!--", "-->"))),
    language("swift", &["swift"], &["//"], C_LIKE),
    language("typescript", &["ts", "tsx", "mts", "cts"], &["//"], C_LIKE),
    language("visual basic", &["vb"], &["'"], None),
    language("vue", &["vue"], &["//"], Some(("<!--", "-->"))),
    language("zig", &["zig"], &["//"], None),
];

/// What runs a script that has no ending, in its first line, and the language of it.
const INTERPRETERS: [(&str, &str); 6] = [
    ("node", "javascript"),
    ("perl", "perl"),
    ("php", "php"),
    ("pypy", "python"),
    ("python", "python"),
    ("ruby", "ruby"),
];

/// Files that hold code, too, and whose tests are hardly ever measured.
const UNMEASURED: [&str; 12] = [
    "astro", "bash", "bat", "fish", "ipynb", "ps1", "psm1", "sh", "sql", "tf", "v", "zsh",
];

/// Whether a file holds code of a kind that is hardly ever measured: scripts of shells, notebooks.
pub(super) fn is_unmeasured(path: &str) -> bool {
    ending(path).is_some_and(|ending| UNMEASURED.contains(&ending))
}

/// Whether a file may be a script that its first line tells the language of.
pub(in crate::collect) fn may_be_script(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.contains('.')
}

/// The language of a script without an ending, by its first line.
pub(in crate::collect) fn script_language(text: &str) -> Option<&'static str> {
    let line = text.lines().next()?.strip_prefix("#!")?;
    let mut words = line.split_whitespace();
    let program = words.next()?.rsplit('/').next()?;
    let program = match program {
        "env" => words
            .find(|word| !word.starts_with('-'))?
            .rsplit('/')
            .next()?,
        program => program,
    };
    let is_version = |rest: &str| rest.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    let found = INTERPRETERS
        .iter()
        .find(|(name, _)| program.strip_prefix(name).is_some_and(is_version));
    found.map(|(_, language)| *language)
}

/// The language of a file, by its path or by what it says of itself.
pub(super) fn language_in(path: &str, text: &str) -> Option<&'static str> {
    language_of(path).or_else(|| may_be_script(path).then(|| script_language(text)).flatten())
}

/// The language of a file; `None` if it is no source code. Declarations of TypeScript hold nothing
/// that runs.
pub(super) fn language_of(path: &str) -> Option<&'static str> {
    find(path).map(|language| language.name)
}

fn ending(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, ending)| ending)
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
    let name = language_in(path, text);
    let Some(language) = LANGUAGES.iter().find(|it| Some(it.name) == name) else {
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
        for (path, language) in [
            ("src/App.vue", "vue"),
            ("lib/Demo.pm", "perl"),
            ("R/demo.R", "r"),
            ("gui.pyw", "python"),
            ("src/demo.f90", "fortran"),
        ] {
            assert_eq!(language_of(path), Some(language), "{path}");
        }
        for path in ["deploy.sh", "notes.ipynb", "main.tf"] {
            assert_eq!(language_of(path), None);
            assert!(is_unmeasured(path), "{path}");
        }
        assert!(!is_unmeasured("README.md"));
    }

    #[test]
    fn a_script_without_an_ending_is_known_by_its_first_line() {
        for (line, language) in [
            ("#!/usr/bin/env python3", Some("python")),
            ("#!/usr/bin/python3.12 -I", Some("python")),
            ("#!/usr/bin/env -S node --x", Some("javascript")),
            ("#! /usr/bin/perl -w", Some("perl")),
            ("#!/bin/sh", None),
            ("python", None),
        ] {
            assert_eq!(language_in("bin/demo", line), language, "{line}");
        }
        assert_eq!(language_in("demo.txt", "#!/usr/bin/env python3"), None);
        let code = code_lines("bin/demo", "#!/usr/bin/env python3\n# no\nx = 1\n");
        assert_eq!(code, [false, false, true]);
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
