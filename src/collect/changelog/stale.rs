//! Unreleased sections that later releases have left behind.

use crate::collect::Context;
use crate::facts::{Changelog, Missing, Section, VersionFact};
use crate::release::Version;

/// The changelog, with these sections marked. Where no release came before, none is.
///
/// # Errors
/// [`Missing`] as [`Context::changelog`] says it.
pub(in crate::collect) fn settled(context: &Context) -> Result<Changelog, Missing> {
    let mut changelog = context.changelog().cloned()?;
    let history = context.repository().ok().map(|it| &it.history);
    let previous = history.and_then(|history| history.previous.as_ref());
    if let Some(previous) = previous.and_then(|previous| previous.version.to_version()) {
        for file in &mut changelog.files {
            mark(&mut file.sections, &previous);
        }
    }
    Ok(changelog)
}

fn mark(sections: &mut [Section], previous: &Version) {
    let stale: Vec<bool> = (0..sections.len())
        .map(|at| is_stale(sections, at, previous))
        .collect();
    for (section, stale) in sections.iter_mut().zip(stale) {
        section.stale = stale;
    }
}

/// Whether the file has gone on from an unreleased section: what stands above it was released, and
/// what stands below it is older than that. A file that is written downwards, or that lists another
/// package from there on, still collects there what is to be released.
fn is_stale(sections: &[Section], at: usize, previous: &Version) -> bool {
    let (Some((above, [section, below @ ..])), Some(_)) =
        (sections.split_at_checked(at), sections.get(at))
    else {
        return false;
    };
    let above = above.iter().rev().find_map(|it| Released::of(it, previous));
    let below = below.iter().find_map(|it| Released::of(it, previous));
    let is_ahead =
        version_of(section).is_some_and(|version| version.release() > previous.release());
    match (above, below) {
        (Some(above), Some(below)) => section.unreleased && !is_ahead && below.is_before(&above),
        _ => false,
    }
}

/// The section of the previous release, or of one before it.
struct Released<'s> {
    version: Version,
    /// As `YYYY-MM-DD`, which sorts as text.
    date: Option<&'s str>,
}

impl<'s> Released<'s> {
    fn of(section: &'s Section, previous: &Version) -> Option<Self> {
        let version = version_of(section).filter(|_| !section.unreleased)?;
        (version <= *previous).then_some(Released {
            version,
            date: section.date.as_deref(),
        })
    }

    fn is_before(&self, other: &Released<'_>) -> bool {
        let is_later = self
            .date
            .zip(other.date)
            .is_some_and(|(own, other)| own > other);
        self.version < other.version && !is_later
    }
}

fn version_of(section: &Section) -> Option<Version> {
    section.version.as_ref().and_then(VersionFact::to_version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::changelog::{Markup, read};

    /// The lines of the stale sections, where 1.2.0 came before.
    fn stale(text: &str) -> Vec<u64> {
        let releases = read(text, Markup::Markdown);
        let mut sections: Vec<Section> = releases.into_iter().map(Section::from).collect();
        mark(&mut sections, &"1.2.0".parse().unwrap());
        let marked = sections.iter().filter(|section| section.stale);
        marked.map(|section| section.line).collect()
    }

    #[test]
    fn what_releases_have_left_behind_is_stale() {
        for (text, lines) in [
            (
                "## Unreleased\n## 1.2.0\n## Unreleased\n## 1.1.0\n",
                &[3][..],
            ),
            ("## 1.2.0\n## 1.1.1 (unreleased)\n## 1.1.0\n", &[2]),
            (
                "## 1.2.0\n## 1.1.0\n## Unreleased\n# Old\n## Unreleased\n## 1.0.0\n",
                &[3, 5],
            ),
            // It is written downwards, or leaves open whether it is.
            ("## 1.1.0\n## 1.2.0\n## Unreleased\n", &[]),
            ("## 1.1.0\n## Unreleased\n## 1.2.0\n", &[]),
            ("## 1.2.0\n## Unreleased\n", &[]),
            // It is that of an older line, which is released here.
            ("## 2.0.0\n## Unreleased\n## 1.2.0\n## 1.1.0\n", &[]),
            ("## 1.2.0\n## 1.3.0 (unreleased)\n## 1.1.0\n", &[]),
            // Another package begins there.
            (
                "## 1.2.0 (2024-01-31)\n# Other\n## Unreleased\n## 0.9.0 (2024-02-28)\n",
                &[],
            ),
        ] {
            assert_eq!(stale(text), lines, "{text}");
        }
    }
}
