//! The libraries of a set: which are read in full, and which are taken as they are.

use crate::policy::identifier::Role;
use crate::policy::module::ParsedModule;
use crate::policy::source::{PolicyFile, Sources};

/// Where the built-in libraries are.
const LIBRARIES: &str = "policies/lib/";

/// Whether a built-in file's text is not checked again, since the tests of relcheck did. What the
/// project's own policies may refer to is read all the same.
pub(super) fn is_taken_as_is(sources: &Sources, file: &PolicyFile) -> bool {
    !sources.check_builtin && (sources.user.is_empty() || !is_library(file))
}

fn is_library(file: &PolicyFile) -> bool {
    file.path.starts_with(LIBRARIES)
}

/// The libraries that were read in full: built-in ones, or the project's own.
pub(super) fn read(modules: &[ParsedModule], builtin: bool) -> impl Iterator<Item = &PolicyFile> {
    modules
        .iter()
        .filter(move |module| {
            module.builtin == builtin && matches!(module.role, Role::Library(_) | Role::Conftest)
        })
        .map(|module| &module.file)
}

pub(super) fn unread(sources: &Sources) -> impl Iterator<Item = &PolicyFile> {
    sources
        .builtin
        .iter()
        .filter(|file| is_library(file) && !file.is_test() && is_taken_as_is(sources, file))
}
