//! The numbers of issues and of pull requests, in entries and in commit messages.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// How much of a commit message is read for numbers: 64 KiB.
const MAX_MESSAGE: usize = 64 << 10;

/// A number, with the repository that it is of where that is written: `#12`, `owner/name#12`,
/// `!12`, `GH-12`, `…/owner/name/pull/12`, `` :issue:`12` ``, `issue 12`. The classes are of ASCII, as
/// these names are: those of all scripts take eight times as long to compile.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        (?: ([0-9a-z_.-]+/[0-9a-z_.-]+) (?:/-)? /(?:pulls?|issues|merge_requests|pull-requests)/
          | ([0-9a-z_.-]+/[0-9a-z_.-]+)? [\#!]
          | \b(?:gh|bpo|pr|issue)-
          | :(?:gh[a-z]*|issues?|pr|pull|pulls|bug|ticket|mr):`\#?
          | \b(?:pr|pull\ request|issue|ticket|bug)[\ \t\r\n\u{a0}]+
        ) ([0-9]{1,9})\b",
    )
    .ok()
});

/// Words of a message after which a number is the commit's own.
static OWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|references|see|implements?|addresses|issue|bug|ticket|pr-url|part of|backport of)\b",
    )
    .ok()
});

/// A number, and the `owner/name` that it is said to be of, in lower case.
pub(super) struct Numbered {
    pub number: u64,
    pub repository: Option<String>,
}

/// Every number in a text.
pub(super) fn of_text(text: &str) -> Vec<Numbered> {
    let found = NUMBER.iter().flat_map(|number| number.captures_iter(text));
    found
        .filter_map(|found| {
            let repository = found.get(1).or(found.get(2));
            Some(Numbered {
                number: found.get(3)?.as_str().parse().ok()?,
                repository: repository.map(|it| it.as_str().to_lowercase()),
            })
        })
        .collect()
}

/// The numbers that a commit message names as its own: all in its subject, and those in lines of its
/// body that say what the commit settles or belongs to.
pub(super) fn of_commit(message: &str) -> BTreeSet<u64> {
    let message = message
        .get(..message.floor_char_boundary(MAX_MESSAGE))
        .unwrap_or(message);
    let is_own = |line: &str| OWN.as_ref().is_some_and(|own| own.is_match(line));
    let mut lines = message.lines().skip_while(|line| line.trim().is_empty());
    let subject = lines.next().into_iter();
    let mut found: BTreeSet<u64> = BTreeSet::new();
    for line in subject.chain(lines.filter(|line| is_own(line))) {
        found.extend(of_text(line).into_iter().map(|it| it.number));
    }
    found
}
