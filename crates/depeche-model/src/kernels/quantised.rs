//! Products of bytes: the linear layers of a quantised model.
//!
//! A row of activations is quantised by itself to 0…255 with one scale and one zero point (GELU's outputs lie on one
//! side, so a symmetric range would waste half of it); weights are −127…127 with one scale per output. The sums are exact 32-bit
//! integers on every [`Level`], and what follows them rounds the same everywhere, so a quantised linear layer gives the
//! same bytes on every processor. AVX2's byte product saturates; that level widens to 16 bits instead.

use super::{Level, float::gelu_body, per_level};

/// Columns of the narrowest panel, and the inputs that one instruction takes at once.
const COLUMNS: usize = 16;
const GROUP: usize = 4;
/// Widest panel, in units of [`COLUMNS`].
const PANEL: usize = 4;

/// Four inputs of sixteen outputs: what one register holds.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([i8; COLUMNS * GROUP]);

/// Weights `[n, k]` cut into panels of outputs, ready for the kernels.
#[derive(Debug, Clone)]
pub(crate) struct PackedWeights {
    /// For every panel, for every group of four inputs, `width / 16` lines.
    lines: Vec<Line>,
    /// Sum of each output's weights, negated: what a zero point of 1 adds to its sum. Padded, like `scale` and `bias`, to lines.
    offset: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    pub(crate) n: usize,
    pub(crate) k: usize,
    groups: usize,
}

impl PackedWeights {
    /// Packs weights `[n, k]` with their scales and biases, one each per output.
    pub(crate) fn new(weights: &[i8], scale: &[f32], bias: &[f32], n: usize, k: usize) -> Self {
        assert!(weights.len() == n * k && scale.len() == n && bias.len() == n, "a linear layer's parts must agree");
        let groups = k.div_ceil(GROUP);
        let padded = n.next_multiple_of(COLUMNS);
        let mut lines = vec![Line([0; COLUMNS * GROUP]); padded / COLUMNS * groups];
        let mut offset = vec![0; padded];
        for (column, row) in weights.chunks_exact(k.max(1)).enumerate() {
            let panel = column / (COLUMNS * PANEL);
            let first = panel * PANEL * groups;
            let width = PANEL.min(padded / COLUMNS - panel * PANEL);
            let line = first + column % (COLUMNS * PANEL) / COLUMNS;
            let place = column % COLUMNS * GROUP;
            for (group, inputs) in row.chunks(GROUP).enumerate() {
                lines[line + group * width].0[place..place + inputs.len()].copy_from_slice(inputs);
            }
            offset[column] = -row.iter().map(|w| i32::from(*w)).sum::<i32>();
        }
        let pad = |values: &[f32]| values.iter().copied().chain(std::iter::repeat(0.0)).take(padded).collect();
        Self { lines, offset, scale: pad(scale), bias: pad(bias), n, k, groups }
    }
}

/// Rows of activations as unsigned bytes, value = (byte − zero) × scale.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuantisedRows {
    bytes: Vec<u8>,
    scale: Vec<f32>,
    zero: Vec<i32>,
    stride: usize,
    smoothed: Vec<f32>,
}

impl QuantisedRows {
    /// Quantises `rows` rows of `width` values lying one after the other, multiplied by `smooth` first when given.
    pub(crate) fn fill(&mut self, level: Level, values: &[f32], rows: usize, width: usize, smooth: Option<&[f32]>) {
        assert!(values.len() >= rows * width, "the rows are too short");
        self.stride = width.next_multiple_of(GROUP);
        self.bytes.clear();
        self.bytes.resize(rows * self.stride, 0); // the weights of the padding are zero: any byte would do
        self.scale.clear();
        self.scale.resize(rows, 0.0);
        self.zero.clear();
        self.zero.resize(rows, 0);
        if width == 0 {
            return;
        }
        let values = match smooth {
            None => values,
            Some(smooth) => {
                self.smoothed.clear();
                self.smoothed.extend_from_slice(&values[..rows * width]);
                multiply_rows(level, &mut self.smoothed, smooth);
                &self.smoothed
            }
        };
        quantise_rows(
            level,
            &values[..rows * width],
            width,
            &mut self.bytes,
            self.stride,
            &mut self.scale,
            &mut self.zero,
        );
    }
}

