//! Whether a benchmark got slower from one release to the next, judged with its spread.
//!
//! # What is compared
//! Times on a machine that does other things, too, have a floor and a long tail to the right: the
//! mean of identical code may differ by half from run to run, the floor hardly. So two numbers are
//! compared that the tail does not move: the **median**, with an interval, and the **minimum** (of a
//! rate: the maximum), which must agree with it.
//!
//! # The interval of the median
//! It comes from the first of these that there is:
//! 1. the samples themselves, at least [`Limits::min_samples`] and never fewer than six. Between the
//!    k-th least and the k-th greatest of n samples the median lies with a probability of
//!    1 − 2·P(B < k), where B counts heads among n tosses of a fair coin: whatever the distribution
//!    is (David and Nagaraja, *Order Statistics*, §7.1). k is the greatest for which this is at least
//!    95 %;
//! 2. the interval that the tool states for its estimate (Criterion's is bootstrapped, 95 %);
//! 3. quartiles and the number of samples: median ± 1.57·(q3 − q1)/√n (McGill, Tukey and Larsen,
//!    *Variations of Box Plots*, 1978: two medians whose intervals do not overlap differ with about
//!    95 % confidence).
//!
//! # The answer
//! With the ratio of the later to the earlier median between `low` and `high`, which are the ends of
//! the one interval over the opposite ends of the other:
//! - [`Comparison::Slower`] if `low` is beyond the threshold, **and** the minima differ by more than
//!   the threshold, too, **and** the medians differ by more than the wider of the two interquartile
//!   ranges. The last is about noise that lasts: thousands of samples make any interval narrow, and
//!   where single samples vary by half, a median that moved by a tenth shows how busy the machine
//!   was, not how fast the code is;
//! - [`Comparison::NotSlower`] if `high` is within the threshold;
//! - [`Comparison::TooNoisy`] else: the measurement cannot tell.
//!
//! Two intervals of 95 % that do not even touch are found by chance in less than one of a hundred
//! comparisons of the same code. That holds for noise that comes and goes between samples. A machine
//! that is slower during all samples of one run cannot be told from code that is: Go's own
//! benchmarks of sorting, ten samples in a row, twice on a machine with three times as much work as
//! processors, moved by up to 290 % with their minima, and three of eleven were called slower. So
//! samples should be taken in rounds rather than in a row, and a regression confirmed by a second
//! run.
//!
//! Without any interval only a wide factor counts ([`Limits::wide_permille`]).

mod interval;

#[cfg(test)]
mod tests;

use interval::Interval;

/// What was measured of one benchmark in one run. All numbers are in one unit, and not negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measurement<'a> {
    /// The samples, in any order; empty where only a summary is known.
    pub values: &'a [i64],
    /// How many samples there were, those of a summary included.
    pub samples: u64,
    /// The least sample.
    pub min: Option<i64>,
    /// The middle sample.
    pub median: Option<i64>,
    /// The mean, which counts only where nothing else is known.
    pub mean: Option<i64>,
    /// The greatest sample.
    pub max: Option<i64>,
    /// The first quartile.
    pub q1: Option<i64>,
    /// The third quartile.
    pub q3: Option<i64>,
    /// The lower end of an interval that the tool states for its estimate.
    pub low: Option<i64>,
    /// The upper end of that interval.
    pub high: Option<i64>,
}

/// From where on a change counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// By how many permille a benchmark may be slower: 50 for 5 %.
    pub threshold_permille: u32,
    /// By how many permille two single numbers without any spread must differ to say anything: 1000
    /// for a factor of two.
    pub wide_permille: u32,
    /// The fewest samples that an interval is taken from; fewer than six never are enough.
    pub min_samples: u64,
    /// Whether the numbers are rates, of which the greater is the better.
    pub bigger_is_better: bool,
}

/// What a comparison says. All changes are of the time that the same work takes: a rate that falls
/// by half is slower by 1000 permille.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// It got slower, beyond the threshold and beyond the noise.
    Slower {
        /// By how many permille the medians differ.
        by_permille: u64,
        /// By how many permille at the least, with the uncertainty of both. Without any interval it
        /// is the threshold.
        at_least_permille: u64,
    },
    /// It did not get slower by more than the threshold.
    NotSlower,
    /// The measurement is too uncertain to tell.
    TooNoisy {
        /// How many permille lie between the least and the greatest change that is possible; `None`
        /// where nothing says how uncertain the numbers are, or they are 0.
        spread_permille: Option<u64>,
    },
}

