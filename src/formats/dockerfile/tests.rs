use proptest::prelude::*;

use super::*;

fn labels(text: &str) -> Vec<(u64, LabelValue)> {
    read(text)
        .into_iter()
        .map(|label| (label.line, label.value))
        .collect()
}

fn literal(line: u64, text: &str) -> Vec<(u64, LabelValue)> {
    vec![(line, LabelValue::Literal(text.to_owned()))]
}

#[test]
fn literal_labels_are_read_at_their_lines() {
    assert_eq!(
        labels("FROM x\nLABEL version=\"1.2.3\"\n"),
        literal(2, "1.2.3")
    );
    assert_eq!(
        labels("FROM x\nlabel version 1.2.3\r\n"),
        literal(2, "1.2.3")
    );
    let continued = "FROM x\nLABEL maintainer='a b' \\\n  # the version\n  org.opencontainers.image.version=1.2.3 \\\n  b=c\n";
    assert_eq!(labels(continued), literal(4, "1.2.3"));
    assert_eq!(
        labels("# escape=`\nFROM x\nLABEL a=b `\n version=1.2.3"),
        literal(4, "1.2.3")
    );
    assert_eq!(
        labels("FROM x\nLABEL schema-version=1 description=\"version=2\"\n"),
        []
    );
}

#[test]
fn arguments_lend_their_defaults() {
    for label in ["$VERSION", "${VERSION}", "\"${VERSION}\""] {
        let text = format!("FROM x\nARG VERSION=1.2.3\nLABEL version={label}\n");
        assert_eq!(labels(&text), literal(2, "1.2.3"), "{label}");
    }
    assert_eq!(
        labels("ARG V=1.2.3\nFROM x\nARG V\nLABEL version=$V"),
        literal(1, "1.2.3")
    );
    assert_eq!(
        labels("FROM x\nENV A=1.2 B=3\nLABEL version=$A.$B"),
        literal(2, "1.2.3")
    );
    assert_eq!(
        labels("FROM x\nLABEL version=${V:-1.2.3}"),
        literal(2, "1.2.3")
    );
}

#[test]
fn arguments_without_default_and_unknown_ones_are_told_apart() {
    let argument = vec![(3, LabelValue::Argument("V".to_owned()))];
    assert_eq!(labels("FROM x\nARG V\nLABEL version=$V"), argument);
    let undefined = |line| vec![(line, LabelValue::Undefined("V".to_owned()))];
    assert_eq!(labels("FROM x\nLABEL version=$V"), undefined(2));
    assert_eq!(labels("ARG V=1\nFROM x\nLABEL version=$V"), undefined(3));
    assert_eq!(
        labels("FROM x\nARG V=1\nFROM y\nLABEL version=$V"),
        undefined(4)
    );
}

#[test]
fn here_documents_are_not_instructions() {
    let text = "FROM x\nRUN <<EOF\nLABEL version=9\nEOF\nLABEL version=1.2.3\n";
    assert_eq!(labels(text), literal(5, "1.2.3"));
}

#[test]
fn variables_that_double_each_other_end() {
    let mut text = "FROM x\nARG A0=xxxxxxxxxx\n".to_owned();
    for index in 1..200 {
        text.push_str(&format!("ARG A{index}=$A{0}$A{0}\n", index - 1));
    }
    text.push_str("LABEL version=$A199\n");
    assert!(matches!(
        labels(&text).first(),
        Some((_, LabelValue::Argument(_)))
    ));
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "(FROM|ARG|LABEL|ENV|RUN|version|=|\\$|\\{|\\}|<<E|\"|'|\\\\|[\\n A-Z0-9.]){0,60}") {
        let _ = read(&text);
    }
}
