//! Pictures that were sent while a report is still being checked: kept like those of a report, under
//! a keyed hash of the form's own key, until the report is filed or a day has passed.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{picture::Stored, report::submission_hash};
use crate::{
    app::App,
    db::{Connection, schema::pending_pictures},
    error::{Error, Result},
    jobs::{self, Job},
    storage::RemoveFiles,
    vault::Vault,
    web::Upload,
};

/// How long pictures wait for their report.
pub const LASTS: Duration = Duration::hours(24);

/// A picture that waits.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = pending_pictures)]
#[allow(missing_docs)]
pub struct Pending {
    pub id: i64,
    pub digest: String,
    pub name: String,
    original_key: String,
    pub copy_key: String,
    width: i32,
    height: i32,
    bytes: i64,
}

impl From<Pending> for Stored {
    fn from(pending: Pending) -> Self {
        Self {
            name: pending.name,
            original_key: pending.original_key,
            copy_key: pending.copy_key,
            width: pending.width,
            height: pending.height,
            bytes: pending.bytes,
        }
    }
}

/// What tells whether the same picture was sent before.
pub fn digest(vault: &Vault, upload: &Upload) -> String {
    let bytes = upload.bytes.as_deref().unwrap_or_default();
    vault.blind_index(&format!("picture {}", blake3::hash(bytes)))
}

/// Those of the form with that key, oldest first.
pub fn of(connection: &mut Connection, vault: &Vault, key: &str) -> QueryResult<Vec<Pending>> {
    pending_pictures::table
        .filter(pending_pictures::submission.eq(submission_hash(vault, key)))
        .order(pending_pictures::id)
        .select(Pending::as_select())
        .load(connection)
}

/// One of them.
pub fn find(connection: &mut Connection, id: i64) -> Result<Pending> {
    Ok(pending_pictures::table.find(id).select(Pending::as_select()).first(connection)?)
}

/// Keeps pictures with their digests, and sees to it that they do not stay for ever.
pub fn keep(
    connection: &mut Connection,
    app: &App,
    key: &str,
    pictures: &[(String, Stored)],
) -> Result<()> {
    let (now, submission) = (app.clock.now(), submission_hash(&app.vault, key));
    for (digest, picture) in pictures {
        diesel::insert_into(pending_pictures::table)
            .values((
                pending_pictures::submission.eq(&submission),
                pending_pictures::digest.eq(digest),
                pending_pictures::name.eq(&picture.name),
                pending_pictures::original_key.eq(&picture.original_key),
                pending_pictures::copy_key.eq(&picture.copy_key),
                pending_pictures::width.eq(picture.width),
                pending_pictures::height.eq(picture.height),
                pending_pictures::bytes.eq(picture.bytes),
                pending_pictures::at.eq(now),
            ))
            .execute(connection)?;
    }
    if !pictures.is_empty() {
        jobs::enqueue(connection, &DropPending { submission }, now + LASTS)?;
    }
    Ok(())
}

/// Takes some away again; their files follow.
pub fn remove(
    connection: &mut Connection,
    now: NaiveDateTime,
    pictures: Vec<Pending>,
) -> Result<()> {
    let gone = release(connection, pictures)?;
    if gone.is_empty() {
        return Ok(());
    }
    let keys = gone.into_iter().flat_map(|it| [it.original_key, it.copy_key]).collect();
    jobs::enqueue(connection, &RemoveFiles { keys }, now)?;
    Ok(())
}

/// Hands them over to their report: they wait no longer.
pub fn take(connection: &mut Connection, vault: &Vault, key: &str) -> QueryResult<Vec<Stored>> {
    let pictures = of(connection, vault, key)?;
    Ok(release(connection, pictures)?.into_iter().map(Stored::from).collect())
}

/// Deletes the rows and returns those that nobody else has taken meanwhile.
fn release(connection: &mut Connection, pictures: Vec<Pending>) -> QueryResult<Vec<Pending>> {
    let mut mine = Vec::with_capacity(pictures.len());
    for picture in pictures {
        let row = pending_pictures::table.find(picture.id);
        if diesel::delete(row).execute(connection)? == 1 {
            mine.push(picture);
        }
    }
    Ok(mine)
}

/// Takes away the pictures of a form that was never sent.
#[derive(Serialize, Deserialize)]
pub struct DropPending {
    /// The keyed hash of the form's own key.
    submission: String,
}

impl Job for DropPending {
    const NAME: &'static str = "drop_pending_pictures";

    fn run(&self, app: &App) -> Result<()> {
        let (submission, before) = (self.submission.clone(), app.clock.now() - LASTS);
        let old = app.db.read_now(|connection| {
            let old = pending_pictures::table
                .filter(pending_pictures::submission.eq(submission))
                .filter(pending_pictures::at.le(before))
                .select(Pending::as_select());
            Ok::<_, Error>(old.load(connection)?)
        })?;
        let now = app.clock.now();
        app.db.write_now(move |connection| remove(connection, now, old))
    }
}
