//! What a sample was drawn from: whoever doubts it can draw again.

use diesel::prelude::*;

use super::{item::Item, round::Round};
use crate::{
    cases::draw,
    db::{Connection, schema::round_draws},
};

/// What was drawn from.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = round_draws)]
#[allow(missing_docs)]
pub struct Draw {
    pub round_id: i64,
    pub bureau: String,
    pub kind: String,
    pub population: String,
    pub population_size: i32,
    pub digest: String,
}

impl Draw {
    /// The numbers that were drawn from.
    pub fn population(&self) -> Vec<&str> {
        self.population.split_whitespace().collect()
    }

    /// What the seed draws now, from what was drawn from then.
    pub fn drawn_again(&self, round: &Round) -> Vec<&str> {
        let numbers = self.population().into_iter().map(|number| (number, number));
        draw::drawn(&round.seed, usize::try_from(round.wanted).unwrap_or(0), numbers)
    }

    /// Whether it draws the items of the round, in their order, from a population that is the one of then.
    pub fn is_same(&self, round: &Round, items: &[Item]) -> bool {
        let mine = items.iter().filter(|it| it.bureau == self.bureau && it.kind == self.kind);
        let numbers: Vec<&str> = mine.map(|item| item.number.as_str()).collect();
        draw::digest(&self.population()) == self.digest && self.drawn_again(round) == numbers
    }

    /// All of a round.
    pub fn of(connection: &mut Connection, round: i64) -> QueryResult<Vec<Self>> {
        round_draws::table
            .filter(round_draws::round_id.eq(round))
            .order((round_draws::bureau, round_draws::kind))
            .select(Self::as_select())
            .load(connection)
    }
}
