//! Pictures and documents for those who work on a case (`S1`, `S3`).

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
    web::Path,
};

use crate::{
    accounts::Staff,
    app::App,
    db::Connection,
    error::{Error, Result},
    supervisions::{
        Supervision, access, document,
        records::{self, Records},
    },
};

/// `GET /desk/supervisions/{number}/photos/{photo}`: also those that nobody has looked at yet.
pub async fn photo(staff: Staff, path: Path<(String, i64)>) -> Result<HttpResponse> {
    let (number, photo) = path.into_inner();
    let app = staff.app.clone();
    let read = staff.read(move |connection, viewer| {
        access::has_desk(viewer)?;
        let case = access::open(connection, viewer, &number)?;
        copy(connection, &app, &case, photo, false)
    });
    let (_, bytes) = read.await?;
    Ok(HttpResponse::Ok()
        .content_type("image/jpeg")
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600")))
        .body(bytes))
}

/// A picture's copy without metadata, if it may be seen.
pub fn copy(
    connection: &mut Connection,
    app: &App,
    case: &Supervision,
    photo: i64,
    public: bool,
) -> Result<Vec<u8>> {
    if !Records::of(connection, case.id)?.has_photo(photo, public) {
        return Err(Error::NotFound);
    }
    Ok(app.storage.get(&records::copy_key(connection, photo)?)?)
}

/// `GET /desk/supervisions/{number}/documents/{file}`: saved, never shown by the browser itself.
pub async fn document(staff: Staff, path: Path<(String, i64)>) -> Result<HttpResponse> {
    let (number, file) = path.into_inner();
    let app = staff.app.clone();
    let read = staff.read(move |connection, viewer| {
        access::has_desk(viewer)?;
        let case = access::open(connection, viewer, &number)?;
        document::read(connection, &app, case.id, file)
    });
    let (_, bytes) = read.await?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"document-{file}.pdf\""),
        ))
        .body(bytes))
}
