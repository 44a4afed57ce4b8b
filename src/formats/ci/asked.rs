//! What a recorded command asked a CI system for: a list of some checks says nothing of the others.
//!
//! Only what a command shows is judged. One that asks in a way of its own, through a script, say,
//! shows nothing, and is taken at its word.

use std::collections::BTreeSet;

use crate::formats::command_words::{
    self as words, GH_API, GLAB_API, GLAB_CI_LIST, Options, decoded,
};
use crate::formats::shell::named;

/// What the addresses of lists of checks end in, at GitHub and at GitLab.
const LISTS: [&str; 7] = [
    "bridges",
    "check-runs",
    "jobs",
    "pipelines",
    "runs",
    "status",
    "statuses",
];

/// Parts of addresses below which there are the checks of one thing only.
const PARTS: [&str; 2] = ["/check-suites/", "/actions/workflows/"];

/// Parameters that leave out nothing on the commit, whatever their value is.
const HARMLESS: [&str; 11] = [
    "access_token",
    "direction",
    "exclude_pull_requests",
    "head_sha",
    "include_retried",
    "job_token",
    "order_by",
    "per_page",
    "private_token",
    "sha",
    "sort",
];

/// Programs that ask for an address, and take parameters of it as words of their own.
const CLIENTS: [&str; 4] = ["curl", "http", "https", "xh"];

/// Why a command may list less than all that ran on the commit, as a clause; `None` where it shows
/// nothing of the kind.
#[must_use]
pub fn narrowed(command: &[String]) -> Option<String> {
    let by = named(command).iter().find_map(|command| {
        let (program, rest) = command.words.split_first()?;
        let addresses = || rest.iter().find_map(|word| in_address(word));
        of_program(program, rest).or_else(addresses)
    })?;
    let shown: String = by.chars().take(80).collect();
    Some(format!(
        "its command has `{shown}`, which may leave checks out"
    ))
}

/// The branch whose rules a command asks for (`…/branches/B`); `None` where it shows none, or several.
/// `own` is the branch of HEAD, which `gh` puts in for `{branch}`.
#[must_use]
pub fn branch_asked_for(command: &[String], own: &str) -> Option<String> {
    let mut found = BTreeSet::new();
    for word in command {
        for (at, _) in word.match_indices(BRANCHES) {
            let rest = word.get(at + BRANCHES.len()..)?;
            let end =
                rest.find(|letter: char| letter.is_whitespace() || "'\"?#;|&)`>".contains(letter));
            found.insert(branch_of(rest.get(..end.unwrap_or(rest.len()))?)?);
        }
    }
    let only = found.pop_first().filter(|_| found.is_empty())?;
    Some(match only.as_str() {
        "{branch}" | ":branch" => own.to_owned(),
        _ => only,
    })
}

/// The branch in an address of the API.
pub(super) fn branch_in(address: &str) -> Option<String> {
    let at = address.find(BRANCHES)?;
    branch_of(address.get(at + BRANCHES.len()..)?)
}

const BRANCHES: &str = "branches/";

fn branch_of(rest: &str) -> Option<String> {
    let end = rest.find("/protection").unwrap_or(rest.len());
    let name = decoded(&rest.get(..end)?.replace('+', "%2B"));
    let name = name.trim_end_matches('/');
    (!name.is_empty() && !name.contains('$')).then(|| name.to_owned())
}

/// The project that a command names, in lower case: `owner/name`; `None` where it is the one of the folder,
/// or a number, and where it asks no forge.
#[must_use]
pub fn project_asked_for(command: &[String]) -> Option<String> {
    named(command).iter().find_map(|command| {
        let (program, rest) = command.words.split_first()?;
        let is_own = matches!(program.as_str(), "gh" | "glab");
        if !is_own && !CLIENTS.contains(&program.as_str()) {
            return None;
        }
        let after = |word: &String, index: usize| match word.as_str() {
            "-R" | "--repo" => rest.get(index + 1).cloned(),
            word => word.strip_prefix("--repo=").map(str::to_owned),
        };
        let mut words = rest.iter().enumerate();
        let told = words.find_map(|(index, word)| after(word, index).filter(|_| is_own));
        let told = told.and_then(|it| in_option(&it));
        told.or_else(|| rest.iter().find_map(|word| project_in(word)))
    })
}

