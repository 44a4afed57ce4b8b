//! The new version in the spelling of a reference.

use crate::bump::declared;
use crate::bump::plan::{Request, default_scheme};
use crate::bump::spelling::{self, Scheme};
use crate::facts::{Reference, ReferenceForm};
use crate::release::Version;

/// How the project's documents spell a version.
pub(super) struct Spelling<'r> {
    pub new: &'r Version,
    /// Where nothing says more: as Python does, if the project is one of Python's.
    pub default: Scheme,
    /// Where a manifest's dependency is shown: as Cargo and npm do, if it is theirs, too.
    pub assigned: Scheme,
}

impl<'r> Spelling<'r> {
    pub fn of_project(request: &Request<'r>) -> Self {
        let default = default_scheme(request.versions);
        let mut kinds = request.versions.declarations.iter().map(|it| &it.kind);
        let is_semver = kinds.any(|kind| declared::scheme(kind, default) == Scheme::Strict);
        Spelling {
            new: request.version,
            default,
            assigned: if is_semver { Scheme::SemVer } else { default },
        }
    }

    /// What takes the place of a reference; `None` if its spelling has no word for the version.
    pub fn of(&self, reference: &Reference) -> Option<String> {
        if reference.form == ReferenceForm::Badge {
            // A badge's address writes `--` for `-`, and `__` for `_`.
            let old = reference.text.replace("--", "-");
            let new = self.spelled(&old, reference, self.default)?;
            return Some(new.replace('-', "--"));
        }
        match reference.form {
            // A tag, which is named as it was asked for.
            ReferenceForm::Revision => self.tag(reference),
            ReferenceForm::Url if is_of_tag(&reference.token) => self.tag(reference),
            ReferenceForm::Assigned | ReferenceForm::At => {
                self.spelled(&reference.text, reference, self.assigned)
            }
            _ => self.spelled(&reference.text, reference, self.default),
        }
    }

    fn spelled(&self, old: &str, reference: &Reference, scheme: Scheme) -> Option<String> {
        match reference.parts {
            3.. => spelling::like(old, self.new, scheme),
            parts => spelling::series(old, self.new, usize::try_from(parts).ok()?),
        }
    }

    fn tag(&self, reference: &Reference) -> Option<String> {
        let given = self.new.text().trim_start_matches(['v', 'V']);
        if reference.parts < 3 || self.new.pre().is_none() {
            return self.spelled(&reference.text, reference, self.default);
        }
        let old = &reference.text;
        let mark = old.get(..1).filter(|mark| ["v", "V"].contains(mark));
        Some(format!("{}{given}", mark.unwrap_or_default()))
    }
}

/// Whether an address names a tag: `https://github.com/ada/demo/releases/download/v1.2.3/…`
fn is_of_tag(address: &str) -> bool {
    let parts = [
        "/releases/",
        "/archive/",
        "/tree/",
        "/blob/",
        "/tags/",
        "/tag/",
    ];
    parts.iter().any(|part| address.contains(part))
}
