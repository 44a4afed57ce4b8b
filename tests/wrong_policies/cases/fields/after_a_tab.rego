# METADATA
# title: After a tab
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.after_a_tab

deny contains {"subject": "demo", "message": "it is so"} if {
	not input.facts.worktree.claen
}
# error 14:27 no field `claen`
