//! What the office above asks, accepts and checks again, and what is returned to it (`F3`).

use diesel::prelude::*;
use minsheng::{
    accounts::Role,
    cases::statement::{NewMatter, Statement},
    db::schema::{cases, events},
    petitions::{accountability::Accountability, board, standing::Tally},
};

use super::{LETTER, enter, number_of_case};
use crate::{
    on_both,
    support::{Client, Page, TestApp},
};

const PLACE: &str = "/petitions/X140000202611200003";

/// A petition that its county concluded.
async fn concluded(app: &TestApp) -> (Client, String) {
    let province = app.province();
    enter(&province, LETTER, "2026-12-18").await;
    let number = number_of_case(app);
    app.conclude("140882", &number, "substantiated");
    (province, number)
}

async fn post(client: &Client, resource: &str, fields: &[(&str, &str)]) -> Page {
    client.post(&format!("{PLACE}/{resource}"), fields).await
}

fn acts(app: &TestApp) -> Vec<String> {
    app.query(|connection| {
        let all = events::table.filter(events::subject.eq("case")).order(events::id);
        Ok(all.select(events::act).load(connection)?)
    })
}

/// How the petitions stand that the province sees, all together.
fn sum(app: &TestApp) -> Tally {
    let (viewer, today) = (app.viewer("province"), app.app.clock.today());
    app.query(move |connection| Ok(board::by_bureau(connection, &viewer, today)?.1))
}

