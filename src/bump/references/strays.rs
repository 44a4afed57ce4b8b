//! Where a document names a version that is replaced in it, and nothing says that it is the
//! project's: the file that was downloaded a line above, the suffix of an installed program, the
//! output of a command.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::nearby;
use crate::bump::declared::find_all;
use crate::facts::{Reference, ReferenceForm};
use crate::formats::place::LineIndex;

/// How many different versions of one document are looked for.
const MAX_VERSIONS: usize = 50;

/// A version that is no reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stray<'r> {
    /// Where it stands, without its `v`.
    pub range: Range<usize>,
    /// The line, starting at 1.
    pub line: u64,
    /// The address that names the same file, or that it is a link to: then it moves along.
    pub address: Option<&'r Reference>,
}

/// The strays of one document, and where they cross what is to be replaced.
#[derive(Debug, Default)]
pub(super) struct Strays<'r> {
    /// In the order of the versions, and of their places.
    pub found: Vec<Stray<'r>>,
    /// Paragraphs, by their number, with a version that stands in one of their lines both as a
    /// reference and as a suffix: the name of a program that was installed beside others.
    crossed: BTreeSet<(usize, String)>,
    /// The number of the paragraph that each line belongs to.
    paragraphs: Vec<usize>,
}

impl<'r> Strays<'r> {
    /// Looks for the versions of those references that are to be replaced, outside of `known` places.
    pub fn of(text: &str, moving: &[&'r Reference], known: &BTreeMap<usize, usize>) -> Self {
        let mut versions: BTreeMap<&str, BTreeMap<u64, Vec<&Reference>>> = BTreeMap::new();
        for reference in moving.iter().filter(|reference| reference.parts == 3) {
            let lines = versions.entry(bare(reference)).or_default();
            lines.entry(reference.line).or_default().push(reference);
        }
        let index = LineIndex::new(text);
        let files = files(moving);
        let mut strays = Strays {
            paragraphs: paragraphs(text),
            ..Strays::default()
        };
        for (version, lines) in versions.into_iter().take(MAX_VERSIONS) {
            for at in find_all(text, version).filter(|at| !is_known(known, *at)) {
                let range = at..at + version.len();
                let line = index.line(at);
                let file = files.get(word(text, &range)).copied();
                let mut beside = lines.get(&line).into_iter().flatten().copied();
                let address = file.or_else(|| beside.find(|it| links(text, &range, it)));
                if address.is_none() && is_anothers(text, at) {
                    continue;
                }
                if is_suffix(text, at) && lines.contains_key(&line) {
                    let paragraph = strays.paragraph(line);
                    strays.crossed.insert((paragraph, version.to_owned()));
                }
                strays.found.push(Stray {
                    range,
                    line,
                    address,
                });
            }
        }
        strays
    }

    /// Whether something in the paragraph of a reference may have to keep the same version.
    pub fn cross(&self, reference: &Reference) -> bool {
        let paragraph = self.paragraph(reference.line);
        self.crossed
            .contains(&(paragraph, bare(reference).to_owned()))
    }

    fn paragraph(&self, line: u64) -> usize {
        let index = usize::try_from(line)
            .unwrap_or(usize::MAX)
            .saturating_sub(1);
        self.paragraphs.get(index).copied().unwrap_or_default()
    }
}

/// The signs that tie a version to the name before them.
const TIES: [char; 8] = ['=', ':', '@', '/', '-', '_', '~', '^'];

/// Whether the name of something adjoins the version: `other==1.2.3`, `other@1.2.3`. One `=` alone
/// makes it the value of an option or a variable.
fn is_anothers(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let before = before.trim_end_matches(['v', 'V']);
    let name = before.trim_end_matches(TIES);
    let signs = before.get(name.len()..).unwrap_or_default();
    let is_named = name.ends_with(|c: char| c.is_alphanumeric() || c == ']');
    is_named && !matches!(signs, "" | "=" | "=@")
}

/// Whether the version is a suffix that stands alone: `--suffix=@1.2.3`.
fn is_suffix(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.ends_with('@')
}

/// Whether a place is in the text of a link to an address.
fn links(text: &str, place: &Range<usize>, address: &Reference) -> bool {
    let is_address = matches!(address.form, ReferenceForm::Url | ReferenceForm::Badge);
    is_address && nearby::is_linked(text, place, &super::range(address))
}

/// A version without its `v`.
pub(super) fn bare(reference: &Reference) -> &str {
    reference.text.trim_start_matches(['v', 'V'])
}

/// Whether a place lies in one of the known ones, by where they start and end.
fn is_known(known: &BTreeMap<usize, usize>, at: usize) -> bool {
    let before = known.range(..=at).next_back();
    before.is_some_and(|(_, end)| at < *end)
}

/// The names of the files that addresses lead to.
fn files<'r>(moving: &[&'r Reference]) -> BTreeMap<&'r str, &'r Reference> {
    let addresses = moving.iter().filter(|it| it.form == ReferenceForm::Url);
    addresses
        .filter_map(|reference| {
            let (_, file) = reference.token.rsplit_once('/')?;
            file.contains(bare(reference)).then_some((file, *reference))
        })
        .collect()
}

/// How many bytes of a word are looked at on either side of a version.
const MAX_WORD: usize = 200;

/// The word that a place is part of; what is no such word if it is too long.
fn word<'t>(text: &'t str, place: &Range<usize>) -> &'t str {
    let bounds = |c: char| c.is_whitespace() || "/\"'`<>()[]|,;=".contains(c);
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .take(MAX_WORD)
        .find(|(_, c)| bounds(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let mut letters = after.char_indices().take(MAX_WORD);
    let end = letters.find(|(_, c)| bounds(*c));
    let end = end.map_or(after.len(), |(at, _)| at);
    text.get(start..place.end + end).unwrap_or_default()
}

/// The number of the paragraph that each line belongs to: blank lines part them.
fn paragraphs(text: &str) -> Vec<usize> {
    let mut number = 0;
    text.split('\n')
        .map(|line| {
            number += usize::from(line.trim().is_empty());
            number
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_name_before_it_is_that_ones() {
        let named = |text: &str| is_anothers(text, text.find("1.2.3").unwrap());
        for text in [
            "other==1.2.3",
            "other@v1.2.3",
            "x/other:1.2.3",
            "other-1.2.3",
            "other[a]==1.2.3",
        ] {
            assert!(named(text), "{text}");
        }
        for text in [
            "1.2.3",
            "it prints 1.2.3",
            "--suffix=@1.2.3",
            "@1.2.3",
            "VERSION=1.2.3",
            "v1.2.3",
        ] {
            assert!(!named(text), "{text}");
        }
    }

    #[test]
    fn a_word_ends_at_blanks_quotes_and_slashes() {
        let text = "curl -O https://x/demo-1.2.3.zip && unzip 'demo-1.2.3.zip'";
        for (at, found) in text.match_indices("1.2.3") {
            assert_eq!(word(text, &(at..at + found.len())), "demo-1.2.3.zip");
        }
        assert_eq!(paragraphs("a\nb\n\nc"), [0, 0, 1, 1]);
    }
}
