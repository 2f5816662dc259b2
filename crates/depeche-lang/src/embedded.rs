//! The language files that the binary carries, as `(path under lang/, content)`, sorted by path.

include!(concat!(env!("OUT_DIR"), "/files.rs"));
