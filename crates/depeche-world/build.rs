//! Lists the files under `world/` that `src/embedded.rs` carries in the binary.

fn main() -> std::io::Result<()> {
    depeche_embed::embed("world")
}
