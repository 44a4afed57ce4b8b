//! The command line: one short file a subcommand. Standard output carries results only.

mod api;
mod args;
mod bump;
mod check;
mod collect;
mod eval;
mod explain;
mod foreign;
mod git;
mod init;
mod output;
mod policy;
mod record;
mod rules;
mod sbom;
mod session;
mod sign_off;
mod suggest;
mod waivers;
mod worker;
mod workspace;

use std::ffi::OsString;

use clap::Parser;
use clap::error::ErrorKind;

use crate::render::FORMATS;
use crate::report::ExitCode;
use args::{Arguments, Command, PolicyCommand};

/// Runs the program with these arguments (the program's name first) and returns its exit code:
/// see [`ExitCode`].
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => return usage(&error),
    };
    match run(&parsed) {
        Ok(code) => code,
        Err(error) => {
            output::error(&error, parsed.common.colour());
            ExitCode::Error as u8
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let common = &arguments.common;
    output::check_formats(common, &formats(arguments.command.as_ref()))?;
    let code = match &arguments.command {
        None => check::run(common, &args::CheckArguments::from_environment()?),
        Some(Command::Check(own)) => check::run(common, own),
        Some(Command::Collect(own)) => collect::run(common, own),
        Some(Command::Eval(own)) => eval::run(common, own),
        // The exit code is that of the command that is recorded.
        Some(Command::Record(own)) => return record::run(common, own),
        Some(Command::Api(own)) => api::run(common, own),
        Some(Command::Rules(own)) => rules::run(common, own),
        Some(Command::Explain(own)) => explain::run(common, own),
        Some(Command::Sbom(own)) => sbom::run(common, own),
        Some(Command::SignOff(own)) => sign_off::run(common, own),
        Some(Command::Waivers(own)) => waivers::run(common, own),
        Some(Command::Suggest) => suggest::run(common),
        Some(Command::Bump(own)) => bump::run(common, own),
        Some(Command::Init(own)) => init::run(common, own),
        Some(Command::Policy(PolicyCommand::Check(own))) => policy::check(common, own),
        Some(Command::Policy(PolicyCommand::Test(own))) => policy::test(common, own),
        Some(Command::Policy(PolicyCommand::Doc(own))) => policy::doc(common, own),
        Some(Command::Policy(PolicyCommand::New(own))) => policy::new(common, own),
        Some(Command::PolicyWorker) => worker::run(),
    };
    code.map(|code| code as u8)
}

/// The output formats that a command knows, its default first.
fn formats(command: Option<&Command>) -> Vec<&'static str> {
    match command {
        Some(Command::Policy(PolicyCommand::Test(_))) => policy::TEST_FORMATS.to_vec(),
        Some(Command::Policy(PolicyCommand::Doc(_))) => vec![policy::DOC_FORMAT],
        Some(Command::Sbom(_)) => sbom::FORMATS.to_vec(),
        _ => FORMATS.iter().map(|format| format.name).collect(),
    }
}

/// Help and version are results; anything else is wrong usage.
fn usage(error: &clap::Error) -> u8 {
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::Go as u8,
        _ => ExitCode::Error as u8,
    }
}
