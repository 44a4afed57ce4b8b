//! Variables in texts, as far as the file says what they hold.

/// How often variables in the values of variables are replaced.
const MAX_EXPANSIONS: usize = 8;

/// The longest a text with variables replaced may become, in bytes.
const MAX_EXPANDED: usize = 2_048;

/// A text with `$NAME` and `${NAME}` replaced where the value is known.
#[must_use]
pub fn expanded(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut current = text.to_owned();
    for _ in 0..MAX_EXPANSIONS {
        let next = once(&current, value);
        if next == current || next.len() > MAX_EXPANDED {
            break;
        }
        current = next;
    }
    current
}

fn once(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(place) = rest.find('$') {
        let (before, at) = rest.split_at_checked(place).unwrap_or((rest, ""));
        result.push_str(before);
        let inside = at.get(1..).unwrap_or_default();
        let braced = inside.strip_prefix('{').and_then(|it| it.split_once('}'));
        let letters = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        let (name, behind) = braced.unwrap_or_else(|| {
            let end = inside.find(letters).unwrap_or(inside.len());
            inside.split_at_checked(end).unwrap_or((inside, ""))
        });
        let written = at.len() - behind.len();
        match value(name).filter(|_| !name.is_empty()) {
            Some(value) => result.push_str(&value),
            None => result.push_str(at.get(..written).unwrap_or_default()),
        }
        rest = behind;
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn variables_are_replaced_also_in_variables() {
        let value = |name: &str| match name {
            "A" => Some("${B}-x".to_owned()),
            "B" => Some("b".to_owned()),
            "LOOP" => Some("$LOOP$LOOP".to_owned()),
            _ => None,
        };
        assert_eq!(expanded("$A/${B}:$C ${D} $", &value), "b-x/b:$C ${D} $");
        assert!(expanded("$LOOP", &value).len() <= MAX_EXPANDED);
    }

    proptest! {
        #[test]
        fn a_text_without_known_variables_stays(text in "(\\$|\\{|\\}|A|é| ){0,40}") {
            prop_assert_eq!(expanded(&text, &|_| None), text);
        }
    }
}
