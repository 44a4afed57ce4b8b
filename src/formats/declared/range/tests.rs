use proptest::prelude::*;

use super::*;

fn range(text: &str, dialect: Dialect) -> Range {
    Range::read(text, dialect).unwrap_or_else(|| panic!("{text}"))
}

fn minors(text: &str, dialect: Dialect) -> Vec<u64> {
    let range = range(text, dialect);
    (0..16)
        .filter(|minor| range.touches(&[3, *minor]))
        .collect()
}

#[test]
fn python_ranges_are_read_by_minor_version() {
    let upto = |from: u64, to: u64| (from..to).collect::<Vec<_>>();
    for (text, expected) in [
        (">=3.8", upto(8, 16)),
        (">=3.8,<3.12", upto(8, 12)),
        (">=3.8, <4", upto(8, 16)),
        (">=3.7.1", upto(7, 16)),
        (">3.7", upto(7, 16)),
        ("<=3.9,>=3.8", upto(8, 10)),
        ("~=3.8", upto(8, 16)),
        ("~=3.8.1", vec![8]),
        ("==3.9.*", vec![9]),
        ("==3.9.4", vec![9]),
        (">=2.7, !=3.0.*, !=3.1.*, <3.4", vec![2, 3]),
        ("", upto(0, 16)),
    ] {
        assert_eq!(minors(text, Dialect::Pep440), expected, "{text}");
    }
    for (text, expected) in [
        ("^3.8", upto(8, 16)),
        ("~3.8", vec![8]),
        ("^3.8 || ^3.6,<3.7", [vec![6], upto(8, 16)].concat()),
        (">=3.9,<3.11", vec![9, 10]),
        ("3.9.*", vec![9]),
        ("*", upto(0, 16)),
        ("3.9", vec![9]),
    ] {
        assert_eq!(minors(text, Dialect::Poetry), expected, "{text}");
    }
}

#[test]
fn npm_ranges_are_read_by_major_version() {
    let majors = |text: &str| -> Vec<u64> {
        let range = range(text, Dialect::Npm);
        (12..24).filter(|major| range.touches(&[*major])).collect()
    };
    for (text, expected) in [
        (
            "^14.18.0 || >=16.0.0",
            [vec![14], (16..24).collect()].concat(),
        ),
        (">= 18", (18..24).collect()),
        (">=18 <20", vec![18, 19]),
        (">=18.0.0 <=20", vec![18, 19, 20]),
        ("14 || 16.x || v18", vec![14, 16, 18]),
        ("14 - 16", vec![14, 15, 16]),
        ("~14.17", vec![14]),
        (">14", (15..24).collect()),
        ("*", (12..24).collect()),
        ("", (12..24).collect()),
    ] {
        assert_eq!(majors(text), expected, "{text}");
    }
    for text in [
        "latest",
        "workspace:^",
        "file:../x",
        "git+ssh://a/b#1",
        "npm:a@^1",
        "1 -",
        "1 - 2 - 3",
    ] {
        assert_eq!(Range::read(text, Dialect::Npm), None, "{text}");
    }
}

#[test]
fn ends_are_compared() {
    let npm = |text| range(text, Dialect::Npm);
    assert!(npm("^1.3").begins_above(&npm("^1.2")));
    assert!(!npm("^1.2").begins_above(&npm("^1.2.0")));
    assert!(!npm("^1 || ^2").begins_above(&npm("^1")));
    assert!(npm("^1").ends_below(&npm("^1 || ^2")));
    assert!(npm("^1").ends_below(&npm(">=1")));
    assert!(!npm(">=1").ends_below(&npm("^1")));
    assert!(!npm(">=0").begins_above(&npm("*")));
    let cargo = |text| range(text, Dialect::Cargo);
    assert!(cargo("2").is_incompatible_above(&cargo("1.4")));
    assert!(cargo("0.4").is_incompatible_above(&cargo("0.3.9")));
    assert!(!cargo("1.5").is_incompatible_above(&cargo("1.4")));
    assert!(!cargo("2").is_incompatible_above(&cargo(">=1")));
    assert!(!cargo("~2.3.0").is_incompatible_above(&cargo("~2.2.0")));
    assert!(cargo("=0.3.0").is_incompatible_above(&cargo("=0.2.9")));
    let pep = |text| range(text, Dialect::Pep440);
    assert!(pep(">=2,<3").begins_above(&pep(">=1,<3")));
    assert!(pep(">1").begins_above(&pep(">=1")));
    assert!(pep("<2").ends_below(&pep("<=2")));
    assert!(!pep(">=2.0rc1").begins_above(&pep(">=2.0")));
}

