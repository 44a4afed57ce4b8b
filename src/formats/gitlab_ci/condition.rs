//! Whether an `if` of `rules` holds: three-valued, so that what is not known stays unknown.
//! <https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions>

use regex::{Regex, RegexBuilder};

use super::pipeline::{Known, Pipeline};
use crate::formats::three_valued;

/// The deepest that an expression may be nested; a deeper one is unknown.
const MAX_DEPTH: usize = 32;

/// The largest a compiled pattern may become, in bytes.
const MAX_PATTERN: usize = 64 * 1024;

/// Whether a condition holds in a pipeline; `None` where that is not known.
#[must_use]
pub fn holds(condition: &str, pipeline: Pipeline<'_>) -> Option<bool> {
    let tokens = tokens(condition)?;
    let mut parser = Parser {
        tokens: &tokens,
        place: 0,
        pipeline,
    };
    let value = parser.or(0);
    if parser.place < tokens.len() {
        return None;
    }
    truth(&value)
}

/// The pattern in `/…/` with flags behind it; `None` if it is none that can be compiled.
#[must_use]
pub fn pattern(text: &str) -> Option<Regex> {
    let inside = text.strip_prefix('/')?;
    let (pattern, flags) = inside.rsplit_once('/')?;
    RegexBuilder::new(&pattern.replace("\\/", "/"))
        .case_insensitive(flags.contains('i'))
        .multi_line(flags.contains('m'))
        .dot_matches_new_line(flags.contains('s'))
        .size_limit(MAX_PATTERN)
        .build()
        .ok()
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Variable(String),
    Text(String),
    Pattern(String),
    Null,
    Sign(&'static str),
}

const SIGNS: &[&str] = &["&&", "||", "==", "!=", "=~", "!~", "(", ")"];

/// The tokens of an expression; `None` if something in it is none.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let behind;
        if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            found.push(Token::Sign(sign));
            behind = rest.get(sign.len()..);
        } else if first == '$' {
            let (name, after) = variable(rest)?;
            found.push(Token::Variable(name.to_owned()));
            behind = Some(after);
        } else if first == '"' || first == '\'' {
            let (inside, after) = rest.get(1..)?.split_once(first)?;
            found.push(Token::Text(inside.to_owned()));
            behind = Some(after);
        } else if first == '/' {
            let end = pattern_end(rest)?;
            found.push(Token::Pattern(rest.get(..end)?.to_owned()));
            behind = rest.get(end..);
        } else if let Some(after) = rest.strip_prefix("null") {
            found.push(Token::Null);
            behind = Some(after);
        } else {
            return None;
        }
        rest = behind?.trim_start();
    }
    Some(found)
}

fn variable(text: &str) -> Option<(&str, &str)> {
    let name = text.strip_prefix('$')?;
    if let Some(inside) = name.strip_prefix('{') {
        return inside.split_once('}');
    }
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = name.find(|c| !is_letter(c)).unwrap_or(name.len());
    (end > 0).then(|| name.split_at_checked(end)).flatten()
}

/// Where `/…/flags` ends.
fn pattern_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    let mut letters = text.char_indices().skip(1);
    let close = letters.by_ref().find_map(|(place, letter)| {
        let ends = letter == '/' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends.then_some(place)
    })?;
    let flags = text.get(close + 1..)?;
    let length = flags.find(|c: char| !c.is_ascii_alphabetic());
    Some(close + 1 + length.unwrap_or(flags.len()))
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Known(Known),
    Pattern(String),
    Truth(Option<bool>),
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Truth(truth) => *truth,
        Value::Known(Known::Text(text)) => Some(!text.is_empty()),
        Value::Known(Known::Present) | Value::Pattern(_) => Some(true),
        Value::Known(Known::Absent) => Some(false),
        Value::Known(Known::Nothing) => None,
    }
}

struct Parser<'e> {
    tokens: &'e [Token],
    place: usize,
    pipeline: Pipeline<'e>,
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
            left = Value::Truth(three_valued::any(&[truth(&left), truth(&right)]));
        }
        left
    }

    fn and(&mut self, depth: usize) -> Value {
        let mut left = self.comparison(depth);
        while self.take("&&") {
            let right = self.comparison(depth);
            left = Value::Truth(three_valued::all(&[truth(&left), truth(&right)]));
        }
        left
    }

    fn comparison(&mut self, depth: usize) -> Value {
        let mut left = self.primary(depth);
        while let Some(Token::Sign(sign @ ("==" | "!=" | "=~" | "!~"))) =
            self.tokens.get(self.place)
        {
            self.place += 1;
            let right = self.primary(depth);
            let same = match *sign {
                "==" | "!=" => equals(&left, &right),
                _ => matches(&left, &right),
            };
            let negated = sign.starts_with('!');
            left = Value::Truth(same.map(|same| same != negated));
        }
        left
    }

    fn primary(&mut self, depth: usize) -> Value {
        if depth >= MAX_DEPTH {
            return Value::Truth(None);
        }
        if self.take("(") {
            let value = self.or(depth + 1);
            return if self.take(")") {
                value
            } else {
                Value::Truth(None)
            };
        }
        let token = self.tokens.get(self.place);
        self.place += 1;
        match token {
            Some(Token::Variable(name)) => Value::Known(self.pipeline.variable(name)),
            Some(Token::Text(text)) if text.contains('$') => Value::Known(Known::Nothing),
            Some(Token::Text(text)) => Value::Known(Known::Text(text.clone())),
            Some(Token::Pattern(text)) => Value::Pattern(text.clone()),
            Some(Token::Null) => Value::Known(Known::Absent),
            Some(Token::Sign(_)) | None => Value::Truth(None),
        }
    }
}

