//! The list of matters behind a figure, or behind some that are added up: the public's and the staff's,
//! at one address.

use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::{
    asked::{self, Query},
    own, place,
};
use crate::{
    accounts::{Viewer, web::Staff},
    app::App,
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    statistics::{
        figure::{Figure, Group, LISTED_IN, Unit},
        matters::{self, Behind},
        plant::Plant,
        reckon::{PLANT, SUPERVISION},
        sums,
    },
    web::{Fields, paging::Places},
};

/// How much of a title is shown, in characters.
const LONG: usize = 120;

/// `GET /statistics/matters`.
pub(super) async fn list(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let fields = Fields::parse(request.query_string().as_bytes())?;
    let figures = asked::figures(&fields).ok_or(Error::NotFound)?;
    let asked = Asking { query: Query::of(&staff.app, &fields), fields, figures };
    let (app, language) = (staff.app.clone(), staff.language);
    let page = move |connection: &mut Connection, viewer: Option<&Viewer>| {
        asked.page(connection, &app, language, viewer)
    };
    match own(&staff, page.clone()).await? {
        Some((viewer, page)) => staff.show(&viewer, "statistics/matters_staff", page),
        None => staff.public_page(&request, "statistics/matters", move |it| page(it, None)).await,
    }
}

#[derive(Clone)]
struct Asking {
    query: Query,
    fields: Fields,
    figures: Vec<&'static Figure>,
}

impl Asking {
    fn page(
        &self,
        connection: &mut Connection,
        app: &App,
        language: Language,
        viewer: Option<&Viewer>,
    ) -> Result<Value> {
        let today = app.clock.today();
        let first = sums::first_day(connection)?.unwrap_or(today);
        let mut days = self.query.period.days(today, first);
        // What stands at the end came there at any time before.
        if self.figures.iter().all(|it| it.is_standing()) {
            days.0 = first.min(days.1);
        }
        let asked = self.query.asked(days);
        let places = Places::of(&self.fields);
        let plant = self.plant(connection, app, viewer)?;
        let whose = (viewer, plant.as_ref());
        let (rows, more) = matters::list(connection, app, &self.figures, &asked, whose, &places)?;
        let place_of = |row: Option<&Behind>| row.map(|it| it.place().to_string());
        let ends = (place_of(rows.first()), place_of(rows.last()));
        let pages = places.links("/statistics/matters", &self.fields, more, ends);
        let text = |key: &str| app.pages.messages.text(language, key).into_owned();
        let mut narrowed: Vec<String> = Vec::new();
        narrowed.extend(self.query.bureau.iter().map(|code| place(app, language, code)));
        narrowed.extend(self.query.channel.iter().map(|it| text(&format!("channel-{it}"))));
        narrowed.extend(self.query.kind.iter().map(|it| text(&format!("kind-{it}"))));
        narrowed.extend(plant.map(|it| it.name));
        let named = self.figures.iter().map(|it| text(&format!("figure-{}", it.name)));
        let separator = app.jurisdiction.profile().separator.in_language(language.tag());
        let counties = self.figures.iter().any(|it| it.name == LISTED_IN);
        let row = |row: &Behind| {
            let mut shown = self.row(row, viewer.is_some());
            if counties {
                shown["county"] = place(app, language, &row.bureau).into();
            }
            shown
        };
        Ok(json!({
            "title": named.collect::<Vec<_>>().join(separator),
            "from": days.0, "until": days.1, "narrowed": narrowed,
            "money": self.figures.iter().all(|it| it.unit == Unit::Fen),
            "rows": rows.iter().map(row).collect::<Vec<_>>(),
            "pages": pages, "back": self.query.address("/statistics"),
            "supervised": self.is_supervised(), "counties": counties,
        }))
    }

    fn is_supervised(&self) -> bool {
        self.figures.iter().all(|it| it.group == Group::Supervised)
    }

    /// The plant that was asked for: which there are is for staff to know.
    fn plant(
        &self,
        connection: &mut Connection,
        app: &App,
        viewer: Option<&Viewer>,
    ) -> Result<Option<Plant>> {
        let Some(number) = &self.query.plant else { return Ok(None) };
        let viewer = viewer.ok_or(Error::LoginNeeded)?;
        Plant::open(connection, app, viewer, number).map(Some)
    }

    fn row(&self, row: &Behind, is_staff: bool) -> Value {
        let path = match (row.noun.as_str(), is_staff) {
            (SUPERVISION, _) => "supervisions",
            (PLANT, _) => "enterprises",
            (_, true) => "cases",
            (_, false) => "results",
        };
        let title = row.title.as_deref().unwrap_or_default();
        let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = match title.char_indices().nth(LONG) {
            Some((end, _)) => format!("{}…", &title[..end]),
            None => title,
        };
        json!({
            "number": row.number, "href": format!("/{path}/{}", row.number), "title": title,
            "day": row.day, "amount": row.amount,
            // What became of a matter later is the page's of it to say.
            "state": row.state.as_deref().filter(|_| is_staff),
        })
    }
}
