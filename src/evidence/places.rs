//! Where in the checkout a recorded command had a tool look.

use std::collections::BTreeSet;

use super::steps::steps;
use super::{Record, tool_of};

/// The folders of the checkout that the tools of a kind of report were run in, or the files that they
/// were told instead, from the checkout, whose folder is `root`: an empty text for itself. None where the
/// command names no such tool, or it cannot be told.
#[must_use]
pub fn places(record: &Record, kind: &str, root: &str) -> BTreeSet<String> {
    let steps = steps(record, root).into_iter();
    let of_kind =
        steps.filter(|step| tool_of(&step.words).is_some_and(|it| it.kinds.contains(&kind)));
    let places = of_kind.filter_map(|step| step.place);
    places.map(|parts| parts.join("/")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::VULNERABILITIES;
    use crate::evidence::record::tests::record;

    fn of(dir: &str, text: &str) -> Vec<String> {
        let mut record = record();
        record.dir = dir.to_owned();
        record.command = ["sh", "-c", text].map(str::to_owned).to_vec();
        places(&record, VULNERABILITIES, "/none/work")
            .into_iter()
            .collect()
    }

    #[test]
    fn a_folder_or_a_file_is_named_from_the_checkout() {
        for (dir, command, expected) in [
            ("", "cargo audit --json", ""),
            ("fuzz", "cargo audit --json", "fuzz"),
            ("", "cd fuzz && cargo audit --json", "fuzz"),
            ("fuzz", "cd .. && cargo audit --json", ""),
            (
                "",
                "cargo audit --json -f fuzz/Cargo.lock",
                "fuzz/Cargo.lock",
            ),
            (
                "a",
                "cargo audit --file=../b/Cargo.lock --json",
                "b/Cargo.lock",
            ),
            ("", "npm --prefix tools audit --json", "tools"),
            ("", "(cd fuzz && cargo build); cargo audit --json", ""),
        ] {
            assert_eq!(of(dir, command), [expected], "{command}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_none_and_several_are_all_named() {
        assert_eq!(of("", "cd \"$DIR\" && cargo audit --json"), [""; 0]);
        assert_eq!(of("", "./audit.sh"), [""; 0]);
        assert_eq!(
            of(
                "",
                "cargo audit --json; cd fuzz && cargo audit --json >b.json"
            ),
            ["", "fuzz"]
        );
    }
}
