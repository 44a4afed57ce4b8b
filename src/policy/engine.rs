//! Sets up the Rego engine: always the interpreter, always strict, never with a clock.

use std::num::NonZeroU32;
use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, LimitError, Value};

use super::error::{LoadError, from_engine};
use super::source::PolicyFile;
use super::{extensions, heads};

/// After how many steps the engine looks at the time.
const CHECK_INTERVAL: NonZeroU32 = NonZeroU32::new(256).unwrap();

/// How many characters of the engine's messages are shown.
const MAX_MESSAGE: usize = 2_000;

/// An engine with relcheck's functions and the parameters as `data`, in JSON, still without
/// policies.
pub(super) fn new(data: &str) -> anyhow::Result<Engine> {
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(true);
    engine.set_gather_prints(true);
    extensions::add(&mut engine)?;
    engine.add_data(Value::from_json_str(data)?)?;
    Ok(engine)
}

/// # Errors
/// The text does not parse.
pub(super) fn add(engine: &mut Engine, file: &PolicyFile) -> Result<(), LoadError> {
    engine.set_rego_v0(file.is_rego_v0);
    let text = match file.is_rego_v0 {
        true => file.text.to_string(),
        false => heads::for_engine(&file.text).into_owned(),
    };
    engine
        .add_policy(file.path.clone(), text)
        .map(drop)
        .map_err(|error| from_engine(&file.path, &error))
}

/// Has the engine analyse all policies that it holds, so that its clones need not.
///
/// # Errors
/// A name that nothing defines, or definitions that contradict each other.
pub(super) fn prepare(engine: &mut Engine) -> Result<(), LoadError> {
    engine
        .eval_query("true".to_owned(), false)
        .map(drop)
        .map_err(|error| from_engine("", &error))
}

/// What the rule at `data.<path>` yields, within a time.
///
/// # Errors
/// The engine's message in one line, or that time is up.
pub(super) fn evaluate(engine: &mut Engine, path: &str, time: Duration) -> Result<Value, Failure> {
    evaluate_placed(engine, path, time).map_err(|error| match error {
        Some(error) => Failure::Message(error.to_string()),
        None => Failure::OutOfTime,
    })
}

/// The same for who wants to know the place of an error apart from its message.
///
/// # Errors
/// What the engine says, or `None` if time is up.
pub(super) fn evaluate_placed(
    engine: &mut Engine,
    path: &str,
    time: Duration,
) -> Result<Value, Option<LoadError>> {
    engine.set_execution_timer_config(ExecutionTimerConfig {
        limit: time,
        check_interval: CHECK_INTERVAL,
    });
    engine.eval_rule(format!("data.{path}")).map_err(|error| {
        if is_out_of_time(&error) {
            return None;
        }
        let placed = from_engine("", &error);
        Some(LoadError {
            message: cut(placed.message),
            ..placed
        })
    })
}

/// Whether time is up. Out of a function, the engine hands on the text of that error only, with the
/// time that it took: no two runs would say the same.
fn is_out_of_time(error: &anyhow::Error) -> bool {
    let by_type = error.chain().any(|cause| {
        let limit = cause.downcast_ref::<LimitError>();
        matches!(limit, Some(LimitError::TimeLimitExceeded { .. }))
    });
    by_type || format!("{error:#}").contains("execution exceeded time limit")
}

/// A message without what is beyond all measure: it may quote any value.
fn cut(message: String) -> String {
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message,
    }
}

/// Why a rule yields nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    OutOfTime,
    Message(String),
}
