use proptest::prelude::*;

use super::*;

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

#[test]
fn spellings_of_one_version_are_equal() {
    for (one, other) in [
        ("1.2.0rc1", "1.2.0-rc.1"),
        ("1.2.0-rc1", "v1.2.0-rc.1"),
        ("1.2", "1.2.0"),
        ("1.0b2", "1.0.0-beta.2"),
        ("1.0a1", "1.0.0-alpha.1"),
        ("1.2.3+build.7", "1.2.3"),
        ("1.4.0.dev0", "1.4.0-dev.0"),
    ] {
        assert_eq!(version(one), version(other), "{one} and {other}");
    }
}

#[test]
fn order_follows_semver_with_post_releases_above() {
    let ascending = [
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-beta",
        "1.0.0-rc2",
        "1.0.0-rc10",
        "1.0.0",
        "1.0.0.post1",
        "1.0.1",
        "1.10.0",
        "2.0.0",
    ];
    for pair in ascending.windows(2) {
        assert!(
            version(pair[0]) < version(pair[1]),
            "{} < {}",
            pair[0],
            pair[1]
        );
    }
}

#[test]
fn what_is_not_a_release_version_is_refused() {
    for text in [
        "",
        "v",
        "1",
        "v2",
        "2.3.x",
        "1!2",
        "!2.0",
        "a!2.0",
        "1.2.3.4",
        "latest",
        "1..2",
        "-1.2.3",
        "1.2.3-",
        "99999999999999999999.0.0",
    ] {
        assert!(Version::from_str(text).is_err(), "{text}");
    }
}

#[test]
fn a_later_epoch_is_above_everything() {
    let epoch = version("1!0.2");
    assert_eq!((epoch.epoch(), epoch.core()), (1, [0, 2, 0]));
    assert_eq!(epoch.to_string(), "1!0.2.0");
    assert_eq!(version("1!0.2.0rc1").release().to_string(), "1!0.2.0");
    assert!(epoch > version("2026.1.0") && version("2!0.1") > epoch);
    assert_eq!(version("v1!1.0").in_epoch(0).text(), "1.0");
    assert_eq!(
        version(&version("3!1.2.0-rc.1").to_string()),
        version("3!1.2rc1")
    );
    assert_eq!(version("0!1.0").to_string(), "1.0.0");
}

#[test]
fn development_markers_are_known() {
    for text in [
        "1.4.0.dev0",
        "1.4.0-SNAPSHOT",
        "1.4.0-dev",
        "1.4.0-dev.3",
        "1.4.0rc1.dev2",
    ] {
        assert!(version(text).is_development(), "{text}");
    }
    for text in ["1.4.0", "1.4.0-rc.1", "1.4.0-developer"] {
        assert!(!version(text).is_development(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_parses_or_is_refused_without_panic(text in "\\PC{0,200}") {
        let _ = Version::from_str(&text);
    }

    #[test]
    fn the_normal_form_reads_back(epoch in 0u64..3, a in 0u64..1000, b in 0u64..1000,
                                  c in 0u64..1000, pre in proptest::option::of("(alpha|beta|rc)\\.[0-9]")) {
        let text = match &pre {
            Some(pre) => format!("{a}.{b}.{c}-{pre}"),
            None => format!("{a}.{b}.{c}"),
        };
        let text = if epoch == 0 { text } else { format!("{epoch}!{text}") };
        let parsed = version(&text);
        prop_assert_eq!(parsed.to_string(), text.clone());
        prop_assert_eq!(version(&parsed.to_string()), parsed);
    }

    #[test]
    fn a_pre_release_is_below_its_release(a in 0u64..100, b in 0u64..100, c in 0u64..100, n in 0u64..100) {
        let candidate = version(&format!("{a}.{b}.{c}rc{n}"));
        prop_assert!(candidate < Version::new(a, b, c));
    }
}
