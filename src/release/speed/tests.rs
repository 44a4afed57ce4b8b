use proptest::prelude::*;

use super::*;

const LIMITS: Limits = Limits {
    threshold_permille: 50,
    wide_permille: 1000,
    min_samples: 6,
    bigger_is_better: false,
};

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

fn judge(earlier: &[i64], later: &[i64]) -> Comparison {
    compare(&of(earlier), &of(later), &LIMITS)
}

/// A floor with a heavy tail to the right: now and then many times as long.
fn heavy(random: &mut Random) -> f64 {
    1e6 * (1.0 + (random.normal() * 1.5 - 1.5).exp())
}

fn is_slower(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::Slower { .. })
}

#[test]
fn the_same_code_is_hardly_ever_called_slower() {
    for count in [6, 10, 30, 100, 1000] {
        let slower = (0..1000)
            .filter(|&seed| {
                let mut random = Random(seed);
                let earlier = random.samples(count, heavy);
                let later = random.samples(count, heavy);
                is_slower(judge(&earlier, &later))
            })
            .count();
        assert!(slower < 10, "{slower} of 1000 with {count} samples");
    }
}

#[test]
fn a_fifth_more_is_found_where_the_noise_is_small() {
    for seed in 0..200 {
        let mut random = Random(seed);
        let earlier = random.samples(20, |random| 1e6 * (1.0 + 0.01 * random.normal()));
        let later = random.samples(20, |random| 1.2e6 * (1.0 + 0.01 * random.normal()));
        let Comparison::Slower {
            by_permille,
            at_least_permille,
        } = judge(&earlier, &later)
        else {
            panic!("seed {seed}: {:?}", judge(&earlier, &later));
        };
        assert!((180..=220).contains(&by_permille), "{by_permille}");
        assert!((150..=by_permille).contains(&at_least_permille));
        assert_eq!(judge(&later, &earlier), Comparison::NotSlower);
    }
}

#[test]
fn what_got_slower_is_hardly_ever_called_not_slower() {
    for count in [6, 10, 30, 100] {
        let wrong = (0..1000)
            .filter(|&seed| {
                let mut random = Random(seed);
                let earlier = random.samples(count, heavy);
                let later = random.samples(count, |random| 1.2 * heavy(random));
                judge(&earlier, &later) == Comparison::NotSlower
            })
            .count();
        assert!(wrong < 10, "{wrong} of 1000 with {count} samples");
    }
}

#[test]
fn a_quiet_machine_shows_that_nothing_changed() {
    let mut random = Random(7);
    let earlier = random.samples(50, |random| 1e6 * (1.0 + 0.005 * random.normal()));
    let later = random.samples(50, |random| 1.01e6 * (1.0 + 0.005 * random.normal()));
    assert_eq!(judge(&earlier, &later), Comparison::NotSlower);
}

#[test]
fn a_busy_machine_is_too_noisy_to_tell_however_many_samples_there_are() {
    // The later run has a tenth more of everything, and single samples vary by half.
    let mut random = Random(3);
    let noise = |random: &mut Random| 1e6 * (1.0 + 0.5 * random.uniform());
    let earlier = random.samples(10_000, noise);
    let later = random.samples(10_000, |random| 1.1 * noise(random));
    let Comparison::TooNoisy { spread_permille } = judge(&earlier, &later) else {
        panic!("{:?}", judge(&earlier, &later));
    };
    assert!(
        spread_permille.unwrap() < 50,
        "the interval alone is narrow"
    );
}

#[test]
fn a_median_that_moved_without_the_minimum_is_too_noisy_to_tell() {
    let earlier = [100, 101, 101, 102, 102, 102, 103, 103];
    let later = [100, 151, 151, 152, 152, 152, 153, 153];
    // The interval of eight samples starts with the least one.
    assert!(matches!(
        judge(&earlier, &later),
        Comparison::TooNoisy { .. }
    ));
    let mut many = later.repeat(4);
    many.sort_unstable();
    let many_earlier = earlier.repeat(4);
    assert!(matches!(
        judge(&many_earlier, &many),
        Comparison::TooNoisy { .. }
    ));
}

