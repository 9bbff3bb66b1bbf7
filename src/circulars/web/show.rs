//! A circular on its page: text, table, answers, and what the viewer may do with it.

use actix_web::{HttpResponse, http::StatusCode};
use serde_json::{Value, json};

use super::{PATH, choices};
use crate::{
    accounts::{Staff, Viewer, viewer},
    circulars::{
        Act, Circular, access,
        answer::Answer,
        lifecycle::{self, Standing},
        table::Table,
        topic::{Cell, Column},
    },
    db::Connection,
    error::Result,
    pages::grouped,
    statistics::{figure, matters},
    timeline::{self, Audience, Event},
    web::{Fields, visit::FormState},
};

/// An act that was refused: what was typed, and why.
pub(super) struct Refused {
    pub act: Act,
    pub state: FormState,
    pub bureaus: Fields,
}

struct Dossier {
    circular: Circular,
    table: Table,
    answers: Vec<Answer>,
    events: Vec<Event>,
    names: Vec<(i64, String)>,
}

/// The page, with a notice of what was done, or with what was typed and why it was refused.
pub(super) async fn page(
    staff: &Staff,
    id: i64,
    status: StatusCode,
    done: &str,
    refused: Option<Refused>,
) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        let circular = Circular::open(connection, viewer, id)?;
        let events = timeline::read(connection, circular.subject(), Audience::Staff)?;
        let actors = events.iter().filter_map(|event| event.actor_id);
        let people = [Some(circular.edited_by), circular.issued_by];
        let names = viewer::names(connection, actors.chain(people.into_iter().flatten()))?;
        Ok(Dossier {
            table: Table::of(connection, &app, id, circular.topic()?)?,
            answers: Answer::of(connection, id)?,
            circular,
            events,
            names,
        })
    };
    let (viewer, dossier) = staff.read(read).await?;
    let mine = dossier.answers.iter().find(|answer| answer.bureau == viewer.bureau);
    let standing = dossier.circular.standing(mine)?;
    let teller = Teller { staff, viewer: &viewer, dossier: &dossier, standing, refused };
    let mut page = teller.page(mine);
    let known = Act::ALL.iter().map(|act| act.name()).chain(["draft"]);
    page["notice"] = json!(known.into_iter().find(|it| *it == done).map(|done| {
        json!({ "kind": "done", "text": staff.text(&format!("circulars-done-{done}")) })
    }));
    staff.show_with(status, &viewer, "circulars/show", page)
}

struct Teller<'a> {
    staff: &'a Staff,
    viewer: &'a Viewer,
    dossier: &'a Dossier,
    standing: Standing<'a>,
    refused: Option<Refused>,
}

