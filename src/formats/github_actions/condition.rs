//! Whether an `if:` can hold when a release is made: three-valued, so that what is not known stays
//! unknown. <https://docs.github.com/actions/reference/workflows-and-actions/expressions>

/// The deepest that an expression may be nested; a deeper one is unknown.
const MAX_DEPTH: usize = 32;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event<'a> {
    /// `push` or `release`.
    pub name: &'a str,
    /// The tag that it is about.
    pub tag: &'a str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    Bool(bool),
    Number(String),
    Null,
    Unknown,
}

/// Whether a condition certainly does not hold for an event.
#[must_use]
pub fn never_holds(condition: &str, event: Event<'_>) -> bool {
    let text = condition.trim();
    let text = text
        .strip_prefix("${{")
        .and_then(|inside| inside.strip_suffix("}}"))
        .filter(|inside| !inside.contains("${{"))
        .unwrap_or(text);
    // A text around an expression is a text, which always holds.
    if text.contains("${{") {
        return false;
    }
    let mut parser = Parser {
        tokens: tokens(text),
        place: 0,
        event,
    };
    let value = parser.or(0);
    parser.place >= parser.tokens.len() && truth(&value) == Some(false)
}

/// Whether a condition is checked even where a job that is needed was skipped or failed.
#[must_use]
pub fn outlives_skips(condition: &str) -> bool {
    let plain = condition.replace(' ', "");
    plain.contains("always()") || plain.contains("!cancelled()") || plain.contains("failure()")
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Text(text) => Some(!text.is_empty()),
        Value::Number(text) => Some(text.bytes().any(|byte| (b'1'..=b'9').contains(&byte))),
        Value::Null => Some(false),
        Value::Unknown => None,
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Text(String),
    Word(String),
    Sign(&'static str),
}

const SIGNS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "!", "(", ")", ",", "<", ">", "[", "]",
];

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let (text, behind) = quoted(rest);
            found.push(Token::Text(text));
            rest = behind;
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            found.push(Token::Sign(sign));
            rest = rest.get(sign.len()..).unwrap_or_default();
        } else {
            let is_word = |c: char| c.is_alphanumeric() || "._-*".contains(c);
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let end = end.max(first.len_utf8());
            let (word, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            found.push(Token::Word(word.to_ascii_lowercase()));
            rest = behind;
        }
        rest = rest.trim_start();
    }
    found
}

/// A text in single quotes, doubled ones inside, and what follows.
fn quoted(text: &str) -> (String, &str) {
    let mut content = String::new();
    let mut rest = text.get(1..).unwrap_or_default();
    loop {
        match rest.split_once('\'') {
            None => return (content + rest, ""),
            Some((part, behind)) => {
                content.push_str(part);
                match behind.strip_prefix('\'') {
                    Some(more) => {
                        content.push('\'');
                        rest = more;
                    }
                    None => return (content, behind),
                }
            }
        }
    }
}

struct Parser<'e> {
    tokens: Vec<Token>,
    place: usize,
    event: Event<'e>,
}

