//! The terminal report: the matrix of release types first, then what blocks the one asked for.
//!
//! Nothing in it depends on the width of the terminal: the same report gives the same bytes.

use comfy_table::{Cell, CellAlignment, Table, presets};

use super::style::{decision_word, is_open, sign};
use super::{Style, View, plain};
use crate::report::Report;
use crate::verdict::{Decision, Evidence, Finding, Level, Outcome, Status, Verdict};

/// How many findings of one rule are shown; `-v` shows all.
const MAX_FINDINGS: usize = 10;

/// How wide a long list is printed, in characters.
const WIDTH: usize = 100;

/// Renders the report.
pub(super) fn render(report: &Report, view: View) -> String {
    let page = Page {
        report,
        view,
        style: Style::new(view.colour),
    };
    let mut blocks = vec![page.heading(), page.matrix(), page.summary()];
    if view.quiet {
        blocks.extend(page.hidden_weakenings());
    } else {
        blocks.extend(page.outcomes());
        blocks.extend(page.weakenings());
        blocks.extend(page.hint());
    }
    blocks.join("\n\n") + "\n"
}

struct Page<'a> {
    report: &'a Report,
    view: View,
    style: Style,
}

impl Page<'_> {
    fn heading(&self) -> String {
        let report = self.report;
        let head = report
            .repository
            .head
            .as_deref()
            .map_or("no commit", |commit| short(commit));
        let branch = report.repository.branch.as_deref().unwrap_or("no branch");
        let dirty = if report.repository.dirty == Some(true) {
            " with changes"
        } else {
            ""
        };
        format!(
            "{} at {}{dirty} on {}, stage {}, {}",
            self.style.bold(&plain(&report.project.name)),
            plain(head),
            plain(branch),
            report.stage,
            plain(&report.clock.now)
        )
    }

    fn matrix(&self) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        let shown = self.shown_statuses();
        let numbers = shown
            .iter()
            .map(|status| Cell::new(status.name()).set_alignment(CellAlignment::Right));
        let header = ["", "TYPE", "VERSION", "DECISION"]
            .into_iter()
            .map(Cell::new)
            .chain(numbers);
        table.set_header(header);
        for verdict in &self.report.verdicts {
            let own = self
                .report
                .own_verdict()
                .is_some_and(|own| own.subject == verdict.subject);
            table.add_row(self.row(verdict, own, &shown));
        }
        // Painted after the layout, which must not count the colours' own characters.
        let lines = table.to_string();
        let mut lines = lines.lines();
        let header = lines.next().map(|line| self.style.dim(line.trim_end()));
        let rows = lines.zip(&self.report.verdicts).map(|(line, verdict)| {
            let word = decision_word(verdict);
            line.trim_end()
                .replacen(word, &self.style.decision(verdict), 1)
        });
        header
            .into_iter()
            .chain(rows)
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn row(&self, verdict: &Verdict, own: bool, shown: &[Status]) -> Vec<Cell> {
        let version = verdict
            .version
            .as_ref()
            .map_or("", |version| version.normal.as_str());
        let mut row = vec![
            Cell::new(if own { "→" } else { " " }),
            Cell::new(plain(&verdict.subject)),
            Cell::new(plain(version)),
            Cell::new(decision_word(verdict)),
        ];
        row.extend(shown.iter().map(|status| {
            let count = verdict.counts.get(*status);
            let text = if count == 0 {
                "-".to_owned()
            } else {
                count.to_string()
            };
            Cell::new(text).set_alignment(CellAlignment::Right)
        }));
        row
    }

    /// The statuses that occur, and the ones that everybody looks for.
    fn shown_statuses(&self) -> Vec<Status> {
        let always = [Status::Fail, Status::Unknown, Status::Warn, Status::Pass];
        Status::ALL
            .into_iter()
            .filter(|status| {
                let occurs = self
                    .report
                    .verdicts
                    .iter()
                    .any(|verdict| verdict.counts.get(*status) > 0);
                always.contains(status) || occurs
            })
            .collect()
    }

    /// The decision in one sentence.
    fn summary(&self) -> String {
        let Some(verdict) = self.report.own_verdict() else {
            return "NO-GO: there is no verdict".to_owned();
        };
        let version = verdict.version.as_ref().map_or(String::new(), |version| {
            format!(" {}", plain(&version.normal))
        });
        let because = if self.report.question.reason.is_empty() {
            String::new()
        } else {
            format!(" ({})", plain(&self.report.question.reason))
        };
        let decision = self.style.decision(verdict);
        format!(
            "{decision} for {}{version}{because}{}",
            plain(&verdict.subject),
            count_of_blockers(verdict)
        )
    }

    /// The rules worth showing: what blocks, what warns, and with `-v` everything else.
    fn outcomes(&self) -> Vec<String> {
        let own: Vec<&Outcome> = self
            .report
            .outcomes_of(self.report.question.release_type)
            .collect();
        let shown = |outcome: &&&Outcome| self.is_shown(outcome);
        let mut chosen: Vec<&Outcome> = own.iter().filter(shown).copied().collect();
        chosen.sort_by_key(|outcome| (rank(outcome), outcome.rule.clone()));
        chosen
            .into_iter()
            .map(|outcome| {
                let folded = own
                    .iter()
                    .filter(|other| other.folded_under.as_ref() == Some(&outcome.rule))
                    .copied();
                self.outcome(outcome, &folded.collect::<Vec<_>>())
            })
            .collect()
    }

    fn is_shown(&self, outcome: &Outcome) -> bool {
        let quiet = matches!(outcome.status, Status::Pass | Status::NotApplicable);
        self.view.verbose || (!quiet && outcome.folded_under.is_none())
    }

    fn outcome(&self, outcome: &Outcome, folded: &[&Outcome]) -> String {
        let status = format!("{} {}", sign(outcome.status), outcome.status.name());
        let mut lines = vec![format!(
            "{}  {}  {}",
            self.style.status(outcome.status, &status),
            self.style.bold(&plain(&outcome.rule)),
            self.style.dim(&plain(&outcome.title))
        )];
        // The engine's own messages have several lines.
        let reason = outcome.reason.iter().flat_map(|reason| reason.lines());
        lines.extend(reason.map(|line| format!("    {}", plain(line))));
        lines.extend(self.looked_at(outcome));
        let limit = if self.view.verbose {
            usize::MAX
        } else {
            MAX_FINDINGS
        };
        let (shown, hidden) = outcome.findings.split_at(limit.min(outcome.findings.len()));
        // What mends several in a row is said once, below the last of them.
        for alike in shown.chunk_by(|one, next| one.fix == next.fix) {
            lines.extend(alike.iter().map(|finding| self.finding(finding)));
            let fix = alike.first().and_then(|finding| finding.fix.as_deref());
            lines.extend(fix.map(|fix| self.fix_of(alike.len(), 6, fix)));
        }
        let hidden = hidden.len();
        if hidden > 0 {
            lines.push(
                self.style
                    .dim(&format!("    … and {hidden} more (-v shows all)")),
            );
        }
        lines.extend(self.advice(outcome));
        if !folded.is_empty() && !self.view.verbose {
            let names: Vec<&str> = folded.iter().map(|outcome| outcome.rule.as_str()).collect();
            lines.push(self.style.dim(&format!(
                "    folded under it: {}",
                plain(&names.join(", "))
            )));
        }
        lines.join("\n")
    }

    fn looked_at(&self, outcome: &Outcome) -> Option<String> {
        let listed = format!("looked at: {}", outcome.looked_at.join(", "));
        let line = || format!("    {}", self.style.dim(&wrapped(&plain(&listed), 15)));
        (!outcome.looked_at.is_empty()).then(line)
    }

    fn finding(&self, finding: &Finding) -> String {
        let mut text = finding.message.clone();
        if !finding.message.contains(&finding.subject) {
            text = format!("{}: {text}", finding.subject);
        }
        if let Some(place) = finding
            .evidence
            .as_ref()
            .and_then(place)
            .filter(|place| !text.contains(place))
        {
            text = format!("{text} ({place})");
        }
        if let Some(ticket) = &finding.waived_by {
            text = format!("{text} [waived by {ticket}]");
        }
        let mark = match finding.level {
            Level::Warn => self.style.status(Status::Warn, "!"),
            Level::Deny => "-".to_owned(),
        };
        format!("    {mark} {}", plain(&text))
    }

    /// The rule's own advice, where what blocks brings none of its own.
    fn advice(&self, outcome: &Outcome) -> Option<String> {
        let mut blocking = outcome
            .findings
            .iter()
            .filter(|finding| finding.level == Level::Deny);
        let wanted = match outcome.status {
            Status::Pass | Status::NotApplicable | Status::Warn | Status::Waived => false,
            Status::Fail => blocking.any(|finding| finding.fix.is_none()),
            // What is wrong with a rule is mended in the rule, not in the release.
            Status::Error => false,
            Status::Unknown | Status::Pending => true,
        };
        outcome
            .fix
            .as_ref()
            .filter(|_| wanted)
            .map(|fix| self.fix(4, fix))
    }

    fn fix(&self, indent: usize, fix: &str) -> String {
        self.fix_of(1, indent, fix)
    }

    /// What mends so many findings.
    fn fix_of(&self, findings: usize, indent: usize, fix: &str) -> String {
        let label = match findings {
            0 | 1 => "fix:".to_owned(),
            several => format!("fix for these {several}:"),
        };
        format!(
            "{:indent$}{} {}",
            "",
            self.style.dim(&label),
            self.style.command(&plain(fix))
        )
    }

    fn weakenings(&self) -> Option<String> {
        if self.report.weakenings.is_empty() {
            return None;
        }
        let mut lines = vec![
            self.style
                .bold("This decision is weaker than the process asks for:"),
        ];
        lines.extend(
            self.report
                .weakenings
                .iter()
                .map(|weakening| format!("    - {}", wrapped(&plain(weakening), 6))),
        );
        Some(lines.join("\n"))
    }

    /// With `-q`, what weakens the decision is counted at least.
    fn hidden_weakenings(&self) -> Option<String> {
        match self.report.weakenings.len() {
            0 => None,
            1 => Some("weaker than the process asks for, in 1 point that -q hides".to_owned()),
            count => Some(format!(
                "weaker than the process asks for, in {count} points that -q hides"
            )),
        }
    }

    fn hint(&self) -> Option<String> {
        let first = self
            .report
            .outcomes_of(self.report.question.release_type)
            .find(|outcome| outcome.blocks() && outcome.folded_under.is_none())?;
        let hint = format!(
            "relcheck explain {} tells more about a rule; -v shows what passes and what does not apply",
            first.rule
        );
        Some(self.style.dim(&hint))
    }
}

