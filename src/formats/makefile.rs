//! What the targets of a Makefile run.

use std::collections::BTreeMap;

/// The most rules that are read.
const MAX_RULES: usize = 5_000;

/// The most lines of recipes that a target may come to with all that it needs.
const MAX_LINES: usize = 2_000;

/// A Makefile.
#[derive(Debug, Default)]
pub struct Makefile {
    targets: BTreeMap<String, Target>,
    variables: BTreeMap<String, String>,
    first: Option<String>,
}

#[derive(Debug, Default)]
struct Target {
    needs: Vec<String>,
    recipe: Vec<Recipe>,
}

/// One line of a recipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// The line, starting at 1.
    pub line: u64,
    /// The command, simple variables replaced.
    pub text: String,
    /// Whether make goes on if it fails (`-`).
    pub ignored: bool,
}

/// Reads a Makefile. Conditionals are not decided: all of their branches count.
#[must_use]
pub fn read(text: &str) -> Makefile {
    let mut makefile = Makefile::default();
    let mut current: Vec<String> = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((index, first)) = lines.next() {
        let mut whole = first.to_owned();
        while whole.ends_with('\\') && whole.len() < 16_384 {
            let Some((_, next)) = lines.next() else { break };
            whole.pop();
            whole.push(' ');
            whole.push_str(next.trim());
        }
        if let Some(recipe) = whole.strip_prefix('\t') {
            makefile.add_recipe(&current, index as u64 + 1, recipe);
        } else if let Some((name, value)) = assignment(&whole) {
            makefile.variables.entry(name).or_insert(value);
        } else if let Some((targets, needs)) = rule(&whole) {
            makefile.add_rule(&targets, &needs);
            current = targets;
        }
    }
    makefile
}

fn assignment(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end_matches([':', '?', '+']).trim();
    let name = name.strip_prefix("export ").unwrap_or(name).trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (!name.is_empty() && name.bytes().all(plain))
        .then(|| (name.to_owned(), value.trim().to_owned()))
}

fn rule(line: &str) -> Option<(Vec<String>, Vec<String>)> {
    if line.starts_with([' ', '#']) {
        return None;
    }
    let (targets, needs) = line.split_once(':')?;
    let needs = needs.trim_start_matches(':');
    let needs = needs.split(['#', ';']).next().unwrap_or_default();
    let words = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().filter(|word| *word != "|");
        words.take(256).map(str::to_owned).collect()
    };
    let targets = words(targets);
    (!targets.is_empty()).then(|| (targets, words(needs)))
}

impl Makefile {
    fn add_rule(&mut self, targets: &[String], needs: &[String]) {
        for name in targets {
            if self.targets.len() >= MAX_RULES {
                return;
            }
            if self.first.is_none() && !name.starts_with('.') {
                self.first = Some(name.clone());
            }
            let target = self.targets.entry(name.clone()).or_default();
            target.needs.extend_from_slice(needs);
        }
    }

    fn add_recipe(&mut self, targets: &[String], line: u64, text: &str) {
        let trimmed = text.trim_start_matches(['@', '+', '-', ' ']);
        let marks = text.len() - trimmed.len();
        let ignored = text.get(..marks).unwrap_or_default().contains('-');
        let text = self.replaced(trimmed);
        for name in targets {
            if let Some(target) = self.targets.get_mut(name) {
                target.recipe.push(Recipe {
                    line,
                    text: text.clone(),
                    ignored,
                });
            }
        }
    }

    /// The text with the variables replaced that are defined above; `$$` is `$`.
    fn replaced(&self, text: &str) -> String {
        let mut result = text.to_owned();
        for (name, value) in self
            .variables
            .iter()
            .chain([(&"MAKE".to_owned(), &"make".to_owned())])
        {
            for (open, close) in [('(', ')'), ('{', '}')] {
                let reference = format!("${open}{name}{close}");
                if result.contains(&reference) && result.len() < 16_384 {
                    result = result.replace(&reference, value);
                }
            }
        }
        result.replace("$$", "$")
    }

    /// What these targets run, what they need first; the first target of the file where none is named.
    /// `None` if one of them is not there.
    #[must_use]
    pub fn recipes(&self, targets: &[&str]) -> Option<Vec<Recipe>> {
        let mut waiting: Vec<&str> = targets.iter().rev().copied().collect();
        if waiting.is_empty() {
            waiting.push(self.first.as_deref()?);
        }
        let known = waiting.iter().all(|name| self.targets.contains_key(*name));
        if !known {
            return None;
        }
        let mut seen: Vec<&str> = Vec::new();
        while let Some(name) = waiting.pop() {
            if seen.len() < 512 && !seen.contains(&name) {
                seen.push(name);
                let needs = self.targets.get(name).map(|target| target.needs.as_slice());
                waiting.extend(needs.unwrap_or_default().iter().map(String::as_str));
            }
        }
        let found = seen.iter().rev().filter_map(|name| self.targets.get(*name));
        Some(
            found
                .flat_map(|target| target.recipe.iter().cloned())
                .take(MAX_LINES)
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(makefile: &Makefile, targets: &[&str]) -> Vec<String> {
        let recipes = makefile.recipes(targets).unwrap();
        recipes.into_iter().map(|recipe| recipe.text).collect()
    }

    #[test]
    fn a_target_runs_what_it_needs_first() {
        let text = "PY ?= python3\nall: test\n\n.PHONY: test release\nlint test:: build # x\n\t@$(PY) -m pytest \\\n\t  -q\n\t-rm x\nrelease: test\n\ttwine upload $$X\nbuild:\n\t$(MAKE) -C sub\n";
        let makefile = read(text);
        assert_eq!(
            texts(&makefile, &["release"]),
            [
                "make -C sub",
                "python3 -m pytest  -q",
                "rm x",
                "twine upload $X"
            ]
        );
        assert_eq!(
            texts(&makefile, &[]),
            ["make -C sub", "python3 -m pytest  -q", "rm x"]
        );
        assert!(makefile.recipes(&["nothing"]).is_none());
        let recipes = makefile.recipes(&["test"]).unwrap();
        assert_eq!((recipes[1].line, recipes[1].ignored), (6, false));
        assert!(recipes[2].ignored);
    }

    #[test]
    fn circles_end() {
        assert_eq!(texts(&read("a: b\n\tx\nb: a\n\ty\n"), &["a"]), ["y", "x"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(a|b|:|\t|\n|=|\\$\\(|\\)|\\\\|-|#| |é){0,60}") {
            let makefile = read(&text);
            let _ = makefile.recipes(&[]);
            let _ = makefile.recipes(&["a"]);
        }
    }
}
