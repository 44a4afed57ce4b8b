use std::fs;

use super::super::record::tests::{output, record};
use super::*;
use crate::repo::Repo;
use crate::repo::testing::Sandbox;

struct Place {
    sandbox: Sandbox,
}

impl Place {
    /// A checkout with one commit.
    fn new() -> Self {
        let place = Place {
            sandbox: Sandbox::new(),
        };
        place.write("a.txt", "a");
        place.sandbox.git(&["add", "."]);
        place.sandbox.git(&["commit", "--quiet", "-m", "feat: a"]);
        place
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.sandbox.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Writes a record of this name, with these outputs.
    fn record(&self, name: &str, outputs: &[&str]) {
        let mut kept = record();
        kept.outputs = outputs.iter().map(|name| output(name, "aa")).collect();
        let content = serde_json::to_vec(&kept).unwrap();
        self.write(&format!("{FOLDER}/{name}.record.json"), content);
    }

    fn checkout(&self) -> Checkout {
        let repo = Repo::open(self.sandbox.path()).unwrap();
        Checkout::new(Arc::new(repo), String::new())
    }

    fn shelf(&self) -> Shelf {
        Shelf::find(&self.checkout(), self.sandbox.path()).unwrap()
    }

    /// Where each file below relcheck's own folder came from, in one word.
    fn sources(&self) -> Vec<(String, String)> {
        let shelf = self.shelf();
        let own = shelf.items.iter().filter(|it| it.path.starts_with(FOLDER));
        own.map(|it| {
            let source = match &it.source {
                Source::Recorded { output, .. } => format!("recorded {output}"),
                Source::Refused(reason) => format!("refused: {reason}"),
                Source::Loose => "loose".to_owned(),
            };
            let name = it.path.rsplit('/').next().unwrap_or_default();
            (name.to_owned(), source)
        })
        .collect()
    }
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = of.iter();
    pairs
        .map(|(name, source)| ((*name).to_owned(), (*source).to_owned()))
        .collect()
}

#[test]
fn outputs_come_with_their_record_and_stand_together() {
    let place = Place::new();
    place.record("a", &["a.stdout", "a.stderr"]);
    place.write(&format!("{FOLDER}/a.stdout"), "out");
    place.write(&format!("{FOLDER}/a.stderr"), "err");
    place.write(&format!("{FOLDER}/b.stdout"), "other");
    assert_eq!(
        place.sources(),
        pairs(&[
            ("a.stderr", "recorded 1"),
            ("a.stdout", "recorded 0"),
            ("b.stdout", "loose")
        ])
    );
    let shelf = place.shelf();
    let own: Vec<&Item> = shelf
        .items
        .iter()
        .filter(|it| it.path.starts_with(FOLDER))
        .collect();
    assert!(own[0].is_of_the_run_of(own[1]));
    assert!(!own[1].is_of_the_run_of(own[2]));
    assert!(!own[2].is_of_the_run_of(own[2]));
}

#[test]
fn a_record_that_cannot_be_relied_on_is_named_with_its_outputs() {
    let place = Place::new();
    place.write(&format!("{FOLDER}/a.record.json"), "{}");
    place.write(&format!("{FOLDER}/a.stdout"), "out");
    place.write(&format!("{FOLDER}/ab.stdout"), "of another run");
    let large = "x".repeat(usize::try_from(MAX_RECORD).unwrap() + 1);
    place.write(&format!("{FOLDER}/c.record.json"), large);
    place.write(&format!("{FOLDER}/c.stdout"), "out");
    let sources = place.sources();
    let of = |name: &str| {
        let found = sources.iter().find(|(it, _)| it == name);
        found.map(|(_, source)| source.as_str()).unwrap()
    };
    assert!(of("a.stdout").starts_with("refused: `.relcheck/evidence/a.record.json` is no record"));
    assert_eq!(of("ab.stdout"), "loose");
    assert!(
        of("c.stdout").starts_with("refused: "),
        "{}",
        of("c.stdout")
    );
}

#[test]
fn a_record_reaches_for_no_file_outside_of_its_folder() {
    let place = Place::new();
    place.write("notes.txt", "a report");
    place.record("a", &["../../notes.txt", "a.stdout"]);
    place.write(&format!("{FOLDER}/a.stdout"), "out");
    // The record as a whole is refused, for its good output, too.
    let sources = place.sources();
    assert!(sources[0].1.contains("no file beside it"), "{sources:?}");
    let shelf = place.shelf();
    let notes = shelf
        .items
        .iter()
        .find(|it| it.path == "notes.txt")
        .unwrap();
    assert!(matches!(notes.source, Source::Loose));
}

#[test]
fn an_output_that_two_records_name_counts_for_neither() {
    let place = Place::new();
    place.record("a", &["a.stdout"]);
    place.record("b", &["a.stdout"]);
    place.write(&format!("{FOLDER}/a.stdout"), "out");
    let found = place.sources();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.contains("two records"), "{found:?}");
}

