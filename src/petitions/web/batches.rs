//! A batch by upload (`F1`, `F2`): sent, looked at in a dry run, put right in the page, entered.

mod shown;

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, get, post},
};
use serde_json::json;

use crate::{
    accounts::{Viewer, web::Staff},
    app::App,
    db::Connection,
    error::{Error, FieldError, Result},
    message::Message,
    petitions::{
        access::ENTERERS,
        batch::Meant,
        batches::{
            Checked, Draft, Gathered, LeftOut, Row,
            draft::{self, Kept},
            enter,
            rows::FIELDS,
        },
        board,
        sheet::{self, Unreadable},
    },
    web::{Fields, Submission, visit::see_other},
};

/// The most characters of a batch's number.
const MOST_BATCH: usize = 40;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/petitions/batches", get().to(list))
        .route("/petitions/batches", post().to(send))
        .route("/petitions/batches/new", get().to(form))
        .route("/petitions/batches/{token}", get().to(look))
        .route("/petitions/batches/{token}", post().to(decide));
}

/// `GET /petitions/batches`: what was entered, and what waits to be.
async fn list(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let today = staff.app.clock.today();
    let (viewer, (batches, waiting)) = staff
        .read(move |connection, viewer| {
            let waiting = match ENTERERS.contains(&viewer.role) {
                true => draft::waiting(connection, viewer)?,
                false => Vec::new(),
            };
            Ok((board::by_batch(connection, viewer, today)?, waiting))
        })
        .await?;
    let page = shown::list(&staff, &viewer, &batches, &waiting, &query);
    staff.show(&viewer, "petitions/batches", page)
}

/// `GET /petitions/batches/new`.
async fn form(staff: Staff) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, viewer| viewer.only(&ENTERERS)).await?;
    show_form(&staff, &viewer, StatusCode::OK, &Fields::default(), &[])
}

fn show_form(
    staff: &Staff,
    viewer: &Viewer,
    status: StatusCode,
    fields: &Fields,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let state = staff.form(fields, errors);
    let page = json!({ "form": state.form, "errors": state.errors, "error": state.error });
    staff.show_with(status, viewer, "petitions/batch_new", page)
}

/// `POST /petitions/batches`: reads the file and keeps what it holds.
async fn send(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, viewer| viewer.only(&ENTERERS)).await?;
    let file = form.files.into_iter().find(|file| file.field == "file");
    let mut errors = Vec::new();
    let batch = form.fields.optional("batch", MOST_BATCH, &mut errors);
    let read = match file {
        None => Err(Message::new("petitions-file-missing")),
        Some(file) => read(file.name, file.bytes).await.map_err(Unreadable::message),
    };
    let mut draft = match read {
        Ok(draft) if errors.is_empty() => draft,
        Ok(_) => return refuse(&staff, &viewer, &form.fields, &errors),
        Err(message) => {
            errors.push(FieldError { field: "file".to_owned(), message });
            return refuse(&staff, &viewer, &form.fields, &errors);
        }
    };
    if !batch.is_empty() {
        draft.batch = batch;
    }
    let app = staff.app.clone();
    let keep = move |connection: &mut _, viewer: &Viewer| {
        viewer.only(&ENTERERS)?;
        draft.keep(connection, &app, viewer)
    };
    let token = staff.write(keep).await?;
    Ok(see_other(&format!("/petitions/batches/{token}")))
}

fn refuse(
    staff: &Staff,
    viewer: &Viewer,
    fields: &Fields,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    show_form(staff, viewer, StatusCode::UNPROCESSABLE_ENTITY, fields, errors)
}

/// Unpacking is work for another thread.
async fn read(name: String, bytes: Option<actix_web::web::Bytes>) -> Result<Draft, Unreadable> {
    let bytes = bytes.ok_or(Unreadable::TooLarge)?;
    let read = move || Ok(Draft::of(&name, Gathered::of(&sheet::read(&bytes)?)?));
    // A file that makes the reader panic is no table.
    tokio::task::spawn_blocking(read).await.unwrap_or(Err(Unreadable::NoTable))
}

