//! Draws the month's random sample (`C7`): pure, so that anybody who has the seed can draw it again.

/// Of `candidates`, row and number, so many percent, rounded up: those whose number, hashed with the
/// seed, comes first. What else is in the list does not change the order of two of them.
pub fn drawn(seed: &str, percent: u8, candidates: &[(i64, String)]) -> Vec<i64> {
    let wanted = (candidates.len() * usize::from(percent.min(100))).div_ceil(100);
    let mut ranked: Vec<(blake3::Hash, i64)> = candidates
        .iter()
        .map(|(row, number)| (blake3::hash(format!("{seed} {number}").as_bytes()), *row))
        .collect();
    ranked.sort_unstable_by(|(a, x), (b, y)| a.as_bytes().cmp(b.as_bytes()).then(x.cmp(y)));
    ranked.into_iter().take(wanted).map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(many: i64) -> Vec<(i64, String)> {
        (0..many).map(|row| (row, format!("YC-{row}"))).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same() {
        let mut turned = candidates(200);
        let first = drawn("a", 10, &turned);
        assert_eq!(first.len(), 20);
        turned.reverse();
        assert_eq!(drawn("a", 10, &turned), first);
        assert_ne!(drawn("b", 10, &turned), first);
    }

    #[test]
    fn shares_are_rounded_up_and_bounded() {
        assert_eq!(drawn("a", 10, &candidates(1)).len(), 1);
        assert_eq!(drawn("a", 10, &candidates(11)).len(), 2);
        assert_eq!(drawn("a", 0, &candidates(50)).len(), 0);
        assert_eq!(drawn("a", 255, &candidates(50)).len(), 50);
        assert!(drawn("a", 10, &[]).is_empty());
    }

    /// No number is favoured: over many seeds each is drawn about as often as the others.
    #[test]
    fn every_number_has_the_same_chance() {
        let candidates = candidates(20);
        let mut times = [0_u32; 20];
        for seed in 0..2_000 {
            for row in drawn(&seed.to_string(), 25, &candidates) {
                times[row as usize] += 1;
            }
        }
        assert!(times.iter().all(|times| (400..600).contains(times)), "{times:?}");
    }
}
