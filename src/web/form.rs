//! What a form sends, url-encoded or multipart, with the limits that keep one request small.

use std::{collections::BTreeMap, future::Future, pin::Pin};

use actix_multipart::Multipart;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, web::Bytes};
use chrono::NaiveDate;
use futures_util::StreamExt as _;
use serde::Serialize;

use crate::{
    error::{Error, FieldError, Result},
    message::Message,
};

/// The most text in one form, all fields together, in bytes.
pub const MOST_TEXT: usize = 256 * 1024;
/// The largest file that is kept, in bytes; a larger one is read past and refused at its field.
pub const MOST_FILE: usize = 10 * 1024 * 1024;
/// The most files in one form.
pub const MOST_FILES: usize = 6;
/// The most that one request may send, in bytes; beyond it reading stops.
pub const MOST_BODY: usize = 80 * 1024 * 1024;

/// Names and values, in the order sent; a name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fields(Vec<(String, String)>);

/// A file that was sent.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The form's field.
    pub field: String,
    /// What the sender called it; for people, never for paths.
    pub name: String,
    /// The bytes, or nothing when the file was too large.
    pub bytes: Option<Bytes>,
}

/// A form as it arrived, complete.
#[derive(Clone, Debug, Default)]
pub struct Submission {
    /// Texts.
    pub fields: Fields,
    /// Files that are not empty.
    pub files: Vec<Upload>,
}

impl From<Vec<(String, String)>> for Fields {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
}

impl Fields {
    /// Reads `name=value&…`; the text must be UTF-8 when decoded.
    pub fn parse(encoded: &[u8]) -> Result<Self> {
        let wrong = || Error::BadRequest(Message::new("error-encoding"));
        if !percent_decodes(encoded) {
            return Err(wrong());
        }
        let pairs: Vec<(String, String)> =
            serde_html_form::from_bytes(encoded).map_err(|_| wrong())?;
        Ok(Self(pairs.into_iter().map(|(name, value)| (name, kept(value))).collect()))
    }

    /// The value of `name`, trimmed; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The value of `name` as sent, when it was sent and is not blank.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|value| !value.is_empty())
    }

    /// The version of what the form was filled in about; none when it says none.
    pub fn version(&self) -> Option<i64> {
        self.text("version").parse().ok()
    }

    /// Refuses a form about something that was changed after it was looked at: `version` is that of now.
    ///
    /// # Errors
    /// [`Error::changed`].
    pub fn check_version(&self, version: i64) -> Result<()> {
        if self.version() == Some(version) { Ok(()) } else { Err(Error::changed()) }
    }

    /// All values of `name` that are not blank.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let of_name = self.0.iter().filter(|(key, _)| key == name);
        of_name.map(|(_, value)| value.trim()).filter(|value| !value.is_empty()).collect()
    }

    /// The one of `all` that is named in `name`, or the default of them.
    pub fn chosen<T: Copy + Default>(&self, name: &str, all: &[(T, &str)]) -> T {
        let named = self.text(name);
        all.iter().find(|(_, known)| *known == named).map(|(one, _)| *one).unwrap_or_default()
    }

    /// The address of a list at `path` with another choice, and with what else was asked for of `kept`.
    pub fn choosing(&self, path: &str, choice: (&str, &str), kept: &[&str]) -> String {
        let kept = kept.iter().map(|name| (*name, self.text(name)));
        let asked = std::iter::once(choice).chain(kept).filter(|(_, value)| !value.is_empty());
        let pairs = asked.map(|(name, value)| (name.to_owned(), value.to_owned()));
        format!("{path}?{}", encode(&pairs.collect::<Vec<_>>().into()))
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.given(name).is_some()
    }

    /// Names and values, as sent.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// For templates: each name with its value, or its last when it came more than once.
    pub fn values(&self) -> BTreeMap<&str, &str> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// A required text of at most `most` characters, or an error at its field.
    pub fn required(&self, name: &str, most: usize, errors: &mut Vec<FieldError>) -> String {
        if self.given(name).is_none() {
            errors.push(FieldError::new(name, &format!("field-{name}-missing")));
        }
        self.optional(name, most, errors)
    }

    /// An optional text of at most `most` characters, or an error at its field.
    pub fn optional(&self, name: &str, most: usize, errors: &mut Vec<FieldError>) -> String {
        let text = self.text(name);
        let count = text.chars().count();
        if count > most {
            let message = Message::new("field-too-long").with("most", most).with("count", count);
            errors.push(FieldError { field: name.to_owned(), message });
        }
        text.replace("\r\n", "\n")
    }

    /// A day that must be there, or an error at its field.
    pub fn day(&self, name: &str, errors: &mut Vec<FieldError>) -> Option<NaiveDate> {
        let day = self.text(name).parse().ok();
        if day.is_none() {
            errors.push(FieldError::new(name, "field-date-wrong"));
        }
        day
    }

    /// [`Self::day`] of something that has happened.
    pub fn past_day(
        &self,
        name: &str,
        today: NaiveDate,
        errors: &mut Vec<FieldError>,
    ) -> Option<NaiveDate> {
        let day = self.day(name, errors)?;
        if day > today {
            errors.push(FieldError::new(name, "field-date-future"));
            return None;
        }
        Some(day)
    }
}

