//! By how much a benchmark changed from one release to the next, with what is uncertain of it.
//!
//! # What is compared
//! Times on a machine that does other things, too, have a floor and a long tail to the right: the
//! mean of identical code may differ by half from run to run, the floor hardly. So two numbers are
//! compared that the tail does not move: the **median**, with an interval, and the **minimum** (of a
//! rate: the maximum), which has to agree with it.
//!
//! # The interval of the median
//! It comes from the first of these that there is:
//! 1. the samples themselves, at least [`FEWEST`]. Between the k-th least and the k-th greatest of n
//!    samples the median lies with a probability of 1 − 2·P(B < k), where B counts heads among n
//!    tosses of a fair coin: whatever the distribution is (David and Nagaraja, *Order Statistics*,
//!    §7.1). k is the greatest for which this is at least 95 %;
//! 2. the interval that the tool states for its estimate (Criterion's is bootstrapped, 95 %);
//! 3. quartiles and the number of samples: median ± 1.57·(q3 − q1)/√n (McGill, Tukey and Larsen,
//!    *Variations of Box Plots*, 1978: two medians whose intervals do not overlap differ with about
//!    95 % confidence).
//!
//! # How it is judged
//! That is the business of `policies/lib/speed.rego`, whose threshold a project sets. With
//! [`Change::least`] and [`Change::most`], the ends of the one interval over the opposite ends of the
//! other, it got slower if the least possible change is beyond the threshold, **and** so is that of
//! the minima, **and** the medians differ by more than the wider of the two interquartile ranges. The
//! last is about noise that lasts: thousands of samples make any interval narrow, and where single
//! samples vary by half, a median that moved by a tenth shows how busy the machine was, not how fast
//! the code is. It did not get slower if the greatest possible change is within the threshold. Else
//! the measurement cannot tell.
//!
//! Two intervals of 95 % that do not even touch are found by chance in less than one of a hundred
//! comparisons of the same code. That holds for noise that comes and goes between samples. A machine
//! that is slower during all samples of one run cannot be told from code that is: Go's own
//! benchmarks of sorting, ten samples in a row, twice on a machine with three times as much work as
//! processors, moved by up to 290 % with their minima, and three of eleven were called slower. So
//! samples should be taken in rounds rather than in a row, and a regression confirmed by a second
//! run.

mod interval;

#[cfg(test)]
mod tests;

use interval::Interval;

pub use interval::FEWEST;

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

/// By how much the time that the same work takes changed, in millionths of the earlier one, each
/// rounded up: 50,000 is 5 % slower. A rate that falls by half takes 1,000,000 more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// Of the medians, or of what stands for them; `None` where there is none, or where it is a ratio
    /// to nothing.
    pub middle: Option<i64>,
    /// The least change that is possible with the uncertainty of both; `None` where nothing says how
    /// uncertain they are.
    pub least: Option<i64>,
    /// The greatest one; `None` together with `least`.
    pub most: Option<i64>,
    /// Of the samples that nothing disturbed: the minima, of rates the maxima. `None` where one of
    /// them is not known.
    pub best: Option<i64>,
    /// The wider of the two interquartile ranges; `None` where neither is known.
    pub noise: Option<i64>,
}

/// Compares a later measurement with an earlier one of the same benchmark. Of rates the greater is
/// the better.
#[must_use]
pub fn change(earlier: &Measurement<'_>, later: &Measurement<'_>, is_rate: bool) -> Change {
    let of = |measurement| Located::of(measurement, is_rate);
    // The time of a rate is its inverse, so that the earlier one is divided by the later.
    let (above, below) = match is_rate {
        true => (of(earlier), of(later)),
        false => (of(later), of(earlier)),
    };
    let of_both = |pair: Option<(i64, i64)>| pair.and_then(|(a, b)| ratio(a, b));
    let middle = above.middle.zip(below.middle);
    let intervals = above.interval.zip(below.interval);
    let least = of_both(intervals.map(|(a, b)| (a.low, b.high)));
    let most = of_both(intervals.map(|(a, b)| (a.high, b.low)));
    let (least, most) = (
        least.filter(|_| most.is_some()),
        most.filter(|_| least.is_some()),
    );
    let ranges = above.range.into_iter().chain(below.range).max();
    Change {
        middle: of_both(middle.filter(|(a, _)| *a > 0 || least.is_some())),
        least,
        most,
        best: of_both(above.best.zip(below.best)),
        noise: ranges
            .zip(below.middle)
            .and_then(|(range, of)| share(range, of)),
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
    fn of(measurement: &Measurement<'_>, is_rate: bool) -> Self {
        let mut sorted = measurement.values.to_vec();
        sorted.sort_unstable();
        let (least, greatest) = (sorted.first().copied(), sorted.last().copied());
        let best = match is_rate {
            true => greatest.or(measurement.max),
            false => least.or(measurement.min),
        };
        let quartiles = interval::quartiles(&sorted).or(measurement.q1.zip(measurement.q3));
        let median = interval::median(&sorted).or(measurement.median);
        Located {
            middle: median.or(measurement.mean).or(best),
            interval: interval::of(measurement, &sorted, median),
            best,
            range: quartiles.map(|(q1, q3)| q3.saturating_sub(q1)),
        }
    }
}

/// Millionths.
const MILLION: i128 = 1_000_000;

/// By how many millionths `a` is greater than `b`, rounded up, so that it is greater than a whole
/// threshold exactly where the ratio is; `None` where `b` is not positive.
fn ratio(a: i64, b: i64) -> Option<i64> {
    (b > 0).then(|| rounded_up(i128::from(a) - i128::from(b), b))
}

/// How many millionths of `of` a range is, rounded up; `None` where `of` is not positive.
fn share(range: i64, of: i64) -> Option<i64> {
    (of > 0).then(|| rounded_up(i128::from(range), of))
}

fn rounded_up(part: i128, of: i64) -> i64 {
    let of = i128::from(of);
    let (whole, rest) = (
        (part * MILLION).div_euclid(of),
        (part * MILLION).rem_euclid(of),
    );
    let up = whole + i128::from(rest > 0);
    i64::try_from(up).unwrap_or(if up < 0 { i64::MIN } else { i64::MAX })
}
