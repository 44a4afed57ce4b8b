//! One value for all that a rule says, so that what its sets share is worked out once.
//!
//! To ask a rule for `deny`, then for `unknown`, and so on, has the engine begin anew each time. So a
//! rule's module gets one more rule behind its end: an object with a list for each name of which the
//! module speaks, which is empty where the name has no value. Whatever goes wrong with that, the names
//! are asked for one by one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use regorus::Value;

use super::contract::{DUE, SETS};
use super::source::PolicyFile;

/// The rule's name, which is nobody's.
pub(super) const NAME: &str = "asked__";

/// What a rule says, by the names of which its module speaks; [`Value::Undefined`] where there is no
/// value.
pub(super) type Said = BTreeMap<&'static str, Value>;

/// The names that a rule is asked for of which its module speaks, as far as its lines begin with them.
pub(super) fn names(file: &PolicyFile) -> Vec<&'static str> {
    let begins = |name: &str| {
        let mut lines = file.text.lines();
        lines.any(|line| {
            line.strip_prefix(name)
                .is_some_and(|it| it.starts_with(' '))
        })
    };
    let all = SETS.into_iter().chain([DUE]);
    all.filter(|name| begins(name)).collect()
}

/// The module with that rule for these names; as it is where there is but one to ask for.
pub(super) fn with_all<'f>(file: &'f PolicyFile, names: &[&str]) -> Cow<'f, PolicyFile> {
    if names.len() < 2 || file.is_rego_v0 {
        return Cow::Borrowed(file);
    }
    let values = names
        .iter()
        .map(|name| format!("\"{name}\": [x__ | x__ := {name}]"));
    let values: Vec<String> = values.collect();
    let text = format!(
        "{}\n{NAME} := {{{}}}\n",
        file.text.as_str(),
        values.join(", ")
    );
    Cow::Owned(PolicyFile::new(file.path.clone(), text))
}

/// What the value of that rule says of the names; `None` if it says nothing of one.
pub(super) fn said(value: &Value, names: &[&'static str]) -> Option<Said> {
    let said = |name: &&'static str| {
        let values = value[*name].as_array().ok()?;
        Some((*name, values.first().cloned().unwrap_or(Value::Undefined)))
    };
    names.iter().map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> PolicyFile {
        PolicyFile::new("a.rego", format!("package policy.a.b\n\n{text}\n"))
    }

    #[test]
    fn each_name_is_in_it_of_which_the_module_speaks() {
        let rule = file("deny contains \"x\" if false\ndue := 1 if true\n# unknown contains \"y\"");
        assert_eq!(names(&rule), ["deny", "due"]);
        let all = with_all(&rule, &names(&rule));
        let end = "\nasked__ := {\"deny\": [x__ | x__ := deny], \"due\": [x__ | x__ := due]}\n";
        assert_eq!(all.text.as_str(), format!("{}{end}", rule.text.as_str()));
        let one = file("deny contains \"x\" if true\ndenying := true");
        assert_eq!(
            with_all(&one, &names(&one)).text.as_str(),
            one.text.as_str()
        );
    }

    #[test]
    fn a_name_without_a_value_is_undefined_and_one_that_is_not_there_is_an_error() {
        let value = Value::from_json_str(r#"{"deny": [[1]], "due": []}"#).unwrap();
        let all = said(&value, &["deny", "due"]).unwrap();
        assert_eq!(all["deny"], Value::from_json_str("[1]").unwrap());
        assert_eq!(all["due"], Value::Undefined);
        assert_eq!(said(&value, &["deny", "unknown"]), None);
    }
}
