//! The median, and the interval that it lies in.

use super::Measurement;

/// The fewest samples between whose least and greatest the median lies with 95 %: 1 − 2/2⁶. Fewer
/// say nothing about how uncertain they are.
pub const FEWEST: u64 = 6;
/// Up to how many samples the exact distribution is used. Beyond, the normal one is close enough.
const EXACT: usize = 200;

/// Between what the median lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval {
    pub low: i64,
    pub high: i64,
}

/// The interval of a median; `None` where nothing says how uncertain it is.
pub(super) fn of(
    measurement: &Measurement<'_>,
    sorted: &[i64],
    median: Option<i64>,
) -> Option<Interval> {
    if sorted.len() as u64 >= FEWEST {
        return of_samples(sorted);
    }
    if let (Some(low), Some(high)) = (measurement.low, measurement.high)
        && low <= high
    {
        return Some(Interval { low, high });
    }
    if measurement.samples < FEWEST {
        return None;
    }
    let (q1, q3) = measurement.q1.zip(measurement.q3)?;
    notch(median?, q1, q3, measurement.samples)
}

fn of_samples(sorted: &[i64]) -> Option<Interval> {
    let k = rank(sorted.len())?;
    let low = sorted.get(k.checked_sub(1)?)?;
    let high = sorted.get(sorted.len().checked_sub(k)?)?;
    Some(Interval {
        low: *low,
        high: *high,
    })
}

/// The greatest k for which the median lies between the k-th least and the k-th greatest of n
/// samples with at least 95 %; `None` for fewer than six.
pub(super) fn rank(samples: usize) -> Option<usize> {
    if samples > EXACT {
        return Some(normal_rank(samples));
    }
    // P(B < k) for B of n tosses, from 2^-n on, which is 6e-61 for the most that come here.
    #[allow(clippy::cast_precision_loss)]
    let n = samples as f64;
    let mut term = (-n).exp2();
    let mut below = 0.0;
    let mut k = 0;
    loop {
        below += term;
        if below > 0.025 {
            break;
        }
        #[allow(clippy::cast_precision_loss)]
        let heads = k as f64;
        term *= (n - heads) / (heads + 1.0);
        k += 1;
    }
    (k > 0).then_some(k)
}

/// The same for many samples, from the normal distribution, rounded to the cautious side.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
pub(super) fn normal_rank(samples: usize) -> usize {
    let n = samples as f64;
    // 1.96 standard deviations of √n/2 below the middle, and half a sample for the steps.
    let k = (n / 2.0 - 0.98 * n.sqrt() - 0.5).floor();
    if k < 1.0 { 1 } else { k as usize }
}

/// McGill, Tukey and Larsen's notch.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn notch(median: i64, q1: i64, q3: i64, samples: u64) -> Option<Interval> {
    if !(q1 <= median && median <= q3) {
        return None;
    }
    let range = (i128::from(q3) - i128::from(q1)) as f64;
    let half = 1.57 * range / (samples as f64).sqrt();
    // A float becomes the nearest whole number that fits.
    let half = half.ceil() as i64;
    Some(Interval {
        low: median.saturating_sub(half),
        high: median.saturating_add(half),
    })
}

/// The median of sorted samples, between the two in the middle of an even number.
pub(super) fn median(sorted: &[i64]) -> Option<i64> {
    let last = sorted.len().checked_sub(1)?;
    let (below, above) = (*sorted.get(last / 2)?, *sorted.get(last.div_ceil(2))?);
    i64::try_from((i128::from(below) + i128::from(above)) / 2).ok()
}

/// The first and the third quartile of at least four sorted samples, each a sample itself.
pub(super) fn quartiles(sorted: &[i64]) -> Option<(i64, i64)> {
    if sorted.len() < 4 {
        return None;
    }
    let at = sorted.len() / 4;
    let above = (sorted.len() - 1).checked_sub(at)?;
    Some((*sorted.get(at)?, *sorted.get(above)?))
}
