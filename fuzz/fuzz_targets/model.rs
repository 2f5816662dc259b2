//! Any bytes as a model file: a clear error or a model that reads without panicking.
//!
//! A checksum keeps a fuzzer out, so the bytes are tried twice: as they are, and with lengths and checksum put right.
#![no_main]

use depeche::{Engine, Model, Text};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

const PREFIX: usize = 56;
const ALIGNMENT: usize = 64;

fuzz_target!(|data: &[u8]| {
    open(data.to_vec());
    if let Some(repaired) = repair(data) {
        open(repaired);
    }
});

fn open(bytes: Vec<u8>) {
    match Model::from_bytes(bytes) {
        Ok(model) => {
            let engine = Engine::builder(model).threads(1).lang("fr").build().expect("the languages are sound");
            let text = "Oslo nie. « Rien n’est signé », dit Mme Vial, à Brenn : « Non. »".to_owned();
            let _ = engine.read(Text { text, ..Text::default() });
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The same header and payload behind a prefix that fits them.
fn repair(data: &[u8]) -> Option<Vec<u8>> {
    let length = u32::from_le_bytes(data.get(12..16)?.try_into().ok()?) as usize;
    let behind = data.get(PREFIX..)?;
    let header = &behind[..length.min(behind.len())];
    // Trailing zeros of a header that the fuzzer shortened are not JSON.
    let padded = (PREFIX + header.len()).next_multiple_of(ALIGNMENT);
    let payload = data.get(padded..).unwrap_or_default();
    let mut digest = Sha256::new();
    digest.update(header);
    digest.update(payload);
    let mut file = b"DEPECHEM".to_vec();
    file.extend(1u32.to_le_bytes());
    file.extend((header.len() as u32).to_le_bytes());
    file.extend((payload.len() as u64).to_le_bytes());
    file.extend(digest.finalize());
    file.extend(header);
    file.resize(padded, 0);
    file.extend(payload);
    Some(file)
}
