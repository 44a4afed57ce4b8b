//! Functions that relcheck adds to the engine, and those of the engine that it bounds.
//!
//! Rules do not call the added ones themselves: `policies/lib` wraps each, because only what is
//! written in Rego can be replaced in a test.

mod globs;
mod licenses;

use std::str::FromStr;

use anyhow::{anyhow, bail};
use globset::{Glob, GlobBuilder};
use regorus::{Engine, Value};

use super::conftest;
use crate::release::Version;

/// The most elements that `numbers.range` may make. More would take memory without bound, and an
/// allocation that fails ends the program.
const MAX_RANGE: i64 = 100_000;

/// The furthest that `bits.lsh` may shift.
const MAX_SHIFT: i64 = 1_024;

/// The longest glob that is compiled, in bytes.
const MAX_GLOB: usize = 1_024;

/// A function by its name in Rego.
struct Extension {
    name: &'static str,
    arguments: u8,
    run: fn(&[Value]) -> anyhow::Result<Value>,
}

/// All functions that relcheck adds or replaces.
const EXTENSIONS: &[Extension] = &[
    Extension {
        name: "relcheck.version_compare",
        arguments: 2,
        run: version_compare,
    },
    Extension {
        name: "relcheck.glob_match",
        arguments: 2,
        run: glob_match,
    },
    Extension {
        name: "relcheck.license_problem",
        arguments: 1,
        run: licenses::problem,
    },
    Extension {
        name: "relcheck.license_refused",
        arguments: 4,
        run: licenses::refused,
    },
    Extension {
        name: conftest::FUNCTION,
        arguments: 3,
        run: conftest::findings,
    },
    Extension {
        name: "glob.match",
        arguments: 3,
        run: globs::matches,
    },
    Extension {
        name: "numbers.range",
        arguments: 2,
        run: range,
    },
    Extension {
        name: "numbers.range_step",
        arguments: 3,
        run: range,
    },
    Extension {
        name: "bits.lsh",
        arguments: 2,
        run: shift,
    },
];

/// Whether policies can call a function of this name because of this file.
pub(super) fn exists(name: &str) -> bool {
    // This one is for relcheck's own modules.
    name != conftest::FUNCTION && EXTENSIONS.iter().any(|extension| extension.name == name)
}

/// Makes the functions known to an engine.
pub(super) fn add(engine: &mut Engine) -> anyhow::Result<()> {
    for extension in EXTENSIONS {
        let run = extension.run;
        engine.add_extension(
            extension.name.to_owned(),
            extension.arguments,
            Box::new(move |arguments: Vec<Value>| run(&arguments)),
        )?;
    }
    Ok(())
}

fn text<'a>(arguments: &'a [Value], index: usize, name: &str) -> anyhow::Result<&'a str> {
    match arguments.get(index) {
        Some(Value::String(text)) => Ok(text),
        _ => bail!("`{name}`: argument {} is not a text", index + 1),
    }
}

fn integer(arguments: &[Value], index: usize, name: &str) -> anyhow::Result<i64> {
    arguments
        .get(index)
        .and_then(|value| value.as_i64().ok())
        .ok_or_else(|| anyhow!("`{name}`: argument {} is not a whole number", index + 1))
}

/// -1, 0 or 1 as the first version is below, equal to or above the second.
fn version_compare(arguments: &[Value]) -> anyhow::Result<Value> {
    let version = |index| -> anyhow::Result<Version> {
        let text = text(arguments, index, "relcheck.version_compare")?;
        Ok(Version::from_str(text)?)
    };
    Ok(Value::from(version(0)?.cmp(&version(1)?) as i64))
}

/// Whether a path matches a glob; `*` stays within a folder, `**` does not.
fn glob_match(arguments: &[Value]) -> anyhow::Result<Value> {
    let glob = glob(text(arguments, 0, "relcheck.glob_match")?)?;
    let path = text(arguments, 1, "relcheck.glob_match")?;
    Ok(Value::from(glob.compile_matcher().is_match(path)))
}

/// The glob that a text is.
///
/// # Errors
/// It is none, or too long.
pub(super) fn glob(pattern: &str) -> anyhow::Result<Glob> {
    if pattern.len() > MAX_GLOB {
        bail!("a glob has {MAX_GLOB} bytes at most");
    }
    GlobBuilder::new(pattern)
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map_err(|error| anyhow!("`{pattern}` is not a glob: {}", error.kind()))
}

