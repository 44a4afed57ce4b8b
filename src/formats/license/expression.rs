//! SPDX licence expressions (SPDX 2.3, Annex D), as the crate `spdx` parses them in its strict mode.
//!
//! Before that, identifiers are brought into the case of the list (D.2: they are matched whatever their
//! case), and deprecated ones are replaced by what the list says that they mean.

use std::collections::HashMap;
use std::sync::OnceLock;

use spdx::ParseMode;

use super::canonical::canonical;

/// The longest expression that is read, in bytes.
pub const MAX_EXPRESSION: usize = 4_096;

/// A valid expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// It in one form of all that mean the same: identifiers as in the list and none deprecated,
    /// operands sorted and none twice, no more brackets than it takes.
    pub text: String,
    /// The deprecated identifiers in it, as they were written, each with what it means now.
    pub deprecated: Vec<(String, String)>,
}

/// Deprecated identifiers that are no version of a GNU licence without `-only`, and what the SPDX list
/// says that they mean.
const REPLACED: [(&str, &str); 12] = [
    ("BSD-2-Clause-FreeBSD", "BSD-2-Clause-Views"),
    ("BSD-2-Clause-NetBSD", "BSD-2-Clause"),
    ("bzip2-1.0.5", "bzip2-1.0.6"),
    ("eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0"),
    (
        "GPL-2.0-with-autoconf-exception",
        "GPL-2.0-only WITH Autoconf-exception-2.0",
    ),
    (
        "GPL-2.0-with-bison-exception",
        "GPL-2.0-only WITH Bison-exception-2.2",
    ),
    (
        "GPL-2.0-with-classpath-exception",
        "GPL-2.0-only WITH Classpath-exception-2.0",
    ),
    (
        "GPL-2.0-with-font-exception",
        "GPL-2.0-only WITH Font-exception-2.0",
    ),
    (
        "GPL-2.0-with-GCC-exception",
        "GPL-2.0-only WITH GCC-exception-2.0",
    ),
    (
        "GPL-3.0-with-autoconf-exception",
        "GPL-3.0-only WITH Autoconf-exception-3.0",
    ),
    (
        "GPL-3.0-with-GCC-exception",
        "GPL-3.0-only WITH GCC-exception-3.1",
    ),
    (
        "wxWindows",
        "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
    ),
];

/// Reads an SPDX expression.
///
/// # Errors
/// A clause that says why it is none: `` `Apache` is no SPDX identifier ``.
pub fn expression(text: &str) -> Result<Expression, String> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Err("it is empty".to_owned());
    }
    if text.len() > MAX_EXPRESSION {
        return Err(format!("it has more than {MAX_EXPRESSION} bytes"));
    }
    // The parser closes what is cut off.
    if text.matches('(').count() != text.matches(')').count() {
        return Err("it opens and closes different numbers of brackets".to_owned());
    }
    let mut writing = Writing::default();
    for piece in pieces(text) {
        writing.take(piece)?;
    }
    let mode = ParseMode::STRICT;
    let parsed = spdx::Expression::parse_mode(
        &writing.text,
        ParseMode {
            // A few have no other name: `Nunit`, `StandardML-NJ`.
            allow_deprecated: true,
            ..mode
        },
    );
    let parsed = parsed.map_err(|error| format!("it is no SPDX expression: {}", error.reason))?;
    Ok(Expression {
        text: canonical(&parsed),
        deprecated: writing.deprecated,
    })
}

/// Brackets, and what stands between blanks and brackets.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let is_end = |letter: char| letter.is_ascii_whitespace() || letter == '(' || letter == ')';
    text.split_inclusive(is_end).flat_map(move |piece| {
        let end = piece.chars().next_back().filter(|last| is_end(*last));
        let at = piece.len() - end.map_or(0, char::len_utf8);
        let (word, bracket) = piece.split_at(at);
        [word, bracket.trim_ascii()]
            .into_iter()
            .filter(|part| !part.is_empty())
    })
}

/// The expression as it is handed to the parser.
#[derive(Default)]
struct Writing {
    text: String,
    deprecated: Vec<(String, String)>,
    after_with: bool,
}

