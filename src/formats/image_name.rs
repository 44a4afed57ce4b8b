//! What names an image or a version of something elsewhere, and how far that fixes it.

/// How far what a text names can change without the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixed {
    /// Not at all: it is named by a digest or a full commit id.
    Digest,
    /// A tag, branch or version, which can move.
    Ref,
    /// It has none of these.
    None,
    /// It depends on a variable whose value is not known.
    Unknown,
}

/// How far an image's name fixes it: `name@sha256:…`, `name:tag`, `name`.
#[must_use]
pub fn of_image(name: &str) -> Fixed {
    if let Some((_, digest)) = name.rsplit_once("@sha256:") {
        return if is_hexadecimal(digest, 64) {
            Fixed::Digest
        } else {
            Fixed::Unknown
        };
    }
    if name.contains('$') {
        return Fixed::Unknown;
    }
    let last = name.rsplit('/').next().unwrap_or_default();
    if last.contains(':') {
        Fixed::Ref
    } else {
        Fixed::None
    }
}

/// How far a version does: a commit id is fixed, everything else can move.
#[must_use]
pub fn of_version(version: &str) -> Fixed {
    if version.contains('$') {
        Fixed::Unknown
    } else if is_hexadecimal(version, 40) || is_hexadecimal(version, 64) {
        Fixed::Digest
    } else {
        Fixed::Ref
    }
}

fn is_hexadecimal(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_digest_fixes_an_image() {
        let digest = "0123456789abcdef".repeat(4);
        for (name, expected) in [
            (format!("python@sha256:{digest}"), Fixed::Digest),
            (format!("python:3.12@sha256:{digest}"), Fixed::Digest),
            ("python@sha256:$DIGEST".to_owned(), Fixed::Unknown),
            ("python:3.12".to_owned(), Fixed::Ref),
            ("registry:5000/python".to_owned(), Fixed::None),
            ("registry:5000/python:3".to_owned(), Fixed::Ref),
            ("$CI_REGISTRY_IMAGE/ci".to_owned(), Fixed::Unknown),
        ] {
            assert_eq!(of_image(&name), expected, "{name}");
        }
    }

    #[test]
    fn only_a_commit_fixes_a_version() {
        assert_eq!(of_version(&"a".repeat(40)), Fixed::Digest);
        assert_eq!(of_version("v1"), Fixed::Ref);
        assert_eq!(of_version("$REF"), Fixed::Unknown);
    }
}
