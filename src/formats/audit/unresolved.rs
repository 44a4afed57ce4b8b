//! What was found and cannot be told of a package that relcheck knows.

/// The most that is told of it.
pub const MAX_UNRESOLVED: usize = 10;

/// The most that is kept in mind of it.
const MAX_KEPT: usize = 1000;

/// The longest name in a clause, in characters; what is cut off is replaced by `…`.
const MAX_NAME: usize = 200;

/// Clauses, each of which says what was found.
#[derive(Debug, Default)]
pub struct Unresolved {
    kept: Vec<String>,
}

impl Unresolved {
    /// Takes a clause.
    pub fn push(&mut self, clause: String) {
        if self.kept.len() < MAX_KEPT {
            self.kept.push(clause);
        }
    }

    /// Takes that a vulnerability affects a package of a registry that relcheck does not know; the
    /// registry is empty where the report names none.
    pub fn push_foreign(&mut self, id: &str, name: &str, version: &str, registry: &str) {
        let id = shown(id);
        let named = shown(format!("{name} {version}").trim_end());
        let said = match registry {
            "" => "and it does not say of which registry that is".to_owned(),
            registry => format!(
                "({}), which is of no registry that relcheck knows",
                shown(registry)
            ),
        };
        let between = if registry.is_empty() { ", " } else { " " };
        self.push(format!("`{id}` affects `{named}`{between}{said}"));
    }

    /// The first few clauses in order, and how many more there are.
    #[must_use]
    pub fn few(self) -> Vec<String> {
        let mut clauses = self.kept;
        clauses.sort();
        clauses.dedup();
        let more = clauses.len().saturating_sub(MAX_UNRESOLVED);
        clauses.truncate(MAX_UNRESOLVED);
        if more > 0 {
            clauses.push(format!("so it is with {more} more"));
        }
        clauses
    }
}

/// A text as one line of at most [`MAX_NAME`] characters.
fn shown(text: &str) -> String {
    let short = text.char_indices().nth(MAX_NAME).map(|(at, _)| at);
    let start = short.and_then(|at| text.get(..at)).unwrap_or(text);
    let mut line = start.split_whitespace().collect::<Vec<_>>().join(" ");
    if short.is_some() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_no_registry_is_named_in_one_line() {
        let mut unresolved = Unresolved::default();
        unresolved.push_foreign("CVE-1", "libc6", "2.31", "deb");
        unresolved.push_foreign("CVE-1", "x", "", "");
        unresolved.push_foreign("CVE-2\nX", &"a".repeat(300), "1", "deb");
        let long = format!(
            "`CVE-2 X` affects `{}…` (deb), which is of no registry that relcheck knows",
            "a".repeat(MAX_NAME)
        );
        assert_eq!(
            unresolved.few(),
            [
                "`CVE-1` affects `libc6 2.31` (deb), which is of no registry that relcheck knows",
                "`CVE-1` affects `x`, and it does not say of which registry that is",
                &long,
            ]
        );
    }

    #[test]
    fn only_a_few_are_told_and_the_rest_is_counted() {
        let mut unresolved = Unresolved::default();
        for at in 0..MAX_KEPT + 5 {
            unresolved.push(format!("{at:05}"));
        }
        let few = unresolved.few();
        assert_eq!(few.len(), MAX_UNRESOLVED + 1);
        assert_eq!(
            few.last().map(String::as_str),
            Some("so it is with 990 more")
        );
    }
}
