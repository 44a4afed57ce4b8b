//! The options and sub-commands that source code declares, read without running it.

pub mod python;
pub mod rust;

/// The command line that one source file declares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommandLine {
    /// Options and sub-commands, in the order of the file, without repetitions.
    pub words: Vec<Word>,
    /// The lines on which an option or sub-command is declared whose name is computed.
    pub computed: Vec<u64>,
}

/// An option or a sub-command.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word {
    /// What it is.
    pub kind: WordKind,
    /// The sub-command that an option belongs to; empty if it is the program itself, or if the
    /// source does not tell in one place.
    pub command: String,
    /// How users write it: `--verbose`, `-v`, `install`.
    pub name: String,
    /// The function, type or variable in the source that it stands at; empty for none. It only
    /// tells several of one name apart.
    pub scope: String,
    /// Whether it is left out of the help.
    pub hidden: bool,
    /// The line, starting at 1.
    pub line: u64,
}

/// What a [`Word`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordKind {
    /// `--verbose`.
    Option,
    /// `install`.
    Subcommand,
}

impl CommandLine {
    fn push(&mut self, word: Word) {
        let same = |known: &Word| {
            (known.kind, &known.command, &known.name, &known.scope)
                == (word.kind, &word.command, &word.name, &word.scope)
        };
        let full = self.words.len() >= MAX_WORDS;
        match self.words.iter_mut().find(|known| same(known)) {
            Some(known) => known.hidden &= word.hidden,
            None if full => self.computed.push(word.line),
            None => self.words.push(word),
        }
    }
}

/// The most words that are kept of one file. Large programs have hundreds.
const MAX_WORDS: usize = 2_000;

/// Every word as one text, for tests.
#[cfg(test)]
fn shown(line: &CommandLine) -> Vec<String> {
    let words = line.words.iter().map(|word| {
        let hidden = if word.hidden { " hidden" } else { "" };
        let name = format!("{} {}", word.command, word.name);
        let kind = match word.kind {
            WordKind::Option => "",
            WordKind::Subcommand => "command ",
        };
        format!("{}: {kind}{}{hidden}", word.line, name.trim())
    });
    words.collect()
}
