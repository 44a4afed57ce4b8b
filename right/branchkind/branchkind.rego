# METADATA
# title: Trial branchkind
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do it the other way.
#   source: Our process
package policy.t.branchkind

deny contains {"subject": "s", "message": "wrong branch"} if {
	b := input.facts.repository.branch
	b.kind in {"main", "release"}
	not b.detached
	startswith(b.name, "x/")
}

