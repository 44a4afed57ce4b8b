//! `relcheck policy test`: runs the tests of the named policies, or of the built-in ones where none
//! are named.

use super::super::args::{Common, PolicyTestArguments};
use super::super::output;
use super::super::workspace::fact_names;
use super::sources;
use crate::collect::check_input;
use crate::policy::{Testing, test};
use crate::render::test_run::{TestRun, json, junit, text};
use crate::report::ExitCode;

/// The output formats, the default first.
pub(in super::super) const FORMATS: &[&str] = &["text", "json", "junit"];

pub(in super::super) fn run(
    common: &Common,
    own: &PolicyTestArguments,
) -> anyhow::Result<ExitCode> {
    let sources = sources(common, &own.paths)?;
    let testing = Testing {
        known_facts: &fact_names(),
        check_input,
        filter: own.run.as_deref(),
        own_only: !sources.user.is_empty(),
    };
    let run = TestRun {
        report: test(sources, &testing)?,
        min_coverage: own.min_coverage,
    };
    output::each(
        common,
        |style| text::render(&run, common.verbose, common.quiet, style),
        &[
            ("json", &|| Ok(json::render(&run)?)),
            ("junit", &|| Ok(junit::render(&run)?)),
        ],
    )?;
    Ok(if run.passed() {
        ExitCode::Go
    } else {
        ExitCode::NoGo
    })
}
