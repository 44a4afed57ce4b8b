//! The names that people write instead of SPDX identifiers, and what they mean.
//!
//! The list of the crate `spdx` is not used: it takes the start of a name for the whole ("LGPL-2.1" for
//! LGPL-2.0), and one of several for the only one ("BSD"). This one has whole names, as trove classifiers
//! and package authors write them, with everything that goes by each.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::reading::Reading;

/// Names as [`words`] leaves them, and the identifiers that they mean: one, or any of several.
const NAMES: &[(&str, &[&str])] = &[
    ("0bsd", &["0BSD"]),
    (
        "academic free afl",
        &["AFL-1.1", "AFL-1.2", "AFL-2.0", "AFL-2.1", "AFL-3.0"],
    ),
    (
        "academic free",
        &["AFL-1.1", "AFL-1.2", "AFL-2.0", "AFL-2.1", "AFL-3.0"],
    ),
    ("apache 1.1", &["Apache-1.1"]),
    ("apache 2", &["Apache-2.0"]),
    ("apache 2.0", &["Apache-2.0"]),
    ("apache 2.0 apache 2.0", &["Apache-2.0"]),
    ("apache apache 2.0", &["Apache-2.0"]),
    ("apache software 2", &["Apache-2.0"]),
    ("apache software 2.0", &["Apache-2.0"]),
    ("apache software foundation 2.0", &["Apache-2.0"]),
    ("apache2", &["Apache-2.0"]),
    ("apache2.0", &["Apache-2.0"]),
    ("asl 2", &["Apache-2.0"]),
    ("asl 2.0", &["Apache-2.0"]),
    ("asl2.0", &["Apache-2.0"]),
    ("apache", &["Apache-1.0", "Apache-1.1", "Apache-2.0"]),
    ("asl", &["Apache-1.0", "Apache-1.1", "Apache-2.0"]),
    // The trove classifier is for what the Open Source Initiative has approved.
    ("apache software", &["Apache-1.1", "Apache-2.0"]),
    (
        "artistic",
        &[
            "Artistic-1.0",
            "Artistic-1.0-Perl",
            "Artistic-1.0-cl8",
            "Artistic-2.0",
        ],
    ),
    ("artistic 2.0", &["Artistic-2.0"]),
    ("boost software", &["BSL-1.0"]),
    ("boost software 1.0", &["BSL-1.0"]),
    ("boost software 1.0 bsl 1.0", &["BSL-1.0"]),
    ("bsd", &["BSD-2-Clause", "BSD-3-Clause"]),
    ("2 clause bsd", &["BSD-2-Clause"]),
    ("bsd 2", &["BSD-2-Clause"]),
    ("bsd 2 clause", &["BSD-2-Clause"]),
    ("bsd2", &["BSD-2-Clause"]),
    ("simplified bsd", &["BSD-2-Clause"]),
    ("bsd simplified", &["BSD-2-Clause"]),
    ("3 clause bsd", &["BSD-3-Clause"]),
    ("bsd 3", &["BSD-3-Clause"]),
    ("bsd 3 clause", &["BSD-3-Clause"]),
    ("bsd3", &["BSD-3-Clause"]),
    ("bsd new", &["BSD-3-Clause"]),
    ("modified bsd", &["BSD-3-Clause"]),
    ("new bsd", &["BSD-3-Clause"]),
    ("revised bsd", &["BSD-3-Clause"]),
    ("bsd 4 clause", &["BSD-4-Clause"]),
    ("original bsd", &["BSD-4-Clause"]),
    ("cc by 4.0", &["CC-BY-4.0"]),
    ("cc0", &["CC0-1.0"]),
    ("cc0 1.0", &["CC0-1.0"]),
    ("cc0 1.0 universal", &["CC0-1.0"]),
    (
        "cc0 1.0 universal cc0 1.0 public domain dedication",
        &["CC0-1.0"],
    ),
    (
        "common development and distribution 1.0 cddl 1.0",
        &["CDDL-1.0"],
    ),
    ("eclipse public 1.0 epl 1.0", &["EPL-1.0"]),
    ("eclipse public 2.0 epl 2.0", &["EPL-2.0"]),
    ("eclipse public 1.0", &["EPL-1.0"]),
    ("eclipse public 2.0", &["EPL-2.0"]),
    ("epl", &["EPL-1.0", "EPL-2.0"]),
    ("european union public 1.0 eupl 1.0", &["EUPL-1.0"]),
    ("european union public 1.1 eupl 1.1", &["EUPL-1.1"]),
    ("european union public 1.2 eupl 1.2", &["EUPL-1.2"]),
    (
        "historical permission notice and disclaimer hpnd",
        &["HPND"],
    ),
    ("isc iscl", &["ISC"]),
    ("iscl", &["ISC"]),
    ("mit", &["MIT"]),
    ("mit mit", &["MIT"]),
    ("mit expat", &["MIT"]),
    ("expat", &["MIT"]),
    ("expat mit", &["MIT"]),
    ("mit no attribution mit 0", &["MIT-0"]),
    ("mozilla public", &["MPL-1.0", "MPL-1.1", "MPL-2.0"]),
    ("mpl", &["MPL-1.0", "MPL-1.1", "MPL-2.0"]),
    ("mozilla public 1.0 mpl", &["MPL-1.0"]),
    ("mozilla public 1.1 mpl 1.1", &["MPL-1.1"]),
    ("mpl 1.1", &["MPL-1.1"]),
    ("mozilla public 2", &["MPL-2.0"]),
    ("mozilla public 2.0", &["MPL-2.0"]),
    ("mozilla public 2.0 mpl 2.0", &["MPL-2.0"]),
    ("mpl 2", &["MPL-2.0"]),
    ("mpl 2.0", &["MPL-2.0"]),
    ("mpl2", &["MPL-2.0"]),
    (
        "mulan permissive software 2 mulanpsl 2.0",
        &["MulanPSL-2.0"],
    ),
    ("open software 3.0 osl 3.0", &["OSL-3.0"]),
    ("other proprietary", &["LicenseRef-Proprietary"]),
    ("proprietary", &["LicenseRef-Proprietary"]),
    ("postgresql", &["PostgreSQL"]),
    ("psf", &["PSF-2.0", "Python-2.0"]),
    ("psfl", &["PSF-2.0", "Python-2.0"]),
    ("python", &["PSF-2.0", "Python-2.0"]),
    ("python software foundation", &["PSF-2.0", "Python-2.0"]),
    ("psf 2", &["PSF-2.0"]),
    ("sil open font 1.1 ofl 1.1", &["OFL-1.1"]),
    ("universal permissive upl", &["UPL-1.0"]),
    ("university of illinois ncsa open source", &["NCSA"]),
    ("unlicense unlicense", &["Unlicense"]),
    ("w3c", &["W3C"]),
    ("wtfpl", &["WTFPL"]),
    ("zlib libpng", &["Zlib"]),
    ("zope public", &["ZPL-1.1", "ZPL-2.0", "ZPL-2.1"]),
    ("zpl 2.1", &["ZPL-2.1"]),
    ("zope public 2.1", &["ZPL-2.1"]),
];

