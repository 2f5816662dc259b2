//! The container: bytes to a checked header and named tensors (`docs/model-format.md`).
//!
//! Takes the bytes of a model file, refuses whatever is not one, and gives tensors by name with the shape that the
//! caller expects. It knows nothing about what the tensors are for.

use crate::{ModelError, ModelErrorKind};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

pub(crate) const MAGIC: &[u8; 8] = b"DEPECHEM";
pub(crate) const VERSION: u32 = 1;
/// Bytes before the header.
pub(crate) const PREFIX: usize = 56;
/// Payload and tensors start at multiples of this.
pub(crate) const ALIGNMENT: usize = 64;
/// More than any size in a header that means it.
const LARGEST: usize = 1 << 16;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) date: String,
    pub(crate) config: Config,
    pub(crate) labels: Labels,
    pub(crate) tokenizer: Tokenizer,
    tensors: BTreeMap<String, Tensor>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Config {
    pub(crate) hidden: usize,
    pub(crate) heads: usize,
    pub(crate) ffn: usize,
    pub(crate) layers: usize,
    pub(crate) pool_layer: usize,
    pub(crate) positions: usize,
    pub(crate) norm_eps: f32,
    pub(crate) arc: usize,
    pub(crate) rel: usize,
    pub(crate) role: usize,
    pub(crate) distance: usize,
    /// Added to the cue head's `O`: above zero gives fewer cues.
    #[serde(default)]
    pub(crate) cue_bias: f32,
}

/// The label sets of a model's heads, in the order of their outputs.
#[derive(Debug, Clone, Deserialize)]
pub struct Labels {
    /// Universal parts of speech.
    pub upos: Vec<String>,
    /// Feature bundles, `Gender=Masc|Number=Sing`; `_` for none.
    pub feats: Vec<String>,
    /// Edit scripts that make a lemma of a form.
    pub lemma: Vec<String>,
    /// Dependency relations with subtypes, `root` among them.
    pub deprel: Vec<String>,
    /// Kinds of name.
    pub names: Vec<String>,
    /// Roles around a cue.
    pub roles: Vec<String>,
    /// Speech acts; empty when the model does not tell acts.
    #[serde(default)]
    pub acts: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Tokenizer {
    pub(crate) bos: u32,
    pub(crate) eos: u32,
    pub(crate) unk: u32,
}

#[derive(Debug, Clone, Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    offset: usize,
    #[serde(default)]
    scale: Option<String>,
}

/// An `i8` matrix as it lies in the file, or the floats it stands for.
pub(crate) enum Matrix {
    /// Where its bytes are, and one scale per row.
    Bytes(Range<usize>, Vec<f32>),
    Floats(Vec<f32>),
}

pub(crate) struct ModelFile {
    pub(crate) bytes: Cow<'static, [u8]>,
    pub(crate) header: Header,
    /// Hexadecimal.
    pub(crate) sha256: String,
    /// For messages.
    pub(crate) origin: String,
    payload: Range<usize>,
}

const REMAKE: &str = "fetch the file again, or make it anew with the training's export command";

