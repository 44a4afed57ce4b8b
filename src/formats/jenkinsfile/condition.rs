//! Whether a condition holds in the build of a tag: three-valued, so that what is not known stays
//! unknown. <https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables>

use super::{bracketed, constant};
use crate::formats::groovy::Part;
use crate::formats::three_valued;

/// The deepest that a condition may be nested; a deeper one is unknown.
const MAX_DEPTH: usize = 32;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    Null,
    Bool(bool),
    Unknown,
}

/// Whether a condition holds in the build of a tag; `None` where that is not known.
#[must_use]
pub fn holds(parts: &[Part], tag: &str) -> Option<bool> {
    let mut parser = Parser {
        parts,
        place: 0,
        tag,
    };
    let value = parser.or(0);
    if parser.place < parts.len() {
        return None;
    }
    truth(&value)
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Text(text) => Some(!text.is_empty()),
        Value::Null => Some(false),
        Value::Bool(truth) => Some(*truth),
        Value::Unknown => None,
    }
}

fn decided(truth: Option<bool>) -> Value {
    truth.map_or(Value::Unknown, Value::Bool)
}

struct Parser<'p> {
    parts: &'p [Part],
    place: usize,
    tag: &'p str,
}

impl Parser<'_> {
    fn take(&mut self, sign: &str) -> bool {
        let is_there = self
            .parts
            .get(self.place)
            .is_some_and(|it| it.is_sign(sign));
        self.place += usize::from(is_there);
        is_there
    }

    fn or(&mut self, depth: usize) -> Value {
        let mut left = self.and(depth);
        while self.take("||") {
            let right = self.and(depth);
            left = decided(three_valued::any(&[truth(&left), truth(&right)]));
        }
        left
    }

    fn and(&mut self, depth: usize) -> Value {
        let mut left = self.comparison(depth);
        while self.take("&&") {
            let right = self.comparison(depth);
            left = decided(three_valued::all(&[truth(&left), truth(&right)]));
        }
        left
    }

    fn comparison(&mut self, depth: usize) -> Value {
        let left = self.unary(depth);
        for (sign, equal) in [("==", true), ("!=", false)] {
            if self.take(sign) {
                let right = self.unary(depth);
                return decided(equals(&left, &right).map(|same| same == equal));
            }
        }
        for (sign, whole) in [("==~", true), ("=~", false)] {
            if self.take(sign) {
                let right = self.unary(depth);
                return decided(matches(&left, &right, whole));
            }
        }
        left
    }

    fn unary(&mut self, depth: usize) -> Value {
        let mut negated = false;
        let mut any = false;
        while self.take("!") {
            negated = !negated;
            any = true;
        }
        let value = self.primary(depth);
        if any {
            decided(truth(&value).map(|truth| truth != negated))
        } else {
            value
        }
    }

    fn primary(&mut self, depth: usize) -> Value {
        if depth >= MAX_DEPTH {
            return Value::Unknown;
        }
        if self.take("(") {
            let value = self.or(depth + 1);
            return if self.take(")") {
                value
            } else {
                Value::Unknown
            };
        }
        let Some(part) = self.parts.get(self.place) else {
            return Value::Unknown;
        };
        self.place += 1;
        let value = match (part.word(), constant(part)) {
            (Some(word), _) => self.name(word),
            (None, Some(text)) => Value::Text(text.to_owned()),
            (None, None) => Value::Unknown,
        };
        self.method(value)
    }

    /// `env.NAME`, `NAME`, `true`, and other names, of which nothing is known.
    fn name(&mut self, first: &str) -> Value {
        let mut names = vec![first.to_owned()];
        while self.parts.get(self.place).is_some_and(|it| it.is_sign("."))
            && let Some(next) = self.parts.get(self.place + 1).and_then(Part::word)
            && !self
                .parts
                .get(self.place + 2)
                .is_some_and(|it| it.is_sign("("))
        {
            names.push(next.to_owned());
            self.place += 2;
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["true"] => Value::Bool(true),
            ["false"] => Value::Bool(false),
            ["null"] => Value::Null,
            ["env", name] | [name] => variable(name, self.tag),
            _ => Value::Unknown,
        }
    }

    /// Calls of methods on a value.
    fn method(&mut self, value: Value) -> Value {
        let mut value = value;
        loop {
            let at = |offset: usize| self.parts.get(self.place + offset);
            let dot = at(0).is_some_and(|it| it.is_sign(".") || it.is_sign("?."));
            let call = at(0).is_some_and(|it| it.is_sign("(") || it.is_sign("["));
            if call {
                let (_, behind) = bracketed(self.parts, self.place);
                self.place = behind;
                value = Value::Unknown;
            } else if let Some(name) = at(1).and_then(Part::word).filter(|_| dot) {
                let called = at(2).is_some_and(|it| it.is_sign("("));
                let (inside, behind) = if called {
                    bracketed(self.parts, self.place + 2)
                } else {
                    (&[][..], self.place + 2)
                };
                let argument = match inside {
                    [part] => constant(part),
                    _ => None,
                };
                value = match (&value, argument, name) {
                    (Value::Text(text), Some(part), "startsWith") => {
                        Value::Bool(text.starts_with(part))
                    }
                    (Value::Text(text), Some(part), "endsWith") => {
                        Value::Bool(text.ends_with(part))
                    }
                    (Value::Text(text), Some(part), "contains") => Value::Bool(text.contains(part)),
                    (Value::Text(text), Some(part), "equals") => Value::Bool(text == part),
                    (Value::Text(text), Some(part), "matches") => {
                        let pattern = Value::Text(part.to_owned());
                        decided(matches(&Value::Text(text.clone()), &pattern, true))
                    }
                    _ => Value::Unknown,
                };
                self.place = behind;
            } else {
                return value;
            }
        }
    }
}

