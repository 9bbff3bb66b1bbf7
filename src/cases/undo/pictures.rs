//! Pictures that came with a record that is taken back: they go with it.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::rows::Gone;
use crate::{
    cases::records::Inspection,
    db::{Connection, schema::attachments},
    error::Result,
    jobs,
    storage::RemoveFiles,
};

/// Takes away the pictures of inspections that are no more; their files follow.
pub fn drop_of(connection: &mut Connection, gone: &[Gone], now: NaiveDateTime) -> Result<()> {
    let inspections = gone.iter().filter(|(table, _)| *table == "inspections");
    let ids: Vec<i64> = inspections.map(|(_, id)| *id).collect();
    let pictures: Vec<(i64, String, String)> = attachments::table
        .filter(attachments::subject.eq(Inspection::NOUN))
        .filter(attachments::subject_id.eq_any(ids))
        .select((attachments::id, attachments::original_key, attachments::copy_key))
        .load(connection)?;
    if pictures.is_empty() {
        return Ok(());
    }
    let mut keys = Vec::with_capacity(pictures.len() * 2);
    for (id, original, copy) in pictures {
        diesel::delete(attachments::table.find(id)).execute(connection)?;
        keys.extend([original, copy]);
    }
    jobs::enqueue(connection, &RemoveFiles { keys }, now)?;
    Ok(())
}
