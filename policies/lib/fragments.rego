package relcheck.lib.fragments

# The words of a fragment's name: `feature` is one of `news/123.feature.md`, as towncrier has it. Of the
# folder that holds it, the last part says as much: `changes/feature/123.md`.
words(path) := {word | some word in split(lower(tail), ".")} | {lower(part) | some part in folder} if {
	parts := split(path, "/")
	tail := parts[count(parts) - 1]
	folder := array.slice(parts, count(parts) - 2, count(parts) - 1)
}

# Those that announce one of the words, by their names or by what stands in them.
with_word(notes, wanted) := {path |
	some path in notes.fragments
	count(words(path) & {word | some word in wanted}) > 0
} | {announced.path |
	some announced in notes.announced
	announced.word in wanted
}