/// `GET /petitions/batches/{token}`: what would become of each row.
async fn look(staff: Staff, path: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let edited = query.given("edit").map(str::to_owned);
    let (app, token) = (staff.app.clone(), path.into_inner());
    let read = move |connection: &mut _, viewer: &Viewer| {
        let kept = Kept::open(connection, &app, viewer, &token)?;
        Ok(Looked { edited, ..Looked::at(connection, &app, viewer, kept)? })
    };
    let (viewer, looked) = staff.read(read).await?;
    show(&staff, &viewer, StatusCode::OK, &looked)
}

/// What is kept of cells, by the key of the row and the name of the cell.
type Before = BTreeMap<(String, &'static str), String>;

/// A draft with what would become of it.
struct Looked {
    kept: Kept,
    rows: Vec<Checked>,
    /// The batch that it would be in, if one is named.
    meant: Option<Meant>,
    /// The key of a row that is a form although nothing is wrong with it.
    edited: Option<String>,
    /// What is kept of cells into which something else was typed that is not.
    before: Before,
    /// Why it was not entered.
    said: Option<Message>,
}

impl Looked {
    fn at(connection: &mut Connection, app: &App, viewer: &Viewer, kept: Kept) -> Result<Self> {
        let (batch, rows) = (&kept.draft.batch, &kept.draft.rows);
        let meant = enter::meant(connection, app, viewer, batch, rows)?;
        let rows = enter::dry_run(connection, app, batch, rows)?;
        Ok(Self { kept, rows, meant, edited: None, before: Before::new(), said: None })
    }

    /// Whether it can be entered.
    fn is_ready(&self) -> bool {
        self.meant.is_some() && !self.rows.is_empty() && !self.rows.iter().any(Checked::is_bad)
    }
}

fn show(
    staff: &Staff,
    viewer: &Viewer,
    status: StatusCode,
    looked: &Looked,
) -> Result<HttpResponse> {
    staff.show_with(status, viewer, "petitions/batch", shown::dry_run(staff, looked))
}

/// `POST /petitions/batches/{token}`: keeps the corrections, and enters the batch or drops it.
async fn decide(staff: Staff, path: Path<String>, form: Submission) -> Result<HttpResponse> {
    let (token, fields) = (path.into_inner(), form.fields);
    if fields.text("action") == "discard" {
        return discard(&staff, token).await;
    }
    match settle(&staff, &token, &fields).await {
        // Somebody else was first while it was looked at: another look has what they left.
        Err(Error::Conflict(_)) => show_late(&staff, &token, &fields).await,
        other => other,
    }
}

/// It is looked at on a reading connection; only what is stored waits for the writer.
async fn settle(staff: &Staff, token: &str, fields: &Fields) -> Result<HttpResponse> {
    let enters = fields.text("action") == "enter";
    let (app, token, sent) = (staff.app.clone(), token.to_owned(), fields.clone());
    let read = move |connection: &mut _, viewer: &Viewer| {
        let mut kept = Kept::open(connection, &app, viewer, &token)?;
        let seen: Option<i64> = sent.given("version").and_then(|version| version.parse().ok());
        if seen.is_some_and(|seen| seen != kept.version) {
            return Err(Error::changed());
        }
        drop_rows(&mut kept.draft, &sent);
        correct(&mut kept.draft, &sent);
        Looked::at(connection, &app, viewer, kept)
    };
    let (viewer, mut looked) = staff.read(read).await?;
    if enters && looked.is_ready() {
        return enter_it(staff, looked).await;
    }
    looked.kept = keep(staff, looked.kept).await?;
    looked.said = enters.then(|| Message::new("petitions-batch-refused"));
    let status = if enters { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    show(staff, &viewer, status, &looked)
}

/// What was typed over what somebody else has kept meanwhile; nothing is stored. Each row in which the two
/// differ is a form that names both, so that it can be sent again.
async fn show_late(staff: &Staff, token: &str, fields: &Fields) -> Result<HttpResponse> {
    let (app, token, sent) = (staff.app.clone(), token.to_owned(), fields.clone());
    let read = move |connection: &mut _, viewer: &Viewer| {
        let mut kept = Kept::open(connection, &app, viewer, &token)?;
        let before = correct(&mut kept.draft, &sent);
        Ok(Looked { before, ..Looked::at(connection, &app, viewer, kept)? })
    };
    let (viewer, mut looked) = staff.read(read).await?;
    looked.said = Some(Message::new("petitions-batch-changed"));
    show(staff, &viewer, StatusCode::CONFLICT, &looked)
}

async fn discard(staff: &Staff, token: String) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let drop_it = move |connection: &mut _, viewer: &Viewer| {
        Ok(Kept::open(connection, &app, viewer, &token)?.drop_it(connection)?)
    };
    staff.write(drop_it).await?;
    Ok(see_other("/petitions/batches?entered=dropped"))
}

async fn keep(staff: &Staff, mut kept: Kept) -> Result<Kept> {
    let app = staff.app.clone();
    let keep = move |connection: &mut _, viewer: &Viewer| {
        viewer.only(&ENTERERS)?;
        kept.save(connection, &app)?;
        Ok(kept)
    };
    staff.write(keep).await
}

/// Enters what was looked at, unless the draft was changed meanwhile.
async fn enter_it(staff: &Staff, looked: Looked) -> Result<HttpResponse> {
    let (app, batch) = (staff.app.clone(), looked.kept.draft.batch.clone());
    let enter = move |connection: &mut _, viewer: &Viewer| {
        viewer.only(&ENTERERS)?;
        let Looked { mut kept, rows, .. } = looked;
        kept.save(connection, &app)?;
        let (new, known) = enter::enter_all(connection, &app, viewer, &kept.draft.batch, &rows)?;
        kept.drop_it(connection)?;
        Ok((new.len(), known))
    };
    let (new, known) = match staff.write(enter).await {
        // Somebody entered one of them at the same moment: another look shows it as known.
        Err(Error::Database(error)) if error.is_lost_race() => return Err(Error::changed()),
        other => other?,
    };
    let pairs = [("entered", batch), ("new", new.to_string()), ("known", known.to_string())];
    let query = serde_html_form::to_string(pairs).unwrap_or_default();
    Ok(see_other(&format!("/petitions/batches?{query}")))
}

/// Leaves out the rows that the page's forms say are none.
fn drop_rows(draft: &mut Draft, fields: &Fields) {
    let is_dropped = |row: &Row| fields.ticked(&shown::field(row, "drop"));
    let dropped = draft.rows.iter().filter(|row| is_dropped(row));
    let left_out = |row: &Row| LeftOut(row.line, row.cell("number").to_owned(), row.sheet.clone());
    let dropped: Vec<LeftOut> = dropped.map(left_out).collect();
    draft.rows.retain(|row| !is_dropped(row));
    draft.left_out.extend(dropped);
}

/// Takes over what the page's forms say of the rows that they show, and returns what stood there.
fn correct(draft: &mut Draft, fields: &Fields) -> Before {
    let batch: String = fields.text("batch").chars().take(MOST_BATCH).collect();
    draft.batch = batch;
    let mut before = Before::new();
    for row in &mut draft.rows {
        let sent = |name: &str| {
            let field = shown::field(row, name);
            fields.pairs().iter().find(|(key, _)| *key == field).map(|(_, value)| value.trim())
        };
        let corrected: Vec<(&'static str, String)> = FIELDS
            .iter()
            .filter_map(|(_, name)| Some((*name, sent(name)?.replace("\r\n", "\n"))))
            .collect();
        for (name, text) in corrected {
            if row.cell(name) != text {
                before.insert((row.key(), name), row.cell(name).to_owned());
            }
            row.cells.insert(name.to_owned(), text);
        }
    }
    before
}
