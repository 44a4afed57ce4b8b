//! Whom to ask, and with which token: what the environment and the remote say.

use std::collections::BTreeMap;
use std::fmt;

use super::topic::Topic;
use crate::facts::CiAccess;

type Environment = BTreeMap<String, String>;

/// A forge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// GitHub, or GitHub Enterprise.
    Github,
    /// GitLab, gitlab.com or another.
    Gitlab,
}

impl Forge {
    /// The name in facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Forge::Github => "github",
            Forge::Gitlab => "gitlab",
        }
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Forge::Github => "GitHub",
            Forge::Gitlab => "GitLab",
        }
    }

    pub(super) fn token_variable(self) -> &'static str {
        match self {
            Forge::Github => "GITHUB_TOKEN",
            Forge::Gitlab => "GITLAB_TOKEN",
        }
    }
}

/// A project on a forge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The forge.
    pub forge: Forge,
    /// The address of its API, without a slash at the end.
    pub api: String,
    /// `owner/name`, or the number or path of a project of GitLab.
    pub name: String,
}

/// A secret that proves who asks. Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The header that carries it.
    pub header: &'static str,
    /// The value of the header.
    value: String,
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Token({}: …)", self.header)
    }
}

impl Token {
    /// The value of the header, which is to be sent to the API and nowhere else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.value
    }
}

/// Whom to ask, as far as that is known.
#[derive(Debug, Clone)]
pub struct Access {
    /// The project; `None` where nothing names one.
    pub project: Option<Project>,
    /// The token; `None` where there is none.
    pub token: Option<Token>,
    /// Whether `--offline` forbids it.
    pub offline: bool,
    /// How long one answer may take, in seconds: `RELCHECK_HTTP_TIMEOUT`.
    pub timeout: u64,
}

/// How long one answer may take, in seconds, unless `RELCHECK_HTTP_TIMEOUT` says otherwise.
const TIMEOUT: u64 = 20;

impl Access {
    /// What the environment says, and, where it says nothing, the address of the remote.
    #[must_use]
    pub fn find(environment: &Environment, remote: Option<&str>, offline: bool) -> Self {
        let project = project(environment, remote);
        let token = project.as_ref().and_then(|it| token(environment, it.forge));
        let timeout = get(environment, "RELCHECK_HTTP_TIMEOUT").and_then(|it| it.parse().ok());
        Access {
            project,
            token,
            offline,
            timeout: timeout
                .filter(|it| (1..=600).contains(it))
                .unwrap_or(TIMEOUT),
        }
    }

    /// Why the forge cannot be asked, and what to do about it; `None` where it can.
    #[must_use]
    pub fn obstacle(&self, topic: Topic<'_>) -> Option<(String, String)> {
        let export = topic.export_of(self.project.as_ref());
        if self.offline {
            let reason = format!("`--offline` forbids asking {}", topic.whom());
            return Some((reason, export));
        }
        let Some(project) = &self.project else {
            let reason = "neither the environment nor the remote `origin` names a project on GitHub or GitLab";
            return Some((reason.to_owned(), export));
        };
        if topic == Topic::Checks(None) {
            return Some(("there is no commit yet".to_owned(), export));
        }
        if self.token.is_none() {
            let variable = project.forge.token_variable();
            return Some((
                format!("there is no token to ask {} with", project.forge.title()),
                format!(
                    "{export}, or set `{variable}` to a token with {}",
                    topic.scopes(project.forge)
                ),
            ));
        }
        if !is_safe(&project.api) {
            return Some((
                format!(
                    "`{}` is not https, and a token is sent to nothing else",
                    project.api
                ),
                export,
            ));
        }
        None
    }

    /// The fact, where the forge was not asked or did not answer.
    #[must_use]
    pub fn unanswered(&self, reason: String, fix: String) -> CiAccess {
        CiAccess {
            reason: Some(reason),
            fix: Some(fix),
            ..self.answered()
        }
        .not_answered()
    }

    /// The fact, where it answered.
    #[must_use]
    pub fn answered(&self) -> CiAccess {
        CiAccess {
            offline: self.offline,
            answered: true,
            system: self.project.as_ref().map(|it| it.forge.name().to_owned()),
            repository: self.project.as_ref().map(|it| it.name.clone()),
            reason: None,
            fix: None,
        }
    }
}

