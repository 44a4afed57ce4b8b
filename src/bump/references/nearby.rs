//! What stands beside a reference and goes with it.

use std::ops::Range;

/// How many lines on either side may hold the checksum of what a reference names.
const NEAR: usize = 2;

/// The shortest checksum, in hexadecimal digits: that of SHA-1.
const MIN_DIGEST: usize = 40;

/// Longer lines hold no checksum that anybody has put beside a version.
const MAX_LINE: usize = 20_000;

/// How far the text of a link may be from its address, in bytes.
const MAX_LINK: usize = 500;

/// How much of a checksum is shown.
const SHOWN: usize = 12;

/// Whether a place is in the address that a text is a link to: `[v1.2.3](…)`, `[v1.2.3]: …`. A badge
/// is such a text: `[![](…1.2.3…)](…)`.
pub(super) fn is_linked(text: &str, label: &Range<usize>, address: &Range<usize>) -> bool {
    let between = text.get(label.end..address.start);
    let Some(between) = between.filter(|between| between.len() <= MAX_LINK) else {
        return false;
    };
    let Some((inner, before)) = ["](", "]: "]
        .iter()
        .find_map(|sign| between.split_once(sign))
    else {
        return false;
    };
    let leaves = |part: &str, signs: &[char]| part.contains(signs) || part.contains('\n');
    !leaves(inner, &['[', ' ']) && !leaves(before, &[')', ' '])
}

/// The start of a checksum in the line of a place, or within two lines of it that no blank line
/// parts from it: `sha256:…`, `integrity="sha384-…"`, 40 hexadecimal digits or more.
pub(super) fn digest(text: &str, place: &Range<usize>) -> Option<String> {
    let (before, after) = (text.get(..place.start)?, text.get(place.end..)?);
    let above = before.rsplit('\n').enumerate();
    let below = after.split('\n').enumerate();
    let near =
        |(index, line): &(usize, &str)| *index <= NEAR && (*index == 0 || !line.trim().is_empty());
    let lines = above.take_while(near).chain(below.take_while(near));
    // The digest of an image is tied to that one, so in another line it is another's.
    let counts = |(index, line): &(usize, &str)| {
        line.len() <= MAX_LINE && (*index == 0 || !line.contains("@sha256:"))
    };
    lines.filter(counts).find_map(|(_, line)| digest_in(line))
}

fn digest_in(line: &str) -> Option<String> {
    let words = || line.split(|c: char| !c.is_ascii_alphanumeric() && !"-+/=_".contains(c));
    let integrity = words().find(|word| {
        ["sha256-", "sha384-", "sha512-"].iter().any(|sign| {
            word.strip_prefix(sign)
                .is_some_and(|rest| rest.len() >= MIN_DIGEST)
        })
    });
    let hexadecimal = || {
        line.split(|c: char| !c.is_ascii_alphanumeric())
            .find(|word| word.len() >= MIN_DIGEST && word.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let found = integrity.or_else(hexadecimal)?;
    Some(found.chars().take(SHOWN).chain(['…']).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> (Range<usize>, Range<usize>) {
        let mut found = text.match_indices("1.2.3").map(|(at, _)| at..at + 5);
        (found.next().unwrap(), found.next().unwrap())
    }

    #[test]
    fn a_link_takes_its_address_along() {
        for text in [
            "[v1.2.3](https://x/releases/tag/v1.2.3)",
            "[`v1.2.3`](https://x/1.2.3/a)",
            "[![v](https://b/version-1.2.3-blue)](https://x/v1.2.3)",
            "[1.2.3]: https://x/v1.2.3",
        ] {
            let (label, address) = places(text);
            assert!(is_linked(text, &label, &address), "{text}");
        }
        for text in [
            "[1.2.3](https://x) and https://x/1.2.3",
            "1.2.3 and [x](https://x/1.2.3)",
            "1.2.3\n](https://x/1.2.3)",
            "[1.2.3](https://x) [y](https://x/1.2.3)",
        ] {
            let (label, address) = places(text);
            assert!(!is_linked(text, &label, &address), "{text}");
        }
    }

    #[test]
    fn a_checksum_is_seen_in_the_lines_around() {
        let digest_of = |text: &str| {
            let at = text.find("1.2.3").unwrap();
            digest(text, &(at..at + 5))
        };
        let sum = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(
            digest_of(&format!("a 1.2.3 {sum}")).as_deref(),
            Some("0123456789ab…")
        );
        assert!(digest_of(&format!("sha256: {sum}{sum}\nurl: x-1.2.3")).is_some());
        assert!(digest_of(&format!("1.2.3\na\n{sum}")).is_some());
        assert!(digest_of(&format!("1.2.3\n\n{sum}")).is_none());
        assert!(digest_of(&format!("1.2.3\na\nb\n{sum}")).is_none());
        assert!(digest_of("1.2.3 integrity=\"sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC\"").is_some());
        assert!(digest_of("1.2.3 sha256-of-it deadbeef").is_none());
        assert!(digest_of(&format!("demo:1.2.3@sha256:{sum}")).is_some());
        assert!(digest_of(&format!("demo:1.2.3, or\ndemo:1.0.0@sha256:{sum}")).is_none());
    }
}
