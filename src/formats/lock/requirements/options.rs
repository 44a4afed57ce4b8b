//! The options that a line of a `requirements.txt` may be.

use crate::formats::lock::model::flaw;
use crate::formats::report::Flaw;

/// What an option asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'t> {
    /// Another file.
    Include { path: &'t str, constrains: bool },
    /// The registry that requirements come from.
    Index(&'t str),
    /// Digests of everything.
    RequireHashes,
    /// A folder or repository that stays as it is.
    Editable(&'t str),
    /// Something that changes nothing here.
    Other,
}

/// The options, each with its short form, and whether it takes a value.
const OPTIONS: &[(&str, &str, bool)] = &[
    ("--requirement", "-r", true),
    ("--constraint", "-c", true),
    ("--editable", "-e", true),
    ("--index-url", "-i", true),
    ("--pypi-url", "", true),
    ("--extra-index-url", "", true),
    ("--find-links", "-f", true),
    ("--no-binary", "", true),
    ("--only-binary", "", true),
    ("--trusted-host", "", true),
    ("--use-feature", "", true),
    ("--no-index", "", false),
    ("--prefer-binary", "", false),
    ("--require-hashes", "", false),
    ("--pre", "", false),
    ("--no-use-wheel", "", false),
    ("--use-wheel", "", false),
    ("--process-dependency-links", "", false),
    ("--always-unzip", "-Z", false),
];

/// What a line that is an option asks for; `None` for one that is none.
///
/// # Errors
/// A line that begins like an option and is none that pip has.
pub(super) fn read(text: &str, number: u64) -> Result<Option<Line<'_>>, Flaw> {
    if !text.starts_with('-') {
        return Ok(None);
    }
    let unknown = || {
        let word = text.split_whitespace().next().unwrap_or_default();
        let word: String = word.chars().take(40).collect();
        flaw(number, format!("`{word}` is no option that pip reads here"))
    };
    let (name, value) = OPTIONS
        .iter()
        .find_map(|option| Some((option.0, value(text, option)?)))
        .ok_or_else(unknown)?;
    Ok(Some(match name {
        "--requirement" => Line::Include {
            path: value,
            constrains: false,
        },
        "--constraint" => Line::Include {
            path: value,
            constrains: true,
        },
        "--editable" => Line::Editable(value),
        "--index-url" | "--pypi-url" => Line::Index(value),
        "--require-hashes" => Line::RequireHashes,
        _ => Line::Other,
    }))
}

/// The value of an option, if the line is that one: `-r FILE`, `-rFILE`, `--requirement FILE`,
/// `--requirement=FILE`.
fn value<'t>(text: &'t str, option: &(&str, &str, bool)) -> Option<&'t str> {
    let (long, short, has_value) = *option;
    let value = match text.strip_prefix(long) {
        Some(rest) if rest.starts_with(char::is_whitespace) || rest.is_empty() => rest,
        Some(rest) => rest.strip_prefix('=')?,
        None if !short.is_empty() && !text.starts_with("--") => text.strip_prefix(short)?,
        None => return None,
    };
    let value = value.trim().trim_matches(['"', '\'']);
    // Several options may stand on one line; those that matter here never do.
    (has_value != value.is_empty() || !has_value).then_some(value)
}