/// Names of the families of GNU's licences, the longer before the shorter, with the versions of each.
const GNU: &[(&str, &str, &[&str])] = &[
    (
        "gnu library or lesser general public",
        "LGPL",
        &["2.0", "2.1", "3.0"],
    ),
    ("gnu lesser general public", "LGPL", &["2.1", "3.0"]),
    ("gnu library general public", "LGPL", &["2.0"]),
    ("lesser general public", "LGPL", &["2.1", "3.0"]),
    ("gnu affero general public", "AGPL", &["3.0"]),
    ("affero general public", "AGPL", &["3.0"]),
    ("gnu general public", "GPL", &["1.0", "2.0", "3.0"]),
    ("general public", "GPL", &["1.0", "2.0", "3.0"]),
    ("gnu lgpl", "LGPL", &["2.0", "2.1", "3.0"]),
    ("gnu agpl", "AGPL", &["3.0"]),
    ("gnu gpl", "GPL", &["1.0", "2.0", "3.0"]),
    ("lgpl", "LGPL", &["2.0", "2.1", "3.0"]),
    ("agpl", "AGPL", &["3.0"]),
    ("gpl", "GPL", &["1.0", "2.0", "3.0"]),
];

/// Reads one name; `None` if it is none that is known.
pub(super) fn read(text: &str) -> Option<Reading> {
    let words = words(text);
    let name = words.join(" ");
    let listed = NAMES.iter().find(|(known, _)| *known == name);
    let meant: Vec<String> = match listed {
        Some((_, meant)) => meant.iter().map(|it| (*it).to_owned()).collect(),
        None => gnu(&words).or_else(|| full_name(&name))?,
    };
    match meant.as_slice() {
        [] => None,
        [one] => Some(Reading::exact(one.clone())),
        _ => Some(Reading::Guess {
            groups: vec![meant],
            why: "several licences go by this name".to_owned(),
        }),
    }
}

/// The words of a name in lower case: without those that tell no licence from another, and with
/// numbers without the `v` before them.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '.' || letter == '+';
    let pieces = lower.split(|letter: char| !is_part(letter));
    let mut words = Vec::new();
    for piece in pieces {
        let piece = piece.trim_end_matches('.');
        let piece = match piece.strip_prefix('v') {
            Some(number) if starts_with_digit(number) => number,
            _ => piece,
        };
        match piece {
            "" | "the" | "license" | "licence" | "licenses" | "version" | "v" => {}
            other => words.push(other.to_owned()),
        }
    }
    words
}

