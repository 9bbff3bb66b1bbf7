//! What an address asks for: a period, a county, a channel, a category, a plant.

use chrono::NaiveDate;

use crate::{
    app::App,
    reports::category::{CATEGORIES, CHANNELS},
    statistics::{
        Asked, Period,
        figure::{self, Figure, Group},
        figures::shown,
        period::Span,
    },
    web::{Fields, form},
};

/// The most characters of a plant's number.
const NUMBER: usize = 40;

/// The most figures that are added up in a number.
const ADDED: usize = 3;

/// The figures whose matters are asked for: one, or some that are added up in a number; nothing where one
/// is not known, or supervised cases would stand among matters.
pub(super) fn figures(fields: &Fields) -> Option<Vec<&'static Figure>> {
    let named = fields.all("figure");
    let found: Option<Vec<&'static Figure>> = named.iter().map(|it| figure::opened(it)).collect();
    let is_supervised = |figure: &&'static Figure| figure.group == Group::Supervised;
    found.filter(|all| {
        let differ = all
            .iter()
            .enumerate()
            .all(|(at, figure)| all[at + 1..].iter().all(|other| other.name != figure.name));
        let alike = all.iter().all(is_supervised) || !all.iter().any(is_supervised);
        (1..=ADDED).contains(&all.len()) && differ && alike
    })
}

/// Read from the address; what nobody knows is left out.
#[derive(Clone, Debug)]
pub(super) struct Query {
    pub period: Period,
    pub bureau: Option<String>,
    pub channel: Option<&'static str>,
    pub kind: Option<&'static str>,
    /// A plant's number, as it was typed.
    pub plant: Option<String>,
}

impl Query {
    pub fn of(app: &App, fields: &Fields) -> Self {
        let day = |name: &str| fields.given(name).and_then(|day| day.parse::<NaiveDate>().ok());
        let days = day("from").zip(day("until"));
        let days = days.and_then(|(from, until)| Period::between(from, until));
        let chosen = Period::parse(fields.text("period"));
        let bureau = fields.given("county").filter(|it| shown(&app.jurisdiction).contains(it));
        Self {
            // A period that was chosen by name rules over days that are left in the form.
            period: days.filter(|_| fields.given("period").is_none()).unwrap_or(chosen),
            bureau: bureau.map(str::to_owned),
            channel: CHANNELS.into_iter().find(|it| *it == fields.text("channel")),
            kind: CATEGORIES.iter().map(|it| it.name).find(|it| *it == fields.text("kind")),
            plant: fields.given("plant").map(|it| it.chars().take(NUMBER).collect()),
        }
    }

    pub fn asked(&self, days: Span) -> Asked<'_> {
        Asked { days, channel: self.channel, kind: self.kind, bureau: self.bureau.as_deref() }
    }

    /// The same question for another period.
    pub fn during(&self, period: Period) -> Self {
        Self { period, ..self.clone() }
    }

    /// The same question about one county.
    pub fn about(&self, bureau: &str) -> Self {
        Self { bureau: Some(bureau.to_owned()), ..self.clone() }
    }

    /// The same question about what came by one channel.
    pub fn by_channel(&self, channel: &'static str) -> Self {
        Self { channel: Some(channel), ..self.clone() }
    }

    /// The same question about one category.
    pub fn of_kind(&self, kind: &'static str) -> Self {
        Self { kind: Some(kind), ..self.clone() }
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = match self.period {
            Period::Days(from, until) => {
                vec![("from", from.to_string()), ("until", until.to_string())]
            }
            period => vec![("period", period.name())],
        };
        pairs.extend(self.bureau.iter().map(|it| ("county", it.clone())));
        pairs.extend(self.channel.iter().map(|it| ("channel", (*it).to_owned())));
        pairs.extend(self.kind.iter().map(|it| ("kind", (*it).to_owned())));
        pairs.extend(self.plant.iter().map(|it| ("plant", it.clone())));
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The address of a page that is asked the same.
    pub fn address(&self, path: &str) -> String {
        format!("{path}?{}", form::encode(&self.pairs().into()))
    }

    /// The address of the matters behind a figure, or behind some that are added up: its days are said,
    /// so that it stays the same.
    pub fn behind(&self, figures: &[&Figure], (from, until): Span) -> String {
        let days = Self { period: Period::Days(from, until), ..self.clone() };
        let named = figures.iter().map(|it| ("figure".to_owned(), it.name.to_owned()));
        let pairs: Vec<(String, String)> = named.chain(days.pairs()).collect();
        format!("/statistics/matters?{}", form::encode(&pairs.into()))
    }

    /// What a file of these figures is called.
    pub fn file_name(&self) -> String {
        let period = match self.period {
            Period::Days(from, until) => format!("{from}-{until}"),
            period => period.name(),
        };
        let more = [self.bureau.as_deref(), self.channel, self.kind];
        let parts: Vec<&str> =
            ["figures", &period].into_iter().chain(more.into_iter().flatten()).collect();
        parts.join("-")
    }
}
