# METADATA
# title: A security fix has an advisory
# description: Where the release fixes a vulnerability, an advisory (OSV, CSAF or GHSA form) is drafted that names the project, the versions that are affected and the one that is fixed.
# custom:
#   stages: [pre-release, publish]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [advisory_drafts, changes, changelog, repository]
#   fix: "Draft the advisory, and commit it as `advisories/ID.json`, or record the forge's: `relcheck record -- gh api repos/OWNER/NAME/security-advisories`"
#   source: Pre-Release Checklist / Security Review / An advisory is drafted where the release fixes a vulnerability
#   controls: {ssdf: [RV.1.3, RV.2.2], osps: [OSPS-VM-04.01]}
package relcheck.policy.security.advisory

import data.relcheck.lib.advisory_drafts
import data.relcheck.lib.candidate
import data.relcheck.lib.changelog
import data.relcheck.lib.commit
import data.relcheck.lib.evidence
import data.relcheck.lib.history
import data.relcheck.lib.place
import data.relcheck.lib.text

params := data.relcheck.params.security.advisory

facts := input.facts.advisory_drafts

commits := commit.standing(input.facts.changes.commits)

named_by := {id: ids |
	some id in {named.commit | some named in facts.named}
	ids := {named.id | some named in facts.named; named.commit == id}
}

# A commit that only takes another version of a dependency fixes no vulnerability of the project, and
# one of its tests or documents none either.
is_own(entry) if {
	some change in entry.changes
	not change.type in params.other_types
	not scope_of(change.scope) in params.other_scopes
}

is_own(entry) if count(entry.changes) == 0

scope_of(scope) := lower(scope) if scope != null

else := ""

# The ids of those that say that they are of security, and of those that name a vulnerability.
fixing_ids := ({entry.id |
	some entry in commits
	some change in entry.changes
	change.type in params.types
} | {entry.id |
	some entry in commits
	some change in entry.changes
	change.scope != null
	lower(change.scope) in params.scopes
	not change.type in params.other_types
}) | {entry.id |
	some entry in commits
	named_by[entry.id]
	is_own(entry)
}

fixing := [entry | some entry in commits; entry.id in fixing_ids]

announced := [entry |
	some entry in changelog.entries(input.facts.changelog)
	entry.group != null
	some part in changelog.parts(lower(entry.group))
	part in params.groups
]

# What is fixed, as a message names it.
fixes := array.concat(
	[sprintf("`%s` %s", [commit.short(entry.id), text.quoted(entry.subject)]) | some entry in fixing],
	[sprintf("%s %s", [place.at(entry.path, entry.line), text.quoted(entry.text)]) | some entry in announced],
)

fixed_ids := {id | some entry in fixing; some id in named_by[entry.id]} | announced_ids

announced_ids := {id |
	some entry in announced
	some id in named_in(entry.text)
}

# What a forge calls a vulnerability is another name of it where it has one of the usual ones, too.
named_in(words) := usual(words) if count(usual(words)) > 0

else := ids_in(words, `(?i)\bGHSA-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}\b`)

usual(words) := ids_in(words, `(?i)\b(CVE|PYSEC|RUSTSEC|GO)-[0-9]{4}-[0-9]+`)

ids_in(words, form) := {upper(id) | some id in regex.find_n(form, words, -1)}

# The version that users have; undefined where there is none.
previous := input.release.previous.version.normal if input.release.previous != null

is_first if input.release.previous == null

# The drafts that are for what is to be released, and not for what was fixed before.
drafts := [draft |
	some draft in facts.drafts
	not draft.withdrawn
	not advisory_drafts.is_of_earlier(draft.products, previous)
]

names := {normal_name(name) | some name in array.concat([input.project.name], params.names)}

normal_name(name) := regex.replace(lower(name), `[-_.]+`, "-")

own_products(draft) := [product |
	some product in draft.products
	is_named(product)
]

is_named(product) if product.normal_name in names

# The last part of a path, or what follows a scope.
is_named(product) if {
	parts := split(product.normal_name, "/")
	parts[count(parts) - 1] in names
}

own := [draft | some draft in drafts; count(own_products(draft)) > 0]

foreign := [draft | some draft in drafts; count(own_products(draft)) == 0]

# Those that name what is fixed; where none does, or nothing has a name, all.
judged := matching if count(matching) > 0

else := own

matching := [draft |
	some draft in own
	some id in draft.ids
	upper(id) in fixed_ids
]

is_due if {
	not is_first
	count(fixes) > 0
}

deny contains {
	"subject": "advisory",
	"message": sprintf("no advisory is drafted for %s: %s%s", [
		text.counted(count(fixes), "security fix", "security fixes"),
		text.listed(fixes, params.max_named),
		elsewhere,
	]),
} if {
	is_due
	count(own) == 0
	count(facts.unread) == 0
}

