use super::*;

/// The problems of one rule with this body.
fn body(body: &str) -> String {
    refusal(vec![rule("files.odd", body)]).replace("policies/files/odd/odd.rego:", "")
}

/// The problems of one plain rule with one thing in its metadata replaced.
fn metadata(from: &str, to: &str) -> String {
    assert!(METADATA.contains(from));
    let text = METADATA.replace(from, to);
    let text = format!("{text}package relcheck.policy.files.odd\n{PLAIN}\n");
    refusal(vec![PolicyFile::new("policies/files/odd/odd.rego", text)])
        .replace("policies/files/odd/odd.rego:", "")
}

#[test]
fn a_rule_has_metadata() {
    let bare = PolicyFile::new(
        "policies/files/odd/odd.rego",
        format!("# a note\npackage relcheck.policy.files.odd\n{PLAIN}\n"),
    );
    assert_eq!(
        refusal(vec![bare]),
        "policies/files/odd/odd.rego:2:1: the rule has no METADATA block above its `package` line"
    );
    let far = PolicyFile::new(
        "policies/files/odd/odd.rego",
        format!("{METADATA}\npackage relcheck.policy.files.odd\n{PLAIN}\n"),
    );
    assert_eq!(
        refusal(vec![far]),
        "policies/files/odd/odd.rego:12:1: the rule has no METADATA block above its `package` line"
    );
}

#[test]
fn metadata_keys_are_known_and_complete() {
    assert_eq!(
        metadata("stages:", "stagse:"),
        "5:5: there is no key `stagse` here; did you mean `stages`? (known: stages, types, level, needs, fix, source, controls, effective_on, depends_on, decides_type)"
    );
    assert_eq!(
        metadata("# title:", "# authors: [x]\n# title:"),
        "2:3: there is no key `authors` here (known: scope, title, description, custom)"
    );
    assert!(metadata("#   fix: Make it even.\n", "").ends_with("the key `fix` is missing"));
    assert!(metadata("# title: Nothing is odd\n", "").ends_with("the key `title` is missing"));
    assert_eq!(
        metadata("#   types: [patch, minor]\n", ""),
        "5:13: the key `types` is missing: only a rule of the stage `process` alone has none"
    );
    assert_eq!(metadata("Make it even.", "\" \""), "9:10: `fix` is empty");
    assert!(
        metadata("#   level: deny\n", "#   level: deny\n#   level: warn\n")
            .starts_with("8:5: duplicate")
    );
    assert_eq!(
        metadata("# custom:", "# custom: ["),
        "4:11: expected mapping start"
    );
}

#[test]
fn metadata_values_are_known() {
    assert_eq!(
        metadata("[pre-release]", "[pre-release, prerelease]"),
        "5:27: there is no stage `prerelease`; did you mean `pre-release`? (known: pre-release, candidate, publish, post-release, process)"
    );
    assert_eq!(
        metadata("[patch, minor]", "[patch, hotfx]"),
        "6:20: there is no release type `hotfx`; did you mean `hotfix`? (known: patch, minor, major, hotfix)"
    );
    assert_eq!(
        metadata("level: deny", "level: block"),
        "7:12: there is no level `block` (known: deny, warn)"
    );
    assert_eq!(
        metadata("needs: [changes]", "needs: [changes, repositry]"),
        "8:22: there is no fact `repositry`; did you mean `repository`? (known: changes, repository)"
    );
    assert_eq!(
        metadata(
            "#   level: deny\n",
            "#   level: deny\n#   effective_on: soon\n"
        ),
        "8:19: `soon` is not a day of the form YYYY-MM-DD"
    );
    assert_eq!(
        metadata("stages: [pre-release]", "stages: []"),
        "5:13: `stages` is empty, so the rule would never be judged"
    );
    assert_eq!(
        metadata("types: [patch, minor]", "types: []"),
        "6:12: `types` is empty, so the rule would apply to no release"
    );
    assert_eq!(
        metadata("# title", "# scope: rule\n# title"),
        "2:10: a rule's metadata has the scope `package`"
    );
    assert_eq!(
        metadata(
            "#   level: deny\n",
            "#   level: deny\n#   depends_on: [files.od]\n"
        ),
        "8:18: `depends_on` names `files.od`, but there is no such rule; did you mean `files.odd`?"
    );
}

