//! Changed files as a unified diff, in the form that `git apply` takes.
//!
//! Nothing is compared: the edits say which lines differ. So it costs what the edits cost, and it
//! shows each of them where it was made.

use std::fmt::Write as _;
use std::ops::Range;

use super::edit::Edit;
use super::plan::FileChange;

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 3;

/// The diff of all files, in their order; empty if there is none.
#[must_use]
pub fn unified(files: &[FileChange]) -> String {
    let mut diff = String::new();
    for file in files {
        write_file(&mut diff, file);
    }
    diff
}

fn write_file(diff: &mut String, file: &FileChange) {
    let (old, new) = (quoted("a/", &file.path), quoted("b/", &file.path));
    let _ = writeln!(diff, "diff --git {old} {new}");
    match &file.before {
        None => {
            let lines: Vec<&str> = file.after.split_inclusive('\n').collect();
            let _ = writeln!(
                diff,
                "new file mode 100644\n--- /dev/null\n+++ {new}{}",
                tab(&new)
            );
            let _ = writeln!(diff, "@@ -0,0 +1{} @@", length(lines.len()));
            write_lines(diff, '+', &lines);
        }
        Some(before) => {
            let _ = writeln!(diff, "--- {old}{}\n+++ {new}{}", tab(&old), tab(&new));
            write_hunks(diff, before, &file.edits);
        }
    }
}

/// Git ends a name with blanks in it by a tab.
fn tab(name: &str) -> &'static str {
    if name.contains(' ') && !name.starts_with('"') {
        "\t"
    } else {
        ""
    }
}

/// A path as git writes it: in quotes, with escapes, where a byte in it asks for that.
fn quoted(prefix: &str, path: &str) -> String {
    let special = |c: char| c.is_control() || matches!(c, '"' | '\\');
    if !path.contains(special) {
        return format!("{prefix}{path}");
    }
    let mut text = format!("\"{prefix}");
    for c in path.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            _ if c.is_control() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(text, "\\{byte:03o}");
                }
            }
            _ => text.push(c),
        }
    }
    text.push('"');
    text
}

/// Some lines of the old text, and those that take their place.
struct Region {
    lines: Range<usize>,
    new: String,
}

fn write_hunks(diff: &mut String, before: &str, edits: &[Edit]) {
    let lines: Vec<&str> = before.split_inclusive('\n').collect();
    let regions = regions(before, &lines, edits);
    let mut shift = 0_isize;
    let mut rest = regions.as_slice();
    while let Some(first) = rest.first() {
        let mut count = 1;
        let mut end = first.lines.end;
        while let Some(next) = rest.get(count)
            && next.lines.start <= end + 2 * CONTEXT
        {
            end = next.lines.end;
            count += 1;
        }
        let (group, later) = rest.split_at(count);
        shift += write_hunk(diff, &lines, group, end, shift);
        rest = later;
    }
}

/// Writes the regions as one hunk, and returns by how many lines the text grows.
fn write_hunk(
    diff: &mut String,
    lines: &[&str],
    group: &[Region],
    end: usize,
    shift: isize,
) -> isize {
    let start = group.first().map_or(0, |region| region.lines.start);
    let shown = start.saturating_sub(CONTEXT)..(end + CONTEXT).min(lines.len());
    let removed: usize = group.iter().map(|region| region.lines.len()).sum();
    let added: usize = group
        .iter()
        .map(|region| region.new.split_inclusive('\n').count())
        .sum();
    let new_length = shown.len() + added - removed;
    let new_start = shown.start.saturating_add_signed(shift);
    let _ = writeln!(
        diff,
        "@@ -{}{} +{}{} @@",
        first_line(shown.start, shown.len()),
        length(shown.len()),
        first_line(new_start, new_length),
        length(new_length)
    );
    let mut at = shown.start;
    for region in group {
        write_lines(
            diff,
            ' ',
            lines.get(at..region.lines.start).unwrap_or_default(),
        );
        write_lines(
            diff,
            '-',
            lines.get(region.lines.clone()).unwrap_or_default(),
        );
        let new: Vec<&str> = region.new.split_inclusive('\n').collect();
        write_lines(diff, '+', &new);
        at = region.lines.end;
    }
    write_lines(diff, ' ', lines.get(at..shown.end).unwrap_or_default());
    isize::try_from(added).unwrap_or_default() - isize::try_from(removed).unwrap_or_default()
}

