//! The API reports of two commits: which belong together, and what changed from one to the other.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::super::foreign::is_foreign;
use super::packages;
use crate::api::typescript::{ChangeKind, Tagged, compare as compare_two};
use crate::evidence::{API_REPORT, Bound};
use crate::facts::{ApiChange, ApiGap, ApiRevision, Evidence, Missing, TypescriptReport};
use crate::formats::api_extractor::{self, MAX_BYTES, ReleaseTag, Report};
use crate::repo::Revision;

/// The most reports that are read of one commit.
pub(super) const MAX_REPORTS: usize = 2_000;

/// How the names of reports end, the one that says most first: all, then what is left of it without
/// `@internal`, `@alpha` and `@beta` (`reportVariants`).
const ENDS: [&str; 4] = [".api.md", ".alpha.api.md", ".beta.api.md", ".public.api.md"];

/// A report of one commit, not read as a whole yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub path: String,
    /// The package that its heading names.
    pub package: Option<String>,
    /// Why it cannot be read, as a clause.
    problem: Option<String>,
    sha256: String,
    size: u64,
    text: String,
}

impl Found {
    /// The report as facts show it: in git, and not held against the sources.
    fn reported(&self, previous: Option<&str>) -> TypescriptReport {
        let bound = Bound::in_git();
        TypescriptReport {
            evidence: Evidence {
                path: self.path.clone(),
                sha256: self.sha256.clone(),
                size: self.size,
                kind: API_REPORT.to_owned(),
                tool: "api-extractor".to_owned(),
                tool_version: None,
                generated_at: None,
                commit: bound.commit,
                binding: bound.binding,
                binding_reason: bound.reason,
                command: Vec::new(),
                exit_status: None,
            },
            package: self.package.clone(),
            previous: previous.map(str::to_owned),
        }
    }
}

/// The reports of a commit, sorted by path.
///
/// # Errors
/// [`Missing`] if a file is not here, or if there are more than [`MAX_REPORTS`].
pub(super) fn list(revision: &Revision) -> Result<Vec<Found>, Missing> {
    let mut found = Vec::new();
    for file in revision
        .files()
        .iter()
        .filter(|file| is_named_as_one(&file.path))
    {
        if found.len() >= MAX_REPORTS {
            return Err(Missing::because(format!(
                "commit {} has more than {MAX_REPORTS} API reports",
                revision.commit()
            )));
        }
        let (bytes, mut problem) = match revision.read(file, MAX_BYTES) {
            Ok(bytes) => (bytes, None),
            Err(missing) if missing.fix.is_none() => (Vec::new(), Some(missing.reason)),
            Err(missing) => return Err(missing),
        };
        let sha256 = format!("{:x}", Sha256::digest(&bytes));
        let size = bytes.len() as u64;
        let text = String::from_utf8(bytes).unwrap_or_else(|_| {
            problem.get_or_insert("it is not valid UTF-8".to_owned());
            String::new()
        });
        if problem.is_none() && !api_extractor::is_one(&text) {
            continue;
        }
        found.push(Found {
            package: api_extractor::package(&text),
            path: file.path.clone(),
            sha256,
            size,
            problem,
            text,
        });
    }
    Ok(found)
}

/// `etc/kit.api.md`, `api-report.md`; not what `run` writes to `temp`.
fn is_named_as_one(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_named =
        name.ends_with(".api.md") || (name.starts_with("api-report") && name.ends_with(".md"));
    is_named && !folder.split('/').any(|it| it == "temp") && !is_foreign(path)
}

/// What was found out about both commits.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub reports: Vec<TypescriptReport>,
    pub changes: Vec<Tagged>,
    pub gaps: Vec<ApiGap>,
}

impl Compared {
    /// There is nothing to compare with.
    pub fn of_first_release(reports: &[Found]) -> Self {
        let names: BTreeSet<&str> = reports.iter().map(|it| it.path.as_str()).collect();
        let reports = reports
            .iter()
            .filter(|it| !is_part_of_another(&it.path, &names));
        Compared {
            reports: reports.map(|it| it.reported(None)).collect(),
            ..Compared::default()
        }
    }
}

/// The stem of a report's name, and which of [`ENDS`] it has.
fn stem(path: &str) -> (&str, usize) {
    let longest = ENDS.iter().enumerate().rev();
    let mut found = longest.filter_map(|(at, end)| Some((path.strip_suffix(end)?, at)));
    found.next().unwrap_or((path, 0))
}

/// Whether a larger report of the same is among these.
fn is_part_of_another(path: &str, names: &BTreeSet<&str>) -> bool {
    let (stem, at) = stem(path);
    let mut larger = ENDS.iter().take(at);
    larger.any(|end| names.contains(format!("{stem}{end}").as_str()))
}

/// Compares the reports of two commits.
pub(super) fn compare(
    (previous, old): (&Revision, &[Found]),
    (head, new): (&Revision, &[Found]),
) -> Result<Compared, Missing> {
    let mut found = Compared::default();
    let (pairs, gone, fresh) = paired(old, new);
    for (old, new) in pairs {
        found.reports.push(new.reported(Some(&old.path)));
        pair(&mut found, old, new);
    }
    let packages_before: BTreeSet<&str> =
        old.iter().filter_map(|it| it.package.as_deref()).collect();
    for one in fresh {
        found.reports.push(one.reported(None));
        appeared(&mut found, one, previous, &packages_before);
    }
    for one in gone {
        found.changes.push(vanished(one, head));
    }
    Ok(found)
}

