//! Incident records: `incidents/<id>.toml`, one file for what went wrong and what was done about it.
//!
//! The form is relcheck's own. Times carry an offset, since a deadline of hours cannot be told without.

use serde::Deserialize;
use toml::value::Datetime;

use super::cvss;

/// The largest record that is read, in bytes.
pub const MAX_BYTES: u64 = 1 << 20;

/// The most components, releases, or characters of a text, of one record.
const MAX_LIST: usize = 1_000;
const MAX_TEXT: usize = 4_096;

/// What went wrong, and when what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Its identifier: the name of its file without `.toml`.
    pub id: String,
    /// What it is, in a line.
    pub title: String,
    /// What kind of harm it does.
    pub cause: Cause,
    /// The release that repairs it; `None` where the record does not say.
    pub release: Option<String>,
    /// The CVSS vector as it is written, and its base score in tenths; `None` where there is none.
    pub cvss: Option<Rated>,
    /// The parts that are affected: paths or names.
    pub components: Vec<String>,
    /// When it was discovered, in seconds since 1970 (UTC).
    pub discovered: i64,
    /// When its severity was rated; `None` if it was not yet.
    pub assessed: Option<i64>,
    /// Why something took longer than it may; `None` where nothing is said.
    pub late: Option<String>,
    /// What the release leaves out of the process; `None` where it leaves out nothing.
    pub break_glass: Option<BreakGlass>,
}

/// What an emergency release leaves out of the process, and where that is made up for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakGlass {
    /// The rules that it goes out without, by their ids; at least one.
    pub rules: Vec<String>,
    /// Where it is written down what has to be made up for: a ticket, an address.
    pub follow_up: String,
    /// When that was done, in seconds since 1970 (UTC); `None` if it was not yet.
    pub closed: Option<i64>,
}

/// A CVSS vector with its score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rated {
    /// The vector.
    pub vector: String,
    /// Its base score in tenths, 0 to 100.
    pub tenths: u16,
}

/// What kind of harm an incident does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A vulnerability.
    Security,
    /// Users' data may be lost or corrupted.
    DataLoss,
    /// The software cannot be put to its normal use.
    ServiceDisruption,
    /// A rule from outside demands a change.
    Compliance,
    /// Anything else.
    Other,
}

