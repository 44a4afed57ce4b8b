//! What documents say of licences.

use super::super::{Sbom, cyclonedx, spdx, spdx3};
use super::fixture;

fn text_of(name: &str) -> String {
    String::from_utf8(fixture(name).bytes.to_vec()).unwrap()
}

/// `TEXT (ACKNOWLEDGEMENT)` of what the first component's licences are, then `found` and what was found.
fn shown(sbom: &Sbom) -> String {
    let component = &sbom.components[0];
    let declared = component.licenses.iter().map(|it| {
        let said = it.acknowledgement.as_deref().unwrap_or("-");
        format!("{} ({said})", it.text)
    });
    let found = component.found_licenses.iter();
    let found = found.map(|it| format!("found {}", it.text));
    declared.chain(found).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_is_found_in_the_files_of_a_component_is_read_in_json_and_xml() {
    let json = r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [
        {"type": "library", "name": "a", "licenses": [{"expression": "MIT OR ISC", "acknowledgement": "concluded"}],
         "evidence": {"licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Mine"}}], "copyright": []}}]}"#;
    let json = cyclonedx::read_json(json.as_bytes()).unwrap();
    assert_eq!(json.problems.first(), [""; 0]);
    assert_eq!(
        shown(&json),
        "MIT OR ISC (concluded), found MIT, found Mine"
    );
    let xml = r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>
        <component type="library"><name>a</name>
        <licenses><expression acknowledgement="concluded">MIT OR ISC</expression></licenses>
        <evidence><licenses><license><id>MIT</id></license><license><name>Mine</name></license></licenses>
        <copyright><text>c</text></copyright></evidence></component></components></bom>"#;
    let xml = cyclonedx::read_xml(xml.as_bytes()).unwrap();
    assert_eq!(shown(&xml), shown(&json));
}

#[test]
fn licences_that_a_document_defines_are_kept_unless_twice_or_too_long() {
    let with = |own: &str| {
        let text = text_of("syft/spdx-2.3.json");
        let place = "\"packages\":[";
        let own = format!("\"hasExtractedLicensingInfos\":[{own}],{place}");
        spdx::read_json(text.replacen(place, &own, 1).as_bytes()).unwrap()
    };
    let one = r#"{"licenseId": "LicenseRef-1", "name": "Mine", "extractedText": " All of it. "}"#;
    let own = with(one).own_licenses;
    assert_eq!(own["LicenseRef-1"].name.as_deref(), Some("Mine"));
    assert_eq!(own["LicenseRef-1"].text.as_deref(), Some("All of it."));
    assert!(with(&format!("{one},{one}")).own_licenses.is_empty());
    let long = one.replace("All", &"x".repeat(super::super::MAX_LICENSE_TEXT));
    assert!(with(&long).own_licenses.is_empty());
}

#[test]
fn they_are_read_of_tag_value_documents_too() {
    let mut text = text_of("syft/spdx-2.3.spdx");
    text.push_str(
        "\nLicenseID: LicenseRef-1\nExtractedText: <text>All of it,\nand more.</text>\nLicenseName: Mine\n",
    );
    let own = spdx::read_tag_value(text.as_bytes()).unwrap().own_licenses;
    assert_eq!(own["LicenseRef-1"].name.as_deref(), Some("Mine"));
    assert_eq!(
        own["LicenseRef-1"].text.as_deref(),
        Some("All of it,\nand more.")
    );
}

#[test]
fn only_what_is_of_the_list_is_a_licence_of_the_list_in_spdx_3() {
    let whole = text_of("spdx-tools/spdx-3.0.json");
    let mit = "\"https://example.org/demo-app-1.2.0#mit\"";
    assert!(whole.contains(mit));
    let of = |id: &str| {
        let text = whole.replace(
            &format!("\"spdxId\": {mit}"),
            "\"spdxId\": \"https://example.org/other\"",
        );
        let text = text.replace(mit, &format!("\"{id}\""));
        let sbom = spdx3::read(text.as_bytes()).unwrap();
        let mut licenses = sbom.components.iter().flat_map(|it| &it.licenses);
        licenses.next().map(|it| it.text.clone()).unwrap()
    };
    assert_eq!(of("https://spdx.org/licenses/ISC"), "ISC");
    assert_eq!(of("expandedlicensing_NoneLicense"), "NONE");
    assert_eq!(
        of("https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense"),
        "NOASSERTION"
    );
    assert_eq!(
        of("https://example.org/licenses/MIT"),
        "https://example.org/licenses/MIT"
    );
    assert_eq!(
        of("https://example.org/demo-app-1.2.0#mit-too"),
        "https://example.org/demo-app-1.2.0#mit-too"
    );
}
