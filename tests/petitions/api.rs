//! The same by programs (`F1`–`F3`, `R3`): a key for each office above, whole batches, states.

use diesel::prelude::*;
use minsheng::{
    accounts::Role,
    cases::statement::{NewMeasure, Statement},
    db::schema::{measures, petition_keys, petitions},
};
use serde_json::{Value, json};

use super::{LETTER, number_of_case, typed};
use crate::{
    on_both,
    support::{Client, Engine, Page, TestApp, acts::fine},
};

const PLACE: &str = "/api/v1/petitions/batches";

/// A key that acts as the account `province`.
async fn key(app: &TestApp) -> String {
    let _ = app.province();
    let fields = [("key_name", "省厅信访系统"), ("account", "province")];
    let page = app.administrator().post("/petitions/keys", &fields).await;
    assert_eq!(page.status, 201, "{}", page.words());
    let (_, rest) = page.text.split_once("minsheng_").expect("a key");
    format!("minsheng_{}", rest.split('<').next().expect("its end"))
}

async fn send(client: &Client, key: &str, body: &Value) -> Page {
    send_to(PLACE, client, key, body).await
}

async fn send_to(place: &str, client: &Client, key: &str, body: &Value) -> Page {
    let bearer = format!("Bearer {key}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    client.send(place, &headers, body.to_string().into_bytes()).await
}

async fn state(client: &Client, key: &str, number: &str) -> Page {
    let path = format!("/api/v1/petitions/{number}");
    client.get_with(&path, "authorization", &format!("Bearer {key}")).await
}

fn batch() -> Value {
    json!({ "batch": "33", "petitions": [
        { "number": LETTER, "text": "焦化厂夜间偷排", "county": "河津市", "kinds": ["air", "水"],
          "priority": true, "due_on": "2026-12-18", "report_back": true },
        { "number": "D3SX202611200018", "text": "噪声扰民", "county": "140821" },
    ] })
}

fn count(app: &TestApp) -> i64 {
    app.query(|connection| Ok(petitions::table.count().get_result(connection)?))
}

fn read(page: &Page) -> Value {
    serde_json::from_str(&page.text).unwrap_or_else(|_| panic!("no JSON: {}", page.text))
}

on_both! {
    /// F1, F2: a batch goes in whole, again without change, and its office learns where each is.
    async fn a_program_sends_a_batch_and_asks_where_it_is(app: TestApp) {
        let (key, program) = (key(&app).await, app.citizen());
        let sent = send(&program, &key, &batch()).await;
        assert_eq!(sent.status, 201);
        let went = read(&sent);
        assert_eq!((&went["batch"], &went["new"], &went["known"]), (&json!("33"), &json!(2), &json!(0)));
        let counties: Vec<_> = [0_usize, 1].map(|at| went["petitions"][at]["bureau"]["code"].clone()).to_vec();
        assert_eq!(counties, [json!("140882"), json!("140821")]);
        let again = send(&program, &key, &batch()).await;
        let same = json!({ "batch": "33", "new": 0, "known": 2, "petitions": [] });
        assert_eq!((again.status, read(&again)), (200, same));
        assert_eq!(count(&app), 2);
        let told = read(&state(&program, &key, LETTER).await);
        assert_eq!((&told["state"], &told["bureau"]["code"]), (&json!("in_hand"), &json!("140882")));
        let number = number_of_case(&app);
        app.conclude("140882", &number, "partly");
        let page = state(&program, &key, LETTER).await;
        page.hides("内部认定").hides("内部材料").hides("答复本人").hides("罚款明细");
        let told = read(&page);
        assert_eq!((&told["state"], &told["verdict"]), (&json!("concluded"), &json!("partly")));
        assert_eq!(told["measures"][0]["kind"], "fine");
        app.province().get("/petitions?state=all").await.shows(LETTER);
    }

    /// F2, R5: a dry run enters nothing and says where each would go, which is where it goes.
    async fn a_dry_run_says_where_each_would_go(app: TestApp) {
        let (key, program) = (key(&app).await, app.citizen());
        let dry = format!("{PLACE}?dry_run=1");
        let page = send_to(&dry, &program, &key, &batch()).await;
        assert_eq!((page.status, count(&app)), (200, 0));
        let looked = read(&page);
        assert_eq!((&looked["dry_run"], &looked["new"], &looked["known"]), (&json!(true), &json!(2), &json!(0)));
        let belongs = json!({ "year": 2026, "number": "33", "is_new": true, "doubt": null });
        assert_eq!(looked["belongs_to"], belongs);
        let row = &looked["rows"][0];
        assert_eq!((&row["row"], &row["number"]), (&json!(1), &json!(LETTER)));
        assert_eq!((&row["bureau"]["code"], &row["priority"]), (&json!("140882"), &json!(true)));
        assert_eq!((&row["known"], &row["warnings"]), (&json!(false), &json!([])));
        assert!(row["reason"].as_str().is_some_and(|reason| reason.contains("河津")));

        let mut bad = batch();
        bad["petitions"][1]["county"] = json!("某地");
        let page = send_to(&dry, &program, &key, &bad).await;
        assert_eq!((page.status, page.header("content-type")), (422, "application/problem+json"));
        let told = read(&page);
        assert_eq!((&told["errors"][0]["row"], &told["errors"][0]["field"]), (&json!(2), &json!("county")));
        assert_eq!(told["rows"][0]["bureau"]["code"], "140882");
        assert_eq!(told["rows"][1]["bureau"], Value::Null);
        let slip = send_to(&format!("{PLACE}?dry_run=maybe"), &program, &key, &batch()).await;
        assert_eq!((slip.status, count(&app)), (400, 0));
        assert_eq!(send_to(&dry, &program, "minsheng_x", &batch()).await.status, 401);

        let went = read(&send(&program, &key, &batch()).await);
        for at in [0_usize, 1] {
            for name in ["row", "number", "bureau", "rule", "reason"] {
                assert_eq!(went["petitions"][at][name], looked["rows"][at][name], "{at} {name}");
            }
        }
        let again = read(&send_to(&dry, &program, &key, &batch()).await);
        assert_eq!((&again["new"], &again["known"]), (&json!(0), &json!(2)));
        assert_eq!(again["belongs_to"]["is_new"], false);
        assert_eq!((&again["rows"][0]["known"], &again["rows"][0]["bureau"]), (&json!(true), &Value::Null));
    }

    /// Offices begin anew with their numbers each year: a batch is known by its office, its year and its
    /// number. The year is that of the newest petition, whenever it comes, unless it is said, or some of
    /// them are in a batch already.
    async fn a_batch_is_known_by_its_year(app: TestApp) {
        let (key, program) = (key(&app).await, app.citizen());
        assert_eq!(send(&program, &key, &batch()).await.status, 201);
        let one = |number: &str| {
            json!({ "batch": "33", "petitions": [{ "number": number, "text": "扬尘", "county": "140821" }] })
        };
        for (days, number, belongs) in [
            (30, "X140000202612230001", "33"),
            (335, "X140000202711230001", "2027-33"),
            (20, "X140000202712130002", "2027-33"),
            // Some weeks later, and of another year.
            (26, "X140000202801080001", "2028-33"),
            (1, "X140000202712300003", "2027-33"),
            (330, "X140000202812030001", "2028-33"),
        ] {
            app.app.clock.advance(chrono::Duration::days(days));
            assert_eq!(send(&program, &key, &one(number)).await.status, 201);
            assert_eq!(read(&state(&program, &key, number).await)["batch"], belongs, "{number}");
        }
        app.province().get("/petitions/batches").await.shows("2027-33").shows("2028-33");

        // A batch that is sent again with more in it stays one, also in the year after.
        let mut more = batch();
        let late = json!({ "number": "X140000202901020001", "text": "扬尘", "county": "140821" });
        app.app.clock.advance(chrono::Duration::days(40));
        let list = more["petitions"].as_array_mut().expect("a list");
        list.push(late);
        let went = read(&send(&program, &key, &more).await);
        assert_eq!((&went["new"], &went["known"]), (&json!(1), &json!(2)));
        assert_eq!(read(&state(&program, &key, "X140000202901020001").await)["batch"], "33");
        // The city enters for the same office, and may say the year.
        let typed = [("batch", "2027-33"), ("number", "X140000202901030001"), ("problem", "臭"), ("county", "140821")];
        assert_eq!(app.dispatcher().post("/petitions", &typed).await.status, 303);
        let batches: Vec<(String, i32, String, String)> = app.query(|connection| {
            use minsheng::db::schema::petition_batches as table;
            let rows = table::table.order(table::id);
            Ok(rows.select((table::number, table::year, table::given, table::office)).load(connection)?)
        });
        let row = |number: &str, year: i32| (number.to_owned(), year, "33".to_owned(), "140000".to_owned());
        assert_eq!(batches, [row("33", 2026), row("2027-33", 2027), row("2028-33", 2028)]);
        let joined = app.dispatcher().get("/petitions?state=all&batch=2027-33").await;
        joined.shows("X140000202901030001").shows("X140000202712300003").hides("X140000202801080001");
    }

    /// F2: with one bad row nothing is stored, and every bad row is named.
    async fn bad_rows_are_all_named(app: TestApp) {
        let (key, program) = (key(&app).await, app.citizen());
        let body = json!({ "batch": "33", "petitions": [
            { "number": LETTER, "text": "好的" },
            { "number": LETTER, "text": "重复" },
            { "number": "X1", "text": "", "county": "某地", "due_on": "2026-02-30" },
        ] });
        let page = send(&program, &key, &body).await;
        assert_eq!((page.status, page.header("content-type")), (422, "application/problem+json"));
        let told = read(&page);
        let errors: Vec<(i64, &str)> = told["errors"].as_array().unwrap().iter()
            .map(|it| (it["row"].as_i64().unwrap(), it["field"].as_str().unwrap())).collect();
        assert_eq!(errors, [(2, "number"), (3, "number"), (3, "text"), (3, "county"), (3, "due_on")]);
        assert_eq!(count(&app), 0);
        for (body, status) in [
            (json!({ "batch": "", "petitions": [{ "number": LETTER, "text": "x" }] }), 422),
            (json!({ "batch": "1", "petitions": [] }), 422),
            (json!({ "batch": "1", "petitions": [{ "number": LETTER, "text": "x", "colour": 1 }] }), 400),
            (json!([]), 400),
        ] {
            let page = send(&program, &key, &body).await;
            assert_eq!((page.status, page.header("content-type")), (status, "application/problem+json"));
        }
        let many: Vec<Value> = (0..1001).map(|_| json!({ "number": "x", "text": "x" })).collect();
        assert_eq!(send(&program, &key, &json!({ "batch": "1", "petitions": many })).await.status, 422);
        let huge = json!({ "batch": "1", "petitions": [{ "number": LETTER, "text": "x".repeat(9 << 20) }] });
        assert_eq!(send(&program, &key, &huge).await.status, 413);
        assert_eq!(count(&app), 0);
    }

    /// A key is shown once and kept as a hash; revoked, or with its account closed, it is of no use;
    /// a session is none; only the administrator makes one.
    async fn keys_are_made_and_revoked(app: TestApp) {
        let (key, program) = (key(&app).await, app.citizen());
        let admin = app.administrator();
        admin.get("/petitions/keys").await.shows("省厅信访系统").hides(&key);
        let stored = app.query(|connection| Ok(petition_keys::table.select(petition_keys::hash).load::<String>(connection)?));
        assert!(stored.iter().all(|hash| !key.contains(hash) && hash.len() == 64));
        for client in [app.province(), app.dispatcher(), app.officer("河津市")] {
            assert_eq!(client.get("/petitions/keys").await.status, 403);
            let fields = [("key_name", "x"), ("account", "province")];
            assert_eq!(client.post("/petitions/keys", &fields).await.status, 403);
        }
        let other = [("key_name", ""), ("account", "administrator")];
        assert_eq!(admin.post("/petitions/keys", &other).await.status, 422);
        let other = [("key_name", "x"), ("account", "administrator")];
        admin.post("/petitions/keys", &other).await.shows("请选择上级单位的账号");

        for wrong in ["minsheng_x", &key[..key.len() - 1]] {
            let page = send(&program, wrong, &batch()).await;
            assert_eq!((page.status, page.header("www-authenticate")), (401, "Bearer"));
        }
        // With a session instead of a key: refused as of another origin, or for want of a key.
        assert_eq!(app.province().send(PLACE, &[], batch().to_string().into()).await.status, 400);
        assert_eq!(app.province().get(&format!("/api/v1/petitions/{LETTER}")).await.status, 401);

        send(&program, &key, &batch()).await;
        let place = "/petitions/keys/1/revocation";
        assert_eq!(app.province().post(place, &[]).await.status, 403);
        admin.follow(&admin.post(place, &[]).await).await.shows("密钥已停用");
        assert_eq!(send(&program, &key, &batch()).await.status, 401);
        assert_eq!(state(&program, &key, LETTER).await.status, 401);
        let again = self::key(&app).await;
        assert_eq!(state(&program, &again, LETTER).await.status, 200);
        admin.post("/accounts/province/closure", &[]).await;
        assert_eq!(state(&program, &again, LETTER).await.status, 401);
        admin.get("/accounts/province").await.shows("停用接口密钥");
    }

    /// C5, F4: of a daily penalty the money of a day is told apart from what its days have come to: to
    /// programs, on the page and in the public table.
    async fn a_daily_penalty_is_told_by_the_day(app: TestApp) {
        let (key, program) = (key(&app).await, app.citizen());
        send(&program, &key, &batch()).await;
        let (number, (officer, _)) = (number_of_case(&app), app.bureau("140882"));
        app.act(&officer, &number, Statement::Accept);
        let penalty = NewMeasure {
            kind: "daily_penalty".to_owned(),
            amount_fen: Some(10_000_000),
            ..fine(app.app.clock.today())
        };
        app.act(&officer, &number, Statement::Measure(penalty));
        let told = async || {
            let told = read(&state(&program, &key, LETTER).await)["measures"][0].clone();
            ["amount_fen", "amount_fen_per_day", "days"].map(|name| told[name].clone())
        };
        assert_eq!(told().await, [json!(0), json!(10_000_000), json!(0)]);
        let place = format!("/petitions/{LETTER}");
        app.province().get(&place).await.shows("金额 每日 10 万元").hides("200 万元");

        app.app.clock.advance(chrono::Duration::days(20));
        let id: i64 = app.query(|connection| Ok(measures::table.select(measures::id).first(connection)?));
        let seen = [
            ("checked_on", "2026-12-13"), ("officers", "赵立新、钱小河"), ("met", "no"),
            ("findings", "夜间仍在排放"),
        ];
        let looked = app.officer("140882").post(&format!("/measures/{id}/checks"), &seen).await;
        assert_eq!(looked.status, 303);
        assert_eq!(told().await, [json!(200_000_000), json!(10_000_000), json!(20)]);
        app.province().get(&place).await.shows("每日 10 万元").shows("20 天，200 万元");
        app.conclude("140882", &number, "substantiated");
        let supervisor = app.supervisor();
        let made = supervisor.post("/petitions/publications", &[("source", "batch"), ("of_batch", "33")]).await;
        let page = supervisor.follow(&made).await;
        page.shows("按日计罚 每日 10 万元（已计 20 天，共 200 万元）").shows("罚款 0.5 万元");
        let fined = read(&state(&program, &key, LETTER).await)["measures"][1].clone();
        assert_eq!((&fined["amount_fen"], &fined["amount_fen_per_day"]), (&json!(500_000), &Value::Null));
    }

    /// F3: an office asks only for what it sent.
    async fn another_offices_petition_is_not_found(app: TestApp) {
        let (key, program) = (key(&app).await, app.citizen());
        let fields = typed(LETTER, "2026-12-18");
        app.dispatcher().post("/petitions", &fields).await;
        assert_eq!(state(&program, &key, LETTER).await.status, 404);
        assert_eq!(state(&program, &key, "X140000202611209999").await.status, 404);
    }
}

/// A program that asks too often is told to wait.
#[actix_web::test]
async fn a_key_is_limited() {
    let app = TestApp::start_with(Engine::Sqlite, &["--rate-limits", "on"]).await;
    let _ = app.staff("province", Role::Province, "140000");
    let (key, program) = (key(&app).await, app.citizen());
    let mut last = 0;
    // However slow this machine is: each request costs more than a second gives back.
    for _ in 0..2_000 {
        last = state(&program, &key, LETTER).await.status;
        if last == 429 {
            break;
        }
        assert_eq!(last, 404);
    }
    assert_eq!(last, 429);
}
