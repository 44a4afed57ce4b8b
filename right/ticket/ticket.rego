# METADATA
# title: Trial ticket
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.ticket

deny contains finding if {
	some c in input.facts.changes.commits
	not c.merge
	not has_ticket(c)
	finding := {"message": sprintf("%s has no ticket", [c.id]), "subject": c.id}
}

has_ticket(c) if regex.match(`[A-Z]+-[0-9]+`, c.subject)

has_ticket(c) if {
	some t in c.trailers
	lower(t.key) == "ticket"
}

