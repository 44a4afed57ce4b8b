# METADATA
# title: The tests passed on every supported platform
# description: The configuration lists the platforms that the project supports, each with the checks of the CI system or the reports of tests that come from it. All that a platform names is there for this commit, at least one test ran there, and nothing failed. A platform on which fewer tests ran than on another is named.
# custom:
#   stages: [candidate]
#   types: [minor, major]
#   level: deny
#   needs: [checks, platforms, repository, tests]
#   fix: "Run the whole suite on the platform, for this commit: see why the check failed, mend that, and wait until it is green"
#   source: Release Candidate Process / RC Testing / By machine
#   controls: {ssdf: [PW.8.2], osps: [OSPS-QA-03.01]}
package relcheck.policy.candidate.platforms

import data.relcheck.lib.checks
import data.relcheck.lib.evidence
import data.relcheck.lib.text

params := data.relcheck.params.candidate.platforms

platforms := input.facts.platforms.platforms

facts := input.facts.checks

usable := evidence.usable(facts.sources, params.checks_max_age_days)

paths := {source.evidence.path | some source in usable}

with_checks := [platform |
	some platform in platforms
	count(platform.checks) > 0
]

# The checks that a pattern names, of several attempts the latest.
named(pattern) := [check |
	some check in facts.checks
	checks.is_latest(check)
	check.source in paths
	checks.is_named(check.name, [pattern])
]

deny contains {
	"subject": platform.name,
	"message": sprintf("%s still runs on `%s`: `%s`", [checks.shown(check), platform.name, check.state]),
	"fix": checks.wait_for(check),
} if {
	some platform in platforms
	some pattern in platform.checks
	some check in named(pattern)
	check.state in params.running
}

deny contains {
	"subject": platform.name,
	"message": sprintf("%s did not succeed on `%s`: `%s`", [checks.shown(check), platform.name, check.state]),
	"fix": checks.look_at(check),
} if {
	some platform in platforms
	some pattern in platform.checks
	some check in named(pattern)
	not check.state in params.succeeded
	not check.state in params.running
}

unknown contains {
	"reason": sprintf("`%s` was not tested: no check of this commit is called `%s`", [platform.name, pattern]),
	"fix": "push the commit, and wait until it has run; or correct `checks` of this platform in relcheck.toml",
} if {
	count(usable) > 0
	some platform in platforms
	some pattern in platform.checks
	count(named(pattern)) == 0
}

# What one check tells, it tells of one platform: what several name is of none of them for sure.
without_own contains platform.name if {
	some platform in with_checks
	own := {check.name | some pattern in platform.checks; some check in named(pattern)}
	count(own) > 0
	every name in own { is_named_elsewhere(name, platform.name) }
}

is_named_elsewhere(name, platform) if {
	some other in with_checks
	other.name != platform
	checks.is_named(name, other.checks)
}

unknown contains {
	"reason": sprintf("`%s` has no check of its own: another platform names each that it does", [name]),
	"fix": "name each platform's own checks in relcheck.toml",
} if {
	some name in without_own
}

record_checks := checks.record(facts.access, input.facts.repository.head)

unknown contains reason if {
	count(with_checks) > 0
	count(facts.sources) > 0
	some reason in evidence.unknown(facts.sources, "the CI system's checks", params.checks_max_age_days, record_checks)
}

unknown contains {
	"reason": sprintf("whether %s tested is not known: %s", [were(with_checks), facts.access.reason]),
	"fix": facts.access.fix,
} if {
	count(with_checks) > 0
	count(facts.sources) == 0
	facts.access.reason != null
	facts.access.fix != null
}

unknown contains {
	"reason": sprintf("whether %s tested is not known: nothing lists the checks of this commit", [were(with_checks)]),
	"fix": record_checks,
} if {
	count(with_checks) > 0
	count(facts.sources) == 0
	not says_why
}

says_why if {
	facts.access.reason != null
	facts.access.fix != null
}

were([platform]) := sprintf("`%s` was", [platform.name])

were(several) := sprintf("%s were", [quoted([platform.name | some platform in several])]) if count(several) != 1

