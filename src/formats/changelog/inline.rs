//! Inline markup: what is left of a heading when its links, emphasis and roles are taken off.

/// The text without Markdown and reStructuredText inline markup, its white space made single.
/// A link leaves its text, an escaped character itself, an HTML tag nothing.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\\' => keep_next(after, &mut out),
            ']' => after_link_target(after),
            '[' | '*' | '`' => after,
            '<' => after_angle_bracket(after, &mut out),
            ':' if out.is_empty() || out.ends_with(' ') => after_role(after).unwrap_or_else(|| {
                out.push(c);
                after
            }),
            '_' if !joins_words(&out, after) => after,
            _ => {
                out.push(c);
                after
            }
        };
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The furthest that the end of a link, tag or role is looked for, so that many openings without
/// an end cannot take quadratic time.
const MAX_TARGET: usize = 2048;

fn keep_next<'t>(after: &'t str, out: &mut String) -> &'t str {
    let mut chars = after.chars();
    match chars.next() {
        Some(next) if next.is_ascii_punctuation() => {
            out.push(next);
            chars.as_str()
        }
        _ => after,
    }
}

/// The position of `end` among the first [`MAX_TARGET`] bytes.
fn find_near(text: &str, end: u8) -> Option<usize> {
    text.bytes().take(MAX_TARGET).position(|byte| byte == end)
}

/// Skips `(https://…)` or `[reference]` after the `]` of a Markdown link.
fn after_link_target(after: &str) -> &str {
    let close = match after.bytes().next() {
        Some(b'(') => b')',
        Some(b'[') => b']',
        _ => return after,
    };
    find_near(after, close)
        .and_then(|end| after.get(end + 1..))
        .unwrap_or(after)
}

/// Drops `<b>` and the target in `` `text <target>`_ ``; a lone `<` is kept.
fn after_angle_bracket<'t>(after: &'t str, out: &mut String) -> &'t str {
    let tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    let end = find_near(after, b'>').filter(|_| tag);
    end.and_then(|end| after.get(end + 1..)).unwrap_or_else(|| {
        out.push('<');
        after
    })
}

/// Skips `role:` where a back-quote follows, as in `` :ref:`text` ``.
fn after_role(after: &str) -> Option<&str> {
    let end = find_near(after, b':')?;
    let role = after.get(..end)?;
    let named = !role.is_empty()
        && role
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'));
    let rest = after.get(end + 1..)?;
    (named && rest.starts_with('`')).then_some(rest)
}

fn joins_words(before: &str, after: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric())
        && after.starts_with(|c: char| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain;

    #[test]
    fn markup_is_taken_off() {
        for (marked, bare) in [
            (
                "[1.2.3](https://x.org/compare/a...b) (2024-01-31)",
                "1.2.3 (2024-01-31)",
            ),
            ("[1.2.3][1.2.3] - _today_", "1.2.3 - today"),
            ("[Unreleased]", "Unreleased"),
            ("**1.2.3** `rc` ~ snake_case", "1.2.3 rc ~ snake_case"),
            (r"\[YANKED\] 1\.2", "[YANKED] 1.2"),
            ("`1.2.3 <https://x.org>`_ (x)", "1.2.3 (x)"),
            (":release:`1.2.3 <2024-01-31>`", "1.2.3 <2024-01-31>"),
            ("<a name=\"x\"></a>1.2 <3 a:b", "1.2 <3 a:b"),
        ] {
            assert_eq!(plain(marked), bare);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[\\PC\\[\\](){}<>:`*_\\\\]{0,200}") {
            let _ = plain(&text);
        }
    }
}