#[test]
fn deny_is_a_set_and_spelt_so() {
    assert_eq!(
        body("helper := 1"),
        "11:1: the rule defines no `deny contains finding if {…}`, so it could never fail"
    );
    for (name, meant) in [
        ("denny", "deny"),
        ("Deny", "deny"),
        ("violation", "deny"),
        ("unkown", "unknown"),
        ("notapplicable", "not_applicable"),
        ("dues", "due"),
    ] {
        assert_eq!(
            body(&format!("{PLAIN}\n{name} contains 1 if input.release")),
            format!("17:1: `{name}` is nothing that relcheck asks for; did you mean `{meant}`?")
        );
    }
    let set = "12:1: `deny` is a set: write `deny contains … if {…}`";
    for wrong in [
        "deny := {1}",
        "deny if input.release.x",
        "deny[x] if x := input.release.x",
        "deny[1]",
        "default deny := 1",
        "deny(x) := x",
        "deny.x contains 1 if input.release.x",
    ] {
        assert_eq!(body(wrong), set, "{wrong}");
    }
    assert_eq!(
        body(&format!("{PLAIN}\ndue contains 1 if input.release.x")),
        "17:1: `due` is a number: write `due := <seconds since 1970> if {…}`"
    );
    assert_eq!(
        body(&format!("{PLAIN}\ncount(x) := 1 if x")),
        "17:1: `count` hides the built-in function of that name"
    );
}

#[test]
fn facts_are_known_and_needed() {
    assert_eq!(
        body(
            "deny contains {\"subject\": \"x\", \"message\": \"y\"} if input.facts.repository.dirty"
        ),
        "12:51: the fact `repository` is read but not listed in `needs`"
    );
    assert_eq!(
        body("import input.facts.repository as r\ndeny contains 1 if r.dirty"),
        "13:20: the fact `repository` is read but not listed in `needs`"
    );
    assert_eq!(
        body("deny contains 1 if input.facts[\"repository\"].dirty"),
        "12:20: the fact `repository` is read but not listed in `needs`"
    );
    assert_eq!(
        body("deny contains 1 if input.facts.chnges.x"),
        "12:20: there is no fact `chnges`; did you mean `changes`?"
    );
    assert!(
        body("deny contains 1 if input.facts[input.release.x].y")
            .starts_with("12:20: `input.facts` as a whole")
    );
    assert!(
        body("deny contains 1 if object.get(input, \"facts\", 1)")
            .starts_with("12:31: `input` as a whole")
    );
    let library = library("size", "big if input.facts.repository.big");
    let rule = rule(
        "files.odd",
        "import data.relcheck.lib.size\ndeny contains 1 if size.big",
    );
    assert_eq!(
        refusal(vec![library, rule]),
        "policies/files/odd/odd.rego:11:1: the fact `repository` is read by the library `relcheck.lib.size` (policies/lib/size.rego:2) but not listed in `needs`"
    );
}

