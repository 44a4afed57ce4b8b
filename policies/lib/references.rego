package relcheck.lib.references

import data.relcheck.lib.version

# By the numbers that the reference has: `1.2` names each release of 1.2.
is_older(reference, wanted) if {
	reference.version != null
	reference.version.major < wanted.major
}

is_older(reference, wanted) if {
	reference.version != null
	reference.parts >= 2
	reference.version.major == wanted.major
	reference.version.minor < wanted.minor
}

is_older(reference, wanted) if {
	reference.version != null
	reference.parts == 3
	reference.version.major == wanted.major
	reference.version.minor == wanted.minor
	reference.version.patch < wanted.patch
}

is_older(reference, wanted) if {
	reference.version != null
	reference.version.core == wanted.core
	reference.version.pre != null
	reference.version.normal != wanted.normal
}

# The candidate, the final release that it leads up to, or the series that it belongs to.
is_current(reference, wanted) if {
	reference.version != null
	reference.version.normal in {wanted.normal, wanted.core}
}

is_current(reference, wanted) if {
	reference.version != null
	reference.parts == 2
	reference.version.major == wanted.major
	reference.version.minor == wanted.minor
}

is_current(reference, wanted) if {
	reference.version != null
	reference.parts == 1
	reference.version.major == wanted.major
}

is_current(reference, wanted) if is_satisfied(reference, wanted)

# Whether a requirement of Cargo's takes the candidate, or the final release that it leads up to: what
# is not below, and as far as the first number that is not 0 the same.
is_satisfied(reference, wanted) if {
	reference.form == "requirement"
	reference.version != null
	reference.version.pre == null
	version.numbers(wanted) >= version.numbers(reference.version)
	same := shared(reference)
	array.slice(version.numbers(wanted), 0, same) == array.slice(version.numbers(reference.version), 0, same)
}

# How many numbers a later version may not change.
shared(reference) := 1 if reference.version.major > 0

else := 1 if reference.parts == 1

else := 2 if reference.version.minor > 0

else := 2 if reference.parts == 2

else := 3

# What the text around it says of it: that it speaks of another time than now.
is_historical(reference, _) if reference.under_version

is_historical(reference, _) if reference.comment

is_historical(reference, words) if {
	reference.directive != null
	reference.directive in words.historical_directives
}

is_historical(reference, words) if {
	near := telling(reference, words)
	some at, _ in near
	concat(" ", array.slice(near, at, count(near))) in words_before(reference, words)
}

is_historical(reference, words) if {
	some at, _ in reference.after
	concat(" ", array.slice(reference.after, 0, at + 1)) in words.historical_words_after
}

is_historical(reference, words) if {
	some part in words.historical_addresses
	contains(reference.token, part)
}

# A word such as `in` says that only of a version that a sentence speaks of, not of a pin or an image.
words_before(reference, words) := array.concat(words.historical_words, words.historical_words_in_text) if {
	reference.form in words.text_forms
} else := words.historical_words

# The words before it, without the project's name and those that say nothing.
telling(reference, words) := [word |
	some word in reference.before
	not word in words.filler_words
	not word in input.facts.references.names
]

# The versions that the project has released.
released(repository) := {tag.version.normal |
	some tag in repository.tags
	tag.version != null
}

# It says itself that it is the project's, or it is one of its releases and nothing says otherwise.
is_certain(reference, _, words) if {
	reference.target == "project"
	not reference.form in words.doubtful_forms
}

is_certain(reference, releases, words) if {
	is_a_release(reference, releases)
	not reference.table
	is_neutral(telling(reference, words), words)
}

# It may be the project's: a sentence about it, or one of its versions after an unknown word.
is_possible(reference, _, _) if reference.target == "project"

is_possible(reference, releases, _) if is_a_release(reference, releases)

is_a_release(reference, releases) if {
	reference.target == "unnamed"
	reference.version != null
	reference.version.normal in releases
}

is_neutral(near, _) if count(near) == 0

is_neutral(near, words) if near[count(near) - 1] in words.neutral_words

# Without a name, a text cannot be told to name the project.
unnamed contains {
	"reason": "the project's name is not known, so its versions cannot be told from others'",
	"fix": "write `name = \"…\"` under `[project]` in relcheck.toml",
} if {
	input.facts.references.read > 0
	count(input.facts.references.names) == 0
}
