//! Numbers as the templates take them, each with the way to what is behind it (`N2`).

use serde_json::{Value, json};

use super::asked::Query;
use crate::{
    accounts::{Role, Viewer},
    app::App,
    pages::{grouped, in_wan},
    statistics::{
        Figures, Line,
        figure::{self, Figure, IN_HAND},
        matters,
        period::Span,
        summary::{Cell, Column},
    },
};

/// Cells for `viewer`, or for the public.
pub(super) struct Cells<'a> {
    pub app: &'a App,
    pub viewer: Option<&'a Viewer>,
}

/// A cell that leads nowhere.
pub(super) fn plain(cell: Cell) -> Value {
    match cell {
        Cell::Pieces(many) => json!({ "text": grouped(many), "none": many == 0 }),
        Cell::Fen(fen) => json!({ "text": in_wan(fen), "none": fen == 0 }),
        Cell::Share(share) => json!({
            "done": share.done, "of": share.of, "percent": share.percent(),
            "none": share.of == 0, "share": true,
        }),
    }
}

/// How much more than the year before, with its sign.
pub(super) fn more(now: Cell, then: Cell) -> Option<Value> {
    let more = now.more_than(then)?;
    let text = match now {
        Cell::Fen(_) => in_wan(more.abs()),
        _ => grouped(more.abs()),
    };
    let sign = match more.signum() {
        1 => "+",
        -1 => "−",
        _ => "",
    };
    Some(json!({ "text": format!("{sign}{text}"), "points": matches!(now, Cell::Share(_)) }))
}

impl Cells<'_> {
    /// What `line` has in that column; its numbers are what `query` asks about those days.
    pub fn of(&self, column: Column, line: &Line, query: &Query, days: Span) -> Value {
        let mut shown = plain(column.of(line));
        match column {
            Column::Figure(figure) => {
                let way = self.behind(&[figure], line.get(figure.name), query, days);
                shown["href"] = json!(way);
            }
            Column::Share(share) => {
                shown["done_href"] = json!(self.behind_all(share.done, line, query, days));
                shown["of_href"] = json!(self.behind_all(share.of, line, query, days));
            }
        }
        shown
    }

    /// How many counties supervised cases touch, with the cases.
    pub fn counties(&self, figures: &Figures, query: &Query) -> Value {
        let many = i64::try_from(figures.counties_listed()).unwrap_or(i64::MAX);
        let mut shown = plain(Cell::Pieces(many));
        let days = (figures.from, figures.until);
        shown["href"] = json!(self.behind(&[&figure::COUNTIES], many, query, days));
        shown
    }

    /// A part of a share leads to what is behind each of the figures that are added up in it.
    fn behind_all(&self, names: &[&str], line: &Line, query: &Query, days: Span) -> Option<String> {
        let figures: Vec<&Figure> = names.iter().filter_map(|name| figure::find(name)).collect();
        let many: i64 = figures.iter().map(|figure| line.get(figure.name)).sum();
        self.behind(&figures, many, query, days)
    }

    /// The way to the matters behind a number: to the desk where it is of those in hand now, else to
    /// the lines of the ledger.
    pub fn behind(
        &self,
        figures: &[&Figure],
        many: i64,
        query: &Query,
        days: Span,
    ) -> Option<String> {
        if many == 0 {
            return None;
        }
        let desk = match figures {
            [alone] if alone.name == IN_HAND => self.desk(query, days),
            _ => None,
        };
        let asked = query.asked(days);
        let may = figures.iter().all(|figure| matters::may_open(figure, &asked, self.viewer));
        desk.or_else(|| may.then(|| query.behind(figures, days)))
    }

    /// The desk, for those who see there what the number counts: the city all or those of a bureau, a
    /// bureau its own. Under the city's own line stands more than one bureau has.
    pub fn desk(&self, query: &Query, days: Span) -> Option<String> {
        let viewer = self.viewer?;
        let is_whole = query.channel.is_none() && query.kind.is_none();
        if !is_whole || days.1 < self.app.clock.today() {
            return None;
        }
        let city = self.app.jurisdiction.profile().dispatcher.as_str();
        let bureau = query.bureau.as_deref();
        match viewer.role {
            _ if bureau == Some(city) => None,
            Role::Dispatcher | Role::Supervisor => Some(match bureau {
                Some(code) => format!("/desk?bureau={code}"),
                None => "/desk".to_owned(),
            }),
            Role::Officer | Role::Chief if bureau == Some(viewer.bureau.as_str()) => {
                Some("/desk".to_owned())
            }
            _ => None,
        }
    }
}
