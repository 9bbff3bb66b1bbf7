//! The office's real cases, walked through from the first report to the end, in its own words. The
//! plants are invented; what was done is what was done.

use chrono::Duration;
use diesel::prelude::*;
use minsheng::{
    accounts::Role,
    cases::statement::{NewInspection, Statement},
    db::schema::{alerts, cases, enterprises, revisits},
    reports::NewReport,
    supervisions::{Supervision, records::Records},
};

use crate::{
    on_both,
    support::{
        Client, TestApp,
        acts::{measure, told},
    },
};

fn inspected(app: &TestApp, officers: [&str; 2], findings: &str) -> Statement {
    Statement::Inspect(NewInspection {
        on: app.app.clock.today(),
        officers: officers.map(str::to_owned).to_vec(),
        sent: None,
        visited: None,
        findings: findings.to_owned(),
    })
}

fn substantiated(text: &str) -> Statement {
    Statement::Find { verdict: "substantiated".to_owned(), text: text.to_owned() }
}

fn conclusion(public_text: &str, answer: &str) -> Statement {
    Statement::ProposeConclusion {
        internal_text: "内部认定材料".to_owned(),
        public_text: public_text.to_owned(),
        answer: answer.to_owned(),
    }
}

fn report(county: &str, plant: &str, text: &str) -> NewReport {
    NewReport {
        plant: plant.to_owned(),
        text: text.to_owned(),
        kinds: vec!["water"],
        ..told(county, &format!("{plant} {text}"))
    }
}

/// What the register says of a plant: state, and how many revisits wait.
fn plant(app: &TestApp, name: &str) -> (String, i64) {
    app.query(|connection| {
        let (id, state): (i64, String) = enterprises::table
            .filter(enterprises::name.eq(name))
            .select((enterprises::id, enterprises::state))
            .first(connection)?;
        let waiting = revisits::table
            .filter(revisits::enterprise_id.eq(id))
            .filter(revisits::done_on.is_null())
            .filter(revisits::dropped_on.is_null());
        Ok((state, waiting.count().get_result(connection)?))
    })
}

async fn done(who: &Client, path: &str, fields: &[(&str, &str)]) {
    let page = who.post(path, fields).await;
    assert_eq!(page.status, 303, "{path}: {}", page.words());
}