/// What a variable holds in the build of a tag. A multibranch project calls the tag a branch too.
fn variable(name: &str, tag: &str) -> Value {
    match name {
        "TAG_NAME" | "BRANCH_NAME" => Value::Text(tag.to_owned()),
        _ if name.starts_with("CHANGE_") => Value::Null,
        _ => Value::Unknown,
    }
}

fn equals(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Unknown, _) | (_, Value::Unknown) => None,
        _ => Some(left == right),
    }
}

fn matches(left: &Value, right: &Value, whole: bool) -> Option<bool> {
    let (Value::Text(text), Value::Text(pattern)) = (left, right) else {
        return (*left == Value::Null).then_some(false);
    };
    super::when::pattern(pattern, whole).map(|regex| regex.is_match(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::formats::groovy;

    fn of(text: &str) -> Option<bool> {
        let program = groovy::read(text);
        let parts = program.statements.first().map(|it| it.parts.as_slice());
        holds(parts.unwrap_or_default(), "v1.2.3")
    }

    #[test]
    fn what_the_build_of_a_tag_knows() {
        for (text, expected) in [
            ("env.TAG_NAME", Some(true)),
            ("TAG_NAME != null", Some(true)),
            ("env.TAG_NAME == null", Some(false)),
            ("env.BRANCH_NAME == 'main'", Some(false)),
            ("env.BRANCH_NAME in ['main']", None),
            ("!env.CHANGE_ID", Some(true)),
            ("env.CHANGE_ID && params.X", Some(false)),
            ("env.TAG_NAME || params.X", Some(true)),
            ("params.X", None),
            ("params.X == 'a'", None),
            ("env.TAG_NAME ==~ /v\\d+\\.\\d+\\.\\d+/", Some(true)),
            ("env.TAG_NAME ==~ /v\\d+/", Some(false)),
            ("env.TAG_NAME =~ /^v\\d/", Some(true)),
            ("env.TAG_NAME?.startsWith('v')", Some(true)),
            ("env.BRANCH_NAME.startsWith('release/')", Some(false)),
            ("(env.TAG_NAME && !(params.X || true))", Some(false)),
            ("isUnix()", None),
            ("env.BRANCH_NAME.toLowerCase() == 'main'", None),
            ("\"${env.TAG_NAME}\" == 'x'", None),
            ("true", Some(true)),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_condition_is_decided(text in "(env\\.TAG_NAME|params\\.X|==|!=|!|&&|\\|\\||\\(|\\)|'a'|\\.startsWith|\\[|\\]|null| ){0,60}") {
            let _ = of(&text);
        }
    }

    #[test]
    fn deep_nesting_is_unknown() {
        assert_eq!(
            of(&format!("{}true{}", "(".repeat(5_000), ")".repeat(5_000))),
            None
        );
    }
}
