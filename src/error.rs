//! One error for everything that a request can run into.
//!
//! Queries return `QueryResult`, rules return their own enum, rooms turn both into this; only
//! `web::errors` turns it into a page or problem+json, in the reader's language.

use std::{io, str::FromStr};

use actix_web::http::StatusCode;
use serde::Serialize;

use crate::{db, message::Message};

/// The result of everything that answers a request.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Something wrong with one field of a form, in words for the person who filled it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// What is wrong and how to put it right.
    pub message: Message,
}

impl FieldError {
    /// An error at `field` that says message `key`.
    pub fn new(field: &str, key: &str) -> Self {
        Self { field: field.to_owned(), message: Message::new(key) }
    }
}

/// Why a request could not be answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or this viewer may not know that there is.
    #[error("not found")]
    NotFound,
    /// The viewer is known and may not do this.
    #[error("forbidden")]
    Forbidden,
    /// Nobody is logged in, or the session has ended.
    #[error("log-in needed")]
    LoginNeeded,
    /// The password was set by somebody else and must be changed first.
    #[error("password change needed")]
    PasswordChangeNeeded,
    /// The request cannot be understood.
    #[error("bad request: {}", .0.key)]
    BadRequest(Message),
    /// Fields of a form are wrong; handlers show the form again with these.
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// What was asked does not fit what is now the case; says what is.
    #[error("conflict: {}", .0.key)]
    Conflict(Message),
    /// Too many requests; try again after so many seconds.
    #[error("too many requests")]
    TooMany(u64),
    /// The request's body is larger than can be taken.
    #[error("body too large")]
    TooLarge,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// The disk failed.
    #[error("storage: {0}")]
    Storage(#[from] io::Error),
    /// Something of our own is broken.
    #[error("internal: {0}")]
    Internal(String),
}

/// Of a change to the one row as it was seen: how many rows it changed.
///
/// # Errors
/// [`Error::changed`] when somebody else was first.
pub fn as_seen(changed: usize) -> Result<()> {
    if changed == 1 { Ok(()) } else { Err(Error::changed()) }
}

/// Of a form that was read: what is wrong with its fields, if anything is.
///
/// # Errors
/// [`Error::Invalid`] with all of it.
pub fn valid(errors: Vec<FieldError>) -> Result<()> {
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// What was stored under a name, such as a state.
///
/// # Errors
/// [`Error::Internal`] for a name that this version does not know.
pub fn stored<T: FromStr>(what: &str, name: &str) -> Result<T> {
    name.parse().map_err(|_| Error::Internal(format!("{what} {name}")))
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            other => Self::Database(other.into()),
        }
    }
}

impl Error {
    /// The error of one field.
    pub fn field(field: &str, key: &str) -> Self {
        Self::Invalid(vec![FieldError::new(field, key)])
    }

    /// Why an act is refused: to somebody who could do it at another time, what `late` says; to others, that
    /// it is not theirs.
    pub fn refusal(could: bool, late: &str) -> Self {
        if could { Self::Conflict(Message::new(late)) } else { Self::Forbidden }
    }

    /// Somebody else has changed meanwhile what was looked at.
    pub fn changed() -> Self {
        Self::Conflict(Message::new("error-changed"))
    }

    /// The status a client gets.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::PasswordChangeNeeded => StatusCode::FORBIDDEN,
            Self::LoginNeeded => StatusCode::UNAUTHORIZED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Database(_) | Self::Storage(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What people are told; details of a failure stay in the log.
    pub fn message(&self) -> Message {
        match self {
            Self::BadRequest(message) | Self::Conflict(message) => message.clone(),
            Self::TooMany(seconds) => Message::new("error-too-many").with("seconds", seconds),
            Self::Invalid(errors) => errors
                .first()
                .map_or_else(|| Message::new("error-invalid"), |error| error.message.clone()),
            Self::PasswordChangeNeeded => Message::new("error-password-change"),
            other => Message::new(match other.status().as_u16() {
                401 => "error-login-needed",
                403 => "error-forbidden",
                404 => "error-not-found",
                413 => "error-too-large",
                503 => "error-unavailable",
                _ => "error-internal",
            }),
        }
    }
}

impl actix_web::ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> actix_web::HttpResponse {
        actix_web::HttpResponse::new(self.status())
    }
}
