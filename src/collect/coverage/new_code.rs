//! The lines that are new since the previous release, and which of them ran.

use super::marks::left_out;
use super::merged::{Lines, Merged};
use super::mismatch;
use super::source::{code_lines, language_of};
use crate::collect::Context;
use crate::collect::changes::base;
use crate::facts::{LineRange, Missing, NewCode, NewCodeFile};
use crate::repo::{NewLines, below};

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
    let wanted = |path: &str| below(path, project).and_then(language_of).is_some();
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
    Ok(Some(NewCode {
        since: previous.map(|it| it.tag.clone()),
        files,
    }))
}

fn files(found: &[NewLines], project: &str, merged: &Merged) -> Vec<NewCodeFile> {
    let files = found.iter().filter_map(|new| {
        let path = below(&new.path, project)?;
        let language = language_of(path).unwrap_or_else(|| ending(path));
        let file = file(new, path, language, merged.file(path));
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
            0 => marked(new, path, lines),
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

/// How many new lines of code a mark in the file takes out of the measurement.
fn marked(new: &NewLines, path: &str, lines: &Lines) -> u64 {
    let measures = |line: u64| {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        !lines.between(line.into(), line.into()).is_empty()
    };
    let marked = left_out(path, new.text.as_deref().unwrap_or_default(), measures);
    let is_new = |line: u64| {
        let within = |it: &LineRange| (it.first..=it.last).contains(&line);
        new.lines.iter().any(within)
    };
    let numbered = marked.into_iter().zip(1..);
    numbered
        .filter(|(is_marked, line)| *is_marked && is_new(*line))
        .count() as u64
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
