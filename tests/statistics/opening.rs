//! The numbers of the page that lead to what is behind them (`N2`), and as many as they say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use minsheng::cases::statement::Statement;

use crate::{
    on_both,
    support::{
        Client, Page, TestApp,
        acts::{fine, told},
    },
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

/// What is no count of anything: pictures, choices, names of rows, dates, periods, and changes.
const ASIDE: [&str; 6] = ["svg", "select", "th", "summary", "script", "label"];
/// Marks of the same.
const MARKED: [&str; 3] = ["ms-legend", "ms-filterbar", "data-change"];
/// Tags that nothing closes.
const OPEN_ALONE: [&str; 4] = ["input", "br", "img", "hr"];

/// Each number on a page that is not none, with its words and the way that it leads.
pub fn numbers_shown(page: &Page) -> Vec<(f64, String, Option<String>)> {
    let start = page.text.find("<main").expect("a page");
    let (mut found, mut open) = (Vec::new(), Vec::<&str>::new());
    for piece in page.text[start..].split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { break };
        match tag.strip_prefix('/') {
            Some("main") => break,
            Some(_) => {
                open.pop();
            }
            None if tag.ends_with('/') || OPEN_ALONE.iter().any(|it| tag.starts_with(it)) => {}
            None => open.push(tag),
        }
        let way = open.iter().rev().find(|tag| tag.starts_with("a "));
        let way = way.and_then(|tag| tag.split("href=\"").nth(1)?.split('"').next()).map(read);
        let is_aside = |tag: &&str| {
            let name = tag.split_whitespace().next().unwrap_or_default();
            ASIDE.contains(&name) || MARKED.iter().any(|mark| tag.contains(mark))
        };
        let aside = open.iter().any(is_aside)
            || way.is_none() && open.iter().any(|tag| tag.contains("ms-tile__value"))
            || text.contains('年');
        let tokens = text.split(|c: char| !(c.is_ascii_digit() || ",.%".contains(c)));
        for token in tokens.filter(|token| !aside && !token.ends_with('%')) {
            match token.replace(',', "").parse::<f64>() {
                Ok(number) if number != 0.0 => {
                    found.push((number, text.trim().to_owned(), way.clone()));
                }
                _ => {}
            }
        }
    }
    found
}

/// How much there is on the list behind a number: rows of a desk, counties that are named, or what the
/// lines count for, over all its pages.
pub async fn entries(reader: &Client, path: &str) -> f64 {
    let (mut next, mut sum, mut counties) = (Some(path.to_owned()), 0.0, BTreeSet::new());
    while let Some(path) = next.take() {
        let page = reader.get(&path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.words());
        if path.starts_with("/desk") {
            return page.text.matches("<tr data-row").count() as f64;
        }
        let cells = |mark: &'static str| {
            let cells = page.text.split(mark).skip(1);
            cells.filter_map(|cell| cell.split('<').next())
        };
        counties.extend(cells("data-county>").map(str::to_owned));
        let amounts = cells("<td class=\"ms-number\">");
        sum += amounts.filter_map(|it| it.replace(',', "").parse::<f64>().ok()).sum::<f64>();
        let ahead = page.text.split_once("rel=\"next\"").map(|(ahead, _)| ahead);
        next = ahead.and_then(|it| it.rsplit("href=\"").next()?.split('"').next()).map(read);
    }
    if counties.is_empty() { sum } else { counties.len() as f64 }
}

