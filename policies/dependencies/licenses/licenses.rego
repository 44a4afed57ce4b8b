# METADATA
# title: Each dependency is under a licence that is allowed
# description: Each package that is shipped or built with has an SPDX expression that the allowed licences satisfy, and that goes with the project's own licence.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [licenses, recordings]
#   fix: "Replace the packages listed, or have the licence allowed: params of `dependencies.licenses` in relcheck.toml"
#   source: Pre-Release Checklist / Dependency Management / The licence of each new dependency goes with the project's own
#   controls: {ssdf: [PW.4.1], osps: [OSPS-QA-02.02]}
package relcheck.policy.dependencies.licenses

import data.relcheck.lib.evidence
import data.relcheck.lib.licenses as lib
import data.relcheck.lib.place
import data.relcheck.lib.recordings
import data.relcheck.lib.text

params := data.relcheck.params.dependencies.licenses

facts := input.facts.licenses

groups := [group | some group in facts.groups; group.scope in params.scopes]

nameless := [dep | some dep in facts.unknown; dep.scope in params.scopes]

key(dep) := sprintf("%s@%s", [dep.name, version_of(dep.version)])

version_of(version) := version if version != null

else := "?"

# What the project says itself of a package's licence: `NAME@VERSION = EXPRESSION`.
clarified := {name: license |
	some entry in params.clarifications
	is_clarification(entry)
	name := trim_space(split(entry, "=")[0])
	license := trim_space(split(entry, "=")[1])
}

unread_clarifications := {entry |
	some entry in params.clarifications
	not is_clarification(entry)
}

is_clarification(entry) if {
	parts := split(entry, "=")
	count(parts) == 2
	contains(parts[0], "@")
	lib.problem(trim_space(parts[1])) == ""
}

# Only looked for where there is something to find.
clarifiable := {key(dep): {"dep": dep, "scope": group.scope} |
	count(clarified) > 0
	some group in facts.groups
	some dep in group.packages
	clarified[key(dep)]
}

clarifiable_nameless := {key(dep): {"dep": dep, "scope": dep.scope} |
	count(clarified) > 0
	some dep in facts.unknown
	clarified[key(dep)]
}

# Of each group the expressions that are not allowed, each with the terms for which it is not.
refused := {index: terms |
	some index, group in groups
	terms := {expression: refused_terms |
		some expression in group.expressions
		refused_terms := lib.refused(expression, params.allowed, params.denied, params.exceptions)
		count(refused_terms) > 0
	}
	count(terms) > 0
}

# Of a guess nothing is known as long as one of the licences that it may be is allowed.
is_open(group, terms) if {
	group.guessed
	not group.contradictory
	count(terms) < count(group.expressions)
}

deny contains {
	"subject": key(dep),
	"message": sprintf("`%s` is under %s%s", [key(dep), not_allowed(groups[index].expressions, culprits), since(dep)]),
	"fix": sprintf("replace it, or allow the licence, or say what it is: clarifications = [\"%s = EXPRESSION\"]", [key(dep)]),
	"evidence": spot(dep),
} if {
	some index, terms in refused
	not is_open(groups[index], terms)
	culprits := {term | some refused_terms in terms; some term in refused_terms}
	some dep in groups[index].packages
	not clarified[key(dep)]
}

deny contains {
	"subject": name,
	"message": sprintf("`%s` is by its clarification under %s%s", [name, not_allowed([clarified[name]], {term | some term in terms}), since(found.dep)]),
	"fix": "replace it, or allow the licence",
	"evidence": spot(found.dep),
} if {
	some name, found in object.union(clarifiable, clarifiable_nameless)
	found.scope in params.scopes
	terms := lib.refused(clarified[name], params.allowed, params.denied, params.exceptions)
	count(terms) > 0
}

deny contains {
	"subject": name,
	"message": sprintf("the clarification of `%s` is for no package that the project depends on", [name]),
	"fix": sprintf("remove it, or name the version that is used: \"%s = %s\"", [name, license]),
	"level": "warn",
} if {
	some name, license in clarified
	not clarifiable[name]
	not clarifiable_nameless[name]
}

deny contains {
	"subject": key(contradiction),
	"message": sprintf("of `%s` the sources say different things, so that all of it counts: %s", [key(contradiction), text.listed(contradiction.said, params.max_named)]),
	"fix": sprintf("find out which it is, and say so: clarifications = [\"%s = EXPRESSION\"]", [key(contradiction)]),
	"level": "warn",
} if {
	some contradiction in facts.contradictions
	contradiction.scope in params.scopes
	not clarified[key(contradiction)]
}

# The project's own licences, and what is distributed together with it.
own := {license |
	some stated in facts.own
	some expression in stated.expressions
	some license in lib.named(expression)
}

# What is refused already needs no second finding.
refused_expressions := {expression | some terms in refused; some expression, _ in terms}