impl Cause {
    /// The word by which records and rules name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Cause::Security => "security",
            Cause::DataLoss => "data-loss",
            Cause::ServiceDisruption => "service-disruption",
            Cause::Compliance => "compliance",
            Cause::Other => "other",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    title: String,
    cause: Cause,
    release: Option<String>,
    cvss: Option<String>,
    #[serde(default)]
    components: Vec<String>,
    discovered: Datetime,
    assessed: Option<Datetime>,
    late: Option<String>,
    break_glass: Option<WrittenBreakGlass>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBreakGlass {
    rules: Vec<String>,
    follow_up: String,
    closed: Option<Datetime>,
}

/// Reads the record in a file of this name, without `.toml`.
///
/// # Errors
/// What is wrong with it, with line and column where the form of TOML tells.
pub fn parse(name: &str, text: &str) -> Result<Incident, String> {
    let written: Written = toml::from_str(text).map_err(|error| placed(text, &error))?;
    if written.id != name {
        return Err(format!(
            "its id is `{}`, and its file is called `{name}.toml`",
            written.id
        ));
    }
    let texts = [Some(&written.title), written.late.as_ref()];
    let long = texts
        .into_iter()
        .flatten()
        .any(|text| text.len() > MAX_TEXT);
    if long || written.components.len() > MAX_LIST {
        return Err(format!(
            "it has a text of more than {MAX_TEXT} bytes, or more than {MAX_LIST} components"
        ));
    }
    if written.title.trim().is_empty() {
        return Err("its title is empty".to_owned());
    }
    let discovered = seconds("discovered", &written.discovered)?;
    let assessed = written.assessed.as_ref();
    let assessed = assessed.map(|time| seconds("assessed", time)).transpose()?;
    if assessed.is_some_and(|assessed| assessed < discovered) {
        return Err("it was assessed before it was discovered".to_owned());
    }
    let break_glass = written.break_glass.map(break_glass).transpose()?;
    let closed = break_glass.as_ref().and_then(|left_out| left_out.closed);
    if closed.is_some_and(|closed| closed < discovered) {
        return Err("what was left out was made up for before it was discovered".to_owned());
    }
    if break_glass.is_some() && written.release.is_none() {
        return Err("it has `break_glass`, and names no `release`".to_owned());
    }
    Ok(Incident {
        break_glass,
        id: written.id,
        title: written.title,
        cause: written.cause,
        release: written.release,
        cvss: written.cvss.map(rated).transpose()?,
        components: written.components,
        discovered,
        assessed,
        late: written.late,
    })
}

fn break_glass(written: WrittenBreakGlass) -> Result<BreakGlass, String> {
    let WrittenBreakGlass {
        mut rules,
        follow_up,
        closed,
    } = written;
    let closed = closed.as_ref().map(|time| seconds("closed", time));
    if rules.is_empty() || rules.len() > MAX_LIST {
        return Err(format!(
            "`break_glass` names no rules, or more than {MAX_LIST}"
        ));
    }
    let texts = || rules.iter().chain([&follow_up]);
    if texts().any(|text| text.trim().is_empty() || text.len() > MAX_TEXT) {
        return Err(format!(
            "a text of `break_glass` is empty, or longer than {MAX_TEXT} bytes"
        ));
    }
    rules.sort();
    rules.dedup();
    Ok(BreakGlass {
        closed: closed.transpose()?,
        rules,
        follow_up,
    })
}

fn rated(vector: String) -> Result<Rated, String> {
    let score = cvss::score(&vector).map_err(|error| format!("its CVSS vector: {error}"))?;
    Ok(Rated {
        vector,
        tenths: score.tenths,
    })
}

/// # Errors
/// The time lacks its offset, or is none.
fn seconds(key: &str, time: &Datetime) -> Result<i64, String> {
    let parsed: Result<jiff::Timestamp, _> = time.to_string().parse();
    parsed.map(jiff::Timestamp::as_second).map_err(|_| {
        format!("`{key}` is `{time}`: write a time with its offset, such as 2026-01-31T10:00:00Z")
    })
}

fn placed(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| before.matches('\n').count() + 1);
    match line {
        Some(line) => format!("line {line}: {}", error.message()),
        None => error.message().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RECORD: &str = "id = \"2026-03\"\ntitle = \"Anyone can read\"\ncause = \"security\"\nrelease = \"1.2.4\"\n\
        cvss = \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"\ncomponents = [\"src/auth\"]\n\
        discovered = 2026-01-30T10:00:00Z\nassessed = 2026-01-30T12:00:00+01:00\n";

    #[test]
    fn a_record_is_read_with_its_score() {
        let incident = parse("2026-03", RECORD).unwrap();
        assert_eq!(incident.cvss.unwrap().tenths, 98);
        assert_eq!(incident.cause, Cause::Security);
        assert_eq!(incident.discovered, 1_769_767_200);
        assert_eq!(incident.assessed, Some(1_769_770_800));
    }

    #[test]
    fn what_is_not_in_order_is_named() {
        let refused = |from: &str, to: &str| {
            assert!(RECORD.contains(from), "{from}");
            parse("2026-03", &RECORD.replace(from, to)).unwrap_err()
        };
        let found = [
            parse("2026-04", RECORD).unwrap_err(),
            refused("title = \"Anyone can read\"", "title = \" \""),
            refused("\"security\"", "\"fun\""),
            refused("AV:N/", ""),
            refused("2026-01-30T10:00:00Z", "2026-01-30T10:00:00"),
            refused("2026-01-30T10:00:00Z", "2026-01-30"),
            refused("2026-01-30T10:00:00Z", "2026-01-31T10:00:00Z"),
            refused("components", "component"),
            refused("discovered = 2026-01-30T10:00:00Z\n", ""),
        ];
        insta::assert_snapshot!(found.join("\n"), @r"
        its id is `2026-03`, and its file is called `2026-04.toml`
        its title is empty
        line 3: unknown variant `fun`, expected one of `security`, `data-loss`, `service-disruption`, `compliance`, `other`
        its CVSS vector: it lacks one of the base metrics
        `discovered` is `2026-01-30T10:00:00`: write a time with its offset, such as 2026-01-31T10:00:00Z
        `discovered` is `2026-01-30`: write a time with its offset, such as 2026-01-31T10:00:00Z
        it was assessed before it was discovered
        line 6: unknown field `component`, expected one of `id`, `title`, `cause`, `release`, `cvss`, `components`, `discovered`, `assessed`, `late`, `break_glass`
        line 1: missing field `discovered`
        ");
    }

    #[test]
    fn what_a_release_leaves_out_is_read() {
        let with = |table: &str| parse("2026-03", &format!("{RECORD}[break_glass]\n{table}"));
        let incident = with(
            "rules = [\"b.c\", \"a.b\", \"b.c\"]\nfollow_up = \"T-1\"\nclosed = 2026-02-01T00:00:00Z",
        );
        let expected = BreakGlass {
            rules: vec!["a.b".to_owned(), "b.c".to_owned()],
            follow_up: "T-1".to_owned(),
            closed: Some(1_769_904_000),
        };
        assert_eq!(incident.unwrap().break_glass, Some(expected));
        let table = "rules = [\"a.b\"]\nfollow_up = \"T-1\"\n";
        let nowhere = format!("{RECORD}[break_glass]\n{table}").replace("release", "# release");
        let found = [
            with("rules = []\nfollow_up = \"T-1\"").unwrap_err(),
            with("rules = [\"a.b\"]\nfollow_up = \" \"").unwrap_err(),
            with("rules = [\"a.b\"]").unwrap_err(),
            with(&format!("{table}closed = 2026-02-01")).unwrap_err(),
            with(&format!("{table}closed = 1999-12-31T00:00:00Z")).unwrap_err(),
            with(&format!("{table}closes = 1")).unwrap_err(),
            parse("2026-03", &nowhere).unwrap_err(),
        ];
        insta::assert_snapshot!(found.join("\n"), @r"
        `break_glass` names no rules, or more than 1000
        a text of `break_glass` is empty, or longer than 4096 bytes
        line 9: missing field `follow_up`
        `closed` is `2026-02-01`: write a time with its offset, such as 2026-01-31T10:00:00Z
        what was left out was made up for before it was discovered
        line 12: unknown field `closes`, expected one of `rules`, `follow_up`, `closed`
        it has `break_glass`, and names no `release`
        ");
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".{0,200}") {
            let _ = parse("a", &text);
        }
    }
}
