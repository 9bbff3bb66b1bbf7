//! The ways out for mail: a mail server, or a folder of `.eml` files.

use std::{fs, io::Write as _, path::PathBuf};

use lettre::{
    Message as Letter, SmtpTransport, Transport as _,
    transport::smtp::{Error as SmtpError, response::Severity},
};

use crate::{config, error::Error};

/// How long a mail server may take to answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// Replies that refuse this recipient or this message for good (RFC 5321 4.2.3, RFC 7504). Others
/// that begin with 5, such as a refused log-in, are about us and may be mended.
const REFUSALS: [u16; 7] = [510, 511, 521, 550, 551, 553, 556];

/// A way out for letters.
pub enum Transport {
    /// A mail server.
    Smtp(Box<SmtpTransport>),
    /// A folder of `.eml` files.
    Folder(PathBuf),
}

/// Why a message did not go out.
#[derive(Debug, thiserror::Error)]
pub enum Unsent {
    /// Nobody answered, or not to the end: to be tried again.
    #[error("the mail server cannot be reached: {0}")]
    Unreached(String),
    /// The server answered that it will not, for now: to be tried again for some days.
    #[error("the mail server put it off: {0}")]
    PutOff(String),
    /// The server refuses this recipient.
    #[error("the mail server refused it: {0}")]
    Refused(u16),
}

impl From<Unsent> for Error {
    fn from(unsent: Unsent) -> Self {
        Self::Internal(unsent.to_string())
    }
}

impl Transport {
    /// By the settings; `folder` is made when it is to be used.
    ///
    /// # Errors
    /// A mail server's address that cannot be understood, or a folder that cannot be made.
    pub fn new(settings: &config::Mail, folder: PathBuf) -> Result<Self, String> {
        match &settings.smtp_url {
            Some(url) => {
                let transport = SmtpTransport::from_url(url).map_err(|error| error.to_string())?;
                Ok(Self::Smtp(Box::new(transport.timeout(Some(PATIENCE)).build())))
            }
            None => {
                fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
                Ok(Self::Folder(folder))
            }
        }
    }

    /// Hands `letter` over; `id` names it in a folder.
    pub(super) fn send(&self, id: i64, letter: &Letter) -> Result<(), Unsent> {
        match self {
            Self::Smtp(server) => server.send(letter).map(drop).map_err(|error| why(&error)),
            Self::Folder(folder) => {
                let write = || {
                    let unfinished = folder.join(format!("{id}.part"));
                    let mut file = fs::File::create(&unfinished)?;
                    file.write_all(&letter.formatted())?;
                    file.sync_all()?;
                    fs::rename(unfinished, folder.join(format!("{id}.eml")))
                };
                write().map_err(|error: std::io::Error| Unsent::Unreached(error.to_string()))
            }
        }
    }
}

/// A server's words may repeat the address, so only its number is kept of a reply (`S1`).
fn why(error: &SmtpError) -> Unsent {
    let Some(code) = error.status() else { return Unsent::Unreached(error.to_string()) };
    let negative = matches!(
        code.severity,
        Severity::TransientNegativeCompletion | Severity::PermanentNegativeCompletion
    );
    let code = u16::from(code);
    match code {
        refusal if REFUSALS.contains(&refusal) => Unsent::Refused(refusal),
        _ if negative => Unsent::PutOff(code.to_string()),
        _ => Unsent::Unreached(code.to_string()),
    }
}
