# METADATA
# title: Claims of the CI system
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.chained_nulls

ci := input.facts.repository.ci

deny contains {"subject": "ci", "message": sprintf("%s says %s", [ci.branch.variable, ci.branch.value])} if {
	ci.branch != null
	ci.branch.confirmed != null
	not ci.branch.confirmed
}

deny contains {"subject": "ci", "message": "the tag cannot be confirmed"} if {
	ci.tag.confirmed == null
	ci.tag.value != ""
}

deny contains {"subject": "hotfix", "message": "shares too much"} if {
	hotfix := input.facts.repository.hotfix
	hotfix != null
	hotfix.shared_commits > 10
	hotfix.repairs.version.major == hotfix.version.major
}

deny contains {"subject": "branch", "message": "leaves from a side line"} if {
	some branch in input.facts.repository.branches
	branch.fork_point != null
	not branch.fork_point.on_main_line
	branch.name == input.facts.repository.main
}
