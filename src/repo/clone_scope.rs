//! Whether a clone was told to fetch all branches, and with them the tags of all lines.

use super::Repo;
use crate::facts::Missing;

impl Repo {
    /// Refuses a clone that may lack the tags of other lines than HEAD's: a shallow one, or one that
    /// fetches single branches only, since git brings along the tags of what it fetches.
    ///
    /// # Errors
    /// [`Missing`] with what to fetch.
    pub fn require_all_tags(&self) -> Result<(), Missing> {
        let repo = self.local();
        let shallow = repo.shallow_commits().ok().flatten();
        if shallow.is_some_and(|commits| !commits.is_empty()) {
            return Err(Missing::because(
                "the clone is shallow: it may lack the tags of other release lines",
            )
            .fix("git fetch --unshallow --tags"));
        }
        let config = repo.config_snapshot();
        let remotes = config.plumbing().sections_by_name("remote");
        let mut narrow = None;
        for remote in remotes.into_iter().flatten() {
            let fetched = remote.values("fetch");
            // Whoever asks for all tags of a remote gets them, whatever branches are fetched.
            let asks_for = |what: &[u8]| {
                fetched.iter().any(|refspec| {
                    let refspec: &[u8] = refspec;
                    refspec.windows(what.len()).any(|part| part == what)
                })
            };
            if asks_for(b"refs/heads/*:") || asks_for(b"refs/tags/*:") {
                return Ok(());
            }
            if let Some(name) = remote.header().subsection_name() {
                narrow = narrow.or(Some(String::from_utf8_lossy(name).into_owned()));
            }
        }
        match narrow {
            None => Ok(()),
            Some(remote) => Err(Missing::because(format!(
                "the clone fetches single branches of `{remote}` only: it may lack the tags of other release lines"
            ))
            .fix(format!(
                "git config --add remote.{remote}.fetch '+refs/tags/*:refs/tags/*' && git fetch {remote}"
            ))),
        }
    }

    /// The committer's time of a commit in seconds since 1970; `None` if it cannot be read.
    #[must_use]
    pub fn commit_time(&self, commit: &str) -> Option<i64> {
        let repo = self.local();
        let id = gix::ObjectId::from_hex(commit.as_bytes()).ok()?;
        let commit = repo.find_commit(id).ok()?;
        let time = commit.committer().ok()?.seconds();
        Some(time)
    }
}
