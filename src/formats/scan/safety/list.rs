//! The list of safety 1.x: `[[package, affected versions, version, advisory, id, …], …]`.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use super::super::ScanFormat;
use super::super::kept;
use super::super::model::Scan;
use super::about;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text starts with the first row of such a list. A row whose advisory is longer than
/// the start that is known is one, too, since no other format here has rows that begin with three
/// strings.
pub(super) fn is_list(head: &str) -> bool {
    static ROW: LazyLock<Option<Regex>> = LazyLock::new(|| {
        const STRING: &str = r#""(?:[^"\\]|\\.)*""#;
        Regex::new(&format!(
            r#"^\s*\[\s*\[\s*(?:{STRING}\s*,\s*){{3}}"(?:[^"\\]|\\.)*(?:"\s*,\s*"[0-9]+"|$)"#
        ))
        .ok()
    });
    ROW.as_ref().is_some_and(|row| row.is_match(head))
}

/// One row. Versions before 1.9 have five cells, later ones two scores more.
struct Row<'a> {
    package: Text<'a>,
    version: Text<'a>,
    advisory: Text<'a>,
    id: Text<'a>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Row<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Cells;

        impl<'de> Visitor<'de> for Cells {
            type Value = Row<'de>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a row of at least five cells")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<Self::Value, A::Error> {
                let mut next = |at| {
                    let cell = cells.next_element::<Text<'de>>()?;
                    cell.ok_or_else(|| A::Error::invalid_length(at, &Cells))
                };
                let package = next(0)?;
                let _affected = next(1)?;
                let row = Row {
                    package,
                    version: next(2)?,
                    advisory: next(3)?,
                    id: next(4)?,
                };
                while cells.next_element::<IgnoredAny>()?.is_some() {}
                Ok(row)
            }
        }

        deserializer.deserialize_seq(Cells)
    }
}

pub(super) fn read(text: &str) -> Result<Scan, Flaw> {
    let rows: Vec<Row<'_>> = report::json(text)?;
    let mut scan = Scan::new(ScanFormat::Safety);
    for row in &rows {
        let package = kept::package(&row.package, &row.version)?;
        scan.find(about(package, &row.id, &row.advisory))?;
    }
    Ok(scan)
}
