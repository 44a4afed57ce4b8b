package relcheck.lib.people

import data.relcheck.lib.candidate

# Who may say yes, and who wrote what is to be released.

names(facts) := {person.name | some person in facts.maintainers}

members(facts, team) := {member |
	some one in facts.teams
	one.name == team
	some member in one.members
}

# The persons behind names and addresses that are programs'. Whoever is on a list is none, whatever name
# their commits bear.
bots(facts, patterns) := {writer.person |
	some pattern in patterns
	some writer in facts.writers
	not writer.listed
	some name in [writer.name, writer.email]
	glob.match(pattern, null, lower(name))
}

# Whoever wrote, alone or with others, every commit that no program wrote.
wrote_all(facts, patterns) := wrote_all_of(facts.written, bots(facts, patterns))

# The same of some commits, where it is known which writers are programs.
wrote_all_of(commits, programs) := {person |
	written := [commit | some commit in commits; not commit.author in programs]
	some first in array.slice(written, 0, 1)
	some person in first.by
	count([commit | some commit in written; not person in commit.by]) == 0
}

# Sign-offs of a kind that were given for the candidate's files, and for no other version.
given(facts, kind) := [sign_off |
	some sign_off in facts.given
	sign_off.what == kind
	sign_off.candidate
	candidate.is_for(sign_off)
]

quoted(persons) := [sprintf("`%s`", [person]) | some person in sort(persons)]
