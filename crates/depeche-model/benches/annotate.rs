//! Whole sentences through a model of the shipped size with random weights, on one thread; and opening it.
//! Words per second are the throughput. `DEPECHE_MODEL=FILE` measures a real model instead.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use depeche_model::testing::{Shape, random, random_sentences};
use depeche_model::{Level, Model, Options};

fn annotate(criterion: &mut Criterion) {
    let bytes = match std::env::var_os("DEPECHE_MODEL") {
        Some(path) => std::fs::read(path).unwrap(),
        None => random(&Shape::shipped(), 1).finish(),
    };
    let (text, sentences) = random_sentences(60, 3, 2); // about 1.3 pieces a word
    let words: usize = sentences.iter().map(|s| s.tokens.len()).sum();
    let mut group = criterion.benchmark_group("annotate");
    group.sample_size(20).throughput(Throughput::Elements(words as u64));
    for level in Level::available().into_iter().filter(|level| *level != Level::Portable) {
        let model = Model::from_bytes_at(bytes.clone(), level).unwrap();
        group.bench_function(format!("{level:?}"), |b| {
            b.iter_batched(
                || sentences.clone(),
                |mut sentences| {
                    model.annotate(&mut sentences, &text, Options { threads: 1, cache: false, vectors: false })
                },
                criterion::BatchSize::LargeInput,
            );
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("open");
    group.sample_size(20).throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("from memory", |b| {
        b.iter_batched(|| bytes.clone(), |bytes| Model::from_bytes(bytes).unwrap(), criterion::BatchSize::LargeInput);
    });
    group.finish();
}

criterion_group!(benches, annotate);
criterion_main!(benches);
