//! The visible list of the formats that one kind of report may be in, and what is looked up in it.

/// How a format is recognised and read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<F, R> {
    pub format: F,
    /// Its name, or the tool's where it is the tool's own.
    pub name: &'static str,
    /// Whether a text that starts like this is of this format.
    pub is_one: fn(&str) -> bool,
    pub read: R,
}

/// All formats of a list, in its order.
pub(super) const fn formats<F: Copy, R, const N: usize>(readers: &[Reader<F, R>; N]) -> [F; N] {
    let mut formats = [readers[0].format; N];
    let mut at = 0;
    while at < N {
        formats[at] = readers[at].format;
        at += 1;
    }
    formats
}

/// How a format is recognised and read. Formats come from the list itself, so each has its line there.
pub(super) fn reader<F: PartialEq, R, const N: usize>(
    readers: &'static [Reader<F, R>; N],
    format: F,
) -> &'static Reader<F, R> {
    let at = readers.iter().position(|reader| reader.format == format);
    &readers[at.unwrap_or_default()]
}

/// The format of a text that starts like this; `None` where it is none of the list's.
pub(super) fn recognise<F: Copy, R>(readers: &[Reader<F, R>], head: &str) -> Option<F> {
    let found = readers.iter().find(|reader| (reader.is_one)(head))?;
    Some(found.format)
}
