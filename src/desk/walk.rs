//! Which list a matter was opened from, and its place in it: kept in the browser, so that the next
//! and the previous matter are those of that list, also when an act has moved the matter away.

use super::list::{self, Filter, Place};
use crate::{
    accounts::Viewer,
    app::App,
    cases::Case,
    db::Connection,
    error::Result,
    web::{Fields, form},
};

/// Parts of an address that are not the list's.
const NOT_OF_THE_LIST: [&str; 6] = ["page", "after", "before", "said", "done", "number"];
/// The longest query that is kept.
const LONGEST: usize = 1_000;

/// What the browser remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// The list's query, as in its address.
    pub list: String,
    /// The matter last opened, with its place when it was.
    pub at: Option<(String, Place)>,
}

/// The way on from a matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// The list's query.
    pub list: String,
    /// The matter before.
    pub previous: Option<String>,
    /// The matter after.
    pub next: Option<String>,
    /// What the browser is to remember of this matter.
    pub at: String,
}

/// The query of a list without its page and its banners; nothing when it is too long to keep.
pub fn list_of(query: &Fields) -> String {
    let of_list = query
        .pairs()
        .iter()
        .filter(|(name, value)| !NOT_OF_THE_LIST.contains(&name.as_str()) && !value.is_empty());
    let encoded = form::encode(&of_list.cloned().collect::<Vec<_>>().into());
    if encoded.len() > LONGEST { String::new() } else { encoded }
}

impl Walk {
    /// From what the browser sends back; anything that is not ours is left out.
    pub fn of(list: Option<&str>, at: Option<&str>) -> Self {
        let list = list.filter(|list| list.len() <= LONGEST).unwrap_or_default().to_owned();
        Self { list, at: at.and_then(parse) }
    }

    /// The way on from `case`: by the place it had when it was opened.
    pub fn way(
        &self,
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
        case: &Case,
    ) -> Result<Way> {
        let now = Place::of(case.due_on, case.ended_at, case.id);
        let kept = self.at.as_ref().filter(|(number, _)| *number == case.number);
        let Some(place) = kept.map(|(_, place)| *place).or(now) else { return Ok(Way::default()) };
        let filter = Filter::of(&Fields::parse(self.list.as_bytes()).unwrap_or_default());
        let today = app.clock.today();
        let (previous, next) = list::neighbours(connection, viewer, &filter, place, today)?;
        let at = format!("{}_{place}", case.number);
        Ok(Way { list: self.list.clone(), previous, next, at })
    }
}

fn parse(at: &str) -> Option<(String, Place)> {
    let (number, place) = at.split_once('_')?;
    Some((number.to_owned(), place.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browser_keeps_is_read_back_and_nonsense_is_not() {
        let walk = Walk::of(Some("state=assigned"), Some("Y2026-1_2026-12-08_7"));
        let (number, place) = walk.at.unwrap_or_else(|| unreachable!());
        assert_eq!((number.as_str(), place.to_string().as_str()), ("Y2026-1", "2026-12-08_7"));
        for nonsense in ["", "_", "a_b_c", "a_2026-12-08", "a_2026-13-08_7"] {
            assert_eq!(Walk::of(None, Some(nonsense)).at, None, "{nonsense}");
        }
    }

    #[test]
    fn a_list_is_its_filters_alone() {
        let query = |text: &str| Fields::parse(text.as_bytes()).unwrap_or_default();
        assert_eq!(list_of(&query("state=assigned&page=3&q=&said=claim")), "state=assigned");
        assert_eq!(list_of(&query(&format!("q={}", "a".repeat(2_000)))), "");
    }
}
