use proptest::prelude::*;

use super::*;

fn tree(text: &str) -> Rc<Node> {
    read(text).unwrap().unwrap()
}

fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

#[test]
fn nothing_is_guessed_from_a_plain_scalar() {
    let tree = tree("on:\n  push:\npython: 3.10\nno: off\nquoted: 'null'\nnone: ~\n");
    let keys: Vec<&str> = tree
        .entries()
        .iter()
        .map(|entry| entry.key.as_str())
        .collect();
    assert_eq!(keys, ["on", "python", "no", "quoted", "none"]);
    assert_eq!(tree.text_of("python"), Some("3.10"));
    assert_eq!(tree.text_of("no"), Some("off"));
    assert_eq!(tree.text_of("quoted"), Some("null"));
    assert!(tree.get("none").unwrap().is_null());
    assert_eq!(tree.text_of("none"), None);
    assert_eq!(tree.get("on").unwrap().entries()[0].line, 2);
}

#[test]
fn a_literal_block_knows_the_line_of_its_first_line() {
    let tree = tree("a: 1\nrun: |\n  first\n  second\nfold: >-\n  third\nplain: fourth\n");
    let place = |key: &str| {
        let node = tree.get(key).unwrap();
        (node.line, node.scalar().unwrap().literal)
    };
    assert_eq!(tree.text_of("run"), Some("first\nsecond\n"));
    assert_eq!(place("run"), (3, true));
    assert_eq!(place("fold"), (6, false));
    assert_eq!(place("plain"), (7, false));
}

#[test]
fn a_literal_block_after_blank_lines_still_counts_from_its_indicator() {
    let tree = tree("run: |\n\n  first\n");
    let node = tree.get("run").unwrap();
    assert_eq!((node.line, node.text()), (2, Some("\nfirst\n")));
}

#[test]
fn aliases_and_merge_keys_are_followed() {
    let tree = tree("base: &b\n  a: 1\n  c: 2\nuse:\n  <<: *b\n  a: 9\nlist: [*b]\n");
    let merged = tree.get("use").unwrap();
    assert_eq!(merged.text_of("a"), Some("9"));
    assert_eq!(merged.text_of("c"), Some("2"));
    assert_eq!(tree.get("list").unwrap().items()[0].text_of("a"), Some("1"));
    let several = super::read("x: &x {a: 1}\ny: &y {a: 2, b: 3}\nz:\n  <<: [*x, *y]\n");
    let several = several.unwrap().unwrap();
    assert_eq!(several.get("z").unwrap().text_of("a"), Some("1"));
    assert_eq!(several.get("z").unwrap().text_of("b"), Some("3"));
}

#[test]
fn tags_are_kept() {
    let tree = tree("script:\n  - !reference [.setup, script]\n  - !!str x\n");
    let items = tree.get("script").unwrap().items();
    assert_eq!(items[0].tag.as_deref(), Some("reference"));
    assert_eq!(items[0].texts(), [".setup", "script"]);
    assert_eq!(items[1].tag, None);
}

#[test]
fn what_is_not_yaml_is_refused_at_its_line() {
    assert!(refused("a: 1\nb: [\n").starts_with("line "));
    assert_eq!(
        refused("a: 1\nb: 2\na: 3\n"),
        "line 3: the key `a` is there twice"
    );
    assert_eq!(
        refused("? [a]\n: 1\n"),
        "line 1: a key is a list or a mapping"
    );
    assert!(refused("a: *nothing\n").contains("line 1"));
    assert!(read("").unwrap().is_none());
    assert!(read("# nothing\n").unwrap().is_none());
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = level - 1;
        let list = format!("*a{below}, ").repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{list}]\n"));
    }
    assert!(refused(&text).contains("more than 200000 values"));
    assert!(refused("a: &a [*a]\n").contains("inside of what it stands for"));
}

#[test]
fn deep_nesting_is_refused() {
    for text in [
        format!("a: {}", "[".repeat(100_000)),
        (0..5_000)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect(),
        "- ".repeat(100_000),
    ] {
        assert!(read(&text).is_err());
    }
}

#[test]
fn a_tree_as_deep_as_allowed_is_read() {
    let deep = format!("{}x{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert!(read(&deep).is_ok());
    let deeper = format!(
        "{}x{}",
        "[".repeat(MAX_DEPTH + 1),
        "]".repeat(MAX_DEPTH + 1)
    );
    assert!(refused(&deeper).contains("64 levels"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(a|b|<<|: |:\n|\n|  |- |\\[|\\]|\\{|\\}|,|&a |\\*a|!x |'|\"|\\||>|#|---\n|é|\t){0,60}") {
        if let Ok(trees) = read_all(&text) {
            let mut scalars = 0;
            for tree in trees {
                tree.walk(&mut |line, _| {
                    assert!(line >= 1 && line <= 2 + text.lines().count() as u64);
                    scalars += 1;
                });
            }
            prop_assert!(scalars <= MAX_NODES);
        }
    }

    #[test]
    fn the_nth_line_of_a_block_is_on_the_nth_line_of_the_file(before in 0_usize..5, lines in prop::collection::vec("[a-z]{1,8}", 1..6)) {
        let block: String = lines.iter().map(|line| format!("  {line}\n")).collect();
        let text = format!("{}run: |\n{block}", "# c\n".repeat(before));
        let tree = tree(&text);
        let node = tree.get("run").unwrap();
        prop_assert_eq!(node.line, before as u64 + 2);
        prop_assert_eq!(node.text().unwrap().lines().count(), lines.len());
    }
}
