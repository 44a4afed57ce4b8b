//! Ranges of versions as advisories write them.

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The version as it is written.
    pub version: String,
    /// Whether the range holds it.
    pub is_included: bool,
}

/// Versions from one to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionRange {
    /// Where it begins; `None` for before all versions.
    pub from: Option<Bound>,
    /// Where it ends; `None` for after all.
    pub to: Option<Bound>,
}

impl VersionRange {
    /// Reads comparisons between commas or blanks, all of which hold: `>= 1.0, < 1.2.4`, `< 2`, `= 1.0`,
    /// `1.0`; `*` is all. The same in the form of `vers` (`vers:pypi/>=1.0|<1.2.4`), where each pair is a
    /// range of its own.
    ///
    /// # Errors
    /// A clause that says what is not understood.
    pub fn read(text: &str) -> Result<Vec<VersionRange>, String> {
        let text = text.trim();
        if let Some(vers) = text.strip_prefix("vers:") {
            let list = vers.split_once('/').map_or(vers, |(_, list)| list);
            return vers_ranges(list);
        }
        let alternatives = text.split("||").map(|part| one(part, text));
        alternatives.collect()
    }

    fn add(&mut self, operator: &str, version: &str) -> bool {
        let bound = |is_included| {
            Some(Bound {
                version: version.to_owned(),
                is_included,
            })
        };
        let (from, to) = match operator {
            ">=" => (bound(true), None),
            ">" => (bound(false), None),
            "<=" => (None, bound(true)),
            "<" => (None, bound(false)),
            "=" | "==" | "" => (bound(true), bound(true)),
            _ => return false,
        };
        if (from.is_some() && self.from.is_some()) || (to.is_some() && self.to.is_some()) {
            return false;
        }
        self.from = self.from.take().or(from);
        self.to = self.to.take().or(to);
        true
    }
}

fn one(part: &str, whole: &str) -> Result<VersionRange, String> {
    let refused = || format!("`{whole}` is no range of versions that is understood");
    let mut range = VersionRange::default();
    if matches!(part.trim(), "*" | "all") {
        return Ok(range);
    }
    let mut found = false;
    let mut operator = String::new();
    for word in part.split([',', ' ']).filter(|word| !word.is_empty()) {
        let at = word.find(|letter: char| !"<>=~^!".contains(letter));
        let (sign, version) = word.split_at(at.unwrap_or(word.len()));
        operator.push_str(sign);
        if version.is_empty() {
            continue;
        }
        if !range.add(&operator, version) {
            return Err(refused());
        }
        operator.clear();
        found = true;
    }
    match found && operator.is_empty() {
        true => Ok(range),
        false => Err(refused()),
    }
}

/// What stands between `|`, in ascending order: a beginning with the end that follows it, and versions
/// alone.
fn vers_ranges(list: &str) -> Result<Vec<VersionRange>, String> {
    let mut ranges: Vec<VersionRange> = Vec::new();
    let mut is_open = false;
    for part in list.split('|') {
        let part = part.trim();
        let starts = part.starts_with('>');
        if is_open && part.starts_with('<') {
            let next = one(part, list)?;
            if let Some(last) = ranges.last_mut() {
                last.to = next.to;
            }
            is_open = false;
            continue;
        }
        ranges.push(one(part, list)?);
        is_open = starts;
    }
    Ok(ranges)
}
