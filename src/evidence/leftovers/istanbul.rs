//! Where nyc and c8 keep what they measured, by the words of a command and of the scripts that it runs.

use std::fs;
use std::path::Path;

/// The tools, each with the folder of its data unless it is told another, and what tells it one.
const TOOLS: [(&str, &str, &[&str]); 2] = [
    ("nyc", ".nyc_output", &["--temp-dir", "--tempDir", "-t"]),
    (
        "c8",
        "coverage/tmp",
        &["--temp-directory", "--tempDirectory"],
    ),
];

/// Where c8 puts its report, below which its data is.
const REPORTS: [&str; 4] = ["-o", "--reports-dir", "--report-dir", "--reportsDir"];

/// What runs the scripts of a `package.json`.
const MANAGERS: [&str; 4] = ["bun", "npm", "pnpm", "yarn"];

/// The largest `package.json` that is read, in bytes.
const MAX_PACKAGE: u64 = 1 << 20;

/// The files of data that lie there, from the folder.
pub(super) fn data(dir: &Path, command: &str) -> Vec<String> {
    let scripts = scripts(dir, command);
    let words: Vec<&str> = super::words(command)
        .chain(super::words(&scripts))
        .collect();
    let mut found = Vec::new();
    for folder in folders(&words) {
        let entries = fs::read_dir(dir.join(&folder)).into_iter().flatten();
        let names = entries
            .flatten()
            .filter_map(|it| it.file_name().into_string().ok());
        let data = names.filter(|name| name.ends_with(".json"));
        let folder = folder.trim_end_matches('/');
        found.extend(
            data.take(super::MAX_FILES)
                .map(|name| format!("{folder}/{name}")),
        );
    }
    found
}

/// The text of the `package.json` whose scripts a command runs; empty where it runs none.
fn scripts(dir: &Path, command: &str) -> String {
    let path = dir.join("package.json");
    let is_run = super::words(command).any(|word| MANAGERS.contains(&word));
    let is_small = fs::metadata(&path).is_ok_and(|it| it.is_file() && it.len() <= MAX_PACKAGE);
    match is_run && is_small {
        true => fs::read_to_string(path).unwrap_or_default(),
        false => String::new(),
    }
}

fn folders(words: &[&str]) -> Vec<String> {
    let mut folders = Vec::new();
    for (tool, usual, options) in TOOLS {
        let is_it = |word: &&str| word.rsplit(['/', '\\']).next() == Some(tool);
        if !words.iter().any(is_it) {
            continue;
        }
        folders.push(usual.to_owned());
        folders.extend(values(words, options).map(str::to_owned));
        if tool == "c8" {
            folders.extend(values(words, &REPORTS).map(|it| format!("{it}/tmp")));
        }
    }
    folders
}

/// The values of an option: `--name value`, `--name=value`.
fn values<'w>(words: &'w [&'w str], options: &'w [&'w str]) -> impl Iterator<Item = &'w str> {
    words.iter().enumerate().filter_map(|(place, word)| {
        let inline = word.split_once('=');
        match inline {
            Some((name, value)) => options.contains(&name).then_some(value),
            None if options.contains(word) => words.get(place + 1).copied(),
            None => None,
        }
    })
}
