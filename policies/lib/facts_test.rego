package relcheck.lib.facts_test

# Whole and valid documents for tests to change: `object.union(facts.judged("patch", "1.2.4"), {…})`
# replaces what it names and keeps the rest.

# The parameters as rules see them: handed over by relcheck, or worked out from data.yaml.
params := data.relcheck.params if data.relcheck.params

else := {area: rules |
	some area in areas
	rules := {rule: values |
		some id, declared in data.params
		[area, rule] = split(id, ".")
		values := {name: parameter.value | some name, parameter in declared}
	}
}

areas := {split(id, ".")[0] | some id, _ in data.params}

# The time of all documents.
now := 1769853600

head := "4ea0c1c5d3a1f0b2e6c7d8f9a0b1c2d3e4f5a6b7"

released := "1111111111111111111111111111111111111111"

elsewhere := "2222222222222222222222222222222222222222"

# A clean checkout of the release branch of the line, one commit after v1.2.3.
judged(type, text) := {
	"release": {
		"type": type,
		"stage": "pre-release",
		"scheme": "semver",
		"calendar": null,
		"version": version(text),
		"previous": previous("1.2.3"),
	},
	"project": {
		"name": "demo",
		"path": "",
		"kind": "library",
		"kind_reason": "nothing says otherwise",
	},
	"clock": {"now": "2026-01-31T10:00:00Z", "seconds": now, "overridden": false},
	"facts": {
		"repository": repository(text),
		"versions": versions([declaration("pyproject.toml", 3, text)]),
		"changes": {"since": "v1.2.3", "commits": [commit(head, "fix: close the file", [change("fix", false)])]},
		"diffs": diffs([changed_file("src/demo.py")]),
		"changelog": {"files": [changelog([section(text, 5)])]},
		"interface": {"since": "v1.2.3", "sources": [], "changes": [], "gaps": []},
		"python_api": {"since": "v1.2.3", "packages": [], "changes": [], "gaps": []},
		"typescript_api": {
			"since": "v1.2.3",
			"reports": [],
			"unreported": [],
			"checks": [],
			"changes": [],
			"gaps": [],
		},
		"api_reports": {"reports": [], "libraries": []},
		"worktree": {"clean": true, "changes": []},
		"workflow": workflow([workflow_file(release_steps)]),
		"tooling": tooling([["pypi", "pyproject.toml"]]),
		"dependencies": dependencies([dependency("requests", "2.32.3", {})]),
		"lines": lines(["1.2.3"]),
		"main_line": {
			"branch": "main",
			"commit": elsewhere,
			"fork": {"commit": elsewhere, "own_commits": 1, "main_commits": 0, "merged": null},
			"arrivals": [],
		},
		"candidate_tag": {"branches": [], "complete": true, "remote_tags": []},
		"head_tags": head_tags([]),
		"platforms": platforms([platform("linux", {"checks": ["build"]})]),
		"merge_back": {
			"release": previous("1.2.3"),
			"tagged": 1767225600,
			"main": "main",
			"newer_line": null,
			"contained": true,
			"patches": [],
		},
		"references": references([]),
		"documents": {"guides": [], "unread": []},
		"release_notes": release_notes([]),
		"documented": documented([]),
		"api_docs": api_docs([]),
		"security_policy": security_policy([line_promise("1.2.3", "full", 7)]),
		"recordings": {"due": []},
		"tests": {"reports": [results({})], "previous": [results({})], "failed": [], "unseen": []},
		"coverage": coverage([new_file("src/demo.py", {})]),
		"benchmarks": benchmarks([compared("test_open", {})]),
		"scans": {"reports": [], "unread": [], "python_files": ["src/demo.py", "tests/test_demo.py"]},
		"checks": ci_state([check("build", {})]),
		"people": people([maintainer("Ada"), maintainer("Grace")]),
		"sign_offs": sign_offs([]),
		"incidents": {"records": [incident({"release": text})], "unread": []},
		"break_glass": break_glass([]),
		"reviews": object.union(reviews([]), {"known": false}),
		"issues": issues([]),
		"trust_root": trust_root([]),
		"waivers": waivers([]),
		"licenses": licenses([license_group("MIT", {})]),
		"advisory_drafts": advisory_drafts([advisory_draft({})]),
		"vulnerabilities": vulnerabilities([]),
		"sbom": sbom([sbom_report({})]),
		"updates": {
			"ecosystems": [{"ecosystem": "pypi", "direct": 1, "problem": null}],
			"others": [],
			"reports": [update_report("pypi", [])],
		},
	},
}

# Nothing was released before, and that is known.
first(type, text) := object.union(judged(type, text), {
	"release": {"previous": null},
	"facts": {"repository": {"tags": [], "history": {"previous": null}}},
})

# The clone is too shallow to tell what was released before.
shallow(type, text) := object.union(first(type, text), {"facts": {"repository": {
	"shallow": true,
	"history": {
		"complete": false,
		"reason": "the clone is shallow",
		"fix": "git fetch --unshallow --tags",
	},
}}})

