//! How deep JSON is nested, before it is parsed.
//!
//! The parser refuses what is too deep in what is asked for, and passes over the rest, however deep it is. So
//! the whole text is looked through: eight bytes at a time, since all but few of them mean nothing here.

/// Eight times a byte.
const fn eight(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Marks the bytes of a word that are zero, by their highest bit. Above the first of them others may be
/// marked, too.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(eight(1)) & !word & eight(0x80)
}

/// Where the first byte from `at` on is that `marks` marks in a word, or `is_one` tells by itself.
fn first(
    text: &[u8],
    mut at: usize,
    marks: impl Fn(u64) -> u64,
    is_one: impl Fn(u8) -> bool,
) -> Option<usize> {
    while let Some(word) = text.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let marked = marks(u64::from_le_bytes(*word));
        if marked != 0 {
            return Some(at + marked.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let rest = text.get(at..)?;
    Some(at + rest.iter().position(|byte| is_one(*byte))?)
}

/// Where a text is nested deeper than that; `None` where it is not.
pub fn deeper_than(text: &[u8], most: usize) -> Option<usize> {
    // A bracket and a brace differ in one bit.
    let brackets = |word: u64| {
        let folded = word | eight(0x20);
        zeros(folded ^ eight(b'{')) | zeros(folded ^ eight(b'}')) | zeros(word ^ eight(b'"'))
    };
    let is_bracket = |byte: u8| matches!(byte, b'"' | b'[' | b'{' | b']' | b'}');
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = first(text, at, brackets, is_bracket) {
        at = found;
        match text.get(at) {
            Some(b'"') => at = end_of_string(text, at + 1),
            Some(b'[' | b'{') => {
                depth += 1;
                if depth > most {
                    return Some(at);
                }
            }
            _ => depth = depth.saturating_sub(1),
        }
        at += 1;
    }
    None
}

/// Where the quote is that ends a string.
fn end_of_string(text: &[u8], mut at: usize) -> usize {
    let ends = |word: u64| zeros(word ^ eight(b'"')) | zeros(word ^ eight(b'\\'));
    let is_end = |byte: u8| matches!(byte, b'"' | b'\\');
    while let Some(found) = first(text, at, ends, is_end) {
        if text.get(found) == Some(&b'"') {
            return found;
        }
        at = found + 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, byte by byte.
    fn slowly(text: &[u8], most: usize) -> Option<usize> {
        let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
        for (at, byte) in text.iter().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if in_string => is_escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'[' | b'{' => {
                    depth += 1;
                    if depth > most {
                        return Some(at);
                    }
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }

    #[test]
    fn each_byte_means_what_it_means_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                let mut text = [b' '; 20];
                text[place] = byte;
                let text = [b"[".as_slice(), &text, b"[[\"[\\\"[\"["].concat();
                assert_eq!(deeper_than(&text, 3), slowly(&text, 3), "{byte} at {place}");
            }
        }
    }

    proptest! {
        #[test]
        fn it_is_what_is_found_byte_by_byte(text in "[\\[\\]{}\"\\\\a ,é]{0,80}", most in 0_usize..6) {
            prop_assert_eq!(deeper_than(text.as_bytes(), most), slowly(text.as_bytes(), most));
        }
    }
}
