package relcheck.lib.checks

# Checks of a CI system: which are meant, which are not known, and what to do about one.

# Of several attempts the one that counts.
is_latest(check) if check.superseded == null

# Whether a name is one of these, or matches one of them as a glob.
is_named(name, patterns) if name in patterns

is_named(name, patterns) if {
	some pattern in patterns
	contains(pattern, "*")
	glob.match(pattern, null, name)
}

is_run(check) if check.kind in {"workflow-run", "pipeline"}

# Whether a check is one of these runs, or a part of one.
is_of(check, runs) if {
	some run in runs
	check.run == run.id
	check.kind in {"workflow-run", "pipeline", "check-run", "pipeline-job"}
}

shown(check) := sprintf("`%s` (%s)", [check.name, check.group]) if check.group != ""

else := sprintf("`%s`", [check.name])

requiring := {
	"branch-protection": "the branch's protection requires it",
	"ruleset": "a ruleset requires it",
}

wait_for(check) := sprintf("gh run watch %d", [check.run]) if {
	check.kind in {"check-run", "workflow-run"}
	check.run != null
}

else := sprintf("wait for it: %s", [check.url]) if check.url != null

else := "wait for it"

look_at(check) := sprintf("gh run view %d --log-failed", [check.run]) if {
	check.kind in {"check-run", "workflow-run"}
	check.run != null
}

else := sprintf("see why: %s", [check.url]) if check.url != null

else := "see why"

# What is here and does not list all there are, unless another list that does holds the same.
unwhole(sources) := {reason |
	some source in sources
	source.incomplete != null
	whole := whole_formats(sources)
	not source.format in whole
	not is_held(source.format, whole)
	reason := sprintf("%s are not all known: `%s`: %s", [titles[source.format], source.evidence.path, source.incomplete])
}

# Jobs are check runs, too; how the jobs of a pipeline ended is its own state.
holder := {
	"gh-runs": "check-runs",
	"workflow-jobs": "check-runs",
	"pipeline-jobs": "pipelines",
	"bridges": "pipelines",
}

is_held(format, whole) if holder[format] in whole

# What nothing lists, and has to be there for all checks to be known.
unlisted(sources, facts) := {sprintf("%s are not known: nothing lists them", [titles[part]]) |
	some part in wanted_parts(sources, facts)
	every source in sources {
		not lists(source, part, facts)
	}
}

# Of jobs, those of the pipeline that relcheck runs in are asked for, not another one's.
lists(source, part, _) if {
	source.format == part
	part in ["check-runs", "statuses", "pipelines"]
}

lists(source, part, facts) if {
	source.format == part
	facts.own != null
	facts.own.run in source.runs
}

wanted_parts(sources, facts) := {part |
	some wanted in of_system
	some source in sources
	source.format in wanted.formats
	some part in wanted.parts
	is_wanted(part, facts)
}

of_system := [
	{
		"formats": ["check-runs", "statuses", "workflow-runs", "workflow-jobs", "gh-runs"],
		"parts": ["check-runs", "statuses"],
	},
	{
		"formats": ["pipelines", "pipeline-jobs", "bridges"],
		"parts": ["pipelines", "pipeline-jobs", "bridges"],
	},
]

# A pipeline's own state says how its jobs ended, unless relcheck keeps it from ending.
is_wanted(part, _) if part in ["check-runs", "statuses", "pipelines"]

is_wanted(part, facts) if {
	part in ["pipeline-jobs", "bridges"]
	some check in facts.checks
	check.kind == "pipeline"
	check.is_own_run
}

whole_formats(sources) := {source.format |
	some source in sources
	source.format != null
	source.incomplete == null
}

titles := {
	"check-runs": "the check runs of this commit",
	"statuses": "the commit statuses",
	"workflow-runs": "the workflow runs of this commit",
	"workflow-jobs": "the jobs of a workflow run",
	"gh-runs": "the checks of this commit",
	"pipelines": "the pipelines of this commit",
	"pipeline-jobs": "the jobs of a pipeline",
	"bridges": "the pipelines that a pipeline starts",
}

# Whether what the tag started is known.
lists_runs(sources) if count(whole_formats(sources) & {"workflow-runs", "pipelines"}) > 0

# How to record what is missing.
record(access, head) := sprintf("relcheck record -- glab api --paginate 'projects/:id/pipelines?sha=%s&per_page=100'", [id_of(head)]) if access.system == "gitlab"

else := sprintf(
	"relcheck record -- gh api --paginate 'repos/{owner}/{repo}/commits/%s/check-runs', and the same with `/status`",
	[id_of(head)],
)

record_runs(access, head) := record(access, head) if access.system == "gitlab"

else := sprintf("relcheck record -- gh api --paginate 'repos/{owner}/{repo}/actions/runs?head_sha=%s'", [id_of(head)])

id_of(head) := head.commit if head != null

else := "SHA"
