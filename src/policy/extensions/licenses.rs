//! SPDX expressions against lists of what is allowed.

use std::cell::RefCell;
use std::rc::Rc;

use anyhow::{anyhow, bail};
use regorus::Value;

use super::text;
use crate::formats::license::{Allowance, Lists, expression, refused as refused_by};

/// The three lists of a call.
type Key = [Vec<String>; 3];

thread_local! {
    /// Those that were read last: one rule hands over few, once for each expression.
    static READ: RefCell<Vec<(Key, Rc<Allowance>)>> = const { RefCell::new(Vec::new()) };
}

/// The most lists that are kept.
const MAX_KEPT: usize = 8;

/// `relcheck.license_problem(text)`: why it is no SPDX expression, or the empty text if it is one.
pub(super) fn problem(arguments: &[Value]) -> anyhow::Result<Value> {
    let text = text(arguments, 0, "relcheck.license_problem")?;
    let problem = expression(text).err().unwrap_or_default();
    Ok(Value::from(problem))
}

/// `relcheck.license_refused(expression, allowed, denied, exceptions)`: the terms for which the
/// expression cannot be satisfied; none if it can be.
pub(super) fn refused(arguments: &[Value]) -> anyhow::Result<Value> {
    let expression = text(arguments, 0, "relcheck.license_refused")?;
    let key = [
        list(arguments, 1)?,
        list(arguments, 2)?,
        list(arguments, 3)?,
    ];
    let lists = READ.with_borrow_mut(|read| -> anyhow::Result<Rc<Allowance>> {
        if let Some((_, kept)) = read.iter().find(|(known, _)| *known == key) {
            return Ok(Rc::clone(kept));
        }
        let [allowed, denied, exceptions] = &key;
        let lists = Allowance::of(Lists {
            allowed,
            denied,
            exceptions,
        });
        let lists = Rc::new(lists.map_err(|problem| anyhow!("in a list of licences: {problem}"))?);
        if read.len() >= MAX_KEPT {
            read.remove(0);
        }
        read.push((key, Rc::clone(&lists)));
        Ok(lists)
    })?;
    let refused = refused_by(expression, &lists).map_err(|problem| anyhow!(problem))?;
    let refused: Vec<Value> = refused.into_iter().map(Value::from).collect();
    Ok(Value::from(refused))
}

/// The texts of a list or set.
fn list(arguments: &[Value], index: usize) -> anyhow::Result<Vec<String>> {
    let texts: Option<Vec<String>> = match arguments.get(index) {
        Some(Value::Array(list)) => list.iter().map(owned).collect(),
        Some(Value::Set(set)) => set.iter().map(owned).collect(),
        _ => None,
    };
    let Some(texts) = texts else {
        bail!(
            "`relcheck.license_refused`: argument {} is no list of texts",
            index + 1
        );
    };
    Ok(texts)
}

fn owned(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use regorus::Engine;

    fn evaluate(query: &str) -> Result<String, String> {
        let mut engine = Engine::new();
        engine.set_strict_builtin_errors(true);
        super::super::add(&mut engine).unwrap();
        let results = engine.eval_query(query.to_owned(), false);
        let results =
            results.map_err(|error| super::super::super::error::from_engine("", &error).message)?;
        Ok(results.result[0].expressions[0].value.to_string())
    }

    #[test]
    fn an_expression_is_held_against_lists_and_sets() {
        let refused = |arguments: &str| evaluate(&format!("relcheck.license_refused({arguments})"));
        for _ in 0..2 {
            assert_eq!(
                refused(r#""MIT AND ISC", ["MIT"], [], []"#),
                Ok(r#"["ISC"]"#.to_owned())
            );
            assert_eq!(
                refused(r#""MIT OR ISC", {"MIT"}, {"ISC"}, set()"#),
                Ok("[]".to_owned())
            );
        }
        let error = refused(r#""MIT", ["Apache 2"], [], []"#).unwrap_err();
        assert!(error.contains("`Apache` is no SPDX identifier"), "{error}");
        assert!(refused(r#""MIT", "MIT", [], []"#).is_err());
        assert!(refused(r#""MIT", [7], [], []"#).is_err());
    }

    #[test]
    fn a_text_that_is_no_expression_has_a_problem() {
        let problem = |text: &str| evaluate(&format!("relcheck.license_problem({text:?})"));
        assert_eq!(problem("MIT OR ISC"), Ok("\"\"".to_owned()));
        assert_eq!(
            problem("Foo"),
            Ok("\"`Foo` is no SPDX identifier\"".to_owned())
        );
    }
}
