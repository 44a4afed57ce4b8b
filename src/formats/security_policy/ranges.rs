//! The versions that a cell names: `5.1.x`, `< 4.0`, `>= 2, < 3`, `1.0 - 1.5`, `latest`, `older`.

/// The first three numbers of a version.
pub type Numbers = [u64; 3];

/// Versions from one on and below another; either end may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The lowest version of it.
    pub from: Option<Numbers>,
    /// The lowest version above it.
    pub below: Option<Numbers>,
}

impl Span {
    /// Whether a version is in it.
    #[must_use]
    pub fn holds(&self, version: Numbers) -> bool {
        self.from.is_none_or(|from| from <= version)
            && self.below.is_none_or(|below| version < below)
    }
}

/// What a cell names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// Versions by their numbers.
    pub spans: Vec<Span>,
    /// Whether the latest release is among them.
    pub latest: bool,
    /// Whether every release of the latest major version is.
    pub latest_major: bool,
    /// Whether all are that nothing else names.
    pub others: bool,
}

impl Versions {
    /// Whether a version is named, `latest` being the highest that there is. What
    /// [`Versions::others`] stands for is not: that depends on all else.
    #[must_use]
    pub fn name(&self, version: Numbers, latest: Numbers) -> bool {
        (self.latest && version == latest)
            || (self.latest_major && version.first() == latest.first())
            || self.spans.iter().any(|span| span.holds(version))
    }

    fn none() -> Self {
        Versions {
            spans: Vec::new(),
            latest: false,
            latest_major: false,
            others: false,
        }
    }

    /// The latest release alone.
    pub(super) fn only_latest() -> Self {
        Versions {
            latest: true,
            ..Versions::none()
        }
    }

    /// The latest major version alone.
    pub(super) fn only_latest_major() -> Self {
        Versions {
            latest_major: true,
            ..Versions::none()
        }
    }

    /// All that nothing else names.
    pub(super) fn only_others() -> Self {
        Versions {
            others: true,
            ..Versions::none()
        }
    }
}

/// Words around a version that say nothing more.
const FILLERS: &[&str] = &[
    "version", "versions", "release", "releases", "series", "line", "branch", "all", "the", "any",
];

const NEWER: &[&str] = &[
    "above", "newer", "later", "up", "higher", "onwards", "onward", "greater",
];

const OLDER: &[&str] = &[
    "below", "older", "earlier", "lower", "prior", "before", "previous",
];

/// What names branches, of which nothing is released.
const BRANCHES: &[&str] = &[
    "main",
    "master",
    "head",
    "dev",
    "develop",
    "development",
    "trunk",
    "nightly",
    "edge",
    "next",
    "unreleased",
];

/// What a cell without markup names; `None` if any part of it is not understood.
pub(super) fn read(cell: &str) -> Option<Versions> {
    let text = without_notes(&cell.to_lowercase());
    let mut versions = Versions::none();
    if add(&text, &mut versions) {
        return Some(versions);
    }
    let parts = parts(&text);
    if parts.is_empty() || !parts.iter().all(|part| add(part, &mut versions)) {
        return None;
    }
    if let Some(span) = between(&parts, &versions.spans) {
        versions.spans = vec![span];
    }
    Some(versions)
}

/// `>= 2, < 3` is one span, and not all that either part names.
fn between(parts: &[String], spans: &[Span]) -> Option<Span> {
    let compare = |part: &String| part.starts_with(['<', '>', '=', '≥', '≤']);
    let [one, other] = spans else {
        return None;
    };
    let span = Span {
        from: one.from.or(other.from),
        below: one.below.or(other.below),
    };
    let joined = one.from.is_some() != other.from.is_some()
        && one.below.is_some() != other.below.is_some()
        && one.from.is_some() != one.below.is_some();
    (parts.iter().all(compare) && joined).then_some(span)
}

/// What stands in parentheses or braces is a remark.
fn without_notes(text: &str) -> String {
    let mut depth = 0_usize;
    let kept = text.chars().filter(|letter| {
        match letter {
            '(' => depth += 1,
            ')' => {
                let inside = depth > 0;
                depth = depth.saturating_sub(1);
                return !inside;
            }
            _ => {}
        }
        depth == 0
    });
    kept.collect::<String>().trim().to_owned()
}

