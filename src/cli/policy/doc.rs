//! `relcheck policy doc`: the catalogue of all rules that would be judged, as Markdown.

use std::path::Path;

use super::super::args::{Common, PolicyDocArguments};
use super::super::output;
use super::super::workspace::fact_names;
use super::sources;
use crate::policy::PolicySet;
use crate::render::catalogue;
use crate::report::ExitCode;

/// The only output format.
pub(in super::super) const FORMAT: &str = "markdown";

/// The process that the built-in rules enforce, which the catalogue links to where it lies beside.
const PROCESS: &str = "release-process.md";

pub(in super::super) fn run(common: &Common, own: &PolicyDocArguments) -> anyhow::Result<ExitCode> {
    let policies = PolicySet::load(sources(common, &own.paths)?, &fact_names())?;
    let render = |process| catalogue(&policies, process);
    match common.output.as_slice() {
        [output] => {
            let path = output.path.as_deref();
            output::write(common, path, |_| render(path.and_then(process_beside)))?;
        }
        _ => output::each(common, |_| render(None), &[])?,
    }
    Ok(ExitCode::Go)
}

fn process_beside(path: &Path) -> Option<&'static str> {
    path.with_file_name(PROCESS).is_file().then_some(PROCESS)
}
