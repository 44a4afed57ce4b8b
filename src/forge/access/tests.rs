//! Which project is found, what is in the way of asking, and where a token may go.

use super::*;

fn environment(pairs: &[(&str, &str)]) -> Environment {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

fn found(pairs: &[(&str, &str)], remote: Option<&str>) -> Option<(Forge, String, String)> {
    let project = Access::find(&environment(pairs), remote, false).project?;
    Some((project.forge, project.api, project.name))
}

#[test]
fn a_remote_names_a_project_in_each_form_that_git_takes() {
    for remote in [
        "https://github.com/o/r.git",
        "https://x:secret@github.com/o/r",
        "git@github.com:o/r.git",
        "ssh://git@github.com:22/o/r",
        "git://github.com/o/r/",
    ] {
        let (forge, api, name) = found(&[], Some(remote)).unwrap();
        assert_eq!(
            (forge, &*api, &*name),
            (Forge::Github, "https://api.github.com", "o/r")
        );
    }
    let (forge, api, name) = found(&[], Some("git@gitlab.com:g/sub/p.git")).unwrap();
    assert_eq!((forge, &*api), (Forge::Gitlab, "https://gitlab.com/api/v4"));
    assert_eq!(name, "g/sub/p");
    for remote in [
        "/srv/git/r.git",
        "https://example.org/o/r",
        "C:\\r",
        "https://github.com/o",
        "https://github.com/o/r/x",
        "file:///github.com/o/r",
    ] {
        assert_eq!(found(&[], Some(remote)), None, "{remote}");
    }
}

#[test]
fn another_host_is_asked_only_where_it_is_configured() {
    let api = [("GITHUB_API_URL", "https://git.example.org/api/v3/")];
    let own = found(&api, Some("https://git.example.org/o/r")).unwrap();
    assert_eq!(own.1, "https://git.example.org/api/v3");
    // The token of one host is not sent to another.
    let public = found(&api, Some("https://github.com/o/r")).unwrap();
    assert_eq!(public.1, "https://api.github.com");
}

#[test]
fn the_variables_of_a_ci_system_come_first() {
    let github = [
        ("GITHUB_REPOSITORY", "a/b"),
        ("GITHUB_API_URL", "http://127.0.0.1:8080/"),
    ];
    let (_, api, name) = found(&github, Some("https://github.com/o/r")).unwrap();
    assert_eq!((&*api, &*name), ("http://127.0.0.1:8080", "a/b"));
    let gitlab = [
        ("CI_API_V4_URL", "https://git.example.org/api/v4"),
        ("CI_PROJECT_ID", "7"),
    ];
    assert_eq!(found(&gitlab, None).unwrap().2, "7");
    assert_eq!(found(&[("GITHUB_REPOSITORY", "a/b/../c")], None), None);
}

#[test]
fn a_token_is_sent_over_tls_or_to_this_machine() {
    for address in [
        "https://api.github.com",
        "http://127.0.0.1:1",
        "http://[::1]:80/x",
        "http://localhost/",
    ] {
        assert!(is_safe(address), "{address}");
    }
    for address in [
        "http://api.github.com",
        "http://127.0.0.1@evil.example",
        "http://localhost.evil.example",
        "ftp://127.0.0.1",
        "https://",
        "127.0.0.1",
    ] {
        assert!(!is_safe(address), "{address}");
    }
}

#[test]
fn what_is_in_the_way_is_named_with_the_next_step() {
    let head = Some("4ea0c1c5d3a1f0b2e6c7d8f9a0b1c2d3e4f5a6b7");
    let obstacle = |pairs: &[(&str, &str)], remote, offline| {
        Access::find(&environment(pairs), remote, offline).obstacle(Topic::Checks(head))
    };
    let remote = Some("https://github.com/o/r");
    let (reason, fix) = obstacle(&[], remote, false).unwrap();
    assert_eq!(reason, "there is no token to ask GitHub with");
    assert!(
        fix.contains("gh api --paginate") && fix.contains("`GITHUB_TOKEN`"),
        "{fix}"
    );
    assert!(obstacle(&[], None, false).unwrap().0.contains("`origin`"));
    let token = [("GH_TOKEN", "t0ken")];
    assert!(
        obstacle(&token, remote, true)
            .unwrap()
            .0
            .contains("--offline")
    );
    assert_eq!(obstacle(&token, remote, false), None);
    let plain = [
        ("GH_TOKEN", "t0ken"),
        ("GITHUB_REPOSITORY", "o/r"),
        ("GITHUB_API_URL", "http://example.org"),
    ];
    assert!(
        obstacle(&plain, None, false)
            .unwrap()
            .0
            .contains("not https")
    );
    let broken = [("GH_TOKEN", "t0\nken"), ("GITHUB_REPOSITORY", "o/r")];
    assert!(
        obstacle(&broken, None, false)
            .unwrap()
            .0
            .contains("no token")
    );
}

#[test]
fn nothing_prints_a_token() {
    let access = Access::find(
        &environment(&[("GITHUB_TOKEN", "t0ken")]),
        Some("git@github.com:o/r"),
        false,
    );
    assert_eq!(access.token.as_ref().unwrap().reveal(), "Bearer t0ken");
    assert!(!format!("{access:?}").contains("t0ken"));
}
