//! Places that the configuration names: a glob for the files, a regular expression for the version.

use globset::GlobBuilder;
use regex::Regex;

use super::Declared;
use super::gather::{Found, Gather};
use crate::collect::VersionPattern;
use crate::facts::DeclarationRole;
use crate::formats::place::LineIndex;
use crate::formats::version_pattern::{compile, version_in};

/// The most places that one expression may find in a file: more is a mistake.
const MAX_MATCHES: usize = 1000;

/// Notes every match of a configured pattern. A pattern that matches nothing is noted too: whoever
/// wrote it meant a place that is not checked any more.
pub(super) fn read(gather: &mut Gather<'_>, pattern: &VersionPattern) {
    let regex = match compile(&pattern.pattern) {
        Ok(regex) => regex,
        Err(reason) => return gather.undetermined(&pattern.path, 1, reason),
    };
    let paths = match matching(gather, &pattern.path) {
        Ok(paths) => paths,
        Err(reason) => return gather.undetermined(&pattern.path, 1, reason),
    };
    for path in paths {
        if let Some(text) = gather.read(&path) {
            note_matches(gather, &path, &text, &regex);
        }
    }
}

fn matching(gather: &Gather<'_>, glob: &str) -> Result<Vec<String>, String> {
    let plain = glob.trim_start_matches("./");
    let matcher = GlobBuilder::new(plain)
        .literal_separator(true)
        .build()
        .map_err(|error| format!("the configured path `{glob}` is no glob: {}", error.kind()))?
        .compile_matcher();
    let paths: Vec<String> = gather
        .tracked()
        .iter()
        .filter(|path| matcher.is_match(path))
        .cloned()
        .collect();
    if paths.is_empty() {
        return Err(format!(
            "the configured path `{glob}` matches no file that git tracks"
        ));
    }
    Ok(paths)
}

fn note_matches(gather: &mut Gather<'_>, path: &str, text: &str, regex: &Regex) {
    let lines = LineIndex::new(text);
    let mut found = regex
        .captures_iter(text)
        .filter_map(|captures| version_in(&captures))
        .take(MAX_MATCHES + 1)
        .peekable();
    if found.peek().is_none() {
        gather.undetermined(
            path,
            1,
            format!("the configured version pattern `{regex}` matches nothing in it"),
        );
    }
    for (index, version) in found.enumerate() {
        let line = lines.line(version.start());
        if index == MAX_MATCHES {
            return gather.undetermined(path, line, format!("the configured version pattern `{regex}` matches more than {MAX_MATCHES} places"));
        }
        let role = DeclarationRole::Project;
        gather.declare(
            Found {
                path,
                line,
                kind: "configured",
                key: regex.as_str(),
                role,
                package: None,
            },
            version.as_str(),
        );
    }
}

/// Notes the first match of a build tool's own pattern in a file.
///
/// # Errors
/// The reason why there is none.
pub(super) fn first_match(
    gather: &mut Gather<'_>,
    path: &str,
    pattern: &str,
) -> Result<Declared, String> {
    let regex = compile(pattern)?;
    let text = gather.read(path).ok_or_else(|| {
        format!(
            "the version is taken from `{path}`, which git does not track or which cannot be read"
        )
    })?;
    let captures = regex.captures(&text);
    let version = captures.as_ref().and_then(version_in).ok_or_else(|| {
        format!("the version is taken from `{path}`, in which `{pattern}` matches nothing")
    })?;
    let line = LineIndex::new(&text).line(version.start());
    let found = Found {
        path,
        line,
        kind: "configured",
        key: pattern,
        role: DeclarationRole::Project,
        package: None,
    };
    gather.declare(found, version.as_str());
    Ok(Declared::Text(version.as_str().to_owned()))
}