/// `numbers.range` and `numbers.range_step`, up to [`MAX_RANGE`] elements.
fn range(arguments: &[Value]) -> anyhow::Result<Value> {
    let from = integer(arguments, 0, "numbers.range")?;
    let to = integer(arguments, 1, "numbers.range")?;
    let step = match arguments.len() {
        2 => 1,
        _ => integer(arguments, 2, "numbers.range_step")?,
    };
    if step <= 0 {
        bail!("`numbers.range_step`: the step is not above zero");
    }
    let count = (i128::from(to) - i128::from(from)).abs() / i128::from(step) + 1;
    if count > i128::from(MAX_RANGE) {
        bail!("`numbers.range` makes {MAX_RANGE} numbers at most");
    }
    let step = i128::from(if to < from { -step } else { step });
    let numbers = (0..count)
        .map(|index| Ok(Value::from(i64::try_from(i128::from(from) + step * index)?)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    Ok(Value::from(numbers))
}

/// `bits.lsh`, up to [`MAX_SHIFT`].
fn shift(arguments: &[Value]) -> anyhow::Result<Value> {
    let value = integer(arguments, 0, "bits.lsh")?;
    let by = integer(arguments, 1, "bits.lsh")?;
    if !(0..=MAX_SHIFT).contains(&by) {
        bail!("`bits.lsh` shifts by 0 to {MAX_SHIFT}");
    }
    let shifted = u32::try_from(by).ok().and_then(|by| {
        let shifted = i128::from(value).checked_shl(by)?;
        (shifted >> by == i128::from(value)).then_some(shifted)
    });
    let shifted = shifted.and_then(|shifted| i64::try_from(shifted).ok());
    shifted
        .map(Value::from)
        .ok_or_else(|| anyhow!("`bits.lsh`: the result is too large"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluate(query: &str) -> Result<String, String> {
        let mut engine = Engine::new();
        engine.set_strict_builtin_errors(true);
        add(&mut engine).unwrap();
        let results = engine.eval_query(query.to_owned(), false);
        let results =
            results.map_err(|error| super::super::error::from_engine("", &error).message)?;
        Ok(results.result[0].expressions[0].value.to_string())
    }

    #[test]
    fn versions_are_compared_as_versions() {
        let compare = |a, b| evaluate(&format!("relcheck.version_compare({a:?}, {b:?})"));
        assert_eq!(compare("1.10.0", "1.9.0"), Ok("1".to_owned()));
        assert_eq!(compare("v1.2.0rc1", "1.2.0"), Ok("-1".to_owned()));
        assert_eq!(compare("1.2.0", "v1.2.0"), Ok("0".to_owned()));
        assert!(
            compare("latest", "1.0.0")
                .unwrap_err()
                .contains("`latest` is not a version")
        );
    }

    #[test]
    fn a_star_stays_within_a_folder() {
        let matches = |glob, path| evaluate(&format!("relcheck.glob_match({glob:?}, {path:?})"));
        assert_eq!(matches("src/*.rs", "src/a.rs"), Ok("true".to_owned()));
        assert_eq!(matches("src/*.rs", "src/a/b.rs"), Ok("false".to_owned()));
        assert_eq!(matches("src/**/*.rs", "src/a/b.rs"), Ok("true".to_owned()));
        assert!(matches("src/[", "x").unwrap_err().contains("is not a glob"));
    }

    #[test]
    fn ranges_are_bounded() {
        assert_eq!(evaluate("numbers.range(1, 3)"), Ok("[1,2,3]".to_owned()));
        assert_eq!(evaluate("numbers.range(3, 1)"), Ok("[3,2,1]".to_owned()));
        assert_eq!(
            evaluate("numbers.range_step(0, 5, 2)"),
            Ok("[0,2,4]".to_owned())
        );
        let huge = evaluate("numbers.range(1, 1000000000000)");
        assert_eq!(
            huge,
            Err("`numbers.range` makes 100000 numbers at most".to_owned())
        );
        let widest = evaluate("numbers.range(-9223372036854775808, 9223372036854775807)");
        assert!(widest.is_err());
        assert_eq!(evaluate("bits.lsh(1, 4)"), Ok("16".to_owned()));
        assert!(evaluate("bits.lsh(1, 4000000000)").is_err());
    }
}
