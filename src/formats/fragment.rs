//! What a changelog fragment announces by its content: changesets' steps, the sections of reno's and
//! Ansible's notes, changie's and GitLab's kinds, the sub-headings of scriv's.

use std::collections::BTreeSet;

use super::yaml_tree;

/// The keys of YAML whose text says what kind of change it is: changie's, and GitLab's.
const KINDS: &[&str] = &["kind", "type"];

/// The words in lower case, sorted: `major`, `removed`, `breaking_changes`. A fragment that cannot be
/// read announces nothing; `path` tells its format.
#[must_use]
pub fn announced(path: &str, text: &str) -> Vec<String> {
    let mut words = BTreeSet::new();
    let is_yaml = [".yaml", ".yml"].iter().any(|end| path.ends_with(end));
    match (is_yaml, front_matter(text)) {
        (true, _) => of_notes(text, &mut words),
        (false, Some((steps, rest))) => {
            of_steps(steps, &mut words);
            of_headings(rest, &mut words);
        }
        (false, None) => of_headings(text, &mut words),
    }
    words.into_iter().collect()
}

/// What stands between two lines of three dashes at the start, and what follows.
fn front_matter(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches('\u{feff}').strip_prefix("---")?;
    let rest = rest
        .trim_start_matches([' ', '\t', '\r'])
        .strip_prefix('\n')?;
    rest.split_once("\n---")
}

/// changesets: the step of each package.
fn of_steps(text: &str, words: &mut BTreeSet<String>) {
    let Ok(Some(steps)) = yaml_tree::read(text) else {
        return;
    };
    let texts = steps.entries().iter().filter_map(|entry| entry.node.text());
    words.extend(texts.map(str::to_lowercase));
}

/// reno and Ansible: a section for each kind; changie and GitLab: a key that names it.
fn of_notes(text: &str, words: &mut BTreeSet<String>) {
    let Ok(Some(notes)) = yaml_tree::read(text) else {
        return;
    };
    for entry in notes.entries() {
        let key = entry.key.to_lowercase();
        match entry.node.text() {
            Some(kind) if KINDS.contains(&key.as_str()) => {
                words.insert(kind.trim().to_lowercase());
            }
            _ if !entry.node.items().is_empty() => {
                words.insert(key);
            }
            _ => {}
        }
    }
}

/// Headings of Markdown, and underlined ones of reStructuredText, outside of comments.
fn of_headings(text: &str, words: &mut BTreeSet<String>) {
    let (mut previous, mut in_comment, mut in_code) = ("", false, false);
    for line in text.lines() {
        let line = line.trim_end();
        in_comment |= line.contains("<!--");
        in_code ^= line.trim_start().starts_with("```");
        let heading = match line.strip_prefix('#') {
            Some(rest) => rest.trim_start_matches('#').strip_prefix(' '),
            None => is_underline(line, previous).then_some(previous),
        };
        if let Some(heading) = heading.filter(|_| !in_comment && !in_code) {
            let bare = heading.trim_matches(|c: char| !c.is_alphanumeric());
            words.insert(bare.to_lowercase());
        }
        in_comment &= !line.contains("-->");
        previous = line;
    }
    words.remove("");
}

fn is_underline(line: &str, above: &str) -> bool {
    let mut signs = line.chars();
    let first = signs.next();
    let is_sign = first.is_some_and(|sign| "-=~^\"'+*.".contains(sign));
    is_sign
        && line.len() >= above.len().max(3)
        && signs.all(|sign| Some(sign) == first)
        && above.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tool_says_it_in_its_own_way() {
        for (path, text, expected) in [
            (
                ".changeset/odd-cats.md",
                "---\n\"demo\": major\n'other': patch\n---\n\nDrop it\n",
                &["major", "patch"][..],
            ),
            (
                ".changeset/a.md",
                "---\r\ndemo: minor\r\n---\r\nIt\r\n",
                &["minor"],
            ),
            (
                "releasenotes/notes/x-0123456789abcdef.yaml",
                "---\nfeatures:\n  - Export\nupgrade:\n  - |\n    gone: it is\nfixes:\n",
                &["features", "upgrade"],
            ),
            (
                "changelogs/fragments/1.yml",
                "breaking_changes:\n  - x\nminor_changes: [y]\n",
                &["breaking_changes", "minor_changes"],
            ),
            (
                ".changes/unreleased/Added-1.yaml",
                "kind: Added\nbody: type\ntime: 2026\n",
                &["added"],
            ),
            (
                "changelog.d/1.md",
                "<!--\n### Added\n-->\n\n### 🗑 Removed\n\n- x\n\n```\n# Code\n```\n",
                &["removed"],
            ),
            (
                "changelog.d/1.rst",
                ".. Added\n.. -----\n\nRemoved\n-------\n\n- x\n",
                &["removed"],
            ),
            ("newsfragments/1.bugfix.rst", "Some words.\n", &[]),
            ("a.md", "---\nnot closed: major\n", &[]),
            ("a.yaml", "a: [", &[]),
        ] {
            assert_eq!(announced(path, text), expected, "{path}: {text}");
        }
    }
}