/// `owner/name` of what `--repo` takes: `[HOST/]OWNER/REPO`, or an address.
fn in_option(value: &str) -> Option<String> {
    let value = value.trim_end_matches('/');
    let value = value.strip_suffix(".git").unwrap_or(value);
    // GitLab's groups may be nested: only a host is left out, which has a dot.
    let path = value.split_once("://").map_or(value, |(_, rest)| rest);
    let (first, rest) = path.split_once('/')?;
    let path = match rest.contains('/') && first.contains('.') {
        true => rest,
        false => path,
    };
    Some(path.to_lowercase())
}

/// The project in an address of the API: `repos/O/R/…`, `projects/G%2FP/…`.
fn project_in(word: &str) -> Option<String> {
    let path = match word.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => word.trim_start_matches('/'),
    };
    let path = ["api/v3/", "api/v4/"]
        .iter()
        .find_map(|it| path.strip_prefix(it))
        .unwrap_or(path);
    let named = match path.strip_prefix("projects/") {
        Some(rest) => decoded(rest.split(['/', '?']).next()?),
        None => {
            let mut parts = path.strip_prefix("repos/")?.split(['/', '?']);
            format!("{}/{}", parts.next()?, parts.next()?)
        }
    };
    let is_plain = named.contains('/') && !named.contains(['{', ':', '$']);
    is_plain.then(|| named.to_lowercase())
}

fn of_program(program: &str, rest: &[String]) -> Option<String> {
    let plain = words::plain(rest);
    match (program, plain.as_slice()) {
        ("gh", ["api", ..]) => of_api(rest, &GH_API),
        ("glab", ["api", ..]) => of_api(rest, &GLAB_API),
        ("glab", ["ci" | "pipe" | "pipeline", "list", ..]) => of_list(rest),
        ("jq", _) => {
            let filter = rest.iter().find(|word| !word.starts_with('-'))?;
            (filter != ".").then(|| format!("jq {filter}"))
        }
        (client, _) if CLIENTS.contains(&client) => rest.iter().find_map(|word| of_field(word)),
        _ => None,
    }
}

/// What a call of the API through `gh` or `glab` leaves out. One whose options are not all known may
/// leave out anything.
fn of_api(rest: &[String], known: &Options) -> Option<String> {
    let words = words::read(rest, known);
    let unknown = words.unknown.map(str::to_owned);
    unknown.or_else(|| {
        words
            .options
            .into_iter()
            .find_map(|(name, value)| match name {
                "paginate" | "slurp" | "header" | "hostname" | "preview" => None,
                "method" if value.eq_ignore_ascii_case("get") => None,
                "output" if ["json", "ndjson"].contains(&value) => None,
                "field" | "raw-field" => of_field(value),
                other => Some(format!("--{other}")),
            })
    })
}

/// What `glab ci list` leaves out.
fn of_list(rest: &[String]) -> Option<String> {
    let words = words::read(rest, &GLAB_CI_LIST);
    let unknown = words.unknown.map(str::to_owned);
    unknown.or_else(|| {
        words
            .options
            .into_iter()
            .find_map(|(name, value)| match name {
                "order" | "output" | "per-page" | "repo" | "sha" | "sort" => None,
                "page" if value == "1" => None,
                other => Some(format!("--{other}")),
            })
    })
}

fn of_field(field: &str) -> Option<String> {
    let (name, value) = field.split_once('=')?;
    let is_name = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    let is_one = !name.is_empty() && name.chars().all(is_name);
    (is_one && !is_harmless(name, value)).then(|| field.to_owned())
}

