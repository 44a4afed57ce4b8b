//! `relcheck policy-worker`: the process in which the project's own policies are evaluated. It is no
//! command for people: it reads a job from standard input and answers on standard output.

use std::io;

use crate::policy::work;
use crate::report::ExitCode;

pub(super) fn run() -> anyhow::Result<ExitCode> {
    work(io::stdin(), io::stdout())?;
    Ok(ExitCode::Go)
}
