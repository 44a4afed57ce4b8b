//! What a class or interface extends and implements.

use super::model::Flaw;
use super::parser::Parser;
use super::tokens::spelled;

/// `extends A<B>, C implements D`, up to the `{`.
pub(super) fn read(parser: &mut Parser<'_, '_>) -> Result<(Vec<String>, Vec<String>), Flaw> {
    let (mut extends, mut implements) = (Vec::new(), Vec::new());
    loop {
        let list = match parser.text(0) {
            "extends" => &mut extends,
            "implements" => &mut implements,
            _ => return Ok((extends, implements)),
        };
        parser.next();
        loop {
            let name = spelled(parser.take_until(&[",", "{", "extends", "implements"])?);
            if name.is_empty() {
                return Err(parser.unexpected("a type"));
            }
            list.push(name);
            if !parser.takes(",") {
                break;
            }
        }
    }
}
