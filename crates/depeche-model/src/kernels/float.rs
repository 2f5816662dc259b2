//! Element-wise and row-wise float operations: GELU, softmax, layer normalisation, dot products.
//!
//! Plain loops in groups of sixteen that the compiler turns into vector instructions, once per [`Level`](super::Level).
//! Sums run over sixteen partial sums in a fixed order, so that a row gives the same number wherever it stands.

use super::{multiply_add, per_level};

const LANES: usize = 16;

per_level! {
    /// GELU by erf, in place; absolute error below 3e-6 (and below 1e-6 of `x` for large `x`).
    fn gelu = gelu_body(values: &mut [f32])
}
per_level! {
    /// `x = softmax(x * scale)` over the first `used` elements of every row of `width`; the rest, whatever was there,
    /// become next to nothing.
    fn softmax_rows = softmax_rows_body(values: &mut [f32], width: usize, used: usize, scale: f32)
}
per_level! {
    /// The largest value of a row.
    fn largest = largest_body(row: &[f32], out: &mut f32)
}
per_level! {
    /// `x = LN(x + y) * weight + bias` for every row of `weight.len()`.
    fn add_and_normalise = add_and_normalise_body(x: &mut [f32], y: &[f32], weight: &[f32], bias: &[f32], eps: f32)
}
per_level! {
    /// `out[j] = a · b[j]` for every row `b[j]` of `a.len()` values.
    fn dot_rows = dot_rows_body(a: &[f32], b: &[f32], out: &mut [f32])
}
per_level! {
    /// `sum += factor * x`.
    fn add_scaled = add_scaled_body(sum: &mut [f32], x: &[f32], factor: f32)
}
per_level! {
    /// `x = gelu(x + y + z)`: a role's view of a token.
    fn gelu_of_sum = gelu_of_sum_body(x: &mut [f32], y: &[f32], z: &[f32])
}
per_level! {
    /// `sum += gelu(x)`: a residual layer.
    fn add_gelu = add_gelu_body(sum: &mut [f32], x: &mut [f32])
}

/// Beyond this the normal distribution is 0 or 1 as far as an f32 GELU can tell.
const GELU_REACH: f32 = 5.0;

/// Φ(x) − ½ = x · P(2 x² / 25 − 1), fitted for the least largest error of x · Φ(x) over |x| ≤ 5.
const GELU_POLYNOMIAL: [f32; 12] = [
    0.141_363_75,
    -0.070_298_44,
    0.051_524_613,
    -0.040_386_7,
    0.031_364_93,
    -0.023_661_485,
    0.016_880_67,
    -0.010_064_566,
    0.005_155_221,
    -0.004_006_664_7,
    0.003_174_011,
    -0.001_045_370_6,
];

#[inline(always)]
fn gelu_one<const FMA: bool>(x: f32) -> f32 {
    let near = if x > GELU_REACH { GELU_REACH } else { x };
    let near = if near < -GELU_REACH { -GELU_REACH } else { near };
    let u = multiply_add::<FMA>(near * near, 2.0 / (GELU_REACH * GELU_REACH), -1.0);
    let mut p = GELU_POLYNOMIAL[11];
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[10]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[9]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[8]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[7]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[6]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[5]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[4]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[3]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[2]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[1]);
    p = multiply_add::<FMA>(p, u, GELU_POLYNOMIAL[0]);
    x * multiply_add::<FMA>(near, p, 0.5)
}

#[inline(always)]
pub(super) fn gelu_body<const FMA: bool>(values: &mut [f32]) {
    for x in values {
        *x = gelu_one::<FMA>(*x);
    }
}

#[inline(always)]
fn gelu_of_sum_body<const FMA: bool>(x: &mut [f32], y: &[f32], z: &[f32]) {
    for ((x, y), z) in x.iter_mut().zip(y).zip(z) {
        *x = gelu_one::<FMA>(*x + *y + *z);
    }
}

#[inline(always)]
fn add_gelu_body<const FMA: bool>(sum: &mut [f32], x: &mut [f32]) {
    for (sum, x) in sum.iter_mut().zip(x) {
        *sum += gelu_one::<FMA>(*x);
    }
}

#[inline(always)]
fn add_scaled_body<const FMA: bool>(sum: &mut [f32], x: &[f32], factor: f32) {
    for (sum, x) in sum.iter_mut().zip(x) {
        *sum = multiply_add::<FMA>(*x, factor, *sum);
    }
}