fn equals(left: &Value, right: &Value) -> Option<bool> {
    let (Value::Known(left), Value::Known(right)) = (left, right) else {
        return None;
    };
    match (left, right) {
        (Known::Text(left), Known::Text(right)) => Some(left == right),
        (Known::Absent, Known::Absent) => Some(true),
        (Known::Absent, Known::Text(_) | Known::Present)
        | (Known::Text(_) | Known::Present, Known::Absent) => Some(false),
        (Known::Present, Known::Text(text)) | (Known::Text(text), Known::Present)
            if text.is_empty() =>
        {
            Some(false)
        }
        _ => None,
    }
}

fn matches(left: &Value, right: &Value) -> Option<bool> {
    let regex = match right {
        Value::Pattern(text) => pattern(text)?,
        _ => return None,
    };
    match left {
        Value::Known(Known::Text(text)) => Some(regex.is_match(text)),
        Value::Known(Known::Absent) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pipeline::Kind;
    use super::*;

    fn of(kind: Kind, condition: &str) -> Option<bool> {
        holds(
            condition,
            Pipeline {
                kind,
                tag: "v1.2.3",
                child: false,
            },
        )
    }

    #[test]
    fn what_a_tag_says_is_known() {
        for (condition, expected) in [
            ("$CI_COMMIT_TAG", Some(true)),
            ("${CI_COMMIT_TAG}", Some(true)),
            ("$CI_COMMIT_TAG == null", Some(false)),
            ("$CI_COMMIT_TAG =~ /^v\\d+/", Some(true)),
            ("$CI_COMMIT_TAG !~ /^V/i", Some(false)),
            ("$CI_COMMIT_TAG =~ /a\\/b/", Some(false)),
            ("$CI_COMMIT_BRANCH", Some(false)),
            ("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", Some(false)),
            ("$CI_COMMIT_BRANCH != $CI_DEFAULT_BRANCH", Some(true)),
            ("$CI_COMMIT_REF_NAME == \"v1.2.3\"", Some(true)),
            ("$CI_PIPELINE_SOURCE == 'merge_request_event'", Some(false)),
            ("$CI_PIPELINE_SOURCE == \"push\"", Some(true)),
            ("$CI_MERGE_REQUEST_LABELS =~ /x/", Some(false)),
            ("$CI_PROJECT_PATH == \"a/b\"", None),
            (
                "$CI_PROJECT_PATH == \"a/b\" && $CI_COMMIT_BRANCH",
                Some(false),
            ),
            ("$DEPLOY || $CI_COMMIT_TAG", Some(true)),
            ("$DEPLOY == \"1\"", None),
            (
                "($DEPLOY && $CI_COMMIT_BRANCH) || $CI_COMMIT_TAG",
                Some(true),
            ),
            ("$CI_COMMIT_TAG =~ $PATTERN", None),
            ("$CI_COMMIT_TAG =~ /(/", None),
            ("$CI_COMMIT_TAG and more", None),
            ("$CI_COMMIT_TAG == \"$X\"", None),
            ("$[[ inputs.x ]]", None),
            ("", None),
        ] {
            assert_eq!(of(Kind::Tag, condition), expected, "{condition}");
        }
    }

    #[test]
    fn other_pipelines_have_no_tag() {
        for kind in [Kind::Branch, Kind::MergeRequest, Kind::Schedule] {
            assert_eq!(of(kind, "$CI_COMMIT_TAG"), Some(false), "{kind:?}");
        }
        assert_eq!(of(Kind::Web, "$CI_COMMIT_TAG"), None);
        assert_eq!(of(Kind::Branch, "$CI_COMMIT_BRANCH"), Some(true));
        let merge = "$CI_PIPELINE_SOURCE == 'merge_request_event' && $CI_MERGE_REQUEST_IID";
        assert_eq!(of(Kind::MergeRequest, merge), Some(true));
        assert_eq!(of(Kind::Branch, merge), Some(false));
    }

    proptest! {
        #[test]
        fn any_condition_is_decided(condition in "(\\$CI_COMMIT_TAG|\\$X|==|!=|=~|!~|&&|\\|\\||\\(|\\)|/a/i|/|'|\"|null| |é){0,80}") {
            let _ = of(Kind::Tag, &condition);
        }

        #[test]
        fn a_negation_turns_what_is_known(left in "[a-c]{0,2}", right in "[a-c]{0,2}") {
            let same = of(Kind::Tag, &format!("'{left}' == '{right}'"));
            let other = of(Kind::Tag, &format!("'{left}' != '{right}'"));
            prop_assert_eq!(same, Some(left == right));
            prop_assert_eq!(other, Some(left != right));
        }
    }

    #[test]
    fn deep_nesting_is_unknown() {
        let deep = format!(
            "{}$CI_COMMIT_TAG{}",
            "(".repeat(100_000),
            ")".repeat(100_000)
        );
        assert_eq!(of(Kind::Tag, &deep), None);
    }
}
