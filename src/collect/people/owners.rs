//! Maintainers by CODEOWNERS: whoever owns everything.
//!
//! The file names accounts and teams, and approvals are of people who must not have written what they
//! approve. So each owner has to be somebody whose addresses are known: the whole file lists nobody
//! where one of them is not, since a list with a gap would ask for fewer people than the project wants.

use crate::config::PeopleConfig;
use crate::formats::code_owners::{Owner, owners_of_everything};
use crate::formats::maintainers::Maintainer;
use crate::formats::review::ReviewForge;
use crate::repo::Revision;

use super::anchor::MAX_OWNERS_FILE;
use crate::facts::Missing;

/// The places on GitHub, and those on GitLab: the first one that is there is read.
const GITHUB: &[&str] = &[".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
const GITLAB: &[&str] = &["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

/// What the file of the project's forge says.
pub(super) enum Owners {
    /// There is none, or nobody owns everything.
    Nobody,
    /// The file, and those who own everything.
    Listed(String, Vec<Maintainer>),
    /// Why the file lists nobody, though it names owners of everything, as a sentence.
    Unused(String),
}

/// Who owns everything in a revision, on this forge; `None` where it is not known on which one the project
/// is.
///
/// # Errors
/// [`Missing`] if the file cannot be read.
pub(super) fn read(
    revision: &Revision,
    config: &PeopleConfig,
    forge: Option<ReviewForge>,
) -> Result<Owners, Missing> {
    let first = |places: &[&'static str]| {
        let mut places = places.iter().filter(|it| revision.file(it).is_some());
        places.next().copied()
    };
    let (forge, path) = match (forge, first(GITHUB), first(GITLAB)) {
        (Some(ReviewForge::Github), path, _) => (ReviewForge::Github, path),
        (Some(ReviewForge::Gitlab), _, path) => (ReviewForge::Gitlab, path),
        (None, path @ Some(".github/CODEOWNERS"), None) => (ReviewForge::Github, path),
        (None, None, path @ Some(".gitlab/CODEOWNERS")) => (ReviewForge::Gitlab, path),
        (None, Some(path), _) | (None, None, Some(path)) => {
            return Ok(Owners::Unused(format!(
                "`{path}` is read in one way by GitHub and in another by GitLab, and neither the environment nor the remote `origin` says where the project is"
            )));
        }
        (None, None, None) => return Ok(Owners::Nobody),
    };
    let Some(path) = path else {
        return Ok(Owners::Nobody);
    };
    let text = revision.read_text(path, MAX_OWNERS_FILE)?;
    let owners = owners_of_everything(&text.unwrap_or_default(), forge)
        .map_err(|error| Missing::because(format!("`{path}`: {error}")))?;
    Ok(named(path, &owners, config, forge))
}

fn named(path: &str, owners: &[Owner], config: &PeopleConfig, forge: ReviewForge) -> Owners {
    let mut listed = Vec::new();
    for owner in owners {
        let people = people(owner, config, forge);
        if people.is_empty() {
            let (written, reason) = (owner.written(), gap(owner, forge));
            return Owners::Unused(format!(
                "`{path}` gives everything to `{written}`, and {reason}"
            ));
        }
        listed.extend(people);
    }
    match listed.is_empty() {
        true => Owners::Nobody,
        false => Owners::Listed(path.to_owned(), listed),
    }
}

fn gap(owner: &Owner, forge: ReviewForge) -> String {
    match owner {
        Owner::Team(team) => {
            let name = team.rsplit('/').next().unwrap_or(team);
            format!("relcheck.toml does not say who that is: `[teams]` `{name} = [\"…\"]`")
        }
        Owner::Login(login) => format!(
            "relcheck.toml does not say whose login that is: `[[people]]`, with `logins = {{ {} = \"{login}\" }}`",
            forge.name()
        ),
        Owner::Email(_) => "that is no address".to_owned(),
    }
}

/// The people behind an owner; none where the configuration does not know them.
fn people(owner: &Owner, config: &PeopleConfig, forge: ReviewForge) -> Vec<Maintainer> {
    let all = || config.everybody().map(|(person, _)| person.get_ref());
    let listed = |name: &str, emails: &[String]| Maintainer {
        name: name.to_owned(),
        email: emails.first().cloned(),
        login: None,
    };
    match owner {
        Owner::Email(email) => vec![Maintainer {
            name: email.clone(),
            email: Some(email.clone()),
            login: None,
        }],
        Owner::Login(login) => {
            let has_login = |logins: &std::collections::BTreeMap<String, String>| {
                logins.iter().any(|(of, name)| {
                    of.eq_ignore_ascii_case(forge.name()) && name.eq_ignore_ascii_case(login)
                })
            };
            let known = all().filter(|it| !it.emails.is_empty() && has_login(&it.logins));
            known.map(|it| listed(&it.name, &it.emails)).collect()
        }
        Owner::Team(team) => {
            let name = team.rsplit('/').next().unwrap_or(team);
            let members = config.teams.get(team).or_else(|| config.teams.get(name));
            let is_in = |person: &str| {
                let mut members = members.into_iter().flatten();
                members.any(|it| it.get_ref() == person)
            };
            let known = all().filter(|it| !it.emails.is_empty() && is_in(&it.name));
            known.map(|it| listed(&it.name, &it.emails)).collect()
        }
    }
}
