//! Which checks the files leave out that bandit reads.

use super::reach::Reach;
use crate::collect::Context;
use crate::facts::ScanSettings;
use crate::formats::scan::bandit_settings::{Form, read};
use crate::formats::scan::called::Call;

/// The largest file of settings that is read, in bytes.
const MAX_SETTINGS: u64 = 1024 * 1024;

/// What the files say that a call names, and those that bandit finds by itself, sorted by file.
pub(super) fn settings(
    context: &Context,
    reach: &Reach<'_>,
    call: Option<&Call>,
    dir: &str,
) -> Vec<ScanSettings> {
    let named = |option: &'static str, form: Form| {
        let values = call.into_iter().flat_map(move |call| call.values(option));
        values.map(move |file| (reach.in_project(dir, file).ok_or(file), form))
    };
    let found = reach
        .named(".bandit")
        .map(|it| (Ok(it.to_owned()), Form::Ini));
    let files = named("--configfile", Form::Config).chain(named("--ini", Form::Ini));
    let mut settings: Vec<ScanSettings> = files
        .chain(found)
        .map(|(file, form)| match file {
            Ok(file) => of_file(context, file, form),
            Err(file) => unread(file.to_owned(), "it is not in the project".to_owned()),
        })
        .collect();
    settings.sort_unstable();
    settings.dedup();
    settings
}

fn of_file(context: &Context, file: String, form: Form) -> ScanSettings {
    if !context.checkout().tracks(&file).unwrap_or_default() {
        return unread(file, "git does not track it".to_owned());
    }
    let text = match context.checkout().tracked_text(&file, MAX_SETTINGS) {
        Ok(text) => text,
        Err(missing) => return unread(file, missing.reason),
    };
    match read(&file, &text, form) {
        Ok(found) => ScanSettings {
            file,
            reason: None,
            skips: found.skips,
            tests: found.tests,
        },
        Err(reason) => unread(file, reason),
    }
}

fn unread(file: String, reason: String) -> ScanSettings {
    ScanSettings {
        file,
        reason: Some(reason),
        skips: Vec::new(),
        tests: Vec::new(),
    }
}
