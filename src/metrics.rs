//! What the portal counts about itself, for Prometheus.

use std::time::Duration;

use prometheus::{
    Encoder as _, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, Opts, Registry,
    TextEncoder,
};

/// Counters of one node. None of them has a label that a visitor could fill.
pub struct Metrics {
    registry: Registry,
    by_class: [IntCounter; 5],
    seconds: Histogram,
    jobs_done: IntCounter,
    jobs_failed: IntCounter,
    jobs_waiting: IntGauge,
}

impl Metrics {
    /// Registers all of them.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let requests = IntCounterVec::new(
            Opts::new("minsheng_http_requests_total", "Requests answered, by class of status"),
            &["class"],
        )?;
        let jobs = IntCounterVec::new(
            Opts::new("minsheng_jobs_total", "Jobs run, by outcome"),
            &["outcome"],
        )?;
        let seconds = Histogram::with_opts(
            HistogramOpts::new("minsheng_http_seconds", "Time to answer, in seconds")
                .buckets(vec![0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0]),
        )?;
        let jobs_waiting = IntGauge::new("minsheng_jobs_waiting", "Jobs not yet done")?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(jobs.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        registry.register(Box::new(jobs_waiting.clone()))?;
        Ok(Self {
            registry,
            by_class: ["1xx", "2xx", "3xx", "4xx", "5xx"]
                .map(|class| requests.with_label_values(&[class])),
            seconds,
            jobs_done: jobs.with_label_values(&["done"]),
            jobs_failed: jobs.with_label_values(&["failed"]),
            jobs_waiting,
        })
    }

    /// Counts one answer.
    pub fn request(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        self.by_class[class].inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// Counts one run of a job.
    pub fn job(&self, done: bool) {
        if done { self.jobs_done.inc() } else { self.jobs_failed.inc() }
    }

    /// Notes how many jobs wait.
    pub fn jobs_waiting(&self, count: i64) {
        self.jobs_waiting.set(count);
    }

    /// All figures as Prometheus reads them.
    pub fn text(&self) -> Result<Vec<u8>, String> {
        let mut text = Vec::new();
        TextEncoder::new()
            .encode(&self.registry.gather(), &mut text)
            .map_err(|error| error.to_string())?;
        Ok(text)
    }
}
