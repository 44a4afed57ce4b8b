//! Which new file is an old one under another name, decided the way git documents it (gitdiffcore,
//! "diffcore-rename").

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};

use super::Entry;
use super::blobs::{Blobs, MAX_BLOB, is_binary};
use crate::facts::Missing;

/// How alike two files must be, in parts of [`WHOLE`]: git's default of 50 %.
const ALIKE: u64 = 30_000;
/// The same where the file's own name did not change, and no other file has that name: 75 %.
const ALIKE_BY_NAME: u64 = 45_000;
const WHOLE: u64 = 60_000;

/// The most pairs that are compared by content in one commit: git's limit of 1000 by 1000. Beyond
/// it, as beyond [`MAX_CONTENT`], files that moved and changed count as deleted and added.
const MAX_PAIRS: usize = 1_000_000;

/// The most bytes of deleted files that are compared with added ones in one commit: 64 MiB.
const MAX_CONTENT: u64 = 64 << 20;

/// How many files of the same content are tried for one target.
const MAX_IDENTICAL: usize = 100;

/// How many sources are remembered for one target.
const MAX_SOURCES: usize = 4;

/// The length at which a long line is split for the comparison.
const CHUNK: usize = 64;

/// A file that is gone, or one that is new.
pub(super) struct Candidate {
    pub(super) path: BString,
    pub(super) entry: Entry,
}

impl Candidate {
    pub(super) fn new(path: BString, entry: Entry) -> Self {
        Candidate { path, entry }
    }

    fn name(&self) -> &BStr {
        let start = self.path.rfind_byte(b'/').map_or(0, |slash| slash + 1);
        self.path.get(start..).unwrap_or_default().as_bstr()
    }
}

/// Finds for each added file the deleted one that it was, by its place in `deleted`. Both are
/// sorted by path.
pub(super) fn pair(
    deleted: &mut [Candidate],
    added: &mut [Candidate],
    blobs: &mut Blobs,
) -> Result<Vec<Option<usize>>, Missing> {
    deleted.sort_unstable_by(|left, right| left.path.cmp(&right.path));
    added.sort_unstable_by(|left, right| left.path.cmp(&right.path));
    let mut pairing = Pairing {
        used: vec![false; deleted.len()],
        found: vec![None; added.len()],
        deleted,
        added,
    };
    pairing.identical();
    if pairing.open_pairs() > 0 {
        let mut prints = Prints::new(blobs);
        if prints.hold(&pairing)? {
            pairing.same_name(&mut prints)?;
            if pairing.open_pairs() <= MAX_PAIRS {
                pairing.alike(&mut prints)?;
            }
        }
    }
    Ok(pairing.found)
}

struct Pairing<'a> {
    deleted: &'a [Candidate],
    added: &'a [Candidate],
    used: Vec<bool>,
    found: Vec<Option<usize>>,
}

impl Pairing<'_> {
    fn set(&mut self, target: usize, source: usize) {
        if let (Some(used), Some(found)) = (self.used.get_mut(source), self.found.get_mut(target)) {
            (*used, *found) = (true, Some(source));
        }
    }

    fn is_open(&self, target: usize, source: usize) -> bool {
        self.used.get(source) == Some(&false) && self.found.get(target) == Some(&None)
    }

    fn sources(&self) -> impl Iterator<Item = (usize, &Candidate)> {
        let open = self.deleted.iter().enumerate().zip(&self.used);
        open.filter(|(_, used)| !**used).map(|(source, _)| source)
    }

    fn targets(&self) -> impl Iterator<Item = (usize, &Candidate)> {
        let open = self.added.iter().enumerate().zip(&self.found);
        open.filter(|(_, found)| found.is_none())
            .map(|(target, _)| target)
    }

    fn open_pairs(&self) -> usize {
        self.sources()
            .count()
            .saturating_mul(self.targets().count())
    }

    /// Pairs files of the same content, first those that kept their own name.
    fn identical(&mut self) {
        let mut by_content: HashMap<ObjectId, Vec<usize>> = HashMap::new();
        for (source, file) in self.deleted.iter().enumerate() {
            by_content.entry(file.entry.id).or_default().push(source);
        }
        for (target, file) in self.added.iter().enumerate() {
            let sources = by_content.get(&file.entry.id).into_iter().flatten();
            let open = sources
                .take(MAX_IDENTICAL)
                .filter(|source| self.is_open(target, **source))
                .filter_map(|source| Some((*source, self.deleted.get(*source)?)))
                .filter(|(_, other)| same_kind(file.entry, other.entry));
            let best = open.min_by_key(|(source, other)| (other.name() != file.name(), *source));
            if let Some((source, _)) = best {
                self.set(target, source);
            }
        }
    }

    /// Pairs files by their own name, where only one deleted and one added file have it.
    fn same_name(&mut self, prints: &mut Prints) -> Result<(), Missing> {
        let sources = unique_names(self.sources());
        let targets = unique_names(self.targets());
        let mut pairs: Vec<(usize, usize)> = sources
            .iter()
            .filter_map(|(name, source)| Some(((*targets.get(name)?)?, (*source)?)))
            .collect();
        pairs.sort_unstable();
        for (target, source) in pairs {
            if prints.similarity(self, target, source, ALIKE_BY_NAME)? >= ALIKE_BY_NAME {
                self.set(target, source);
            }
        }
        Ok(())
    }

    /// Pairs what is left by content, the most alike first.
    fn alike(&mut self, prints: &mut Prints) -> Result<(), Missing> {
        let mut matches = Vec::new();
        for (target, file) in self.targets() {
            let mut best = Vec::new();
            for (source, other) in self.sources() {
                let score = prints.similarity(self, target, source, ALIKE)?;
                if score >= ALIKE {
                    best.push((Reverse(score), other.name() != file.name(), target, source));
                }
            }
            best.sort_unstable();
            best.truncate(MAX_SOURCES);
            matches.extend(best);
            prints.forget_target();
        }
        matches.sort_unstable();
        for (_, _, target, source) in matches {
            if self.is_open(target, source) {
                self.set(target, source);
            }
        }
        Ok(())
    }
}

