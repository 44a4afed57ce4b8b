//! MAINTAINERS files: a list of people, one a line, in plain text or Markdown.
//!
//! There is no standard. Read are lines that name a mailbox (`Ada Lovelace <ada@example.org>`), rows
//! of Markdown tables with one, and the `M:` lines of the Linux kernel's form. A section whose heading
//! speaks of former maintainers (emeritus, alumni, retired, inactive) lists nobody.

use std::collections::BTreeSet;

/// The most people that one file lists.
pub const MAX_PEOPLE: usize = 1_000;

/// What headings of those say who no longer maintain the project.
const FORMER: &[&str] = &[
    "emeritus", "emeriti", "former", "alumni", "retired", "inactive", "past ",
];

/// One person whom the file lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maintainer {
    /// The name; the address where there is none.
    pub name: String,
    /// The address.
    pub email: Option<String>,
    /// The name on GitHub, where one stands in the line: `@ada`.
    pub login: Option<String>,
}

/// The people whom a text lists, each address once, in its order.
///
/// # Errors
/// There are more than [`MAX_PEOPLE`].
pub fn parse(text: &str) -> Result<Vec<Maintainer>, String> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    // How deep the heading of the section is that lists those who left.
    let mut former: Option<usize> = None;
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let below = lines.get(number + 1).copied().unwrap_or_default();
        if let Some((depth, title)) = heading(line, below) {
            let lower = title.to_lowercase();
            if FORMER.iter().any(|word| lower.contains(word)) {
                former = former.map_or(Some(depth), |outer| Some(outer.min(depth)));
            } else if former.is_some_and(|outer| depth <= outer) {
                former = None;
            }
        }
        if former.is_some() {
            continue;
        }
        let Some(maintainer) = mailbox(line) else {
            continue;
        };
        let key = maintainer
            .email
            .as_deref()
            .unwrap_or_default()
            .to_lowercase();
        if seen.insert(key) {
            found.push(maintainer);
        }
        if found.len() > MAX_PEOPLE {
            return Err(format!("it lists more than {MAX_PEOPLE} people"));
        }
    }
    Ok(found)
}

/// A heading of Markdown with its depth, by `#` or by what is drawn below it.
fn heading<'a>(line: &'a str, below: &str) -> Option<(usize, &'a str)> {
    let depth = line.bytes().take_while(|byte| *byte == b'#').count();
    if depth > 0 {
        return Some((depth, line.trim_matches('#').trim()));
    }
    let drawn = |sign: char| below.len() >= 3 && below.trim_end().chars().all(|c| c == sign);
    let is_title = !line.trim().is_empty();
    match () {
        () if is_title && drawn('=') => Some((1, line.trim())),
        () if is_title && drawn('-') => Some((2, line.trim())),
        () => None,
    }
}

/// `Name <address>` anywhere in a line; the name is what stands before, without the marks of lists and
/// tables.
fn mailbox(line: &str) -> Option<Maintainer> {
    let (before, rest) = line.split_once('<')?;
    let (address, after) = rest.split_once('>')?;
    let email = address.trim().trim_start_matches("mailto:");
    let (user, host) = email.split_once('@')?;
    if user.is_empty() || host.is_empty() || email.contains(char::is_whitespace) {
        return None;
    }
    let before = before.strip_prefix("M:").unwrap_or(before);
    let mut cells = before.rsplit('|').map(name_of);
    let name = cells.find(|name| !name.is_empty()).unwrap_or_default();
    let name = if name.is_empty() { email } else { name };
    Some(Maintainer {
        name: name.to_owned(),
        email: Some(email.to_owned()),
        login: login(before).or_else(|| login(after)),
    })
}

/// The name in a cell of a table, an entry of a list, or a link; empty where there is only a login.
fn name_of(cell: &str) -> &str {
    let is_mark = |c: char| c.is_whitespace() || "*-+_[\"".contains(c);
    let name = cell.trim_start_matches(is_mark);
    let name = name.split(['(', ']', '@']).next().unwrap_or_default();
    name.trim_end_matches(|c: char| is_mark(c) || ":,".contains(c))
}

/// `@ada` in a text, which is no part of an address.
fn login(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| c.is_whitespace() || "()[]|,;".contains(c));
    words.find_map(|word| {
        let login = word.strip_prefix('@')?;
        let is_login =
            !login.is_empty() && login.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_login.then(|| login.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let found = parse(text).unwrap().into_iter();
        found
            .map(|it| {
                let email = it.email.unwrap_or_default();
                format!(
                    "{} {email} {}",
                    it.name,
                    it.login.unwrap_or_else(|| "-".to_owned())
                )
            })
            .collect()
    }

    #[test]
    fn the_usual_forms_are_read() {
        let text = "# Maintainers\n\n* Ada Lovelace <ada@example.org> (@ada)\n- [Grace](https://x) <grace@example.org>\n\
                    | Bob B. | @bob-b | <bob@example.org> |\nM:\tEve E. <eve@example.org>\nNobody here\n<anon@example.org>\n";
        insta::assert_snapshot!(shown(text).join("\n"), @r"
        Ada Lovelace ada@example.org ada
        Grace grace@example.org -
        Bob B. bob@example.org bob-b
        Eve E. eve@example.org -
        anon@example.org anon@example.org -
        ");
    }

    #[test]
    fn those_who_left_maintain_nothing() {
        let text = "# Maintainers\nAda <ada@example.org>\n## Emeritus\nBob <bob@example.org>\n### 2020\nEve <eve@example.org>\n\
                    ## Release managers\nGrace <grace@example.org>\nFormer maintainers\n------------------\nOld <old@example.org>\n";
        let names: Vec<String> = parse(text).unwrap().into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["Ada", "Grace"]);
    }

    #[test]
    fn an_address_counts_once_and_a_list_has_an_end() {
        assert_eq!(shown("A <a@x.org>\nB <A@x.org>\n").len(), 1);
        let many: String = (0..=MAX_PEOPLE)
            .map(|n| format!("P <p{n}@x.org>\n"))
            .collect();
        assert!(parse(&many).is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".{0,200}") {
            let _ = parse(&text);
        }
    }
}