/// e^x with a relative error of about 1e-7, for x ≤ 0; below −87 it gives about 1e-38.
#[inline(always)]
fn exp_one<const FMA: bool>(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³: adding it leaves the nearest integer in the low bits
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = multiply_add::<FMA>(x, std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = multiply_add::<FMA>(n, -0.693_359_4, x);
    let r = multiply_add::<FMA>(n, 2.121_944_4e-4, r);
    let mut p = 1.987_569_1e-4;
    p = multiply_add::<FMA>(p, r, 1.398_199_9e-3);
    p = multiply_add::<FMA>(p, r, 8.333_452e-3);
    p = multiply_add::<FMA>(p, r, 4.166_579_6e-2);
    p = multiply_add::<FMA>(p, r, 1.666_666_5e-1);
    p = multiply_add::<FMA>(p, r, 5.000_000_3e-1);
    let y = multiply_add::<FMA>(p, r * r, r) + 1.0;
    let power = shifted.to_bits().wrapping_shl(23).wrapping_add(0x3f80_0000);
    y * f32::from_bits(power)
}

/// Adds up sixteen partial sums, always in the same order.
#[inline(always)]
fn fold_sum(lanes: [f32; LANES]) -> f32 {
    let mut eight = [0.0; 8];
    for i in 0..8 {
        eight[i] = lanes[i] + lanes[i + 8];
    }
    let four = [eight[0] + eight[4], eight[1] + eight[5], eight[2] + eight[6], eight[3] + eight[7]];
    (four[0] + four[2]) + (four[1] + four[3])
}

/// The largest of sixteen.
#[inline(always)]
fn fold_largest(lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    let mut lanes = lanes;
    while half > 0 {
        for i in 0..half {
            lanes[i] = if lanes[i + half] > lanes[i] { lanes[i + half] } else { lanes[i] };
        }
        half /= 2;
    }
    lanes[0]
}

/// The largest value of a row; what is not a number is passed over.
#[inline(always)]
fn largest_body<const FMA: bool>(row: &[f32], out: &mut f32) {
    let (chunks, tail) = row.as_chunks::<LANES>();
    let mut lanes = [f32::NEG_INFINITY; LANES];
    for chunk in chunks {
        for i in 0..LANES {
            lanes[i] = if chunk[i] > lanes[i] { chunk[i] } else { lanes[i] };
        }
    }
    for (i, value) in tail.iter().enumerate() {
        lanes[i] = if *value > lanes[i] { *value } else { lanes[i] };
    }
    *out = fold_largest(lanes);
}

#[inline(always)]
fn softmax_rows_body<const FMA: bool>(values: &mut [f32], width: usize, used: usize, scale: f32) {
    assert!(width.is_multiple_of(LANES) && used <= width, "rows are padded to whole registers");
    if width == 0 {
        return;
    }
    for row in values.chunks_exact_mut(width) {
        row[used..].fill(f32::MIN);
        let chunks = row.as_chunks_mut::<LANES>().0;
        let mut lanes = [f32::MIN; LANES];
        for chunk in &*chunks {
            for i in 0..LANES {
                lanes[i] = if chunk[i] > lanes[i] { chunk[i] } else { lanes[i] };
            }
        }
        let shift = -fold_largest(lanes) * scale;
        let mut sums = [0.0f32; LANES];
        for chunk in &mut *chunks {
            for i in 0..LANES {
                chunk[i] = exp_one::<FMA>(multiply_add::<FMA>(chunk[i], scale, shift));
                sums[i] += chunk[i];
            }
        }
        let factor = 1.0 / fold_sum(sums);
        for chunk in chunks {
            for value in chunk {
                *value *= factor;
            }
        }
    }
}

#[inline(always)]
fn add_and_normalise_body<const FMA: bool>(x: &mut [f32], y: &[f32], weight: &[f32], bias: &[f32], eps: f32) {
    let width = weight.len();
    if width == 0 {
        return;
    }
    for (row, other) in x.chunks_exact_mut(width).zip(y.chunks_exact(width)) {
        let mut sums = [0.0f32; LANES];
        let (chunks, tail) = row.as_chunks_mut::<LANES>();
        let (others, other_tail) = other.as_chunks::<LANES>();
        for (chunk, other) in chunks.iter_mut().zip(others) {
            for i in 0..LANES {
                chunk[i] += other[i];
                sums[i] += chunk[i];
            }
        }
        for (i, (value, other)) in tail.iter_mut().zip(other_tail).enumerate() {
            *value += *other;
            sums[i] += *value;
        }
        let mean = fold_sum(sums) / width as f32;
        let mut squares = [0.0f32; LANES];
        let (chunks, tail) = row.as_chunks::<LANES>();
        for chunk in chunks {
            for i in 0..LANES {
                let d = chunk[i] - mean;
                squares[i] = multiply_add::<FMA>(d, d, squares[i]);
            }
        }
        for (i, value) in tail.iter().enumerate() {
            let d = value - mean;
            squares[i] = multiply_add::<FMA>(d, d, squares[i]);
        }
        let factor = 1.0 / (fold_sum(squares) / width as f32 + eps).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
            *value = multiply_add::<FMA>((*value - mean) * factor, *weight, *bias);
        }
    }
}

