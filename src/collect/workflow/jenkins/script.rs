//! The text that a step hands to a shell.

use std::collections::HashMap;

use crate::formats::groovy::{Part, Text, Token};
use crate::formats::jenkinsfile::{arguments, cut_at, named};
use crate::formats::shell::Shell;

/// A script as far as it is written out.
pub(super) struct Script {
    /// The text; what a program puts in stands as `${…}`.
    pub text: String,
    /// The line of its first line.
    pub line: u64,
    /// Whether its lines are lines of the file.
    pub literal: bool,
    /// What is put into it before a shell sees it.
    pub expressions: Vec<String>,
    /// Whether its exit status is handed back, so that its failure ends nothing.
    pub status: bool,
}

/// The script of `sh 'x'`, `sh(script: 'x', returnStatus: true)` and the like; `None` where it is not
/// written out.
pub(super) fn of(given: &[Part], constants: &HashMap<String, (Text, u64)>) -> Option<Script> {
    let arguments = arguments(given);
    let expression = named(&arguments, "script").or_else(|| {
        let first = arguments.first()?;
        (!first.get(1).is_some_and(|part| part.is_sign(":"))).then_some(*first)
    })?;
    let status = named(&arguments, "returnStatus")
        .is_some_and(|value| value.first().and_then(Part::word) != Some("false"));
    let mut script = Script {
        text: String::new(),
        line: expression.first()?.line(),
        literal: true,
        expressions: Vec::new(),
        status,
    };
    let mut known = false;
    for term in cut_at(expression, "+") {
        let constant = match term {
            [part] => part.word().and_then(|name| constants.get(name)),
            _ => None,
        };
        let text = match (term.first(), constant) {
            (_, Some((text, line))) => Some((text, *line)),
            (
                Some(Part::Token {
                    token: Token::Text(text),
                    line,
                    ..
                }),
                None,
            ) => Some((text, *line)),
            _ => None,
        };
        match text {
            Some((text, line)) => {
                if !known && script.text.is_empty() {
                    script.line = line;
                } else {
                    script.literal = false;
                }
                known = true;
                script.literal &= text.literal;
                script.text.push_str(&text.content);
                script.expressions.extend(text.expressions.iter().cloned());
            }
            None => {
                script.text.push_str("${…}");
                script.expressions.push("…".to_owned());
            }
        }
    }
    known.then_some(script)
}

/// What is known of the shell of a step. `sh` runs `sh -xe` unless the text names a program in its
/// first line; `bat` and PowerShell go on after a command that failed.
pub(super) fn shell(step: &str, text: &str) -> Result<Shell, String> {
    if step != "sh" {
        return Ok(Shell {
            errors_off: true,
            last_counts: true,
            ..Shell::default()
        });
    }
    let Some(first) = text.lines().next().and_then(|line| line.strip_prefix("#!")) else {
        return Ok(Shell::default());
    };
    let mut words = first
        .split_whitespace()
        .flat_map(|word| word.rsplit('/').take(1));
    let program = words
        .by_ref()
        .find(|word| *word != "env")
        .unwrap_or_default();
    if !["sh", "bash", "dash", "ksh", "zsh"].contains(&program) {
        return Err(format!("what a program in {program} does cannot be read"));
    }
    let options: Vec<&str> = words.filter(|word| word.starts_with('-')).collect();
    Ok(Shell {
        pipefail: false,
        errors_off: !options.iter().any(|word| word.contains('e')),
        last_counts: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::groovy;

    fn script(source: &str) -> Option<(String, bool)> {
        let program = groovy::read(source);
        let parts = &program.statements[0].parts;
        let given = match parts.get(1) {
            Some(open) if open.is_sign("(") => crate::formats::jenkinsfile::bracketed(parts, 1).0,
            _ => &parts[1..],
        };
        of(given, &HashMap::new()).map(|script| (script.text, script.status))
    }

    #[test]
    fn the_text_is_found_however_it_is_handed_over() {
        for (source, expected) in [
            ("sh 'a b'", Some(("a b", false))),
            ("sh('a b')", Some(("a b", false))),
            ("sh script: 'a', label: 'b'", Some(("a", false))),
            (
                "sh(label: 'b', script: 'a', returnStatus: true)",
                Some(("a", true)),
            ),
            ("sh(returnStatus: false, script: 'a')", Some(("a", false))),
            ("sh 'a ' + b + ' c'", Some(("a ${…} c", false))),
            ("sh 'a'.stripIndent()", Some(("a", false))),
            ("sh command", None),
            ("sh(script: command)", None),
            ("sh \"a ${b}\"", Some(("a ${b}", false))),
        ] {
            let found = script(source);
            let found = found
                .as_ref()
                .map(|(text, status)| (text.as_str(), *status));
            assert_eq!(found, expected, "{source}");
        }
    }

    #[test]
    fn the_first_line_says_how_errors_end_it() {
        assert!(!shell("sh", "a").unwrap().errors_off);
        assert!(shell("sh", "#!/bin/bash\na").unwrap().errors_off);
        assert!(!shell("sh", "#!/bin/bash -xe\na").unwrap().errors_off);
        assert!(shell("sh", "#!/usr/bin/env python3\na").is_err());
        assert!(shell("bat", "a").unwrap().errors_off);
    }
}