impl CiAccess {
    fn not_answered(self) -> Self {
        CiAccess {
            answered: false,
            ..self
        }
    }
}

/// Whether a token may be sent there: over TLS, or to this machine itself.
#[must_use]
pub fn is_safe(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // What stands before an `@` would be shown.
    if authority.is_empty() || authority.contains('@') || scheme != "http" {
        return scheme == "https" && !authority.is_empty() && !authority.contains('@');
    }
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_loopback = |host: &str| {
        let address: Option<std::net::IpAddr> = host.parse().ok();
        address.is_some_and(|address| address.is_loopback())
    };
    host == "localhost" || is_loopback(host)
}

fn get<'e>(environment: &'e Environment, name: &str) -> Option<&'e str> {
    let value = environment.get(name)?.trim();
    (!value.is_empty()).then_some(value)
}

fn project(environment: &Environment, remote: Option<&str>) -> Option<Project> {
    let get = |name| get(environment, name);
    let github_api = get("GITHUB_API_URL").map(trimmed);
    let gitlab_api = get("CI_API_V4_URL").map(trimmed);
    if let (Some(api), Some(id)) = (&gitlab_api, get("CI_PROJECT_ID")) {
        return Some(Project {
            forge: Forge::Gitlab,
            api: api.clone(),
            name: id.to_owned(),
        });
    }
    if let Some(name) = get("GITHUB_REPOSITORY").filter(|name| is_owner_and_name(name)) {
        return Some(Project {
            forge: Forge::Github,
            api: github_api.unwrap_or_else(|| "https://api.github.com".to_owned()),
            name: name.to_owned(),
        });
    }
    let (host, path) = host_and_path(remote?)?;
    let is_of = |api: &Option<String>| api.as_deref().is_some_and(|api| host_of(api) == host);
    if host == "github.com" || is_of(&github_api) {
        let api = match host.as_str() {
            "github.com" => "https://api.github.com".to_owned(),
            _ => github_api?,
        };
        return is_owner_and_name(&path).then_some(Project {
            forge: Forge::Github,
            api,
            name: path,
        });
    }
    if host == "gitlab.com" || is_of(&gitlab_api) {
        return Some(Project {
            forge: Forge::Gitlab,
            api: gitlab_api.unwrap_or_else(|| "https://gitlab.com/api/v4".to_owned()),
            name: path,
        });
    }
    None
}

fn trimmed(address: &str) -> String {
    address.trim_end_matches('/').to_owned()
}

/// `owner/name`, of characters that need no quoting in an address.
fn is_owner_and_name(name: &str) -> bool {
    let is_plain = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !part.is_empty() && part != "." && part != ".." && part.bytes().all(plain)
    };
    matches!(name.split_once('/'), Some((owner, name)) if is_plain(owner) && is_plain(name))
}

fn host_of(address: &str) -> String {
    host_and_path(address).map_or_else(String::new, |(host, _)| host)
}

/// The host and the path of a remote, in each form that git takes: `https://host/a/b.git`,
/// `ssh://git@host/a/b`, `git@host:a/b.git`; `None` for a folder. What stands before an `@` is dropped: it
/// may be secret.
#[must_use]
pub fn host_and_path(remote: &str) -> Option<(String, String)> {
    let (authority, path) = match remote.split_once("://") {
        Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
        None => remote.split_once(':')?,
    };
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    (!host.is_empty()).then(|| (host.to_ascii_lowercase(), path.to_owned()))
}

fn token(environment: &Environment, forge: Forge) -> Option<Token> {
    let get = |name| {
        let value = get(environment, name)?;
        // A line break would add a header of its own.
        let is_plain = value.bytes().all(|byte| byte.is_ascii_graphic());
        is_plain.then_some(value)
    };
    match forge {
        Forge::Github => {
            let token = get("GITHUB_TOKEN").or(get("GH_TOKEN"))?;
            Some(Token {
                header: "authorization",
                value: format!("Bearer {token}"),
            })
        }
        Forge::Gitlab => match (get("GITLAB_TOKEN"), get("CI_JOB_TOKEN")) {
            (Some(token), _) => Some(Token {
                header: "private-token",
                value: token.to_owned(),
            }),
            (None, Some(token)) => Some(Token {
                header: "job-token",
                value: token.to_owned(),
            }),
            (None, None) => None,
        },
    }
}

#[cfg(test)]
mod tests;