#[inline(always)]
fn dot_one<const FMA: bool>(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; LANES];
    let (chunks_a, tail_a) = a.as_chunks::<LANES>();
    let (chunks_b, tail_b) = b.as_chunks::<LANES>();
    for (a, b) in chunks_a.iter().zip(chunks_b) {
        for i in 0..LANES {
            sums[i] = multiply_add::<FMA>(a[i], b[i], sums[i]);
        }
    }
    for (i, (a, b)) in tail_a.iter().zip(tail_b).enumerate() {
        sums[i] = multiply_add::<FMA>(*a, *b, sums[i]);
    }
    fold_sum(sums)
}

#[inline(always)]
fn dot_rows_body<const FMA: bool>(a: &[f32], b: &[f32], out: &mut [f32]) {
    if a.is_empty() {
        out.fill(0.0);
        return;
    }
    for (out, row) in out.iter_mut().zip(b.chunks_exact(a.len())) {
        *out = dot_one::<FMA>(a, row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::Level;

    /// erf by its series and continued fraction, good to 1e-12: the yardstick.
    fn erf(x: f64) -> f64 {
        if x.abs() < 3.0 {
            let (mut sum, mut term) = (x, x);
            for n in 1..200 {
                term *= -x * x / f64::from(n);
                sum += term / f64::from(2 * n + 1);
            }
            sum * 2.0 / std::f64::consts::PI.sqrt()
        } else {
            let t = x.abs();
            let mut fraction = 0.0;
            for n in (1..200).rev() {
                fraction = f64::from(n) / 2.0 / (t + fraction);
            }
            let rest = (-t * t).exp() / (std::f64::consts::PI.sqrt() * (t + fraction));
            x.signum() * (1.0 - rest)
        }
    }

    #[test]
    fn gelu_is_close_to_the_real_one() {
        for level in Level::available() {
            let xs: Vec<f32> = (-40_000..40_000).map(|i| i as f32 * 0.0005).collect();
            let mut ys = xs.clone();
            gelu(level, &mut ys);
            for (x, y) in xs.iter().zip(&ys) {
                let exact = f64::from(*x) * 0.5 * (1.0 + erf(f64::from(*x) / std::f64::consts::SQRT_2));
                assert!((exact - f64::from(*y)).abs() < 1e-5, "{level:?}: gelu({x}) = {y}, not {exact}");
            }
        }
    }

    #[test]
    fn softmax_sums_to_one_and_keeps_ratios() {
        for level in Level::available() {
            let mut row: Vec<f32> = (0..48).map(|i| (i as f32 * 0.37).sin() * 20.0).collect();
            let before = row.clone();
            softmax_rows(level, &mut row, 48, 37, 0.5);
            assert!(row[37..].iter().all(|p| *p < 1e-30));
            assert!((row[..37].iter().sum::<f32>() - 1.0).abs() < 1e-5);
            for i in 1..37 {
                let expected = (f64::from(before[i] - before[0]) * 0.5).exp();
                let found = f64::from(row[i]) / f64::from(row[0]);
                assert!((found / expected - 1.0).abs() < 1e-4, "{level:?} {i}: {found} {expected}");
            }
        }
    }

    #[test]
    fn normalised_rows_have_mean_zero_and_variance_one() {
        for level in Level::available() {
            let width = 37;
            let mut x: Vec<f32> = (0..width * 3).map(|i| (i as f32).cos() * 3.0 + 5.0).collect();
            let y = vec![0.5; width * 3];
            add_and_normalise(level, &mut x, &y, &vec![1.0; width], &vec![0.0; width], 1e-12);
            for row in x.chunks(width) {
                let mean = row.iter().sum::<f32>() / width as f32;
                let variance = row.iter().map(|v| v * v).sum::<f32>() / width as f32;
                assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4, "{level:?}: {mean} {variance}");
            }
        }
    }
}