# It is not known what is to be released.
unversioned(type) := object.union(judged(type, "1.2.4"), {"release": {"version": null}})

version(text) := {
	"text": text,
	"normal": text,
	"core": core,
	"epoch": 0,
	"major": to_number(numbers[0]),
	"minor": to_number(numbers[1]),
	"patch": to_number(numbers[2]),
	"pre": pre(text),
	"development": contains(text, "dev"),
} if {
	core := split(text, "-")[0]
	numbers := split(core, ".")
}

# The same version in an epoch.
in_epoch(epoch, text) := object.union(version(text), {
	"text": sprintf("%d!%s", [epoch, text]),
	"normal": sprintf("%d!%s", [epoch, text]),
	"core": sprintf("%d!%s", [epoch, version(text).core]),
	"epoch": epoch,
})

pre(text) := split(text, "-")[1] if contains(text, "-")

else := null

previous(text) := {
	"tag": concat("", ["v", text]),
	"version": version(text),
	"commit": released,
	"time": 1767225600,
}

repository(text) := {
	"head": {"commit": head, "tree": "3333333333333333333333333333333333333333", "time": 1769850000, "tags": []},
	"branch": on("release", line, sprintf("release/v%s.x", [line])),
	"ci": null,
	"shallow": false,
	"tag_pattern": {"prefixes": ["v"], "current": "v", "source": "detected", "foreign": []},
	"tags": [tag("v1.2.3", "final", version("1.2.3"), released)],
	"main": "main",
	"branches": [branch("main", "main", null), branch(sprintf("release/v%s.x", [line]), "release", line)],
	"history": {
		"previous": previous("1.2.3"),
		"complete": true,
		"reason": null,
		"fix": null,
		"first_release": null,
		"higher_elsewhere": [],
	},
	"hotfix": null,
} if {
	number := version(text)
	line := sprintf("%d.%d", [number.major, number.minor])
}

on(kind, line, name) := {
	"name": name,
	"source": "head",
	"detached": false,
	"kind": kind,
	"line": line,
	"note": null,
}

branch(name, kind, line) := {
	"name": name,
	"remote": null,
	"kind": kind,
	"line": line,
	"commit": head,
	"fork_point": null,
}

tag(name, kind, number, target) := {
	"name": name,
	"kind": kind,
	"version": number,
	"commit": target,
	"annotated": true,
	"signed": false,
	"tagger": "Ada <ada@example.org>",
	"time": 1767225600,
}

# What the project supports.
platforms(listed) := {"platforms": listed, "kept": []}

platform(name, changed) := object.union({"name": name, "checks": [], "reports": []}, changed)

# What the tag objects on HEAD say, with keys to hold their signatures against.
head_tags(tags) := {"tags": tags, "keys": ["keys/allowed_signers"]}

# A tag on HEAD that Ada signed.
head_tag(name, changed) := {"name": name, "object": object.union(
	{
		"name": name,
		"target": head,
		"subject": sprintf("Release %s", [name]),
		"signature": {"signer": "Ada", "reason": null, "verifiable": true},
	},
	changed,
)}

versions(declarations) := {
	"name": "demo",
	"declared": declarations[0].version,
	"declarations": declarations,
	"locked": [],
	"left_behind": [],
	"left_behind_unknown": null,
	"unmet": [],
	"dynamic": [],
	"undetermined": [],
}

undeclared := {
	"name": "demo",
	"declared": null,
	"declarations": [],
	"locked": [],
	"left_behind": [],
	"left_behind_unknown": null,
	"unmet": [],
	"dynamic": [],
	"undetermined": [],
}

declaration(path, line, text) := {
	"path": path,
	"line": line,
	"kind": path,
	"key": "project.version",
	"role": "project",
	"package": "demo",
	"text": text,
	"version": version(text),
}

from_tag := {
	"path": "pyproject.toml",
	"line": 2,
	"provider": "setuptools-scm",
	"target": "the git tag",
	"from_tag": true,
}

from_attribute := {
	"path": "pyproject.toml",
	"line": 2,
	"provider": "attr",
	"target": "demo.__version__",
	"from_tag": false,
}

undetermined := {"path": "setup.py", "line": 12, "reason": "`version` is a call of `read_version`"}

commit(id, subject, changes) := {
	"id": id,
	"subject": subject,
	"author": person,
	"committer": person,
	"merge": false,
	"first_parent": true,
	"signed": false,
	"pull_request": null,
	"changes": changes,
	"breaking": breaks(changes),
	"breaking_notes": [],
	"trailers": [],
	"reverts": [],
	"reverted_by": null,
	"reverted_in_part_by": null,
}

person := {"name": "Ada", "email": "ada@example.org", "time": 1769850000}

change(type, breaking) := {
	"type": type,
	"scope": null,
	"breaking": breaking,
	"description": "close the file",
	"breaking_note": null,
}

breaks(changes) if {
	some entry in changes
	entry.breaking
}

else := false

