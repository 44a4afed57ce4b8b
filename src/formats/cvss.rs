//! Scores of CVSS vectors, versions 2.0, 3.0, 3.1 and 4.0 (<https://www.first.org/cvss/>).

use std::fmt;
use std::str::FromStr;

use cvss::Cvss;

/// The longest vector that is read, in bytes. One of version 4.0 with all of its metrics has 200.
const MAX_LENGTH: usize = 512;

/// The version of a vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CvssVersion {
    /// 2.0
    V2,
    /// 3.0
    V30,
    /// 3.1
    V31,
    /// 4.0
    V4,
}

/// What a vector says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CvssScore {
    /// In tenths, 0 to 100. Of versions 2 and 3 it is the base score, whatever other metrics the
    /// vector has; of version 4 the score without the environmental metrics, unless these make it
    /// higher.
    pub tenths: u16,
    /// The version of the vector.
    pub version: CvssVersion,
}

impl fmt::Display for CvssVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            CvssVersion::V2 => "2.0",
            CvssVersion::V30 => "3.0",
            CvssVersion::V31 => "3.1",
            CvssVersion::V4 => "4.0",
        })
    }
}

/// The score of a vector. One of version 2 may stand in parentheses, as the guide writes it.
///
/// # Errors
/// Why it has none, as a clause: it is no vector, of another version, or lacks one of the base
/// metrics, without which a calculator shows no score.
pub fn score(vector: &str) -> Result<CvssScore, String> {
    let text = vector.trim();
    if text.len() > MAX_LENGTH {
        return Err(format!("it is longer than {MAX_LENGTH} bytes"));
    }
    let bare = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let read = Cvss::from_str(bare.unwrap_or(text)).map_err(|error| error.to_string())?;
    if !has_base(&read) {
        return Err("it lacks one of the base metrics".to_owned());
    }
    let whole = tenths(read.score()).ok_or("its score is not between 0 and 10")?;
    Ok(CvssScore {
        tenths: elsewhere(&read).map_or(whole, |elsewhere| elsewhere.max(whole)),
        version: match read {
            Cvss::CvssV20(_) => CvssVersion::V2,
            Cvss::CvssV30(_) => CvssVersion::V30,
            Cvss::CvssV40(_) => CvssVersion::V4,
            _ => CvssVersion::V31,
        },
    })
}

/// The score of a vector of version 4 outside of the environment that it was made for: what one place
/// needs less is no less severe in another one. `None` of other versions, and without such metrics.
fn elsewhere(vector: &Cvss) -> Option<u16> {
    let Cvss::CvssV40(vector) = vector else {
        return None;
    };
    let text = vector.to_string();
    let is_environmental = |part: &&str| {
        let name = part.split(':').next().unwrap_or_default();
        matches!(name, "CR" | "IR" | "AR") || (name.len() > 1 && name.starts_with('M'))
    };
    if !text.split('/').any(|part| is_environmental(&part)) {
        return None;
    }
    let parts: Vec<&str> = text
        .split('/')
        .filter(|part| !is_environmental(part))
        .collect();
    let bare = Cvss::from_str(&parts.join("/")).ok()?;
    tenths(bare.score())
}

/// The vectors of version 3 that lack a base metric are read by the library, and score 0.
fn has_base(vector: &Cvss) -> bool {
    match vector {
        Cvss::CvssV30(it) | Cvss::CvssV31(it) => {
            let exploitability = it.av.is_some() && it.ac.is_some() && it.pr.is_some();
            let impact = it.c.is_some() && it.i.is_some() && it.a.is_some();
            exploitability && it.ui.is_some() && it.s.is_some() && impact
        }
        Cvss::CvssV20(it) => {
            let exploitability = it.av.is_some() && it.ac.is_some() && it.au.is_some();
            exploitability && it.c.is_some() && it.i.is_some() && it.a.is_some()
        }
        _ => true,
    }
}

