package relcheck.lib.commit

# The id as people quote it.
short(id) := substring(id, 0, 10)

# The commits that no later one takes back.
standing(commits) := [commit |
	some commit in commits
	commit.reverted_by == null
]
