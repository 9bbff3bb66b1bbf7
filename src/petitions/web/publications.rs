//! `/petitions/publications`: tables and bulletins are made, checked and published (`F4`, `S2`).

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, get, post},
};
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::table::{column_names, lines};
use crate::{
    accounts::{Viewer, viewer, web::Staff},
    cases::publication,
    db::Connection,
    error::{Error, FieldError, Result},
    message::Message,
    petitions::{
        access, board,
        publications::{
            PUBLISHERS, Publication, Source,
            table::{self, COLUMNS, MOST_TITLE, NoTable},
        },
        sheet::{self, Unreadable},
    },
    timeline::Event,
    web::{Fields, Submission, visit::see_other},
};

/// The most lines that are forms on one page.
const MOST_FORMS: usize = 10;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/petitions/publications", get().to(list))
        .route("/petitions/publications", post().to(make))
        .route("/petitions/publications/{id}", get().to(look))
        .route("/petitions/publications/{id}", post().to(decide));
}

/// `GET /petitions/publications`.
async fn list(staff: Staff) -> Result<HttpResponse> {
    show_list(&staff, StatusCode::OK, &Fields::default(), &[]).await
}

async fn show_list(
    staff: &Staff,
    status: StatusCode,
    fields: &Fields,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let today = staff.app.clock.today();
    let (viewer, (rows, batches, offices)) = staff
        .read(move |connection, viewer| {
            let rows = Publication::list(connection, viewer)?;
            let batches = board::by_batch(connection, viewer, today)?;
            Ok((rows, batches, access::offices(connection, viewer)?))
        })
        .await?;
    let mut state = staff.form(fields, errors);
    for name in ["of_day", "bulletin_day"] {
        state.form.entry(name.to_owned()).or_insert_with(|| today.to_string());
    }
    let rows = rows.iter().map(|it| {
        json!({
            "title": it.title, "kind": format!("petitions-publication-{}", it.kind),
            "state": state_of(it), "href": format!("/petitions/publications/{}", it.id),
            "at": it.published_at.unwrap_or(it.edited_at),
        })
    });
    let batches =
        batches.iter().map(|line| json!({ "value": line.of.number, "label": line.of.number }));
    let offices =
        offices.iter().map(|code| json!({ "value": code, "label": staff.full_name(code) }));
    let page = json!({
        "rows": rows.collect::<Vec<_>>(), "batches": batches.collect::<Vec<_>>(),
        "offices": offices.collect::<Vec<_>>(),
        "form": state.form, "error": state.error, "errors": state.errors,
    });
    staff.show_with(status, &viewer, "petitions/publications", page)
}

fn state_of(publication: &Publication) -> &'static str {
    match (publication.published_at, publication.withdrawn_at) {
        (_, Some(_)) => "petitions-publication-withdrawn",
        (Some(_), None) => "petitions-publication-published",
        (None, None) => "petitions-publication-draft",
    }
}

/// `POST /petitions/publications`: makes a draft from a batch, a day, a file or for a bulletin.
async fn make(staff: Staff, form: Submission) -> Result<HttpResponse> {
    staff.read(|_, viewer| viewer.only(&PUBLISHERS)).await?;
    let source = match source(&form).await {
        Ok(source) => source,
        Err(error) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show_list(&staff, status, &form.fields, &[error]).await;
        }
    };
    let app = staff.app.clone();
    let office = match form.fields.text("source") {
        "batch" => None,
        source => form.fields.given(&format!("{source}_office")).map(str::to_owned),
    };
    let make = staff
        .write(move |connection, viewer| {
            Publication::make(connection, &app, viewer, &source, office.as_deref())
        })
        .await;
    match make {
        Ok(id) => Ok(see_other(&format!("/petitions/publications/{id}"))),
        Err(Error::Invalid(errors)) => {
            show_list(&staff, StatusCode::UNPROCESSABLE_ENTITY, &form.fields, &errors).await
        }
        Err(error) => Err(error),
    }
}

async fn source(form: &Submission) -> Result<Source, FieldError> {
    let fields = &form.fields;
    let day = |name: &str| -> Result<NaiveDate, FieldError> {
        fields.text(name).parse().map_err(|_| FieldError::new(name, "field-date-wrong"))
    };
    match fields.text("source") {
        "batch" => Ok(Source::Batch(fields.text("of_batch").to_owned())),
        "day" => day("of_day").map(Source::Day),
        "bulletin" => day("bulletin_day").map(Source::Bulletin),
        _ => file(form).await.map(Source::Other),
    }
}

