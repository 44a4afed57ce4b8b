use proptest::prelude::*;

use super::*;

const TREE: &str = r#"{"branches": [{"category": "vendor", "name": "Example", "branches": [
    {"category": "product_name", "name": "demo", "branches": [
        {"category": "product_version", "name": "1.2.4", "product": {"name": "demo 1.2.4", "product_id": "demo"}},
        {"category": "product_version_range", "name": "vers:semver/<1.2.0", "product": {"name": "demo before 1.2.0", "product_id": "old"}},
        {"category": "product_version", "name": "1.2.4", "branches": [
            {"category": "architecture", "name": "arm64", "product": {"name": "demo for arm64", "product_id": "arm"}}]}]}]}],
    "full_product_names": [
        {"name": "Left", "product_id": "left", "product_identification_helper": {"purl": "pkg:pypi/Left@1.1.0"}},
        {"name": "libc6", "product_id": "libc6", "product_identification_helper": {"purl": "pkg:deb/debian/libc6@2"}}],
    "relationships": [{"category": "default_component_of", "full_product_name": {"name": "left of demo", "product_id": "part"},
        "product_reference": "left", "relates_to_product_reference": "demo"}],
    "product_groups": [{"group_id": "all", "product_ids": ["demo", "left"]}]}"#;

fn document(tree: &str, vulnerabilities: &str) -> String {
    format!(
        r#"{{"document": {{"category": "csaf_vex", "csaf_version": "2.0", "title": "x", "publisher": {{"category": "vendor", "name": "Example", "namespace": "https://example.org"}},
        "tracking": {{"id": "1", "version": "1", "status": "final", "current_release_date": "1970-01-01T00:01:00Z", "initial_release_date": "1970-01-01T00:00:00Z"}}}},
        "product_tree": {tree}, "vulnerabilities": [{vulnerabilities}]}}"#
    )
}

fn stated(vulnerability: &str) -> Result<Vec<CsafStatement>, String> {
    let read = read(document(TREE, vulnerability).as_bytes());
    match read {
        Ok(document) => Ok(document.expect("a VEX").statements),
        Err(flaw) => Err(flaw.reason),
    }
}