/// The rows of one product. Invariant, checked by [`product`]: `rows` rows of bytes and as many scales and zero points.
#[derive(Clone, Copy)]
struct Input<'a> {
    bytes: &'a [u8],
    scale: &'a [f32],
    zero: &'a [i32],
    rows: usize,
    stride: usize,
}

per_level! {
    /// `row *= factors` for every row.
    fn multiply_rows = multiply_rows_body(rows: &mut [f32], factors: &[f32])
}

#[inline(always)]
fn multiply_rows_body<const FMA: bool>(rows: &mut [f32], factors: &[f32]) {
    for row in rows.chunks_exact_mut(factors.len()) {
        for (value, factor) in row.iter_mut().zip(factors) {
            *value *= *factor;
        }
    }
}

per_level! {
    /// Smallest value (or zero) to 0, largest (or zero) to 255, nearest even.
    fn quantise_rows = quantise_rows_body(
        values: &[f32], width: usize, bytes: &mut [u8], stride: usize, scale: &mut [f32], zero: &mut [i32]
    )
}

#[inline(always)]
fn quantise_rows_body<const FMA: bool>(
    values: &[f32],
    width: usize,
    bytes: &mut [u8],
    stride: usize,
    scale: &mut [f32],
    zero: &mut [i32],
) {
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³: adding it leaves the nearest integer in the low bits
    const ROUND_BITS: i32 = 0x4b40_0000;
    let rows = values.chunks_exact(width).zip(bytes.chunks_exact_mut(stride));
    for ((row, bytes), (scale, zero)) in rows.zip(scale.iter_mut().zip(zero)) {
        let (mut low, mut high) = ([0.0f32; 16], [0.0f32; 16]);
        let (chunks, tail) = row.as_chunks::<16>();
        // Two loops: in one, the compiler at times pairs low with high and shuffles more than it compares.
        for chunk in chunks {
            for (low, value) in low.iter_mut().zip(chunk) {
                *low = if *value < *low { *value } else { *low };
            }
        }
        for chunk in chunks {
            for (high, value) in high.iter_mut().zip(chunk) {
                *high = if *value > *high { *value } else { *high };
            }
        }
        let smallest = low.iter().chain(tail).fold(0.0f32, |m, v| if *v < m { *v } else { m });
        let largest = high.iter().chain(tail).fold(0.0f32, |m, v| if *v > m { *v } else { m });
        let range = largest - smallest;
        // A row of zeros, or one whose values are not numbers any more, quantises to zeros.
        let sound = range > 1e-30 && range < f32::MAX;
        *scale = if sound { range / 255.0 } else { 0.0 };
        let factor = if sound { 255.0 / range } else { 0.0 };
        let place = (ROUND - smallest * factor).to_bits().cast_signed().wrapping_sub(ROUND_BITS);
        *zero = if sound { place.clamp(0, 255) } else { 0 };
        let shift = ROUND_BITS - *zero;
        for (value, byte) in row.iter().zip(bytes.iter_mut()) {
            let rounded = (*value * factor + ROUND).to_bits().cast_signed().wrapping_sub(shift);
            *byte = if rounded > 255 { 255 } else { rounded as u8 };
        }
    }
}

/// `c = a · weightsᵀ` for the first `rows` rows of `a`, scaled, with bias, through GELU if asked; rows of `c` are
/// `c_stride` apart.
pub(crate) fn product(
    level: Level,
    a: &QuantisedRows,
    rows: usize,
    b: &PackedWeights,
    gelu: bool,
    c: &mut [f32],
    c_stride: usize,
) {
    if rows == 0 || b.n == 0 {
        return;
    }
    let a = Input { bytes: &a.bytes, scale: &a.scale, zero: &a.zero, rows, stride: a.stride };
    assert!(a.stride == b.groups * GROUP, "a layer of {} inputs was given rows of {} bytes", b.k, a.stride);
    let scales = a.scale.len().min(a.zero.len());
    assert!(a.bytes.len() >= a.rows * a.stride && scales >= a.rows, "the quantised rows are too short");
    assert!(c_stride >= b.n && c.len() >= (a.rows - 1) * c_stride + b.n, "the result is too short");
    // SAFETY: the assertions above and `PackedWeights::new` bound everything the tiles touch; levels above portable
    // were detected.
    unsafe {
        match level {
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => x86::product_avx512(a, b, gelu, c.as_mut_ptr(), c_stride),
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => x86::product_avx2(a, b, gelu, c.as_mut_ptr(), c_stride),
            _ => product_portable(a, b, gelu, c.as_mut_ptr(), c_stride),
        }
    }
}

