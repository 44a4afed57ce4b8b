//! Files of which the configuration says where they take the version from: only running them would
//! show it.

use super::gather::Gather;
use crate::collect::Options;
use crate::facts::CONFIGURED;

/// Takes what the configuration says of such files for what they say. One that says nothing that has to
/// be settled is noted: whoever listed it meant another.
pub(super) fn apply(gather: &mut Gather<'_>, options: &Options) {
    for (paths, target, from_tag) in [
        (&options.versions_computed, "the other places", false),
        (&options.versions_from_tag, "git tag", true),
    ] {
        for path in paths {
            let lines = gather.settle(path);
            if lines.is_empty() {
                gather.undetermined(
                    path,
                    1,
                    "the configuration says where it takes the version from, and it computes none",
                );
            }
            for line in lines {
                gather.dynamic(path, line, CONFIGURED, target, from_tag);
            }
        }
    }
}
