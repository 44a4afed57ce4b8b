use proptest::prelude::*;

use super::*;

const TRACKED: [&str; 9] = [
    "cmd/tool/main.go",
    "demo/__init__.py",
    "main.go",
    "setup.py",
    "src/demo/core.py",
    "src/main/java/org/demo/Prices.java",
    "src/other/core.py",
    "tests/core.py",
    "web/src/app.ts",
];

fn tracked() -> Vec<String> {
    TRACKED.iter().map(|path| (*path).to_owned()).collect()
}

/// What the path means in a checkout `/work/demo`, or why it means nothing.
fn mapped(project: &str, path: &str, roots: &[&str]) -> String {
    let tracked = tracked();
    let roots: Vec<String> = roots.iter().map(|root| (*root).to_owned()).collect();
    let paths = CoveragePaths::new("/work/demo", project, &tracked, &[]);
    match paths.map(path, &roots) {
        Ok(found) => found.to_owned(),
        Err(reason) => reason.to_string(),
    }
}

#[test]
fn absolute_paths_below_the_checkout_are_taken_as_they_stand() {
    assert_eq!(
        mapped("", "/work/demo/src/demo/core.py", &[]),
        "src/demo/core.py"
    );
    assert_eq!(
        mapped("", "/work/demo/./src/x/../demo/core.py", &[]),
        "src/demo/core.py"
    );
    let project = mapped("packages/a", "/work/demo/packages/a/setup.py", &[]);
    assert_eq!(project, "setup.py");
    let other = mapped("packages/a", "/work/demo/packages/b/src/demo/core.py", &[]);
    assert_eq!(other, "it is outside of the project");
    // `/work/demonstration` is another folder.
    assert_eq!(
        mapped("", "/work/demonstration/core.py", &[]),
        "no tracked file ends like it"
    );
}

#[test]
fn relative_paths_are_those_of_a_root_of_the_project_or_of_the_checkout() {
    assert_eq!(mapped("", "src/demo/core.py", &[]), "src/demo/core.py");
    assert_eq!(mapped("", "./setup.py", &[]), "setup.py");
    assert_eq!(
        mapped("", "core.py", &["/work/demo/src/other"]),
        "src/other/core.py"
    );
    assert_eq!(mapped("", "demo/core.py", &["src"]), "src/demo/core.py");
    assert_eq!(mapped("packages/a", "packages/a/setup.py", &[]), "setup.py");
    let outside = "it is outside of the project";
    assert_eq!(mapped("packages/a", "packages/b/setup.py", &[]), outside);
    assert_eq!(
        mapped("packages/a", "setup.py", &["/work/demo/packages/b"]),
        outside
    );
    // A root that is elsewhere, or empty, says nothing.
    assert_eq!(
        mapped("", "src/demo/core.py", &["/app", ""]),
        "src/demo/core.py"
    );
    // What a root says comes before what the path alone would mean.
    assert_eq!(
        mapped("", "main.go", &["/work/demo/cmd/tool"]),
        "cmd/tool/main.go"
    );
    assert_eq!(mapped("", "main.go", &[]), "main.go");
}

#[test]
fn paths_from_elsewhere_mean_the_one_file_that_ends_alike() {
    assert_eq!(mapped("", "/app/src/demo/core.py", &[]), "src/demo/core.py");
    assert_eq!(mapped("", "/app/setup.py", &["/app"]), "setup.py");
    assert_eq!(mapped("", "src/app.ts", &[]), "web/src/app.ts");
    let java = "src/main/java/org/demo/Prices.java";
    assert_eq!(mapped("", "org/demo/Prices.java", &[]), java);
    assert_eq!(
        mapped("", "example.com/demo/cmd/tool/main.go", &[]),
        "cmd/tool/main.go"
    );
    assert_eq!(mapped("", "example.com/demo/main.go", &[]), "main.go");
}

