//! Lock files that say one thing, and the manifests beside them another.

use insta::assert_snapshot;

use crate::harness::History;

/// `NAME VERSION SCOPE` of each package of a project with these files, and what its lock files leave
/// open.
fn told(files: &[(&str, &str)]) -> String {
    let history = History::released("1.2.3");
    for (path, text) in files {
        history.write(path, text);
    }
    history.commit("feat: ask for more");
    let fact = history.relcheck().fact("dependencies")["value"].clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let packages = fact["packages"].as_array().unwrap().iter();
    let mut told: Vec<String> = packages
        .map(|it| {
            format!(
                "{} {} {}",
                text(&it["name"]),
                text(&it["version"]),
                text(&it["scope"])
            )
        })
        .collect();
    let sources = fact["sources"].as_array().unwrap().iter();
    told.extend(
        sources
            .filter(|it| !it["problem"].is_null())
            .map(|it| text(&it["problem"])),
    );
    told.join("\n")
}

/// A `package-lock.json` of `demo`, which asks for `left` in this list, and `left` for `deep`.
fn npm_lock(list: &str, flag: &str) -> String {
    format!(
        r#"{{"name": "demo", "lockfileVersion": 3, "packages": {{
            "": {{"name": "demo", "{list}": {{"left": "1.0.0"}}}},
            "node_modules/left": {{"version": "1.0.0", {flag}"dependencies": {{"deep": "2.0.0"}}}},
            "node_modules/deep": {{"version": "2.0.0"{}}}
        }}}}"#,
        if flag.is_empty() {
            ""
        } else {
            ", \"dev\": true"
        }
    )
}

#[test]
fn what_is_asked_for_to_run_is_so_whatever_an_old_package_lock_says() {
    let stale = npm_lock("devDependencies", "\"dev\": true, ");
    let to_run = r#"{"name": "demo", "dependencies": {"left": "1.0.0"}}"#;
    let to_develop = r#"{"name": "demo", "devDependencies": {"left": "1.0.0"}}"#;
    assert_snapshot!(told(&[("package.json", to_run), ("package-lock.json", &stale)]), @r"
    deep 2.0.0 runtime
    left 1.0.0 runtime
    ");
    assert_snapshot!(told(&[("package.json", to_develop), ("package-lock.json", &stale)]), @r"
    deep 2.0.0 development
    left 1.0.0 development
    ");
}

#[test]
fn a_member_that_only_development_needs_leaves_what_it_asks_for_to_development() {
    let lock = r#"{"name": "demo", "lockfileVersion": 3, "packages": {
        "": {"name": "demo", "devDependencies": {"lint": "file:packages/lint"}},
        "packages/lint": {"version": "1.0.0", "dev": true, "dependencies": {"left": "1.0.0"}},
        "node_modules/lint": {"resolved": "packages/lint", "link": true},
        "node_modules/left": {"version": "1.0.0", "dev": true}
    }}"#;
    let files = [
        (
            "package.json",
            r#"{"name": "demo", "devDependencies": {"lint": "file:packages/lint"}}"#,
        ),
        (
            "packages/lint/package.json",
            r#"{"name": "lint", "dependencies": {"left": "1.0.0"}}"#,
        ),
        ("package-lock.json", lock),
    ];
    assert_eq!(told(&files), "left 1.0.0 development");
}

#[test]
fn what_is_asked_for_to_run_is_so_whatever_an_old_lock_of_python_says() {
    let poetry = "[tool.poetry]\nname = \"demo\"\n[tool.poetry.dependencies]\npython = \"^3.8\"\nleft = \"^1.0\"\n";
    let package = "[[package]]\nname = \"left\"\nversion = \"1.0.0\"\noptional = false\npython-versions = \"*\"\nfiles = []\n";
    let end = "[metadata]\ncontent-hash = \"x\"\n";
    for line in ["category = \"dev\"\nX", "groups = [\"dev\"]\nX"] {
        let lock = format!(
            "{}\n{end}lock-version = \"2.1\"\n",
            package.replace("files", &line.replace('X', "files"))
        );
        let told = told(&[("pyproject.toml", poetry), ("poetry.lock", &lock)]);
        assert_eq!(told, "left 1.0.0 runtime", "{line}");
    }
    let project = "[project]\nname = \"demo\"\nversion = \"1.2.3\"\ndependencies = [\"left>=1\"]\n";
    let pdm = "[metadata]\nlock_version = \"4.5.0\"\n\n[[package]]\nname = \"left\"\nversion = \"1.0.0\"\ngroups = [\"dev\"]\nfiles = []\n";
    assert_eq!(
        told(&[("pyproject.toml", project), ("pdm.lock", pdm)]),
        "left 1.0.0 runtime"
    );
    let pipfile = "[packages]\nleft = \"*\"\n";
    let lock = r#"{"_meta": {"hash": {"sha256": "x"}, "pipfile-spec": 6, "requires": {}, "sources": []}, "default": {}, "develop": {"left": {"version": "==1.0.0"}}}"#;
    assert_eq!(
        told(&[("Pipfile", pipfile), ("Pipfile.lock", lock)]),
        "left 1.0.0 runtime"
    );
}

#[test]
fn what_is_asked_for_to_run_is_so_whatever_an_old_pnpm_lock_says() {
    let lock = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    devDependencies:\n      left:\n        specifier: ^1.0.0\n        version: 1.0.0\n\npackages:\n\n  left@1.0.0:\n    resolution: {integrity: sha512-AA}\n\nsnapshots:\n\n  left@1.0.0: {}\n";
    let manifest = r#"{"name": "demo", "dependencies": {"left": "^1.0.0"}}"#;
    assert_eq!(
        told(&[("package.json", manifest), ("pnpm-lock.yaml", lock)]),
        "left 1.0.0 runtime"
    );
}

