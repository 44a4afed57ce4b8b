//! Folders of policies as Conftest's users write them.

/// A folder by what is special about it.
pub struct Folder {
    pub name: &'static str,
    /// What Conftest is to be told of the syntax.
    pub rego_version: &'static str,
    pub files: &'static [(&'static str, &'static str)],
}

/// Texts and objects, all three kinds of rules, a package that others share.
pub const RESULTS: Folder = Folder {
    name: "results",
    rego_version: "v1",
    files: &[
        (
            "main.rego",
            "package main

import data.lib.subjects

deny contains msg if {
	some commit in input.facts.changes.commits
	subjects.is_stopgap(commit.subject)
	msg := sprintf(\"%s is a stopgap\", [commit.subject])
}

violation_branch contains {\"msg\": msg, \"details\": {\"branch\": branch}} if {
	branch := input.facts.repository.branch.name
	branch == \"main\"
	msg := sprintf(\"released from %s\", [branch])
}

deny_never contains \"never\" if input.project.name == \"another\"
",
        ),
        (
            "warnings.rego",
            "package main

import rego.v1

warn contains msg if {
	input.release.type == \"minor\"
	msg := sprintf(\"a minor release, %s\", [input.release.version.core])
}

warn_count contains {\"msg\": sprintf(\"%d commits\", [count(input.facts.changes.commits)])}

helper contains \"nobody asks for this\"
",
        ),
        (
            "lib/subjects.rego",
            "package lib.subjects

is_stopgap(subject) if startswith(subject, \"wip\")
",
        ),
        (
            "main_test.rego",
            "package main

import data.lib.subjects

test_stopgap if subjects.is_stopgap(\"wip: x\")

test_others if not subjects.is_stopgap(\"fix: x\")
",
        ),
    ],
};

/// The syntax before Rego 1.0, with and without imports of the newer words.
pub const OLDER: Folder = Folder {
    name: "older syntax",
    rego_version: "v0",
    files: &[
        (
            "main.rego",
            "package main

import data.lib.subjects

deny[msg] {
	commit := input.facts.changes.commits[_]
	subjects.kind(commit.subject) == \"stopgap\"
	msg = sprintf(\"%s is a stopgap\", [commit.subject])
}

warn[{\"msg\": msg}] {
	commits = input.facts.changes.commits
	count(commits) > 1
	msg := sprintf(\"%d commits\", [count(commits)])
}

violation_constant[\"always\"] { true }
",
        ),
        (
            "lib/subjects.rego",
            "package lib.subjects

import future.keywords.in

kinds = {\"wip\": \"stopgap\", \"fixup!\": \"stopgap\"}

kind(subject) = kinds[prefix] {
	some prefix
	kinds[prefix]
	startswith(subject, prefix)
} else = \"feature\" {
	\"feat\" in split(subject, \":\")
} else = \"other\" {
	true
}
",
        ),
        (
            "newer.rego",
            "package newer

import future.keywords.contains
import future.keywords.if

deny contains msg if {
	commit := input.facts.changes.commits[i]
	i == 0
	msg := sprintf(\"the first is %s\", [commit.subject])
}
",
        ),
    ],
};

/// Rules that are exempted, by their names and without one.
pub const EXCEPTIONS: Folder = Folder {
    name: "exceptions",
    rego_version: "v1",
    files: &[(
        "main.rego",
        "package main

deny_stopgap contains msg if {
	some commit in input.facts.changes.commits
	startswith(commit.subject, \"wip\")
	msg := sprintf(\"%s is a stopgap\", [commit.subject])
}

violation_stopgap contains \"the same by another word\" if count(input.facts.changes.commits) > 0

warn_stopgap contains \"and a warning\" if count(input.facts.changes.commits) > 0

deny_branch contains \"not exempted\" if input.facts.repository.branch.name == \"main\"

deny contains \"plain\" if input.release.type == \"patch\"

exception contains rules if {
	input.release.type == \"patch\"
	rules := [\"stopgap\", \"nothing\"]
}

exception contains rules if {
	input.release.type == \"minor\"
	rules := [\"\"]
}
",
    )],
};

/// Several packages, of which one reads another.
pub const NAMESPACES: Folder = Folder {
    name: "namespaces",
    rego_version: "v1",
    files: &[
        (
            "branch.rego",
            "package release.branch

deny contains \"on main\" if input.facts.repository.branch.name == \"main\"
",
        ),
        (
            "summary.rego",
            "package release.summary

import data.release.branch

warn contains msg if {
	some found in branch.deny
	msg := sprintf(\"found: %s\", [found])
}
",
        ),
        (
            "quiet.rego",
            "package quiet

deny contains \"never\" if input.facts.repository.branch.name == \"another\"
",
        ),
    ],
};

/// Rules that are lists instead of sets.
pub const LISTS: Folder = Folder {
    name: "lists",
    rego_version: "v1",
    files: &[(
        "main.rego",
        "package main

deny := [msg |
	some commit in input.facts.changes.commits
	msg := sprintf(\"listed: %s\", [commit.subject])
]

warn_set := {\"a set\"} if input.release.type == \"patch\"

violation := [] if input.release.type == \"minor\"
",
    )],
};

/// One package in several files, in both syntaxes, and names that mean another thing elsewhere.
pub const SPLIT: Folder = Folder {
    name: "split",
    rego_version: "v0",
    files: &[
        (
            "one.rego",
            "package main

import rego.v1

import data.lib.kinds

deny contains msg if {
	some commit in input.facts.changes.commits
	kind(commit.subject) == \"stopgap\"
	msg := sprintf(\"%v\", [[commit.subject, kind(commit.subject)]])
}

kind(subject) := \"stopgap\" if kinds.is_stopgap(subject)

kind(subject) := \"fix\" if startswith(subject, \"fix\")

by_kind[name] contains subject if {
	some subject in subjects
	name := kind(subject)
}
",
        ),
        (
            "two.rego",
            "package main

subjects[commit.subject] {
	commit := input.facts.changes.commits[_]
}

deny[msg] {
	some name
	found := by_kind[name]
	name != \"stopgap\"
	msg := sprintf(\"%s: %d of %d\", [name, count(found), count(subjects)])
}

warn[msg] {
	not subjects[\"feat: nothing\"]
	authors := {email: names |
		email := input.facts.changes.commits[_].author.email
		names := {author.name | author := input.facts.changes.commits[_].author; author.email == email}
	}
	msg := sprintf(\"%v by %v\", [count(authors), authors])
}
",
        ),
        (
            "lib/kinds.rego",
            "package lib.kinds

import data.lib.words as kinds

is_stopgap(subject) {
	startswith(subject, kinds.stopgaps[_])
}
",
        ),
        (
            "lib/words.rego",
            "package lib.words

stopgaps = [\"wip\", \"fixup!\"]
",
        ),
    ],
};

/// What Conftest's users write and a strict compiler would not have: names that nobody reads, that
/// say the same twice, or that comprehensions give a value.
pub const LOOSE: Folder = Folder {
    name: "loose",
    rego_version: "v0",
    files: &[
        (
            "main.rego",
            "package main

import data.lib.limits
import data.lib.limits as again
import input.facts.changes as changes

# METADATA
# titel: misspelt
deny[msg] {
	some i
	subjects := [subject | changes.commits[i].subject != \"x\"; subject := changes.commits[i].subject]
	short := {subject | some i; subject := changes.commits[i].subject; count(subject) < limits.most}
	never := changes.since
	msg := sprintf(\"%v %v\", [subjects, short])
}

deny[msg] {
	some i, j
	changes.commits[i].subject != changes.commits[j].subject
	not is_odd(i, j)
	msg := sprintf(\"%d differs from %d\", [i, j])
}

is_odd(first, second) { first % 2 == 1 }

twice = 1

warn[\"twice\"] { twice == 1 }
",
        ),
        (
            "more.rego",
            "package main

twice = 1

violation[{\"msg\": msg}] {
	object.get(input.project, \"name\", \"\") == \"none\"
	msg := \"never\"
}
",
        ),
        ("lib/limits.rego", "package lib.limits\n\nmost = 25\n"),
    ],
};

/// All folders that are judged as they are.
pub const ALL: [&Folder; 7] = [
    &RESULTS,
    &OLDER,
    &EXCEPTIONS,
    &NAMESPACES,
    &LISTS,
    &SPLIT,
    &LOOSE,
];
