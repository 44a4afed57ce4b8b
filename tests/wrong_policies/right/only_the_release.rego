# METADATA
# title: What needs no fact
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: []
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.only_the_release

deny contains {"subject": "project", "message": sprintf("%s has no name", [input.project.path])} if input.project.name == ""

deny contains {"subject": "clock", "message": "is overridden"} if {
	input.clock.overridden
	input.release.stage == "pre-release"
}
