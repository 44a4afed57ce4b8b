//! How long comments and texts are, quotes and marks included.

/// `//go:build`, `//nolint`, `//export`: no comment for readers has a word directly after the
/// slashes and a colon in it.
pub(super) fn is_go_directive(comment: &str) -> bool {
    let text = comment.trim_start_matches('/');
    let word = text.split_whitespace().next().unwrap_or_default();
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && (word.contains(':') || matches!(word, "nolint" | "export" | "line" | "extern"))
}

/// The length of a block comment, its marks included.
pub(super) fn comment_length(rest: &str, nests: bool) -> usize {
    let bytes = rest.as_bytes();
    let mut depth = 1_usize;
    let mut at = 2;
    while let Some(&byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (b'*', Some(b'/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            (b'/', Some(b'*')) if nests => {
                depth += 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a text with its quotes; `None` if it is not closed, or not on its line.
pub(super) fn closing(rest: &str, quote: &str, escapes: bool, lines: bool) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(quote.len()) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if escapes => escaped = true,
            b'\n' if !lines => return None,
            _ if rest.as_bytes().get(at..)?.starts_with(quote.as_bytes()) => {
                return Some(at + quote.len());
            }
            _ => {}
        }
    }
    None
}

/// `"a""b"`: two quotes stand for one.
pub(super) fn verbatim(rest: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        at += rest.get(at..)?.find('"')?;
        if rest.as_bytes().get(at + 1) != Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// What follows the `r` of `r"…"` and `r#"…"#`.
pub(super) fn raw_rust(after: &str) -> Option<usize> {
    let hashes = after.bytes().take_while(|&byte| byte == b'#').count();
    let content = after.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes.min(255)));
    let length = content.find(&end)?;
    Some(hashes + 1 + length + end.len())
}

/// What follows the `R` of `R"delimiter(…)delimiter"`.
pub(super) fn raw_c(after: &str) -> Option<usize> {
    let (delimiter, content) = after.strip_prefix('"')?.split_once('(')?;
    if delimiter.len() > 16 {
        return None;
    }
    let end = format!("){delimiter}\"");
    let length = content.find(&end)?;
    Some(1 + delimiter.len() + 1 + length + end.len())
}
