//! Log-in, sessions, roles; what an ended session keeps.

use crate::{on_both, support::PASSWORD};

on_both! {
    async fn a_wrong_password_says_no_more_than_that(app: TestApp) {
        let _ = app.clerk();
        let citizen = app.citizen();
        let unknown = citizen.post("/login", &[("login", "nobody"), ("password", "x")]).await;
        let wrong = citizen.post("/login", &[("login", "nobody2"), ("password", "x")]).await;
        assert_eq!(unknown.status, 422);
        unknown.shows("账号或密码不对");
        assert_eq!(unknown.words(), wrong.words());
    }

    async fn the_right_password_opens_a_session_that_can_be_ended(app: TestApp) {
        let _ = app.clerk();
        app.give_password("clerk");
        let clerk = app.citizen();
        let form = [("login", "clerk"), ("password", PASSWORD)];
        let page = clerk.post("/login", &form).await;
        assert_eq!(page.location(), "/hotline");
        let cookie = page.header("set-cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        assert_eq!(clerk.get("/account/password").await.status, 200);
        clerk.post("/logout", &[]).await;
        assert_eq!(clerk.get("/account/password").await.location(), "/login?back=%2Faccount%2Fpassword");
    }

    async fn another_site_can_change_nothing(app: TestApp) {
        let clerk = app.clerk();
        for origin in ["https://evil.example", "null"] {
            let headers = [("origin", origin), ("content-type", "application/x-www-form-urlencoded")];
            let page = clerk.send("/logout", &headers, Vec::new()).await;
            assert_eq!(page.status, 400);
        }
        assert_eq!(clerk.get("/account/password").await.status, 200);
    }
}

mod administration {
    //! `P9`: the administrator's pages.

    use diesel::prelude::*;
    use minsheng::{
        accounts::Account,
        cases::Case,
        db::schema::{identity_readings, reports},
        timeline::{self, Audience, Subject},
    };

    use crate::{
        on_both,
        support::{Page, TestApp},
    };

    const NEW: [(&str, &str); 4] =
        [("login", "li.wei"), ("name", "李伟"), ("role", "officer"), ("bureau", "140821")];

    fn password(page: &Page) -> String {
        let after = page.text.split("data-password>").nth(1).expect("a password is on the page");
        after.split('<').next().unwrap().to_owned()
    }

    fn acts(app: &TestApp, login: &'static str) -> Vec<String> {
        app.query(move |connection| {
            let account = minsheng::accounts::administer::find(connection, login)?;
            let subject = Subject { noun: "account", id: account.id };
            let events = timeline::read(connection, subject, Audience::Staff)?;
            Ok(events.into_iter().map(|event| event.act).collect())
        })
    }

    on_both! {
        /// An account is made, its one-time password must be changed, and all is on record.
        async fn an_account_is_made_and_used(app: TestApp) {
            let administrator = app.administrator();
            let made = administrator.post("/accounts/new", &NEW).await;
            assert_eq!(made.status, 200, "{}", made.words());
            assert_eq!(made.header("cache-control"), "no-store");
            let once = password(&made);
            made.shows("李伟").shows("临猗分局");
            administrator.get("/accounts/li.wei").await.hides(&once).shows("待修改初始密码");

            let officer = app.citizen();
            let log_in = [("login", "li.wei"), ("password", once.as_str())];
            assert_eq!(officer.post("/login", &log_in).await.status, 303);
            assert_eq!(officer.get("/desk").await.status, 403, "the password comes first");
            let change = [
                ("old", once.as_str()), ("new", "a long new password"),
                ("again", "a long new password"),
            ];
            assert_eq!(officer.post("/account/password", &change).await.status, 303);
            assert_eq!(acts(&app, "li.wei"), ["create", "change_password"]);
            let page = administrator.get("/accounts").await;
            page.shows("li.wei").shows("临猗分局").shows("经办人");
            administrator.get("/accounts/li.wei").await.shows("本人修改密码").shows("建立账号");
        }

        /// Closing ends sessions at once; reopening and a new password let in again.
        async fn an_account_is_closed_and_opened_again(app: TestApp) {
            let (administrator, clerk) = (app.administrator(), app.clerk());
            assert_eq!(clerk.get("/hotline").await.status, 200);
            let closed = administrator.post("/accounts/clerk/closure", &[]).await;
            assert_eq!(closed.location(), "/accounts/clerk");
            administrator.follow(&closed).await.shows("已停用").hides("/closure");
            assert_eq!(clerk.get("/hotline").await.status, 303, "to the log-in");
            // Twice is once.
            assert_eq!(administrator.post("/accounts/clerk/closure", &[]).await.status, 303);
            assert_eq!(administrator.post("/accounts/clerk/reopening", &[]).await.status, 303);
            let reset = administrator.post("/accounts/clerk/password", &[]).await;
            let once = password(&reset);
            let log_in = [("login", "clerk"), ("password", once.as_str())];
            let clerk = app.citizen();
            assert_eq!(clerk.post("/login", &log_in).await.status, 303);
            assert_eq!(administrator.post("/accounts/clerk/sessions", &[]).await.status, 303);
            assert_eq!(clerk.get("/account/password").await.status, 303, "to the log-in");
            assert_eq!(acts(&app, "clerk"), ["close", "reopen", "reset_password", "end_sessions"]);
        }

        /// Nobody shuts themselves out.
        async fn an_administrator_cannot_close_their_own_account(app: TestApp) {
            let administrator = app.administrator();
            for path in ["closure", "password"] {
                let page = administrator.post(&format!("/accounts/administrator/{path}"), &[]).await;
                assert_eq!(page.status, 409);
            }
            administrator.get("/accounts/administrator").await.shows("您自己的账号").hides("/closure");
            assert_eq!(acts(&app, "administrator"), [""; 0]);
        }

        /// Bad input: at its field, what was typed stays, nothing is made.
        async fn a_new_account_is_checked(app: TestApp) {
            let administrator = app.administrator();
            let long = "很".repeat(61);
            let wrong: [(&str, &str, &str); 9] = [
                ("login", "", "账号要 3 到 40 个"),
                ("login", "new", "账号要 3 到 40 个"),
                ("login", "a/../b", "账号要 3 到 40 个"),
                ("login", "Administrator", "已经有人用了"),
                ("name", " ", "请填写姓名"),
                ("name", &long, "最多 60 个字"),
                ("role", "emperor", "请选择角色"),
                ("bureau", "110000", "请选择单位"),
                ("bureau", "140800-police", "不能属于所选的单位"),
            ];
            for (field, value, message) in wrong {
                let form: Vec<_> = NEW.iter().copied().filter(|(name, _)| *name != field)
                    .chain([(field, value)]).collect();
                let page = administrator.post("/accounts/new", &form).await;
                assert_eq!(page.status, 422, "{message}");
                page.shows(message);
                if field != "name" {
                    page.shows("李伟");
                }
            }
            let all = app.query(|connection| Ok(Account::list(connection)?));
            assert_eq!(all.len(), 1);
            for path in ["closure", "reopening", "password", "sessions"] {
                let page = administrator.post(&format!("/accounts/nobody/{path}"), &[]).await;
                assert_eq!(page.status, 404);
            }
        }

        /// `P9` alone; and an account behind no menu is still refused.
        async fn only_administrators_see_accounts(app: TestApp) {
            let _ = app.administrator();
            for other in [app.clerk(), app.supervisor(), app.chief("临猗县"), app.province()] {
                for path in ["/accounts", "/accounts/new", "/accounts/clerk"] {
                    assert_eq!(other.get(path).await.status, 403, "{path}");
                }
                for path in ["new", "clerk/closure", "clerk/password", "clerk/sessions"] {
                    let page = other.post(&format!("/accounts/{path}"), &NEW).await;
                    assert_eq!(page.status, 403, "{path}");
                }
            }
        }

        /// `T5`: a year without data is a warning to the administrator, never a silent guess.
        async fn what_the_settings_lack_is_said(app: TestApp) {
            let administrator = app.administrator();
            let year = |year: i32| format!("{year} 年的工作日历还没有录入");
            let page = administrator.get("/accounts").await;
            for asked in [2026, 2027] {
                let is_known = app.app.jurisdiction.calendar().knows(asked);
                assert_eq!(page.text.contains(&year(asked)), !is_known, "{asked}");
            }
            let unverified =
                app.app.jurisdiction.policies().all().iter().any(|policy| !policy.verified);
            assert_eq!(page.text.contains("还没有核对原文"), unverified);
            app.app.clock.set("2040-05-05T00:00:00Z".parse().unwrap());
            app.administrator().get("/accounts").await.shows(&year(2040)).shows(&year(2041));
        }

        /// `S1`: every reading is on record for the auditor: who, when, what, why, never the name.
        async fn identity_readings_are_listed(app: TestApp) {
            let clerk = app.clerk();
            let key = clerk.get("/hotline").await.field("submission");
            let call = [
                ("submission", key.as_str()), ("phone", "13800138000"), ("name", "王秀英"),
                ("reporter", "named"), ("text", "夜里排红水"), ("county", "140821"),
            ];
            let sent = clerk.post("/hotline/calls", &call).await;
            let number = sent.location().rsplit('/').next().unwrap().to_owned();
            let _ = app.officer("临猗县");
            let (portal, of) = (app.app.clone(), number.clone());
            app.app.db.write_now(move |connection| {
                let case = Case::by_number(connection, &of)?;
                let report: i64 = reports::table.select(reports::id).first(connection)?;
                let (account, _) = Account::by_login(connection, "officer-临猗县")?.unwrap();
                let viewer = minsheng::accounts::Viewer::of_account(account).unwrap();
                let reason = "电话核实排放的时间";
                minsheng::reports::identity::read(connection, &portal, &viewer, &case, report, reason)
            }).unwrap();
            let page = app.supervisor().get("/readings").await;
            page.shows("officer-临猗县").shows(&number).shows("电话核实排放的时间").shows("临猗分局");
            page.hides("王秀英").hides("13800138000");
            assert_eq!(app.administrator().get("/readings").await.words(), page.words());
            for other in [app.clerk(), app.officer("临猗县"), app.dispatcher()] {
                assert_eq!(other.get("/readings").await.status, 403);
            }
        }

        /// The record goes on over pages, the newest first.
        async fn readings_go_on_over_pages(app: TestApp) {
            let clerk = app.clerk();
            let key = clerk.get("/hotline").await.field("submission");
            let call = [("submission", key.as_str()), ("text", "臭"), ("county", "140821")];
            assert_eq!(clerk.post("/hotline/calls", &call).await.status, 303);
            let now = app.app.clock.now();
            app.app.db.write_now(move |connection| {
                for at in 0..30 {
                    diesel::insert_into(identity_readings::table).values((
                        identity_readings::report_id.eq(1),
                        identity_readings::account_id.eq(1),
                        identity_readings::reason.eq(format!("理由之{at:02}")),
                        identity_readings::at.eq(now + chrono::Duration::minutes(at)),
                    )).execute(connection)?;
                }
                Ok::<_, minsheng::error::Error>(())
            }).unwrap();
            let supervisor = app.supervisor();
            let first = supervisor.get("/readings").await;
            first.shows("理由之29").shows("理由之05").hides("理由之04").shows("下一页");
            let second = supervisor.get("/readings?page=2").await;
            second.shows("理由之04").shows("理由之00").hides("理由之05").hides("下一页");
            assert_eq!(supervisor.get("/readings?page=nonsense").await.words(), first.words());
        }
    }
}
