//! The names by which a text may call the project.

use std::collections::BTreeSet;

/// The hosts whose addresses name a repository by its owner and name.
const FORGES: &[&str] = &["github.com", "gitlab.com", "bitbucket.org", "codeberg.org"];

/// The names of the project, and the places that host it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    names: BTreeSet<String>,
    repositories: BTreeSet<String>,
    is_crate: bool,
}

impl Names {
    /// Adds a name as a manifest gives it: `Demo.Project`, `@scope/demo`.
    pub fn add(&mut self, name: &str) {
        let name = normal(name);
        if !name.is_empty() {
            self.names.insert(name);
        }
    }

    /// Adds the repository that an address names; does nothing if it names none on a known forge.
    pub fn add_repository(&mut self, address: &str) {
        self.repositories.extend(repository(address));
    }

    /// Says that Cargo's manifest declares the project.
    pub fn set_crate(&mut self) {
        self.is_crate = true;
    }

    pub fn is_crate(&self) -> bool {
        self.is_crate
    }

    pub fn sorted(&self) -> Vec<String> {
        self.names.iter().cloned().collect()
    }

    pub fn repositories(&self) -> Vec<String> {
        self.repositories.iter().cloned().collect()
    }

    /// Whether this is one of the names, in any letter case and with `_`, `.` or `-`.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(&normal(name))
    }

    /// Whether a path ends in the project's name: `ghcr.io/owner/demo`, `group:demo`,
    /// `github.com/owner/demo/v2`. A scope (`@types/demo`) and an owner on a forge must be the
    /// project's own.
    pub fn has_path(&self, path: &str) -> bool {
        let path = path.trim_matches(['/', ':']).trim_end_matches(".git");
        if self.has(path) {
            return true;
        }
        if path.starts_with('@') {
            return false;
        }
        match repository(path) {
            Some(named) if !self.repositories.is_empty() => self.repositories.contains(&named),
            _ => self.has(last_part(path)),
        }
    }

    /// Whether `owner/name` is the project's repository, on whichever forge.
    pub fn has_owned(&self, path: &str) -> bool {
        let mut parts = path.splitn(3, '/');
        let (Some(owner), Some(name)) = (parts.next(), parts.next()) else {
            return false;
        };
        let owned = format!("/{owner}/{name}").to_ascii_lowercase();
        self.repositories
            .iter()
            .any(|repository| repository.ends_with(&owned))
    }

    /// Whether a text holds the address of the project's repository.
    pub fn is_hosted_in(&self, text: &str) -> bool {
        if self.repositories.is_empty() || !FORGES.iter().any(|forge| text.contains(forge)) {
            return false;
        }
        text.split(|letter: char| letter.is_whitespace() || "\"'<>()[]`,".contains(letter))
            .filter_map(repository)
            .any(|named| self.repositories.contains(&named) || self.is_mirror(&named))
    }

    /// Whether a repository is one that pre-commit takes the project's releases from, by the same
    /// tags: `github.com/owner/demo-pre-commit`, with `-mirror` or without, or
    /// `github.com/pre-commit/mirrors-demo`.
    fn is_mirror(&self, repository: &str) -> bool {
        if let Some(name) = repository.strip_prefix("github.com/pre-commit/mirrors-") {
            return self.has(name);
        }
        let name = repository.strip_suffix("-mirror").unwrap_or(repository);
        let of = name.strip_suffix("-pre-commit");
        of.is_some_and(|of| self.repositories.contains(of))
    }

    /// Whether an address is about the project: its repository, or its name as a part of the path.
    pub fn is_address(&self, address: &str) -> bool {
        if let Some(named) = repository(address)
            && !self.repositories.is_empty()
        {
            return self.repositories.contains(&named);
        }
        let path = address.split_once("://").map_or(address, |(_, path)| path);
        path.split(['/', '?', '=', '&', '#', '@'])
            .skip(1)
            .any(|part| self.has(part) || self.is_file(part))
    }

    /// Whether a name of a file starts with the project's: `demo-1.2.3.tar.gz`.
    pub fn is_file(&self, file: &str) -> bool {
        file.char_indices()
            .filter(|(_, letter)| matches!(letter, '-' | '_'))
            .filter(|(at, _)| {
                let rest = file.get(at + 1..).unwrap_or_default();
                rest.trim_start_matches(['v', 'V'])
                    .starts_with(|letter: char| letter.is_ascii_digit())
            })
            .take(4)
            .any(|(at, _)| file.get(..at).is_some_and(|name| self.has(name)))
    }
}

