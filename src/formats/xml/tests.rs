use proptest::prelude::*;

use super::*;

/// Everything in the document, in a form that a test can show.
fn told(text: &str) -> Result<String, String> {
    let mut document = Document::new(text).map_err(|flaw| flaw.reason)?;
    let mut told = String::new();
    while let Some(node) = document.read().map_err(|flaw| flaw.reason)? {
        match node {
            Node::Open(element) => {
                told.push('<');
                told.push_str(&String::from_utf8_lossy(element.name()));
                let attributes = element.attributes(|name, value| {
                    told.push_str(&format!(" {}={value:?}", String::from_utf8_lossy(name)));
                    Ok(())
                });
                attributes.map_err(|flaw| flaw.reason)?;
                told.push('>');
            }
            Node::Close => told.push_str("</>"),
            Node::Text(piece) => piece.push_to(&mut told, 1000),
        }
    }
    Ok(told)
}

#[test]
fn elements_attributes_and_text_come_in_order() {
    let text = "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM \"b.dtd\"><!-- c -->\n\
                <x:a b=\"1 &lt; 2&#10;3\"><c/>d &amp; <![CDATA[<e>]]>&#x66;</x:a>\n";
    assert_eq!(told(text).unwrap(), "<a b=\"1 < 2\\n3\"><c></>d & <e>f</>");
}

#[test]
fn entities_of_its_own_are_refused_wherever_they_stand() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;\">]><a>&d;</a>";
    assert!(told(bomb).unwrap_err().contains("declarations of its own"));
    let external = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
    assert!(
        told(external)
            .unwrap_err()
            .contains("declarations of its own")
    );
    assert!(
        told("<a>&b;</a>")
            .unwrap_err()
            .contains("`&b;` is no character")
    );
    assert!(told("<a b='&c;'/>").unwrap_err().contains("line 1"));
    assert!(told("<a>&#0;</a>").is_err());
    assert!(told("<a>&#x110000;</a>").is_err());
}

/// As .NET writes the document type of what Pester measured.
#[test]
fn a_list_of_no_declarations_declares_nothing() {
    for list in ["[]", " [\r\n\t] "] {
        let text = format!("<!DOCTYPE a PUBLIC \"-//A//DTD A 1.1//EN\" \"a.dtd\"{list}>\n<a/>");
        assert_eq!(told(&text).unwrap(), "<a></>", "{list}");
    }
    for list in [
        "[]]",
        "[ % b; ]",
        "[<!-- -->]",
        "[] c [<!ENTITY b 'c'>]",
        "[",
    ] {
        let reason = told(&format!("<!DOCTYPE a {list}><a/>")).unwrap_err();
        assert!(!reason.is_empty(), "{list}");
    }
}

#[test]
fn what_is_not_one_whole_document_is_refused() {
    for cut in [
        "<a>",
        "<a><b/>",
        "<a",
        "<a><b></b",
        "<a b='c",
        "<a><![CDATA[",
        "<a><!-- ",
    ] {
        let reason = told(cut).unwrap_err();
        assert!(
            reason.starts_with("it is cut off at line 1"),
            "{cut}: {reason}"
        );
    }
    for wrong in [
        "<a/><b/>",
        "<a/>b",
        "a<b/>",
        "<a></b>",
        "</a>",
        "<a b='1' b='2'/>",
        "<a b/>",
    ] {
        assert!(told(wrong).is_err(), "{wrong}");
    }
    assert_eq!(told("<!-- a -->").unwrap_err(), "it holds no XML document");
}

#[test]
fn attributes_are_read_as_the_specification_has_them() {
    let read = "<a b = '1' x:c=\"'\"\n\td='a\tb\nc'/>";
    assert_eq!(told(read).unwrap(), "<a b=\"1\" c=\"'\" d=\"a b c\"></>");
    let many: String = (0..20).map(|n| format!(" a{n}='{n}'")).collect();
    assert!(
        told(&format!("<a{many}/>"))
            .unwrap()
            .ends_with("a19=\"19\"></>")
    );
    for (wrong, said) in [
        ("<a b='1'c='2'/>".to_owned(), "no space"),
        ("<a b=1/>".to_owned(), "no quotes"),
        ("<a b='<'/>".to_owned(), "`<`"),
        ("<a ='1'/>".to_owned(), "no name"),
        ("<a b c='1'/>".to_owned(), "no value"),
        ("<a b='1' b='2'/>".to_owned(), "twice"),
        (format!("<a{many} a15=''/>"), "twice"),
    ] {
        let reason = told(&wrong).unwrap_err();
        assert!(reason.contains(said), "{wrong}: {reason}");
    }
}

#[test]
fn depth_and_attributes_are_limited() {
    let deep = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(told(&deep(MAX_DEPTH)).is_ok());
    assert!(told(&deep(MAX_DEPTH + 1)).unwrap_err().contains("64 deep"));
    assert!(
        told(&"<a>".repeat(100_000))
            .unwrap_err()
            .contains("64 deep")
    );
    let wide: String = (0..=MAX_ATTRIBUTES).map(|n| format!(" a{n}='1'")).collect();
    assert!(
        told(&format!("<a{wide}/>"))
            .unwrap_err()
            .contains("too many attributes")
    );
}

#[test]
fn another_encoding_is_refused_where_it_matters() {
    assert!(told("<?xml version='1.0' encoding='ISO-8859-1'?><a/>").is_ok());
    let reason = told("<?xml version='1.0' encoding=\"ISO-8859-1\"?><a>ä</a>").unwrap_err();
    assert_eq!(
        reason,
        "it is declared to be in ISO-8859-1, and only UTF-8 is read"
    );
    assert!(told("<?xml version='1.0' encoding='utf-8'?><a>ä</a>").is_ok());
}

#[test]
fn the_root_is_found_in_a_beginning() {
    assert_eq!(root("<a>").unwrap(), ("a", ">"));
    assert_eq!(
        root("\u{feff}<?xml?>\n<!-- b --><x:a c='1").unwrap(),
        ("a", " c='1")
    );
    assert_eq!(
        root("<!DOCTYPE a [<!ENTITY b '>'>]><a/>").unwrap(),
        ("a", "/>")
    );
    for none in [
        "",
        "a",
        "{}",
        "<",
        "<a",
        "<?xml",
        "<!-- ",
        "<!DOCTYPE a [",
        "< a>",
    ] {
        assert_eq!(root(none), None, "{none}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "[<>/a'\"=&;!\\[\\]\\-? \\PC]{0,80}") {
        let _ = told(&text);
        let _ = root(&text);
    }
}
