//! The words of a command that asks a forge: its options with their values, and what is none.

/// The options that a command knows, each by its long and its short name; the short one may be empty.
pub(super) struct Options {
    /// Those that take a value.
    pub valued: &'static [(&'static str, &'static str)],
    /// Those that take none.
    pub flags: &'static [(&'static str, &'static str)],
}

/// `gh issue list`, and what `gh issue view` has of it.
pub(super) const GH_ISSUE_LIST: Options = Options {
    valued: &[
        ("app", ""),
        ("assignee", "a"),
        ("author", "A"),
        ("jq", "q"),
        ("json", ""),
        ("label", "l"),
        ("limit", "L"),
        ("mention", ""),
        ("milestone", "m"),
        ("repo", "R"),
        ("search", "S"),
        ("state", "s"),
        ("template", "t"),
    ],
    flags: &[("comments", "c"), ("web", "w")],
};

/// `gh api`.
pub(super) const GH_API: Options = Options {
    valued: &[
        ("cache", ""),
        ("field", "F"),
        ("header", "H"),
        ("hostname", ""),
        ("input", ""),
        ("jq", "q"),
        ("method", "X"),
        ("preview", "p"),
        ("raw-field", "f"),
        ("template", "t"),
    ],
    flags: &[
        ("include", "i"),
        ("paginate", ""),
        ("silent", ""),
        ("slurp", ""),
        ("verbose", ""),
    ],
};

/// `glab api`.
pub(super) const GLAB_API: Options = Options {
    valued: &[
        ("field", "F"),
        ("header", "H"),
        ("hostname", ""),
        ("input", ""),
        ("method", "X"),
        ("output", ""),
        ("raw-field", "f"),
    ],
    flags: &[("include", "i"), ("paginate", ""), ("silent", "")],
};

/// `glab ci list`.
pub(super) const GLAB_CI_LIST: Options = Options {
    valued: &[
        ("name", "n"),
        ("order", "o"),
        ("output", "F"),
        ("page", "p"),
        ("per-page", "P"),
        ("ref", "r"),
        ("repo", "R"),
        ("scope", ""),
        ("sha", ""),
        ("sort", ""),
        ("source", ""),
        ("status", "s"),
        ("updated-after", "a"),
        ("updated-before", "b"),
        ("username", "u"),
    ],
    flags: &[("yaml-errors", "y")],
};

/// What a command line holds.
pub(super) struct Words<'a> {
    /// The options by their long names, each with its value; that of a flag is empty.
    pub options: Vec<(&'static str, &'a str)>,
    /// What is no option, in its order.
    pub plain: Vec<&'a str>,
    /// The first option that the command does not know.
    pub unknown: Option<&'a str>,
}

/// Reads the words behind the program.
pub(super) fn read<'a>(words: &'a [String], known: &Options) -> Words<'a> {
    let mut read = Words {
        options: Vec::new(),
        plain: Vec::new(),
        unknown: None,
    };
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if !word.starts_with('-') || word == "-" {
            read.plain.push(word);
            continue;
        }
        let Some((name, inline, is_flag)) = option(word, known) else {
            read.unknown.get_or_insert(word);
            continue;
        };
        let value = match (is_flag, inline) {
            (true, None) => Some(""),
            // `--paginate=false` is one that is not set.
            (true, Some(_)) => None,
            (false, Some(value)) => Some(value),
            (false, None) => words.next(),
        };
        match value {
            Some(value) => read.options.push((name, value)),
            None => {
                read.unknown.get_or_insert(word);
            }
        }
    }
    read
}

/// The option that a word is: its long name, the value that it carries itself, and whether it takes none.
fn option<'a>(word: &'a str, known: &Options) -> Option<(&'static str, Option<&'a str>, bool)> {
    let all = known.valued.iter().map(|names| (names, false));
    let mut all = all.chain(known.flags.iter().map(|names| (names, true)));
    if let Some(long) = word.strip_prefix("--") {
        let (name, value) = match long.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (long, None),
        };
        let ((name, _), is_flag) = all.find(|((long, _), _)| *long == name)?;
        return Some((name, value, is_flag));
    }
    let short = word.strip_prefix('-')?;
    let ((name, letter), is_flag) =
        all.find(|((_, letter), _)| !letter.is_empty() && short.starts_with(letter))?;
    let value = short.strip_prefix(letter).filter(|rest| !rest.is_empty());
    let value = value.map(|rest| rest.strip_prefix('=').unwrap_or(rest));
    Some((name, value, is_flag))
}

/// The words that are no options, before the first that is one: a command and its sub-command.
pub(super) fn plain(words: &[String]) -> Vec<&str> {
    let words = words.iter().map(String::as_str);
    words.take_while(|word| !word.starts_with('-')).collect()
}

/// A part of an address without its percent signs and pluses.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, value) {
            (_, Some(value)) => {
                plain.push(value);
                at += 2;
            }
            (b'+', None) => plain.push(b' '),
            (byte, None) => plain.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&plain).into_owned()
}