/// The text in lines of at most [`WIDTH`] characters where its words allow it, all but the first
/// indented.
pub(super) fn wrapped(text: &str, indent: usize) -> String {
    let mut lines = String::new();
    let mut used = indent;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > indent && used + 1 + length > WIDTH {
            lines.push_str(&format!("\n{:indent$}", ""));
            used = indent;
        } else if used > indent {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines
}

fn count_of_blockers(verdict: &Verdict) -> String {
    match (&verdict.reason, verdict.decision, verdict.counts.blocking) {
        (Some(reason), _, _) => format!(": {reason}"),
        (None, Some(Decision::NoGo), 1) => ": 1 rule blocks".to_owned(),
        (None, Some(Decision::NoGo), count) => format!(": {count} rules block"),
        (None, None, _) if is_open(verdict) => {
            ": none of the selected rules blocks, and not all of them pass; that is no GO"
                .to_owned()
        }
        (None, None, _) => ": the selected rules pass; that is no GO".to_owned(),
        _ => String::new(),
    }
}

/// What blocks comes first, then what to look at.
fn rank(outcome: &Outcome) -> u8 {
    match outcome.status {
        Status::Error if outcome.blocks() => 0,
        Status::Fail if outcome.blocks() => 1,
        Status::Unknown if outcome.blocks() => 2,
        Status::Error | Status::Fail | Status::Unknown | Status::Warn => 3,
        Status::Waived => 4,
        Status::Pending => 5,
        Status::Pass => 6,
        Status::NotApplicable => 7,
    }
}

/// `file:line`, or the commit.
pub(super) fn place(evidence: &Evidence) -> Option<String> {
    match (&evidence.file, evidence.line, &evidence.commit) {
        (Some(file), Some(line), _) => Some(format!("{file}:{line}")),
        (Some(file), None, _) => Some(file.clone()),
        (None, _, Some(commit)) => Some(short(commit).to_owned()),
        (None, _, None) => None,
    }
}

pub(super) fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

#[cfg(test)]
mod tests;
