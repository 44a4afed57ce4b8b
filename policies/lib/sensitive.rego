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
