//! The figures of one plant (`N1`), for staff who may see it: what the lines of the ledger about its
//! matters add up to, as far as the viewer may see these (`R3`). What reporters think is left out: of
//! one plant few speak, and their number would tell who (`S1`, `C7`).

use diesel::{dsl::sql, prelude::*, sql_types::BigInt};

use super::{
    figure::{self, FIGURES, Figure, Group, Share},
    figures::Line,
    period::Span,
    reckon::{CASE, PLANT, SUPERVISION},
    summary::{Column, columns},
};
use crate::{
    accounts::Viewer,
    app::App,
    cases::access,
    db::{
        self, Connection,
        schema::{
            campaign_findings, cases, events, figure_entries, revisits, round_items,
            supervision_enterprises,
        },
    },
    enterprises::{self, Enterprise, dossier},
    error::{Error, Result},
};

/// Under which headings a plant has figures.
pub const GROUPS: [Group; 4] =
    [Group::Intake, Group::Course, Group::Enforcement, Group::Supervised];
/// Of supervised cases, what is no plant's own.
const LISTED_PLANTS: &str = "listed_plants";
/// What visits of a plant come from, beside matters, supervised cases and plants.
const CAMPAIGN: &str = crate::campaigns::campaign::NOUN;
/// The noun of a room that comes after this one.
const ROUND: &str = "round";
/// What was done for a matter as a whole, whichever of its plants was meant.
const OF_MATTERS: [&str; 2] = ["inspections", "officers"];

/// A condition on lines of the ledger, whichever engine runs it.
type Condition = db::Condition<figure_entries::table>;

/// A plant with those merged into it, and what is tied to them of what the viewer may see.
#[derive(Clone, Debug)]
pub struct Plant {
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    group: Vec<i64>,
    matters: Vec<i64>,
    listings: Vec<i64>,
    campaigns: Vec<i64>,
    rounds: Vec<i64>,
}

/// Whether a plant has that figure.
pub fn has(figure: &Figure) -> bool {
    GROUPS.contains(&figure.group) && figure.name != LISTED_PLANTS
}

fn has_share(share: &Share) -> bool {
    let mut names = share.done.iter().chain(share.of);
    names.all(|name| figure::find(name).is_some_and(has))
}

/// What stands under a heading of its page.
pub fn columns_of(group: Group) -> Vec<Column> {
    let is_there = |column: &Column| match column {
        Column::Figure(figure) => has(figure),
        Column::Share(share) => has_share(share),
    };
    columns(group).into_iter().filter(is_there).collect()
}

/// Figures whose lines say which plant was meant.
fn that_name_it() -> Vec<&'static str> {
    FIGURES
        .iter()
        .filter(|figure| figure.group == Group::Enforcement && !OF_MATTERS.contains(&figure.name))
        .map(|figure| figure.name)
        .collect()
}

impl Plant {
    /// The plant of that number, if `viewer` may know of it; a merged one is that which stands for it.
    pub fn open(
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
        number: &str,
    ) -> Result<Self> {
        let opened = enterprises::access::open(connection, app, viewer, number)?;
        let matters = seen(connection, viewer, opened.root)?;
        Self::of(connection, &opened, matters)
    }

    /// The plant of that number with all its matters but those against a bureau (`R3`): for what is
    /// written of it for everybody.
    pub fn of_all(connection: &mut Connection, number: &str) -> Result<Self> {
        let named = Enterprise::by_number(connection, number)?;
        let matters = cases::table
            .filter(cases::hidden_from.eq(""))
            .filter(cases::id.eq_any(dossier::tied(connection, named.root)?))
            .select(cases::id)
            .load(connection)?;
        Self::of(connection, &named, matters)
    }

    fn of(connection: &mut Connection, named: &Enterprise, matters: Vec<i64>) -> Result<Self> {
        let all = named.group(connection)?;
        let root = all.iter().find(|it| it.id == named.root).ok_or(Error::NotFound)?;
        let group: Vec<i64> = all.iter().map(|it| it.id).collect();
        let listings: Vec<i64> = supervision_enterprises::table
            .filter(supervision_enterprises::enterprise_id.eq_any(&group))
            .select(supervision_enterprises::supervision_id)
            .load(connection)?;
        Ok(Self {
            number: root.number.clone(),
            name: root.name.clone(),
            campaigns: campaign_findings::table
                .filter(campaign_findings::enterprise_id.eq_any(&group))
                .select(campaign_findings::campaign_id)
                .distinct()
                .load(connection)?,
            rounds: rounds(connection, &group, &matters, &listings)?,
            matters,
            listings,
            group,
        })
    }

    /// Rows of its matters.
    pub fn matters(&self) -> &[i64] {
        &self.matters
    }

