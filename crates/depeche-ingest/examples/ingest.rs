//! Prints what a source gives: `cargo run --example ingest -- PATH…`.

use depeche_ingest::{ReadOptions, language, read_source, sources};

fn main() {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    for source in sources(&arguments) {
        match source.and_then(|source| read_source(&source, &ReadOptions::default()).map(|text| (source, text))) {
            Ok((source, text)) => {
                let (code, notices) = language(&text);
                println!(
                    "== {source:?} {code} {:?} {:?} {:?} {:?}",
                    text.title, text.url, text.publisher, text.published
                );
                for notice in text.notices.iter().chain(&notices) {
                    println!("! {}: {}", notice.code.name(), notice.message);
                }
                println!("{}", text.text);
            }
            Err(error) => eprintln!("{error}"),
        }
    }
}