impl Parser<'_> {
    fn take(&mut self, sign: &str) -> bool {
        let is_there = matches!(self.tokens.get(self.place), Some(Token::Sign(it)) if *it == sign);
        self.place += usize::from(is_there);
        is_there
    }

    fn or(&mut self, depth: usize) -> Value {
        let mut left = self.and(depth);
        while self.take("||") {
            let right = self.and(depth);
            left = match truth(&left) {
                Some(true) => left,
                Some(false) => right,
                None if truth(&right) == Some(true) => right,
                None => Value::Unknown,
            };
        }
        left
    }

    fn and(&mut self, depth: usize) -> Value {
        let mut left = self.comparison(depth);
        while self.take("&&") {
            let right = self.comparison(depth);
            left = match truth(&left) {
                Some(false) => left,
                Some(true) => right,
                None if truth(&right) == Some(false) => right,
                None => Value::Unknown,
            };
        }
        left
    }

    fn comparison(&mut self, depth: usize) -> Value {
        let left = self.unary(depth);
        for (sign, equal) in [("==", true), ("!=", false)] {
            if self.take(sign) {
                let right = self.unary(depth);
                return match equals(&left, &right) {
                    Some(same) => Value::Bool(same == equal),
                    None => Value::Unknown,
                };
            }
        }
        for sign in ["<=", ">=", "<", ">"] {
            if self.take(sign) {
                self.unary(depth);
                return Value::Unknown;
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
        match truth(&value) {
            _ if !any => value,
            Some(value) => Value::Bool(value != negated),
            None => Value::Unknown,
        }
    }

    fn primary(&mut self, depth: usize) -> Value {
        if depth >= MAX_DEPTH {
            // Nothing more is read, so the whole is unknown.
            return Value::Unknown;
        }
        if self.take("(") {
            let value = self.or(depth + 1);
            self.take(")");
            return value;
        }
        let token = self.tokens.get(self.place).cloned();
        self.place += 1;
        match token {
            Some(Token::Text(text)) => Value::Text(text),
            Some(Token::Word(word)) if self.take("(") => self.call(&word, depth),
            Some(Token::Word(word)) => self.word(&word, depth),
            _ => Value::Unknown,
        }
    }

    fn call(&mut self, name: &str, depth: usize) -> Value {
        let mut arguments = Vec::new();
        while !self.take(")") && self.place < self.tokens.len() && arguments.len() < 8 {
            arguments.push(self.or(depth + 1));
            self.take(",");
        }
        let texts: Vec<String> = arguments
            .iter()
            .filter_map(|value| match value {
                Value::Text(text) => Some(text.to_ascii_lowercase()),
                Value::Null => Some(String::new()),
                _ => None,
            })
            .collect();
        match (name, texts.as_slice()) {
            ("always" | "success", []) => Value::Bool(true),
            ("failure" | "cancelled", []) => Value::Bool(false),
            ("startswith", [text, start]) => Value::Bool(text.starts_with(start)),
            ("endswith", [text, end]) => Value::Bool(text.ends_with(end)),
            ("contains", [text, part]) => Value::Bool(text.contains(part)),
            _ => Value::Unknown,
        }
    }

    fn word(&mut self, word: &str, depth: usize) -> Value {
        let mut indexed = false;
        while self.take("[") {
            self.or(depth + 1);
            self.take("]");
            indexed = true;
        }
        let text = |text: &str| Value::Text(text.to_owned());
        match word {
            _ if indexed => Value::Unknown,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            "github.event_name" => text(self.event.name),
            "github.ref" => Value::Text(format!("refs/tags/{}", self.event.tag)),
            "github.ref_name" => text(self.event.tag),
            "github.ref_type" => text("tag"),
            "github.head_ref" | "github.base_ref" => text(""),
            "github.event.action" if self.event.name == "release" => text("published"),
            "github.event.action" => Value::Null,
            _ if word.starts_with("github.event.pull_request") => Value::Null,
            _ if word.bytes().all(|byte| byte.is_ascii_digit()) => Value::Number(word.to_owned()),
            _ => Value::Unknown,
        }
    }
}

fn equals(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Unknown, _) | (_, Value::Unknown) => None,
        (Value::Text(left), Value::Text(right)) => Some(left.eq_ignore_ascii_case(right)),
        (left, right) if std::mem::discriminant(left) == std::mem::discriminant(right) => {
            Some(left == right)
        }
        // Values of two types are compared as numbers, which is rarely meant.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn never(condition: &str) -> bool {
        never_holds(
            condition,
            Event {
                name: "push",
                tag: "v1.2.3",
            },
        )
    }

    #[test]
    fn what_cannot_hold_for_a_tag_is_told() {
        for condition in [
            "false",
            "${{ false }}",
            "github.event_name == 'pull_request'",
            "${{ github.ref == 'refs/heads/main' }}",
            "!startsWith(github.ref, 'refs/tags/')",
            "github.event_name == 'push' && github.ref_type == 'branch'",
            "failure()",
            "inputs.x && false",
            "github.event.pull_request.merged",
            "contains(github.ref, 'rc') || cancelled()",
            "github.event_name != 'push'",
            "github.event.pull_request.head.repo.full_name",
        ] {
            assert!(never(condition), "{condition}");
        }
    }

    #[test]
    fn what_may_hold_is_not_denied() {
        for condition in [
            "",
            "true",
            "always()",
            "startsWith(github.ref, 'refs/tags/v')",
            "github.repository == 'a/b'",
            "github.event_name == 'push' || inputs.x",
            "!failure()",
            "!cancelled() && github.ref_type == 'tag'",
            "inputs.x == true",
            "github.actor != 'x' && github.ref_name == 'V1.2.3'",
            "matrix.os[0] == 'x'",
            "x ${{ false }}",
            "${{ github.ref == 'a' }} || true",
            "github.event.pull_request == null",
            "env.X == ''",
            "(",
            "github.run_number > 1",
        ] {
            assert!(!never(condition), "{condition}");
        }
    }

    #[test]
    fn a_published_release_is_another_event() {
        let release = Event {
            name: "release",
            tag: "v1.2.3",
        };
        assert!(never_holds("github.event_name == 'push'", release));
        assert!(!never_holds("github.event.action == 'published'", release));
    }

    #[test]
    fn deep_conditions_are_unknown() {
        assert!(!never(&format!(
            "{}false{}",
            "(".repeat(100_000),
            ")".repeat(100_000)
        )));
        assert!(!never(&"!".repeat(100_000)));
    }

    proptest! {
        #[test]
        fn any_condition_is_read(text in "(\\(|\\)|!|&&|\\|\\||==|'|a|github.ref|contains|,|\\[|\\]|\\$\\{\\{|\\}\\}|1| |é){0,40}") {
            let _ = never(&text);
        }
    }
}
