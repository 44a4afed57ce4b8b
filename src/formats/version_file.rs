//! A plain file that holds a version and nothing else: `VERSION`.

/// The line and the text of the version that is all that a file holds, leaving out blank lines and
/// comments (`#`); `None` if there is anything else in it.
#[must_use]
pub fn read(text: &str) -> Option<(u64, &str)> {
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index as u64 + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let (number, line) = lines.next()?;
    let bare = line.strip_prefix(['v', 'V']).unwrap_or(line);
    let version_like = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.contains('.')
        && !bare.contains(char::is_whitespace);
    (version_like && lines.next().is_none()).then_some((number, line))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;

    #[test]
    fn only_a_lone_version_counts() {
        assert_eq!(read("1.2.3\r\n"), Some((1, "1.2.3")));
        assert_eq!(read("# the version\n\nv1.2.3.4"), Some((3, "v1.2.3.4")));
        for text in [
            "",
            "MAJOR=1\nMINOR=2\n",
            "1.2.3\n4.5.6",
            "Version 1.2.3",
            "12",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_version_reads_back_from_its_line(version in "[0-9]{1,4}(\\.[0-9]{1,4}){1,3}", blank in 0_u64..9) {
            let text = format!("{}{version}\n", "\n".repeat(usize::try_from(blank).unwrap()));
            prop_assert_eq!(read(&text), Some((blank + 1, version.as_str())));
        }
    }
}
