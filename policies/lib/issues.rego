package relcheck.lib.issues

# The issues that a commit says it settles, as it names them: `#12`, `owner/name#12`, an address. Only
# its subject, its changes and its trailers are known, not the rest of the message. A number in
# parentheses, as in `docs: typo fix (#12)`, is that of the pull request.
settled(commit, words) := {issue |
	some said in texts(commit)
	regex.match(`(?i)(#|gh-|/issues/)[0-9]`, said)
	parts := split(lower(said), " ")
	some at, part in parts
	trim(part, "([:,;") in words
	issue := trim_right(parts[at + 1], ")],.:;")
	regex.match(`^(([a-z0-9_.-]+/[a-z0-9_.-]+)?#|gh-|https?://.*/issues/)[0-9]+$`, issue)
}

texts(commit) := array.concat(
	array.concat([commit.subject], [change.description | some change in commit.changes]),
	[sprintf("%s: %s", [trailer.key, trailer.value]) | some trailer in commit.trailers],
)
