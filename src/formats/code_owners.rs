//! CODEOWNERS files: who owns which paths, as GitHub and GitLab read them.
//!
//! GitHub: <https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners>.
//! The last line whose pattern matches a path decides; a line that is not in order is skipped, and a
//! file of more than 3 MB is not loaded. GitLab:
//! <https://docs.gitlab.com/user/project/codeowners/reference/>. The last match of each section decides,
//! sections of one name are one, and those marked with `^` are optional.
//!
//! Read is who owns **everything**: the pattern `*`, and those that mean the same. Who owns a part speaks
//! for that part.

use std::collections::BTreeMap;

use super::review::ReviewForge;

/// The largest file that is read, in bytes: GitHub loads no larger one.
pub const MAX_BYTES: u64 = 3 << 20;

/// The most owners of everything.
const MAX_OWNERS: usize = 1_000;

/// Patterns that match every path.
const EVERYTHING: &[&str] = &["*", "**", "/**", "**/*", "/**/*"];

/// An owner, as the file names them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The name of an account, without `@`. On GitLab it may be a group's.
    Login(String),
    /// A team, a subgroup or a role: `org/team`, `@maintainer`.
    Team(String),
    /// An address.
    Email(String),
}

impl Owner {
    /// Reads a word; `None` where it names nobody.
    fn of(word: &str) -> Option<Self> {
        let is_plain = |text: &str| !text.is_empty() && !text.contains('@');
        match word.strip_prefix('@') {
            Some(role) if role.starts_with('@') => Some(Owner::Team(role.to_owned())),
            Some(name) if name.contains('/') && is_plain(name) => {
                Some(Owner::Team(name.to_owned()))
            }
            Some(name) if is_plain(name) => Some(Owner::Login(name.to_owned())),
            Some(_) => None,
            None => {
                let (name, host) = word.split_once('@')?;
                (is_plain(name) && is_plain(host)).then(|| Owner::Email(word.to_owned()))
            }
        }
    }

    /// The owner as the file writes them.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Owner::Login(name) | Owner::Team(name) => format!("@{name}"),
            Owner::Email(address) => address.clone(),
        }
    }
}

/// Who owns everything, each once, sorted; empty where nobody does.
///
/// # Errors
/// There are more than 1,000 of them.
pub fn owners_of_everything(text: &str, forge: ReviewForge) -> Result<Vec<Owner>, String> {
    let mut owners = match forge {
        ReviewForge::Github => github(text),
        ReviewForge::Gitlab => gitlab(text),
    };
    owners.sort();
    owners.dedup();
    match owners.len() > MAX_OWNERS {
        true => Err(format!(
            "it has more than {MAX_OWNERS} owners of everything"
        )),
        false => Ok(owners),
    }
}

fn github(text: &str) -> Vec<Owner> {
    let mut owners = Vec::new();
    for line in text.lines() {
        let Some((pattern, words)) = rule(line) else {
            continue;
        };
        if !EVERYTHING.contains(&pattern) {
            continue;
        }
        // A line with a word that names nobody is skipped as a whole.
        let read: Option<Vec<Owner>> = words.iter().map(|word| Owner::of(word)).collect();
        if let Some(read) = read {
            owners = read;
        }
    }
    owners
}

fn gitlab(text: &str) -> Vec<Owner> {
    let mut sections: BTreeMap<String, Vec<Owner>> = BTreeMap::new();
    let mut section = Section::default();
    for line in text.lines() {
        if let Some(next) = Section::of(line) {
            section = next;
            continue;
        }
        let Some((pattern, words)) = rule(line) else {
            continue;
        };
        // An excluded path needs nobody of this section.
        let (pattern, is_excluded) = match pattern.strip_prefix('!') {
            Some(pattern) => (pattern, true),
            None => (pattern, false),
        };
        if section.is_optional || !EVERYTHING.contains(&pattern) {
            continue;
        }
        let own: Vec<Owner> = words.iter().filter_map(|word| Owner::of(word)).collect();
        let owners = match own.is_empty() {
            _ if is_excluded => Vec::new(),
            true => section.owners.clone(),
            false => own,
        };
        sections.insert(section.name.clone(), owners);
    }
    sections.into_values().flatten().collect()
}

