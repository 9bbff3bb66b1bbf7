//! Notes of staff for staff, and mentions (`S1`, `R3`, `S4`).

use chrono::Duration;
use diesel::prelude::*;
use minsheng::{
    accounts::{Account, Role, Viewer},
    cases::{Case, access},
    db::schema::accounts,
};

use super::{CONCLUSION, act, filed};
use crate::{cases::report, on_both, support::Page};

const SECRET: &str = "线人说夜里两点排放";

on_both! {
    /// A note is read by the writer's bureau and by nobody else, on no way out.
    async fn a_note_stays_in_the_bureau(app: TestApp) {
        let report_filed = filed(&app, report("note", Some("140821")));
        let (number, receipt) = (report_filed.case.number, report_filed.report.number);
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        act(&officer, &number, "acceptance", &[]).await;
        let request = [("department", "140800-power"), ("request", "请停止供电")];
        act(&officer, &number, "referrals", &request).await;
        let empty = officer.post(&format!("/cases/{number}/notes"), &[("staff_note", " ")]).await;
        assert_eq!(empty.status, 422);
        empty.shows("请写明备注内容");
        let written = officer.post(&format!("/cases/{number}/notes"), &[("staff_note", SECRET)]).await;
        officer.follow(&written).await.shows("备注已写下");
        chief.get(&format!("/cases/{number}")).await.shows(SECRET).shows("写了内部备注");
        let (power, clerk) = (app.department("140800-power"), app.clerk());
        for other in [&app.supervisor(), &app.dispatcher(), &power, &clerk] {
            let page = other.get(&format!("/cases/{number}")).await;
            assert_eq!(page.status, 200);
            page.hides(SECRET);
            other.get(&format!("/desk/preview/{number}")).await.hides(SECRET);
        }
        for nobody in [&power, &clerk] {
            let refused = nobody.post(&format!("/cases/{number}/notes"), &[("staff_note", "我也写")]).await;
            assert_eq!(refused.status, 403);
        }
        let other = app.officer("永济市");
        assert_eq!(other.post(&format!("/cases/{number}/notes"), &[("staff_note", "x")]).await.status, 404);
        let citizen = app.citizen();
        for path in [format!("/track/{receipt}"), "/results".to_owned(), format!("/cases/{number}")] {
            citizen.get(&path).await.hides(SECRET).hides("内部备注");
        }
        app.run_jobs();
        assert!(app.mails().iter().all(|(_, _, body)| !body.contains(SECRET)));
    }

    /// Who is mentioned is told, and reads that note and no other; the text is not in the timeline.
    async fn a_mention_invites(app: TestApp) {
        let number = filed(&app, report("mention", Some("140821"))).case.number;
        let (officer, supervisor) = (app.officer("临猗县"), app.supervisor());
        let path = format!("/cases/{number}/notes");
        officer.post(&path, &[("staff_note", "只给自己单位看的话")]).await;
        officer.post(&path, &[("staff_note", "@supervisor请指导一下"), ("mention", "chief-临猗县")]).await;
        let page = supervisor.get(&format!("/cases/{number}")).await;
        page.shows("请指导一下").hides("只给自己单位看的话");
        supervisor.get("/alerts").await.shows("提到了您").shows(&number);
        let id = app.case(&number).id;
        let details: Vec<String> = app.query(move |connection| {
            use diesel::prelude::*;
            use minsheng::db::schema::events;
            Ok(events::table.filter(events::subject_id.eq(id)).select(events::detail).load(connection)?)
        });
        assert!(details.iter().all(|detail| !detail.contains("请指导")), "{details:?}");
    }

    /// A note that is sent twice is one note; the same words later are another.
    async fn a_note_sent_twice_is_one(app: TestApp) {
        let number = filed(&app, report("twice", Some("140821"))).case.number;
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        let path = format!("/cases/{number}/notes");
        let note = [("staff_note", "请您看一下"), ("mention", "chief-临猗县")];
        for _ in 0..2 {
            let written = officer.post(&path, &note).await;
            officer.follow(&written).await.shows("备注已写下");
        }
        let count = |page: &Page, words: &str| page.words().matches(words).count();
        let matter = format!("/cases/{number}");
        assert_eq!(count(&chief.get(&matter).await, "请您看一下"), 1);
        assert_eq!(count(&chief.get("/alerts").await, "内部备注里提到了您"), 1);
        chief.post(&path, &[("staff_note", "请您看一下")]).await;
        assert_eq!(count(&officer.get(&matter).await, "请您看一下"), 2, "by another");
        app.app.clock.advance(Duration::minutes(1));
        officer.post(&path, &note).await;
        assert_eq!(count(&chief.get(&matter).await, "请您看一下"), 3);
        app.run_jobs();
    }

    /// Nobody is mentioned who may not see the matter, least of all those whom it is about (`R3`).
    async fn only_those_who_may_see_it_are_mentioned(app: TestApp) {
        let mut new = report("conflict", Some("140821"));
        new.text = "临猗县环保局收受企业好处，给排污厂通风报信。".to_owned();
        new.plant = "临猗县环保局".to_owned();
        let number = filed(&app, new).case.number;
        let (dispatcher, reported) = (app.dispatcher(), app.officer("临猗县"));
        let other = app.staff("elsewhere", Role::Officer, "140882");
        dispatcher.get(&format!("/cases/{number}")).await.hides("officer-临猗县").hides("elsewhere");
        let note = [("staff_note", "@officer-临猗县 @elsewhere 看一下"), ("mention", "officer-临猗县"), ("mention", "elsewhere")];
        dispatcher.post(&format!("/cases/{number}/notes"), &note).await;
        for nobody in [&reported, &other] {
            nobody.get("/alerts").await.hides(&number);
            assert_eq!(nobody.get(&format!("/cases/{number}")).await.status, 404);
        }
    }

    /// A department that was mentioned reads that note, and its answer comes back.
    async fn whoever_is_invited_can_answer(app: TestApp) {
        let number = filed(&app, report("invited", Some("140821"))).case.number;
        let (officer, power) = (app.officer("临猗县"), app.department("140800-power"));
        act(&officer, &number, "acceptance", &[]).await;
        let request = [("department", "140800-power"), ("request", "请停止供电")];
        act(&officer, &number, "referrals", &request).await;
        let path = format!("/cases/{number}/notes");
        officer.post(&path, &[("staff_note", "哪天方便？"), ("mention", "department-140800-power")]).await;
        power.get(&format!("/cases/{number}")).await.shows("哪天方便？");
        power.post(&path, &[("staff_note", "周三上午可以")]).await;
        officer.get(&format!("/cases/{number}")).await.shows("周三上午可以");
        app.supervisor().get(&format!("/cases/{number}")).await.hides("周三上午可以");
        app.run_jobs();
    }


    /// Whoever can be asked about a matter can open it, and the other way round.
    async fn readers_are_those_who_can_open_it(app: TestApp) {
        let number = filed(&app, report("readers", Some("140821"))).case.number;
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        let [beside, .., power] = [
            ("beside", Role::Officer, "140882"), ("elsewhere", Role::Officer, "140881"),
            ("province", Role::Province, "140000"), ("desk", Role::Dispatcher, "140800"),
            ("care", Role::Administrator, "140800"), ("power", Role::Department, "140800-power"),
        ]
        .map(|(login, role, bureau)| app.staff(login, role, bureau));
        act(&officer, &number, "acceptance", &[("track", "grievance")]).await;
        let request = [("department", "140800-power"), ("request", "请停止供电")];
        act(&officer, &number, "referrals", &request).await;
        act(&officer, &number, "assistance", &[("assistant", "140882"), ("request", "请一起检查")]).await;
        let agree = |when: &str| {
            let (mine, number) = (app.app.clone(), number.clone());
            let [can, do_open]: [Vec<String>; 2] = app.query(move |connection| {
                let case = Case::by_number(connection, &number)?;
                let mut can: Vec<String> = access::readers(connection, &mine, &case)?
                    .into_iter()
                    .map(|it| it.login)
                    .collect();
                let all: Vec<Account> =
                    accounts::table.select(Account::as_select()).load(connection)?;
                let people = all.into_iter().filter_map(Viewer::of_account);
                let mut opened: Vec<String> = people
                    .filter(|it| access::open(connection, it, &number).is_ok())
                    .map(|it| it.login)
                    .collect();
                can.sort();
                opened.sort();
                Ok([can, opened])
            });
            assert_eq!(can, do_open, "{when}");
            do_open
        };
        assert!(agree("with its parts").contains(&"beside".to_owned()));
        app.run_jobs();
        for asked in [&beside, &power] {
            act(asked, &number, "reply", &[("reply", "已经办了")]).await;
        }
        act(&officer, &number, "findings", &[("verdict", "substantiated"), ("finding", "超标")]).await;
        let fine = [("kind", "fine"), ("amount", "0.5"), ("detail", "罚款"), ("document", "1号")];
        act(&officer, &number, "measures", &fine).await;
        act(&officer, &number, "conclusion", &CONCLUSION).await;
        act(&chief, &number, "approval", &[]).await;
        app.run_jobs();
        assert_eq!(app.case(&number).state, "concluded");
        let opened = agree("when it is over");
        assert!(!opened.contains(&"beside".to_owned()) && opened.contains(&"power".to_owned()));
    }
}
