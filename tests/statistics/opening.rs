//! The numbers of the page that lead to what is behind them (`N2`), and as many as they say.

use std::collections::BTreeMap;

use chrono::Duration;

use crate::{
    on_both,
    support::{Client, Page, TestApp, acts::told},
};

/// An address as the browser reads it from the page.
fn read(href: &str) -> String {
    href.replace("&#x3D;", "=").replace("&amp;", "&")
}

/// The ways to matters behind numbers, money aside, and the numbers.
pub fn links(page: &Page) -> BTreeMap<String, i64> {
    let each = page.text.split("href=\"").skip(1).filter_map(|rest| {
        let (href, rest) = rest.split_once('"')?;
        let number = rest.split_once('>')?.1.split_once('<')?.0.trim().replace(',', "");
        let is_way = href.starts_with("/statistics/matters?") && !href.contains("_fen");
        let number = number.parse::<i64>().ok().filter(|_| is_way)?;
        Some((read(href), number))
    });
    each.collect()
}

/// The numbers of the matters on a page of them.
pub fn numbers(page: &Page) -> Vec<&str> {
    let rows = page.text.split("href=\"/cases/").skip(1);
    rows.filter_map(|rest| rest.split('"').next()).collect()
}

/// What the lines behind a number add up to.
pub async fn behind(reader: &Client, path: &str) -> i64 {
    let page = reader.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.words());
    let cells = page.text.split("<td class=\"ms-number\">").skip(1);
    let amounts = cells.filter_map(|cell| cell.split('<').next()?.trim().parse::<i64>().ok());
    amounts.sum()
}

/// Some matters of two years: by two channels, of two categories, in two counties.
fn two_years(app: &TestApp) -> (String, String) {
    let file = |county: &str, key: &str, channel: &'static str, kind: &'static str| {
        let mut new = told(county, key);
        (new.channel, new.kinds) = (channel, vec![kind]);
        app.file(new).report.number
    };
    let old = file("140821", "old", "web", "air");
    app.conclude("140821", &old, "substantiated");
    app.app.clock.advance(Duration::days(365));
    let done = file("140821", "done", "telephone", "water");
    let open = file("140821", "open", "web", "air");
    file("140882", "elsewhere", "telephone", "air");
    app.conclude("140821", &done, "unsubstantiated");
    app.count();
    (done, open)
}

on_both! {
    /// N2: this year, the year before, by channel, by category, and the parts of shares.
    async fn every_number_opens_as_many(app: TestApp) {
        two_years(&app);
        let staff = app.supervisor();
        let page = staff.get("/statistics?period=year").await;
        let links = links(&page);
        for (path, many) in &links {
            assert_eq!(behind(&staff, path).await, *many, "{path}");
        }
        let many = |parts: &[&str]| {
            let found = links.iter().find(|(path, _)| parts.iter().all(|part| path.contains(part)));
            found.map(|(_, many)| *many)
        };
        let whole = "until=2027-11-23";
        assert_eq!(many(&["figure=received&", "from=2026-01-01&until=2026-11-23"]), Some(1));
        assert_eq!(many(&["figure=received&", whole, "channel=telephone"]), Some(2));
        assert_eq!(many(&["figure=received&", whole, "channel=web"]), Some(1));
        assert_eq!(many(&["figure=received&", whole, "kind=air"]), Some(2));
        assert_eq!(many(&["figure=received&", whole, "kind=water"]), Some(1));
        // 查实率 this year is 0 of 1, and was 1 of 1.
        assert_eq!(many(&["figure=substantiated&", whole]), None, "nothing is behind none");
        assert_eq!(many(&["figure=substantiated&", "until=2026-11-23"]), Some(1));
        let share = "<small><a class=\"govuk-link govuk-link--no-visited-state\" href=\"/statistics/matters?";
        page.shows(&format!("{share}figure&#x3D;concluded_in_time&amp;"));
        page.shows(&format!("{share}figure&#x3D;decided_in_time&amp;"));
        app.run_jobs();
    }

    /// S1: the public opens what its pages say anyway: by category, not by channel, and no desk.
    async fn the_public_opens_less(app: TestApp) {
        two_years(&app);
        let citizen = app.citizen();
        let page = citizen.get("/statistics?period=year").await;
        let links = links(&page);
        assert!(links.keys().any(|path| path.contains("kind=air")), "{links:?}");
        assert!(links.keys().any(|path| path.contains("until=2026-11-23")), "the year before");
        for path in links.keys() {
            assert!(!path.contains("channel="), "{path}");
            assert_eq!(citizen.get(path).await.status, 200, "{path}");
        }
        page.hides("figure&#x3D;decided_in_time").hides("\"/desk").hides("due&#x3D;late");
    }

    /// What is in hand and late now is on the desk, for those who see there just that.
    async fn what_is_in_hand_is_on_the_desk(app: TestApp) {
        let (done, open) = two_years(&app);
        app.app.clock.advance(Duration::days(30));
        app.count();
        let (city, county) = (app.supervisor(), app.officer("140821"));
        let page = city.get("/statistics?period=year").await;
        page.shows("在办 <a class=\"govuk-link govuk-link--no-visited-state\" href=\"/desk\">2</a>");
        page.shows("href=\"/desk?due&#x3D;late\"").shows("href=\"/desk?bureau&#x3D;140821\">1</a>");
        city.get("/desk?due=late").await.shows(&open).hides(&done);
        city.get("/desk?bureau=140821").await.shows(&open).hides(&done);
        // A bureau's desk is its own; a past period does not stand on it, nor a part of what is in hand.
        county.get("/statistics").await.hides("\"/desk?").hides("href=\"/desk\">2</a>");
        let own = county.get("/statistics?county=140821").await;
        own.shows("在办 <a class=\"govuk-link govuk-link--no-visited-state\" href=\"/desk\">1</a>");
        county.get("/statistics?county=140882").await.hides("href=\"/desk\"");
        for query in ["period=2026", "channel=web", "kind=air"] {
            city.get(&format!("/statistics?{query}")).await.hides("href=\"/desk");
        }
        app.run_jobs();
    }
}
