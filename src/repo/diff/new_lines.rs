//! The lines of a commit that another one does not have, apart from those that only moved or only
//! changed their white space.

mod moved;
mod texts;

use std::ops::Range;
use std::string::FromUtf8Error;
use std::sync::Arc;

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::diff::blob::{Algorithm, InternedInput, Token, diff_with_slider_heuristics};

use super::super::Repo;
use super::super::commits::object_id;
use super::{Differ, Entry, MAX_CHANGED_FILES, OBJECT_CACHE, PathChange, text, too_many};
use crate::facts::{LineRange, Missing};
use moved::{Added, Removed};
use texts::{Text, Texts, say_enough};

/// The most lines that are compared, over all files.
pub const MAX_COMPARED_LINES: usize = 20_000_000;

/// One file of the later commit that is new, or has lines that are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLines {
    /// The path from the root of the repository, with `/` between its parts.
    pub path: String,
    /// The path that it had before, if it was moved.
    pub old_path: Option<String>,
    /// Whether it is a file in the later commit, and no link or submodule.
    pub is_file: bool,
    /// The file's text in the later commit; `None` if it is binary, a link, a submodule, or too
    /// large to be compared by lines, or if the file before was binary or too large: then there are
    /// no lines either.
    pub text: Option<String>,
    /// The lines that are new, in the numbering of the later commit, with the blank ones between them;
    /// sorted.
    pub lines: Vec<LineRange>,
    /// How many lines only moved here from another place.
    pub moved: u64,
    /// How many lines have other white space only, or are blank.
    pub respaced: u64,
}

impl Repo {
    /// The lines of the commit `after` that the commit `before` does not have, by `git diff` with
    /// renames found from 50 % of similarity; all lines where there is no `before`. Files for whose
    /// path `wanted` does not hold are neither listed nor looked at, also as a place that lines
    /// moved from. Sorted by path. Paths and texts that are not UTF-8 have U+FFFD in place of what
    /// is not.
    ///
    /// A line has other white space only if it is the same as a removed one, in order, within one
    /// hunk once its white space is taken away (`git diff -w`), save for white space in a text, and
    /// if the lines that are alike hold 20 letters or digits or are the whole hunk. A block of lines
    /// has only moved if it was removed elsewhere as it is, counts as such once for each time that it
    /// was removed, and holds at least two lines and 20 letters or digits.
    ///
    /// # Errors
    /// [`Missing`] if an id is none, if an object is not here or broken, or if there is more than
    /// [`MAX_CHANGED_FILES`] or [`MAX_COMPARED_LINES`] allow.
    pub fn new_lines(
        &self,
        before: Option<&str>,
        after: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<NewLines>, Missing> {
        let mut repo = self.local();
        repo.object_cache_size(OBJECT_CACHE);
        let mut differ = Differ::new(&repo, Arc::default());
        let mut compared = Compared::default();
        for change in differ.between(before, after)? {
            let path = text(change.path.as_bstr());
            if wanted(&path) {
                compared.take(&mut differ, change, path)?;
            }
        }
        Ok(compared.finish())
    }
}

impl Repo {
    /// Whether the commit `after` has a file for whose path `wanted` holds, and which the commit
    /// `before` does not have, or not with this content. Links and submodules are no files.
    ///
    /// # Errors
    /// As [`Repo::new_lines`].
    pub fn has_new(
        &self,
        before: Option<&str>,
        after: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<bool, Missing> {
        let mut repo = self.local();
        repo.object_cache_size(OBJECT_CACHE);
        let mut differ = Differ::new(&repo, Arc::default());
        let before = before
            .map(|id| differ.tree_of(object_id(id)?))
            .transpose()?;
        let after = differ.tree_of(object_id(after)?)?;
        let changes = differ.trees.compare(before, after)?;
        let is_new = |change: &PathChange| {
            change.after.is_some_and(is_file) && wanted(&text(change.path.as_bstr()))
        };
        Ok(changes.iter().any(is_new))
    }
}

impl Differ<'_> {
    /// The paths that differ between two commits, renames found, sorted.
    fn between(&mut self, before: Option<&str>, after: &str) -> Result<Vec<PathChange>, Missing> {
        let before = before.map(|id| self.tree_of(object_id(id)?)).transpose()?;
        let after: ObjectId = self.tree_of(object_id(after)?)?;
        let mut changes = self.trees.compare(before, after)?;
        if changes.len() > MAX_CHANGED_FILES {
            return Err(too_many(&format!("{MAX_CHANGED_FILES} files")));
        }
        if before.is_some() {
            changes = self.pair_renames(changes)?;
        }
        changes.sort_unstable_by(|left, right| left.path.cmp(&right.path));
        Ok(changes)
    }
}

/// All files that were compared.
#[derive(Default)]
struct Compared {
    files: Vec<NewLines>,
    /// Of each file, the lines that are new as far as the file itself tells.
    added: Vec<Vec<Added>>,
    /// Blocks of lines that were removed, of whatever file.
    removed: Vec<Vec<Text>>,
    /// What all those lines say.
    texts: Texts,
    lines: usize,
}

impl Compared {
    fn take(
        &mut self,
        differ: &mut Differ,
        change: PathChange,
        path: String,
    ) -> Result<(), Missing> {
        let (before, after) = texts(differ, &change)?;
        let is_file = change.after.is_some_and(is_file);
        // What a link or a submodule took the place of is gone from there, as for `git diff`.
        if !is_file && let Some(before) = &before {
            self.count(before)?;
            let lines = before.lines().map(|line| self.texts.hold(plain(line)));
            self.removed.push(lines.collect());
        }
        if change.after.is_none() {
            return Ok(());
        }
        let mut file = NewLines {
            path,
            old_path: change.old_path.as_ref().map(|path| text(path.as_bstr())),
            is_file,
            text: None,
            lines: Vec::new(),
            moved: 0,
            respaced: 0,
        };
        let mut added = Vec::new();
        if let (Some(before), Some(after)) = (before, after) {
            self.count(&before)?;
            self.count(&after)?;
            (added, file.respaced) = self.compare(&before, &after);
            file.text = Some(after);
        }
        if !added.is_empty() || file.text.is_none() || file.respaced > 0 {
            self.files.push(file);
            self.added.push(added);
        }
        Ok(())
    }

