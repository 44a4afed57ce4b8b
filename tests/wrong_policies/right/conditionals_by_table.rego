# METADATA
# title: A table instead of if
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.conditionals_by_table

message := {true: "is shallow", false: "is whole"}[input.facts.repository.shallow]

severity := {"head": 0, "ci": 1, "claimed": 2, "none": 3}

deny contains {"subject": "clone", "message": message} if {
	input.facts.repository.shallow
}

deny contains {"subject": "branch", "message": sprintf("is only %s", [input.facts.repository.branch.source])} if {
	severity[input.facts.repository.branch.source] > 1
}

deny contains {"subject": "branch", "message": text} if {
	some source, text in {"claimed": "a claim", "none": "nothing"}
	input.facts.repository.branch.source == source
}
