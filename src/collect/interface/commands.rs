//! Compares the options and sub-commands that source code declares.

use crate::facts::Interface;
use crate::repo::Revision;

/// Compares the command lines of the source files that differ.
pub(super) fn compare(_found: &mut Interface, _previous: &Revision, _head: &Revision) {}