#[test]
fn single_numbers_say_something_only_where_they_are_far_apart() {
    assert_eq!(
        judge(&[100], &[120]),
        Comparison::TooNoisy {
            spread_permille: None
        }
    );
    assert_eq!(
        judge(&[100], &[100]),
        Comparison::TooNoisy {
            spread_permille: None
        }
    );
    assert_eq!(
        judge(&[100], &[250]),
        Comparison::Slower {
            by_permille: 1500,
            at_least_permille: 50
        }
    );
    assert_eq!(judge(&[250], &[100]), Comparison::NotSlower);
    let five = [100, 101, 102, 103, 104];
    assert!(matches!(judge(&five, &five), Comparison::TooNoisy { .. }));
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
    assert!(is_slower(compare(
        &stated(990, 1010),
        &stated(1190, 1210),
        &LIMITS
    )));
    assert_eq!(
        compare(&stated(990, 1010), &stated(1000, 1020), &LIMITS),
        Comparison::NotSlower
    );
    assert!(matches!(
        compare(&stated(990, 1010), &stated(900, 1300), &LIMITS),
        Comparison::TooNoisy {
            spread_permille: Some(421..=423)
        }
    ));
    let quartiles = |min, median, half, samples| Measurement {
        min: Some(min),
        median: Some(median),
        q1: Some(median - half),
        q3: Some(median + half),
        samples,
        ..Measurement::default()
    };
    let earlier = quartiles(980, 1000, 10, 100);
    assert!(is_slower(compare(
        &earlier,
        &quartiles(1180, 1200, 10, 100),
        &LIMITS
    )));
    assert_eq!(
        compare(&earlier, &quartiles(985, 1005, 10, 100), &LIMITS),
        Comparison::NotSlower
    );
    for odd in [
        // The minimum did not move; too few samples; quartiles that are none.
        quartiles(990, 1200, 10, 100),
        quartiles(1180, 1200, 10, 5),
        quartiles(1180, 1200, -10, 100),
        // Slower by less than single samples vary.
        quartiles(1180, 1200, 150, 1_000_000),
    ] {
        assert!(
            matches!(
                compare(&earlier, &odd, &LIMITS),
                Comparison::TooNoisy { .. }
            ),
            "{odd:?}"
        );
    }
}

#[test]
fn a_rate_that_falls_is_slower() {
    let limits = Limits {
        bigger_is_better: true,
        ..LIMITS
    };
    let (fast, slow) = ([1000; 10], [500; 10]);
    assert_eq!(
        compare(&of(&fast), &of(&slow), &limits),
        Comparison::Slower {
            by_permille: 1000,
            at_least_permille: 1000
        }
    );
    assert_eq!(
        compare(&of(&slow), &of(&fast), &limits),
        Comparison::NotSlower
    );
}

#[test]
fn what_takes_no_time_at_all_cannot_be_compared() {
    let unknown = Comparison::TooNoisy {
        spread_permille: None,
    };
    assert_eq!(judge(&[0; 10], &[0; 10]), unknown);
    assert_eq!(judge(&[0; 10], &[5; 10]), unknown);
    assert_eq!(judge(&[0], &[5]), unknown);
    assert_eq!(judge(&[], &[]), unknown);
    assert_eq!(judge(&[5; 10], &[0; 10]), Comparison::NotSlower);
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
fn the_threshold_is_exact() {
    let limits = |threshold_permille| Limits {
        threshold_permille,
        ..LIMITS
    };
    let (earlier, later) = ([1000; 10], [1050; 10]);
    assert_eq!(
        compare(&of(&earlier), &of(&later), &limits(50)),
        Comparison::NotSlower
    );
    assert!(is_slower(compare(&of(&earlier), &of(&later), &limits(49))));
}

proptest! {
    #[test]
    fn nothing_is_slower_than_itself(values in proptest::collection::vec(0..=i64::MAX, 0..60)) {
        prop_assert!(!is_slower(judge(&values, &values)));
    }

    #[test]
    fn no_numbers_make_it_panic_and_both_ways_are_never_slower(
        earlier in proptest::collection::vec(any::<i64>(), 0..40),
        later in proptest::collection::vec(any::<i64>(), 0..40),
        summary in proptest::array::uniform8(proptest::option::of(any::<i64>())),
        samples: u64,
        bigger_is_better: bool,
    ) {
        let limits = Limits { bigger_is_better, ..LIMITS };
        let [min, median, mean, max, q1, q3, low, high] = summary;
        let odd = Measurement { values: &[], samples, min, median, mean, max, q1, q3, low, high };
        let (earlier, later) = (of(&earlier), of(&later));
        let one_way = is_slower(compare(&earlier, &later, &limits));
        let other_way = is_slower(compare(&later, &earlier, &limits));
        prop_assert!(!(one_way && other_way));
        let _ = compare(&earlier, &odd, &limits);
        let _ = compare(&odd, &later, &limits);
        let _ = compare(&odd, &odd, &limits);
    }

    #[test]
    fn the_order_of_samples_does_not_matter(
        values in proptest::collection::vec(1i64..1_000_000, 6..40), factor in 1i64..4
    ) {
        let later: Vec<i64> = values.iter().map(|value| value * factor).collect();
        let reversed: Vec<i64> = later.iter().rev().copied().collect();
        prop_assert_eq!(judge(&values, &later), judge(&values, &reversed));
    }

    #[test]
    fn a_greater_threshold_never_makes_slower_out_of_not_slower(
        earlier in proptest::collection::vec(900i64..1100, 6..40),
        later in proptest::collection::vec(900i64..1500, 6..40),
        threshold in 0u32..500,
    ) {
        let at = |threshold_permille| {
            compare(&of(&earlier), &of(&later), &Limits { threshold_permille, ..LIMITS })
        };
        if at(threshold) == Comparison::NotSlower {
            prop_assert_eq!(at(threshold + 100), Comparison::NotSlower);
        }
        if is_slower(at(threshold + 100)) {
            prop_assert!(is_slower(at(threshold)));
        }
    }
}
