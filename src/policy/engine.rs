//! Sets up the Rego engine: always the interpreter, always strict, never with a clock.

use std::num::NonZeroU32;
use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, LimitError, Value};

use super::error::{LoadError, from_engine};
use super::extensions;
use super::source::PolicyFile;

/// After how many steps the engine looks at the time.
const CHECK_INTERVAL: NonZeroU32 = NonZeroU32::new(256).unwrap();

/// An engine with relcheck's functions and the parameters as `data`, still without policies.
pub(super) fn new(data: &serde_json::Value) -> anyhow::Result<Engine> {
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(true);
    engine.set_gather_prints(true);
    extensions::add(&mut engine)?;
    engine.add_data(Value::from_json_str(&data.to_string())?)?;
    Ok(engine)
}

/// # Errors
/// The text does not parse.
pub(super) fn add(engine: &mut Engine, file: &PolicyFile) -> Result<(), LoadError> {
    engine
        .add_policy(file.path.clone(), file.text.clone())
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
        let limit = error
            .chain()
            .find_map(|cause| cause.downcast_ref::<LimitError>());
        match limit {
            Some(LimitError::TimeLimitExceeded { .. }) => None,
            _ => Some(from_engine("", &error)),
        }
    })
}

/// Why a rule yields nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    OutOfTime,
    Message(String),
}