impl Writing {
    fn take(&mut self, piece: &str) -> Result<(), String> {
        let is_name = !matches!(
            piece,
            "(" | ")" | "AND" | "and" | "OR" | "or" | "WITH" | "with"
        );
        let expects_exception =
            std::mem::replace(&mut self.after_with, piece.eq_ignore_ascii_case("with"));
        let written = match is_name {
            false => piece.to_ascii_uppercase(),
            true if is_reference(piece)? => piece.to_owned(),
            true if expects_exception => exception(piece)?,
            true => self.license(piece)?,
        };
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&written);
        Ok(())
    }

    fn license(&mut self, piece: &str) -> Result<String, String> {
        let (name, is_or_later) = match piece.strip_suffix('+') {
            Some(name) => (name, true),
            None => (piece, false),
        };
        let id = known(name).ok_or_else(|| format!("`{piece}` is no SPDX identifier"))?;
        let Some(current) = current(id, is_or_later)? else {
            return Ok(format!("{}{}", id.name, if is_or_later { "+" } else { "" }));
        };
        if !current.eq_ignore_ascii_case(piece) {
            let pair = (piece.to_owned(), current.clone());
            if !self.deprecated.contains(&pair) {
                self.deprecated.push(pair);
            }
        }
        Ok(current)
    }
}

/// What a deprecated identifier means now, or a GNU licence with a `+`; `None` if it is as it should
/// be.
fn current(id: spdx::LicenseId, is_or_later: bool) -> Result<Option<String>, String> {
    if let Some((_, current)) = REPLACED.iter().find(|(old, _)| *old == id.name) {
        if is_or_later {
            return Err(format!("`{}+` is no SPDX identifier", id.name));
        }
        return Ok(Some((*current).to_owned()));
    }
    if !id.is_gnu() {
        return Ok(None);
    }
    match (id.name.ends_with("-or-later"), id.name.ends_with("-only")) {
        (false, false) => {
            let ending = if is_or_later { "-or-later" } else { "-only" };
            let name = format!("{}{ending}", id.name);
            Ok(spdx::license_id(&name).map(|id| id.name.to_owned()))
        }
        _ if is_or_later => Err(format!("`{}+` is no SPDX identifier", id.name)),
        _ => Ok(None),
    }
}

/// Whether it is a name that an SPDX document gives: `LicenseRef-x`, `DocumentRef-d:LicenseRef-x`,
/// `AdditionRef-x`.
fn is_reference(piece: &str) -> Result<bool, String> {
    let (document, name) = match piece.split_once(':') {
        Some((document, name)) => (Some(document), name),
        None => (None, piece),
    };
    let is_named =
        |text: &str, prefix: &str| text.strip_prefix(prefix).map(|rest| !rest.is_empty());
    let own = is_named(name, "LicenseRef-").or_else(|| is_named(name, "AdditionRef-"));
    let document = document.map(|it| is_named(it, "DocumentRef-").unwrap_or(false));
    match (own, document) {
        (None, None) => Ok(false),
        (Some(true), None | Some(true)) => Ok(true),
        _ => Err(format!("`{piece}` is no SPDX identifier")),
    }
}

fn exception(piece: &str) -> Result<String, String> {
    static NAMES: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let all = spdx::identifiers::EXCEPTIONS.iter();
        all.map(|one| (one.name.to_ascii_lowercase(), one.name))
            .collect()
    });
    let found = names.get(&piece.to_ascii_lowercase());
    found
        .map(|name| (*name).to_owned())
        .ok_or_else(|| format!("`{piece}` is no SPDX exception"))
}

/// The licence of this identifier, whatever its case.
pub(super) fn known(name: &str) -> Option<spdx::LicenseId> {
    static NAMES: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let all = spdx::identifiers::LICENSES.iter();
        all.map(|one| (one.name.to_ascii_lowercase(), one.name))
            .collect()
    });
    if name.ends_with('+') {
        return None;
    }
    spdx::license_id(names.get(&name.to_ascii_lowercase())?)
}
