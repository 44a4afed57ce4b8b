//! The commit that a name leads to.

use super::Repo;
use crate::facts::Missing;

impl Repo {
    /// The full object id of the commit that a revision names, as git understands it: a tag, a
    /// branch, an id or its beginning, `HEAD~3`.
    ///
    /// # Errors
    /// [`Missing`] if it names nothing, several things, or no commit.
    pub fn commit_named(&self, name: &str) -> Result<String, Missing> {
        let repo = self.local();
        let none = |error: &dyn std::fmt::Display| {
            Missing::because(format!("`{name}` names no commit: {error}")).fix("git fetch --tags")
        };
        let id = repo.rev_parse_single(name).map_err(|error| none(&error))?;
        let commit = id
            .object()
            .map_err(|error| none(&error))?
            .peel_to_commit()
            .map_err(|error| none(&error))?;
        Ok(commit.id.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    #[test]
    fn tags_ids_and_expressions_lead_to_commits() {
        let sandbox = Sandbox::new();
        sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "one"]);
        sandbox.git(&["tag", "--annotate", "-m", "v1", "v1.0.0"]);
        sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "two"]);
        let first = sandbox.git(&["rev-parse", "HEAD~1"]).trim().to_owned();
        let repo = Repo::open(sandbox.path()).unwrap();
        for name in ["v1.0.0", "HEAD~1", &first, &first[..10]] {
            assert_eq!(repo.commit_named(name).as_ref(), Ok(&first), "{name}");
        }
        let error = repo.commit_named("v9").unwrap_err();
        assert!(error.reason.starts_with("`v9` names no commit"), "{error}");
        assert!(repo.commit_named("HEAD^{tree}").is_err());
    }
}