impl Teller<'_> {
    fn page(&self, mine: Option<&Answer>) -> Value {
        let it = &self.dossier.circular;
        let say = |message| self.staff.say(&message);
        let figures = format!("/statistics?from={}&until={}", it.from_on, it.until_on);
        let of_city = self.viewer.bureau == it.city;
        json!({
            "title": it.title, "text": it.text, "number": it.number(&self.staff.app).map(say),
            "state": it.state, "from": it.from_on, "until": it.until_on,
            "due": mine.map_or(it.due_on, |mine| mine.due_on(it.due_on)),
            "counted": it.counted_until, "edited": it.edited_at, "issued": it.issued_at,
            "editor": of_city.then(|| self.name(it.edited_by)),
            "approver": of_city.then(|| it.issued_by.and_then(|id| self.name(id))),
            "figures": figures, "csv": format!("{PATH}/{}/table.csv", it.id),
            "xlsx": format!("{PATH}/{}/table.xlsx", it.id),
            "columns": self.columns(), "lines": self.lines(), "answers": self.answers(),
            "edit": self.edit_form(), "typed": self.typed(mine),
            "own": self.standing.state == lifecycle::State::Draft
                && (self.viewer.account == it.edited_by || self.viewer.account == it.drafted_by),
            "approve": self.form(Act::Approve, it.version),
            "discard": self.form(Act::Discard, it.version),
            "withdraw": self.form(Act::Withdraw, it.version),
            "receive": mine.and_then(|mine| self.form(Act::Receive, mine.version)),
            "answer": mine.and_then(|mine| self.answer_form(mine)),
            "errors": self.refused.as_ref().map(|it| it.state.errors.clone()).unwrap_or_default(),
            "events": self.events(of_city),
        })
    }

    fn name(&self, id: i64) -> Option<&String> {
        self.dossier.names.iter().find(|(known, _)| *known == id).map(|(_, name)| name)
    }

    /// The form of an act that the viewer may do now, with what was typed into it before. After a conflict
    /// it takes the version of now: whoever sends it again has seen what changed.
    fn form(&self, act: Act, version: i64) -> Option<Value> {
        let refused = self.refused.as_ref().filter(|it| it.act == act);
        self.form_at(act, version, &self.standing, refused)
    }

    fn form_at(
        &self,
        act: Act,
        version: i64,
        at: &Standing<'_>,
        refused: Option<&Refused>,
    ) -> Option<Value> {
        lifecycle::may(self.viewer, act, at).then(|| {
            json!({
                "action": format!("{PATH}/{}/{}", self.dossier.circular.id, act.resource()),
                "version": version,
                "form": refused.map(|it| it.state.form.clone()).unwrap_or_default(),
                "error": refused.map(|it| it.state.error.clone()).unwrap_or_default(),
            })
        })
    }

    /// The form of the answer; one that was given back is gone on with.
    fn answer_form(&self, mine: &Answer) -> Option<Value> {
        let mut form = self.form(Act::Answer, mine.version)?;
        let is_typed = self.refused.as_ref().is_some_and(|it| it.act == Act::Answer);
        if let Some(before) = mine.given_back.as_ref().filter(|_| !is_typed) {
            form["form"] = json!({ "rectification": before });
        }
        form["missing"] = json!(mine.missing);
        Some(form)
    }

    /// The form that gives an answer back.
    fn give_back_form(&self, answer: &Answer) -> Option<Value> {
        let at = Standing { reply: answer.reply(), ..self.standing };
        let is_of_it =
            |it: &&Refused| it.act == Act::GiveBack && it.bureaus.text("bureau") == answer.bureau;
        let refused = self.refused.as_ref().filter(is_of_it);
        let mut form = self.form_at(Act::GiveBack, answer.version, &at, refused)?;
        form["bureau"] = json!(answer.bureau);
        form["open"] = json!(refused.is_some());
        // The form with the mistakes has the ids that the list of mistakes leads to.
        form["suffix"] =
            json!(refused.map_or_else(|| format!("-{}", answer.bureau), |_| String::new()));
        Some(form)
    }

    /// What was typed into a form that is no longer there: it is not lost.
    fn typed(&self, mine: Option<&Answer>) -> Option<&String> {
        let refused = self.refused.as_ref()?;
        let gone = match refused.act {
            Act::Answer => mine.and_then(|mine| self.form(Act::Answer, mine.version)).is_none(),
            Act::GiveBack => {
                let mut answers = self.dossier.answers.iter();
                let of_it = answers.find(|it| it.bureau == refused.bureaus.text("bureau"));
                of_it.and_then(|answer| self.give_back_form(answer)).is_none()
            }
            act => self.form(act, self.dossier.circular.version).is_none(),
        };
        let typed = ["circular_text", "rectification", "shortcoming"].into_iter();
        typed.filter_map(|name| refused.state.form.get(name)).find(|_| gone)
    }

    fn edit_form(&self) -> Option<Value> {
        let it = &self.dossier.circular;
        let mut form = self.form(Act::Edit, it.version)?;
        let typed = self.refused.as_ref().filter(|it| it.act == Act::Edit);
        if typed.is_none() {
            form["form"] = json!({
                "circular_title": it.title, "circular_text": it.text, "due_on": it.due_on,
            });
        }
        let stored = self.dossier.answers.iter().map(|answer| answer.bureau.as_str());
        let ticked = match typed {
            Some(refused) => refused.bureaus.all("bureau"),
            None => stored.collect(),
        };
        form["bureaus"] = choices(self.staff, &ticked).into();
        Some(form)
    }

    fn columns(&self) -> Vec<String> {
        let columns = self.dossier.table.columns.iter();
        columns.map(|column| self.staff.text(&column.key())).collect()
    }

    /// A line a bureau: the best first, those that cannot be ranked last.
    fn lines(&self) -> Vec<Value> {
        let table = &self.dossier.table;
        ordered(table)
            .into_iter()
            .map(|(place_of, code, cells)| {
                let addressed = self.dossier.answers.iter().any(|answer| answer.bureau == code);
                let cells = table.columns.iter().zip(cells);
                let cells = cells.map(|(column, cell)| self.cell(*column, *cell, code));
                json!({
                    "place": place_of, "name": self.staff.place(code), "addressed": addressed,
                    "own": self.viewer.bureau == code, "cells": cells.collect::<Vec<_>>(),
                })
            })
            .collect()
    }

    /// A cell with the way to what is behind it (`N2`), for those who may open it.
    fn cell(&self, column: Column, cell: Cell, code: &str) -> Value {
        let it = &self.dossier.circular;
        let of_period = |names: &[&str], many: i64| {
            let figures: Vec<_> = names.iter().filter_map(|name| figure::find(name)).collect();
            let asked = crate::statistics::Asked {
                days: (it.from_on, it.until_on),
                channel: None,
                kind: None,
                bureau: Some(code),
            };
            let may =
                |figure: &&figure::Figure| matters::may_open(figure, &asked, Some(self.viewer));
            (many != 0 && figures.iter().all(may)).then(|| {
                let (from, until) = asked.days;
                let named: String = names.iter().map(|name| format!("figure={name}&")).collect();
                format!("/statistics/matters?{named}from={from}&until={until}&county={code}")
            })
        };
        match column {
            Column::Figure(name) => {
                let href = of_period(&[name], cell.amount);
                json!({ "text": grouped(cell.amount), "href": href })
            }
            Column::Listed(list) => {
                let href = (cell.amount > 0).then(|| {
                    format!("{PATH}/{}/matters?name={}&bureau={code}", it.id, list.name())
                });
                json!({ "text": grouped(cell.amount), "href": href })
            }
            Column::Share(name) => {
                let share = figure::SHARES.iter().find(|share| share.name == name);
                let done = share.and_then(|share| of_period(share.done, cell.amount));
                json!({
                    "share": true, "percent": cell.percent(), "done": cell.amount,
                    "of": cell.total, "href": done,
                })
            }
        }
    }

    /// The city and the province read every answer, a bureau its own.
    fn answers(&self) -> Vec<Value> {
        let it = &self.dossier.circular;
        let today = self.staff.app.clock.today();
        let reads = |bureau: &str| access::reads_answer(self.viewer, &it.city, bureau);
        let answers = self.dossier.answers.iter();
        answers
            .map(|answer| {
                json!({
                    "name": self.staff.place(&answer.bureau),
                    "state": answer.state, "received": answer.received_at,
                    "answered": answer.answered_at,
                    "text": answer.answer.as_ref().filter(|_| reads(&answer.bureau)),
                    "late": it.is_issued() && answer.is_late(it.due_on, today),
                    "again_by": answer.again_by,
                    "missing": Some(&answer.missing).filter(|_| reads(&answer.bureau)),
                    "give_back": self.give_back_form(answer),
                })
            })
            .collect()
    }

    /// What was done; who did it is for the city, a bureau sees whose it was.
    fn events(&self, of_city: bool) -> Vec<Value> {
        let is_shown =
            |event: &&Event| of_city || event.actor == self.viewer.bureau || event.act == "approve";
        let event = |event: &Event| {
            let name = event.actor_id.and_then(|id| self.name(id)).filter(|_| of_city);
            json!({
                "act": self.staff.text(&format!("circulars-event-{}", event.act)), "at": event.at,
                "who": name, "bureau": self.staff.place(&event.actor),
            })
        };
        self.dossier.events.iter().rev().filter(is_shown).map(event).collect()
    }
}

