//! Draws random samples (`F3`, `C7`, `P5`): pure, so that anybody who has the seed and the population can
//! draw one again.

/// So many of `candidates`, each with its number: those whose number, hashed with the seed, comes first. The
/// order of the candidates does not matter, and what else is among them does not change the order of two.
pub fn drawn<T: Copy + Ord>(
    seed: &str,
    wanted: usize,
    candidates: impl IntoIterator<Item = (T, impl AsRef<str>)>,
) -> Vec<T> {
    let rank = |number: &str| *blake3::hash(format!("{seed} {number}").as_bytes()).as_bytes();
    let mut ranked: Vec<([u8; 32], T)> =
        candidates.into_iter().map(|(row, number)| (rank(number.as_ref()), row)).collect();
    ranked.sort_unstable();
    ranked.into_iter().take(wanted).map(|(_, row)| row).collect()
}

/// How many are so many percent of `many`, rounded up.
pub fn share(percent: u8, many: usize) -> usize {
    (many * usize::from(percent.min(100))).div_ceil(100)
}

/// A digest of the population, whatever its order.
pub fn digest(numbers: &[&str]) -> String {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    blake3::hash(sorted.join("\n").as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_same_seed_draws_the_same_whatever_the_order(
            seed in "[a-z0-9]{1,20}",
            mut numbers in prop::collection::btree_set("[A-Z][0-9]{6}", 1..60)
                .prop_map(|set| set.into_iter().collect::<Vec<_>>()),
            wanted in 0_usize..80,
        ) {
            let pairs = |all: &[String]| -> Vec<(String, String)> {
                all.iter().map(|number| (number.clone(), number.clone())).collect()
            };
            let all = pairs(&numbers);
            let texts: Vec<&str> = numbers.iter().map(String::as_str).collect();
            let sum = digest(&texts);
            let first = drawn(&seed, wanted, all.iter().map(|(row, number)| (row, number)));
            prop_assert_eq!(first.len(), wanted.min(all.len()));
            prop_assert!(first.iter().all(|number| numbers.contains(number)));
            let first: Vec<String> = first.into_iter().cloned().collect();
            numbers.reverse();
            let turned = pairs(&numbers);
            let again = drawn(&seed, wanted, turned.iter().map(|(row, number)| (row, number)));
            prop_assert_eq!(again.into_iter().cloned().collect::<Vec<_>>(), first);
            let texts: Vec<&str> = numbers.iter().map(String::as_str).collect();
            prop_assert_eq!(digest(&texts), sum);
        }
    }

    fn candidates(many: i64) -> Vec<(i64, String)> {
        (0..many).map(|row| (row, format!("YC-{row}"))).collect()
    }

    #[test]
    fn another_population_or_seed_draws_otherwise() {
        assert_ne!(digest(&["a", "b"]), digest(&["a", "c"]));
        assert_ne!(drawn("x", 20, candidates(200)), drawn("y", 20, candidates(200)));
    }

    #[test]
    fn shares_are_rounded_up_and_bounded() {
        for (percent, many, wanted) in
            [(10, 1, 1), (10, 11, 2), (0, 50, 0), (255, 50, 50), (10, 0, 0)]
        {
            assert_eq!(share(percent, many), wanted);
        }
    }

    /// No number is favoured: over many seeds each is drawn about as often as the others.
    #[test]
    fn every_number_has_the_same_chance() {
        let mut times = [0_u32; 20];
        for seed in 0..2_000 {
            for row in drawn(&seed.to_string(), share(25, 20), candidates(20)) {
                times[usize::try_from(row).unwrap_or_default()] += 1;
            }
        }
        assert!(times.iter().all(|times| (400..600).contains(times)), "{times:?}");
    }
}
