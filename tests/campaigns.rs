//! `N4`: a campaign from its plan to its end, by those who take part, and what the public sees of it.

use diesel::prelude::*;
use minsheng::{
    campaigns::{
        Campaign, Finding,
        campaign::Whole,
        figures::{self, Register},
        finding::Filter,
    },
    cases::statement::{NewMeasure, Statement},
    db::schema::measures,
    web::{Fields, paging::Paging},
};

use crate::{
    on_both,
    support::{
        Client, TestApp,
        acts::{fine, told},
    },
};

const HEJIN: &str = "140882";

fn plan() -> Vec<(&'static str, &'static str)> {
    vec![
        ("campaign_name", "清废行动"),
        ("campaign_aim", "排查整治非法排污，让群众看得见变化。"),
        ("phase1", "动员部署"),
        ("phase1_from", "2026-11-01"),
        ("phase1_until", "2026-11-20"),
        ("phase2", "集中整治"),
        ("phase2_from", "2026-11-21"),
        ("phase2_until", "2027-02-28"),
        ("problems", "未批先建\r\n治污设施不运行\n\n未批先建"),
        ("member", HEJIN),
        ("member", "140821"),
        ("member", "140800-police"),
    ]
}

/// The supervisor's campaign: where it is at the desk.
pub async fn started(app: &TestApp) -> String {
    let supervisor = app.supervisor();
    let made = supervisor.post("/desk/campaigns", &plan()).await;
    assert_eq!(made.status, 303, "{}", made.words());
    let place = made.location().split('?').next().unwrap_or_default().to_owned();
    supervisor.follow(&made).await.shows("清废行动").shows("集中整治").shows("行动已部署");
    place
}

pub fn whole(app: &TestApp, place: &str) -> Whole {
    let number = place.rsplit('/').next().unwrap_or_default().to_owned();
    app.query(move |connection| Whole::by_number(connection, &number))
}

fn lines(app: &TestApp, place: &str) -> Vec<Finding> {
    let (id, today) = (whole(app, place).campaign.id, app.app.clock.today());
    let paging = Paging::of(&Fields::default());
    let page = app.query(move |connection| {
        Ok(Finding::page(connection, id, &Filter::default(), today, paging)?)
    });
    page.into_iter().map(|(line, _)| line).collect()
}

/// A plant as its form has it.
pub fn found<'a>(plant: &'a str, county: &'a str, problem: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("campaign_plant", plant),
        ("county", county),
        ("problem", problem),
        ("found_on", "2026-11-22"),
        ("officers", "检查员甲、检查员乙"),
        ("campaign_facts", "治污设施停用，废水直排。"),
        ("demand", "立即停止排放，修复设施。"),
        ("due_on", "2026-12-10"),
    ]
}

async fn step(who: &Client, place: &str, line: &Finding, step: &str, text: (&str, &str)) -> u16 {
    let version = line.version.to_string();
    let form = [("version", version.as_str()), ("mended_on", "2026-11-23"), text];
    who.post(&format!("{place}/findings/{}/{step}", line.id), &form).await.status
}

