# METADATA
# title: What is new or breaks is documented
# description: Each commit since the previous release that is a feature or breaks something touches documentation, or its pull request does, or a commit that names it in a trailer `Documents:`. That is a document, or the docstring, doc comment or help text of something that the same commits add or change. The changelog is none - that it tells of every change is asked for elsewhere. What was taken back needs none, and neither does what changes only tests, documents or files of the CI system. Where most changes do not say of which type they are, it is unknown.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: deny
#   needs: [documented]
#   fix: "Describe it in the documentation or in its docstring, in a commit that says so: `Documents: <commit>`"
#   source: Pre-Release Checklist / Code Quality Verification / Whatever changed is documented
#   controls: {bpb: [documentation_current]}
package relcheck.policy.quality.docs_updated

import data.relcheck.lib.commit
import data.relcheck.lib.text

params := data.relcheck.params.quality.docs_updated

facts := input.facts.documented

types := {type | some type in params.types}

kinds := {kind | some kind in params.documents}

hidden_kinds := {kind | some kind in params.hidden_kinds}

hidden_scopes := {scope | some scope in params.hidden_scopes}

without := {name | some name in params.without_documentation}

asked := [entry |
	some entry in facts.commits
	is_asked(entry)
]

is_asked(entry) if entry.breaking

else if {
	some type in entry.types
	type in types
}

# Why a commit needs none, as what follows "which".
spared(entry) := "changes only files of which users see nothing" if {
	every kind in entry.kinds { kind in hidden_kinds }
}

else := "has a scope of which users see nothing" if {
	not entry.breaking
	some scope in entry.scopes
	scope in hidden_scopes
}

else := "says itself that it needs none" if {
	entry.trailer != null
	entry.trailer in params.sparing_trailers
}

else := "the project exempts" if is_exempt(entry)

is_exempt(entry) if commit.short(entry.id) in without

else if {
	entry.pull_request != null
	sprintf("#%d", [entry.pull_request]) in without
}

is_documented(entry) if {
	some document in entry.documents
	document.kind in kinds
	counts(document, entry)
}

else if count(entry.definitions) > 0

# What is gone needs fewer words than before.
counts(document, _) if document.gained

counts(_, entry) if entry.breaking

missing := [entry |
	some entry in asked
	not spared(entry)
	not is_documented(entry)
]

reasons := {reason | some entry in asked; reason := spared(entry)}

shown(entry) := sprintf("%s %s", [commit.short(entry.id), text.quoted(entry.title)])

named(entries) := text.listed([shown(entry) | some entry in entries], params.max_named)

typed := facts.changes - facts.untyped

unclear if {
	facts.untyped > 0
	typed * 100 <= facts.changes * params.min_typed_percent
}

says_nothing := sprintf("%d of %s since `%s` %s, so it is not known which are features", [
	facts.untyped,
	text.counted(facts.changes, "change", "changes"),
	facts.since,
	{true: "does not say of which type it is", false: "do not say of which type they are"}[facts.untyped == 1],
])

looked_at contains sprintf("%s since `%s`", [
	text.counted(count(asked), "commit that is a feature or breaks something", "commits that are features or break something"),
	facts.since,
]) if {
	facts.since != null
}

looked_at contains sprintf("not %s which %s: %s", [text.counted(count(entries), "commit", "commits"), reason, named(entries)]) if {
	some reason in reasons
	entries := [entry | some entry in asked; spared(entry) == reason]
}

looked_at contains sprintf("not %s of no type", [text.counted(facts.untyped, "change", "changes")]) if facts.untyped > 0

not_applicable contains "nothing was released before, so there is no change since" if is_null(facts.since)

not_applicable contains sprintf("nothing since `%s` is a feature or breaks something", [facts.since]) if {
	facts.since != null
	count(asked) == 0
	facts.more == 0
	not unclear
}

deny contains {
	"subject": commit.short(entry.id),
	"message": sprintf("no documentation came with %s%s", [text.quoted(entry.title), detail(entry)]),
	"fix": sprintf("describe it in a commit with the trailer `Documents: %s`, or, where none is needed, say so in relcheck.toml: `without_documentation = [\"%s\"]` below `[rules.quality.docs_updated.params]`", [
		commit.short(entry.id),
		commit.short(entry.id),
	]),
	"evidence": {"commit": entry.id},
} if {
	some at, entry in missing
	at < params.max_named
}

deny contains {
	"subject": "commits",
	"message": sprintf("no documentation came with %s: %s", [
		text.counted(count(rest), "more commit", "more commits"),
		named(rest),
	]),
} if {
	rest := array.slice(missing, params.max_named, count(missing))
	count(rest) > 0
}

detail(entry) := sprintf(": `%s` at `%s:%d` has none", [place.symbol, place.path, place.line]) if {
	place := entry.undocumented[0]
	place.symbol != null
}

else := sprintf(", which relcheck does not look for in %s", [text.listed([sprintf("`%s`", [path]) | some path in entry.unread], 3)]) if {
	count(entry.unread) > 0
}

else := sprintf(" at `%s:%d`", [place.path, place.line]) if {
	place := entry.undocumented[0]
}

else := ""

deny contains {
	"subject": "commits",
	"message": says_nothing,
	"fix": "look whether one of them needs documentation",
	"level": "warn",
} if {
	unclear
	params.unclear == "warn"
}

unknown contains {
	"reason": says_nothing,
	"fix": "begin titles of commits with their type, as in `feat: …`, or, where the project does not, say in relcheck.toml `unclear = \"warn\"` below `[rules.quality.docs_updated.params]`",
} if {
	unclear
	params.unclear == "unknown"
}

unknown contains {
	"reason": sprintf("%s or may be one than are looked at", [text.counted(facts.more, "more commit is a feature", "more commits are features")]),
	"fix": "release more often, or tag the release that this history continues",
} if {
	facts.more > 0
}