/// The parts of a list. A comparison starts one as well: `>= 2 < 3`.
fn parts(text: &str) -> Vec<String> {
    let text = text
        .replace(" and ", ",")
        .replace(" or ", ",")
        .replace(" & ", ",");
    let mut separated = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for letter in text.chars() {
        let starts = "<>≥≤".contains(letter) && before != ' ' && !"<>=,".contains(before);
        let after_space = "<>≥≤".contains(letter) && separated.trim_end().ends_with(is_of_version);
        if starts || after_space {
            separated.push(',');
        }
        separated.push(letter);
        before = letter;
    }
    let parts = separated.split([',', ';']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn is_of_version(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
}

/// Adds what one part names; whether it was understood.
fn add(part: &str, versions: &mut Versions) -> bool {
    if let Some(span) = span(part) {
        versions.spans.push(span);
        return true;
    }
    let every: Vec<&str> = part
        .split(|letter: char| !letter.is_alphanumeric() && letter != '<')
        .filter(|word| !word.is_empty())
        .collect();
    let words: Vec<&str> = every
        .iter()
        .copied()
        .filter(|word| !FILLERS.contains(word) && *word != "stable" && *word != "released")
        .collect();
    match words.as_slice() {
        ["latest" | "current" | "newest"] | ["most", "recent"] => versions.latest = true,
        ["latest" | "current", "major"] => versions.latest_major = true,
        ["other" | "others" | "older" | "earlier" | "previous" | "else" | "rest"]
        | [
            "everything" | "anything" | "other" | "others",
            "else" | "older",
        ]
        | ["<", "latest"]
        | ["<latest"] => versions.others = true,
        [branch] if BRANCHES.contains(branch) => {}
        ["latest", branch] if BRANCHES.contains(branch) => versions.latest = true,
        [] if every.contains(&"all") => versions.spans.push(Span {
            from: None,
            below: None,
        }),
        _ => return false,
    }
    true
}

/// The span that a text without lists names.
fn span(text: &str) -> Option<Span> {
    let text = text.trim();
    compared(text)
        .or_else(|| from_a_to_b(text))
        .or_else(|| in_words(text))
        .or_else(|| Some(number(text)?.span()))
}

/// `>= 2`, `< 4.0`, `5.1+`
fn compared(text: &str) -> Option<Span> {
    if let Some(rest) = text.strip_suffix('+') {
        return Some(number(rest)?.and_above());
    }
    let start = text.trim_start_matches(['<', '>', '=', '≥', '≤', '~', '^']);
    let (sign, rest) = text.split_at(text.len() - start.len());
    let named = number(rest)?;
    match sign {
        ">=" | "=>" | "≥" => Some(named.and_above()),
        ">" => Some(Span {
            from: Some(named.after()),
            below: None,
        }),
        "<" => Some(Span {
            from: None,
            below: Some(named.lowest),
        }),
        "<=" | "=<" | "≤" => Some(named.and_below()),
        "=" | "==" => Some(named.span()),
        _ => None,
    }
}

/// `1.0 - 1.5`, `1.0 to 1.5`
fn from_a_to_b(text: &str) -> Option<Span> {
    let (from, to) = [" - ", " – ", " — ", " to ", " through ", "–", "-"]
        .iter()
        .find_map(|mark| text.split_once(mark))?;
    Some(Span {
        from: Some(number(from)?.lowest),
        below: number(to)?.above,
    })
}

/// `4.0 and newer`, `older than 3`, `before 2.1`
fn in_words(text: &str) -> Option<Span> {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !FILLERS.contains(word))
        .collect();
    match words.as_slice() {
        [version, "and" | "or", newer] if NEWER.contains(newer) => {
            Some(number(version)?.and_above())
        }
        [version, "and" | "or", older] if OLDER.contains(older) => {
            Some(number(version)?.and_below())
        }
        [older, "than" | "to", version] if OLDER.contains(older) => below(version),
        ["before" | "below" | "pre" | "until", version] => below(version),
        ["since" | "from", version] => Some(number(version)?.and_above()),
        [version] => Some(number(version)?.span()),
        _ => None,
    }
}

fn below(version: &str) -> Option<Span> {
    Some(Span {
        from: None,
        below: Some(number(version)?.lowest),
    })
}

/// The versions that begin with some numbers: `5`, `5.1`, `5.1.x`.
struct Named {
    lowest: Numbers,
    /// The lowest version above all of them; `None` if there is none.
    above: Option<Numbers>,
}

impl Named {
    fn span(&self) -> Span {
        Span {
            from: Some(self.lowest),
            below: self.above,
        }
    }

    fn and_above(&self) -> Span {
        Span {
            from: Some(self.lowest),
            below: None,
        }
    }

    fn and_below(&self) -> Span {
        Span {
            from: None,
            below: self.above,
        }
    }

    /// The lowest version that is greater: 4.0.1 than 4.0.
    fn after(&self) -> Numbers {
        let [major, minor, patch] = self.lowest;
        [major, minor, patch.saturating_add(1)]
    }
}

/// Reads `v5.1.x`: up to three numbers, of which the last ones may be left open.
fn number(text: &str) -> Option<Named> {
    let text: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let text = text.strip_prefix('v').unwrap_or(&text);
    let mut numbers: Vec<u64> = Vec::new();
    let mut open = false;
    for part in text.split('.') {
        match part {
            "x" | "y" | "z" | "*" | "" | "xx" if !numbers.is_empty() => open = true,
            digits if !open && numbers.len() < 3 => numbers.push(digits.parse().ok()?),
            _ => return None,
        }
    }
    let last = numbers.len().checked_sub(1)?;
    let filled = |numbers: &[u64]| -> Numbers {
        let at = |index: usize| numbers.get(index).copied().unwrap_or(0);
        [at(0), at(1), at(2)]
    };
    let lowest = filled(&numbers);
    if let Some(number) = numbers.get_mut(last) {
        *number = number.saturating_add(1);
    }
    Some(Named {
        lowest,
        above: Some(filled(&numbers)),
    })
}