impl ModelFile {
    pub(crate) fn parse(bytes: Cow<'static, [u8]>, origin: &str) -> Result<Self, ModelError> {
        let refuse = |kind, message: String| Err(ModelError::new(kind, origin, message));
        if !bytes.starts_with(MAGIC) {
            let found = String::from_utf8_lossy(&bytes[..bytes.len().min(8)]).into_owned();
            return refuse(
                ModelErrorKind::NotAModel,
                format!(
                    "not a depeche model: it should begin with DEPECHEM and begins with {found:?}; give a file made by \
                     the training's export command, or leave it out to use the built-in model"
                ),
            );
        }
        let truncated = |needed: usize| {
            let message = format!("cut short: {} bytes where {needed} are announced; {REMAKE}", bytes.len());
            Err(ModelError::new(ModelErrorKind::Truncated, origin, message))
        };
        if bytes.len() < 12 {
            return truncated(PREFIX);
        }
        let version = u32_at(&bytes, 8);
        if version != VERSION {
            return refuse(
                ModelErrorKind::Version,
                format!(
                    "model format version {version}, but this program reads version {VERSION}; use the model that came \
                     with this program, or a program as new as the model"
                ),
            );
        }
        if bytes.len() < PREFIX {
            return truncated(PREFIX);
        }
        let header_length = u32_at(&bytes, 12) as usize;
        let payload_length = u32_at(&bytes, 16) as usize | (u32_at(&bytes, 20) as usize) << 32;
        let header_end = PREFIX + header_length;
        let payload_start = header_end.next_multiple_of(ALIGNMENT);
        let end = payload_start.saturating_add(payload_length);
        if bytes.len() < end {
            return truncated(end);
        }
        if bytes.len() > end {
            let extra = bytes.len() - end;
            return refuse(ModelErrorKind::Corrupt, format!("{extra} bytes too many at its end; {REMAKE}"));
        }
        let mut digest = Sha256::new();
        digest.update(&bytes[PREFIX..header_end]);
        digest.update(&bytes[payload_start..end]);
        let digest = digest.finalize();
        if digest[..] != bytes[24..PREFIX] {
            return refuse(
                ModelErrorKind::Corrupt,
                format!("its content does not match its checksum (it hashes to {}); {REMAKE}", hex(&digest)),
            );
        }
        let header: Header = match serde_json::from_slice(&bytes[PREFIX..header_end]) {
            Ok(header) => header,
            Err(error) => {
                return refuse(
                    ModelErrorKind::Header,
                    format!("its header is not the JSON that docs/model-format.md describes ({error}); {REMAKE}"),
                );
            }
        };
        let file = Self { sha256: hex(&digest), header, origin: origin.to_owned(), payload: payload_start..end, bytes };
        file.check_config()?;
        Ok(file)
    }

    fn check_config(&self) -> Result<(), ModelError> {
        let c = &self.header.config;
        let labels = &self.header.labels;
        let sizes = [c.hidden, c.heads, c.ffn, c.layers, c.positions, c.arc, c.rel, c.role, c.distance];
        // Beyond, products of sizes may overflow; at zero, there is nothing to divide rows into.
        let problem = if let Some(size) = sizes.iter().find(|size| !(1..=LARGEST).contains(*size)) {
            Some(format!("a size of {size} in its `config` lies outside 1 to {LARGEST}"))
        } else if !c.hidden.is_multiple_of(c.heads) {
            Some(format!("{} dimensions cannot be shared by {} attention heads", c.hidden, c.heads))
        } else if c.pool_layer > c.layers {
            Some(format!("pool_layer {} lies beyond the {} layers", c.pool_layer, c.layers))
        } else if c.positions < crate::subwords::MAX_PIECES + 2 {
            Some(format!("{} positions do not hold one token", c.positions))
        } else if labels.deprel.iter().filter(|l| *l == "root").count() != 1 {
            Some("the relations must hold `root` once".to_owned())
        } else if labels.deprel.len() < 2
            || [&labels.upos, &labels.feats, &labels.lemma].iter().any(|set| set.is_empty())
        {
            Some("a label set is empty".to_owned())
        } else {
            None
        };
        match problem {
            None => Ok(()),
            Some(problem) => Err(self.error(ModelErrorKind::Header, format!("{problem}; {REMAKE}"))),
        }
    }

    pub(crate) fn error(&self, kind: ModelErrorKind, message: String) -> ModelError {
        ModelError::new(kind, &self.origin, message)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.header.tensors.contains_key(name)
    }

    /// The first dimension of a tensor whose size the file alone knows: the vocabulary's.
    pub(crate) fn first_dimension(&self, name: &str) -> Result<usize, ModelError> {
        Ok(self.tensor(name)?.shape.first().copied().unwrap_or(0))
    }

