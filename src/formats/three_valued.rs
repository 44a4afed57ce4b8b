//! Conditions of which not all is known: `None` is neither true nor false (Kleene's logic).

/// Whether any of them holds; of none at all, none does.
#[must_use]
pub fn any(answers: &[Option<bool>]) -> Option<bool> {
    if answers.contains(&Some(true)) {
        return Some(true);
    }
    (!answers.contains(&None)).then_some(false)
}

/// Whether all of them hold; of none at all, all do.
#[must_use]
pub fn all(answers: &[Option<bool>]) -> Option<bool> {
    if answers.contains(&Some(false)) {
        return Some(false);
    }
    (!answers.contains(&None)).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_counts_only_where_it_decides() {
        let (yes, no, open) = (Some(true), Some(false), None);
        assert_eq!(any(&[no, open, yes]), yes);
        assert_eq!(any(&[no, open]), open);
        assert_eq!(any(&[no, no]), no);
        assert_eq!(any(&[]), no);
        assert_eq!(all(&[yes, open, no]), no);
        assert_eq!(all(&[yes, open]), open);
        assert_eq!(all(&[yes, yes]), yes);
        assert_eq!(all(&[]), yes);
    }
}
