//! A citizen reports (`I2`–`I7`): the steps without JavaScript, one report however often it is sent,
//! and what becomes of bad input: a clear word at the field, and nothing lost or half stored.

use std::{
    io::{Cursor, Read, Write},
    net::TcpStream,
    path::Path,
    time::Duration,
};

use diesel::prelude::*;
use minsheng::{
    db::schema::{attachments, cases, identities, mails, pending_pictures, reports},
    error::Error,
    jobs::Job as _,
    reports::retention::ForgetContacts,
};

use crate::{
    on_both,
    support::{Client, Page, TestApp, acts::told},
};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const TEXT: &str = "水泥厂夜里冒黑烟，味道呛人。";

/// Names and values of a form.
type Typed<'a> = Vec<(&'a str, &'a str)>;

/// What a report needs at least, with its key.
fn least(key: &str) -> Typed<'_> {
    vec![("submission", key), ("text", TEXT), ("address", "夏县水头镇水泥厂东墙外")]
}

fn with<'a>(more: &[(&'a str, &'a str)]) -> Typed<'a> {
    [least(KEY), more.to_vec()].concat()
}

/// Reports, matters, pictures, waiting pictures, identities, mails and files.
#[derive(Debug, PartialEq, Eq)]
struct Stock {
    reports: i64,
    cases: i64,
    pictures: i64,
    waiting: i64,
    identities: i64,
    mails: i64,
    files: usize,
}

const NOTHING: Stock =
    Stock { reports: 0, cases: 0, pictures: 0, waiting: 0, identities: 0, mails: 0, files: 0 };
const ONE: Stock = Stock { reports: 1, cases: 1, ..NOTHING };

fn stock(app: &TestApp) -> Stock {
    let files = files(&app.app.config.data_dir.join("files"));
    app.query(|connection| {
        Ok::<_, Error>(Stock {
            reports: reports::table.count().get_result(connection)?,
            cases: cases::table.count().get_result(connection)?,
            pictures: attachments::table.count().get_result(connection)?,
            waiting: pending_pictures::table.count().get_result(connection)?,
            identities: identities::table.count().get_result(connection)?,
            mails: mails::table.count().get_result(connection)?,
            files,
        })
    })
}

fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).map(|it| it.flatten().collect::<Vec<_>>());
    let entries = entries.unwrap_or_default().into_iter();
    entries.map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 }).sum()
}

