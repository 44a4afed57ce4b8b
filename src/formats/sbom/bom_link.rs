//! References into other documents (<https://cyclonedx.org/capabilities/bomlink/>).

/// What a BOM-Link to an element says: `urn:cdx:SERIAL/VERSION#REFERENCE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BomLink {
    /// The serial number of the document, as it has it: `urn:uuid:…`.
    pub serial: String,
    /// The version of the document.
    pub revision: u64,
    /// The reference in it.
    pub reference: String,
}

impl BomLink {
    /// Reads one; `None` if it is none, or one to a whole document.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (document, reference) = text.strip_prefix("urn:cdx:")?.split_once('#')?;
        let (serial, revision) = document.split_once('/')?;
        let is_number = revision.bytes().all(|it| it.is_ascii_digit());
        let reference = unquoted(reference).filter(|it| !it.is_empty())?;
        Some(BomLink {
            serial: format!("urn:uuid:{serial}"),
            revision: revision.parse().ok().filter(|_| is_number)?,
            reference,
        })
    }
}

/// A text whose `%41` are letters; `None` where what follows a `%` is no such thing.
fn unquoted(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        let are_digits = digits.bytes().all(|it| it.is_ascii_hexdigit());
        bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| are_digits)?);
        rest = rest.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_name_a_document_and_what_is_in_it() {
        let link = BomLink::read(
            "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#pkg:pypi%2Fleft@1.1.0%3Fa=b",
        );
        let link = link.unwrap();
        assert_eq!(link.serial, "urn:uuid:f08a6ccd-4dce-4759-bd84-c626675d60a7");
        assert_eq!(link.revision, 1);
        assert_eq!(link.reference, "pkg:pypi/left@1.1.0?a=b");
        for text in [
            "left",
            "urn:cdx:f08a6ccd/1",
            "urn:cdx:f08a6ccd#left",
            "urn:cdx:f08a6ccd/1#",
            "urn:cdx:f08a6ccd/+1#left",
            "urn:cdx:f08a6ccd/one#left",
            "urn:cdx:f08a6ccd/1#%4",
            "urn:cdx:f08a6ccd/1#%+4",
            "urn:cdx:f08a6ccd/1#%ff",
        ] {
            assert_eq!(BomLink::read(text), None, "{text}");
        }
    }
}
