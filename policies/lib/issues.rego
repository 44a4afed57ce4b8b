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

# Those of the commits that may settle one, since a word of these stands before the name of one. All are
# looked at in one go: a function that is called for each of thousands takes far longer.
linking(commits, words) := [commit | some commit in commits; commit.id in ids] if {
	plain := [regex.replace(word, `[^a-z]`, ".") | some word in words]
	pattern := sprintf(`(?i)(%s)[(\[:,;]* [^ ]*(#|gh-|/issues/)[0-9]`, [concat("|", plain)])
	named := {commit.id | some commit in commits; regex.match(pattern, commit.subject)}
	described := {commit.id | some commit in commits; some change in commit.changes; regex.match(pattern, change.description)}
	trailed := {commit.id |
		some commit in commits
		some trailer in commit.trailers
		regex.match(pattern, sprintf("%s: %s", [trailer.key, trailer.value]))
	}
	ids := (named | described) | trailed
}

texts(commit) := array.concat(
	array.concat([commit.subject], [change.description | some change in commit.changes]),
	[sprintf("%s: %s", [trailer.key, trailer.value]) | some trailer in commit.trailers],
)
