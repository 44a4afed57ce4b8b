//! The contexts and secrets that `${{ … }}` names.

/// The contexts that a text puts in, each with its line counted from 1, in lower case; an index or a
/// `*` is `*`: `github.event.commits.*.message`.
#[must_use]
pub fn contexts(text: &str) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${{") {
        line += newlines(before);
        let (inside, after) = behind.split_once("}}").unwrap_or((behind, ""));
        found.extend(paths(inside).into_iter().map(|path| (path, line)));
        line += newlines(inside);
        rest = after;
    }
    found
}

fn newlines(text: &str) -> u64 {
    text.bytes().filter(|&byte| byte == b'\n').count() as u64
}

/// The dotted paths in one expression; texts in quotes are none.
fn paths(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut path = String::new();
    let mut letters = expression.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => while letters.next().is_some_and(|it| it != '\'') {},
            '[' if !path.is_empty() => {
                let inside: String = letters.by_ref().take_while(|&it| it != ']').collect();
                let name = inside.trim().trim_matches('\'');
                let named = inside.trim().starts_with('\'');
                path.push('.');
                path.push_str(if named { name } else { "*" });
            }
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' | '*' => path.push(letter),
            '.' if !path.is_empty() => path.push('.'),
            _ => finish(&mut path, &mut found),
        }
    }
    finish(&mut path, &mut found);
    found
}

fn finish(path: &mut String, found: &mut Vec<String>) {
    let path = std::mem::take(path);
    if path.contains('.') {
        found.push(path.to_ascii_lowercase());
    }
}

/// The names of the secrets that a text uses, in capitals; `*` for all of them at once
/// (`toJSON(secrets)`). `GITHUB_TOKEN` is left out: every job has it.
#[must_use]
pub fn secrets(text: &str) -> Vec<String> {
    let mut found: Vec<String> = contexts(text)
        .into_iter()
        .filter_map(|(path, _)| path.strip_prefix("secrets.").map(str::to_ascii_uppercase))
        .filter(|name| name != "GITHUB_TOKEN")
        .collect();
    let whole = text.to_ascii_lowercase();
    if whole.contains("${{") && whole.contains("tojson(secrets)") {
        found.push("*".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn contexts_are_found_with_their_lines() {
        let text = "echo a\necho ${{ github.event.issue.title }} '${{github.head_ref}}'\n${{ format('{0} a.b', github.event.commits[0].message,\n github['event']['x']) }}";
        let found = contexts(text);
        assert_eq!(
            found,
            [
                ("github.event.issue.title".to_owned(), 2),
                ("github.head_ref".to_owned(), 2),
                ("github.event.commits.*.message".to_owned(), 3),
                ("github.event.x".to_owned(), 3),
            ]
        );
        assert!(contexts("github.event.issue.title $X ${X}").is_empty());
        assert_eq!(contexts("${{ github.actor").len(), 1);
    }

    #[test]
    fn secrets_are_named() {
        let text = "${{ secrets.PYPI_TOKEN || secrets.github_token }} ${{ secrets['npm'] }}";
        assert_eq!(secrets(text), ["PYPI_TOKEN", "NPM"]);
        assert_eq!(secrets("${{ toJSON(secrets) }}"), ["*"]);
        assert!(secrets("secrets.X").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(\\$\\{\\{|\\}\\}|a|\\.|\\[|\\]|'|\\*|secrets|\n| |é){0,40}") {
            let _ = contexts(&text);
            let _ = secrets(&text);
        }
    }
}