/// A comparator that all dialects of SemVer share.
const COMPARATOR: &str = "(\\^|~|=|>|>=|<|<=)[0-3](\\.[0-3]){0,2}";

proptest! {
    /// The semver crate is the reference for Cargo's notation.
    #[test]
    fn cargo_admits_what_the_semver_crate_admits(
        text in proptest::string::string_regex(&format!("({COMPARATOR}|[0-3](\\.[0-3]){{0,2}})(, ?{COMPARATOR})?")).unwrap(),
        version in (0_u64..5, 0_u64..5, 0_u64..5),
    ) {
        let reference = semver::VersionReq::parse(&text).unwrap();
        let expected = reference.matches(&semver::Version::new(version.0, version.1, version.2));
        let range = Range::read(&text, Dialect::Cargo).unwrap();
        prop_assert_eq!(admits(&range, &[version.0, version.1, version.2]), expected, "{}", text);
    }

    /// npm's comparators mean what the semver crate's do, but for those without an operator.
    #[test]
    fn npm_admits_what_the_semver_crate_admits(
        text in proptest::string::string_regex(&format!("{COMPARATOR}( {COMPARATOR})?")).unwrap(),
        version in (0_u64..5, 0_u64..5, 0_u64..5),
    ) {
        let reference = semver::VersionReq::parse(&text.replace(' ', ", ")).unwrap();
        let expected = reference.matches(&semver::Version::new(version.0, version.1, version.2));
        let range = Range::read(&text, Dialect::Npm).unwrap();
        prop_assert_eq!(admits(&range, &[version.0, version.1, version.2]), expected, "{}", text);
    }

    #[test]
    fn python_admits_what_pep440_admits(
        text in "(>=|>|<|<=|~=|==)[0-3]\\.[0-3](\\.[0-3])?(, ?(>=|>|<|<=)[0-3](\\.[0-3]){0,2})?(,!=3\\.[0-2]\\.\\*)?",
        version in (0_u64..5, 0_u64..5, 0_u64..5),
    ) {
        let reference = VersionSpecifiers::from_str(&text).unwrap();
        let version = [version.0, version.1, version.2];
        let expected = reference.contains(&pep440_rs::Version::new(version));
        let range = Range::read(&text, Dialect::Pep440).unwrap();
        prop_assert_eq!(admits(&range, &version), expected, "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "([\\^~<>=!|,. *xv0-9-]|rc|\\PC){0,40}", which in 0_usize..4) {
        let dialect = [Dialect::Pep440, Dialect::Cargo, Dialect::Npm, Dialect::Poetry][which];
        if let Some(range) = Range::read(&text, dialect) {
            prop_assert!(!range.begins_above(&range) && !range.ends_below(&range));
        }
    }
}

/// Whether exactly this version of three numbers is admitted.
fn admits(range: &Range, version: &[u64]) -> bool {
    range.intervals.iter().any(|interval| {
        let above = interval.lower.as_ref().is_none_or(|lower| {
            let order = compare(version, &lower.version);
            order.is_gt() || (order.is_eq() && lower.inclusive)
        });
        let below = interval.upper.as_ref().is_none_or(|upper| {
            let order = compare(version, &upper.version);
            order.is_lt() || (order.is_eq() && upper.inclusive)
        });
        above && below && !interval.excluded.iter().any(|out| version.starts_with(out))
    })
}