/// Lines are counted from 1; a range without lines is named by the line before it.
fn first_line(start: usize, length: usize) -> usize {
    if length == 0 { start } else { start + 1 }
}

/// The number of lines of a range, which is left out if it is 1.
fn length(lines: usize) -> String {
    if lines == 1 {
        String::new()
    } else {
        format!(",{lines}")
    }
}

fn write_lines(diff: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        diff.push(sign);
        diff.push_str(line);
        if !line.ends_with('\n') {
            diff.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The lines that the sorted edits change, each region as small as whole lines can be.
fn regions(before: &str, lines: &[&str], edits: &[Edit]) -> Vec<Region> {
    let starts: Vec<usize> = lines
        .iter()
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some(start)
        })
        .collect();
    let offset = |line: usize| starts.get(line).copied().unwrap_or(before.len());
    // The line that a byte lies in; behind the last line break that is a line without text.
    let line_of = |at: usize| {
        let line = starts
            .partition_point(|&start| start <= at)
            .saturating_sub(1);
        let ended = at >= before.len() && (before.is_empty() || before.ends_with('\n'));
        if ended { lines.len() } else { line }
    };
    let mut regions: Vec<Region> = Vec::new();
    let mut rest = edits;
    while let Some(edit) = rest.first() {
        let first = line_of(edit.range.start);
        let mut end = first;
        let mut used = 0;
        let mut new;
        loop {
            // All edits that start before the end of what is replaced so far belong to it.
            while let Some(next) = rest.get(used)
                && (used == 0 || next.range.start < offset(end))
            {
                let last = next
                    .range
                    .end
                    .saturating_sub(usize::from(!next.range.is_empty()));
                let inside = next.range.start > offset(first) || !next.range.is_empty();
                end = end
                    .max(if inside { line_of(last) + 1 } else { first })
                    .min(lines.len());
                used += 1;
            }
            new = replaced(
                before,
                offset(first)..offset(end),
                rest.get(..used).unwrap_or_default(),
            );
            if new.is_empty() || new.ends_with('\n') || end >= lines.len() {
                break;
            }
            end += 1;
        }
        match regions.last_mut() {
            Some(Region { lines, new: before }) if lines.end == first => {
                lines.end = end;
                before.push_str(&new);
            }
            _ => regions.push(Region {
                lines: first..end,
                new,
            }),
        }
        rest = rest.get(used..).unwrap_or_default();
    }
    let mut regions: Vec<Region> = regions
        .into_iter()
        .map(|region| trimmed(lines, region))
        .collect();
    regions.retain(|region| !region.lines.is_empty() || !region.new.is_empty());
    regions
}

fn replaced(before: &str, range: Range<usize>, edits: &[Edit]) -> String {
    let mut new = String::new();
    let mut at = range.start;
    for edit in edits {
        new.push_str(before.get(at..edit.range.start).unwrap_or_default());
        new.push_str(&edit.text);
        at = edit.range.end;
    }
    new.push_str(before.get(at..range.end).unwrap_or_default());
    new
}

