//! What the project's migration guides say.

mod lines;
mod mentions;
mod parts;
#[cfg(test)]
mod tests;
mod versions;

use super::references::documents::document;
use super::{Collector, Context};
use crate::facts::{
    Changelog, DocumentKind, Documents, GuideVersion, MigrationGuide, Missing, UnreadDocument,
};
use crate::repo::Checkout;
use lines::Markup;
use mentions::Mentions;
use parts::Part;

/// The largest document that is read, in bytes: that of the largest changelog.
const MAX_DOCUMENT: u64 = 16 * 1024 * 1024;

/// The most bytes of guides that are kept: 4 MiB. The guides of ten majors of a large framework
/// take half a million.
const MAX_BYTES: usize = 4 << 20;

/// The most migration guides that are read, and the most parts that they may have.
const MAX_GUIDES: usize = 1000;

/// What the project's migration guides say.
pub(super) struct DocumentsCollector;

impl Collector for DocumentsCollector {
    type Facts = Documents;

    const NAME: &'static str = "documents";
    const PURPOSE: &'static str = "What the project's migration guides say.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let names = context.versions().map(|versions| versions.name.clone());
        let mut gathered = Gathered {
            project: names.ok().flatten().map(|name| name.to_lowercase()),
            ..Gathered::default()
        };
        let checkout = context.checkout();
        for path in checkout.tracked()? {
            if is_guide(path) {
                gathered.add_file(checkout, path)?;
            }
        }
        match context.settled_changelog() {
            Ok(changelog) => gathered.add_changelog(checkout, changelog)?,
            Err(missing) => gathered.unread("the changelog", missing),
        }
        Ok(gathered.finish())
    }
}

fn is_guide(path: &str) -> bool {
    document(path).is_some_and(|found| found.central && found.kind == DocumentKind::Migration)
}

#[derive(Default)]
struct Gathered {
    /// What the project is called, in lower case.
    project: Option<String>,
    documents: Documents,
    bytes: usize,
}

impl Gathered {
    fn unread(&mut self, path: &str, missing: Missing) {
        self.documents.unread.push(UnreadDocument {
            path: path.to_owned(),
            reason: missing.reason,
        });
    }

    /// The text of a file; `None` if there is none that can be read.
    fn read(&mut self, checkout: &Checkout, path: &str) -> Option<String> {
        match checkout.tracked_text(path, MAX_DOCUMENT) {
            Ok(text) => Some(text),
            Err(missing) => {
                self.unread(path, missing);
                None
            }
        }
    }

    fn add_file(&mut self, checkout: &Checkout, path: &str) -> Result<(), Missing> {
        let Some(text) = self.read(checkout, path) else {
            return Ok(());
        };
        let lines = lines::read(&text, Markup::of_path(path));
        let named = versions::in_path(path);
        let parts = if named.is_empty() {
            parts::by_version(&lines, self.project.as_deref())
        } else {
            vec![Part::whole(&lines, named)]
        };
        for part in parts {
            self.add(path, &part, false)?;
        }
        Ok(())
    }

    /// The sections "Migration" or "Upgrading" below the versions of the changelog.
    fn add_changelog(&mut self, checkout: &Checkout, changelog: &Changelog) -> Result<(), Missing> {
        for file in &changelog.files {
            if is_guide(&file.path) {
                continue;
            }
            let Some(text) = self.read(checkout, &file.path) else {
                continue;
            };
            let lines = lines::read(&text, Markup::of_path(&file.path));
            for (at, section) in file.sections.iter().enumerate() {
                let end = file.sections.get(at + 1).map_or(u64::MAX, |next| next.line);
                let versions: Vec<GuideVersion> =
                    section.version.iter().map(versions::exactly).collect();
                let is_unreleased = section.unreleased && !section.stale;
                if versions.is_empty() && !is_unreleased {
                    continue;
                }
                for part in parts::on_migration(&lines, section.line, end, &versions) {
                    self.add(&file.path, &part, is_unreleased)?;
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &str, part: &Part<'_>, unreleased: bool) -> Result<(), Missing> {
        let mentions = Mentions::of(&part.lines);
        self.bytes += mentions.bytes();
        if self.bytes > MAX_BYTES || self.documents.guides.len() >= MAX_GUIDES {
            return Err(Missing::because(format!(
                "the migration guides are too large: at most {MAX_GUIDES} and {} MiB of them are read",
                MAX_BYTES >> 20
            )));
        }
        self.documents.guides.push(MigrationGuide {
            path: path.to_owned(),
            line: part.line,
            unreleased,
            versions: part.versions.clone(),
            names: mentions.names.into_iter().collect(),
            numbers: mentions.numbers.into_iter().collect(),
            text: mentions.text,
        });
        Ok(())
    }

    fn finish(mut self) -> Documents {
        self.documents
            .guides
            .sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
        self.documents.unread.sort_by(|a, b| a.path.cmp(&b.path));
        self.documents
    }
}
