use super::*;
use crate::policy::Origin;
use crate::release::{ReleaseType, Stage};
use crate::verdict::Level;

#[test]
fn a_rule_is_what_its_metadata_says() {
    let set = load(vec![rule("files.odd", PLAIN)]).unwrap();
    let [rule] = set.rules() else {
        panic!("{:?}", set.rules())
    };
    assert_eq!(rule.id, "files.odd");
    assert_eq!(rule.package, "relcheck.policy.files.odd");
    assert_eq!(rule.title, "Nothing is odd");
    assert_eq!(rule.stages, [Stage::PreRelease]);
    assert_eq!(rule.types, [ReleaseType::Patch, ReleaseType::Minor]);
    assert_eq!(rule.level, Level::Deny);
    assert_eq!(rule.needs, ["changes"]);
    assert_eq!(rule.origin, Origin::Builtin);
    assert_eq!(
        (rule.file.as_str(), rule.line),
        ("policies/files/odd/odd.rego", ABOVE + 1)
    );
    assert_eq!(rule.effective_on, None);
    assert!(set.weakenings().is_empty());
}

#[test]
fn the_optional_metadata_is_read() {
    let text = METADATA.replace(
        "#   source:",
        "#   controls: {ssdf: [PW.8.2], osps: [OSPS-QA-06.01]}\n#   effective_on: 2027-01-01\n#   depends_on: [files.even]\n#   source:",
    );
    let text = format!("{text}package relcheck.policy.files.odd\n{PLAIN}\n");
    let odd = PolicyFile::new("policies/files/odd/odd.rego", text);
    let set = load(vec![odd, rule("files.even", PLAIN)]).unwrap();
    let rule = set.rule("files.odd").unwrap();
    assert_eq!(rule.controls["ssdf"], ["PW.8.2"]);
    assert_eq!(rule.effective_on, Some(jiff::civil::date(2027, 1, 1)));
    assert_eq!(rule.depends_on, ["files.even"]);
}

#[test]
fn a_rule_of_the_process_has_no_types() {
    let process = |types: &str| {
        let metadata = METADATA
            .replace("[pre-release]", "[process]")
            .replace("#   types: [patch, minor]\n", types);
        let text = format!("{metadata}package relcheck.policy.files.odd\n{PLAIN}\n");
        load(vec![PolicyFile::new("policies/files/odd/odd.rego", text)])
    };
    assert!(process("").unwrap().rules()[0].types.is_empty());
    assert_eq!(
        process("#   types: [patch]\n").unwrap_err().to_string(),
        "policies/files/odd/odd.rego:6:12: a rule of the stage `process` alone has no `types`"
    );
}

#[test]
fn an_embedded_rule_is_judged_like_a_checked_one() {
    let request = [crate::policy::Request {
        input: (r#"{"facts": {"changes": {"files": [{"path": "a", "odd": true}]}}}"#.to_owned())
            .into(),
        release: None,
        rules: vec!["files.odd"],
    }];
    let mut quick = sources(vec![rule("files.odd", PLAIN)]);
    quick.check_builtin = false;
    let quick = PolicySet::load(quick, FACTS).unwrap();
    let full = load(vec![rule("files.odd", PLAIN)]).unwrap();
    assert_eq!(quick.rules(), full.rules());
    assert_eq!(quick.digest(), full.digest());
    assert_eq!(quick.evaluate(&request), full.evaluate(&request));
}

#[test]
fn the_embedded_policies_are_in_order() {
    let mut sources = Sources::embedded();
    // A build without any policies is refused as one, which the test above does not need.
    if sources.builtin.is_empty() {
        return;
    }
    sources.check_builtin = true;
    let facts: Vec<&str> = crate::collect::COLLECTORS
        .iter()
        .map(|entry| entry.name)
        .collect();
    let set = PolicySet::load(sources, &facts).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(!set.rules().is_empty());
}

#[test]
fn the_digest_tells_files_and_parameters_apart() {
    let one = load(vec![rule("files.odd", PLAIN)]).unwrap();
    let same = load(vec![rule("files.odd", PLAIN)]).unwrap();
    let other = load(vec![rule("files.odd", &format!("{PLAIN}\n# x"))]).unwrap();
    assert_eq!(one.digest(), same.digest());
    assert_ne!(one.digest(), other.digest());
    assert_eq!(one.digest().len(), 64);
    let paths: Vec<&str> = one.files().into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["policies/data.yaml", "policies/files/odd/odd.rego"]);
}