fn starts_with_digit(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit())
}

/// The names that the SPDX list itself gives, written out.
fn full_name(name: &str) -> Option<Vec<String>> {
    static NAMES: OnceLock<HashMap<String, Vec<String>>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let mut names: HashMap<String, Vec<String>> = HashMap::new();
        for license in spdx::identifiers::LICENSES {
            let is_deprecated = license.flags & spdx::flags::IS_DEPRECATED != 0;
            let name = words(license.full_name).join(" ");
            if !is_deprecated && !name.is_empty() {
                names.entry(name).or_default().push(license.name.to_owned());
            }
        }
        names
    });
    names.get(name).cloned()
}

/// A name of one of GNU's licences: the family, a version, `+` or "or later" or "only", and once more
/// the same in brackets: "GNU General Public License v2 or later (GPLv2+)".
fn gnu(words: &[String]) -> Option<Vec<String>> {
    let split: Vec<String> = words.iter().flat_map(|word| parted(word)).collect();
    let (first, rest) = gnu_name(&split)?;
    let named = match rest {
        [] => first,
        _ => {
            let (again, rest) = gnu_name(rest)?;
            if !rest.is_empty() || again.family != first.family {
                return None;
            }
            first.with(&again)?
        }
    };
    Some(named.meant())
}

/// `gplv2+` as `gpl`, `2`, `+`.
fn parted(word: &str) -> Vec<String> {
    let (word, plus) = match word.strip_suffix('+') {
        Some(word) => (word, Some("+".to_owned())),
        None => (word, None),
    };
    let families = ["lgpl", "agpl", "gpl"];
    let found = families.iter().find_map(|family| {
        let rest = word.strip_prefix(family)?;
        let number = rest.strip_prefix('v').unwrap_or(rest);
        starts_with_digit(number).then_some((*family, number))
    });
    let mut parts = match found {
        Some((family, number)) => vec![family.to_owned(), number.to_owned()],
        None => vec![word.to_owned()],
    };
    parts.extend(plus);
    parts.retain(|part| !part.is_empty());
    parts
}

/// What a name of a GNU licence says.
struct Gnu {
    family: &'static str,
    versions: &'static [&'static str],
    version: Option<String>,
    /// `-only` or `-or-later`; `None` where it does not say.
    ending: Option<&'static str>,
}

fn gnu_name(words: &[String]) -> Option<(Gnu, &[String])> {
    let (name, family, versions) = GNU.iter().find(|(name, ..)| {
        let mut wanted = name.split(' ');
        let length = wanted.clone().count();
        words.len() >= length
            && words
                .iter()
                .take(length)
                .all(|word| wanted.next() == Some(word))
    })?;
    let mut rest = words.get(name.split(' ').count()..)?;
    let mut found = Gnu {
        family,
        versions,
        version: None,
        ending: None,
    };
    if let Some((number, more)) = rest.split_first()
        && starts_with_digit(number)
    {
        let number = match number.contains('.') {
            true => number.clone(),
            false => format!("{number}.0"),
        };
        spdx::license_id(&format!("{family}-{number}-only"))?;
        found.version = Some(number);
        rest = more;
    }
    for (ending, phrase) in [
        ("-or-later", &["+"][..]),
        ("-or-later", &["or", "later"]),
        ("-or-later", &["or", "any", "later"]),
        ("-or-later", &["or", "newer"]),
        ("-only", &["only"]),
    ] {
        let is_it = rest.len() >= phrase.len() && rest.iter().zip(phrase).all(|(a, b)| a == b);
        if is_it {
            found.ending = Some(ending);
            rest = rest.get(phrase.len()..)?;
            break;
        }
    }
    Some((found, rest))
}

impl Gnu {
    /// Both together; `None` where they contradict each other.
    fn with(self, other: &Gnu) -> Option<Gnu> {
        let agree = |one: &Option<String>, other: &Option<String>| {
            one.is_none() || other.is_none() || one == other
        };
        let endings = [self.ending, other.ending];
        let both = matches!(endings, [Some(one), Some(other)] if one != other);
        if both || !agree(&self.version, &other.version) {
            return None;
        }
        Some(Gnu {
            version: self.version.or_else(|| other.version.clone()),
            ending: self.ending.or(other.ending),
            ..self
        })
    }

    fn meant(&self) -> Vec<String> {
        let versions: Vec<&str> = match &self.version {
            Some(version) => vec![version],
            None => self.versions.to_vec(),
        };
        let endings = match self.ending {
            Some(ending) => vec![ending],
            None => vec!["-only", "-or-later"],
        };
        let named = versions.iter().flat_map(|version| {
            let name = format!("{}-{version}", self.family);
            endings.iter().map(move |ending| format!("{name}{ending}"))
        });
        named
            .filter(|name| spdx::license_id(name).is_some())
            .collect()
    }
}
