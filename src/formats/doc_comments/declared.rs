//! The name that a line declares, in languages whose declarations are not parsed.

use std::sync::LazyLock;

use regex::Regex;

use super::Language;

static RUST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*pub\s+(?:(?:async|unsafe|const|extern|default)\s+)*(?:fn|struct|enum|trait|type|mod|static|const|union)\s+(\w+)").ok()
});

static JAVASCRIPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*export\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|const|let|var|interface|type|enum|namespace)\s+([\w$]+)").ok()
});

static GO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:func\s+(?:\([^)]*\)\s*)?|type\s+|var\s+|const\s+)(\p{Lu}\w*)").ok()
});

static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:public|open|export)\s+(?:[\w<>\[\],.?@]+\s+)*?(?:(?:class|interface|enum|record|struct|object|fun|func|def|function|protocol)\s+(\w+)|(\w+)\s*(?:[({:=]|$))").ok()
});

/// What a line declares for others to use; `None` if it declares nothing that can be told.
#[must_use]
pub fn declared(language: Language, line: &str) -> Option<&str> {
    let pattern = match language {
        Language::Rust => &RUST,
        Language::JavaScript => &JAVASCRIPT,
        Language::Go => &GO,
        _ => &OTHER,
    };
    let found = pattern.as_ref()?.captures(line)?;
    let name = found.get(1).or_else(|| found.get(2))?;
    Some(name.as_str())
}
