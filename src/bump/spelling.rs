//! A version in the spelling of another one: `1.3.0rc1` where PEP 440 rules, `1.3.0-rc.1` where
//! SemVer does, `v1.3` where two numbers with a `v` stood.

use crate::release::Version;

/// Whose spelling of pre-releases a place follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// SemVer 2.0.0 and nothing else: three numbers, `-rc.1`.
    Strict,
    /// SemVer's pre-releases, where the text that stood there shows no others.
    SemVer,
    /// PEP 440's pre-releases, where the text that stood there shows no others.
    Pep440,
}

/// The version in the spelling of `old`: its `v`, how many numbers it has and how they are padded,
/// and the form of its pre-release. `None` if the scheme has no word for the version.
#[must_use]
pub fn like(old: &str, new: &Version, scheme: Scheme) -> Option<String> {
    let old = old.trim();
    let bare = old.strip_prefix(['v', 'V']).unwrap_or(old);
    let mark = old.get(..old.len() - bare.len()).unwrap_or_default();
    let bare = bare.split_once('!').map_or(bare, |(_, numbers)| numbers);
    let end = bare
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(bare.len());
    let (numbers, pre) = bare.split_at_checked(end)?;
    let scheme = settled(scheme, numbers, pre);
    let release = release(numbers.trim_end_matches('.'), new, scheme);
    let epoch = match (new.epoch(), scheme) {
        (0, _) => String::new(),
        (epoch, Scheme::Pep440) => format!("{epoch}!"),
        // Only PEP 440 has them.
        (_, Scheme::Strict | Scheme::SemVer) => return None,
    };
    let suffix = match scheme {
        Scheme::Pep440 => pep440_suffix(new)?,
        Scheme::Strict | Scheme::SemVer => semver_suffix(new, pre)?,
    };
    let text = format!("{mark}{epoch}{release}{suffix}");
    let read: Version = text.parse().ok()?;
    (read == *new).then_some(text)
}

/// The series of releases that the version belongs to, by its first `parts` numbers, in the spelling
/// of `old`. `None` if the old text is more than that many numbers, with or without a `v`.
#[must_use]
pub fn series(old: &str, new: &Version, parts: usize) -> Option<String> {
    let bare = old.strip_prefix(['v', 'V']).unwrap_or(old);
    let mark = old.get(..old.len() - bare.len())?;
    let numbers: Vec<&str> = bare.split('.').collect();
    let plain = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if numbers.len() != parts || !numbers.iter().all(plain) {
        return None;
    }
    let release = padded(new.core().into_iter().take(parts), &numbers, new);
    Some(format!("{mark}{release}"))
}

/// The scheme that the old text's own pre-release shows, unless there is no choice.
fn settled(scheme: Scheme, numbers: &str, pre: &str) -> Scheme {
    let pre = pre.split('+').next().unwrap_or_default();
    match scheme {
        Scheme::Strict => Scheme::Strict,
        _ if pre.starts_with('-') => Scheme::SemVer,
        _ if !pre.is_empty() || numbers.ends_with('.') => Scheme::Pep440,
        other => other,
    }
}

fn release(old: &str, new: &Version, scheme: Scheme) -> String {
    let old: Vec<&str> = old.split('.').collect();
    if scheme == Scheme::Strict {
        let [major, minor, patch] = new.core();
        return format!("{major}.{minor}.{patch}");
    }
    let short = old.len() == 2 && new.patch() == 0;
    padded(
        new.core().into_iter().take(if short { 2 } else { 3 }),
        &old,
        new,
    )
}

/// Numbers with the zeros before them that the old ones, or those that were asked for, have.
fn padded(numbers: impl Iterator<Item = u64>, old: &[&str], new: &Version) -> String {
    let given = new.text().trim_start_matches(['v', 'V']);
    let given = given.split_once('!').map_or(given, |(_, numbers)| numbers);
    let given: Vec<&str> = given.split(|c: char| !c.is_ascii_digit()).take(3).collect();
    let parts = numbers.enumerate().map(|(index, number)| {
        let padded = [old.get(index), given.get(index)].into_iter().flatten();
        let width = padded.filter(|part| part.len() > 1 && part.starts_with('0'));
        let width = width.map(|part| part.len()).max().unwrap_or(1);
        format!("{number:0width$}")
    });
    parts.collect::<Vec<_>>().join(".")
}