# The one commit changed these files.
diffs(files) := {
	"commits": [{"id": head, "files": files}],
	"paths": array.concat(
		[touched(file.path, is_written(file)) | some file in files],
		[touched(file.old_path, false) | some file in files; file.old_path != null],
	),
}

touched(path, written) := {"path": path, "commits": [head], "written": written}

is_written(file) if {
	file.status != "deleted"
	count(file.added) > 0
} else if {
	file.opaque
	file.status in {"added", "modified"}
} else := false

# One line more.
changed_file(path) := {
	"path": path,
	"old_path": null,
	"status": "modified",
	"opaque": false,
	"added": [{"first": 7, "last": 7}],
	"removed": 0,
}

# Seen in line 7 of the previous release.
api_change(weight, kind, symbol, message) := {
	"weight": weight,
	"kind": kind,
	"symbol": symbol,
	"message": message,
	"path": "src/demo.py",
	"line": 7,
	"revision": "previous",
	"doubt": null,
	"source": "relcheck",
}

# Reports of API Extractor that were compared and checked, with these changes of this release tag.
typescript(tag, changes) := {
	"reports": [typescript_report({})],
	"changes": [{"release_tag": tag, "changes": changes}],
}

typescript_report(changed) := object.union(
	{
		"evidence": object.union(api_report({}).evidence, {
			"path": "etc/demo.api.md",
			"kind": "api-report",
			"tool": "api-extractor",
		}),
		"package": "demo",
		"previous": "etc/demo.api.md",
	},
	changed,
)

# A recorded run of API Extractor that did not pass.
typescript_check(changed) := object.union(
	{
		"evidence": object.union(api_report({}).evidence, {"path": "run.stdout", "kind": "api-report", "tool": "api-extractor"}),
		"passed": false,
		"reason": "it says: Warning: You have changed the API",
		"configuration": "./api-extractor.json",
	},
	changed,
)

api_gap(symbol) := {
	"symbol": symbol,
	"reason": "it is made at run time",
	"path": null,
	"line": null,
}

# A recorded report that compares HEAD with the previous release, and finds nothing.
api_report(changed) := object.union(
	unsigned_report(changed),
	{"changes": [object.union(stated, {"source": "griffe"}) | some stated in unsigned_report(changed).changes]},
)

unsigned_report(changed) := object.union(
	{
		"evidence": {
			"path": "griffe.txt",
			"sha256": "00",
			"size": 10,
			"kind": "api-diff",
			"tool": "griffe",
			"tool_version": null,
			"generated_at": null,
			"commit": head,
			"binding": "recorded",
			"binding_reason": null,
			"command": [],
			"exit_status": null,
		},
		"status": "complete",
		"reason": null,
		"base": {"name": "v1.2.3", "previous": true, "reason": null},
		"crates": [],
		"changes": [],
	},
	changed,
)

changelog(sections) := {"path": "CHANGELOG.md", "format": "markdown", "sections": sections, "others": []}

section(text, line) := {
	"heading": sprintf("[%s] - 2026-01-31", [text]),
	"line": line,
	"level": 2,
	"package": null,
	"version": version(text),
	"unreleased": false,
	"stale": false,
	"yanked": false,
	"date": "2026-01-31",
	"empty": false,
	"groups": [group("fixed", line + 2, ["The file is closed."])],
}

unreleased(line) := object.union(section("0.0.0", line), {
	"heading": "[Unreleased]",
	"version": null,
	"unreleased": true,
	"date": null,
})

# The entries stand below the heading, a line each.
group(name, line, texts) := {"name": name, "line": line, "entries": [{"line": line + 1 + at, "text": words, "planned": false} |
	some at, words in texts
]}

workflow(files) := {"release_tag": "v1.2.3", "files": files, "unread": []}

workflow_file(steps) := {
	"path": ".github/workflows/release.yml",
	"system": "github",
	"name": "Release",
	"triggers": [trigger("push")],
	"permissions": permissions([]),
	"jobs": [{"id": "release", "path": ".github/workflows/release.yml", "line": 6, "name": null, "permissions": null, "steps": steps}],
	"imports": [],
}

trigger(event) := {
	"event": event,
	"line": 2,
	"branches": [],
	"tags": ["v*"],
	"types": [],
	"workflows": [],
	"on_release_tag": true,
}

permissions(write) := {"line": 4, "all": null, "write": write}

# One for each stage, in the order of the process.
release_steps := [
	step(10, [call(10, "pytest", [])]),
	step(20, [call(20, "bandit", ["-r"])]),
	step(30, [call(30, "uv build", [])]),
	step(40, [call(40, "gpg", ["--detach-sign"])]),
	step(50, [call(50, "twine upload", [])]),
	step(60, [call(60, "docker push", [])]),
	step(70, [call(70, "gh release create", [])]),
	step(80, [call(80, "mkdocs gh-deploy", [])]),
]

step(line, calls) := {
	"path": ".github/workflows/release.yml",
	"line": line,
	"name": null,
	"uses": null,
	"calls": calls,
	"ignored": null,
	"never": [],
	"secrets": [],
	"expressions": [],
	"checkout": null,
}

