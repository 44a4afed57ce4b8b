use proptest::prelude::*;

use super::*;

fn words(text: &str) -> Vec<String> {
    let commands = read(text, Shell::default()).commands;
    commands
        .iter()
        .map(|command| command.words.join(" "))
        .collect()
}

fn ignored(text: &str) -> Vec<Option<Ignored>> {
    let commands = read(text, Shell::default()).commands;
    commands.iter().map(|command| command.ignored).collect()
}

fn names(text: &str) -> Vec<String> {
    let commands = read(text, Shell::default()).commands;
    let named = commands.iter().flat_map(|command| named(&command.words));
    named
        .filter_map(|named| named.names.last().cloned())
        .collect()
}

fn options(text: &str) -> Vec<String> {
    let commands = read(text, Shell::default()).commands;
    named(&commands[0].words).pop().unwrap().options
}

#[test]
fn commands_end_where_the_shell_ends_them() {
    assert_eq!(
        words("a 1; b 2 && c \\\n  3 | d\n# twine upload\ne # twine upload\nf || g & h"),
        ["a 1", "b 2", "c 3", "d", "e", "f", "g", "h"]
    );
    assert_eq!(words("a \\\r\n b\r\nc\r\n"), ["a b", "c"]);
}

#[test]
fn what_cargo_deny_checks_is_a_name_each() {
    let checks = |text: &str| {
        let commands = read(text, Shell::default()).commands;
        let names = named(&commands[0].words).remove(0).names.into_iter();
        let checks = names.filter_map(|it| Some(it.split_once(" check ")?.1.to_owned()));
        let mut checks: Vec<String> = checks.collect();
        checks.sort();
        checks.dedup();
        checks.join(" ")
    };
    for (text, expected) in [
        ("cargo deny check", "all"),
        ("cargo deny --all-features check", "all"),
        ("cargo +nightly deny check -D warnings", "all"),
        ("cargo-deny check advisories", "advisories"),
        ("cargo deny check license", "licenses"),
        ("cargo deny check bans advisories", "advisories bans"),
        ("cargo deny list", ""),
        ("cargo vet check", ""),
    ] {
        assert_eq!(checks(text), expected, "{text}");
    }
}

#[test]
fn each_goal_of_maven_and_gradle_is_a_name() {
    let all = |text: &str| {
        let commands = read(text, Shell::default()).commands;
        named(&commands[0].words).remove(0).names
    };
    for (text, goal) in [
        ("mvn -B clean verify -Pci", "mvn verify"),
        ("./mvnw -s settings.xml clean deploy", "mvn deploy"),
        ("./gradlew :core:test --info", "gradle test"),
        ("gradle assemble check", "gradle check"),
    ] {
        assert!(
            all(text).contains(&goal.to_owned()),
            "{text}: {:?}",
            all(text)
        );
    }
    assert!(!all("mvn -pl verify install").contains(&"mvn verify".to_owned()));
    assert!(!all("gradle build -x test").contains(&"gradle test".to_owned()));
    assert!(!all("make clean verify").contains(&"make verify".to_owned()));
}

#[test]
fn a_shell_knows_what_it_has_switched() {
    let after = |text: &str| read(text, Shell::default()).after;
    assert!(after("set +e\nx").errors_off);
    assert!(!after("set +e; set -e").errors_off);
    assert!(after("set -o pipefail").pipefail);
    let off = Shell {
        errors_off: true,
        ..Shell::default()
    };
    let commands = read("a; set -e; b", off).commands;
    assert_eq!(commands[0].ignored, Some(Ignored::ErrorsOff));
    assert_eq!(commands[2].ignored, None);
    let last = Shell {
        last_counts: true,
        ..off
    };
    let commands = read("a; b", last).commands;
    assert_eq!(commands[0].ignored, Some(Ignored::ErrorsOff));
    assert_eq!(commands[1].ignored, None);
    assert_eq!(
        read("a; echo", last).commands[0].ignored,
        Some(Ignored::ErrorsOff)
    );
}

