package relcheck.lib.sensitive

# Paths that globs name in any folder, or with a slash in front at the root alone; in lower case.
matches(path, patterns) if {
	some pattern in patterns
	glob.match(anywhere(pattern), ["/"], sprintf("/%s", [lower(path)]))
}

anywhere(pattern) := pattern if startswith(pattern, "/")

else := sprintf("**/%s", [pattern])

# What a commit touched; what was moved away was touched as well.
touched(diff) := sort({file.path | some file in diff.files} | {file.old_path |
	some file in diff.files
	is_string(file.old_path)
})
