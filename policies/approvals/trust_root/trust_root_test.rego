package relcheck.policy.approvals.trust_root_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.approvals.trust_root as rule

# Ada and Grace maintain it.
two := facts.people([facts.maintainer("Ada"), facts.maintainer("Grace")])

judged(people, sign_offs, root) := object.union(
	facts.judged("patch", "1.2.4"),
	{"facts": {"people": people, "sign_offs": sign_offs, "trust_root": root}},
)

messages(document) := {finding.message |
	some finding in rule.deny with input as document with data.relcheck.params as facts.params
	not finding.level
}

warnings(document) := {finding.message |
	some finding in rule.deny with input as document with data.relcheck.params as facts.params
	finding.level == "warn"
}

weakenings(document) := {finding.weakening |
	some finding in rule.deny with input as document with data.relcheck.params as facts.params
}

unknown(document) := {entry.reason |
	some entry in rule.unknown with input as document with data.relcheck.params as facts.params
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

by(kind, persons) := facts.sign_offs([facts.sign_off(kind, person) | some person in persons])

config := facts.trust_change("relcheck.toml", "configuration")

test_nothing_that_decides_was_changed if {
	document := judged(two, by("approval", []), facts.trust_root([facts.trust_change("src/demo.py", null)]))
	messages(document) == set()
	warnings(document) == set()
	unknown(document) == set()
	looked_at(document) == {"1 changed file since `v1.2.3`", "`v1.2.3`, signed by `Ada`"}
}

test_a_first_release_changes_nothing if {
	root := {"since": null, "anchor": null, "changed": [], "people": []}
	own := object.union(two, {"anchor": {"tag": null, "own": "this is the first release"}})
	document := judged(own, by("approval", []), root)
	messages(document) == set()
	looked_at(document) == set()
	weakenings(document) == {"the candidate's own list says who and what decides: this is the first release"}
}

test_a_change_is_approved if {
	every kind in ["trust-root", "approval"] {
		document := judged(two, by(kind, ["Ada"]), facts.trust_root([config]))
		messages(document) == set()
		warnings(document) == {"`relcheck.toml` (configuration) was changed since `v1.2.3`, approved by `Ada`"}
	}
}

test_without_approval_it_fails if {
	messages(judged(two, by("approval", []), facts.trust_root([config]))) == {"`relcheck.toml` (configuration) was changed since `v1.2.3`: no approval of 1"}
	every sign_offs in [by("approval", ["Eve"]), by("manual-testing", ["Ada"])] {
		messages(judged(two, sign_offs, facts.trust_root([config]))) == {"`relcheck.toml` (configuration) was changed since `v1.2.3`: no approval of 1"}
	}
}

test_an_approval_of_other_files_or_another_version_does_not_count if {
	approval := facts.sign_off("trust-root", "Ada")
	every change in [{"version": "1.4.0"}, {"candidate": false}] {
		sign_offs := facts.sign_offs([object.union(approval, change)])
		count(messages(judged(two, sign_offs, facts.trust_root([config])))) == 1
	}
}

test_whatever_decides_is_named if {
	every kind, name in {
		"waivers": "waivers",
		"revocations": "revoked keys",
		"codeowners": "owners of code",
		"policies": "policies",
		"vex": "statements on vulnerabilities",
		"baseline": "baseline",
		"gate": "workflow that runs relcheck",
	} {
		root := facts.trust_root([object.union(facts.trust_change("some/file", kind), {"change": "added"})])
		found := messages(judged(two, by("approval", []), root))
		count(found) == 1
		some message in found
		startswith(message, sprintf("`some/file` (%s) is new since `v1.2.3`", [name]))
	}
	gone := object.union(config, {"change": "removed"})
	messages(judged(two, by("approval", []), facts.trust_root([gone]))) == {"`relcheck.toml` (configuration) is gone since `v1.2.3`: no approval of 1"}
}

test_settings_of_tools_decide_too if {
	every path in [".bandit", "a/.secrets.baseline", "codecov.yml", ".semgrep/rules/own.yml", ".trivyignore"] {
		messages(judged(two, by("approval", []), facts.trust_root([facts.trust_change(path, null)]))) == {sprintf("`%s` (settings of a tool) was changed since `v1.2.3`: no approval of 1", [path])}
	}
	every path in ["src/bandit.py", "semgrep/own.py", "README.md"] {
		messages(judged(two, by("approval", []), facts.trust_root([facts.trust_change(path, null)]))) == set()
	}
}

file(parts) := object.union(facts.trust_change("pyproject.toml", null), {"parts": parts})

test_of_shared_files_the_parts_of_tools_decide if {
	count(messages(judged(two, by("approval", []), facts.trust_root([file(["tool.bandit"])])))) == 1
	count(messages(judged(two, by("approval", []), facts.trust_root([file(["*"])])))) == 1
	messages(judged(two, by("approval", []), facts.trust_root([file(["project", "tool.black"])]))) == set()
}

written_by(change, persons) := object.union(change, {"commits": [facts.written(person) | some person in persons]})

test_who_wrote_the_change_alone_does_not_approve_it if {
	root := facts.trust_root([written_by(config, ["Ada", "Ada"])])
	messages(judged(two, by("trust-root", ["Ada"]), root)) == {"`relcheck.toml` (configuration) was changed since `v1.2.3`: approved by `Ada`, who wrote it alone"}
	messages(judged(two, by("trust-root", ["Grace"]), root)) == set()
	messages(judged(two, by("trust-root", ["Ada", "Grace"]), root)) == set()
	shared := facts.trust_root([written_by(config, ["Ada", "bob@example.org"])])
	messages(judged(two, by("trust-root", ["Ada"]), shared)) == set()
}

test_programs_are_no_second_author if {
	bot := {"email": "1+renovate[bot]@users.noreply.example", "name": "renovate[bot]", "person": "bot", "listed": false}
	people := object.union(two, {"writers": [bot]})
	root := facts.trust_root([written_by(config, ["Ada", "bot"])])
	count(messages(judged(people, by("trust-root", ["Ada"]), root))) == 1
}

test_a_change_of_people_or_keys_takes_two if {
	every kind in ["keys", "maintainers", "mailmap"] {
		root := facts.trust_root([facts.trust_change("file", kind)])
		count(messages(judged(two, by("trust-root", ["Ada"]), root))) == 1
		messages(judged(two, by("trust-root", ["Ada", "Grace"]), root)) == set()
	}
	revoked := facts.trust_root([facts.trust_change("keys/revoked_keys", "revocations")])
	messages(judged(two, by("trust-root", ["Ada"]), revoked)) == set()
	eve := {"people": [{"who": "Eve", "what": "is a maintainer now"}]}
	root := object.union(facts.trust_root([config]), eve)
	one := judged(two, by("trust-root", ["Ada"]), root)
	messages(one) == {"`relcheck.toml` (configuration) was changed since `v1.2.3`: 1 approval of 2, by `Ada`"}
	warnings(one) == {"`Eve` is a maintainer now"}
	both := judged(two, facts.sign_offs([facts.sign_off("trust-root", "Ada"), facts.sign_off("approval", "Grace")]), root)
	messages(both) == set()
}

test_two_of_whom_one_wrote_it_may_change_the_people if {
	root := facts.trust_root([written_by(facts.trust_change("MAINTAINERS", "maintainers"), ["Ada"])])
	messages(judged(two, by("trust-root", ["Ada", "Grace"]), root)) == set()
	messages(judged(two, by("trust-root", ["Grace"]), root)) == {"`MAINTAINERS` (list of maintainers) was changed since `v1.2.3`: 1 approval of 2, by `Grace`"}
}

test_the_only_maintainer_may_approve_and_the_report_says_so if {
	one := facts.people([facts.maintainer("Ada")])
	root := facts.trust_root([written_by(facts.trust_change("keys/allowed_signers", "keys"), ["Ada"])])
	document := judged(one, by("trust-root", ["Ada"]), root)
	messages(document) == set()
	weakenings(document) == {"the only maintainer, `Ada`, approved their own change of who and what decides"}
	count(messages(judged(one, by("trust-root", []), root))) == 1
}

test_the_first_list_passes_and_the_report_says_so if {
	own := object.union(two, {"anchor": {"own": "`v1.2.3` lists no maintainers"}})
	document := judged(own, by("approval", []), facts.trust_root([config]))
	messages(document) == set()
	warnings(document) == {
		"`relcheck.toml` (configuration) was changed since `v1.2.3`",
		"no earlier list judges who and what decides: `v1.2.3` lists no maintainers",
	}
	weakenings(document) == {"the candidate's own list says who and what decides: `v1.2.3` lists no maintainers"}
}

test_a_tag_that_no_maintainer_signed_is_a_weakening if {
	root := object.union(facts.trust_root([]), {"anchor": {"signer": null, "reason": "it is not signed"}})
	document := judged(two, by("approval", []), root)
	messages(document) == set()
	weakenings(document) == {"the tag `v1.2.3`, whose lists count, is not signed by a maintainer: it is not signed"}
	looked_at(document) == {"0 changed files since `v1.2.3`"}
}

test_sign_offs_that_do_not_count_are_named if {
	refused := object.union(facts.refused_sign_off("it was withdrawn"), {"what": "trust-root"})
	given := object.union(by("trust-root", ["Ada"]), {"refused": [refused, facts.refused_sign_off("another kind")]})
	warnings(judged(two, given, facts.trust_root([]))) == {"a sign-off of a change does not count: it was withdrawn"}
	gone := object.union(by("trust-root", ["Ada"]), {"gone": [refused]})
	messages(judged(two, gone, facts.trust_root([]))) == {"a sign-off of a change was taken out of the note that held it"}
}

test_without_a_list_or_notes_nothing_is_known if {
	nobody := object.union(facts.people([]), {"source": null})
	document := judged(nobody, by("approval", []), facts.trust_root([config]))
	messages(document) == set()
	unknown(document) == {"nothing lists the maintainers"}
	elsewhere := object.union(by("approval", []), {"notes": false})
	unknown(judged(two, elsewhere, facts.trust_root([config]))) == {"the sign-offs are not in this clone, or there are none"}
	messages(judged(two, elsewhere, facts.trust_root([config]))) == set()
	unknown(judged(two, elsewhere, facts.trust_root([]))) == set()
}