/// The pattern of a line and the words after it; `None` for an empty one or a comment.
fn rule(line: &str) -> Option<(&str, Vec<&str>)> {
    let mut words = line.split_whitespace();
    let pattern = words.next().filter(|word| !word.starts_with('#'))?;
    // An escaped blank belongs to the path, which is not everything then.
    (!pattern.ends_with('\\')).then(|| {
        let owners = words.take_while(|word| !word.starts_with('#'));
        (pattern, owners.collect())
    })
}

/// A section of GitLab's: `^[Docs][2] @owner`.
#[derive(Default)]
struct Section {
    /// The name in lower case; empty before the first one.
    name: String,
    is_optional: bool,
    /// Who owns what has no owners of its own.
    owners: Vec<Owner>,
}

impl Section {
    /// Reads a heading; `None` where a line is none.
    fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        let (line, is_optional) = match line.strip_prefix('^') {
            Some(line) => (line, true),
            None => (line, false),
        };
        let (name, rest) = line.strip_prefix('[')?.split_once(']')?;
        if name.trim().is_empty() {
            return None;
        }
        let rest = match rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
            Some((count, rest)) if count.bytes().all(|byte| byte.is_ascii_digit()) => rest,
            _ => rest,
        };
        let words = rest.split_whitespace();
        let words = words.take_while(|word| !word.starts_with('#'));
        Some(Section {
            name: name.trim().to_lowercase(),
            is_optional,
            owners: words.filter_map(Owner::of).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn owners(text: &str, forge: ReviewForge) -> String {
        let owners = owners_of_everything(text, forge).unwrap();
        let written: Vec<String> = owners.iter().map(Owner::written).collect();
        written.join(" ")
    }

    #[test]
    fn on_github_the_last_line_for_everything_decides() {
        for (text, expected) in [
            (
                "# all\n* @ada grace@example.org # both\n/docs @writer\n",
                "@ada grace@example.org",
            ),
            ("* @ada\n** @grace\n", "@grace"),
            ("* @ada\n*\n", ""),
            ("* @org/core @ada\n", "@ada @org/core"),
            ("*.rs @ada\n/* @eve\n/ @eve\n\\* @eve\n* x @eve\n", ""),
            ("* @ada\n* @grace nobody\n", "@ada"),
            ("[Docs]\n* @ada\n", "@ada"),
            ("#* @ada\n  # * @eve", ""),
            ("a\\ * @eve\n\\#* @eve\n!* @eve", ""),
        ] {
            assert_eq!(owners(text, ReviewForge::Github), expected, "{text}");
        }
    }

    #[test]
    fn on_gitlab_each_section_has_its_say() {
        for (text, expected) in [
            ("* @ada\n* @grace\n", "@grace"),
            ("* @ada\n[Security]\n* @grace\n", "@ada @grace"),
            ("[Core][2] @ada @grace\n*\n*.rs @eve\n", "@ada @grace"),
            ("[Core] @ada\n* @grace\n", "@grace"),
            ("^[Docs] @eve\n*\n", ""),
            (
                "[Core]\n* @ada\n[Docs]\n* @eve\n[core]\n* @grace\n",
                "@eve @grace",
            ),
            ("[Core] @ada\n*\n!*\n", ""),
            (
                "* @@maintainer me@example.org\n",
                "@@maintainer me@example.org",
            ),
            ("[] @ada\n[Open @ada\n* nobody\n", ""),
        ] {
            assert_eq!(owners(text, ReviewForge::Gitlab), expected, "{text}");
        }
    }

    #[test]
    fn there_are_not_endlessly_many() {
        let many: String = (0..=MAX_OWNERS).map(|it| format!(" @a{it}")).collect();
        assert!(owners_of_everything(&format!("*{many}"), ReviewForge::Github).is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[\\[\\]^*!@#/a \\n\\\\]{0,80}") {
            for forge in [ReviewForge::Github, ReviewForge::Gitlab] {
                let _ = owners_of_everything(&text, forge);
            }
        }
    }
}
