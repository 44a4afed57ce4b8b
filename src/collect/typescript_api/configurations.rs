//! The configurations of API Extractor at a commit, and the reports that they ask for.

use super::super::foreign::is_foreign;
use super::packages;
use crate::facts::{TypescriptReport, TypescriptUnreported};
use crate::formats::api_extractor_json::{self, Configuration, MAX_BYTES};
use crate::repo::Revision;

/// How many configurations may extend each other.
const MAX_CHAIN: usize = 8;

/// One configuration that asks for a report.
#[derive(Debug)]
pub(super) struct Configured {
    pub path: String,
    /// The folder of its package; empty for the project's own.
    folder: String,
    /// The name of its package; `None` if no manifest tells it.
    package: Option<String>,
    /// The path of the report; `None` where a package that it extends may say so.
    report: Option<String>,
    line: u64,
    /// Why it is not understood, as a clause.
    problem: Option<String>,
}

impl Configured {
    /// Whether this is the report that a run with this configuration is held against.
    pub fn writes(&self, report: &str) -> bool {
        let Some(own) = self.report.as_deref() else {
            return false;
        };
        let stem = own.strip_suffix(".api.md").unwrap_or(own);
        let rest = report.strip_prefix(stem);
        rest.is_some_and(|rest| {
            matches!(
                rest,
                ".api.md" | ".alpha.api.md" | ".beta.api.md" | ".public.api.md"
            )
        })
    }

    /// Whether a report is about this package.
    fn is_about(&self, report: &TypescriptReport) -> bool {
        let is_below = self.folder.is_empty()
            || report
                .evidence
                .path
                .starts_with(&format!("{}/", self.folder));
        self.writes(&report.evidence.path)
            || is_below
            || (report.package.is_some() && report.package == self.package)
    }
}

/// The configurations that ask for a report, sorted by path.
pub(super) fn list(revision: &Revision) -> Vec<Configured> {
    let files = revision.files().iter().map(|file| file.path.as_str());
    let paths = files.filter(|path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name == "api-extractor.json" && !is_foreign(path)
    });
    paths
        .filter_map(|path| configured(revision, path))
        .collect()
}

/// The configurations without a report, each with the reason.
pub(super) fn unreported(
    configurations: &[Configured],
    reports: &[TypescriptReport],
) -> Vec<TypescriptUnreported> {
    let without = configurations
        .iter()
        .filter(|it| !reports.iter().any(|report| it.is_about(report)));
    without
        .map(|it| TypescriptUnreported {
            path: it.path.clone(),
            line: it.line,
            reason: match (&it.problem, &it.report) {
                (Some(problem), _) => problem.clone(),
                (None, Some(report)) if report.starts_with("../") => {
                    format!("its report `{report}` lies outside of the project")
                }
                (None, Some(report)) => format!("its report `{report}` is not in git"),
                (None, None) => "no report of its package is in git".to_owned(),
            },
        })
        .collect()
}

