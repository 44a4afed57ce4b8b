//! Tables of versions in Markdown.

use super::{MAX_ROWS, Policy, Remark, Row, cells, ranges, shown};

/// Words that a heading of the column of versions is made of.
const VERSION_WORDS: &[&str] = &[
    "version",
    "versions",
    "release",
    "releases",
    "branch",
    "branches",
    "series",
    "tag",
    "line",
    "major",
    "minor",
    "supported",
    "software",
    "package",
    "number",
];

/// Words of which one makes a column of versions.
const VERSION: &[&str] = &[
    "version", "versions", "release", "releases", "branch", "branches", "series", "tag",
];

/// Words of which one makes a column that says how far support goes.
const SUPPORT: &[&str] = &[
    "support",
    "supported",
    "status",
    "maintained",
    "maintenance",
    "security",
    "fixes",
    "updates",
    "patches",
];

/// Where a table has what.
#[derive(Clone, Copy)]
struct Columns {
    version: usize,
    support: usize,
}

/// The tables that have a column of versions and one of their support.
pub(super) fn read(text: &str) -> Policy {
    let mut policy = Policy::default();
    let mut header: Option<&str> = None;
    let mut columns: Option<Columns> = None;
    for (number, line) in shown(text) {
        if policy.rows.len() + policy.unread.len() > MAX_ROWS {
            break;
        }
        if !line.contains('|') {
            (header, columns) = (None, None);
        } else if is_rule(line) {
            columns = header.and_then(of_header);
        } else if let Some(columns) = columns {
            read_row(number, line, columns, &mut policy);
        } else {
            header = Some(line);
        }
    }
    policy
}

fn read_row(number: u64, line: &str, columns: Columns, policy: &mut Policy) {
    let cells = split(line);
    let cell = |at: usize| cells.get(at).map(|cell| cells::plain(cell));
    let (Some(version), Some(support)) = (cell(columns.version), cell(columns.support)) else {
        return;
    };
    if version.is_empty() && support.is_empty() {
        return;
    }
    match (ranges::read(&version), cells::support(&support)) {
        (Some(versions), Some(support)) => policy.rows.push(Row {
            line: number,
            text: version,
            versions,
            support,
        }),
        (None, _) => {
            let reason = "which versions it names is not understood";
            policy.unread.push(Remark::new(number, line, reason));
        }
        (_, None) => {
            let reason = "how far the support goes is not understood";
            policy.unread.push(Remark::new(number, line, reason));
        }
    }
}

/// `| --- | :-: |`
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|letter| "|-: \t".contains(letter))
}

fn of_header(header: &str) -> Option<Columns> {
    let words: Vec<Vec<String>> = split(header)
        .iter()
        .map(|cell| {
            let cell = cells::plain(cell).to_lowercase();
            let words = cell.split(|letter: char| !letter.is_alphanumeric());
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        })
        .collect();
    let has =
        |cell: &[String], known: &[&str]| cell.iter().any(|word| known.contains(&word.as_str()));
    let version = words.iter().position(|cell| {
        has(cell, VERSION)
            && cell
                .iter()
                .all(|word| VERSION_WORDS.contains(&word.as_str()))
    })?;
    let support = (0..)
        .zip(&words)
        .position(|(at, cell): (usize, _)| at != version && has(cell, SUPPORT))?;
    Some(Columns { version, support })
}

/// The cells of a row, without the bars at its ends; `\|` is no bar.
fn split(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for letter in line.chars() {
        match letter {
            '|' if !escaped => cells.push(String::new()),
            _ => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(letter);
                }
            }
        }
        escaped = letter == '\\' && !escaped;
    }
    cells
}