#[test]
fn a_user_rule_replaces_a_built_in_one_only_where_that_is_said() {
    let mut sources = sources(vec![rule("files.odd", PLAIN)]);
    sources.user = vec![user_rule("files.odd", PLAIN)];
    assert_eq!(
        PolicySet::load(sources.clone(), FACTS)
            .unwrap_err()
            .to_string(),
        "own/odd.rego:11:1: `files.odd` is a built-in rule; to replace it, the configuration has to name it as replaced"
    );
    sources.replaced.insert("files.odd".to_owned());
    let set = PolicySet::load(sources.clone(), FACTS).unwrap();
    assert_eq!(set.rules().len(), 1);
    assert_eq!(set.rules()[0].origin, Origin::User);
    assert_eq!(
        set.weakenings(),
        ["the rule `files.odd` is replaced by `own/odd.rego`"]
    );

    sources.user.clear();
    sources.replaced.insert("files.od".to_owned());
    assert_eq!(
        PolicySet::load(sources, FACTS).unwrap_err().to_string(),
        "the configuration replaces `files.od`, but there is no such built-in rule; did you mean `files.odd`?\n\
         the configuration replaces `files.odd`, but no policy of the project is `policy.files.odd`"
    );
}

#[test]
fn a_user_rule_stands_beside_the_built_in_ones() {
    let mut sources = sources(vec![
        rule("files.odd", PLAIN),
        library("size", "big(x) if x > 9"),
    ]);
    sources.user = vec![
        user_rule(
            "own.size",
            "import data.policy.lib.names\nimport data.relcheck.lib.size\n\
             deny contains {\"subject\": names.it, \"message\": \"big\"} if size.big(input.release.size)",
        ),
        PolicyFile::new("own/lib.rego", "package policy.lib.names\nit := \"x\"\n"),
    ];
    let set = PolicySet::load(sources, FACTS).unwrap();
    let ids: Vec<&str> = set.rules().iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["files.odd", "own.size"]);
    let requests = [crate::policy::Request {
        input: (r#"{"release": {"size": 10}}"#.to_owned()).into(),
        release: None,
        rules: vec!["own.size"],
    }];
    let judged = set.evaluate(&requests).remove(0).remove(0).result.unwrap();
    assert_eq!(judged.deny[0].subject, "x");
}

#[test]
fn a_folder_is_read_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("b/c");
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::write(deep.join("z.rego"), "z").unwrap();
    std::fs::write(folder.path().join("a.rego"), "a").unwrap();
    std::fs::write(folder.path().join("data.yaml"), "params: {}").unwrap();
    std::fs::write(deep.join("notes.txt"), "no policy").unwrap();
    let (files, data) = crate::policy::read_folder(folder.path(), "own").unwrap();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["own/a.rego", "own/b/c/z.rego"]);
    assert_eq!(data.unwrap().path, "own/data.yaml");
}

#[test]
fn a_folder_that_cannot_be_read_is_no_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let read = || {
        crate::policy::read_folder(folder.path(), "own")
            .unwrap_err()
            .to_string()
    };
    assert_eq!(read(), "own: holds no policy (no `.rego` file)");
    std::fs::write(folder.path().join("a.rego"), b"package x\n# \xff\n").unwrap();
    assert_eq!(read(), "own/a.rego:2: is not UTF-8 text");
    std::fs::write(folder.path().join("a.rego"), vec![b'#'; (1 << 20) + 1]).unwrap();
    assert_eq!(
        read(),
        "own/a.rego: is 1048577 bytes long; a policy file has 1048576 at most"
    );
    let gone = crate::policy::read_folder(&folder.path().join("gone"), "own").unwrap_err();
    assert!(
        gone.to_string().starts_with("own: cannot be read"),
        "{gone}"
    );
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/etc", folder.path().join("etc.rego")).unwrap();
    let error = crate::policy::read_folder(folder.path(), "own").unwrap_err();
    assert_eq!(
        error.to_string(),
        "own/etc.rego: is a symbolic link, which is not followed: put the file itself here"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_policy() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("etc.rego");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let error = crate::policy::read_folder(folder.path(), "own").unwrap_err();
    assert_eq!(
        error.to_string(),
        "own/etc.rego: is neither a file nor a folder"
    );
}
