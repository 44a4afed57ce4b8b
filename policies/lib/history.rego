package relcheck.lib.history

# Whether it is known which release came before, or that none did.
is_known(history) if history.complete == true

unknown(history) := set() if is_known(history)

else := {{"reason": why(history), "fix": history.fix}} if history.fix != null

else := {why(history)}

why(history) := history.reason if history.reason != null

else := "the clone does not tell which release came before"
