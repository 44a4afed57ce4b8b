use std::path::Path;
use std::process::{Command, Stdio};

use proptest::prelude::*;

use super::*;

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/licenses");
    std::fs::read(folder.join(name)).unwrap()
}

fn meant(text: &str) -> String {
    match read(text) {
        Reading::Exact { expression, .. } => expression,
        guess @ Reading::Guess { .. } => format!("? {}", guess.expressions().join(" | ")),
        Reading::Unknown(_) => "unknown".to_owned(),
    }
}

#[test]
fn expressions_are_brought_into_one_form() {
    for (text, expected) in [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("(MIT OR Apache-2.0)", "Apache-2.0 OR MIT"),
        ("Apache-2.0 or MIT or MIT", "Apache-2.0 OR MIT"),
        ("MIT/Apache-2.0", "Apache-2.0 OR MIT"),
        ("Unlicense/MIT", "MIT OR Unlicense"),
        (
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "(Apache-2.0 OR MIT) AND Unicode-3.0",
        ),
        ("MIT AND (ISC AND 0BSD)", "0BSD AND ISC AND MIT"),
        ("MIT OR ISC AND 0BSD", "0BSD AND ISC OR MIT"),
        (
            "Apache-2.0 WITH llvm-exception",
            "Apache-2.0 WITH LLVM-exception",
        ),
        ("Apache-2.0+", "Apache-2.0+"),
        ("GPL-2.0", "GPL-2.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("gpl-3.0-or-later", "GPL-3.0-or-later"),
        (
            "GPL-2.0-with-classpath-exception",
            "GPL-2.0-only WITH Classpath-exception-2.0",
        ),
        ("BSD-2-Clause-NetBSD", "BSD-2-Clause"),
        ("LicenseRef-Own", "LicenseRef-Own"),
        (
            "DocumentRef-d:LicenseRef-Own",
            "DocumentRef-d:LicenseRef-Own",
        ),
    ] {
        assert_eq!(meant(text), expected, "{text}");
    }
    let deprecated = expression("MIT OR GPL-2.0+").unwrap().deprecated;
    assert_eq!(
        deprecated,
        [("GPL-2.0+".to_owned(), "GPL-2.0-or-later".to_owned())]
    );
}

#[test]
fn what_is_no_expression_is_refused_with_its_reason() {
    for (text, expected) in [
        ("", "it is empty"),
        ("(MIT", "it opens and closes different numbers of brackets"),
        (
            "(MIT OR (ISC)",
            "it opens and closes different numbers of brackets",
        ),
        ("Apache", "`Apache` is no SPDX identifier"),
        ("MIT WITH Foo", "`Foo` is no SPDX exception"),
        (
            "GPL-2.0-or-later+",
            "`GPL-2.0-or-later+` is no SPDX identifier",
        ),
        ("LicenseRef-", "`LicenseRef-` is no SPDX identifier"),
        ("x:LicenseRef-a", "`x:LicenseRef-a` is no SPDX identifier"),
    ] {
        assert_eq!(expression(text).unwrap_err(), expected, "{text}");
    }
    for text in [
        "MIT OR",
        "OR MIT",
        "MIT MIT",
        "(MIT",
        "MIT)",
        "MIT AND OR ISC",
        "MIT WITH",
        "()",
        "MIT And ISC",
        "LLVM-exception",
        "MIT WITH LLVM-exception WITH LLVM-exception",
        "LicenseRef-a_b",
        "MIT +",
    ] {
        assert!(expression(text).is_err(), "{text}");
    }
    assert!(expression(&"(".repeat(100_000)).is_err());
    let deep = format!("{}MIT{}", "(".repeat(2_000), ")".repeat(2_000));
    assert_eq!(expression(&deep).unwrap().text, "MIT");
}

#[test]
fn names_are_what_they_mean_and_guesses_are_said() {
    for (text, expected) in [
        ("MIT License", "MIT"),
        ("The MIT License (MIT)", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("Apache License 2.0", "Apache-2.0"),
        ("Apache-2", "Apache-2.0"),
        ("Apache Software License", "? Apache-1.1 | Apache-2.0"),
        ("BSD", "? BSD-2-Clause | BSD-3-Clause"),
        ("BSD License", "? BSD-2-Clause | BSD-3-Clause"),
        ("3-Clause BSD License", "BSD-3-Clause"),
        ("BSD 3-Clause License", "BSD-3-Clause"),
        (
            "BSD 3-Clause \"New\" or \"Revised\" License",
            "BSD-3-Clause",
        ),
        ("ISC License (ISCL)", "ISC"),
        ("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
        ("The Unlicense (Unlicense)", "Unlicense"),
        (
            "Python Software Foundation License",
            "? PSF-2.0 | Python-2.0",
        ),
        ("zlib/libpng License", "Zlib"),
        ("GPLv2", "? GPL-2.0-only | GPL-2.0-or-later"),
        ("GPLv2+", "GPL-2.0-or-later"),
        ("LGPL-2.1", "LGPL-2.1-only"),
        ("LGPL 2.1+", "LGPL-2.1-or-later"),
        ("GNU LGPLv3 or later", "LGPL-3.0-or-later"),
        (
            "GNU General Public License v2 or later (GPLv2+)",
            "GPL-2.0-or-later",
        ),
        (
            "GNU General Public License v3 (GPLv3)",
            "? GPL-3.0-only | GPL-3.0-or-later",
        ),
        (
            "GNU Affero General Public License v3 or later (AGPLv3+)",
            "AGPL-3.0-or-later",
        ),
        (
            "GNU Lesser General Public License v2 or later (LGPLv2+)",
            "LGPL-2.0-or-later",
        ),
        ("gnu gpl v2", "? GPL-2.0-only | GPL-2.0-or-later"),
        ("MIT or Apache License, Version 2.0", "Apache-2.0 OR MIT"),
        ("MIT or BSD", "? BSD-2-Clause | BSD-3-Clause | MIT"),
        (
            "Apache Software License; MIT License",
            "? Apache-1.1 | Apache-2.0 | MIT",
        ),
        ("Other/Proprietary License", "LicenseRef-Proprietary"),
        ("UNLICENSED", "LicenseRef-UNLICENSED"),
        (
            "GPL",
            "? GPL-1.0-only | GPL-1.0-or-later | GPL-2.0-only | GPL-2.0-or-later | GPL-3.0-only | GPL-3.0-or-later",
        ),
    ] {
        assert_eq!(meant(text), expected, "{text}");
    }
}

#[test]
fn what_says_nothing_is_unknown() {
    for text in [
        "",
        " ",
        "UNKNOWN",
        "NOASSERTION",
        "NONE",
        "none",
        "N/A",
        "See LICENSE",
        "see license in LICENSE.md",
        "SEE LICENSE IN x",
        "file: LICENSE",
        "Dual License",
        "Public Domain",
        "BSD-like",
        "MIT-ish",
        "Apache-2.0 and something else",
        "Commercial use forbidden",
        "GPLv2 (GPLv3)",
        "GPLv9",
        "mit license with extras",
        "MIT; Public Domain",
        "Freeware",
        "LGPL with exceptions",
        "unlicensed",
        "public domain, Python, 2-Clause BSD, GPL 3 (see COPYING.txt)",
    ] {
        assert_eq!(meant(text), "unknown", "{text}");
    }
}

const MIT: &str = "Copyright (c) 2020 A\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\nof this software, to deal in it without restriction, including the rights to use and\ndistribute copies, subject to the following conditions:\n\nThe above copyright notice and this permission notice shall be included in all\ncopies.\n";

#[test]
fn a_text_is_a_guess_and_one_that_hides_more_is_none() {
    assert_eq!(meant(MIT), "? MIT");
    let longer = format!("{MIT}{}", "More conditions.\n".repeat(200));
    assert_eq!(meant(&longer), "unknown");
    assert_eq!(
        meant(&format!("\"Commons Clause\" License\n{MIT}")),
        "unknown"
    );
    assert_eq!(meant(&"A text of something else.\n".repeat(10)), "unknown");
}

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|it| (*it).to_owned()).collect()
}

fn judged(
    text: &str,
    allowed: &[&str],
    denied: &[&str],
    exceptions: &[&str],
) -> Result<Vec<String>, String> {
    let (allowed, denied, exceptions) = (owned(allowed), owned(denied), owned(exceptions));
    let lists = Lists {
        allowed: &allowed,
        denied: &denied,
        exceptions: &exceptions,
    };
    refused(text, &Allowance::of(lists)?)
}

#[test]
fn an_expression_is_allowed_where_it_can_be_satisfied() {
    let refuses = |text: &str, list: &[&str]| judged(text, list, &[], &[]).unwrap();
    assert_eq!(refuses("MIT OR GPL-3.0-only", &["MIT"]), [""; 0]);
    assert_eq!(refuses("MIT AND GPL-3.0-only", &["MIT"]), ["GPL-3.0-only"]);
    assert_eq!(
        refuses("(MIT OR ISC) AND (Zlib OR GPL-3.0-only)", &["MIT"]),
        ["GPL-3.0-only", "Zlib"]
    );
    assert_eq!(refuses("Apache-2.0", &["apache-2.0"]), [""; 0]);
    // Some version is allowed, so that one can be chosen.
    assert_eq!(refuses("GPL-2.0-or-later", &["GPL-3.0-only"]), [""; 0]);
    assert_eq!(refuses("GPL-2.0-or-later", &["GPL-3.0-or-later"]), [""; 0]);
    assert_eq!(refuses("GPL-2.0-or-later", &["GPL-2.0"]), [""; 0]);
    assert_eq!(refuses("Apache-1.1+", &["Apache-2.0"]), [""; 0]);
    let refused_alone = |text: &str, list: &[&str]| assert_eq!(refuses(text, list), [text]);
    refused_alone("GPL-3.0-or-later", &["GPL-2.0-only"]);
    refused_alone("GPL-3.0-only", &["GPL-2.0-or-later"]);
    refused_alone("LGPL-2.1-or-later", &["GPL-3.0-only"]);
    refused_alone("MPL-2.0-no-copyleft-exception", &["MPL-2.0"]);
    refused_alone("LicenseRef-Own", &["MIT"]);
    refused_alone("MIT", &[]);
    assert_eq!(refuses("LicenseRef-Own", &["LicenseRef-Own"]), [""; 0]);
    assert_eq!(refuses("LicenseRef-Own", &["*"]), [""; 0]);
}

#[test]
fn what_is_denied_wins() {
    let judged = |text, allowed, denied| judged(text, allowed, denied, &[]).unwrap();
    assert_eq!(judged("MIT", &["MIT"], &["MIT"]), ["MIT"]);
    assert_eq!(judged("MIT OR ISC", &["MIT", "ISC"], &["MIT"]), [""; 0]);
    let with = "GPL-2.0-only WITH Classpath-exception-2.0";
    assert_eq!(judged(with, &["*"], &["GPL-2.0-only"]), [with]);
}

#[test]
fn exceptions_are_allowed_with_their_licence_or_with_any_that_is() {
    let judged = |text: &str, allowed: &[&str], denied: &[&str], with: &[&str]| {
        judged(text, allowed, denied, with).unwrap()
    };
    let term = "GPL-2.0-only WITH Classpath-exception-2.0";
    let later = "GPL-2.0-or-later WITH Classpath-exception-2.0";
    let name = "Classpath-exception-2.0";
    assert_eq!(judged(term, &["GPL-2.0-only"], &[], &[]), [term]);
    assert_eq!(judged(term, &["MIT"], &[], &[term]), [""; 0]);
    assert_eq!(judged(term, &["GPL-2.0-only"], &[], &[name]), [""; 0]);
    assert_eq!(judged(term, &["MIT"], &[], &[name]), [term]);
    assert_eq!(judged(term, &["*"], &["GPL-2.0-only"], &[term]), [""; 0]);
    assert_eq!(judged(later, &["MIT"], &[], &[term]), [""; 0]);
}

#[test]
fn entries_that_are_not_spdx_are_errors() {
    let error = |allowed, exceptions| judged("MIT", allowed, &[], exceptions).unwrap_err();
    assert_eq!(
        error(&["Apache 2"], &[]),
        "`Apache 2`: `Apache` is no SPDX identifier"
    );
    assert_eq!(
        error(&["MIT OR ISC"], &[]),
        "`MIT OR ISC` is more than one licence"
    );
    assert_eq!(error(&["MIT"], &["Foo"]), "`Foo` is no SPDX exception");
    let expression = judged("Foo", &["MIT"], &[], &[]).unwrap_err();
    assert_eq!(expression, "`Foo`: `Foo` is no SPDX identifier");
}

fn together(texts: &[&str]) -> (String, bool, bool) {
    let readings: Vec<Reading> = texts.iter().map(|text| read(text)).collect();
    let readings: Vec<&Reading> = readings.iter().collect();
    let all = reconcile(&readings);
    (
        all.expressions.join(" | "),
        all.is_guess,
        all.is_contradiction,
    )
}

#[test]
fn sources_that_agree_say_more_than_each() {
    let exact = |text: &str| (text.to_owned(), false, false);
    assert_eq!(together(&["MIT", "MIT License"]), exact("MIT"));
    assert_eq!(
        together(&["BSD License", "BSD-3-Clause"]),
        exact("BSD-3-Clause")
    );
    assert_eq!(together(&["UNKNOWN", "MIT"]), exact("MIT"));
    assert_eq!(
        together(&["MIT OR Apache-2.0", "Apache Software License; MIT License"]),
        exact("Apache-2.0 OR MIT")
    );
    assert_eq!(together(&["UNKNOWN", ""]), exact(""));
    assert_eq!(together(&[]), exact(""));
    assert_eq!(
        together(&["Apache Software License", "Apache"]),
        ("Apache-1.1 | Apache-2.0".to_owned(), true, false)
    );
}

#[test]
fn sources_that_contradict_each_other_all_count() {
    assert_eq!(
        together(&["MIT", "Apache-2.0"]),
        ("Apache-2.0 | MIT".to_owned(), false, true)
    );
    assert_eq!(
        together(&["MIT", "BSD License"]),
        ("BSD-2-Clause | BSD-3-Clause | MIT".to_owned(), true, true)
    );
    // The classifiers name one more than the expression.
    let more = together(&["MIT", "Apache Software License; MIT License"]);
    assert_eq!(
        more,
        ("Apache-1.1 | Apache-2.0 | MIT".to_owned(), true, true)
    );
}

#[test]
fn metadata_of_real_packages_is_read() {
    for (name, meant, is_guess) in [
        ("docutils-0.20.1", "", false),
        ("jinja2-3.1.6", "BSD-2-Clause | BSD-3-Clause", true),
        (
            "numpy-2.4.6",
            "0BSD AND BSD-3-Clause AND CC0-1.0 AND MIT AND Zlib",
            false,
        ),
        // The whole text of the licence is in its field.
        ("pandas-2.0.3", "BSD-3-Clause", true),
        (
            "psycopg2_binary-2.9.13",
            "LGPL-2.0-only | LGPL-2.0-or-later | LGPL-2.1-only | LGPL-2.1-or-later | LGPL-3.0-only | LGPL-3.0-or-later",
            true,
        ),
        (
            "pyphen-0.14.0",
            "GPL-2.0-or-later | LGPL-2.0-or-later | MPL-1.1",
            true,
        ),
        (
            "python_dateutil-2.8.2",
            "Apache-1.1 | Apache-2.0 | BSD-2-Clause | BSD-3-Clause",
            true,
        ),
        ("requests-2.34.2", "Apache-2.0", false),
        ("typing_extensions-4.7.1", "PSF-2.0 | Python-2.0", true),
    ] {
        let read = metadata(&fixture(&format!("dist-info/{name}.METADATA"))).unwrap();
        let spelt = read.name.to_lowercase().replace('-', "_");
        assert_eq!(format!("{spelt}-{}", read.version), name);
        let readings: Vec<&Reading> = read.stated.iter().map(|(_, reading)| reading).collect();
        let all = reconcile(&readings);
        let found = (all.expressions.join(" | "), all.is_guess);
        assert_eq!(found, (meant.to_owned(), is_guess), "{name}");
        assert!(!all.is_contradiction, "{name}");
    }
    assert!(metadata(b"Metadata-Version: 2.1\nName: a\n\nVersion: 1\n").is_err());
    let text = MIT.replace('\n', "\n        ");
    let pasted = format!("Name: a\nVersion: 1\nLicense: {text}\nClassifier: Other\n\nText\n");
    let read = metadata(pasted.as_bytes()).unwrap();
    assert_eq!(read.stated[0].1.expressions(), ["MIT"]);
    let folded = b"Name: a\nVersion: 1\nLicense: MIT\n        License\n";
    assert_eq!(metadata(folded).unwrap().stated[0].1.expressions(), ["MIT"]);
}

#[test]
fn all_forms_of_npm_are_read() {
    let meant = |json: &str| {
        let license = npm_package(json.as_bytes()).unwrap().license;
        license.map(|(text, reading)| format!("{text} = {}", reading.expressions().join(" | ")))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        meant(r#"{"license": "(MIT OR Apache-2.0)"}"#),
        some("(MIT OR Apache-2.0) = Apache-2.0 OR MIT")
    );
    assert_eq!(
        meant(r#"{"license": {"type": "MIT", "url": "u"}}"#),
        some("MIT = MIT")
    );
    assert_eq!(
        meant(r#"{"licenses": [{"type": "MIT"}, {"type": "Apache-2.0"}]}"#),
        some("MIT; Apache-2.0 = Apache-2.0 | MIT")
    );
    assert_eq!(meant(r#"{"licenses": ["MIT"]}"#), some("MIT = MIT"));
    assert_eq!(meant(r#"{"licenses": []}"#), some(" = "));
    assert_eq!(meant(r#"{"license": 7}"#), some(" = "));
    assert_eq!(
        meant(r#"{"license": "SEE LICENSE IN x"}"#),
        some("SEE LICENSE IN x = ")
    );
    assert_eq!(meant("{}"), None);
    assert!(npm_package(b"[]").is_err());

    let lock = fixture("npm-lock.json");
    assert!(is_package_lock(&String::from_utf8_lossy(&lock)));
    let locked = package_lock(&lock).unwrap();
    let listed: Vec<String> = locked
        .iter()
        .map(|it| format!("{} {} {}", it.name, it.version, it.license.0))
        .collect();
    assert_eq!(
        listed,
        [
            "jsonify 0.0.0 Public Domain",
            "left-pad 1.0.0 WTFPL",
            "mkdirp 0.3.0 MIT/X11"
        ]
    );
}

#[test]
fn projects_say_their_own_licence() {
    let of = |own: Option<OwnLicense>| {
        own.map(|own| (own.reading.expressions().join(" | "), own.line.unwrap()))
    };
    let some = |text: &str, line: u64| Some((text.to_owned(), line));
    let python = |text: &str| of(pyproject(text).unwrap());
    assert_eq!(python("[project]\nlicense = \"MIT\"\n"), some("MIT", 2));
    assert_eq!(
        python("[project]\nlicense = {text = \"Apache 2.0\"}\n"),
        some("Apache-2.0", 2)
    );
    assert_eq!(
        python(
            "[project]\nlicense = {file = \"LICENSE\"}\nclassifiers = [\n  \"License :: OSI Approved :: MIT License\"]\n"
        ),
        some("MIT", 4)
    );
    assert_eq!(
        python("[project]\nlicense = {file = \"LICENSE\"}\n"),
        some("", 2)
    );
    assert_eq!(python("[tool.poetry]\nlicense = \"ISC\"\n"), some("ISC", 2));
    assert_eq!(python("[tool.ruff]\n"), None);
    let cargo = |text: &str| of(cargo_toml(text).unwrap());
    assert_eq!(
        cargo("[package]\nlicense.workspace = true\n[workspace.package]\nlicense = \"MIT/ISC\"\n"),
        some("ISC OR MIT", 4)
    );
    assert_eq!(cargo("[package]\nlicense-file = \"L\"\n"), some("", 2));
    assert_eq!(cargo("[package]\nname = \"a\"\n"), None);
    assert_eq!(
        of(setup_cfg(
            "[options]\nlicense = ISC\n[metadata]\nlicense = MIT\n"
        )),
        some("MIT", 4)
    );
}

/// Each report with its format and the number of its packages, as `fixtures/counts/licenses.py` says.
const REPORTS: [(&str, LicenseFormat, usize); 5] = [
    ("cargo-metadata.json", LicenseFormat::CargoMetadata, 4),
    ("license-checker.json", LicenseFormat::LicenseChecker, 10),
    ("pip-licenses.json", LicenseFormat::PipLicenses, 24),
    ("pip-licenses-all.json", LicenseFormat::PipLicenses, 19),
    ("pip-licenses-finder.json", LicenseFormat::PipLicenses, 19),
];

#[test]
fn reports_hold_what_another_reader_finds_in_them() {
    for (name, format, packages) in REPORTS {
        let bytes = fixture(name);
        let head = String::from_utf8_lossy(&bytes).into_owned();
        let found: Vec<_> = FORMATS
            .into_iter()
            .filter(|it| it.recognises(&head))
            .collect();
        assert_eq!(found, [format], "{name}");
        assert_eq!(format.read(&bytes).unwrap().packages.len(), packages);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for (name, format, _) in REPORTS {
        let output = Command::new("python3")
            .arg(folder.join("counts/licenses.py"))
            .arg(folder.join("licenses").join(name))
            .output();
        let Ok(output) = output.map_err(|error| eprintln!("not compared with Python: {error}"))
        else {
            return;
        };
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        let theirs: Vec<(String, String, String)> = serde_json::from_slice(&output.stdout).unwrap();
        let report = format.read(&fixture(name)).unwrap();
        let ours: Vec<(String, String, String)> = report
            .packages
            .into_iter()
            .map(|it| {
                let texts: Vec<&str> = it.stated.iter().map(|(text, _)| text.as_str()).collect();
                (it.name, it.version, texts.join("|"))
            })
            .collect();
        assert_eq!(ours, theirs, "{name}");
    }
}

#[test]
fn reports_of_nothing_and_broken_ones_are_refused() {
    let checker = LicenseFormat::LicenseChecker;
    let pip = LicenseFormat::PipLicenses;
    let cargo = LicenseFormat::CargoMetadata;
    for (format, text) in [
        (pip, "[]"),
        (pip, "{}"),
        (pip, r#"[{"Name": "a", "Version": "1"}]"#),
        (pip, r#"[{"Name": "a", "Version": "", "License": "MIT"}]"#),
        (checker, "{}"),
        (checker, r#"{"a@1": {}}"#),
        (checker, r#"{"@a": {"licenses": "MIT"}}"#),
        (
            checker,
            r#"{"a@1": {"licenses": "MIT"}, "a@1": {"licenses": "ISC"}}"#,
        ),
        (cargo, r#"{"packages": [], "version": 1}"#),
        (
            cargo,
            r#"{"packages": [{"name": "a", "version": "1", "license": "MIT"}], "version": 2}"#,
        ),
    ] {
        assert!(format.read(text.as_bytes()).is_err(), "{text}");
    }
    for text in [
        "[]",
        "{}",
        "",
        "{\"a\": 1}",
        "[{\"name\": \"a\", \"version\": \"1\"}]",
    ] {
        assert_eq!(recognise(text), None, "{text}");
    }
}

/// The judge is `packaging`, which implements PEP 639.
#[test]
fn packaging_agrees_on_what_is_an_expression() {
    let texts = [
        "MIT",
        "mit OR apache-2.0",
        "MIT AND",
        "GPL-2.0-or-later WITH Classpath-exception-2.0",
        "(MIT OR ISC) AND Zlib",
        "Apache-2.0+",
        "LicenseRef-Own",
        "Apache 2.0",
        "MIT WITH MIT",
        "0BSD",
        "BSD",
        "BSD-3-Clause OR (MIT",
        "MIT ISC",
        "",
        "WITH",
        "MIT OR OR ISC",
        "Apache-2.0 WITH LLVM-exception OR MIT",
        "GPL-3.0-only",
        "((MIT))",
        "MIT,ISC",
        "MIT;ISC",
    ];
    let script = "import sys, json\n\
        from packaging.licenses import canonicalize_license_expression as c\n\
        def ok(t):\n\
        \x20   try:\n\
        \x20       c(t); return True\n\
        \x20   except Exception: return False\n\
        print(json.dumps([ok(t) for t in json.load(sys.stdin)]))\n";
    let run = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let output = run.and_then(|mut child| {
        let asked = serde_json::to_vec(&texts).unwrap();
        // A python without `packaging` may be gone already.
        if let Some(mut stdin) = child.stdin.take() {
            let _ = std::io::Write::write_all(&mut stdin, &asked);
        }
        child.wait_with_output()
    });
    let Some(output) = output.ok().filter(|it| it.status.success()) else {
        eprintln!("not compared with packaging.licenses: python3 has no packaging 24.2 or newer");
        return;
    };
    let theirs: Vec<bool> = serde_json::from_slice(&output.stdout).unwrap();
    for (text, theirs) in texts.into_iter().zip(theirs) {
        assert_eq!(expression(text).is_ok(), theirs, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        let _ = read(&text);
        let _ = metadata(text.as_bytes());
    }

    #[test]
    fn what_is_read_is_an_expression_in_its_own_form(
        text in "((MIT|ISC|BSD|GPLv2|Apache 2.0|GPL-2.0\\+|LLVM-exception|LicenseRef-a) ?(AND|OR|WITH|or|/|;|,|\\(|\\))? ?){0,6}"
    ) {
        for one in read(&text).expressions() {
            let again = expression(&one);
            prop_assert_eq!(again.map(|it| it.text), Ok(one));
        }
    }

    #[test]
    fn bytes_are_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for format in FORMATS {
            let _ = format.recognises(&String::from_utf8_lossy(&bytes));
            prop_assert!(format.read(&bytes).is_err());
        }
        let _ = metadata(&bytes);
        let _ = npm_package(&bytes);
        let _ = package_lock(&bytes);
    }

    #[test]
    fn what_is_cut_off_is_no_report(which in 0..REPORTS.len(), cut in 0.0..1.0f64) {
        let (name, format, _) = REPORTS[which];
        let bytes = fixture(name);
        let whole = bytes.trim_ascii_end().len();
        let at = (whole as f64 * cut) as usize;
        prop_assert!(format.read(&bytes[..at]).is_err());
        let found = recognise(&String::from_utf8_lossy(&bytes[..at]));
        prop_assert!(found.is_none() || found == Some(format));
    }

    #[test]
    fn a_changed_byte_is_never_a_panic(which in 0..REPORTS.len(), at in 0.0..1.0f64, byte: u8) {
        let (name, format, _) = REPORTS[which];
        let mut bytes = fixture(name);
        let at = (bytes.len() as f64 * at) as usize;
        bytes[at] = byte;
        let _ = format.read(&bytes);
    }
}
