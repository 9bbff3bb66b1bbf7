//! The one table.

use std::time::Duration;

use crate::client::Measured;

/// Rows, printed as they come, so that a long run can be watched.
pub struct Table;

impl Table {
    pub fn begin() -> Self {
        println!("{:<46} {:>10} {:>9} {:>9}  beside", "", "per second", "median", "p99");
        println!("{}", "-".repeat(100));
        Self
    }

    /// A line of requests; `beside` compares it with its baseline.
    pub fn requests(&self, name: &str, measured: &Measured, beside: &str) {
        let per_second = format!("{:.0}", measured.per_second);
        let (median, p99) = (short(measured.median), short(measured.p99));
        println!("{name:<46} {per_second:>10} {median:>9} {p99:>9}  {beside}");
    }

    /// A line of rows per second.
    pub fn rate(&self, name: &str, per_second: f64) {
        let per_second = format!("{per_second:.0}");
        println!("{name:<46} {per_second:>10}");
    }

    /// A line of anything else.
    pub fn fact(&self, name: &str, value: &str, beside: &str) {
        println!("{name:<46} {value:>10} {:>9} {:>9}  {beside}", "", "");
    }
}

/// `0.53 of bare actix (aim 0.50)`.
pub fn share(measured: &Measured, baseline: f64, of: &str, aim: f64) -> String {
    format!("{:.2} of {of} (aim {aim:.2})", measured.per_second / baseline)
}

fn short(duration: Duration) -> String {
    match duration.as_micros() {
        micros @ 0..1000 => format!("{micros} µs"),
        micros @ 1000..100_000 => format!("{:.1} ms", micros as f64 / 1e3),
        micros => format!("{:.0} ms", micros as f64 / 1e3),
    }
}
