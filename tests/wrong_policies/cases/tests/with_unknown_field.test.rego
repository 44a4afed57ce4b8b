package policy.demo.with_unknown_field_test

import data.policy.demo.with_unknown_field

test_dirty if {
    count(with_unknown_field.deny) == 1 with input.facts.worktree.claen as false
#                                       ^ `input.facts.worktree.claen`
}
