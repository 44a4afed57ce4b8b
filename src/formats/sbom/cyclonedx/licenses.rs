//! The licences of a component, in the form that the schemas give them.

use super::check::Check;
use super::document::{License, LicenseChoice};
use crate::formats::report::Flaw;
use crate::formats::sbom::kept::{maybe, shown};
use crate::formats::sbom::{SbomLicense, SbomLicenseKind};

const ACKNOWLEDGEMENTS: [&str; 2] = ["declared", "concluded"];

/// Checks the licences of something.
pub(super) fn check_licenses<'d>(
    check: &mut Check<'d>,
    licenses: Option<&[LicenseChoice<'d>]>,
    of: &str,
) {
    let licenses = licenses.unwrap_or_default();
    for choice in licenses {
        check.reference(choice.reference.as_ref());
        match (&choice.license, &choice.expression) {
            (Some(license), None) => check_license(check, license, of),
            (None, Some(_)) => {}
            _ => check.problems.add(|| {
                format!(
                    "a licence of `{}` has not just one of `license` and `expression`",
                    shown(of)
                )
            }),
        }
    }
    // Until 1.6 an expression stands alone, in JSON since 1.5; 1.7 lets anything stand beside anything.
    let stands_alone = check.version < "1.7" && (check.is_xml || check.version >= "1.5");
    if stands_alone && licenses.iter().any(|it| it.expression.is_some()) {
        check.problems.require(licenses.len() == 1, || {
            format!(
                "the licences of `{}` are an expression and something else",
                shown(of)
            )
        });
    }
}

fn check_license<'d>(check: &mut Check<'d>, license: &License<'d>, of: &str) {
    check.reference(license.reference.as_ref());
    check.properties(license.properties.as_deref());
    check.attachment(license.text.as_ref());
    match (&license.id, &license.name) {
        (Some(id), None) => check.problems.require(is_known(id), || {
            format!(
                "the licence `{}` of `{}` is no identifier of the SPDX list",
                shown(id),
                shown(of)
            )
        }),
        (None, Some(_)) => {}
        _ => check.problems.add(|| {
            format!(
                "a licence of `{}` has not just one of `id` and `name`",
                shown(of)
            )
        }),
    }
    if let Some(acknowledgement) = license.acknowledgement.as_deref() {
        check
            .problems
            .require(ACKNOWLEDGEMENTS.contains(&acknowledgement), || {
                format!("the acknowledgement `{}` is none", shown(acknowledgement))
            });
    }
}

/// The schema's list holds licences and exceptions.
fn is_known(id: &str) -> bool {
    spdx::license_id(id).is_some_and(|known| known.name == id) || spdx::exception_id(id).is_some()
}

/// The licences, as they are kept.
pub(super) fn take_licenses(
    licenses: Option<&[LicenseChoice<'_>]>,
) -> Result<Vec<SbomLicense>, Flaw> {
    let licenses = licenses.unwrap_or_default();
    let mut taken = Vec::with_capacity(licenses.len());
    for choice in licenses {
        let license = choice.license.as_ref();
        let (kind, text, own) = match (license, &choice.expression) {
            (_, Some(expression)) => (SbomLicenseKind::Expression, Some(expression), None),
            (Some(license), None) if license.id.is_some() => {
                (SbomLicenseKind::Id, license.id.as_ref(), Some(license))
            }
            (Some(license), None) => (SbomLicenseKind::Name, license.name.as_ref(), Some(license)),
            (None, None) => continue,
        };
        let acknowledgement = own.map_or(&choice.acknowledgement, |it| &it.acknowledgement);
        let Some(text) = maybe(text)? else { continue };
        taken.push(SbomLicense {
            kind,
            text,
            acknowledgement: maybe(acknowledgement.as_ref())?,
        });
    }
    Ok(taken)
}
