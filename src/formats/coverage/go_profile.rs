//! The profile of `go test -coverprofile` (`golang.org/x/tools/cover`).
//!
//! A profile has blocks of statements, which are made into lines as gocover-cobertura does: each
//! line from the first to the last of a block is executable, and has the hits of all blocks on it
//! together, or 1 where the mode is `set`. So a line counts as covered where any of its blocks ran,
//! and one without code inside of a block counts as the block does.
//!
//! Each line ends with a line break, so that a profile that is cut off inside of one is refused;
//! one that is cut off between two cannot be told from a short one.

use super::files::Files;
use super::{Coverage, CoverageFormat, CoveredFile};
use crate::formats::report::{self, Flaw};

/// Whether a text that may be cut off begins as this format does.
#[must_use]
pub fn is_go_profile(head: &str) -> bool {
    let head = head.strip_prefix('\u{feff}').unwrap_or(head);
    let first = head.lines().next().unwrap_or_default();
    mode(first.trim_end()).is_some()
}

fn mode(line: &str) -> Option<Mode> {
    match line.strip_prefix("mode: ")? {
        "set" => Some(Mode::Set),
        "count" | "atomic" => Some(Mode::Count),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Hits are 0 or 1.
    Set,
    Count,
}

/// A block of statements: where it begins and ends (line and column), and its hits.
#[derive(Clone, Copy)]
struct Block {
    begin: (u32, u32),
    end: (u32, u32),
    hits: u64,
}

/// Reads a report. Several profiles of one mode, one after the other, are one.
///
/// # Errors
/// See [`super::read`].
pub fn read(bytes: &[u8]) -> Result<Coverage, Flaw> {
    let text = report::text(bytes)?;
    if !text.ends_with('\n') {
        return Err(Flaw::unreadable(
            "it is cut off: its last line does not end",
        ));
    }
    let mut profile = Profile::default();
    for (index, line) in text.lines().enumerate() {
        profile.take(line).map_err(|reason| {
            Flaw::unreadable(format!(
                "it is not what such a report holds, at line {}: {reason}",
                index + 1
            ))
        })?;
    }
    Ok(Coverage {
        format: CoverageFormat::GoProfile,
        tool_version: None,
        generated_at: None,
        roots: Vec::new(),
        files: profile.finish()?,
    })
}

#[derive(Default)]
struct Profile<'a> {
    mode: Option<Mode>,
    files: Files,
    /// The blocks of each file.
    blocks: Vec<Vec<Block>>,
    /// The file of the line before: most lines are of the same.
    last: Option<(&'a str, usize)>,
}

impl<'a> Profile<'a> {
    fn take(&mut self, line: &'a str) -> Result<(), String> {
        if let Some(mode) = mode(line) {
            if self.mode.is_some_and(|before| before != mode) {
                return Err("it is of another mode than what is before it".to_owned());
            }
            self.mode = Some(mode);
            return Ok(());
        }
        if self.mode.is_none() {
            return Err("there is no mode".to_owned());
        }
        let (path, block) = block(line).ok_or("it is no block")?;
        let place = match self.last {
            Some((last, place)) if last == path => place,
            _ => self.files.open(path).map_err(|flaw| flaw.reason)?,
        };
        self.last = Some((path, place));
        if place >= self.blocks.len() {
            self.blocks.resize_with(place + 1, Vec::new);
        }
        if let Some(blocks) = self.blocks.get_mut(place) {
            blocks.push(block);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<CoveredFile>, Flaw> {
        let is_set = self.mode == Some(Mode::Set);
        for (place, mut blocks) in self.blocks.into_iter().enumerate() {
            blocks.sort_by_key(|block| (block.begin, block.end));
            for same in
                blocks.chunk_by(|one, other| (one.begin, one.end) == (other.begin, other.end))
            {
                let hits = same
                    .iter()
                    .map(|block| block.hits)
                    .fold(0, u64::saturating_add);
                let hits = if is_set { hits.min(1) } else { hits };
                for line in same
                    .iter()
                    .take(1)
                    .flat_map(|block| block.begin.0..=block.end.0)
                {
                    self.files.line(place, line, hits)?;
                }
            }
        }
        let mut files = self.files.finish();
        if is_set {
            for line in files.iter_mut().flat_map(|file| &mut file.lines) {
                line.hits = line.hits.min(1);
            }
        }
        Ok(files)
    }
}

/// `path:7.53,9.31 2 1`: where a block begins and ends, its number of statements, its hits.
fn block(line: &str) -> Option<(&str, Block)> {
    let mut parts = line.rsplitn(3, ' ');
    let hits = parts.next()?.parse().ok()?;
    let _statements: u64 = parts.next()?.parse().ok()?;
    let (path, range) = parts.next()?.rsplit_once(':')?;
    let (begin, end) = range.split_once(',')?;
    let (begin, end) = (position(begin)?, position(end)?);
    let block = Block { begin, end, hits };
    (begin <= end && begin.0 > 0).then_some((path, block))
}

fn position(text: &str) -> Option<(u32, u32)> {
    let (line, column) = text.split_once('.')?;
    Some((line.parse().ok()?, column.parse().ok()?))
}
