//! A Dockerfile as instructions: continued lines joined, comments and here-documents left out.

use std::collections::HashMap;

/// One instruction.
pub(super) struct Instruction {
    /// The keyword in upper case.
    pub keyword: String,
    /// Its lines without the keyword, each with its number.
    lines: Vec<(u64, String)>,
    escape: char,
}

/// The instructions of a Dockerfile.
pub(super) fn instructions(text: &str) -> Vec<Instruction> {
    let escape = escape_directive(text);
    let mut found: Vec<Instruction> = Vec::new();
    let mut continued = false;
    let mut heredoc: Option<String> = None;
    let ends = last_lines(text);
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if let Some(end) = &heredoc {
            if trimmed == end {
                heredoc = None;
            }
            continue;
        }
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let (content, more) = match trimmed.strip_suffix(escape) {
            Some(content) => (content, true),
            None => (trimmed, false),
        };
        let number = index as u64 + 1;
        match found.last_mut().filter(|_| continued) {
            Some(last) => last.lines.push((number, content.to_owned())),
            None => found.push(instruction(number, content, escape)),
        }
        continued = more;
        let keyword = found.last().map(|last| last.keyword.as_str());
        if matches!(keyword, Some("RUN" | "COPY" | "ADD")) {
            heredoc = heredoc_end(content)
                .filter(|end| ends.get(end.as_str()).is_some_and(|last| *last > index));
        }
    }
    found
}

fn instruction(number: u64, content: &str, escape: char) -> Instruction {
    let (keyword, rest) = content
        .split_once(char::is_whitespace)
        .unwrap_or((content, ""));
    Instruction {
        keyword: keyword.to_ascii_uppercase(),
        lines: vec![(number, rest.to_owned())],
        escape,
    }
}

/// `# escape=…` among the comments at the top: the character that continues lines.
fn escape_directive(text: &str) -> char {
    let comments = text.lines().map_while(|line| line.trim().strip_prefix('#'));
    comments
        .filter_map(|comment| comment.trim().split_once('='))
        .find(|(key, _)| key.trim().eq_ignore_ascii_case("escape"))
        .and_then(|(_, value)| value.trim().chars().next())
        .unwrap_or('\\')
}

/// The word that ends the here-document which the line opens: `<<EOF`, `<<-"EOF"`.
fn heredoc_end(content: &str) -> Option<String> {
    let (_, after) = content.split_once("<<")?;
    let after = after
        .strip_prefix('-')
        .unwrap_or(after)
        .trim_start_matches(['"', '\'']);
    let end = after
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(after.len());
    after
        .get(..end)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
}

/// The last line on which each word stands alone: a `<<` that no such line ends is a shift, and
/// must not hide the rest of the file.
fn last_lines(text: &str) -> HashMap<&str, usize> {
    let lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (line.trim(), index));
    lines
        .filter(|(line, _)| !line.contains(char::is_whitespace))
        .collect()
}

/// The words of an instruction with their lines, quotes taken off.
pub(super) fn words(instruction: &Instruction) -> Vec<(u64, String)> {
    let mut words = Vec::new();
    let mut word: Option<(u64, String)> = None;
    let mut quote: Option<char> = None;
    for (number, line) in &instruction.lines {
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            if quote.is_none() && c.is_whitespace() {
                words.extend(word.take());
                continue;
            }
            let (_, text) = word.get_or_insert_with(|| (*number, String::new()));
            match (quote, c) {
                (Some(open), _) if c == open => quote = None,
                (None, '"' | '\'') => quote = Some(c),
                (None | Some('"'), _) if c == instruction.escape => text.extend(chars.next()),
                _ => text.push(c),
            }
        }
        if quote.is_none() {
            words.extend(word.take());
        }
    }
    words.extend(word);
    words
}
