//! The numbered letters (`T1`, `T2`, `T4`, `I9`, `C4`): their numbers, their words, their paper, who may
//! read them (`S1`) and how they reach their readers.

use diesel::prelude::*;
use minsheng::{
    accounts::Role,
    cases::statement::Statement,
    db::schema::{letter_files, letters, mail_attachments},
    letters::{Letter, pdf},
    reports::{LookupCode, NewReport, file::Filed},
};

use crate::{
    on_both,
    support::{Client, TestApp, acts::told},
};

const COUNTY: &str = "140821";
const HOSTILE: &str = "#read(\"/etc/passwd\") {number} </p><script>alert(1)</script> \\u{0} 堃喆𬭚";

/// Somebody who left all that can be left.
fn named(submission: &str, mail: &str) -> NewReport {
    let mut new = told(COUNTY, submission);
    new.reporter_kind = "named";
    new.identity.name = "王小明".to_owned();
    new.identity.phone = "13800138000".to_owned();
    new.identity.address = "临猗县某街一号".to_owned();
    new.identity.mail = mail.to_owned();
    new
}

fn all(app: &TestApp) -> Vec<Letter> {
    app.query(|connection| {
        Ok(letters::table.order(letters::id).select(Letter::as_select()).load(connection)?)
    })
}

fn numbers(app: &TestApp) -> Vec<String> {
    all(app).into_iter().map(|letter| letter.number).collect()
}

/// A browser that number and code have let in.
async fn let_in(app: &TestApp, filed: &Filed, submission: &str) -> Client {
    let citizen = app.citizen();
    let code = LookupCode::of_submission(&app.app.vault, submission).spoken();
    let fields = [("number", filed.report.number.as_str()), ("code", code.as_str())];
    assert_eq!(citizen.post("/track", &fields).await.status, 303);
    citizen
}

fn conclude_with(app: &TestApp, number: &str, answer: &str) {
    let (officer, chief) = app.bureau(COUNTY);
    if app.case(number).state == "assigned" {
        app.act(&officer, number, Statement::Accept);
    }
    let text = "内部认定".to_owned();
    let verdict = "substantiated".to_owned();
    app.act(&officer, number, Statement::Find { verdict, text });
    let texts = Statement::ProposeConclusion {
        internal_text: "内部：线索来自邻居".to_owned(),
        public_text: "拟公开的结果".to_owned(),
        answer: answer.to_owned(),
    };
    app.act(&officer, number, texts);
    app.act(&chief, number, Statement::Approve);
}

