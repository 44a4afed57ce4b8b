//! Reading git: HEAD, history, tags, branches, diffs. The only room that knows gix.

mod ancestry;
mod archive;
mod branch_name;
mod branches;
mod checkout;
mod ci;
mod ci_check;
mod clone_scope;
mod commit_signature;
mod commits;
mod current;
mod diff;
mod doubts;
mod fork_point;
mod graph;
mod head;
mod holding;
mod hotfix;
mod inside;
mod mailmap;
mod main_line;
mod merged_back;
mod named;
mod note_list;
mod notes;
mod open;
mod overlooked;
mod patch_id;
mod porcelain;
mod previous;
mod reach;
mod refs;
mod revision;
#[cfg(test)]
pub(crate) mod scratch;
mod signed_tag;
mod state;
mod status;
mod submodules;
mod tag_family;
mod tag_name;
mod tag_object;
mod tag_pattern;
mod tags;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod touching;
mod tree_changes;
mod undone;
mod worktree;

pub use archive::{Archive, ArchiveEntry};
pub use checkout::{Checkout, below};
pub use commit_signature::CommitSignature;
pub use commits::{Identity, MAX_COMMITS, MAX_MESSAGE_BYTES, MAX_VISITED, RawCommit};
pub use diff::{
    Edit, EditedPath, Editing, MAX_CHANGED_FILES, MAX_COMPARED_LINES, MAX_DIFFS, MAX_LINE_RANGES,
    NewLines,
};
pub use holding::Holding;
pub use inside::inside;
pub use mailmap::Mailmap;
pub use main_line::{Fork, MainAndHead};
pub use note_list::Notes;
pub use open::{OpenError, Repo};
pub use patch_id::Elsewhere;
pub use revision::{Revision, RevisionFile};
pub use signed_tag::SignedTag;
pub use state::Conventions;
pub use touching::{TouchedPath, Touching};
pub use tree_changes::TreeChange;
pub use undone::Undoing;
