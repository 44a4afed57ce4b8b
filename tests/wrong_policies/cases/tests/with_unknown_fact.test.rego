package policy.demo.with_unknown_fact_test

import data.policy.demo.with_unknown_fact

test_dirty if {
    count(with_unknown_fact.deny) == 0 with input.facts.worktre as {"clean": false, "changes": []}
#                                      ^ `worktre`
}
