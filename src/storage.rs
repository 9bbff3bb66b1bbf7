//! Attachment bytes on disk, addressed by random keys, each sealed or plain as its caller says.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::{app::App, error::Result, jobs::Job};

/// A folder of files with random names.
pub struct Storage {
    dir: PathBuf,
}

impl Storage {
    /// The folder is made if it is missing.
    pub fn open(dir: &Path) -> io::Result<Self> {
        fs::create_dir_all(dir)?;
        Ok(Self { dir: dir.to_owned() })
    }

    /// Writes `bytes` durably under a new key: whole, or not at all.
    pub fn put(&self, bytes: &[u8]) -> io::Result<String> {
        let key = HEXLOWER.encode(&rand::random::<[u8; 16]>());
        let path = self.path(&key)?;
        let folder = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder)?;
        let unfinished = path.with_extension("part");
        let written = File::create(&unfinished).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        if let Err(error) = written.and_then(|()| fs::rename(&unfinished, &path)) {
            // Best effort: what is left is an orphan without a row.
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
        File::open(folder)?.sync_all()?;
        Ok(key)
    }

    /// The bytes under `key`.
    pub fn get(&self, key: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path(key)?)
    }

    /// Takes away what was stored for a write that failed afterwards.
    pub fn remove(&self, key: &str) -> io::Result<()> {
        fs::remove_file(self.path(key)?)
    }

    fn path(&self, key: &str) -> io::Result<PathBuf> {
        let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_key {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        Ok(self.dir.join(&key[..2]).join(key))
    }
}

/// Takes files off the disk whose rows are gone.
#[derive(Serialize, Deserialize)]
pub struct RemoveFiles {
    /// Their keys in the storage.
    pub keys: Vec<String>,
}

impl Job for RemoveFiles {
    const NAME: &'static str = "remove_files";

    fn run(&self, app: &App) -> Result<()> {
        for key in &self.keys {
            match app.storage.remove(key) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_paths_cannot_leave_the_folder() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let storage = Storage::open(dir.path())?;
        let key = storage.put(b"evidence")?;
        assert_eq!(storage.get(&key)?, b"evidence");
        assert!(storage.get("../../etc/passwd").is_err());
        storage.remove(&key)?;
        assert!(storage.get(&key).is_err());
        Ok(())
    }
}
