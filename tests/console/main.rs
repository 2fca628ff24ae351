//! Does the console keep its rules? Every page and form of it, over a broker in memory, without a
//! socket. What a browser makes of it is looked at by `tests/console/check.py`.

#![allow(unreachable_pub)]

mod compare;
mod deliveries;
mod duties;
mod long;
mod rig;
mod rules;
mod story;
