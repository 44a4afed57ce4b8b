//! The release process: its headings, and what stands in its lists and tables. Each built-in rule
//! names as its source what it stands for.

use crate::nearest::suggestion;

/// The document, from the root of relcheck's own repository.
pub(super) const DOCUMENT: &str = "docs/release-process.md";

const TEXT: &str = include_str!("../../docs/release-process.md");

/// What stands between the parts of a source.
const SEPARATOR: &str = " / ";

/// One thing that the process asks for: a bullet, a numbered step or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessItem {
    /// The heading that it stands below: `Version Management / Semantic Versioning Rules`.
    pub heading: String,
    /// Its text without markup and without the full stop at its end; the cells of a row have a
    /// colon between them.
    pub text: String,
    /// The line of the document on which it starts, the first one being 1.
    pub line: u64,
}

impl ProcessItem {
    /// The heading and the whole text, as a source may name it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{SEPARATOR}{}", self.heading, self.text)
    }

    /// Whether these words are the first ones of the text.
    fn starts_with(&self, words: &str) -> bool {
        let rest = self.text.strip_prefix(words);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    }
}

/// What the process asks for, in the order of the document.
#[must_use]
pub fn process_items() -> Vec<ProcessItem> {
    read(TEXT).items
}

/// The place in the process that a source names: the text of a heading, or of what stands below it.
///
/// # Errors
/// A sentence without its full stop that says what is wrong with the source, if it names nothing,
/// or more than one thing.
pub fn process_source(source: &str) -> Result<Option<ProcessItem>, String> {
    read(TEXT).find(source)
}

struct Process {
    headings: Vec<String>,
    items: Vec<ProcessItem>,
}

impl Process {
    fn find(self, source: &str) -> Result<Option<ProcessItem>, String> {
        if self.headings.iter().any(|heading| heading == source) {
            return Ok(None);
        }
        // A heading has one or two parts; what else there is are words.
        let mut parts = source.splitn(3, SEPARATOR);
        let heading: Vec<&str> = parts.by_ref().take(2).collect();
        let heading = heading.join(SEPARATOR);
        let words = parts.next().unwrap_or_default();
        if !self.headings.contains(&heading) {
            let near = suggestion(&heading, self.headings.iter().map(String::as_str));
            return Err(format!("`{heading}` is no heading of {DOCUMENT}{near}"));
        }
        let below = || self.items.iter().filter(|item| item.heading == heading);
        let found: Vec<&ProcessItem> = below().filter(|item| item.starts_with(words)).collect();
        match found.as_slice() {
            [item] => Ok(Some((*item).clone())),
            [] => {
                let near = suggestion(words, below().map(|item| item.text.as_str()));
                Err(format!(
                    "nothing below `{heading}` of {DOCUMENT} starts with `{words}`{near}"
                ))
            }
            [first, ..] => Err(format!(
                "`{words}` is the start of {} things below `{heading}` of {DOCUMENT}: add words, as in `{}`",
                found.len(),
                first.text
            )),
        }
    }
}

/// Reads headings of the second and third level, and the lists and tables below them. Blocks of code
/// are skipped.
fn read(text: &str) -> Process {
    let mut process = Process {
        headings: Vec::new(),
        items: Vec::new(),
    };
    let (mut chapter, mut heading) = ("", String::new());
    let (mut in_code, mut is_open, mut in_table) = (false, false, false);
    for (index, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            in_code = !in_code;
            is_open = false;
        } else if in_code {
            continue;
        } else if let Some(title) = line.strip_prefix("## ") {
            chapter = title.trim();
            heading = chapter.to_owned();
            process.headings.push(heading.clone());
        } else if let Some(title) = line.strip_prefix("### ") {
            heading = format!("{chapter}{SEPARATOR}{}", title.trim());
            process.headings.push(heading.clone());
        } else if let Some(text) = bullet(line).or_else(|| row(line, in_table)) {
            is_open = !line.starts_with('|');
            process.items.push(ProcessItem {
                heading: heading.clone(),
                text,
                line: index as u64 + 1,
            });
        } else if is_open && line.starts_with("  ") {
            if let Some(item) = process.items.last_mut() {
                item.text.push(' ');
                item.text.push_str(&plain(line));
            }
        } else {
            is_open = false;
        }
        in_table = line.starts_with("|-") || (in_table && line.starts_with('|'));
    }
    for item in &mut process.items {
        let end = item.text.trim_end_matches('.').len();
        item.text.truncate(end);
    }
    process
}

/// The text of a bullet or of a numbered step.
fn bullet(line: &str) -> Option<String> {
    let numbered = || {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < line.len()).then(|| rest.strip_prefix(". "))?
    };
    line.strip_prefix("- ").or_else(numbered).map(plain)
}

/// The cells of a row below a table's head.
fn row(line: &str, in_table: bool) -> Option<String> {
    let inner = line.strip_prefix('|').filter(|_| in_table)?;
    let inner = inner.trim_end().trim_end_matches('|');
    let cells: Vec<String> = inner.split('|').map(plain).collect();
    Some(cells.join(": "))
}

/// A text without marks of emphasis and of code.
fn plain(text: &str) -> String {
    text.trim().replace("**", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "# Title\n\n- before any heading\n\n## One\n\nText.\n\n- **Lead:** a `word`\n  more.\n- Lead pipe\n\n```\n- code\n```\n\n### Two\n\n1. First.\n10. Tenth\n\n| a | b |\n|---|---|\n| `x` | for y |\n";

    fn texts() -> Vec<String> {
        let items = read(SMALL).items;
        items.iter().map(ProcessItem::name).collect()
    }

    fn refused(source: &str) -> String {
        read(SMALL).find(source).unwrap_err()
    }

    #[test]
    fn lists_and_tables_are_read_and_code_is_not() {
        assert_eq!(
            texts(),
            [
                " / before any heading",
                "One / Lead: a word more",
                "One / Lead pipe",
                "One / Two / First",
                "One / Two / Tenth",
                "One / Two / x: for y"
            ]
        );
        assert_eq!(read(SMALL).items[3].line, 19);
    }

    #[test]
    fn headings_stand_below_their_chapter() {
        assert_eq!(read(SMALL).headings, ["One", "One / Two"]);
        assert_eq!(read(SMALL).find("One / Two"), Ok(None));
    }

    #[test]
    fn the_first_words_name_an_item() {
        let item = read(SMALL).find("One / Two / x").unwrap().unwrap();
        assert_eq!(item.name(), "One / Two / x: for y");
        let item = read(SMALL).find("One / Two / First").unwrap().unwrap();
        assert_eq!(item.line, 19);
    }

    #[test]
    fn what_names_nothing_or_several_things_is_refused() {
        assert_eq!(
            refused("One / Tow"),
            "`One / Tow` is no heading of docs/release-process.md; did you mean `One / Two`?"
        );
        assert_eq!(
            refused("One / Two / Frst"),
            "nothing below `One / Two` of docs/release-process.md starts with `Frst`; did you mean `First`?"
        );
        assert!(refused("One / Two / Fir").starts_with("nothing below `One / Two`"));
        assert!(refused("One / Two / Second thing").starts_with("nothing below `One / Two`"));
    }

    #[test]
    fn each_item_of_the_process_is_named_by_its_whole_text() {
        let items = process_items();
        assert!(items.len() > 100, "{}", items.len());
        for item in items {
            assert_eq!(process_source(&item.name()), Ok(Some(item)));
        }
    }
}
