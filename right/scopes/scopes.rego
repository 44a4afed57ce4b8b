# METADATA
# title: Trial scopes
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.scopes

allowed := {"api", "cli", "docs"}

used := {change.scope |
	some c in input.facts.changes.commits
	some change in c.changes
	change.scope != null
}

deny contains {"subject": "s", "message": sprintf("unknown scope %q", [s])} if some s in used - allowed

