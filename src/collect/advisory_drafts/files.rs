//! Which tracked files are looked into, and what is in them.

use super::take;
use crate::facts::{AdvisoryDrafts, Missing, UnreadDraft};
use crate::formats::advisory_draft as format;
use crate::repo::Checkout;

/// The most files that are looked into: those with a likely name, and others.
const MAX_LIKELY: usize = 2_000;
const MAX_OTHERS: usize = 500;

/// The largest draft with a likely name, and with another one.
const MAX_DRAFT: u64 = 1 << 20;
const MAX_OTHER_DRAFT: u64 = 64 << 10;

/// How much of a file is looked at to see what it is.
const HEAD: usize = 16 << 10;

/// Parts of paths, in lower case, by which people find advisories: those come first.
const LIKELY: [&str; 7] = [
    "advisor", "csaf", "cve-", "ghsa-", "osv", "security", "vuln",
];

/// Folders of other people's files, and of files for tests.
const FOREIGN: [&str; 8] = [
    "node_modules",
    "vendor",
    "third_party",
    "testdata",
    "tests",
    "test",
    "fixtures",
    "__tests__",
];

/// Reads every tracked draft.
pub(super) fn read(checkout: &Checkout, facts: &mut AdvisoryDrafts) -> Result<(), Missing> {
    let tracked = checkout.tracked()?;
    let paths = tracked.iter().filter(|path| may_be(path));
    let (likely, mut others): (Vec<&String>, Vec<&String>) =
        paths.partition(|path| is_likely(path));
    // Those near the root before those that are not.
    others.sort_by_cached_key(|path| path.matches('/').count());
    let beyond = |paths: &[&String], most: usize| paths.len().saturating_sub(most) as u64;
    facts.passed_over = beyond(&likely, MAX_LIKELY) + beyond(&others, MAX_OTHERS);
    let likely = likely.into_iter().take(MAX_LIKELY);
    for path in likely.chain(others.into_iter().take(MAX_OTHERS)) {
        if let Err(reason) = file(checkout, path, facts) {
            facts.unread.push(UnreadDraft {
                path: path.clone(),
                reason,
            });
        }
    }
    Ok(())
}

fn may_be(path: &str) -> bool {
    let is_text = [".json", ".yaml", ".yml"]
        .iter()
        .any(|end| path.ends_with(end));
    is_text && (is_likely(path) || !path.split('/').any(|part| FOREIGN.contains(&part)))
}

fn is_likely(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let is_foreign = path.split('/').any(|part| FOREIGN.contains(&part));
    !is_foreign && LIKELY.iter().any(|word| lower.contains(word))
}

/// Reads one file, if it is a draft.
fn file(checkout: &Checkout, path: &str, facts: &mut AdvisoryDrafts) -> Result<(), String> {
    let most = if is_likely(path) {
        MAX_DRAFT
    } else {
        MAX_OTHER_DRAFT
    };
    let bytes = match checkout.read(path, most) {
        Ok(Some(bytes)) => bytes,
        Ok(None) if is_likely(path) => {
            return Err("is tracked by git, but not on disk".to_owned());
        }
        // Other files that are too large, or not files, are other things.
        Ok(None) => return Ok(()),
        Err(missing) if is_likely(path) => return Err(missing.reason),
        Err(_) => return Ok(()),
    };
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    if path.ends_with(".json") {
        let Some(form) = format::recognise(&head) else {
            return Ok(());
        };
        let drafts = format::read(form, &bytes).map_err(|flaw| flaw.reason)?;
        for draft in &drafts {
            take(path, draft, facts);
        }
    } else if format::is_yaml(&head) {
        let draft = format::read_yaml(&bytes).map_err(|flaw| flaw.reason)?;
        take(path, &draft, facts);
    }
    Ok(())
}