#[test]
fn a_name_alone_is_not_enough() {
    assert_eq!(
        mapped("", "/app/app.ts", &[]),
        "no tracked file ends like it"
    );
    assert_eq!(
        mapped("", "/usr/lib/core.py", &[]),
        "no tracked file ends like it"
    );
    assert_eq!(mapped("", "", &[]), "no tracked file ends like it");
    assert_eq!(mapped("", "/", &[]), "no tracked file ends like it");
}

#[test]
fn what_several_files_end_like_is_not_mapped() {
    let tracked: Vec<String> = ["a/src/x.py", "b/src/x.py", "src/x.py"]
        .map(str::to_owned)
        .into();
    let paths = CoveragePaths::new("/work", "", &tracked, &[]);
    let found = paths.map("/app/src/x.py", &[]);
    assert_eq!(found, Err(Unmapped::Ambiguous("src/x.py", "a/src/x.py")));
    let shown = found.unwrap_err().to_string();
    assert_eq!(shown, "it may be `src/x.py` or `a/src/x.py`");
    assert_eq!(paths.map("/app/b/src/x.py", &[]), Ok("b/src/x.py"));
}

#[test]
fn code_of_others_is_not_mapped_and_an_installed_copy_is() {
    for foreign in [
        "/home/me/.cargo/registry/src/index/other-1.0/src/app.ts",
        "web/node_modules/other/src/app.ts",
        "/work/demo/build/_deps/other-src/src/app.ts",
        "/app/vendor/example.com/cmd/tool/main.go",
        "/go/pkg/mod/example.com/other@v1.0.0/cmd/tool/main.go",
    ] {
        let reason = mapped("", foreign, &[]);
        assert_eq!(
            reason, "it is in a folder for the code of others",
            "{foreign}"
        );
    }
    let installed = "/work/demo/.tox/py/lib/python3.11/site-packages";
    assert_eq!(
        mapped("", &format!("{installed}/demo/core.py"), &[]),
        "src/demo/core.py"
    );
    let other = format!("{installed}/others/src/app.ts");
    assert_eq!(mapped("", &other, &[]), "no tracked file ends like it");
}

#[test]
fn what_the_project_itself_keeps_of_others_is_mapped() {
    let tracked = ["src/app.ts", "vendor/lib/src/app.ts"].map(str::to_owned);
    let paths = CoveragePaths::new("/work", "", &tracked, &[]);
    let kept = Ok("vendor/lib/src/app.ts");
    assert_eq!(paths.map("/app/vendor/lib/src/app.ts", &[]), kept);
    assert_eq!(paths.map("vendor/lib/src/app.ts", &[]), kept);
    let other = paths.map("/app/vendor/other/src/app.ts", &[]);
    assert_eq!(other, Err(Unmapped::Foreign));
}

#[test]
fn one_path_of_a_report_means_a_file_by_its_end() {
    let tracked = tracked();
    let paths = CoveragePaths::new("/work/demo", "", &tracked, &[]);
    let all = |list: &[&str]| paths.map_all(list.iter().copied(), &[]);
    let (core, contested) = (
        "src/demo/core.py",
        Err(Unmapped::Contested("src/demo/core.py")),
    );
    let whole = "/work/demo/src/demo/core.py";
    // What stands in the checkout is meant, and not what a build has fetched.
    assert_eq!(
        all(&[whole, "/work/demo/build/x/demo/core.py"]),
        [Ok(core), contested]
    );
    assert_eq!(all(&["/a/demo/core.py", whole]), [contested, Ok(core)]);
    assert_eq!(
        all(&["/a/demo/core.py", "/b/demo/core.py"]),
        [contested, contested]
    );
    // The same path twice is one file.
    assert_eq!(
        all(&["/a/demo/core.py", "/a/./demo/core.py"]),
        [Ok(core), Ok(core)]
    );
    assert_eq!(all(&[whole, "src/demo/core.py"]), [Ok(core), Ok(core)]);
    let other = "/a/src/other/core.py";
    assert_eq!(
        all(&["/a/demo/core.py", other]),
        [Ok(core), Ok("src/other/core.py")]
    );
    assert_eq!(
        contested.unwrap_err().to_string(),
        "it ends like `src/demo/core.py`, and so does another path of the report"
    );
}

