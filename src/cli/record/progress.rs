//! What is to be seen while commands run: bars at a terminal, lines anywhere else.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::super::args::Common;
use super::super::output;
use crate::render::plain;

/// How often a bar moves.
const TICK: Duration = Duration::from_millis(100);

/// Everything goes to standard error.
pub(super) struct Progress<'a> {
    common: &'a Common,
    bars: Option<Bars>,
}

struct Bars {
    all: MultiProgress,
    /// How many commands have ended.
    count: ProgressBar,
}

/// A command that is shown to be running.
pub(super) struct Shown(Option<ProgressBar>);

impl<'a> Progress<'a> {
    /// For this many commands.
    pub fn new(common: &'a Common, count: usize) -> Self {
        let wanted = !common.quiet && count > 0 && io::stderr().is_terminal();
        Progress {
            common,
            bars: wanted.then(|| Bars::new(count as u64)),
        }
    }

    pub fn start(&self, title: &str) -> Shown {
        let Some(bars) = &self.bars else {
            output::remark(self.common, &format!("relcheck: {title} was started"));
            return Shown(None);
        };
        let bar = bars
            .all
            .insert_before(&bars.count, ProgressBar::new_spinner());
        bar.set_style(style("{spinner} {wide_msg} {elapsed}"));
        bar.set_message(plain(title).into_owned());
        bar.enable_steady_tick(TICK);
        Shown(Some(bar))
    }

    pub fn end(&self, shown: Shown, line: &str) {
        if let Shown(Some(bar)) = shown {
            bar.finish_and_clear();
        }
        if let Some(bars) = &self.bars {
            bars.count.inc(1);
        }
        self.say(&format!("relcheck: {line}"));
    }

    /// Shows what a command wrote.
    pub fn say_lines(&self, title: &str, lines: &[String]) {
        if lines.is_empty() {
            return self.say(&format!("  {title} wrote nothing"));
        }
        let lines: Vec<String> = lines
            .iter()
            .map(|line| format!("  | {}", plain(line)))
            .collect();
        self.say(&format!("  what {title} wrote last:\n{}", lines.join("\n")));
    }

    /// Takes the bars away.
    pub fn finish(self) {
        if let Some(bars) = self.bars {
            bars.count.finish_and_clear();
        }
    }

    fn say(&self, text: &str) {
        let say = || output::remark(self.common, text);
        match &self.bars {
            Some(bars) => bars.all.suspend(say),
            None => say(),
        }
    }
}

impl Bars {
    fn new(count: u64) -> Self {
        let all = MultiProgress::new();
        let bar = all.add(ProgressBar::new(count));
        bar.set_style(style("{bar:30} {pos} of {len}"));
        bar.tick();
        Bars { all, count: bar }
    }
}

/// A style that is not understood is the usual one.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}
