//! Stories of supervised cases (`L1`–`L7`): from the proposal to the lifting, and every way off the
//! list that must not be one.

#[path = "supervisions/alerted.rs"]
mod alerted;
#[path = "supervisions/any_order.rs"]
mod any_order;
#[path = "supervisions/attempts.rs"]
mod attempts;
#[path = "supervisions/behind.rs"]
mod behind;
#[path = "supervisions/database.rs"]
mod database;
#[path = "supervisions/evidence.rs"]
mod evidence;
#[path = "supervisions/refusals.rs"]
mod refusals;

use chrono::Duration;
use minsheng::{
    accounts::Role,
    supervisions::{self, Supervision},
};

use crate::{
    on_both,
    support::{Client, Page, TestApp},
};

/// The number of the first case of the year.
const NUMBER: &str = "GD-2026-001";

/// The number of [`matter_against`].
const AGAINST: &str = "YC-20261123-00018";

/// A matter that is about a bureau and kept from it (`R3`); the city has it.
fn matter_against(app: &TestApp, bureau: &str) {
    let sql = format!(
        "INSERT INTO cases (number, state, bureau, hidden_from, channel, plant, place, summary, \
         kinds, urgent, rule, reason, alternatives, opened_at, day, due_on) VALUES \
         ('{AGAINST}', 'accepted', '140800', '{bureau}', 'web', '', '', '', '', FALSE, \
         'conflict', '{{}}', '[]', '2026-11-23 00:00:00', '2026-11-23', '2027-01-01')"
    );
    app.tamper(&sql).expect("a case");
}

/// A page that is there, so that what is not on it is hidden indeed.
async fn opened(who: &Client, path: &str) -> Page {
    let page = who.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.words());
    page
}

/// A proposal as the form sends it.
fn proposal<'a>(submission: &'a str, county: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("submission", submission),
        ("listing_title", "河津一家焦化厂无治理设施点火案"),
        ("plants", "青石沟焦化厂（虚构）\n青石沟二号焦炉（虚构）"),
        ("bureau", county),
        ("listing_facts", "新焦炉未建治理设施即点火，旧焦炉未按批复关停。"),
        ("grounds", "construction"),
        ("grounds", "public_reaction"),
        ("requirement", "旧焦炉停产并拆除"),
        ("requirement", ""),
        ("requirement", "新焦炉治理设施建成并验收"),
        ("responsible", "河津市副市长"),
        ("supervising_officer", "市局督查科"),
        ("legal_basis", "环境保护法第六十三条"),
    ]
}

/// People of the stories.
pub struct People {
    county: Client,
    supervisor: Client,
    second: Client,
    first_visitor: Client,
    second_visitor: Client,
    head: Client,
}

impl People {
    pub fn of(app: &TestApp) -> Self {
        Self {
            county: app.officer("河津市"),
            supervisor: app.supervisor(),
            second: app.staff("supervisor-2", Role::Supervisor, "140800"),
            first_visitor: app.staff("visitor-1", Role::Officer, "140800"),
            second_visitor: app.staff("visitor-2", Role::Dispatcher, "140800"),
            head: app.staff("head", Role::Chief, "140800"),
        }
    }
}

fn resource(name: &str) -> String {
    format!("/supervisions/{NUMBER}/{name}")
}

/// Does an act and expects that it was done.
async fn done(who: &Client, name: &str, fields: &[(&str, &str)]) {
    let page = who.post(&resource(name), fields).await;
    assert_eq!(page.status, 303, "{name}: {}", page.words());
}

async fn propose(who: &Client) -> Page {
    who.post("/supervisions", &proposal("one", "140882")).await
}

/// Proposed by the county and listed by the supervisor.
pub async fn list(people: &People) {
    assert_eq!(propose(&people.county).await.status, 303);
    done(&people.supervisor, "listing", &[("listing_due_on", "2027-05-24")]).await;
}

async fn give_all_evidence(app: &TestApp, people: &People) {
    for row in requirements(app) {
        let row = row.to_string();
        let fields = [("requirement_id", row.as_str()), ("evidence", "已完成，见验收报告。")];
        done(&people.county, "evidence", &fields).await;
    }
}

