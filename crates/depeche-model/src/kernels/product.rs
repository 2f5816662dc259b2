//! Float matrix products: attention, the tree's bilinear forms, and every layer of a float model.
//!
//! `c = a · b` (or `c += a · b`), `a` with any row stride, `b` in panels of sixteen columns times one to four. Each
//! element is one running sum over `k` in order, whatever the tile it falls in.

use super::{Level, multiply_add};

/// Columns of the narrowest panel: one AVX-512 register.
pub(crate) const COLUMNS: usize = 16;
/// Widest panel, in units of [`COLUMNS`].
pub(crate) const PANEL: usize = 4;
/// Depth of one pass, so that a panel's slice stays in the second-level cache.
const DEPTH: usize = 512;

/// A matrix `[k, n]` cut into panels of columns, each stored row by row, the last one padded with zeros.
#[derive(Debug, Clone, Default)]
pub(crate) struct Panels {
    values: Vec<f32>,
    pub(crate) k: usize,
    pub(crate) n: usize,
}

impl Panels {
    /// Packs weights given as `[n, k]` (output by input).
    pub(crate) fn from_outputs(weights: &[f32], n: usize, k: usize) -> Self {
        let mut panels = Self { values: Vec::new(), k, n };
        panels.pack(|row, column| weights[column * k + row]);
        panels
    }

    /// Packs a matrix given as `[k, n]`.
    pub(crate) fn from_rows(matrix: &[f32], k: usize, n: usize) -> Self {
        let mut panels = Self { values: Vec::new(), k, n };
        panels.pack(|row, column| matrix[row * n + column]);
        panels
    }

    fn pack(&mut self, at: impl Fn(usize, usize) -> f32) {
        self.values.reserve(self.n.next_multiple_of(COLUMNS) * self.k);
        let mut first = 0;
        while first < self.n {
            let width = (self.n - first).next_multiple_of(COLUMNS).min(COLUMNS * PANEL);
            for row in 0..self.k {
                for column in first..first + width {
                    self.values.push(if column < self.n { at(row, column) } else { 0.0 });
                }
            }
            first += width;
        }
    }
}

/// `c[.., ..n] = a · b`, `a` of `rows` rows of `b.k` values `a_stride` apart, `c` likewise `c_stride` apart.
pub(crate) fn product(
    level: Level,
    a: &[f32],
    a_stride: usize,
    rows: usize,
    b: &Panels,
    c: &mut [f32],
    c_stride: usize,
) {
    for start in (0..b.k).step_by(DEPTH) {
        let depth = DEPTH.min(b.k - start);
        let mut first = 0;
        while first < b.n {
            let width = (b.n - first).next_multiple_of(COLUMNS).min(COLUMNS * PANEL);
            let panel = &b.values[first * b.k + start * width..];
            let used = width.min(b.n - first);
            let shape = Shape { rows, depth, columns: used, a_stride, b_stride: width, c_stride, add: start > 0 };
            panel_product(level, &a[start..], panel, &mut c[first..], shape);
            first += width;
        }
    }
}

/// Strides and sizes of one panel's product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) rows: usize,
    pub(crate) depth: usize,
    /// At most `COLUMNS * PANEL`; `b`'s rows hold the next multiple of [`COLUMNS`].
    pub(crate) columns: usize,
    pub(crate) a_stride: usize,
    pub(crate) b_stride: usize,
    pub(crate) c_stride: usize,
    /// Whether to add to `c` rather than set it.
    pub(crate) add: bool,
}