/// A value without the sign that no keyboard has and PostgreSQL refuses.
fn kept(value: String) -> String {
    if value.contains('\0') { value.replace('\0', "") } else { value }
}

/// Whether percent-decoding gives UTF-8; the decoder itself would replace what is wrong.
fn percent_decodes(encoded: &[u8]) -> bool {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter();
    while let Some(byte) = rest.next() {
        let two = rest.as_slice().get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match (byte, two.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                rest = rest.as_slice()[2..].iter();
            }
            _ => decoded.push(*byte),
        }
    }
    std::str::from_utf8(&decoded).is_ok()
}

impl FromRequest for Submission {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let content_type = request.content_type().to_ascii_lowercase();
            let submission = match content_type.as_str() {
                "multipart/form-data" => {
                    read_multipart(Multipart::new(request.headers(), payload)).await?
                }
                "application/x-www-form-urlencoded" | "" => read_encoded(payload).await?,
                _ => return Err(Error::BadRequest(Message::new("error-form"))),
            };
            // The error page of an ended session gives back what was typed.
            request.extensions_mut().insert(submission.fields.clone());
            Ok(submission)
        })
    }
}

async fn read_encoded(mut payload: Payload) -> Result<Submission> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::BadRequest(Message::new("error-form")))?;
        if body.len() + chunk.len() > MOST_TEXT {
            return Err(Error::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Submission { fields: Fields::parse(&body)?, files: Vec::new() })
}

async fn read_multipart(mut parts: Multipart) -> Result<Submission> {
    let mut submission = Submission::default();
    let (mut texts, mut total) = (0, 0);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Error::BadRequest(Message::new("error-form")))?;
        let disposition = part.content_disposition();
        let field = disposition.and_then(|it| it.get_name()).unwrap_or_default().to_owned();
        let file = disposition.and_then(|it| it.get_filename()).map(str::to_owned);
        let most = if file.is_some() { MOST_FILE } else { MOST_TEXT };
        let bytes = read_part(&mut part, most, &mut total).await?;
        match file {
            None => {
                texts += bytes.as_ref().map_or(MOST_TEXT + 1, Vec::len);
                let text = String::from_utf8(bytes.unwrap_or_default());
                let text = text.map_err(|_| Error::BadRequest(Message::new("error-encoding")))?;
                submission.fields.0.push((field, kept(text)));
            }
            Some(_) if bytes.as_ref().is_some_and(Vec::is_empty) => {}
            Some(name) => {
                let bytes = bytes.map(Bytes::from);
                submission.files.push(Upload { field, name, bytes });
            }
        }
        if texts > MOST_TEXT || submission.files.len() > MOST_FILES * 2 {
            return Err(Error::TooLarge);
        }
    }
    Ok(submission)
}

/// The bytes of one part; nothing when there are more than `most`.
async fn read_part(
    part: &mut actix_multipart::Field,
    most: usize,
    total: &mut usize,
) -> Result<Option<Vec<u8>>> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|_| Error::BadRequest(Message::new("error-form")))?;
        *total += chunk.len();
        if *total > MOST_BODY {
            return Err(Error::TooLarge);
        }
        match &mut bytes {
            Some(kept) if kept.len() + chunk.len() <= most => kept.extend_from_slice(&chunk),
            _ => bytes = None,
        }
    }
    Ok(bytes)
}

/// `application/x-www-form-urlencoded` of `fields`, to be kept in a page and sent again.
pub fn encode(fields: &Fields) -> String {
    serde_html_form::to_string(&fields.0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_arrives_and_other_encodings_are_refused() -> Result<()> {
        let fields = Fields::parse("a=%E8%87%AD%00+%E6%B0%94&b=1&b=2&c=%00".as_bytes())?;
        assert_eq!(fields.text("a"), "臭 气");
        assert_eq!(fields.all("b"), ["1", "2"]);
        assert_eq!(fields.given("c"), None);
        assert_eq!(Fields::parse(encode(&fields).as_bytes())?, fields);
        assert!(Fields::parse(b"a=%B3%F4%C6%F8").is_err(), "GB18030");
        assert!(Fields::parse(b"a=\xff").is_err());
        Ok(())
    }
}
