//! The register of plants, what is alike, and revisits of closed plants (`I8`, `C6`, `R3`, `S1`).

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use minsheng::{
    accounts::{Role, Viewer},
    cases::{
        alike::{Facts, Why},
        nearest::{Asked, Eyes, nearest},
        statement::Statement,
    },
    db::schema::{case_reports, cases, enterprises, measures, reports, revisits},
    enterprises::{
        Enterprise,
        change::Change,
        keep,
        revisit::{self, Record},
    },
    error::{Error, Result},
    jurisdiction::{Datum, Point},
    reports::{LookupCode, NewReport, file::Filed},
    timeline::{self, Audience},
};

use crate::{
    on_both,
    support::{
        Client, Page, TestApp,
        acts::{self, told},
    },
};

const TEXT: &str = "厂里的黑水夜里排进了水渠，我家窗户正对着烟囱";

/// A report of a plant in the county of that code.
fn about(county: &str, key: &str, plant: &str) -> NewReport {
    NewReport {
        plant: plant.to_owned(),
        text: TEXT.to_owned(),
        kinds: vec!["water"],
        ..told(county, key)
    }
}

fn plants(app: &TestApp) -> Vec<Enterprise> {
    app.query(|connection| {
        Ok(enterprises::table
            .order(enterprises::id)
            .select(Enterprise::as_select())
            .load(connection)?)
    })
}

fn plant(app: &TestApp, number: &str) -> Enterprise {
    let number = number.to_owned();
    app.query(move |connection| Enterprise::by_number(connection, &number))
}

fn change(app: &TestApp, login: &str, number: &str, change: Change) -> Result<()> {
    let (viewer, portal, number) = (app.viewer(login), app.app.clone(), number.to_owned());
    app.app.db.write_now(move |connection| {
        keep::change(connection, &portal, &viewer, &number, None, &change)
    })
}

fn measure(kind: &str, on: NaiveDate) -> Statement {
    Statement::Measure(acts::measure(kind, on, "决定取缔"))
}

/// A matter about a plant that was closed today.
fn closed(app: &TestApp, county: &str, name: &str) -> Filed {
    let (officer, _) = app.bureau(county);
    let filed = app.file(about(county, &format!("closed {name}"), name));
    app.act(&officer, &filed.case.number, Statement::Accept);
    app.act(&officer, &filed.case.number, measure("closure", app.app.clock.today()));
    filed
}

/// A picture.
fn pixel() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(2, 2);
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

