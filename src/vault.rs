//! Sealed identities and the other secrets of the house (`S1`, `I4`).
//!
//! What would identify a reporter is encrypted with XChaCha20-Poly1305 under a key in
//! `data/keys`, bound to the row it belongs to. A keyed index finds earlier calls by telephone
//! without unsealing anything. Look-up codes have 100 random bits, so a keyed hash of them is
//! enough; passwords are argon2id's business (`accounts::password`).

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// What cannot be unsealed: changed, of another row, or sealed under a key that is not here.
#[derive(Debug, thiserror::Error)]
#[error("sealed data cannot be opened with the keys at hand")]
pub struct Unsealable;

impl From<Unsealable> for crate::error::Error {
    fn from(error: Unsealable) -> Self {
        Self::Internal(error.to_string())
    }
}

/// The keys of this portal.
pub struct Vault {
    /// Sealing keys by version (1, 2, …); the last seals, all unseal.
    sealing: Vec<XChaCha20Poly1305>,
    index: [u8; KEY_BYTES],
    codes: [u8; KEY_BYTES],
    timeline: [u8; KEY_BYTES],
    tokens: [u8; KEY_BYTES],
}

impl Vault {
    /// Reads the keys in `dir`, or makes them at first start (folder mode 700, files mode 600).
    ///
    /// # Errors
    /// When a key cannot be read or made, is not 32 bytes, or may be read by others.
    pub fn open(dir: &Path) -> io::Result<Self> {
        if !dir.is_dir() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        }
        let root = key(&dir.join("root.key"))?;
        let mut sealing = vec![key(&dir.join("seal.1.key"))?];
        while sealing.len() < 255 && dir.join(format!("seal.{}.key", sealing.len() + 1)).exists() {
            sealing.push(key(&dir.join(format!("seal.{}.key", sealing.len() + 1)))?);
        }
        Ok(Self {
            sealing: sealing.iter().map(|key| XChaCha20Poly1305::new(key.into())).collect(),
            index: blake3::derive_key("minsheng 2026 blind index", &root),
            codes: blake3::derive_key("minsheng 2026 lookup codes", &root),
            timeline: blake3::derive_key("minsheng 2026 timeline", &root),
            tokens: blake3::derive_key("minsheng 2026 tokens", &root),
        })
    }

    /// Seals `plain`; only the same `context` (such as `report 17`) opens it again.
    ///
    /// Layout: key version (1 byte), nonce (24 bytes), ciphertext and tag.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>, Unsealable> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let cipher = self.sealing.last().ok_or(Unsealable)?;
        let payload = Payload { msg: plain, aad: context.as_bytes() };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Unsealable)?;
        let version = u8::try_from(self.sealing.len()).map_err(|_| Unsealable)?;
        Ok([&[version], nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Vault::seal`] made with the same context.
    pub fn unseal(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, Unsealable> {
        let (version, rest) = sealed.split_first().ok_or(Unsealable)?;
        let (nonce, text) = rest.split_at_checked(NONCE_BYTES).ok_or(Unsealable)?;
        let cipher = usize::from(*version)
            .checked_sub(1)
            .and_then(|index| self.sealing.get(index))
            .ok_or(Unsealable)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| Unsealable)?;
        let payload = Payload { msg: text, aad: context.as_bytes() };
        cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| Unsealable)
    }

    /// A keyed index of a telephone number or the like: equal for equal values, useless without
    /// the key.
    pub fn blind_index(&self, value: &str) -> String {
        blake3::keyed_hash(&self.index, value.as_bytes()).to_hex().to_string()
    }

    /// What is stored of a look-up code.
    pub fn code_hash(&self, code: &str) -> String {
        blake3::keyed_hash(&self.codes, code.as_bytes()).to_hex().to_string()
    }

    /// Bytes that follow from `seed` and the key alone: a retry of the same submission gets the
    /// same look-up code although the code itself is stored nowhere.
    pub fn derived(&self, seed: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.codes, format!("code\0{seed}").as_bytes()).as_bytes()
    }

    /// The seal of a timeline entry (`S4`): nobody without the key can make one that fits.
    pub fn timeline_seal(&self, entry: &str) -> String {
        blake3::keyed_hash(&self.timeline, entry.as_bytes()).to_hex().to_string()
    }

    /// Signs a short-lived token of our own, as `text.signature`.
    pub fn sign(&self, text: &str) -> String {
        format!("{text}.{}", blake3::keyed_hash(&self.tokens, text.as_bytes()).to_hex())
    }

    /// The text of a token that [`Vault::sign`] made, compared in constant time.
    pub fn verify<'a>(&self, token: &'a str) -> Option<&'a str> {
        let (text, signature) = token.rsplit_once('.')?;
        let signature = blake3::Hash::from_hex(signature).ok()?;
        (blake3::keyed_hash(&self.tokens, text.as_bytes()) == signature).then_some(text)
    }
}

/// Reads a key, or makes it.
fn key(path: &Path) -> io::Result<[u8; KEY_BYTES]> {
    match fs::read(path) {
        Ok(bytes) => {
            if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
                return Err(io::Error::other(format!(
                    "{} may be read by others; set its mode to 600",
                    path.display()
                )));
            }
            bytes.try_into().map_err(|_| {
                io::Error::other(format!("{} is not a key of 32 bytes", path.display()))
            })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => make_key(path),
        Err(error) => Err(error),
    }
}

fn make_key(path: &Path) -> io::Result<[u8; KEY_BYTES]> {
    let bytes: [u8; KEY_BYTES] = rand::random();
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_in_its_own_row() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let vault = Vault::open(dir.path())?;
        let sealed = vault.seal("report 1", "13800000000".as_bytes())?;
        assert_eq!(vault.unseal("report 1", &sealed)?, b"13800000000");
        assert!(vault.unseal("report 2", &sealed).is_err());
        let mut changed = sealed.clone();
        changed[30] ^= 1;
        assert!(vault.unseal("report 1", &changed).is_err());
        assert!(!sealed.windows(11).any(|bytes| bytes == b"13800000000"));
        Ok(())
    }

    #[test]
    fn an_added_key_seals_and_the_old_one_still_opens() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let old = Vault::open(dir.path())?.seal("a", b"x")?;
        make_key(&dir.path().join("seal.2.key"))?;
        let vault = Vault::open(dir.path())?;
        assert_eq!(vault.unseal("a", &old)?, b"x");
        assert_eq!(vault.seal("a", b"x")?[0], 2);
        Ok(())
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        Vault::open(dir.path())?;
        let path = dir.path().join("root.key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
        assert!(Vault::open(dir.path()).is_err());
        Ok(())
    }

    #[test]
    fn signed_tokens_cannot_be_changed() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let vault = Vault::open(dir.path())?;
        let token = vault.sign("17.1700000000");
        assert_eq!(vault.verify(&token), Some("17.1700000000"));
        assert_eq!(vault.verify(&token.replace("17.", "18.")), None);
        Ok(())
    }
}
