//! The link definitions at the foot of a Markdown changelog: `[1.2.3]: https://…/compare/…`.

use std::ops::Range;

use super::lines::Lines;
use crate::bump::declared::{Replacement, find_all};

/// One definition.
struct Definition<'t> {
    line: u64,
    label: &'t str,
    url: &'t str,
    /// Where the address stands in the text.
    range: Range<usize>,
}

/// What is known of the versions that links speak of.
pub(super) struct Versions<'v> {
    /// The new version, as the heading spells it.
    pub new: &'v str,
    /// The versions of the released sections as their headings spell them, newest first.
    pub released: Vec<&'v str>,
    /// What stands before the version in a new tag.
    pub tag_prefix: &'v str,
}

/// The edits of the definitions: the one of `Unreleased` compares with the new tag, and the new
/// version has one of its own. None where the file has no such definitions.
pub(super) fn edits(lines: &Lines<'_>, versions: &Versions<'_>) -> Vec<Replacement> {
    let definitions = definitions(lines);
    let find = |label: &str| {
        let bare = |text: &str| text.trim_start_matches(['v', 'V']).to_lowercase();
        definitions.iter().find(|it| bare(it.label) == bare(label))
    };
    if find(versions.new).is_some() {
        return Vec::new();
    }
    let unreleased = find("unreleased");
    let newest = versions
        .released
        .iter()
        .find_map(|version| Some((*version, find(version)?)));
    let mut edits = Vec::new();
    let compared = unreleased.and_then(|definition| moved_on(definition, versions));
    if let Some((new_base, range)) = &compared {
        edits.push((range.clone(), new_base.clone()));
    }
    let url = newest
        .and_then(|(version, definition)| next(definition, version, versions))
        .or_else(|| compare(unreleased?, versions));
    let place = unreleased
        .map(|definition| definition.line + 1)
        .or(newest.map(|(_, definition)| definition.line));
    if let (Some(url), Some(line)) = (url, place) {
        let at = lines.start(line);
        let end = lines.line_break();
        let label = newest.map_or(versions.new.to_owned(), |(version, definition)| {
            definition.label.replace(bare(version), versions.new)
        });
        // The last line of a file may have no line break.
        let open = line > lines.count() && lines.range(lines.count()).end == at;
        let text = if open {
            format!("{end}[{label}]: {url}")
        } else {
            format!("[{label}]: {url}{end}")
        };
        edits.push((at..at, text));
    }
    edits
}

fn bare(version: &str) -> &str {
    version.trim_start_matches(['v', 'V'])
}

fn definitions<'t>(lines: &Lines<'t>) -> Vec<Definition<'t>> {
    (1..=lines.count())
        .filter_map(|line| {
            let content = lines.content(line);
            let (label, url) = content.trim_start().strip_prefix('[')?.split_once("]:")?;
            let url = url.split_whitespace().next()?;
            let start = lines.start(line) + content.rfind(url)?;
            Some(Definition {
                line,
                label,
                url,
                range: start..start + url.len(),
            })
        })
        .collect()
}

/// The two sides of an address that compares two commits.
fn sides(url: &str) -> Option<(usize, &str, &str, &str)> {
    let start = url.find("/compare/")? + "/compare/".len();
    let rest = url.get(start..)?;
    let dots = if rest.contains("...") { "..." } else { ".." };
    let (base, head) = rest.split_once(dots)?;
    Some((start, base, dots, head))
}

/// The tag of the new version, in the form of another release's.
fn tag_like(tag: &str, versions: &Versions<'_>) -> String {
    tag_of(tag, versions.new, versions)
}

/// The tag of a version, in the form of another release's.
fn tag_of(tag: &str, version: &str, versions: &Versions<'_>) -> String {
    let known = versions.released.iter().map(|known| bare(known));
    let named = known
        .filter_map(|known| Some((known, find_all(tag, known).last()?)))
        .max_by_key(|(known, _)| known.len());
    match named {
        Some((known, at)) if at + known.len() == tag.len() => {
            format!("{}{}", tag.get(..at).unwrap_or_default(), version)
        }
        _ => format!("{}{}", versions.tag_prefix, version),
    }
}

