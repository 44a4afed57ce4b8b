package relcheck.lib.tracker

# What issues say of one version, and whether the exports show all of those that matter.

import data.relcheck.lib.evidence
import data.relcheck.lib.text

# The titles of the milestones of a version, in lower case: X.Y.Z in a form stands for each spelling.
titles(forms, spellings) := {lower(replace(form, "X.Y.Z", spelling)) |
	some form in forms
	some spelling in spellings
}

# The issues whose milestone is that of the version. A title of an issue proves nothing: it may name
# any version.
of_version(issues, milestones) := [issue |
	some issue in issues
	has_milestone(issue)
	lower(issue.milestone) in milestones
]

has_milestone(issue) if issue.milestone != null

# Labels are the same in whatever case.
labelled(issues, labels) := [issue |
	some issue in issues
	has_one(issue.labels, labels)
]

has_one(own, labels) if {
	some label in own
	some wanted in labels
	lower(label) == lower(wanted)
}

open(issues) := [issue |
	some issue in issues
	issue.state == "open"
]

# Open issues with one of the labels that no release can be told from.
adrift(issues, labels) := [issue |
	some issue in labelled(open(issues), labels)
	not has_milestone(issue)
]

# Why it is not known that these are all: what no whole export shows, and what is wrong with those that
# there are.
unknown(facts, labels, milestones, max_age_days) := gaps(facts, labels, milestones, max_age_days) | crowded(facts)

gaps(facts, labels, milestones, max_age_days) := set() if count(unseen(facts, labels, milestones, max_age_days)) == 0

else := {{"reason": sprintf("there is no export of issues%s", [obstacle(facts.access)]), "fix": way_out(facts)}} if count(facts.sources) == 0

else := {{"reason": reason, "fix": facts.fix} |
	some label in unseen(facts, labels, milestones, max_age_days)
	reason := sprintf("no whole export shows every open issue with the label `%s`", [label])
} | {{"reason": reason, "fix": facts.fix} |
	some source in facts.sources
	some flaw in flaws(source, max_age_days)
	reason := sprintf("`%s` %s", [source.evidence.path, flaw])
} | {{"reason": reason, "fix": way_out(facts)} |
	has_reason(facts.access)
	reason := sprintf("the tracker was not asked: %s", [facts.access.reason])
}

obstacle(access) := "" if not has_reason(access)

else := sprintf(", and the tracker was not asked: %s", [access.reason])

has_reason(access) if access.reason != null

way_out(facts) := facts.access.fix if facts.access.fix != null

else := facts.fix

crowded(facts) := {{"reason": reason, "fix": "record fewer: `--label`"} |
	facts.unlisted > 0
	reason := sprintf("the exports have %d more issues than are listed", [facts.unlisted])
}

# The labels of which an open issue of the version may be in no export.
unseen(facts, labels, milestones, max_age_days) := {label |
	whole := whole_sources(facts.sources, max_age_days)
	some label in labels
	some milestone in milestones
	not is_seen(whole, label, milestone)
}

is_seen(sources, label, milestone) if {
	some source in sources
	source.states in {"all", "open"}
	every asked in source.labels {
		lower(asked) == lower(label)
	}
	not leaves_out(source, milestone)
}

leaves_out(source, milestone) if {
	source.milestone != null
	lower(source.milestone) != milestone
}

whole_sources(sources, max_age_days) := [source |
	some source in evidence.usable(sources, max_age_days)
	not is_cut(source)
]

is_cut(source) if source.incomplete != null

flaws(source, max_age_days) := evidence.flaws(source, max_age_days) | {flaw |
	is_cut(source)
	flaw := sprintf("may leave issues out: %s", [source.incomplete])
}

# Issues of which exports say different things.
contradicted(issues, fix) := {{"reason": reason, "fix": fix} |
	some issue in issues
	issue.contradicted
	reason := sprintf("exports say different things of %s, `%s` among them", [shown(issue), issue.sources[0]])
}

# Issues that belong to a release, and name none.
without_milestone(issues, labels) := {finding |
	some issue in adrift(issues, labels)
	finding := {
		"subject": number(issue),
		"message": sprintf("%s is open, and has no milestone that says which release it is about", [shown(issue)]),
		"level": "warn",
		"fix": sprintf("give it the milestone of that release: %s", [issue.url]),
	}
}

number(issue) := sprintf("#%d", [issue.number])

shown(issue) := sprintf("#%d (%s)", [issue.number, text.cut(issue.title, 60)])
