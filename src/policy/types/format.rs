//! The verbs of `sprintf`: as many as values, and each for its kind.
//!
//! The engine prints nothing at all for a text where a verb wants a number.

use regorus::unstable::{Expr, Ref};

use super::chain::literal_text;
use super::checker::Checker;
use super::describe::{describe, kinds};
use super::kind::{ANY, Kinds, NUMBER, TEXT, Type};

/// The verbs of the engine, and the kinds that they print.
const VERBS: [(&str, Kinds); 5] = [
    ("v", ANY),
    // Other engines write `%!s(int=3)` for a number.
    ("s", ANY & !NUMBER),
    ("bcdoOxXeEfFgG", NUMBER),
    ("q", TEXT),
    ("t", 0),
];

impl Checker<'_> {
    pub(super) fn format(&mut self, format: &Ref<Expr>, given: &Type) {
        let Some(text) = literal_text(format) else {
            return;
        };
        let verbs = match verbs(&text) {
            Ok(verbs) => verbs,
            Err(message) => return self.report_expr(format, message),
        };
        let Type::Tuple(values) = given else {
            return;
        };
        if verbs.len() != values.len() {
            let message = format!(
                "the text has {} and the list {}",
                counted(verbs.len(), "verb"),
                counted(values.len(), "value")
            );
            return self.report_expr(format, message);
        }
        for (verb, value) in verbs.into_iter().zip(values.iter()) {
            if let Some(message) = problem(verb, value) {
                self.report_expr(format, message);
            }
        }
    }
}

fn problem(verb: char, value: &Type) -> Option<String> {
    let known = VERBS.iter().find(|(verbs, _)| verbs.contains(verb));
    match known {
        None | Some((_, 0)) => Some(format!(
            "the engine has no verb `%{verb}`: write `%v` for any value, `%s` for a text, `%d` for a whole number"
        )),
        Some((_, wanted)) if value.is_free() || value.kinds() & !wanted == 0 => None,
        Some((_, wanted)) => Some(format!(
            "the verb `%{verb}` prints {}, and its value is {}",
            kinds(*wanted),
            describe(value)
        )),
    }
}

/// The verbs of a format, one for each value.
fn verbs(text: &str) -> Result<Vec<char>, String> {
    let mut verbs = Vec::new();
    let mut chars = text.chars();
    while let Some(next) = chars.next() {
        if next != '%' {
            continue;
        }
        let width = |c: &char| *c == '.' || c.is_numeric();
        match chars.by_ref().find(|c| !width(c)) {
            Some('%') => {}
            Some(verb) => verbs.push(verb),
            None => return Err("the text ends within a verb: `%%` stands for `%`".to_owned()),
        }
    }
    Ok(verbs)
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_found_behind_their_width() {
        assert_eq!(verbs("%s is 100%% of %05d, %.2f"), Ok(vec!['s', 'd', 'f']));
        assert!(verbs("100%").unwrap_err().contains("ends within"));
    }

    #[test]
    fn a_verb_has_its_kinds() {
        assert_eq!(problem('d', &Type::Number), None);
        assert_eq!(problem('v', &Type::Null), None);
        let text = problem('d', &Type::text());
        assert_eq!(
            text.as_deref(),
            Some("the verb `%d` prints a number, and its value is a text")
        );
        assert!(problem('t', &Type::Boolean).is_some());
    }
}
