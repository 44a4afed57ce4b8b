//! What the shipped policy says of changes: these tests run `policies/lib/speed.rego` itself.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// By how many percent a benchmark may be slower.
const LIMIT: u32 = 5;
/// By how many percent two single numbers must differ.
const WIDE: u32 = 100;

/// The policy's judgements, in the order of the changes.
fn verdicts(changes: &[Change], limit: u32) -> Vec<String> {
    let mut engine = regorus::Engine::new();
    let policy = include_str!("../../../policies/lib/speed.rego");
    engine
        .add_policy("speed.rego".to_owned(), policy.to_owned())
        .unwrap();
    let changes = changes.iter().map(|it| {
        json!({
            "middle": it.middle, "least": it.least, "most": it.most,
            "best": it.best, "noise": it.noise,
        })
    });
    let input = json!({"changes": changes.collect::<Vec<_>>(), "limit": limit, "wide": WIDE});
    engine.set_input(regorus::Value::from_json_str(&input.to_string()).unwrap());
    let query = "[said | some change in input.changes; \
                 said := data.relcheck.lib.speed.verdict(change, input.limit, input.wide)]";
    let result = engine.eval_query(query.to_owned(), false).unwrap();
    let said = &result.result[0].expressions[0].value;
    serde_json::from_str(&said.to_json_str().unwrap()).unwrap()
}

fn verdict(change: Change) -> String {
    verdicts(&[change], LIMIT).remove(0)
}

const SLOWER: &str = "slower";
const NOT_SLOWER: &str = "not slower";
const UNCLEAR: &str = "unclear";

/// Numbers by SplitMix64, so that the simulations are the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 and 1, neither of them.
    fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// The normal distribution, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    fn samples(&mut self, count: usize, mut of: impl FnMut(&mut Self) -> f64) -> Vec<i64> {
        (0..count).map(|_| of(self).round() as i64).collect()
    }
}

fn of(values: &[i64]) -> Measurement<'_> {
    Measurement {
        values,
        samples: values.len() as u64,
        ..Measurement::default()
    }
}

fn between(earlier: &[i64], later: &[i64]) -> Change {
    change(&of(earlier), &of(later), false)
}

fn judge(earlier: &[i64], later: &[i64]) -> String {
    verdict(between(earlier, later))
}

/// A floor with a heavy tail to the right: now and then many times as long.
fn heavy(random: &mut Random) -> f64 {
    1e6 * (1.0 + (random.normal() * 1.5 - 1.5).exp())
}

/// How many of 1000 runs of two measurements are judged so.
fn judged(said: &str, mut two: impl FnMut(&mut Random) -> Change) -> usize {
    let changes: Vec<Change> = (0..1000).map(|seed| two(&mut Random(seed))).collect();
    let all = verdicts(&changes, LIMIT);
    assert_eq!(all.len(), changes.len());
    all.into_iter().filter(|it| it == said).count()
}

#[test]
fn the_same_code_is_hardly_ever_called_slower() {
    for count in [6, 10, 30, 100, 1000] {
        let slower = judged(SLOWER, |random| {
            let earlier = random.samples(count, heavy);
            between(&earlier, &random.samples(count, heavy))
        });
        assert!(slower < 10, "{slower} of 1000 with {count} samples");
    }
}

#[test]
fn a_fifth_more_is_found_where_the_noise_is_small() {
    let steady = |random: &mut Random, time: f64| {
        random.samples(20, |random| time * (1.0 + 0.01 * random.normal()))
    };
    let slower = judged(SLOWER, |random| {
        let earlier = steady(random, 1e6);
        let change = between(&earlier, &steady(random, 1.2e6));
        let (middle, least) = (change.middle.unwrap(), change.least.unwrap());
        assert!((180_000..=220_000).contains(&middle), "{middle}");
        assert!((150_000..=middle).contains(&least), "{least}");
        change
    });
    assert_eq!(slower, 1000);
    let faster = judged(NOT_SLOWER, |random| {
        let earlier = steady(random, 1.2e6);
        between(&earlier, &steady(random, 1e6))
    });
    assert_eq!(faster, 1000);
}