/// One panel: `c = a · b` with `b` read in place, `shape.b_stride` apart.
pub(crate) fn panel_product(level: Level, a: &[f32], b: &[f32], c: &mut [f32], shape: Shape) {
    let Shape { rows, depth, columns, a_stride, b_stride, c_stride, .. } = shape;
    if rows == 0 || columns == 0 {
        return;
    }
    let registers = columns.div_ceil(COLUMNS);
    assert!(registers <= PANEL && registers * COLUMNS <= b_stride, "a panel is at most {PANEL} registers wide");
    assert!(a.len() >= (rows - 1) * a_stride + depth, "the left matrix is too short");
    assert!(depth == 0 || b.len() >= (depth - 1) * b_stride + registers * COLUMNS, "the right matrix is too short");
    assert!(c.len() >= (rows - 1) * c_stride + columns, "the result is too short");
    let (a, b, c) = (a.as_ptr(), b.as_ptr(), c.as_mut_ptr());
    // SAFETY: the assertions above bound every element the tiles touch; levels above portable were detected.
    unsafe {
        match level {
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => match registers {
                1 => wide::<1>(a, b, c, shape),
                2 => wide::<2>(a, b, c, shape),
                3 => wide::<3>(a, b, c, shape),
                _ => wide::<4>(a, b, c, shape),
            },
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => middle(a, b, c, shape, registers),
            _ => narrow(a, b, c, shape, registers),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
unsafe fn wide<const V: usize>(a: *const f32, b: *const f32, c: *mut f32, shape: Shape) {
    // SAFETY: passed on from `panel_product`.
    unsafe { panel::<V, true>(a, b, c, shape) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn middle(a: *const f32, b: *const f32, c: *mut f32, shape: Shape, registers: usize) {
    // SAFETY: passed on from `panel_product`; each step covers sixteen of the panel's columns.
    unsafe {
        for v in 0..registers {
            let columns = (shape.columns - v * COLUMNS).min(COLUMNS);
            panel::<1, true>(a, b.add(v * COLUMNS), c.add(v * COLUMNS), Shape { columns, ..shape });
        }
    }
}

unsafe fn narrow(a: *const f32, b: *const f32, c: *mut f32, shape: Shape, registers: usize) {
    // SAFETY: passed on from `panel_product`; each step covers sixteen of the panel's columns.
    unsafe {
        for v in 0..registers {
            let columns = (shape.columns - v * COLUMNS).min(COLUMNS);
            let shape = Shape { columns, ..shape };
            panel::<1, { super::PORTABLE_FMA }>(a, b.add(v * COLUMNS), c.add(v * COLUMNS), shape);
        }
    }
}

/// Rows in blocks of six (or what is left), `V * COLUMNS` columns.
#[inline(always)]
unsafe fn panel<const V: usize, const FMA: bool>(a: *const f32, b: *const f32, c: *mut f32, shape: Shape) {
    let mut row = 0;
    while row < shape.rows {
        // SAFETY: `row` and the rows of its tile stay below `shape.rows`.
        unsafe {
            let (a, c) = (a.add(row * shape.a_stride), c.add(row * shape.c_stride));
            row += match shape.rows - row {
                1 => tile::<1, V, FMA>(a, b, c, shape),
                2 | 3 => tile::<2, V, FMA>(a, b, c, shape),
                4 | 5 => tile::<4, V, FMA>(a, b, c, shape),
                _ => tile::<6, V, FMA>(a, b, c, shape),
            };
        }
    }
}

/// `R` rows times `V * COLUMNS` columns, sums in registers. Returns `R`.
#[inline(always)]
unsafe fn tile<const R: usize, const V: usize, const FMA: bool>(
    a: *const f32,
    b: *const f32,
    c: *mut f32,
    shape: Shape,
) -> usize {
    let mut sums = [[[0.0f32; COLUMNS]; V]; R];
    // SAFETY: the caller's tile lies inside the three matrices (see `panel_product`); `COLUMNS`-wide reads of `b` are
    // inside its padded rows, and only `shape.columns` columns of `c` are touched.
    unsafe {
        for k in 0..shape.depth {
            let weights = *b.add(k * shape.b_stride).cast::<[[f32; COLUMNS]; V]>();
            for (r, sums) in sums.iter_mut().enumerate() {
                let x = *a.add(r * shape.a_stride + k);
                for (sums, weights) in sums.iter_mut().zip(&weights) {
                    for (sum, weight) in sums.iter_mut().zip(weights) {
                        *sum = multiply_add::<FMA>(x, *weight, *sum);
                    }
                }
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            let row = c.add(r * shape.c_stride);
            for (v, sums) in sums.iter().enumerate() {
                let to = row.add(v * COLUMNS);
                if shape.columns >= (v + 1) * COLUMNS {
                    let to = to.cast::<[f32; COLUMNS]>();
                    if shape.add {
                        for (to, sum) in (*to).iter_mut().zip(sums) {
                            *to += sum;
                        }
                    } else {
                        *to = *sums;
                    }
                } else {
                    for (i, sum) in sums.iter().enumerate().take(shape.columns - v * COLUMNS) {
                        *to.add(i) = if shape.add { *to.add(i) + sum } else { *sum };
                    }
                }
            }
        }
    }
    R
}

/// `to[column][row] = from[row][column]` for `rows` rows of `columns` values; rows are `from_stride` and `to_stride`
/// apart.
pub(crate) fn transpose(
    level: Level,
    from: &[f32],
    from_stride: usize,
    rows: usize,
    columns: usize,
    to: &mut [f32],
    to_stride: usize,
) {
    if rows == 0 || columns == 0 {
        return;
    }
    assert!(from.len() >= (rows - 1) * from_stride + columns, "the matrix is too short");
    assert!(to_stride >= rows && to.len() >= (columns - 1) * to_stride + rows, "the result is too short");
    let (mut whole_rows, mut whole_columns) = (0, 0);
    #[cfg(target_arch = "x86_64")]
    if level == Level::Avx512 {
        whole_rows = rows - rows % 16;
        whole_columns = columns - columns % 16;
        for row in (0..whole_rows).step_by(16) {
            for column in (0..whole_columns).step_by(16) {
                // SAFETY: the assertions above hold the block of sixteen by sixteen inside both matrices; the level was
                // detected.
                unsafe {
                    transpose_block(
                        from.as_ptr().add(row * from_stride + column),
                        from_stride,
                        to.as_mut_ptr().add(column * to_stride + row),
                        to_stride,
                    );
                }
            }
        }
    }
    let _ = level;
    for row in 0..rows {
        let start = if row < whole_rows { whole_columns } else { 0 };
        for column in start..columns {
            to[column * to_stride + row] = from[row * from_stride + column];
        }
    }
}

/// Sixteen by sixteen: pairs, fours, then quarters of registers change places.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn transpose_block(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
    use std::arch::x86_64::*;
    // SAFETY: the caller's block lies inside both matrices.
    unsafe {
        let mut r = [_mm512_setzero_ps(); 16];
        for (i, r) in r.iter_mut().enumerate() {
            *r = _mm512_loadu_ps(from.add(i * from_stride));
        }
        let mut t = [_mm512_setzero_ps(); 16];
        for i in 0..8 {
            t[2 * i] = _mm512_unpacklo_ps(r[2 * i], r[2 * i + 1]);
            t[2 * i + 1] = _mm512_unpackhi_ps(r[2 * i], r[2 * i + 1]);
        }
        for i in 0..4 {
            let [a, b, c, d] = [t[4 * i], t[4 * i + 1], t[4 * i + 2], t[4 * i + 3]].map(|x| _mm512_castps_pd(x));
            r[4 * i] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, c));
            r[4 * i + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(a, c));
            r[4 * i + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(b, d));
            r[4 * i + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(b, d));
        }
        // Register 4i + j holds, in quarter q, rows 4i to 4i + 3 of column 4q + j.
        for j in 0..4 {
            let low = _mm512_shuffle_f32x4::<0b10_00_10_00>(r[j], r[4 + j]);
            let high = _mm512_shuffle_f32x4::<0b11_01_11_01>(r[j], r[4 + j]);
            let low_later = _mm512_shuffle_f32x4::<0b10_00_10_00>(r[8 + j], r[12 + j]);
            let high_later = _mm512_shuffle_f32x4::<0b11_01_11_01>(r[8 + j], r[12 + j]);
            t[j] = _mm512_shuffle_f32x4::<0b10_00_10_00>(low, low_later);
            t[8 + j] = _mm512_shuffle_f32x4::<0b11_01_11_01>(low, low_later);
            t[4 + j] = _mm512_shuffle_f32x4::<0b10_00_10_00>(high, high_later);
            t[12 + j] = _mm512_shuffle_f32x4::<0b11_01_11_01>(high, high_later);
        }
        for (i, t) in t.iter().enumerate() {
            _mm512_storeu_ps(to.add(i * to_stride), *t);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_agree_with_the_schoolbook() {
        for level in Level::available() {
            for (rows, k, n) in [(1, 1, 1), (7, 33, 17), (13, 600, 64), (5, 20, 100), (6, 0, 3)] {
                let a: Vec<f32> = (0..rows * k).map(|i| ((i * 7 + 3) % 11) as f32 - 5.0).collect();
                let w: Vec<f32> = (0..n * k).map(|i| ((i * 5 + 1) % 13) as f32 - 6.0).collect();
                let mut c = vec![7.0; rows * n];
                product(level, &a, k, rows, &Panels::from_outputs(&w, n, k), &mut c, n);
                for r in 0..rows {
                    for j in 0..n {
                        let expected: f32 =
                            if k == 0 { 7.0 } else { (0..k).map(|i| a[r * k + i] * w[j * k + i]).sum() };
                        assert_eq!(c[r * n + j], expected, "{level:?} {rows}x{k}x{n} at {r},{j}");
                    }
                }
            }
        }
    }

    #[test]
    fn turning_a_matrix_moves_every_element() {
        for level in Level::available() {
            for (rows, columns) in [(1, 1), (16, 16), (35, 32), (17, 40), (5, 20)] {
                let (from_stride, to_stride) = (columns + 3, rows + 5);
                let from: Vec<f32> = (0..rows * from_stride).map(|i| i as f32).collect();
                let mut to = vec![-1.0; columns * to_stride];
                transpose(level, &from, from_stride, rows, columns, &mut to, to_stride);
                for row in 0..rows {
                    for column in 0..columns {
                        assert_eq!(to[column * to_stride + row], from[row * from_stride + column], "{row} {column}");
                    }
                }
            }
        }
    }
}
