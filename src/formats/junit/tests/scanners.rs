//! Reports of scanners in JUnit XML, which are no tests.

use super::*;

#[test]
fn suites_of_scanners_are_no_tests() {
    for (name, tool, suite, cases, bad) in [
        ("scan-bandit.xml", "bandit", "bandit", 2, 2),
        ("scan-ruff.xml", "ruff", "/work/demo/bad.py", 1, 1),
        ("scan-mypy.xml", "mypy", "mypy", 1, 1),
        ("scan-eslint.xml", "eslint", "/work/demo/src/demo.js", 1, 1),
        ("scan-cfn-lint.xml", "cfn-lint", "CloudFormation Lint", 3, 0),
        ("scan-cpplint.xml", "cpplint", "cpplint", 1, 0),
        ("scan-stylelint.xml", "stylelint", "/work/demo/a.css", 1, 0),
        ("scan-rumdl.xml", "rumdl", "a.md", 1, 0),
        ("scan-ty.xml", "ty", "ty", 1, 0),
    ] {
        let report = read_fixture(name);
        assert_eq!(report.cases, [], "{name}");
        let scan = Scan {
            bad,
            tool: tool.to_owned(),
            suite: suite.to_owned(),
            cases,
        };
        assert_eq!(report.scans, [scan], "{name}");
    }
}

#[test]
fn a_scanner_among_tests_takes_none_of_them_away() {
    // In the form of Trivy's template.
    let mixed = "<testsuites><testsuite name='package-lock.json' tests='1' failures='2'>\
                 <testcase classname='a-1.0' name='CVE-2026-1' time=''>\
                 <failure message='b' type='description'>c</failure>\
                 <failure message='' type='severity'>HIGH</failure></testcase></testsuite>\
                 <testsuite name='d' tests='2'>\
                 <testcase name='handles CVE-2026-2'><failure type='severity'/></testcase>\
                 <testcase name='e'/></testsuite></testsuites>";
    let report = read(mixed.as_bytes()).unwrap();
    assert_eq!(report.scans.len(), 1);
    assert_eq!(report.scans[0].tool, "trivy");
    assert_eq!(report.cases.len(), 2);
    let own = "<testsuites name='relcheck policy test' tests='1'><testsuite name='a' tests='1'>\
               <testcase name='b'/></testsuite></testsuites>";
    assert_eq!(read(own.as_bytes()).unwrap().cases, []);
    // A package of that name is a test where the runner is known.
    let named = "<testsuites name='nextest-run' tests='1'><testsuite name='ruff' tests='1'>\
                 <testcase name='b'/></testsuite></testsuites>";
    assert_eq!(read(named.as_bytes()).unwrap().cases.len(), 1);
    let lint = "<testsuites><testsuite name='main.go' tests='1' errors='0' failures='1'>\
                <testcase name='errcheck' classname='main.go:10:2'>\
                <failure message='main.go:10:2: not checked' type=''/></testcase></testsuite>\
                </testsuites>";
    assert_eq!(read(lint.as_bytes()).unwrap().cases.len(), 1);
    let lint = lint.replace("type=''", "type='error'");
    assert_eq!(
        read(lint.as_bytes()).unwrap().scans[0].tool,
        "golangci-lint"
    );
}

#[test]
fn a_clean_scan_is_no_test_that_passes() {
    let suite = |attributes: &str| {
        format!("<testsuites><testsuite {attributes}><testcase name='a'/></testsuite></testsuites>")
    };
    let suites = |attributes: &str| {
        format!(
            "<testsuites {attributes}><testsuite name='a' tests='1'>\
             <testcase name='a' classname='b'/></testsuite></testsuites>"
        )
    };
    let case = |attributes: &str| {
        format!(
            "<testsuites><testsuite name='Model'><testcase {attributes}/></testsuite></testsuites>"
        )
    };
    // In the forms of each tool's own formatter.
    for (text, tool) in [
        (suite("name='CloudFormation Lint'"), "cfn-lint"),
        (suite("name='Format check'"), "black"),
        (suite("name='OASDiff' package='com.oasdiff'"), "oasdiff"),
        (suite("name='commitlint'"), "commitlint"),
        (suite("name='doxygen'"), "doxygen"),
        (suite("name='yaml-lint'"), "yaml-lint"),
        (suites("name='cfn-guard validate report'"), "cfn-guard"),
        (suites("name='rumdl'"), "rumdl"),
        (suites("name='ty'"), "ty"),
        (suite("name='Cppcheck errors'"), "cppcheck"),
        (suite("name='PHP CS Fixer'"), "php-cs-fixer"),
        (suite("name='Twig CS Fixer'"), "twig-cs-fixer"),
        (suite("name='easy-coding-standard'"), "easy-coding-standard"),
        (suite("name='erblint'"), "erblint"),
        (suite("name='jshint'"), "jshint"),
        (
            suite("name='markdownlint-cli2-formatter-junit'"),
            "markdownlint-cli2",
        ),
        (suite("name='rubocop'"), "rubocop"),
        (
            suite("name='openapi.yaml' package='org.spectral'"),
            "spectral",
        ),
        (suites("name='Dastardly scan results - none'"), "dastardly"),
        (suites("name='Kubescape Scanning'"), "kubescape"),
        (suites("name='PHP_CodeSniffer 3.13.0'"), "php_codesniffer"),
        (suites("name='Popeye'"), "popeye"),
        (suites("name='Regula'"), "regula"),
        (suites("name='TERRASCAN_POLICY_SUITES'"), "terrascan"),
        (suites("name='grype-junit'"), "grype"),
        (suites("name='kube-score'"), "kube-score"),
        (suites("name='lychee link check results'"), "lychee"),
        (suites("package='stylelint.rules'"), "stylelint"),
        (case("name='app.models:0:0' classname='pylint'"), "pylint"),
        (
            case("name='a.js' classname='com.googlecode.jslint4java'"),
            "jslint4java",
        ),
        (
            case("name='All Rules' classname='net.protolint.ALL_RULES'"),
            "protolint",
        ),
        (
            case("name='Model - App\\User' classname='App\\User'"),
            "deptrac",
        ),
        (
            case("name='[NONE][BC_AWS_S3_1] A bucket is private'"),
            "checkov",
        ),
    ] {
        let report = read(text.as_bytes()).unwrap();
        assert_eq!(report.cases, [], "{text}");
        let scanners: Vec<_> = report.scans.iter().map(|scan| &scan.tool).collect();
        assert_eq!(scanners, [tool], "{text}");
    }
    for text in [
        suite("name='PHP unit tests'"),
        suite("name='bundle'"),
        case("name='Model - shows' classname='Shows'"),
    ] {
        assert_eq!(read(text.as_bytes()).unwrap().cases.len(), 1, "{text}");
    }
}