/// The name in lower case, with `-` for `_` and `.` (PEP 503, and what Cargo and npm hold alike).
fn normal(name: &str) -> String {
    name.trim()
        .chars()
        .map(|letter| match letter {
            '_' | '.' => '-',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

fn last_part(path: &str) -> &str {
    let mut parts = path.rsplit(['/', ':']);
    let last = parts.next().unwrap_or(path);
    let is_major = last.strip_prefix('v').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    if is_major {
        return parts.next().unwrap_or(last);
    }
    last
}

/// `github.com/owner/name` of an address on a known forge.
fn repository(address: &str) -> Option<String> {
    let lower = address.to_ascii_lowercase();
    let (at, forge) = FORGES
        .iter()
        .find_map(|forge| Some((lower.find(forge)?, forge)))?;
    let rest = lower.get(at + forge.len()..)?;
    let mut parts = rest
        .strip_prefix(['/', ':'])?
        .split(|letter: char| "/#?@:\"'`)>], ".contains(letter) || letter.is_whitespace());
    let owner = parts.next().filter(|part| !part.is_empty())?;
    let name = parts.next().filter(|part| !part.is_empty())?;
    let name = name.trim_end_matches('.').trim_end_matches(".git");
    Some(format!("{forge}/{owner}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.add("Demo_Kit");
        names.add_repository("git@github.com:Ada/demo-kit.git");
        names
    }

    #[test]
    fn a_name_is_known_in_each_of_its_spellings() {
        let names = names();
        assert_eq!(names.repositories(), ["github.com/ada/demo-kit"]);
        for name in ["demo-kit", "demo_kit", "Demo.Kit"] {
            assert!(names.has(name), "{name}");
        }
        assert!(!names.has("demo"));
    }

    #[test]
    fn paths_and_addresses_belong_to_the_project_or_to_others() {
        let names = names();
        for path in [
            "ghcr.io/x/demo-kit",
            "org.example:demo-kit",
            "github.com/ada/demo-kit/v2",
        ] {
            assert!(names.has_path(path), "{path}");
        }
        for path in ["@types/demo-kit", "github.com/bob/demo-kit", "ada/other"] {
            assert!(!names.has_path(path), "{path}");
        }
        assert!(names.is_address("https://pypi.org/project/demo-kit/1.2.3/"));
        assert!(names.is_address("https://example.org/x/demo_kit-1.2.3.tar.gz"));
        assert!(names.is_address("https://github.com/ada/demo-kit/releases/download/v1.2.3/x"));
        assert!(!names.is_address("https://github.com/ada/other/releases/download/v1.2.3/x"));
        assert!(!names.is_address("https://demo-kit.example.org/1.2.3/"));
        assert!(names.has_owned("ada/demo-kit"));
        assert!(!names.has_owned("ada/demo"));
        assert!(names.is_hosted_in("see <https://github.com/ada/demo-kit>."));
        for mirror in [
            "ada/demo-kit-pre-commit",
            "ada/demo-kit-pre-commit-mirror",
            "pre-commit/mirrors-demo-kit",
        ] {
            let address = format!("repo: https://github.com/{mirror}");
            assert!(names.is_hosted_in(&address), "{mirror}");
        }
        for other in [
            "bob/demo-kit-pre-commit",
            "pre-commit/mirrors-demo",
            "ada/x-pre-commit",
        ] {
            let address = format!("repo: https://github.com/{other}");
            assert!(!names.is_hosted_in(&address), "{other}");
        }
    }
}
