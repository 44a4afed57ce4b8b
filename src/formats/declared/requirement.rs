//! Requirements of PEP 508, as far as they have to be compared: name, versions, marker.

use super::normalised;

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name, normalised after PEP 503.
    pub name: String,
    /// The version specifiers; empty for any version, and for a requirement by address.
    pub specifier: String,
    /// The environment marker, white space made one; empty if there is none.
    pub marker: String,
}

/// Reads a requirement; `None` if it does not begin with a name.
#[must_use]
pub fn read(text: &str) -> Option<Requirement> {
    let (requirement, marker) = match text.split_once(';') {
        Some((requirement, marker)) => (requirement.trim(), marker),
        None => (text.trim(), ""),
    };
    let end = requirement
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(requirement.len());
    let (name, rest) = requirement.split_at_checked(end)?;
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1.trim_start(),
        None => rest,
    };
    let specifier = match rest.strip_prefix('(') {
        Some(inner) => inner.trim_end().strip_suffix(')')?,
        None => rest,
    };
    let by_address = specifier.starts_with('@');
    if !by_address && !specifier.is_empty() && !specifier.starts_with(['<', '>', '=', '!', '~']) {
        return None;
    }
    Some(Requirement {
        name: normalised(name),
        specifier: if by_address { "" } else { specifier.trim() }.to_owned(),
        marker: marker.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn name_versions_and_marker_are_told_apart() {
        for (text, name, specifier, marker) in [
            ("Flask_Login", "flask-login", "", ""),
            (
                "requests[socks,x] >=2.8.1, ==2.8.*",
                "requests",
                ">=2.8.1, ==2.8.*",
                "",
            ),
            ("a (>=1)", "a", ">=1", ""),
            (
                "a>1;python_version  < '3'",
                "a",
                ">1",
                "python_version < '3'",
            ),
            ("pip @ https://example.org/pip.zip ; x", "pip", "", "x"),
        ] {
            let found = read(text).unwrap();
            assert_eq!(
                (
                    found.name.as_str(),
                    found.specifier.as_str(),
                    found.marker.as_str()
                ),
                (name, specifier, marker),
                "{text}"
            );
        }
        for text in ["", "-r base.txt", "./local", "a b", "a[b", "a (>1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([\\[\\]();@<>=,. a-z0-9-]|\\PC){0,60}") {
            let _ = read(&text);
        }
    }
}