#[test]
fn a_package_from_the_archive_of_another_one_is_not_what_it_is_called() {
    let manifest = r#"{"name": "demo", "dependencies": {"left": "1.0.0"}}"#;
    let npm = |resolved: &str| {
        let lock = format!(
            r#"{{"name": "demo", "lockfileVersion": 3, "packages": {{"": {{"dependencies": {{"left": "1.0.0"}}}}, "node_modules/left": {{"version": "1.0.0", "resolved": "{resolved}"}}}}}}"#
        );
        told(&[("package.json", manifest), ("package-lock.json", &lock)])
    };
    let yarn = |resolved: &str| {
        let lock = format!(
            "# yarn lockfile v1\n\n\nleft@1.0.0:\n  version \"1.0.0\"\n  resolved \"{resolved}#00\"\n"
        );
        told(&[("package.json", manifest), ("yarn.lock", &lock)])
    };
    for host in ["https://registry.npmjs.org", "https://registry.yarnpkg.com"] {
        for archive in [
            "evil/-/evil-6.6.6.tgz",
            "left/-/left-6.6.6.tgz",
            "@evil/left/-/left-1.0.0.tgz",
        ] {
            let told = npm(&format!("{host}/{archive}"));
            let gap =
                format!("takes `left` 1.0.0 from `{archive}`, which the registry has for another");
            assert!(told.ends_with(&gap), "{told}");
            let told = yarn(&format!("{host}/{archive}"));
            assert!(told.ends_with(&gap), "{told}");
        }
        let address = format!("{host}/left/-/left-1.0.0.tgz");
        assert!(!npm(&address).contains("takes"), "{address}");
        assert!(!yarn(&address).contains("takes"), "{address}");
    }
    assert!(!npm("https://npm.example.org/left/-/left-1.0.0.tgz").contains("takes"));
}

#[test]
fn a_package_lock_that_tells_older_npm_something_else_is_refused() {
    let lock = |old: &str| {
        format!(
            r#"{{"name": "demo", "lockfileVersion": 2, "packages": {{"": {{"dependencies": {{"left": "1.0.0"}}}}, "node_modules/left": {{"version": "1.0.0"}}, "node_modules/left/node_modules/deep": {{"version": "2.0.0"}}}}, "dependencies": {{{old}}}}}"#
        )
    };
    let manifest = r#"{"name": "demo", "dependencies": {"left": "1.0.0"}}"#;
    let told = |old: &str| {
        told(&[
            ("package.json", manifest),
            ("package-lock.json", &lock(old)),
        ])
    };
    let same = r#""left": {"version": "1.0.0", "dependencies": {"deep": {"version": "2.0.0"}}}, "w": {"version": "file:w"}"#;
    assert!(!told(same).contains("dependencies"), "{}", told(same));
    for (old, what) in [
        (
            r#""left": {"version": "6.6.6"}"#,
            "`left` is 6.6.6 in `dependencies`, and 1.0.0 in `packages`",
        ),
        (
            r#""more": {"version": "1.0.0"}"#,
            "`more` is 1.0.0 in `dependencies`, and nothing in `packages`",
        ),
        (
            r#""left": {"version": "1.0.0", "dependencies": {"deep": {"version": "3.0.0"}}}"#,
            "`deep` is 3.0.0 in `dependencies`, and 2.0.0 in `packages`",
        ),
    ] {
        assert!(told(old).contains(what), "{}", told(old));
    }
}

#[test]
fn what_a_workspace_lends_is_asked_for_like_anything_else() {
    let lock = |version: &str| {
        format!(
            "version = 3\n\n[[package]]\nname = \"app\"\nversion = \"1.0.0\"\ndependencies = [\"left\"]\n\n[[package]]\nname = \"own\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"left\"\nversion = \"{version}\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n"
        )
    };
    let found = |lent: &str, asked: &str| {
        let root =
            format!("[workspace]\nmembers = [\"crates/*\"]\n\n[workspace.dependencies]\n{lent}\n");
        let member = |name: &str, asked: &str| {
            format!(
                "[package]\nname = \"{name}\"\nversion = \"1.0.0\"\n\n[dependencies]\n{asked}\n"
            )
        };
        told(&[
            ("Cargo.toml", &root),
            ("crates/app/Cargo.toml", &member("app", asked)),
            ("crates/own/Cargo.toml", &member("own", "")),
            ("Cargo.lock", &lock("1.4.0")),
        ])
    };
    let fine = "left 1.4.0 runtime";
    for (lent, asked) in [
        ("left = \"1\"", "left.workspace = true"),
        (
            "left = { version = \"1.3\" }",
            "left = { workspace = true, features = [\"x\"] }",
        ),
        (
            "other = { version = \"1\", package = \"left\" }",
            "other.workspace = true",
        ),
        (
            "own = { path = \"crates/own\" }\nleft = \"1\"",
            "own.workspace = true\nleft.workspace = true",
        ),
        (
            "left = { git = \"https://example.org/left\" }",
            "left.workspace = true",
        ),
        (
            "right = \"1\"",
            "left = \"1\"\nright = { workspace = true, optional = true }",
        ),
    ] {
        assert_eq!(found(lent, asked), fine, "{lent} {asked}");
    }
    assert_eq!(
        found("left = \"=1.5.0\"", "left.workspace = true"),
        format!("{fine}\nholds `left` 1.4.0, but `crates/app/Cargo.toml` asks for =1.5.0")
    );
    assert_eq!(
        found("right = \"1\"", "right.workspace = true\nleft = \"1\""),
        format!("{fine}\ndoes not hold `right`, which `crates/app/Cargo.toml` asks for")
    );
}