/// Files may change their mode, but not into links or submodules.
fn same_kind(left: Entry, right: Entry) -> bool {
    left.mode.is_blob() && right.mode.is_blob() || left.mode == right.mode
}

/// The place of each name, or `None` for one that occurs more than once.
fn unique_names<'a>(
    files: impl Iterator<Item = (usize, &'a Candidate)>,
) -> HashMap<&'a BStr, Option<usize>> {
    let mut names = HashMap::new();
    for (place, file) in files {
        names
            .entry(file.name())
            .and_modify(|known| *known = None)
            .or_insert(Some(place));
    }
    names
}

/// How many bytes of a file are in which of its lines, by the lines' hashes; sorted.
struct Print {
    chunks: Vec<(u64, u64)>,
}

/// The sizes of the files, and the fingerprints of the deleted ones and of one added one.
struct Prints<'a, 'repo> {
    blobs: &'a mut Blobs<'repo>,
    sizes: HashMap<ObjectId, u64>,
    sources: HashMap<usize, Print>,
    target: Option<(usize, Print)>,
}

impl<'a, 'repo> Prints<'a, 'repo> {
    fn new(blobs: &'a mut Blobs<'repo>) -> Self {
        Prints {
            blobs,
            sizes: HashMap::new(),
            sources: HashMap::new(),
            target: None,
        }
    }

    /// Whether the deleted files are small enough together to be held at once.
    fn hold(&mut self, pairing: &Pairing) -> Result<bool, Missing> {
        let mut content = 0_u64;
        for (_, file) in pairing
            .sources()
            .filter(|(_, file)| file.entry.mode.is_blob())
        {
            let size = self.size(file.entry.id)?;
            if size <= MAX_BLOB {
                content += size;
            }
        }
        Ok(content <= MAX_CONTENT)
    }

    fn size(&mut self, id: ObjectId) -> Result<u64, Missing> {
        if let Some(size) = self.sizes.get(&id) {
            return Ok(*size);
        }
        let size = self.blobs.size(id)?;
        self.sizes.insert(id, size);
        Ok(size)
    }

    fn forget_target(&mut self) {
        self.target = None;
    }

    /// The share of the larger file that both have, in parts of [`WHOLE`]; 0 where it is certainly
    /// below `least`, or where the files are not compared by content.
    fn similarity(
        &mut self,
        pairing: &Pairing,
        target: usize,
        source: usize,
        least: u64,
    ) -> Result<u64, Missing> {
        let (Some(new), Some(old)) = (pairing.added.get(target), pairing.deleted.get(source))
        else {
            return Ok(0);
        };
        if !new.entry.mode.is_blob() || !old.entry.mode.is_blob() {
            return Ok(0);
        }
        let (new_size, old_size) = (self.size(new.entry.id)?, self.size(old.entry.id)?);
        let (larger, smaller) = (new_size.max(old_size), new_size.min(old_size));
        if smaller == 0 || larger > MAX_BLOB || smaller * WHOLE < larger * least {
            return Ok(0);
        }
        if self
            .target
            .as_ref()
            .is_none_or(|(known, _)| *known != target)
        {
            self.target = Some((target, fingerprint(&self.blobs.read(new.entry.id)?)));
        }
        if !self.sources.contains_key(&source) {
            let print = fingerprint(&self.blobs.read(old.entry.id)?);
            self.sources.insert(source, print);
        }
        let (Some((_, new)), Some(old)) = (&self.target, self.sources.get(&source)) else {
            return Ok(0);
        };
        Ok(shared_bytes(old, new) * WHOLE / larger)
    }
}

/// Splits into lines, and long lines into pieces; in a text, CR LF counts as LF.
fn fingerprint(content: &[u8]) -> Print {
    let text = !is_binary(content);
    let mut chunks = Vec::new();
    let (mut hasher, mut length) = (DefaultHasher::new(), 0_u64);
    let mut bytes = content.iter().peekable();
    while let Some(&byte) = bytes.next() {
        if text && byte == b'\r' && bytes.peek() == Some(&&b'\n') {
            continue;
        }
        hasher.write_u8(byte);
        length += 1;
        if byte == b'\n' || length == CHUNK as u64 {
            chunks.push((hasher.finish(), length));
            (hasher, length) = (DefaultHasher::new(), 0);
        }
    }
    if length > 0 {
        chunks.push((hasher.finish(), length));
    }
    chunks.sort_unstable();
    chunks.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    Print { chunks }
}

/// How many bytes the two have in common.
fn shared_bytes(left: &Print, right: &Print) -> u64 {
    let (mut left, mut right) = (
        left.chunks.iter().peekable(),
        right.chunks.iter().peekable(),
    );
    let mut shared = 0;
    while let (Some((left_hash, left_bytes)), Some((right_hash, right_bytes))) =
        (left.peek(), right.peek())
    {
        if left_hash == right_hash {
            shared += left_bytes.min(right_bytes);
        }
        if left_hash <= right_hash {
            left.next();
        }
        if left_hash >= right_hash {
            right.next();
        }
    }
    shared
}