#[test]
fn what_got_slower_is_hardly_ever_called_not_slower() {
    for count in [6, 10, 30, 100] {
        let wrong = judged(NOT_SLOWER, |random| {
            let earlier = random.samples(count, heavy);
            let later = random.samples(count, |random| 1.2 * heavy(random));
            between(&earlier, &later)
        });
        assert!(wrong < 10, "{wrong} of 1000 with {count} samples");
    }
}

#[test]
fn a_quiet_machine_shows_that_nothing_changed() {
    let mut random = Random(7);
    let earlier = random.samples(50, |random| 1e6 * (1.0 + 0.005 * random.normal()));
    let later = random.samples(50, |random| 1.01e6 * (1.0 + 0.005 * random.normal()));
    assert_eq!(judge(&earlier, &later), NOT_SLOWER);
}

#[test]
fn a_busy_machine_is_too_noisy_to_tell_however_many_samples_there_are() {
    // The later run has a tenth more of everything, and single samples vary by half.
    let mut random = Random(3);
    let noise = |random: &mut Random| 1e6 * (1.0 + 0.5 * random.uniform());
    let earlier = random.samples(10_000, noise);
    let later = random.samples(10_000, |random| 1.1 * noise(random));
    let change = between(&earlier, &later);
    assert_eq!(verdict(change), UNCLEAR);
    let spread = change.most.unwrap() - change.least.unwrap();
    assert!(spread < 50_000, "the interval alone is narrow");
}

#[test]
fn a_median_that_moved_without_the_minimum_is_too_noisy_to_tell() {
    let earlier = [100, 101, 101, 102, 102, 102, 103, 103];
    let later = [100, 151, 151, 152, 152, 152, 153, 153];
    // The interval of eight samples starts with the least one.
    assert_eq!(judge(&earlier, &later), UNCLEAR);
    assert_eq!(judge(&earlier.repeat(4), &later.repeat(4)), UNCLEAR);
}

#[test]
fn single_numbers_say_something_only_where_they_are_far_apart() {
    assert_eq!(judge(&[100], &[120]), UNCLEAR);
    assert_eq!(judge(&[100], &[100]), UNCLEAR);
    assert_eq!(judge(&[100], &[200]), UNCLEAR);
    assert_eq!(judge(&[100], &[201]), SLOWER);
    assert_eq!(judge(&[200], &[100]), UNCLEAR);
    assert_eq!(judge(&[201], &[100]), NOT_SLOWER);
    let five = [100, 101, 102, 103, 104];
    assert_eq!(judge(&five, &five), UNCLEAR);
}

#[test]
fn a_summary_is_judged_by_its_interval_or_by_its_quartiles() {
    let stated = |low, high| Measurement {
        median: Some((low + high) / 2),
        low: Some(low),
        high: Some(high),
        samples: 1,
        ..Measurement::default()
    };
    let said = |earlier, later| verdict(change(&earlier, &later, false));
    assert_eq!(said(stated(990, 1010), stated(1190, 1210)), SLOWER);
    assert_eq!(said(stated(990, 1010), stated(1000, 1020)), NOT_SLOWER);
    assert_eq!(said(stated(990, 1010), stated(900, 1300)), UNCLEAR);
    let quartiles = |min, median, half, samples| Measurement {
        min: Some(min),
        median: Some(median),
        q1: Some(median - half),
        q3: Some(median + half),
        samples,
        ..Measurement::default()
    };
    let earlier = quartiles(980, 1000, 10, 100);
    assert_eq!(said(earlier, quartiles(1180, 1200, 10, 100)), SLOWER);
    assert_eq!(said(earlier, quartiles(985, 1005, 10, 100)), NOT_SLOWER);
    for odd in [
        // The minimum did not move; too few samples; quartiles that are none.
        quartiles(990, 1200, 10, 100),
        quartiles(1180, 1200, 10, 5),
        quartiles(1180, 1200, -10, 100),
        // Slower by less than single samples vary.
        quartiles(1180, 1200, 150, 1_000_000),
    ] {
        assert_eq!(said(earlier, odd), UNCLEAR, "{odd:?}");
    }
}

