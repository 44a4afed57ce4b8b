//! The entries of a `yarn.lock`, line by line: keys, and below them fields and lists of names.

use crate::formats::lock::model::{MAX_PACKAGES, MAX_TEXT, flaw};
use crate::formats::report::Flaw;

/// The longest line that is read, in bytes: an entry may have hundreds of keys.
const MAX_LINE: usize = 64 * MAX_TEXT;

/// The most of others that one package may need.
const MAX_NEEDS: usize = 10_000;

/// One entry.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// What leads to it: `NAME@RANGE`.
    pub keys: Vec<String>,
    pub version: Option<String>,
    /// The address that it was taken from, of yarn 1.
    pub resolved: Option<String>,
    /// What it is, of later ones: `NAME@npm:VERSION`.
    pub resolution: Option<String>,
    pub has_digest: bool,
    /// Whether it has the field that ends each entry of the later kind.
    pub has_link_type: bool,
    pub conditions: Option<String>,
    pub needs: Vec<Need>,
    pub line: u64,
}

/// What a package needs.
#[derive(Debug)]
pub(super) struct Need {
    pub name: String,
    pub range: String,
    pub is_optional: bool,
}

/// Which list of an entry a line belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    None,
    Needs { is_optional: bool },
    Other,
}

/// All entries, in the order of the file.
///
/// # Errors
/// A line that is none of those that yarn writes.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Flaw> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut section = Section::None;
    // A key of more than a thousand bytes has a line of its own, behind `? `.
    let mut long: Option<&str> = None;
    for (number, line) in (1_u64..).zip(text.lines()) {
        if line.len() > MAX_LINE {
            return Err(flaw(
                number,
                format!("it has {} bytes; at most {MAX_LINE} are read", line.len()),
            ));
        }
        let content = line.trim_start_matches(' ');
        if content.trim().is_empty() || content.starts_with('#') {
            continue;
        }
        let wrong = || {
            let shown: String = content.chars().take(60).collect();
            flaw(number, format!("`{shown}` is nothing that yarn writes"))
        };
        let indent = line.len() - content.len();
        if let (0, Some(key)) = (indent, content.strip_prefix("? ")) {
            long = Some(key);
            continue;
        }
        match indent {
            0 => {
                let keys = content.strip_suffix(':').ok_or_else(wrong)?;
                let keys = if keys.is_empty() {
                    long.take().ok_or_else(wrong)?
                } else {
                    keys
                };
                entries.push(Entry {
                    keys: split_keys(keys).ok_or_else(wrong)?,
                    line: number,
                    ..Entry::default()
                });
                section = Section::None;
                if entries.len() > MAX_PACKAGES {
                    return Err(flaw(number, format!("more than {MAX_PACKAGES} entries")));
                }
            }
            _ => {
                let entry = entries.last_mut().ok_or_else(wrong)?;
                below(entry, indent, content, &mut section).ok_or_else(wrong)?;
            }
        }
    }
    Ok(entries)
}

/// Reads a line below the keys of an entry; `None` if it is nothing that yarn writes.
fn below(entry: &mut Entry, indent: usize, content: &str, section: &mut Section) -> Option<()> {
    if indent == 2
        && let Some(name) = content.strip_suffix(':')
    {
        *section = match name {
            "dependencies" => Section::Needs { is_optional: false },
            "optionalDependencies" => Section::Needs { is_optional: true },
            _ => Section::Other,
        };
        return Some(());
    }
    if indent == 2 {
        let (key, value) = pair(content)?;
        *section = Section::None;
        let place = match key.as_str() {
            "version" => &mut entry.version,
            "resolved" => &mut entry.resolved,
            "resolution" => &mut entry.resolution,
            "conditions" => &mut entry.conditions,
            "integrity" | "checksum" => {
                entry.has_digest = true;
                return Some(());
            }
            "linkType" => {
                entry.has_link_type = true;
                return Some(());
            }
            _ => return Some(()),
        };
        return place.replace(value).is_none().then_some(());
    }
    match *section {
        Section::None => None,
        Section::Other => Some(()),
        Section::Needs { is_optional } if indent == 4 => {
            let (name, range) = pair(content)?;
            entry.needs.push(Need {
                name,
                range,
                is_optional,
            });
            (entry.needs.len() <= MAX_NEEDS).then_some(())
        }
        Section::Needs { .. } => None,
    }
}

/// `KEY VALUE` or `KEY: VALUE`, each quoted or not.
fn pair(content: &str) -> Option<(String, String)> {
    let (key, rest) = token(content)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let rest = rest.strip_prefix(' ')?;
    let (value, end) = match rest.starts_with('"') {
        true => token(rest)?,
        false => (rest.trim_end().to_owned(), ""),
    };
    (end.trim().is_empty() && value.len() <= MAX_TEXT).then_some((key, value))
}

/// A text in quotes, as JSON writes it, or up to a colon or space; and what follows.
fn token(text: &str) -> Option<(String, &str)> {
    if text.starts_with('"') {
        let mut read = serde_json::Deserializer::from_str(text).into_iter::<String>();
        let value = read.next()?.ok()?;
        return Some((value, text.get(read.byte_offset()..)?));
    }
    let end = text
        .char_indices()
        .find(|(at, letter)| {
            *letter == ' '
                || *letter == ':'
                    && text
                        .get(at + 1..)
                        .is_some_and(|rest| rest.starts_with(' ') || rest.is_empty())
        })
        .map_or(text.len(), |(at, _)| at);
    let (value, rest) = text.split_at_checked(end)?;
    (!value.is_empty()).then(|| (value.to_owned(), rest))
}

/// The keys of an entry: `a@^1, a@^2`, each quoted or all together.
fn split_keys(text: &str) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    let mut rest = text;
    loop {
        let (key, after) = match rest.starts_with('"') {
            true => token(rest)?,
            false => {
                let end = rest.find(", ").unwrap_or(rest.len());
                let (key, after) = rest.split_at_checked(end)?;
                (key.to_owned(), after)
            }
        };
        // Yarn 2 and later put all of them into one pair of quotes.
        keys.extend(key.split(", ").map(str::to_owned));
        match after.strip_prefix(", ") {
            Some(next) => rest = next,
            None if after.is_empty() => break,
            None => return None,
        }
    }
    let fits = |key: &String| !key.is_empty() && key.len() <= MAX_TEXT;
    keys.iter().all(fits).then_some(keys)
}
