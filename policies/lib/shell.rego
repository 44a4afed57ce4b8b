package relcheck.lib.shell

# One argument of a command to paste, whatever a file or ref is called.
quote(text) := text if regex.match(`^[A-Za-z0-9_./:@%+,=-]+$`, text)

else := sprintf("'%s'", [replace(text, "'", `'\''`)])
