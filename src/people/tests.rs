use super::*;
use crate::formats::maintainers;

const CONFIG: &str = r#"
[[maintainers]]
name = "Ada"
emails = ["ada@example.org", "Ada@Work.example"]
logins = { GitHub = "Ada-L" }
openpgp = ["0123456789ABCDEF0123456789ABCDEF01234567"]

[[people]]
name = "Grace"
emails = ["grace@example.org"]

[teams]
security = ["Grace", "Ada"]
"#;

fn roster(config: &str, file: Option<(&str, &str)>, mailmap: &str) -> Roster {
    let config = PeopleConfig::read("relcheck.toml", config).unwrap();
    let file = file.map(|(path, text)| (path.to_owned(), maintainers::parse(text).unwrap()));
    Roster::new(&config, file, Mailmap::parse(mailmap).unwrap())
}

#[test]
fn one_person_is_known_by_every_address_login_and_key() {
    let roster = roster(CONFIG, None, "Ada <ada@example.org> <old@example.org>\n");
    let ada = roster.by_address("ADA@example.org").unwrap();
    assert_eq!(roster.by_address("ada@work.example"), Some(ada));
    assert_eq!(roster.by_email("A", "old@example.org"), Some(ada));
    assert_eq!(roster.by_login("github", "ada-l"), Some(ada));
    assert_eq!(roster.by_login("gitlab", "ada-l"), None);
    let key = "0123456789ABCDEF0123456789ABCDEF01234567";
    assert_eq!(roster.by_fingerprint(key), Some(ada));
    let person = roster.person(ada).unwrap();
    assert!(person.is_maintainer && person.teams.contains("security"));
    assert_eq!(
        roster.identity("x", "old@example.org"),
        Identity::Listed(ada)
    );
}

#[test]
fn a_member_of_a_team_is_no_maintainer_by_that() {
    let roster = roster(CONFIG, None, "");
    let grace = roster.by_address("grace@example.org").unwrap();
    assert!(!roster.person(grace).unwrap().is_maintainer);
    assert_eq!(roster.maintainers().count(), 1);
    assert_eq!(*roster.source(), Source::Configuration);
}

#[test]
fn a_stranger_is_known_by_the_address_that_the_mailmap_gives() {
    let roster = roster(CONFIG, None, "<one@example.org> <two@example.org>\n");
    let one = roster.identity("a", "One@example.org");
    assert_eq!(one, Identity::Stranger("one@example.org".to_owned()));
    assert_eq!(roster.identity("b", "two@example.org"), one);
    assert_ne!(roster.identity("a", "three@example.org"), one);
}

#[test]
fn a_file_of_maintainers_counts_where_the_configuration_lists_none() {
    let file =
        "# Maintainers\n\n- Grace Hopper <grace@example.org> (@grace)\n- Bob <bob@example.org>\n";
    let listed = Some(("MAINTAINERS.md", file));
    let people = "[[people]]\nname = \"Grace\"\nemails = [\"grace@example.org\"]\n";
    let by_file = roster(people, listed, "");
    let names: Vec<&str> = by_file
        .maintainers()
        .map(|(_, it)| it.name.as_str())
        .collect();
    assert_eq!(names, ["Grace", "Bob"]);
    assert_eq!(*by_file.source(), Source::File("MAINTAINERS.md".to_owned()));
    let by_config = roster(CONFIG, listed, "");
    assert_eq!(by_config.maintainers().count(), 1);
    assert_eq!(*roster("", None, "").source(), Source::None);
}

#[test]
fn people_are_called_by_name_address_or_login() {
    let text = "[[maintainers]]\nname = \"Ada Lovelace\"\nemails = [\"ada@example.org\"]\nlogins = { github = \"ada\", gitlab = \"al\" }\n\
                [[people]]\nname = \"Grace\"\nlogins = { github = \"gh\", gitlab = \"ada\" }\n";
    let config = PeopleConfig::read("relcheck.toml", text).unwrap();
    let roster = Roster::new(&config, None, Mailmap::default());
    let name = |text: &str| {
        let id = roster.called(text)?;
        Some(roster.person(id).unwrap().name.clone())
    };
    for text in [
        "Ada Lovelace",
        " ada  lovelace",
        "ADA@example.org",
        "@al",
        "al",
    ] {
        assert_eq!(name(text).as_deref(), Some("Ada Lovelace"), "{text}");
    }
    assert_eq!(name("gh").as_deref(), Some("Grace"));
    // Two are called so, or nobody is.
    for text in ["@ada", "Eve", "", "@", "eve@example.org"] {
        assert_eq!(name(text), None, "{text}");
    }
}