/// The region without the lines at its ends that stay as they are.
fn trimmed(lines: &[&str], region: Region) -> Region {
    let Region { lines: range, new } = region;
    let old = lines.get(range.clone()).unwrap_or_default();
    let added: Vec<&str> = new.split_inclusive('\n').collect();
    let before = old.iter().zip(&added).take_while(|(a, b)| a == b).count();
    let most = old.len().min(added.len()) - before;
    let after = old.iter().rev().zip(added.iter().rev());
    let after = after.take(most).take_while(|(a, b)| a == b).count();
    let kept = added.get(before..added.len() - after).unwrap_or_default();
    Region {
        lines: range.start + before..range.end - after,
        new: kept.concat(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::edit::apply;
    use super::super::edit::tests::edit;
    use super::*;

    fn change(before: &str, mut edits: Vec<Edit>) -> FileChange {
        let after = apply(before, &mut edits).unwrap();
        FileChange {
            path: "a".to_owned(),
            before: Some(before.to_owned()),
            after,
            edits,
        }
    }

    #[test]
    fn a_changed_line_is_shown_with_what_stands_around_it() {
        let file = change("1\n2\n3\n4\nold\n6\n7\n8\n9\n", vec![edit(8..11, "new")]);
        insta::assert_snapshot!(unified(&[file]), @"
        diff --git a/a b/a
        --- a/a
        +++ b/a
        @@ -2,7 +2,7 @@
         2
         3
         4
        -old
        +new
         6
         7
         8
        ");
    }

    #[test]
    fn an_insertion_removes_nothing_and_a_missing_line_break_is_said() {
        let file = change("a\nb", vec![edit(0..0, "x\n"), edit(2..3, "c")]);
        insta::assert_snapshot!(unified(&[file]), @r"
        diff --git a/a b/a
        --- a/a
        +++ b/a
        @@ -1,2 +1,3 @@
        +x
         a
        -b
        \ No newline at end of file
        +c
        \ No newline at end of file
        ");
    }

    #[test]
    fn a_new_file_comes_from_nowhere() {
        let file = FileChange {
            path: "a \"b\"".to_owned(),
            before: None,
            after: "one\n".to_owned(),
            edits: Vec::new(),
        };
        insta::assert_snapshot!(unified(&[file]), @r#"
        diff --git "a/a \"b\"" "b/a \"b\""
        new file mode 100644
        --- /dev/null
        +++ "b/a \"b\""
        @@ -0,0 +1 @@
        +one
        "#);
    }

    /// What a diff of one file makes of its old text: what `patch` does, without its tolerance.
    fn patched(before: &str, diff: &str) -> String {
        let old: Vec<&str> = before.split_inclusive('\n').collect();
        let mut new = String::new();
        let mut at = 0;
        let lines: Vec<&str> = diff.split_inclusive('\n').skip(3).collect();
        for (index, line) in lines.iter().enumerate() {
            let bare = lines
                .get(index + 1)
                .is_some_and(|next| next.starts_with('\\'));
            let text = &line[1..];
            let text = if bare {
                text.strip_suffix('\n').unwrap()
            } else {
                text
            };
            match line.chars().next() {
                Some('@') => {
                    let numbers = line.split(['-', ',', ' ']).nth(2).unwrap();
                    let start: usize = numbers.parse().unwrap();
                    let none = line.contains(",0 +");
                    let start = if none { start } else { start - 1 };
                    new.push_str(&old[at..start].concat());
                    at = start;
                }
                Some(sign @ (' ' | '-')) => {
                    assert_eq!(text, old[at], "{diff}");
                    at += 1;
                    if sign == ' ' {
                        new.push_str(text);
                    }
                }
                Some('+') => new.push_str(text),
                _ => {}
            }
        }
        new + &old[at..].concat()
    }

    proptest! {
        #[test]
        fn the_diff_makes_what_the_edits_make(
            before in "([abc]{0,2}\r?\n){0,30}[ab]{0,2}",
            places in proptest::collection::vec((0_usize..70, 0_usize..5, "[xy\n]{0,4}"), 0..6),
        ) {
            let edits: Vec<Edit> = places.iter().map(|(start, length, text)| edit(*start..start + length, text)).collect();
            let mut sorted = edits.clone();
            if let Ok(after) = apply(&before, &mut sorted) {
                let diff = unified(&[change(&before, edits)]);
                prop_assert_eq!(patched(&before, &diff), after, "{}", diff);
            }
        }
    }
}