    fn tensor(&self, name: &str) -> Result<&Tensor, ModelError> {
        self.header.tensors.get(name).ok_or_else(|| {
            self.error(ModelErrorKind::MissingTensor, format!("the tensor `{name}` is missing; {REMAKE}"))
        })
    }

    /// The bytes of tensor `name`, which must be one of `dtypes` and of `shape`; and its type.
    fn locate(&self, name: &str, dtypes: &[&str], shape: &[usize]) -> Result<(Range<usize>, &Tensor), ModelError> {
        let tensor = self.tensor(name)?;
        if !dtypes.contains(&tensor.dtype.as_str()) || tensor.shape != shape {
            return Err(self.error(
                ModelErrorKind::Shape,
                format!(
                    "the tensor `{name}` is {} {:?} where {} {shape:?} is expected; {REMAKE}",
                    tensor.dtype,
                    tensor.shape,
                    dtypes.join(" or ")
                ),
            ));
        }
        let width = if tensor.dtype == "f32" || tensor.dtype == "u32" { 4 } else { 1 };
        let end = shape
            .iter()
            .try_fold(width, |size: usize, n| size.checked_mul(*n))
            .and_then(|size| size.checked_add(tensor.offset))
            .filter(|end| *end <= self.payload.len());
        match end {
            Some(end) => Ok((self.payload.start + tensor.offset..self.payload.start + end, tensor)),
            None => {
                let message = format!("the tensor `{name}` reaches beyond the end of the file; {REMAKE}");
                Err(self.error(ModelErrorKind::Corrupt, message))
            }
        }
    }

    /// A tensor as floats, `i8` ones multiplied out.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let width = shape.last().copied().unwrap_or(1).max(1);
        match self.matrix(name, shape)? {
            Matrix::Floats(values) => Ok(values),
            Matrix::Bytes(range, scale) => Ok(self.bytes[range]
                .chunks_exact(width)
                .zip(scale)
                .flat_map(|(row, scale)| row.iter().map(move |b| f32::from(b.cast_signed()) * scale))
                .collect()),
        }
    }

    /// A tensor as it is: `i8` with scales, or floats.
    pub(crate) fn matrix(&self, name: &str, shape: &[usize]) -> Result<Matrix, ModelError> {
        let (range, tensor) = self.locate(name, &["f32", "i8"], shape)?;
        if tensor.dtype == "f32" {
            return Ok(Matrix::Floats(self.numbers(range, f32::from_le_bytes)));
        }
        let Some(scale) = &tensor.scale else {
            let message = format!("the i8 tensor `{name}` names no scale; {REMAKE}");
            return Err(self.error(ModelErrorKind::MissingTensor, message));
        };
        let rows: usize = shape[..shape.len().saturating_sub(1)].iter().product();
        let (scale, _) = self.locate(scale, &["f32"], &[rows])?;
        Ok(Matrix::Bytes(range, self.numbers(scale, f32::from_le_bytes)))
    }

    /// A `u32` tensor.
    pub(crate) fn integers(&self, name: &str, shape: &[usize]) -> Result<Vec<u32>, ModelError> {
        let (range, _) = self.locate(name, &["u32"], shape)?;
        Ok(self.numbers(range, u32::from_le_bytes))
    }

    /// The bytes of a one-dimensional `u8` tensor of any length.
    pub(crate) fn raw(&self, name: &str) -> Result<&[u8], ModelError> {
        let length = self.first_dimension(name)?;
        let (range, _) = self.locate(name, &["u8"], &[length])?;
        Ok(&self.bytes[range])
    }

    fn numbers<T>(&self, range: Range<usize>, read: impl Fn([u8; 4]) -> T) -> Vec<T> {
        self.bytes[range].as_chunks::<4>().0.iter().map(|bytes| read(*bytes)).collect()
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes were asked for"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes any text");
        text
    })
}
