//! The portal in a real Chromium: what parents see, and what their line carries.

// Half of each is what `tests/portal` needs.
#[allow(dead_code)]
#[path = "../portal/browser.rs"]
mod browser;
#[allow(dead_code)]
#[path = "../portal/mailbox.rs"]
mod mailbox;
#[allow(dead_code)]
#[path = "../portal/payment/service.rs"]
mod service;
#[allow(dead_code)]
#[path = "../portal/world.rs"]
mod world;

mod absences;
mod accessibility;
mod account;
mod asks;
mod bills;
mod budgets;
mod by_mail;
mod checks;
mod closures;
mod documents;
mod driver;
mod families;
mod family_office;
mod files;
mod habits;
mod help;
mod import;
mod journey;
mod layout;
mod messages;
mod modes;
mod network;
mod office;
mod paid_online;
mod password;
mod payment;
mod planted;
mod roll_call;
mod screen;
mod settings;
mod site;
mod tabs;
mod told_absences;
mod towns;
