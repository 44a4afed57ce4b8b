package relcheck.policy.branch.clean_tree_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.branch.clean_tree as rule

denied(changes) := found if {
	document := object.union(
		facts.judged("patch", "1.2.4"),
		{"facts": {"worktree": {"clean": count(changes) == 0, "changes": changes}}},
	)
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

change(path, status) := {"path": path, "status": status, "staged": false}

each_status := {
	"modified": "`src/a.py` is modified, not committed",
	"added": "`src/a.py` is new, not committed",
	"deleted": "`src/a.py` is deleted, not committed",
	"renamed": "`src/a.py` is renamed, not committed",
	"untracked": "`src/a.py` is untracked",
	"conflicted": "`src/a.py` is left over from a merge",
}

built := [
	".relcheck/evidence/junit.xml",
	".relcheck/",
	"dist/",
	"dist/demo-1.2.4.tar.gz",
	"packages/demo/dist/demo-1.2.4.whl",
	"build/",
	"build/lib/demo/a.py",
	"target/",
	"crates/demo/target/debug/demo",
	"demo.egg-info/",
	"src/demo.egg-info/PKG-INFO",
]

test_a_clean_tree_passes if denied([]) == set()

test_each_kind_of_change_fails if {
	every status, message in each_status {
		denied([change("src/a.py", status)]) == {{
			"subject": "src/a.py",
			"message": message,
			"evidence": {"file": "src/a.py"},
		}}
	}
}

test_a_changed_submodule_fails if {
	denied([change("library", "submodule")]) == {{
		"subject": "library",
		"message": "`library` is a submodule with another commit or changes of its own",
		"fix": "git submodule update --init --recursive -- library",
		"evidence": {"file": "library"},
	}}
}

test_files_where_a_submodule_would_be_fail if {
	denied([change("build/library", "occupied")]) == {{
		"subject": "build/library",
		"message": "`build/library` is the folder of a submodule that is not checked out, and files lie in it",
		"fix": "rm -r -- build/library && git submodule update --init --recursive -- build/library",
		"evidence": {"file": "build/library"},
	}}
}

test_each_change_is_a_finding if {
	{finding.subject | some finding in denied([change("a", "modified"), change("b/", "untracked")])} == {"a", "b/"}
}

test_untracked_built_artifacts_do_not_count if {
	every path in built {
		denied([change(path, "untracked")]) == set()
	}
}

test_tracked_files_always_count if {
	every path in built {
		count(denied([change(path, "modified")])) == 1
	}
}

test_what_only_looks_like_a_built_artifact_counts if {
	every path in ["distribution/a", "dist", "builder.py", "src/target.py", "demo.egg-info.txt"] {
		count(denied([change(path, "untracked")])) == 1
	}
}

test_a_hostile_path_is_quoted_in_the_command if {
	{finding.fix | some finding in denied([change("a b'; rm -rf ~;'", "submodule")])} == {concat("", [
		"git submodule update --init --recursive -- ",
		`'a b'\''; rm -rf ~;'\'''`,
	])}
}

test_a_dirty_tree_that_does_not_say_why_fails if {
	document := object.union(facts.judged("patch", "1.2.4"), {"facts": {"worktree": {"clean": false}}})
	rule.deny == {{
		"subject": "working tree",
		"message": "git says that something differs from HEAD, and not what",
		"fix": "git status",
	}} with input as document with data.relcheck.params as facts.params
}
