//! The one integration binary: one file per noun, and the checks of the house itself.

mod accounts;
mod alerts;
mod architecture;
mod browser;
mod callbacks;
mod cases;
mod deadlines;
mod desk;
mod home;
mod hotline;
mod jurisdiction;
mod licences;
mod mail;
mod migrations;
mod outages;
mod petitions;
mod reports;
mod reviews;
mod routes;
mod routing;
mod statistics;
mod supervisions;
mod support;
mod track;
