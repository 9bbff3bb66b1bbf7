//! Pages of long lists.

use serde::Serialize;

use super::Fields;

/// Rows on one page.
pub const PER_PAGE: i64 = 25;

/// Which page of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// From 1.
    pub number: i64,
}

/// Links to the pages before and after.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Pages {
    /// The page before.
    pub prev: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// The pages around this one; none when there is only one.
    pub items: Vec<PageLink>,
}

/// A link to one page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct PageLink {
    /// From 1.
    pub number: i64,
    /// Where to.
    pub href: String,
    /// Whether it is the page shown.
    pub current: bool,
}

impl Paging {
    /// From `?page=`; anything else is the first.
    pub fn of(query: &Fields) -> Self {
        let number = query.text("page").parse().unwrap_or(1);
        Self { number: i64::clamp(number, 1, 100_000) }
    }

    /// Rows to leave out.
    pub fn offset(self) -> i64 {
        (self.number - 1) * PER_PAGE
    }

    /// Cuts a list that was loaded with one row too many, and links to its neighbours, keeping the
    /// other parts of the query.
    pub fn cut<T>(self, path: &str, query: &Fields, rows: &mut Vec<T>) -> Pages {
        let more = rows.len() as i64 > PER_PAGE;
        rows.truncate(PER_PAGE as usize);
        let link = |number: i64| {
            let mut pairs: Vec<_> =
                query.pairs().iter().filter(|(name, _)| name != "page").cloned().collect();
            pairs.push(("page".to_owned(), number.to_string()));
            format!("{path}?{}", super::form::encode(&pairs.into()))
        };
        let first = (self.number - 1).max(1);
        let last = self.number + i64::from(more);
        let numbers = (first..=last).filter(|_| last > 1);
        Pages {
            prev: (self.number > 1).then(|| link(self.number - 1)),
            next: more.then(|| link(self.number + 1)),
            items: numbers
                .map(|number| PageLink {
                    number,
                    href: link(number),
                    current: number == self.number,
                })
                .collect(),
        }
    }
}
