package relcheck.lib.scheme

import data.relcheck.lib.calendar
import data.relcheck.lib.version

# What the numbers of versions say, and which of them may follow: `input.release.scheme`.

# The numbers that a release of that type has after `previous`.
next(release, previous, clock) := calendar.next(release, previous, clock.seconds) if has_calendar(release)

next(release, previous, _) := version.step(release.type, previous) if not has_calendar(release)

has_calendar(release) if release.calendar != null

is_step(release, previous, candidate, clock) if {
	has_calendar(release)
	same_epoch(previous, candidate)
	calendar.is_step(release, previous, candidate, clock.seconds)
}

is_step(release, previous, candidate, clock) if {
	not has_calendar(release)
	not is_post_release_of_its_own(release, candidate)
	same_epoch(previous, candidate)
	next(release, previous, clock) == version.numbers(candidate)
}

# Where numbers begin anew (PEP 440), anything may have changed.
is_step(release, previous, candidate, _) if {
	release.type == "major"
	previous != null
	candidate.epoch == previous.epoch + 1
}

# PEP 440 has post-releases: they repair what was released around the code.
is_step(release, previous, candidate, _) if {
	may_be_post_release(release)
	previous != null
	previous.core == candidate.core
	follows(version.post_release(previous), version.post_release(candidate))
}

same_epoch(previous, candidate) if version.epoch(previous) == candidate.epoch

# Other schemes have none: that it is one is said of it anyway.
is_post_release_of_its_own(release, candidate) if {
	release.scheme == "pep440"
	version.is_post_release(candidate)
}

may_be_post_release(release) if {
	release.scheme == "pep440"
	release.type in {"patch", "hotfix"}
}

# Counts start at 0 or at 1.
follows(before, post) if post == before + 1

follows(before, post) if {
	before == -1
	post == 1
}

# Whether a version may be released as such.
is_releasable(_, candidate) if version.is_releasable(candidate)

is_releasable(release, candidate) if {
	release.scheme == "pep440"
	version.is_post_release(candidate)
	not candidate.development
	candidate.pre == null
}

# SemVer 2.0.0 §4: below 1.0.0 anything may change. As npm and Cargo read it, what breaks raises Y.
lets_breaking_through(release) if {
	release.type == "minor"
	is_initial(release)
}

# The type that a breaking change takes.
type_of_breaking(release) := "minor" if is_initial(release)

else := "major"

is_initial(release) if {
	release.scheme in {"semver", "pep440", "cargo"}
	release.previous != null
	release.previous.version.major == 0
}

# The type that takes what adds or deprecates: Cargo lets a patch do so below 1.0.0.
type_of_adding(release) := "patch" if {
	release.scheme == "cargo"
	is_initial(release)
} else := "minor"

weakening := "the version is below 1.0.0, where SemVer (§4) lets breaking changes through in a minor release"
