//! The lines that are new since the previous release, and which of them ran.

use std::collections::BTreeSet;

use super::marks::left_out;
use super::merged::{Lines, Merged};
use super::mismatch;
use super::source::{
    code_lines, is_unmeasured, language_in, language_of, may_be_script, script_language,
};
use super::unnamed::{begins_code, unnamed};
use crate::collect::Context;
use crate::collect::changes::base;
use crate::facts::{LineRange, Missing, NewCode, NewCodeFile};
use crate::repo::{NewLines, below};

/// The largest script whose first line is read, in bytes.
const MAX_SCRIPT: u64 = 1 << 20;

/// How many files are named of those that are no source.
const MAX_PASSED_OVER: usize = 100;

/// Holds the new lines against the reports. Without any report, they are known only where no source
/// file is new or changed.
///
/// # Errors
/// [`Missing`] if the previous release is not known, or if the commits cannot be compared.
pub(super) fn read(context: &Context, merged: Option<&Merged>) -> Result<Option<NewCode>, Missing> {
    let repository = context.repository()?;
    let before = base(&repository.history)?;
    let head = repository.head.as_ref();
    let head = head.ok_or_else(|| Missing::because("there is no commit"))?;
    let project = context.checkout().project();
    let previous = repository.history.previous.as_ref();
    let wanted = |path: &str| below(path, project).is_some_and(|it| is_source(context, it));
    let files = match merged {
        Some(merged) => {
            let is_named =
                |path: &str| below(path, project).is_some_and(|it| merged.file(it).is_some());
            let wanted = |path: &str| wanted(path) || is_named(path);
            let found = context.repo().new_lines(before, &head.commit, wanted)?;
            files(&found, project, merged)
        }
        None if context.repo().has_new(before, &head.commit, wanted)? => return Ok(None),
        None => Vec::new(),
    };
    let passed_over = match files.is_empty() {
        true => unmeasured(context, before, &head.commit)?,
        false => Vec::new(),
    };
    Ok(Some(NewCode {
        since: previous.map(|it| it.tag.clone()),
        files,
        passed_over,
    }))
}

/// Whether a file is source code, a script of a known language without an ending among them.
fn is_source(context: &Context, path: &str) -> bool {
    let first_line = || {
        let text = context.checkout().tracked_text(path, MAX_SCRIPT).ok()?;
        script_language(&text)
    };
    language_of(path).is_some() || (may_be_script(path) && first_line().is_some())
}

/// What is new or changed and holds code of a kind that is hardly ever measured.
fn unmeasured(context: &Context, before: Option<&str>, head: &str) -> Result<Vec<String>, Missing> {
    let project = context.checkout().project();
    let wanted = |path: &str| below(path, project).is_some_and(is_unmeasured);
    if !context.repo().has_new(before, head, wanted)? {
        return Ok(Vec::new());
    }
    let found = context.repo().new_lines(before, head, wanted)?;
    let found = found.iter().filter(|new| new.is_file);
    let own = found.filter_map(|new| below(&new.path, project));
    let mut own: Vec<String> = own.map(str::to_owned).collect();
    own.sort_unstable();
    own.truncate(MAX_PASSED_OVER);
    Ok(own)
}

fn files(found: &[NewLines], project: &str, merged: &Merged) -> Vec<NewCodeFile> {
    let files = found.iter().filter_map(|new| {
        let path = below(&new.path, project)?;
        let known = merged.file(path);
        // A link or a submodule (`vendor/chart.js`) holds no code of its own.
        if !new.is_file && known.is_none() {
            return None;
        }
        let text = new.text.as_deref().unwrap_or_default();
        let language = language_in(path, text).unwrap_or_else(|| ending(path));
        let file = file(new, path, language, known);
        let says_something = file.lines > 0 || file.excluded > 0;
        (says_something || file.opaque || file.mismatch.is_some()).then_some(file)
    });
    files.collect()
}

