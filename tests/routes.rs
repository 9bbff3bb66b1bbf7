//! The public look-up of whose a place is (`R1`–`R5`), and what it says to nonsense.

use serde_json::Value;

use crate::{
    on_both,
    support::{Client, Page},
};

async fn ask(citizen: &Client, query: &str) -> Page {
    citizen.get(&format!("/api/v1/route?{query}")).await
}

fn json(page: &Page) -> Value {
    serde_json::from_str(&page.text).unwrap_or_else(|_| panic!("no JSON: {}", page.text))
}

on_both! {
    /// A point, an address in either form and a county by code or name say the same; the answer
    /// names the rule and the reason in the language asked (`R5`).
    async fn a_place_is_answered_with_its_bureau_and_why(app: TestApp) {
        let citizen = app.citizen();
        for query in [
            "lat=35.139&lon=111.220", // a town of 夏县
            "address=%E5%A4%8F%E5%8E%BF%E6%B0%B4%E5%A4%B4%E9%95%87", // 夏县水头镇
            "county=140828",
            "county=%E5%A4%8F%E5%8E%BF", // 夏县
        ] {
            let page = ask(&citizen, query).await;
            assert_eq!(page.status, 200, "{query}: {}", page.text);
            let answer = json(&page);
            assert_eq!(answer["target"]["code"], "140828", "{query}: {answer}");
            assert!(answer["target"]["name"].as_str().is_some_and(|name| name.contains("夏县")));
            assert!(answer["reason"].as_str().is_some_and(|reason| reason.contains("夏县")));
            assert_eq!(answer["outside"], false);
            assert!(answer["rule"].is_string() && answer["border"].is_boolean());
            assert!(answer["alternatives"].is_array());
        }
        let path = "/api/v1/route?county=140828";
        let english = citizen.get_with(path, "accept-language", "en").await;
        assert!(json(&english)["target"]["name"].as_str().is_some_and(|name| name.is_ascii()));
        assert!(english.header("vary").contains("accept-language"), "kept per language");
        assert!(english.header("cache-control").contains("max-age"));
    }

    /// What is unclear goes to the dispatcher, what lies outside has no code (`R4`).
    async fn unclear_and_outside_are_told_apart(app: TestApp) {
        let citizen = app.citizen();
        assert_eq!(json(&ask(&citizen, "").await)["target"]["code"], "140800");
        let outside = json(&ask(&citizen, "lat=34.34&lon=108.94").await);
        assert_eq!((&outside["target"]["code"], &outside["outside"]), (&Value::Null, &Value::from(true)));
    }

    /// Each mistake is named in the reader's language, as problem+json.
    async fn nonsense_is_named(app: TestApp) {
        let citizen = app.citizen();
        for (query, status, words) in [
            ("lat=111&lon=35", 422, "填反了"),
            ("lat=51.5&lon=-0.1", 422, "不在中国"),
            ("lat=NaN&lon=111", 422, "数字"),
            ("lat=35.1", 422, "成对"),
            ("county=999999", 422, "没有这个县"),
            (&format!("address={}", "x".repeat(201)), 422, "最多 200"),
            ("address=%B3%F4", 400, "编码"),
        ] {
            let page = ask(&citizen, query).await;
            assert_eq!(page.status, status, "{query}");
            assert_eq!(page.header("content-type"), "application/problem+json", "{query}");
            assert!(json(&page)["detail"].as_str().is_some_and(|it| it.contains(words)), "{}", page.text);
        }
        let path = "/api/v1/route?lat=111&lon=35";
        let english = citizen.get_with(path, "accept-language", "en").await;
        assert!(json(&english)["detail"].as_str().is_some_and(|it| it.contains("swapped")));
    }

    /// The map's counties: all 13, named in the reader's language.
    async fn the_counties_can_be_drawn(app: TestApp) {
        let citizen = app.citizen();
        let page = citizen.get("/api/v1/boundaries").await;
        let counties = json(&page)["features"].as_array().map(Vec::len);
        assert_eq!(counties, Some(13));
        for county in json(&page)["features"].as_array().into_iter().flatten() {
            let name_at = &county["properties"]["cp"];
            let (lon, lat) = (name_at[0].as_f64().unwrap(), name_at[1].as_f64().unwrap());
            assert!((110.0..112.5).contains(&lon) && (34.5..36.0).contains(&lat), "{name_at}");
        }
        let again = citizen.get_with("/api/v1/boundaries", "if-none-match", page.header("etag")).await;
        assert_eq!(again.status, 304);
    }
}
