package relcheck.lib.advisory_drafts

# Whether the versions that an advisory names are affected.

# -1, 0 or 1 as the first version is below, equal to or above the second.
compare(one, other) := relcheck.version_compare(one, other)

is_affected(product, version) if {
	some listed in product.versions
	compare(listed, version) == 0
}

is_affected(product, version) if {
	some range in product.ranges
	begins(range.from, version)
	ends(range.to, version)
}

begins(bound, _) if bound == null

begins(bound, version) if {
	bound != null
	compare(bound.version, version) < 0
}

begins(bound, version) if {
	bound != null
	bound.included
	compare(bound.version, version) == 0
}

ends(bound, _) if bound == null

ends(bound, version) if {
	bound != null
	compare(bound.version, version) > 0
}

ends(bound, version) if {
	bound != null
	bound.included
	compare(bound.version, version) == 0
}

# Whether it is about a release that users have already: all its fixed versions are.
is_of_earlier(products, previous) if {
	fixed := {version | some product in products; some version in product.fixed}
	count(fixed) > 0
	every version in fixed {
		compare(version, previous) <= 0
	}
}
