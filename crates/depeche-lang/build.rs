//! Lists the files under `lang/` that `src/embedded.rs` carries in the binary.

fn main() -> std::io::Result<()> {
    depeche_embed::embed("lang")
}
