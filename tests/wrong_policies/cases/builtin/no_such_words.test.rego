package relcheck.policy.demo.no_such_words_test

import data.relcheck.policy.demo.no_such_words

test_dirty if {
    count(no_such_words.deny) == 1 with input as {"facts": {"worktree": {"clean": false, "changes": []}}}
}