#[test]
fn what_is_only_written_is_no_command() {
    for text in [
        "echo \"twine upload dist/*\"",
        "echo 'twine upload'",
        "cat <<EOF > notes\ntwine upload\nEOF\n",
        "cat <<-'EOF'\n\ttwine upload\n\tEOF\n",
        "x=$(twine upload)",
        "x=`twine upload`",
        "# twine upload",
        "echo twine upload",
        "cat <<< 'twine upload'",
        "for twine in upload; do echo; done",
    ] {
        let found = read(text, Shell::default()).commands;
        assert!(
            found.iter().all(|command| command.words[0] != "twine"),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn commands_after_a_document_are_read() {
    assert_eq!(words("cat <<EOF\ntwine\nEOF\npytest\n"), ["cat", "pytest"]);
    assert_eq!(words("cat <<A <<B\nx\nA\ny\nB\npytest"), ["cat", "pytest"]);
}

#[test]
fn keywords_assignments_and_redirections_are_taken_off() {
    assert_eq!(
        words("if ! A=1 B=\"x y\" pytest -q 2>&1 >log; then exit 1; fi"),
        ["pytest -q", "exit 1"]
    );
    assert_eq!(
        words("for f in dist/*; do gpg -b \"$f\"; done\nwhile read x; do foo; done < file"),
        ["gpg -b $f", "read x", "foo"]
    );
    assert_eq!(
        words("case $x in\n  v*) twine upload ;;\n  *|y) pytest;;\nesac"),
        ["twine upload", "pytest"]
    );
    assert_eq!(
        words("release() {\n  twine upload\n}\nrelease"),
        ["twine upload", "release"]
    );
    assert_eq!(words("(cd x && make)"), ["cd x", "make"]);
    assert_eq!(words("diff <(a b) c &> log"), ["diff c"]);
}

#[test]
fn expansions_stay_as_they_are_written() {
    assert_eq!(
        words("twine upload ${{ inputs.a && 'b;c' }} $(x \"(\" y) \"${v:-a b}\""),
        ["twine upload ${{ inputs.a && 'b;c' }} $(…) ${v:-a b}"]
    );
}

#[test]
fn a_failure_that_nobody_sees_is_told() {
    use Ignored::*;
    assert_eq!(ignored("pytest"), [None]);
    assert_eq!(ignored("pytest || true"), [Some(OrTrue), None]);
    assert_eq!(ignored("pytest || exit 0"), [Some(OrTrue), None]);
    assert_eq!(ignored("pytest || exit 1"), [None, None]);
    assert_eq!(ignored("pytest || { echo no; exit 1; }")[0], Some(OrTrue));
    assert_eq!(ignored("(pytest) || :")[0], Some(OrTrue));
    assert_eq!(
        ignored("a && pytest || true"),
        [Some(OrTrue), Some(OrTrue), None]
    );
    assert_eq!(ignored("pytest | tee log"), [Some(Pipe), None]);
    assert_eq!(ignored("set -o pipefail\npytest | tee log")[1], None);
    assert_eq!(ignored("set -euo pipefail\npytest | tee log")[1], None);
    assert_eq!(ignored("pytest &"), [Some(Background)]);
    assert_eq!(ignored("! pytest"), [Some(Negated)]);
    assert_eq!(
        ignored("set +e\npytest\nset -e\npytest")[1..],
        [Some(ErrorsOff), None, None]
    );
}

#[test]
fn wrappers_are_taken_off() {
    for text in [
        "pytest",
        "uv run pytest -x",
        "uv run --with foo --group test -- pytest",
        "python3.12 -m pytest",
        "python -W error -m pytest",
        "poetry run python -m pytest",
        "sudo -u me env A=b timeout 60 pytest",
        "coverage run -m pytest",
        "coverage run --source x -m pytest",
        "'C:\\tools\\pytest.exe'",
        ".venv/bin/pytest tests",
        "bash -euc 'cd x && pytest'",
        "xvfb-run -s '-screen 0' pytest",
        "npx pytest@9.1",
        "go run -mod=mod example.org/x/cmd/pytest@latest ./...",
        "go tool pytest",
        "npx nyc --reporter lcov --silent pytest",
        "c8 -r text -o x pytest",
        "cross-env A=1 B=2 pytest",
        "dotenv -e .env -- pytest",
    ] {
        let found = names(text);
        let is_there = found
            .iter()
            .any(|name| name == "pytest" || name.starts_with("pytest "));
        assert!(is_there, "{text}: {found:?}");
    }
    assert_eq!(
        names("python release.py -m pytest"),
        ["python release.py pytest"]
    );
    assert!(
        names("bash -c 'pytest || true'")
            .iter()
            .all(|name| !name.starts_with("pytest"))
    );
}

#[test]
fn what_a_shell_ignores_is_named_where_it_is_asked_for() {
    let is_there = |named: fn(&[String]) -> Vec<Named>, text: &str| {
        let command = &read(text, Shell::default()).commands[0];
        let is_it = |it: &Named| it.names.contains(&"eslint".to_owned());
        named(&command.words).iter().any(is_it)
    };
    for text in ["sh -c 'eslint . || true'", "sh -c 'eslint .; exit 0'"] {
        assert!(is_there(all_named, text), "{text}");
    }
    assert!(!is_there(named, "sh -c 'eslint . || true'"));
}

#[test]
fn names_skip_options_and_their_values() {
    assert_eq!(
        names("docker --context x buildx build --push ."),
        ["docker buildx build"]
    );
    assert_eq!(names("cargo +nightly test --all"), ["cargo test"]);
    assert_eq!(names("git -C sub push origin v1"), ["git push origin"]);
    assert_eq!(names("./gradlew publish"), ["gradle publish"]);
}

#[test]
fn options_are_alone_and_with_their_value() {
    assert_eq!(
        options("twine upload --repository=testpypi -r x -ab"),
        [
            "--repository",
            "--repository testpypi",
            "-a",
            "-ab",
            "-b",
            "-r",
            "-r x"
        ]
    );
}

#[test]
fn long_options_of_one_dash_are_no_clusters() {
    assert_eq!(
        options("go test -race -v ./..."),
        ["-race", "-v", "-v ./..."]
    );
    assert_eq!(names("\"$@\""), ["$@"]);
}

#[test]
fn the_line_is_that_of_the_first_word() {
    let commands = read("a\n\nb \\\n c\nd", Shell::default()).commands;
    let lines: Vec<u64> = commands.iter().map(|command| command.line).collect();
    assert_eq!(lines, [1, 3, 5]);
}

#[test]
fn a_text_too_long_is_not_complete() {
    assert!(read("a\n", Shell::default()).complete);
    assert!(!read(&"a\n".repeat(MAX_SHELL), Shell::default()).complete);
    assert!(!read(&"a\n".repeat(MAX_COMMANDS + 1), Shell::default()).complete);
    let long = format!("echo {}", "x".repeat(10_000));
    assert!(read(&long, Shell::default()).commands[0].words[1].len() <= 512);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(a|b=|\"|'|`|\\$\\(|\\$\\{\\{|\\}|\\)|\\(|<<|EOF|\n|\\\\|;|&|\\||>|#| |if |case x in |é|-){0,60}") {
        let script = read(&text, Shell::default());
        for command in script.commands {
            prop_assert!(!command.words.is_empty());
            prop_assert!(command.line as usize <= text.lines().count() + 1);
            let _ = named(&command.words);
        }
    }

    #[test]
    fn quoted_words_come_back(list in prop::collection::vec("[a-z &|;#()]{1,12}", 1..5)) {
        let text = list.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
        let commands = read(&text, Shell::default()).commands;
        prop_assert_eq!(&commands[0].words, &list);
    }
}
