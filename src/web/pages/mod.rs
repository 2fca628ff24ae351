//! Which pages are there? One file each: what it asks the API, and how the answer becomes blocks.

pub(super) mod about;
pub(super) mod case;
pub(super) mod cases;
pub(super) mod contact;
pub(super) mod covenant;
pub(super) mod district;
pub(super) mod end;
pub(super) mod explain;
pub(super) mod figures;
pub(super) mod find;
pub(super) mod involved;
pub(super) mod involvement;
pub(super) mod involvements;
pub(super) mod log;
pub(super) mod my_work;
pub(super) mod objections;
pub(super) mod open_case;
pub(super) mod overdue;
pub(super) mod register;
pub(super) mod rule;
pub(super) mod signal;
pub(super) mod signals;
pub(super) mod subject;
pub(super) mod team;
pub(super) mod ticket;
pub(super) mod tickets;
