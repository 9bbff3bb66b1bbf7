//! How often one address, or one account, may try something.

use std::{hash::Hash, net::IpAddr, num::NonZeroU32};

use governor::{
    DefaultKeyedRateLimiter, Quota,
    clock::{Clock as _, DefaultClock},
};

use crate::{
    config::Rate,
    error::{Error, Result},
};

/// All limits of one node.
pub struct Limits {
    writes: Option<DefaultKeyedRateLimiter<IpAddr>>,
    log_ins: Option<DefaultKeyedRateLimiter<IpAddr>>,
    accounts: Option<DefaultKeyedRateLimiter<String>>,
    programs: Option<DefaultKeyedRateLimiter<i64>>,
}

/// Per address: so many writes at once, and so many a minute after that.
const WRITES: (u32, u32) = (20, 10);
/// Per address: log-ins, likewise.
const LOG_INS: (u32, u32) = (10, 5);
/// Per account: log-ins, likewise.
const ACCOUNTS: (u32, u32) = (6, 3);
/// Per key of a program: requests, likewise.
const PROGRAMS: (u32, u32) = (60, 60);
/// How much wider the demonstration's limits are.
const DEMO: u32 = 50;

impl Limits {
    /// By the settings.
    pub fn new(rate: Rate) -> Self {
        Self {
            writes: limiter(rate, WRITES),
            log_ins: limiter(rate, LOG_INS),
            accounts: limiter(rate, ACCOUNTS),
            programs: limiter(rate, PROGRAMS),
        }
    }

    /// One public write (a report, a supplement, a look-up by code) from `address`.
    pub fn write(&self, address: IpAddr) -> Result<()> {
        check(self.writes.as_ref(), &network(address))
    }

    /// One attempt to log in to `account` from `address`.
    pub fn log_in(&self, address: IpAddr, account: &str) -> Result<()> {
        check(self.log_ins.as_ref(), &network(address))?;
        check(self.accounts.as_ref(), &account.to_lowercase())
    }

    /// One request of a program with the key of that row.
    pub fn program(&self, key: i64) -> Result<()> {
        check(self.programs.as_ref(), &key)
    }

    /// Forgets addresses that have been quiet; called now and then.
    pub fn tidy(&self) {
        let by_address = [&self.writes, &self.log_ins];
        by_address.into_iter().flatten().for_each(|limiter| limiter.retain_recent());
        self.accounts.iter().for_each(|limiter| limiter.retain_recent());
        self.programs.iter().for_each(|limiter| limiter.retain_recent());
    }
}

/// One household has one IPv6 /64, so it counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::from((u128::from(address) >> 64 << 64).to_be_bytes()),
    }
}

fn limiter<K: Hash + Eq + Clone>(
    rate: Rate,
    (burst, minute): (u32, u32),
) -> Option<DefaultKeyedRateLimiter<K>> {
    let wider = match rate {
        Rate::On => 1,
        Rate::Demo => DEMO,
        Rate::Off => return None,
    };
    let (burst, minute) = (NonZeroU32::new(burst * wider)?, NonZeroU32::new(minute * wider)?);
    Some(DefaultKeyedRateLimiter::keyed(Quota::per_minute(minute).allow_burst(burst)))
}

fn check<K: Hash + Eq + Clone>(
    limiter: Option<&DefaultKeyedRateLimiter<K>>,
    key: &K,
) -> Result<()> {
    let Some(limiter) = limiter else { return Ok(()) };
    limiter.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        Error::TooMany(wait.as_secs() + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_stopped_and_another_is_not() {
        let limits = Limits::new(Rate::On);
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let passed = (0..100).filter(|_| limits.write(one).is_ok()).count();
        assert_eq!(passed, 20);
        assert!(limits.write(other).is_ok());
        assert!((0..100).all(|_| Limits::new(Rate::Off).write(one).is_ok()));
    }

    #[test]
    fn an_account_is_guarded_whatever_the_address() {
        let limits = Limits::new(Rate::On);
        let tries = (0..100).filter(|n| limits.log_in(IpAddr::from([192, 0, 2, *n]), "Li").is_ok());
        assert_eq!(tries.count(), 6);
    }
}
