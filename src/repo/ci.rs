//! What the environment variables of CI systems claim. Nothing here is believed yet.

use std::collections::BTreeMap;

/// What one CI system says of its run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claims {
    /// The system: `github`, `gitlab`, `jenkins`, `circleci` or `azure`.
    pub system: &'static str,
    /// The branch that the run is for.
    pub branch: Option<Claim>,
    /// The tag that the run is for.
    pub tag: Option<Claim>,
    /// The branch that a pull or merge request would be merged into.
    pub base: Option<Claim>,
    /// The commit that the run is for.
    pub commit: Option<Claim>,
}

/// One value with the variable that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    /// The branch, tag or commit.
    pub value: String,
    /// The environment variable.
    pub variable: &'static str,
}

/// The environment variables.
type Environment = BTreeMap<String, String>;

/// Reads the variables of the first system whose own marker is set; `None` outside of CI.
pub(super) fn claims(environment: &Environment) -> Option<Claims> {
    let systems = [github, gitlab, jenkins, circleci, azure];
    systems.iter().find_map(|system| system(environment))
}

fn get(environment: &Environment, variable: &'static str) -> Option<Claim> {
    let value = environment.get(variable)?.trim();
    (!value.is_empty()).then(|| Claim {
        value: value.to_owned(),
        variable,
    })
}