elsewhere := "" if count(foreign) == 0

else := sprintf(" (%s for another project: %s)", [
	text.counted(count(foreign), "draft is", "drafts are"),
	text.listed([sprintf("`%s` names %s", [place.path(draft.path), products_of(draft)]) | some draft in foreign], params.max_named),
])

products_of(draft) := "no product" if count(draft.products) == 0

else := text.listed(sort({sprintf("`%s`", [product.name]) | some product in draft.products}), params.max_named)

deny contains {
	"subject": id,
	"message": sprintf("no drafted advisory names `%s`, which a fix does", [id]),
	"fix": "draft one for it, or add it to the `aliases` of the one that it is",
} if {
	is_due
	count(own) > 0
	count(facts.unread) == 0
	some id in fixed_ids
	not id in {upper(other) | some draft in own; some other in draft.ids}
}

deny contains {
	"subject": place.path(draft.path),
	"message": sprintf("%s does not say which versions are affected", [shown(draft)]),
	"fix": sprintf("name the range that ends before %s", [candidate.version.normal]),
	"evidence": {"file": place.path(draft.path)},
} if {
	is_due
	some draft in judged
	not has_affected(draft)
}

has_affected(draft) if {
	some product in own_products(draft)
	count(product.ranges) + count(product.versions) > 0
}

deny contains {
	"subject": place.path(draft.path),
	"message": sprintf("%s does not say that %s is affected, which users have", [shown(draft), previous]),
	"fix": "make the range of affected versions hold the previous release, or say in which versions else the fault was",
	"evidence": {"file": place.path(draft.path)},
} if {
	is_due
	some draft in judged
	has_affected(draft)
	not affects(draft, previous)
}

affects(draft, version) if {
	some product in own_products(draft)
	advisory_drafts.is_affected(product, version)
}

deny contains {
	"subject": place.path(draft.path),
	"message": sprintf("%s says that %s is affected, which is to fix it", [shown(draft), candidate.version.normal]),
	"fix": sprintf("end the range of affected versions before %s", [candidate.version.normal]),
	"evidence": {"file": place.path(draft.path)},
} if {
	is_due
	some draft in judged
	affects(draft, candidate.version.normal)
}

deny contains {
	"subject": place.path(draft.path),
	"message": sprintf("%s names no fixed version", [shown(draft)]),
	"fix": sprintf("name %s as fixed", [candidate.version.normal]),
	"evidence": {"file": place.path(draft.path)},
} if {
	is_due
	some draft in judged
	count(fixed_of(draft)) == 0
}

fixed_of(draft) := {version | some product in own_products(draft); some version in product.fixed}

deny contains {
	"subject": place.path(draft.path),
	"message": sprintf("%s names %s as fixed, and not %s", [shown(draft), concat(", ", sort(fixed_of(draft))), candidate.version.normal]),
	"fix": sprintf("name %s as fixed", [candidate.version.normal]),
	"evidence": {"file": place.path(draft.path)},
} if {
	is_due
	some draft in judged
	count(fixed_of(draft)) > 0
	not is_fixed(draft)
}

# In the candidate, or in a version between it and the previous release.
is_fixed(draft) if {
	some version in fixed_of(draft)
	advisory_drafts.compare(version, previous) > 0
	advisory_drafts.compare(version, candidate.version.normal) <= 0
}

shown(draft) := sprintf("`%s` (%s)", [place.path(draft.path), draft.form])

unknown contains reason if some reason in candidate.unknown

unknown contains reason if {
	is_first
	some reason in history.unknown(input.facts.repository.history)
}

# What cannot be read may be the one that is needed, or one that says otherwise.
unknown contains sprintf("`%s` is an advisory that cannot be read: %s", [place.path(draft.path), draft.reason]) if {
	is_due
	some draft in facts.unread
}

unknown contains {
	"reason": sprintf("`%s` %s", [report.evidence.path, flaw]),
	"fix": "relcheck record -- gh api repos/OWNER/NAME/security-advisories",
} if {
	is_due
	some report in facts.reports
	report.evidence.commit != null
	some flaw in evidence.flaws(report, params.max_age_days)
}

not_applicable contains "no commit and no changelog entry since the previous release is a security fix" if {
	not is_first
	count(fixes) == 0
}

not_applicable contains "nothing was released before that could be affected" if {
	is_first
	history.is_known(input.facts.repository.history)
}

looked_at contains sprintf("%s: %s", [text.counted(count(fixes), "security fix", "security fixes"), text.listed(fixes, params.max_named)]) if {
	count(fixes) > 0
}

looked_at contains sprintf("%s for %s", [shown(draft), text.listed(draft.ids, params.max_named)]) if some draft in own

looked_at contains sprintf("%s not looked into: there are too many", [text.counted(facts.passed_over, "JSON or YAML file was", "JSON and YAML files were")]) if {
	facts.passed_over > 0
}
