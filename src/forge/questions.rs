//! What is asked for a commit, and what becomes of the answers.

use sha2::{Digest, Sha256};

use super::Answer;
use super::access::{Forge, Project};
use super::http::{Client, MAX_PAGES, Page, Refusal};
use crate::evidence::CHECKS;
use crate::facts::{Binding, Evidence};
use crate::formats::ci::{CiEntryKind, CiFormat};

/// The most pipelines of a commit whose jobs are asked for.
const MAX_PIPELINES: usize = 10;

/// What is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The commit, by its whole id.
    pub head: &'a str,
    /// The branch whose required checks matter; `None` where it is not known.
    pub branch: Option<&'a str>,
    /// The workflow run or pipeline that relcheck itself runs in.
    pub own_run: Option<u64>,
    /// The time of the decision, in seconds since 1970.
    pub now: i64,
}

/// One that asks.
pub(super) struct Asking<'a> {
    client: Client,
    project: &'a Project,
    question: Question<'a>,
}

impl<'a> Asking<'a> {
    pub fn new(client: Client, project: &'a Project, question: Question<'a>) -> Self {
        Asking {
            client,
            project,
            question,
        }
    }

    /// All that is to be known of the commit.
    pub fn all(&self) -> Result<Vec<Answer>, Refusal> {
        match self.project.forge {
            Forge::Github => self.github(),
            Forge::Gitlab => self.gitlab(),
        }
    }

    fn github(&self) -> Result<Vec<Answer>, Refusal> {
        let Question { head, own_run, .. } = self.question;
        let repository = format!("repos/{}", self.project.name);
        let commit = format!("{repository}/commits/{head}");
        // All attempts, so that it is seen which one superseded which.
        let mut answers = vec![
            self.ask(
                CiFormat::CheckRuns,
                &format!("{commit}/check-runs?per_page=100&filter=all"),
            )?,
            self.ask(
                CiFormat::CombinedStatus,
                &format!("{commit}/status?per_page=100"),
            )?,
            self.ask(
                CiFormat::WorkflowRuns,
                &format!("{repository}/actions/runs?head_sha={head}&per_page=100"),
            )?,
        ];
        if let Some(run) = own_run {
            let path = format!("{repository}/actions/runs/{run}/jobs?per_page=100");
            let mut jobs = self.ask(CiFormat::WorkflowJobs, &path)?;
            jobs.run = Some(run);
            answers.push(jobs);
        }
        if let Some(branch) = self.question.branch {
            answers.extend(self.required(&repository, branch));
        }
        Ok(answers)
    }

    /// What the branch requires. Where one of the two is not answered, the other may name less than
    /// is required, and neither counts: then all checks are.
    fn required(&self, repository: &str, branch: &str) -> Vec<Answer> {
        let branch = quoted(branch);
        let asked = [
            (
                CiFormat::RequiredChecks,
                format!("{repository}/branches/{branch}"),
            ),
            (
                CiFormat::BranchRules,
                format!("{repository}/rules/branches/{branch}?per_page=100"),
            ),
        ];
        let mut answers = Vec::new();
        for (format, path) in asked {
            match self.ask(format, &path) {
                Ok(answer) if answer.export.incomplete.is_none() => answers.push(answer),
                // A branch that is not there requires nothing.
                Err(Refusal::Status(404)) => {}
                _ => return Vec::new(),
            }
        }
        answers
    }

    fn gitlab(&self) -> Result<Vec<Answer>, Refusal> {
        let head = self.question.head;
        let project = format!("projects/{}", quoted(&self.project.name));
        let path = format!("{project}/pipelines?sha={head}&per_page=100");
        let pipelines = self.ask(CiFormat::GitlabPipelines, &path)?;
        let entries = pipelines.export.entries.iter();
        let mut ids: Vec<u64> = entries
            .filter(|it| it.kind == CiEntryKind::Pipeline && it.commit == head)
            .map(|it| it.id)
            .collect();
        // The newest ones, and the one that relcheck runs in.
        let own = self.question.own_run;
        ids.sort_unstable_by_key(|id| (Some(*id) != own, std::cmp::Reverse(*id)));
        ids.truncate(MAX_PIPELINES);
        let mut answers = vec![pipelines];
        for id in ids {
            for (format, what) in [
                (CiFormat::GitlabJobs, "jobs"),
                (CiFormat::GitlabBridges, "bridges"),
            ] {
                let path = format!("{project}/pipelines/{id}/{what}?per_page=100");
                let mut answer = self.ask(format, &path)?;
                answer.run = Some(id);
                answers.push(answer);
            }
        }
        Ok(answers)
    }

    fn ask(&self, format: CiFormat, path: &str) -> Result<Answer, Refusal> {
        let Question { head, now, .. } = self.question;
        let fetched = fetch(&self.client, self.project, path)?;
        let mut export = format
            .read(&fetched.body)
            .map_err(|flaw| Refusal::Other(format!("its answer is not understood: {flaw}")))?;
        if export.total.is_none() {
            // A list without its total ends where there is no further page.
            export.incomplete = fetched
                .goes_on
                .then(|| format!("it has more than {MAX_PAGES} pages of 100"));
        }
        Ok(Answer {
            evidence: evidence(self.project, &fetched, CHECKS, head, now),
            export,
            run: None,
        })
    }
}

/// All pages of one answer that were read.
pub(super) struct Fetched {
    url: String,
    pub body: Vec<u8>,
    /// Whether there are more.
    pub goes_on: bool,
}

/// Asks one question of a project's API.
pub(super) fn fetch(client: &Client, project: &Project, path: &str) -> Result<Fetched, Refusal> {
    fetch_some(client, project, path, MAX_PAGES)
}

/// The same, as far as so many pages go.
pub(super) fn fetch_some(
    client: &Client,
    project: &Project,
    path: &str,
    most: usize,
) -> Result<Fetched, Refusal> {
    let url = format!("{}/{path}", project.api);
    let pages = client.pages(&url, most)?;
    let bodies: Vec<&[u8]> = pages.iter().map(|page| page.body.as_slice()).collect();
    Ok(Fetched {
        url,
        body: bodies.join(&b'\n'),
        goes_on: pages.last().is_some_and(|page: &Page| page.next.is_some()),
    })
}

/// Where something was asked, and when, for the commit that is judged.
pub(super) fn evidence(
    project: &Project,
    fetched: &Fetched,
    kind: &str,
    head: &str,
    now: i64,
) -> Evidence {
    Evidence {
        path: fetched.url.clone(),
        sha256: format!("{:x}", Sha256::digest(&fetched.body)),
        size: fetched.body.len() as u64,
        kind: kind.to_owned(),
        tool: project.forge.title().to_owned(),
        tool_version: None,
        generated_at: Some(now),
        commit: Some(head.to_owned()),
        binding: Binding::Fetched,
        binding_reason: None,
        command: Vec::new(),
        exit_status: None,
    }
}

/// A part of an address, with all that means something there written as `%XX` (RFC 3986, 2.3).
pub(super) fn quoted(part: &str) -> String {
    let mut quoted = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            quoted.push(char::from(byte));
        } else {
            quoted.push_str(&format!("%{byte:02X}"));
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn names_are_quoted_in_addresses() {
        assert_eq!(quoted("release/v1.2.x"), "release%2Fv1.2.x");
        assert_eq!(quoted("a b?c#ä"), "a%20b%3Fc%23%C3%A4");
    }
}
