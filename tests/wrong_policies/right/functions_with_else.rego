# METADATA
# title: The branch has the right kind
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.functions_with_else

wanted("hotfix") := "hotfix"

wanted(type) := "release" if type in {"patch", "minor", "major"}

described(branch) := branch.name if branch.name != null

else := sprintf("HEAD (%s)", [branch.note]) if branch.note != null

else := "HEAD"

deny contains {"subject": described(branch), "message": message} if {
	branch := input.facts.repository.branch
	input.release.type != null
	branch.kind != wanted(input.release.type)
	message := sprintf("is no %s branch", [wanted(input.release.type)])
}
