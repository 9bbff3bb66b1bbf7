//! The report that the load sends: what a citizen's browser sends from the review page.

use crate::portal::{FORM, ORIGIN, encoded};

/// What a report that was taken answers with.
pub const STATUS: u16 = 303;

/// The n-th report of a load, each with its own key against double sending.
pub fn request(load: usize, number: u64) -> Vec<u8> {
    let key = format!("load-{:08}-{load:04}-{number:08}", std::process::id());
    let fields = [
        ("submission", key.as_str()),
        ("text", "夜里十一点以后,河边工厂的烟囱冒黑烟,有烧塑料的气味,窗户不敢开。"),
        ("county", "140802"),
        ("address", "盐湖区解放北路"),
        ("category", "air"),
        ("identity", "anonymous"),
    ];
    let body: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    crate::client::post("/reports", ORIGIN, FORM, &body.join("&"))
}
