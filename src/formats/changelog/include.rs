//! A changelog that only includes another file.

use std::sync::LazyLock;

use regex::Regex;

/// The include directives of Sphinx, MyST, mkdocs (`markdown-include`) and PyMdown (`snippets`).
static INCLUDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?m)^[ \t]*(?:\.\. (?:mdinclude|include)::[ \t]*(?P<rst>\S+)|(?:`{3,}|:{3,}|~{3,})\{include\}[ \t]*(?P<myst>\S+)|\{!>?[ \t]*(?P<mkdocs>[^!\n]+?)[ \t]*!\}|(?:-{1,}8<-{1,})[ \t]+["'](?P<pymdown>[^"'\n]+)["']|\{%-?[ \t]*include(?:-markdown)?[ \t]+["'](?P<jinja>[^"'\n]+)["'])"#,
    )
    .ok()
});

/// The path that the first include directive names, as it is written: relative to the file, or to
/// the project where the tool is mkdocs. `None` if nothing is included.
#[must_use]
pub fn included(text: &str) -> Option<&str> {
    let found = INCLUDE.as_ref()?.captures(text)?;
    ["rst", "myst", "mkdocs", "pymdown", "jinja"]
        .iter()
        .find_map(|name| found.name(name))
        .map(|path| path.as_str())
}

#[cfg(test)]
mod tests {
    use super::included;

    #[test]
    fn directives_of_the_common_tools_are_known() {
        for text in [
            "Changes\n=======\n\n.. include:: ../CHANGES.rst\n   :start-line: 3",
            "```{include} ../CHANGES.rst\n:relative-docs: docs\n```",
            ":::{include} ../CHANGES.rst\n:::",
            "{! ../CHANGES.rst !}",
            "--8<-- \"../CHANGES.rst\"",
            "{% include-markdown \"../CHANGES.rst\" %}",
        ] {
            assert_eq!(included(text), Some("../CHANGES.rst"), "{text}");
        }
        assert_eq!(included("See CHANGES.rst, which we include."), None);
    }
}