/// The city looks at each piece of evidence and accepts it.
async fn accept_all_evidence(app: &TestApp, people: &People) {
    for row in unjudged(app) {
        let row = row.to_string();
        let fields = [("evidence_id", row.as_str()), ("judgement", "accepted")];
        done(&people.first_visitor, "judgements", &fields).await;
    }
}

async fn verify(people: &People, day: &str) {
    for who in [&people.first_visitor, &people.second_visitor] {
        let fields = [("visited_on", day), ("findings", "现场核实，已完成。")];
        done(who, "verifications", &fields).await;
    }
}

/// From listed to the notice.
pub async fn reach_notice(app: &TestApp, people: &People) {
    give_all_evidence(app, people).await;
    done(&people.county, "application", &[("lifting_statement", "全部完成。")]).await;
    accept_all_evidence(app, people).await;
    verify(people, &app.app.clock.today().to_string()).await;
    done(&people.head, "approval", &[("notice_text", "旧炉已拆，新炉已验收。")]).await;
}

/// Rows of evidence of the first case that wait for a word of the city.
fn unjudged(app: &TestApp) -> Vec<i64> {
    app.query(|connection| {
        let case = Supervision::by_number(connection, NUMBER)?;
        let records = supervisions::records::Records::of(connection, case.id)?;
        Ok(records.unjudged().map(|(_, evidence)| evidence.id).collect())
    })
}

/// Rows of requirements of the first case.
fn requirements(app: &TestApp) -> Vec<i64> {
    app.query(|connection| {
        let case = Supervision::by_number(connection, NUMBER)?;
        let records = supervisions::records::Records::of(connection, case.id)?;
        Ok(records.requirements.iter().map(|requirement| requirement.id).collect())
    })
}

fn case(app: &TestApp) -> Supervision {
    app.query(|connection| Supervision::by_number(connection, NUMBER))
}

/// The reasons that the database has noted.
fn notes(app: &TestApp) -> Vec<String> {
    use diesel::prelude::*;
    use minsheng::db::schema::supervision_attempts::dsl;
    app.query(|connection| {
        Ok(dsl::supervision_attempts.order(dsl::id).select(dsl::reason).load(connection)?)
    })
}

/// Writes SQL beside the portal and expects that it changes nothing and leaves a note: SQLite fails the
/// statement, PostgreSQL leaves the rows as they are (`L4`).
#[track_caller]
fn leaves_a_note(app: &TestApp, sql: &str) {
    use diesel::{RunQueryDsl as _, sql_query};
    let known = notes(app).len();
    let mut beside = app.app.db.target().connect().expect("a connection of its own");
    let changed = sql_query(sql).execute(&mut beside).unwrap_or_default();
    assert_eq!(changed, 0, "{sql} was let through");
    assert!(notes(app).len() > known, "{sql} left no note");
}

/// Days pass; sessions end, and everybody logs in again.
fn pass(app: &TestApp, days: i64) -> People {
    app.app.clock.advance(Duration::days(days));
    People::of(app)
}

