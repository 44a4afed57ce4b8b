package relcheck.lib.sensitive

# Those of the paths that globs name in any folder, or with a slash in front at the root alone; in lower
# case. All globs are tried at once: a history has thousands of paths.
matching(paths, patterns) := {path |
	whole := sprintf("{%s}", [concat(",", [anywhere(pattern) | some pattern in patterns])])
	some path in paths
	glob.match(whole, ["/"], sprintf("/%s", [lower(path)]))
}

anywhere(pattern) := pattern if startswith(pattern, "/")

else := sprintf("**/%s", [pattern])

# What commits touched; what was moved away was touched as well.
touched(diffs) := {file.path |
	some diff in diffs
	some file in diff.files
} | {file.old_path |
	some diff in diffs
	some file in diff.files
	is_string(file.old_path)
}