type Pairs<'f> = (Vec<(&'f Found, &'f Found)>, Vec<&'f Found>, Vec<&'f Found>);

/// The reports that belong together: by path, then by package where each side has one left. Of the
/// variants of one report, the one that says most and is on both sides counts.
fn paired<'f>(old: &'f [Found], new: &'f [Found]) -> Pairs<'f> {
    let by_path = |list: &'f [Found]| -> BTreeMap<&'f str, &'f Found> {
        list.iter().map(|it| (it.path.as_str(), it)).collect()
    };
    let (before, after) = (by_path(old), by_path(new));
    let both: BTreeSet<&str> = before
        .keys()
        .filter(|it| after.contains_key(*it))
        .copied()
        .collect();
    let stems: BTreeSet<&str> = both.iter().map(|path| stem(path).0).collect();
    let pairs: Vec<(&Found, &Found)> = both
        .iter()
        .filter(|path| !is_part_of_another(path, &both))
        .filter_map(|path| Some((*before.get(path)?, *after.get(path)?)))
        .collect();
    let left = |list: &'f [Found]| -> Vec<&'f Found> {
        let names: BTreeSet<&str> = list.iter().map(|it| it.path.as_str()).collect();
        list.iter()
            .filter(|it| !both.contains(it.path.as_str()) && !stems.contains(stem(&it.path).0))
            .filter(|it| !is_part_of_another(&it.path, &names))
            .collect()
    };
    by_package(pairs, left(old), left(new))
}

fn by_package<'f>(
    mut pairs: Vec<(&'f Found, &'f Found)>,
    mut gone: Vec<&'f Found>,
    mut fresh: Vec<&'f Found>,
) -> Pairs<'f> {
    let only = |list: &[&'f Found]| -> BTreeMap<&'f str, Option<&'f Found>> {
        let mut found: BTreeMap<&str, Option<&Found>> = BTreeMap::new();
        for one in list {
            if let Some(package) = one.package.as_deref() {
                let is_first = !found.contains_key(package);
                found.insert(package, is_first.then_some(*one));
            }
        }
        found
    };
    let after = only(&fresh);
    for (package, old) in only(&gone) {
        if let (Some(old), Some(Some(new))) = (old, after.get(package).copied()) {
            pairs.push((old, new));
            gone.retain(|it| !std::ptr::eq(*it, old));
            fresh.retain(|it| !std::ptr::eq(*it, new));
        }
    }
    (pairs, gone, fresh)
}

fn pair(found: &mut Compared, old: &Found, new: &Found) {
    let problems = [(old, " at the previous release"), (new, "")];
    let mut unread = problems.iter().filter_map(|(one, when)| {
        let problem = one.problem.as_deref()?;
        Some(gap(
            one,
            format!("its API report cannot be read{when}: {problem}"),
        ))
    });
    if let Some(gap) = unread.next() {
        found.gaps.push(gap);
        found.gaps.extend(unread);
        return;
    }
    if old.text == new.text {
        return;
    }
    let (before, after): (Report, Report) = (
        api_extractor::read(&old.text),
        api_extractor::read(&new.text),
    );
    let (changes, gaps) = compare_two((&old.path, &before), (&new.path, &after));
    found.changes.extend(changes);
    found.gaps.extend(gaps);
}

fn gap(report: &Found, reason: String) -> ApiGap {
    ApiGap {
        symbol: report
            .package
            .clone()
            .unwrap_or_else(|| report.path.clone()),
        reason,
        path: Some(report.path.clone()),
        line: None,
    }
}

/// What users call the entry point that a report is of: its name without `.api.md`.
fn entry_point(report: &Found) -> String {
    let (stem, _) = stem(&report.path);
    stem.rsplit('/').next().unwrap_or(stem).to_owned()
}

/// A report that the previous release did not have. The package may be new, or one more entry point
/// of it; else nothing tells what it was before.
fn appeared(found: &mut Compared, report: &Found, previous: &Revision, known: &BTreeSet<&str>) {
    let package = report.package.as_deref();
    let has_others = package.is_some_and(|name| known.contains(name));
    let is_new = package.is_some_and(|name| packages::has(previous, name) == Some(false));
    if has_others || is_new {
        let message = "was added: there is an API report of it";
        found.changes.push(whole(
            report,
            ChangeKind::Added,
            message,
            ApiRevision::Head,
            None,
        ));
    } else {
        let reason = "there is no API report of it at the previous release".to_owned();
        found.gaps.push(gap(report, reason));
    }
}

fn vanished(report: &Found, head: &Revision) -> Tagged {
    let package = report.package.as_deref();
    let is_gone = package.is_some_and(|name| packages::has(head, name) == Some(false));
    let doubt = (!is_gone).then_some("only the API report of it went");
    let message = "was removed: its API report is gone";
    whole(
        report,
        ChangeKind::Removed,
        message,
        ApiRevision::Previous,
        doubt,
    )
}

fn whole(
    report: &Found,
    kind: ChangeKind,
    message: &str,
    revision: ApiRevision,
    doubt: Option<&str>,
) -> Tagged {
    Tagged {
        tag: ReleaseTag::Public,
        change: ApiChange {
            source: ApiChange::OWN.to_owned(),
            weight: kind.weight(),
            kind: kind.word().to_owned(),
            symbol: entry_point(report),
            message: message.to_owned(),
            path: Some(report.path.clone()),
            line: Some(1),
            revision,
            doubt: doubt.map(str::to_owned),
        },
    }
}