#[test]
fn files_of_the_repository_that_are_not_the_projects_are_known() {
    let tracked = ["src/util/x.ts", "src/y.ts"].map(str::to_owned);
    let outside = ["lib/src/util/x.ts", "packages/b/src/util/x.ts"].map(str::to_owned);
    let paths = CoveragePaths::new("/work", "packages/a", &tracked, &outside);
    for other in [
        "/app/packages/b/src/util/x.ts",
        "../b/src/util/x.ts",
        "b/src/util/x.ts",
        "../../lib/src/util/x.ts",
        "../../../elsewhere/src/y.ts",
        "/work/packages/b/src/util/x.ts",
    ] {
        assert_eq!(paths.map(other, &[]), Err(Unmapped::Outside), "{other}");
    }
    for own in [
        "/app/packages/a/src/util/x.ts",
        "../a/src/util/x.ts",
        "a/src/util/x.ts",
        "src/util/x.ts",
    ] {
        assert_eq!(paths.map(own, &[]), Ok("src/util/x.ts"), "{own}");
    }
    assert_eq!(paths.map("/app/src/y.ts", &[]), Ok("src/y.ts"));
    let both = paths.map("/app/src/util/x.ts", &[]);
    assert!(matches!(both, Err(Unmapped::Ambiguous(..))), "{both:?}");
}

#[test]
fn windows_drives_may_differ_in_case() {
    let tracked = tracked();
    let paths = CoveragePaths::new("c:/Work", "", &tracked, &[]);
    assert_eq!(paths.map("C:\\Work\\setup.py", &[]), Ok("setup.py"));
    assert_eq!(paths.map("\\\\?\\C:\\Work\\setup.py", &[]), Ok("setup.py"));
    assert_eq!(
        paths.map("core.py", &["C:/Work/tests".to_owned()]),
        Ok("tests/core.py")
    );
    assert_eq!(
        paths.map("D:\\app\\src\\demo\\core.py", &[]),
        Ok("src/demo/core.py")
    );
}

#[test]
fn many_files_of_one_name_are_no_burden() {
    // Twenty thousand look-ups in as many files of one name: by trying each, 4 · 10^8 steps.
    let mut tracked: Vec<String> = (0..20_000)
        .map(|number| format!("src/p{number}/mod.rs"))
        .collect();
    tracked.sort_unstable();
    let paths = CoveragePaths::new("/work", "", &tracked, &[]);
    for number in 0..20_000 {
        let found = paths.map(&format!("/app/p{number}/mod.rs"), &[]);
        assert_eq!(found, Ok(format!("src/p{number}/mod.rs").as_str()));
    }
}

proptest! {
    #[test]
    fn a_tracked_file_is_found_from_the_checkout_and_from_elsewhere(
        names in prop::collection::btree_set("[a-c]{1,2}(/[a-c]{1,2}){0,3}", 1..20),
        folder in "[x-z]{1,3}",
    ) {
        let tracked: Vec<String> = names.into_iter().collect();
        let paths = CoveragePaths::new("/work", "", &tracked, &[]);
        for path in &tracked {
            prop_assert_eq!(paths.map(&format!("/work/{path}"), &[]), Ok(path.as_str()));
            prop_assert_eq!(paths.map(path, &[]), Ok(path.as_str()));
            // Elsewhere, it is this file or one of several, and never another one.
            match paths.map(&format!("/{folder}/{path}"), &[]) {
                Ok(found) => prop_assert_eq!(found, path.as_str()),
                Err(reason) => prop_assert!(matches!(reason, Unmapped::Ambiguous(..))),
            }
        }
    }

    #[test]
    fn any_path_is_looked_up_without_panic(path in "\\PC{0,40}", root in "\\PC{0,20}") {
        let tracked = tracked();
        let paths = CoveragePaths::new(&root, "", &tracked, &[]);
        let _ = paths.map(&path, &[root]);
    }
}
