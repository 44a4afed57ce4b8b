//! Digests as lock files of real tools have them, and what is none.

use std::path::Path;

use super::{Algorithm, Details, Digest, Edges};
use crate::formats::lock::FORMATS;

fn details(format: &str, text: &str) -> Details {
    let format = FORMATS.iter().find(|it| it.name == format).unwrap();
    format.details_of(text.as_bytes()).unwrap()
}

/// `NAME VERSION FILE ALGORITHM START` of each digest of one package, and whether it has an address.
fn shown(details: &Details, name: &str) -> Vec<String> {
    let found = details.artefacts.iter().filter(|it| it.name == name);
    found
        .map(|it| {
            let digests = it.digests.iter();
            let digests = digests.map(|it| format!("{:?} {}", it.algorithm, &it.hex[..8]));
            format!(
                "{} {} {}{}",
                it.version.as_deref().unwrap_or("-"),
                it.file.as_deref().unwrap_or("-"),
                digests.collect::<Vec<_>>().join(", "),
                if it.url.is_some() { " url" } else { "" },
            )
        })
        .collect()
}

fn fixture(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lock");
    std::fs::read_to_string(path.join(file)).unwrap()
}

#[test]
fn files_of_real_tools_have_the_digests_of_what_is_distributed() {
    let (wheel, source) = ("mdurl-0.1.2-py3-none-any.whl", "mdurl-0.1.2.tar.gz");
    for (file, format, edges, url) in [
        ("poetry/poetry1.lock", "poetry.lock", Edges::All, ""),
        ("poetry/poetry2.lock", "poetry.lock", Edges::All, ""),
        ("pdm/pdm.lock", "pdm.lock", Edges::All, ""),
        ("uv/uv.lock", "uv.lock", Edges::All, " url"),
        ("pylock/pylock.toml", "pylock.toml", Edges::None, " url"),
    ] {
        let details = details(format, &fixture(file));
        assert_eq!((details.edges, details.wrong.len()), (edges, 0), "{file}");
        let mut found = shown(&details, "mdurl");
        found.sort();
        let expected = [
            format!("0.1.2 {wheel} Sha256 84008a41{url}"),
            format!("0.1.2 {source} Sha256 bb413d29{url}"),
        ];
        assert_eq!(found, expected, "{file}");
    }
    for (file, format) in [
        ("pip-tools/requirements-hashes.txt", "requirements"),
        ("pipenv/Pipfile.lock", "Pipfile.lock"),
    ] {
        let details = details(format, &fixture(file));
        assert_eq!(details.edges, Edges::None, "{file}");
        let expected = ["0.1.2 - Sha256 84008a41", "0.1.2 - Sha256 bb413d29"];
        assert_eq!(shown(&details, "mdurl"), expected, "{file}");
    }
}

#[test]
fn archives_of_real_registries_have_one_digest_for_each_version() {
    for (file, format) in [
        ("npm/v2.json", "package-lock.json"),
        ("npm/v3.json", "package-lock.json"),
        ("npm/v1.json", "package-lock.json"),
        ("pnpm/pnpm7.yaml", "pnpm-lock.yaml"),
        ("pnpm/pnpm8.yaml", "pnpm-lock.yaml"),
        ("pnpm/pnpm9.yaml", "pnpm-lock.yaml"),
        ("yarn/yarn1.lock", "yarn.lock"),
    ] {
        let details = details(format, &fixture(file));
        assert_eq!(
            (details.edges, details.wrong.len()),
            (Edges::All, 0),
            "{file}"
        );
        let mut found = shown(&details, "semver");
        found.sort();
        let expected = ["6.3.2 - Sha512 198ac200", "7.8.6 - Sha512 f65a5249"];
        assert_eq!(found, expected, "{file}");
    }
    let cargo = details("Cargo.lock", &fixture("cargo/Cargo.lock"));
    assert_eq!(shown(&cargo, "itoa"), ["1.0.19 - Sha256 3bd1574e"]);
    assert_eq!(cargo.edges, Edges::All);
}

#[test]
fn a_digest_of_something_else_is_none_of_the_package() {
    let yarn = details("yarn.lock", &fixture("yarn/yarn4.lock"));
    assert_eq!((yarn.artefacts.len(), yarn.edges), (0, Edges::All));
    let go = details("go.mod", &fixture("go/go.mod"));
    assert_eq!((go.artefacts.len(), go.edges), (0, Edges::None));
}

const HEX: &str = "84008a41e51615a49fc9966191ff91509e3c40b939176e643fd50a5c2196b8f8";

