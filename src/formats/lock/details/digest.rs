//! Digests, in the forms in which lock files have them.

/// How a digest is worked out: those that CycloneDX has a name for and lock files have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// MD5, 128 bits.
    Md5,
    /// SHA-1, 160 bits.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// A digest of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest {
    /// How it is worked out.
    pub algorithm: Algorithm,
    /// It in hexadecimal, in lower case.
    pub hex: String,
}

impl Algorithm {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "md5" => Algorithm::Md5,
            "sha1" => Algorithm::Sha1,
            "sha256" => Algorithm::Sha256,
            "sha384" => Algorithm::Sha384,
            "sha512" => Algorithm::Sha512,
            _ => return None,
        })
    }

    fn bytes(self) -> usize {
        match self {
            Algorithm::Md5 => 16,
            Algorithm::Sha1 => 20,
            Algorithm::Sha256 => 32,
            Algorithm::Sha384 => 48,
            Algorithm::Sha512 => 64,
        }
    }
}

impl Digest {
    /// By the name of the algorithm and the digest in hexadecimal; `None` for an algorithm that is not
    /// known, an error for a digest that is none.
    pub(in crate::formats::lock) fn named(name: &str, hex: &str) -> Result<Option<Self>, ()> {
        let Some(algorithm) = Algorithm::named(name) else {
            return Ok(None);
        };
        let is_hex = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hex || hex.len() != 2 * algorithm.bytes() {
            return Err(());
        }
        Ok(Some(Digest {
            algorithm,
            hex: hex.to_ascii_lowercase(),
        }))
    }

    /// `sha256:…`, likewise; without an algorithm it is that one.
    pub(in crate::formats::lock) fn prefixed(text: &str) -> Result<Option<Self>, ()> {
        let (name, hex) = text.split_once(':').unwrap_or(("sha256", text));
        Digest::named(name, hex)
    }

    /// What subresource integrity says: `sha512-…`, in base64. Several of one algorithm are
    /// alternatives, so that it is not known which the file has: then there are none.
    pub(in crate::formats::lock) fn of_integrity(text: &str) -> Result<Vec<Self>, ()> {
        let mut digests: Vec<Digest> = Vec::new();
        for token in text.split_ascii_whitespace() {
            let token = token.split('?').next().unwrap_or(token);
            let (name, base64) = token.split_once('-').ok_or(())?;
            let Some(algorithm) = Algorithm::named(name) else {
                continue;
            };
            let bytes = decoded(base64).filter(|bytes| bytes.len() == algorithm.bytes());
            let hex = bytes
                .ok_or(())?
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let digest = Digest { algorithm, hex };
            if digests.contains(&digest) {
                continue;
            }
            if digests.iter().any(|it| it.algorithm == algorithm) {
                return Ok(Vec::new());
            }
            digests.push(digest);
        }
        digests.sort();
        Ok(digests)
    }
}

/// Base64 with its padding (RFC 4648, §4); `None` for what is none.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let plain = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - plain.len() > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(plain.len() * 3 / 4);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in plain.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
        held &= (1 << bits) - 1;
    }
    (held == 0).then_some(bytes)
}
