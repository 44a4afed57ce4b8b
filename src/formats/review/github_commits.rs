//! Commits with their trees: `gh api --paginate repos/O/R/pulls/N/commits`, or one with
//! `repos/O/R/commits/SHA`.
//!
//! <https://docs.github.com/rest/pulls/pulls#list-commits-on-a-pull-request>. An id stands for the whole
//! content of a commit, so that its tree can be taken from any export.

use serde::Deserialize;

use super::ReviewFormat;
use super::model::{ReviewExport, limit};
use crate::formats::ci::{kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_commits(head: &str) -> bool {
    let outline = Outline::of(head);
    let has = |before: &str| {
        let key = |key: &str| outline.has(&format!("{before}{key}"));
        key("sha") && (key("commit.tree") || key("commit.message"))
    };
    has("") || has("[].") || has("[][].")
}

#[derive(Deserialize)]
struct Listed<'a> {
    #[serde(borrow)]
    sha: Text<'a>,
    #[serde(borrow)]
    commit: Commit<'a>,
}

#[derive(Deserialize)]
struct Commit<'a> {
    #[serde(borrow)]
    tree: Tree<'a>,
}

#[derive(Deserialize)]
struct Tree<'a> {
    #[serde(borrow)]
    sha: Text<'a>,
}

pub(super) fn read(text: &str) -> Result<ReviewExport, Flaw> {
    let mut export = ReviewExport::new(ReviewFormat::GithubCommits);
    for listed in pages::objects::<Listed<'_>>(text)? {
        let tree = kept::commit(&listed.commit.tree.sha)?;
        let other = export
            .trees
            .insert(kept::commit(&listed.sha)?, tree.clone());
        if other.is_some_and(|other| other != tree) {
            return Err(Flaw::unreadable("a commit in it has two trees"));
        }
    }
    limit(export.trees.len(), "commits")?;
    Ok(export)
}
