//! What a special report is about (`N3`): a plant, a county, a category, a supervised case or a campaign.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::draft::{WRITTEN, say, text};
use crate::{
    app::App,
    campaigns::campaign::Whole,
    db::{
        Connection,
        schema::{
            campaign_findings, case_enterprises, cases, enterprises, supervision_requirements,
        },
    },
    error::{Error, FieldError, Result},
    message::Message,
    reports::category::CATEGORIES,
    statistics::{figures::shown, plant::Plant, web::place},
    supervisions::Supervision,
    web::Fields,
};

/// The kinds of subjects, and the field that says which one.
pub const ABOUT: [(&str, &str); 5] = [
    ("county", "county"),
    ("category", "category"),
    ("plant", "number"),
    ("listing", "number"),
    ("campaign", "number"),
];
/// The most characters of a number.
const NUMBER: usize = 40;

/// A subject as it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Of which kind.
    pub about: &'static str,
    /// Which: a code, a name of ours, or a number.
    pub which: String,
}

/// A subject that there is, with the matters behind it.
pub struct Opened {
    /// What it is called, in the office's language.
    pub name: String,
    /// The matters behind it.
    pub scope: Scope,
    /// What else is to be told of it.
    pub of_its_own: Option<String>,
}

/// The matters behind a subject. What is against a bureau is counted where the public counts it, and
/// never named (`R3`).
pub enum Scope {
    /// Those under a bureau, or of a category.
    Kept {
        /// Code of the bureau.
        bureau: Option<String>,
        /// The category.
        kind: Option<&'static str>,
    },
    /// Those of a plant.
    Plant(Plant),
    /// Some, by their rows.
    Matters(Vec<i64>),
}

impl Subject {
    /// From the form.
    ///
    /// # Errors
    /// What is missing, at its field.
    pub fn parse(app: &App, fields: &Fields) -> Result<Self, FieldError> {
        let chosen = ABOUT.iter().find(|(about, _)| *about == fields.text("about"));
        let missing = || FieldError::new("about", "bulletins-about-missing");
        let (about, field) = *chosen.ok_or_else(missing)?;
        let which = fields.text(field);
        let is_known = match about {
            "county" => shown(&app.jurisdiction).contains(&which),
            "category" => CATEGORIES.iter().any(|it| it.name == which),
            _ => !which.is_empty() && which.chars().count() <= NUMBER,
        };
        match is_known {
            true => Ok(Self { about, which: which.to_owned() }),
            false => Err(FieldError::new(field, "bulletins-subject-missing")),
        }
    }

    /// Looks it up: only what the public may know of.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there is none of that number.
    pub fn open(&self, connection: &mut Connection, app: &App, until: NaiveDate) -> Result<Opened> {
        let opened = match self.about {
            "county" => Ok(self.county(app)),
            "category" => Ok(self.category(app)),
            "plant" => self.plant(connection),
            "listing" => self.listing(connection, app, until),
            _ => self.campaign(connection, app, until),
        };
        opened.map_err(|error| match error {
            Error::NotFound => Error::field("number", "bulletins-subject-unknown"),
            error => error,
        })
    }

    fn county(&self, app: &App) -> Opened {
        Opened {
            name: place(app, WRITTEN, &self.which),
            scope: Scope::Kept { bureau: Some(self.which.clone()), kind: None },
            of_its_own: None,
        }
    }

    fn category(&self, app: &App) -> Opened {
        let name = text(app, &format!("kind-{}", self.which));
        let kind = CATEGORIES.iter().map(|it| it.name).find(|it| *it == self.which);
        Opened {
            name: say(app, &Message::new("bulletins-about-category").with("name", name)),
            scope: Scope::Kept { bureau: None, kind },
            of_its_own: None,
        }
    }

    fn plant(&self, connection: &mut Connection) -> Result<Opened> {
        let plant = Plant::of_all(connection, &self.which)?;
        Ok(Opened { name: plant.name.clone(), scope: Scope::Plant(plant), of_its_own: None })
    }

    fn listing(&self, connection: &mut Connection, app: &App, until: NaiveDate) -> Result<Opened> {
        let listing = Supervision::public(connection, &self.which.to_uppercase())?;
        let behind = listing.cases(connection)?;
        let requirements: i64 = supervision_requirements::table
            .filter(supervision_requirements::supervision_id.eq(listing.id))
            .count()
            .get_result(connection)?;
        let is_lifted = listing.lifted_on.is_some_and(|on| on <= until);
        let state = if is_lifted { "bulletins-listing-lifted" } else { "bulletins-listing-stands" };
        let date = |day| app.pages.messages.date(WRITTEN, day);
        let told = listing.listed_on.filter(|on| *on <= until).map(|on| {
            let message = Message::new("bulletins-about-listing")
                .with("number", &listing.number)
                .with("listed", date(on))
                .with("due", date(listing.due_on))
                .with("requirements", requirements)
                .with("until", date(until))
                .with("state", text(app, state));
            say(app, &message)
        });
        Ok(Opened {
            scope: Scope::Matters(told_openly(connection, behind)?),
            name: listing.title,
            of_its_own: told,
        })
    }

    fn campaign(&self, connection: &mut Connection, app: &App, until: NaiveDate) -> Result<Opened> {
        let campaign = Whole::by_number(connection, &self.which)?.campaign;
        // The public knows of it from its first day.
        if campaign.begins_on > app.clock.today() {
            return Err(Error::NotFound);
        }
        let found: Vec<(i64, Option<NaiveDate>)> = campaign_findings::table
            .filter(campaign_findings::campaign_id.eq(campaign.id))
            .filter(campaign_findings::found_on.le(until))
            .select((campaign_findings::enterprise_id, campaign_findings::cleared_on))
            .load(connection)?;
        let cleared = found.iter().filter(|(_, on)| on.is_some_and(|on| on <= until)).count();
        let mut plants: Vec<i64> = found.iter().map(|(plant, _)| *plant).collect();
        plants.sort_unstable();
        plants.dedup();
        let message = Message::new("bulletins-about-campaign")
            .with("number", &campaign.number)
            .with("until", app.pages.messages.date(WRITTEN, until))
            .with("found", found.len())
            .with("plants", plants.len())
            .with("cleared", cleared)
            .with("open", found.len() - cleared);
        let roots: Vec<i64> = enterprises::table
            .filter(enterprises::id.eq_any(&plants))
            .select(enterprises::root)
            .load(connection)?;
        let tied: Vec<i64> = case_enterprises::table
            .inner_join(enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)))
            .filter(enterprises::root.eq_any(&roots))
            .select(case_enterprises::case_id)
            .load(connection)?;
        Ok(Opened {
            scope: Scope::Matters(told_openly(connection, tied)?),
            of_its_own: Some(say(app, &message)),
            name: campaign.name,
        })
    }
}

/// Of those rows, the matters that are against no bureau (`R3`).
fn told_openly(connection: &mut Connection, rows: Vec<i64>) -> QueryResult<Vec<i64>> {
    cases::table
        .filter(cases::id.eq_any(rows))
        .filter(cases::hidden_from.eq(""))
        .order(cases::id)
        .select(cases::id)
        .load(connection)
}