/// Fails when a number on the page leads nowhere, or to a list of more or fewer; how many were walked.
pub async fn walk(reader: &Client, path: &str) -> usize {
    let page = reader.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.words());
    let mut ways = BTreeMap::new();
    for (number, words, way) in numbers_shown(&page) {
        let way = way.unwrap_or_else(|| panic!("{path}: {number} of “{words}” leads nowhere"));
        // What opens a page of figures is walked there.
        if !way.starts_with("/statistics?") {
            ways.insert((way, number.to_string()), number);
        }
    }
    for ((way, _), number) in &ways {
        let found = entries(reader, way).await;
        assert!((found - number).abs() < 1e-6, "{path}: {number} is {found} at {way}");
    }
    ways.len()
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

    /// N2: every number of the page, whatever it counts and however it is narrowed, leads to a list of
    /// just as many: sums since ever, shares, standings of a day that is past, and the course.
    async fn each_number_of_the_page_leads_to_its_list(app: TestApp) {
        let (done, open) = two_years(&app);
        let mut joins = told("140821", "joins");
        (joins.join, joins.channel) = (Some(open.clone()), "telephone");
        app.file(joins);
        let merged = app.file(told("140821", "merged")).report.number;
        let (officer, _) = app.bureau("140821");
        app.act(&officer, &merged, Statement::Merge { into: open.clone() });
        app.withdraw(&app.file(told("140882", "withdrawn")).report.number);
        let unsure = { let mut new = told("140821", "unsure"); new.county = None; app.file(new) };
        assert_eq!(unsure.case.state, "dispatching");
        let mut split = told("140882", "split");
        split.kinds = vec!["water", "noise"];
        let split = app.file(split).report.number;
        let further = minsheng::cases::statement::NewMatter {
            report: None, bureau: "140821".to_owned(), plant: "另一家厂".to_owned(), place: String::new(),
            summary: "另一家厂也有气味".to_owned(), reason: "涉及临猗".to_owned(),
        };
        let _ = app.dispatcher();
        app.act("dispatcher", &split, Statement::Split(further));
        // What was taken back counts no longer.
        app.act(&officer, &open, Statement::Accept);
        app.act(&officer, &open, Statement::Measure(fine(app.app.clock.today())));
        let undone = app.officer("140821").post(&format!("/cases/{open}/undo"), &[]).await;
        assert_eq!(undone.status, 303, "{}", undone.words());
        app.app.clock.advance(Duration::days(30));
        app.conclude("140821", &open, "partly");
        app.count();
        let staff = app.supervisor();
        for (query, least) in [
            ("period=year", 40), ("period=all&county=140821", 20), ("period=all&channel=telephone", 8),
            ("from=2027-11-01&until=2027-12-01&kind=water", 8),
        ] {
            let walked = walk(&staff, &format!("/statistics?{query}")).await;
            assert!(walked >= least, "{query}: {walked}");
        }
        // The past is as it was: what is concluded now was in hand then.
        let stood = async |figure: &str, until: &str| {
            staff.get(&format!("/statistics/matters?figure={figure}&from=2026-11-23&until={until}")).await
        };
        stood("in_hand", "2027-11-22").await.hides(&open).shows("没有可以显示的事项");
        stood("in_hand", "2027-11-23").await.shows(&open).hides(&done);
        stood("stand_concluded", "2027-11-23").await.shows(&done).hides(&open);
        stood("stand_concluded", "2027-12-23").await.shows(&done).shows(&open);
        for mixed in ["figure=listed&figure=received", "figure=received&figure=received", "figure="] {
            assert_eq!(staff.get(&format!("/statistics/matters?{mixed}")).await.status, 404, "{mixed}");
        }
        for closed in ["in_hand", "stand_concluded"] {
            let asked = format!("/statistics/matters?figure={closed}");
            assert_eq!(app.citizen().get(&asked).await.status, 404, "{closed}");
        }
        app.run_jobs();
    }

    /// N2: so do those of the city's board.
    async fn each_number_of_the_board_leads_to_its_list(app: TestApp) {
        two_years(&app);
        let (officer, _) = app.bureau("140821");
        let [accepted, declining] = ["accepted", "declining"].map(|key| {
            app.file(told("140821", key)).report.number
        });
        app.act(&officer, &accepted, Statement::Accept);
        let decline = Statement::ProposeDecline {
            reason: "too_vague".to_owned(), points_to: None, explanation: "请补充".to_owned(),
        };
        app.act(&officer, &declining, decline);
        let unsure = { let mut new = told("140821", "unsure"); new.county = None; app.file(new) };
        assert_eq!(unsure.case.state, "dispatching");
        app.app.clock.advance(Duration::days(30));
        let walked = walk(&app.supervisor(), "/board").await;
        assert!(walked >= 8, "{walked}");
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
