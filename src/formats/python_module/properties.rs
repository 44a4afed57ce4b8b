//! Properties of reading a module.

use proptest::prelude::*;

use super::read;

/// Source of every kind that is read.
const SOURCE: &str = r#"# -*- coding: utf-8 -*-
from __future__ import annotations
import os.path as path, sys
from .core import *
from . import a as a
if sys.version_info >= (3, 11):
    from x import y
elif TYPE_CHECKING:
    import z
else:
    y = None
__all__ = ["f", *core.__all__]
__all__ += ["C"]

@overload
def f(a: int, /, b=f"{x!r:>{w}}", *args: int, c=lambda q, r=1: (q, r), **kw) -> str: ...
async def f(a, b=1, *args, c={"k": [1, 2]}, **kw):
    """Does.

    .. deprecated:: 1
    """
    if a:
        warnings.warn("no" 'more', DeprecationWarning)

@dataclass(kw_only=True)
class C(Base[T], metaclass=M):
    x: ClassVar[int] = 1
    def __init__(self, v):
        self.v, self.w = v, (yield)
    @property
    def p(self): return self._p
    @p.setter
    def p(self, v): pass

type Alias[T] = list[T]
match x:
    case {"a": [1, *_]}: g = 1
def __getattr__(name):
    if name in ("A",): raise AttributeError
globals().update({})
P = namedtuple("P", "x y", defaults=(1,))
"#;

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, false);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}", stub in any::<bool>()) {
        let _ = read(text.as_bytes(), stub);
    }

    #[test]
    fn python_like_text_is_read_or_refused(
        words in proptest::collection::vec(
            prop::sample::select(vec![
                "def ", "class ", "f", "(", ")", ":", "\n", "    ", "=", ",", "*", "/", "lambda ",
                "\"", "'''", "f'", "{", "}", "[", "]", "@", "if ", "else", "import ", "from ", ".",
                "__all__", "x", "1", "#", "\\", "async ", "match ", "\t", "->", "\u{c}", "é",
            ]),
            0..80,
        )
    ) {
        let _ = read(words.concat().as_bytes(), false);
    }

    #[test]
    fn mutated_source_is_read_or_refused(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..12)
    ) {
        let mut bytes = SOURCE.as_bytes().to_vec();
        for (index, byte, edit) in edits {
            let at = index.index(bytes.len());
            match edit {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte & 0x7f),
                _ => { bytes.remove(at); }
            }
        }
        let _ = read(&bytes, false);
    }

    #[test]
    fn cut_source_is_read_or_refused(at in any::<prop::sample::Index>(), stub in any::<bool>()) {
        let bytes = SOURCE.as_bytes();
        let _ = read(&bytes[..at.index(bytes.len())], stub);
    }
}

#[test]
fn the_source_itself_is_read() {
    read(SOURCE.as_bytes(), false).unwrap();
}
