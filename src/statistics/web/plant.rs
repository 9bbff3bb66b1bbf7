//! The figures of one plant, for staff who may see it (`N1`, `R3`).

use actix_web::HttpResponse;
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::{
    asked::Query,
    cells::{self, Cells},
    page,
};
use crate::{
    accounts::{Viewer, web::Staff},
    app::App,
    db::Connection,
    error::Result,
    statistics::{
        Line,
        figure::Group,
        ledger,
        period::{Span, year_before},
        plant::{self, Plant},
        summary::Column,
        sums,
    },
};

/// All that the page says.
struct Gathered {
    plant: Plant,
    days: Span,
    now: Line,
    then: Line,
    first: NaiveDate,
    /// Up to when all is counted, when something waits.
    waits_since: Option<NaiveDateTime>,
}

/// `GET /statistics?plant=`: never kept, since each sees what they may see.
pub(super) async fn show(staff: &Staff, query: Query, number: String) -> Result<HttpResponse> {
    // Of a plant all is counted, from wherever and by whatever way it came.
    let query = Query { bureau: None, channel: None, kind: None, ..query };
    let (app, asked) = (staff.app.clone(), query.clone());
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        gather(connection, &app, viewer, &asked, &number)
    };
    let (viewer, gathered) = staff.read(read).await?;
    let cells = Cells { app: &staff.app, viewer: Some(&viewer) };
    let page = View { staff, query: &query, gathered: &gathered, cells }.page();
    staff.show(&viewer, "statistics/plant", page)
}

fn gather(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    query: &Query,
    number: &str,
) -> Result<Gathered> {
    let today = app.clock.today();
    let plant = Plant::open(connection, app, viewer, number)?;
    let waits_since = ledger::counted_until(connection)?;
    let first = sums::first_day(connection)?.unwrap_or(today);
    let days = query.period.days(today, first);
    Ok(Gathered {
        now: plant.figures(connection, days)?,
        then: plant.figures(connection, year_before(days))?,
        plant,
        days,
        first,
        waits_since,
    })
}

struct View<'a> {
    staff: &'a Staff,
    query: &'a Query,
    gathered: &'a Gathered,
    cells: Cells<'a>,
}

impl View<'_> {
    fn page(&self) -> Value {
        let Gathered { plant, days, .. } = self.gathered;
        let app: &App = &self.staff.app;
        let before = year_before(*days);
        json!({
            "plant": {
                "number": plant.number, "name": plant.name,
                "href": format!("/enterprises/{}", plant.number),
            },
            "periods": page::periods((app, self.staff.language), self.query, self.gathered.first),
            "from": days.0, "until": days.1, "before": { "from": before.0, "until": before.1 },
            "as_of": self.gathered.waits_since.unwrap_or_else(|| app.clock.now()),
            "groups": plant::GROUPS.map(|group| self.group(group)),
        })
    }

    fn group(&self, group: Group) -> Value {
        let rows: Vec<Value> =
            plant::columns_of(group).into_iter().map(|column| self.row(column)).collect();
        let title = self.staff.text(&format!("statistics-group-{}", group.name()));
        json!({ "title": title, "rows": rows })
    }

    fn row(&self, column: Column) -> Value {
        let Gathered { now, then, days, .. } = self.gathered;
        json!({
            "label": self.staff.text(&column.key()),
            "now": self.cells.of(column, now, self.query, *days),
            "then": self.cells.of(column, then, self.query, year_before(*days)),
            "more": cells::more(column.of(now), column.of(then)),
        })
    }
}
