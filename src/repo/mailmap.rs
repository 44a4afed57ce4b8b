//! `.mailmap`: which names and addresses of commits are one person's (gitmailmap(5)).

use gix::bstr::{BStr, ByteSlice};

/// What a `.mailmap` says; nothing where there is none.
#[derive(Debug, Clone, Default)]
pub struct Mailmap(gix::mailmap::Snapshot);

impl Mailmap {
    /// Reads the text of a `.mailmap`.
    ///
    /// # Errors
    /// The first line that says nothing in the form of gitmailmap(5), with its number: git skips such a
    /// line, and then two people are counted where there is one.
    pub fn parse(text: &str) -> Result<Self, String> {
        let entries: Result<Vec<_>, _> = gix::mailmap::parse(text.as_bytes()).collect();
        match entries {
            Ok(entries) => Ok(Mailmap(gix::mailmap::Snapshot::new(entries))),
            Err(error) => Err(format!("{error}")),
        }
    }

    /// The name and the address by which it knows who commits under these.
    #[must_use]
    pub fn resolve(&self, name: &str, email: &str) -> (String, String) {
        let signature = gix::actor::SignatureRef {
            name: BStr::new(name),
            email: BStr::new(email),
            time: "",
        };
        let found = self.0.try_resolve_ref(signature);
        let text = |found: Option<&BStr>, own: &str| {
            found.map_or_else(|| own.to_owned(), |text| text.to_str_lossy().into_owned())
        };
        match found {
            Some(found) => (text(found.name, name), text(found.email, email)),
            None => (name.to_owned(), email.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    const TEXT: &str = "# people\n\
        Ada Lovelace <ada@example.org> <ada@work.example>\n\
        Ada Lovelace <ada@example.org> countess <c@example.org>\n\
        <grace@example.org> <hopper@navy.example>\n";

    #[test]
    fn it_says_what_git_says() {
        let sandbox = Sandbox::new();
        std::fs::write(sandbox.path().join(".mailmap"), TEXT).unwrap();
        let map = Mailmap::parse(TEXT).unwrap();
        for (name, email) in [
            ("A", "ada@work.example"),
            ("A", "ADA@WORK.example"),
            ("countess", "c@example.org"),
            ("someone", "c@example.org"),
            ("Grace", "hopper@navy.example"),
            ("Nobody", "nobody@example.org"),
        ] {
            let contact = format!("{name} <{email}>");
            let by_git = sandbox.git(&["check-mailmap", &contact]);
            let (name, email) = map.resolve(name, email);
            assert_eq!(by_git.trim(), format!("{name} <{email}>"));
        }
    }

    #[test]
    fn a_line_that_says_nothing_is_no_line_to_skip() {
        let error = Mailmap::parse("Ada <ada@example.org> <a@example.org>\nAda\n").unwrap_err();
        assert!(error.contains('2'), "{error}");
        let nobody = Mailmap::parse("").unwrap();
        let pair = ("A".to_owned(), "a@example.org".to_owned());
        assert_eq!(nobody.resolve("A", "a@example.org"), pair);
    }
}
