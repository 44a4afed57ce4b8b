//! Sentences on supported versions: "Only the latest release is supported".

use super::{Policy, Remark, Row, Support, Versions, cells, shown};

/// Words for the newest of something.
const NEWEST: &[&str] = &["latest", "last", "newest", "current"];

/// Words after which a sentence is about more than the newest release, or about something else.
const OTHERWISE: &[&str] = &[
    "previous",
    "older",
    "two",
    "three",
    "four",
    "previously",
    "prior",
    "penultimate",
    "months",
    "years",
    "year",
    "weeks",
    "except",
    "unless",
    "lts",
];

/// What sentences of a section on supported versions say; of other sections only those that name
/// support themselves.
pub(super) fn read(text: &str) -> Policy {
    let mut policy = Policy::default();
    let mut inside = false;
    let mut first_inside: Option<(u64, String)> = None;
    for (line, text) in paragraphs(text) {
        if let Some(title) = title(&text) {
            let title = title.to_lowercase();
            inside = title.contains("support") && title.contains("version");
            continue;
        }
        for sentence in text.split_inclusive(['.', '!']) {
            if let Some(versions) = only_newest(sentence, inside) {
                push(line, sentence, versions, &mut policy);
                return policy;
            }
        }
        if inside && first_inside.is_none() {
            first_inside = Some((line, text));
        }
    }
    if let Some((line, text)) = first_inside {
        let reason = "which versions get fixes is not understood";
        policy.unread.push(Remark::new(line, &text, reason));
    }
    policy
}

fn push(line: u64, sentence: &str, versions: Versions, policy: &mut Policy) {
    let text = sentence.trim().trim_end_matches('.').to_owned();
    policy.rows.push(Row {
        line,
        text: text.clone(),
        versions,
        support: Support::Full,
    });
    policy.rows.push(Row {
        line,
        text,
        versions: Versions::only_others(),
        support: Support::None,
    });
}

/// What a sentence promises that speaks of the newest release or major version, and of no other.
fn only_newest(sentence: &str, inside: bool) -> Option<Versions> {
    let lower = cells::plain(sentence).to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .filter(|word| !word.is_empty())
        .collect();
    let says = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let newest = words.iter().position(|word| NEWEST.contains(word));
    let recent = words.windows(2).position(|pair| pair == ["most", "recent"]);
    let at = newest.or(recent.map(|at| at + 1))?;
    let on_support = inside
        || lower.contains("support")
        || lower.contains("security fix")
        || lower.contains("security update");
    let is_only = words.iter().take(at).any(|word| *word == "only");
    let has_digit = lower.contains(|letter: char| letter.is_ascii_digit());
    if !is_only || !on_support || says(OTHERWISE) || has_digit {
        return None;
    }
    let after: Vec<&str> = words.iter().skip(at + 1).take(4).copied().collect();
    let of = after
        .iter()
        .position(|word| ["version", "versions", "release", "releases"].contains(word))?;
    let between = after.get(..of).unwrap_or_default();
    let known = |word: &&str| {
        [
            "stable",
            "non-prerelease",
            "final",
            "released",
            "published",
            "official",
            "minor",
            "major",
        ]
        .contains(word)
    };
    if !between.iter().all(known) {
        return None;
    }
    Some(if between.contains(&"major") {
        Versions::only_latest_major()
    } else {
        Versions::only_latest()
    })
}

/// `## Title`; titles that are underlined come with their line, see [`paragraphs`].
fn title(text: &str) -> Option<&str> {
    text.strip_prefix('#')
        .map(|rest| rest.trim_start_matches('#'))
}

/// The paragraphs of a text, each on one line with the number of its first. A line that is underlined
/// is a heading, and gets a `#` as those of Markdown have it.
fn paragraphs(text: &str) -> Vec<(u64, String)> {
    let mut found: Vec<(u64, String)> = Vec::new();
    let mut open = false;
    let mut last = 0;
    for (number, line) in shown(text) {
        let line = line.trim();
        open &= number == last + 1;
        last = number;
        if line.is_empty() {
            open = false;
        } else if is_underline(line) {
            if let Some((_, heading)) = found.last_mut().filter(|_| open) {
                *heading = format!("# {heading}");
            }
            open = false;
        } else if line.starts_with('#') {
            found.push((number, line.to_owned()));
            open = false;
        } else if let Some((_, paragraph)) = found.last_mut().filter(|_| open) {
            paragraph.push(' ');
            paragraph.push_str(line);
        } else {
            found.push((number, line.to_owned()));
            open = true;
        }
    }
    found
}

fn is_underline(line: &str) -> bool {
    let mut letters = line.chars();
    let first = letters.next();
    first.is_some_and(|first| {
        "=-~^".contains(first) && line.len() >= 3 && letters.all(|it| it == first)
    })
}
