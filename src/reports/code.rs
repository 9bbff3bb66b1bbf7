//! The look-up code 查询码 (`I4`): a secret of 100 bits, shown once, stored only as a keyed hash.

use crate::vault::Vault;

/// Crockford's base 32: no letter that is mistaken for a digit, spoken or written.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols of 5 bits each.
const LENGTH: usize = 20;

/// A look-up code; neither printed nor logged by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct LookupCode(String);

impl LookupCode {
    /// A new code that follows from nothing.
    pub fn random() -> Self {
        Self::of_bytes(&rand::random())
    }

    /// The code of a submission: the same for a retry, and underivable without our key.
    pub fn of_submission(vault: &Vault, submission: &str) -> Self {
        Self::of_bytes(&vault.derived(submission))
    }

    fn of_bytes(bytes: &[u8; 32]) -> Self {
        let symbols =
            bytes.iter().take(LENGTH).map(|byte| ALPHABET[usize::from(byte % 32)] as char);
        Self(symbols.collect())
    }

    /// Reads a code as people type it: any case, with or without strokes; O, I and L count as the
    /// digits they are mistaken for. Nothing when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let symbols = text.chars().filter_map(super::number::plain);
        let code: String = symbols
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let is_code = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
        is_code.then_some(Self(code))
    }

    /// In groups of four, to be read out.
    pub fn spoken(&self) -> String {
        let symbols: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = symbols.chunks(4).map(String::from_iter).collect();
        groups.join("-")
    }

    /// What is stored of it.
    pub fn hash(&self, vault: &Vault) -> String {
        vault.code_hash(&self.0)
    }
}

impl std::fmt::Debug for LookupCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LookupCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_spoken() {
        let code = LookupCode::random();
        assert_eq!(LookupCode::parse(&code.spoken()), Some(code.clone()));
        assert_eq!(LookupCode::parse(&code.spoken().to_lowercase()), Some(code.clone()));
        assert_eq!(
            LookupCode::parse(&code.spoken().replace('0', "o").replace('1', "l")),
            Some(code)
        );
        assert_eq!(LookupCode::parse("too short"), None);
        assert_ne!(LookupCode::random(), LookupCode::random());
    }
}