call(line, name, options) := {
	"path": ".github/workflows/release.yml",
	"line": line,
	"text": name,
	"names": [name],
	"options": options,
	"ignored": null,
	"hidden": null,
	"scripts": [],
}

action(line, text, options) := object.union(
	step(line, [object.union(call(line, split(text, "@")[0], options), {"text": text})]),
	{"uses": {"text": text, "line": line, "pin": "ref"}},
)

tooling(channels) := {
	"channels": [{"name": channel[0], "path": channel[1]} | some channel in channels],
	"files": [],
	"dependencies": [],
}

# One line a release, the highest first, each released a day after the one that follows it here.
lines(texts) := {
	"lines": [release_line(text, time) | some at, text in texts; time := 1767225600 - (at * 86400)],
	"majors": [major(text, at, 1767225600 - (at * 86400)) | some at, text in texts],
	"windows": [],
}

release_line(text, time) := {
	"line": sprintf("%d.%d", [number.major, number.minor]),
	"major": number.major,
	"minor": number.minor,
	"releases": [line_release(text, time)],
	"first": line_release(text, time),
	"latest": line_release(text, time),
	"branches": [],
	"current": false,
} if {
	number := version(text)
}

line_release(text, time) := {
	"tag": concat("", ["v", text]),
	"version": version(text),
	"is_final": true,
	"commit": released,
	"time": time,
}

major(text, newer, since) := {
	"major": version(text).major,
	"newer": newer,
	"first": concat("", ["v", text]),
	"latest": concat("", ["v", text]),
	"since": since,
}

references(files) := {
	"names": ["demo"],
	"repositories": ["github.com/ada/demo"],
	"read": 3,
	"files": files,
	"unread": [],
}

document(path, kind, found) := {"path": path, "kind": kind, "central": true, "references": found}

# `demo==1.2.3` of the project, in a sentence that says nothing else.
reference(line, text) := {
	"line": line,
	"column": 21,
	"start": 20,
	"end": 25,
	"text": text,
	"version": version(text),
	"parts": 3,
	"form": "pinned",
	"target": "project",
	"token": concat("", ["demo==", text]),
	"before": ["install"],
	"after": [],
	"directive": null,
	"heading": null,
	"under_version": false,
	"code": true,
	"comment": false,
	"table": false,
}

# `v1.2.3` alone.
bare(line, text) := object.union(reference(line, text), {
	"form": "bare",
	"target": "unnamed",
	"token": concat("", ["v", text]),
	"text": concat("", ["v", text]),
})

# A guide to that major version that mentions nothing.
guide(major) := {
	"path": "MIGRATION.md",
	"line": 3,
	"unreleased": false,
	"versions": [guide_version(major)],
	"names": [],
	"numbers": [],
	"text": " nothing to do ",
}

guide_version(major) := {"major": major, "minor": null, "patch": null, "text": sprintf("%d.x", [major])}

removal(symbol) := api_change("breaking", "removed", symbol, "was removed")

# A table with one row for each of these.
security_policy(lines) := {
	"path": "SECURITY.md",
	"promises": [{"line": line.line, "text": line.text, "support": line.support} |
		some line in lines
		line.support != null
	],
	"unread": [],
	"lines": lines,
}

# What the highest line of its major version is promised.
line_promise(text, support, line) := {
	"major": number.major,
	"minor": number.minor,
	"highest": true,
	"support": support,
	"line": line,
	"text": sprintf("%d.x", [number.major]),
} if {
	number := version(text)
}

# One section, whose one entry belongs to a change; these belong to none.
release_notes(unnamed) := {
	"since": "v1.2.3",
	"sections": [{"path": "CHANGELOG.md", "line": 5, "heading": "[1.2.4] - 2026-01-31"}],
	"fragments": [],
	"announced": [],
	"entries": 1,
	"free_entries": 0,
	"changes": 2,
	"unnamed": unnamed,
	"more": 0,
}

unnamed_change(title, types) := {
	"commit": head,
	"title": title,
	"pull_request": null,
	"types": types,
	"scopes": [],
	"breaking": false,
	"author": "Ada",
	"trailer": null,
	"kinds": ["other"],
}

documented(commits) := {
	"since": "v1.2.3",
	"changes": 2,
	"untyped": 0,
	"commits": commits,
	"more": 0,
}

# A feature without documentation.
notable_commit(changed) := object.union(
	{
		"id": head,
		"title": "feat: shut the door",
		"pull_request": null,
		"types": ["feat"],
		"scopes": [],
		"breaking": false,
		"trailer": null,
		"kinds": ["other"],
		"documents": [],
		"definitions": [],
		"undocumented": [{"path": "src/demo.py", "line": 4, "symbol": "shut"}],
		"unread": [],
	},
	changed,
)

api_docs(sources) := {"since": "v1.2.3", "sources": sources, "unlisted": []}

