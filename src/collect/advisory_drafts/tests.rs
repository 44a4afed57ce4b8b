use super::named::ids;
use super::version;

#[test]
fn vulnerabilities_are_found_in_messages() {
    for (text, expected) in [
        (
            "fix: close the door (CVE-2026-12345)",
            vec!["CVE-2026-12345"],
        ),
        (
            "cve-2026-1234 and ghsa-xvch-5gv4-984H",
            vec!["CVE-2026-1234", "GHSA-xvch-5gv4-984h"],
        ),
        (
            "RUSTSEC-2026-0001, PYSEC-2026-7, GO-2026-1234",
            vec!["RUSTSEC-2026-0001", "PYSEC-2026-7", "GO-2026-1234"],
        ),
        ("CVE-26-1, GHSA-aaaa-aaaa, notCVE-2026-1234", vec![]),
    ] {
        assert_eq!(ids(text), expected, "{text}");
    }
}

#[test]
fn versions_are_those_that_can_be_compared() {
    assert_eq!(version("1.2"), Ok("1.2.0".to_owned()));
    assert_eq!(version("2"), Ok("2.0.0".to_owned()));
    assert_eq!(version("v1.2.3rc1"), Ok("1.2.3-rc.1".to_owned()));
    assert!(
        version("main")
            .unwrap_err()
            .contains("`main` is not a version")
    );
}