/// What one configuration asks for; `None` if it asks for no report.
fn configured(revision: &Revision, path: &str) -> Option<Configured> {
    let folder = match path.rsplit_once('/') {
        Some((folder, _)) => folder,
        None => "",
    };
    // A rig's `config/` is that of the package above it.
    let package_folder = match folder.rsplit_once('/') {
        Some((above, "config")) => above,
        None if folder == "config" => "",
        _ => folder,
    };
    let mut found = Configured {
        path: path.to_owned(),
        folder: package_folder.to_owned(),
        package: packages::name_in(revision, package_folder),
        report: None,
        line: 1,
        problem: None,
    };
    let chain = match chain(revision, path, &mut found.line) {
        Ok(chain) => chain,
        Err(problem) => {
            found.problem = Some(problem);
            return Some(found);
        }
    };
    let first = |pick: fn(&Configuration) -> Option<&String>| {
        chain
            .list
            .iter()
            .find_map(|(folder, one)| Some((folder.as_str(), pick(one)?.as_str())))
    };
    let enabled = chain
        .list
        .iter()
        .find_map(|(_, one)| one.api_report.enabled);
    let is_base = chain.is_whole && first(|it| it.main_entry_point_file_path.as_ref()).is_none();
    if enabled == Some(false) || is_base {
        return None;
    }
    let project = match first(|it| it.project_folder.as_ref()) {
        Some((_, "<lookup>")) | None => package_folder.to_owned(),
        Some((folder, text)) => joined(folder, text),
    };
    let in_project = |(folder, text): (&str, &str)| match text.strip_prefix("<projectFolder>") {
        Some(rest) => joined(&project, rest.trim_start_matches('/')),
        None => joined(folder, text),
    };
    let own_folder = first(|it| it.api_report.report_folder.as_ref()).map(in_project);
    let name = first(|it| it.api_report.report_file_name.as_ref()).map(|(_, name)| name);
    if chain.is_whole || own_folder.is_some() {
        let folder = own_folder.unwrap_or_else(|| joined(&project, "etc"));
        let name = file_name(name.unwrap_or_default(), found.package.as_deref());
        found.report = name.map(|name| joined(&folder, &name));
    }
    Some(found)
}

/// `<unscopedPackageName>.api.md`; `None` where that needs a name that is not known.
fn file_name(name: &str, package: Option<&str>) -> Option<String> {
    let name = match name.trim() {
        "" => "<unscopedPackageName>",
        name => name.strip_suffix(".api.md").unwrap_or(name),
    };
    let unscoped = package.map(|it| it.rsplit('/').next().unwrap_or(it));
    match (name.contains("<unscopedPackageName>"), unscoped) {
        (true, Some(unscoped)) => Some(name.replace("<unscopedPackageName>", unscoped) + ".api.md"),
        (true, None) => None,
        (false, _) => Some(format!("{name}.api.md")),
    }
}

/// A configuration and those that it extends, each with its folder.
struct Chain {
    list: Vec<(String, Configuration)>,
    /// Whether that is all: a package's configuration is not read.
    is_whole: bool,
}

fn chain(revision: &Revision, path: &str, line: &mut u64) -> Result<Chain, String> {
    let mut list: Vec<(String, Configuration)> = Vec::new();
    let mut next = path.to_owned();
    loop {
        let text = revision
            .read_text(&next, MAX_BYTES)
            .map_err(|missing| missing.reason)?;
        let Some(text) = text else {
            return Err(format!("it extends `{next}`, which is not there"));
        };
        let configuration = api_extractor_json::read(&text)
            .map_err(|error| format!("`{next}` cannot be read: {error}"))?;
        if list.is_empty() {
            *line = api_extractor_json::line_of_report(&text);
        }
        let folder = next
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned();
        let extends = configuration.extends.clone();
        list.push((folder.clone(), configuration));
        match extends {
            None => {
                return Ok(Chain {
                    list,
                    is_whole: true,
                });
            }
            Some(other) if other.starts_with('.') && list.len() < MAX_CHAIN => {
                next = joined(&folder, &other);
            }
            Some(_) => {
                return Ok(Chain {
                    list,
                    is_whole: false,
                });
            }
        }
    }
}

/// A path from a folder, without `.` and `..` where that can be.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_without_detours() {
        assert_eq!(joined("a/b", "./c/../d"), "a/b/d");
        assert_eq!(joined("", "etc/"), "etc");
        assert_eq!(joined("a", "../../b"), "../b");
    }

    #[test]
    fn the_file_is_named_after_the_package() {
        let name = |name: &str, package| file_name(name, package);
        assert_eq!(name("", Some("@scope/kit")).as_deref(), Some("kit.api.md"));
        assert_eq!(
            name("<unscopedPackageName>.api.md", Some("kit")).as_deref(),
            Some("kit.api.md")
        );
        assert_eq!(name("own", None).as_deref(), Some("own.api.md"));
        assert_eq!(name("", None), None);
    }
}