on_both! {
    /// The whole life: proposed, listed, resolved, verified by two, approved by a third, seven days
    /// in public, an objection that is rejected, lifted, in history for good (`L1`–`L6`).
    async fn a_case_is_listed_resolved_and_lifted(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        let page = propose(&people.county).await;
        assert_eq!(page.location(), format!("/desk/supervisions/{NUMBER}"));
        assert_eq!(propose(&people.county).await.location(), page.location(), "sent twice");
        // Not public before it is listed (L2).
        assert_eq!(public.get(&format!("/supervisions/{NUMBER}")).await.status, 404);
        opened(&public, "/supervisions").await.hides(NUMBER);

        done(&people.supervisor, "listing", &[("listing_due_on", "2027-05-24")]).await;
        public.get("/supervisions").await.shows(NUMBER).shows("还剩 182 天").shows("河津市");
        opened(&public, "/supervisions?county=140821").await.hides(NUMBER);
        people.county.get("/desk/supervisions").await.shows(NUMBER);

        done(&people.county, "progress", &[("progress", "旧炉已熄火。")]).await;
        people.county.get(&format!("/desk/supervisions/{NUMBER}")).await.shows("还有 2 项");
        give_all_evidence(&app, &people).await;
        // What nobody has looked at yet is not public (S2).
        let page = public.get(&format!("/supervisions/{NUMBER}")).await;
        page.shows("市局正在核对").shows("完成 0 / 2").hides("见验收报告");
        // T8: the date says how it was reckoned, as that of the notice does.
        page.shows("从2026年11月23日（星期一）起算").shows("期限为6个月").hides("期限为7日");
        people.supervisor.get("/desk/supervisions").await.shows(&format!("/desk/supervisions/{NUMBER}#reckoned"));
        people.supervisor.get(&format!("/desk/supervisions/{NUMBER}")).await.shows("期限为6个月");
        done(&people.county, "application", &[("lifting_statement", "全部完成。")]).await;
        verify(&people, "2026-11-23").await;
        let early = people.head.post(&resource("approval"), &[("notice_text", "旧炉已拆。")]).await;
        assert_eq!(early.status, 409);
        early.shows("没有经市局认可");
        accept_all_evidence(&app, &people).await;
        public.get(&format!("/supervisions/{NUMBER}")).await.shows("见验收报告").shows("完成 2 / 2");
        done(&people.head, "approval", &[("notice_text", "旧炉已拆，新炉已验收。")]).await;
        public.get(&format!("/supervisions/{NUMBER}")).await.shows("旧炉已拆").shows("提出异议").shows("期限为7日");
        people.supervisor.get(&format!("/desk/supervisions/{NUMBER}")).await.shows("期限为7日");

        let object = [("objection_text", "夜里还有黑烟，电话13800138000。")];
        let page = public.post(&resource("objections"), &object).await;
        public.follow(&page).await.shows("您的异议已收到");
        assert_eq!(public.post(&resource("objections"), &object).await.status, 303, "sent twice");
        let page = public.get(&format!("/supervisions/{NUMBER}")).await;
        page.shows("已收到 1 条异议").hides("13800138000");

        // Seven whole days; the last is 30 November (L4).
        let people = pass(&app, 7);
        let page = people.supervisor.post(&resource("lifting"), &[]).await;
        assert_eq!(page.status, 409);
        page.shows("11 月 30 日");
        let people = pass(&app, 1);
        let page = people.supervisor.post(&resource("lifting"), &[]).await;
        assert_eq!(page.status, 409, "an objection is open");
        people.supervisor.get(&format!("/desk/supervisions/{NUMBER}")).await.shows("夜里还有黑烟");
        let objection = objections(&app)[0].to_string();
        let fields = [
            ("objection", objection.as_str()),
            ("decision", "rejected"),
            ("reason", "夜间复查三次，未见黑烟。"),
        ];
        done(&people.supervisor, "objection-decision", &fields).await;
        done(&people.supervisor, "lifting", &[]).await;

        let page = public.get(&format!("/supervisions/{NUMBER}")).await;
        page.shows("已于 2026年12月1日 解除挂牌").shows("夜间复查三次").hides("visitor").hides("13800138000");
        insta::assert_snapshot!("lifted", page.words());
        public.get("/supervisions?state=lifted").await.shows(NUMBER);
        opened(&public, "/supervisions?state=living").await.hides(NUMBER);
        let figures = app.query(|connection| supervisions::figures(connection, app.app.clock.today()));
        assert_eq!((figures.listed, figures.lifted, figures.plants, figures.counties), (0, 1, 2, 1));

        // A relapse is a new listing tied to the old one (L6).
        let mut again = proposal("two", "140882");
        again.push(("relapse_of", NUMBER));
        assert_eq!(people.county.post("/supervisions", &again).await.status, 303);
        opened(&public, &format!("/supervisions/{NUMBER}")).await.hides("GD-2026-002");
        let listing = [("listing_due_on", "2027-05-24")];
        let page = people.second.post("/supervisions/GD-2026-002/listing", &listing).await;
        assert_eq!(page.status, 303, "{}", page.words());
        public.get(&format!("/supervisions/{NUMBER}")).await.shows("问题复发，重新挂牌：GD-2026-002");
        public.get("/supervisions/GD-2026-002").await.shows(NUMBER);
    }

    /// An upheld objection sends back to listed, and the way begins anew (`L4`).
    async fn an_upheld_objection_sends_back(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        list(&people).await;
        reach_notice(&app, &people).await;
        let object = [("objection_text", "旧炉只是盖了布。")];
        assert_eq!(public.post(&resource("objections"), &object).await.status, 303);
        let (objection, unmet) = (objections(&app)[0].to_string(), requirements(&app)[0].to_string());
        let fields = [
            ("objection", objection.as_str()),
            ("decision", "upheld"),
            ("reason", "经查属实。"),
            ("unmet", unmet.as_str()),
        ];
        done(&people.second, "objection-decision", &fields).await;
        assert_eq!(case(&app).state, "listed");
        public.get(&format!("/supervisions/{NUMBER}")).await.shows("经查属实").shows("完成 1 / 2");
        // The evidence that was found wanting no longer holds.
        let page = people.county.post(&resource("application"), &[("lifting_statement", "好了")]).await;
        assert_eq!(page.status, 409);
        let people = pass(&app, 30);
        assert_eq!(people.second.post(&resource("lifting"), &[]).await.status, 409);
        reach_notice(&app, &people).await;
        let people = pass(&app, 10);
        done(&people.second, "lifting", &[]).await;
        assert_eq!(case(&app).state, "lifted");
    }

    /// Past its date it stays, is marked, and goes up one level once (`L5`); the province sees it.
    async fn an_overdue_case_goes_up_once(app: TestApp) {
        let (people, public, province) = (People::of(&app), app.citizen(), app.province());
        list(&people).await;
        assert!(app.plan() > 0);
        assert_eq!(app.plan(), 0, "the same jobs");
        app.run_jobs();
        opened(&province, "/desk/supervisions").await.hides(NUMBER);
        pass(&app, 183);
        app.plan();
        app.run_jobs();
        assert_eq!(app.run_jobs(), 0);
        let (people, province) = (pass(&app, 1), app.province());
        app.plan();
        app.run_jobs();
        let page = public.get(&format!("/supervisions/{NUMBER}")).await;
        page.shows("逾期未摘牌").shows("已报上一级").shows("这个月没有报告进展");
        assert_eq!(page.text.matches("已报上一级（原定期限").count(), 1);
        public.get("/supervisions?state=overdue").await.shows(NUMBER).shows("已逾期 2 天");
        province.get("/desk/supervisions").await.shows(NUMBER);
        province.get(&format!("/desk/supervisions/{NUMBER}")).await.shows("这个案件现在不需要您处理");
        // What is late cannot be made not late.
        let fields = [("until", "2027-11-01"), ("reason", "来不及")];
        assert_eq!(people.county.post(&resource("extension"), &fields).await.status, 409);
    }

    /// One extension, a year in all, decided by another person (`L3`, `C2`).
    async fn an_extension_is_asked_and_decided_by_two(app: TestApp) {
        let people = People::of(&app);
        list(&people).await;
        let far = [("until", "2027-11-24"), ("reason", "设备未到")];
        assert_eq!(people.supervisor.post(&resource("extension"), &far).await.status, 422);
        let until = [("until", "2027-11-23"), ("reason", "设备未到")];
        done(&people.supervisor, "extension", &until).await;
        let own = people.supervisor.post(&resource("extension-approval"), &[]).await;
        assert_eq!(own.status, 409);
        assert_eq!(case(&app).due_on.to_string(), "2027-05-24");
        done(&people.second, "extension-approval", &[]).await;
        assert_eq!(case(&app).due_on.to_string(), "2027-11-23");
        assert_eq!(people.county.post(&resource("extension"), &until).await.status, 409, "once");
    }
}

/// Rows of all objections.
fn objections(app: &TestApp) -> Vec<i64> {
    app.query(|connection| {
        let case = Supervision::by_number(connection, NUMBER)?;
        let records = supervisions::records::Records::of(connection, case.id)?;
        Ok(records.objections.iter().map(|objection| objection.id).collect())
    })
}