#[test]
fn policies_see_libraries_and_their_own_parameters_only() {
    let other = body("deny contains 1 if data.relcheck.policy.files.even.deny");
    assert!(
        other.starts_with("12:20: `data.relcheck.policy.files.even.deny` cannot be read here"),
        "{other}"
    );
    let all = body("deny contains 1 if data[input.release.x]");
    assert!(
        all.starts_with("12:20: `data[…]` cannot be read here"),
        "{all}"
    );
    assert!(
        body("import data.other\ndeny contains 1 if other.x")
            .starts_with("12:1: `import data.other` is not allowed")
    );
    assert!(
        body("import future.keywords.if\ndeny contains 1 if 1 == 1")
            .starts_with("12:1: `import future")
    );
    assert_eq!(
        body("import data.relcheck.lib.size\ndeny contains 1 if size.big(1)")
            .lines()
            .next(),
        Some("12:1: there is no library `relcheck.lib.size`")
    );
    assert!(
        body("import data.policy.lib.size\ndeny contains 1 if size.big(1)")
            .contains("is not allowed")
    );
    assert_eq!(
        body("deny contains 1 if data.relcheck.params.files.odd.max > 1"),
        "12:20: the rule `files.odd` has no parameters in `data.yaml`"
    );
    assert_eq!(
        body("deny contains 1 if data.relcheck.params.files.even.max > 1"),
        "12:20: `files.even` is another rule: a rule reads its own parameters only"
    );
    let mut sources = sources(vec![
        rule(
            "files.odd",
            "import data.relcheck.params.files.odd as params\nimport data.relcheck.lib.size\ndeny contains 1 if size.bg(params.mix)",
        ),
        library("size", "big(x) if x > 9"),
    ]);
    sources.data.text = "params:\n  files.odd:\n    max: {about: The most., value: 1}\n".into();
    assert_eq!(
        PolicySet::load(sources, FACTS).unwrap_err().to_string(),
        "policies/files/odd/odd.rego:14:20: the library `relcheck.lib.size` defines no `bg`; did you mean `big`?\n\
         policies/files/odd/odd.rego:14:28: the rule `files.odd` has no parameter `mix` in `data.yaml`; did you mean `max`?"
    );
}

#[test]
fn functions_are_known_and_depend_on_their_arguments_alone() {
    for name in [
        "time.now_ns()",
        "rand.intn(\"x\", 2)",
        "uuid.rfc4122(\"x\")",
        "http.send({})",
        "opa.runtime()",
        "net.lookup_ip_addr(\"a\")",
    ] {
        let message = body(&format!("deny contains 1 if {name}"));
        assert!(
            message.starts_with("12:20: `")
                && message.contains("is not allowed: a decision depends on its input alone"),
            "{message}"
        );
    }
    assert_eq!(
        body("hlp(x) := x\ndeny contains 1 if help(1)"),
        "13:20: there is no function `help`; did you mean `hlp`?"
    );
    assert_eq!(
        body("deny contains 1 if net.cidr_contains(\"a\", \"b\")"),
        "12:20: there is no function `net.cidr_contains`: relcheck has none of `net.…`"
    );
    assert_eq!(
        body("deny contains 1 if count(input.release.x) == 1 with input.release.x as [1]"),
        "12:48: `with` belongs into tests: a rule judges the facts as they are"
    );
    assert_eq!(
        body("deny contains x if y > 1"),
        "12:15: `x` is unsafe: no condition gives it a value\n\
         12:20: `y` is unsafe: no condition gives it a value"
    );
}

#[test]
fn circles_are_refused_before_they_run() {
    assert_eq!(
        body("deny contains f(1) if 1 == 1\nf(x) := f(x + 1)"),
        "13:1: a rule must not need itself: `f` needs `f`"
    );
    assert_eq!(
        body("deny contains 1 if f(1)\nf(x) := g(x)\ng(x) := f(x)"),
        "13:1: a rule must not need itself: `f` needs `g` needs `f`"
    );
    let one = library("one", "import data.relcheck.lib.two\nf(x) := two.g(x)");
    let two = library("two", "g(x) := data.relcheck.lib.one.f(x)");
    assert_eq!(
        refusal(vec![one, two, rule("files.odd", PLAIN)]),
        "policies/lib/one.rego:3:1: a rule must not need itself: `f` needs `g` needs `f`"
    );
    let chain: String = (0..100)
        .map(|n| format!("f{n}(x) := f{}(x)\n", n + 1))
        .collect();
    assert!(
        body(&format!("{PLAIN}\nf100(x) := x\n{chain}"))
            .contains("more than 64 rules need each other in a row")
    );
    // A variable of the same name as a rule is no circle.
    load(vec![rule(
        "files.odd",
        &format!("{PLAIN}\nfiles := size([1])\nsize(files) := count(files)"),
    )])
    .unwrap();
}
