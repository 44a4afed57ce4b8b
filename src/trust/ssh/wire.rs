//! The data types of SSH: RFC 4251, section 5.

use crate::trust::Refusal;

/// Reads the fields of a blob one after the other.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Reader<'a> {
    /// Begins at the start of `bytes`, which refusals call `what`.
    pub(super) fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { rest: bytes, what }
    }

    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            return Err(Refusal::malformed(self.what, "it is cut off"));
        };
        self.rest = rest;
        Ok(taken)
    }

    /// One byte.
    pub(super) fn byte(&mut self) -> Result<u8, Refusal> {
        Ok(self.take(1)?.first().copied().unwrap_or_default())
    }

    /// A `uint32`.
    pub(super) fn number(&mut self) -> Result<u32, Refusal> {
        let bytes = self.take(4)?;
        Ok(bytes
            .iter()
            .fold(0, |sum, byte| (sum << 8) | u32::from(*byte)))
    }

    /// A `uint64`.
    pub(super) fn long_number(&mut self) -> Result<u64, Refusal> {
        let high = u64::from(self.number()?);
        Ok((high << 32) | u64::from(self.number()?))
    }

    /// What was not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// A `string` of UTF-8.
    pub(super) fn text(&mut self, field: &str) -> Result<String, Refusal> {
        let bytes = self.string(field)?;
        let text = std::str::from_utf8(bytes).map(str::to_owned);
        text.map_err(|_| Refusal::malformed(self.what, format!("its {field} is not UTF-8")))
    }

    /// A `string`: its length and its bytes.
    pub(super) fn string(&mut self, field: &str) -> Result<&'a [u8], Refusal> {
        let length = self.number()? as usize;
        let Some((taken, rest)) = self.rest.split_at_checked(length) else {
            let reason = format!(
                "its {field} is cut off: {length} bytes announced, {} there",
                self.rest.len()
            );
            return Err(Refusal::malformed(self.what, reason));
        };
        self.rest = rest;
        Ok(taken)
    }

    /// A positive `mpint` without its sign byte.
    ///
    /// Longer than needed, negative or zero is refused: each number has one form.
    pub(super) fn positive(&mut self, field: &str) -> Result<&'a [u8], Refusal> {
        let bytes = self.string(field)?;
        let is_high = |byte: &u8| byte & 0x80 != 0;
        let positive = match bytes {
            [0, rest @ ..] if rest.first().is_some_and(is_high) => Some(rest),
            [first, ..] if *first != 0 && !is_high(first) => Some(bytes),
            _ => None,
        };
        let reason = || format!("its {field} is not a positive number in its shortest form");
        positive.ok_or_else(|| Refusal::malformed(self.what, reason()))
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Result<(), Refusal> {
        if self.rest.is_empty() {
            return Ok(());
        }
        let reason = format!("{} bytes are left over at its end", self.rest.len());
        Err(Refusal::malformed(self.what, reason))
    }
}

/// Appends a `string`; inputs are limited far below the 4 GiB that its length can say.
pub(super) fn put_string(bytes: &mut Vec<u8>, string: &[u8]) {
    let length = u32::try_from(string.len()).unwrap_or(u32::MAX);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(string);
}
