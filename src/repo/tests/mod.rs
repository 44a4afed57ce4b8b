//! Tests of what is read from real repositories, made by the `git` program.

mod branch;
mod ci;
mod head;
mod hotfix;
mod previous;
mod tags;
mod worktree;