api_doc_source(path, kind, changed) := object.union(
	{
		"path": path,
		"line": null,
		"tool": "hand",
		"kind": kind,
		"builder": null,
		"late": [],
		"doubtful": [],
		"later_commits": 0,
	},
	changed,
)

# Evidence that was recorded for HEAD, a minute ago.
recorded(path, kind, tool) := {
	"path": path,
	"sha256": "00",
	"size": 10,
	"kind": kind,
	"tool": tool,
	"tool_version": null,
	"generated_at": now - 60,
	"commit": head,
	"binding": "recorded",
	"binding_reason": null,
	"command": [tool],
	"exit_status": 0,
}

# All issues of the tracker, as they were exported for HEAD.
issues(listed) := {
	"known": true,
	"reason": null,
	"fix": "relcheck record -- gh issue list",
	"issues": listed,
	"unlisted": 0,
	"sources": [issue_source({})],
	"access": {
		"offline": false,
		"answered": true,
		"system": "github",
		"repository": "o/r",
		"reason": null,
		"fix": null,
	},
}

issue_source(changed) := object.union(
	{
		"evidence": recorded("issues.json", "issues", "gh"),
		"status": "complete",
		"reason": null,
		"format": "gh-issues",
		"listed": 0,
		"incomplete": null,
		"states": "all",
		"labels": [],
		"milestone": null,
	},
	changed,
)

# An issue that was closed today, after it had been open for 20 days.
issue(number, labels, changed) := object.union(
	{
		"number": number,
		"title": "What it is about",
		"url": sprintf("https://github.com/o/r/issues/%d", [number]),
		"state": "closed",
		"state_reason": "completed",
		"labels": labels,
		"milestone": null,
		"opened": (now - 3600) - (20 * 86400),
		"closed": now - 3600,
		"contradicted": false,
		"sources": ["issues.json"],
	},
	changed,
)

# What makes an issue one that is open.
still_open := {"state": "open", "state_reason": null, "closed": null}

# What becomes of it when nothing shows for which commit it was made.
loose(evidence) := object.union(evidence, {
	"generated_at": null,
	"commit": null,
	"binding": "unbound",
	"binding_reason": "nothing shows for which commit it was made",
	"command": [],
	"exit_status": null,
})

# The check runs and the statuses of HEAD were exported, and these are all there are.
ci_state(listed) := {
	"checks": listed,
	"unlisted": 0,
	"required": [],
	"sources": [checks_source("check-runs", {"listed": count(listed), "of_head": count(listed)}), checks_source("statuses", {})],
	"access": {
		"offline": false,
		"answered": false,
		"system": "github",
		"repository": "ann/demo",
		"reason": "there is no token to ask GitHub with",
		"fix": "set `GITHUB_TOKEN`",
	},
	"own": null,
}

# A job of GitHub Actions that succeeded.
check(name, changed) := object.union(
	{
		"name": name,
		"kind": "check-run",
		"group": "github-actions",
		"id": 11,
		"status": "completed",
		"conclusion": "success",
		"state": "success",
		"commit": head,
		"attempt": null,
		"run": 5,
		"branch": null,
		"event": null,
		"allow_failure": false,
		"required": false,
		"superseded": null,
		"is_own": false,
		"is_own_run": false,
		"started": now - 600,
		"completed": now - 300,
		"url": "https://github.com/ann/demo/actions/runs/5/job/11",
		"source": "check-runs.json",
	},
	changed,
)

checks_source(format, changed) := object.union(
	{
		"evidence": recorded(sprintf("%s.json", [format]), "checks", "GitHub"),
		"status": "complete",
		"reason": null,
		"format": format,
		"listed": 0,
		"of_head": 0,
		"total": 0,
		"incomplete": null,
		"left_out": null,
		"runs": [],
	},
	changed,
)

# Results of ten tests, of which nine ran and held.
results(changed) := object.union(
	{
		"evidence": recorded("junit.xml", "tests", "pytest"),
		"status": "complete",
		"reason": null,
		"total": 10,
		"passed": 9,
		"failed": 0,
		"errored": 0,
		"skipped": 1,
		"flaky": 0,
		"failures": [],
		"repeated": 0,
		"scanners": [],
		"scanner_findings": 0,
		"selected": null,
	},
	changed,
)

failed_test(changed) := object.union(
	{
		"name": "tests.test_a::test_open",
		"errored": false,
		"reason": "assert 1 == 2",
		"path": "tests/test_a.py",
		"line": 7,
	},
	changed,
)

# A report on two files with 100 executable lines.
coverage_report(changed) := object.union(
	{
		"evidence": recorded("coverage.json", "coverage", "coverage.py JSON"),
		"status": "complete",
		"reason": null,
		"format": "coverage.py JSON",
		"files": 2,
		"lines": 100,
		"covered": 95,
		"unmapped": [],
		"unmapped_count": 0,
	},
	changed,
)

