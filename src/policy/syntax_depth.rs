//! How deep the syntax tree of a text gets, told from its tokens alone.
//!
//! `a + b + c` and `a.b.c` are trees as deep as they are long: each operator and each step stands
//! above all that is left of it. Whoever walks or frees such a tree goes as deep, and a stack ends
//! somewhere. So the depth is known before there is a tree.

/// How deep the tree of one expression may be.
pub(super) const MAX_SYNTAX_DEPTH: usize = 256;

/// How many conditions, give or take, may stand in one body: the engine and the checks look at each
/// pair of them.
pub(super) const MAX_CONDITIONS: usize = 300;

/// What a token is to the shape of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// An operator or a bracket.
    Symbol(&'a str),
    /// A name, a text or a number.
    Operand(&'a str),
}

/// A count that is never below the depth of the tree.
#[derive(Default)]
pub(super) struct SyntaxDepth {
    /// The expressions around this one.
    around: Vec<Level>,
    here: Level,
    /// Whether what was read last can be the left side of an operator.
    after_operand: bool,
}

#[derive(Default)]
struct Level {
    /// The depth of the expression that is being read.
    current: usize,
    /// The depth of the deepest one that was read here.
    deepest: usize,
    /// How often one started without a comma: at least once for each condition.
    conditions: usize,
}

impl Level {
    /// Another expression starts.
    fn start(&mut self) {
        self.deepest = self.deepest.max(self.current);
        self.current = 0;
    }
}

impl SyntaxDepth {
    /// Reads on, and returns the depth up to here. `adjacent` says that nothing stands between this
    /// token and the one before it.
    pub(super) fn read(&mut self, token: Token, adjacent: bool) -> usize {
        match token {
            Token::Symbol(symbol @ ("(" | "set(" | "[" | "{")) => self.open(symbol, adjacent),
            Token::Symbol(")" | "]" | "}") => self.close(),
            Token::Symbol(symbol @ ("," | ";" | ":")) => {
                self.here.start();
                self.here.conditions += usize::from(symbol == ";");
                self.after_operand = false;
            }
            Token::Symbol(_) => self.operator(),
            Token::Operand("in") if self.after_operand => self.operator(),
            // `a -1` is a difference to the engine.
            Token::Operand(number) if self.after_operand && number.starts_with('-') => {
                self.here.current += 1;
            }
            Token::Operand(_) => {
                if self.after_operand {
                    self.here.start();
                    self.here.conditions += 1;
                }
                self.after_operand = true;
            }
        }
        self.here.current.max(self.here.deepest)
    }

    /// How many conditions were read at least where this one stands: in brackets of any kind.
    pub(super) fn conditions(&self) -> usize {
        if self.around.is_empty() {
            return 0;
        }
        self.here.conditions
    }

    fn operator(&mut self) {
        self.here.current += 1;
        self.after_operand = false;
    }

    fn open(&mut self, symbol: &str, adjacent: bool) {
        // `f(x)` and `a[x]` go on; `if {` and a `[` on the next line start something else.
        let goes_on = self.after_operand && (symbol == "(" || (symbol == "[" && adjacent));
        if goes_on {
            self.here.current += 1;
        } else if self.after_operand {
            self.here.start();
            self.here.conditions += 1;
        }
        self.around.push(std::mem::take(&mut self.here));
        self.after_operand = false;
    }

    fn close(&mut self) {
        let inside = self.here.current.max(self.here.deepest) + 1;
        self.here = self.around.pop().unwrap_or_default();
        self.here.current = self.here.current.max(inside);
        self.after_operand = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The depth of a text whose tokens stand with spaces between, or `~` where there is nothing.
    fn depth(text: &str) -> usize {
        let mut depth = SyntaxDepth::default();
        let mut deepest = 0;
        for word in text.split(' ') {
            let (adjacent, word) = match word.strip_prefix('~') {
                Some(word) => (true, word),
                None => (false, word),
            };
            let is_operand = word.starts_with(|c: char| c.is_ascii_alphanumeric())
                || (word.len() > 1 && word.starts_with('-'));
            let token = if is_operand {
                Token::Operand(word)
            } else {
                Token::Symbol(word)
            };
            deepest = deepest.max(depth.read(token, adjacent));
        }
        deepest
    }

    #[test]
    fn operators_and_steps_count() {
        assert_eq!(depth("a"), 0);
        assert_eq!(depth("a + b * c"), 2);
        assert_eq!(depth("a ~. ~b ~[ ~c ~] ~. ~d"), 3);
        assert_eq!(depth("a in b in c"), 2);
        assert_eq!(depth("a -1 -1"), 2);
        assert_eq!(depth("f ~( a + b ) + c"), 3);
        assert_eq!(depth("( ( a + b ) )"), 3);
    }

    #[test]
    fn what_stands_beside_does_not() {
        assert_eq!(depth("a + b , c + d ; e + f"), 1);
        assert_eq!(depth("x := a y := b z := c"), 1);
        assert_eq!(depth("a [ b ] [ c ]"), 1);
        assert_eq!(depth("p if { a == b } q if { c == d }"), 2);
    }
}