#[test]
fn a_rate_that_falls_is_slower() {
    let (fast, slow) = ([1000; 10], [500; 10]);
    let fell = change(&of(&fast), &of(&slow), true);
    assert_eq!(fell.middle, Some(1_000_000));
    assert_eq!(fell.least, Some(1_000_000));
    assert_eq!(verdict(fell), SLOWER);
    assert_eq!(verdict(change(&of(&slow), &of(&fast), true)), NOT_SLOWER);
}

#[test]
fn what_takes_no_time_at_all_cannot_be_compared() {
    assert_eq!(judge(&[0; 10], &[0; 10]), UNCLEAR);
    assert_eq!(judge(&[0; 10], &[5; 10]), UNCLEAR);
    assert_eq!(judge(&[0], &[5]), UNCLEAR);
    assert_eq!(judge(&[5], &[0]), UNCLEAR);
    assert_eq!(judge(&[], &[]), UNCLEAR);
    assert_eq!(judge(&[5; 10], &[0; 10]), NOT_SLOWER);
}

#[test]
fn ranks_are_those_of_the_tables() {
    // Conover, Practical Nonparametric Statistics, and R's `qbinom(0.025, n, 0.5)`.
    for (samples, k) in [
        (5, None),
        (6, Some(1)),
        (8, Some(1)),
        (9, Some(2)),
        (20, Some(6)),
        (50, Some(18)),
        (100, Some(40)),
    ] {
        assert_eq!(interval::rank(samples), k, "{samples}");
    }
    for samples in 20..=200 {
        let exact = interval::rank(samples).unwrap();
        let normal = interval::normal_rank(samples);
        assert!(
            (exact - 2..=exact).contains(&normal),
            "{samples}: {exact}, {normal}"
        );
    }
}

#[test]
fn the_limit_is_exact() {
    let to = |later: i64| between(&[1_000_000_000; 10], &[later; 10]);
    assert_eq!(verdict(to(1_050_000_000)), NOT_SLOWER);
    assert_eq!(verdict(to(1_050_000_001)), SLOWER);
    assert_eq!(verdicts(&[to(1_050_000_000)], 4), [SLOWER]);
}

proptest! {
    #[test]
    fn nothing_is_slower_than_itself(values in proptest::collection::vec(0..=i64::MAX, 0..60)) {
        prop_assert_ne!(judge(&values, &values), SLOWER);
    }

    #[test]
    fn no_numbers_make_it_panic_and_both_ways_are_never_slower(
        earlier in proptest::collection::vec(any::<i64>(), 0..40),
        later in proptest::collection::vec(any::<i64>(), 0..40),
        summary in proptest::array::uniform8(proptest::option::of(any::<i64>())),
        samples: u64,
        is_rate: bool,
    ) {
        let [min, median, mean, max, q1, q3, low, high] = summary;
        let odd = Measurement { values: &[], samples, min, median, mean, max, q1, q3, low, high };
        let (earlier, later) = (of(&earlier), of(&later));
        let both = verdicts(
            &[change(&earlier, &later, is_rate), change(&later, &earlier, is_rate)],
            LIMIT,
        );
        prop_assert_ne!(both, [SLOWER, SLOWER]);
        let _ = change(&earlier, &odd, is_rate);
        let _ = change(&odd, &later, is_rate);
        let _ = change(&odd, &odd, is_rate);
    }

    #[test]
    fn the_order_of_samples_does_not_matter(
        values in proptest::collection::vec(1i64..1_000_000, 6..40), factor in 1i64..4
    ) {
        let later: Vec<i64> = values.iter().map(|value| value * factor).collect();
        let reversed: Vec<i64> = later.iter().rev().copied().collect();
        prop_assert_eq!(between(&values, &later), between(&values, &reversed));
    }

    #[test]
    fn a_greater_limit_never_makes_slower_out_of_not_slower(
        earlier in proptest::collection::vec(900i64..1100, 6..40),
        later in proptest::collection::vec(900i64..1500, 6..40),
        limit in 0u32..50,
    ) {
        let change = between(&earlier, &later);
        let (strict, lax) = (verdicts(&[change], limit), verdicts(&[change], limit + 10));
        if strict == [NOT_SLOWER] {
            prop_assert_eq!(&lax, &[NOT_SLOWER]);
        }
        if lax == [SLOWER] {
            prop_assert_eq!(&strict, &[SLOWER]);
        }
    }
}