/// Lines with their places, the best first.
fn ordered(table: &Table) -> Vec<(Option<usize>, &str, &[Cell])> {
    let places = table.places();
    let place_of = |code: &str| places.iter().find(|(known, _)| *known == code).map(|it| it.1);
    let lines = table.lines.iter();
    let mut lines: Vec<(Option<usize>, &str, &[Cell])> =
        lines.map(|(code, cells)| (place_of(code), code.as_str(), cells.as_slice())).collect();
    lines.sort_by_key(|(place, ..)| place.unwrap_or(usize::MAX));
    lines
}

/// The table as plain rows, a share with how many of how many.
pub(super) fn rows(staff: &Staff, table: &Table) -> Vec<Vec<String>> {
    let columns = table.columns.iter();
    let mut head = vec![staff.text("circulars-place"), staff.text("circulars-bureau")];
    for column in columns {
        head.push(staff.text(&column.key()));
        if matches!(column, Column::Share(_)) {
            head.extend(["circulars-done-of", "circulars-of"].map(|key| staff.text(key)));
        }
    }
    let line = |(place_of, code, cells): (Option<usize>, &str, &[Cell])| {
        let place_of = place_of.map_or_else(String::new, |place| place.to_string());
        let mut row = vec![place_of, staff.place(code).to_owned()];
        for cell in cells {
            match cell.total {
                None => row.push(cell.amount.to_string()),
                Some(total) => {
                    row.push(cell.percent().map_or_else(String::new, |it| format!("{it}%")));
                    row.extend([cell.amount.to_string(), total.to_string()]);
                }
            }
        }
        row
    };
    std::iter::once(head).chain(ordered(table).into_iter().map(line)).collect()
}