fn is_true(environment: &Environment, variable: &str) -> bool {
    environment
        .get(variable)
        .is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The claim without the prefix; `None` if it does not start with it.
fn below(claim: Option<Claim>, prefix: &str) -> Option<Claim> {
    let claim = claim?;
    let value = claim.value.strip_prefix(prefix)?.to_owned();
    (!value.is_empty()).then_some(Claim { value, ..claim })
}

/// The claim without the prefix, if it has it.
fn shorten(claim: Option<Claim>, prefix: &str) -> Option<Claim> {
    let claim = claim?;
    let value = claim.value.strip_prefix(prefix).unwrap_or(&claim.value);
    Some(Claim {
        value: value.to_owned(),
        ..claim
    })
}

/// GitHub Actions. `GITHUB_REF` is `refs/pull/N/merge` for pull requests; for events that run on
/// the base branch (`pull_request_target`) it is that branch, and `GITHUB_HEAD_REF` must not win.
fn github(environment: &Environment) -> Option<Claims> {
    if !is_true(environment, "GITHUB_ACTIONS") {
        return None;
    }
    let get = |variable| get(environment, variable);
    let kind = |kind: &str| get("GITHUB_REF_TYPE").is_some_and(|it| it.value == kind);
    let is_pull = below(get("GITHUB_REF"), "refs/pull/").is_some();
    let short_name = |wanted| {
        let only = get("GITHUB_REF").is_none() && kind(wanted);
        get("GITHUB_REF_NAME").filter(|_| only)
    };
    Some(Claims {
        system: "github",
        branch: below(get("GITHUB_REF"), "refs/heads/")
            .or_else(|| get("GITHUB_HEAD_REF").filter(|_| is_pull))
            .or_else(|| short_name("branch")),
        tag: below(get("GITHUB_REF"), "refs/tags/").or_else(|| short_name("tag")),
        base: get("GITHUB_BASE_REF"),
        commit: get("GITHUB_SHA"),
    })
}

/// GitLab CI/CD. `CI_COMMIT_BRANCH` is absent from tag and merge-request pipelines.
fn gitlab(environment: &Environment) -> Option<Claims> {
    if !is_true(environment, "GITLAB_CI") {
        return None;
    }
    let get = |variable| get(environment, variable);
    Some(Claims {
        system: "gitlab",
        branch: get("CI_COMMIT_BRANCH").or_else(|| get("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME")),
        tag: get("CI_COMMIT_TAG"),
        base: get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"),
        commit: get("CI_COMMIT_SHA"),
    })
}

/// Jenkins. `BRANCH_NAME` is `PR-12` for a change request, and the tag's name for a tag.
fn jenkins(environment: &Environment) -> Option<Claims> {
    environment
        .get("JENKINS_URL")
        .filter(|url| !url.is_empty())?;
    let get = |variable| get(environment, variable);
    let tag = get("TAG_NAME");
    let is_tag = |claim: &Claim| tag.as_ref().is_some_and(|tag| tag.value == claim.value);
    let checked_out = shorten(shorten(get("GIT_BRANCH"), "refs/remotes/"), "origin/");
    let branch = get("CHANGE_BRANCH")
        .or_else(|| get("BRANCH_NAME"))
        .or(checked_out)
        .filter(|claim| claim.value != "detached" && !is_tag(claim));
    Some(Claims {
        system: "jenkins",
        branch,
        base: get("CHANGE_TARGET"),
        commit: get("GIT_COMMIT"),
        tag,
    })
}

/// CircleCI. It does not say what a pull request would be merged into.
fn circleci(environment: &Environment) -> Option<Claims> {
    if !is_true(environment, "CIRCLECI") {
        return None;
    }
    let get = |variable| get(environment, variable);
    Some(Claims {
        system: "circleci",
        branch: get("CIRCLE_BRANCH"),
        tag: get("CIRCLE_TAG"),
        base: None,
        commit: get("CIRCLE_SHA1"),
    })
}

/// Azure Pipelines. Pull requests name their branches in full or, on GitHub, in short.
fn azure(environment: &Environment) -> Option<Claims> {
    if !is_true(environment, "TF_BUILD") {
        return None;
    }
    let get = |variable| get(environment, variable);
    let short = |variable| shorten(get(variable), "refs/heads/");
    let is_pull = below(get("BUILD_SOURCEBRANCH"), "refs/pull/").is_some();
    Some(Claims {
        system: "azure",
        branch: below(get("BUILD_SOURCEBRANCH"), "refs/heads/")
            .or_else(|| short("SYSTEM_PULLREQUEST_SOURCEBRANCH").filter(|_| is_pull)),
        tag: below(get("BUILD_SOURCEBRANCH"), "refs/tags/"),
        base: short("SYSTEM_PULLREQUEST_TARGETBRANCH"),
        commit: get("BUILD_SOURCEVERSION"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Option<Claims> {
        let environment = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        claims(&environment)
    }

    /// Branch, tag and base.
    fn short(variables: &[(&str, &str)]) -> [Option<String>; 3] {
        let claims = read(variables).unwrap();
        [claims.branch, claims.tag, claims.base].map(|claim| claim.map(|it| it.value))
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn variables_without_the_systems_marker_say_nothing() {
        assert_eq!(
            read(&[("GITHUB_REF", "refs/heads/main"), ("CI", "true")]),
            None
        );
        assert_eq!(read(&[("GITHUB_ACTIONS", "false")]), None);
        assert_eq!(read(&[("JENKINS_URL", "")]), None);
    }

    #[test]
    fn the_first_system_wins() {
        let claims = read(&[("TF_BUILD", "True"), ("GITLAB_CI", "true")]).unwrap();
        assert_eq!(claims.system, "gitlab");
    }

    #[test]
    fn github_events() {
        let on = ("GITHUB_ACTIONS", "true");
        assert_eq!(
            short(&[on, ("GITHUB_REF", "refs/heads/release/v1.2.x")]),
            [some("release/v1.2.x"), None, None]
        );
        assert_eq!(
            short(&[
                on,
                ("GITHUB_REF", "refs/tags/v1.2.3"),
                ("GITHUB_HEAD_REF", "")
            ]),
            [None, some("v1.2.3"), None]
        );
        assert_eq!(
            short(&[
                on,
                ("GITHUB_REF", "refs/pull/7/merge"),
                ("GITHUB_HEAD_REF", "feature"),
                ("GITHUB_BASE_REF", "main"),
            ]),
            [some("feature"), None, some("main")]
        );
        // pull_request_target runs on the base branch.
        assert_eq!(
            short(&[
                on,
                ("GITHUB_REF", "refs/heads/main"),
                ("GITHUB_HEAD_REF", "release/v9.9.x"),
                ("GITHUB_BASE_REF", "main"),
            ]),
            [some("main"), None, some("main")]
        );
        assert_eq!(
            short(&[on, ("GITHUB_REF_TYPE", "tag"), ("GITHUB_REF_NAME", "v1")]),
            [None, some("v1"), None]
        );
    }

    #[test]
    fn gitlab_pipelines() {
        let on = ("GITLAB_CI", "true");
        assert_eq!(
            short(&[on, ("CI_COMMIT_BRANCH", "main")]),
            [some("main"), None, None]
        );
        assert_eq!(
            short(&[on, ("CI_COMMIT_TAG", "v1.0.0")]),
            [None, some("v1.0.0"), None]
        );
        assert_eq!(
            short(&[
                on,
                ("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "feature"),
                ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
            ]),
            [some("feature"), None, some("main")]
        );
    }

    #[test]
    fn jenkins_jobs() {
        let on = ("JENKINS_URL", "https://ci.example.org/");
        assert_eq!(
            short(&[on, ("GIT_BRANCH", "origin/main")]),
            [some("main"), None, None]
        );
        assert_eq!(
            short(&[on, ("BRANCH_NAME", "v1.0.0"), ("TAG_NAME", "v1.0.0")]),
            [None, some("v1.0.0"), None]
        );
        assert_eq!(
            short(&[
                on,
                ("BRANCH_NAME", "PR-7"),
                ("CHANGE_BRANCH", "feature"),
                ("CHANGE_TARGET", "main"),
            ]),
            [some("feature"), None, some("main")]
        );
    }

    #[test]
    fn circleci_and_azure() {
        assert_eq!(
            short(&[("CIRCLECI", "true"), ("CIRCLE_BRANCH", "main")]),
            [some("main"), None, None]
        );
        let on = ("TF_BUILD", "True");
        assert_eq!(
            short(&[on, ("BUILD_SOURCEBRANCH", "refs/tags/v1.0.0")]),
            [None, some("v1.0.0"), None]
        );
        assert_eq!(
            short(&[
                on,
                ("BUILD_SOURCEBRANCH", "refs/pull/7/merge"),
                ("SYSTEM_PULLREQUEST_SOURCEBRANCH", "refs/heads/feature"),
                ("SYSTEM_PULLREQUEST_TARGETBRANCH", "main"),
            ]),
            [some("feature"), None, some("main")]
        );
    }
}
