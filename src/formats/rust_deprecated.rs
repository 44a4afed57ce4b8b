//! What Rust sources mark as deprecated:
//! <https://doc.rust-lang.org/reference/attributes/diagnostics.html#the-deprecated-attribute>.
//!
//! Only attributes that begin a line are seen, as `rustfmt` writes them. What a macro makes is not.

/// One item that is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecated {
    /// Its name, without its path.
    pub name: String,
    /// Whether it is `pub`; not known of the methods of traits and of variants, which are as public as
    /// what they are of.
    pub public: bool,
    /// The line of the attribute, starting at 1.
    pub line: u64,
}

/// Words before the name of an item.
const BEFORE: &[&str] = &[
    "async", "auto", "const", "default", "enum", "extern", "fn", "mod", "mut", "static", "struct",
    "trait", "type", "union", "unsafe", "use",
];

/// All that is marked, in the order of the lines.
#[must_use]
pub fn read(text: &str) -> Vec<Deprecated> {
    let mut found = Vec::new();
    let mut lines = (1..).zip(text.lines()).peekable();
    while let Some((line, text)) = lines.next() {
        if !is_mark(text.trim_start()) {
            continue;
        }
        let mut text = text;
        // The rest of the attribute, others, and comments stand before the item.
        loop {
            let rest = behind_attribute(text);
            if let Some(rest) = rest
                && !is_before_item(rest)
            {
                found.extend(item(rest).map(|(name, public)| Deprecated { name, public, line }));
                break;
            }
            let Some((_, next)) = lines.next() else {
                return found;
            };
            text = next;
        }
    }
    found
}

/// `#[deprecated]`, `#[deprecated = "…"]`, `#[deprecated(…)]`, and the same under a condition.
fn is_mark(line: &str) -> bool {
    let Some(inner) = line.strip_prefix("#[") else {
        return false;
    };
    let ends = |rest: &str| !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_');
    let plain = inner.trim_start().strip_prefix("deprecated");
    let conditional = inner.trim_start().strip_prefix("cfg_attr(");
    plain.is_some_and(ends)
        || conditional.is_some_and(|it| {
            let marks = it.match_indices("deprecated");
            { marks }.any(|(at, word)| ends(it.get(at + word.len()..).unwrap_or_default()))
        })
}

/// What a line has behind the attributes on it; `None` where it is all within one.
fn behind_attribute(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if line.starts_with("#[") {
        return match line.find(")]").map(|at| at + 2).or_else(|| {
            let quoted = line.contains('(');
            line.find(']').filter(|_| !quoted).map(|at| at + 1)
        }) {
            Some(end) => line.get(end..).and_then(behind_attribute),
            None => None,
        };
    }
    if let Some(rest) = line.strip_prefix(")]") {
        return behind_attribute(rest);
    }
    Some(line)
}

fn is_before_item(line: &str) -> bool {
    let argument = ["since", "note", "suggestion", "\""];
    line.is_empty() || line.starts_with("//") || argument.iter().any(|it| line.starts_with(it))
}

/// The name of the item that a line begins, and whether it is public; `None` for one that only a part of
/// the crate sees, or that has no name.
fn item(line: &str) -> Option<(String, bool)> {
    if line.starts_with("pub(") {
        return None;
    }
    if let Some(rest) = line.strip_prefix("macro_rules!") {
        return Some((word(rest)?, false));
    }
    let behind = line.strip_prefix("pub ");
    let mut rest = behind.unwrap_or(line).trim_start();
    loop {
        let name = word(rest)?;
        let after = rest.get(name.len()..)?.trim_start();
        if name == "impl" {
            return None;
        }
        if !BEFORE.contains(&name.as_str()) {
            return Some((name, behind.is_some()));
        }
        // `extern "C" fn`.
        rest = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?.1.trim_start(),
            None => after,
        };
    }
}

fn word(text: &str) -> Option<String> {
    let text = text.trim_start();
    let end = text.find(|it: char| !it.is_alphanumeric() && it != '_');
    let word = text.get(..end.unwrap_or(text.len()))?;
    (!word.is_empty()).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(text: &str) -> Vec<(String, bool, u64)> {
        let found = read(text).into_iter();
        found.map(|it| (it.name, it.public, it.line)).collect()
    }

    #[test]
    fn marked_items_are_named() {
        for (text, name, public) in [
            ("#[deprecated]\npub fn one() {}", "one", true),
            (
                "    #[deprecated(since = \"1.3.0\", note = \"use `b`\")]\n    pub unsafe extern \"C\" fn two()",
                "two",
                true,
            ),
            (
                "#[deprecated(\n    since = \"1\",\n    note = \"x (y)\"\n)]\n/// Docs.\n#[inline]\npub const fn three()",
                "three",
                true,
            ),
            ("#[deprecated = \"no\"] pub struct Four;", "Four", true),
            (
                "#[cfg_attr(feature = \"x\", deprecated(note = \"y\"))]\npub enum Five {}",
                "Five",
                true,
            ),
            ("#[deprecated]\nfn of_a_trait(&self);", "of_a_trait", false),
            ("#[deprecated]\nVariant,", "Variant", false),
            ("#[deprecated]\npub field: u32,", "field", true),
            ("#[deprecated]\nmacro_rules! six { () => {} }", "six", false),
            (
                "#[deprecated]\npub static mut SEVEN: u32 = 7;",
                "SEVEN",
                true,
            ),
        ] {
            assert_eq!(names(text), [(name.to_owned(), public, 1)], "{text}");
        }
    }

    #[test]
    fn what_only_speaks_of_it_marks_nothing() {
        for text in [
            "/// #[deprecated]\npub fn one() {}",
            "#[allow(deprecated)]\npub fn two() {}",
            "#[cfg_attr(test, allow(deprecated_in_future))]\npub fn three() {}",
            "#[deprecated]\npub(crate) fn four() {}",
            "#[deprecated]\nimpl Five {}",
            "let six = \"#[deprecated]\";",
            "#[deprecated]",
        ] {
            assert_eq!(names(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(\\PC|\n|#\\[deprecated|\\(|\\)\\]|\\]|pub fn |macro_rules!|\"){0,60}") {
            let _ = read(&text);
        }
    }
}
