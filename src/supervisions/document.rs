//! 文书: files behind evidence, for staff alone. Each is kept sealed as it came: a PDF cannot be made
//! harmless as a picture can, so nothing of it goes out in public, not even its name (`S1`, `S3`).

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    app::App,
    db::{
        Connection,
        schema::{supervision_documents, supervision_evidence, supervision_requirements},
    },
    error::{FieldError, Result, valid},
    message::Message,
    web::{Upload, form},
};

/// What its bytes are sealed as.
const CONTEXT: &str = "supervision document";
/// What a PDF begins with.
const MARK: &[u8] = b"%PDF-";

/// A file that was looked at and stored, waiting for its row.
#[derive(Clone, Debug)]
pub struct Stored {
    name: String,
    key: String,
    bytes: i64,
}

/// Seals and stores what was uploaded in `field`; blocking.
///
/// # Errors
/// At the field: too large, or no PDF. Nothing is kept then.
pub fn store_all(app: &App, field: &str, uploads: &[Upload]) -> Result<Vec<Stored>> {
    let mut errors = Vec::new();
    for upload in uploads {
        let key = match &upload.bytes {
            None => "picture-too-large",
            Some(bytes) if !bytes.starts_with(MARK) => "supervisions-document-form",
            Some(_) => continue,
        };
        let message = Message::new(key)
            .with("name", short_name(&upload.name))
            .with("most", form::MOST_FILE / 1024 / 1024);
        errors.push(FieldError { field: field.to_owned(), message });
    }
    valid(errors)?;
    let mut stored = Vec::with_capacity(uploads.len());
    for upload in uploads {
        match store(app, upload) {
            Ok(one) => stored.push(one),
            Err(error) => {
                discard(app, &stored);
                return Err(error);
            }
        }
    }
    Ok(stored)
}

fn store(app: &App, upload: &Upload) -> Result<Stored> {
    let bytes = upload.bytes.clone().unwrap_or_default();
    let key = app.storage.put(&app.vault.seal(CONTEXT, &bytes)?)?;
    let name = short_name(&upload.name);
    Ok(Stored { name, key, bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX) })
}

/// Takes away files whose evidence was not stored.
pub fn discard(app: &App, files: &[Stored]) {
    for file in files {
        if let Err(error) = app.storage.remove(&file.key) {
            tracing::warn!(%error, "a document without evidence stays on disk");
        }
    }
}

/// Gives the files to a piece of evidence, on the caller's connection.
pub fn attach(
    connection: &mut Connection,
    files: &[Stored],
    evidence: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    for file in files {
        diesel::insert_into(supervision_documents::table)
            .values((
                supervision_documents::evidence_id.eq(evidence),
                supervision_documents::name.eq(&file.name),
                supervision_documents::key.eq(&file.key),
                supervision_documents::bytes.eq(file.bytes),
                supervision_documents::at.eq(now),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The bytes of a file, if it is behind evidence of `case`.
pub fn read(connection: &mut Connection, app: &App, case: i64, file: i64) -> Result<Vec<u8>> {
    let evidence = supervision_evidence::table
        .inner_join(
            supervision_requirements::table
                .on(supervision_requirements::id.eq(supervision_evidence::requirement_id)),
        )
        .filter(supervision_requirements::supervision_id.eq(case))
        .select(supervision_evidence::id);
    let key: String = supervision_documents::table
        .find(file)
        .filter(supervision_documents::evidence_id.eq_any(evidence))
        .select(supervision_documents::key)
        .first(connection)?;
    Ok(app.vault.unseal(CONTEXT, &app.storage.get(&key)?)?)
}

/// The last part of a file's name, for people.
fn short_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(80).collect()
}
