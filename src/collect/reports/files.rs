//! The files of a report: what is in them, and what binds them to a commit.

use sha2::{Digest, Sha256};

use crate::collect::Context;
use crate::evidence::{Bound, Item, MAX_BYTES, Source, bind};

/// The files of one report, read.
pub(super) struct Files<'a> {
    pub(super) items: &'a [&'a Item],
    /// In the order of the items; a clause that says why they cannot be read.
    pub(super) contents: Result<Vec<Vec<u8>>, String>,
    /// Why one of them was not read at all.
    unread: Option<String>,
    /// Of each, in the same order.
    digests: Vec<String>,
}

impl<'a> Files<'a> {
    pub(super) fn read(context: &Context, items: &'a [&'a Item]) -> Self {
        let size: u64 = items.iter().map(|item| item.size).sum();
        let is_too_large = items.iter().any(|item| is_cut(item)) || size > MAX_BYTES;
        let mut contents = Vec::new();
        let mut digests = Vec::new();
        let mut problem = None;
        for item in items {
            let content = item.read(context.checkout()).unwrap_or_else(|reason| {
                problem.get_or_insert(reason);
                Vec::new()
            });
            digests.push(format!("{:x}", Sha256::digest(&content)));
            contents.push(content);
        }
        let unread = problem.clone();
        if is_too_large {
            problem.get_or_insert(format!("it has more than {} MiB", MAX_BYTES >> 20));
        }
        Files {
            items,
            contents: problem.map_or(Ok(contents), Err),
            unread,
            digests,
        }
    }

    /// As the least sure of the files is bound.
    pub(super) fn bind(&self, head: Option<&str>) -> Bound {
        if let Some(reason) = &self.unread {
            return Bound::to_nothing(reason.clone());
        }
        let bounds = self.items.iter().zip(&self.digests);
        let bounds = bounds.map(|(item, digest)| bind(item, digest, head));
        let least = bounds.max_by_key(|bound| bound.binding);
        least.unwrap_or_else(|| Bound::to_nothing("there is no file"))
    }

    /// The digest of the file; of several files, that of their contents one after the other.
    pub(super) fn digest(&self) -> String {
        match (self.digests.as_slice(), &self.contents) {
            ([one], _) => one.clone(),
            (_, Ok(contents)) => format!("{:x}", Sha256::digest(contents.concat())),
            (_, Err(_)) => format!("{:x}", Sha256::digest([])),
        }
    }
}

/// Whether more was written than was kept.
fn is_cut(item: &Item) -> bool {
    match &item.source {
        Source::Recorded { record, output } => {
            record.outputs.get(*output).is_none_or(|it| it.truncated)
        }
        _ => false,
    }
}
