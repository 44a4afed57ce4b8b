//! Release notes of dependencies, which bots quote in the messages with which they update them.

use super::header::Header;

/// The scopes and types of updates of dependencies.
const DEPENDENCIES: [&str; 5] = ["deps", "deps-dev", "dev-deps", "dependencies", "dependency"];

/// How subjects of such updates begin that have no type (Renovate, Dependabot).
const BEGINNINGS: [&str; 3] = ["Update dependency ", "Update module ", "Bump "];

/// What Renovate writes into the body, whatever the subject is.
const RENOVATE: &str = "This PR contains the following updates:";

/// For each line whether it stands in a `<details>` element. One that is not closed holds nothing.
pub(super) fn in_details(lines: &[&str]) -> Vec<bool> {
    let mut inside = vec![false; lines.len()];
    let mut open = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let tag = line.trim_start();
        if tag.starts_with("<details") {
            open.push(number);
        } else if tag.starts_with("</details>")
            && let Some(start) = open.pop()
            && let Some(inside) = inside.get_mut(start..=number)
        {
            inside.fill(true);
        }
    }
    inside
}

/// Whether the commit updates dependencies: what stands in its `<details>` elements are the changes of
/// another project.
pub(super) fn is_update(subject: &str, header: Option<&Header>, body: &[&str]) -> bool {
    let is_of_dependencies = |word: &str| DEPENDENCIES.contains(&word.to_lowercase().as_str());
    let by_subject = match header {
        Some(header) => {
            is_of_dependencies(&header.kind)
                || header.scope.as_deref().is_some_and(is_of_dependencies)
        }
        None => BEGINNINGS.iter().any(|it| subject.starts_with(it)),
    };
    by_subject || body.contains(&RENOVATE)
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    const NOTES: &str = "<details>\n<summary>their/tool (tool)</summary>\n\n##### Changes\n\n\
                         - **Breaking change:** nothing works\n- feat!: everything else\n\nfeat: more\n\n\
                         BREAKING CHANGE: their own\n\n</details>\n";

    #[test]
    fn what_a_bot_quotes_of_another_project_is_not_ours() {
        for subject in [
            "chore(deps): update dependency tool to v9 (#560)",
            "fix(deps): update module tool to v9",
            "build(deps-dev): bump tool from 8 to 9",
            "deps: update tool",
            "Update dependency tool to v9 (#1)",
            "Bump tool from 8 to 9",
        ] {
            let message = parse(&format!(
                "{subject}\n\nUpdates.\n\n### Release Notes\n\n{NOTES}"
            ));
            assert!(!message.breaking, "{subject}");
            assert!(message.changes.len() <= 1, "{subject}");
            assert_eq!(message.breaking_notes, Vec::<String>::new());
        }
    }

    #[test]
    fn what_stands_outside_or_is_not_closed_counts() {
        let update = "chore(deps): update tool";
        let outside = parse(&format!("{update}\n\n{NOTES}\nBREAKING CHANGE: ours\n"));
        assert_eq!(outside.breaking_notes, ["ours"]);
        let open = NOTES.replace("</details>", "");
        assert!(parse(&format!("{update}\n\n{open}")).breaking);
        let nested = format!("<details>\n{NOTES}\n- feat!: still theirs\n</details>\n- feat: ours");
        let nested = parse(&format!("{update}\n\n{nested}"));
        assert!(!nested.breaking);
        assert_eq!(nested.changes.len(), 2);
    }

    #[test]
    fn in_any_other_commit_all_of_it_counts() {
        for subject in [
            "feat: a tool",
            "fix(core): x",
            "Update the docs",
            "chore: depend",
        ] {
            assert!(
                parse(&format!("{subject}\n\n{NOTES}")).breaking,
                "{subject}"
            );
        }
    }
}
