//! Which project an address of a forge in an export is of.

use crate::formats::review::Place;

/// What stands between the project and the number in addresses that people open at GitLab.
const MARKS: [&str; 4] = ["/-/pipelines/", "/-/jobs/", "/pipelines/", "/jobs/"];

/// What follows the project in addresses that people open at GitHub.
const PAGES: [&str; 3] = ["actions", "commit", "runs"];

/// The project of an address of the API (`https://api.github.com/repos/O/R/…`) or of a page of a run;
/// `None` where it is neither.
pub(super) fn place(address: &str) -> Option<Place> {
    let (_, rest) = address.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let path = path.strip_prefix("api/v3/").unwrap_or(path);
    let project = match path.strip_prefix("repos/") {
        Some(path) => of_github(path)?.0,
        None => match of_github(path)? {
            (project, Some(page)) if PAGES.contains(&page) => project,
            _ => MARKS
                .iter()
                .find_map(|it| path.split_once(it))?
                .0
                .to_owned(),
        },
    };
    let is_whole = project.split('/').all(|part| !part.is_empty()) && project.contains('/');
    is_whole.then(|| Place {
        host: host.strip_prefix("api.").unwrap_or(host).to_lowercase(),
        path: project.to_lowercase(),
    })
}

/// `owner/name`, and the part behind it.
fn of_github(path: &str) -> Option<(String, Option<&str>)> {
    let mut parts = path.split('/');
    let (owner, name) = (parts.next()?, parts.next()?);
    Some((format!("{owner}/{name}"), parts.next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_a_forge_name_the_project() {
        let of = |address: &str| place(address).map(|it| format!("{} {}", it.host, it.path));
        for (address, expected) in [
            (
                "https://api.github.com/repos/O/R/check-runs/5",
                "github.com o/r",
            ),
            ("https://github.com/o/r/runs/5", "github.com o/r"),
            (
                "https://github.com/o/r/actions/runs/5/job/6",
                "github.com o/r",
            ),
            (
                "https://ghe.corp/api/v3/repos/o/r/statuses/abc",
                "ghe.corp o/r",
            ),
            ("https://gitlab.com/g/s/p/-/jobs/5", "gitlab.com g/s/p"),
            ("https://gitlab.corp/g/p/pipelines/5", "gitlab.corp g/p"),
        ] {
            assert_eq!(of(address).as_deref(), Some(expected), "{address}");
        }
        for address in [
            "",
            "x",
            "https://ci.example.com/o/r/9",
            "https://github.com/o/r",
        ] {
            assert_eq!(of(address), None, "{address}");
        }
    }
}