/// What turns sixteen exact sums into sixteen values: the same two roundings on every level.
#[inline(always)]
fn finish(sums: &[i32; COLUMNS], row_scale: f32, scale: &[f32], bias: &[f32]) -> [f32; COLUMNS] {
    let mut values = [0.0; COLUMNS];
    for i in 0..COLUMNS {
        values[i] = sums[i] as f32 * (row_scale * scale[i]) + bias[i];
    }
    values
}

unsafe fn product_portable(a: Input<'_>, b: &PackedWeights, gelu: bool, c: *mut f32, c_stride: usize) {
    let padded = b.offset.len();
    for first in (0..padded).step_by(COLUMNS) {
        let panel = first / (COLUMNS * PANEL);
        let width = PANEL.min(padded / COLUMNS - panel * PANEL);
        let line = panel * PANEL * b.groups + first % (COLUMNS * PANEL) / COLUMNS;
        for (row, bytes) in a.bytes.chunks_exact(a.stride).take(a.rows).enumerate() {
            let mut sums = [0i32; COLUMNS];
            for (sum, offset) in sums.iter_mut().zip(&b.offset[first..]) {
                *sum = offset * a.zero[row];
            }
            for (group, inputs) in bytes.as_chunks::<GROUP>().0.iter().enumerate() {
                let weights = b.lines[line + group * width].0.as_chunks::<GROUP>().0;
                for (sum, w) in sums.iter_mut().zip(weights) {
                    for i in 0..GROUP {
                        *sum += i32::from(inputs[i]) * i32::from(w[i]);
                    }
                }
            }
            let mut values = finish(&sums, a.scale[row], &b.scale[first..], &b.bias[first..]);
            if gelu {
                gelu_body::<{ super::PORTABLE_FMA }>(&mut values);
            }
            for (i, value) in values.iter().enumerate().take(b.n - first) {
                // SAFETY: `product` checked that `c` holds `n` columns of every row.
                unsafe { *c.add(row * c_stride + first + i) = *value };
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{COLUMNS, GROUP, Input, Line, PANEL, PackedWeights, finish, gelu_body};
    use std::arch::x86_64::*;

    /// One panel's place in the weights.
    #[derive(Clone, Copy)]
    struct Tile<'a> {
        lines: *const Line,
        groups: usize,
        offset: &'a [i32],
        scale: &'a [f32],
        bias: &'a [f32],
        /// Real columns of the panel.
        columns: usize,
        gelu: bool,
    }

    fn panels(b: &PackedWeights, gelu: bool) -> impl Iterator<Item = (usize, usize, Tile<'_>)> {
        let padded = b.offset.len();
        (0..padded).step_by(COLUMNS * PANEL).map(move |first| {
            let width = (padded - first).min(COLUMNS * PANEL);
            let tile = Tile {
                lines: b.lines[first / COLUMNS * b.groups..].as_ptr(),
                groups: b.groups,
                offset: &b.offset[first..first + width],
                scale: &b.scale[first..first + width],
                bias: &b.bias[first..first + width],
                columns: width.min(b.n - first),
                gelu,
            };
            (first, width / COLUMNS, tile)
        })
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma")]
    pub(super) unsafe fn product_avx512(a: Input<'_>, b: &PackedWeights, gelu: bool, c: *mut f32, c_stride: usize) {
        for (first, width, tile) in panels(b, gelu) {
            // SAFETY: `c` holds `n` columns of every row and the panel starts inside them.
            unsafe {
                let c = c.add(first);
                match width {
                    1 => rows_avx512::<1>(a, tile, c, c_stride),
                    2 => rows_avx512::<2>(a, tile, c, c_stride),
                    3 => rows_avx512::<3>(a, tile, c, c_stride),
                    _ => rows_avx512::<4>(a, tile, c, c_stride),
                }
            }
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma")]
    unsafe fn rows_avx512<const V: usize>(a: Input<'_>, tile: Tile<'_>, c: *mut f32, c_stride: usize) {
        let mut row = 0;
        while row < a.rows {
            // SAFETY: the tile's rows stay below `a.rows`.
            unsafe {
                let bytes = a.bytes.as_ptr().add(row * a.stride);
                let scale = (a.scale.as_ptr().add(row), a.zero.as_ptr().add(row));
                let c = c.add(row * c_stride);
                row += match a.rows - row {
                    1 => tile_avx512::<1, V>(bytes, a.stride, scale, tile, c, c_stride),
                    2 => tile_avx512::<2, V>(bytes, a.stride, scale, tile, c, c_stride),
                    3 => tile_avx512::<3, V>(bytes, a.stride, scale, tile, c, c_stride),
                    4 => tile_avx512::<4, V>(bytes, a.stride, scale, tile, c, c_stride),
                    5 => tile_avx512::<5, V>(bytes, a.stride, scale, tile, c, c_stride),
                    _ => tile_avx512::<6, V>(bytes, a.stride, scale, tile, c, c_stride),
                };
            }
        }
    }

    /// `R` rows times `V` registers of sixteen outputs, 24 sums in registers at most. Returns `R`.
    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma")]
    #[inline]
    unsafe fn tile_avx512<const R: usize, const V: usize>(
        bytes: *const u8,
        stride: usize,
        (row_scale, row_zero): (*const f32, *const i32),
        tile: Tile<'_>,
        c: *mut f32,
        c_stride: usize,
    ) -> usize {
        // SAFETY: rows of `bytes` hold `groups * GROUP` bytes, the panel `groups * V` lines and `V * COLUMNS` offsets,
        // scales and biases; only `columns` columns of `c` are written.
        unsafe {
            let mut sums = [[_mm512_setzero_si512(); V]; R];
            for v in 0..V {
                let offset = _mm512_loadu_si512(tile.offset.as_ptr().add(v * COLUMNS).cast());
                for (r, sums) in sums.iter_mut().enumerate() {
                    sums[v] = _mm512_mullo_epi32(offset, _mm512_set1_epi32(*row_zero.add(r)));
                }
            }
            let mut line = tile.lines;
            let mut input = bytes;
            for _ in 0..tile.groups {
                let mut weights = [_mm512_setzero_si512(); V];
                for (v, weights) in weights.iter_mut().enumerate() {
                    *weights = _mm512_load_si512(line.add(v).cast());
                }
                for (r, sums) in sums.iter_mut().enumerate() {
                    let x = _mm512_set1_epi32(input.add(r * stride).cast::<i32>().read_unaligned());
                    for v in 0..V {
                        sums[v] = _mm512_dpbusd_epi32(sums[v], x, weights[v]);
                    }
                }
                line = line.add(V);
                input = input.add(GROUP);
            }
            for (r, sums) in sums.iter().enumerate() {
                let row_scale = _mm512_set1_ps(*row_scale.add(r));
                for (v, sums) in sums.iter().enumerate() {
                    let scale = _mm512_mul_ps(row_scale, _mm512_loadu_ps(tile.scale.as_ptr().add(v * COLUMNS)));
                    let bias = _mm512_loadu_ps(tile.bias.as_ptr().add(v * COLUMNS));
                    let value = _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(*sums), scale), bias);
                    let to = c.add(r * c_stride + v * COLUMNS);
                    if tile.columns >= (v + 1) * COLUMNS {
                        _mm512_storeu_ps(to, value);
                    } else {
                        let used = (1u32 << (tile.columns - v * COLUMNS)) - 1;
                        _mm512_mask_storeu_ps(to, used as __mmask16, value);
                    }
                }
                if tile.gelu {
                    let written = std::slice::from_raw_parts_mut(c.add(r * c_stride), tile.columns);
                    gelu_body::<true>(written);
                }
            }
        }
        R
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn product_avx2(a: Input<'_>, b: &PackedWeights, gelu: bool, c: *mut f32, c_stride: usize) {
        for (first, width, tile) in panels(b, gelu) {
            let mut row = 0;
            while row < a.rows {
                // SAFETY: the tile's rows stay below `a.rows`; `c` holds `n` columns of every row.
                unsafe {
                    let bytes = a.bytes.as_ptr().add(row * a.stride);
                    let scale = (a.scale.as_ptr().add(row), a.zero.as_ptr().add(row));
                    let c = c.add(row * c_stride + first);
                    row += match a.rows - row {
                        1 => tile_avx2::<1>(bytes, a.stride, scale, tile, width, c, c_stride),
                        2 | 3 => tile_avx2::<2>(bytes, a.stride, scale, tile, width, c, c_stride),
                        4 | 5 => tile_avx2::<4>(bytes, a.stride, scale, tile, width, c, c_stride),
                        _ => tile_avx2::<6>(bytes, a.stride, scale, tile, width, c, c_stride),
                    };
                }
            }
        }
    }

    /// `R` rows times one panel of `width` lines, eight outputs at a time: bytes widened to 16 bits, multiplied and
    /// added in pairs, which is exact. Returns `R`.
    #[target_feature(enable = "avx2,fma")]
    #[inline]
    unsafe fn tile_avx2<const R: usize>(
        bytes: *const u8,
        stride: usize,
        (row_scale, row_zero): (*const f32, *const i32),
        tile: Tile<'_>,
        width: usize,
        c: *mut f32,
        c_stride: usize,
    ) -> usize {
        for v in 0..width {
            let mut finished = [[0i32; COLUMNS]; R];
            for half in 0..2 {
                // SAFETY: as in `tile_avx512`; a line is read in two halves of 32 bytes.
                unsafe {
                    let mut sums = [[_mm256_setzero_si256(); 2]; R];
                    let mut weights = tile.lines.add(v).cast::<u8>().add(half * 32);
                    let mut input = bytes;
                    for _ in 0..tile.groups {
                        let w0 = _mm256_cvtepi8_epi16(_mm_loadu_si128(weights.cast()));
                        let w1 = _mm256_cvtepi8_epi16(_mm_loadu_si128(weights.add(16).cast()));
                        for (r, sums) in sums.iter_mut().enumerate() {
                            let x = input.add(r * stride).cast::<i32>().read_unaligned();
                            let x = _mm256_cvtepu8_epi16(_mm_set1_epi32(x));
                            sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(x, w0));
                            sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(x, w1));
                        }
                        weights = weights.add(width * size_of::<Line>());
                        input = input.add(GROUP);
                    }
                    let offset = _mm256_loadu_si256(tile.offset.as_ptr().add(v * COLUMNS + half * 8).cast());
                    for (r, (finished, sums)) in finished.iter_mut().zip(&sums).enumerate() {
                        // Two partial sums per output lie side by side; adding neighbours leaves outputs
                        // 0 1 4 5 | 2 3 6 7.
                        let pairs = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_hadd_epi32(sums[0], sums[1]));
                        let zero = _mm256_set1_epi32(*row_zero.add(r));
                        let total = _mm256_add_epi32(pairs, _mm256_mullo_epi32(offset, zero));
                        _mm256_storeu_si256(finished.as_mut_ptr().add(half * 8).cast(), total);
                    }
                }
            }
            let columns = COLUMNS.min(tile.columns - v * COLUMNS);
            for (r, sums) in finished.iter().enumerate() {
                // SAFETY: `r` is one of the tile's rows; only its real columns are written.
                unsafe {
                    let mut values =
                        finish(sums, *row_scale.add(r), &tile.scale[v * COLUMNS..], &tile.bias[v * COLUMNS..]);
                    if tile.gelu {
                        gelu_body::<true>(&mut values);
                    }
                    std::ptr::copy_nonoverlapping(values.as_ptr(), c.add(r * c_stride + v * COLUMNS), columns);
                }
            }
        }
        R
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small whole numbers from a linear congruence.
    fn noise(count: usize, seed: u32) -> impl Iterator<Item = i32> {
        let mut state = seed;
        (0..count).map(move |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as i32 - 128
        })
    }

    #[test]
    fn every_level_gives_the_schoolbook_sum_to_the_bit() {
        for (rows, n, k) in [(1, 1, 1), (7, 17, 33), (6, 64, 384), (13, 100, 130), (5, 3, 64), (11, 48, 7)] {
            let weights: Vec<i8> = noise(n * k, 7).map(|w| w.max(-127) as i8).collect();
            let scale: Vec<f32> = noise(n, 3).map(|s| s as f32 * 1e-3).collect();
            let bias: Vec<f32> = noise(n, 5).map(|s| s as f32 * 0.01).collect();
            let packed = PackedWeights::new(&weights, &scale, &bias, n, k);
            let values: Vec<f32> = noise(rows * k, 11).map(|v| v as f32 * 0.013).collect();
            for level in Level::available() {
                let mut quantised = QuantisedRows::default();
                quantised.fill(level, &values, rows, k, None);
                let mut c = vec![0.0; rows * n];
                product(level, &quantised, rows, &packed, false, &mut c, n);
                for r in 0..rows {
                    let bytes = &quantised.bytes[r * quantised.stride..][..k];
                    for j in 0..n {
                        let sum: i32 = (0..k)
                            .map(|i| (i32::from(bytes[i]) - quantised.zero[r]) * i32::from(weights[j * k + i]))
                            .sum();
                        let expected = sum as f32 * (quantised.scale[r] * scale[j]) + bias[j];
                        assert_eq!(c[r * n + j].to_bits(), expected.to_bits(), "{level:?} {rows}x{n}x{k} {r},{j}");
                    }
                }
            }
        }
    }

    #[test]
    fn extremes_do_not_saturate() {
        let (n, k) = (16, 1536);
        for sign in [-1i8, 1] {
            let packed = PackedWeights::new(&vec![127 * sign; n * k], &vec![1.0; n], &vec![0.0; n], n, k);
            for level in Level::available() {
                let mut quantised = QuantisedRows::default();
                quantised.fill(level, &vec![1.0; k], 1, k, None);
                let mut c = vec![0.0; n];
                product(level, &quantised, 1, &packed, false, &mut c, n);
                let expected = (255 * 127 * k as i32 * i32::from(sign)) as f32 * (1.0 / 255.0);
                assert!(c.iter().all(|v| *v == expected), "{level:?}: {} {expected}", c[0]);
            }
        }
    }

    #[test]
    fn bytes_stand_for_their_values_and_zero_for_zero() {
        for level in Level::available() {
            for (low, high) in [(-1.0f32, 1.0), (-0.17, 9.0), (0.5, 2.0), (-3.0, -1.0), (-1.0, 1.000_001)] {
                let values: Vec<f32> = (0..=60).map(|i| low + (high - low) * i as f32 / 60.0).chain([0.0]).collect();
                let mut quantised = QuantisedRows::default();
                quantised.fill(level, &values, 1, values.len(), None);
                let step = quantised.scale[0];
                for (value, byte) in values.iter().zip(&quantised.bytes) {
                    let back = (i32::from(*byte) - quantised.zero[0]) as f32 * step;
                    assert!((back - value).abs() <= step * 1.01, "{level:?} {value}: {back}");
                }
                assert_eq!(i32::from(quantised.bytes[61]), quantised.zero[0]);
            }
        }
    }

    #[test]
    fn rows_that_are_no_numbers_become_zeros() {
        for level in Level::available() {
            let mut quantised = QuantisedRows::default();
            quantised.fill(level, &[f32::INFINITY, 1.0, 0.0, 0.0, f32::NAN, 0.0], 3, 2, None);
            assert_eq!(quantised.scale, [0.0, 0.0, 0.0]);
        }
    }
}