/// A photograph; each `shade` is another.
fn photo(shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(64, 48, image::Rgb([shade * 20, 90, 60]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    bytes.into_inner()
}

/// A PNG of a few bytes that claims to be 60,000 pixels wide and high.
fn bomb() -> Vec<u8> {
    let picture = image::GrayImage::new(1, 1);
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    let mut bytes = bytes.into_inner();
    let side = 60_000_u32.to_be_bytes();
    bytes[16..20].copy_from_slice(&side);
    bytes[20..24].copy_from_slice(&side);
    let crc = crc32(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&crc);
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

/// Number and code of a receipt.
fn number_and_code(receipt: &Page) -> (String, String) {
    let words = receipt.words();
    let after = |label: &str| {
        let mut lines = words.lines().skip_while(|line| *line != label).skip(1);
        lines.next().unwrap_or_else(|| panic!("no {label}:\n{words}")).to_owned()
    };
    (after("编号"), after("查询码"))
}

fn redacted(text: &str, secrets: &[&str]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "[redacted]"))
}

on_both! {
    /// The whole way without JavaScript: form, review with its picture, back to change something,
    /// review again, send, receipt. What was typed and the picture stay all along.
    async fn a_citizen_reports_in_steps(app: TestApp) {
        let citizen = app.citizen();
        let form = citizen.get("/reports/new").await;
        assert_eq!(form.header("cache-control"), "no-store");
        let key = form.field("submission");
        assert_eq!(key.len(), 32, "128 bits");
        assert_ne!(key, citizen.get("/reports/new").await.field("submission"), "a key a page");

        let typed = [
            ("submission", key.as_str()),
            ("text", TEXT),
            ("address", "夏县水头镇水泥厂东墙外"),
            ("category", "air"),
            ("subcategory", "air_soot"),
            ("unit", "某某水泥厂"),
            ("urgent", "yes"),
            ("identity", "named"),
            ("name", "王小明"),
            ("phone", "138 0013 8000"),
            ("email", "wang@example.com"),
            ("head_count", "12"),
            ("representatives", "李一、张二"),
        ];
        let review = citizen.upload("/reports/review", &typed, &[("photos", "夜里.jpg", photo(1))]).await;
        assert_eq!(review.status, 200, "{}", review.words());
        for words in [TEXT, "夏县", "烟粉尘", "某某水泥厂", "王小明", "13800138000", "夜里.jpg", "12", "张二"] {
            review.shows(words);
        }
        insta::assert_snapshot!("review", redacted(&review.words(), &[&key]));
        let src = review.text.split("src=\"").find(|it| it.starts_with("/pictures/pending/"));
        let src = src.and_then(|it| it.split('"').next()).expect("a picture").to_owned();
        assert!(!src.contains(&key));
        assert_eq!(citizen.get(&src).await.header("content-type"), "image/jpeg");
        assert_eq!(citizen.get(&src.replace("picture.", "picture.9")).await.status, 404);
        assert_eq!(stock(&app), Stock { waiting: 1, files: 2, ..NOTHING }, "nothing is filed yet");

        let changed = citizen.post("/reports/new", &typed).await;
        assert_eq!(changed.status, 200);
        changed.shows(TEXT).shows("王小明").shows("夜里.jpg");
        assert_eq!(changed.field("submission"), key);
        let id = changed.field("kept");
        let typed = [typed.as_slice(), &[("offered", id.as_str()), ("kept", id.as_str())]].concat();
        let more = [("photos", "夜里.jpg", photo(1)), ("photos", "白天.jpg", photo(2))];
        let review = citizen.upload("/reports/review", &typed, &more).await;
        review.shows("夜里.jpg").shows("白天.jpg");
        assert_eq!(stock(&app).waiting, 2, "the same picture again is the same picture");

        let sent = citizen.post("/reports", &typed[..13]).await;
        assert_eq!(sent.location(), "/reports/receipt", "{}", sent.words());
        let cookie = sent.header("set-cookie");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/reports/receipt", "Max-Age=1800"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let receipt = citizen.follow(&sent).await;
        let (number, code) = number_and_code(&receipt);
        receipt.shows("夏县分局").hides("13800138000");
        insta::assert_snapshot!("receipt", redacted(&receipt.words(), &[&number, &code]));
        assert_eq!(
            stock(&app),
            Stock { pictures: 2, identities: 1, mails: 1, files: 4, ..ONE },
            "pictures belong to the report now"
        );
        app.run_jobs();
        let [(to, subject, body)] = app.mails().try_into().expect("one mail");
        assert_eq!(to, "wang@example.com");
        assert!(!body.contains(&code), "the code goes by no mail");
        insta::assert_snapshot!("mail", redacted(&format!("{subject}\n\n{body}"), &[&number, &app.base]));
    }

    /// Text and a place are enough (`I2`), whichever way the place is told.
    async fn text_and_a_place_are_enough(app: TestApp) {
        let places = [[("county", "140828"), ("", "")], [("address", "夏县"), ("", "")], [("lat", "35.14"), ("lon", "111.22")]];
        for (at, place) in places.iter().enumerate() {
            let key = format!("{KEY}{at}");
            let fields = [vec![("submission", key.as_str()), ("text", TEXT)], place.to_vec()].concat();
            assert_eq!(app.citizen().post("/reports", &fields).await.status, 303, "{place:?}");
        }
        assert_eq!(stock(&app).reports, 3);
    }

    /// Double click, back button, retry, another content under the same key, and many at once: one
    /// report, one number, one code.
    async fn sending_twice_makes_one_report(app: TestApp) {
        let citizen = app.citizen();
        let first = citizen.follow(&citizen.post("/reports", &least(KEY)).await).await;
        let receipt = number_and_code(&first);
        let other = citizen.follow(&citizen.post("/reports", &with(&[("unit", "别的厂")])).await).await;
        assert_eq!(number_and_code(&other), receipt);
        other.shows("没有重复登记");
        assert!(!first.text.contains("没有重复登记"));

        let key = format!("{KEY}x");
        let (a, b, c) = (app.citizen(), app.citizen(), app.citizen());
        let fields = least(&key);
        let sent = futures_util::join!(a.post("/reports", &fields), b.post("/reports", &fields), c.post("/reports", &fields));
        assert_eq!([sent.0.status, sent.1.status, sent.2.status], [303; 3], "{}", sent.2.words());
        assert_eq!(stock(&app), Stock { reports: 2, cases: 2, ..NOTHING });
    }

    /// The receipt is for the browser that sent the report, for half an hour; then it says how to
    /// go on. The key of a form is stored nowhere, so no look at the database gives a receipt.
    async fn the_receipt_is_shown_to_the_sender_for_a_while(app: TestApp) {
        let citizen = app.citizen();
        let sent = citizen.post("/reports", &least(KEY)).await;
        let (number, code) = number_and_code(&citizen.follow(&sent).await);
        let stranger = app.citizen().get("/reports/receipt").await;
        assert_eq!(stranger.status, 410);
        stranger.shows("/track").hides(&number);
        app.app.clock.advance(chrono::Duration::minutes(31));
        let late = citizen.get("/reports/receipt").await;
        assert_eq!(late.status, 410);
        late.hides(&code);
        let (submission, hash): (String, String) = app.query(|connection| {
            Ok::<_, Error>(reports::table.select((reports::submission, reports::code_hash)).first(connection)?)
        });
        assert!(!submission.contains(KEY) && !hash.contains(&code.replace('-', "")));
    }

    /// Who wants to stay unknown leaves nothing, whatever was typed; who signs must be reachable.
    async fn who_reports_is_kept_only_as_wished(app: TestApp) {
        let citizen = app.citizen();
        let typed = with(&[("identity", "anonymous"), ("name", "王小明"), ("phone", "13800138000")]);
        assert_eq!(citizen.post("/reports", &typed).await.status, 303);
        assert_eq!(stock(&app), ONE);
        let cases: [(&[(&str, &str)], &str); 6] = [
            (&[("identity", "named"), ("phone", "13800138000")], "请填写姓名"),
            (&[("identity", "named"), ("name", "王小明")], "至少一样"),
            (&[("identity", "confidential"), ("name", "王小明")], "至少一样"),
            (&[("identity", "named"), ("name", "王"), ("phone", "12345")], "电话号码不对"),
            (&[("identity", "named"), ("name", "王"), ("email", "wang@")], "电子邮箱不对"),
            (&[("identity", "named"), ("name", "王"), ("phone", "13800138000"), ("representatives", "一,二,三,四,五,六")], "最多 5"),
        ];
        for (fields, words) in cases {
            let page = citizen.post("/reports", &[least("another-key-of-the-form"), fields.to_vec()].concat()).await;
            assert_eq!(page.status, 422, "{fields:?}");
            page.shows(words).shows(TEXT);
        }
        assert_eq!(stock(&app), ONE);
    }

    /// A form that lacks something, or has too much, comes back with all that was typed.
    async fn a_wrong_form_comes_back_as_typed(app: TestApp) {
        let citizen = app.citizen();
        let long = "长".repeat(5001);
        let cases: [(Typed, &str, &str); 10] = [
            (vec![("address", "夏县")], "text", "请写一写发生了什么事"),
            (vec![("text", TEXT)], "address", "请在图上点一下"),
            (vec![("text", TEXT), ("address", "  ")], "address", "请在图上点一下"),
            (vec![("text", &long), ("address", "夏县")], "text", "现在是 5001 个字"),
            (vec![("text", TEXT), ("lat", "111"), ("lon", "35")], "lat", "填反了"),
            (vec![("text", TEXT), ("lat", "48.8"), ("lon", "2.3")], "lat", "不在中国"),
            (vec![("text", TEXT), ("lat", "x"), ("lon", "y")], "lat", "数字"),
            (vec![("text", TEXT), ("county", "不存在")], "county", "没有这个县"),
            (vec![("text", TEXT), ("county", "140828"), ("industry", "x")], "industry", "列出的选项"),
            (vec![("text", TEXT), ("county", "140828"), ("identity", "x")], "identity", "列出的选项"),
        ];
        for path in ["/reports/review", "/reports"] {
            for (fields, field, words) in &cases {
                let fields = [vec![("submission", KEY)], fields.clone()].concat();
                let page = citizen.post(path, &fields).await;
                assert_eq!(page.status, 422, "{field}");
                page.shows(words).shows(&format!("href=\"#{field}\""));
                assert_eq!(page.field("submission"), KEY);
                assert_eq!(fields.contains(&("text", TEXT)), page.text.contains(TEXT));
            }
        }
        let english = "application/x-www-form-urlencoded";
        let headers = [("origin", app.base.as_str()), ("content-type", english), ("accept-language", "en")];
        citizen.send("/reports", &headers, b"text=".to_vec()).await.shows("Please say what is wrong.");
        assert_eq!(stock(&app), NOTHING);
    }

    /// Bytes that are no form: other encodings, another content type, a key that is none.
    async fn what_cannot_be_read_is_refused_whole(app: TestApp) {
        let citizen = app.citizen();
        let form = "application/x-www-form-urlencoded";
        let gb18030 = b"text=%B3%F4%C6%F8&county=140828".to_vec();
        let part = b"--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\xb3\xf4\r\n--b--\r\n".to_vec();
        for (content_type, body, words) in [
            (form, gb18030, "编码"),
            (form, b"text=\xff\xfe&county=140828".to_vec(), "编码"),
            ("multipart/form-data; boundary=b", part, "编码"),
            ("application/json", b"{}".to_vec(), "不完整"),
            ("multipart/form-data", b"text=1".to_vec(), "不完整"),
            (form, b"submission=short&text=1&county=140828".to_vec(), "不完整"),
        ] {
            for path in ["/reports/review", "/reports"] {
                let headers = [("origin", app.base.as_str()), ("content-type", content_type)];
                let page = citizen.send(path, &headers, body.clone()).await;
                assert_eq!(page.status, 400, "{content_type}");
                page.shows(words);
            }
        }
        let headers = [("origin", app.base.as_str()), ("content-type", form)];
        let page = citizen.send("/reports", &headers, vec![b'a'; 300 * 1024]).await;
        assert_eq!(page.status, 413);
        let stranger = citizen.send("/reports", &[("content-type", form)], b"text=1".to_vec()).await;
        assert_eq!(stranger.status, 400, "not from a page of ours");
        assert_eq!(stock(&app), NOTHING);
    }

    /// A wrong file is named at its field; the good ones beside it stay (nobody chooses them twice).
    async fn wrong_pictures_are_named_and_good_ones_stay(app: TestApp) {
        let citizen = app.citizen();
        let large = vec![0; 30 * 1024 * 1024];
        for (at, (name, bytes, words)) in [
            ("大.jpg", large, "“大.jpg”超过 10 MB"),
            ("字.jpg", b"not a picture at all".to_vec(), "“字.jpg”不是能识别的照片"),
            ("弹.png", bomb(), "“弹.png”的尺寸太大"),
            ("半.jpg", photo(9)[..200].to_vec(), "“半.jpg”不是能识别的照片"),
        ].into_iter().enumerate() {
            for path in ["/reports/review", "/reports"] {
                let key = format!("{KEY}{at}{}", path.len());
                let shade = u8::try_from(at).expect("few");
                let sent = [("photos", "好.jpg", photo(shade)), ("photos", name, bytes.clone())];
                let page = citizen.upload(path, &least(&key), &sent).await;
                assert_eq!(page.status, 422, "{name}");
                page.shows(words).shows(TEXT).shows("好.jpg");
                assert_eq!(page.field("submission"), key);
            }
        }
        assert_eq!(stock(&app), Stock { waiting: 8, files: 16, ..NOTHING });
        app.app.clock.advance(chrono::Duration::hours(25));
        app.run_jobs();
        assert_eq!(stock(&app), NOTHING, "what was never sent is taken away");
    }

    /// At most six; those unticked are taken away again.
    async fn pictures_are_counted_and_can_be_taken_off(app: TestApp) {
        let citizen = app.citizen();
        let many: Vec<_> = (0..7).map(|shade| ("photos", "照片.jpg", photo(shade))).collect();
        citizen.upload("/reports/review", &least(KEY), &many).await.shows("最多上传 6 张");
        assert_eq!(stock(&app), NOTHING);
        citizen.upload("/reports/review", &least(KEY), &many[..6]).await;
        assert_eq!(stock(&app).waiting, 6);
        let form = citizen.post("/reports/new", &least(KEY)).await;
        let id = form.field("offered");
        let page = citizen.upload("/reports/review", &with(&[("offered", &id)]), &many[6..]).await;
        assert_eq!(page.status, 200, "one off, one on: {}", page.words());
        app.run_jobs();
        assert_eq!(stock(&app), Stock { waiting: 6, files: 12, ..NOTHING });
        assert_eq!(citizen.post("/reports", &least(KEY)).await.status, 303);
        assert_eq!(stock(&app), Stock { pictures: 6, files: 12, ..ONE });
        app.app.clock.advance(chrono::Duration::hours(25));
        app.run_jobs();
        assert_eq!(stock(&app), Stock { pictures: 6, files: 12, ..ONE }, "evidence stays");
    }

    /// A connection that breaks in the middle leaves nothing behind.
    async fn a_body_cut_short_stores_nothing(app: TestApp) {
        let address = app.base.trim_start_matches("http://").to_owned();
        let base = app.base.clone();
        for (content_type, body) in [
            ("application/x-www-form-urlencoded", "text=%E8%87%AD&county=140828".to_owned()),
            ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"county\"\r\n\r\n140828\r\n--b\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.jpg\"\r\n\r\nabc".to_owned()),
        ] {
            let (address, base) = (address.clone(), base.clone());
            let answer = tokio::task::spawn_blocking(move || {
                let mut stream = TcpStream::connect(address).expect("a connection");
                stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a limit");
                let head = format!("POST /reports HTTP/1.1\r\nHost: {}\r\nOrigin: {base}\r\nContent-Type: {content_type}\r\nContent-Length: 90000\r\n\r\n{body}", base.trim_start_matches("http://"));
                stream.write_all(head.as_bytes()).expect("a request");
                stream.shutdown(std::net::Shutdown::Write).expect("an end");
                let mut answer = String::new();
                let _ = stream.read_to_string(&mut answer);
                answer
            }).await.expect("an end");
            assert!(!answer.starts_with("HTTP/1.1 2") && !answer.starts_with("HTTP/1.1 3"), "{answer}");
        }
        assert_eq!(stock(&app), NOTHING);
    }

    /// What identifies the reporter is in no page, no log-like table and no timeline (`S1`).
    async fn identity_is_nowhere_in_the_clear(app: TestApp) {
        let citizen = app.citizen();
        let typed = with(&[("identity", "named"), ("name", "王小明"), ("phone", "13800138000"), ("email", "wang@example.com")]);
        let receipt = citizen.follow(&citizen.post("/reports", &typed).await).await;
        app.run_jobs();
        receipt.hides("王小明").hides("13800138000").hides("wang@example.com");
        let data = app.app.config.data_dir.clone();
        if app.app.config.database_url.is_none() {
            app.tamper("PRAGMA wal_checkpoint(TRUNCATE)").ok();
            for file in ["minsheng.db", "minsheng.db-wal"] {
                let bytes = std::fs::read(data.join(file)).unwrap_or_default();
                for secret in ["王小明", "13800138000", "wang@example.com"] {
                    assert!(!holds(&bytes, secret.as_bytes()), "{secret} is in {file}");
                }
            }
        }
    }

    /// `S5`: three years after the end of all their matters what would identify reporters is gone, from the
    /// identities and from the messages that went out; the matter stays, and so does who still waits.
    async fn contacts_are_forgotten_in_time(app: TestApp) {
        let named = |key: &str, mail: &str| {
            let mut new = told("140821", key);
            new.reporter_kind = "named";
            new.identity.phone = "13800138000".to_owned();
            new.identity.mail = mail.to_owned();
            new
        };
        let over = app.file(named("over", "over@example.com")).case.number;
        let (waiting, both) = (app.file(named("waiting", "waiting@example.com")), app.file(named("both", "both@example.com")));
        app.conclude("140821", &over, "partly");
        app.conclude("140821", &both.case.number, "partly");
        app.app.clock.advance(chrono::Duration::minutes(1));
        app.run_jobs();
        // One who stands behind a matter that goes on waits for that.
        let row = both.report.id;
        let living = app.case(&waiting.case.number).id;
        app.tamper(&format!("INSERT INTO case_reports (case_id, report_id, opened, carried) VALUES ({living}, {row}, FALSE, FALSE)")).expect("a row");
        let kept = || -> (i64, i64) {
            app.query(|connection| {
                let sent = mails::table.select(mails::recipient).load::<Vec<u8>>(connection)?;
                let known = sent.iter().filter(|it| !it.is_empty()).count() as i64;
                Ok((identities::table.count().get_result(connection)?, known))
            })
        };
        let (_, mails_before) = kept();
        let forget = |day: &str| {
            let day = day.parse().expect("a day");
            ForgetContacts { day }.run(&app.app).expect("a run");
        };
        // Monday 23 November 2026, and three years: that day is still theirs.
        app.app.clock.advance(chrono::Duration::days(1_096));
        forget("2029-11-23");
        assert_eq!(kept(), (3, mails_before));
        app.app.clock.advance(chrono::Duration::days(1));
        forget("2029-11-24");
        let (people, mails_after) = kept();
        assert_eq!(people, 2);
        assert!(mails_after < mails_before, "where its messages went is gone");
        let page = app.officer("140821").get(&format!("/cases/{over}")).await;
        page.shows("举报人的联系方式已删除").shows("夜里有刺鼻的气味").hides("13800138000");
        app.officer("140821").get(&format!("/cases/{}", waiting.case.number)).await.hides("联系方式已删除");
        app.citizen().get(&format!("/track/{over}")).await.hides("联系方式已删除");
        forget("2029-11-25");
        assert_eq!(kept(), (people, mails_after), "once");
        app.run_jobs();
    }

    /// Every word of the form is there in English, too.
    async fn the_form_is_in_both_languages(app: TestApp) {
        let citizen = app.citizen();
        insta::assert_snapshot!("form", citizen.get("/reports/new").await.words());
        let english = citizen.get_with("/reports/new", "accept-language", "en").await;
        let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        assert!(!english.words().contains(chinese), "{}", english.words());
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// One address may not send without end, and is told when to try again.
#[actix_web::test]
async fn sending_is_limited_by_address() {
    let app = TestApp::start_with(crate::support::Engine::Sqlite, &[]).await;
    let citizen: Client = app.citizen();
    let mut refused = 0;
    for at in 0..25 {
        let key = format!("{KEY}{at}");
        if citizen.post("/reports", &least(&key)).await.status == 429 {
            refused += 1;
        }
    }
    assert!(refused > 0);
    assert_eq!(stock(&app).reports, 25 - refused);
}