    fn count(&mut self, text: &str) -> Result<(), Missing> {
        self.lines += memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
        if self.lines > MAX_COMPARED_LINES {
            return Err(too_many(&format!("{MAX_COMPARED_LINES} lines")));
        }
        Ok(())
    }

    /// The added lines of one file, and how many more have other white space only.
    fn compare(&mut self, before: &str, after: &str) -> (Vec<Added>, u64) {
        let input = InternedInput::new(before, after);
        let diff = diff_with_slider_heuristics(Algorithm::Myers, &input);
        let lines = |tokens: &[Token], range: &Range<u32>| -> Vec<&str> {
            let tokens = tokens.get(range.start as usize..range.end as usize);
            let tokens = tokens.unwrap_or_default().iter();
            tokens.map(|it| line(input.interner[*it])).collect()
        };
        let (mut added, mut respaced) = (Vec::new(), 0);
        for hunk in diff.hunks() {
            let gone = lines(&input.before, &hunk.before);
            let come = lines(&input.after, &hunk.after);
            let (really_gone, really_come) = beyond_spaces(&gone, &come);
            respaced += (come.len() - really_come.len()) as u64;
            let start = hunk.after.start as usize;
            let really_come = really_come.into_iter();
            added.extend(really_come.filter_map(|at| {
                Some(Added {
                    line: start + at,
                    text: self.texts.hold(plain(come.get(at)?)),
                })
            }));
            for run in really_gone.chunk_by(|one, next| one + 1 == *next) {
                let gone = run.iter().filter_map(|&at| gone.get(at));
                let gone = gone.map(|line| self.texts.hold(plain(line)));
                self.removed.push(gone.collect());
            }
        }
        (added, respaced)
    }

