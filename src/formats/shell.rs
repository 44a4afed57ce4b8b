//! Shell text (POSIX sh, bash and what looks like them) as the commands that it runs.
//!
//! Nothing is run or expanded: variables stay as they are written. What is read is which programs
//! are called with which words, at which line, and whether anyone would notice if one failed.
//! Commands inside of `$(…)` are not read. POSIX.1-2017, Shell Command Language, §2.

mod lists;
mod names;
mod status;
mod tokens;
mod wrappers;

pub use names::{Named, all_named, named, plain, script, wrapped};
pub use status::Lost;

/// The longest text that is read, in bytes.
pub const MAX_SHELL: usize = 512 * 1024;

/// The most commands that one text may have; the rest is not read.
pub const MAX_COMMANDS: usize = 2_000;

/// The most words of one command that are kept.
pub const MAX_WORDS: usize = 64;

/// The longest word that is kept, in bytes; what is behind is cut off.
const MAX_WORD: usize = 512;

/// One simple command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The line on which it starts, 1 for the first line of the text.
    pub line: u64,
    /// Its words, without assignments before it and without redirections.
    pub words: Vec<String>,
    /// What keeps its failure from ending the script; `None` if it ends it.
    pub ignored: Option<Ignored>,
    /// What keeps its failure out of the exit status of the whole text, where a shell is handed that and
    /// nothing else; `None` if that tells of it.
    pub lost: Option<Lost>,
    /// The brackets that it stands in, by their numbers, the outermost first: what is changed in a
    /// subshell is as before behind it.
    pub within: Vec<usize>,
}

/// What keeps a command's failure from ending the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ignored {
    /// `command || true`
    OrTrue,
    /// `command | other` without `pipefail`
    Pipe,
    /// `command &`
    Background,
    /// `! command`
    Negated,
    /// `set +e` before it
    ErrorsOff,
}

impl Ignored {
    /// The words for it in a message.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Ignored::OrTrue => "its failure is ignored by what follows `||`",
            Ignored::Pipe => "its failure is lost in a pipe (no `pipefail`)",
            Ignored::Background => "it runs in the background, where its failure is not seen",
            Ignored::Negated => "`!` turns its failure into a success",
            Ignored::ErrorsOff => "its failure is ignored after `set +e`",
        }
    }
}

/// What is known of the shell that runs the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shell {
    /// Whether a pipe fails with any of its commands from the start.
    pub pipefail: bool,
    /// Whether it goes on after a command that failed, from the start.
    pub errors_off: bool,
    /// Whether the status of the text's last command is that of the whole, so that its failure is
    /// seen even where it goes on after others.
    pub last_counts: bool,
}

/// The commands of a text, in its order. Past [`MAX_SHELL`] or [`MAX_COMMANDS`], `complete` is
/// `false`.
#[must_use]
pub fn read(text: &str, shell: Shell) -> Script {
    let mut complete = true;
    let mut end = text.len().min(MAX_SHELL);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if end < text.len() {
        complete = false;
    }
    let tokens = tokens::tokens(text.get(..end).unwrap_or_default());
    let (mut commands, after) = lists::commands(&tokens, shell);
    if commands.len() > MAX_COMMANDS {
        commands.truncate(MAX_COMMANDS);
        complete = false;
    }
    Script {
        commands,
        complete,
        after,
    }
}

/// What was read of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The commands.
    pub commands: Vec<Command>,
    /// Whether all of the text was read.
    pub complete: bool,
    /// What is known of the shell once the text has run: what follows in the same one starts with it.
    pub after: Shell,
}

#[cfg(test)]
mod tests;
