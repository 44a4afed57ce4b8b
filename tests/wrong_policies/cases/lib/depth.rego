package policy.lib.depth

# Whether git knows only a part of the history.
is_cut_off if input.facts.repository.shallow
