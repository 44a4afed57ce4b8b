//! The program: parse, run, print the error, exit.

use std::process::ExitCode;

use relcheck::policy::BoundedMemory;

/// Without a limit, except in the process that evaluates a project's own policies.
#[global_allocator]
static MEMORY: BoundedMemory = BoundedMemory;

/// The switch for stack traces of errors, not of panics.
const ERROR_TRACES: &str = "RUST_LIB_BACKTRACE";

fn main() -> ExitCode {
    BoundedMemory::tune();
    keep_errors_cheap();
    let code = relcheck::cli::main(std::env::args_os());
    ExitCode::from(code)
}

/// Takes no stack trace for errors, unless that is asked for by its own name.
///
/// The engine's parser tries a text as one thing and drops the error if it is another. Where
/// `RUST_BACKTRACE` is set, as on many build servers, each of those errors would be traced, which
/// doubles the time of a run for traces that nobody sees.
#[expect(unsafe_code, reason = "the standard library offers no other switch")]
fn keep_errors_cheap() {
    if std::env::var_os(ERROR_TRACES).is_none() {
        // SAFETY: the program has one thread here, so nothing reads the environment meanwhile.
        unsafe { std::env::set_var(ERROR_TRACES, "0") };
    }
}