async fn file(form: &Submission) -> Result<table::Table, FieldError> {
    let wrong = |message| FieldError { field: "file".to_owned(), message };
    let file = form.files.iter().find(|file| file.field == "file");
    let file = file.ok_or_else(|| wrong(Message::new("petitions-file-missing")))?;
    let bytes = file.bytes.clone();
    let bytes = bytes.ok_or_else(|| wrong(Unreadable::TooLarge.message()))?;
    let read = move || {
        let sheets = sheet::read(&bytes).map_err(NoTable::Unreadable)?;
        table::of_file(&sheets)
    };
    let read = tokio::task::spawn_blocking(read).await;
    read.unwrap_or(Err(NoTable::Unreadable(Unreadable::NoTable))).map_err(|error| match error {
        NoTable::Unreadable(reason) => wrong(reason.message()),
        NoTable::Columns(names) => {
            wrong(Message::new("petitions-table-columns").with("names", names.join(" / ")))
        }
        NoTable::Sheets(names) => {
            wrong(Message::new("petitions-table-sheets").with("names", names.join(" / ")))
        }
    })
}

/// `GET /petitions/publications/{id}`: what would be published, with what may point to people.
async fn look(staff: Staff, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let edited: Option<usize> = query.given("edit").and_then(|line| line.parse().ok());
    let id = id.into_inner();
    let (viewer, opened) =
        staff.read(move |connection, viewer| Opened::read(connection, viewer, id)).await?;
    let mut page = page(&staff, &viewer, &opened, edited.as_slice())?;
    page["notice"] = match query.text("done") {
        "" => Value::Null,
        done @ ("save" | "publish" | "withdraw") => {
            super::notice(&staff, &format!("petitions-publication-done-{done}"))
        }
        _ => Value::Null,
    };
    staff.show(&viewer, "petitions/publication", page)
}

/// A publication with what was done with it, and by whom.
struct Opened {
    publication: Publication,
    events: Vec<Event>,
    names: Vec<(i64, String)>,
}

