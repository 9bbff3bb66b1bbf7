//! Draws a sample: pure, so that anybody who has the seed and the population can draw it again.

/// So many of `numbers`: those whose number, hashed with the seed, comes first. The order of the
/// population does not matter.
pub fn drawn(seed: &str, wanted: usize, numbers: &[&str]) -> Vec<String> {
    let rank = |number: &str| *blake3::hash(format!("{seed} {number}").as_bytes()).as_bytes();
    let mut ranked: Vec<([u8; 32], &str)> =
        numbers.iter().map(|number| (rank(number), *number)).collect();
    ranked.sort_unstable();
    ranked.into_iter().take(wanted).map(|(_, number)| number.to_owned()).collect()
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
            let all: Vec<&str> = numbers.iter().map(String::as_str).collect();
            let (first, sum) = (drawn(&seed, wanted, &all), digest(&all));
            prop_assert_eq!(first.len(), wanted.min(all.len()));
            prop_assert!(first.iter().all(|number| all.contains(&number.as_str())));
            numbers.reverse();
            let turned: Vec<&str> = numbers.iter().map(String::as_str).collect();
            prop_assert_eq!(drawn(&seed, wanted, &turned), first);
            prop_assert_eq!(digest(&turned), sum);
        }
    }

    #[test]
    fn another_population_has_another_digest() {
        assert_ne!(digest(&["a", "b"]), digest(&["a", "c"]));
        assert_ne!(
            drawn("x", 3, &["a", "b", "c", "d", "e", "f"]),
            drawn("y", 3, &["a", "b", "c", "d", "e", "f"])
        );
    }
}