# What asks something of the whole, whatever licence of its own the project has but one of the GPLs.
copyleft := {expression |
	some group in groups
	group.scope in params.combined_scopes
	some expression in group.expressions
	lib.asks_of_the_whole(expression)
}

# What does not go with a licence of the project, why, and how sure that is.
clashes := {{
	"dep": dep,
	"message": sprintf("`%s` is under %s, and the project under `%s`: %s%s", [key(dep), shown(expressions), license, verdict.why, since(dep)]),
	"level": level(verdict.level),
} |
	some group in groups
	group.scope in params.combined_scopes
	some license in own
	some verdict in verdicts(license, group)
	expressions := [expression |
		some expression in group.expressions
		not expression in refused_expressions
		some conflict in lib.against(license, expression)
		conflict.why == verdict.why
	]
	count(expressions) > 0
	some dep in group.packages
	not clarified[key(dep)]
}

verdicts(license, group) := {{"level": conflict.level, "why": conflict.why} |
	some expression in group.expressions
	some conflict in lib.against(license, expression)
}

level("warn") := "warn"

level("deny") := params.incompatible

remedy := "replace it, change the project's licence, or have somebody who knows the law look at it"

deny contains {
	"subject": key(clash.dep),
	"message": clash.message,
	"fix": remedy,
	"evidence": spot(clash.dep),
} if {
	some clash in clashes
	clash.level == "deny"
}

deny contains {
	"subject": key(clash.dep),
	"message": clash.message,
	"fix": remedy,
	"level": "warn",
	"evidence": spot(clash.dep),
} if {
	some clash in clashes
	clash.level == "warn"
}

unknown contains reason if some reason in recordings.due("licenses")

unknown contains {
	"reason": sprintf("what the project's own licence is, no manifest says in a way that is understood, so whether it goes with `%s` is not known", [concat("`, `", sort(copyleft))]),
	"fix": "write its SPDX expression into the manifest: `license = \"MIT\"`",
} if {
	count(own) == 0
	count(copyleft) > 0
}

# A guess of which some readings are allowed and others are not.
unknown contains {
	"reason": sprintf("%s of %s may be %s, of which %s is not allowed", [
		shown([text.cut(written, 40) | some written in groups[index].texts]),
		text.listed(sort({sprintf("`%s`", [key(dep)]) | some dep in open}), params.max_named),
		shown(groups[index].expressions),
		shown(sort(object.keys(terms))),
	]),
	"fix": sprintf("look at the package, and say which it is: clarifications = [\"%s = EXPRESSION\"]", [key(open[0])]),
} if {
	some index, terms in refused
	is_open(groups[index], terms)
	open := [dep | some dep in groups[index].packages; not clarified[key(dep)]]
	count(open) > 0
}

unknown contains {
	"reason": sprintf("%s of %s without a licence that is known (%s): %s", [
		text.counted(count(without), "package", "packages"),
		ecosystem,
		why,
		text.listed([sprintf("`%s`%s", [key(dep), newly(dep)]) | some dep in without], params.max_named),
	]),
	"fix": fix_of(ecosystem, [key(dep) | some dep in without; dep.version != null]),
} if {
	some [ecosystem, why] in {[dep.ecosystem, dep.reason] | some dep in nameless}
	without := [dep | some dep in nameless; dep.ecosystem == ecosystem; dep.reason == why; not clarified[key(dep)]]
	count(without) > 0
}

# A report tells of what is installed; of another version in a lock file only the project can. Where
# there is no report, the first step is one.
fix_of(ecosystem, keys) := source_of(ecosystem) if count(facts.reports) * count(keys) == 0

else := sprintf("%s; of what it does not tell, such as another version in a lock file than the one that is installed, say it yourself: clarifications = [\"%s = EXPRESSION\"]", [source_of(ecosystem), keys[0]])

source_of("cargo") := "relcheck record -- cargo metadata --format-version 1"

source_of("npm") := "relcheck record -- npx license-checker --json"

source_of("pypi") := "relcheck record -- pip-licenses --format=json --with-system"

source_of("go") := "relcheck record -- cyclonedx-gomod mod -licenses -assert-licenses -json"

unknown contains {
	"reason": sprintf("`%s` %s", [place.path(source.path), source.reason]),
	"fix": "have a lock file that names every package with its version, and commit it",
} if {
	some source in facts.inventory.incomplete
}

unknown contains {
	"reason": sprintf("no lock file tells the versions of what %s", [declares(facts.inventory.unlocked)]),
	"fix": "have a lock file that names every package with its version, and commit it",
} if {
	count(facts.inventory.unlocked) > 0
}

unknown contains {
	"reason": sprintf("what stands in %s is not read, so the licences of those packages are not known", [unread_files]),
	"fix": "record a bill of materials by a tool that reads it (`relcheck record -- syft . -o cyclonedx-json`): what that tells counts, though nothing shows that it tells of every package",
} if {
	count(facts.inventory.unread) > 0
}

