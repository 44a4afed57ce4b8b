//! The section of the release: the one that is there, the unreleased one, or a new one.

use super::Edits;
use super::draft::Draft;
use super::lines::{Block, Lines};
use super::links;
use super::style::{self, New, Styled, replaced};
use crate::bump::declared::find_all;
use crate::bump::spelling;
use crate::facts::{ChangelogFile, Section};
use crate::formats::changelog::unreleased_words;
use crate::formats::dates;
use crate::release::Version;

/// How many lines below a heading may say that it is not released.
const STATUS_LINES: usize = 3;

/// A changelog, and what is to become of it.
pub(super) struct Sections<'s> {
    pub file: &'s ChangelogFile,
    pub lines: &'s Lines<'s>,
    pub new: &'s New<'s>,
    pub draft: &'s Draft,
    /// Whether a date that is there already gives way to the new one.
    pub redated: bool,
    pub tag_prefix: &'s str,
}

/// The version that a section is about.
pub(super) fn version_of(section: &Section) -> Option<Version> {
    section.version.as_ref()?.to_version()
}

impl Sections<'_> {
    /// The edits; `None` if a new section is wanted, and may not be made up.
    pub(super) fn edits(&self, may_insert: bool) -> Option<Edits> {
        if let Some(own) = self.own() {
            return Some(self.finish(own));
        }
        if let Some(unreleased) = self.unreleased() {
            return Some(self.release(unreleased));
        }
        may_insert.then(|| self.insert())
    }

    /// Whether the section will have nothing to say.
    pub(super) fn stays_empty(&self) -> bool {
        let section = self.own().or_else(|| self.unreleased());
        self.draft.is_empty() && section.is_none_or(|section| section.empty)
    }

    fn own(&self) -> Option<&Section> {
        let is_own = |section: &&Section| version_of(section).as_ref() == Some(self.new.version);
        self.file.sections.iter().find(is_own)
    }

    /// The unreleased section for the version's line, the one without a version, or the first.
    fn unreleased(&self) -> Option<&Section> {
        let unreleased = || {
            self.file
                .sections
                .iter()
                .filter(|section| section.unreleased && !section.stale)
        };
        let new = self.new.version;
        let same = |section: &&Section| version_of(section).is_some_and(|it| it.leads_to_same(new));
        unreleased()
            .find(same)
            .or_else(|| unreleased().find(|section| section.version.is_none()))
            .or_else(|| unreleased().next())
    }

    fn style(&self) -> Option<Styled> {
        style::of_file(self.file, self.lines, self.new)
    }

    fn day(&self) -> String {
        style::day_like(self.file, self.lines, self.new.date)
    }

    /// The section for the version: it gets the date that it lacks, and what was unreleased is.
    fn finish(&self, section: &Section) -> Edits {
        let mut edits = Edits::new();
        if section.unreleased || section.date.is_none() {
            edits.extend(self.dated(section, &Block::at(self.lines, section.line).title));
        } else if self.redated {
            edits.extend(self.redate(section));
        }
        if !edits.is_empty() {
            edits.extend(self.entries(section));
        }
        edits
    }

    /// The unreleased section becomes that of the version.
    fn release(&self, section: &Section) -> Edits {
        let block = Block::at(self.lines, section.line);
        let mut edits = match &section.version {
            Some(version) => {
                let old = version.text.trim_start_matches(['v', 'V']);
                let spelled = spelling::like(old, self.new.version, self.new.scheme);
                let places = find_all(&block.title, old).map(|at| {
                    let spelled = spelled
                        .clone()
                        .unwrap_or_else(|| self.new.version.to_string());
                    (at, at + old.len(), spelled)
                });
                let title = replaced(&block.title, places.collect());
                self.dated(section, &title.unwrap_or_else(|| block.title.clone()))
            }
            None => self.renamed(&block),
        };
        edits.extend(self.entries(section));
        edits.extend(self.linked());
        edits
    }

    /// A heading without a version becomes one in the file's style, and an empty one like it is put
    /// above it.
    fn renamed(&self, block: &Block) -> Edits {
        let line_break = self.lines.line_break();
        let styled = self.style().unwrap_or_else(|| self.plain(block));
        let mut text = styled.block.text(line_break);
        if let Some(status) = &styled.status {
            text.push_str(&format!("{line_break}{line_break}{status}"));
        }
        let range = block.range(self.lines);
        let mut edits = vec![(range.clone(), text)];
        if !block.title.contains(|c: char| c.is_ascii_digit()) || block.title.contains("](") {
            let blanks = self.blanks();
            let above = self.moved_link(block).text(line_break);
            let gap = line_break.repeat(blanks + 1);
            edits.push((range.start..range.start, format!("{above}{gap}")));
        }
        edits
    }

    /// How many blank lines stand between two sections.
    fn blanks(&self) -> usize {
        let lines = self.file.sections.iter().skip(1);
        let blocks = lines.map(|section| Block::at(self.lines, section.line).lines.0);
        let between = blocks.map(|line| self.lines.blanks_above(line)).next();
        between.unwrap_or(1).clamp(1, 3)
    }

    /// `## [Unreleased](…/compare/v1.2.3...HEAD)` compares with the new tag afterwards.
    fn moved_link(&self, block: &Block) -> Block {
        let Some(start) = block
            .title
            .find("/compare/")
            .map(|at| at + "/compare/".len())
        else {
            return block.clone();
        };
        let end = block.title.get(start..).and_then(|rest| rest.find(".."));
        let tag = format!("{}{}", self.tag_prefix, self.spelled());
        let title = end.and_then(|end| replaced(&block.title, vec![(start, start + end, tag)]));
        block.retitled(title.unwrap_or_else(|| block.title.clone()))
    }

    /// A heading in the usual style, where the file shows none: it takes the other one's markup.
    fn plain(&self, like: &Block) -> Styled {
        let (version, date) = (self.spelled(), self.day());
        let hashes: String = like.title.chars().take_while(|c| *c == '#').collect();
        let name =
            if like.title.contains('[') || (!hashes.is_empty() && self.file.sections.is_empty()) {
                format!("[{version}]")
            } else {
                version
            };
        let title = match (hashes.is_empty(), self.file.format.as_str()) {
            (false, _) => format!("{hashes} {name} - {date}"),
            (true, "markdown") => format!("{name} - {date}"),
            (true, _) => format!("{name} ({date})"),
        };
        Styled {
            block: like.retitled(title),
            status: None,
        }
    }

    /// The version as the file spells its own.
    fn spelled(&self) -> String {
        let sample = self
            .file
            .sections
            .iter()
            .find_map(|section| section.version.as_ref());
        let sample = sample.map_or("0.0.0", |version| {
            version.text.trim_start_matches(['v', 'V'])
        });
        let spelled = spelling::like(sample, self.new.version, self.new.scheme);
        spelled.unwrap_or_else(|| self.new.version.to_string())
    }

    /// Dates a section whose title becomes `title`: in the place of the words that say that it is
    /// not released, or where the file has its dates.
    fn dated(&self, section: &Section, title: &str) -> Edits {
        let block = Block::at(self.lines, section.line);
        let retitled = |title: String| {
            let text = block.retitled(title).text(self.lines.line_break());
            (block.range(self.lines), text)
        };
        let spelled = self.spelled();
        let behind = find_all(title, &spelled)
            .last()
            .map_or(0, |at| at + spelled.len());
        if let Some(words) = title.get(behind..).and_then(unreleased_words) {
            let part = (behind + words.start, behind + words.end, self.day());
            let title = replaced(title, vec![part]).unwrap_or_else(|| title.to_owned());
            return vec![retitled(title)];
        }
        let style = self.style();
        let status = style.as_ref().and_then(|style| style.status.clone());
        for (line, content) in self.lines.content_below(block.lines.1, STATUS_LINES) {
            let Some(words) = unreleased_words(content) else {
                continue;
            };
            let alone = content.trim_matches(['*', '_', ' ', '.', '(', ')']).len() == words.len();
            let text = match (&status, alone) {
                (Some(status), _) => status.clone(),
                (None, true) => {
                    let day = format!("Released {}", self.day());
                    replaced(content, vec![(words.start, words.end, day)]).unwrap_or_default()
                }
                (None, false) => {
                    let part = (words.start, words.end, self.day());
                    replaced(content, vec![part]).unwrap_or_default()
                }
            };
            return vec![retitled(title.to_owned()), (self.lines.range(line), text)];
        }
        match (style, status) {
            (_, Some(status)) => {
                let (range, text) = retitled(title.to_owned());
                let end = self.lines.line_break();
                vec![(range, format!("{text}{end}{end}{status}"))]
            }
            (Some(style), None) => vec![(
                block.range(self.lines),
                style.block.text(self.lines.line_break()),
            )],
            (None, None) if self.file.format == "markdown" => {
                vec![retitled(format!("{} - {}", title.trim_end(), self.day()))]
            }
            (None, None) => vec![retitled(format!("{} ({})", title.trim_end(), self.day()))],
        }
    }

    /// Puts the new day in the place of the section's own.
    fn redate(&self, section: &Section) -> Edits {
        let block = Block::at(self.lines, section.line);
        let below = self.lines.content_below(block.lines.1, STATUS_LINES);
        let title = std::iter::once((section.line, block.title.as_str()));
        for (line, content) in title.chain(below) {
            let Some(found) = dates::find(content).filter(|found| found.date == section.date)
            else {
                continue;
            };
            let part = (found.range.start, found.range.end, self.day());
            let text = replaced(content, vec![part]).unwrap_or_else(|| content.to_owned());
            if line == section.line {
                let text = block.retitled(text).text(self.lines.line_break());
                return vec![(block.range(self.lines), text)];
            }
            return vec![(self.lines.range(line), text)];
        }
        Edits::new()
    }

    /// What an empty section says, below its heading.
    fn entries(&self, section: &Section) -> Edits {
        if !section.empty || self.draft.is_empty() {
            return Edits::new();
        }
        let last = Block::at(self.lines, section.line).lines.1;
        let at = self.lines.start(last + 1);
        let end = self.lines.line_break();
        let open = if last == self.lines.count() && self.lines.range(last).end == at {
            end
        } else {
            ""
        };
        vec![(at..at, format!("{open}{end}{}", self.drafted()))]
    }

    fn drafted(&self) -> String {
        let grouped = self.file.format == "markdown"
            && (self.file.sections.iter().all(|section| section.empty)
                || self
                    .file
                    .sections
                    .iter()
                    .any(|section| section.groups.iter().any(|group| group.name.is_some())));
        let level = self.file.sections.first().map_or(2, |section| {
            let title = self.lines.content(section.line);
            title.chars().take_while(|c| *c == '#').count().max(2)
        });
        let heading = "#".repeat(level + 1);
        let heading = grouped.then_some(heading.as_str());
        self.draft
            .text(self.marker(), heading, self.lines.line_break())
    }

    /// The mark that the file's lists have.
    fn marker(&self) -> &'static str {
        let first = (1..=self.lines.count()).find_map(|line| {
            let content = self.lines.content(line).trim_start();
            ["- ", "* ", "+ "]
                .into_iter()
                .find(|mark| content.starts_with(mark))
        });
        match first {
            Some("* ") => "*",
            Some("+ ") => "+",
            _ => "-",
        }
    }

    /// A new section above the others, or behind a text that has none.
    fn insert(&self) -> Edits {
        let end = self.lines.line_break();
        let styled = self
            .style()
            .unwrap_or_else(|| self.plain(&self.neighbour()));
        let mut text = styled.block.text(end);
        if let Some(status) = &styled.status {
            text.push_str(&format!("{end}{end}{status}"));
        }
        text.push_str(&format!("{end}{end}{}", self.drafted()));
        let mut edits = match self.file.sections.first() {
            Some(first) => {
                let at = self.lines.start(self.first_line(first));
                let gap = if self.draft.is_empty() {
                    self.blanks() - 1
                } else {
                    self.blanks()
                };
                vec![(at..at, format!("{text}{}", end.repeat(gap)))]
            }
            None => {
                let at = self.lines.start(self.lines.count() + 1);
                let last = self.lines.content(self.lines.count());
                let ended = self.lines.range(self.lines.count()).end < at || at == 0;
                let gap = match (ended, last.trim().is_empty()) {
                    (true, true) => "".to_owned(),
                    (true, false) => end.to_owned(),
                    (false, _) => end.repeat(2),
                };
                vec![(at..at, format!("{gap}{text}"))]
            }
        };
        edits.extend(self.linked());
        edits
    }

    /// The heading that a new one is to look like, where no release shows how: the first section's,
    /// or a second-level one.
    fn neighbour(&self) -> Block {
        if let Some(first) = self.file.sections.first() {
            return Block::at(self.lines, first.line);
        }
        let under = (self.file.format != "markdown").then(|| "-".to_owned());
        Block {
            over: None,
            title: if under.is_some() {
                "x".to_owned()
            } else {
                "## ".to_owned()
            },
            under,
            lines: (1, 1),
        }
    }

    /// The first line that belongs to a section: that of a label or an anchor directly above it.
    fn first_line(&self, section: &Section) -> u64 {
        let mut line = Block::at(self.lines, section.line).lines.0;
        loop {
            let above = line.saturating_sub(1);
            let content = self.lines.content(above).trim();
            let label = above > 0 && (content.starts_with(".. _") || content.starts_with("<a "));
            let spaced = above > 1 && content.is_empty() && {
                let content = self.lines.content(above - 1).trim();
                content.starts_with(".. _")
            };
            match (label, spaced) {
                (true, _) => line = above,
                (false, true) => line = above - 1,
                (false, false) => return line,
            }
        }
    }

    fn linked(&self) -> Edits {
        if self.file.format != "markdown" {
            return Edits::new();
        }
        let released = self
            .file
            .sections
            .iter()
            .filter(|section| !section.unreleased);
        let released = released.filter_map(|section| Some(section.version.as_ref()?.text.as_str()));
        let spelled = self.spelled();
        let versions = links::Versions {
            new: &spelled,
            released: released.collect(),
            tag_prefix: self.tag_prefix,
        };
        links::edits(self.lines, &versions)
    }
}
