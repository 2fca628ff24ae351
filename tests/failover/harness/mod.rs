//! What do the failover tests stand on? Three real servers, links that can be cut, real brokers.

pub mod brokers;
pub mod cluster;
pub mod link;
pub mod node;
pub mod programs;