    /// Rows of the supervised cases about it (`L1`).
    pub fn listings(&self) -> &[i64] {
        &self.listings
    }

    /// What counts for it: of the lines about matters those of the matters tied to it, and of measures
    /// and visits those that were its own, of no matter or of one of these (`R3`). The lines are found by
    /// the events of all that they can come from.
    pub fn lines(&self) -> Condition {
        let of = |noun: &'static str, rows: &[i64]| {
            events::subject.eq(noun).and(events::subject_id.eq_any(rows.to_vec()))
        };
        let told = events::table
            .filter(
                of(CASE, &self.matters)
                    .or(of(SUPERVISION, &self.listings))
                    .or(of(PLANT, &self.group))
                    .or(of(CAMPAIGN, &self.campaigns))
                    .or(of(ROUND, &self.rounds)),
            )
            .select(events::id);
        let own = figure_entries::plant_id.assume_not_null().eq_any(self.group.clone());
        let its = || {
            let matters = figure_entries::subject_id.eq_any(self.matters.clone());
            figure_entries::noun.eq(CASE).and(matters)
        };
        let as_matter = its().and(figure_entries::figure.ne_all(that_name_it()));
        let as_own = own.and(figure_entries::noun.ne(CASE).or(its()));
        Box::new(figure_entries::event_id.eq_any(told).and(as_matter.or(as_own)))
    }

    /// Its figures of those days.
    pub fn figures(&self, connection: &mut Connection, days: Span) -> QueryResult<Line> {
        let of_matters = self.of_matters(connection, days)?;
        let of_listings = self.of_listings(connection, days)?;
        Ok(Line::of(of_matters.into_iter().chain(of_listings)))
    }

    fn of_matters(
        &self,
        connection: &mut Connection,
        (from, until): Span,
    ) -> QueryResult<Vec<(String, i64)>> {
        figure_entries::table
            .filter(figure_entries::day.between(from, until))
            .filter(self.lines())
            .group_by(figure_entries::figure)
            .select((
                figure_entries::figure,
                sql::<BigInt>("CAST(SUM(figure_entries.amount) AS BIGINT)"),
            ))
            .load(connection)
    }

    /// Listings are public from their first day (`L2`).
    fn of_listings(
        &self,
        connection: &mut Connection,
        (from, until): Span,
    ) -> QueryResult<Vec<(String, i64)>> {
        figure_entries::table
            .filter(figure_entries::noun.eq(SUPERVISION))
            .filter(figure_entries::figure.eq_any(["listed", "lifted"]))
            .filter(figure_entries::subject_id.eq_any(&self.listings))
            .filter(figure_entries::day.between(from, until))
            .group_by(figure_entries::figure)
            .select((
                figure_entries::figure,
                sql::<BigInt>("CAST(SUM(figure_entries.amount) AS BIGINT)"),
            ))
            .load(connection)
    }
}

/// Rows of the rounds that looked at the plant, at one of its listings or matters.
fn rounds(
    connection: &mut Connection,
    group: &[i64],
    matters: &[i64],
    listings: &[i64],
) -> QueryResult<Vec<i64>> {
    let planned: Vec<i64> = revisits::table
        .filter(revisits::enterprise_id.eq_any(group))
        .select(revisits::id)
        .load(connection)?;
    let of = |kind: &'static str, rows: &[i64]| {
        round_items::kind.eq(kind).and(round_items::subject_id.eq_any(rows.to_vec()))
    };
    round_items::table
        .filter(of("recheck", matters).or(of("listing", listings)).or(of("revisit", &planned)))
        .select(round_items::round_id)
        .distinct()
        .load(connection)
}

/// Rows of the matters tied to the plant that `viewer` may see.
fn seen(connection: &mut Connection, viewer: &Viewer, root: i64) -> QueryResult<Vec<i64>> {
    cases::table
        .filter(access::visible(viewer))
        .filter(cases::id.eq_any(dossier::tied(connection, root)?))
        .select(cases::id)
        .load(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reporters_think_is_no_figure_of_a_plant() {
        let of_it: Vec<&str> =
            FIGURES.iter().filter(|figure| has(figure)).map(|figure| figure.name).collect();
        for name in ["received", "concluded", "plants", "fine_fen", "listed"] {
            assert!(of_it.contains(&name), "{name}");
        }
        for name in ["rated", "satisfied", "asked", "solved", "in_hand", LISTED_PLANTS] {
            assert!(!of_it.contains(&name), "{name}");
        }
        let shares = GROUPS.into_iter().flat_map(columns_of).filter_map(|column| match column {
            Column::Share(share) => Some(share.name),
            Column::Figure(_) => None,
        });
        assert_eq!(shares.collect::<Vec<_>>(), ["decided", "concluded", "substantiated"]);
    }
}
