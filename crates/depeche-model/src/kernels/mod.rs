//! The arithmetic that takes the time, for the processor at hand.
//!
//! Takes plain slices of numbers and gives plain slices. Every operation works row by row: the numbers of a row depend
//! on that row alone, never on how many rows stand beside it, so that a sentence reads the same in any batch. Integer
//! products are the same on every processor; float sums may differ in the last bits between [`Level`]s, never within
//! one. No allocation beyond growing the buffers handed in, no threads: those are the caller's.
#![allow(unsafe_code)] // Vector instructions; each block says why it is sound.

pub(crate) mod float;
pub(crate) mod product;
pub(crate) mod quantised;

/// What the processor can do; found once, when a model is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// What the compiler may assume everywhere.
    Portable,
    /// AVX2 and FMA (x86-64 since 2013).
    Avx2,
    /// AVX-512 with VNNI, which multiplies bytes (x86-64 servers since 2019, Zen 4).
    Avx512,
}

impl Level {
    /// The best level of this processor.
    #[must_use]
    pub fn detect() -> Self {
        *Self::available().last().expect("the portable level is always there")
    }

    /// Every level this processor can run, the best one last.
    #[must_use]
    pub fn available() -> Vec<Self> {
        #[allow(unused_mut)] // on processors with one level only
        let mut levels = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                levels.push(Self::Avx2);
                if is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512vnni")
                {
                    levels.push(Self::Avx512);
                }
            }
        }
        levels
    }
}

/// Whether the portable level has a fused multiply-add that costs one instruction.
const PORTABLE_FMA: bool = cfg!(target_arch = "aarch64");

/// `a * b + c`, fused where the level has the instruction (elsewhere fusing would call a slow library function).
#[inline(always)]
fn multiply_add<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// Compiles `$body::<FMA>` once for each [`Level`] and picks at run time. `$body` must be `#[inline(always)]`.
macro_rules! per_level {
    ($(#[$doc:meta])* fn $name:ident = $body:ident ( $($arg:ident : $ty:ty),* $(,)? )) => {
        $(#[$doc])*
        #[allow(clippy::too_many_arguments)]
        pub(crate) fn $name(level: $crate::kernels::Level, $($arg: $ty),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[allow(clippy::too_many_arguments)]
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
                fn avx512($($arg: $ty),*) { $body::<true>($($arg),*) }
                #[allow(clippy::too_many_arguments)]
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($arg: $ty),*) { $body::<true>($($arg),*) }
                match level {
                    // SAFETY: a level above portable is only ever made by `Level::available`, which asked the
                    // processor for exactly these features.
                    $crate::kernels::Level::Avx512 => return unsafe { avx512($($arg),*) },
                    // SAFETY: as above.
                    $crate::kernels::Level::Avx2 => return unsafe { avx2($($arg),*) },
                    $crate::kernels::Level::Portable => {}
                }
            }
            let _ = level;
            $body::<{ $crate::kernels::PORTABLE_FMA }>($($arg),*);
        }
    };
}
pub(crate) use per_level;
