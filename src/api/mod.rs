//! Comparing the public interface of two revisions of a project. Pure: what is read from git comes
//! in, changes come out. One room a language.

pub mod python;
pub mod typescript;
