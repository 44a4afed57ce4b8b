//! The headings of the release process, which each built-in rule names as its source.

/// The document, from the root of relcheck's own repository.
pub(super) const DOCUMENT: &str = "docs/release-process.md";

const TEXT: &str = include_str!("../../docs/release-process.md");

/// All headings of the second level, and those of the third below theirs:
/// `Version Management / Semantic Versioning Rules`.
pub(super) fn headings() -> Vec<String> {
    let mut headings = Vec::new();
    let mut chapter = "";
    for line in TEXT.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            chapter = title.trim();
            headings.push(chapter.to_owned());
        } else if let Some(title) = line.strip_prefix("### ") {
            headings.push(format!("{chapter} / {}", title.trim()));
        }
    }
    headings
}

#[cfg(test)]
mod tests {
    #[test]
    fn headings_stand_below_their_chapter() {
        let headings = super::headings();
        assert!(headings.iter().any(|name| name == "Version Management"));
        let name = "Version Management / Semantic Versioning Rules";
        assert!(headings.iter().any(|heading| heading == name));
    }
}
