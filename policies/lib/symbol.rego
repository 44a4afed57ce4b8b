package relcheck.lib.symbol

# Whether a text names it: its whole name, or the last part of it, stands there as a word. A class
# stands for its own `__init__`.
is_named(symbol, words) if {
	whole := trim_suffix(symbol, ".__init__")
	some name in {whole, last_part(whole)}
	stands_in(name, words)
}

# `method` of `package.Class.method`, `--option` of `command --option`, `extra` of `package[extra]`.
last_part(symbol) := parts[count(parts) - 1] if {
	parts := regex.split(`[ .:/\[]+`, trim_right(symbol, "]()"))
}

stands_in(name, words) if {
	name != ""
	parts := split(words, name)
	some at, after in parts
	at > 0
	not regex.match(`[\w-]$`, parts[at - 1])
	not regex.match(`^-?\w`, after)
}