impl Opened {
    fn read(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<Self> {
        let publication = Publication::open(connection, viewer, id)?;
        let events = publication.events(connection)?;
        let actors = events.iter().filter_map(|event| event.actor_id);
        let names = viewer::names(connection, actors)?;
        Ok(Self { publication, events, names })
    }

    /// Its timeline, as the template takes it.
    fn timeline(&self, staff: &Staff) -> Vec<Value> {
        let line = |event: &Event| {
            let name = self.names.iter().find(|(id, _)| Some(*id) == event.actor_id);
            json!({
                "title": staff.text(&format!("petitions-publication-event-{}", event.act)),
                "at": event.at, "by": name.map(|(_, name)| name),
            })
        };
        self.events.iter().rev().map(line).collect()
    }
}

fn page(staff: &Staff, viewer: &Viewer, opened: &Opened, edited: &[usize]) -> Result<Value> {
    let publication = &opened.publication;
    let marks = publication.marks()?;
    let of = |line: usize| marks.iter().find(|(at, _)| *at == line).map(|(_, marks)| marks);
    let is_draft = publication.published_at.is_none();
    let table = publication.table()?;
    let mut wanted: Vec<usize> = edited.to_vec();
    wanted.extend(marks.iter().map(|(line, _)| *line).filter(|line| *line > 0));
    wanted.dedup();
    wanted.truncate(MOST_FORMS);
    let forms =
        table.lines.iter().enumerate().filter(|(at, _)| is_draft && wanted.contains(&(at + 1)));
    let forms = forms.map(|(at, line)| {
        let names = column_names(staff, staff.language);
        let fields = line.cells.iter().enumerate().skip(2).map(|(column, cell)| {
            json!({
                "kind": "textarea", "rows": 3, "name": field(at + 1, COLUMNS[column].1),
                "label": names[column], "value": cell,
            })
        });
        json!({
            "line": at + 1, "number": line.cells[1], "fields": fields.collect::<Vec<_>>(),
            "marks": of(at + 1).map(|marks| publication::listed(marks)),
        })
    });
    let text = publication.text()?;
    Ok(json!({
        "id": publication.id, "version": publication.version, "title": publication.title,
        "is_table": publication.kind == "table", "text": text,
        "columns": column_names(staff, staff.language), "lines": lines(&table),
        "forms": forms.collect::<Vec<_>>(), "marks": of(0).map(|marks| publication::listed(marks)),
        "state": state_of(publication), "draft": is_draft, "public": publication.is_public(),
        "own": publication.edited_by == viewer.account,
        "href": super::table::href(publication), "events": opened.timeline(staff),
    }))
}

/// The name of a line's field.
fn field(line: usize, column: &str) -> String {
    format!("line{line}-{column}")
}

/// `POST /petitions/publications/{id}`: saves, publishes, withdraws or discards.
async fn decide(staff: Staff, id: Path<i64>, form: Submission) -> Result<HttpResponse> {
    let (app, id, fields) = (staff.app.clone(), id.into_inner(), form.fields);
    let typed = fields.clone();
    let action = fields.text("action").to_owned();
    let change = move |connection: &mut Connection, viewer: &Viewer| {
        let publication = Publication::open(connection, viewer, id)?;
        let seen = fields.given("version").and_then(|version| version.parse().ok());
        if seen != Some(publication.version) {
            return Err(Error::changed());
        }
        match fields.text("action") {
            "save" => save(connection, &app, viewer, &publication, &fields),
            "publish" if !fields.ticked("checked") => {
                Err(Error::Conflict(Message::new("petitions-publication-unchecked")))
            }
            "publish" => publication.publish(connection, &app, viewer),
            "withdraw" => publication.withdraw(connection, &app, viewer),
            "discard" => publication.discard(connection, &app, viewer),
            _ => Err(Error::NotFound),
        }
    };
    match staff.write(change).await {
        Ok(_) if action == "discard" => Ok(see_other("/petitions/publications")),
        Ok(_) => Ok(see_other(&format!("/petitions/publications/{id}?done={action}"))),
        Err(Error::Conflict(message)) => {
            let open = staff.read(move |connection, viewer| Opened::read(connection, viewer, id));
            let (viewer, opened) = open.await?;
            let mut page = page(&staff, &viewer, &opened, &lines_typed(&typed))?;
            keep_typed(&mut page, &typed);
            let text = staff.say(&message);
            page["errors"] = json!([{ "message": text }]);
            staff.show_with(StatusCode::CONFLICT, &viewer, "petitions/publication", page)
        }
        Err(error) => Err(error),
    }
}

/// The lines whose cells were sent.
fn lines_typed(fields: &Fields) -> Vec<usize> {
    let line = |name: &str| name.strip_prefix("line")?.split_once('-')?.0.parse().ok();
    let mut lines: Vec<usize> = fields.pairs().iter().filter_map(|(name, _)| line(name)).collect();
    lines.dedup();
    lines
}

/// What was typed stands in the forms, whatever is stored by now.
fn keep_typed(page: &mut Value, fields: &Fields) {
    for name in ["title", "text"] {
        if let Some(typed) = fields.given(name) {
            page[name] = typed.into();
        }
    }
    for form in page["forms"].as_array_mut().into_iter().flatten() {
        for field in form["fields"].as_array_mut().into_iter().flatten() {
            let name = field["name"].as_str().unwrap_or_default();
            if let Some((_, typed)) = fields.pairs().iter().find(|(sent, _)| sent == name) {
                field["value"] = typed.as_str().into();
            }
        }
    }
}

fn save(
    connection: &mut Connection,
    app: &crate::app::App,
    viewer: &Viewer,
    publication: &Publication,
    fields: &Fields,
) -> Result<()> {
    let title: String =
        fields.given("title").unwrap_or(&publication.title).chars().take(MOST_TITLE).collect();
    if publication.kind == "bulletin" {
        let text = fields.text("text").replace("\r\n", "\n");
        return publication.edit(connection, app, viewer, &title, &text);
    }
    let mut table = publication.table()?;
    for (at, line) in table.lines.iter_mut().enumerate() {
        for (column, (_, name)) in COLUMNS.iter().enumerate().skip(2) {
            let name = field(at + 1, name);
            let sent = fields.pairs().iter().find(|(key, _)| *key == name);
            if let Some((_, value)) = sent {
                line.cells[column] = value.trim().replace("\r\n", "\n");
                if !table::fits(&line.cells[column]) {
                    return Err(Error::Conflict(Message::new("petitions-cell-large")));
                }
            }
        }
    }
    publication.edit(connection, app, viewer, &title, &table)
}