fn file(new: &NewLines, path: &str, language: &str, known: Option<&Lines>) -> NewCodeFile {
    let executable = match known {
        Some(lines) => measured(new, lines),
        None => guessed(new, path),
    };
    let excluded = known.map_or(0, |lines| {
        let ranges = new.lines.iter();
        let told: u64 = ranges
            .map(|range| lines.excluded(range.first, range.last))
            .sum();
        match told {
            0 => not_measured(new, path, language, lines),
            told => told,
        }
    });
    NewCodeFile {
        path: path.to_owned(),
        language: language.to_owned(),
        reported: known.is_some(),
        lines: executable.iter().flatten().count() as u64,
        covered: executable.iter().flatten().filter(|(_, ran)| *ran).count() as u64,
        uncovered: uncovered(&executable),
        excluded,
        opaque: new.text.is_none(),
        mismatch: known.and_then(|lines| mismatch::shown(new, language, lines)),
    }
}

/// How many new lines of code a mark in the file takes out of the measurement, or something else does:
/// a setting, or a feature that was not built.
fn not_measured(new: &NewLines, path: &str, language: &str, lines: &Lines) -> u64 {
    let text = new.text.as_deref().unwrap_or_default();
    let measures = |line: u64| {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        !lines.between(line.into(), line.into()).is_empty()
    };
    let is_new = |line: &u64| {
        let within = |it: &LineRange| (it.first..=it.last).contains(line);
        new.lines.iter().any(within)
    };
    let marked = left_out(path, text, measures).into_iter().zip(1..);
    let marked = marked.filter(|(is_marked, _)| *is_marked);
    let may_be_unnamed = text.lines().zip(1..).any(|(line, number)| {
        begins_code(line) && is_new(&number) && !lines.names_any(number, number)
    });
    let unnamed = match may_be_unnamed {
        true => unnamed(path, text, language, lines),
        false => Vec::new(),
    };
    let all: BTreeSet<u64> = marked.map(|(_, line)| line).chain(unnamed).collect();
    all.iter().filter(|line| is_new(line)).count() as u64
}

/// The ending of a file in a language that is not known.
fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map_or("unknown", |(_, ending)| ending)
}

/// The new lines that a report knows as executable, and whether each ran; those together that follow
/// each other in the file as far as all lines between them are new.
fn measured(new: &NewLines, lines: &Lines) -> Vec<Vec<(u64, bool)>> {
    let runs = new.lines.iter().map(|range| {
        let known = lines.between(range.first, range.last).iter();
        known.map(|&(line, ran)| (u64::from(line), ran)).collect()
    });
    runs.collect()
}

/// The new lines of a file that no report speaks of, as far as they are more than comments: none
/// ran.
fn guessed(new: &NewLines, path: &str) -> Vec<Vec<(u64, bool)>> {
    let code = code_lines(path, new.text.as_deref().unwrap_or_default());
    let is_code = |line: &u64| {
        let at = usize::try_from(line - 1).unwrap_or(usize::MAX);
        code.get(at).copied().unwrap_or(true)
    };
    let runs = new.lines.iter().map(|range| {
        let lines = (range.first..=range.last).filter(is_code);
        lines.map(|line| (line, false)).collect()
    });
    runs.collect()
}

/// The lines that did not run, those of a run together between which none ran.
fn uncovered(executable: &[Vec<(u64, bool)>]) -> Vec<LineRange> {
    let runs = executable
        .iter()
        .flat_map(|run| run.chunk_by(|one, next| one.1 == next.1));
    let missed = runs.filter(|run| run.first().is_some_and(|(_, ran)| !ran));
    missed
        .filter_map(|run| {
            Some(LineRange {
                first: run.first()?.0,
                last: run.last()?.0,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_did_not_run_stand_together_until_one_ran_or_is_not_new() {
        let lines = [
            vec![(3, false), (4, false), (7, false), (9, true), (12, false)],
            vec![(13, false), (14, true)],
        ];
        let ranges: Vec<_> = uncovered(&lines)
            .iter()
            .map(|it| (it.first, it.last))
            .collect();
        assert_eq!(ranges, [(3, 7), (12, 12), (13, 13)]);
        assert_eq!(uncovered(&[vec![(1, true)]]), []);
    }
}
