//! Where in a value a type of facts does not fit.
//!
//! The value is read from text, as facts from outside are, so that no type is compiled to be read in two
//! ways. The text has one line for each key or element, by which the line of an error tells its place.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a value as a type.
///
/// # Errors
/// The place within the value, `.changes[1].path`, which is empty for the value itself, and what is wrong
/// there.
pub(super) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, (String, String)> {
    let text = serde_json::to_string_pretty(value).map_err(|it| (String::new(), it.to_string()))?;
    serde_json::from_str(&text).map_err(|error| {
        let place = of_line(value, error.line()).unwrap_or_default();
        (place, without_position(&error))
    })
}

/// The place of the value whose first or last line is this one, from 1.
fn of_line(value: &Value, line: usize) -> Option<String> {
    let mut passed = 0;
    find(value, line, &mut passed)
}

/// Counts the lines of a value, up to the one that is looked for.
fn find(value: &Value, line: usize, passed: &mut usize) -> Option<String> {
    let is_here = |passed: &mut usize| {
        *passed += 1;
        *passed == line
    };
    if is_here(passed) {
        return Some(String::new());
    }
    let within = match value {
        Value::Array(items) if !items.is_empty() => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| Some(format!("[{index}]{}", find(item, line, passed)?)))
        }
        Value::Object(fields) if !fields.is_empty() => {
            let mut fields = fields.iter();
            fields.find_map(|(name, field)| Some(format!(".{name}{}", find(field, line, passed)?)))
        }
        _ => return None,
    };
    within.or_else(|| is_here(passed).then(String::new))
}

/// What is wrong, without the line and column of a text that nobody sees.
fn without_position(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    message
        .strip_suffix(&position)
        .unwrap_or(&message)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn each_line_has_its_place() {
        let value = json!({"a": {}, "b": [1, {"c": null}], "d": [], "e": 1});
        let lines = serde_json::to_string_pretty(&value)
            .unwrap()
            .lines()
            .count();
        let places: Vec<_> = (1..=lines)
            .map(|line| of_line(&value, line).unwrap())
            .collect();
        let expected = [
            "", ".a", ".b", ".b[0]", ".b[1]", ".b[1].c", ".b[1]", ".b", ".d", ".e", "",
        ];
        assert_eq!(places, expected);
        assert_eq!(of_line(&value, lines + 1), None);
        assert_eq!(of_line(&value, 0), None);
    }

    #[test]
    fn an_error_has_its_place_and_no_position() {
        type Lists = BTreeMap<String, Vec<u64>>;
        let refused = |value| read::<Lists>(&value).unwrap_err();
        assert_eq!(read::<Lists>(&json!({"a": [1]})).unwrap()["a"], [1]);
        assert_eq!(
            refused(json!({"a": [1], "b": [1, "at line 1 column 2"]})),
            (
                ".b[1]".to_owned(),
                "invalid type: string \"at line 1 column 2\", expected u64".to_owned()
            )
        );
        let (place, message) = refused(json!({"a": {"b": 1}}));
        assert_eq!(
            (place.as_str(), message.as_str()),
            (".a", "invalid type: map, expected a sequence")
        );
        assert_eq!(refused(json!([])).0, "");
    }
}
