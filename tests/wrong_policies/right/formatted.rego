# METADATA
# title: Numbers in messages
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.formatted

amount := count(input.facts.worktree.changes)

share := round((amount * 100) / (amount + 1))

deny contains {"subject": "tree", "message": message} if {
	amount > 10
	message := sprintf("%d changes (%d %%, %.1f), %v and %v", [amount, share, amount / 2, input.facts.worktree.changes[0].status, input.facts.worktree.clean])
}

deny contains {"subject": commit.id, "message": sprintf("%v is the pull request, %q the subject, %5d the length, %s the id", [commit.pull_request, commit.subject, count(commit.subject), commit.id])} if {
	some commit in input.facts.changes.commits
	count(commit.subject) > 100
}

deny contains {"subject": "tree", "message": concat(" ", [format_int(amount, 10), "changes", sprintf("%v", [input.facts.worktree.clean])])} if amount > 1000