fn product(status: &str) -> CsafProduct {
    let vulnerability =
        format!(r#"{{"cve": "CVE-1", "product_status": {{"known_affected": ["{status}"]}}}}"#);
    let mut statements = stated(&vulnerability).unwrap();
    statements.remove(0).products.remove(0)
}

#[test]
fn products_are_those_of_the_tree() {
    let demo = product("demo");
    assert_eq!(demo.names, ["demo", "Example/demo"]);
    assert_eq!(demo.version.as_deref(), Some("1.2.4"));
    assert_eq!(
        (demo.package, demo.is_variant, demo.whole),
        (None, false, None)
    );
    let old = product("old");
    assert_eq!(
        (old.version, old.range.as_deref()),
        (None, Some("vers:semver/<1.2.0"))
    );
    assert!(product("arm").is_variant);
    let left = product("left");
    assert_eq!(left.package, Package::of_purl("pkg:pypi/left@1.1.0"));
    assert_eq!(left.version.as_deref(), Some("1.1.0"));
    assert_eq!(product("libc6").package, None);
    let part = product("part");
    assert_eq!(part.package, left.package);
    assert_eq!(part.whole.unwrap().names, ["demo", "Example/demo"]);
}

#[test]
fn groups_of_a_status_are_those_of_the_specification() {
    for (group, expected) in [
        ("first_affected", Some(VexStatus::Affected)),
        ("known_affected", Some(VexStatus::Affected)),
        ("last_affected", Some(VexStatus::Affected)),
        ("known_not_affected", Some(VexStatus::NotAffected)),
        ("first_fixed", Some(VexStatus::Fixed)),
        ("fixed", Some(VexStatus::Fixed)),
        ("under_investigation", Some(VexStatus::UnderInvestigation)),
        ("recommended", None),
    ] {
        let statements = stated(&format!(
            r#"{{"cve": "CVE-1", "ids": [{{"system_name": "x", "text": "GHSA-1"}}], "product_status": {{"{group}": ["demo"]}}}}"#
        ));
        let statements = statements.unwrap();
        let told: Vec<_> = statements.iter().map(|it| it.status).collect();
        assert_eq!(told, Vec::from_iter(expected), "{group}");
        for statement in statements {
            assert_eq!(statement.vulnerabilities, ["CVE-1", "GHSA-1"]);
        }
    }
}

#[test]
fn reasons_are_of_the_products_that_they_name() {
    let statements = stated(
        r#"{"cve": "CVE-1", "product_status": {"known_not_affected": ["demo", "left", "libc6", "part"]},
        "flags": [{"label": "vulnerable_code_not_present", "product_ids": ["libc6"]}, {"label": "component_not_present", "group_ids": ["all"]}],
        "threats": [{"category": "impact", "details": "so", "product_ids": ["part"]}, {"category": "impact", "details": "of all"},
            {"category": "exploit_status", "details": "none", "product_ids": ["part"]}, {"category": "impact", "details": " ", "product_ids": ["left"]}]}"#,
    );
    let statements = statements.unwrap();
    let told: Vec<_> = statements
        .iter()
        .map(|it| {
            (
                it.justification.as_deref(),
                it.note.as_deref(),
                it.products.len(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some("component_not_present"), None, 2),
            (Some("vulnerable_code_not_present"), None, 1),
            (None, Some("so"), 1)
        ]
    );
}

#[test]
fn what_contradicts_itself_or_the_specification_states_nothing() {
    for (vulnerability, reason) in [
        (
            r#"{"product_status": {"fixed": ["demo"]}}"#,
            "a vulnerability of it has no name",
        ),
        (
            r#"{"cve": "CVE-1", "product_status": {"fixed": ["other"]}}"#,
            "its `product_status` names `other`, which is not in its product tree",
        ),
        (
            r#"{"cve": "CVE-1", "product_status": {"mended": ["demo"]}}"#,
            "its `product_status` has `mended`, which CSAF 2.0 does not",
        ),
        (
            r#"{"cve": "CVE-1", "product_status": {"fixed": ["demo"], "known_affected": ["demo"]}}"#,
            "it has several states of `demo` for `CVE-1`",
        ),
        (
            r#"{"cve": "CVE-1", "product_status": {"fixed": ["demo"]}, "flags": [{"label": "because", "product_ids": ["demo"]}]}"#,
            "`because` is no label of a flag of CSAF",
        ),
        (
            r#"{"cve": "CVE-1", "flags": [{"label": "component_not_present", "product_ids": ["demo"]}, {"label": "vulnerable_code_not_present", "group_ids": ["all"]}]}"#,
            "it has several labels for `demo`",
        ),
        (
            r#"{"cve": "CVE-1", "flags": [{"label": "component_not_present", "group_ids": ["none"]}]}"#,
            "it names the group `none`, which is not in its product tree",
        ),
    ] {
        assert_eq!(stated(vulnerability), Err(reason.to_owned()));
    }
    // Of one group, and of two that agree, it is the same.
    let twice = r#"{"cve": "CVE-1", "product_status": {"fixed": ["demo", "demo"], "first_fixed": ["demo"], "recommended": ["demo"]}}"#;
    assert_eq!(stated(twice).unwrap()[0].products.len(), 1);
    let product = r#"{"name": "a", "product_id": "a"}"#;
    for (tree, reason) in [
        (
            format!(r#"{{"full_product_names": [{product}, {product}]}}"#),
            "its product tree has `a` twice",
        ),
        (
            r#"{"product_groups": [{"group_id": "g", "product_ids": []}, {"group_id": "g", "product_ids": []}]}"#.to_owned(),
            "its product tree has the group `g` twice",
        ),
        (
            format!(
                r#"{{"full_product_names": [{product}], "relationships": [{{"category": "installed_on", "full_product_name": {{"name": "b", "product_id": "b"}}, "product_reference": "a", "relates_to_product_reference": "c"}}]}}"#
            ),
            "a relationship of it names `c`, which is not among the other products of its tree",
        ),
    ] {
        assert_eq!(read(document(&tree, "").as_bytes()).unwrap_err().reason, reason);
    }
}

#[test]
fn a_version_that_contradicts_its_package_url_is_of_a_form_that_is_not_known() {
    let tree = |purl: &str| {
        format!(
            r#"{{"branches": [{{"category": "product_version", "name": "1.1.0", "product": {{"name": "left", "product_id": "left", "product_identification_helper": {{"purl": "{purl}"}}}}}}]}}"#
        )
    };
    for (purl, is_variant) in [
        ("pkg:pypi/left@1.1.0", false),
        ("pkg:pypi/left", false),
        ("pkg:pypi/left@1.0.0", true),
    ] {
        let text = document(
            &tree(purl),
            r#"{"cve": "CVE-1", "product_status": {"fixed": ["left"]}}"#,
        );
        let read = read(text.as_bytes()).unwrap().unwrap();
        let left = &read.statements[0].products[0];
        assert_eq!(
            (left.version.as_deref(), left.is_variant),
            (Some("1.1.0"), is_variant)
        );
    }
}

#[test]
fn only_released_documents_of_the_profile_are_read() {
    let text = document(TREE, "");
    assert!(is_csaf(&text));
    let whole = read(text.as_bytes()).unwrap().unwrap();
    assert_eq!((whole.author.as_str(), whole.time), ("Example", Some(60)));
    let advisory = text.replace("csaf_vex", "csaf_security_advisory");
    assert!(is_csaf(&advisory));
    assert_eq!(read(advisory.as_bytes()), Ok(None));
    let draft = text.replace("\"final\"", "\"draft\"");
    assert_eq!(
        read(draft.as_bytes()).unwrap_err().reason,
        "its status is `draft`: release it as `final` or `interim`"
    );
    assert!(read(text.replace("\"final\"", "\"interim\"").as_bytes()).is_ok());
    let newer = text.replace("\"2.0\"", "\"2.1\"");
    assert_eq!(
        read(newer.as_bytes()).unwrap_err().reason,
        "its `csaf_version` is `2.1`, and relcheck reads 2.0"
    );
    for text in [
        "{}",
        r#"{"document": {}}"#,
        "",
        "{\"@context\": \"https://openvex.dev/ns\"}",
    ] {
        assert!(!is_csaf(text) && read(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_vulnerability_with_more_names_than_are_read_is_refused() {
    let ids = |count: usize| {
        let ids: Vec<_> = (0..count)
            .map(|it| format!(r#"{{"text": "X-{it}"}}"#))
            .collect();
        stated(&format!(r#"{{"ids": [{}]}}"#, ids.join(",")))
    };
    assert_eq!(ids(MAX_NAMES), Ok(Vec::new()));
    assert_eq!(
        ids(MAX_NAMES + 1),
        Err("a vulnerability of it has more than 64 names".to_owned())
    );
}

proptest! {
    #[test]
    fn no_changed_byte_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = document(TREE, r#"{"cve": "CVE-1", "product_status": {"fixed": ["part"]}}"#).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read(&bytes);
        let _ = is_csaf(&String::from_utf8_lossy(&bytes));
    }
}