on_both! {
    /// From the plan to the end: a plant is found, mended, sent back, cleared by another; what is open keeps
    /// the campaign open.
    async fn a_campaign_goes_to_its_end(app: TestApp) {
        let place = started(&app).await;
        let problem = whole(&app, &place).problems[1].id.to_string();
        assert_eq!(whole(&app, &place).problems.len(), 2, "the same type twice is one");
        let (officer, supervisor) = (app.officer(HEJIN), app.supervisor());
        let enter = format!("{place}/findings");
        let form = found("青禾一印染厂", "140821", &problem);
        assert_eq!(officer.post(&enter, &form).await.status, 303);
        let line = lines(&app, &place).pop().expect("a line");
        assert_eq!(line.county, HEJIN, "an officer's plants are of their own bureau");
        let again = officer.post(&enter, &form).await;
        assert_eq!(again.status, 422);
        again.shows("已经在台账上").shows("治污设施停用，废水直排。");

        app.citizen().get("/campaigns").await.shows("清废行动").shows("排查出问题 1 个，已销号 0 个");
        let close = format!("{place}/closing");
        let early = supervisor.post(&close, &[("campaign_summary", "结束")]).await;
        assert_eq!(early.status, 409);
        early.shows("还有 1 个问题没有销号");

        let text = ("mended_text", "设施已修复，监测达标。");
        assert_eq!(step(&officer, &place, &line, "mending", text).await, 303);
        assert_eq!(step(&officer, &place, &line, "mending", text).await, 409, "once");
        let english = [
            ("origin", app.base.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept-language", "en"),
        ];
        let again = format!("{place}/findings/{}/mending", line.id);
        let late = officer.send(&again, &english, b"version=0&mended_text=done&mended_on=2026-11-23".to_vec()).await;
        assert_eq!(late.status, 409);
        late.shows("it is now “Mended, to be verified”");
        let line = lines(&app, &place).pop().expect("a line");
        assert_eq!(step(&officer, &place, &line, "clearing", text).await, 403, "another does (C2)");
        supervisor.get("/alerts").await.shows("青禾一印染厂 报告整改完成");
        assert_eq!(step(&supervisor, &place, &line, "return", ("returned_note", "")).await, 422);
        assert_eq!(step(&supervisor, &place, &line, "return", ("returned_note", "没有监测报告")).await, 303);
        officer.get(&place).await.shows("没有监测报告").shows("报告整改完成");
        officer.get("/alerts").await.shows("被退回继续整改");
        let line = lines(&app, &place).pop().expect("a line");
        assert_eq!(step(&officer, &place, &line, "mending", text).await, 303);
        let line = lines(&app, &place).pop().expect("a line");
        assert_eq!(step(&supervisor, &place, &line, "clearing", text).await, 303);

        let spread = [("medium", "radio"), ("publicity_title", "专访"), ("published_on", "2026-11-23"), ("many", "3")];
        assert_eq!(officer.post(&format!("{place}/publicity"), &spread).await.status, 303);
        let ended = supervisor.post(&close, &[("campaign_summary", "查处1家，已全部整改。")]).await;
        supervisor.follow(&ended).await.shows("行动已结束");
        assert_eq!(officer.post(&enter, &form).await.status, 409, "it is over");
        let public = app.citizen().get(&place.replace("/desk", "")).await;
        public.shows("查处1家，已全部整改。").shows("广播").shows("100");
        public.hides("青禾").hides("废水直排").hides("没有监测报告");
        assert!(app.tamper("UPDATE campaign_findings SET cleared_by = mended_by").is_err(), "C2");
    }

    /// The table of who does what; nobody else learns of the register.
    async fn each_does_their_part(app: TestApp) {
        let place = started(&app).await;
        let problem = whole(&app, &place).problems[0].id.to_string();
        let enter = format!("{place}/findings");
        for other in [app.officer("140828"), app.clerk(), app.administrator()] {
            assert!(matches!(other.get(&place).await.status, 403 | 404));
            assert!(matches!(other.post(&enter, &found("某厂", HEJIN, &problem)).await.status, 403 | 404));
            assert!(matches!(other.post("/desk/campaigns", &plan()).await.status, 403));
        }
        assert_eq!(app.citizen().get(&place).await.status, 303, "log in first");
        for reader in [app.province(), app.dispatcher()] {
            assert_eq!(reader.get(&place).await.status, 200);
            assert_eq!(reader.post(&enter, &found("某某厂", HEJIN, &problem)).await.status, 403);
        }
        let police = app.department("140800-police");
        assert_eq!(police.post(&enter, &found("远山石料场", HEJIN, &problem)).await.status, 303);
        app.chief(HEJIN).get("/alerts").await.shows("远山石料场 登入排查台账");
        let line = lines(&app, &place).pop().expect("a line");
        let text = ("mended_text", "已整改");
        assert_eq!(step(&police, &place, &line, "mending", text).await, 403, "the county's");
        assert_eq!(step(&app.officer("140821"), &place, &line, "mending", text).await, 403);
        app.officer("140828").get("/desk/campaigns").await.hides("清废行动");
        app.officer(HEJIN).get("/desk/campaigns").await.shows("清废行动");
        let before = [("campaign_name", "x"), ("campaign_aim", "x")];
        assert_eq!(app.officer(HEJIN).post(&format!("{place}/plan"), &before).await.status, 403);
        assert_eq!(app.officer(HEJIN).get(&format!("{place}/plan")).await.status, 403);
    }

    /// Each mistake is named at its field and what was typed stays; a type that is used stays, too.
    async fn mistakes_are_named(app: TestApp) {
        let supervisor = app.supervisor();
        let page = supervisor.post("/desk/campaigns", &[("campaign_aim", "目标"), ("phase1", "一"), ("phase1_from", "2026-02-30"), ("phase1_until", "2026-11-01"), ("phase2", "二"), ("phase2_from", "2026-11-20"), ("phase2_until", "2026-11-01")]).await;
        assert_eq!(page.status, 422);
        page.shows("请填写行动名称").shows("请按 2026-11-23 的样子").shows("阶段的结束不能早于开始").shows("请至少填写一类问题").shows("目标");
        let place = started(&app).await;
        let of = whole(&app, &place);
        let enter = format!("{place}/findings");
        let page = supervisor.post(&enter, &[("campaign_plant", "。。"), ("county", "140800-police"), ("problem", "999"), ("found_on", "2030-01-01"), ("due_on", "x")]).await;
        assert_eq!(page.status, 422);
        for said in ["请填写企业的名称", "请选择企业所在的县", "请选择问题类型", "日期不能晚于今天", "请写明存在的问题", "请写明整改要求"] {
            page.shows(said);
        }
        let problem = of.problems[0].id.to_string();
        assert_eq!(supervisor.post(&enter, &found("青禾一印染厂", HEJIN, &problem)).await.status, 303);
        let mut changed: Vec<_> = plan().into_iter().filter(|(name, _)| *name != "problems").collect();
        changed.extend([("problems", "治污设施不运行\n偷排"), ("version", "0")]);
        let page = supervisor.post(&format!("{place}/plan"), &changed).await;
        assert_eq!(page.status, 422);
        page.shows("“未批先建”下已有企业").shows("偷排");
        changed.retain(|(name, _)| *name != "problems");
        changed.push(("problems", "偷排\n未批先建"));
        assert_eq!(supervisor.post(&format!("{place}/plan"), &changed).await.status, 303);
        let names: Vec<String> = whole(&app, &place).problems.into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["偷排", "未批先建"]);
        assert_eq!(lines(&app, &place)[0].problem_id.to_string(), problem);
        let late = supervisor.post(&format!("{place}/plan"), &changed).await;
        assert_eq!(late.status, 409);
        late.shows("方案刚被别人修改过").shows("清废行动");
    }

    /// Its figures stand beside the ordinary ones of the same time; late lines are counted.
    async fn figures_stand_beside_the_ordinary_ones(app: TestApp) {
        let place = started(&app).await;
        let problem = whole(&app, &place).problems[0].id.to_string();
        let (officer, _) = app.bureau(HEJIN);
        let today = app.app.clock.today();
        for (plant, key) in [("青禾一印染厂", "a"), ("远山石料场", "b")] {
            let mut new = told(HEJIN, key);
            new.plant = plant.to_owned();
            let number = app.file(new).case.number;
            app.act(&officer, &number, Statement::Accept);
            app.act(&officer, &number, Statement::Measure(fine(today)));
        }
        let supervisor = app.supervisor();
        let form = found("青禾一印染厂", HEJIN, &problem);
        assert_eq!(supervisor.post(&format!("{place}/findings"), &form).await.status, 303);
        let of = whole(&app, &place).campaign;
        let beside = app.query(move |connection| Ok(figures::beside(connection, &of, today)?));
        let sums: Vec<_> = beside.iter().map(|it| (it.name, it.own, it.all)).collect();
        let each = fine(today).amount_fen.expect("a sum");
        assert_eq!(sums, [("fine", 1, 2), ("fined", each, 2 * each)]);
        supervisor.get(&place).await.shows("台账内企业").shows("罚款金额");

        app.app.clock.advance(chrono::Duration::days(18));
        let (id, late) = (whole(&app, &place).campaign.id, app.app.clock.today());
        let register = app.query(move |connection| Ok(Register::of(connection, id, late)?));
        assert_eq!((register.plants, register.sum.found(), register.sum.late), (1, 1, 1));
        app.supervisor().get(&format!("{place}?state=late")).await.shows("青禾一印染厂").shows("逾期未整改");
        app.supervisor().get(&format!("{place}?state=cleared")).await.hides("青禾一印染厂</a>");
        app.citizen().get("/campaigns").await.shows("1 个逾期未整改");
        let begun = app.query(move |connection| Ok(Campaign::begun(connection, late)?));
        assert_eq!(begun.len(), 1);
    }

    /// C5: of a daily penalty the money of one day is not added to what was fined; what its looks have
    /// found is, on the day of the look.
    async fn a_daily_penalty_is_money_when_its_days_are_known(app: TestApp) {
        let place = started(&app).await;
        let problem = whole(&app, &place).problems[0].id.to_string();
        let (officer, _) = app.bureau(HEJIN);
        let mut new = told(HEJIN, "a");
        new.plant = "青禾一印染厂".to_owned();
        let number = app.file(new).case.number;
        app.act(&officer, &number, Statement::Accept);
        let penalty = NewMeasure {
            kind: "daily_penalty".to_owned(),
            amount_fen: Some(10_000_000),
            ..fine(app.app.clock.today())
        };
        app.act(&officer, &number, Statement::Measure(penalty));
        let form = found("青禾一印染厂", HEJIN, &problem);
        assert_eq!(app.supervisor().post(&format!("{place}/findings"), &form).await.status, 303);
        let of = whole(&app, &place).campaign;
        let sums = |today| -> Vec<(&'static str, i64, i64)> {
            let lines = app.query(|connection| Ok(figures::beside(connection, &of, today)?));
            lines.iter().map(|it| (it.name, it.own, it.all)).collect()
        };
        assert_eq!(sums(app.app.clock.today()), [("daily_penalty", 1, 1)]);

        app.app.clock.advance(chrono::Duration::days(20));
        let id: i64 = app.query(|connection| Ok(measures::table.select(measures::id).first(connection)?));
        let seen = [
            ("checked_on", "2026-12-13"), ("officers", "赵立新、钱小河"), ("met", "no"),
            ("findings", "夜间仍在排放"),
        ];
        let looked = app.officer(HEJIN).post(&format!("/measures/{id}/checks"), &seen).await;
        assert_eq!(looked.status, 303);
        let fined = ("fined", 200_000_000, 200_000_000);
        assert_eq!(sums(app.app.clock.today()), [("daily_penalty", 1, 1), fined]);
    }
}
