//! Prints how a file is cut: `cargo run --example cut -- LANG FILE`; tokens between `|`, a sentence a line.

use depeche_lang::Lang;
use depeche_syntax::segment;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(code), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: cut LANG FILE".into());
    };
    let text = std::fs::read_to_string(file)?;
    let start = std::time::Instant::now();
    let sentences = segment(Lang::embedded(&code), &text);
    let took = start.elapsed();
    let n_tokens: usize = sentences.iter().map(|s| s.tokens.len()).sum();
    if text.len() < 1_000_000 {
        for sentence in &sentences {
            let tokens: Vec<&str> = sentence.tokens.iter().map(|token| token.span.of(&text)).collect();
            println!("{:3} {}", sentence.paragraph, tokens.join("|"));
        }
    }
    eprintln!("{} bytes, {n_tokens} tokens, {} sentences, {took:?}", text.len(), sentences.len());
    Ok(())
}
