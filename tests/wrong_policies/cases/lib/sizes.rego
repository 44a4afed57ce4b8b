package policy.lib.sizes

# Whether a number is above the limit.
is_large(number) if number > limit

limit := 20

# Where a change is.
path_of(change) := change.path

first(items) := items[0]
