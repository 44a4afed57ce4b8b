//! What the project's own manifests say of its licence.

use crate::facts::{Missing, ProjectLicense};
use crate::formats::license::{OwnLicense, cargo_toml, npm_package, pyproject, setup_cfg, shown};

use crate::repo::Checkout;

/// The largest manifest that is read.
const MAX_MANIFEST: u64 = 4 << 20;

/// Of one manifest, its licence, and whether it can be read.
type Read = fn(&str) -> Option<OwnLicense>;

const MANIFESTS: [(&str, Read); 4] = [
    ("Cargo.toml", |text| cargo_toml(text).ok().flatten()),
    ("package.json", npm),
    ("pyproject.toml", |text| pyproject(text).ok().flatten()),
    ("setup.cfg", setup_cfg),
];

/// Those that git tracks. One that is malformed says nothing: other rules are about that.
pub(super) fn read(checkout: &Checkout) -> Result<Vec<ProjectLicense>, Missing> {
    let mut all = Vec::new();
    for (path, read) in MANIFESTS {
        if !checkout.tracks(path)? {
            continue;
        }
        let text = checkout.tracked_text(path, MAX_MANIFEST)?;
        all.extend(read(&text).map(|own| ProjectLicense {
            path: path.to_owned(),
            line: own.line,
            text: shown(&own.text),
            expressions: own.reading.expressions(),
        }));
    }
    Ok(all)
}

fn npm(text: &str) -> Option<OwnLicense> {
    let (text, reading) = npm_package(text.as_bytes()).ok()?.license?;
    Some(OwnLicense {
        text,
        reading,
        line: None,
    })
}
