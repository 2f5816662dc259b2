//! Products of bytes beside rten-gemm's on the same machine in the same run, and the tree decoder.
//! One thread: `RAYON_NUM_THREADS=1 cargo bench -p depeche-model --bench kernels`.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use depeche_model::Level;
use depeche_model::testing::{ByteProduct, Noise, tree};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_tensor::{AsView, NdTensor};
use std::hint::black_box;

fn products(criterion: &mut Criterion) {
    for (rows, outputs, inputs) in
        [(512, 384, 384), (512, 1536, 384), (512, 384, 1536), (192, 384, 384), (192, 1500, 384)]
    {
        let mut group = criterion.benchmark_group(format!("bytes {rows}x{inputs} by {outputs}"));
        // Operations: a multiplication and an addition each.
        group.throughput(Throughput::Elements(2 * (rows * outputs * inputs) as u64));
        for level in Level::available() {
            let mut product = ByteProduct::new(level, rows, outputs, inputs);
            group.bench_function(BenchmarkId::from_parameter(format!("{level:?}")), |b| {
                b.iter(|| black_box(product.run()[0]));
            });
        }
        let a = NdTensor::<u8, 2>::full([rows, inputs], 100);
        let b = NdTensor::<i8, 2>::full([inputs, outputs], 3);
        let executor = GemmExecutor::<u8, i8, i32>::new();
        let packed = executor.prepack_b(b.view());
        let mut out = vec![0i32; rows * outputs];
        group.bench_function(BenchmarkId::from_parameter("rten-gemm, sums only"), |bench| {
            bench.iter(|| {
                let (a, b) = (GemmInputA::Unpacked(a.view()), GemmInputB::Packed(&packed));
                executor.gemm(&mut out, a, b, GemmOptions::default()).unwrap();
                black_box(out[0])
            });
        });
        group.finish();
    }
}

fn trees(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("tree of random scores");
    for tokens in [20, 60, 256] {
        let mut noise = Noise::new(tokens as u64);
        let scores: Vec<f32> = (0..tokens * (tokens + 1)).map(|_| noise.number()).collect();
        group.throughput(Throughput::Elements(tokens as u64));
        group.bench_function(BenchmarkId::from_parameter(tokens), |b| b.iter(|| tree(black_box(&scores), tokens)));
    }
    group.finish();
}

criterion_group!(benches, products, trees);
criterion_main!(benches);
