package relcheck.lib.version

# The numbers of the release of that type after `previous`; a first release steps from 0.0.0.
step(type, previous) := raised(type, [0, 0, 0]) if previous == null

step(type, previous) := raised(type, numbers(previous)) if previous != null

raised("patch", from) := [from[0], from[1], from[2] + 1]

raised("hotfix", from) := [from[0], from[1], from[2] + 1]

raised("minor", from) := [from[0], from[1] + 1, 0]

raised("major", from) := [from[0] + 1, 0, 0]

# The type that the shape of a first release suggests.
shape(version) := "patch" if version.patch > 0

shape(version) := "minor" if {
	version.patch == 0
	version.minor > 0
}

shape(version) := "major" if {
	version.patch == 0
	version.minor == 0
}

numbers(version) := [version.major, version.minor, version.patch]

dotted(from) := sprintf("%d.%d.%d", from)

# The epoch in which the numbers of the release after `previous` stand.
epoch(previous) := 0 if previous == null

epoch(previous) := previous.epoch if previous != null

in_epoch(0, text) := text

in_epoch(epoch, text) := sprintf("%d!%s", [epoch, text]) if epoch > 0

# The X.Y that a release branch stands for.
line(version) := sprintf("%d.%d", [version.major, version.minor])

is_post_release(version) if post_release(version) >= 0

# The number of a post-release (PEP 440), -1 for any other version.
post_release(version) := to_number(split(version.normal, ".post")[1]) if contains(version.normal, ".post")

else := -1

# The number of a release candidate, `rc.1` or `RC1`; undefined for any other version.
candidate_number(version) := to_number(substring(version.pre, 3, -1)) if {
	version.pre != null
	regex.match(`^(?i:rc)\.[0-9]{1,9}$`, version.pre)
}

# A final release or a pre-release: no development version, no post-release.
is_releasable(version) if {
	not version.development
	version.normal == without_post(version)
}

without_post(version) := version.core if version.pre == null

else := concat("-", [version.core, version.pre])

# By SemVer precedence, in one epoch; both are final releases or pre-releases.
is_below(version, other) if {
	version.epoch == other.epoch
	semver.compare(without_epoch(version.normal), without_epoch(other.normal)) == -1
}

# Whether the final release that it leads up to is above that of the other.
is_above(version, other) if version.epoch > other.epoch

is_above(version, other) if {
	version.epoch == other.epoch
	numbers(version) > numbers(other)
}

without_epoch(text) := split(text, "!")[1] if contains(text, "!")

else := text