/// `-rc.1`; as it was given, or without the dot, where the old text has none.
fn semver_suffix(new: &Version, old: &str) -> Option<String> {
    if new.post().is_some() {
        return None;
    }
    let Some(pre) = new.pre() else {
        return Some(String::new());
    };
    let given = new.text().split('+').next().unwrap_or_default();
    if let Some((_, given)) = given.split_once('-') {
        return Some(format!("-{given}"));
    }
    let old = old.split('+').next().unwrap_or_default();
    let glued = !old.contains('.') && old.ends_with(|c: char| c.is_ascii_digit());
    Some(match pre.split_once('.') {
        Some((word, number)) if glued => format!("-{word}{number}"),
        _ => format!("-{pre}"),
    })
}

/// `a1`, `b1`, `rc1`, `.dev1`, `.post1`.
fn pep440_suffix(new: &Version) -> Option<String> {
    let mut text = String::new();
    let mut identifiers = new
        .pre()
        .unwrap_or_default()
        .split('.')
        .filter(|word| !word.is_empty());
    while let Some(word) = identifiers.next() {
        let word = match word.to_ascii_lowercase().as_str() {
            "alpha" | "a" => "a",
            "beta" | "b" => "b",
            "rc" | "c" | "pre" | "preview" => "rc",
            "dev" => ".dev",
            _ => return None,
        };
        let number: u64 = identifiers.next().map_or(Ok(0), str::parse).ok()?;
        text.push_str(&format!("{word}{number}"));
    }
    if let Some(post) = new.post() {
        text.push_str(&format!(".post{post}"));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Scheme::{Pep440, SemVer, Strict};
    use super::*;

    fn spelled(old: &str, new: &str, scheme: Scheme) -> Option<String> {
        like(old, &new.parse().unwrap(), scheme)
    }

    #[test]
    fn each_place_keeps_its_spelling() {
        for (old, new, scheme, expected) in [
            ("1.2.3", "1.3.0", Pep440, "1.3.0"),
            ("1.2.3", "1.3.0-rc.1", Pep440, "1.3.0rc1"),
            ("1.2.3", "1.3.0rc1", Strict, "1.3.0-rc.1"),
            ("1.2.3", "1.3.0-rc1", Strict, "1.3.0-rc1"),
            ("1.2.0-beta1", "1.2.0rc2", SemVer, "1.2.0-rc2"),
            ("1.2.0-rc.1", "1.2.0", Strict, "1.2.0"),
            ("1.2.0-rc.1", "1.2.0rc2", Pep440, "1.2.0-rc.2"),
            ("1.2.0rc1", "1.2.0-rc.2", SemVer, "1.2.0rc2"),
            ("1.4.0.dev0", "1.4.0", SemVer, "1.4.0"),
            ("1.4.0.dev0", "1.4.0-rc.1", SemVer, "1.4.0rc1"),
            ("1.4.0", "1.5.0.dev0", Pep440, "1.5.0.dev0"),
            ("v1.2.3", "1.2.4", SemVer, "v1.2.4"),
            ("1.2", "1.3.0", Pep440, "1.3"),
            ("1.2", "1.2.1", Pep440, "1.2.1"),
            ("1.2", "1.3.0", Strict, "1.3.0"),
            ("2026.01.0", "2026.2.0", Pep440, "2026.02.0"),
            ("2026.12.0", "2027.01.0", SemVer, "2027.01.0"),
            ("1.2.3+build.5", "1.2.4", Strict, "1.2.4"),
            ("1.2.3", "1.2.3.post1", Pep440, "1.2.3.post1"),
        ] {
            let found = spelled(old, new, scheme);
            assert_eq!(found.as_deref(), Some(expected), "{old} {new} {scheme:?}");
        }
    }

    #[test]
    fn what_a_scheme_has_no_word_for_is_refused() {
        assert_eq!(spelled("1.2.3", "1.2.3.post1", Strict), None);
        assert_eq!(spelled("1.2.3", "1.3.0-nightly.5", Pep440), None);
    }

    proptest! {
        #[test]
        fn what_is_spelled_is_the_version(
            old in "[vV]?[0-9]{1,3}(\\.[0-9]{1,3}){1,2}(rc[0-9]|-rc\\.?[0-9]|\\.dev[0-9])?",
            new in "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}(rc[0-9]|-beta\\.[0-9])?",
            strict in any::<bool>(),
        ) {
            let scheme = if strict { Strict } else { Pep440 };
            let new: Version = match new.parse() { Ok(new) => new, Err(_) => return Ok(()) };
            let text = like(&old, &new, scheme);
            prop_assert!(text.is_some(), "{} {}", old, new);
            prop_assert_eq!(text.unwrap().parse::<Version>().unwrap(), new);
        }
        #[test]
        fn any_text_is_spelled_like_or_refused(old in "\\PC{0,20}") {
            let _ = like(&old, &Version::new(1, 2, 3), SemVer);
        }
    }
}