#[test]
fn an_unfinished_run_and_folders_of_others_are_not_looked_at() {
    let place = Place::new();
    let unfinished = super::super::store::UNFINISHED;
    place.write(&format!("{FOLDER}/{unfinished}x"), "half");
    place.write("node_modules/a.txt", "theirs");
    place.write("reports/.venv/a.txt", "theirs");
    place.write("reports/env/pyvenv.cfg", "theirs");
    place.write("reports/env/a.txt", "theirs");
    place.write("reports/one/two/a.txt", "ours");
    place.write("reports/one/two/three/a.txt", "too deep");
    let shelf = place.shelf();
    let paths: Vec<&str> = shelf.items.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["a.txt", "reports/one/two/a.txt"]);
}

#[cfg(unix)]
#[test]
fn no_link_leads_out() {
    let place = Place::new();
    place.write("secret/key", "secret");
    let link = |to: &str, from: &str| {
        let from = place.sandbox.path().join(from);
        fs::create_dir_all(from.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(place.sandbox.path().join(to), from).unwrap();
    };
    link("secret/key", &format!("{FOLDER}/a.stdout"));
    link("secret", "reports");
    place.record("a", &["a.stdout"]);
    let shelf = place.shelf();
    let found: Vec<(&str, Option<&str>)> = shelf
        .items
        .iter()
        .map(|it| (it.path.as_str(), it.lost))
        .collect();
    assert_eq!(
        found,
        [
            (
                ".relcheck/evidence/a.stdout",
                Some("it was recorded, and is no regular file now")
            ),
            ("a.txt", None)
        ]
    );
}

#[test]
fn an_output_that_is_gone_is_known_of() {
    let place = Place::new();
    place.record("a", &["a.stderr", "a.stdout"]);
    place.write(&format!("{FOLDER}/a.stderr"), "err");
    let shelf = place.shelf();
    let own: Vec<&Item> = shelf
        .items
        .iter()
        .filter(|it| it.path.starts_with(FOLDER))
        .collect();
    assert_eq!(own.len(), 2, "{own:?}");
    assert!(own[0].is_of_the_run_of(own[1]));
    assert_eq!(own[0].lost, None);
    assert_eq!(
        own[1].read(&place.checkout()),
        Err("it was recorded, and is gone".to_owned())
    );
}

#[test]
fn what_is_in_git_is_known_and_what_is_no_text_has_no_head() {
    let place = Place::new();
    place.write("b.bin", [0x41, 0, 0x42]);
    place.write("c.txt", [b'c', 0xff]);
    let shelf = place.shelf();
    let found: Vec<(&str, bool, &str)> = shelf
        .items
        .iter()
        .map(|it| (it.path.as_str(), it.tracked, it.head.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("a.txt", true, "a"),
            ("b.bin", false, ""),
            ("c.txt", false, "c")
        ]
    );
}

#[test]
fn what_went_away_is_said_when_it_is_read() {
    let place = Place::new();
    place.write("b.txt", "b");
    let shelf = place.shelf();
    fs::remove_file(place.sandbox.path().join("b.txt")).unwrap();
    let item = shelf.items.iter().find(|it| it.path == "b.txt").unwrap();
    assert_eq!(
        item.read(&place.checkout()),
        Err("it went away while it was read".to_owned())
    );
}

#[test]
fn more_records_than_are_looked_at_are_an_error() {
    let place = Place::new();
    for number in 0..MAX_ITEMS {
        place.write(&format!("{FOLDER}/{number}.stdout"), "");
    }
    let missing = Shelf::find(&place.checkout(), place.sandbox.path()).unwrap_err();
    assert!(missing.reason.contains("more than 2000 files"), "{missing}");
}

#[test]
fn what_a_shell_wrote_anew_is_still_known_for_what_it_is() {
    let units = |text: &str| -> Vec<u16> { text.encode_utf16().collect() };
    let bytes = |to: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = units("\u{feff}<a>ä😀</a>");
        let mut bytes: Vec<u8> = marked.into_iter().flat_map(to).collect();
        // Cut off inside of a character.
        bytes.push(0x20);
        bytes
    };
    assert_eq!(text(&bytes(u16::to_le_bytes)), "<a>ä😀</a>");
    assert_eq!(text(&bytes(u16::to_be_bytes)), "<a>ä😀</a>");
    assert_eq!(text(b"\xff\xfe\x3c\x00\x00\x00\x3e\x00"), "<");
    assert_eq!(text(b"\xff\xfe\x00\xd8\x3c\x00"), "");
    assert_eq!(text("\u{feff}{}".as_bytes()), "{}");
    assert_eq!(text(b"{}\xff{}"), "{}");
    assert_eq!(text(b"{}\0"), "");
}
