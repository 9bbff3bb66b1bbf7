//! Log-in, sessions, roles; what an ended session keeps.

use minsheng::accounts::{Account, password};

use crate::on_both;

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
        let hash = password::hash("a fine password", app.app.config.passwords).unwrap();
        app.app.db.write_now(move |connection| {
            let (account, _) = Account::by_login(connection, "clerk")?.unwrap();
            Account::set_password(connection, account.id, &hash, false)?;
            Ok::<_, minsheng::error::Error>(())
        }).unwrap();
        let clerk = app.citizen();
        let form = [("login", "clerk"), ("password", "a fine password")];
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
