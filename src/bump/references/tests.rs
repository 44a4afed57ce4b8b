use proptest::prelude::*;

use super::respell::Spelling;
use crate::bump::spelling::Scheme;
use crate::facts::{Reference, ReferenceForm as Form, ReferenceTarget};
use crate::release::Version;

fn reference(text: &str, parts: u64, form: Form, token: &str) -> Reference {
    Reference {
        line: 1,
        column: 1,
        start: 0,
        end: text.len() as u64,
        text: text.to_owned(),
        version: None,
        parts,
        form,
        target: ReferenceTarget::Project,
        token: token.to_owned(),
        before: Vec::new(),
        after: Vec::new(),
        directive: None,
        heading: None,
        under_version: false,
        code: false,
        comment: false,
        table: false,
    }
}

fn spelled(text: &str, parts: u64, form: Form, new: &str) -> Option<String> {
    let version: Version = new.parse().unwrap();
    let spelling = Spelling {
        new: &version,
        default: Scheme::Pep440,
        assigned: Scheme::SemVer,
    };
    spelling.of(&reference(text, parts, form, text))
}

#[test]
fn each_form_keeps_its_spelling() {
    for (old, parts, form, new, expected) in [
        ("1.2.3", 3, Form::Pinned, "1.3.0-rc.1", "1.3.0rc1"),
        ("1.2.3", 3, Form::Assigned, "1.3.0rc1", "1.3.0-rc.1"),
        ("1.2.3", 3, Form::Badge, "1.3.0", "1.3.0"),
        ("1.2.3--rc.1", 3, Form::Badge, "1.3.0-rc.2", "1.3.0--rc.2"),
        ("1.2.3--rc.1", 3, Form::Badge, "1.3.0", "1.3.0"),
        ("v1.2.3", 3, Form::Revision, "1.3.0-rc.1", "v1.3.0-rc.1"),
        ("v1.2.3", 3, Form::Revision, "1.3.0rc1", "v1.3.0rc1"),
        ("v1", 1, Form::Revision, "2.0.0", "v2"),
        ("v1", 1, Form::Revision, "2.0.0-rc.1", "v2"),
        ("1.2", 2, Form::Assigned, "1.3.0", "1.3"),
        ("1.2", 2, Form::Image, "1.3.1", "1.3"),
        ("1", 1, Form::At, "2.1.0", "2"),
        ("2026.01", 2, Form::Image, "2026.2.0", "2026.02"),
        ("1.2.3", 3, Form::Image, "1.2.3.post1", "1.2.3.post1"),
    ] {
        let found = spelled(old, parts, form, new);
        assert_eq!(found.as_deref(), Some(expected), "{old} {form:?} {new}");
    }
    assert_eq!(spelled("1.2.3", 3, Form::Assigned, "1.2.3.post1"), None);
}

proptest! {
    #[test]
    fn any_text_is_spelled_like_or_refused(old in "\\PC{0,20}", parts in 0_u64..5) {
        for form in [Form::Badge, Form::Revision, Form::At, Form::Bare] {
            let _ = spelled(&old, parts, form, "1.3.0-rc.1");
        }
    }
}