fn is_harmless(name: &str, value: &str) -> bool {
    match name {
        "page" => value == "1",
        // Of several attempts the latest counts, whatever is listed.
        "filter" => ["all", "latest"].contains(&value),
        _ => HARMLESS.contains(&name),
    }
}

/// What an address of a list leaves out.
fn in_address(word: &str) -> Option<String> {
    let word = word.split_once('#').map_or(word, |(address, _)| address);
    let (path, query) = word.split_once('?').unwrap_or((word, ""));
    let path = path.trim_end_matches('/');
    let (_, last) = path.rsplit_once('/')?;
    if !LISTS.contains(&last) {
        return None;
    }
    if let Some(part) = PARTS
        .iter()
        .find(|part| format!("/{path}").contains(**part))
    {
        return Some(format!("{}/…/{last}", part.trim_matches('/')));
    }
    let mut fields = query.split('&').filter(|field| !field.is_empty());
    fields.find_map(|field| {
        let (name, value) = field.split_once('=').unwrap_or((field, ""));
        (!is_harmless(&decoded(name), &decoded(value))).then(|| field.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &str) -> Vec<String> {
        command.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn what_leaves_nothing_out_is_whole() {
        for command in [
            "gh api --paginate repos/{owner}/{repo}/commits/SHA/check-runs",
            "gh api --paginate repos/o/r/commits/SHA/check-runs?per_page=100&filter=latest",
            "gh api --paginate --slurp repos/o/r/commits/SHA/check-runs?filter=all&page=1",
            "gh api -H Accept:x -X GET repos/o/r/commits/SHA/status -f per_page=100",
            "gh api --paginate repos/o/r/actions/runs?head_sha=SHA",
            "gh api repos/o/r/actions/runs/7/jobs?filter=all",
            "glab api --paginate projects/:id/pipelines?sha=SHA&per_page=100",
            "glab api projects/:id/pipelines/7/jobs?include_retried=true",
            "glab ci list --sha SHA -F json -P 100",
            "curl -H Authorization:x https://api.github.com/repos/o/r/commits/SHA/check-runs",
            "make check-runs.json",
            "cat what?check_name=x",
            "python export.py --page 2",
        ] {
            assert_eq!(narrowed(&words(command)), None, "{command}");
        }
        let script = "gh api repos/o/r/commits/SHA/check-runs | jq .";
        assert_eq!(
            narrowed(&["sh".to_owned(), "-c".to_owned(), script.to_owned()]),
            None
        );
    }

    #[test]
    fn the_project_of_a_command_is_read() {
        let of = |command: &str| project_asked_for(&words(command));
        for (command, project) in [
            (
                "gh api --paginate repos/Other/Thing/commits/SHA/check-runs",
                "other/thing",
            ),
            ("gh api /repos/o/r/commits/SHA/status", "o/r"),
            ("gh run list -R other/thing --json status", "other/thing"),
            ("gh -R github.com/other/thing run list", "other/thing"),
            ("gh pr checks --repo=https://github.com/o/r", "o/r"),
            ("glab api projects/g%2Fs%2Fp/pipelines?sha=SHA", "g/s/p"),
            ("glab ci list -R g/s/p -F json", "g/s/p"),
            (
                "curl https://api.github.com/repos/o/r/commits/SHA/status",
                "o/r",
            ),
            (
                "curl https://gitlab.com/api/v4/projects/g%2Fp/pipelines",
                "g/p",
            ),
        ] {
            assert_eq!(of(command).as_deref(), Some(project), "{command}");
        }
        for command in [
            "gh api repos/{owner}/{repo}/commits/SHA/check-runs",
            "gh api repos/:owner/:repo/commits/SHA/status",
            "gh api repos/$GITHUB_REPOSITORY/commits/SHA/status",
            "glab api projects/:id/pipelines?sha=SHA",
            "glab api projects/42/pipelines?sha=SHA",
            "cat repos/o/r/checks.json",
            "make checks",
        ] {
            assert_eq!(of(command), None, "{command}");
        }
    }

    #[test]
    fn what_leaves_checks_out_is_named() {
        for (command, by) in [
            (
                "gh api --paginate repos/{owner}/{repo}/commits/SHA/check-runs?check_name=lint",
                "check_name=lint",
            ),
            (
                "gh api repos/o/r/commits/SHA/check-runs?status=completed",
                "status=completed",
            ),
            (
                "gh api repos/o/r/commits/SHA/check-runs?per_page=9&app_id=1",
                "app_id=1",
            ),
            ("gh api repos/o/r/commits/SHA/check-runs?page=2", "page=2"),
            (
                "gh api repos/o/r/commits/SHA/check-runs?check%5Fname=x",
                "check%5Fname=x",
            ),
            (
                "gh api -X GET repos/o/r/commits/SHA/check-runs -f check_name=lint",
                "check_name=lint",
            ),
            ("gh api repos/o/r/commits/SHA/check-runs --jq .x", "--jq"),
            ("gh api repos/o/r/commits/SHA/check-runs --new=1", "--new=1"),
            (
                "gh api repos/o/r/check-suites/7/check-runs",
                "check-suites/…/check-runs",
            ),
            (
                "gh api repos/o/r/actions/workflows/ci.yml/runs?head_sha=SHA",
                "actions/workflows/…/runs",
            ),
            (
                "gh api repos/o/r/actions/runs?head_sha=SHA&event=push",
                "event=push",
            ),
            (
                "glab api projects/:id/pipelines?sha=SHA&scope=finished",
                "scope=finished",
            ),
            (
                "glab api projects/:id/pipelines?sha=SHA&ref=main",
                "ref=main",
            ),
            (
                "glab api projects/1/pipelines/7/jobs?scope[]=success",
                "scope[]=success",
            ),
            ("glab ci list --status success -F json", "--status"),
            (
                "curl https://api.github.com/repos/o/r/commits/SHA/check-runs?check_name=a",
                "check_name=a",
            ),
            (
                "curl -G -d check_name=a https://api.github.com/repos/o/r/commits/SHA/check-runs",
                "check_name=a",
            ),
        ] {
            let expected = format!("its command has `{by}`, which may leave checks out");
            assert_eq!(narrowed(&words(command)), Some(expected), "{command}");
        }
        for script in [
            "gh api 'repos/o/r/commits/SHA/check-runs?check_name=lint' > runs.json",
            "gh api repos/o/r/commits/SHA/check-runs | jq '{check_runs: []}'",
        ] {
            let command = ["bash", "-c", script].map(str::to_owned);
            assert!(narrowed(&command).is_some(), "{script}");
        }
    }

    #[test]
    fn a_branch_is_told_by_the_address() {
        let asked = |command: &str| branch_asked_for(&words(command), "own");
        let is = |name: &str| Some(name.to_owned());
        assert_eq!(asked("gh api repos/o/r/rules/branches/dev"), is("dev"));
        assert_eq!(
            asked("gh api repos/o/r/rules/branches/release%2Fv1.x?per_page=9"),
            is("release/v1.x")
        );
        assert_eq!(
            asked("gh api repos/o/r/branches/a/b/protection/x"),
            is("a/b")
        );
        assert_eq!(asked("gh api repos/o/r/rules/branches/{branch}"), is("own"));
        assert_eq!(asked("gh api repos/o/r/rules/branches/$BRANCH"), None);
        assert_eq!(asked("gh api x/branches/a x/branches/b"), None);
        assert_eq!(asked("make rules"), None);
        let script = ["sh", "-c", "gh api 'x/rules/branches/dev' > rules.json"].map(str::to_owned);
        assert_eq!(branch_asked_for(&script, "own"), is("dev"));
    }
}
