//! Has a clone fetch the sign-offs of others with everything else.
//!
//! They go to a place of their own, `refs/notes/remotes/<remote>/relcheck`, and not to the notes of this
//! clone: there a forced fetch would overwrite sign-offs that were not pushed yet, one that is not forced
//! would fail where both sides have new ones, and `git fetch --prune` would remove them all before the
//! first push. The star keeps `git fetch` from failing while the remote has no sign-offs.

use std::path::Path;

use crate::cli::git::Git;
use crate::signoff::{COPIES, REFERENCE};

/// Adds the refspec to `remote.<name>.fetch`, unless that fetches sign-offs already. What was done, for a
/// person to read; `None` where there is no remote.
///
/// A clone that cannot be set up still has its configuration: what failed is said.
pub(super) fn fetch_with_everything_else(root: &Path) -> Option<String> {
    let git = Git::new(root);
    let remotes = match git.remotes() {
        Ok(remotes) => remotes,
        Err(error) => return Some(format!("hint: this clone fetches no sign-offs: {error}\n")),
    };
    let remote = match remotes.as_slice() {
        [] => return None,
        [only] => only,
        several => match several.iter().find(|name| *name == "origin") {
            Some(origin) => origin,
            None => return Some(undecided(several)),
        },
    };
    Some(match set(&git, remote) {
        Ok(told) => told,
        Err(error) => format!(
            "hint: this clone fetches no sign-offs: {error}\n  fix: git config --add remote.{remote}.fetch '{}'\n",
            refspec(remote)
        ),
    })
}

fn set(git: &Git, remote: &str) -> anyhow::Result<String> {
    let key = format!("remote.{remote}.fetch");
    let before = git.all(&key)?;
    if let Some(known) = before.iter().find(|it| fetches_sign_offs(it)) {
        return Ok(format!(
            "`git fetch` brings sign-offs already: {key} = {known}\n"
        ));
    }
    let refspec = refspec(remote);
    git.add(&key, &refspec)?;
    Ok(format!(
        "`git fetch` brings the sign-offs of others from now on: added {key} = {refspec}\n"
    ))
}

fn undecided(remotes: &[String]) -> String {
    let name = remotes.first().map_or("NAME", String::as_str);
    format!(
        "hint: there are several remotes and none is called `origin`, so this clone fetches no sign-offs: git config --add remote.{name}.fetch '{}' for the one that has them\n",
        refspec(name)
    )
}

/// What fetches the notes of a remote.
fn refspec(remote: &str) -> String {
    let (before, after) = COPIES;
    format!("+{REFERENCE}*:{before}{remote}{after}*")
}

/// Whether a refspec fetches the notes with sign-offs, wherever to.
fn fetches_sign_offs(refspec: &str) -> bool {
    let refspec = refspec.strip_prefix('+').unwrap_or(refspec);
    let Some((source, _)) = refspec.split_once(':') else {
        return false;
    };
    match source.split_once('*') {
        None => source == REFERENCE,
        Some((before, after)) => {
            let rest = REFERENCE.strip_prefix(before);
            rest.is_some_and(|rest| rest.ends_with(after))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refspec_that_fetches_sign_offs_is_known() {
        for refspec in [
            "refs/notes/relcheck:refs/notes/relcheck",
            "+refs/notes/*:refs/notes/*",
            "+refs/*:refs/*",
            "+refs/notes/relcheck*:refs/notes/remotes/origin/relcheck*",
        ] {
            assert!(fetches_sign_offs(refspec), "{refspec}");
        }
        for refspec in [
            "+refs/heads/*:refs/remotes/origin/*",
            "refs/notes/commits:refs/notes/commits",
            "^refs/notes/relcheck",
            "refs/notes/relcheck",
            "refs/notes/relchecks:refs/notes/relchecks",
        ] {
            assert!(!fetches_sign_offs(refspec), "{refspec}");
        }
        assert!(fetches_sign_offs(&refspec("origin")));
    }
}