    fn finish(mut self) -> Vec<NewLines> {
        let mut pool = Removed::new(&self.texts, &self.removed);
        for (file, added) in self.files.iter_mut().zip(&self.added) {
            let mut new = Vec::new();
            for run in added.chunk_by(|one, next| one.line + 1 == next.line) {
                let kept = pool.take_moved(run);
                file.moved += (run.len() - kept.len()) as u64;
                let kept = kept.into_iter().filter_map(|at| run.get(at));
                let mut kept: Vec<&Added> = kept.collect();
                let is_blank = |line: &&Added| self.texts.is_blank(line.text);
                file.respaced += kept.iter().filter(|it| is_blank(it)).count() as u64;
                // Between new lines they do not part them.
                let from = kept.iter().position(|it| !is_blank(it));
                let from = from.unwrap_or(kept.len());
                let to = kept.iter().rposition(|it| !is_blank(it));
                let to = to.map_or(from, |at| at + 1);
                new.extend(kept.drain(from..to).map(|it| it.line));
            }
            file.lines = ranges(&new);
        }
        self.files.retain(|file| {
            !file.lines.is_empty() || file.text.is_none() || file.moved + file.respaced > 0
        });
        self.files
    }
}

/// Whether it is a file, and no link or submodule.
fn is_file(entry: Entry) -> bool {
    entry.mode.is_blob()
}

/// Both sides of a change as text, empty where there is no file; `None` for a side that is no text.
/// That there was a link before is as if there had been nothing, as for `git diff`.
fn texts(
    differ: &mut Differ,
    change: &PathChange,
) -> Result<(Option<String>, Option<String>), Missing> {
    let side = |entry: Option<Entry>| -> Result<Option<String>, Missing> {
        let Some(entry) = entry else {
            return Ok(Some(String::new()));
        };
        let content = differ.blobs.text(entry)?;
        Ok(content.map(utf8))
    };
    let before = change.before.filter(|entry| is_file(*entry));
    Ok((side(before)?, side(change.after)?))
}

fn utf8(content: Vec<u8>) -> String {
    let lossy = |error: FromUtf8Error| String::from_utf8_lossy(error.as_bytes()).into_owned();
    String::from_utf8(content).unwrap_or_else(lossy)
}

/// A line as it is compared when it may have moved: a line end of DOS is none of it.
fn plain(line: &str) -> &str {
    line.trim_end_matches('\r')
}

/// A line without its end.
fn line(text: &str) -> &str {
    let Some(text) = text.strip_suffix('\n') else {
        return text;
    };
    text.strip_suffix('\r').unwrap_or(text)
}

/// Which lines of a hunk differ in more than white space: of those that are gone, and of those that
/// have come. Single lines of little text (`try:`, `return`) are alike by chance: unless nothing else
/// in the hunk differs, lines that follow each other have to say as much as a block that moved.
fn beyond_spaces(gone: &[&str], come: &[&str]) -> (Vec<usize>, Vec<usize>) {
    if gone.is_empty() || come.is_empty() {
        return ((0..gone.len()).collect(), (0..come.len()).collect());
    }
    let old = bare(gone);
    let new = bare(come);
    let input = InternedInput::new(old.as_bytes(), new.as_bytes());
    let diff = diff_with_slider_heuristics(Algorithm::Myers, &input);
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    let (mut old_end, mut new_end) = (0, 0);
    let hunks = diff.hunks().map(|hunk| {
        let range = |range: Range<u32>| range.start as usize..range.end as usize;
        (range(hunk.before), range(hunk.after))
    });
    let last = (gone.len()..gone.len(), come.len()..come.len());
    let hunks: Vec<_> = hunks.chain([last]).collect();
    let all_alike = hunks.len() == 1;
    for (before, after) in hunks {
        let alike = come.get(new_end..after.start).unwrap_or_default();
        if !all_alike && !say_enough(alike) {
            removed.extend(old_end..before.start);
            added.extend(new_end..after.start);
        }
        (old_end, new_end) = (before.end, after.end);
        removed.extend(before);
        added.extend(after);
    }
    (removed, added)
}

/// The lines without their white space. In a line with a quotation mark it may be part of a text,
/// so only what stands at its ends and how much there is between words is taken away.
fn bare(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let words = line.split_whitespace();
        let between = match line.contains(['"', '\'', '`']) {
            true => " ",
            false => "",
        };
        for (at, word) in words.enumerate() {
            if at > 0 {
                text.push_str(between);
            }
            text.push_str(word);
        }
        text.push('\n');
    }
    text
}

/// Numbers of lines, from 0, as ranges from 1.
fn ranges(lines: &[usize]) -> Vec<LineRange> {
    let mut ranges: Vec<LineRange> = Vec::new();
    for &line in lines {
        let line = line as u64 + 1;
        match ranges.last_mut() {
            Some(range) if range.last + 1 == line => range.last = line,
            _ => ranges.push(LineRange {
                first: line,
                last: line,
            }),
        }
    }
    ranges
}

#[cfg(test)]
mod tests;
