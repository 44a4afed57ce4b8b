//! Statistics of whole numbers that are not negative.

/// The quartile (1, 2 or 3) of sorted samples, between the two nearest where it falls between them
/// (the seventh of Hyndman and Fan's definitions, which NumPy and R use). `None` without samples.
pub(super) fn quantile(sorted: &[i64], quarter: usize) -> Option<i64> {
    let last = sorted.len().checked_sub(1)?;
    let place = last.checked_mul(quarter)?;
    let (at, rest) = (place / 4, place % 4);
    let below = i128::from(*sorted.get(at)?);
    let above = i128::from(*sorted.get(at + 1).unwrap_or(sorted.get(at)?));
    let rest = i128::try_from(rest).ok()?;
    i64::try_from(below + (above - below) * rest / 4).ok()
}

/// The mean, rounded to the nearest. `None` without samples.
pub(super) fn mean(values: &[i64]) -> Option<i64> {
    let count = i128::try_from(values.len()).ok()?;
    let sum: i128 = values.iter().map(|&value| i128::from(value)).sum();
    i64::try_from((sum + count / 2).checked_div(count)?).ok()
}

/// The standard deviation of samples (with n - 1), rounded. `None` for fewer than two.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
pub(super) fn deviation(values: &[i64]) -> Option<i64> {
    if values.len() < 2 {
        return None;
    }
    let mean = mean(values)? as f64;
    let squares: f64 = values
        .iter()
        .map(|&value| (value as f64 - mean).powi(2))
        .sum();
    let deviation = (squares / (values.len() - 1) as f64).sqrt().round();
    (deviation < 9e18).then_some(deviation as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn they_are_those_of_numpy() {
        // numpy.percentile([1, 2, 4, 8], [25, 50, 75]) is [1.75, 3, 5].
        let values = [100, 200, 400, 800];
        let quartiles = [1, 2, 3].map(|quarter| quantile(&values, quarter).unwrap());
        assert_eq!(quartiles, [175, 300, 500]);
        assert_eq!(mean(&values), Some(375));
        // numpy.std([100, 200, 400, 800], ddof=1) is 309.57.
        assert_eq!(deviation(&values), Some(310));
        assert_eq!(
            (quantile(&[], 2), mean(&[]), deviation(&[5])),
            (None, None, None)
        );
        assert_eq!(mean(&[i64::MAX, i64::MAX]), Some(i64::MAX));
    }

    proptest! {
        #[test]
        fn each_lies_between_the_least_and_the_greatest(
            mut values in proptest::collection::vec(0..=i64::MAX, 1..50)
        ) {
            values.sort_unstable();
            let (min, max) = (values[0], values[values.len() - 1]);
            for found in [1, 2, 3].map(|quarter| quantile(&values, quarter)) {
                prop_assert!((min..=max).contains(&found.unwrap()));
            }
            prop_assert!((min..=max).contains(&mean(&values).unwrap()));
        }
    }
}