/// The new base of what `Unreleased` is compared with, and where the old one stands.
fn moved_on(
    unreleased: &Definition<'_>,
    versions: &Versions<'_>,
) -> Option<(String, Range<usize>)> {
    let (start, base, _, _) = sides(unreleased.url)?;
    let from = unreleased.range.start + start;
    Some((tag_like(base, versions), from..from + base.len()))
}

/// From what `Unreleased` was compared with so far to the new tag.
fn compare(unreleased: &Definition<'_>, versions: &Versions<'_>) -> Option<String> {
    let (start, base, dots, _) = sides(unreleased.url)?;
    let front = unreleased.url.get(..start)?;
    Some(format!("{front}{base}{dots}{}", tag_like(base, versions)))
}

/// The address for the new version, after that of the release before.
fn next(definition: &Definition<'_>, version: &str, versions: &Versions<'_>) -> Option<String> {
    let url = definition.url;
    if let Some((start, _, dots, head)) = sides(url) {
        let front = url.get(..start)?;
        // The newest release may have none of its own.
        let base = match versions.released.first() {
            Some(newest) if *newest != version => tag_of(head, bare(newest), versions),
            _ => head.to_owned(),
        };
        return Some(format!("{front}{base}{dots}{}", tag_like(head, versions)));
    }
    let at = find_all(url, bare(version)).last()?;
    let (front, rest) = (url.get(..at)?, url.get(at + bare(version).len()..)?);
    Some(format!("{front}{}{rest}", versions.new))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(text: &str) -> String {
        let versions = Versions {
            new: "1.3.0",
            released: vec!["1.2.3", "1.2.2"],
            tag_prefix: "v",
        };
        let mut result = text.to_owned();
        let mut edits = edits(&Lines::new(text), &versions);
        edits.sort_by_key(|(range, _)| range.start);
        for (range, new) in edits.into_iter().rev() {
            result.replace_range(range, &new);
        }
        result
    }

    #[test]
    fn unreleased_moves_on_and_the_new_version_is_linked() {
        insta::assert_snapshot!(linked("\
[Unreleased]: https://example.org/o/r/compare/v1.2.3...HEAD
[1.2.3]: https://example.org/o/r/compare/v1.2.2...v1.2.3
[1.2.2]: https://example.org/o/r/releases/tag/v1.2.2
"), @"
        [Unreleased]: https://example.org/o/r/compare/v1.3.0...HEAD
        [1.3.0]: https://example.org/o/r/compare/v1.2.3...v1.3.0
        [1.2.3]: https://example.org/o/r/compare/v1.2.2...v1.2.3
        [1.2.2]: https://example.org/o/r/releases/tag/v1.2.2
        ");
    }

    #[test]
    fn the_form_of_the_release_before_is_kept() {
        assert_eq!(
            linked("[v1.2.3]: https://example.org/-/tags/v1.2.3"),
            "[v1.3.0]: https://example.org/-/tags/v1.3.0\n[v1.2.3]: https://example.org/-/tags/v1.2.3"
        );
        assert_eq!(
            linked("[unreleased]: https://example.org/-/compare/pkg-1.2.3..main"),
            "[unreleased]: https://example.org/-/compare/pkg-1.3.0..main\n[1.3.0]: https://example.org/-/compare/pkg-1.2.3..pkg-1.3.0"
        );
    }

    #[test]
    fn a_release_that_has_no_link_is_compared_with_all_the_same() {
        assert_eq!(
            linked("[1.2.2]: https://example.org/compare/v1.2.1...v1.2.2\n"),
            "[1.3.0]: https://example.org/compare/v1.2.3...v1.3.0\n[1.2.2]: https://example.org/compare/v1.2.1...v1.2.2\n"
        );
    }

    #[test]
    fn what_is_there_or_speaks_of_something_else_stays() {
        for text in [
            "[1.3.0]: https://example.org",
            "[docs]: https://example.org/1.2.3\n",
            "",
            "text",
        ] {
            assert_eq!(linked(text), text);
        }
    }
}
