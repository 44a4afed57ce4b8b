//! `relcheck policy check`: loads policies with every check that there is.

use super::super::args::{Common, PolicyCheckArguments};
use super::super::output;
use super::super::workspace::fact_names;
use super::sources;
use crate::policy::PolicySet;
use crate::report::ExitCode;

/// What is wrong is an error, all of it at once; what is worth a look is printed as a warning.
pub(in super::super) fn run(
    common: &Common,
    own: &PolicyCheckArguments,
) -> anyhow::Result<ExitCode> {
    let mut sources = sources(common, &own.paths)?;
    sources.check_builtin = true;
    let policies = PolicySet::load(sources, &fact_names())?;
    let (rules, files) = (policies.rules().len(), policies.files().len());
    output::write(common, None, |_| {
        let warnings = policies.warnings().iter();
        let warnings: String = warnings
            .map(|warning| format!("warning: {warning}\n"))
            .collect();
        format!("{warnings}{rules} rules in {files} files are in order\n")
    })?;
    Ok(ExitCode::Go)
}
