//! The one integration binary: one file per noun, and the checks of the house itself.

mod accounts;
mod alerts;
mod architecture;
mod browser;
mod cases;
mod deadlines;
mod desk;
mod enterprises;
mod home;
mod hotline;
mod jobs;
mod jurisdiction;
mod licences;
mod mail;
mod migrations;
mod outages;
mod petitions;
mod policies;
mod reports;
mod routes;
mod routing;
mod statistics;
mod supervisions;
mod support;
mod track;
mod warnings;
