//! Comments of templates for pull requests, which forges put into messages with the rest.

/// For each line whether nothing of it stands outside of a `<!-- … -->`. One that is not closed holds
/// nothing.
pub(super) fn lines(lines: &[&str]) -> Vec<bool> {
    let mut hidden = vec![false; lines.len()];
    let mut open: Option<(usize, bool)> = None;
    for (number, line) in lines.iter().enumerate() {
        let (mut rest, mut visible) = (*line, false);
        loop {
            match open {
                Some((start, whole)) => {
                    let Some((_, after)) = rest.split_once("-->") else {
                        break;
                    };
                    let from = if whole { start } else { start + 1 };
                    if let Some(between) = hidden.get_mut(from..number) {
                        between.fill(true);
                    }
                    // A comment that began above leaves nothing visible on this line so far.
                    (rest, open) = (after, None);
                }
                None => match rest.split_once("<!--") {
                    Some((before, after)) => {
                        visible |= !before.trim().is_empty();
                        (rest, open) = (after, Some((number, !visible)));
                    }
                    None => {
                        visible |= !rest.trim().is_empty();
                        break;
                    }
                },
            }
        }
        if !visible
            && open.is_none()
            && !line.is_empty()
            && let Some(hidden) = hidden.get_mut(number)
        {
            *hidden = true;
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_line_is_hidden_if_all_of_it_stands_in_closed_comments() {
        let shown = |text: &str| {
            let text: Vec<&str> = text.lines().collect();
            let hidden = lines(&text).into_iter();
            hidden
                .map(|hidden| if hidden { 'h' } else { 'v' })
                .collect::<String>()
        };
        assert_eq!(shown("a\n<!-- b -->\nc"), "vhv");
        assert_eq!(shown("a\n<!-- b\nc\n-->\nd"), "vhhhv");
        assert_eq!(shown("a <!-- b\nc\n--> d\ne"), "vhvv");
        assert_eq!(shown("<!-- a --> b\n<!-- c --><!-- d -->"), "vh");
        assert_eq!(shown("<!-- a\nb"), "vv");
        assert_eq!(shown("-->\n"), "v");
    }
}
