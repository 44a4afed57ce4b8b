package policy.demo.nothing_of_the_rule_test

import data.policy.demo.nothing_of_the_rule

test_clean if {
    not nothing_of_the_rule.dney with input.facts.worktree as {"clean": true, "changes": []}
#       ^ `dney`
}