#[test]
fn digests_that_stand_apart_are_found() {
    let poetry = |packages: &str| {
        let text = format!(
            "{packages}\n[metadata.files]\nMdurl = [{{file = \"mdurl.whl\", hash = \"sha256:{HEX}\"}}]\n\n[metadata.hashes]\nsix = [\"{HEX}\"]\n"
        );
        details("poetry.lock", &text)
    };
    let mdurl = "[[package]]\nname = \"mdurl\"\nversion = \"0.1.2\"\n\n";
    let six = "[[package]]\nname = \"six\"\nversion = \"1.0\"\n\n";
    let both = poetry(&format!("{mdurl}{six}"));
    assert_eq!(shown(&both, "mdurl"), ["0.1.2 mdurl.whl Sha256 84008a41"]);
    assert_eq!(shown(&both, "six"), ["1.0 - Sha256 84008a41"]);
    // Of which of two versions they are, nothing tells.
    let other = mdurl.replace("0.1.2", "0.1.1");
    assert_eq!(shown(&poetry(&format!("{mdurl}{other}")), "mdurl"), [""; 0]);
    let pdm = format!(
        "[[package]]\nname = \"six\"\nversion = \"1.0\"\n\n[metadata.files]\n\"six 1.0\" = [{{url = \"https://example.org/six.whl\", hash = \"sha256:{HEX}\"}}]\n"
    );
    assert_eq!(
        shown(&details("pdm.lock", &pdm), "six"),
        ["1.0 six.whl Sha256 84008a41 url"]
    );
    let cargo = format!(
        "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\n[metadata]\n\"checksum a 1.0.0 (registry+x)\" = \"{HEX}\"\n\"checksum b 1.0.0 (git+x)\" = \"<none>\"\n"
    );
    let cargo = details("Cargo.lock", &cargo);
    assert_eq!(shown(&cargo, "a"), ["1.0.0 - Sha256 84008a41"]);
    assert_eq!(cargo.artefacts.len(), 1);
}

#[test]
fn what_is_no_digest_is_named_and_what_is_not_known_is_passed_over() {
    let pipfile = |hashes: &str| {
        details(
            "Pipfile.lock",
            &format!(
                r#"{{"_meta": {{}}, "default": {{"a": {{"hashes": [{hashes}], "version": "==1"}}}}}}"#
            ),
        )
    };
    for wrong in ["sha256:00", "sha1:zz", &format!("sha512:{HEX}")] {
        let details = pipfile(&format!("\"{wrong}\""));
        assert_eq!(
            (details.artefacts.len(), details.wrong.as_slice()),
            (0, &["a".to_owned()][..])
        );
    }
    let unknown = pipfile("\"blake3:00\"");
    assert_eq!((unknown.artefacts.len(), unknown.wrong.len()), (0, 0));
}

#[test]
fn addresses_with_secrets_in_them_are_not_told() {
    for (url, is_told) in [
        ("https://example.org/a/six.whl", true),
        ("https://me:secret@example.org/a/six.whl", false),
        ("https://example.org/a/six.whl?token=1", false),
        ("https://example.org/a b/six.whl", false),
        ("file:///home/six.whl", false),
    ] {
        let text = format!(
            "version = 1\n\n[[package]]\nname = \"six\"\nversion = \"1.0\"\nsource = {{ registry = \"https://example.org\" }}\nwheels = [{{ url = \"{url}\", hash = \"sha256:{HEX}\" }}]\n"
        );
        let details = details("uv.lock", &text);
        assert_eq!(details.artefacts[0].url.is_some(), is_told, "{url}");
        assert_eq!(
            details.artefacts[0].file.as_deref(),
            Some("six.whl"),
            "{url}"
        );
    }
}

#[test]
fn requirements_have_their_digests_in_options_and_addresses() {
    let text = format!(
        "a==1 --hash=sha256:{HEX} --hash sha256:{HEX}\nb @ https://example.org/b-1.0-py3-none-any.whl#egg=b&sha256={HEX}\n-e .\n--pre\n"
    );
    let details = details("requirements", &text);
    assert_eq!(shown(&details, "a").len(), 2);
    assert_eq!(shown(&details, "b"), ["1.0 - Sha256 84008a41"]);
}

#[test]
fn the_first_version_of_npm_may_only_say_that_something_is_needed() {
    let text = |requires: &str| {
        format!(
            r#"{{"lockfileVersion": 1, "dependencies": {{"a": {{"version": "1.0.0", "requires": {requires}}}}}}}"#
        )
    };
    let edges = |requires: &str| details("package-lock.json", &text(requires)).edges;
    assert_eq!(edges("true"), Edges::Some);
    assert_eq!(edges(r#"{"b": "^1.0.0"}"#), Edges::All);
}

#[test]
fn what_packages_need_in_a_pylock_may_not_be_all() {
    let text = "lock-version = \"1.0\"\n\n[[packages]]\nname = \"a\"\nversion = \"1\"\ndependencies = [{name = \"b\"}]\n\n[[packages]]\nname = \"b\"\nversion = \"1\"\n";
    assert_eq!(details("pylock.toml", text).edges, Edges::Some);
}

#[test]
fn subresource_integrity_is_read_strictly() {
    let of = |text: &str| Digest::of_integrity(text);
    // The SHA-1 and SHA-256 of nothing.
    let one = "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
    let two = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let sha1 = of(one).unwrap();
    assert_eq!(sha1[0].algorithm, Algorithm::Sha1);
    assert_eq!(sha1[0].hex, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    let both = of(&format!("{two} {one}?x")).unwrap();
    assert_eq!(both.len(), 2);
    assert_eq!(
        both[1].hex,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let other = one.replace("2jmj", "3jmj");
    assert_eq!(of(&format!("{one} {other}")), Ok(Vec::new()));
    assert_eq!(of(&format!("{one} {one}")).unwrap().len(), 1);
    assert_eq!(of("md6-AAAA"), Ok(Vec::new()));
    for wrong in [
        "sha1",
        "sha1-",
        "sha1-AAAA",
        "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk",
        "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwl=",
        "sha1-2jmj7l5rSw0yVb_vlWAYkK_YBwk=",
        "sha1-====",
    ] {
        assert_eq!(of(wrong), Err(()), "{wrong}");
    }
}