on_both! {
    /// Acts that the law wants told in writing make letters, in the office's form, counted by office,
    /// kind and year; other acts make none, and a letter says only what is for its reader (`C4`).
    async fn acts_become_numbered_letters(app: TestApp) {
        let (officer, chief) = app.bureau(COUNTY);
        let (first, second) = (app.file(told(COUNTY, "a")), app.file(told(COUNTY, "b")));
        app.act(&officer, &first.case.number, Statement::Accept);
        app.act(&officer, &second.case.number, Statement::Accept);
        assert_eq!(numbers(&app), ["运环临信受〔2026〕1号", "运环临信受〔2026〕2号"]);
        let ask = Statement::ProposeExtension { days: 20, reason: "等待检测结果".to_owned() };
        app.act(&officer, &first.case.number, ask);
        app.act(&chief, &first.case.number, Statement::Extend);
        conclude_with(&app, &first.case.number, "答复本人：已经改正");
        let other = app.file(told("140828", "c"));
        let (strange, _) = app.bureau("140828");
        app.act(&strange, &other.case.number, Statement::Accept);
        assert_eq!(numbers(&app)[2..], [
            "运环临信延〔2026〕1号", "运环临信答〔2026〕1号", "运环夏信受〔2026〕1号",
        ]);
        let written = all(&app);
        assert!(written[2].body.contains("因等待检测结果") && written[2].body.contains("延长20日"));
        assert!(written[3].body.contains("答复本人：已经改正"));
        assert!(written[3].body.contains("尊敬的举报人"));
        for hidden in ["内部", "拟公开", "认定"] {
            assert!(written.iter().all(|letter| !letter.body.contains(hidden)), "{hidden}");
        }
    }

    /// A refusal always has its reason (`I9`).
    async fn a_refusal_is_explained(app: TestApp) {
        let (officer, chief) = app.bureau(COUNTY);
        let filed = app.file(told(COUNTY, "a"));
        let decline = Statement::ProposeDecline {
            reason: "outside_duties".to_owned(),
            points_to: Some("临猗县住房和城乡建设局".to_owned()),
            explanation: "请向住建部门反映".to_owned(),
        };
        app.act(&officer, &filed.case.number, decline);
        assert!(all(&app).is_empty(), "a proposal tells nobody");
        app.act(&chief, &filed.case.number, Statement::Approve);
        let letter = all(&app).remove(0);
        assert_eq!(letter.number, "运环临信不受〔2026〕1号");
        assert!(letter.body.contains("不属于生态环境部门职责，请向临猗县住房和城乡建设局反映"));
        assert!(letter.body.contains("请向住建部门反映"));
    }

    /// An act that is taken back within its ten seconds leaves no letter, and no gap.
    async fn what_is_taken_back_was_never_written(app: TestApp) {
        let officer = app.officer(COUNTY);
        let filed = app.file(told(COUNTY, "a"));
        let number = filed.case.number.clone();
        app.run_jobs();
        let accept = format!("/cases/{number}/acceptance");
        assert_eq!(officer.post(&accept, &[]).await.status, 303);
        assert_eq!(officer.post(&format!("/cases/{number}/undo"), &[]).await.status, 303);
        app.run_jobs();
        assert!(all(&app).is_empty());
        assert_eq!(officer.post(&accept, &[]).await.status, 303);
        app.run_jobs();
        assert_eq!(numbers(&app), ["运环临信受〔2026〕1号"]);
    }

    /// Many at once, by two nodes: every number once, none left out.
    async fn numbers_have_no_gaps_under_load(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        for n in 0..12 {
            let filed = app.file(told(COUNTY, &format!("n{n}")));
            let (portal, viewer) = (app.app.clone(), app.viewer(&officer));
            app.app.db.write_now(move |connection| {
                let case = minsheng::cases::Case::by_number(connection, &filed.case.number)?;
                let by = minsheng::cases::work::By::Staff(&viewer);
                minsheng::cases::work::act(connection, &portal, by, &case, None, &Statement::Accept)
            }).expect("an act");
        }
        app.app.clock.advance(minsheng::cases::undo::TIME);
        let nodes = [app.app.clone(), app.another_node()];
        let threads: Vec<_> = nodes.into_iter().map(|node| std::thread::spawn(move || {
            minsheng::jobs::run_due(&node, &minsheng::server::registry()).expect("jobs run");
        })).collect();
        threads.into_iter().for_each(|it| it.join().expect("a node"));
        app.run_jobs();
        let mut found = numbers(&app);
        found.sort();
        let mut wanted: Vec<_> = (1..=12).map(|n| format!("运环临信受〔2026〕{n}号")).collect();
        wanted.sort();
        assert_eq!(found, wanted);
    }

    /// Each reporter behind a matter has a letter of their own, which names nobody; number and code
    /// open it, and nothing else does (`S1`).
    async fn only_its_reader_and_the_office_read_a_letter(app: TestApp) {
        let filed = app.file(named("a", ""));
        let mut joined = named("b", "");
        joined.join = Some(filed.case.number.clone());
        let second = app.file(joined);
        conclude_with(&app, &filed.case.number, "谢谢您");
        let written = all(&app);
        assert_eq!(written.len(), 4, "two notices, two answers");
        let mine = written.iter().find(|it| it.report_id == filed.report.id).expect("mine");
        let theirs = written.iter().find(|it| it.report_id == second.report.id).expect("theirs");

        let reader = let_in(&app, &filed, "a").await;
        let path = format!("/track/{}/letters/{}", filed.report.number, mine.id);
        let page = reader.get(&format!("/track/{}", filed.report.number)).await;
        page.shows("书面函件").shows(&mine.number).hides(&theirs.number);
        let page = reader.get(&path).await;
        assert_eq!(page.status, 200);
        page.shows(&mine.title).shows(&mine.number).shows(&filed.report.number);
        page.hides("王小明").hides("13800138000").hides(&second.report.number);
        let file = reader.get(&format!("{path}/pdf")).await;
        assert_eq!((file.status, file.header("content-type")), (200, "application/pdf"));
        assert_eq!(file.header("cache-control"), "no-store");
        let strange = format!("/track/{}/letters/{}", filed.report.number, theirs.id);
        assert_eq!(reader.get(&strange).await.status, 404, "not another's");
        assert_eq!(reader.get(&format!("{strange}/pdf")).await.status, 404);
        let nobody = app.citizen();
        for path in [path.clone(), format!("{path}/pdf")] {
            assert_eq!(nobody.get(&path).await.status, 303, "asks for the code");
        }
        let other = let_in(&app, &second, "b").await;
        assert_eq!(other.get(&path).await.status, 303);

        for path in [format!("/letters/{}", mine.id), format!("/letters/{}/pdf", mine.id)] {
            assert_eq!(nobody.get(&path).await.status, 303, "log in first");
            assert_eq!(app.officer(COUNTY).get(&path).await.status, 200);
            assert_eq!(app.supervisor().get(&path).await.status, 200);
            assert_eq!(app.officer("140828").get(&path).await.status, 404, "another bureau");
            assert_eq!(app.clerk().get(&path).await.status, 404, "the clerk sees no answers");
            assert_eq!(app.administrator().get(&path).await.status, 404);
            assert_eq!(reader.get(&path).await.status, 303, "a reporter is no staff");
        }
        app.officer(COUNTY).get(&format!("/letters/{}", mine.id)).await.hides("王小明");
        app.officer(COUNTY).get(&format!("/cases/{}", filed.case.number)).await.shows(&mine.number);
        app.clerk().get(&format!("/cases/{}", filed.case.number)).await.hides(&mine.number);
        assert_eq!(app.clerk().get("/letters").await.status, 403);
        app.officer("140828").get("/letters").await.hides(&mine.number);
    }

    /// Words that look like instructions are words: on the page, in the PDF, in the template.
    async fn hostile_words_are_only_words(app: TestApp) {
        let filed = app.file(told(COUNTY, "a"));
        conclude_with(&app, &filed.case.number, HOSTILE);
        let letter = all(&app).pop().expect("an answer");
        assert!(letter.body.contains("{number}"), "what is filled in is not read again");
        let page = app.officer(COUNTY).get(&format!("/letters/{}", letter.id)).await;
        assert!(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>alert"));
        let pdf = pdf::of(&app.app, &letter).expect("a PDF");
        assert!(pdf.starts_with(b"%PDF-") && !pdf.windows(5).any(|it| it == b"root:"));
    }

    /// A PDF is made once and kept; a letter that was issued never changes nor goes.
    async fn an_issued_letter_stays(app: TestApp) {
        let filed = app.file(told(COUNTY, "a"));
        conclude_with(&app, &filed.case.number, "谢谢您");
        let letter = all(&app).pop().expect("an answer");
        let made = pdf::of(&app.app, &letter).expect("a PDF");
        assert_eq!(pdf::of(&app.app, &letter).expect("a PDF"), made);
        let kept: i64 =
            app.query(|connection| Ok(letter_files::table.count().get_result(connection)?));
        assert_eq!(kept, 1);
        for sql in ["UPDATE letters SET body = 'x'", "UPDATE letters SET number = 'x'", "DELETE FROM letters"] {
            assert!(app.tamper(sql).is_err(), "{sql}");
        }
    }

    /// The letter comes with the message of its event, once; who left no address is on the register
    /// until somebody notes how it was handed over.
    async fn letters_reach_their_readers(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let (mailed, by_hand) = (app.file(named("a", "wang@example.com")), app.file(named("b", "")));
        let nobody = app.file(told(COUNTY, "c"));
        for filed in [&mailed, &by_hand, &nobody] {
            app.act(&officer, &filed.case.number, Statement::Accept);
        }
        let letters = all(&app);
        let folder = app.app.config.data_dir.join("mail");
        let raw: Vec<String> = std::fs::read_dir(folder).expect("a folder")
            .map(|it| std::fs::read_to_string(it.expect("a file").path()).expect("a mail"))
            .collect();
        let with_file: Vec<_> = raw.iter().filter(|it| it.contains("application/pdf")).collect();
        assert_eq!(with_file.len(), 1, "one message per event and person");
        assert!(with_file[0].contains("wang@example.com"));
        assert!(with_file[0].contains(&format!("letter-{}.pdf", letters[0].id)));
        let left: i64 =
            app.query(|connection| Ok(mail_attachments::table.count().get_result(connection)?));
        assert_eq!(left, 0, "what was sent is kept no longer");

        let officer = app.officer(COUNTY);
        let register = officer.get("/letters").await;
        register.shows("邮件已发出").shows("待寄送或当面交付").shows("凭编号和查询码自取");
        register.hides("王小明").hides("wang@example.com");
        let waiting = officer.get("/letters?state=waiting").await;
        waiting.shows(&letters[1].number).hides(&letters[0].number).hides(&letters[2].number);
        officer.get("/letters?kind=answer").await.hides(&letters[0].number);
        let path = format!("/letters/{}/delivery", letters[1].id);
        assert_eq!(officer.post(&path, &[]).await.status, 422);
        let late = [("way", "posted"), ("delivered_on", "2030-01-01")];
        officer.post(&path, &late).await.shows("不能晚于今天");
        let today = app.app.clock.today().to_string();
        let fields = [("way", "posted"), ("delivered_on", today.as_str())];
        assert_eq!(app.officer("140828").post(&path, &fields).await.status, 404);
        assert_eq!(officer.post(&path, &fields).await.status, 303);
        let twice = officer.post(&path, &[("way", "collected"), fields[1]]).await;
        assert_eq!(twice.status, 409, "once");
        twice.shows("已经登记送达").shows("您填写的内容").shows("本人领取").shows("邮寄");
        officer.get("/letters?state=waiting").await.hides(&letters[1].number);
        officer.get(&format!("/letters/{}", letters[1].id)).await.shows("已送达").shows("邮寄");
        officer.get(&format!("/cases/{}", by_hand.case.number)).await.shows("登记了函件送达");

        // What was not delivered goes with the matter; who assists learns nothing of the way (S1).
        let moved = app.file(named("d", ""));
        let (login, _) = app.bureau(COUNTY);
        app.act(&login, &moved.case.number, Statement::Accept);
        let letter = all(&app).pop().expect("a letter");
        let path = format!("/letters/{}", letter.id);
        app.bureau("140881");
        let help = Statement::Assist { bureau: "140881".to_owned(), request: "协助".to_owned(), due_on: None };
        app.act(&login, &moved.case.number, help);
        app.officer("140881").get(&path).await.shows(&letter.number).hides("待寄送");
        app.dispatcher();
        let away = Statement::Transfer { bureau: "140828".to_owned(), reason: "属地".to_owned() };
        app.act("dispatcher", &moved.case.number, away);
        officer.get("/letters?state=waiting").await.hides(&letter.number);
        let now = app.officer("140828");
        now.get("/letters?state=waiting").await.shows(&letter.number);
        assert_eq!(now.post(&format!("{path}/delivery"), &fields).await.status, 303);
        now.get(&path).await.shows("已送达");
    }

    /// Who joins what was accepted before has the notice, too, in writing also without an address for
    /// mail; once, whichever comes first, and none when the acceptance was taken back (`T1`, `I8`).
    async fn who_joins_later_has_the_notice_too(app: TestApp) {
        let (login, _) = app.bureau(COUNTY);
        let officer = app.officer(COUNTY);
        let joined = |mut new: NewReport, number: &str| {
            new.join = Some(number.to_owned());
            app.file(new)
        };
        let first = app.file(told(COUNTY, "a"));
        let number = first.case.number.as_str();
        app.act(&login, number, Statement::Accept);
        let mailed = joined(named("mailed", "wang@example.com"), number);
        let by_hand = joined(named("by hand", ""), number);
        let nobody = joined(told(COUNTY, "nobody"), number);
        app.run_jobs();
        let mut notices = all(&app);
        notices.sort_by_key(|it| it.report_id);
        let to: Vec<_> = notices.iter().map(|it| (it.report_id, it.delivery.as_str())).collect();
        assert_eq!(to, [
            (first.report.id, "track"), (mailed.report.id, "mail"),
            (by_hand.report.id, "hand"), (nobody.report.id, "track"),
        ]);
        for (notice, filed) in notices.iter().zip([&first, &mailed, &by_hand, &nobody]) {
            assert_eq!((notice.kind.as_str(), notice.case_id), ("acceptance", first.case.id));
            assert!(notice.body.contains(&filed.report.number), "{}", notice.body);
            assert!(notice.body.contains("2027年1月22日"), "the matter's date: {}", notice.body);
        }
        let mut numbered = numbers(&app);
        numbered.sort();
        assert_eq!(numbered, (1..=4).map(|n| format!("运环临信受〔2026〕{n}号")).collect::<Vec<_>>());
        let mails = app.mails();
        let theirs: Vec<_> = mails.iter().filter(|it| it.0 == "wang@example.com").collect();
        assert_eq!(theirs.len(), 1, "one message: {mails:#?}");
        assert!(theirs[0].1.contains("已收到您的举报") && theirs[0].2.contains(&notices[1].number));

        let reader = let_in(&app, &nobody, "nobody").await;
        let page = reader.get(&format!("/track/{}", nobody.report.number)).await;
        page.shows(&notices[3].number).hides(&notices[1].number).hides(&notices[2].number);
        let own = format!("/track/{}/letters/{}", nobody.report.number, notices[3].id);
        reader.get(&own).await.shows(&notices[3].title).hides(&by_hand.report.number);
        let waiting = officer.get("/letters?state=waiting").await;
        waiting.shows(&notices[2].number).hides(&notices[1].number).hides("王小明");
        officer.get(&format!("/letters/{}", notices[2].id)).await.shows(&by_hand.report.number);

        // In the ten seconds in which the acceptance can be taken back.
        let of = |report: i64| all(&app).iter().filter(|it| it.report_id == report).count();
        for (key, is_undone) in [("b", true), ("c", false)] {
            let number = app.file(told(COUNTY, key)).case.number;
            let accept = format!("/cases/{number}/acceptance");
            assert_eq!(officer.post(&accept, &[]).await.status, 303);
            let mail = format!("{key}@example.com");
            let late = joined(named(&format!("late {key}"), &mail), &number);
            if is_undone {
                assert_eq!(officer.post(&format!("/cases/{number}/undo"), &[]).await.status, 303);
            }
            app.run_jobs();
            let mails = app.mails();
            let receipt = mails.iter().find(|it| it.0 == mail && it.1.contains("已收到您的举报"));
            let promises = receipt.expect("a receipt").2.contains("告诉您是否受理");
            assert_eq!((promises, of(late.report.id)), (is_undone, usize::from(!is_undone)));
            if is_undone {
                assert_eq!(officer.post(&accept, &[]).await.status, 303);
                app.run_jobs();
                assert_eq!(of(late.report.id), 1);
            }
        }
    }

    /// Who comes after an answer in part, with a report that joins or a matter that is merged, has that answer
    /// in writing, once, and dated when they had come (`C3`, `I8`).
    async fn who_comes_after_an_answer_in_part_has_it(app: TestApp) {
        let first = app.file(told(COUNTY, "a"));
        let number = first.case.number.as_str();
        app.conclude_in_part(COUNTY, number);
        app.app.clock.advance(minsheng::cases::undo::TIME);
        let join = |mut new: NewReport| {
            new.join = Some(number.to_owned());
            app.file(new).report.id
        };
        let soon = join(told(COUNTY, "soon"));
        app.app.clock.advance(chrono::Duration::days(1));
        app.run_jobs();
        let later = join(named("later", "wang@example.com"));
        let (officer, _) = app.bureau(COUNTY);
        let (merged, own) = (app.file(told(COUNTY, "merged")), app.file(told(COUNTY, "own")));
        app.act(&officer, &own.case.number, Statement::Accept);
        for late in [&merged, &own] {
            app.act(&officer, &late.case.number, Statement::Merge { into: number.to_owned() });
        }
        app.app.clock.advance(chrono::Duration::minutes(1));
        app.run_jobs();
        let written = all(&app);
        let today = app.app.clock.today();
        for report in [first.report.id, soon, later, merged.report.id, own.report.id] {
            let theirs: Vec<&Letter> = written.iter().filter(|it| it.report_id == report).collect();
            let mut kinds: Vec<&str> = theirs.iter().map(|it| it.kind.as_str()).collect();
            kinds.sort();
            assert_eq!(kinds, ["acceptance", "interim"], "{report}");
            let answer = theirs.iter().find(|it| it.kind == "interim").expect("an answer");
            assert!(answer.body.contains("先停用，再加装"), "{}", answer.body);
            if report == later || report == merged.report.id {
                assert_eq!(answer.issued_on, today, "not before they came");
            }
        }
        let mails = app.mails();
        let theirs: Vec<_> = mails.iter().filter(|it| it.0 == "wang@example.com").collect();
        assert_eq!(theirs.len(), 1, "one message: {mails:#?}");
        for letter in written.iter().filter(|it| it.report_id == later) {
            assert!(theirs[0].2.contains(&letter.number), "{}", theirs[0].2);
        }
    }

    /// A wording is changed by administrators alone, refused with place and reason, kept in versions, and
    /// never reaches back; the shipped one can be had again.
    async fn an_administrator_changes_a_wording(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let first = app.file(told(COUNTY, "a"));
        app.act(&officer, &first.case.number, Statement::Accept);
        let (administrator, path) = (app.administrator(), "/letters/templates/acceptance/zh-CN");
        administrator.get("/letters/templates").await.shows("受理告知书").shows("系统自带");
        for other in [app.officer(COUNTY), app.supervisor()] {
            assert_eq!(other.get(path).await.status, 403);
            let fields = [("do", "keep"), ("version", "0"), ("text", "{due}")];
            assert_eq!(other.post(path, &fields).await.status, 403);
        }
        administrator.get(path).await.shows("尊敬的举报人").shows("{due}").shows("办结期限");
        let wrong = "您好：\n办到{due}，{nope}\n{number";
        for (act, status) in [("keep", 422), ("preview", 200)] {
            let fields = [("do", act), ("version", "0"), ("text", wrong)];
            let page = administrator.post(path, &fields).await;
            assert_eq!(page.status, status);
            page.shows("第 2 行第 9 字：这种函件没有“nope”").shows("第 3 行第 1 字：大括号没有合上");
        }
        let new = "各位：\n新的文字，办到{due}。";
        let fields = |version| [("do", "keep"), ("version", version), ("text", new)];
        let preview = [("do", "preview"), ("version", "0"), ("text", new)];
        administrator.post(path, &preview).await.shows("新的文字，办到2027年");
        let kept = administrator.post(path, &fields("0")).await;
        administrator.follow(&kept).await.shows("已保存，今后的函件用这个新版本");
        let late = administrator.post(path, &fields("0")).await;
        assert_eq!((late.status, late.field("version").as_str()), (409, "1"), "somebody was faster");
        late.shows("新的文字");
        let second = app.file(told(COUNTY, "b"));
        app.act(&officer, &second.case.number, Statement::Accept);
        let written = all(&app);
        assert!(!written[0].body.contains("新的文字") && written[1].body.contains("新的文字"));
        assert_eq!((written[0].template_version, written[1].template_version), (0, 1));
        let reset = [("do", "reset"), ("version", "1"), ("text", "")];
        let back = administrator.post(path, &reset).await;
        administrator.follow(&back).await.shows("已恢复系统自带的文字");
        administrator.get(path).await.shows("尊敬的举报人").shows("第 1 版");
        let third = app.file(told(COUNTY, "c"));
        app.act(&officer, &third.case.number, Statement::Accept);
        assert_eq!(all(&app)[2].body.replace(&third.report.number, ""), written[0].body.replace(&first.report.number, ""));
    }

    /// A wording that cannot be read any more keeps no letter from its reader; the administrator sees what is
    /// wrong with it, where.
    async fn a_broken_wording_is_passed_over(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let _ = app.administrator();
        let broken = "INSERT INTO letter_templates (kind, language, version, text, account_id, at) \
            SELECT 'acceptance', 'zh-CN', 1, '您好：{nope}', id, '2026-11-23 00:00:00' \
            FROM accounts WHERE login = 'administrator'";
        app.tamper(broken).expect("a row");
        let filed = app.file(told(COUNTY, "a"));
        app.act(&officer, &filed.case.number, Statement::Accept);
        let letter = all(&app).pop().expect("a letter");
        assert_eq!((letter.kind.as_str(), letter.template_version), ("acceptance", 0));
        assert!(letter.body.contains("尊敬的举报人"), "{}", letter.body);
        let page = app.administrator().get("/letters/templates/acceptance/zh-CN").await;
        page.shows("这种函件没有“nope”").shows("您好：{nope}");
    }

    /// Every shipped wording can be read, in both languages, and be shown on an invented matter.
    async fn every_shipped_wording_is_whole(app: TestApp) {
        let administrator = app.staff("admin", Role::Administrator, "140800");
        for kind in minsheng::letters::Kind::ALL {
            for language in ["zh-CN", "en"] {
                let path = format!("/letters/templates/{}/{language}", kind.name());
                let page = administrator.get(&path).await;
                assert_eq!(page.status, 200, "{path}");
                assert!(page.text.contains("ms-letter__head"), "{path}: {}", page.words());
            }
        }
    }
}