# Ten new lines, of which all ran.
new_file(path, changed) := object.union(
	{
		"path": path,
		"language": "python",
		"reported": true,
		"lines": 10,
		"covered": 10,
		"uncovered": [],
		"excluded": 0,
		"opaque": false,
		"mismatch": null,
	},
	changed,
)

coverage(files) := {
	"reports": [coverage_report({})],
	"total": {"lines": 100, "covered": 95},
	"previous": {"lines": 90, "covered": 85},
	"new_code": {"since": "v1.2.3", "files": files, "passed_over": []},
}

# A report that found nothing.
scan_report(tool, changed) := object.union(
	{
		"evidence": recorded(sprintf("%s.json", [tool]), "scan", tool),
		"status": "complete",
		"reason": null,
		"findings": [],
		"suppressed": [],
		"inline": [],
		"unlisted": [],
		"unscanned": [],
		"scanned": 2,
		"left_out": [],
		"packages": null,
		"excluded": [],
		"checks": null,
		"options": [],
		"settings": [],
		"doubts": [],
	},
	changed,
)

scan_finding(changed) := object.union(
	{
		"path": "src/demo.py",
		"line": 7,
		"rule": "B602",
		"package": null,
		"message": "a shell is started",
		"severity": "high",
		"confidence": "high",
		"score": null,
		"aliases": [],
		"secret": null,
		"fingerprint": null,
	},
	changed,
)

# A report of one benchmark.
benchmark_report(changed) := object.union(
	{
		"evidence": recorded("bench.json", "benchmark", "pytest-benchmark"),
		"status": "complete",
		"reason": null,
		"benchmarks": 1,
		"machine": "EPYC, Linux",
		"measured": null,
		"failed": [],
	},
	changed,
)

# A run that was recorded for v1.2.3.
earlier_benchmarks(changed) := object.union(
	{
		"place": "recorded",
		"path": ".relcheck/previous/bench.json",
		"sha256": "00",
		"commit": released,
		"benchmarks": 1,
		"machine": "EPYC, Linux",
		"reason": null,
	},
	changed,
)

# A change by so many millionths, with an uncertainty of one percent.
speed_change(middle) := {
	"middle": middle,
	"least": middle - 10000,
	"most": middle + 10000,
	"best": middle,
	"noise": 5000,
}

# A benchmark that takes a millisecond, as it did before.
compared(name, changed) := object.union(
	{
		"name": name,
		"unit": "ps",
		"before": 1000000000,
		"now": 1000000000,
		"samples": 20,
		"smaller": speed_change(0),
		"bigger": null,
		"reason": null,
	},
	changed,
)

benchmarks(all) := {
	"reports": [benchmark_report({})],
	"earlier": [earlier_benchmarks({})],
	"compared": all,
	"vanished": [],
	"new": [],
	"sources": null,
}

# What the project depends on: these packages, in one lock file that names all that is needed.
dependencies(packages) := {
	"sources": [{
		"path": "uv.lock",
		"format": "uv.lock",
		"ecosystem": "pypi",
		"packages": count(packages),
		"is_complete": true,
		"problem": null,
	}],
	"passed_over": [],
	"unlocked": [],
	"others": [],
	"packages": packages,
	"removed": [],
	"previous_commit": elsewhere,
	"previous_problem": null,
}

# A package of PyPI that the previous release had too.
dependency(name, version, changed) := object.union(
	{
		"ecosystem": "pypi",
		"name": name,
		"version": version,
		"purl": sprintf("pkg:pypi/%v@%v", [name, version]),
		"requirement": null,
		"is_direct": true,
		"scope": "runtime",
		"origin": "registry",
		"has_digest": true,
		"condition": null,
		"path": "uv.lock",
		"line": 6,
		"is_new": false,
		"previous_versions": [version],
	},
	changed,
)

# A fresh database was asked for the two packages of PyPI that there are.
vulnerabilities(found) := {
	"packages": 2,
	"databases": [advisory_database({})],
	"exploit_lists": [],
	"reports": [],
	"ecosystems": [{"ecosystem": "pypi", "packages": 2, "databases": ["advisories"], "reports": [], "partial": []}],
	"gaps": [],
	"unread": [],
	"unversioned": [],
	"unclear": [],
	"unread_statements": [],
	"found": found,
	"digest": findings_digest(found),
}

findings_digest([]) := null

findings_digest(found) := "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789" if count(found) > 0

advisory_database(changed) := object.union(
	{
		"path": "advisories",
		"layout": "pypa",
		"ecosystems": ["pypi"],
		"commit": elsewhere,
		"sha256": null,
		"as_of": now - 86400,
		"read": 3,
		"withdrawn": 0,
		"problems": [],
	},
	changed,
)

# A catalogue of exploited vulnerabilities.
exploit_list(changed) := object.union(
	{
		"kind": "kev",
		"path": "kev.json",
		"version": "2026.01.30",
		"as_of": now - 86400,
		"entries": 1404,
		"sha256": null,
		"problems": [],
	},
	changed,
)

known_exploit := {
	"cve": "CVE-2024-42005",
	"added": "2024-09-01",
	"in_ransomware": false,
	"path": "kev.json",
}

