package policy.lib.odd

is_odd(a, b) if a == 3
#         ^ `b`
