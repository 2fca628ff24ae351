//! For how many connections are there file descriptors?

/// File descriptors that are not for connections: store, logs, admin port, reloads. With a limit
/// so low that this is more than half, half.
const SPARE_DESCRIPTORS: u64 = 128;

/// The number of connections that fits under the limit on open files, at most `wanted`.
pub(super) fn affordable_connections(wanted: u64) -> u64 {
    let Some(files) = open_files_limit() else { return wanted };
    let affordable = affordable_under(files);
    if affordable < wanted {
        tracing::warn!(
            wanted,
            affordable,
            "max_connections lowered: raise the limit on open files (LimitNOFILE, ulimit -n)"
        );
    }
    affordable.min(wanted)
}

fn affordable_under(open_files: u64) -> u64 {
    (open_files - SPARE_DESCRIPTORS.min(open_files / 2)).max(1)
}

/// The soft limit on open files of this process, where the system tells.
fn open_files_limit() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_descriptors_for_the_rest() {
        assert_eq!(affordable_under(1024), 1024 - SPARE_DESCRIPTORS);
        assert_eq!(affordable_under(64), 32);
        assert_eq!(affordable_under(0), 1);
        let limit = open_files_limit().expect("this system tells its limit");
        assert!(limit > 0 && affordable_connections(u64::MAX) < limit);
    }
}
