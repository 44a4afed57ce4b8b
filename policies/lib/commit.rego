package relcheck.lib.commit

# The id as people quote it.
short(id) := substring(id, 0, 10)

# A command that takes it back. Of a merge, git asks against which parent: the branch merged into.
revert(commit) := sprintf("git revert -m 1 %s", [short(commit.id)]) if commit.merge

else := sprintf("git revert %s", [short(commit.id)])

# The commits that no later one takes back.
standing(commits) := [commit |
	some commit in commits
	commit.reverted_by == null
]

# What a later commit says of it and does not do, to stand behind a finding.
not_undone(commit) := sprintf(
	"; %s says that it reverts it, and does not undo all of it",
	[short(commit.reverted_in_part_by)],
) if {
	commit.reverted_in_part_by != null
}

else := ""

# The ids of those that announce a removal. What a revert is called says nothing of what it does. All
# are looked at in one go: a function that is called for each of thousands takes far longer.
deprecating(commits, types, trailers) := {commit.id |
	some commit in commits
	some change in commit.changes
	change.type in types
	count(commit.reverts) == 0
} | {commit.id |
	some commit in commits
	some trailer in commit.trailers
	lower(trailer.key) in trailers
}