exploit_prediction(probability) := {
	"probability": probability,
	"cve": "CVE-2024-42005",
	"path": "epss.csv",
}

vulnerability(changed) := object.union(
	{
		"id": "PYSEC-2024-70",
		"aliases": ["CVE-2024-42005", "GHSA-pv4p-cwwg-4rph"],
		"summary": "SQL injection in column aliases",
		"ecosystem": "pypi",
		"name": "django",
		"version": "4.2.14",
		"purl": "pkg:pypi/django@4.2.14",
		"is_direct": true,
		"scope": "runtime",
		"path": "requirements.txt",
		"line": 3,
		"score": 98,
		"vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
		"severity": null,
		"contradictions": [],
		"informational": null,
		"fixed": ["4.2.15", "5.0.8"],
		"only_public": false,
		"said_by": ["advisories"],
		"exploited": [],
		"predicted": [],
		"statements": [],
	},
	changed,
)

vex_statement(changed) := object.union(
	{
		"status": "not-affected",
		"justification": "vulnerable_code_not_present",
		"note": null,
		"author": null,
		"time": null,
		"path": "demo.openvex.json",
	},
	changed,
)

# A report of pip that these packages are behind.
update_report(ecosystem, behind) := {
	"evidence": recorded("outdated.json", "outdated", "pip"),
	"status": "complete",
	"reason": null,
	"ecosystem": ecosystem,
	"behind": behind,
}

# A package that the project asks for, of which there is a newer version that would do.
behind_package(name, changed) := object.union(
	{
		"name": name,
		"version": "13.7.0",
		"next": "13.9.4",
		"step": "minor",
		"latest": "13.9.4",
		"is_direct": true,
		"path": "uv.lock",
		"line": 6,
	},
	changed,
)

# A bill of materials of the version that is judged, of which nothing is wrong.
sbom_report(changed) := object.union(
	{
		"evidence": recorded("bom.json", "sbom", "cyclonedx-py"),
		"status": "complete",
		"reason": null,
		"format": "CycloneDX",
		"spec_version": "1.6",
		"timestamp": now - 60,
		"subject": {"name": "demo", "version": "1.3.0", "normal": "1.3.0", "purl": null},
		"described": 1,
		"is_of_project": true,
		"components": 3,
		"problems": [],
		"problem_count": 0,
		"gaps": [sbom_gap("supplier", 3, ["a", "b", "c"])],
	},
	changed,
)

sbom_gap(element, count, first) := {"element": element, "count": count, "first": first}

sbom(reports) := {
	"reports": reports,
	"comparison": sbom_comparison({}),
	"unlocked": [],
	"unread": [],
	"partial": [],
	"sources": ["poetry.lock"],
}

sbom_comparison(changed) := object.union(
	{
		"expected": 3,
		"matched": 3,
		"missing": [],
		"other_versions": [],
		"extra_count": 0,
		"extra": [],
		"others": 0,
	},
	changed,
)

sbom_package(name, text) := {
	"ecosystem": "pypi",
	"name": name,
	"version": text,
	"path": "poetry.lock",
	"line": 7,
}

# Two packages under one licence, needed at run time, of a project under MIT.
licenses(groups) := {
	"groups": groups,
	"unknown": [],
	"contradictions": [],
	"new": [],
	"own": [{"path": "pyproject.toml", "line": 4, "text": "MIT", "expressions": ["MIT"]}],
	"reports": [],
	"documents": [],
	"places": [{"path": ".venv/lib/python3.11/site-packages", "packages": 2, "problem": null}],
	"inventory": {"packages": 2, "incomplete": [], "unlocked": [], "unread": []},
}

license_group(expression, changed) := object.union(
	{
		"expressions": [expression],
		"guessed": false,
		"contradictory": false,
		"texts": [expression],
		"deprecated": [],
		"scope": "runtime",
		"sources": [".venv/lib/python3.11/site-packages/one-1.0.dist-info/METADATA"],
		"packages": [licensed("one", "1.0"), licensed("two", "2.0")],
	},
	changed,
)

licensed(name, version) := {
	"name": name,
	"version": version,
	"is_new": false,
	"path": "poetry.lock",
	"line": 7,
}

unlicensed(name, ecosystem) := {
	"ecosystem": ecosystem,
	"name": name,
	"version": "1.0",
	"scope": "runtime",
	"is_new": false,
	"path": "poetry.lock",
	"line": 9,
	"reason": "no report, SBOM, lock file or installed package tells its licence",
}

license_report(changed) := object.union(
	{
		"evidence": recorded("licenses.json", "licenses", "pip-licenses"),
		"status": "complete",
		"reason": null,
		"packages": 2,
	},
	changed,
)

# A bill of materials of this project that tells the licences of two packages.
license_document(changed) := object.union(
	{
		"evidence": recorded("bom.json", "sbom", "cyclonedx-py"),
		"status": "complete",
		"reason": null,
		"subject": "demo",
		"is_of_project": true,
		"packages": 2,
	},
	changed,
)

