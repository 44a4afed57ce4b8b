//! Which checks the files leave out that bandit reads.

use super::reach::Reach;
use crate::collect::Context;
use crate::evidence::{Record, is_read_by};
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
    calls: &[Call],
    dir: &str,
) -> Vec<ScanSettings> {
    let named = |option: &'static str, form: Form| {
        let named = calls.iter().flat_map(move |call| {
            let folder = reach.folder(Some(call), dir);
            let values = call.values(option);
            values.map(move |file| (folder.clone(), file))
        });
        named.map(move |(folder, file)| {
            let path = folder.and_then(|folder| reach.in_checkout(&folder, file));
            (path.ok_or(file), form)
        })
    };
    let own = reach.named(".bandit");
    let own = own.filter_map(|file| reach.in_checkout(reach.project, file));
    let files = named("--configfile", Form::Config).chain(named("--ini", Form::Ini));
    let checkout = context.whole_checkout();
    let filled = calls.iter().flat_map(|call| &call.paths);
    let filled = filled.filter(|word| is_filled_in(word)).map(|word| {
        let reason = "a shell fills it in: write it out";
        unread(word.clone(), reason.to_owned())
    });
    let mut settings: Vec<ScanSettings> = files
        .chain(own.map(|file| (Ok(file), Form::Ini)))
        .map(|(file, form)| match file {
            Ok(file) => of_file(&checkout, &file, shown(reach, &file), form),
            Err(file) => unread(file.to_owned(), "it is not in the checkout".to_owned()),
        })
        .chain(filled)
        .collect();
    settings.sort_unstable();
    settings.dedup();
    settings
}

/// What the tool of a report reads by itself and git did not track when it was recorded.
pub(super) fn untracked(
    reach: &Reach<'_>,
    tool: &str,
    record: Option<&Record>,
) -> Vec<ScanSettings> {
    let files = record.into_iter().flat_map(|it| &it.local_settings);
    let own = files.filter(|file| is_read_by(tool, file));
    own.map(|file| unread(shown(reach, file), "git did not track it".to_owned()))
        .collect()
}

/// Whether a word of a call may be any options: a variable alone. Those of CI systems are folders, and
/// what git lists are files.
fn is_filled_in(word: &str) -> bool {
    let Some(name) = word.strip_prefix('$') else {
        return false;
    };
    let name = name.trim_start_matches('{').trim_end_matches('}');
    let is_place = ["PWD", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE"].contains(&name);
    !(is_place || name.contains('/') || name.starts_with("(git"))
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
    fn a_variable_may_be_any_options() {
        for (word, expected) in [
            ("$BANDIT_OPTS", true),
            ("${OPTS:-}", true),
            ("$@", true),
            ("$(cat options)", true),
            ("$PWD", false),
            ("${GITHUB_WORKSPACE}", false),
            ("$DIR/src", false),
            ("$(git ls-files *.py)", false),
            ("src", false),
        ] {
            assert_eq!(is_filled_in(word), expected, "{word}");
        }
    }

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
