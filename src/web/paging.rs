//! Pages of long lists.

use std::str::FromStr;

use serde::Serialize;

use super::Fields;

/// Rows on one page.
pub const PER_PAGE: i64 = 25;
/// Parts of an address that say which page it is.
pub const OWN: [&str; 3] = ["page", "after", "before"];

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

/// Which page of a list is asked for, when the list goes on from a place instead of leaving rows out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    paging: Paging,
    after: Option<String>,
    before: Option<String>,
}

/// Whether there are rows beyond a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Before its first row.
    pub before: bool,
    /// After its last row.
    pub after: bool,
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
        self.links(more, |number| address(path, query, number, None))
    }

    fn links(self, more: bool, link: impl Fn(i64) -> String) -> Pages {
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

impl Places {
    /// From `?page=` with `?after=` or `?before=`; without a place the page is counted from the start.
    pub fn of(query: &Fields) -> Self {
        let place = |name: &str| query.given(name).map(str::to_owned);
        Self { paging: Paging::of(query), after: place("after"), before: place("before") }
    }

    /// The place that the page goes on from.
    pub fn after<P: FromStr>(&self) -> Option<P> {
        self.after.as_ref()?.parse().ok()
    }

    /// The place that the page ends before; the first page needs none.
    pub fn before<P: FromStr>(&self) -> Option<P> {
        self.before.as_ref().filter(|_| self.paging.number > 1)?.parse().ok()
    }

    /// Rows to leave out when no place is given.
    pub fn offset(&self) -> i64 {
        self.paging.offset()
    }

    /// Cuts a page that was loaded with one row too many; one that ends before a place was loaded
    /// backwards.
    pub fn cut<T>(&self, rows: &mut Vec<T>, backwards: bool) -> More {
        let more = rows.len() as i64 > PER_PAGE;
        rows.truncate(PER_PAGE as usize);
        if backwards {
            rows.reverse();
            return More { before: more, after: true };
        }
        More { before: self.paging.number > 1, after: more }
    }

    /// Links to the neighbours of a page whose first and last row have these places.
    pub fn links(
        &self,
        path: &str,
        query: &Fields,
        more: More,
        (first, last): (Option<String>, Option<String>),
    ) -> Pages {
        let number = if more.before { self.paging.number } else { 1 };
        Paging { number }.links(more.after, |to| {
            let place = match to.cmp(&number) {
                std::cmp::Ordering::Less if to > 1 => first.as_deref().map(|it| ("before", it)),
                std::cmp::Ordering::Greater => last.as_deref().map(|it| ("after", it)),
                _ => None,
            };
            address(path, query, to, place)
        })
    }
}

/// The address of a page, keeping the other parts of the query.
fn address(path: &str, query: &Fields, number: i64, place: Option<(&str, &str)>) -> String {
    let others = query.pairs().iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    let mut pairs: Vec<_> = others.cloned().collect();
    pairs.push(("page".to_owned(), number.to_string()));
    pairs.extend(place.map(|(name, place)| (name.to_owned(), place.to_owned())));
    format!("{path}?{}", super::form::encode(&pairs.into()))
}