unread_files := text.listed([sprintf("`%s`", [place.path(path)]) | some path in facts.inventory.unread], params.max_named)

declares(paths) := sprintf("%s %s", [
	text.listed([sprintf("`%s`", [place.path(path)]) | some path in paths], params.max_named),
	{true: "declares", false: "declare"}[count(paths) == 1],
])

# A report for this commit that is worth nothing is not as if it were not there.
unknown contains {
	"reason": sprintf("`%s` %s", [report.evidence.path, flaw]),
	"fix": "run the tool again: `relcheck record -- TOOL`",
} if {
	some report in facts.reports
	report.evidence.commit != null
	some flaw in evidence.flaws(report, params.max_age_days)
}

# A bill that licences were taken from has to be as fresh as any report.
unknown contains {
	"reason": sprintf("`%s` %s", [document.evidence.path, flaw]),
	"fix": "make the SBOM again: `relcheck record -- TOOL`",
} if {
	some document in telling
	some flaw in evidence.flaws(document, params.max_age_days)
}

# The bills of materials that say something of a package.
telling := [document |
	some document in facts.documents
	document.packages > 0
]

unknown contains sprintf("`%s` in `clarifications` is not `NAME@VERSION = EXPRESSION`", [entry]) if {
	some entry in unread_clarifications
}

not_applicable contains "the project depends on no package of others" if {
	facts.inventory.packages == 0
	count(facts.inventory.incomplete) == 0
	count(facts.inventory.unlocked) == 0
	count(facts.inventory.unread) == 0
}

looked_at contains source if some source in evidence.sources(facts.reports, params.max_age_days)

looked_at contains sprintf("%s in `%s`", [text.counted(found.packages, "package", "packages"), place.path(found.path)]) if {
	some found in facts.places
	found.packages > 0
}

looked_at contains sprintf("`%s` does not count: %s", [report.evidence.path, reason]) if {
	some report in facts.reports
	not is_bound(report.evidence.commit)
	reason := evidence.text_of(report.evidence.binding_reason, "nothing shows which commit it speaks of")
}

looked_at contains sprintf("%s in the SBOM `%s` (%s)", [
	text.counted(document.packages, "package", "packages"),
	document.evidence.path,
	document.evidence.tool,
]) if {
	some document in telling
}

# Whether it has to be there and be right is for `dependencies.sbom` to say.
looked_at contains sprintf("the SBOM `%s` does not count: %s", [document.evidence.path, reason]) if {
	some document in facts.documents
	document.packages == 0
	reason := silence(document)
}

# Why a bill says nothing, the first reason of those there are.
silence(document) := evidence.text_of(document.reason, "it is not whole") if document.status != "complete"

else := evidence.text_of(document.evidence.binding_reason, "nothing shows which commit it speaks of") if {
	document.evidence.binding != "recorded"
}

else := sprintf("it is of `%s`, and not of this project", [evidence.text_of(document.subject, "?")]) if {
	not document.is_of_project
}

else := "it tells no licence of a package that the project depends on"

looked_at contains sprintf("%s: %s", [place.path(found.path), found.problem]) if {
	some found in facts.places
	found.problem != null
}

looked_at contains sprintf("a guess, and allowed whichever it is: %s of %s may be %s", [
	shown([text.cut(written, 40) | some written in group.texts]),
	text.counted(count(group.packages), "package", "packages"),
	shown(group.expressions),
]) if {
	some index, group in groups
	group.guessed
	not refused[index]
}

looked_at contains sprintf("deprecated identifiers: %s", [text.listed(sort(old), params.max_named)]) if {
	old := {written | some group in groups; some written in group.deprecated}
	count(old) > 0
}

looked_at contains sprintf("new since the previous release: %s", [text.listed(
	[sprintf("`%s` (%s)", [key(dep), dep.license]) | some dep in fresh],
	params.max_named,
)]) if {
	fresh := [dep | some dep in facts.new; dep.scope in params.scopes]
	count(fresh) > 0
}

looked_at contains sprintf("not judged: %s for %s", [text.counted(left, "package", "packages"), scope]) if {
	some scope in {group.scope | some group in facts.groups; not group.scope in params.scopes}
	left := sum([count(group.packages) | some group in facts.groups; group.scope == scope])
}

shown(names) := concat(" or ", [sprintf("`%s`", [name]) | some name in names])

not_allowed(expressions, culprits) := sprintf("%s, which is not allowed", [shown(expressions)]) if {
	culprits == {expression | some expression in expressions}
}

else := sprintf("%s, of which %s is not allowed", [shown(expressions), shown(sort(culprits))])

since(dep) := ", and new since the previous release" if dep.is_new == true

else := ""

newly(dep) := " (new since the previous release)" if dep.is_new == true

else := ""

spot(dep) := place.evidence(dep.path, dep.line) if dep.line != null

else := {"file": place.path(dep.path)}

is_bound(commit) if commit != null
