use std::process::{Command, Stdio};

use proptest::prelude::*;

use super::*;

fn ours(pattern: &str, delimiters: &Value, text: &str) -> Option<bool> {
    let arguments = [Value::from(pattern), delimiters.clone(), Value::from(text)];
    matches(&arguments).ok()?.as_bool().ok().copied()
}

fn list(delimiters: &[&str]) -> Value {
    let text = serde_json::to_string(delimiters).unwrap();
    Value::from_json_str(&text).unwrap()
}

#[test]
fn globs_are_read_as_opa_reads_them() {
    let slash = list(&["/"]);
    for (pattern, text, expected) in [
        ("a/*", "a/b.py", Some(true)),
        ("a/*", "a/c/b.py", Some(false)),
        ("out/**.xml", "out/deep/w.xml", Some(true)),
        ("**/w.xml", "w.xml", Some(false)),
        ("**/w.xml", "a/b/w.xml", Some(true)),
        ("**", "a/b", Some(true)),
        ("a?c", "a/c", Some(false)),
        ("a[/]c", "a/c", Some(true)),
        ("[!a]b", "cb", Some(true)),
        ("[a-c]", "b", Some(true)),
        ("[abc-]", "-", Some(true)),
        ("{a,b*}/x", "bb/x", Some(true)),
        ("{a,{b,c}}d", "cd", Some(true)),
        ("{a,b", "b", None),
        ("{}", "", Some(true)),
        ("a}", "a}", Some(true)),
        ("a,b", "a,b", Some(true)),
        ("\\*", "*", Some(true)),
        ("a\\", "a", None),
        ("*", "a\nb", Some(true)),
        ("*", "", Some(true)),
        ("[", "[", None),
        ("[]", "]", None),
        ("[b-a]", "a", None),
        ("[a-z0-9]", "a", None),
    ] {
        assert_eq!(ours(pattern, &slash, text), expected, "{pattern} {text}");
    }
    assert_eq!(ours("a*", &list(&[]), "a.b"), Some(false));
    assert_eq!(ours("a*", &list(&[]), "a/b"), Some(true));
    assert_eq!(ours("a*", &Value::Null, "a./b"), Some(true));
    assert_eq!(ours("a*", &list(&[":", "/"]), "a:b"), Some(false));
    assert_eq!(ours("a*", &list(&["ab"]), "a"), None);
    assert_eq!(ours("a*", &Value::from(7), "a"), None);
}

#[test]
fn what_is_beyond_measure_is_refused() {
    let slash = list(&["/"]);
    assert_eq!(ours(&"a".repeat(MAX_LENGTH), &slash, "b"), Some(false));
    assert_eq!(ours(&"a".repeat(MAX_LENGTH + 1), &slash, "b"), None);
    assert_eq!(ours(&"{".repeat(MAX_DEPTH + 1), &slash, "b"), None);
}

#[test]
fn no_more_than_a_bound_is_kept() {
    for number in 0..3 * MAX_KEPT {
        let pattern = format!("a{number}*");
        assert_eq!(ours(&pattern, &list(&["/"]), "b"), Some(false));
    }
    assert!(COMPILED.with_borrow(|compiled| compiled.all.len()) <= MAX_KEPT);
}

/// Every text of up to so many of these pieces.
fn texts(pieces: &[&str], most: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut longest = all.clone();
    for _ in 0..most {
        longest = longest
            .iter()
            .flat_map(|text| pieces.iter().map(move |piece| format!("{text}{piece}")))
            .collect();
        all.extend(longest.iter().cloned());
    }
    all
}

/// What OPA says of each pattern and text: whether it matches, or nothing where it is no glob.
fn theirs(program: &str, cases: &[(String, String)]) -> Vec<Option<bool>> {
    use std::io::Write as _;
    let query = "[result | some i; pair := input[i]; \
                 result := {\"i\": i, \"is\": glob.match(pair[0], [\"/\"], pair[1])}]";
    let mut child = Command::new(program)
        .args(["eval", "--stdin-input", "--format", "raw", query])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let document = serde_json::to_vec(cases).unwrap();
    let writer = std::thread::spawn(move || input.write_all(&document).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let found: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let mut all = vec![None; cases.len()];
    for one in found {
        let place = usize::try_from(one["i"].as_u64().unwrap()).unwrap();
        all[place] = one["is"].as_bool();
    }
    all
}

#[test]
fn opa_says_the_same() {
    let program = std::env::var("RELCHECK_OPA").unwrap_or_else(|_| "opa".to_owned());
    if Command::new(&program).arg("version").output().is_err() {
        println!("not tested: globs against OPA's (there is no `opa`; RELCHECK_OPA may name it)");
        return;
    }
    let mut patterns = texts(
        &["*", "**", "?", "a", "/", "[ab]", "[!a]", "{a,", "}", ","],
        3,
    );
    patterns.extend(texts(&["{", "*", "[a-b]", "\\", "b", ",", "}"], 4));
    let given = texts(&["a", "b", "/", ","], 3);
    let cases: Vec<(String, String)> = patterns
        .iter()
        .flat_map(|pattern| given.iter().map(|text| (pattern.clone(), text.clone())))
        .collect();
    let slash = list(&["/"]);
    let theirs = theirs(&program, &cases);
    let differ: Vec<String> = cases
        .iter()
        .zip(theirs)
        .filter(|((pattern, text), theirs)| ours(pattern, &slash, text) != *theirs)
        .map(|((pattern, text), theirs)| format!("{pattern} on {text}: OPA {theirs:?}"))
        .collect();
    println!("{} cases, {} differ", cases.len(), differ.len());
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// Whether a glob of stars, question marks and characters matches, character by character.
fn by_characters(pattern: &[char], text: &[char]) -> bool {
    let rests = |text: &[char], until: fn(&char) -> bool| {
        let most = text.iter().position(until).unwrap_or(text.len());
        0..=most
    };
    let rest = |from: usize| text.get(from..).unwrap_or_default();
    match (pattern, text) {
        ([], _) => text.is_empty(),
        (['*', '*', tail @ ..], _) => {
            rests(text, |_| false).any(|from| by_characters(tail, rest(from)))
        }
        (['*', tail @ ..], _) => {
            rests(text, |c| *c == '/').any(|from| by_characters(tail, rest(from)))
        }
        (['?', tail @ ..], [first, ..]) => *first != '/' && by_characters(tail, rest(1)),
        ([wanted, tail @ ..], [first, ..]) => wanted == first && by_characters(tail, rest(1)),
        (_, []) => false,
    }
}

proptest! {
    #[test]
    fn characters_are_matched_whole(pattern in "[*?/aé漢🦀]{0,8}", text in "[/aéè漢🦀]{0,6}") {
        let characters = |text: &str| text.chars().collect::<Vec<char>>();
        let expected = by_characters(&characters(&pattern), &characters(&text));
        prop_assert_eq!(ours(&pattern, &list(&["/"]), &text), Some(expected));
        let odd = ours(&pattern.replace('/', "漢"), &list(&["漢"]), &text.replace('漢', "-").replace('/', "漢"));
        let plain = ours(&pattern.replace('漢', "-"), &list(&["/"]), &text.replace('漢', "-"));
        prop_assert!(pattern.contains('漢') || odd == plain);
    }

    #[test]
    fn no_text_is_too_odd(pattern in "[ab*?/.\\[\\]{},!\\\\-]{0,12}", text in "[ab/.:]{0,8}") {
        let _ = ours(&pattern, &list(&["/"]), &text);
    }
}