# A check of that name may be among those that are not listed.
unknown contains {"reason": reason, "fix": record_checks} if {
	count(with_checks) > 0
	some reason in checks.unwhole(usable)
}

unknown contains {
	"reason": sprintf("%d checks more than relcheck lists are there", [facts.unlisted]),
	"fix": "have fewer checks run on a commit",
} if {
	count(with_checks) > 0
	facts.unlisted > 0
}

# The reports that a pattern names, by where they lie or by where they were kept from.
reported(pattern) := [report |
	some report in input.facts.tests.reports
	is_called(report.evidence.path, pattern)
]

is_called(path, pattern) if glob.match(pattern, ["/"], path)

is_called(path, pattern) if path == pattern

is_called(path, pattern) if {
	some kept in input.facts.platforms.kept
	kept.path == path
	glob.match(pattern, ["/"], kept.source)
}

is_called(path, pattern) if {
	some kept in input.facts.platforms.kept
	kept.path == path
	kept.source == pattern
}

# The reports that count, of each platform that names some.
results[platform.name] contains report if {
	some platform in platforms
	some pattern in platform.reports
	some report in evidence.usable(reported(pattern), params.max_age_days)
}

ran(reports) := sum([number |
	some report in reports
	number := (report.passed + report.failed) + report.errored
])

record_tests := "relcheck record --file NAME.xml -- COMMAND on that platform, and bring its `.relcheck/evidence/` here"

unknown contains {
	"reason": sprintf("`%s` was not tested: %s", [platform.name, entry.reason]),
	"fix": record_tests,
} if {
	some platform in platforms
	some pattern in platform.reports
	some entry in evidence.unknown(reported(pattern), sprintf("tests that is called `%s`", [pattern]), params.max_age_days, record_tests)
}

unknown contains {
	"reason": sprintf("`%s` is named by %s, and can be from one of them only", [path, quoted(owners)]),
	"fix": "name each platform's own reports in relcheck.toml",
} if {
	some report in input.facts.tests.reports
	path := report.evidence.path
	owners := [platform.name |
		some platform in platforms
		count([pattern | some pattern in platform.reports; is_called(path, pattern)]) > 0
	]
	count(owners) > 1
}

deny contains {
	"subject": name,
	"message": sprintf("%s on `%s` by `%s`%s", [
		text.counted(report.failed + report.errored, "test failed", "tests failed"),
		name,
		report.evidence.path,
		first_of(report.failures),
	]),
} if {
	some name, reports in results
	some report in reports
	report.failed + report.errored > 0
}

first_of([]) := ""

first_of(failures) := sprintf(": %s", [quoted([failure.name | some failure in failures])]) if count(failures) > 0

deny contains {
	"subject": name,
	"message": sprintf("no test ran on `%s`", [name]),
	"fix": record_tests,
} if {
	some name, reports in results
	ran(reports) == 0
}

most := max([ran(reports) | some _, reports in results])

deny contains {
	"subject": name,
	"message": sprintf("%s on `%s`, and %d on `%s`", [text.counted(ran(reports), "test ran", "tests ran"), name, most, fullest]),
	"fix": "run the whole suite on each platform; tests of one platform only are no mistake",
	"level": "warn",
} if {
	some name, reports in results
	ran(reports) > 0
	ran(reports) < most
}

fullest := [name | some name, reports in results; ran(reports) == most][0]

quoted(names) := text.listed([sprintf("`%s`", [name]) | some name in names], 3)

unknown contains {
	"reason": "nothing lists the platforms that the project supports",
	"fix": "list them in relcheck.toml: `[[platforms]]`, with `name = \"linux\"` and `checks = [\"test (ubuntu-*)\"]`, the names of their checks, or `reports = [\"linux.xml\"]`",
} if count(platforms) == 0

looked_at contains sprintf("`%s`: %s", [platform.name, text.counted(number, "check", "checks")]) if {
	some platform in with_checks
	number := count({check | some pattern in platform.checks; some check in named(pattern)})
	number > 0
}

looked_at contains sprintf("`%s`: %s", [name, text.counted(ran(reports), "test", "tests")]) if {
	some name, reports in results
}