on_both! {
    /// Linyi, a dyeing works: its treatment plant idle, waste water untreated into the town sewer and
    /// the Sushui river. City and county on site; ordered to stop; power cut by the supply bureau;
    /// fined.
    async fn linyi_a_dyeing_works(app: TestApp) {
        let text = "印染厂污水处理设施闲置，废水未经处理直接排入城镇下水道和涑水河";
        let mut new = report("140821", "青禾印染厂", text);
        new.reporter_kind = "named";
        new.identity.mail = "reporter@example.com".to_owned();
        let number = app.file(new).report.number;
        app.run_jobs();
        assert_eq!(app.case(&number).bureau, "140821");
        let (officer, chief) = app.bureau("140821");
        let _ = app.department("140800-power");
        app.act(&officer, &number, Statement::Accept);
        let on_site = "市、县两级环保部门到场：处理设施停运，总排口水色深红，进入涑水河";
        app.act(&officer, &number, inspected(&app, ["市局甲", "临猗乙"], on_site));
        app.act(&officer, &number, substantiated("废水未经处理外排，属实"));
        let today = app.app.clock.today();
        app.act(&officer, &number, Statement::Measure(measure("suspension", today, "责令停产")));
        let refer = Statement::Refer {
            department: "140800-power".to_owned(),
            request: "请对该厂停止供电".to_owned(),
            due_on: None,
        };
        app.act(&officer, &number, refer);
        // Not concluded while the supply bureau owes its part (R7).
        app.act("department-140800-power", &number, Statement::Reply { text: "已停止供电".to_owned() });
        app.act(&officer, &number, Statement::Measure(measure("power_cut", today, "供电部门停止供电")));
        let mut fine = measure("fine", today, "超标排污，罚款");
        fine.amount_fen = Some(2_000_000);
        app.act(&officer, &number, Statement::Measure(fine));
        let public = "经查属实：污水处理设施闲置，废水未经处理外排。已责令停产、停止供电并处罚款。";
        app.act(&officer, &number, conclusion(public, "您反映的问题属实，已责令停产、停电并罚款。"));
        app.act(&chief, &number, Statement::Approve);
        app.act(&chief, &number, Statement::Publish { public_text: public.to_owned() });

        let page = app.citizen().get(&format!("/results/{number}")).await;
        page.shows(public).shows("属实").shows("罚款").shows("停电").hides("市局甲");
        let (state, waiting) = plant(&app, "青禾印染厂");
        assert_eq!(state, "closed", "without power it does not run (C6)");
        assert_eq!(waiting, 3, "after 30, 90 and 180 days (C6)");
        let mails = app.mails();
        let subjects: Vec<&str> = mails.iter().map(|(_, subject, _)| subject.as_str()).collect();
        assert!(subjects.iter().any(|it| it.ends_with("已受理")), "{subjects:?}");
        assert!(mails.iter().any(|(_, _, body)| body.contains("已责令停产、停电并罚款")), "{mails:?}");
    }

    /// Xia county, a paper mill: running again after closure, forwarded by the provincial inspection
    /// corps. Investigated at once; the county government closed it; fined 5,000 yuan; power cut,
    /// transformer removed.
    async fn xia_county_a_paper_mill(app: TestApp) {
        let name = "禹王造纸厂";
        let (officer, chief) = app.bureau("140828");
        let before = app.file(report("140828", name, "造纸厂黑水进河")).report.number;
        app.act(&officer, &before, Statement::Accept);
        let today = app.app.clock.today();
        app.act(&officer, &before, substantiated("属实"));
        app.act(&officer, &before, Statement::Measure(measure("closure", today, "县政府取缔关闭")));
        app.act(&officer, &before, conclusion("已取缔关闭", "已取缔关闭"));
        app.act(&chief, &before, Statement::Approve);
        assert_eq!(plant(&app, name), ("closed".to_owned(), 3));

        app.app.clock.advance(Duration::days(40));
        let province = app.province();
        let (sent, due) = ("X140000202701020001", "2027-01-31");
        let typed = [
            ("batch", "7"), ("number", sent), ("problem", "已关闭的造纸厂又死灰复燃，夜间生产"),
            ("county", "140828"), ("unit", name), ("category", "water"), ("report_back", "yes"),
            ("due_on", due),
        ];
        let page = province.post("/petitions", &typed).await;
        assert_eq!(page.location(), format!("/petitions/{sent}?entered=new"), "{}", page.words());
        let case: minsheng::cases::Case = app.query(|connection| {
            let forwarded = cases::table.filter(cases::channel.eq("province"));
            Ok(forwarded.select(minsheng::cases::Case::as_select()).first(connection)?)
        });
        let number = case.number.clone();
        // The plant is known, and was closed: the bureau is told so at once (C6).
        assert!(case.closed_plant && case.bureau == "140828", "{case:?}");
        let warned: i64 = app.query(|connection| {
            let relapses = alerts::table.filter(alerts::kind.eq("relapse"));
            Ok(relapses.filter(alerts::bureau.eq("140828")).count().get_result(connection)?)
        });
        assert!(warned > 0, "a closed plant is reported again");
        let (officer, chief) = app.bureau("140828");
        app.act(&officer, &number, Statement::Accept);
        let accepted = app.case(&number);
        assert_eq!(accepted.due_on.map(|day| day.to_string()).as_deref(), Some(due), "T7");
        app.act(&officer, &number, inspected(&app, ["市局甲", "夏县乙"], "市、县立即调查：夜间正在生产"));
        app.act(&officer, &number, substantiated("关闭后擅自恢复生产，属实"));
        let today = app.app.clock.today();
        app.act(&officer, &number, Statement::Measure(measure("closure", today, "县政府再次取缔关闭")));
        let mut fine = measure("fine", today, "罚款五千元");
        fine.amount_fen = Some(500_000);
        app.act(&officer, &number, Statement::Measure(fine));
        app.act(&officer, &number, Statement::Measure(measure("power_cut", today, "断电，拆除变压器")));
        app.act(&officer, &number, conclusion("已取缔，罚款，断电并拆除变压器", "已依法取缔"));
        app.act(&chief, &number, Statement::Approve);

        let page = app.province().get(&format!("/petitions/{sent}")).await;
        page.shows("已办结").shows("属实").shows("0.5 万元").shows("断电，拆除变压器").shows("取缔");
        assert_eq!(plant(&app, name).0, "closed");
    }

    /// Hejin, a coking group: a 600,000 t oven fired up without its environmental equipment, without
    /// application, without closing the 200,000 t oven that its approval demanded. Rectified by a date;
    /// supervised; the old oven stopped and dismantled.
    async fn hejin_a_coking_group(app: TestApp) {
        let name = "青石沟焦化集团";
        let text = "60 万吨焦炉 4 月 8 日擅自点火，没有环保设施，20 万吨旧焦炉没有按批复关停";
        let number = app.file(report("140882", name, text)).report.number;
        let (officer, chief) = app.bureau("140882");
        app.act(&officer, &number, Statement::Accept);
        app.act(&officer, &number, inspected(&app, ["市局甲", "河津乙"], "新炉已点火，脱硫设施未建"));
        app.act(&officer, &number, substantiated("未申请试生产，未关停旧炉，属实"));
        let mut rectify = measure("rectify_by_date", app.app.clock.today(), "限期建成治理设施，关停旧炉");
        rectify.due_on = Some(app.app.clock.today() + chrono::Days::new(90));
        app.act(&officer, &number, Statement::Measure(rectify));

        let county = app.officer("140882");
        let proposal = [
            ("submission", "hejin"), ("listing_title", "河津一家焦化集团擅自点火案"), ("plants", name),
            ("bureau", "140882"), ("listing_facts", text), ("grounds", "construction"),
            ("requirement", "20 万吨旧焦炉停产并拆除"), ("requirement", "60 万吨焦炉建成环保设施并验收"),
            ("responsible", "河津市副市长"), ("supervising_officer", "市局督查科"),
            ("legal_basis", "建设项目环境保护管理条例"), ("cases_behind", &number),
        ];
        done(&county, "/supervisions", &proposal).await;
        let supervised = "GD-2026-001";
        let path = |name: &str| format!("/supervisions/{supervised}/{name}");
        done(&app.supervisor(), &path("listing"), &[("listing_due_on", "2027-05-24")]).await;
        app.citizen().get("/supervisions").await.shows("擅自点火案").shows("河津市");

        app.app.clock.advance(Duration::days(86));
        let (county, rows) = (app.officer("140882"), requirements(&app, supervised));
        done(&county, &path("progress"), &[("progress", "旧焦炉已停产")]).await;
        for row in rows {
            let row = row.to_string();
            let given = [("requirement_id", row.as_str()), ("evidence", "旧炉已拆除，设施已验收")];
            done(&county, &path("evidence"), &given).await;
        }
        done(&county, &path("application"), &[("lifting_statement", "两项要求全部完成")]).await;
        let today = app.app.clock.today().to_string();
        for login in ["visitor-1", "visitor-2"] {
            let visitor = app.staff(login, Role::Officer, "140800");
            let visited = [("visited_on", today.as_str()), ("findings", "旧炉已拆除，新炉设施运行")];
            done(&visitor, &path("verifications"), &visited).await;
        }
        let head = app.staff("head", Role::Chief, "140800");
        for row in unjudged(&app, supervised) {
            let row = row.to_string();
            let judged = [("evidence_id", row.as_str()), ("judgement", "accepted")];
            done(&head, &path("judgements"), &judged).await;
        }
        done(&head, &path("approval"), &[("notice_text", "旧炉已拆除，新炉环保设施已验收")]).await;
        assert_eq!(app.supervisor().post(&path("lifting"), &[]).await.status, 409, "seven days (L4)");
        app.app.clock.advance(Duration::days(8));
        done(&app.supervisor(), &path("lifting"), &[]).await;
        app.citizen().get("/supervisions?state=lifted").await.shows("擅自点火案");

        app.act(&officer, &number, conclusion("旧炉已拆除，新炉设施已验收", "已整改到位"));
        app.act(&chief, &number, Statement::Approve);
        assert_eq!(app.case(&number).state, "concluded");
    }
}

/// Evidence that waits for a word of the city.
fn unjudged(app: &TestApp, number: &str) -> Vec<i64> {
    app.query(|connection| {
        let case = Supervision::by_number(connection, number)?;
        let records = Records::of(connection, case.id)?;
        Ok(records.unjudged().map(|(_, evidence)| evidence.id).collect())
    })
}

fn requirements(app: &TestApp, number: &str) -> Vec<i64> {
    app.query(|connection| {
        let case = Supervision::by_number(connection, number)?;
        let records = Records::of(connection, case.id)?;
        Ok(records.requirements.iter().map(|requirement| requirement.id).collect())
    })
}
