//! “The same as mine”: open matters that a citizen can support instead of opening another (`I8`).
//!
//! What is offered betrays nothing (`S1`, `S2`, `R3`): never a word that another wrote, never the
//! reported unit, the place no closer than a township or a cell of the map, and only what nobody is
//! harmed by. Not offered at all are matters that are kept from a bureau, emergencies, and those
//! behind which only confidential reporters stand; and nothing to somebody who reports a bureau.
//! A choice is a sealed token, good for that form alone: only what was offered can be joined.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use data_encoding::BASE64URL_NOPAD;
use diesel::prelude::*;

use super::{NewReport, Report};
use crate::{
    app::App,
    cases::{
        State,
        alike::{Facts, Likeness, Why},
        nearest::{Asked, Candidate, Eyes, nearest},
    },
    db::{
        Connection,
        schema::{case_reports, reports},
    },
    error::{Error, Result},
    jurisdiction::Level,
    routing::decide,
    vault::Vault,
};

/// How many are offered, of how many that are looked at.
const MOST: usize = 3;
const LOOKED_AT: usize = 12;
/// How long a choice holds.
const HOLDS: Duration = Duration::hours(2);
/// Distances as they are told, in metres: nobody's place can be found out by asking often.
const BANDS: [u32; 3] = [500, 1_000, 2_000];
/// What a form sends for “mine is different”.
pub const DIFFERENT: &str = "no";

/// A matter that may be the same, as far as anybody may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What the form sends to support it.
    pub token: String,
    /// Main categories.
    pub kinds: Vec<String>,
    /// How it stands, as people outside the office know it.
    pub state: State,
    /// When it was first told.
    pub day: NaiveDate,
    /// Code of the county.
    pub county: Option<String>,
    /// Name of the township, or of a place that every map has.
    pub place: Option<String>,
    /// Within so many metres.
    pub within: Option<u32>,
}

/// The open matters that `new` may be the same as; none where it must not be asked, nor when the
/// form was sent before: it would be told of its own matter.
pub fn offers(connection: &mut Connection, app: &App, new: &NewReport) -> Result<Vec<Offer>> {
    if Report::by_submission(connection, &app.vault, &new.submission)?.is_some() {
        return Ok(Vec::new());
    }
    let decision = decide(&app.jurisdiction, &new.place());
    if new.urgent || decision.outside || !decision.hidden_from.is_empty() {
        return Ok(Vec::new());
    }
    let code = decision.target.code.as_ref().filter(|_| decision.certain);
    let county = code.and_then(|code| app.jurisdiction.bureau(code)?.county.as_deref());
    let kinds = new.kinds.join(" ");
    let facts = Facts {
        unit: &new.plant,
        place: &new.address,
        text: &new.text,
        point: new.point.map(|point| (point.latitude(), point.longitude())),
        kinds: &kinds,
        day: app.clock.today(),
    };
    let asked = Asked { facts, county, but: None };
    let mut near = nearest(connection, app, Eyes::Citizen, asked, LOOKED_AT)?;
    near.retain(|(likeness, it)| likeness.is_about_the_same() && may_be_one(&kinds, &it.kinds));
    let ids: Vec<i64> = near.iter().map(|(_, it)| it.id).collect();
    let open = open_to_all(connection, &ids)?;
    near.retain(|(_, it)| open.contains(&it.id));
    near.truncate(MOST);
    near.iter().map(|(likeness, it)| offer(app, new, likeness, it)).collect()
}

/// Noise is not the same as sewage; what has no kind may be either.
fn may_be_one(one: &str, other: &str) -> bool {
    let mut main = one.split_whitespace().filter(|kind| !kind.contains('_')).peekable();
    main.peek().is_none()
        || other.is_empty()
        || main.any(|kind| other.split_whitespace().any(|it| it == kind))
}

/// Those behind which somebody stands who did not ask for confidence (`I3`).
fn open_to_all(connection: &mut Connection, ids: &[i64]) -> QueryResult<Vec<i64>> {
    case_reports::table
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .filter(case_reports::case_id.eq_any(ids))
        .filter(reports::reporter_kind.ne("confidential"))
        .filter(reports::withdrawn_at.is_null())
        .select(case_reports::case_id)
        .load(connection)
}

fn offer(app: &App, new: &NewReport, likeness: &Likeness, it: &Candidate) -> Result<Offer> {
    let metres = likeness.why.iter().find_map(|why| match why {
        Why::Distance(metres) => Some(*metres),
        _ => None,
    });
    let state: State =
        it.state.parse().map_err(|()| Error::Internal(format!("state {}", it.state)))?;
    let main = it.kinds.split_whitespace().filter(|kind| !kind.contains('_'));
    Ok(Offer {
        token: token(&app.vault, app.clock.now(), &new.submission, &it.number)?,
        kinds: main.map(str::to_owned).collect(),
        state: state.outside(),
        day: it.day,
        county: it.county.clone(),
        place: place(app, &it.place),
        within: metres.and_then(|metres| BANDS.into_iter().find(|band| metres <= *band)),
    })
}

/// The township that a place in words names, else a place of the gazetteer: never the words.
fn place(app: &App, words: &str) -> Option<String> {
    let words = words.to_lowercase();
    let mentions = app.jurisdiction.gazetteer().mentions(&words);
    let of = |level: Level| mentions.iter().find(|it| it.name.level == level);
    of(Level::Township).or_else(|| of(Level::Place)).map(|it| it.name.text.clone())
}

fn context(submission: &str) -> String {
    format!("support {submission}")
}

fn token(vault: &Vault, now: NaiveDateTime, submission: &str, number: &str) -> Result<String> {
    let until = (now + HOLDS).and_utc().timestamp();
    let sealed = vault
        .seal(&context(submission), format!("{until} {number}").as_bytes())
        .map_err(|_| Error::Internal("a token cannot be sealed".to_owned()))?;
    Ok(BASE64URL_NOPAD.encode(&sealed))
}

/// The number of the matter that a token of this form chose, while it holds.
pub fn chosen(vault: &Vault, now: NaiveDateTime, submission: &str, token: &str) -> Option<String> {
    let sealed = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
    let text = String::from_utf8(vault.unseal(&context(submission), &sealed).ok()?).ok()?;
    let (until, number) = text.split_once(' ')?;
    let holds = until.parse::<i64>().ok()? >= now.and_utc().timestamp();
    holds.then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_kinds_are_different_matters() {
        assert!(may_be_one("air air_odour", "air"));
        assert!(may_be_one("", "air") && may_be_one("air", ""));
        assert!(!may_be_one("noise", "air water"));
    }
}
