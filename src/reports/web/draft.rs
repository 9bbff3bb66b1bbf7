//! A report on its way: what the form sent, its key, and its pictures.

use data_encoding::HEXLOWER;

use crate::{
    db::Connection,
    error::{Error, FieldError, Result},
    message::Message,
    reports::{
        NewReport, form,
        pending::{self, Pending},
        picture::{self, Stored},
        support,
    },
    web::{Fields, Submission, Upload, Visit, beside, form::MOST_FILES},
};

/// The field of the pictures.
const PICTURES: &str = "photos";

/// A form that arrived.
pub struct Draft {
    /// The form's own key: a second sending of it is the same report.
    pub key: String,
    /// What was typed.
    pub fields: Fields,
    /// The report it makes, or what is wrong at which field.
    pub new: Result<NewReport, Vec<FieldError>>,
}

/// A new key of 128 bits, for a form that is shown.
pub fn new_key() -> String {
    HEXLOWER.encode(&rand::random::<[u8; 16]>())
}

impl Draft {
    /// Reads the form and takes in its pictures: the good ones are kept also when something else is
    /// wrong, so that nobody has to choose them again.
    pub async fn of(visit: &Visit, submission: Submission) -> Result<Self> {
        let key = key(&submission.fields)?;
        let wrong = take_in(visit, &key, &submission).await?;
        let fields = submission.fields;
        let new = form::parse(&visit.app.jurisdiction, &fields, &key, visit.language);
        let new = new.and_then(|new| choose(visit, &fields, new));
        let new = match (new, wrong.is_empty()) {
            (Err(mut errors), _) => {
                errors.extend(wrong);
                Err(errors)
            }
            (Ok(_), false) => Err(wrong),
            (new, true) => new,
        };
        Ok(Self { key, fields, new })
    }

    /// Whether the citizen has said if it is the same as another (`I8`).
    pub fn has_chosen(&self) -> bool {
        self.fields.given("join").is_some()
    }

    /// The pictures that wait with it.
    pub async fn pictures(&self, visit: &Visit) -> Result<Vec<Pending>> {
        let (app, key) = (visit.app.clone(), self.key.clone());
        let read =
            move |connection: &mut Connection| Ok(pending::of(connection, &app.vault, &key)?);
        visit.app.db.read(read).await
    }
}

/// Takes over which matter the citizen supports; a choice that does not hold any more is made again.
fn choose(
    visit: &Visit,
    fields: &Fields,
    mut new: NewReport,
) -> Result<NewReport, Vec<FieldError>> {
    let given = fields.given("join").filter(|given| *given != support::DIFFERENT);
    let Some(token) = given else { return Ok(new) };
    let now = visit.app.clock.now();
    new.join = support::chosen(&visit.app.vault, now, &new.submission, token);
    match new.join {
        Some(_) => Ok(new),
        None => Err(vec![FieldError::new("join", "reports-same-over")]),
    }
}

/// The form's key. Programs that send none get one; one that cannot be a key is refused, because
/// the sender counts on it.
fn key(fields: &Fields) -> Result<String> {
    let Some(given) = fields.given("submission") else { return Ok(new_key()) };
    match is_key(given) {
        true => Ok(given.to_owned()),
        false => Err(Error::BadRequest(Message::new("reports-key-wrong"))),
    }
}

/// Whether `given` can be a key, ours or a program's.
pub fn is_key(given: &str) -> bool {
    (16..=64).contains(&given.len())
        && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Keeps the pictures that were sent and drops those that were taken off; says what is wrong.
async fn take_in(visit: &Visit, key: &str, form: &Submission) -> Result<Vec<FieldError>> {
    let uploads: Vec<Upload> =
        form.files.iter().filter(|file| file.field == PICTURES).cloned().collect();
    let kept = form.fields.all("kept");
    let offered = form.fields.all("offered").into_iter();
    let dropped: Vec<i64> =
        offered.filter(|id| !kept.contains(id)).filter_map(|id| id.parse().ok()).collect();
    if uploads.is_empty() && dropped.is_empty() {
        return Ok(Vec::new());
    }
    let (app, key) = (visit.app.clone(), key.to_owned());
    let hash_and_read = move |connection: &mut Connection| {
        let known = pending::of(connection, &app.vault, &key)?;
        let digests = uploads.iter().map(|upload| pending::digest(&app.vault, upload));
        Ok::<_, Error>((known, digests.zip(uploads.clone()).collect::<Vec<_>>(), key))
    };
    let (known, uploads, key) = visit.app.db.read(hash_and_read).await?;
    let (gone, known): (Vec<_>, Vec<_>) =
        known.into_iter().partition(|it| dropped.contains(&it.id));
    let fresh = fresh(&known, uploads);
    let (stored, wrong) = match known.len() + fresh.len() > MOST_FILES {
        true => (Vec::new(), vec![picture::too_many(PICTURES)]),
        false => store(visit, fresh).await?,
    };
    keep(visit, key, gone, stored).await?;
    Ok(wrong)
}

/// Those that have not been sent before.
fn fresh(known: &[Pending], uploads: Vec<(String, Upload)>) -> Vec<(String, Upload)> {
    let mut fresh: Vec<(String, Upload)> = Vec::new();
    for (digest, upload) in uploads {
        let is_known = known.iter().any(|it| it.digest == digest)
            || fresh.iter().any(|(other, _)| *other == digest);
        if !is_known {
            fresh.push((digest, upload));
        }
    }
    fresh
}

/// Looks at the pictures and stores the good ones.
async fn store(
    visit: &Visit,
    fresh: Vec<(String, Upload)>,
) -> Result<(Vec<(String, Stored)>, Vec<FieldError>)> {
    let app = visit.app.clone();
    let work = move || {
        let (mut stored, mut wrong) = (Vec::new(), Vec::new());
        for (digest, upload) in fresh {
            match picture::store_one(&app, PICTURES, &upload) {
                Ok(one) => stored.push((digest, one)),
                Err(Error::Invalid(errors)) => wrong.extend(errors),
                Err(error) => {
                    discard(&app, &stored);
                    return Err(error);
                }
            }
        }
        Ok((stored, wrong))
    };
    beside(work).await
}

fn discard(app: &crate::app::App, stored: &[(String, Stored)]) {
    let stored: Vec<Stored> = stored.iter().map(|(_, one)| one.clone()).collect();
    picture::discard(app, &stored);
}

async fn keep(
    visit: &Visit,
    key: String,
    gone: Vec<Pending>,
    stored: Vec<(String, Stored)>,
) -> Result<()> {
    if gone.is_empty() && stored.is_empty() {
        return Ok(());
    }
    let (app, pictures) = (visit.app.clone(), stored.clone());
    let change = move |connection: &mut Connection| {
        pending::remove(connection, app.clock.now(), gone)?;
        pending::keep(connection, &app, &key, &pictures)
    };
    let kept: Result<()> = visit.app.db.write(change).await;
    if kept.is_err() {
        discard(&visit.app, &stored);
    }
    kept
}
