//! Subjects that say by an emoji what they do (<https://gitmoji.dev>), and by nothing else.

use super::header::Header;

/// The emoji, as characters without a selector and as a shortcode, the type that they stand for, and
/// whether they break something. Those of which the list says no more than where the change is, or that
/// projects use for adornment, are left out.
const EMOJI: [(&str, &str, &str, bool); 25] = [
    ("✨", ":sparkles:", "feat", false),
    ("💥", ":boom:", "change", true),
    ("🗑", ":wastebasket:", "deprecate", false),
    ("🐛", ":bug:", "fix", false),
    ("🚑", ":ambulance:", "fix", false),
    ("🩹", ":adhesive_bandage:", "fix", false),
    ("🔒", ":lock:", "security", false),
    ("⚡", ":zap:", "perf", false),
    ("📝", ":memo:", "docs", false),
    ("💡", ":bulb:", "docs", false),
    ("🎨", ":art:", "style", false),
    ("🚨", ":rotating_light:", "style", false),
    ("♻", ":recycle:", "refactor", false),
    ("✅", ":white_check_mark:", "test", false),
    ("🧪", ":test_tube:", "test", false),
    ("👷", ":construction_worker:", "ci", false),
    ("💚", ":green_heart:", "ci", false),
    ("🔧", ":wrench:", "chore", false),
    ("🔨", ":hammer:", "chore", false),
    ("⬆", ":arrow_up:", "deps", false),
    ("⬇", ":arrow_down:", "deps", false),
    ("📌", ":pushpin:", "deps", false),
    ("⏪", ":rewind:", "revert", false),
    ("🔖", ":bookmark:", "release", false),
    ("🚧", ":construction:", "wip", false),
];

/// The change that a subject describes; `None` if it begins with none of these.
pub(super) fn read(subject: &str) -> Option<Header> {
    let subject = subject.trim_start();
    EMOJI.iter().find_map(|(emoji, code, kind, breaking)| {
        let rest = subject
            .strip_prefix(emoji)
            .or_else(|| subject.strip_prefix(code))?;
        let description = rest
            .trim_start_matches(['\u{fe0f}', '\u{fe0e}', ':', ' '])
            .trim();
        (!description.is_empty()).then(|| Header {
            kind: (*kind).to_owned(),
            scope: None,
            breaking: *breaking,
            description: super::cut(description).to_owned(),
            breaking_note: None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn an_emoji_says_the_type_where_nothing_else_does() {
        for (subject, kind, breaking, description) in [
            (
                "✨ Add a factory (#394)",
                "feat",
                false,
                "Add a factory (#394)",
            ),
            (":sparkles: Add a factory", "feat", false, "Add a factory"),
            ("💥 Drop the old way", "change", true, "Drop the old way"),
            (":boom:drop it", "change", true, "drop it"),
            ("♻️ Move it", "refactor", false, "Move it"),
            ("⚡️: faster", "perf", false, "faster"),
            // A type that is written down is what is meant.
            ("✨ fix: it", "fix", false, "it"),
            ("🐛 feat!: it", "feat", true, "it"),
        ] {
            let message = parse(subject);
            let found: Vec<_> = message.changes.iter().collect();
            let [change] = found.as_slice() else {
                panic!("{subject}: {found:?}")
            };
            assert_eq!(change.kind, kind, "{subject}");
            assert_eq!(change.description, description, "{subject}");
            assert_eq!(message.breaking, breaking, "{subject}");
        }
    }

    #[test]
    fn any_other_emoji_and_one_further_on_say_nothing() {
        for subject in [
            "🚀 RELEASE v4.2.0",
            "🎉 Hello",
            "Add ✨",
            "✨",
            "Release\n\n✨ Add a factory",
        ] {
            assert_eq!(parse(subject).changes, [], "{subject}");
        }
    }
    #[test]
    fn in_a_list_below_one_they_say_the_same() {
        let list = "* ✨ Read TOML, too\n* :boom: The old file is no longer read\n";
        let message = parse(&format!("♻️ Rework the loader (#12)\n\n{list}"));
        let kinds = message.changes.iter().map(|change| change.kind.as_str());
        assert_eq!(kinds.collect::<Vec<_>>(), ["refactor", "feat", "change"]);
        assert!(message.breaking);
        let message = parse(&format!("Rework the loader (#12)\n\n{list}"));
        assert_eq!((message.changes.len(), message.breaking), (0, false));
    }
}