/// A score between 0 and 10 in tenths; `None` if it is not within these bounds.
#[must_use]
pub fn tenths(score: f64) -> Option<u16> {
    // Between 0 and 100, as is seen first.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (0.0..=10.0)
        .contains(&score)
        .then(|| (score * 10.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_one_environment_needs_less_is_no_less_severe() {
        let base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
        let tenths = |more: &str| score(&format!("{base}{more}")).unwrap().tenths;
        assert_eq!(tenths("/MVC:N/MVI:N/MVA:N"), tenths(""));
        assert_eq!(tenths("/MAV:P/CR:L/IR:L/AR:L"), tenths(""));
        assert!(tenths("/MSI:S") >= tenths(""));
        // How far an exploit is, is no matter of the environment.
        assert!(tenths("/E:U") < tenths(""));
        assert_eq!(tenths("/E:U/MVC:N/MVI:N/MVA:N"), tenths("/E:U"));
    }

    /// Vectors as published in the National Vulnerability Database and in FIRST's own examples, with
    /// the scores that stand beside them there.
    const PUBLISHED: [(&str, u16, CvssVersion); 21] = [
        // CVE-2002-0392, CVE-2003-0818, CVE-2003-0062: the examples of the version 2 guide, §3.3.
        ("AV:N/AC:L/Au:N/C:N/I:N/A:C", 78, CvssVersion::V2),
        ("AV:N/AC:L/Au:N/C:C/I:C/A:C", 100, CvssVersion::V2),
        ("AV:L/AC:H/Au:N/C:C/I:C/A:C", 62, CvssVersion::V2),
        // CVE-2014-0160, CVE-2014-3566: NVD.
        ("(AV:N/AC:L/Au:N/C:P/I:N/A:N)", 50, CvssVersion::V2),
        ("AV:N/AC:M/Au:N/C:P/I:N/A:N", 43, CvssVersion::V2),
        // The examples of version 3.0: CVE-2013-1937, CVE-2013-0375, CVE-2014-3566, CVE-2012-1516,
        // CVE-2009-0783.
        (
            "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
            61,
            CvssVersion::V30,
        ),
        (
            "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N",
            64,
            CvssVersion::V30,
        ),
        (
            "CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N",
            31,
            CvssVersion::V30,
        ),
        (
            "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H",
            99,
            CvssVersion::V30,
        ),
        (
            "CVSS:3.0/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L",
            42,
            CvssVersion::V30,
        ),
        // CVE-2021-44228, CVE-2014-0160, CVE-2019-19844, CVE-2022-0778, CVE-2016-5195: NVD. The last
        // is what calculators show for no impact at all.
        (
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H",
            100,
            CvssVersion::V31,
        ),
        (
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N",
            75,
            CvssVersion::V31,
        ),
        (
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            98,
            CvssVersion::V31,
        ),
        (
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
            75,
            CvssVersion::V31,
        ),
        (
            "CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H",
            70,
            CvssVersion::V31,
        ),
        (
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N",
            0,
            CvssVersion::V31,
        ),
        // The examples of version 4.0: CVE-2022-41741, CVE-2020-3549, CVE-2023-3089, CVE-2021-44714,
        // CVE-2022-21830.
        (
            "CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
            73,
            CvssVersion::V4,
        ),
        (
            "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
            77,
            CvssVersion::V4,
        ),
        (
            "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N",
            83,
            CvssVersion::V4,
        ),
        (
            "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N",
            46,
            CvssVersion::V4,
        ),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N",
            51,
            CvssVersion::V4,
        ),
    ];

    #[test]
    fn published_vectors_score_as_published() {
        for (vector, tenths, version) in PUBLISHED {
            assert_eq!(score(vector), Ok(CvssScore { tenths, version }), "{vector}");
        }
    }

    #[test]
    fn other_metrics_do_not_change_a_base_score() {
        let score = |vector: &str| score(vector).unwrap().tenths;
        let base = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
        assert_eq!(score(&format!("{base}/E:U/RL:O/RC:U")), 98);
        assert_eq!(score("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C"), 78);
    }

    #[test]
    fn what_lacks_a_base_metric_has_no_score() {
        for vector in [
            "",
            "7.5",
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
            "CVSS:3.1/",
            "CVSS:3.1/AV:N",
            "CVSS:5.0/AV:N/AC:L",
            "AV:N/AC:L/Au:N/C:N/I:N",
            "CVSS:4.0/AV:N/AC:L",
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/A:N",
        ] {
            assert!(score(vector).is_err(), "{vector}");
        }
        assert!(score(&"A".repeat(10_000)).is_err());
    }

    #[test]
    fn scores_are_tenths() {
        assert_eq!(tenths(9.8), Some(98));
        for score in [f64::NAN, f64::INFINITY, -0.1, 10.1] {
            assert_eq!(tenths(score), None);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(CVSS:[234][.][01]/)?([A-Z]{1,3}:[A-Z]{1,2}/?){0,14}\\PC{0,5}") {
            if let Ok(score) = score(&text) {
                prop_assert!(score.tenths <= 100);
            }
        }
    }
}
