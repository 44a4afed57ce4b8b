//! The statements about a component's licence: what is declared, what is concluded, and what was found
//! in its files.
//!
//! Each is read for itself, so that what contradicts another is seen. A list of several licences is one
//! statement.

use std::collections::HashMap;

use crate::formats::license::{self, Reading};
use crate::formats::sbom::{Sbom, SbomComponent, SbomLicense, SbomOwnLicense};

/// What SPDX writes where there is none, and where nobody says.
const NONE: &str = "NONE";
const SILENT: [&str; 2] = [NONE, "NOASSERTION"];

/// What is said of a licence.
pub(super) struct Statement {
    pub text: String,
    /// What the text means.
    pub reading: Reading,
    /// Whether it is what was found in the component's files.
    pub is_found: bool,
}

/// The licences of a component, and those that were found in its files.
type Listed<'d> = (&'d [SbomLicense], &'d [SbomLicense]);

/// Reads the statements of one document; the same texts are read once.
pub(super) struct Statements<'d> {
    sbom: &'d Sbom,
    read: HashMap<Listed<'d>, Vec<Statement>>,
}

impl<'d> Statements<'d> {
    pub fn of(sbom: &'d Sbom) -> Self {
        Statements {
            sbom,
            read: HashMap::new(),
        }
    }

    /// Each statement about a component.
    pub fn said(&mut self, component: &'d SbomComponent) -> &[Statement] {
        let key = (&*component.licenses, &*component.found_licenses);
        let sbom = self.sbom;
        let read = || statements(component, sbom);
        self.read.entry(key).or_insert_with(read)
    }
}

fn statements(component: &SbomComponent, sbom: &Sbom) -> Vec<Statement> {
    let said = |wanted: Option<&str>| -> Vec<&str> {
        let all = component.licenses.iter();
        let by = all.filter(|it| it.acknowledgement.as_deref() == wanted);
        by.map(|it| it.text.as_str()).collect()
    };
    let concluded = said(Some("concluded"));
    // Whoever looked at it and found none denies what is declared.
    if concluded == [NONE] {
        let why = format!("it is concluded that it has no licence (`{NONE}`)");
        return vec![Statement {
            text: NONE.to_owned(),
            reading: Reading::Unknown(why),
            is_found: false,
        }];
    }
    let others = component.licenses.iter().filter(|it| {
        let known = ["declared", "concluded"];
        let said = it.acknowledgement.as_deref();
        said.is_none_or(|it| !known.contains(&it))
    });
    let others = others.map(|it| it.text.as_str()).collect();
    let found = component.found_licenses.iter();
    let found = found.map(|it| it.text.as_str()).collect();
    let lists = [
        (said(Some("declared")), false),
        (concluded, false),
        (others, false),
        (found, true),
    ];
    let lists = lists.into_iter().filter(|(list, _)| !list.is_empty());
    lists
        .map(|(list, is_found)| statement(&list, is_found, sbom))
        .collect()
}

/// A list as one statement. Tools for Python list trove classifiers.
fn statement(list: &[&str], is_found: bool, sbom: &Sbom) -> Statement {
    let mut texts: Vec<String> = list
        .iter()
        .map(|text| license::classifier(text).unwrap_or_else(|| (*text).to_owned()))
        .collect();
    if texts.iter().any(|text| !text.is_empty()) {
        texts.retain(|text| !text.is_empty());
    }
    let readings = texts.iter().map(|text| read(text, sbom)).collect();
    Statement {
        text: texts.join("; "),
        reading: license::together(readings),
        is_found,
    }
}

/// Reads a text. A licence that the document defines itself is read by its text, else by its name, and is
/// one of its own where those say nothing.
fn read(text: &str, sbom: &Sbom) -> Reading {
    let own = sbom.own_licenses.get(text.trim());
    own.and_then(own_license)
        .unwrap_or_else(|| license::read(text))
}