fn number(page: &Page) -> String {
    let start = page.text.find("YC-").expect("a number");
    page.text[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// Opens the form and asks for the review with `fields`; the key of the form comes with it.
async fn review(citizen: &Client, fields: &[(&str, &str)]) -> (String, Page) {
    let key = citizen.get("/reports/new").await.field("submission");
    let mut all = fields.to_vec();
    all.push(("submission", &key));
    let page = citizen.post("/reports/review", &all).await;
    (key, page)
}

const PLACE: [(&str, &str); 5] = [
    ("text", "这边的水又黑又臭"),
    ("category", "water"),
    ("lat", "35.1501"),
    ("lon", "110.7702"),
    ("county", "140821"),
];

/// A report at a point of Linyi.
fn at_point(key: &str) -> NewReport {
    let point = Point::new(35.1500, 110.7700, Datum::Wgs84).expect("a point");
    NewReport {
        point: Some(point),
        address: "猗氏镇河西村王家东院 12 号".to_owned(),
        ..about("140821", key, "青禾印染厂")
    }
}

/// The tokens that a page offers.
fn tokens(page: &Page) -> Vec<String> {
    let values = page.text.split("name=\"join\" value=\"").skip(1);
    let values = values.filter_map(|rest| rest.split('"').next()).filter(|it| *it != "no");
    values.map(str::to_owned).collect()
}

on_both! {
    /// `I8`: the first report of a plant makes a candidate, the next ones find it however they
    /// call it; in another county it is another plant.
    async fn the_register_grows_from_reports(app: TestApp) {
        app.file(about("140821", "a report of it 1", "青禾印染厂"));
        app.file(about("140821", "a report of it 2", "临猗县青禾印染有限公司"));
        app.file(about("140828", "a report of it 3", "青禾印染厂"));
        app.file(about("140821", "a report of it 4", "印染厂"));
        app.file(about("140821", "a report of it 5", ""));
        let all = plants(&app);
        let shown: Vec<_> =
            all.iter().map(|it| (it.number.as_str(), it.county.as_str(), it.reports)).collect();
        assert_eq!(shown, [("QY-00001", "140821", 2), ("QY-00002", "140828", 1)]);
        assert!(!all[0].confirmed && all[0].state == "operating");

        let officer = app.officer("140821");
        officer.get("/enterprises").await.shows("QY-00001").shows("2 件").hides("QY-00002");
        officer.get("/enterprises?q=%E9%9D%92%E7%A6%BE").await.shows("QY-00001");
        officer.get("/enterprises?q=%E6%B2%A1%E6%9C%89").await.hides("QY-00001");
        let page = officer.get("/enterprises/QY-00001").await;
        page.shows(TEXT).shows("待核实").shows("首次出现");
        assert_eq!(officer.get("/enterprises/QY-00002").await.status, 404);
    }

    /// `P2`, `S1`: the clerk learns that something is known, not what was said; nobody outside the
    /// office sees a plant at all.
    async fn a_plant_is_never_public(app: TestApp) {
        app.file(about("140821", "a report of it", "青禾印染厂"));
        let clerk = app.clerk();
        clerk.get("/enterprises/QY-00001").await.shows("青禾印染厂").shows("YC-").hides(TEXT).hides("并入另一家");
        assert_eq!(clerk.post("/enterprises/QY-00001/confirmation", &[]).await.status, 403);
        let citizen = app.citizen();
        for path in ["/enterprises", "/enterprises/QY-00001", "/revisits", "/revisits/1"] {
            let page = citizen.get(path).await;
            assert!(page.location().starts_with("/login"), "{path}");
            page.hides("青禾");
            for other in [app.administrator(), app.province(), app.department("140800-police")] {
                assert_eq!(other.get(path).await.status, 403, "{path}");
            }
        }
    }

    /// `I8`, `C5`, `C6`, `R7`, `S1`: what a reporter added, what others answered and what was seen when
    /// somebody went there again stand in the file of the plant and on the page of the matter, each for
    /// those who need it.
    async fn what_was_added_answered_and_seen_is_on_file(app: TestApp) {
        let filed = closed(&app, "140821", "青禾印染厂");
        let matter = format!("/cases/{}", filed.case.number);
        let today = app.app.clock.today();
        app.act("officer-140821", &filed.case.number, measure("order_to_correct", today));
        let citizen = app.citizen();
        let code = LookupCode::of_submission(&app.app.vault, "closed 青禾印染厂").spoken();
        let track = format!("/track/{}", filed.report.number);
        let let_in = [("number", filed.report.number.as_str()), ("code", code.as_str())];
        assert_eq!(citizen.post("/track", &let_in).await.status, 303);
        let added = [("facts", "补充：后半夜又排了一次")];
        assert_eq!(citizen.post(&format!("{track}/supplements"), &added).await.status, 303);
        let (officer, police) = (app.officer("140821"), app.department("140800-police"));
        let asked = [("department", "140800-police"), ("request", "请核查法定代表人")];
        assert_eq!(officer.post(&format!("{matter}/referrals"), &asked).await.status, 303);
        let reply = [("reply", "答复：已立案侦查")];
        assert_eq!(police.post(&format!("{matter}/reply"), &reply).await.status, 303);
        let (order, visit): (i64, i64) = app.query(|connection| {
            let order = measures::table.filter(measures::kind.eq("order_to_correct"));
            let visit = revisits::table.order(revisits::id).select(revisits::id);
            Ok((order.select(measures::id).first(connection)?, visit.first(connection)?))
        });
        let by = ("officers", "赵立新、钱小河");
        let look = [("checked_on", "2026-11-23"), by, ("met", "no"), ("findings", "复查：总闸已合上")];
        assert_eq!(officer.post(&format!("/measures/{order}/checks"), &look).await.status, 303);
        let seen = [("visited_on", "2026-11-23"), by, ("running", "no"), ("findings", "回访：大门上锁")];
        assert_eq!(officer.post(&format!("/revisits/{visit}"), &seen).await.status, 303);
        app.bureau("140882");
        app.act("officer-140821", &filed.case.number, Statement::Assist {
            bureau: "140882".to_owned(), request: "请查上游".to_owned(), due_on: None,
        });

        let words = [added[0].1, reply[0].1, look[3].1, seen[3].1];
        let (plant, readers) = ("/enterprises/QY-00001", [
            (officer, [true; 4], [true; 4]),
            (app.supervisor(), [true; 4], [true; 4]),
            // The clerk tells callers how it stands, and not what was told or found.
            (app.clerk(), [false; 4], [false; 4]),
            // Whoever assists works on the matter, and does not look after the measures.
            (app.officer("140882"), [false; 4], [true, true, false, false]),
            (police, [false; 4], [false, true, false, false]),
            (app.officer("140828"), [false; 4], [false; 4]),
            (app.administrator(), [false; 4], [false; 4]),
        ]);
        for (who, (reader, in_file, in_matter)) in readers.iter().enumerate() {
            for (path, sees) in [(plant, in_file), (matter.as_str(), in_matter)] {
                let page = reader.get(path).await;
                for (word, sees) in words.iter().zip(sees) {
                    assert_eq!(page.text.contains(word), *sees, "{who} {path} {word}: {}", page.words());
                }
            }
        }
        let own = citizen.get(&track).await;
        own.shows(words[0]).hides(words[1]).hides(words[2]).hides(words[3]);
        for path in [track.as_str(), plant, matter.as_str()] {
            let page = app.citizen().get(path).await;
            for word in words {
                page.hides(word);
            }
        }
        app.run_jobs();
    }

    /// Two reports of one new plant at the same moment make one.
    async fn two_reports_at_once_make_one_plant(app: TestApp) {
        let portal = &app.app;
        std::thread::scope(|scope| {
            for at in 0..6 {
                scope.spawn(move || {
                    let (own, key) = (portal.clone(), format!("a report at once {at}"));
                    let name = ["青禾印染厂", "青禾印染有限公司"][at % 2];
                    let new = about("140821", &key, name);
                    let file = move |connection: &mut _| {
                        minsheng::reports::file(connection, &own, None, &new, &[])
                    };
                    portal.db.write_now::<_, Error, _>(file).expect("a report");
                });
            }
        });
        let all = plants(&app);
        assert_eq!((all.len(), all[0].reports), (1, 6));
    }

    /// `R4`: a matter that nobody has placed yet has no plant; it gets one where it is assigned.
    async fn a_plant_comes_with_the_assignment(app: TestApp) {
        let filed = app.file(NewReport { county: None, ..about("", "somewhere", "青禾印染厂") });
        assert_eq!(filed.case.state, "dispatching");
        assert!(plants(&app).is_empty());
        let _ = app.dispatcher();
        let assign = |bureau: &str| Statement::Assign {
            bureau: bureau.to_owned(), reason: "地址在该县".to_owned(),
        };
        app.act("dispatcher", &filed.case.number, assign("140828"));
        assert_eq!(plants(&app)[0].county, "140828");
        // Given back and assigned elsewhere, it is tied there.
        let (officer, _) = app.bureau("140828");
        app.act(&officer, &filed.case.number, Statement::Return { reason: "在临猗".to_owned() });
        app.act("dispatcher", &filed.case.number, assign("140821"));
        let counts: Vec<_> = plants(&app).iter().map(|it| (it.county.clone(), it.reports)).collect();
        assert_eq!(counts, [("140828".to_owned(), 0), ("140821".to_owned(), 1)]);
    }

    /// `R3`: what is kept from a bureau leaves no trace in its register.
    async fn a_hidden_matter_leaves_no_trace(app: TestApp) {
        let against = |key: &str| NewReport {
            text: "临猗分局的执法人员收了厂里的钱，包庇青禾印染厂排污".to_owned(),
            ..about("140821", key, "青禾印染厂")
        };
        let filed = app.file(against("against the bureau 1"));
        assert!(filed.case.hidden_from.contains("140821"), "{}", filed.case.hidden_from);
        assert!(plants(&app).is_empty(), "a candidate would tell");

        app.file(about("140821", "of the plant", "青禾印染厂"));
        let second = app.file(against("against the bureau 2"));
        let all = plants(&app);
        assert_eq!((all.len(), all[0].reports), (1, 1), "hidden reports are not counted");
        let officer = app.officer("140821");
        let page = officer.get("/enterprises/QY-00001").await;
        page.hides(&filed.case.number).hides(&second.case.number).hides("包庇");
        // Those who may know of it find it there.
        app.supervisor().get("/enterprises/QY-00001").await.shows(&second.case.number);
    }

    /// A person confirms, renames, merges and undoes it; each is in the timeline.
    async fn people_keep_the_register(app: TestApp) {
        app.file(about("140821", "one name", "青禾印染厂"));
        app.file(about("140821", "another name", "河西染坊一号院"));
        app.file(about("140821", "a third name", "老窑染布点"));
        let chief = app.chief("140821");
        let page = chief.get("/enterprises/QY-00001").await;
        let version = page.field("version");
        let done = chief.post("/enterprises/QY-00001/confirmation", &[("version", &version)]).await;
        chief.follow(&done).await.shows("已核实").hides("待核实");
        // What somebody else changed meanwhile is not overwritten.
        let late = chief.post("/enterprises/QY-00001/confirmation", &[("version", &version)]).await;
        assert_eq!(late.status, 409);

        let version = chief.get("/enterprises/QY-00001").await.field("version");
        let mut form = vec![
            ("version", version.as_str()), ("plant_name", "青禾纺织印染有限公司"),
            ("address", "猗氏镇东环路 8 号"), ("industry", "dyeing"), ("plant_state", "operating"),
            ("credit_code", "91140821MA0TEXT0X0"),
        ];
        let wrong = chief.post("/enterprises/QY-00001/details", &form).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("信用代码不对").shows("猗氏镇东环路 8 号").shows("青禾纺织印染有限公司");
        form.pop();
        let done = chief.post("/enterprises/QY-00001/details", &form).await;
        chief.follow(&done).await.shows("青禾纺织印染有限公司").shows("也叫").shows("青禾印染厂");
        // Both names find it, and both are it.
        app.file(about("140821", "by the new name", "青禾纺织印染厂"));
        assert_eq!((plants(&app).len(), plant(&app, "QY-00001").reports), (3, 2));
        chief.get("/enterprises?q=%E9%9D%92%E7%A6%BE%E5%8D%B0%E6%9F%93").await.shows("QY-00001");

        // 2 into 3, then 3 into 1: one plant with all that was said.
        let login = "chief-140821";
        change(&app, login, "QY-00002", Change::Merge("qy-00003".to_owned())).expect("merged");
        change(&app, login, "QY-00003", Change::Merge("QY-00001".to_owned())).expect("merged");
        assert_eq!(plant(&app, "QY-00001").reports, 4);
        let page = chief.get("/enterprises/QY-00002").await;
        page.shows("青禾纺织印染有限公司").shows("河西染坊一号院").shows("老窑染布点");
        chief.get("/enterprises").await.hides("QY-00003");
        app.file(about("140821", "by a merged name", "老窑染布点"));
        assert_eq!(plant(&app, "QY-00001").reports, 5);
        for wrong in ["QY-00001", "QY-00003"] {
            let again = change(&app, login, "QY-00001", Change::Merge(wrong.to_owned()));
            assert!(matches!(again, Err(Error::Invalid(_))), "into itself: {again:?}");
        }
        // Undone, each has its own again, with what was merged into it and told meanwhile.
        change(&app, login, "QY-00001", Change::Separate("QY-00003".to_owned())).expect("undone");
        assert_eq!((plant(&app, "QY-00001").reports, plant(&app, "QY-00003").reports), (2, 3));
        assert_eq!(plant(&app, "QY-00002").root, plant(&app, "QY-00003").id);
        let again = change(&app, login, "QY-00001", Change::Separate("QY-00003".to_owned()));
        assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");

        let first = plant(&app, "QY-00001");
        let events = app.query(move |connection| {
            Ok(timeline::read(connection, first.subject(), Audience::Staff)?)
        });
        let acts: Vec<&str> = events.iter().map(|event| event.act.as_str()).collect();
        assert_eq!(acts, ["appear", "confirm", "correct", "take_in", "separate"]);
        let intact = app.query(|connection| Ok(timeline::verify(connection, &app.app.vault)?));
        assert!(intact.is_none());
        app.run_jobs();
    }

    /// A bureau keeps its own plants and no others; two of another county cannot be merged by it.
    async fn a_bureau_keeps_its_own(app: TestApp) {
        app.file(about("140821", "here", "青禾印染厂"));
        app.file(about("140828", "there", "远山造纸厂"));
        let (officer, _) = app.bureau("140821");
        let merged = change(&app, &officer, "QY-00001", Change::Merge("QY-00002".to_owned()));
        assert!(matches!(merged, Err(Error::Invalid(_))), "{merged:?}");
        assert!(matches!(change(&app, &officer, "QY-00002", Change::Confirm), Err(Error::NotFound)));
        let _ = app.supervisor();
        change(&app, "supervisor", "QY-00001", Change::Merge("QY-00002".to_owned())).expect("the city may");
        app.run_jobs();
    }

    /// A person corrects which plant a matter is about.
    async fn a_tie_is_corrected(app: TestApp) {
        let filed = app.file(about("140821", "told wrong", "青禾印染厂"));
        app.file(about("140821", "the other", "河西染坊一号院"));
        let officer = app.officer("140821");
        let path = format!("/enterprises/matters/{}", filed.case.number);
        officer.get(&path).await.shows("QY-00001").shows("青禾印染厂");
        officer.post(&format!("{path}/removal"), &[("plant", "QY-00001")]).await;
        let unknown = officer.post(&format!("{path}/ties"), &[("plant", "QY-09999")]).await;
        assert_eq!(unknown.status, 422);
        unknown.shows("QY-09999");
        officer.post(&format!("{path}/ties"), &[("plant", "QY-00002")]).await;
        let counts: Vec<i32> = plants(&app).iter().map(|it| it.reports).collect();
        assert_eq!(counts, [0, 2]);
        officer.get(&format!("/cases/{}", filed.case.number)).await.shows("QY-00002").hides("QY-00001");
        // A plant that nobody has named before comes by its name; one that could be any does not.
        let common = officer.post(&format!("{path}/ties"), &[("plant", "化工厂")]).await;
        assert_eq!(common.status, 422);
        common.shows("太笼统");
        officer.post(&format!("{path}/ties"), &[("plant", "城北热电有限公司")]).await;
        officer.get(&path).await.shows("城北热电").shows("QY-00003");
        let stranger = app.officer("140828");
        assert_eq!(stranger.get(&path).await.status, 404);
        assert_eq!(stranger.post(&format!("{path}/ties"), &[("plant", "QY-00001")]).await.status, 404);
    }

    /// `C6`: a closure marks the plant and plans three revisits; a second run changes nothing.
    async fn a_closure_plans_revisits(app: TestApp) {
        let filed = closed(&app, "140821", "青禾印染厂");
        let known = plant(&app, "QY-00001");
        assert_eq!((known.state.as_str(), known.closed_on), ("closed", Some(app.app.clock.today())));
        let due = || -> Vec<(String, String)> {
            app.query(|connection| {
                let rows: Vec<(String, NaiveDate)> = revisits::table
                    .filter(revisits::dropped_on.is_null())
                    .order(revisits::due_on)
                    .select((revisits::policy, revisits::due_on))
                    .load(connection)?;
                Ok(rows.into_iter().map(|(policy, due)| (policy, due.to_string())).collect())
            })
        };
        let planned = due();
        let names: Vec<&str> = planned.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["revisit_first", "revisit_second", "revisit_third"]);
        assert_eq!(planned[0].1, "2026-12-23");
        // The power is cut on the same day: nothing is planned twice.
        app.act("officer-140821", &filed.case.number, measure("power_cut", app.app.clock.today()));
        assert_eq!(due(), planned);

        let officer = app.officer("140821");
        officer.get("/revisits").await.shows("青禾印染厂").shows("第一次回头看");
        app.officer("140828").get("/revisits").await.hides("青禾印染厂");
        app.supervisor().get("/revisits?bureau=140821").await.shows("青禾印染厂");
        app.app.clock.advance(Duration::days(31));
        let supervisor = app.supervisor();
        supervisor.get("/revisits?which=late").await.shows("青禾印染厂").shows("已逾期");
        app.officer("140821").get("/enterprises/QY-00001").await.shows("不得生产");
        // Closed anew, the days count from then.
        app.act("officer-140821", &filed.case.number, measure("closure", app.app.clock.today()));
        assert_eq!(due()[0].1, "2027-01-25", "a Saturday moves to Monday");
    }

    /// `C6`, `C1`: a revisit by two officers is on record; one that finds the plant running has
    /// its consequences.
    async fn a_plant_that_runs_again_is_taken_up(app: TestApp) {
        let filed = closed(&app, "140821", "青禾印染厂");
        app.conclude("140821", &filed.case.number, "substantiated");
        assert_eq!(app.case(&filed.case.number).state, "concluded");
        let officer = app.officer("140821");
        let id: i64 = app.query(|connection| {
            Ok(revisits::table.order(revisits::id).select(revisits::id).first(connection)?)
        });
        let path = format!("/revisits/{id}");
        officer.get(&path).await.shows("记录回访");
        let mut form = vec![
            ("visited_on", "2026-11-23"), ("officers", "赵立新"), ("running", "yes"),
            ("findings", "夜里两台定型机在转"),
        ];
        let wrong = officer.post(&path, &form).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("至少两名").shows("夜里两台定型机在转");
        form[1] = ("officers", "赵立新、钱小河");
        form[0] = ("visited_on", "2026-11-22");
        officer.post(&path, &form).await.shows("不能早于关停日期");
        form[0] = ("visited_on", "2026-11-23");
        // Whoever does not go there does not write it.
        assert_eq!(app.supervisor().post(&path, &form).await.status, 403);
        assert_eq!(app.officer("140828").post(&path, &form).await.status, 404);
        let done = officer.upload(&path, &form, &[("photos", "gate.png", pixel())]).await;
        let page = officer.follow(&done).await;
        let photo = format!("{path}/photos/1");
        page.shows(&photo);
        assert_eq!(officer.get(&photo).await.header("content-type"), "image/jpeg");
        assert_eq!(app.officer("140828").get(&photo).await.status, 404);
        assert!(app.citizen().get(&photo).await.location().starts_with("/login"));
        officer.follow(&done).await.shows("又在生产").shows("钱小河").hides("记录回访</button>");
        // Whoever comes second sees what is on record, and keeps what they wrote, right or wrong.
        form[3] = ("findings", "后来的人写的情况");
        for officers in ["甲、乙", "甲"] {
            form[1] = ("officers", officers);
            let late = officer.post(&path, &form).await;
            assert_eq!(late.status, 409, "once");
            late.shows("这次回访已经记录过").shows("夜里两台定型机在转").shows("后来的人写的情况");
            late.hides("记录回访</button>").hides("至少两名");
        }

        let supervisor = app.supervisor();
        let link = format!("/desk/supervisions/new?case={}", filed.case.number);
        supervisor.get("/revisits?which=running").await.shows(&link.replace('=', "&#x3D;"));
        let form = supervisor.get(&link).await;
        form.shows("青禾印染厂").shows(&filed.case.number);
        officer.get(&format!("/cases/{}", filed.case.number)).await.shows("又在生产");
        app.run_jobs();
        supervisor.get("/alerts").await.shows("请审核是否挂牌督办");
        assert_eq!(app.case(&filed.case.number).state, "accepted", "it was concluded");
        assert_eq!(app.officer("140828").get(&link).await.status, 404);
    }

    /// `C6`: a plant that may not run is reported again: the matter says so to everybody who
    /// handles it, and the clerk hears it while the caller talks.
    async fn a_report_of_a_closed_plant_warns(app: TestApp) {
        let before = closed(&app, "140821", "青禾印染厂");
        assert!(!app.case(&before.case.number).closed_plant);
        let again = app.file(about("140821", "again", "青禾印染有限公司"));
        assert!(app.case(&again.case.number).closed_plant);
        let officer = app.officer("140821");
        officer.get(&format!("/cases/{}", again.case.number)).await.shows("关停后又被举报");
        officer.get("/desk").await.shows("关停后又被举报");
        officer.get("/alerts").await.shows("请立即核查");
        app.dispatcher().get("/alerts").await.shows("请立即核查");
        app.officer("140828").get("/alerts").await.hides("青禾");
        app.dispatcher().get("/desk").await.shows("关停后又被举报");
        let typed = [("unit", "青禾印染厂"), ("county", "140821")];
        let known = app.clerk().post("/hotline/known", &typed).await;
        known.shows("不得生产");
        // In another county it is another plant.
        let other = [("unit", "青禾印染厂"), ("county", "140828")];
        app.clerk().post("/hotline/known", &other).await.hides("不得生产");
        // The public page of the number says nothing of it.
        app.citizen().get(&format!("/track/{}", again.report.number)).await.hides("关停");
    }

    /// `C6`, `T9`: the bureau is reminded of a revisit, and the supervisor hears of a late one; once
    /// each, however often one looks.
    async fn late_revisits_are_told(app: TestApp) {
        closed(&app, "140821", "青禾印染厂");
        let _ = app.supervisor();
        let look = |days: i64| {
            app.app.clock.advance(Duration::days(days));
            app.plan();
            app.run_jobs();
        };
        look(24);
        let officer = app.officer("140821");
        officer.get("/alerts").await.shows("回头看快到期");
        app.supervisor().get("/alerts").await.hides("青禾");
        look(7);
        look(1);
        let page = app.supervisor().get("/alerts").await;
        assert_eq!(page.text.matches("青禾印染厂 的回头看已逾期").count(), 1);
        app.officer("140821").get("/alerts").await.shows("回头看已逾期");
        app.officer("140828").get("/alerts").await.hides("青禾");
    }

    /// `C6`: what a person says about the plant by hand plans revisits, or lets them fall away.
    async fn a_plant_closed_by_hand_is_revisited(app: TestApp) {
        app.file(about("140821", "a report of it", "青禾印染厂"));
        let officer = app.officer("140821");
        let form = |state, on| vec![
            ("plant_name", "青禾印染厂"), ("plant_state", state), ("closed_on", on),
        ];
        let missing = officer.post("/enterprises/QY-00001/details", &form("closed", "")).await;
        assert_eq!(missing.status, 422);
        officer.post("/enterprises/QY-00001/details", &form("closed", "2026-11-20")).await;
        let waiting = || -> i64 {
            app.query(|connection| {
                Ok(revisits::table
                    .filter(revisits::dropped_on.is_null())
                    .count()
                    .get_result(connection)?)
            })
        };
        assert_eq!(waiting(), 3);
        officer.post("/enterprises/QY-00001/details", &form("operating", "")).await;
        assert_eq!(waiting(), 0);
        assert_eq!(plant(&app, "QY-00001").closed_on, None);
    }

    /// Two people record one revisit: the second is told.
    async fn a_revisit_is_recorded_once(app: TestApp) {
        closed(&app, "140821", "青禾印染厂");
        let viewer: Viewer = app.viewer("officer-140821");
        let portal = &app.app;
        let record = Record {
            on: app.app.clock.today(),
            officers: vec!["赵立新".to_owned(), "钱小河".to_owned()],
            running: false,
            findings: "设备已拆除".to_owned(),
        };
        let outcomes: Vec<Result<()>> = std::thread::scope(|scope| {
            let running: Vec<_> = (0..2).map(|_| {
                let (own, viewer, record) = (portal.clone(), viewer.clone(), record.clone());
                scope.spawn(move || portal.db.write_now(move |connection| {
                    revisit::record(connection, &own, &viewer, 1, &record, &[])
                }))
            }).collect();
            running.into_iter().map(|it| it.join().expect("no panic")).collect()
        });
        let done = outcomes.iter().filter(|it| it.is_ok()).count();
        assert_eq!(done, 1, "{outcomes:?}");
    }

    /// `I8`: by plant, distance, kind, words and days, each with its reason; what has ended, and
    /// what the viewer may not see, is left out.
    async fn the_nearest_are_found_with_their_reasons(app: TestApp) {
        let near = app.file(at_point("near"));
        let word = app.file(NewReport { plant: String::new(), ..about("140828", "words", "") });
        let over = app.file(at_point("over"));
        app.withdraw(&over.report.number);
        app.run_jobs();
        app.app.clock.advance(Duration::days(2));
        let _ = app.clerk();
        let portal = app.app.clone();
        let ask = |login: &str, facts: Facts<'static>, county: Option<&'static str>| {
            let (viewer, portal) = (app.viewer(login), portal.clone());
            let facts = Facts { day: portal.clock.today(), ..facts };
            let found = app.query(move |connection| {
                let asked = Asked { facts, county, but: None };
                nearest(connection, &portal, Eyes::Staff(&viewer), asked, 5)
            });
            found.into_iter().map(|(likeness, it)| (it.number, likeness.why)).collect::<Vec<_>>()
        };
        let here = Facts {
            point: Some((35.1520, 110.7700)), kinds: "water", unit: "青禾印染有限公司",
            ..Facts::default()
        };
        let expected = [Why::Plant, Why::Distance(200), Why::Kind, Why::Days(2)];
        assert_eq!(ask("clerk", here, Some("140821")), [(near.case.number.clone(), expected.into())]);
        let told = Facts { text: "听说厂里的黑水夜里排进了水渠，真臭", ..Facts::default() };
        let expected = (word.case.number.clone(), vec![Why::Words, Why::Days(2)]);
        assert!(ask("clerk", told, Some("140828")).contains(&expected));
        let _ = app.officer("140828");
        assert_eq!(ask("officer-140828", here, Some("140821")), [], "another bureau's");
    }

    /// `I8`, `S1`, `S2`: a citizen supports what was reported before, and learns nothing of who
    /// reported it or what they wrote; the own number, code and answer stay.
    async fn a_citizen_supports_a_matter(app: TestApp) {
        let first = app.file(at_point("the first"));
        let citizen = app.citizen();
        let (key, page) = review(&citizen, &PLACE).await;
        assert_eq!(page.status, 200);
        page.shows("是不是同一件").shows("猗氏镇").shows("2026年11月23日").shows("待受理");
        for secret in [TEXT, "青禾", "王家", "12 号", &first.report.number, "35.15000", "110.77000"] {
            page.hides(secret);
        }
        let [token] = &tokens(&page)[..] else { panic!("one offer: {}", page.words()) };
        let mut form = PLACE.to_vec();
        form.extend([("submission", key.as_str()), ("join", token.as_str())]);
        let checked = citizen.post("/reports/review", &form).await;
        checked.shows("您选择支持").hides(TEXT).hides("青禾");
        let sent = citizen.post("/reports", &form).await;
        let receipt = citizen.follow(&sent).await;
        receipt.shows("已并入您选择支持的那一件");
        let own = number(&receipt);
        assert_ne!(own, first.report.number);
        let behind: Vec<(i64, bool)> = app.query(|connection| {
            Ok(case_reports::table
                .order(case_reports::report_id)
                .select((case_reports::case_id, case_reports::opened))
                .load(connection)?)
        });
        assert_eq!(behind, [(first.case.id, true), (first.case.id, false)]);
        citizen.get(&format!("/track/{own}")).await.hides(TEXT).hides("青禾");
        app.officer("140821").get(&format!("/cases/{}", first.case.number)).await.shows("2 人反映");
        // The same form sent again is the same report.
        let again = citizen.post("/reports", &form).await;
        assert_eq!(number(&citizen.follow(&again).await), own);
    }

    /// `I8`: whoever says that theirs is different opens a matter; nobody is asked twice.
    async fn mine_is_different(app: TestApp) {
        app.file(at_point("the first"));
        let citizen = app.citizen();
        let (key, _) = review(&citizen, &PLACE).await;
        let mut form = PLACE.to_vec();
        form.extend([("submission", key.as_str()), ("join", "no")]);
        citizen.post("/reports/review", &form).await.shows("提交举报").hides("是不是同一件");
        citizen.post("/reports", &form).await;
        let count: i64 = app.query(|connection| Ok(cases::table.count().get_result(connection)?));
        assert_eq!(count, 2);
        // Back at the review of what was sent, nobody is offered their own matter.
        form.pop();
        citizen.post("/reports/review", &form).await.shows("提交举报").hides("是不是同一件");
        // A program that sends the report at once is not asked.
        let direct = citizen.post("/reports", &PLACE).await;
        assert_eq!(direct.status, 303);
    }

    /// `S1`: a choice is good for the form that it was offered to, for a while, and as it was made.
    async fn only_what_was_offered_can_be_supported(app: TestApp) {
        let first = app.file(at_point("the first"));
        let citizen = app.citizen();
        let (_, page) = review(&citizen, &PLACE).await;
        let token = tokens(&page).remove(0);
        let other = citizen.get("/reports/new").await.field("submission");
        // Another first character, whichever it is: of the last one not every bit counts.
        let forged = format!("{}{}", if token.starts_with('A') { 'B' } else { 'A' }, &token[1..]);
        for (key, join) in [(&other, &token), (&page.field("submission"), &forged), (&other, &first.report.number)] {
            let mut form = PLACE.to_vec();
            form.extend([("submission", key.as_str()), ("join", join.as_str())]);
            let refused = citizen.post("/reports", &form).await;
            assert_eq!(refused.status, 422, "{join}");
            refused.shows("不能支持").shows("这边的水又黑又臭");
        }
        app.app.clock.advance(Duration::hours(3));
        let mut form = PLACE.to_vec();
        let key = page.field("submission");
        form.extend([("submission", key.as_str()), ("join", token.as_str())]);
        assert_eq!(citizen.post("/reports", &form).await.status, 422, "too late");
        let count: i64 = app.query(|connection| Ok(reports::table.count().get_result(connection)?));
        assert_eq!(count, 1);
    }

    /// `I10`: what was concluded or withdrawn meanwhile cannot be supported; what was typed stays.
    async fn what_has_ended_cannot_be_supported(app: TestApp) {
        let first = app.file(at_point("the first"));
        let citizen = app.citizen();
        let (key, page) = review(&citizen, &PLACE).await;
        let token = tokens(&page).remove(0);
        app.withdraw(&first.report.number);
        app.run_jobs();
        let mut form = PLACE.to_vec();
        form.extend([("submission", key.as_str()), ("join", token.as_str())]);
        let page = citizen.post("/reports", &form).await;
        assert_eq!(page.status, 422);
        page.shows("这边的水又黑又臭");
        let (_, page) = review(&citizen, &PLACE).await;
        page.hides("是不是同一件");
    }

    /// `R3`, `I6`, `I3`: what is kept from a bureau, emergencies, and matters behind which only
    /// confidential reporters stand are offered to nobody; whoever reports a bureau is asked nothing.
    async fn some_matters_are_offered_to_nobody(app: TestApp) {
        let citizen = app.citizen();
        let against = "临猗分局的人收了钱，包庇这个厂排黑水";
        app.file(NewReport { text: against.to_owned(), ..at_point("against the bureau") });
        app.file(NewReport { urgent: true, ..at_point("an emergency") });
        app.file(NewReport { reporter_kind: "confidential", ..at_point("from inside") });
        let (_, page) = review(&citizen, &PLACE).await;
        page.shows("提交举报").hides("是不是同一件");
        // Somebody else says the same openly: now it tells nothing about the first.
        let open = app.file(at_point("openly"));
        let (_, page) = review(&citizen, &PLACE).await;
        assert_eq!(tokens(&page).len(), 1);
        let mut accusing = PLACE.to_vec();
        accusing[0] = ("text", against);
        let (_, page) = review(&citizen, &accusing).await;
        page.hides("是不是同一件");
        let other = [("text", "工地半夜打桩"), ("category", "noise"), PLACE[2], PLACE[3], PLACE[4]];
        let (_, page) = review(&citizen, &other).await;
        page.hides("是不是同一件");
        let count: i64 = app.query(|connection| {
            Ok(case_reports::table.filter(case_reports::case_id.eq(open.case.id)).count().get_result(connection)?)
        });
        assert_eq!(count, 1);
        app.run_jobs();
    }

    /// The piece that the form asks for while it is filled in says the same, and as little.
    async fn the_form_asks_while_it_is_filled_in(app: TestApp) {
        app.file(at_point("the first"));
        let citizen = app.citizen();
        let piece = citizen.post("/reports/alike", &PLACE).await;
        assert_eq!(piece.status, 200);
        piece.shows("我反映的是另一件事").hides(TEXT).hides("青禾").hides("王家").hides("<html");
        let nothing = citizen.post("/reports/alike", &[("text", ""), ("lat", "x")]).await;
        assert_eq!((nothing.status, nothing.text.trim()), (200, ""));
        let english = citizen.get_with("/reports/alike", "accept-language", "en").await;
        assert_eq!(english.status, 303);
    }

    /// `S1`: a place cannot be measured out: within a cell of the map every question has one answer.
    async fn a_place_cannot_be_measured_out(app: TestApp) {
        app.file(at_point("the first"));
        let citizen = app.citizen();
        let mut answers = Vec::new();
        for lat in ["35.1501", "35.1520", "35.1549"] {
            let mut form = PLACE.to_vec();
            form[2] = ("lat", lat);
            let piece = citizen.post("/reports/alike", &form).await;
            let shown = piece.text.split("<small>").nth(1).unwrap_or_default().to_owned();
            answers.push(shown.split("</small>").next().unwrap_or_default().to_owned());
        }
        assert!(!answers[0].is_empty() && answers.iter().all(|it| *it == answers[0]), "{answers:?}");
    }

    /// `L1`, `I8`: the supervised cases of a plant are those on its matters.
    async fn the_supervised_cases_of_a_plant_are_listed(app: TestApp) {
        let filed = closed(&app, "140821", "青禾印染厂");
        app.file(about("140821", "the other", "河西染坊一号院"));
        let supervisor = app.supervisor();
        let link = format!("/desk/supervisions/new?case={}", filed.case.number);
        let key = supervisor.get(&link).await.field("submission");
        let form = [
            ("submission", key.as_str()), ("listing_title", "青禾印染厂死灰复燃"), ("plants", "青禾印染厂"),
            ("bureau", "140821"), ("listing_facts", "关停后又生产"), ("grounds", "unresolved"),
            ("requirement", "拆除设备"), ("responsible", "某副县长"), ("supervising_officer", "李望川"),
            ("legal_basis", "水污染防治法"), ("cases_behind", &filed.case.number),
        ];
        let done = supervisor.post("/supervisions", &form).await;
        assert_eq!(done.status, 303, "{}", done.words());
        supervisor.get("/desk/supervisions?plant=QY-00001").await.shows("青禾印染厂死灰复燃");
        supervisor.get("/desk/supervisions?plant=QY-00002").await.hides("青禾印染厂死灰复燃");
        supervisor.get("/enterprises/QY-00001").await.shows("/desk/supervisions?plant");
    }

    /// A clerk from elsewhere, a role without the register: nothing of matters merged comes through.
    async fn a_merged_matter_keeps_its_plant(app: TestApp) {
        let first = app.file(about("140821", "the first", "青禾印染厂"));
        let second = app.file(about("140821", "the second", "河西染坊一号院"));
        let (officer, _) = app.bureau("140821");
        app.act(&officer, &second.case.number, Statement::Merge { into: first.case.number.clone() });
        app.officer("140821").get(&format!("/cases/{}", first.case.number)).await
            .shows("QY-00001").shows("QY-00002");
        let clerk = app.staff("clerk-two", Role::Clerk, "140800");
        clerk.get("/enterprises/QY-00002").await.shows(&first.case.number).hides(TEXT);
    }
}
