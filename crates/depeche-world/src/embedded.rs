//! The files of `world/` that the binary carries, as `(path under world/, content)`, sorted by path.

include!(concat!(env!("OUT_DIR"), "/files.rs"));