fn own_license(own: &SbomOwnLicense) -> Option<Reading> {
    let says = |text: &&str| !SILENT.contains(&text.trim());
    let text = own.text.as_deref().filter(says);
    let name = own.name.as_deref().filter(says);
    let reading = license::read(text.or(name)?);
    (!matches!(reading, Reading::Unknown(_))).then_some(reading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sbom::{SbomFormat, SbomLicenseKind};

    fn license(text: &str, acknowledgement: Option<&str>) -> SbomLicense {
        SbomLicense {
            kind: SbomLicenseKind::Expression,
            text: text.into(),
            acknowledgement: acknowledgement.map(Into::into),
        }
    }

    /// `TEXT = EXPRESSIONS` of each statement, `?` for one that says nothing.
    fn shown(component: &SbomComponent, sbom: &Sbom) -> Vec<String> {
        let mut statements = Statements::of(sbom);
        let said = statements.said(component).iter();
        said.map(|it| match &it.reading {
            Reading::Unknown(why) => format!("{} ? {why}", it.text),
            _ if it.is_found => format!("{} found", it.text),
            reading => format!("{} = {}", it.text, reading.expressions().join(" | ")),
        })
        .collect()
    }

    fn of(licenses: Vec<SbomLicense>) -> Vec<String> {
        let component = SbomComponent {
            licenses,
            ..SbomComponent::default()
        };
        shown(&component, &Sbom::new(SbomFormat::SpdxJson, "2.3"))
    }

    #[test]
    fn what_is_declared_and_what_is_concluded_are_two_statements() {
        let (declared, concluded) = (Some("declared"), Some("concluded"));
        assert_eq!(
            of(vec![
                license("MIT", declared),
                license("GPL-3.0-only", concluded),
                license("ISC", declared),
                license("0BSD", None),
            ]),
            [
                "MIT; ISC = ISC | MIT",
                "GPL-3.0-only = GPL-3.0-only",
                "0BSD = 0BSD"
            ]
        );
    }

    #[test]
    fn no_assertion_says_nothing_and_a_conclusion_of_none_denies() {
        let (declared, concluded) = (Some("declared"), Some("concluded"));
        assert_eq!(
            of(vec![
                license("MIT", declared),
                license("NOASSERTION", concluded)
            ]),
            ["MIT = MIT", "NOASSERTION ? `NOASSERTION` names no licence"]
        );
        assert_eq!(
            of(vec![license("MIT", declared), license("NONE", concluded)]),
            ["NONE ? it is concluded that it has no licence (`NONE`)"]
        );
        assert_eq!(
            of(vec![license("NONE", declared)]),
            ["NONE ? `NONE` names no licence"]
        );
    }

    #[test]
    fn trove_classifiers_are_read() {
        let of = |texts: &[&str]| {
            let all = texts.iter().map(|text| license(text, None));
            of(all.collect()).concat()
        };
        assert_eq!(
            of(&[
                "License :: OSI Approved",
                "License :: OSI Approved :: MIT License",
                "MIT"
            ]),
            "MIT License; MIT = MIT"
        );
        assert_eq!(of(&["License :: OSI Approved"]), " ? it is empty");
    }

    #[test]
    fn what_was_found_in_files_is_a_statement_of_its_own() {
        let component = SbomComponent {
            licenses: vec![license("MIT", None)],
            found_licenses: vec![license("MIT", None), license("GPL-2.0", None)],
            ..SbomComponent::default()
        };
        let sbom = Sbom::new(SbomFormat::CycloneDxJson, "1.6");
        assert_eq!(
            shown(&component, &sbom),
            ["MIT = MIT", "MIT; GPL-2.0 found"]
        );
    }

    #[test]
    fn licences_of_the_document_are_read_by_their_text_then_by_their_name() {
        let mit = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software, subject to the following conditions: The above copyright notice and this permission notice shall be included in all copies.\n\nTHE SOFTWARE IS PROVIDED AS IS.\n\nNo more.\n";
        let mut sbom = Sbom::new(SbomFormat::SpdxJson, "2.3");
        for (id, name, text) in [
            ("LicenseRef-1", Some("BSD License"), Some("NOASSERTION")),
            ("LicenseRef-2", Some("GPL-3.0-only"), Some(mit)),
            (
                "LicenseRef-3",
                Some("MIT License"),
                Some("All that is yours is mine."),
            ),
            ("LicenseRef-4", Some("NOASSERTION"), None),
        ] {
            let own = SbomOwnLicense {
                name: name.map(str::to_owned),
                text: text.map(str::to_owned),
            };
            sbom.own_licenses.insert(id.to_owned(), own);
        }
        let of = |text: &str| {
            let component = SbomComponent {
                licenses: vec![license(text, Some("declared"))],
                ..SbomComponent::default()
            };
            shown(&component, &sbom).concat()
        };
        assert_eq!(
            of("LicenseRef-1"),
            "LicenseRef-1 = BSD-2-Clause | BSD-3-Clause"
        );
        assert_eq!(of("LicenseRef-2"), "LicenseRef-2 = MIT");
        // What a text asks for that is not understood, its name does not tell.
        assert_eq!(of("LicenseRef-3"), "LicenseRef-3 = LicenseRef-3");
        assert_eq!(of("LicenseRef-4"), "LicenseRef-4 = LicenseRef-4");
        assert_eq!(of("LicenseRef-5"), "LicenseRef-5 = LicenseRef-5");
        assert_eq!(
            of("MIT AND LicenseRef-1"),
            "MIT AND LicenseRef-1 = LicenseRef-1 AND MIT"
        );
    }
}
