use proptest::prelude::*;

use super::*;

fn texts(source: &str) -> Vec<(String, u64)> {
    fn gather(statements: &[Statement], found: &mut Vec<(String, u64)>) {
        for part in statements.iter().flat_map(|it| &it.parts) {
            match part {
                Part::Token {
                    token: Token::Text(text),
                    line,
                    ..
                } => found.push((text.content.clone(), *line)),
                Part::Token { .. } => {}
                Part::Block { statements, .. } => gather(statements, found),
            }
        }
    }
    let mut found = Vec::new();
    gather(&read(source).statements, &mut found);
    found
}

fn text(source: &str) -> String {
    texts(source).remove(0).0
}

fn shape(statements: &[Statement]) -> String {
    let shown = statements.iter().map(|statement| {
        let parts = statement.parts.iter().map(|part| match part {
            Part::Token {
                token: Token::Word(word),
                ..
            } => word.clone(),
            Part::Token {
                token: Token::Sign(sign),
                ..
            } => (*sign).to_owned(),
            Part::Token { .. } => "''".to_owned(),
            Part::Block { statements, .. } => format!("{{{}}}", shape(statements)),
        });
        parts.collect::<Vec<_>>().join(" ")
    });
    shown.collect::<Vec<_>>().join("; ")
}

#[test]
fn each_kind_of_text_is_read() {
    for (source, expected) in [
        (r"sh 'a $b \'c\''", "a $b 'c'"),
        (r#"sh "a ${b.c {x}} \$d""#, "a ${b.c {x}} $d"),
        ("sh '''a\nb'''", "a\nb"),
        ("sh \"\"\"a \"b\" c\"\"\"", "a \"b\" c"),
        ("x = /a\\/b\\d/", "a/b\\d"),
        ("x = $/a/b $$c/$", "a/b $c"),
        (r"sh 'a\nb'", "a\nb"),
        ("sh '''a \\\nb'''", "a \\\nb"),
        ("sh /a b/", "a b"),
    ] {
        assert_eq!(text(source), expected, "{source}");
    }
    assert!(texts("x = a / b / c").is_empty());
    assert!(texts("x = (a) / b / c").is_empty());
}

#[test]
fn what_is_put_into_a_text_is_known() {
    let program = read("sh \"x ${env.TAG_NAME} $params.NAME. \\$no ${\"$inner\"}\"");
    let Part::Token {
        token: Token::Text(text),
        ..
    } = &program.statements[0].parts[1]
    else {
        panic!("{program:?}");
    };
    assert_eq!(text.expressions[..2], ["env.TAG_NAME", "params.NAME"]);
}

#[test]
fn lines_are_those_of_the_file() {
    let source = "#!/usr/bin/env groovy\n/* a\n'b' */ // 'c'\nx {\n  sh 'one'\n\n  sh '''\n    two\n  '''\n}\n";
    assert_eq!(
        texts(source),
        [("one".to_owned(), 5), ("\n    two\n  ".to_owned(), 7)]
    );
}

#[test]
fn statements_end_where_groovy_ends_them() {
    for (source, expected) in [
        ("a 'x'\nb()", "a ''; b ( )"),
        ("a; b", "a; b"),
        ("a(1,\n 2)\nb", "a ( 1 , 2 ); b"),
        ("a = [\n x: 1,\n]\nb", "a = [ x : 1 , ]; b"),
        ("a\n  .b()\nc", "a . b ( ); c"),
        ("a +\n b\nc", "a + b; c"),
        (
            "if (x) {\n a\n}\nelse {\n b\n}\nc",
            "if ( x ) {a} else {b}; c",
        ),
        ("a {\n b { c }\n}", "a {b {c}}"),
        ("p(x: { a\n b }, y: { c })", "p ( x : {a; b} , y : {c} )"),
        ("}} a", "a"),
    ] {
        assert_eq!(shape(&read(source).statements), expected, "{source}");
    }
}

#[test]
fn what_is_not_read_is_said() {
    assert_eq!(read("a {\n b\n").unread, Some(1));
    assert_eq!(read("a\n'b\nc").unread, Some(2));
    assert_eq!(read("a\n/* b").unread, Some(2));
    assert_eq!(read("a\n'''b\n").unread, Some(2));
    assert_eq!(read("a { b }").unread, None);
    assert!(read(&"{".repeat(100_000)).unread.is_some());
    assert!(read(&"a ".repeat(MAX_GROOVY)).unread.is_some());
}

proptest! {
    #[test]
    fn any_text_is_read(source in "(sh |'|\"|'''|\"\"\"|/|\\$/|/\\$|\\$\\{|\\$a|\\{|\\}|\\(|\\)|\\[|\\]|\n|\\\\|//|/\\*|\\*/|é| |,|;|\\.){0,80}") {
        let lines = source.lines().count() as u64 + 1;
        for (_, line) in texts(&source) {
            prop_assert!(line >= 1 && line <= lines);
        }
    }

    #[test]
    fn a_command_is_found_at_its_line(before in 0_usize..6, command in "[a-z ]{1,12}") {
        let source = format!("{}node {{\n  sh '{command}'\n}}\n", "// x\n".repeat(before));
        prop_assert_eq!(texts(&source), [(command, before as u64 + 2)]);
    }
}
