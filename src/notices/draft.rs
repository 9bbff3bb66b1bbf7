//! What a draft says, read from its form and held to the register, the results and the listings that
//! it stands on (`R3`, `S1`, `S2`).

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::{
    accounts::Viewer,
    app::App,
    cases::{Case, access as matters},
    db::{Connection, schema::cases},
    enterprises::{self, Enterprise},
    error::{Error, FieldError, Result, valid},
    supervisions::Supervision,
    web::Fields,
};

/// 公告.
pub const ANNOUNCEMENT: &str = "announcement";
/// 曝光.
pub const EXPOSURE: &str = "exposure";
/// What there is to write; each the end of a message key.
pub const KINDS: [&str; 2] = [ANNOUNCEMENT, EXPOSURE];
/// The most characters of a title, a text and a legal basis.
const MOST: (usize, usize, usize) = (200, 20_000, 500);
/// The most plants that one exposure names.
const MOST_PLANTS: usize = 20;

/// The form as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Draft {
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    pub legal_basis: String,
    pub shown_until: Option<NaiveDate>,
    /// Numbers of plants in the register.
    pub plants: Vec<String>,
    /// Number of a matter whose result is published.
    pub case: Option<String>,
    /// Number of a listing.
    pub supervision: Option<String>,
}

/// What a draft stands on, by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// The plants named.
    pub plants: Vec<i64>,
    /// The matter.
    pub case: Option<i64>,
    /// The listing.
    pub supervision: Option<i64>,
}

impl Draft {
    /// Reads the form; what only exposures have is left out of an announcement.
    pub fn parse(fields: &Fields) -> Result<Self> {
        let mut errors = Vec::new();
        let kind = KINDS.into_iter().find(|kind| *kind == fields.text("kind"));
        if kind.is_none() {
            errors.push(FieldError::new("kind", "notices-kind-missing"));
        }
        let exposes = kind == Some(EXPOSURE);
        let title = fields.required("title", MOST.0, &mut errors);
        let text = fields.required("text", MOST.1, &mut errors);
        let legal_basis = match exposes {
            true => fields.required("legal_basis", MOST.2, &mut errors),
            false => String::new(),
        };
        let shown_until = match fields.given("shown_until") {
            Some(_) => fields.day("shown_until", &mut errors),
            None => None,
        };
        let plants = numbers(if exposes { fields.text("plants") } else { "" });
        if exposes && (plants.is_empty() || plants.len() > MOST_PLANTS) {
            errors.push(FieldError::new("plants", "notices-plants-missing"));
        }
        let one = |name: &str| fields.given(name).filter(|_| exposes).map(|it| it.to_uppercase());
        let (case, supervision) = (one("case"), one("supervision"));
        match kind {
            Some(kind) if errors.is_empty() => {
                Ok(Self { kind, title, text, legal_basis, shown_until, plants, case, supervision })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }

    /// Finds what it stands on, as far as `viewer` may know of it.
    ///
    /// # Errors
    /// An error at each field that names what is not there, not theirs, or not public.
    pub fn ground(
        &self,
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
    ) -> Result<Ground> {
        let mut errors = Vec::new();
        let mut plants = Vec::new();
        for number in &self.plants {
            match known(enterprises::access::open(connection, app, viewer, number))? {
                Some(Enterprise { id, .. }) => plants.push(id),
                None => errors.push(FieldError::new("plants", "notices-plant-unknown")),
            }
        }
        plants.sort_unstable();
        plants.dedup();
        let case = match &self.case {
            Some(number) => match known(matters::open(connection, viewer, number))? {
                Some(case) if is_told(&case) => Some(case.id),
                _ => {
                    errors.push(FieldError::new("case", "notices-case-unpublished"));
                    None
                }
            },
            None => None,
        };
        let supervision = match &self.supervision {
            Some(number) => match known(Supervision::public(connection, number))? {
                Some(listing) => Some(listing.id),
                None => {
                    errors.push(FieldError::new("supervision", "notices-supervision-unknown"));
                    None
                }
            },
            None => None,
        };
        valid(errors)?;
        Ok(Ground { plants, case, supervision })
    }
}

/// Whether the public may know of the matter: its result was published, and it is about no bureau (`R3`).
fn is_told(case: &Case) -> bool {
    case.published_at.is_some() && case.hidden_from.is_empty()
}

/// Whether the public may still know of that matter.
pub fn is_still_told(connection: &mut Connection, case: i64) -> QueryResult<bool> {
    let case: Case = cases::table.find(case).select(Case::as_select()).first(connection)?;
    Ok(is_told(&case))
}

fn known<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Numbers in a line, however they are set apart.
fn numbers(line: &str) -> Vec<String> {
    let parts = line.split(|it: char| !it.is_ascii_alphanumeric() && it != '-');
    parts.filter(|it| !it.is_empty()).map(str::to_uppercase).collect()
}