on_both! {
    /// I9: a petition that is not accepted says to the province, too, which body is the right one.
    async fn a_petition_that_is_declined_says_where_to(app: TestApp) {
        let province = app.province();
        enter(&province, LETTER, "2026-12-18").await;
        let number = number_of_case(&app);
        let (officer, chief) = app.bureau("140882");
        app.act(&officer, &number, Statement::ProposeDecline {
            reason: "outside_duties".to_owned(),
            points_to: Some("河津市水务局".to_owned()),
            explanation: "取水许可由水务部门负责".to_owned(),
        });
        province.get(PLACE).await.hides("河津市水务局");
        app.act(&chief, &number, Statement::Approve);
        province.get(PLACE).await.shows("不属于生态环境部门职责，请向河津市水务局反映");
        app.run_jobs();
    }

    /// F3: what is in hand, concluded and otherwise over is all there is; what waits for the province or
    /// the bureau is counted while it waits, and each count opens its list.
    async fn the_board_adds_up_and_tells_what_waits(app: TestApp) {
        const OPEN: &str = "X140000202611200004";
        const GONE: &str = "X140000202611200005";
        let (province, _) = concluded(&app).await;
        enter(&province, OPEN, "").await;
        enter(&province, GONE, "").await;
        let last: String = app.query(|connection| {
            let all = cases::table.filter(cases::channel.eq("province")).order(cases::id.desc());
            Ok(all.select(cases::number).first(connection)?)
        });
        app.withdraw(&last);
        app.run_jobs();
        let now = sum(&app);
        assert_eq!((now.all, now.in_hand, now.concluded, now.otherwise), (3, 1, 1, 1));
        assert_eq!((now.asked, now.to_accept, now.to_return), (0, 1, 1));
        for (state, shown) in [
            ("in_hand", OPEN), ("concluded", LETTER), ("otherwise", GONE), ("to_accept", LETTER), ("to_return", LETTER),
        ] {
            let page = province.get(&format!("/petitions?state={state}")).await;
            for number in [LETTER, OPEN, GONE] {
                if number == shown { page.shows(number) } else { page.hides(number) };
            }
        }
        let page = province.get("/petitions/board").await;
        page.shows("待省里认可").shows("待报送结果").shows("不予受理或撤回").shows("state&#x3D;to_accept");

        let asked = province.post(&format!("/petitions/{OPEN}/questions"), &[("question", "到哪一步了")]).await;
        assert_eq!(asked.status, 303);
        post(&province, "result-acceptance", &[]).await;
        assert_eq!((sum(&app).asked, sum(&app).to_accept), (1, 0));
        province.get("/petitions?state=asked").await.shows(OPEN).hides(LETTER);
        let (officer, chief) = (app.officer("河津市"), app.chief("河津市"));
        let id = officer.get(&format!("/petitions/{OPEN}")).await.field("asked");
        officer.post(&format!("/petitions/{OPEN}/answers"), &[("asked", &id), ("reply_text", "正在监测")]).await;
        let report = [
            ("facts", "偷排"), ("findings", "属实"), ("measures", "罚款"), ("accountability", "无"),
            ("action", "propose"), ("version", ""),
        ];
        post(&officer, "return", &report).await;
        assert_eq!((sum(&app).asked, sum(&app).to_return), (0, 1), "proposed is not sent");
        post(&chief, "return", &[("action", "approve"), ("version", "1")]).await;
        assert_eq!(sum(&app).to_return, 0);
        post(&province, "rehandling", &[("reason", "群众又来信反映")]).await;
        let now = sum(&app);
        assert_eq!((now.in_hand, now.concluded, now.to_accept, now.to_return), (2, 0, 0, 0));
        app.run_jobs();
    }

    /// F3, R7: a petition that became several matters is concluded when all of them are. What is accepted
    /// and what is returned is of all, the bureau of the first speaks for them, and one that is handled
    /// again takes both back.
    async fn a_split_petition_is_concluded_as_a_whole(app: TestApp) {
        let province = app.province();
        enter(&province, LETTER, "2026-12-18").await;
        let first = number_of_case(&app);
        let further = NewMatter {
            report: None,
            bureau: "140821".to_owned(),
            plant: "另一家厂".to_owned(),
            place: String::new(),
            summary: "另一家厂废水进河".to_owned(),
            reason: "涉及临猗".to_owned(),
        };
        let _ = app.dispatcher();
        app.act("dispatcher", &first, Statement::Split(further));
        let second = format!("{first}-2");
        app.conclude("140882", &first, "substantiated");
        let (officer, other) = (app.officer("河津市"), app.officer("临猗县"));
        let place = format!("{PLACE}/return");
        let waits = |app: &TestApp| (sum(app).to_accept, sum(app).to_return);
        assert_eq!(waits(&app), (0, 0), "one is in hand");
        province.get(PLACE).await.shows(&second).hides("result-acceptance");
        let early = post(&province, "result-acceptance", &[]).await;
        assert_eq!(early.status, 409);
        early.shows("还没有全部办结，不能认可");
        assert_eq!(officer.get(&place).await.status, 404);
        app.conclude("140821", &second, "unsubstantiated");
        assert_eq!(waits(&app), (1, 1));
        officer.get("/petitions?state=to_return").await.shows(LETTER);
        other.get("/petitions?state=to_return").await.hides(LETTER);
        let page = officer.get(&place).await;
        page.shows(&format!("（{first}）：")).shows(&format!("（{second}）："));
        page.shows("属实。").shows("不属实。");
        let report = [
            ("facts", "偷排"), ("findings", "一处属实，一处不属实"), ("measures", "罚款"), ("accountability", "无"),
            ("action", "propose"), ("version", ""),
        ];
        assert_eq!(other.get(&place).await.status, 404, "it is not theirs to write");
        assert_eq!(post(&other, "return", &report).await.status, 403);
        assert_eq!(post(&officer, "return", &report).await.status, 303);
        let approval = [("action", "approve"), ("version", "1")];
        assert_eq!(post(&app.chief("临猗县"), "return", &approval).await.status, 403);
        assert_eq!(post(&app.chief("河津市"), "return", &approval).await.status, 303);
        other.get(&place).await.shows("一处属实，一处不属实").hides("name=\"facts\"");
        assert_eq!(post(&province, "result-acceptance", &[]).await.status, 303);
        assert_eq!(waits(&app), (0, 0));
        for bureau in [&officer, &other] {
            bureau.get("/alerts").await.shows("省里认可了转办件");
        }
        // The province opens each of the matters, and has handled again the one that it means.
        let at = format!("?matter={second}");
        province.get(PLACE).await.shows(&at.replace('=', "&#x3D;"));
        province.get(&format!("{PLACE}{at}")).await.shows(&format!("rehandling{}", at.replace('=', "&#x3D;")));
        assert_eq!(officer.get(&format!("{PLACE}{at}")).await.status, 404, "another bureau's");
        assert_eq!(province.get(&format!("{PLACE}?matter=YC1")).await.status, 404);
        let again = post(&province, &format!("rehandling{at}"), &[("reason", "临猗一处又冒烟")]).await;
        assert_eq!(again.location(), format!("{PLACE}?entered=rehandle&matter={second}"));
        province.follow(&again).await.shows("临猗一处又冒烟");
        assert_eq!((app.case(&first).state.as_str(), app.case(&second).state.as_str()), ("concluded", "accepted"));
        app.run_jobs();
        province.get(PLACE).await.shows("曾认可，之后重新办理");
        assert_eq!(waits(&app), (0, 0), "in hand again");
        app.conclude("140821", &second, "substantiated");
        assert_eq!(waits(&app), (1, 1), "of the new result");
        officer.get(&place).await.shows("name=\"facts\"");
        app.run_jobs();
    }

    /// F3: where several offices above send petitions, each sees its own, and what the city entered.
    async fn each_office_above_sees_what_it_sent(app: TestApp) {
        const OTHERS: &str = "D3SX202611200018";
        const CITYS: &str = "X140000202611200004";
        let province = app.province();
        let inspectors = app.staff("inspectors", Role::Province, "140871");
        enter(&province, LETTER, "2026-12-18").await;
        enter(&inspectors, OTHERS, "2026-12-18").await;
        enter(&app.dispatcher(), CITYS, "").await;
        for (client, own, other) in [(&province, LETTER, OTHERS), (&inspectors, OTHERS, LETTER)] {
            client.get("/petitions?state=all").await.shows(own).shows(CITYS).hides(other);
            assert_eq!(client.get(&format!("/petitions/{own}")).await.status, 200);
            assert_eq!(client.get(&format!("/petitions/{other}")).await.status, 404);
            let asked = client.post(&format!("/petitions/{other}/questions"), &[("question", "x")]).await;
            assert_eq!(asked.status, 404);
            client.get("/petitions/board").await.shows(">2</a>").hides(">3</a>");
        }
        let all = app.supervisor().get("/petitions?state=all").await;
        all.shows(LETTER).shows(OTHERS).shows(CITYS);
    }

    /// F3: the province asks, the bureau answers, both read it; others do neither.
    async fn a_question_is_asked_and_answered(app: TestApp) {
        let province = app.province();
        enter(&province, LETTER, "2026-12-18").await;
        let empty = post(&province, "questions", &[("question", " ")]).await;
        assert_eq!(empty.status, 422);
        empty.shows("请写明要问什么");
        let asked = post(&province, "questions", &[("question", "烟囱的监测做了没有")]).await;
        province.follow(&asked).await.shows("已发给承办单位").shows("还没有答复");
        app.run_jobs();
        let officer = app.officer("河津市");
        officer.get("/alerts").await.shows("省里询问转办件");
        let page = officer.get(PLACE).await;
        page.shows("烟囱的监测做了没有").shows("reply_text");
        let id = page.field("asked");
        for (client, status) in [(app.officer("临猗县"), 404), (app.supervisor(), 403), (app.province(), 403)] {
            let page = post(&client, "answers", &[("asked", &id), ("reply_text", "别人的答复")]).await;
            assert_eq!(page.status, status);
        }
        assert_eq!(post(&officer, "questions", &[("question", "问")]).await.status, 403);
        assert_eq!(post(&officer, "answers", &[("asked", &id), ("reply_text", "")]).await.status, 422);
        assert_eq!(post(&officer, "answers", &[("asked", "999"), ("reply_text", "答")]).await.status, 404);
        post(&officer, "answers", &[("asked", &id), ("reply_text", "已监测，超标两倍")]).await;
        let again = post(&officer, "answers", &[("asked", &id), ("reply_text", "改口")]).await;
        assert_eq!(again.status, 409);
        again.shows("改口");
        let page = province.get(PLACE).await;
        page.shows("已监测，超标两倍").hides("改口").hides("还没有答复");
        page.shows("省里询问").shows("河津分局答复询问");
        let number = number_of_case(&app);
        app.citizen().get(&format!("/track/{number}")).await.hides("烟囱的监测").hides("省里询问");
    }

    /// F3: only a conclusion is accepted; handling it again is a new decision, after which the
    /// acceptance no longer stands.
    async fn a_result_is_accepted_and_handled_again(app: TestApp) {
        let province = app.province();
        enter(&province, LETTER, "2026-12-18").await;
        province.get(PLACE).await.hides("认可办理结果");
        let early = post(&province, "result-acceptance", &[]).await;
        assert_eq!(early.status, 409);
        early.shows("还没有全部办结，不能认可");
        let number = number_of_case(&app);
        app.conclude("140882", &number, "substantiated");
        for (client, status) in [(app.officer("河津市"), 403), (app.supervisor(), 403), (app.officer("临猗县"), 404)] {
            assert_eq!(post(&client, "result-acceptance", &[]).await.status, status);
        }
        let note = [("accept_note", "同意办结意见")];
        let accepted = post(&province, "result-acceptance", &note).await;
        province.follow(&accepted).await.shows("省里 2026年11月23日认可").shows("同意办结意见").hides("result-acceptance");
        post(&province, "result-acceptance", &note).await;
        assert_eq!(acts(&app).iter().filter(|act| *act == "accept_result").count(), 1);
        let unreasoned = post(&province, "rehandling", &[("reason", "")]).await;
        assert_eq!(unreasoned.status, 422);
        post(&province, "rehandling", &[("reason", "群众又来信反映")]).await;
        province.get(PLACE).await.shows("曾认可，之后重新办理").shows("群众又来信反映");
        app.run_jobs();
    }

    /// F3, C2: the report is drafted from the matter, edited, approved by another, and then with the
    /// province; the internal draft is the bureau's alone.
    async fn a_report_is_returned_by_two_people(app: TestApp) {
        let (province, number) = concluded(&app).await;
        let (officer, chief) = (app.officer("河津市"), app.chief("河津市"));
        let fields = [("account_unit", "某镇政府"), ("account_post", "副镇长"), ("account_kind", "admonition"), ("account_on", "2026-11-23")];
        let held = post(&officer, "accountability", &fields).await;
        officer.follow(&held).await.shows("某镇政府 副镇长").shows("诫勉");
        let wrong = [("account_unit", ""), ("account_post", "x"), ("account_kind", "shot"), ("account_on", "2027-01-01")];
        let page = post(&officer, "accountability", &wrong).await;
        assert_eq!(page.status, 422);
        page.shows("请填写单位").shows("请选择问责方式");
        assert_eq!(post(&province, "accountability", &fields).await.status, 403);

        // What was wrong is corrected with the reason; the earlier entry stays to be seen, and no longer counts.
        let id = officer.get(PLACE).await.field("corrected");
        let right = [
            ("corrected", id.as_str()), ("account_unit", "某镇政府"), ("account_post", "镇长"), ("account_kind", "party"),
            ("account_on", "2026-11-22"), ("account_reason", ""),
        ];
        let bare = post(&officer, "accountability-correction", &right).await;
        assert_eq!(bare.status, 422);
        bare.shows("请写明更正理由").shows("value=\"镇长\"");
        let right = [&right[..5], &[("account_reason", "职务登记有误")]].concat();
        assert_eq!(post(&province, "accountability-correction", &right).await.status, 403);
        let corrected = post(&officer, "accountability-correction", &right).await;
        let page = officer.follow(&corrected).await;
        page.shows("某镇政府 镇长").shows("党纪").shows("<s>某镇政府 副镇长</s>").shows("职务登记有误");
        page.shows("更正问责记录：某镇政府 副镇长 更正为 某镇政府 镇长");
        let late = [&right[..5], &[("account_reason", "另一个更正理由")]].concat();
        let late = post(&officer, "accountability-correction", &late).await;
        assert_eq!(late.status, 409, "once");
        late.shows("另一个更正理由");
        let id = officer.get(PLACE).await.field("corrected");
        let other = [("account_unit", "某村"), ("account_post", "村主任"), ("account_kind", "talk"), ("account_on", "2026-11-23")];
        assert_eq!(post(&officer, "accountability", &other).await.status, 303);
        let api = |app: &TestApp| {
            let number = number.clone();
            app.query(move |connection| {
                let case = minsheng::cases::Case::by_number(connection, &number)?;
                let held = Accountability::of_cases(connection, &[case.id])?;
                Ok(held.into_iter().map(|it| (it.post, it.kind)).collect::<Vec<_>>())
            })
        };
        let of = |post: &str, kind: &str| (post.to_owned(), kind.to_owned());
        assert_eq!(api(&app), [of("镇长", "party"), of("村主任", "talk")]);
        let back = [("corrected", id.as_str()), ("account_kind", "taken_back"), ("account_reason", "没有问责")];
        let page = officer.follow(&post(&officer, "accountability-correction", &back).await).await;
        page.shows("<s>某镇政府 镇长</s>").shows("没有问责").shows("撤销问责记录：某镇政府 镇长").hides("<th scope=\"row\">某镇政府");
        assert_eq!(api(&app), [of("村主任", "talk")]);

        let place = format!("{PLACE}/return");
        assert_eq!(province.get(&place).await.status, 404, "nothing was sent");
        let page = officer.get(&place).await;
        page.shows("焦化厂夜间偷排").shows("内部认定：超标两倍").shows("罚款明细").shows("某村村主任").hides("镇长");
        let parts = |text| [("facts", text), ("findings", "属实"), ("measures", "罚款"), ("accountability", "诫勉一人")];
        let with = |text, action, version| [parts(text).to_vec(), vec![("action", action), ("version", version)]].concat();
        let blank = officer.post(&place, &with("", "propose", "")).await;
        assert_eq!(blank.status, 422);
        officer.follow(&officer.post(&place, &with("第一稿", "save", "")).await).await.shows("草稿已保存");
        assert_eq!(province.get(&place).await.status, 404, "a draft is the bureau's own");
        let stale = officer.post(&place, &with("旧的", "save", "")).await;
        assert_eq!(stale.status, 409);
        officer.post(&place, &with("第二稿", "propose", "1")).await;
        assert_eq!(officer.post(&place, &[("action", "approve"), ("version", "2")]).await.status, 403);
        let back = [("action", "send_back"), ("version", "2"), ("note", "写清日期")];
        chief.follow(&chief.post(&place, &back).await).await.shows("已退回修改");
        officer.get(&place).await.shows("写清日期");
        // Whoever wrote it last does not approve it, chief or not.
        chief.post(&place, &with("第三稿", "propose", "3")).await;
        assert_eq!(chief.post(&place, &[("action", "approve"), ("version", "4")]).await.status, 403);
        assert!(app.tamper("UPDATE petition_returns SET state = 'sent', approved_by = edited_by, approved_at = edited_at").is_err());
        let other = app.staff("chief2", minsheng::accounts::Role::Chief, "140882");
        other.follow(&other.post(&place, &[("action", "approve"), ("version", "4")]).await).await.shows("已报送省里");
        province.get(PLACE).await.shows("已报送").shows("报送办理情况报告");
        let page = province.get(&place).await;
        page.shows("第三稿").shows("诫勉一人").hides("name=\"facts\"").hides("chief2").hides("officer-");
        assert_eq!(app.officer("临猗县").get(&place).await.status, 404);
        let late = officer.post(&place, &with("报送之后再改", "save", "5")).await;
        assert_eq!(late.status, 409);
        late.shows("报送之后再改");
        let _ = number;
    }

    /// F3: a sample is drawn reproducibly; a petition that fails is handled again.
    async fn a_sample_is_drawn_and_checked(app: TestApp) {
        let (province, number) = concluded(&app).await;
        let draw = |wanted| [("first", "2026-11-01"), ("last", "2026-11-30"), ("wanted", wanted), ("seed", "一号种子")];
        for (fields, error) in [
            (vec![("first", "x"), ("last", "2026-11-30"), ("wanted", "1")], "2026-11-23 的样子"),
            (vec![("first", "2026-11-30"), ("last", "2026-11-01"), ("wanted", "1")], "早于开始日期"),
            (vec![("first", "2026-01-01"), ("last", "2026-01-31"), ("wanted", "1")], "没有办结的转办件"),
            (draw("0").to_vec(), "1 到 200"),
        ] {
            let page = province.post("/petitions/spot-checks", &fields).await;
            assert_eq!(page.status, 422);
            page.shows(error);
        }
        let drawn = province.post("/petitions/spot-checks", &draw("5")).await;
        let place = drawn.location().to_owned();
        let page = province.follow(&drawn).await;
        page.shows(LETTER).shows("一号种子").shows("结果一致").shows("1 件");
        for client in [app.supervisor(), app.officer("河津市"), app.administrator()] {
            assert_eq!(client.get(&place).await.status, 403);
            assert_eq!(client.post("/petitions/spot-checks", &draw("5")).await.status, 403);
        }
        let item = page.text.split("/items/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let item = format!("{place}/items/{item}");
        let silent = province.post(&item, &[("result", "fail"), ("check_note", "")]).await;
        assert_eq!(silent.status, 422);
        silent.shows("请写明哪里不通过");
        province.follow(&province.post(&item, &[("result", "fail"), ("check_note", "现场仍在冒烟")]).await).await.shows("复核不通过").shows("现场仍在冒烟");
        let again = province.post(&item, &[("result", "pass"), ("check_note", "")]).await;
        assert_eq!(again.status, 409);
        assert_eq!(app.case(&number).state, "accepted");
        province.get(PLACE).await.shows("抽查复核不通过：现场仍在冒烟");
        app.tamper("UPDATE spot_checks SET population = population || ' X140000202611200099'").unwrap();
        province.get(&place).await.shows("结果不一致");
        app.run_jobs();
    }

    /// R3: what a bureau is accused of reaches it by none of these ways.
    async fn what_is_against_the_city_shows_to_it_nowhere(app: TestApp) {
        let province = app.province();
        let text = "运城市生态环境局的人包庇企业，收受好处，举报多次不管";
        let fields = [("batch", "33"), ("number", LETTER), ("problem", text), ("priority", "yes")];
        province.post("/petitions", &fields).await;
        for client in [app.dispatcher(), app.supervisor()] {
            for path in ["/petitions?state=all", "/petitions/board", "/petitions/batches", "/petitions/publications"] {
                client.get(path).await.hides(LETTER).hides("收受好处").hides(">1<");
            }
            for path in [PLACE.to_owned(), format!("{PLACE}/return")] {
                assert_eq!(client.get(&path).await.status, 404);
            }
            for resource in ["questions", "answers", "result-acceptance", "accountability", "accountability-correction", "return", "chases"] {
                let page = post(&client, resource, &[("action", "save"), ("question", "x"), ("chase", "x")]).await;
                assert_eq!(page.status, 404, "{resource}");
            }
            let made = client.post("/petitions/publications", &[("source", "bulletin"), ("bulletin_day", "2026-11-23")]).await;
            client.follow(&made).await.shows("收到省转办群众信访举报件 0 件").hides(LETTER);
        }
        let page = province.post("/petitions/publications", &[("source", "batch"), ("of_batch", "33")]).await;
        province.follow(&page).await.hides(LETTER);
    }
}
