//! The tree of a commit, which says all of its files: from the clone, or else from what a forge answered.

use std::collections::{BTreeMap, HashMap};

use super::short;
use super::sources::Source;
use crate::collect::Context;
use crate::facts::RefusedReview;

/// The trees of commits.
pub(super) struct Trees<'c> {
    context: &'c Context,
    answered: BTreeMap<String, String>,
    known: HashMap<String, Option<String>>,
}

impl<'c> Trees<'c> {
    /// Takes the trees that answers name. One that contradicts another, or the clone, is refused whole.
    pub fn new(context: &'c Context, sources: &[Source]) -> (Self, Vec<RefusedReview>) {
        let mut trees = Trees {
            context,
            answered: BTreeMap::new(),
            known: HashMap::new(),
        };
        let mut refused = Vec::new();
        for source in sources {
            let named = source.said().map(|export| &export.trees);
            let Some(named) = named.filter(|named| !named.is_empty()) else {
                continue;
            };
            let wrong = named
                .iter()
                .find(|(commit, tree)| trees.of(commit).is_some_and(|known| known != **tree));
            match wrong {
                Some((commit, _)) => refused.push(RefusedReview {
                    place: source.evidence.path.clone(),
                    request: None,
                    who: None,
                    reason: format!(
                        "it names another tree of the commit {} than that has",
                        short(commit)
                    ),
                }),
                None => {
                    for (commit, tree) in named {
                        trees.answered.insert(commit.clone(), tree.clone());
                    }
                }
            }
        }
        (trees, refused)
    }

    /// The tree of a commit; `None` where nothing knows it.
    pub fn of(&mut self, commit: &str) -> Option<String> {
        let answered = self.answered.get(commit).cloned();
        let repo = self.context.repo();
        let known = self.known.entry(commit.to_owned());
        let own = known.or_insert_with(|| repo.read_commit(commit).ok().map(|it| it.tree()));
        own.clone().or(answered)
    }
}
