//! METADATA blocks beside that of the package: they have to be what they seem to be.

use serde::Deserialize;
use serde_saphyr::{Location, Spanned};

use super::super::error::LoadError;
use super::super::module::ParsedModule;
use super::super::yaml;
use super::{Problem, plain};

const HEADER: &str = "METADATA";

/// What a block may say of a rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Annotation {
    scope: Option<Spanned<String>>,
    #[expect(dead_code, reason = "read to be checked")]
    title: Option<String>,
    #[expect(dead_code, reason = "read to be checked")]
    description: Option<String>,
    #[expect(dead_code, reason = "read to be checked")]
    related_resources: Option<serde_json::Value>,
    #[expect(dead_code, reason = "read to be checked")]
    authors: Option<serde_json::Value>,
    #[expect(dead_code, reason = "read to be checked")]
    organizations: Option<Vec<String>>,
    #[expect(dead_code, reason = "read to be checked")]
    entrypoint: Option<bool>,
    custom: Option<Spanned<serde_json::Value>>,
}

pub(super) fn check(module: &ParsedModule) -> Vec<Problem> {
    let lines: Vec<&str> = module.file.text.lines().collect();
    let mut errors = Vec::new();
    let mut number = 0;
    while let Some(line) = lines.get(number) {
        number += 1;
        if comment(line).is_none_or(|text| text.trim() != HEADER) {
            continue;
        }
        let header = number;
        let mut yaml = String::new();
        while let Some(text) = lines.get(number).and_then(|line| comment(line)) {
            yaml.push_str(text);
            yaml.push('\n');
            number += 1;
        }
        // That of the package is read in full elsewhere.
        if lines
            .get(number)
            .is_some_and(|line| line.starts_with("package"))
        {
            continue;
        }
        let is_last = lines.iter().skip(number).all(|line| line.trim().is_empty());
        let block = Block {
            module,
            header: header as u64,
        };
        if is_last {
            let message = "the METADATA block stands above nothing";
            errors.push(LoadError::new(&module.file.path, header as u64, 1, message));
        } else {
            errors.extend(block.problem(&yaml));
        }
    }
    plain(errors)
}

fn comment(line: &str) -> Option<&str> {
    let text = line.strip_prefix('#')?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

struct Block<'a> {
    module: &'a ParsedModule,
    /// The line of its first word.
    header: u64,
}

impl Block<'_> {
    fn problem(&self, text: &str) -> Option<LoadError> {
        let annotation: Annotation = match yaml::read(text) {
            Ok(annotation) => annotation,
            Err(error) => {
                let place = error.location().unwrap_or(Location::UNKNOWN);
                return Some(self.at(place, yaml::message(&error)));
            }
        };
        if let Some(scope) = annotation.scope {
            let message = match scope.value.as_str() {
                "rule" | "document" => None,
                "package" | "subpackages" => Some(format!(
                    "metadata of the scope `{}` stands above the package, not above a rule",
                    scope.value
                )),
                other => Some(format!(
                    "there is no scope `{other}` (known: rule, document, package, subpackages)"
                )),
            };
            if let Some(message) = message {
                return Some(self.at(scope.referenced, message));
            }
        }
        let custom = annotation.custom?;
        (!custom.value.is_object())
            .then(|| self.at(custom.referenced, "`custom` holds keys and values"))
    }

    fn at(&self, place: Location, message: impl Into<String>) -> LoadError {
        let path = &self.module.file.path;
        if place.line() == 0 {
            return LoadError::new(path, self.header, 1, message);
        }
        LoadError::new(
            path,
            self.header + place.line(),
            place.column() + 2,
            message,
        )
    }
}
