# METADATA
# title: Thresholds one by one
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.parameters_whole

params := data.relcheck.params.demo.parameters_whole

allowed := params.max * 2

deny contains {"subject": "tree", "message": sprintf("more than %v changes", [allowed])} if {
	count(input.facts.worktree.changes) > allowed
	params["strict"] == true
}
