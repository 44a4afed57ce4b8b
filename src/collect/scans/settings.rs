//! Which checks the files leave out that bandit reads.

use super::reach::Reach;
use crate::collect::Context;
use crate::facts::ScanSettings;
use crate::formats::scan::bandit_settings::{Form, read};
use crate::formats::scan::called::Call;
use crate::repo::Checkout;

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
        values.map(move |file| (reach.in_checkout(dir, file).ok_or(file), form))
    };
    let own = reach.named(".bandit");
    let own = own.filter_map(|file| reach.in_checkout(reach.project, file));
    let files = named("--configfile", Form::Config).chain(named("--ini", Form::Ini));
    let checkout = context.whole_checkout();
    let mut settings: Vec<ScanSettings> = files
        .chain(own.map(|file| (Ok(file), Form::Ini)))
        .map(|(file, form)| match file {
            Ok(file) => of_file(&checkout, &file, shown(reach, &file), form),
            Err(file) => unread(file.to_owned(), "it is not in the checkout".to_owned()),
        })
        .collect();
    settings.sort_unstable();
    settings.dedup();
    settings
}

/// The path from the project's folder, which may be above it.
fn shown(reach: &Reach<'_>, file: &str) -> String {
    if let Some(own) = reach.in_project("", file) {
        return own;
    }
    let depth = reach.project.split('/').count();
    format!("{}{file}", "../".repeat(depth))
}

fn of_file(checkout: &Checkout, path: &str, file: String, form: Form) -> ScanSettings {
    if !checkout.tracks(path).unwrap_or_default() {
        return unread(file, "git does not track it".to_owned());
    }
    let text = match checkout.tracked_text(path, MAX_SETTINGS) {
        Ok(text) => text,
        Err(missing) => return unread(file, missing.reason),
    };
    match read(path, &text, form) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_above_the_project_is_named_from_its_folder() {
        let reach = Reach {
            root: "/work",
            project: "packages/a",
            tracked: &[],
        };
        let path = |dir: &str, file: &str| {
            let file = reach.in_checkout(dir, file)?;
            Some((shown(&reach, &file), file))
        };
        let found = path("packages/a", "../../pyproject.toml").unwrap();
        assert_eq!(found.0, "../../pyproject.toml");
        assert_eq!(found.1, "pyproject.toml");
        assert_eq!(path("packages", "a/b.yaml").unwrap().0, "b.yaml");
        assert_eq!(path("", "../b.yaml"), None);
    }
}