# A draft that names this project, and what is fixed in 1.2.4.
advisory_drafts(drafts) := {
	"drafts": drafts,
	"unread": [],
	"passed_over": 0,
	"named": [],
	"reports": [],
}

advisory_draft(changed) := object.union(
	{
		"path": "advisories/DEMO-1.json",
		"form": "OSV",
		"ids": ["CVE-2026-1234", "DEMO-1"],
		"summary": "The door stays open",
		"withdrawn": false,
		"products": [advised_product({})],
	},
	changed,
)

advised_product(changed) := object.union(
	{
		"name": "demo",
		"normal_name": "demo",
		"ecosystem": "PyPI",
		"ranges": [{"from": null, "to": {"version": "1.2.4", "included": false}}],
		"versions": [],
		"fixed": ["1.2.4"],
	},
	changed,
)

# People: who is on the list, and who wrote the one commit, which is nobody on it.
people(maintainers) := {
	"anchor": {"tag": "v1.2.3", "commit": released, "own": null},
	"source": "relcheck.toml",
	"unused": null,
	"maintainers": maintainers,
	"teams": [],
	"keys": ["keys/allowed_signers"],
	"writers": [{"email": "bob@example.org", "name": "Bob", "person": "bob@example.org", "listed": false}],
	"written": [written("bob@example.org")],
	"merges": [],
}

maintainer(name) := {"name": name, "teams": []}

written(person) := {"commit": head, "author": person, "by": [person]}

sign_offs(given) := {
	"notes": true,
	"fix": "git fetch origin refs/notes/relcheck:refs/notes/relcheck",
	"given": given,
	"refused": [],
	"gone": [],
}

sign_off(what, person) := {
	"what": what,
	"person": person,
	"maintainer": true,
	"teams": [],
	"commit": head,
	"candidate": true,
	"version": null,
	"documents": [],
	"time": now - 3600,
	"key": "SHA256:0000000000000000000000000000000000000000000",
	"note": null,
	"link": null,
}

refused_sign_off(reason) := {
	"place": "the note on 4ea0c1c5d3, line 1",
	"what": "approval",
	"who": "Eve <eve@example.org>",
	"reason": reason,
	"other_files": false,
}

break_glass(records) := {"records": records, "unread": []}

# What 1.2.4 goes out without.
left_out(changed) := object.union(
	{
		"path": "incidents/2026-03.toml",
		"id": "2026-03",
		"release": "1.2.4",
		"rules": ["quality.coverage_new_code", "quality.performance"],
		"follow_up": "REL-7",
		"closed": null,
		"gone": false,
	},
	changed,
)

# A severe vulnerability that 1.2.4 repairs.
incident(changed) := object.union(
	{
		"path": "incidents/2026-03.toml",
		"id": "2026-03",
		"title": "Anyone can read files",
		"cause": "security",
		"release": "1.2.4",
		"vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N",
		"score": 75,
		"components": ["src/demo.py"],
		"discovered": now - 86400,
		"assessed": now - 80000,
		"late": null,
	},
	changed,
)
# What forges answered of who approved what.
reviews(given) := {
	"known": true,
	"fix": "relcheck record -- gh pr view NUMBER",
	"given": given,
	"refused": [],
	"claims": [],
	"sources": [],
	"access": {
		"offline": false,
		"answered": false,
		"system": null,
		"repository": null,
		"reason": "answers were recorded for HEAD",
		"fix": "relcheck record -- gh pr view NUMBER",
	},
}

# An approval of pull request 12, which brought the one commit, with the files of the candidate.
review(person) := {
	"person": person,
	"maintainer": true,
	"teams": [],
	"kind": "review",
	"place": "#12",
	"request": 12,
	"commit": head,
	"files": "candidate",
	"covers": [head],
	"time": now - 3600,
	"sources": [".relcheck/evidence/gh.json"],
	"key": null,
}

refused_review(reason) := {
	"place": "#12",
	"request": 12,
	"who": "grace",
	"reason": reason,
}
# What was changed since the previous release, whose tag Ada signed.
trust_root(changed) := {
	"since": "v1.2.3",
	"anchor": {"tag": "v1.2.3", "signer": "Ada", "reason": null},
	"changed": changed,
	"people": [],
}

trust_change(path, read_as) := {
	"path": path,
	"change": "changed",
	"read_as": read_as,
	"parts": [],
	"commits": [written("bob@example.org")],
}

waivers(entries) := {"path": "waivers.toml", "listed": true, "entries": entries}

# Ada asked for it, and Grace agreed.
waiver(changed) := object.union(
	{
		"line": 1,
		"rule": "branch.clean_tree",
		"subject": "generated/*",
		"ticket": "REL-1",
		"expires": "2026-03-01",
		"days_left": 28,
		"over_broad": false,
		"void": null,
		"owner": "@ada",
		"approver": "@grace",
		"owner_person": "Ada",
		"approver_person": "Grace",
	},
	changed,
)
