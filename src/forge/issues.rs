//! The issues of a project, asked for by their labels: one question for each.

use super::access::{Access, Forge, Project};
use super::answered;
use super::http::{Client, MAX_PAGES, Refusal};
use super::questions::{evidence, fetch, quoted};
use super::topic::Topic;
use crate::evidence::ISSUES;
use crate::facts::{CiAccess, Evidence};
use crate::formats::issues::{IssueExport, IssueFormat};

/// Labels of GitLab's API that stand for any, or for none.
const SPECIAL: [&str; 3] = ["any", "no label", "none"];

/// What a forge answered of one label.
#[derive(Debug, Clone)]
pub struct IssueAnswer {
    /// Where it was asked, and when.
    pub evidence: Evidence,
    /// The label.
    pub label: String,
    /// The issues with that label, open and closed.
    pub export: IssueExport,
    /// Why there may be more, as a clause.
    pub incomplete: Option<String>,
}

/// Asks the forge for the issues with each of these labels, in whatever state: all of them, or nothing where
/// something is in the way. `head` is the commit that is judged, `now` the time of that in seconds since
/// 1970.
#[must_use]
pub fn ask_issues(
    access: &Access,
    labels: &[String],
    head: &str,
    now: i64,
) -> (Vec<IssueAnswer>, CiAccess) {
    answered(access, Topic::Issues, |client, project| {
        let labels = labels.iter().filter(|label| can_be_asked_for(label));
        let answers = labels.map(|label| ask(&client, project, label, head, now));
        answers.collect()
    })
}

/// Whether a label means itself where labels are separated by commas.
fn can_be_asked_for(label: &str) -> bool {
    !label.contains(',') && !SPECIAL.contains(&label.trim().to_lowercase().as_str())
}

fn ask(
    client: &Client,
    project: &Project,
    label: &str,
    head: &str,
    now: i64,
) -> Result<IssueAnswer, Refusal> {
    let name = &project.name;
    let (format, place) = match project.forge {
        Forge::Github => (IssueFormat::GithubIssues, format!("repos/{name}")),
        Forge::Gitlab => (
            IssueFormat::GitlabIssues,
            format!("projects/{}", quoted(name)),
        ),
    };
    let label_in_address = quoted(label);
    let path = format!("{place}/issues?labels={label_in_address}&state=all&per_page=100");
    let fetched = fetch(client, project, &path)?;
    let export = format
        .read(&fetched.body)
        .map_err(|flaw| Refusal::Other(format!("its answer is not understood: {flaw}")))?;
    Ok(IssueAnswer {
        evidence: evidence(project, &fetched, ISSUES, head, now),
        label: label.to_owned(),
        export,
        incomplete: fetched
            .goes_on
            .then(|| format!("it has more than {MAX_PAGES} pages of 100")),
    })
}

#[cfg(test)]
mod tests {
    use super::can_be_asked_for;

    #[test]
    fn a_label_that_would_mean_something_else_is_not_asked_for() {
        assert!(can_be_asked_for("release blocker"));
        for label in ["a,b", "None", " any ", "No label"] {
            assert!(!can_be_asked_for(label), "{label}");
        }
    }
}
