//! Search: both databases answer as a plain reading of the texts does, in the order of the lists, and
//! tell nobody what they may not know.

mod reading;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use minsheng::{
    cases::{Case, State, statement::Statement, words},
    db::{Connection, schema},
    error::Error,
    reports::{LookupCode, file, follow},
    search::{self, Index, Wanted},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::{
    on_both,
    support::{Client, Engine, TestApp, acts::told},
};

/// Texts of few characters, so that searches find something and nearly find more.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec!["水", "河", "臭", "味", "厂", "涑", "𬭚", "㐂", "𠀀"]),
        2 => prop::sample::select(vec!["3", "12", "COD", "cr", "Ａ", "ｐm", "é", "İ", "x"]),
        1 => prop::sample::select(vec![" ", "，", "-", "\"", "'", "*", "\u{3000}", "\n", "§", "·"]),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn found(connection: &mut Connection, typed: &str) -> QueryResult<BTreeSet<i64>> {
    use schema::search_results as table;
    let Some(mut wanted) = Wanted::of(typed) else { return Ok(BTreeSet::new()) };
    let rows = |connection: &mut Connection, wanted: &Wanted| -> QueryResult<BTreeSet<i64>> {
        let matches = search::matches::<table::table>(connection, Index::Results, wanted);
        let rows: Vec<i64> = table::table.filter(matches).select(table::rowid).load(connection)?;
        Ok(rows.into_iter().collect())
    };
    let found = rows(connection, &wanted)?;
    // However little of it the index is asked for.
    search::lighten(connection, Index::Results, &mut wanted, (0, i64::MAX))?;
    assert_eq!(rows(connection, &wanted)?, found, "{typed:?}");
    Ok(found)
}

/// Any texts, any search: SQLite, PostgreSQL and the plain reading find the same.
#[actix_web::test]
async fn both_databases_find_what_a_plain_reading_finds() {
    let apps = [TestApp::start(Engine::Sqlite).await, TestApp::start(Engine::Postgres).await];
    let given =
        (prop::collection::vec(texts(), 1..8), prop::collection::vec(texts(), 1..6), 0..20_usize);
    let mut runner =
        TestRunner::new(Config { cases: 120, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&given, |(texts, mut typed, cut)| {
        // Parts of the texts are what people search for.
        typed.extend(
            texts.iter().map(|text| text.chars().skip(cut % 7).take(1 + cut % 5).collect()),
        );
        for app in &apps {
            let (texts, typed) = (texts.clone(), typed.clone());
            let outcome = app.app.db.write_now(move |connection| {
                for (row, text) in (1..).zip(&texts) {
                    search::put(connection, Index::Results, row, &[search::mark("x")], text)?;
                }
                for typed in typed {
                    let expected =
                        (1..).zip(&texts).filter(|(_, text)| reading::holds(text, &typed));
                    let expected: BTreeSet<i64> = expected.map(|(row, _)| row).collect();
                    assert_eq!(found(connection, &typed)?, expected, "{typed:?} in {texts:?}");
                }
                // What is taken out is found no more.
                for row in 1..=texts.len() as i64 {
                    search::take_out(connection, Index::Results, row)?;
                }
                assert_eq!(found(connection, "水")?, BTreeSet::new());
                Ok::<_, Error>(())
            });
            prop_assert!(outcome.is_ok(), "{outcome:?}");
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// What matters are counted by: bureau, state, whom it is kept from, whether the province forwarded it,
/// and the date of an open one.
type Kind = (String, String, String, bool, Option<NaiveDate>);

/// Every matter has its words where they belong, and the tallies are what there is.
pub fn assert_kept(connection: &mut Connection) -> Result<(), Error> {
    use schema::{case_tallies, cases, search_cases, search_results};
    let all: Vec<Case> = cases::table.select(Case::as_select()).load(connection)?;
    let belong: BTreeSet<i64> = all.iter().map(|case| words::row(case.id, case.ended_at)).collect();
    let stand: Vec<i64> = search_cases::table.select(search_cases::rowid).load(connection)?;
    assert_eq!(stand.into_iter().collect::<BTreeSet<_>>(), belong);
    let published =
        all.iter().filter_map(|case| Some(words::row(case.id, Some(case.published_at?))));
    let stand: Vec<i64> = search_results::table.select(search_results::rowid).load(connection)?;
    assert_eq!(stand.into_iter().collect::<BTreeSet<_>>(), published.collect());
    let mut there = BTreeMap::<Kind, i64>::new();
    for case in all {
        let due = case.due_on.filter(|_| case.ended_at.is_none());
        let forwarded = case.channel == "province";
        let kind = (case.bureau, case.state, case.hidden_from, forwarded, due);
        *there.entry(kind).or_default() += 1;
    }
    let kept: Vec<(String, String, String, String, Option<NaiveDate>, i64)> = case_tallies::table
        .select((
            case_tallies::bureau,
            case_tallies::state,
            case_tallies::hidden_from,
            case_tallies::channel,
            case_tallies::due_on,
            case_tallies::change,
        ))
        .load(connection)?;
    let mut sums = BTreeMap::<Kind, i64>::new();
    for (bureau, state, hidden_from, channel, due, change) in kept {
        *sums.entry((bureau, state, hidden_from, channel == "province", due)).or_default() +=
            change;
    }
    sums.retain(|_, sum| *sum != 0);
    assert_eq!(sums, there);
    Ok(())
}

/// Files `many` reports at once; the numbers of their matters.
fn file_many(app: &TestApp, county: &str, text: &str, many: usize) -> Vec<String> {
    let (state, county, text) = (app.app.clone(), county.to_owned(), text.to_owned());
    let file = move |connection: &mut Connection| {
        let mut numbers = Vec::new();
        for at in 0..many {
            let mut new = told(&county, &format!("{county} {text} {at}"));
            new.text.clone_from(&text);
            numbers.push(file(connection, &state, None, &new, &[])?.case.number);
        }
        Ok::<_, Error>(numbers)
    };
    app.app.db.write_now(file).expect("reports")
}

/// Has the words of all matters cut anew, wherever they stood.
fn index_again(app: &TestApp) {
    app.tamper("DELETE FROM search_cases WHERE rowid > 0").expect("emptied");
    let job = "INSERT INTO jobs (name, payload, run_at) \
               VALUES ('index_cases', '{\"after\":0}', '2026-11-23 00:00:00')";
    app.tamper(job).expect("a job");
    app.run_jobs();
}

/// The numbers of a page of the desk, in its order.
fn numbers(text: &str) -> Vec<String> {
    numbers_under("/cases/", text)
}

/// The numbers to whose pages under `folder` a page leads, in its order.
fn numbers_under(folder: &str, text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in text.split(&format!("href=\"{folder}")).skip(1) {
        let number = part.split(['"', '#']).next().unwrap_or_default().to_owned();
        if !number.contains('/') && !all.contains(&number) {
            all.push(number);
        }
    }
    all
}

/// Where a page's link of that relation leads.
fn link(text: &str, rel: &str) -> Option<String> {
    let at = text.find(&format!("rel=\"{rel}\""))?;
    let start = text[..at].rfind("href=\"")? + "href=\"".len();
    let href = &text[start..start + text[start..].find('"')?];
    Some(href.replace("&amp;", "&").replace("&#x3D;", "="))
}

/// All pages from `path` on: the numbers, each page's number counted.
async fn walked(client: &Client, path: &str) -> Vec<Vec<String>> {
    let (mut pages, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        let folder = if path.starts_with("/results") { "/results/" } else { "/cases/" };
        pages.push(numbers_under(folder, &page.text));
        next = link(&page.text, "next");
        assert!(pages.len() < 100, "pages without an end");
    }
    pages
}

on_both! {
    /// However many matters of others are newer: a bureau finds all of its own, page after page and
    /// back again, the open ones by date and then the ended ones, the last first.
    async fn nothing_vanishes_behind_others(app: TestApp) {
        let own = file_many(&app, "140821", "河边有臭味", 60);
        app.app.clock.advance(chrono::Duration::days(1));
        for number in own.iter().take(30) {
            app.withdraw(number);
            app.app.clock.advance(chrono::Duration::seconds(61));
        }
        file_many(&app, "140882", "河边有臭味", 520);
        let officer = app.officer("临猗县");
        let mut expected: Vec<String> = own[30..].to_vec();
        expected.extend(own[..30].iter().rev().cloned());
        for query in ["q=臭味", "q=河边有臭味", "q=臭", "q=臭味&bureau=140821"] {
            let pages = walked(&officer, &format!("/desk?{query}")).await;
            assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 10], "{query}");
            assert_eq!(pages.concat(), expected, "{query}");
        }
        let ended = walked(&officer, "/desk?q=臭味&state=ended").await.concat();
        assert_eq!(ended, expected[30..]);
        assert_eq!(walked(&officer, "/desk?state=ended").await.concat(), expected[30..]);
        assert_eq!(walked(&officer, "/desk?state=withdrawn&q=臭").await.concat(), expected[30..]);
        assert_eq!(walked(&officer, "/desk").await.concat(), expected[..30]);
        // By hand, and back.
        let third = officer.get("/desk?q=臭味&page=3").await;
        assert_eq!(numbers(&third.text), expected[50..]);
        let second = officer.get(&link(&third.text, "prev").expect("a page before")).await;
        assert_eq!(numbers(&second.text), expected[25..50]);
        let first = officer.get(&link(&second.text, "prev").expect("a page before")).await;
        assert_eq!(numbers(&first.text), expected[..25]);
        assert_eq!(link(&first.text, "prev"), None);
        let city = walked(&app.supervisor(), "/desk?q=臭味&bureau=140821").await.concat();
        assert_eq!(city, expected);
        app.run_jobs();
        app.query(assert_kept);
    }

    /// What has ended is found by words of which each is frequent, together or not, and by nothing that
    /// holds their parts alone.
    async fn frequent_words_that_seldom_meet_are_found(app: TestApp) {
        let all = |text: &str| file_many(&app, "140821", text, 6);
        let (told, parted) = (all("有臭鸡蛋味，还烧秸秆"), all("臭鸡，鸡蛋味，还烧秸秆"));
        all("有臭鸡蛋味");
        all("还烧秸秆");
        file_many(&app, "140882", "有臭鸡蛋味，还烧秸秆", 2);
        app.tamper("UPDATE cases SET state = 'withdrawn', ended_at = opened_at, ended_on = day").expect("ended");
        index_again(&app);
        let officer = app.officer("临猗县");
        let newest_first = |numbers: &[String]| numbers.iter().rev().cloned().collect::<Vec<_>>();
        let finds = async |words: &str| numbers(&officer.get(&format!("/desk?q={words}")).await.text);
        assert_eq!(finds("臭鸡蛋 秸秆").await, newest_first(&told));
        assert_eq!(finds("鸡蛋味 烧秸秆").await, newest_first(&[told, parted].concat()));
        assert_eq!(finds("秸秆味 臭鸡蛋").await, Vec::<String>::new());
        app.query(assert_kept);
    }

    /// The keys `n` and `p` go through a search as they go through the list, over its two parts.
    async fn the_walk_goes_through_a_search(app: TestApp) {
        let own = file_many(&app, "140821", "河边有臭味", 4);
        for number in &own[..2] {
            app.withdraw(number);
            app.app.clock.advance(chrono::Duration::seconds(61));
        }
        let order = [&own[2], &own[3], &own[1], &own[0]];
        let officer = app.officer("临猗县");
        officer.get("/desk?q=臭味").await.shows(&own[0]);
        for (at, number) in order.iter().enumerate() {
            let page = officer.get(&format!("/cases/{number}")).await;
            let beside = |at: Option<usize>| {
                at.and_then(|at| order.get(at)).map(|number| format!("/cases/{number}"))
            };
            assert_eq!(link(&page.text, "prev"), beside(at.checked_sub(1)), "before {number}");
            assert_eq!(link(&page.text, "next"), beside(Some(at + 1)), "after {number}");
        }
        app.run_jobs();
    }

    /// Words without end are stored in parts and found by them, and no address is a query of ours.
    async fn odd_words_and_odd_addresses_are_only_odd(app: TestApp) {
        let mut new = told("140821", "odd");
        new.text = format!("污水 {} {}", "xy".repeat(1_200), "ก".repeat(900));
        let number = app.file(new).report.number;
        let supervisor = app.supervisor();
        supervisor.get(&format!("/desk?q={}", "xy".repeat(45))).await.shows(&number);
        for odd in ["'", "\"", "a' | 'b", "\\", "140821'", ")"] {
            let bureau: String = odd.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let page = supervisor.get(&format!("/desk?q=污水&bureau={bureau}")).await;
            assert_eq!(page.status, 200, "{odd}: {}", page.words());
            page.hides(&number);
        }
        // Whatever is typed, each list answers; what holds no word finds nothing.
        let long = "噪声".repeat(250);
        let nothing = ["%00", "，。！？", "%F0%9F%8F%AD", "%20%20%22%20*%20", "(((", "%25", "_", "§city", &long];
        let lists = ["/desk?q=", "/enterprises?q=", "/letters?q=", "/supervisions?q=", "/results?q="];
        for list in lists {
            for typed in nothing {
                let page = supervisor.get(&format!("{list}{typed}")).await;
                assert_eq!(page.status, 200, "{list}{typed}: {}", page.words());
                // Nothing but a sign that nobody types is no search.
                if typed != "%00" {
                    page.hides(&number);
                }
            }
        }
        for (typed, found) in [("污", true), ("水", true), ("ｘｙｘｙ", true), ("ＸＹ", true), ("xyz", false), ("汙水", false)] {
            let page = supervisor.get(&format!("/desk?q={typed}")).await;
            assert_eq!(page.text.contains(&number), found, "{typed}");
        }
        let bureau = supervisor.get("/desk?bureau=%00140821%00&state=%00&kind=%00").await;
        assert_eq!(bureau.status, 200, "{}", bureau.words());
        for path in ["/cases/%00", "/desk/preview/%00", "/results/%00", "/track/%00", "/enterprises/%00", "/notices/%00"] {
            assert_eq!(supervisor.get(path).await.status, 404, "{path}");
        }
        let note = [("staff_note", "备注\0备注")];
        assert_eq!(app.officer("140821").post(&format!("/cases/{number}/notes"), &note).await.status, 303);
    }

    /// A number finds its matter however it is typed: the matter's own, that of a report that joined
    /// it, the province's; its beginning finds those of the day (`I4`, `F1`).
    async fn a_number_finds_its_matter(app: TestApp) {
        let first = app.file(told("140821", "first"));
        let other = app.file(told("140821", "other")).case.number;
        let mut joining = told("140821", "joining");
        joining.join = Some(first.case.number.clone());
        let joined = app.file(joining).report.number;
        let number = first.case.number.clone();
        let officer = app.officer("临猗县");
        let full_width: String = number.chars().map(|c| match c {
            '0'..='9' | 'A'..='Z' | '-' => char::from_u32(c as u32 + 0xfee0).expect("a letter"),
            c => c,
        }).collect();
        for typed in [&number, &number.to_lowercase(), &number.replace('-', " "), &full_width, &joined] {
            let page = officer.get(&format!("/desk?q={typed}")).await;
            assert_eq!(numbers(&page.text), std::slice::from_ref(&number), "{typed}");
        }
        let day = officer.get(&format!("/desk?q={}", &number[..11])).await;
        assert_eq!(numbers(&day.text), [number.clone(), other.clone()]);
        for stranger in [app.officer("永济市"), app.department("140800-power")] {
            for typed in [&number, &joined, &number[..11].to_owned()] {
                stranger.get(&format!("/desk?q={typed}")).await.hides(&format!("/cases/{number}"));
            }
        }
        app.run_jobs();
    }

    /// Its exact number finds a matter for those who assist with it or review it, which is in no list of
    /// theirs; its words do not (`R7`, `T4`).
    async fn a_number_finds_what_one_assists_with_or_reviews(app: TestApp) {
        let number = app.file(told("140821", "assisted")).case.number;
        let (officer, _) = app.bureau("140821");
        let helper = app.officer("永济市");
        let finds = async |client: &Client, typed: &str| -> Vec<String> {
            numbers(&client.get(&format!("/desk?q={typed}")).await.text)
        };
        app.act(&officer, &number, Statement::Accept);
        assert_eq!(finds(&helper, &number).await, Vec::<String>::new(), "not asked yet");
        app.act(&officer, &number, Statement::Assist {
            bureau: "140881".to_owned(),
            request: "请查上游排口".to_owned(),
            due_on: None,
        });
        assert_eq!(finds(&helper, &number).await, std::slice::from_ref(&number));
        for typed in ["气味", &number[..11]] {
            assert_eq!(finds(&helper, typed).await, Vec::<String>::new(), "{typed}");
        }
        let (assisting, _) = app.bureau("140881");
        app.act(&assisting, &number, Statement::Reply { text: "上游没有排口".to_owned() });
        app.conclude("140821", &number, "unsubstantiated");
        assert_eq!(finds(&helper, &number).await, Vec::<String>::new(), "it is over (S1)");

        let key = "search-story-reviewed-1";
        let mut grievance = told("140821", key);
        grievance.reporter_kind = "named";
        grievance.identity.mail = "wang@example.com".to_owned();
        let reviewed = app.file(grievance).report.number;
        app.act(&officer, &reviewed, Statement::AcceptGrievance);
        app.conclude("140821", &reviewed, "unsubstantiated");
        let reviewer = app.officer("140800");
        assert_eq!(finds(&reviewer, &reviewed).await, Vec::<String>::new(), "not asked yet");
        let citizen = app.citizen();
        let code = LookupCode::of_submission(&app.app.vault, key).spoken();
        citizen.post("/track", &[("number", reviewed.as_str()), ("code", code.as_str())]).await;
        let asked = [("review_grounds", "检查人员没有到现场")];
        let sent = citizen.post(&format!("/track/{reviewed}/review"), &asked).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        assert_eq!(finds(&reviewer, &reviewed).await, std::slice::from_ref(&reviewed));
        assert_eq!(finds(&reviewer, "气味").await, Vec::<String>::new());
        assert_eq!(finds(&helper, &reviewed).await, Vec::<String>::new());
        app.run_jobs();
    }

    /// A matter is found by what each report behind it says and by what was added later, also when they
    /// came or left with another matter (`I8`).
    async fn a_matter_is_found_by_all_that_is_told_of_it(app: TestApp) {
        let mut new = told("140821", "opening");
        new.text = "河里有红色的水".to_owned();
        let first = app.file(new);
        let number = first.case.number.clone();
        let mut joining = told("140821", "joining");
        joining.text = "半夜听见水泵轰鸣".to_owned();
        joining.join = Some(number.clone());
        let joined = app.file(joining).report;
        let mut other = told("140821", "other");
        other.text = "桥下有死鱼漂浮".to_owned();
        let other = app.file(other).case.number;
        let (login, _) = app.bureau("140821");
        let (officer, stranger) = (app.officer("140821"), app.officer("永济市"));
        let finds = async |client: &Client, typed: &str| -> Vec<String> {
            numbers(&client.get(&format!("/desk?q={typed}")).await.text)
        };
        for typed in ["红色", "水泵轰鸣", "红色 轰鸣"] {
            assert_eq!(finds(&officer, typed).await, std::slice::from_ref(&number), "{typed}");
            assert_eq!(finds(&stranger, typed).await, Vec::<String>::new(), "{typed}");
        }
        let portal = app.app.clone();
        let add = move |connection: &mut Connection| {
            follow::add_facts(connection, &portal, &joined, "烟囱也冒黄烟")
        };
        app.app.db.write_now::<_, Error, _>(add).expect("facts");
        assert_eq!(finds(&officer, "黄烟 轰鸣").await, std::slice::from_ref(&number));

        app.act(&login, &other, Statement::Merge { into: number.clone() });
        assert_eq!(finds(&officer, "死鱼").await, [number.clone(), other.clone()]);
        app.act(&login, &other, Statement::Unmerge { reason: "不是一回事".to_owned() });
        assert_eq!(finds(&officer, "死鱼").await, std::slice::from_ref(&other));
        // What was told later goes where the matter goes.
        app.withdraw(&first.report.number);
        let transfer = Statement::Transfer { bureau: "140881".to_owned(), reason: "属地".to_owned() };
        let _ = app.dispatcher();
        app.act("dispatcher", &number, transfer);
        assert_eq!(finds(&stranger, "黄烟 轰鸣").await, std::slice::from_ref(&number));
        assert_eq!(finds(&officer, "轰鸣").await, Vec::<String>::new());
        app.run_jobs();
        app.query(assert_kept);
    }

    /// Its county finds a matter, though nobody wrote its name, and so does what is published of it.
    async fn a_matter_is_found_by_its_county_and_its_result(app: TestApp) {
        let number = app.file(told("140828", "in the county")).case.number;
        app.file(told("140821", "elsewhere"));
        let supervisor = app.supervisor();
        let finds = async |typed: &str| -> Vec<String> {
            numbers(&supervisor.get(&format!("/desk?q={typed}")).await.text)
        };
        assert_eq!(finds("夏县").await, std::slice::from_ref(&number));
        assert_eq!(finds("夏县 气味").await, std::slice::from_ref(&number));
        app.conclude("140828", &number, "substantiated");
        assert_eq!(finds("VOCs").await, Vec::<String>::new());
        app.publish("140828", &number, "已更换VOCs处理装置");
        assert_eq!(finds("vocs").await, std::slice::from_ref(&number));
        app.query(assert_kept);
    }

    /// The names that its plants have in the register find a matter, for those who may read them there
    /// (`R3`): the office renames a plant, ties and unties it.
    async fn a_matter_is_found_by_the_names_of_its_plants(app: TestApp) {
        let file = |county: &str, key: &str, plant: &str, channel: &'static str| {
            let mut new = told(county, key);
            new.plant = plant.to_owned();
            new.channel = channel;
            app.file(new).case.number
        };
        let number = file("140821", "here", "青禾印染厂", "web");
        let there = file("140828", "there", "远山造纸厂", "web");
        let forwarded = file("140821", "forwarded", "青禾印染厂", "province");
        let (officer, city, province) = (app.officer("140821"), app.supervisor(), app.province());
        let finds = async |client: &Client, typed: &str| -> Vec<String> {
            let mut found = numbers(&client.get(&format!("/desk?q={typed}")).await.text);
            found.sort();
            found
        };
        let version = officer.get("/enterprises/QY-00001").await.field("version");
        let name = [("version", version.as_str()), ("plant_name", "朱砂纺织有限公司"), ("plant_state", "operating")];
        let renamed = officer.post("/enterprises/QY-00001/details", &name).await;
        assert_eq!(renamed.status, 303, "{}", renamed.words());
        app.run_jobs();
        for client in [&officer, &city] {
            assert_eq!(finds(client, "朱砂纺织").await, std::slice::from_ref(&number));
            assert_eq!(finds(client, "青禾印染").await, [number.clone(), forwarded.clone()]);
        }
        // The province sees the petition and not the register.
        assert_eq!(finds(&province, "青禾印染").await, std::slice::from_ref(&forwarded));
        assert_eq!(finds(&province, "朱砂纺织").await, Vec::<String>::new());

        let ties = format!("/enterprises/matters/{number}");
        officer.post(&format!("{ties}/removal"), &[("plant", "QY-00001")]).await;
        assert_eq!(finds(&officer, "朱砂纺织").await, Vec::<String>::new());
        officer.post(&format!("{ties}/ties"), &[("plant", "QY-00001")]).await;
        assert_eq!(finds(&officer, "朱砂纺织").await, std::slice::from_ref(&number));
        // A plant of another county is nothing that this bureau may read of.
        city.post(&format!("{ties}/ties"), &[("plant", "QY-00002")]).await;
        assert_eq!(finds(&officer, "远山造纸").await, Vec::<String>::new());
        assert_eq!(finds(&city, "远山造纸").await, std::slice::from_ref(&there));
        app.run_jobs();
        app.query(assert_kept);
    }

    /// What must not be found: another bureau's, what is about the searcher (`R3`), and by nobody who
    /// reported (`S1`).
    async fn a_search_tells_nobody_what_they_may_not_know(app: TestApp) {
        let mut own = told("140821", "own");
        own.text = "夜里偷排黑水".to_owned();
        own.reporter_kind = "named";
        own.identity.name = "钱九斤".to_owned();
        own.identity.phone = "13800138000".to_owned();
        own.identity.mail = "qianjiujin@example.org".to_owned();
        let own = app.file(own).case.number;
        let mut against = told("140821", "against");
        against.text = "临猗县环保局收受企业好处，偷排黑水没人管。".to_owned();
        against.plant = "临猗县环保局".to_owned();
        let against = app.file(against).case.number;
        let (officer, other, city) = (app.officer("临猗县"), app.officer("永济市"), app.supervisor());
        let finds = async |client: &Client, typed: &str| -> Vec<String> {
            numbers(&client.get(&format!("/desk?q={typed}")).await.text)
        };
        assert_eq!(finds(&officer, "偷排黑水").await, std::slice::from_ref(&own));
        assert_eq!(finds(&officer, "收受").await, Vec::<String>::new());
        assert_eq!(finds(&other, "偷排").await, Vec::<String>::new());
        assert_eq!(finds(&city, "偷排").await.len(), 2);
        assert_eq!(finds(&city, "收受").await, std::slice::from_ref(&against));
        for typed in ["钱九斤", "九斤", "13800138000", "1380", "qianjiujin", "example"] {
            assert_eq!(finds(&city, typed).await, Vec::<String>::new(), "{typed}");
        }
        // Marks are no words.
        for typed in ["§140821", "140821", "k140821", "sconcluded"] {
            assert_eq!(finds(&city, typed).await, Vec::<String>::new(), "{typed}");
        }
        app.run_jobs();
    }

    /// The words go where the matter goes: to another bureau, to its end, and back (`R6`, `C1`).
    async fn words_go_with_the_matter(app: TestApp) {
        let mut new = told("140821", "moving");
        new.text = "锅炉冒黑烟".to_owned();
        let number = app.file(new).case.number;
        let finds = async |client: &Client, query: &str| {
            !numbers(&client.get(&format!("/desk?{query}")).await.text).is_empty()
        };
        let (one, other, city) = (app.officer("临猗县"), app.officer("永济市"), app.dispatcher());
        let to = |bureau: &str| Statement::Transfer { bureau: bureau.to_owned(), reason: "属地".to_owned() };
        assert_eq!(app.act("dispatcher", &number, to("140881")), State::Assigned);
        assert!(finds(&other, "q=黑烟").await && !finds(&one, "q=黑烟").await);
        app.withdraw(&number);
        assert!(finds(&other, "q=黑烟&state=withdrawn").await && !finds(&other, "q=黑烟&state=assigned").await);
        app.query(assert_kept);
        app.act("dispatcher", &number, Statement::Reopen { reason: "弄错了".to_owned() });
        assert!(finds(&city, "q=黑烟&state=assigned").await && !finds(&city, "q=黑烟&state=ended").await);
        app.run_jobs();
        app.query(assert_kept);
    }

    /// The public finds the published text, and nothing else of a matter (`S2`, `C4`).
    async fn the_public_finds_what_is_published(app: TestApp) {
        let file = |county: &str, key: &str, text: &str| {
            let mut new = told(county, key);
            new.text = text.to_owned();
            new.plant = "青禾印染厂".to_owned();
            app.file(new).case.number
        };
        let number = file("140821", "published", "举报原话里有臭鸡蛋味");
        let silent = file("140821", "silent", "举报原话里有臭鸡蛋味");
        let elsewhere = file("140881", "elsewhere", "举报原话");
        for number in [&number, &silent] {
            app.conclude("140821", number, "substantiated");
        }
        app.conclude("140881", &elsewhere, "substantiated");
        app.publish("140821", &number, "经查，3号炉超标排放，已责令改正。");
        app.publish("140881", &elsewhere, "经查，夜间超标排放，已处罚。");
        let citizen = app.citizen();
        let results = async |query: &str| {
            let page = citizen.get(&format!("/results?{query}")).await;
            [&number, &silent, &elsewhere].map(|it| page.text.contains(&format!("/results/{it}")))
        };
        for (query, found) in [
            ("q=超标排放", [true, false, true]),
            ("q=超标&county=140821", [true, false, false]),
            ("q=3号", [true, false, false]),
            ("q=超", [true, false, true]),
            ("q=臭鸡蛋", [false; 3]),
            ("q=青禾印染", [false; 3]),
            ("q=内部认定", [false; 3]),
            ("q=答复本人", [false; 3]),
            ("q=%22%27*", [false; 3]),
        ] {
            assert_eq!(results(query).await, found, "{query}");
        }
        assert_eq!(results(&format!("q={number}")).await, [true, false, false]);
        assert_eq!(results(&format!("q={silent}")).await, [false; 3]);
        app.query(assert_kept);
    }

    /// However many others hold the words, the public finds all results of a bureau, of the city (`R3`)
    /// and of a kind, page after page and back.
    async fn published_results_are_found_page_after_page(app: TestApp) {
        let mut numbers = file_many(&app, "140821", "河边有臭味", 70);
        numbers.reverse();
        app.tamper(
            "UPDATE cases SET state = 'concluded', ended_at = opened_at, ended_on = day, verdict = 'partly', \
             public_text = '经查属实', published_at = opened_at",
        ).expect("published");
        // The oldest thirty are about a bureau, or about water.
        let id = "(SELECT id FROM cases ORDER BY id DESC LIMIT 40)";
        app.tamper(&format!("UPDATE cases SET kinds = 'water' WHERE id NOT IN {id}")).expect("of water");
        app.tamper(&format!("UPDATE cases SET hidden_from = '140828' WHERE id NOT IN {id}")).expect("of the city");
        index_again(&app);
        let citizen = app.citizen();
        for (query, expected) in [
            ("q=属实", &numbers[..]),
            ("q=属实&county=140821", &numbers[..40]),
            ("q=属实&county=140800", &numbers[40..]),
            ("q=属实&kind=water", &numbers[40..]),
            ("q=属实&county=140881", &[]),
        ] {
            let pages = walked(&citizen, &format!("/results?{query}")).await;
            assert_eq!(pages.concat(), expected, "{query}");
        }
        let second = citizen.get("/results?q=属实&county=140800&page=2").await;
        assert_eq!(numbers_under("/results/", &second.text), numbers[65..]);
        let first = citizen.get(&link(&second.text, "prev").expect("a page before")).await;
        assert_eq!(numbers_under("/results/", &first.text), numbers[40..65]);
        app.query(assert_kept);
    }

    /// Words cut in another way, or never, are cut anew by a job, and found then.
    async fn words_are_cut_anew_by_a_job(app: TestApp) {
        let numbers = file_many(&app, "140821", "泡沫漂满河面", 3);
        app.withdraw(&numbers[0]);
        app.run_jobs();
        app.tamper("DELETE FROM search_cases WHERE rowid > 0").expect("emptied");
        let officer = app.officer("临猗县");
        officer.get("/desk?q=泡沫").await.hides(&numbers[1]);
        index_again(&app);
        let page = officer.get("/desk?q=泡沫").await;
        for number in &numbers {
            page.shows(number);
        }
        app.query(assert_kept);
    }
}