/// Compares a later measurement with an earlier one of the same benchmark.
#[must_use]
pub fn compare(earlier: &Measurement<'_>, later: &Measurement<'_>, limits: &Limits) -> Comparison {
    let of = |measurement| Located::of(measurement, limits);
    // The time of a rate is its inverse, so that the earlier one is divided by the later.
    let (above, below) = if limits.bigger_is_better {
        (of(earlier), of(later))
    } else {
        (of(later), of(earlier))
    };
    match (above.interval, below.interval) {
        (Some(a), Some(b)) => with_spread(&above, &below, a, b, limits),
        _ => without_spread(&above, &below, limits),
    }
}

/// Where a measurement lies.
#[derive(Debug, Clone, Copy)]
struct Located {
    /// The median, or what stands for it.
    middle: Option<i64>,
    interval: Option<Interval>,
    /// The sample that nothing disturbed.
    best: Option<i64>,
    /// The distance between the quartiles.
    range: Option<i64>,
}

impl Located {
    fn of(measurement: &Measurement<'_>, limits: &Limits) -> Self {
        let mut sorted = measurement.values.to_vec();
        sorted.sort_unstable();
        let (least, greatest) = (sorted.first().copied(), sorted.last().copied());
        let best = if limits.bigger_is_better {
            greatest.or(measurement.max)
        } else {
            least.or(measurement.min)
        };
        let quartiles = interval::quartiles(&sorted).or(measurement.q1.zip(measurement.q3));
        let median = interval::median(&sorted).or(measurement.median);
        Located {
            middle: median.or(measurement.mean).or(best),
            interval: interval::of(measurement, &sorted, median, limits.min_samples),
            best,
            range: quartiles.map(|(q1, q3)| q3.saturating_sub(q1)),
        }
    }
}

fn with_spread(
    above: &Located,
    below: &Located,
    a: Interval,
    b: Interval,
    limits: &Limits,
) -> Comparison {
    let threshold = limits.threshold_permille;
    let middles = above.middle.zip(below.middle);
    if b.low <= 0 {
        // Nothing can be said of a ratio to nothing.
        return Comparison::TooNoisy {
            spread_permille: None,
        };
    }
    if !exceeds(a.high, b.low, threshold) {
        return Comparison::NotSlower;
    }
    let bests = above.best.zip(below.best);
    let minima_agree = bests.is_none_or(|(a, b)| exceeds(a, b, threshold));
    let ranges = above.range.into_iter().chain(below.range).max();
    let beyond_noise = middles.is_none_or(|(a, b)| {
        ranges.is_none_or(|range| i128::from(a) - i128::from(b) > i128::from(range))
    });
    let (least, greatest) = (change(a.low, b.high), change(a.high, b.low));
    match (middles, least) {
        (Some((above, below)), Some(least))
            if exceeds(a.low, b.high, threshold) && minima_agree && beyond_noise =>
        {
            let by = change(above, below).unwrap_or(least).max(least);
            Comparison::Slower {
                by_permille: by.unsigned_abs(),
                at_least_permille: least.unsigned_abs(),
            }
        }
        _ => Comparison::TooNoisy {
            spread_permille: least
                .zip(greatest)
                .map(|(least, most)| most.abs_diff(least)),
        },
    }
}

fn without_spread(above: &Located, below: &Located, limits: &Limits) -> Comparison {
    let unknown = Comparison::TooNoisy {
        spread_permille: None,
    };
    let Some((a, b)) = above.middle.zip(below.middle) else {
        return unknown;
    };
    if a <= 0 || b <= 0 {
        return unknown;
    }
    let wide = limits.wide_permille.max(limits.threshold_permille);
    if exceeds(a, b, wide) {
        return Comparison::Slower {
            by_permille: change(a, b).unwrap_or_default().unsigned_abs(),
            at_least_permille: u64::from(limits.threshold_permille),
        };
    }
    // The other way round: it got that much faster.
    if exceeds(b, a, wide) {
        return Comparison::NotSlower;
    }
    unknown
}

/// Whether `a` is greater than `b` by more than so many permille, without rounding.
fn exceeds(a: i64, b: i64, permille: u32) -> bool {
    i128::from(a) * 1000 > i128::from(b) * (1000 + i128::from(permille))
}

/// By how many permille `a` is greater than `b`, rounded towards zero; `None` where `b` is not
/// positive.
fn change(a: i64, b: i64) -> Option<i64> {
    if b <= 0 {
        return None;
    }
    let change = (i128::from(a) - i128::from(b)) * 1000 / i128::from(b);
    Some(i64::try_from(change).unwrap_or(i64::MAX))
}
