use proptest::prelude::*;

use super::{between, project};
use crate::api::python::compare;
use crate::facts::ApiWeight;

/// A definition of a public name, in one of the forms that are read.
fn definition() -> impl Strategy<Value = (String, String)> {
    let name = "[a-e][0-9]?";
    let form = 0..6_usize;
    let parameters = prop::sample::select(vec!["", "a", "a, b=1", "*, k", "a, /, *r, **kw"]);
    (name, form, parameters).prop_map(|(name, form, parameters)| {
        let text = match form {
            0 => format!("def {name}({parameters}): ...\n"),
            1 => format!("class {name}:\n    def m(self, x): ...\n    y = 1\n"),
            2 => format!("class {name}(Exception):\n    def __init__(self, {parameters}): ...\n"),
            3 => format!("{name} = 1\n"),
            4 => format!("async def {name}({parameters}): ...\n"),
            _ => format!("@dataclass\nclass {name}:\n    f: int\n    g: str = ''\n"),
        };
        (name, text)
    })
}

fn text(definitions: &[(String, String)]) -> String {
    definitions.iter().map(|(_, text)| text.as_str()).collect()
}

proptest! {
    #[test]
    fn a_project_is_the_same_as_itself(
        own in proptest::collection::vec(definition(), 0..8),
        private in proptest::collection::vec(definition(), 0..8),
    ) {
        let files = [
            ("demo/__init__.py", "from ._p import *\nfrom . import m\n"),
            ("demo/m.py", &text(&own)),
            ("demo/_p.py", &text(&private)),
        ];
        let comparison = compare(&project(&files), &project(&files));
        prop_assert_eq!(&comparison.changes, &[]);
        prop_assert_eq!(&comparison.gaps, &[]);
    }

    #[test]
    fn removing_a_public_function_always_breaks(
        others in proptest::collection::vec(definition(), 0..8),
        exported in any::<bool>(),
        at in any::<prop::sample::Index>(),
    ) {
        let mut definitions = others.clone();
        let at = at.index(definitions.len() + 1);
        definitions.insert(at, ("gone".to_owned(), "def gone(x): ...\n".to_owned()));
        let all = |definitions: &[(String, String)]| {
            let names: Vec<String> =
                definitions.iter().map(|(name, _)| format!("'{name}'")).collect();
            let list = format!("__all__ = [{}]\n", names.join(", "));
            if exported { list + &text(definitions) } else { text(definitions) }
        };
        let (old, new) = (all(&definitions), all(&others));
        let comparison = between(&[("demo/__init__.py", &old)], &[("demo/__init__.py", &new)]);
        let breaking = comparison
            .changes
            .iter()
            .any(|change| change.weight == ApiWeight::Breaking && change.symbol == "demo.gone");
        prop_assert!(breaking, "{:?}", comparison);
    }
}
