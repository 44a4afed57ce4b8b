# METADATA
# title: Waivers are in order
# description: Every waiver in waivers.toml is in date and for at most 90 days, was agreed to by somebody else than who asked for it, and both are people on the lists of the previous release. Waivers that have expired, soon will, cover nothing or cover too much are pointed out.
# custom:
#   stages: [pre-release, candidate, publish, post-release, process]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [waivers]
#   fix: Have somebody else on the list agree to the waiver, or remove it from waivers.toml.
#   source: Release Types / Patch Releases / Approval
#   controls: {ssdf: [PO.2.1], osps: [OSPS-QA-07.01]}
package relcheck.policy.approvals.waivers

params := data.relcheck.params.approvals.waivers

facts := input.facts.waivers

# What has expired covers nothing, and harms nobody.
standing := [entry | some entry in facts.entries; entry.days_left >= 0]

finding(entry, message) := {
	"subject": sprintf("%s %s", [entry.ticket, entry.rule]),
	"message": sprintf("the waiver %s of `%s` (%s:%d) %s", [entry.ticket, entry.rule, facts.path, entry.line, message]),
	"evidence": {"file": facts.path, "line": entry.line},
}

warning(entry, message) := object.union(finding(entry, message), {"level": "warn"})

deny contains finding(entry, sprintf("does not count: %s", [entry.void])) if {
	some entry in standing
	entry.void != null
}

deny contains finding(entry, sprintf("was agreed to by `%s`, who asked for it", [entry.owner_person])) if {
	some entry in standing
	entry.owner_person != null
	entry.owner_person == entry.approver_person
}

deny contains finding(entry, sprintf("names `%s` as its %s, who is on no list that counts", [name, role])) if {
	facts.listed
	some entry in standing
	some role, name in strangers(entry)
}

strangers(entry) := object.union(
	{"owner": entry.owner | true; entry.owner_person == null},
	{"approver": entry.approver | true; entry.approver_person == null},
)

deny contains warning(entry, sprintf("expired on %s: remove it", [entry.expires])) if {
	some entry in facts.entries
	entry.days_left < 0
}

deny contains warning(entry, sprintf("expires in %d days, on %s", [entry.days_left, entry.expires])) if {
	some entry in standing
	entry.days_left < params.soon
}

deny contains warning(entry, "covers whatever the rule finds: name what it is for") if {
	some entry in standing
	entry.over_broad
}

unknown contains {
	"reason": "nothing lists the people who may agree to waivers",
	"fix": "list them in relcheck.toml: `[[maintainers]]`, with `name` and `emails`",
} if {
	not facts.listed
	count(standing) > 0
}

looked_at contains sprintf("%s: %d", [facts.path, count(facts.entries)]) if count(facts.entries) > 0
