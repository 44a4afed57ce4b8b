//! Sections of other packages in a changelog that several share.

use std::collections::BTreeSet;

use crate::collect::Context;
use crate::facts::{Changelog, ChangelogFile, DeclarationRole, OtherSection, Section};

/// Sets the sections of other packages apart. Where the project has no name, none is known to be one.
pub(super) fn part(context: &Context, changelog: &mut Changelog) {
    let names_any = |file: &ChangelogFile| file.sections.iter().any(|it| it.package.is_some());
    if !changelog.files.iter().any(names_any) {
        return;
    }
    let names = Names::of(context);
    for file in &mut changelog.files {
        part_file(file, &names);
    }
}

/// A heading names another package if it bears a name that is not the project's, and another heading
/// bears the project's or none. Where all bear one name, it is what the project is called there.
fn part_file(file: &mut ChangelogFile, names: &Names) {
    let versioned = || file.sections.iter().filter(|it| it.version.is_some());
    let has_exact = versioned().any(|it| names.contains_exactly(it.package.as_deref()));
    let is_own = |section: &Section| match section.package.as_deref() {
        None => true,
        Some(_) if section.version.is_none() => true,
        Some(package) if has_exact => names.contains(package),
        Some(package) => names.contains(package) || names.has_part(package),
    };
    if names.squeezed.is_empty() || !versioned().any(is_own) {
        return;
    }
    let (own, others): (Vec<Section>, Vec<Section>) = std::mem::take(&mut file.sections)
        .into_iter()
        .partition(is_own);
    let other = |section: Section| OtherSection {
        heading: section.heading,
        line: section.line,
        version: section.version,
    };
    file.sections = own;
    file.others = others.into_iter().map(other).collect();
}

/// What the project is called.
struct Names {
    /// Letters and digits only, in lower case.
    squeezed: BTreeSet<String>,
    /// The names' parts: `core` of `@org/demo-core`.
    parts: BTreeSet<String>,
}

impl Names {
    fn of(context: &Context) -> Self {
        let configured = context.options().name.iter().map(String::as_str);
        let versions = context.versions().ok();
        let declared = versions.into_iter().flat_map(|versions| {
            let packages = versions
                .declarations
                .iter()
                .filter(|declaration| declaration.role == DeclarationRole::Project)
                .filter_map(|declaration| declaration.package.as_deref());
            packages.chain(versions.name.as_deref())
        });
        let mut names: Vec<String> = configured.chain(declared).map(str::to_owned).collect();
        let remote = context.repo().remote_address("origin");
        // A package of a repository is not called what the repository is called.
        if !names.is_empty() && context.options().project.is_empty() {
            let repository = remote.as_deref().and_then(|address| {
                let address = address.trim_end_matches('/');
                address.trim_end_matches(".git").rsplit(['/', ':']).next()
            });
            names.extend(repository.map(str::to_owned));
        }
        Names::new(names.iter().map(String::as_str))
    }

    fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let (mut squeezed, mut parts) = (BTreeSet::new(), BTreeSet::new());
        for name in names {
            let last = name.rsplit(['/', ':']).next().unwrap_or(name);
            squeezed.extend([squeeze(name), squeeze(last)]);
            parts.extend(last.split(['-', '_', '.']).map(squeeze));
        }
        for set in [&mut squeezed, &mut parts] {
            set.remove("");
        }
        Names { squeezed, parts }
    }

    fn contains_exactly(&self, package: Option<&str>) -> bool {
        package.is_some_and(|package| self.squeezed.contains(&squeeze(package)))
    }

    /// Whether the words are the name, or have it among them: `Apache Commons CLI` for `commons-cli`.
    fn contains(&self, package: &str) -> bool {
        let words: Vec<String> = package.split_whitespace().map(squeeze).collect();
        (0..words.len()).any(|from| {
            (from..words.len()).any(|to| {
                let run = words.get(from..=to).unwrap_or_default().concat();
                self.squeezed.contains(&run)
            })
        })
    }

    /// Whether the words are a part of the name.
    fn has_part(&self, package: &str) -> bool {
        self.parts.contains(&squeeze(package))
    }
}

fn squeeze(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::changelog::{Markup, read};

    /// The lines of the sections of other packages.
    fn others(name: &str, headings: &[&str]) -> Vec<u64> {
        let text: String = headings.iter().map(|it| format!("## {it}\n")).collect();
        let mut file = ChangelogFile {
            path: "CHANGELOG.md".to_owned(),
            format: "markdown".to_owned(),
            sections: read(&text, Markup::Markdown)
                .into_iter()
                .map(Section::from)
                .collect(),
            others: Vec::new(),
        };
        part_file(&mut file, &Names::new(std::iter::once(name)));
        file.others.iter().map(|it| it.line).collect()
    }

    #[test]
    fn another_name_is_another_package() {
        assert_eq!(others("demo", &["core 1.1.0", "demo 1.0.0"]), [1]);
        assert_eq!(
            others("demo", &["core@1.1.0", "core@1.0.0", "1.0.0"]),
            [1, 2]
        );
        assert_eq!(others("demo", &["demo-cli 1.1.0", "demo 1.0.0"]), [1]);
        assert_eq!(others("demo-cli", &["demo 1.1.0", "demo-cli 1.0.0"]), [1]);
        assert_eq!(
            others("@org/demo", &["@org/core@1.1.0", "@org/demo@1.0.0"]),
            [1]
        );
        assert_eq!(
            others(
                "librsvg",
                &[
                    "librsvg crate version 2.62.1",
                    "librsvg-rebind crate version 0.3.0"
                ]
            ),
            [2]
        );
    }

    #[test]
    fn the_project_may_go_by_another_name_and_releases_by_adjectives() {
        for (name, headings) in [
            ("demo", &["Version 1.1.0", "Release 1.0.0", "v0.9.0"][..]),
            ("demo", &["Changes in 1.1.0", "Demo 1.0.0", "1.0.0"]),
            (
                "demo",
                &[
                    "What's new in demo 1.1.0",
                    "Security release 1.0.1",
                    "1.0.0",
                ],
            ),
            ("commons-cli", &["Apache Commons CLI 1.1.0", "1.0.0"]),
            ("nlohmann-json", &["JSON 1.1.0", "1.0.0"]),
            ("py-thing", &["Thing 1.1.0", "1.0.0"]),
            // All of it goes by a name that no manifest has.
            ("rs-tool", &["The Gadget 1.1.0", "The Gadget 1.0.0"]),
            ("new", &["Old 0.9.0", "Older 0.8.0"]),
            ("", &["core 1.1.0", "1.0.0"]),
        ] {
            assert_eq!(others(name, headings), [0; 0], "{name}: {headings:?}");
        }
    }
}
