//! Alerts: raised once, told to those they are for, read by each for themselves.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use minsheng::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
    db::schema::alerts as table,
    error::Error,
    message::Message,
};

use crate::{
    on_both,
    support::{TestApp, acts::told},
};

/// An alert that one can be told apart by its year.
fn alert(key: &str, to: To) -> Alert {
    Alert {
        key: key.to_owned(),
        to,
        kind: "calendar",
        message: Message::new("accounts-warning-year").with("year", key),
        link: "/desk?q=1".to_owned(),
    }
}

fn role(bureau: &str, role: Role) -> To {
    To::Role { bureau: bureau.to_owned(), role }
}

/// Raises it now; whether it was new.
fn raise(app: &TestApp, alert: Alert, mail: Mail) -> bool {
    let now: NaiveDateTime = app.app.clock.now();
    let raise = move |connection: &mut _| alerts::raise_with(connection, now, &alert, mail);
    app.app.db.write_now::<_, Error, _>(raise).expect("an alert")
}

/// Gives an account an address.
fn address(app: &TestApp, login: &str, mail: &str) {
    app.tamper(&format!("UPDATE accounts SET mail = '{mail}' WHERE login = '{login}'"))
        .expect("an account");
}

on_both! {
    /// A second alert of one key is none, and each is told to its role, bureau or person alone.
    async fn each_is_told_once_and_to_those_it_is_for(app: TestApp) {
        let (officer, chief) = (app.officer("140821"), app.chief("140821"));
        let other = app.officer("140882");
        let account = app.viewer("officer-140882").account;
        let to_chief = alert("2031", role("140821", Role::Chief));
        assert!(raise(&app, to_chief.clone(), Mail::None));
        assert!(!raise(&app, to_chief, Mail::None), "its key is known");
        raise(&app, alert("2032", To::Bureau("140821".to_owned())), Mail::None);
        raise(&app, alert("2033", To::Account(account)), Mail::None);
        for (client, mine, not_mine) in [
            (&officer, vec!["2032"], vec!["2031", "2033"]),
            (&chief, vec!["2031", "2032"], vec!["2033"]),
            (&other, vec!["2033"], vec!["2031", "2032"]),
        ] {
            let page = client.get("/alerts").await;
            page.shows(&format!("{} 条未读", mine.len()));
            mine.iter().for_each(|year| { page.shows(&format!("{year} 年的工作日历")); });
            not_mine.iter().for_each(|year| { page.hides(year); });
        }
        assert!(app.citizen().get("/alerts").await.location().starts_with("/login"));
    }

    /// Opening one notes that it was read and leads on; what is read is read for oneself alone; what
    /// came after the list was shown stays unread; another's cannot be opened.
    async fn each_reads_for_themselves(app: TestApp) {
        let (officer, chief) = (app.officer("140821"), app.chief("140821"));
        for year in ["2031", "2032", "2033"] {
            raise(&app, alert(year, To::Bureau("140821".to_owned())), Mail::None);
        }
        let first: i64 = app.query(|connection| {
            Ok(table::table.select(table::id).order(table::id).first(connection)?)
        });
        let opened = officer.post(&format!("/alerts/{first}/reading"), &[]).await;
        assert_eq!((opened.status, opened.location()), (303, "/desk?q=1"));
        officer.get("/desk").await.shows("2 条未读");
        chief.get("/desk").await.shows("3 条未读");
        // A page in answer to a form has the same bell.
        let number = app.file(told("140821", "bell")).case.number;
        let many = [("act", "accept"), ("filled", "yes"), ("track", "violation"), ("number", number.as_str())];
        chief.post("/desk/bulk", &many).await.shows("将办理 1 件").shows("3 条未读");
        let stranger = app.officer("140882").post(&format!("/alerts/{first}/reading"), &[]).await;
        assert_eq!(stranger.status, 404);
        let last = officer.get("/alerts").await.field("last");
        raise(&app, alert("2034", To::Bureau("140821".to_owned())), Mail::None);
        officer.post("/alerts/readings", &[("last", &last)]).await;
        officer.get("/alerts").await.shows("1 条未读");
        // One that nobody read in a month no longer counts, and is still listed.
        app.app.clock.advance(Duration::days(31));
        let fresh = app.chief("140821");
        fresh.get("/alerts").await.shows("没有未读").shows("2031 年的工作日历");
    }

    /// An urgent one is mailed at once, the others in one message a day and person, each once (T9, I6).
    async fn mail_goes_to_those_who_left_an_address(app: TestApp) {
        let _ = (app.officer("140821"), app.chief("140821"), app.officer("140882"));
        address(&app, "officer-140821", "officer@example.com");
        address(&app, "officer-140882", "other@example.com");
        raise(&app, alert("2030", role("140821", Role::Officer)), Mail::Now);
        raise(&app, alert("2030", role("140821", Role::Officer)), Mail::Now);
        app.run_jobs();
        assert_eq!(app.mails().len(), 1);
        assert!(app.mails()[0].1.contains("2030 年"), "{:?}", app.mails());
        for year in ["2031", "2032"] {
            raise(&app, alert(year, To::Bureau("140821".to_owned())), Mail::Digest);
        }
        app.run_jobs();
        assert_eq!(app.mails().len(), 1, "the day is not over");
        app.app.clock.advance(Duration::days(1));
        app.run_jobs();
        let mails = app.mails();
        assert_eq!(mails.len(), 2, "{mails:?}");
        let (to, subject, body) = &mails[1];
        assert_eq!(to, "officer@example.com");
        assert!(subject.contains("2 条") && body.contains("2031") && body.contains("2032"), "{body}");
        assert!(body.contains("/desk?q=1") && !body.contains("2030 年"), "{body}");
        app.app.clock.advance(Duration::days(3));
        app.run_jobs();
        assert_eq!(app.mails().len(), 2, "each once");
    }

    /// Each is written to in the language that they chose on the page of their account, with units
    /// named in it; one that is none changes nothing, and the administrator chooses for others.
    async fn mail_is_in_the_language_of_its_reader(app: TestApp) {
        let (officer, _) = (app.officer("140821"), app.chief("140821"));
        officer.get("/account").await.shows("value=\"zh-CN\" checked");
        let form = [("mail", "officer@example.com"), ("language", "en")];
        assert_eq!(officer.post("/account/mail", &form).await.location(), "/account");
        officer.get("/account").await.shows("value=\"en\" checked").shows("officer@example.com");
        for wrong in ["fr", ""] {
            let form = [("mail", "new@example.com"), ("language", wrong)];
            let page = officer.post("/account/mail", &form).await;
            assert_eq!(page.status, 422);
            page.shows("请选择邮件用的语言").shows("new@example.com");
        }
        officer.get("/account").await.shows("value=\"en\" checked").hides("new@example.com");
        let administrator = app.administrator();
        administrator.get("/accounts/chief-140821").await.shows("value=\"zh-CN\" checked");
        let form = [("mail", "chief@example.com"), ("language", "zh-CN")];
        let set = administrator.post("/accounts/chief-140821/mail", &form).await;
        assert_eq!(set.location(), "/accounts/chief-140821");
        let refused = officer.post("/accounts/chief-140821/mail", &form).await;
        assert_eq!(refused.status, 403);

        let said = |key: &str, message: &str| Alert {
            message: Message::new(message)
                .with("number", "No. 1")
                .with("title", "Title")
                .with("bureau", "140821"),
            ..alert(key, To::Bureau("140821".to_owned()))
        };
        raise(&app, said("urgent", "urgent-told"), Mail::Now);
        raise(&app, said("circular", "circulars-alert-late"), Mail::Digest);
        raise(&app, said("round", "rounds-alert-late"), Mail::Digest);
        app.run_jobs();
        app.app.clock.advance(Duration::days(1));
        app.run_jobs();
        let of = |to: &str| -> Vec<(String, String)> {
            let mine = app.mails().into_iter().filter(|(address, ..)| address == to);
            mine.map(|(_, subject, body)| (subject, body)).collect()
        };
        let (english, chinese) = (of("officer@example.com"), of("chief@example.com"));
        assert_eq!((english.len(), chinese.len()), (2, 2), "{:?}", app.mails());
        let place = |tag: &str| app.app.jurisdiction.place("140821", tag).to_owned();
        let (there, here) = (place("en"), place("zh-CN"));
        assert_eq!(english[0].0, format!("Urgent matter No. 1 is with {there}: please look at it now"));
        assert_eq!(chinese[0].0, format!("紧急事项 No. 1，由{here}办理，请立即查看"));
        assert_eq!(english[1].0, "Deadlines today (2)");
        for late in ["has not reported in time: Title", "is late with a problem"] {
            assert!(english[1].1.contains(&format!("{there} {late}")), "{english:?}");
        }
        assert!(chinese[1].1.contains(&format!("{here}逾期未报送")), "{chinese:?}");
        for (subject, body) in &english {
            let has_chinese = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
            assert!(!has_chinese(subject) && !has_chinese(body), "{subject}\n{body}");
        }
    }
}
