# METADATA
# title: Negation in all forms
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository, worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.negations

dirty if not input.facts.worktree.clean

has_ci if input.facts.repository.ci

confirmed if input.facts.repository.ci.branch.confirmed == true

deny contains {"subject": "tree", "message": "is dirty and nobody knows where"} if {
	dirty
	not has_ci
	not confirmed
	not input.facts.repository.branch.name == "main"
	count(input.facts.repository.history.higher_elsewhere) == 0
}

deny contains {"subject": "tags", "message": "no final one"} if {
	not any_final
	not input.facts.repository.history.complete == false
}

any_final if {
	some tag in input.facts.repository.tags
	tag.kind == "final"
}
