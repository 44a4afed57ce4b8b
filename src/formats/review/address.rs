//! Addresses of pull and merge requests, and of issues: which project, and which number.

/// A project on a forge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The forge's host, in lower case.
    pub host: String,
    /// `owner/name`, or GitLab's path of groups, in lower case: forges tell no case apart.
    pub path: String,
}

/// What stands between the project and the number in addresses that people open.
const MARKS: [&str; 3] = ["/pull/", "/-/merge_requests/", "/merge_requests/"];

/// The project and the number of `https://github.com/O/R/pull/12`, or of
/// `https://gitlab.com/G/P/-/merge_requests/12`, whatever follows; `None` where it is neither.
#[must_use]
pub fn place_of(address: &str) -> Option<(Place, u64)> {
    numbered(address, &MARKS)
}

/// The same by what stands between the project and the number; the first that is there counts.
pub(in crate::formats) fn numbered(address: &str, marks: &[&str]) -> Option<(Place, u64)> {
    let (_, rest) = address.split_once("://")?;
    let (host, rest) = rest.split_once('/')?;
    let mark = marks.iter().find(|mark| rest.contains(**mark))?;
    let (path, rest) = rest.split_once(*mark)?;
    let number = rest.split(['/', '#', '?']).next()?.parse().ok()?;
    let is_whole = !host.is_empty() && path.contains('/');
    is_whole.then(|| {
        let place = Place {
            host: host.to_lowercase(),
            path: path.to_lowercase(),
        };
        (place, number)
    })
}

/// The number of a merge request in the address of an answer about it, as a command has it:
/// `projects/1/merge_requests/5/approvals`; `None` where there is none.
#[must_use]
pub fn merge_request_of(command: &[String]) -> Option<u64> {
    let numbers = command.iter().filter_map(|word| {
        let (_, rest) = word.split_once("/merge_requests/")?;
        let (number, rest) = rest.split_once('/')?;
        let what = rest.split('?').next()?;
        (what == "approvals").then_some(number)?.parse().ok()
    });
    let mut numbers = numbers.fuse();
    match (numbers.next(), numbers.next()) {
        (Some(number), None) => Some(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_a_project_and_a_number() {
        let of = |address| place_of(address).map(|(it, number)| (it.host, it.path, number));
        let expected =
            |host: &str, path: &str, number| Some((host.to_owned(), path.to_owned(), number));
        assert_eq!(
            of("https://github.com/PyGithub/PyGithub/pull/538#pullrequestreview-28482091"),
            expected("github.com", "pygithub/pygithub", 538)
        );
        assert_eq!(
            of("https://gitlab.com/g/sub/p/-/merge_requests/1"),
            expected("gitlab.com", "g/sub/p", 1)
        );
        assert_eq!(
            of("http://gitlab.example.com/my-group/my-project/merge_requests/1"),
            expected("gitlab.example.com", "my-group/my-project", 1)
        );
        for other in [
            "",
            "https://github.com/o/r/issues/1",
            "https://github.com/o/r/pull/x",
            "https://github.com/r/pull",
            "github.com/o/r/pull/1",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn commands_name_the_merge_request_that_they_ask_about() {
        let of = |text: &str| {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            merge_request_of(&words)
        };
        assert_eq!(
            of("glab api projects/:id/merge_requests/5/approvals"),
            Some(5)
        );
        assert_eq!(
            of("glab api projects/1/merge_requests/5/approvals?x=y"),
            Some(5)
        );
        assert_eq!(of("glab api projects/1/merge_requests/5/versions"), None);
        assert_eq!(
            of("a/merge_requests/5/approvals b/merge_requests/6/approvals"),
            None
        );
    }
}
