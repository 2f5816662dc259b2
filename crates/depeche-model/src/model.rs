//! An opened model: everything in it checked and packed, ready to read.

use crate::annotate::Cache;
use crate::decode::lemma::Script;
use crate::encoder::Encoder;
use crate::file::{Labels, ModelFile};
use crate::heads::Heads;
use crate::kernels::Level;
use crate::subwords::{Memo, Subwords};
use crate::{ModelError, ModelErrorKind};
use depeche_record::{Label, RoleKind};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Mutex;

/// A model that annotates sentences. Opening is the costly part; one is enough for any number of threads.
pub struct Model {
    pub(crate) bytes: Cow<'static, [u8]>,
    pub(crate) level: Level,
    pub(crate) subwords: Subwords,
    pub(crate) encoder: Encoder,
    pub(crate) heads: Heads,
    pub(crate) labels: Labels,
    pub(crate) tags: TagSets,
    pub(crate) scripts: Vec<Script>,
    pub(crate) roles: Vec<RoleKind>,
    /// Index of `root` among the relations.
    pub(crate) root: usize,
    /// Index of the relation that joins the parts of an overlong sentence.
    pub(crate) join: usize,
    pub(crate) cue_bias: f32,
    /// Longest window in pieces.
    pub(crate) window: usize,
    pub(crate) cache: Mutex<Cache>,
    name: String,
    date: String,
    sha256: String,
}

/// The labels that every token gets, ready to be handed out.
pub(crate) struct TagSets {
    pub(crate) upos: Vec<Label>,
    pub(crate) feats: Vec<Label>,
    /// Of a token without features.
    pub(crate) no_feats: Label,
    pub(crate) deprel: Vec<Label>,
}

impl TagSets {
    fn of(labels: &Labels) -> Self {
        let all = |names: &[String]| names.iter().map(|name| Label::new(name)).collect();
        Self {
            upos: all(&labels.upos),
            feats: all(&labels.feats),
            no_feats: Label::new("_"),
            deprel: all(&labels.deprel),
        }
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("name", &self.name).field("sha256", &self.sha256).finish_non_exhaustive()
    }
}

impl Model {
    /// Opens the model file at `path`.
    ///
    /// # Errors
    /// If the file cannot be read or is not a sound model of this version; the message says what to do.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ModelError> {
        let origin = path.as_ref().display().to_string();
        let bytes = std::fs::read(path).map_err(|error| ModelError::unreadable(&origin, error))?;
        Self::load(Cow::Owned(bytes), &origin, Level::detect())
    }

    /// Ids of the pieces that `token` is cut into: one to sixteen.
    #[must_use]
    pub fn pieces(&self, token: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        self.subwords.encode(token, &mut Memo::default(), &mut ids);
        ids
    }

    /// Opens a model that is already in memory: the one inside the program.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        Self::from_bytes_at(bytes, Level::detect())
    }

    /// As [`from_bytes`](Self::from_bytes), but with the arithmetic of an older processor: for tests and measurements.
    /// A level above what this processor can do is lowered to that.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn from_bytes_at(bytes: impl Into<Cow<'static, [u8]>>, level: Level) -> Result<Self, ModelError> {
        let level = if Level::available().contains(&level) { level } else { Level::detect() };
        Self::load(bytes.into(), "the built-in model", level)
    }

    fn load(bytes: Cow<'static, [u8]>, origin: &str, level: Level) -> Result<Self, ModelError> {
        let file = ModelFile::parse(bytes, origin)?;
        let labels = file.header.labels.clone();
        let bad_label = |message: String| file.error(ModelErrorKind::Header, message);
        let scripts = labels
            .lemma
            .iter()
            .map(|text| Script::parse(text).ok_or_else(|| bad_label(format!("{text:?} is no lemma script"))))
            .collect::<Result<_, _>>()?;
        let roles = labels
            .roles
            .iter()
            .map(|name| RoleKind::from_name(name).ok_or_else(|| bad_label(format!("{name:?} is no role"))))
            .collect::<Result<_, _>>()?;
        let relation = |name: &str| labels.deprel.iter().position(|label| label == name);
        let root = relation("root").expect("reading the file has made sure of it");
        let join = relation("parataxis").or_else(|| relation("dep")).unwrap_or_else(|| {
            (0..labels.deprel.len()).find(|i| *i != root).expect("there are two relations at least")
        });
        // The vocabulary's hash tables and the weights' packing take as long as each other.
        let (subwords, encoder) = std::thread::scope(|scope| {
            let subwords = scope.spawn(|| load_subwords(&file));
            let encoder = file.first_dimension("emb.word").and_then(|vocabulary| Encoder::load(&file, vocabulary));
            (subwords.join().expect("reading a vocabulary does not panic"), encoder)
        });
        let (subwords, encoder) = (subwords?, encoder?);
        Ok(Self {
            level,
            subwords,
            encoder,
            heads: Heads::load(&file)?,
            scripts,
            roles,
            root,
            join,
            cue_bias: file.header.config.cue_bias,
            window: file.header.config.positions - 2,
            cache: Mutex::default(),
            tags: TagSets::of(&labels),
            labels,
            name: file.header.name,
            date: file.header.date,
            sha256: file.sha256,
            bytes: file.bytes,
        })
    }

    /// What its makers call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When it was made, RFC 3339.
    #[must_use]
    pub fn date(&self) -> &str {
        &self.date
    }

    /// Digest of header and payload, as stored in the file, in hexadecimal: which model made an annotation.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The label sets of its heads.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The processor features it runs on.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }
}

fn load_subwords(file: &ModelFile) -> Result<Subwords, ModelError> {
    let corrupt = |message: String| file.error(ModelErrorKind::Corrupt, message);
    let count = file.first_dimension("emb.word")?;
    let offset = file.integers("vocab.offset", &[count + 1])?;
    let score = file.floats("vocab.score", &[count])?;
    let blob = file.raw("vocab.blob")?;
    let pieces = offset
        .windows(2)
        .zip(score)
        .enumerate()
        .map(|(id, (ends, score))| {
            blob.get(ends[0] as usize..ends[1] as usize)
                .and_then(|bytes| std::str::from_utf8(bytes).ok())
                .map(|piece| (piece.to_owned(), f64::from(score)))
                .ok_or_else(|| corrupt(format!("the piece {id} of its vocabulary is no text")))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Subwords::new(pieces, file.raw("vocab.normalizer")?, file.header.tokenizer.unk)
        .map_err(|error| corrupt(format!("its vocabulary makes no sense ({error})")))
}
