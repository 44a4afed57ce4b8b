//! Lines that were removed at one place and come at another.

use super::texts::{Text, Texts};

/// How many lines that are not blank a block of lines has at least to be taken for one that moved: one
/// alone is the same by chance.
const MIN_MOVED_LINES: usize = 2;

/// The most places that a moved line is looked for at.
const MAX_PLACES: usize = 64;

/// A line that was added: its number, from 0, and what it says.
pub(super) struct Added {
    pub(super) line: usize,
    pub(super) text: Text,
}

/// What was removed, and can have moved elsewhere.
pub(super) struct Removed<'r> {
    texts: &'r Texts,
    blocks: &'r [Vec<Text>],
    used: Vec<Vec<bool>>,
    /// For each text the blocks that have it and the line in each.
    places: Vec<Vec<(usize, usize)>>,
}

impl<'r> Removed<'r> {
    pub(super) fn new(texts: &'r Texts, blocks: &'r [Vec<Text>]) -> Self {
        let mut places = vec![Vec::new(); texts.len()];
        for (block, lines) in blocks.iter().enumerate() {
            for (line, text) in lines.iter().enumerate() {
                if let Some(places) = places.get_mut(text.0) {
                    places.push((block, line));
                }
            }
        }
        let used = blocks.iter().map(|lines| vec![false; lines.len()]);
        Removed {
            texts,
            blocks,
            used: used.collect(),
            places,
        }
    }

    /// Takes out of a run of added lines those blocks that were removed elsewhere, and returns the
    /// places of the others in the run.
    pub(super) fn take_moved(&mut self, run: &[Added]) -> Vec<usize> {
        let mut kept = Vec::new();
        let mut at = 0;
        while let Some(rest) = run.get(at..).filter(|rest| !rest.is_empty()) {
            match self.longest(rest) {
                Some((block, line, length)) => {
                    let used = self.used.get_mut(block);
                    let used = used.and_then(|used| used.get_mut(line..line + length));
                    used.into_iter().flatten().for_each(|used| *used = true);
                    at += length;
                }
                None => {
                    kept.push(at);
                    at += 1;
                }
            }
        }
        kept
    }

    /// The longest removed block that these lines start with, if it says enough: its number, the
    /// line in it, and how many lines it has.
    fn longest(&self, lines: &[Added]) -> Option<(usize, usize, usize)> {
        let places = self.places.get(lines.first()?.text.0)?;
        let is_free = |(block, line): &&(usize, usize)| {
            let used = self.used.get(*block).and_then(|it| it.get(*line));
            used.is_some_and(|used| !used)
        };
        let free = places.iter().filter(is_free).take(MAX_PLACES);
        let found = free.map(|&(block, line)| {
            let texts = self.blocks.get(block).and_then(|it| it.get(line..));
            let used = self.used.get(block).and_then(|it| it.get(line..));
            let pairs = texts
                .unwrap_or_default()
                .iter()
                .zip(used.unwrap_or_default());
            let same =
                |((text, used), line): &((&Text, &bool), &Added)| !**used && **text == line.text;
            (block, line, pairs.zip(lines).take_while(same).count())
        });
        let (block, line, length) = found.max_by_key(|(_, _, length)| *length)?;
        let moved = || lines.iter().take(length).map(|line| line.text);
        let with_text = moved().filter(|text| !self.texts.is_blank(*text)).count();
        (with_text >= MIN_MOVED_LINES && self.texts.say_enough(moved()))
            .then_some((block, line, length))
    }
}
