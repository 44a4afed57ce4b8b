//! Which tags are whose, and what they lead to.

use crate::facts::{Tag, TagKind, TagPatternSource};
use crate::repo::testing::{Sandbox, state_with};

fn tag<'a>(tags: &'a [Tag], name: &str) -> &'a Tag {
    tags.iter().find(|tag| tag.name == name).unwrap()
}

#[test]
fn a_project_that_moved_to_a_v_has_one_family() {
    let git = Sandbox::new();
    git.release("7.4.1");
    git.release("v7.5.0");
    git.commit("more");
    let state = git.state();
    assert_eq!(state.tag_pattern.prefixes, ["", "v"]);
    assert_eq!(state.tag_pattern.current, "v");
    assert_eq!(state.tag_pattern.source, TagPatternSource::Detected);
    assert_eq!(state.history.previous.unwrap().tag, "v7.5.0");
}

#[test]
fn sibling_packages_tags_are_foreign() {
    let git = Sandbox::new();
    git.release("app-v1.0.0");
    git.release("lib-v9.0.0");
    git.commit("more");
    let state = state_with(git.path(), &[], |it| it.name = Some("app"));
    assert_eq!(state.tag_pattern.prefixes, ["app-v"]);
    assert_eq!(state.tag_pattern.foreign, ["lib-v"]);
    let lib = tag(&state.tags, "lib-v9.0.0");
    assert_eq!((lib.kind, &lib.version), (TagKind::Other, &None));
    assert_eq!(state.history.previous.unwrap().tag, "app-v1.0.0");
}

#[test]
fn the_name_of_the_remote_tells_too() {
    let git = Sandbox::new();
    git.release("v0.1.0");
    git.release("tool-1.0.0");
    git.commit("more");
    assert_eq!(git.state().history.previous.unwrap().tag, "v0.1.0");
    git.git(&[
        "remote",
        "add",
        "origin",
        "https://example.org/team/tool.git",
    ]);
    assert_eq!(git.state().history.previous.unwrap().tag, "tool-1.0.0");
}

#[test]
fn names_without_a_version_and_floating_tags_are_other() {
    let git = Sandbox::new();
    git.release("v1.2.0");
    git.release("v1.3");
    git.release("v2.0.1");
    for name in ["2.3.x", "v2", "nightly", "v1.2", "v2.0"] {
        git.git(&["tag", name]);
    }
    git.commit("more");
    let state = git.state();
    for name in ["2.3.x", "v2", "nightly", "v1.2", "v2.0"] {
        assert_eq!(tag(&state.tags, name).kind, TagKind::Other, "{name}");
    }
    let two = tag(&state.tags, "v1.3");
    assert_eq!(two.kind, TagKind::Final);
    assert_eq!(two.version.as_ref().unwrap().normal, "1.3.0");
    assert_eq!(state.history.previous.unwrap().tag, "v2.0.1");
}

#[test]
fn what_a_tag_object_says_is_kept() {
    let git = Sandbox::new();
    let commit = git.release("v1.0.0");
    git.git(&["tag", "v1.1.0"]);
    git.git(&["tag", "-a", "-m", "again", "v1.2.0", "v1.0.0"]);
    git.git(&["pack-refs", "--all"]);
    git.git(&[
        "tag",
        "-a",
        "-m",
        "x\n\n-----BEGIN SSH SIGNATURE-----\nAA",
        "v1.3.0",
    ]);
    let state = git.state();
    let annotated = tag(&state.tags, "v1.0.0");
    assert_eq!(annotated.commit.as_deref(), Some(commit.as_str()));
    assert_eq!(annotated.tagger.as_deref(), Some("Ann <ann@example.org>"));
    assert_eq!(annotated.time, Some(1_700_000_060));
    assert!(annotated.annotated && !annotated.signed);
    let light = tag(&state.tags, "v1.1.0");
    assert!(!light.annotated && light.tagger.is_none() && light.time.is_none());
    assert_eq!(light.commit.as_deref(), Some(commit.as_str()));
    let nested = tag(&state.tags, "v1.2.0");
    assert_eq!(nested.commit.as_deref(), Some(commit.as_str()));
    assert!(tag(&state.tags, "v1.3.0").signed);
    assert_eq!(
        state.head.unwrap().tags,
        ["v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0"]
    );
}

#[test]
fn tags_of_trees_and_blobs_lead_to_no_commit() {
    let git = Sandbox::new();
    git.write("file", "content");
    git.git(&["add", "."]);
    git.release("v1.0.0");
    git.git(&["tag", "v2.0.0", "HEAD^{tree}"]);
    git.git(&["tag", "-a", "-m", "blob", "v3.0.0", "HEAD:file"]);
    git.git(&["tag", "tree", "HEAD^{tree}"]);
    git.commit("more");
    for packed in [false, true] {
        if packed {
            git.git(&["pack-refs", "--all"]);
        }
        let state = git.state();
        for name in ["v2.0.0", "v3.0.0", "tree"] {
            assert_eq!(tag(&state.tags, name).commit, None, "{name}");
        }
        assert!(state.history.complete);
        assert_eq!(state.history.previous.unwrap().tag, "v1.0.0");
        assert_eq!(state.history.higher_elsewhere, ["v2.0.0", "v3.0.0"]);
    }
}

#[test]
fn a_configured_prefix_is_the_only_one() {
    let git = Sandbox::new();
    git.release("app/1.0.0");
    git.release("v2.0.0");
    git.commit("more");
    let prefixes = ["app/".to_owned()];
    let state = state_with(git.path(), &[], |it| it.tag_prefixes = &prefixes);
    assert_eq!(state.tag_pattern.source, TagPatternSource::Config);
    assert_eq!(state.tag_pattern.current, "app/");
    assert_eq!(state.tag_pattern.foreign, ["v"]);
    assert_eq!(state.history.previous.unwrap().tag, "app/1.0.0");
}
