# METADATA
# title: Encoded and back
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.encodings

deny contains {"subject": commit.id, "message": base64.encode(commit.subject)} if {
	some commit in input.facts.changes.commits
	is_odd(commit.id)
	json.marshal(commit.trailers) != "[]"
	hex.encode(commit.subject) != ""
}

is_odd(id) if {
	last := substring(id, count(id) - 1, 1)
	last in {"1", "3", "5", "7", "9", "b", "d", "f"}
}
