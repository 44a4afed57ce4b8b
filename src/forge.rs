//! Forges: GitHub and GitLab, as relcheck asks them what their CI ran, and for issues.
//!
//! Nothing is asked unless a rule needs it, without a token, or with `--offline`. What is answered is
//! read by [`crate::formats::ci`] and [`crate::formats::issues`], as exports are. The token goes to the API's own host alone, over
//! TLS or to this machine, and is in nothing that is printed or kept.

mod access;
mod http;
mod issues;
mod questions;
mod reviews;
mod topic;

pub use access::{Access, Forge, Project, Token, host_and_path, is_safe};
pub use http::{MAX_ANSWER, MAX_LIST, MAX_PAGES, MAX_TOTAL, MAX_WAIT};
pub use issues::{IssueAnswer, ask_issues};
pub use questions::Question;
pub use reviews::{ReviewAnswer, ReviewQuestion, ask_reviews};
pub use topic::Topic;

use crate::facts::{CiAccess, Evidence};
use crate::formats::ci::CiExport;
use http::{Client, Refusal};
use questions::Asking;

/// What a forge answered to one question.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Where it was asked, and when.
    pub evidence: Evidence,
    /// What it said.
    pub export: CiExport,
    /// The workflow run or pipeline whose jobs were asked for.
    pub run: Option<u64>,
}

/// Asks the forge what ran on a commit: all of it, or nothing where something is in the way.
#[must_use]
pub fn ask(access: &Access, question: Option<Question<'_>>) -> (Vec<Answer>, CiAccess) {
    let topic = Topic::Checks(question.map(|question| question.head));
    answered(access, topic, |client, project| match question {
        Some(question) => Asking::new(client, project, question).all(),
        None => Err(Refusal::Other("there is no commit yet".to_owned())),
    })
}

/// What `ask` gets out of the forge: all of it, or nothing where something is in the way.
fn answered<T>(
    access: &Access,
    topic: Topic<'_>,
    ask: impl FnOnce(Client, &Project) -> Result<Vec<T>, Refusal>,
) -> (Vec<T>, CiAccess) {
    let unanswered = |(reason, fix)| (Vec::new(), access.unanswered(reason, fix));
    if let Some(obstacle) = access.obstacle(topic) {
        return unanswered(obstacle);
    }
    let (Some(project), Some(token)) = (&access.project, &access.token) else {
        let fix = topic.export_of(access.project.as_ref());
        return unanswered(("there is nobody to ask".to_owned(), fix));
    };
    match ask(Client::new(access, &project.api, token.clone()), project) {
        Ok(answers) => (answers, access.answered()),
        Err(refusal) => unanswered(told(access, &refusal, topic)),
    }
}

/// A refusal for people: why, and what to do about it.
fn told(access: &Access, refusal: &Refusal, topic: Topic<'_>) -> (String, String) {
    let project = access.project.as_ref();
    let forge = project.map_or(Forge::Github, |it| it.forge);
    let name = project.map_or("", |it| it.name.as_str());
    let title = forge.title();
    let scopes = topic.scopes(forge);
    let variable = forge.token_variable();
    let export = topic.export_of(project);
    match refusal {
        Refusal::Status(401) => (
            format!("{title} does not know the token (401)"),
            format!("set `{variable}` to a token that is valid, with {scopes}"),
        ),
        Refusal::Status(403) => (
            format!("{title} does not let the token read this (403)"),
            format!("the token needs {scopes}"),
        ),
        Refusal::Status(404) => (
            format!("{title} knows no `{name}` that the token may see (404)"),
            format!("see whether that is its name; the token needs {scopes}"),
        ),
        Refusal::Status(422) if topic != Topic::Issues => (
            format!("{title} does not know this commit (422)"),
            "push it: `git push`".to_owned(),
        ),
        Refusal::Status(status) => (format!("{title} answered with the status {status}"), export),
        Refusal::RateLimit(reset) => {
            let until = reset.and_then(|reset| jiff::Timestamp::from_second(reset).ok());
            let until = until.map_or_else(String::new, |until| format!(" until {until}"));
            (
                format!("{title} answers no more questions{until}: its rate limit is reached"),
                export,
            )
        }
        Refusal::Other(reason) => (format!("{title} could not be asked: {reason}"), export),
    }
}
