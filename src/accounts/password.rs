//! Passwords: argon2id, with the cost that the settings say.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};

use crate::{
    config::Passwords,
    error::{Error, Result},
};

/// The fewest characters of a password.
pub const FEWEST: usize = 10;
/// The most: more is no safer and only costs time.
pub const MOST: usize = 200;

/// Letters and digits that are not mistaken for each other, for passwords that are read aloud.
const READABLE: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What is stored of `password`.
pub fn hash(password: &str, cost: Passwords) -> Result<String> {
    let hashed = argon2id(cost)?.hash_password(password.as_bytes());
    hashed.map(|hash| hash.to_string()).map_err(|error| Error::Internal(error.to_string()))
}

/// Whether `password` is the one of `stored`. Takes as long when there is no such account
/// (`stored` is `None`), so that names cannot be tried out.
pub fn verify(password: &str, stored: Option<&str>, cost: Passwords) -> Result<bool> {
    let Some(stored) = stored else {
        hash(password, cost)?;
        return Ok(false);
    };
    let stored = PasswordHash::new(stored).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(argon2id(cost)?.verify_password(password.as_bytes(), &stored).is_ok())
}

/// A new password of 80 random bits, in four groups.
pub fn random() -> String {
    let symbols = rand::random::<[u8; 16]>().map(|byte| READABLE[usize::from(byte % 32)] as char);
    let groups: Vec<String> = symbols.chunks(4).map(String::from_iter).collect();
    groups.join("-")
}

fn argon2id(cost: Passwords) -> Result<Argon2<'static>> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens() -> Result<()> {
        let cost = Passwords { memory_kib: 8, passes: 1 };
        let stored = hash("correct horse", cost)?;
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("correct horse", Some(&stored), cost)?);
        assert!(!verify("Correct horse", Some(&stored), cost)?);
        assert!(!verify("correct horse", None, cost)?);
        assert_eq!(random().len(), 19);
        assert_ne!(random(), random());
        Ok(())
    }
}
