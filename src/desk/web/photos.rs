//! Pictures of a site inspection (`C1`): looked at and stored before it is recorded, and given to it in
//! the same transaction (`S3`).

use crate::{
    accounts::{Staff, Viewer},
    app::App,
    cases::{Act, Case, access, records::Inspection, work},
    db::Connection,
    error::Result,
    reports::picture::{self, Stored},
    web::{Upload, beside},
};

/// The field of the pictures.
const FIELD: &str = "photos";

/// Stores what was sent with an inspection; other acts have no pictures. Whoever may not record one
/// learns nothing, and leaves no pictures.
pub async fn store(staff: &Staff, number: &str, act: Act, files: &[Upload]) -> Result<Vec<Stored>> {
    if act != Act::Inspect || files.is_empty() {
        return Ok(Vec::new());
    }
    let (app, number) = (staff.app.clone(), number.to_owned());
    let check = move |connection: &mut Connection, viewer: &Viewer| {
        let case = access::open(connection, viewer, &number)?;
        work::may(connection, &app, work::By::Staff(viewer), &case, act)
    };
    staff.read(check).await?;
    let (app, files) = (staff.app.clone(), files.to_vec());
    let store = move || picture::store_all(&app, FIELD, &files);
    beside(store).await
}

/// Gives them to the inspection that was just recorded, on the caller's connection.
pub fn attach(
    connection: &mut Connection,
    app: &App,
    case: &Case,
    photos: &[Stored],
) -> Result<()> {
    if photos.is_empty() {
        return Ok(());
    }
    let inspection = Inspection::last(connection, case.id)?;
    Ok(picture::attach(connection, photos, Inspection::NOUN, inspection, app.clock.now())?)
}
