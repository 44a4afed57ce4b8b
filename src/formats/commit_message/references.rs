//! The pull requests and commits that a message refers to.

use super::header::Header;
use super::trailers::Trailer;

/// The fewest digits of an abbreviated object id that are believed to be one.
const MIN_ABBREVIATION: usize = 7;

/// How many reverts are taken from one message.
const MAX_REVERTS: usize = 1_000;

/// What a message says that it reverts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reverted {
    /// A commit, by its object id or the beginning of it, in lower case.
    Commit(String),
    /// A pull request, by its number.
    PullRequest(u64),
}

/// The number of the pull or merge request that brought the commit.
///
/// As the forges write it: `Merge pull request #1 from …` and `… (#1)` (GitHub), `See merge request
/// group/project!1` and `… (!1)` (GitLab), `Merged in … (pull request #1)` and `Pull request #1: …`
/// (Bitbucket), `Merged PR 1: …` (Azure).
pub(super) fn pull_request(subject: &str, lines: &[&str]) -> Option<u64> {
    ["Merge pull request #", "Merged PR ", "Pull request #"]
        .iter()
        .find_map(|start| leading_number(subject.strip_prefix(start)?))
        .or_else(|| number_at_end(subject))
        .or_else(|| {
            lines
                .iter()
                .skip(1)
                .rev()
                .find_map(|line| merge_request(line))
        })
}

/// `… (#1)`, `… (!1)`, `… (pull request #1)`
fn number_at_end(subject: &str) -> Option<u64> {
    let (_, last) = subject.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let digits = ["pull request #", "#", "!"]
        .iter()
        .find_map(|start| last.strip_prefix(start))?;
    digits.parse().ok()
}

/// `See merge request group/project!1`
fn merge_request(line: &str) -> Option<u64> {
    let (_, number) = line.strip_prefix("See merge request ")?.rsplit_once('!')?;
    number.trim().parse().ok()
}

fn leading_number(text: &str) -> Option<u64> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

/// What the message says that it reverts, in order and once each: `This reverts commit …` (git),
/// `Reverts owner/repository#1` (GitHub), and a `Refs:` footer under the type `revert`
/// (Conventional Commits 1.0.0, "How does Conventional Commits handle revert commits?").
pub(super) fn reverts(lines: &[&str], changes: &[Header], trailers: &[Trailer]) -> Vec<Reverted> {
    let words: Vec<Word> = lines.iter().skip(1).flat_map(|line| words(line)).collect();
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if !word.text.eq_ignore_ascii_case("reverts") {
            continue;
        }
        let this = index
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|before| before.text.eq_ignore_ascii_case("this"));
        if this || word.starts_line {
            let rest = words.get(index + 1..).unwrap_or_default();
            found.extend(targets(rest));
        }
    }
    let is_revert = changes
        .first()
        .is_some_and(|change| change.kind == "revert");
    let refs = trailers
        .iter()
        .filter(|trailer| is_revert && trailer.key.eq_ignore_ascii_case("refs"));
    for trailer in refs {
        found.extend(trailer.value.split([',', ' ']).filter_map(object_id));
    }
    let mut unique: Vec<Reverted> = Vec::new();
    for target in found.into_iter().take(MAX_REVERTS) {
        if !unique.contains(&target) {
            unique.push(target);
        }
    }
    unique
}

#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    starts_line: bool,
}

fn words(line: &str) -> impl Iterator<Item = Word<'_>> {
    let line = line.trim_start_matches(['*', '-', ' ', '\t']);
    line.split_whitespace()
        .enumerate()
        .map(|(index, text)| Word {
            text,
            starts_line: index == 0,
        })
}

/// What follows the word "reverts": a pull request, or the word "commit" and one or more ids. In
/// `reverts commit A, reversing changes made to B`, B is not among them; and what is reverted partially is
/// not reverted.
fn targets(words: &[Word]) -> Vec<Reverted> {
    let Some((first, rest)) = words.split_first() else {
        return Vec::new();
    };
    if !["commit", "commits"].contains(&first.text) {
        return pull_request_reference(first.text).into_iter().collect();
    }
    let mut found = Vec::new();
    for word in rest {
        match object_id(word.text) {
            Some(id) => found.push(id),
            None if ["and", "&", "commit"].contains(&word.text) => {}
            None if says_in_part(word.text) => return Vec::new(),
            None => break,
        }
        if word.text.ends_with('.') {
            break;
        }
    }
    found
}

/// `reverts commit A partially: only x`
fn says_in_part(word: &str) -> bool {
    let word = word.trim_end_matches([',', ':', '.']);
    ["partially", "partly", "except"].contains(&word)
}

/// `owner/repository#1`, `#1`, `group/project!1`
fn pull_request_reference(word: &str) -> Option<Reverted> {
    let word = word.trim_end_matches(['.', ',']);
    let (_, number) = word.rsplit_once(['#', '!'])?;
    number.parse().ok().map(Reverted::PullRequest)
}

fn object_id(word: &str) -> Option<Reverted> {
    let id = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let plausible =
        (MIN_ABBREVIATION..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_hexdigit());
    plausible.then(|| Reverted::Commit(id.to_ascii_lowercase()))
}
