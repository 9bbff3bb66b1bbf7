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

use crate::{on_both, support::TestApp};

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
}
