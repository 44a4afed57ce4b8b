# METADATA
# title: Trial jsonpath
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.jsonpath

deny contains {"subject": "s", "message": msg} if {
	walk(input.facts.changes, [path, value])
	value == "TODO"
	msg := sprintf("%v holds TODO", [path])
}

